"""Stored files and evidence. Only `units.evidence` writes these rows."""

from collections.abc import Callable

from django.conf import settings
from django.db import models
from django.db.models import Q

from units.models.institution import Instansi, PembangunanZI
from units.scope import ScopedQuerySet


class Berkas(models.Model):
    """Stored content, once per institution and hash. Never changed; served only through `units.evidence.serve`."""

    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="berkas")
    isi = models.FileField(max_length=200)
    nama_asli = models.CharField(max_length=200)
    ekstensi = models.CharField(max_length=8)
    mime = models.CharField(max_length=100)
    ukuran = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["instansi", "sha256"], name="berkas_once_per_instansi")]

    def __str__(self) -> str:
        return self.nama_asli


class TeksBerkas(models.Model):
    """The words of a stored file, kept beside it for the search only. No row: not read yet, or of a kind without words."""

    berkas = models.OneToOneField(Berkas, models.CASCADE, primary_key=True, related_name="teks")
    teks = models.TextField()

    def __str__(self) -> str:
        return self.teks[:60]


# Roles that belong to no scope read exactly the evidence that the apps above name here when they start, because this app
# does not know why they read it.
READABLE: dict[str, Callable[..., Q]] = {}


class DataDukungQuerySet(ScopedQuerySet):
    def visible_to(self, peran) -> "DataDukungQuerySet":
        """Evidence of the role's scope; a Pegawai reads the plan but not the evidence."""
        if peran and peran.jenis == "pegawai":
            return self.none()
        if peran and peran.jenis in READABLE:
            return self.filter(READABLE[peran.jenis](peran))
        return self.in_scope(peran, unit="pembangunan__unit", instansi="pembangunan__unit__instansi")


class DataDukung(models.Model):
    """Evidence of a unit's year: a file or a link, with all its versions."""

    pembangunan = models.ForeignKey(PembangunanZI, models.PROTECT, related_name="data_dukung")
    judul = models.CharField(max_length=200)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DataDukungQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.judul


class VersiDataDukung(models.Model):
    """One version of a piece of evidence; the highest `nomor` is the current one, older ones are kept."""

    data_dukung = models.ForeignKey(DataDukung, models.PROTECT, related_name="versi")
    nomor = models.PositiveIntegerField(default=1)
    berkas = models.ForeignKey(Berkas, models.PROTECT, null=True, related_name="versi")
    nama = models.CharField(max_length=200, blank=True)
    tautan = models.URLField(max_length=500, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-nomor"]
        constraints = [
            models.UniqueConstraint(fields=["data_dukung", "nomor"], name="versi_unique"),
            models.CheckConstraint(
                condition=Q(berkas__isnull=False, tautan="") | (Q(berkas__isnull=True) & ~Q(tautan="")),
                name="versi_is_file_or_link",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nama or self.tautan} (v{self.nomor})"
