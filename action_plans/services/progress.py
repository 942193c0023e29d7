"""Fill in what was done of an action in a month, and show evidence for it."""

from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from action_plans import access
from action_plans.models import Aksi, BuktiRealisasi, Realisasi, RiwayatAksi
from units import evidence
from units.access import require
from units.choices import BULAN
from units.errors import BenturanPerubahan, Ditolak
from units.models import DataDukung, Peran
from units.templatetags.indonesia import waktu

S = Realisasi.Status
KOLOM = {"status": "Status", "persen": "Persen", "catatan": "Catatan", "kendala": "Kendala"}
BUKTI = "Data dukung"


@dataclass(frozen=True, slots=True)
class Isian:
    """Progress of one month as a form shows it; `versi` has a number for each field, see `field_versions`."""

    realisasi: Realisasi
    versi: dict[str, int]

    @property
    def proposes_done(self) -> bool:
        """100 percent is a hint, not a decision: the person says when it is done."""
        return self.realisasi.persen == 100 and self.realisasi.status != S.SELESAI


def progress_of(aksi: Aksi, bulan: int) -> Realisasi:
    """The month's row, or an unsaved empty one."""
    return Realisasi.objects.filter(aksi=aksi, bulan=bulan).first() or Realisasi(aksi=aksi, bulan=bulan, versi=0)


def isian_of(aksi: Aksi, bulan: int) -> Isian:
    return Isian(progress_of(aksi, bulan), field_versions(aksi, bulan))


def field_versions(aksi: Aksi, bulan: int) -> dict[str, int]:
    """When each field was last changed, counted in versions of the month's row; 0 if never.

    Two people who change different fields of one month do not disturb each other, therefore each field has its number.
    """
    rows = RiwayatAksi.objects.filter(objek=aksi, bulan=bulan).values("kolom").annotate(n=Max("versi"))
    found = {row["kolom"]: row["n"] for row in rows.order_by()}
    return {kolom: found.get(label, 0) for kolom, label in KOLOM.items()}


@transaction.atomic
def save_field(*, aksi: Aksi, bulan: int, kolom: str, nilai: Any, versi: int | None, by: Peran) -> Isian:
    """Set one field that the person last saw at `versi`. None overwrites (the person has chosen).

    Raises BenturanPerubahan when somebody else changed the same field meanwhile, Ditolak when the month is not due.
    """
    row = _locked(aksi, bulan, by=by)
    current = getattr(row, kolom)
    if current != nilai:
        seen = field_versions(aksi, bulan)[kolom]
        if versi is not None and versi != seen:
            raise _conflict(aksi, bulan, kolom=kolom, nilai=current, versi=seen)
        _write(row, _with_consequences(row, kolom, nilai), by=by)
    return isian_of(aksi, bulan)


def _with_consequences(row: Realisasi, kolom: str, nilai: Any) -> dict[str, Any]:
    """Status and percent never contradict each other: done is 100, less than 100 is not done, begun is not untouched."""
    changes = {kolom: nilai}
    if kolom == "status":
        if nilai == S.SELESAI:
            changes["persen"] = 100
        elif nilai == S.BELUM:
            changes["persen"] = 0
        elif row.status == S.SELESAI:
            changes["persen"] = _percent_before_done(row)
    elif kolom == "persen" and ((nilai < 100 and row.status == S.SELESAI) or (nilai and row.status == S.BELUM)):
        changes["status"] = S.BERJALAN
    return changes


def _percent_before_done(row: Realisasi) -> int:
    """What the month stood at before it was called done, so that taking that back loses nothing."""
    done = RiwayatAksi.objects.filter(objek=row.aksi_id, bulan=row.bulan, kolom=KOLOM["persen"], ke="100%").first()
    return int(done.dari.rstrip("%")) if done else 0


def _write(row: Realisasi, changes: dict[str, Any], *, by: Peran) -> None:
    row.versi += 1
    row.updated_by = by.user
    for kolom, nilai in changes.items():
        old = getattr(row, kolom)
        if old == nilai:
            continue
        setattr(row, kolom, nilai)
        _note(
            row, by=by, tindakan="Mengisi realisasi", kolom=KOLOM[kolom], dari=words(kolom, old), ke=words(kolom, nilai)
        )
    row.save()


