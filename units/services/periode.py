"""The programme year: its calendar, and the units that build ZI in it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from units.choices import Tahap, months_of
from units.errors import Ditolak
from units.findings import Temuan, galat
from units.history import record, save_with_history
from units.models import Instansi, PembangunanZI, Peran, Periode, Tenggat, UnitKerja
from units.predicate import wbbm_findings
from units.profiles import get_profil
from units.services.decrees import decree_of_year, tell_designated
from units.services.identification import tell_candidate
from units.templatetags.indonesia import tanggal
from units.year import has_reached

REPORT = "laporan_tw"
BOTH_OR_NEITHER = "Isi nomor dan tanggal keputusan penetapan, atau kosongkan keduanya bila belum ada keputusan."


@transaction.atomic
def create_periode(*, tahun: int, tenggat: Mapping[str, date], by: Peran) -> Periode:
    """A new year under the institution's profile; deadlines not given are the profile's."""
    profil = get_profil(by.instansi.profil)
    periode = Periode.objects.create(instansi=by.instansi, tahun=tahun, profil=profil.kode)
    for item in profil.tenggat:
        periode.tenggat.create(kode=item.kode, nama=item.nama, tanggal=tenggat.get(item.kode, item.on(tahun)))
    record(by.instansi, by=by, tindakan="Membuka tahun program", kolom="Tahun program", ke=tahun)
    return periode


@transaction.atomic
def update_tenggat(periode: Periode, baru: Mapping[str, date], *, by: Peran) -> int:
    """Move deadlines. Returns how many moved."""
    moved = [t for t in periode.tenggat.select_for_update() if baru.get(t.kode, t.tanggal) != t.tanggal]
    for item in moved:
        record(
            periode.instansi,
            by=by,
            tindakan="Mengubah kalender",
            kolom=history_label(item.nama, periode.tahun),
            dari=tanggal(item.tanggal),
            ke=tanggal(baru[item.kode]),
        )
        item.tanggal = baru[item.kode]
    Tenggat.objects.bulk_update(moved, ["tanggal"])
    return len(moved)


def history_label(nama: str, tahun: int) -> str:
    """A deadline's name in the history of the institution, which holds all years."""
    return f"{nama} {tahun}"[:60]


def check_tenggat(tahun: int, urutan: Iterable[tuple[str, str, date]]) -> list[Temuan]:
    """Findings about (kode, nama, date) given in the order of the year: each in its year, none before the one it follows.

    Reports and stages are two lines of their own. `tempat` is the code of the deadline.
    """
    found: list[Temuan] = []
    last: dict[bool, tuple[str, date]] = {}
    for kode, nama, tgl in urutan:
        is_report = kode.startswith(REPORT)
        before = last.get(is_report)
        if problem := _problem(tahun, kode, tgl, before):
            found.append(galat("tenggat", problem, kode))
        else:
            last[is_report] = nama, tgl
    return found


def _problem(tahun: int, kode: str, tgl: date, before: tuple[str, date] | None) -> str:
    if not date(tahun, 1, 1) <= tgl <= date(tahun + 1, 3, 31):
        return f"Tanggal harus antara 1 Januari {tahun} dan 31 Maret {tahun + 1}."
    if before and tgl < before[1]:
        return f"Tanggal tidak boleh mendahului {before[0]} ({tanggal(before[1])})."
    if kode.startswith(REPORT):
        last_month = months_of(int(kode.removeprefix(REPORT)))[-1]
        if (tgl.year, tgl.month) <= (tahun, last_month):
            return "Tanggal harus sesudah triwulan itu berakhir."
    return ""


@transaction.atomic
def add_pembangunan(
    periode: Periode, units: Iterable[UnitKerja], *, target: str, nomor: str, tanggal_sk: date | None, by: Peran
) -> list[PembangunanZI]:
    """Enter units into the year and tell their heads. A unit that is already in it is left as it is.

    With number and date of a decree they are designated units, which may form their team; without one they are
    candidates that have still to declare. Raises Ditolak when only one of the two is given, or when a unit may not
    build towards `target`.
    """
    if bool(nomor) != bool(tanggal_sk):
        raise Ditolak(BOTH_OR_NEITHER)
    units = list(units)
    if wrong := wbbm_findings(units, target):
        raise Ditolak(" ".join(t.pesan for t in wrong))
    Instansi.objects.select_for_update().get(pk=periode.instansi_id)
    known = set(periode.pembangunan.values_list("unit_id", flat=True))
    decree = (
        decree_of_year(instansi=periode.instansi, nomor=nomor, tanggal=tanggal_sk, by=by)
        if nomor and tanggal_sk
        else None
    )
    tahap = Tahap.DITETAPKAN if decree else Tahap.DIIDENTIFIKASI
    rows = []
    for unit in units:
        if unit.pk in known:
            continue
        row = PembangunanZI.objects.create(
            unit=unit,
            periode=periode,
            target=target,
            tahap=tahap,
            penetapan=decree,
            nomor_penetapan=nomor,
            tanggal_penetapan=tanggal_sk,
        )
        record(row, by=by, tindakan="Mendaftarkan unit", kolom="tahap", ke=tahap.label, alasan=nomor)
        (tell_designated if decree else tell_candidate)(row)
        rows.append(row)
    return rows


@transaction.atomic
def update_pembangunan(row: PembangunanZI, data: dict[str, Any], *, by: Peran) -> list[str]:
    """Correct target, number or date of the decree that names the unit.

    Raises Ditolak when the unit may not build towards the new target, and for a decree on a unit that no decree has
    named yet: that is a step of its year, not a correction.
    """
    row = PembangunanZI.objects.select_for_update().get(pk=row.pk)
    target = data.get("target", row.target)
    if target != row.target and (wrong := wbbm_findings([row.unit], target)):
        raise Ditolak(wrong[0].pesan)
    nomor = data.get("nomor_penetapan", row.nomor_penetapan)
    tgl = data.get("tanggal_penetapan", row.tanggal_penetapan)
    if (nomor, tgl) != (row.nomor_penetapan, row.tanggal_penetapan):
        _relink(row, nomor, tgl, by=by)
    return save_with_history(row, data, by=by)


def _relink(row: PembangunanZI, nomor: str, tgl: date | None, *, by: Peran) -> None:
    """The unit is named by the decree with the corrected number and date, which is recorded when it is new."""
    if not has_reached(row, Tahap.DITETAPKAN):
        raise Ditolak(
            f"{row.unit} masih pada tahap “{row.get_tahap_display()}”. Catat keputusannya dengan “Catat keputusan "
            "penetapan” setelah unit mencanangkan."
        )
    if bool(nomor) != bool(tgl):
        raise Ditolak(BOTH_OR_NEITHER)
    row.penetapan = decree_of_year(instansi=row.unit.instansi, nomor=nomor, tanggal=tgl, by=by) if nomor else None
    row.save(update_fields=["penetapan"])
