"""Programs that read the portal: who they are, what they may read, their tokens, how much they called."""

from django.db import models
from django.db.models import Q

from units.models import Instansi, Peran, Riwayat
from units.scope import ScopedQuerySet


class KlienAPIQuerySet(ScopedQuerySet):
    def visible_to(self, peran) -> "KlienAPIQuerySet":
        """The administrator's own institution; nobody else knows of tokens."""
        if peran is None or peran.jenis != "admin_instansi":
            return self.none()
        return self.filter(instansi_id=peran.instansi_id)


class KlienAPI(models.Model):
    """A program of somebody else that reads the portal.

    It reads in the name of `peran`: what that role sees, the program sees, as long as the role is in force. `cakupan`
    only narrows that.
    """

    class Cakupan(models.TextChoices):
        INSTANSI = "instansi", "Data instansi"
        UNIT = "unit", "Unit kerja"
        TAHAP = "tahap", "Tahap unit per tahun"
        HASIL = "hasil", "Hasil penilaian yang sudah diajukan"
        PREDIKAT = "predikat", "Predikat"
        LAPORAN = "laporan", "Laporan triwulan dan laporan pembinaan"
        TERBITAN = "terbitan", "Register dokumen terbitan"

    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="klien_api")
    nama = models.CharField("Nama klien", max_length=100)
    keperluan = models.CharField("Keperluan", max_length=200)
    peran = models.ForeignKey(Peran, models.PROTECT, related_name="klien_api", verbose_name="Membaca sebagai")
    cakupan = models.JSONField("Cakupan", default=list)
    dibuat_oleh = models.ForeignKey(Peran, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    dicabut_at = models.DateTimeField(null=True)
    dicabut_oleh = models.ForeignKey(Peran, models.PROTECT, null=True, related_name="+")

    objects = KlienAPIQuerySet.as_manager()

    class Meta:
        ordering = ["nama", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["instansi", "nama"], condition=Q(dicabut_at__isnull=True), name="klien_api_nama_unique"
            )
        ]

    def __str__(self) -> str:
        return self.nama


class TokenAPI(models.Model):
    """A client's key. Only its hash is kept; the key is shown once when made. After an exchange two may work at once."""

    klien = models.ForeignKey(KlienAPI, models.PROTECT, related_name="token")
    awalan = models.CharField(max_length=16)  # the first characters, so that people can tell tokens apart
    sidik = models.CharField(max_length=64, unique=True)
    berlaku_sampai = models.DateField("Berlaku sampai")
    berakhir_at = models.DateTimeField(null=True)  # set when it is exchanged: earlier than its last day
    dibuat_oleh = models.ForeignKey(Peran, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.klien} ({self.awalan}…)"


class PemakaianAPI(models.Model):
    """How often a client called on one day: counts alone, neither addresses nor what was asked."""

    klien = models.ForeignKey(KlienAPI, models.PROTECT, related_name="pemakaian")
    tanggal = models.DateField()
    panggilan = models.PositiveIntegerField(default=0)
    ditolak = models.PositiveIntegerField(default=0)
    terakhir_at = models.DateTimeField()

    class Meta:
        ordering = ["-tanggal"]
        constraints = [models.UniqueConstraint(fields=["klien", "tanggal"], name="pemakaian_api_once_a_day")]

    def __str__(self) -> str:
        return f"{self.klien} {self.tanggal}: {self.panggilan}"


class RiwayatKlienAPI(Riwayat):
    """History of a client: made, token exchanged, revoked."""

    objek = models.ForeignKey(KlienAPI, models.PROTECT, related_name="riwayat")
