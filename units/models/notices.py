"""Notices to a person."""

from django.conf import settings
from django.db import models


class Notifikasi(models.Model):
    """Something a person was told; only `units.notices.notify` writes it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notifikasi")
    judul = models.CharField(max_length=200)
    pesan = models.TextField(blank=True)
    tautan = models.CharField(max_length=300, blank=True)
    kunci = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    dibaca_at = models.DateTimeField(null=True)
    terkirim_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["user", "dibaca_at"], name="notifikasi_unread")]
        constraints = [
            # A reminder carries a key, so that the same one is told once however often the job runs.
            models.UniqueConstraint(fields=["user", "kunci"], condition=~models.Q(kunci=""), name="notifikasi_once"),
        ]

    def __str__(self) -> str:
        return self.judul
