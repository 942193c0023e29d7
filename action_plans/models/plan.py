"""The plan (Lampiran I), its rows, their progress month by month, and the quarterly report (Lampiran II)."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from units.choices import BULAN_CHOICES, Area, Aspek
from units.models import DataDukung, PembangunanZI, Peran, Riwayat, User
from units.scope import UNIT_ROLES, ScopedQuerySet


class RencanaQuerySet(ScopedQuerySet):
    def visible_to(self, peran) -> "RencanaQuerySet":
        """Everyone in scope; a Pegawai reads a plan once it has been approved."""
        rows = self.in_scope(peran, unit="pembangunan__unit", instansi="pembangunan__unit__instansi")
        return rows.filter(versi__gt=0) if peran and peran.jenis == "pegawai" else rows


class RencanaAksi(models.Model):
    """The action plan of a unit's year. Its rows live; each approval freezes them as a `VersiRencana`."""

    class Status(models.TextChoices):
        DRAF = "draf", "Draf"
        DIAJUKAN = "diajukan", "Diajukan"
        DISETUJUI = "disetujui", "Disetujui"

    pembangunan = models.OneToOneField(PembangunanZI, models.PROTECT, related_name="rencana")
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAF)
    versi = models.PositiveSmallIntegerField(default=0)  # how often approved; 0 = never
    dasar = models.TextField("Dasar hukum", blank=True)
    maksud_tujuan = models.TextField("Maksud dan tujuan", blank=True)
    teks_versi = models.PositiveIntegerField(default=0)
    disusun_oleh = models.ForeignKey(Peran, models.PROTECT, null=True, related_name="+")
    diajukan_oleh = models.ForeignKey(Peran, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RencanaQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Rencana aksi {self.pembangunan}"


class VersiRencana(models.Model):
    """An approved plan, frozen: `isi` holds texts and rows as they were signed."""

    rencana = models.ForeignKey(RencanaAksi, models.PROTECT, related_name="versi_list")
    nomor = models.PositiveSmallIntegerField()
    isi = models.JSONField()
    disetujui_oleh = models.ForeignKey(Peran, models.PROTECT, related_name="+")
    disetujui_at = models.DateTimeField()

    class Meta:
        ordering = ["-nomor"]
        constraints = [models.UniqueConstraint(fields=["rencana", "nomor"], name="versi_rencana_unique")]

    def __str__(self) -> str:
        return f"{self.rencana} versi {self.nomor}"


class Aksi(models.Model):
    """A row of the plan. `versi` grows with each saved change, so that two editors never overwrite each other
    unseen.
    """

    rencana = models.ForeignKey(RencanaAksi, models.PROTECT, related_name="aksi")
    urutan = models.PositiveIntegerField(default=0)
    area = models.CharField("Area", max_length=24, choices=Area)
    aspek = models.CharField("Aspek", max_length=12, choices=Aspek, blank=True)
    indikator = models.CharField("Indikator", max_length=300)
    aksi = models.TextField("Rencana aksi")
    langkah = models.TextField("Langkah aksi", blank=True)
    bukti_fisik = models.TextField("Bukti fisik", blank=True)
    penanggung_jawab = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="aksi", verbose_name="Penanggung jawab"
    )
    prioritas = models.BooleanField("Target prioritas", default=False)
    target_waktu = models.CharField("Target waktu", max_length=200, blank=True)
    bulan = models.JSONField("Bulan target", default=list, blank=True)
    versi = models.PositiveIntegerField(default=1)
    dihapus_at = models.DateTimeField(null=True, blank=True)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["urutan", "pk"]
        indexes = [models.Index(fields=["rencana", "urutan"], name="aksi_order")]

    def __str__(self) -> str:
        return self.aksi[:80]


class Realisasi(models.Model):
    """Progress of one action in one month."""

    class Status(models.TextChoices):
        BELUM = "belum", "Belum dikerjakan"
        BERJALAN = "berjalan", "Sedang berjalan"
        SELESAI = "selesai", "Selesai"

    aksi = models.ForeignKey(Aksi, models.PROTECT, related_name="realisasi")
    bulan = models.PositiveSmallIntegerField(choices=BULAN_CHOICES)
    status = models.CharField(max_length=12, choices=Status, default=Status.BELUM)
    persen = models.PositiveSmallIntegerField(
        "Persen", default=0, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    catatan = models.TextField("Catatan", blank=True)
    kendala = models.TextField("Kendala", blank=True)
    versi = models.PositiveIntegerField(default=1)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["aksi__urutan", "bulan"]
        constraints = [
            models.UniqueConstraint(fields=["aksi", "bulan"], name="realisasi_once_a_month"),
            models.CheckConstraint(condition=Q(bulan__gte=1, bulan__lte=12), name="realisasi_bulan_valid"),
            models.CheckConstraint(condition=Q(persen__lte=100), name="realisasi_persen_valid"),
        ]

    def __str__(self) -> str:
        return f"{self.aksi} bulan {self.bulan}"


class BuktiRealisasi(models.Model):
    """Evidence shown for one month of one action; the same evidence may serve several actions."""

    realisasi = models.ForeignKey(Realisasi, models.PROTECT, related_name="bukti")
    data_dukung = models.ForeignKey(DataDukung, models.PROTECT, related_name="dipakai")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["realisasi", "data_dukung"], name="bukti_once_per_realisasi")]

    def __str__(self) -> str:
        return f"{self.data_dukung}"


