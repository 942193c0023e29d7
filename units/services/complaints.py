"""The public's side of complaints: send one, follow it up with the receipt code; and the counts that the LKE asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from units.complaint_cipher import Pelapor, encrypt, hash_code, hash_secret, make_code
from units.complaint_workflow import due_on
from units.errors import Ditolak
from units.evidence import clean_name, store_upload
from units.history import record
from units.models import (
    IdentitasPelapor,
    Instansi,
    PembangunanZI,
    Pengaduan,
    PetugasPengaduan,
    TambahanPengaduan,
    UnitKerja,
    User,
)
from units.notices import notify

S, H = Pengaduan.Status, Pengaduan.Hasil
BERKAS_PENGADUAN = frozenset({"pdf", "jpg", "png", "docx", "xlsx"})
BERKAS_PALING_BANYAK = 5


@dataclass(frozen=True, slots=True)
class DataPengaduan:
    """A complaint as it was typed in. `pelapor` is None for an anonymous one; `kiriman` is the secret of the form."""

    unit: UnitKerja
    kategori: str
    cerita: str
    kiriman: str
    tanggal_kejadian: date | None = None
    tempat_kejadian: str = ""
    pelapor: Pelapor | None = None


@transaction.atomic
def submit_pengaduan(
    *, instansi: Instansi, data: DataPengaduan, files: Sequence[UploadedFile] = ()
) -> tuple[Pengaduan, str]:
    """Keep a complaint and return it with its receipt code, which is stored nowhere.

    The same form sent twice is one complaint with one code. Raises Ditolak (channel closed, form used before for
    something else) and BerkasDitolak.
    """
    instansi = Instansi.objects.select_for_update().get(pk=instansi.pk)
    if not instansi.pengaduan_dibuka:
        raise Ditolak("Kanal pengaduan instansi ini sedang ditutup.")
    if data.unit.instansi_id != instansi.pk or not data.unit.is_active:
        raise Ditolak("Pilih unit kerja dari daftar.")
    kode = make_code(data.kiriman)
    known = Pengaduan.objects.filter(kiriman_hash=hash_secret(data.kiriman)).first()
    if known:
        return _sent_before(known, data), kode
    row = Pengaduan.objects.create(
        instansi=instansi,
        unit=data.unit,
        nomor=_next_number(instansi),
        kode_hash=hash_code(kode),
        kiriman_hash=hash_secret(data.kiriman),
        kategori=data.kategori,
        cerita=data.cerita.strip(),
        tanggal_kejadian=data.tanggal_kejadian,
        tempat_kejadian=data.tempat_kejadian.strip(),
        tenggat=due_on(timezone.localdate()),
    )
    if data.pelapor:
        IdentitasPelapor.objects.create(pengaduan=row, isi=encrypt(data.pelapor))
    _keep(row, files)
    record(row, by=None, tindakan="Pengaduan diterima", kolom="status", ke=S.DITERIMA.label)
    _tell_officers(row, f"Pengaduan baru {row.nomor}")
    return row, kode


def _sent_before(known: Pengaduan, data: DataPengaduan) -> Pengaduan:
    """A second click on a slow line, or the form of a complaint that has been received, changed and sent again."""
    if (known.unit_id, known.cerita) != (data.unit.pk, data.cerita.strip()):
        raise Ditolak(
            "Formulir ini sudah dipakai untuk pengaduan yang sudah kami terima. Untuk menambah keterangan, pakai kode tanda "
            "terimanya; untuk pengaduan lain, buka formulir baru."
        )
    return known


def _next_number(instansi: Instansi) -> str:
    """The institution's row is locked, so two complaints at once get two numbers."""
    year = timezone.localdate().year
    used = Pengaduan.objects.filter(instansi=instansi, nomor__startswith=f"PGD-{year}-").count()
    return f"PGD-{year}-{used + 1:04d}"


def _keep(row: Pengaduan, files: Sequence[UploadedFile], tambahan: TambahanPengaduan | None = None) -> None:
    for upload in files:
        # The same content may one day be a unit's own evidence, and would be served there under this name.
        berkas = store_upload(upload, instansi=row.instansi, by=None, accept=BERKAS_PENGADUAN, nama="bukti")
        row.bukti.create(tambahan=tambahan, berkas=berkas, nama=clean_name(upload.name))


def officers_of(instansi_id: int) -> list[User]:
    rows = PetugasPengaduan.objects.in_office().filter(instansi_id=instansi_id)
    return [row.user for row in rows.select_related("user")]


def _tell_officers(row: Pengaduan, judul: str) -> None:
    """Emails leave the portal: they carry the number and nothing of the complaint."""
    notify(officers_of(row.instansi_id), judul=judul, tautan=reverse("pengaduan_detail", args=[row.pk]))


def find_by_code(instansi: Instansi, kode: str) -> Pengaduan | None:
    """The complaint of a receipt code at this institution."""
    found = Pengaduan.objects.filter(instansi=instansi, kode_hash=hash_code(kode))
    return found.select_related("unit", "instansi").first()


@transaction.atomic
def add_tambahan(*, pengaduan: Pengaduan, isi: str, files: Sequence[UploadedFile] = ()) -> TambahanPengaduan:
    """What the reporter adds until the complaint is closed."""
    row = Pengaduan.objects.select_for_update(of=("self",)).select_related("instansi").get(pk=pengaduan.pk)
    if row.status == S.SELESAI:
        raise Ditolak("Pengaduan ini sudah selesai. Sampaikan hal baru sebagai pengaduan baru.")
    tambahan = row.tambahan.create(isi=isi.strip())
    _keep(row, files, tambahan)
    record(row, by=None, tindakan="Pelapor menambah keterangan")
    _tell_officers(row, f"Keterangan tambahan pada pengaduan {row.nomor}")
    return tambahan


def count_pengaduan(pembangunan: PembangunanZI) -> dict[str, int]:
    """`harus`, `diproses`, `selesai`: the counted inputs of LKE 2021 A.II.5.ii.a, of complaints about the unit received in
    the programme year. What was found not to be ours to handle is not owed. One query.
    """
    rows = Pengaduan.objects.filter(unit_id=pembangunan.unit_id, diterima_at__year=pembangunan.periode.tahun)
    return rows.exclude(hasil=H.BUKAN_KEWENANGAN).aggregate(
        harus=Count("pk"),
        diproses=Count("pk", filter=Q(status__in=(S.DITELAAH, S.DIKLARIFIKASI))),
        selesai=Count("pk", filter=Q(status=S.SELESAI)),
    )
