"""The declaration (pencanangan) of a unit's year: its facts, photos, charter and publication."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from units.access import can_record_pencanangan, require
from units.choices import Tahap
from units.errors import Ditolak
from units.evidence import store_upload
from units.history import record
from units.models import FotoPencanangan, PembangunanZI, Pencanangan, Peran
from units.services.pakta import SCAN, WHO_PAPER

FIELDS = ("tanggal", "tempat", "saksi", "tautan")
PHOTO = frozenset({"jpg", "png"})
MAX_PHOTOS = 30


def is_open(year: PembangunanZI) -> bool:
    """The facts may be changed until the unit has declared."""
    return year.tahap == Tahap.DIIDENTIFIKASI


def _locked(year: PembangunanZI, *, by: Peran) -> PembangunanZI:
    locked = (
        PembangunanZI.objects.select_for_update(of=("self",))
        .select_related("unit__instansi", "periode")
        .get(pk=year.pk)
    )
    require(can_record_pencanangan(by, locked), WHO_PAPER, what="Mencatat pencanangan")
    if not is_open(locked):
        raise Ditolak(
            f"Catatan pencanangan tidak dapat diubah pada tahap “{locked.get_tahap_display()}”. Bila keliru, minta Tim "
            "Identifikasi Unit Kerja atau Ketua TPI membatalkan pencanangan dengan alasan."
        )
    return locked


@transaction.atomic
def save_pencanangan(
    year: PembangunanZI, data: dict[str, Any], *, piagam: UploadedFile | None, by: Peran
) -> Pencanangan:
    """Write down date, place, witnesses, publication links, and the signed charter when one is given."""
    year = _locked(year, by=by)
    row = Pencanangan.objects.filter(pembangunan=year).first()
    if row is None:
        row = Pencanangan.objects.create(pembangunan=year, dicatat_oleh=by, **{name: data[name] for name in FIELDS})
        record(year, by=by, tindakan="Mencatat pencanangan", kolom="Tanggal pencanangan", ke=data["tanggal"])
    else:
        _change(row, data, by=by)
    if piagam:
        row.piagam = store_upload(piagam, instansi=year.unit.instansi, by=by.user, accept=SCAN)
        row.save(update_fields=["piagam", "updated_at"])
        record(year, by=by, tindakan="Mengunggah piagam pencanangan", kolom="Piagam", ke=row.piagam.nama_asli)
    return row


def _change(row: Pencanangan, data: dict[str, Any], *, by: Peran) -> None:
    """One history row of the year per changed field."""
    for name in FIELDS:
        old, new = getattr(row, name), data[name]
        if old != new:
            label = str(row._meta.get_field(name).verbose_name)
            record(row.pembangunan, by=by, tindakan="Mengubah pencanangan", kolom=label, dari=old, ke=new)
            setattr(row, name, new)
    row.dicatat_oleh = by
    row.save()


@transaction.atomic
def add_photo(year: PembangunanZI, upload: UploadedFile, *, by: Peran) -> FotoPencanangan:
    """A photo of the declaration; the same picture is kept once."""
    year = _locked(year, by=by)
    row = Pencanangan.objects.filter(pembangunan=year).first()
    if row is None:
        raise Ditolak("Isi tanggal dan tempat pencanangan lebih dahulu, lalu unggah fotonya.")
    berkas = store_upload(upload, instansi=year.unit.instansi, by=by.user, accept=PHOTO)
    known = row.foto.filter(berkas=berkas).first()
    if known:
        return known
    if row.foto.count() >= MAX_PHOTOS:
        raise Ditolak(f"Paling banyak {MAX_PHOTOS} foto. Hapus salah satu lebih dahulu.")
    record(year, by=by, tindakan="Mengunggah foto pencanangan", kolom="Foto", ke=berkas.nama_asli)
    return row.foto.create(berkas=berkas)


@transaction.atomic
def remove_photo(foto: FotoPencanangan, *, by: Peran) -> None:
    year = _locked(foto.pencanangan.pembangunan, by=by)
    record(year, by=by, tindakan="Menghapus foto pencanangan", kolom="Foto", dari=foto.berkas.nama_asli)
    foto.delete()