class LaporanQuerySet(ScopedQuerySet):
    def visible_to(self, peran) -> "LaporanQuerySet":
        """The unit sees its reports from the first draft; the Inspektorat and the kepala daerah once they were sent."""
        if peran is None or peran.jenis == "pegawai":
            return self.none()
        rows = self.in_scope(peran, unit="pembangunan__unit", instansi="pembangunan__unit__instansi")
        return rows if peran.jenis in UNIT_ROLES else rows.filter(dikirim_at__isnull=False)


class LaporanTriwulan(models.Model):
    """The team's quarterly report to the Kepala Unit and the Inspektorat (Pergub Kalbar 20/2017 Pasal 4)."""

    class Status(models.TextChoices):
        DRAF = "draf", "Draf"
        DIAJUKAN = "diajukan", "Diajukan"
        DISETUJUI = "disetujui", "Disetujui"
        DISAMPAIKAN = "disampaikan", "Disampaikan"
        DITERIMA = "diterima", "Diterima"

    pembangunan = models.ForeignKey(PembangunanZI, models.PROTECT, related_name="laporan")
    triwulan = models.PositiveSmallIntegerField(
        choices=[(n, f"Triwulan {r}") for n, r in enumerate(("I", "II", "III", "IV"), 1)]
    )
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAF)
    data = models.JSONField(default=dict)  # figures, frozen at approval; empty while a draft
    disusun_oleh = models.ForeignKey(Peran, models.PROTECT, null=True, related_name="+")
    diajukan_oleh = models.ForeignKey(Peran, models.PROTECT, null=True, related_name="+")
    disetujui_oleh = models.ForeignKey(Peran, models.PROTECT, null=True, related_name="+")
    disetujui_at = models.DateTimeField(null=True)
    dikirim_at = models.DateTimeField(null=True)  # first time sent to the Inspektorat
    diterima_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = LaporanQuerySet.as_manager()

    class Meta:
        ordering = ["-pembangunan__periode__tahun", "-triwulan"]
        constraints = [
            models.UniqueConstraint(fields=["pembangunan", "triwulan"], name="laporan_once_a_quarter"),
            models.CheckConstraint(condition=Q(triwulan__gte=1, triwulan__lte=4), name="laporan_triwulan_valid"),
        ]

    def __str__(self) -> str:
        return f"Laporan {self.get_triwulan_display()} {self.pembangunan}"


class BagianLaporan(models.Model):
    """Text of one section of the report; `kode` is the section's code in the profile's Lampiran II."""

    laporan = models.ForeignKey(LaporanTriwulan, models.PROTECT, related_name="bagian")
    kode = models.CharField(max_length=40)
    isi = models.TextField(blank=True)
    versi = models.PositiveIntegerField(default=1)
    disunting = models.BooleanField(default=False)  # edited by a person: a new draft from the data leaves it alone
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["laporan", "kode"], name="bagian_once_per_laporan")]

    def __str__(self) -> str:
        return f"{self.laporan} {self.kode}"


class RiwayatRencana(Riwayat):
    """History of a plan: steps of its workflow, its texts, rows added, moved and removed."""

    objek = models.ForeignKey(RencanaAksi, models.PROTECT, related_name="riwayat")


class RiwayatAksi(Riwayat):
    """History of a row of the plan and of its progress: one row per field changed; `versi` is the row's version
    after it.
    """

    objek = models.ForeignKey(Aksi, models.PROTECT, related_name="riwayat")
    versi = models.PositiveIntegerField(default=0)
    bulan = models.PositiveSmallIntegerField(null=True)


class RiwayatLaporan(Riwayat):
    """History of a quarterly report: steps of its workflow and edited sections."""

    objek = models.ForeignKey(LaporanTriwulan, models.PROTECT, related_name="riwayat")
