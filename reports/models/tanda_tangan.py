"""Who may sign electronically with what, and every signed file of an issued paper."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from reports.models.terbitan import Terbitan
from units.models import Berkas, Instansi, Peran, Riwayat


class SertifikatQuerySet(models.QuerySet):
    def usable_by(self, peran: Peran | None) -> "SertifikatQuerySet":
        """Certificates of this person in this institution that were not deactivated; the expired ones are named too."""
        if peran is None:
            return self.none()
        return self.filter(instansi_id=peran.instansi_id, pemegang_id=peran.user_id, dinonaktifkan_at=None)


class SertifikatElektronik(models.Model):
    """A certificate of the institution and the person who signs with it.

    `isi` is the PKCS#12 file as ciphertext (`reports.signing.vault`); its password is kept nowhere. A token or HSM and a
    remote service keep the key themselves: `kunci` then names it there.
    """

    class Penyedia(models.TextChoices):
        PKCS12 = "pkcs12", "Berkas sertifikat (.p12 atau .pfx)"
        PKCS11 = "pkcs11", "Token atau HSM (PKCS#11)"
        JARAK_JAUH = "jarak_jauh", "Layanan penanda tangan jarak jauh"

    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="sertifikat")
    pemegang = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="sertifikat")
    penyedia = models.CharField(max_length=12, choices=Penyedia, default=Penyedia.PKCS12)
    isi = models.BinaryField(null=True)
    kunci = models.CharField(max_length=150, blank=True)
    subjek = models.CharField(max_length=300)
    penerbit = models.CharField(max_length=300, blank=True)
    nomor_seri = models.CharField(max_length=80, blank=True)
    # Of the certificate itself, in hex; "" where the remote service alone knows it.
    sidik = models.CharField(max_length=64, blank=True)
    berlaku_dari = models.DateTimeField(null=True)
    berlaku_sampai = models.DateTimeField(null=True)
    dinonaktifkan_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(Peran, models.PROTECT, related_name="+")

    objects = SertifikatQuerySet.as_manager()

    class Meta:
        ordering = ["dinonaktifkan_at", "-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["instansi", "sidik"],
                condition=models.Q(dinonaktifkan_at=None) & ~models.Q(sidik=""),
                name="sertifikat_aktif_once",
            )
        ]

    def __str__(self) -> str:
        return self.subjek

    @property
    def is_expired(self) -> bool:
        return self.berlaku_sampai is not None and self.berlaku_sampai < timezone.now()

    @property
    def is_early(self) -> bool:
        return self.berlaku_dari is not None and self.berlaku_dari > timezone.now()


class RiwayatSertifikat(Riwayat):
    objek = models.ForeignKey(SertifikatElektronik, models.PROTECT, related_name="riwayat")


class BerkasBertanda(models.Model):
    """A signed file of an issued paper. The newest counts (`Terbitan.bertanda`); a scan that was replaced stays."""

    class Cocok(models.TextChoices):
        """How it was made sure that the file belongs to the number."""

        TANDA_TANGAN = "tanda_tangan", "Ditandatangani di portal"
        QR = "qr", "Kode QR terbaca"
        TEKS = "teks", "Nomor atau kode terbaca dalam teks"
        DIKETIK = "diketik", "Nomor diketik pengunggah"

    terbitan = models.ForeignKey(Terbitan, models.PROTECT, related_name="berkas_bertanda")
    berkas = models.ForeignKey(Berkas, models.PROTECT, related_name="+")
    cocok = models.CharField(max_length=14, choices=Cocok)
    sertifikat = models.ForeignKey(SertifikatElektronik, models.PROTECT, null=True, related_name="berkas")
    oleh = models.ForeignKey(Peran, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    alasan = models.TextField(blank=True)  # why it took the place of the one before

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["terbitan", "berkas"], name="berkas_bertanda_once")]

    def __str__(self) -> str:
        return f"{self.terbitan.nomor}: {self.berkas.sha256[:12]}"
