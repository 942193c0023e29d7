"""The monthly summary by email: one row a person, institution and month, so that nobody gets it twice."""

from django.conf import settings
from django.db import models

from units.models import Instansi, Peran


class RingkasanBulanan(models.Model):
    """A summary that was asked for; `terkirim_at` once the mail left. The row keeps no figures: they stand in the mail."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="ringkasan_bulanan_set")
    peran = models.ForeignKey(Peran, models.PROTECT, related_name="+")
    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="ringkasan_bulanan")
    bulan = models.DateField()  # the first day of the month
    created_at = models.DateTimeField(auto_now_add=True)
    terkirim_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-bulan", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "instansi", "bulan"], name="ringkasan_once_a_month")]

    def __str__(self) -> str:
        return f"Ringkasan {self.bulan:%m/%Y} {self.instansi}"
