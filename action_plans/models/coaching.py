"""Coaching of a unit by Tim Pembina ZI: sessions, what was said of each component, what was agreed (Pergub Kalbar
20/2017 Pasal 6).
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from units.choices import Area
from units.models import DataDukung, PembangunanZI, Peran, Riwayat
from units.scope import ScopedQuerySet, is_inspektur


class PembinaanQuerySet(ScopedQuerySet):
    def visible_to(self, peran) -> "PembinaanQuerySet":
        """Tim Pembina and the Inspektur from the first draft; the unit and the others once it reached the unit."""
        if peran is None or peran.jenis == "pegawai":
            return self.none()
        if is_inspektur(peran) or peran.jenis == "tim_pembina":
            return self.filter(pembangunan__unit__instansi_id=peran.instansi_id)
        rows = self.in_scope(peran, unit="pembangunan__unit", instansi="pembangunan__unit__instansi")
        return rows.exclude(status="draf")


class Pembinaan(models.Model):
    """One session of Tim Pembina with a unit."""

    class Jenis(models.TextChoices):
        ASISTENSI = "asistensi", "Asistensi"
        KONSULTASI = "konsultasi", "Konsultasi"
        MONITORING = "monitoring", "Monitoring dan evaluasi"

    class Status(models.TextChoices):
        DRAF = "draf", "Draf"
        DISAMPAIKAN = "disampaikan", "Disampaikan"
        DIKONFIRMASI = "dikonfirmasi", "Dikonfirmasi"

    pembangunan = models.ForeignKey(PembangunanZI, models.PROTECT, related_name="pembinaan")
    jenis = models.CharField("Jenis pembinaan", max_length=12, choices=Jenis, default=Jenis.ASISTENSI)
    status = models.CharField(max_length=14, choices=Status, default=Status.DRAF)
    tanggal = models.DateField("Tanggal")
    daring = models.BooleanField("Dilaksanakan daring", default=False)
    tempat = models.CharField(
        "Tempat", max_length=200, help_text="Untuk pertemuan daring: nama atau alamat rapat daring."
    )
    pembina = models.ManyToManyField(Peran, related_name="pembinaan", verbose_name="Tim Pembina yang hadir")
    peserta = models.TextField(
        "Peserta dari unit kerja", blank=True, help_text="Satu baris per orang: nama dan jabatan."
    )
    dibuat_oleh = models.ForeignKey(Peran, models.PROTECT, related_name="+")
    disampaikan_oleh = models.ForeignKey(Peran, models.PROTECT, null=True, related_name="+")
    disampaikan_at = models.DateTimeField(null=True)
    dikonfirmasi_oleh = models.ForeignKey(Peran, models.PROTECT, null=True, related_name="+")
    dikonfirmasi_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PembinaanQuerySet.as_manager()

    class Meta:
        ordering = ["-tanggal", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_jenis_display()} {self.pembangunan}"


class CatatanPembinaan(models.Model):
    """A text of a session: what was discussed of a component, or the advice on it; `area` is "" for the whole.

    Each text has its own version, so that two coaches writing about two components do not disturb each other.
    """

    class Jenis(models.TextChoices):
        BAHASAN = "bahasan", "Pembahasan"
        SARAN = "saran", "Saran"

    pembinaan = models.ForeignKey(Pembinaan, models.PROTECT, related_name="catatan")
    area = models.CharField(max_length=24, choices=Area, blank=True)
    jenis = models.CharField(max_length=8, choices=Jenis)
    isi = models.TextField(blank=True)
    versi = models.PositiveIntegerField(default=0)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["pembinaan", "area", "jenis"], name="catatan_once_per_area_and_kind")
        ]

    def __str__(self) -> str:
        return f"{self.pembinaan} {self.area} {self.jenis}"


class KesepakatanQuerySet(ScopedQuerySet):
    def visible_to(self, peran) -> "KesepakatanQuerySet":
        return self.filter(pembinaan__in=Pembinaan.objects.visible_to(peran))

    def open(self) -> "KesepakatanQuerySet":
        """What the unit still owes, of sessions that reached it."""
        return self.filter(status="terbuka").exclude(pembinaan__status="draf")


class KesepakatanPembinaan(models.Model):
    """An action agreed in a session. The unit says that it is done and shows it; the coach confirms."""

    class Status(models.TextChoices):
        TERBUKA = "terbuka", "Belum dilaksanakan"
        DILAKSANAKAN = "dilaksanakan", "Menunggu konfirmasi"
        DIKONFIRMASI = "dikonfirmasi", "Selesai"

    pembinaan = models.ForeignKey(Pembinaan, models.PROTECT, related_name="kesepakatan")
    area = models.CharField("Komponen", max_length=24, choices=Area, blank=True)
    uraian = models.TextField("Yang disepakati")
    penanggung_jawab = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Penanggung jawab",
    )
    tenggat = models.DateField("Tenggat")
    status = models.CharField(max_length=14, choices=Status, default=Status.TERBUKA)
    catatan = models.TextField("Catatan pelaksanaan", blank=True)
    data_dukung = models.ManyToManyField(DataDukung, related_name="kesepakatan")
    dilaksanakan_oleh = models.ForeignKey(Peran, models.PROTECT, null=True, related_name="+")
    dilaksanakan_at = models.DateTimeField(null=True)
    dikonfirmasi_oleh = models.ForeignKey(Peran, models.PROTECT, null=True, related_name="+")
    versi = models.PositiveIntegerField(default=1)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    objects = KesepakatanQuerySet.as_manager()

    class Meta:
        ordering = ["tenggat", "pk"]
        indexes = [models.Index(fields=["tenggat"], condition=Q(status="terbuka"), name="kesepakatan_open")]

    def __str__(self) -> str:
        return self.uraian[:80]


class RiwayatPembinaan(Riwayat):
    """History of a session: its steps, its head, its texts and its agreements while a draft."""

    objek = models.ForeignKey(Pembinaan, models.PROTECT, related_name="riwayat")


class RiwayatKesepakatan(Riwayat):
    """History of an agreement after it reached the unit."""

    objek = models.ForeignKey(KesepakatanPembinaan, models.PROTECT, related_name="riwayat")
