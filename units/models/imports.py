"""Import jobs of units and people from Excel."""

from django.db import models

from units.models.base import Pekerjaan
from units.models.evidence import Berkas
from units.models.people import Peran
from units.scope import ScopedQuerySet


class ImporQuerySet(ScopedQuerySet):
    def visible_to(self, peran) -> "ImporQuerySet":
        if peran is None or peran.jenis != "admin_instansi":
            return self.none()
        return self.filter(oleh__instansi_id=peran.instansi_id)


class Impor(Pekerjaan):
    """An uploaded workbook: first a dry run whose rows are listed, then all or nothing."""

    class Jenis(models.TextChoices):
        UNIT = "unit", "Unit kerja"
        ORANG = "orang", "Pegawai"

    class Tahap(models.TextChoices):
        PERIKSA = "periksa", "Pemeriksaan"
        TERAPKAN = "terapkan", "Penerapan"

    task = "units.tasks.run_impor"

    jenis = models.CharField(max_length=10, choices=Jenis)
    tahap = models.CharField(max_length=10, choices=Tahap, default=Tahap.PERIKSA)
    berkas = models.ForeignKey(Berkas, models.PROTECT, related_name="+")
    oleh = models.ForeignKey(Peran, models.PROTECT, related_name="impor")
    hasil = models.JSONField(default=dict)

    objects = ImporQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"Impor {self.get_jenis_display()} {self.berkas}"
