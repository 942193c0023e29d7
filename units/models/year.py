"""A unit's year before and after its evaluation: candidates, declaration, pledges, decrees, predicates."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from units.choices import JenisPredikat
from units.models.evidence import Berkas
from units.models.institution import Instansi, PembangunanZI, Periode, UnitKerja
from units.models.people import Peran
from units.scope import ScopedQuerySet


class KeputusanQuerySet(ScopedQuerySet):
    def visible_to(self, peran) -> "KeputusanQuerySet":
        """Decrees are public acts: all roles of the institution read them; TPN's evaluators belong to none."""
        if peran is None or peran.jenis == "penilai_tpn":
            return self.none()
        return self.filter(instansi_id=peran.instansi_id)


class Keputusan(models.Model):
    """A decree: names the units of a year, grants a predicate or revokes one."""

    class Jenis(models.TextChoices):
        PENETAPAN = "penetapan", "Penetapan unit kerja"
        PREDIKAT = "predikat", "Pemberian predikat"
        PENCABUTAN = "pencabutan", "Pencabutan predikat"

    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="keputusan")
    jenis = models.CharField(max_length=12, choices=Jenis)
    nomor = models.CharField("Nomor keputusan", max_length=100)
    tanggal = models.DateField("Tanggal keputusan")
    tentang = models.CharField("Tentang", max_length=250, blank=True)
    penanda_tangan = models.CharField("Ditandatangani oleh", max_length=150)
    berkas = models.ForeignKey(Berkas, models.PROTECT, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(Peran, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = KeputusanQuerySet.as_manager()

    class Meta:
        ordering = ["-tanggal", "-pk"]
        constraints = [models.UniqueConstraint(fields=["instansi", "jenis", "nomor"], name="keputusan_nomor_unique")]

    def __str__(self) -> str:
        return f"Keputusan {self.nomor}"


class IdentifikasiQuerySet(ScopedQuerySet):
    def visible_to(self, peran) -> "IdentifikasiQuerySet":
        """Work of the Inspektorat: units see only what came of it."""
        if peran is None or (peran.unit_id and not peran.unit.is_inspektorat):
            return self.none()
        return self.in_scope(peran, instansi="periode__instansi")


class Identifikasi(models.Model):
    """A candidate unit scored on the criteria of the profile; `nilai` is {criterion code: 0..its highest score}."""

    periode = models.ForeignKey(Periode, models.PROTECT, related_name="identifikasi")
    unit = models.ForeignKey(UnitKerja, models.PROTECT, related_name="identifikasi")
    nilai = models.JSONField(default=dict)
    catatan = models.TextField("Catatan", blank=True)
    versi = models.PositiveIntegerField(default=1)
    dinilai_oleh = models.ForeignKey(Peran, models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    objects = IdentifikasiQuerySet.as_manager()

    class Meta:
        ordering = ["unit__kode"]
        constraints = [models.UniqueConstraint(fields=["periode", "unit"], name="identifikasi_once_a_year")]

    def __str__(self) -> str:
        return f"{self.unit} {self.periode}"


class Pencanangan(models.Model):
    """The public declaration that a unit builds ZI."""

    pembangunan = models.OneToOneField(PembangunanZI, models.PROTECT, related_name="pencanangan")
    tanggal = models.DateField("Tanggal pencanangan")
    tempat = models.CharField("Tempat", max_length=150)
    saksi = models.TextField("Saksi", help_text="Satu baris per saksi: nama dan jabatannya.")
    tautan = models.TextField("Tautan publikasi", blank=True, help_text="Satu alamat per baris.")
    piagam = models.ForeignKey(Berkas, models.PROTECT, null=True, blank=True, related_name="+")
    dicatat_oleh = models.ForeignKey(Peran, models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"Pencanangan {self.pembangunan}"


class FotoPencanangan(models.Model):
    """A photo of the declaration."""

    pencanangan = models.ForeignKey(Pencanangan, models.PROTECT, related_name="foto")
    berkas = models.ForeignKey(Berkas, models.PROTECT, related_name="+")
    keterangan = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.keterangan or str(self.berkas)


class PaktaIntegritas(models.Model):
    """A signed pledge: in the portal with the password, or on paper and entered in a list."""

    class Cara(models.TextChoices):
        PORTAL = "portal", "Di portal"
        KERTAS = "kertas", "Di atas kertas"

    pembangunan = models.ForeignKey(PembangunanZI, models.PROTECT, related_name="pakta")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="pakta", null=True)
    nama = models.CharField(max_length=150)
    nip = models.CharField("NIP", max_length=18, blank=True)
    cara = models.CharField(max_length=8, choices=Cara)
    tanggal = models.DateField("Tanggal")
    teks = models.TextField(blank=True)  # what was signed in the portal, word for word
    berkas = models.ForeignKey(Berkas, models.PROTECT, null=True, related_name="+")  # the scan of the paper list
    dicatat_oleh = models.ForeignKey(Peran, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["nama"]
        constraints = [
            models.UniqueConstraint(
                fields=["pembangunan", "user"], condition=Q(user__isnull=False), name="pakta_once_per_person"
            ),
            models.UniqueConstraint(fields=["pembangunan", "nip"], condition=~Q(nip=""), name="pakta_once_per_nip"),
        ]

    def __str__(self) -> str:
        return f"{self.nama} ({self.get_cara_display()})"


class PredikatQuerySet(ScopedQuerySet):
    def visible_to(self, peran) -> "PredikatQuerySet":
        """Holders are public within the institution, also for a Pegawai; TPN's evaluators belong to none."""
        if peran is None or peran.jenis == "penilai_tpn":
            return self.none()
        return self.filter(unit__instansi_id=peran.instansi_id)


class Predikat(models.Model):
    """A predicate held by a unit. It is re-evaluated at least every two years (PermenPANRB 90/2021)."""

    class Status(models.TextChoices):
        BERLAKU = "berlaku", "Berlaku"
        DITINJAU = "ditinjau", "Sedang ditinjau"
        DICABUT = "dicabut", "Dicabut"

    unit = models.ForeignKey(UnitKerja, models.PROTECT, related_name="predikat")
    pembangunan = models.ForeignKey(PembangunanZI, models.PROTECT, null=True, blank=True, related_name="predikat")
    jenis = models.CharField("Predikat", max_length=4, choices=JenisPredikat)
    status = models.CharField(max_length=10, choices=Status, default=Status.BERLAKU)
    keputusan = models.ForeignKey(Keputusan, models.PROTECT, related_name="predikat")
    mulai = models.DateField("Berlaku sejak")
    reevaluasi_paling_lambat = models.DateField("Evaluasi ulang paling lambat")
    pencabutan = models.ForeignKey(Keputusan, models.PROTECT, null=True, blank=True, related_name="pencabutan_dari")
    dicabut_pada = models.DateField("Dicabut pada", null=True, blank=True)

    objects = PredikatQuerySet.as_manager()

    class Meta:
        ordering = ["unit__kode", "-mulai"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "jenis"], condition=~Q(status="dicabut"), name="one_predikat_in_force_per_jenis"
            ),
            models.CheckConstraint(
                condition=Q(status="dicabut", dicabut_pada__isnull=False, pencabutan__isnull=False)
                | ~Q(status="dicabut"),
                name="dicabut_has_decree",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_jenis_display()} {self.unit}"


class TinjauanPredikat(models.Model):
    """A doubt about a predicate (complaint, maladministration, re-evaluation): asked, answered by the unit, decided."""

    class Sebab(models.TextChoices):
        PENGADUAN = "pengaduan", "Pengaduan masyarakat"
        MALADMINISTRASI = "maladministrasi", "Maladministrasi"
        REEVALUASI = "reevaluasi", "Evaluasi ulang"

    class Putusan(models.TextChoices):
        TETAP = "tetap", "Predikat tetap berlaku"
        CABUT = "cabut", "Predikat dicabut"

    predikat = models.ForeignKey(Predikat, models.PROTECT, related_name="tinjauan")
    sebab = models.CharField(max_length=16, choices=Sebab)
    uraian = models.TextField("Uraian")
    tenggat = models.DateField("Klarifikasi unit paling lambat")
    tanggapan = models.TextField("Klarifikasi unit", blank=True)
    ditanggapi_oleh = models.ForeignKey(Peran, models.PROTECT, null=True, related_name="+")
    ditanggapi_at = models.DateTimeField(null=True)
    putusan = models.CharField(max_length=6, choices=Putusan, blank=True)
    alasan = models.TextField("Alasan putusan", blank=True)
    dibuka_oleh = models.ForeignKey(Peran, models.PROTECT, related_name="+")
    dibuka_at = models.DateTimeField(auto_now_add=True)
    diputus_oleh = models.ForeignKey(Peran, models.PROTECT, null=True, related_name="+")
    diputus_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-dibuka_at"]
        constraints = [models.UniqueConstraint(fields=["predikat"], condition=Q(putusan=""), name="one_open_tinjauan")]

    def __str__(self) -> str:
        return f"Tinjauan {self.predikat}"


class Penghargaan(models.Model):
    """What came of a predicate: an internal award, or a unit that replicates the holder's practice."""

    class Jenis(models.TextChoices):
        PENGHARGAAN = "penghargaan", "Penghargaan internal"
        REPLIKASI = "replikasi", "Replikasi praktik baik"

    predikat = models.ForeignKey(Predikat, models.PROTECT, related_name="penghargaan")
    jenis = models.CharField(max_length=12, choices=Jenis)
    uraian = models.TextField("Uraian")
    tanggal = models.DateField("Tanggal")
    unit_replikasi = models.ForeignKey(UnitKerja, models.PROTECT, null=True, blank=True, related_name="+")
    dicatat_oleh = models.ForeignKey(Peran, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-tanggal", "-pk"]

    def __str__(self) -> str:
        return self.uraian[:60]
