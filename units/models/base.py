"""Abstract bases: a history row and a job row."""

from django.conf import settings
from django.db import models


class Riwayat(models.Model):
    """History row: who did what, when, in which role, from what to what, and why. Never changed, never deleted.

    Each concrete child has a foreign key `objek` with related_name "riwayat".
    """

    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    peran = models.ForeignKey("units.Peran", models.PROTECT, null=True, related_name="+")
    waktu = models.DateTimeField(auto_now_add=True)
    tindakan = models.CharField(max_length=80)
    kolom = models.CharField(max_length=60, blank=True)
    dari = models.TextField(blank=True)
    ke = models.TextField(blank=True)
    alasan = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ["-waktu", "-pk"]

    def __str__(self) -> str:
        return f"{self.waktu:%Y-%m-%d %H:%M} {self.tindakan}"


class StatusPekerjaan(models.TextChoices):
    DIMINTA = "diminta", "Menunggu giliran"
    DIKERJAKAN = "dikerjakan", "Sedang dikerjakan"
    JADI = "jadi", "Selesai"
    GAGAL = "gagal", "Gagal"


class Pekerjaan(models.Model):
    """A background job as a row. The broker loses the running task when its worker is killed, so this row is the truth.

    A child names its Celery task in `task`. `detak` is the heartbeat; `units.jobs` claims, beats, finishes and
    puts stale rows back in the queue.
    """

    task: str

    status = models.CharField(max_length=12, choices=StatusPekerjaan, default=StatusPekerjaan.DIMINTA, db_index=True)
    kemajuan = models.PositiveIntegerField(default=0)
    jumlah = models.PositiveIntegerField(default=0)
    langkah = models.CharField(max_length=120, blank=True)
    pesan = models.TextField(blank=True)
    percobaan = models.PositiveSmallIntegerField(default=0)
    detak = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    mulai_at = models.DateTimeField(null=True)
    selesai_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
