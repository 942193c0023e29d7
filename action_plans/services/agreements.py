"""What was agreed in a session: written while it is a draft, done by the unit, confirmed by the coach."""

from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse

from action_plans import access
from action_plans.coaching_workflow import KESEPAKATAN
from action_plans.models import KesepakatanPembinaan, Pembinaan
from action_plans.services.coaching import lock_draft, team_of, tell
from units import evidence
from units.access import require
from units.choices import JenisPeran
from units.errors import BenturanPerubahan, Ditolak
from units.history import record
from units.models import DataDukung, PembangunanZI, Peran, User
from units.templatetags.indonesia import waktu
from units.transitions import perform

J = JenisPeran
FIELDS = ("area", "uraian", "penanggung_jawab", "tenggat")


def owners_in(pembangunan: PembangunanZI) -> list[User]:
    """Who may own an agreement: the head and the team of the unit today."""
    found = {u.pk: u for u in team_of(pembangunan, J.KEPALA_UNIT, J.KETUA_TIM, J.ANGGOTA_TIM)}
    return sorted(found.values(), key=lambda u: u.nama)


@transaction.atomic
def add_kesepakatan(*, pembinaan: Pembinaan, isian: dict[str, Any], by: Peran) -> KesepakatanPembinaan:
    """`isian` holds the fields of FIELDS. Refused once the session has reached the unit."""
    locked = lock_draft(pembinaan, by=by)
    _check(locked, isian)
    row = KesepakatanPembinaan.objects.create(
        pembinaan=locked, updated_by=by.user, **{name: isian[name] for name in FIELDS}
    )
    record(locked, by=by, tindakan="Menambah kesepakatan", ke=row.uraian)
    return row


@transaction.atomic
def update_kesepakatan(
    *, kesepakatan: KesepakatanPembinaan, isian: dict[str, Any], versi: int, by: Peran
) -> KesepakatanPembinaan:
    """Raises BenturanPerubahan when another coach has changed it since `versi`."""
    locked = lock_draft(kesepakatan.pembinaan, by=by)
    _check(locked, isian)
    row = KesepakatanPembinaan.objects.select_for_update().get(pk=kesepakatan.pk)
    if versi != row.versi:
        raise BenturanPerubahan(versi=row.versi, nilai=row.uraian, oleh=str(row.updated_by), pada=waktu(row.updated_at))
    before = row.uraian
    for name in FIELDS:
        setattr(row, name, isian[name])
    row.versi, row.updated_by = versi + 1, by.user
    row.save()
    record(locked, by=by, tindakan="Mengubah kesepakatan", dari=before, ke=row.uraian)
    return row


@transaction.atomic
def remove_kesepakatan(*, kesepakatan: KesepakatanPembinaan, by: Peran) -> None:
    """Only from a draft: nobody has been told of it yet, and the history of the session keeps its words."""
    locked = lock_draft(kesepakatan.pembinaan, by=by)
    row = KesepakatanPembinaan.objects.select_for_update().get(pk=kesepakatan.pk)
    if row.riwayat.exists():
        raise Ditolak("Kesepakatan ini pernah dikerjakan unit kerja, sehingga tidak dapat dihapus. Ubah isinya.")
    record(locked, by=by, tindakan="Menghapus kesepakatan", dari=row.uraian)
    row.delete()


def _check(pembinaan: Pembinaan, isian: dict[str, Any]) -> None:
    if isian["tenggat"] < pembinaan.tanggal:
        raise Ditolak("Tenggat kesepakatan tidak boleh sebelum tanggal pembinaan.")
    owner = isian["penanggung_jawab"]
    if owner and owner.pk not in {u.pk for u in owners_in(pembinaan.pembangunan)}:
        raise Ditolak(f"{owner} tidak lagi menjadi kepala unit atau anggota tim unit ini. Pilih orang lain.")


# --- carried out ---------------------------------------------------------------------------------------------


@transaction.atomic
def report_done(
    *,
    kesepakatan: KesepakatanPembinaan,
    catatan: str,
    by: Peran,
    berkas: Iterable[UploadedFile] = (),
    tautan: str = "",
) -> KesepakatanPembinaan:
    """The unit says what was done and shows it. Raises BerkasDitolak or Ditolak; then nothing is kept."""
    pembangunan = kesepakatan.pembinaan.pembangunan
    require(access.can_do_kesepakatan(by, kesepakatan), access.PELAKSANA_KESEPAKATAN, what="Melaporkan kesepakatan ini")
    row = KesepakatanPembinaan.objects.select_for_update().get(pk=kesepakatan.pk)
    if row.status == KesepakatanPembinaan.Status.TERBUKA:
        row.catatan = catatan.strip()
        row.save(update_fields=["catatan"])
        row.data_dukung.add(*attachments(pembangunan, berkas=berkas, tautan=tautan, by=by))
    done = perform(KESEPAKATAN, row, "done", by=by)
    coaches = [p.user for p in kesepakatan.pembinaan.pembina.select_related("user")]
    _tell(done, f"Kesepakatan pembinaan {pembangunan.unit.nama} menunggu konfirmasi Anda", coaches, by=by)
    return done


def attachments(
    pembangunan: PembangunanZI, *, berkas: Iterable[UploadedFile], tautan: str, by: Peran
) -> list[DataDukung]:
    """Files and a link as evidence of the unit's year; what the unit already has is found again."""
    rows = [evidence.add_file(upload, pembangunan=pembangunan, by=by)[0] for upload in berkas]
    if tautan.strip():
        rows.append(evidence.add_link(tautan, pembangunan=pembangunan, by=by)[0])
    return rows


@transaction.atomic
def take_step(*, kesepakatan: KesepakatanPembinaan, name: str, by: Peran, alasan: str = "") -> KesepakatanPembinaan:
    """The coach confirms, or sends it back with a reason."""
    done = perform(KESEPAKATAN, kesepakatan, name, by=by, alasan=alasan)
    words = "dinyatakan selesai" if name == "confirm" else "dikembalikan Tim Pembina ZI"
    people = team_of(done.pembinaan.pembangunan, J.KEPALA_UNIT, J.KETUA_TIM)
    owner = [done.penanggung_jawab] if done.penanggung_jawab else []
    _tell(done, f"Kesepakatan pembinaan {words}", [*people, *owner], by=by, alasan=alasan)
    return done


def _tell(row: KesepakatanPembinaan, judul: str, users: Iterable[User], *, by: Peran, alasan: str = "") -> None:
    pesan = row.uraian + (f"\nAlasan: {alasan.strip()}" if alasan.strip() else "")
    tell(users, judul=judul, pesan=pesan, tautan=reverse("kesepakatan_detail", args=[row.pk]), by=by)
