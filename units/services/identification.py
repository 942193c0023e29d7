"""Candidates of a programme year: scored by TIUK and TPI, then entered into the year."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse

from units.access import can_identify_units, require
from units.choices import JenisPeran, JenisPredikat, Tahap
from units.errors import BenturanPerubahan, Ditolak
from units.history import record
from units.identification import is_complete
from units.models import Identifikasi, Instansi, PembangunanZI, Peran, Periode, UnitKerja
from units.notices import holders, notify
from units.predicate import wbbm_findings
from units.profiles import Kriteria, get_profil
from units.templatetags.indonesia import waktu

WHO = "Tim Identifikasi Unit Kerja, Ketua TPI, atau Sekretaris TPI"
CATATAN = "catatan"
MAKS_CATATAN = 1000


def candidates(periode: Periode):
    """Active units that are not in the year yet."""
    return UnitKerja.objects.filter(instansi=periode.instansi_id, is_active=True).exclude(pembangunan__periode=periode)


@transaction.atomic
def save_score(periode: Periode, unit: UnitKerja, *, kolom: str, nilai: str, versi: int, by: Peran) -> Identifikasi:
    """Set one criterion, or the note, of a unit that the person last saw at `versi` (0 = not scored).

    "" takes a score away. Raises Ditolak for a value outside the criterion's levels, BenturanPerubahan when the row has
    been changed since and another value stands there: an empty place can be filled without losing anything.
    """
    return save_scores(periode, unit, {kolom: nilai}, versi=versi, by=by)


@transaction.atomic
def save_scores(periode: Periode, unit: UnitKerja, isian: Mapping[str, str], *, versi: int, by: Peran) -> Identifikasi:
    """As `save_score` for several places at once: all are stored, or none."""
    require(can_identify_units(by, periode.instansi_id), WHO, what="Menilai calon unit")
    Instansi.objects.select_for_update().get(pk=periode.instansi_id)  # no row to lock before the first score
    if not candidates(periode).filter(pk=unit.pk).exists():
        raise Ditolak(f"{unit} sudah masuk tahun program {periode.tahun} atau tidak aktif. Muat ulang halaman.")
    row = Identifikasi.objects.filter(periode=periode, unit=unit).select_related("dinilai_oleh__user").first()
    row = row or Identifikasi(periode=periode, unit=unit, versi=0)
    changes = {}
    for kolom, nilai in isian.items():
        new = _clean(periode, kolom, nilai)
        current = row.catatan if kolom == CATATAN else row.nilai.get(kolom)
        if current == new:
            continue
        if versi < row.versi and current not in (None, ""):
            words = str(current)
            raise BenturanPerubahan(
                versi=row.versi, nilai=words, oleh=str(row.dinilai_oleh.user), pada=waktu(row.updated_at)
            )
        changes[kolom] = new
    for kolom, new in changes.items():
        _set(row, kolom, new)
    if changes:
        row.versi, row.dinilai_oleh = row.versi + 1, by
        row.save()
    return row


def _set(row: Identifikasi, kolom: str, new: Any) -> None:
    if kolom == CATATAN:
        row.catatan = new
    elif new is None:
        row.nilai = {key: value for key, value in row.nilai.items() if key != kolom}
    else:
        row.nilai = {**row.nilai, kolom: new}


def _clean(periode: Periode, kolom: str, nilai: str) -> int | str | None:
    text = (nilai or "").replace("\0", "").strip()
    if kolom == CATATAN:
        if len(text) > MAKS_CATATAN:
            raise Ditolak(f"Catatan paling panjang {MAKS_CATATAN} karakter; sekarang {len(text)}.")
        return text
    criterion = _criterion(periode, kolom)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and int(text) <= criterion.tertinggi):
        raise Ditolak(f"{criterion.nama}: pilih nilai 0 sampai {criterion.tertinggi}.")
    return int(text)


def _criterion(periode: Periode, kolom: str) -> Kriteria:
    found = get_profil(periode.profil).identifikasi.criterion(kolom)
    if found is None:
        raise Ditolak("Kriteria ini tidak ada dalam profil regulasi tahun ini. Muat ulang halaman.")
    return found


@transaction.atomic
def make_candidates(periode: Periode, units: Iterable[UnitKerja], *, target: str, by: Peran) -> list[PembangunanZI]:
    """Enter scored units into the year as candidates, all or none, and tell their heads.

    Raises Ditolak naming the units that are in the year already, are not scored on every criterion, or may not
    build towards `target`.
    """
    require(can_identify_units(by, periode.instansi_id), WHO, what="Menetapkan calon unit")
    Instansi.objects.select_for_update().get(pk=periode.instansi_id)
    units = list(units)
    if not units:
        raise Ditolak("Pilih paling sedikit satu unit yang dijadikan calon.")
    open_units = set(candidates(periode).values_list("pk", flat=True))
    _refuse([u for u in units if u.pk not in open_units], f"sudah masuk tahun program {periode.tahun} atau tidak aktif")
    scores = dict(Identifikasi.objects.filter(periode=periode).values_list("unit_id", "nilai"))
    rule = get_profil(periode.profil).identifikasi
    unscored = [u for u in units if not is_complete(rule, scores.get(u.pk, {}))]
    _refuse(unscored, f"belum dinilai pada semua kriteria ({rule.pasal})")
    if wrong := wbbm_findings(units, target):
        raise Ditolak(" ".join(t.pesan for t in wrong))
    return [_enter(periode, unit, target=target, by=by) for unit in units]


def _refuse(units: list[UnitKerja], why: str) -> None:
    if units:
        raise Ditolak(f"{', '.join(map(str, units))} {why}. Tidak ada calon yang disimpan.")


def _enter(periode: Periode, unit: UnitKerja, *, target: str, by: Peran) -> PembangunanZI:
    row = PembangunanZI.objects.create(unit=unit, periode=periode, target=target, tahap=Tahap.DIIDENTIFIKASI)
    record(
        row,
        by=by,
        tindakan="Menjadikan calon",
        kolom="tahap",
        ke=Tahap.DIIDENTIFIKASI.label,
        alasan=f"Target: {JenisPredikat(target).label}",
    )
    tell_candidate(row)
    return row


def tell_candidate(row: PembangunanZI) -> None:
    """The head hears that the unit is a candidate, and what comes next."""
    unit = row.unit
    notify(
        holders(JenisPeran.KEPALA_UNIT, instansi_id=unit.instansi_id, unit_id=unit.pk),
        judul=f"{unit} menjadi calon unit Zona Integritas tahun {row.periode.tahun}"[:200],
        pesan="Langkah berikutnya: pegawai menandatangani pakta integritas, lalu unit mencanangkan pembangunan ZI.",
        tautan=reverse("pembangunan_detail", args=[row.pk]),
    )
