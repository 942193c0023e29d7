"""Complaints of the public about a unit, who handles them, and, in a table of its own, who complained."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from units.models.base import Riwayat
from units.models.institution import Instansi, UnitKerja
from units.scope import ScopedQuerySet


class PetugasQuerySet(ScopedQuerySet):
    def in_office(self) -> "PetugasQuerySet":
        """Named, not dismissed, and still an employee of the Inspektorat of the institution that named them."""
        return self.filter(
            diakhiri_at=None,
            user__is_active=True,
            user__unit__is_inspektorat=True,
            user__unit__instansi=models.F("instansi"),
        )

    def visible_to(self, peran) -> "PetugasQuerySet":
        return self.filter(instansi_id=peran.instansi_id) if peran and peran.jenis == "ketua_tpi" else self.none()


class PetugasPengaduan(models.Model):
    """An officer of the Inspektorat who may read complaints: named in person, whatever roles they hold."""

    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="petugas_pengaduan")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="petugas_pengaduan")
    dasar = models.CharField("Dasar penunjukan", max_length=200)
    ditunjuk_oleh = models.ForeignKey("units.Peran", models.PROTECT, related_name="+")
    ditunjuk_at = models.DateTimeField(auto_now_add=True)
    diakhiri_oleh = models.ForeignKey("units.Peran", models.PROTECT, null=True, related_name="+")
    diakhiri_at = models.DateTimeField(null=True)

    objects = PetugasQuerySet.as_manager()

    class Meta:
        ordering = ["-ditunjuk_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["instansi", "user"], condition=Q(diakhiri_at=None), name="petugas_named_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)


class PengaduanQuerySet(ScopedQuerySet):
    def visible_to(self, peran) -> "PengaduanQuerySet":
        """Complaints of the institution, for its named officers and nobody else of any role."""
        if peran is None:
            return self.none()
        officers = PetugasPengaduan.objects.in_office().filter(user_id=peran.user_id)
        return self.filter(instansi_id=peran.instansi_id, instansi__in=officers.values("instansi"))


class Pengaduan(models.Model):
    """A complaint about a unit. It holds what happened, never who told it."""

    class Kategori(models.TextChoices):
        KORUPSI = "korupsi", "Korupsi atau gratifikasi"
        PUNGLI = "pungli", "Pungutan liar"
        MALADMINISTRASI = "maladministrasi", "Maladministrasi"
        PELAYANAN = "pelayanan", "Mutu pelayanan"
        LAINNYA = "lainnya", "Lainnya"

    class Status(models.TextChoices):
        DITERIMA = "diterima", "Diterima"
        DITELAAH = "ditelaah", "Ditelaah"
        DIKLARIFIKASI = "diklarifikasi", "Diklarifikasi"
        SELESAI = "selesai", "Selesai"

    class Hasil(models.TextChoices):
        TERBUKTI = "terbukti", "Terbukti"
        TIDAK_TERBUKTI = "tidak_terbukti", "Tidak terbukti"
        BUKAN_KEWENANGAN = "bukan_kewenangan", "Bukan kewenangan"

    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="pengaduan")
    unit = models.ForeignKey(UnitKerja, models.PROTECT, related_name="pengaduan")
    nomor = models.CharField("Nomor", max_length=20)
    # The code itself is shown once and stored nowhere.
    kode_hash = models.CharField(max_length=64, unique=True)
    # Hash of the secret drawn into the form, so that a form sent twice is one complaint with one code.
    kiriman_hash = models.CharField(max_length=64, unique=True)
    kategori = models.CharField("Kategori", max_length=16, choices=Kategori)
    cerita = models.TextField("Uraian kejadian")
    tanggal_kejadian = models.DateField("Tanggal kejadian", null=True, blank=True)
    tempat_kejadian = models.CharField("Tempat kejadian", max_length=200, blank=True)
    status = models.CharField(max_length=14, choices=Status, default=Status.DITERIMA, db_index=True)
    hasil = models.CharField("Hasil", max_length=16, choices=Hasil, blank=True)
    jawaban = models.TextField("Jawaban bagi pelapor", blank=True)
    tenggat = models.DateField("Diselesaikan paling lambat")
    diterima_at = models.DateTimeField(auto_now_add=True, db_index=True)
    selesai_at = models.DateTimeField(null=True)
    tinjauan = models.ForeignKey("units.TinjauanPredikat", models.PROTECT, null=True, related_name="pengaduan")

    objects = PengaduanQuerySet.as_manager()

    class Meta:
        ordering = ["-diterima_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["instansi", "nomor"], name="pengaduan_nomor_unique"),
            models.CheckConstraint(
                condition=Q(status="selesai", selesai_at__isnull=False) & ~Q(hasil="")
                | ~Q(status="selesai") & Q(selesai_at=None),
                name="pengaduan_closed_with_result",
            ),
        ]

    def __str__(self) -> str:
        return self.nomor


class IdentitasPelapor(models.Model):
    """Name and contact of who complained, encrypted by `units.complaint_cipher`. No row: anonymous."""

    pengaduan = models.OneToOneField(Pengaduan, models.PROTECT, related_name="identitas")
    isi = models.BinaryField()

    def __str__(self) -> str:
        return "Identitas pelapor (tersandi)"


class TambahanPengaduan(models.Model):
    """What the reporter added later with the receipt code."""

    pengaduan = models.ForeignKey(Pengaduan, models.PROTECT, related_name="tambahan")
    isi = models.TextField("Keterangan tambahan")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"Tambahan {self.created_at:%Y-%m-%d}"


class BuktiPengaduan(models.Model):
    """A file sent with a complaint or with what was added to it."""

    pengaduan = models.ForeignKey(Pengaduan, models.PROTECT, related_name="bukti")
    tambahan = models.ForeignKey(TambahanPengaduan, models.PROTECT, null=True, related_name="bukti")
    berkas = models.ForeignKey("units.Berkas", models.PROTECT, related_name="+")
    nama = models.CharField(max_length=200)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.nama


class KlarifikasiPengaduan(models.Model):
    """The officer's question to the unit's head, in the officer's words, and the head's answer."""

    pengaduan = models.ForeignKey(Pengaduan, models.PROTECT, related_name="klarifikasi")
    permintaan = models.TextField("Yang diminta dijelaskan")
    tenggat = models.DateField("Jawaban paling lambat")
    diminta_oleh = models.ForeignKey("units.Peran", models.PROTECT, related_name="+")
    diminta_at = models.DateTimeField(auto_now_add=True)
    tanggapan = models.TextField("Penjelasan unit", blank=True)
    ditanggapi_oleh = models.ForeignKey("units.Peran", models.PROTECT, null=True, related_name="+")
    ditanggapi_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["diminta_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pengaduan"], condition=Q(ditanggapi_at=None), name="one_open_klarifikasi_pengaduan"
            ),
        ]

    def __str__(self) -> str:
        return f"Klarifikasi {self.diminta_at:%Y-%m-%d}"


class RiwayatPengaduan(Riwayat):
    """History of a complaint: steps, openings of the identity. Holds no word of the identity."""

    objek = models.ForeignKey(Pengaduan, models.PROTECT, related_name="riwayat")