def words(kolom: str, nilai: Any) -> str:
    if kolom == "status":
        return S(nilai).label
    return f"{nilai}%" if kolom == "persen" else str(nilai)


def _locked(aksi: Aksi, bulan: int, *, by: Peran) -> Realisasi:
    """The month's row, made on first use. The action is locked, because a row that does not exist yet cannot be."""
    locked = Aksi.objects.select_for_update().get(pk=aksi.pk)
    _refuse_stranger(locked, by=by)
    if locked.dihapus_at or bulan not in locked.bulan:
        raise Ditolak(f"Aksi ini tidak mempunyai target pada bulan {BULAN[bulan - 1]}. Muat ulang halaman.")
    row, _ = Realisasi.objects.get_or_create(aksi=locked, bulan=bulan, defaults={"versi": 0, "updated_by": by.user})
    return row


def _refuse_stranger(aksi: Aksi, *, by: Peran) -> None:
    require(access.can_fill_progress(by, aksi), access.PELAKSANA, what="Mengisi realisasi")


def _note(row: Realisasi, *, by: Peran, **words_: str) -> None:
    row.aksi.riwayat.create(oleh=by.user, peran=by, versi=row.versi, bulan=row.bulan, **words_)


def _conflict(aksi: Aksi, bulan: int, *, kolom: str, nilai: Any, versi: int) -> BenturanPerubahan:
    last = RiwayatAksi.objects.filter(objek=aksi, bulan=bulan, kolom=KOLOM[kolom]).select_related("oleh").first()
    return BenturanPerubahan(
        versi=versi,
        nilai=str(nilai),
        oleh=str(last.oleh) if last else "orang lain",
        pada=waktu(last.waktu if last else timezone.now()),
    )


# --- evidence ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lampiran:
    """What became of a file or link: `baru` is False when the unit already had it."""

    data_dukung: DataDukung
    baru: bool


def attach_file(*, aksi: Aksi, bulan: int, upload: UploadedFile, by: Peran) -> Lampiran:
    """Store the file as evidence of the unit's year and show it for this month. Raises BerkasDitolak."""
    _refuse_stranger(aksi, by=by)
    found, new = evidence.add_file(upload, pembangunan=aksi.rencana.pembangunan, by=by)
    attach(aksi=aksi, bulan=bulan, data_dukung=found, by=by)
    return Lampiran(found, new)


def attach_link(*, aksi: Aksi, bulan: int, tautan: str, judul: str, by: Peran) -> Lampiran:
    _refuse_stranger(aksi, by=by)
    found, new = evidence.add_link(tautan, pembangunan=aksi.rencana.pembangunan, by=by, judul=judul)
    attach(aksi=aksi, bulan=bulan, data_dukung=found, by=by)
    return Lampiran(found, new)


@transaction.atomic
def attach(*, aksi: Aksi, bulan: int, data_dukung: DataDukung, by: Peran) -> bool:
    """Show evidence of the same unit's year for this month; False when it was shown already."""
    if data_dukung.pembangunan_id != aksi.rencana.pembangunan_id:
        raise Ditolak("Data dukung ini milik unit kerja atau tahun lain.")
    row = _locked(aksi, bulan, by=by)
    _, created = BuktiRealisasi.objects.get_or_create(
        realisasi=row, data_dukung=data_dukung, defaults={"created_by": by.user}
    )
    if created:
        _touch(row, by=by)
        _note(row, by=by, tindakan="Melampirkan data dukung", kolom=BUKTI, ke=data_dukung.judul)
    return created


@transaction.atomic
def detach(*, aksi: Aksi, bulan: int, data_dukung: DataDukung, by: Peran) -> bool:
    """Show it no longer for this month; the evidence itself stays. False when it was not shown."""
    row = _locked(aksi, bulan, by=by)
    deleted, _ = BuktiRealisasi.objects.filter(realisasi=row, data_dukung=data_dukung).delete()
    if deleted:
        _touch(row, by=by)
        _note(row, by=by, tindakan="Melepas data dukung", kolom=BUKTI, dari=data_dukung.judul)
    return bool(deleted)


def _touch(row: Realisasi, *, by: Peran) -> None:
    row.versi += 1
    row.updated_by = by.user
    row.save(update_fields=["versi", "updated_by", "updated_at"])
