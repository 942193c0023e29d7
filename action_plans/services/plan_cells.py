"""Cells of a plan: read from what was typed or pasted, compared with what others saved meanwhile, saved.

Every edit holds the plan's row first, so that it never passes a submission.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from action_plans import access
from action_plans.models import Aksi, RencanaAksi, RiwayatAksi
from action_plans.schedule import describe, parse_schedule
from action_plans.services.plan import lock, people_of
from units.access import require
from units.choices import Area
from units.errors import BenturanPerubahan, Ditolak
from units.models import Peran, User
from units.templatetags.indonesia import waktu
from units.validators import clean_nip

MAKS_TEKS, MAKS_SEL = 5_000, 4_000
LABEL = {
    "indikator": "Indikator",
    "aksi": "Rencana aksi",
    "langkah": "Langkah aksi",
    "bukti_fisik": "Bukti fisik",
    "penanggung_jawab": "Penanggung jawab",
    "prioritas": "Target prioritas",
    "target_waktu": "Target waktu",
    "bulan": "Target waktu",  # text and months are one fact: a change of either is a change of both
}
YA, TIDAK = {"1", "ya", "y", "x", "v", "✓", "true", "prioritas"}, {"", "0", "tidak", "t", "-", "false"}


@dataclass(frozen=True, slots=True)
class Sunting:
    """One cell to be saved; `versi` is the row's version that the person saw."""

    aksi: int
    kolom: str
    nilai: str
    versi: int


@dataclass(frozen=True, slots=True)
class HasilSunting:
    """What became of a cell: exactly one of saved, conflict and refusal."""

    sunting: Sunting
    aksi: Aksi
    benturan: BenturanPerubahan | None = None
    galat: str = ""
    pesan: str = ""
    digabung: tuple[RiwayatAksi, ...] = ()  # other cells of the row that were changed meanwhile, and are kept

    @property
    def is_saved(self) -> bool:
        return not self.benturan and not self.galat


def save_cell(*, aksi: Aksi, kolom: str, nilai: str, versi: int, by: Peran) -> HasilSunting:
    """Save one cell. Raises BenturanPerubahan or Ditolak; changes of other cells since `versi` are merged silently."""
    found = save_cells(rencana=aksi.rencana, sunting=[Sunting(aksi.pk, kolom, nilai, versi)], by=by)[0]
    if found.benturan:
        raise found.benturan
    if found.galat:
        raise Ditolak(found.galat)
    return found


@transaction.atomic
def save_cells(*, rencana: RencanaAksi, sunting: Sequence[Sunting], by: Peran) -> list[HasilSunting]:
    """Save a block of cells, pasted or set for ticked rows. A cell that is refused does not hold up the others.

    Each answer stands in the place of its question, so that the page can mark what was kept back and why.
    """
    if len(sunting) > MAKS_SEL:
        raise Ditolak(f"Paling banyak {MAKS_SEL} sel sekali tempel; yang dikirim {len(sunting)}.")
    rencana = lock(rencana)
    areas = access.editable_areas(by, rencana)
    require(bool(areas), access.PENYUSUN, what="Mengubah aksi")
    rows = rows_of(rencana, {s.aksi for s in sunting})
    values = _Values(rencana)
    # Cells of one block follow each other: the second cell of a row is not in conflict with the first.
    start = {pk: aksi.versi for pk, aksi in rows.items()}
    newer = _newer_changes(sunting, rows)
    found = [_save_one(s, rows.get(s.aksi), areas, start, newer, values, by) for s in sunting]
    touched = {r.aksi.pk for r in found if r.is_saved and r.aksi.versi != start[r.aksi.pk]}
    for pk in touched:
        rows[pk].updated_by = by.user
        rows[pk].save()
    return found


def rows_of(rencana: RencanaAksi, pks: Iterable[int]) -> dict[int, Aksi]:
    rows = rencana.aksi.filter(pk__in=list(pks)).select_related("penanggung_jawab")
    for aksi in rows:
        aksi.rencana = rencana
    return {aksi.pk: aksi for aksi in rows}


