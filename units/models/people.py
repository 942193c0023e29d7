"""People: accounts, roles with begin and end, sign-ins."""

from datetime import date

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from units.choices import GOLONGAN_CHOICES, Eselon, JenisPeran
from units.scope import PEOPLE_ROLES, ScopedQuerySet
from units.validators import clean_nip, validate_nip


class UserQuerySet(ScopedQuerySet):
    def visible_to(self, peran) -> "UserQuerySet":
        return self.in_scope(peran) if peran and peran.jenis in PEOPLE_ROLES else self.none()


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def get_by_login(self, login: str) -> "User | None":
        """The account for a NIP (spaces allowed) or an email, or None."""
        login = login.strip()
        if "@" in login:
            return self.filter(email__iexact=login).first()
        return self.filter(nip=clean_nip(login)).first()


class User(AbstractBaseUser):
    """A person with an account. Signs in with NIP or email."""

    nip = models.CharField("NIP", max_length=18, null=True, blank=True, unique=True, validators=[validate_nip])
    nama = models.CharField("Nama lengkap dengan gelar", max_length=150)
    email = models.EmailField("Surel", null=True, blank=True, unique=True)
    golongan = models.CharField("Pangkat/golongan", max_length=6, choices=GOLONGAN_CHOICES, blank=True)
    jabatan = models.CharField(max_length=150, blank=True)
    eselon = models.CharField(max_length=6, choices=Eselon, blank=True)
    instansi = models.ForeignKey("units.Instansi", models.PROTECT, null=True, blank=True, related_name="orang")
    unit = models.ForeignKey(
        "units.UnitKerja", models.PROTECT, null=True, blank=True, related_name="pegawai", verbose_name="Unit kerja"
    )
    is_active = models.BooleanField("Aktif", default=True)
    # Notices by email as they come, or one a day.
    ringkasan_harian = models.BooleanField("Satu surel ringkasan setiap hari", default=False)
    ringkasan_bulanan = models.BooleanField("Ringkasan bulanan bagi kepala daerah dan delegasinya", default=True)
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "nip"
    EMAIL_FIELD = "email"

    objects = UserManager()

    class Meta:
        ordering = ["nama"]
        constraints = [
            models.CheckConstraint(
                condition=Q(nip__isnull=False) | Q(email__isnull=False), name="user_has_nip_or_email"
            ),
        ]

    def __str__(self) -> str:
        return self.nama

    def get_full_name(self) -> str:
        return self.nama


class PeranQuerySet(ScopedQuerySet):
    def active_on(self, day: date) -> "PeranQuerySet":
        return self.filter(Q(selesai__isnull=True) | Q(selesai__gte=day), mulai__lte=day, user__is_active=True)


class Peran(models.Model):
    """A role that a person holds from a day to a day. Ended roles stay: past signatures point to them.

    A role taken back on the day it began ends the day before, so that it is out of force at once.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="peran")
    jenis = models.CharField("Peran", max_length=20, choices=JenisPeran)
    instansi = models.ForeignKey("units.Instansi", models.PROTECT, related_name="peran")
    unit = models.ForeignKey(
        "units.UnitKerja", models.PROTECT, null=True, blank=True, related_name="peran", verbose_name="Unit kerja"
    )
    mulai = models.DateField("Mulai")
    selesai = models.DateField("Selesai", null=True, blank=True)
    dasar = models.CharField("Dasar penunjukan", max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PeranQuerySet.as_manager()

    class Meta:
        ordering = ["jenis", "user__nama"]

    def __str__(self) -> str:
        return f"{self.user}: {self.label}"

    @property
    def label(self) -> str:
        return JenisPeran(self.jenis).label

    def is_active_on(self, day: date) -> bool:
        return self.mulai <= day and (self.selesai is None or self.selesai >= day)


class CatatanMasukQuerySet(ScopedQuerySet):
    def visible_to(self, peran) -> "CatatanMasukQuerySet":
        """Sign-ins of the institution's own people; attempts on accounts that do not exist belong to nobody."""
        if peran is None or peran.jenis != "admin_instansi":
            return self.none()
        return self.filter(user__instansi_id=peran.instansi_id)


class CatatanMasuk(models.Model):
    """Audit row of a sign-in, a refused sign-in or a sign-out."""

    class Hasil(models.TextChoices):
        BERHASIL = "berhasil", "Berhasil masuk"
        DITOLAK = "ditolak", "Ditolak"
        TERKUNCI = "terkunci", "Terkunci"
        KELUAR = "keluar", "Keluar"
        GANTI_SANDI = "ganti_sandi", "Mengganti kata sandi"

    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="catatan_masuk")
    login = models.CharField(max_length=150)
    hasil = models.CharField(max_length=12, choices=Hasil)
    alamat_ip = models.GenericIPAddressField(null=True)
    perangkat = models.CharField(max_length=200, blank=True)
    waktu = models.DateTimeField(auto_now_add=True, db_index=True)

    objects = CatatanMasukQuerySet.as_manager()

    class Meta:
        ordering = ["-waktu"]

    def __str__(self) -> str:
        return f"{self.login} {self.hasil}"
