"""Questions of a unit to Tim Pembina between sessions, and the answers."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from units.choices import Area
from units.models import DataDukung, PembangunanZI, Peran, Riwayat
from units.scope import ScopedQuerySet, is_inspektur


class KonsultasiQuerySet(ScopedQuerySet):
    def visible_to(self, peran) -> "KonsultasiQuerySet":
        """The unit's leaders and team, and the roles of its institution; a Pegawai has no part in it."""
        if peran is None or peran.jenis == "pegawai":
            return self.none()
        if is_inspektur(peran):
            return self.filter(pembangunan__unit__instansi_id=peran.instansi_id)
        return self.in_scope(peran, unit="pembangunan__unit", instansi="pembangunan__unit__instansi")


class Konsultasi(models.Model):
    """A question about an area, or an indicator of it, with its thread of messages."""

    class Status(models.TextChoices):
        DITANYAKAN = "ditanyakan", "Menunggu jawaban"
        DIJAWAB = "dijawab", "Dijawab"
        SELESAI = "selesai", "Selesai"

    pembangunan = models.ForeignKey(PembangunanZI, models.PROTECT, related_name="konsultasi")
    area = models.CharField("Komponen", max_length=24, choices=Area)
    indikator = models.CharField("Indikator", max_length=300, blank=True)
    judul = models.CharField("Pokok pertanyaan", max_length=200)
    status = models.CharField(max_length=12, choices=Status, default=Status.DITANYAKAN)
    dibuat_oleh = models.ForeignKey(Peran, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    pesan_terakhir_at = models.DateTimeField()

    objects = KonsultasiQuerySet.as_manager()

    class Meta:
        ordering = ["-pesan_terakhir_at", "-pk"]

    def __str__(self) -> str:
        return self.judul


class PesanKonsultasi(models.Model):
    """One message of a thread. It is never changed; a mistake is corrected in the next message."""

    konsultasi = models.ForeignKey(Konsultasi, models.PROTECT, related_name="pesan")
    oleh = models.ForeignKey(Peran, models.PROTECT, related_name="+")
    isi = models.TextField()
    data_dukung = models.ManyToManyField(DataDukung, related_name="pesan_konsultasi")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.isi[:60]


class DrafPesan(models.Model):
    """What a person is typing, kept until it is sent; without `konsultasi` the first message of a new thread."""

    pembangunan = models.ForeignKey(PembangunanZI, models.CASCADE, related_name="+")
    konsultasi = models.ForeignKey(Konsultasi, models.CASCADE, null=True, related_name="draf")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    isi = models.TextField(blank=True)
    versi = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["konsultasi", "user"], condition=Q(konsultasi__isnull=False), name="one_draft_per_thread"
            ),
            models.UniqueConstraint(
                fields=["pembangunan", "user"], condition=Q(konsultasi__isnull=True), name="one_draft_question"
            ),
        ]

    def __str__(self) -> str:
        return self.isi[:60]


class RiwayatKonsultasi(Riwayat):
    """History of a thread: asked, answered, resolved, opened again."""

    objek = models.ForeignKey(Konsultasi, models.PROTECT, related_name="riwayat")