def _newer_changes(sunting: Iterable[Sunting], rows: dict[int, Aksi]) -> dict[tuple[int, str], RiwayatAksi]:
    """The last unseen change of each (row, label) that somebody saved after the version a cell was written on."""
    seen = {s.aksi: s.versi for s in sunting if s.aksi in rows and s.versi < rows[s.aksi].versi}
    found: dict[tuple[int, str], RiwayatAksi] = {}
    if seen:
        history = RiwayatAksi.objects.filter(objek__in=seen, bulan=None, versi__gt=min(seen.values())).select_related(
            "oleh"
        )
        for row in history.order_by("versi", "pk"):
            found[row.objek_id, row.kolom] = row
    return found


def _save_one(
    s: Sunting, aksi: Aksi | None, areas: frozenset[str], start: dict[int, int],
    newer: dict[tuple[int, str], RiwayatAksi], values: "_Values", by: Peran,
) -> HasilSunting:  # fmt: skip
    if aksi is None:
        raise Ditolak("Baris ini tidak ada lagi di rencana. Muat ulang halaman.")
    refusal = _refusal(s, aksi, areas, start)
    if refusal:
        return HasilSunting(s, aksi, galat=refusal)
    try:
        fields, pesan = values.read(s.kolom, s.nilai, aksi)
    except Ditolak as exc:
        return HasilSunting(s, aksi, galat=str(exc))
    if all(getattr(aksi, name) == value for name, value in fields.items()):
        return HasilSunting(s, aksi)
    unseen = {label: row for (pk, label), row in newer.items() if pk == s.aksi and row.versi > s.versi}
    change = unseen.get(LABEL[s.kolom])
    if change:
        other = BenturanPerubahan(
            versi=aksi.versi, nilai=shown(aksi, s.kolom), oleh=str(change.oleh or "Sistem"), pada=waktu(change.waktu)
        )
        return HasilSunting(s, aksi, benturan=other)
    change_cell(aksi, s.kolom, fields, by=by)
    return HasilSunting(s, aksi, pesan=pesan, digabung=tuple(unseen.values()))


def _refusal(s: Sunting, aksi: Aksi, areas: frozenset[str], start: dict[int, int]) -> str:
    if s.kolom not in LABEL:
        return "Kolom ini tidak dikenal. Muat ulang halaman."
    if aksi.dihapus_at:
        return "Baris ini sudah dihapus. Pulihkan dahulu bila ingin mengubahnya."
    if aksi.area not in areas:
        return f"Area {Area(aksi.area).label} tidak diberikan kepada Anda; mintalah kepada Ketua Tim."
    if s.versi > start[aksi.pk]:
        return "Versi baris tidak dikenal. Muat ulang halaman."
    return ""


def change_cell(aksi: Aksi, kolom: str, fields: dict[str, Any], *, by: Peran) -> None:
    dari = shown(aksi, kolom)
    for name, value in fields.items():
        setattr(aksi, name, value)
    aksi.versi += 1
    note(aksi, by=by, tindakan="Mengubah aksi", kolom=LABEL[kolom], dari=dari, ke=shown(aksi, kolom))


def note(aksi: Aksi, *, by: Peran, tindakan: str, **more: str) -> None:
    aksi.riwayat.create(oleh=by.user, peran=by, tindakan=tindakan, versi=aksi.versi, **more)


def shown(aksi: Aksi, kolom: str) -> str:
    """A cell's value as text, for history and conflict."""
    if kolom == "penanggung_jawab":
        return aksi.penanggung_jawab.nama if aksi.penanggung_jawab else ""
    if kolom == "prioritas":
        return "ya" if aksi.prioritas else "tidak"
    if kolom in ("target_waktu", "bulan"):
        return _time_in_words(aksi)
    return getattr(aksi, kolom)


def _time_in_words(aksi: Aksi) -> str:
    """The text; with the months in brackets where the text alone does not give them."""
    if not aksi.bulan or list(parse_schedule(aksi.target_waktu).bulan) == list(aksi.bulan):
        return aksi.target_waktu
    return f"{aksi.target_waktu} ({describe(aksi.bulan)})".strip()


