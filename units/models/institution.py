"""Institutions, their units, the programme year and a unit's year."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from units.choices import JenisInstansi, JenisLayanan, JenisPredikat, Tahap
from units.profiles import PROFIL_CHOICES
from units.scope import ScopedQuerySet


class InstansiQuerySet(ScopedQuerySet):
    def visible_to(self, peran) -> "InstansiQuerySet":
        return self.filter(pk=peran.instansi_id) if peran else self.none()


class Instansi(models.Model):
    """A provinsi, kabupaten or kota with its letterhead and regulation profile."""

    jenis = models.CharField(max_length=10, choices=JenisInstansi)
    nama = models.CharField(
        "Nama pemerintah daerah", max_length=150, unique=True, help_text="Contoh: Pemerintah Kabupaten Ketapang"
    )
    wilayah = models.CharField("Nama wilayah", max_length=100, help_text="Contoh: Kabupaten Ketapang")
    ibu_kota = models.CharField("Tempat penandatanganan", max_length=80)
    jabatan_kepala = models.CharField("Jabatan kepala daerah", max_length=100, help_text="Contoh: Bupati Ketapang")
    nama_kepala = models.CharField("Nama kepala daerah", max_length=150, blank=True)
    profil = models.CharField("Profil regulasi", max_length=30, choices=PROFIL_CHOICES)
    kop_baris = models.TextField(
        "Baris kop surat", blank=True, help_text="Satu baris per baris kop, di atas nama unit."
    )
    alamat = models.CharField(max_length=250, blank=True)
    telepon = models.CharField(max_length=50, blank=True)
    surel = models.EmailField("Surel", blank=True)
    situs = models.CharField("Situs web", max_length=150, blank=True)
    logo = models.ForeignKey("units.Berkas", models.PROTECT, null=True, blank=True, related_name="+")
    # The address of the public pages; given when either of them is switched on for the first time, and kept then.
    slug = models.SlugField("Alamat publik", max_length=60, null=True, unique=True)
    halaman_publik = models.BooleanField("Halaman publik", default=False)
    pengaduan_dibuka = models.BooleanField("Kanal pengaduan", default=False)

    objects = InstansiQuerySet.as_manager()

    class Meta:
        ordering = ["nama"]

    def __str__(self) -> str:
        return self.nama


class UnitKerjaQuerySet(ScopedQuerySet):
    def visible_to(self, peran) -> "UnitKerjaQuerySet":
        return self.in_scope(peran, unit="")


class UnitKerja(models.Model):
    """A work unit (OPD, kecamatan, RSUD, UPT) of an institution; units form a tree."""

    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="unit")
    induk = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="anak", verbose_name="Unit induk"
    )
    kode = models.CharField("Kode unit", max_length=30)
    nama = models.CharField("Nama unit kerja", max_length=200)
    jenis_layanan = models.CharField("Jenis layanan", max_length=20, choices=JenisLayanan, default=JenisLayanan.LAINNYA)
    jabatan_kepala = models.CharField("Jabatan kepala unit", max_length=150, help_text="Contoh: Camat Pekalongan Barat")
    alamat = models.CharField(max_length=250, blank=True)
    telepon = models.CharField(max_length=50, blank=True)
    surel = models.EmailField("Surel", blank=True)
    situs = models.CharField("Situs web", max_length=150, blank=True)
    jumlah_pegawai = models.PositiveIntegerField("Jumlah pegawai", default=0, validators=[MaxValueValidator(100000)])
    is_inspektorat = models.BooleanField("Inspektorat", default=False)
    is_active = models.BooleanField("Aktif", default=True)

    objects = UnitKerjaQuerySet.as_manager()

    class Meta:
        ordering = ["kode"]
        constraints = [
            models.UniqueConstraint(fields=["instansi", "kode"], name="unit_kode_unique_in_instansi"),
            models.UniqueConstraint(fields=["instansi", "nama"], name="unit_nama_unique_in_instansi"),
            models.UniqueConstraint(
                fields=["instansi"], condition=models.Q(is_inspektorat=True), name="one_inspektorat_per_instansi"
            ),
        ]

    def __str__(self) -> str:
        return self.nama


class PeriodeQuerySet(ScopedQuerySet):
    def visible_to(self, peran) -> "PeriodeQuerySet":
        return self.filter(instansi_id=peran.instansi_id) if peran else self.none()


class Periode(models.Model):
    """A programme year of an institution. It keeps the profile it started with."""

    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="periode")
    tahun = models.PositiveSmallIntegerField(validators=[MinValueValidator(2010), MaxValueValidator(2100)])
    profil = models.CharField("Profil regulasi", max_length=30, choices=PROFIL_CHOICES)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PeriodeQuerySet.as_manager()

    class Meta:
        ordering = ["-tahun"]
        constraints = [models.UniqueConstraint(fields=["instansi", "tahun"], name="periode_unique_in_instansi")]

    def __str__(self) -> str:
        return str(self.tahun)


class Tenggat(models.Model):
    """A deadline in the calendar of a programme year; dates are settings, their defaults come from the profile."""

    periode = models.ForeignKey(Periode, models.CASCADE, related_name="tenggat")
    kode = models.CharField(max_length=40)
    nama = models.CharField(max_length=150)
    tanggal = models.DateField()

    class Meta:
        ordering = ["tanggal", "pk"]
        constraints = [models.UniqueConstraint(fields=["periode", "kode"], name="tenggat_unique_in_periode")]

    def __str__(self) -> str:
        return f"{self.nama}: {self.tanggal}"


class PembangunanQuerySet(ScopedQuerySet):
    def visible_to(self, peran) -> "PembangunanQuerySet":
        return self.in_scope(peran, unit="unit", instansi="unit__instansi")


class PembangunanZI(models.Model):
    """A unit's year: one unit that builds ZI in one Periode towards one predicate."""

    unit = models.ForeignKey(UnitKerja, models.PROTECT, related_name="pembangunan")
    periode = models.ForeignKey(Periode, models.PROTECT, related_name="pembangunan")
    target = models.CharField("Target predikat", max_length=4, choices=JenisPredikat, default=JenisPredikat.WBK)
    # Only `units.year` moves it. Rows written by hand or before there were stages are units at work.
    tahap = models.CharField("Tahap", max_length=20, choices=Tahap, default=Tahap.MEMBANGUN, db_index=True)
    nomor_penetapan = models.CharField("Nomor keputusan penetapan", max_length=100, blank=True)
    tanggal_penetapan = models.DateField("Tanggal keputusan penetapan", null=True, blank=True)
    # The decree as a record; units entered before there were any carry its number and date only.
    penetapan = models.ForeignKey("units.Keputusan", models.PROTECT, null=True, blank=True, related_name="pembangunan")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PembangunanQuerySet.as_manager()

    class Meta:
        ordering = ["-periode__tahun", "unit__kode"]
        constraints = [models.UniqueConstraint(fields=["unit", "periode"], name="pembangunan_once_a_year")]

    def __str__(self) -> str:
        return f"{self.unit} {self.periode}"
