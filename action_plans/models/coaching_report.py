"""The report of Tim Pembina to the kepala daerah (Pergub Kalbar 20/2017 Pasal 7 and Lampiran III)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from units.models import Instansi, PembangunanZI, Peran, Periode, Riwayat
from units.scope import INSTANSI_ROLES, UNIT_ROLES, ScopedQuerySet, is_inspektur


class LaporanPembinaanQuerySet(ScopedQuerySet):
    def visible_to(self, peran) -> "LaporanPembinaanQuerySet":
        """Tim Pembina from the first draft, the Inspektur from its submission, all others what was sent to the kepala
        daerah; a unit only what is about it alone.
        """
        if peran is None or peran.jenis == "pegawai":
            return self.none()
        own = self.filter(instansi_id=peran.instansi_id)
        if peran.jenis == "tim_pembina":
            return own
        if is_inspektur(peran):
            return own.exclude(status="draf")
        sent = own.filter(status="disampaikan")
        if peran.jenis in UNIT_ROLES:
            return sent.filter(pembangunan__unit_id=peran.unit_id)
        return sent if peran.jenis in INSTANSI_ROLES else self.none()


class LaporanPembinaan(models.Model):
    """Lampiran III about one unit, or about all units of the institution when `pembangunan` is empty."""

    class Bentuk(models.TextChoices):
        SURAT = "surat", "Bentuk surat"
        BAB = "bab", "Bentuk bab"

    class Rentang(models.TextChoices):
        TW1 = "tw1", "Triwulan I"
        TW2 = "tw2", "Triwulan II"
        TW3 = "tw3", "Triwulan III"
        TW4 = "tw4", "Triwulan IV"
        SMT1 = "smt1", "Semester I"
        SMT2 = "smt2", "Semester II"
        TAHUN = "tahun", "Setahun"

    class Status(models.TextChoices):
        DRAF = "draf", "Draf"
        DIAJUKAN = "diajukan", "Diajukan"
        DISETUJUI = "disetujui", "Disetujui"
        DISAMPAIKAN = "disampaikan", "Disampaikan"

    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="laporan_pembinaan")
    periode = models.ForeignKey(Periode, models.PROTECT, related_name="laporan_pembinaan")
    pembangunan = models.ForeignKey(
        PembangunanZI, models.PROTECT, null=True, blank=True, related_name="laporan_pembinaan"
    )
    bentuk = models.CharField("Bentuk laporan", max_length=6, choices=Bentuk)
    rentang = models.CharField("Periode laporan", max_length=6, choices=Rentang)
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAF)
    tim = models.ManyToManyField(Peran, related_name="laporan_pembinaan", verbose_name="Tim Pembina ZI")
    disusun_oleh = models.ForeignKey(Peran, models.PROTECT, related_name="+")
    diajukan_oleh = models.ForeignKey(Peran, models.PROTECT, null=True, related_name="+")
    disetujui_oleh = models.ForeignKey(Peran, models.PROTECT, null=True, related_name="+")
    disetujui_at = models.DateTimeField(null=True)
    disampaikan_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = LaporanPembinaanQuerySet.as_manager()

    class Meta:
        ordering = ["-periode__tahun", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pembangunan", "bentuk", "rentang"],
                condition=Q(pembangunan__isnull=False),
                name="laporan_pembinaan_once_per_unit",
            ),
            models.UniqueConstraint(
                fields=["periode", "bentuk", "rentang"],
                condition=Q(pembangunan__isnull=True),
                name="laporan_pembinaan_once_for_all",
            ),
        ]

    def __str__(self) -> str:
        about = self.pembangunan.unit if self.pembangunan_id else "seluruh unit kerja"
        return f"Laporan Tim Pembina ZI {self.get_rentang_display()} {self.periode} {about}"


class BagianLaporanPembinaan(models.Model):
    """The text under one heading of Lampiran III; `disunting` once a person has written in it."""

    laporan = models.ForeignKey(LaporanPembinaan, models.PROTECT, related_name="bagian")
    kode = models.CharField(max_length=40)
    isi = models.TextField(blank=True)
    disunting = models.BooleanField(default=False)
    versi = models.PositiveIntegerField(default=1)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["laporan", "kode"], name="bagian_once_per_laporan_pembinaan")]

    def __str__(self) -> str:
        return f"{self.laporan} {self.kode}"


class VersiLaporanPembinaan(models.Model):
    """A report as the Inspektur approved it: text, figures, signatory and team, frozen."""

    laporan = models.ForeignKey(LaporanPembinaan, models.PROTECT, related_name="versi_list")
    nomor = models.PositiveSmallIntegerField()
    isi = models.JSONField()
    disetujui_oleh = models.ForeignKey(Peran, models.PROTECT, related_name="+")
    disetujui_at = models.DateTimeField()

    class Meta:
        ordering = ["-nomor"]
        constraints = [models.UniqueConstraint(fields=["laporan", "nomor"], name="versi_laporan_pembinaan_unique")]

    def __str__(self) -> str:
        return f"{self.laporan} versi {self.nomor}"


class RiwayatLaporanPembinaan(Riwayat):
    """History of a coaching report: steps of its workflow and edited sections."""

    objek = models.ForeignKey(LaporanPembinaan, models.PROTECT, related_name="riwayat")
