"""What the search finds in master data, evidence and complaints."""

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from units.models import DataDukung, Keputusan, Pengaduan, Peran, UnitKerja, User, VersiDataDukung
from units.search import Sumber
from units.templatetags.indonesia import tanggal


def _current_files(peran: Peran) -> QuerySet:
    """Older versions are kept but no longer found."""
    newer = VersiDataDukung.objects.filter(data_dukung=OuterRef("data_dukung"), nomor__gt=OuterRef("nomor"))
    return VersiDataDukung.objects.filter(
        ~Exists(newer), data_dukung__in=DataDukung.objects.visible_to(peran), berkas__instansi_id=peran.instansi_id
    )


UNIT = Sumber(
    "unit", "Unit kerja", "building-2", UnitKerja.objects.visible_to, ("nama", "kode"),
    lambda u: u.nama, lambda u: u.kode, lambda u: reverse("unit_detail", args=[u.pk]), urut=("kode",),
)  # fmt: skip
ORANG = Sumber(
    "orang", "Pegawai", "users", User.objects.all().visible_to, ("nama", "nip", "jabatan"),
    lambda u: u.nama, lambda u: u.jabatan, lambda u: reverse("orang_detail", args=[u.pk]), urut=("nama", "pk"),
)  # fmt: skip
KEPUTUSAN = Sumber(
    "keputusan", "Keputusan", "gavel", Keputusan.objects.visible_to, ("nomor", "tentang", "penanda_tangan"),
    lambda k: f"{k.get_jenis_display()} {k.nomor}", lambda k: tanggal(k.tanggal),
    lambda k: reverse("keputusan_detail", args=[k.pk]), "tanggal__year",
)  # fmt: skip
DATA_DUKUNG = Sumber(
    "data_dukung", "Data dukung", "folder-open", DataDukung.objects.visible_to, ("judul",),
    lambda d: d.judul, lambda d: str(d.pembangunan), lambda d: reverse("data_dukung_detail", args=[d.pk]),
    "pembangunan__periode__tahun", ("pembangunan__unit", "pembangunan__periode"),
)  # fmt: skip
ISI_DATA_DUKUNG = Sumber(
    "isi_data_dukung", "Isi data dukung", "file-text", _current_files, ("berkas__teks__teks",),
    lambda v: v.data_dukung.judul, lambda v: str(v.data_dukung.pembangunan),
    lambda v: reverse("data_dukung_detail", args=[v.data_dukung_id]),
    "data_dukung__pembangunan__periode__tahun",
    ("data_dukung__pembangunan__unit", "data_dukung__pembangunan__periode"), panjang="berkas__teks__teks",
)  # fmt: skip
PENGADUAN = Sumber(
    "pengaduan", "Pengaduan", "megaphone", Pengaduan.objects.visible_to, ("nomor", "cerita", "jawaban"),
    lambda p: p.nomor, lambda p: f"{p.unit}, {p.get_status_display()}",
    lambda p: reverse("pengaduan_detail", args=[p.pk]), "diterima_at__year", ("unit",),
)  # fmt: skip
