"""Word templates that an institution has put in the place of the portal's own."""

from django.db import models

from reports import choices
from units.models import Berkas, Instansi, Peran
from units.scope import ScopedQuerySet


class TemplatDokumenQuerySet(ScopedQuerySet):
    def current(self, instansi: Instansi, jenis: str) -> "TemplatDokumen | None":
        """The newest version of a kind, whether or not it is the portal's own again."""
        return self.filter(instansi=instansi, jenis=jenis).first()


class TemplatDokumen(models.Model):
    """A version of the Word template of one kind, "" for all kinds without one of their own.

    The newest version counts; one without a file puts the portal's own template back. None is ever deleted.
    """

    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="templat_dokumen")
    jenis = models.CharField(max_length=20, blank=True)  # of `choices.Jenis`
    versi = models.PositiveIntegerField()
    berkas = models.ForeignKey(Berkas, models.PROTECT, null=True, related_name="templat_dokumen")
    diganti_oleh = models.ForeignKey(Peran, models.PROTECT, related_name="templat_dokumen")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TemplatDokumenQuerySet.as_manager()

    class Meta:
        ordering = ["-versi"]
        constraints = [
            models.UniqueConstraint(fields=["instansi", "jenis", "versi"], name="templat_dokumen_once_per_versi")
        ]

    def __str__(self) -> str:
        return f"{self.nama_jenis}, versi {self.versi}"

    @property
    def nama_jenis(self) -> str:
        return choices.Jenis(self.jenis).label if self.jenis else "Semua jenis"

    @property
    def is_bawaan(self) -> bool:
        return self.berkas_id is None