class _Values:
    """Reads typed and pasted texts into fields. The staff is fetched once for a whole block."""

    def __init__(self, rencana: RencanaAksi):
        self.rencana = rencana
        self._staff: list[User] | None = None

    def read(self, kolom: str, nilai: str, aksi: Aksi) -> tuple[dict[str, Any], str]:
        """(fields to set, a sentence for the person or ""). Raises Ditolak."""
        nilai = nilai.replace("\r\n", "\n").replace("\r", "\n").strip()
        reader: Callable[[str, Aksi], tuple[dict[str, Any], str]] = getattr(self, f"_{kolom}", None) or self._text(
            kolom
        )
        return reader(nilai, aksi)

    def _text(self, kolom: str) -> Callable[[str, Aksi], tuple[dict[str, Any], str]]:
        def read(nilai: str, aksi: Aksi) -> tuple[dict[str, Any], str]:
            if len(nilai) > MAKS_TEKS:
                raise Ditolak(f"{LABEL[kolom]} paling panjang {MAKS_TEKS} karakter; yang dikirim {len(nilai)}.")
            return {kolom: nilai}, ""

        return read

    def _indikator(self, nilai: str, aksi: Aksi) -> tuple[dict[str, Any], str]:
        nilai = " ".join(nilai.split())
        if not nilai:
            raise Ditolak("Indikator wajib diisi.")
        if len(nilai) > 300:
            raise Ditolak(f"Indikator paling panjang 300 karakter; yang dikirim {len(nilai)}.")
        return {"indikator": nilai}, ""

    def _penanggung_jawab(self, nilai: str, aksi: Aksi) -> tuple[dict[str, Any], str]:
        return {"penanggung_jawab": self._person(nilai) if nilai else None}, ""

    def _prioritas(self, nilai: str, aksi: Aksi) -> tuple[dict[str, Any], str]:
        word = nilai.casefold()
        if word not in YA | TIDAK:
            raise Ditolak(f"Target prioritas diisi “ya” atau “tidak”, bukan “{nilai[:40]}”.")
        return {"prioritas": word in YA}, ""

    def _target_waktu(self, nilai: str, aksi: Aksi) -> tuple[dict[str, Any], str]:
        nilai = " ".join(nilai.split())
        if len(nilai) > 200:
            raise Ditolak(f"Target waktu paling panjang 200 karakter; yang dikirim {len(nilai)}.")
        jadwal = parse_schedule(nilai, tahun=self.rencana.pembangunan.periode.tahun)
        pesan = " ".join(t.pesan for t in jadwal.temuan) if nilai else ""
        return {"target_waktu": nilai, "bulan": list(jadwal.bulan)}, pesan

    def _bulan(self, nilai: str, aksi: Aksi) -> tuple[dict[str, Any], str]:
        """Months ticked in the grid. A text that only named months is rewritten; other words are kept."""
        try:
            bulan = sorted({int(n) for n in nilai.replace(";", ",").split(",") if n.strip()})
        except ValueError:
            bulan = [0]
        if any(b not in range(1, 13) for b in bulan):
            raise Ditolak("Bulan target diisi nomor bulan 1 sampai 12, dipisahkan koma.")
        if aksi.target_waktu and not _names_months_only(aksi):
            return {"bulan": bulan}, "Teks target waktu memuat keterangan lain dan tidak diubah; sesuaikan bila perlu."
        return {"bulan": bulan, "target_waktu": describe(bulan) if bulan else ""}, ""

    def _person(self, nilai: str) -> User:
        """By NIP, by full name, or by a part of a name that only one person of the unit has."""
        if self._staff is None:
            self._staff = people_of(self.rencana.pembangunan)
        word = " ".join(nilai.casefold().split())
        found = [u for u in self._staff if u.nip and u.nip == clean_nip(nilai)]
        found = found or [u for u in self._staff if u.nama.casefold() == word]
        found = found or [u for u in self._staff if word in u.nama.casefold()]
        if len(found) == 1:
            return found[0]
        if found:
            raise Ditolak(f"Ada {len(found)} pegawai dengan nama “{nilai[:60]}”; ketik NIP-nya.")
        raise Ditolak(f"“{nilai[:60]}” bukan pegawai unit ini. Pilih nama dari daftar atau ketik NIP.")


def _names_months_only(aksi: Aksi) -> bool:
    jadwal = parse_schedule(aksi.target_waktu)
    return list(jadwal.bulan) == list(aksi.bulan) and not any(t.kode == "keterangan_lain" for t in jadwal.temuan)
