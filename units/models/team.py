"""The unit's ZI team and its agents of change."""

from django.db import models
from django.db.models import Q

from units.models.institution import PembangunanZI
from units.models.people import Peran, User
from units.scope import ScopedQuerySet


class TimQuerySet(ScopedQuerySet):
    def visible_to(self, peran) -> "TimQuerySet":
        return self.in_scope(peran, unit="pembangunan__unit", instansi="pembangunan__unit__instansi")


class TimPembangunan(models.Model):
    """Tim Pembangunan ZI of a unit's year, set up by decree of the Kepala Unit."""

    pembangunan = models.OneToOneField(PembangunanZI, models.PROTECT, related_name="tim")
    nomor_sk = models.CharField("Nomor keputusan", max_length=100, blank=True)
    tanggal_sk = models.DateField("Tanggal keputusan", null=True, blank=True)
    berkas_sk = models.ForeignKey("units.Berkas", models.PROTECT, null=True, blank=True, related_name="+")

    objects = TimQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Tim Pembangunan ZI {self.pembangunan}"


class AnggotaTim(models.Model):
    """A member of the team: the ketua or a member with the areas given to them."""

    class Kedudukan(models.TextChoices):
        KETUA = "ketua", "Ketua"
        ANGGOTA = "anggota", "Anggota"

    tim = models.ForeignKey(TimPembangunan, models.CASCADE, related_name="anggota")
    user = models.ForeignKey(User, models.PROTECT, related_name="keanggotaan", verbose_name="Pegawai")
    kedudukan = models.CharField(max_length=10, choices=Kedudukan, default=Kedudukan.ANGGOTA)
    area = models.JSONField("Area perubahan", default=list, blank=True)
    peran = models.OneToOneField(Peran, models.PROTECT, related_name="keanggotaan")

    class Meta:
        ordering = ["-kedudukan", "user__nama"]
        constraints = [
            models.UniqueConstraint(fields=["tim", "user"], name="anggota_once_in_tim"),
            models.UniqueConstraint(fields=["tim"], condition=Q(kedudukan="ketua"), name="one_ketua_per_tim"),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_kedudukan_display()})"


class AgenQuerySet(ScopedQuerySet):
    def visible_to(self, peran) -> "AgenQuerySet":
        return self.in_scope(peran, unit="pembangunan__unit", instansi="pembangunan__unit__instansi")


class AgenPerubahan(models.Model):
    """Employee named to lead change in a unit's year."""

    pembangunan = models.ForeignKey(PembangunanZI, models.PROTECT, related_name="agen")
    user = models.ForeignKey(User, models.PROTECT, related_name="agen", verbose_name="Pegawai")
    nomor_sk = models.CharField("Nomor keputusan", max_length=100, blank=True)
    tanggal_sk = models.DateField("Tanggal keputusan", null=True, blank=True)

    objects = AgenQuerySet.as_manager()

    class Meta:
        ordering = ["user__nama"]
        constraints = [models.UniqueConstraint(fields=["pembangunan", "user"], name="agen_once_a_year")]

    def __str__(self) -> str:
        return str(self.user)


class PerubahanAgen(models.Model):
    """A concrete change an agent made; whether it is part of the management system counts in the LKE (A.II.1.i)."""

    agen = models.ForeignKey(AgenPerubahan, models.PROTECT, related_name="perubahan")
    uraian = models.TextField("Uraian perubahan")
    tanggal = models.DateField("Tanggal mulai berlaku", null=True, blank=True)
    terintegrasi = models.BooleanField("Terintegrasi dalam sistem manajemen", default=False)
    data_dukung = models.ForeignKey(
        "units.DataDukung", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="Data dukung"
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.uraian[:60]
