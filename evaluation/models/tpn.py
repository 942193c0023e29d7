"""Requirements, the proposal to the national team, and what the national team found."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from evaluation.models.lke import Penilaian
from units.choices import JenisPredikat
from units.models import Berkas, Instansi, Pekerjaan, PembangunanZI, Peran, Periode, Riwayat
from units.scope import UNIT_ROLES, ScopedQuerySet


class SyaratQuerySet(ScopedQuerySet):
    def visible_to(self, peran) -> "SyaratQuerySet":
        """Those of the institution are read by all who work on ZI, those of a unit by the unit and the institution."""
        if peran is None or peran.jenis in ("pegawai", "penilai_tpn"):
            return self.none()
        rows = self.filter(periode__instansi_id=peran.instansi_id)
        if peran.jenis in UNIT_ROLES:
            return rows.filter(Q(pembangunan=None) | Q(pembangunan__unit_id=peran.unit_id))
        return rows


class Syarat(models.Model):
    """The recorded value of one requirement of the profile, of the institution (no `pembangunan`) or of a unit."""

    periode = models.ForeignKey(Periode, models.PROTECT, related_name="syarat")
    pembangunan = models.ForeignKey(PembangunanZI, models.PROTECT, null=True, blank=True, related_name="syarat")
    kode = models.CharField(max_length=40)
    nilai = models.CharField("Nilai", max_length=60)
    sumber = models.CharField("Sumber", max_length=200, blank=True)
    berkas = models.ForeignKey(Berkas, models.PROTECT, null=True, blank=True, related_name="+")
    versi = models.PositiveIntegerField(default=1)
    diperiksa_oleh = models.ForeignKey(Peran, models.PROTECT, related_name="+")
    diperiksa_at = models.DateTimeField(auto_now=True)

    objects = SyaratQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["periode", "kode"], condition=Q(pembangunan__isnull=True), name="syarat_instansi_once"
            ),
            models.UniqueConstraint(
                fields=["pembangunan", "kode"], condition=Q(pembangunan__isnull=False), name="syarat_unit_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kode}: {self.nilai}"


class Survei(models.Model):
    """A survey of the unit's users: perception of corruption (IPAK) or of service quality (IPKP), index 0..4."""

    class Jenis(models.TextChoices):
        IPAK = "ipak", "Persepsi anti korupsi"
        IPKP = "ipkp", "Persepsi kualitas pelayanan"

    class Sumber(models.TextChoices):
        MANDIRI = "mandiri", "Survei mandiri"
        TPN = "tpn", "Survei eksternal TPN"

    pembangunan = models.ForeignKey(PembangunanZI, models.PROTECT, related_name="survei")
    jenis = models.CharField(max_length=4, choices=Jenis)
    sumber = models.CharField(max_length=8, choices=Sumber, default=Sumber.MANDIRI)
    indeks = models.DecimalField(
        "Indeks (0-4)", max_digits=4, decimal_places=2, validators=[MinValueValidator(0), MaxValueValidator(4)]
    )
    responden = models.PositiveIntegerField("Jumlah responden", default=0)
    tanggal = models.DateField("Tanggal selesai")
    pelaksana = models.CharField("Pelaksana", max_length=150, blank=True)
    berkas = models.ForeignKey(Berkas, models.PROTECT, null=True, blank=True, related_name="+")
    publik = models.BooleanField("Diumumkan", default=False)  # index, respondents and day, on the public page
    dicatat_oleh = models.ForeignKey(Peran, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-tanggal", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_jenis_display()} {self.indeks}"


class UsulanQuerySet(ScopedQuerySet):
    def visible_to(self, peran) -> "UsulanQuerySet":
        """The institution's own roles; a unit those it is part of; TPN's evaluators those that were sent."""
        if peran is None or peran.jenis == "pegawai":
            return self.none()
        rows = self.filter(periode__instansi_id=peran.instansi_id)
        if peran.jenis in UNIT_ROLES:
            return rows.filter(unit__pembangunan__unit_id=peran.unit_id).distinct()
        if peran.jenis == "penilai_tpn":
            return rows.filter(unit__evaluasi_tpn__penilai=peran).exclude(status="draf").distinct()
        return rows


class Usulan(models.Model):
    """A proposal to TPN: one letter, several units of one year towards one predicate."""

    class Status(models.TextChoices):
        DRAF = "draf", "Draf"
        DIKIRIM = "dikirim", "Dikirim ke TPN"
        DITARIK = "ditarik", "Ditarik"

    periode = models.ForeignKey(Periode, models.PROTECT, related_name="usulan")
    target = models.CharField("Predikat", max_length=4, choices=JenisPredikat)
    status = models.CharField(max_length=8, choices=Status, default=Status.DRAF)
    nomor_surat = models.CharField("Nomor surat usulan", max_length=100, blank=True)
    tanggal_surat = models.DateField("Tanggal surat usulan", null=True, blank=True)
    berkas_surat = models.ForeignKey(Berkas, models.PROTECT, null=True, blank=True, related_name="+")
    alasan_lewat_tenggat = models.TextField("Alasan melewati batas waktu", blank=True)
    dibuat_oleh = models.ForeignKey(Peran, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    dikirim_at = models.DateTimeField(null=True)

    objects = UsulanQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"Usulan {self.get_target_display()} {self.periode}"


class UnitUsulan(models.Model):
    """A unit in a proposal, with the SPTJM of its head; `alasan_teknis` lets it go although a rule fails."""

    usulan = models.ForeignKey(Usulan, models.PROTECT, related_name="unit")
    pembangunan = models.ForeignKey(PembangunanZI, models.PROTECT, related_name="unit_usulan")
    penilaian = models.ForeignKey(Penilaian, models.PROTECT, related_name="+")  # TPI's frozen result
    sptjm = models.ForeignKey(Berkas, models.PROTECT, null=True, blank=True, related_name="+")
    sptjm_tanggal = models.DateField("Tanggal SPTJM", null=True, blank=True)
    sptjm_oleh = models.ForeignKey(Peran, models.PROTECT, null=True, related_name="+")
    afirmasi = models.BooleanField("Afirmasi", default=False)
    alasan_teknis = models.TextField("Pertimbangan teknis", blank=True)  # as it stood when the proposal was sent

    class Meta:
        ordering = ["pembangunan__unit__kode"]
        constraints = [models.UniqueConstraint(fields=["usulan", "pembangunan"], name="unit_once_in_usulan")]

    def __str__(self) -> str:
        return f"{self.pembangunan} dalam {self.usulan}"


class PertimbanganTeknis(models.Model):
    """Why a unit may be proposed although a threshold or requirement fails: recorded by the kepala daerah.

    TPN may accept it on technical grounds (Perbup Ketapang 49/2022 Lampiran II huruf B).
    """

    pembangunan = models.OneToOneField(PembangunanZI, models.PROTECT, related_name="pertimbangan_teknis")
    alasan = models.TextField("Pertimbangan teknis")
    dicatat_oleh = models.ForeignKey(Peran, models.PROTECT, related_name="+")
    dicatat_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"Pertimbangan teknis {self.pembangunan}"


class PaketUsulan(Pekerjaan):
    """The zip of a proposal and the job that makes it; the same content gives the same bytes."""

    task = "evaluation.tasks.build_paket_usulan"

    usulan = models.ForeignKey(Usulan, models.PROTECT, related_name="paket")
    berkas = models.ForeignKey(Berkas, models.PROTECT, null=True, related_name="+")
    diminta_oleh = models.ForeignKey(Peran, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"Paket {self.usulan}"


class EvaluasiTPNQuerySet(ScopedQuerySet):
    def visible_to(self, peran) -> "EvaluasiTPNQuerySet":
        """Evaluators of TPN only what was given to them of proposals that stand; the unit and the institution see where
        it stands and, in the comparison, what was frozen at the end: never TPN's answers before that.
        """
        if peran is None or peran.jenis == "pegawai":
            return self.none()
        if peran.jenis == "penilai_tpn":
            return self.filter(penilai=peran, unit_usulan__usulan__status=Usulan.Status.DIKIRIM)
        return self.in_scope(
            peran,
            unit="unit_usulan__pembangunan__unit",
            instansi="unit_usulan__pembangunan__unit__instansi",
        )


class EvaluasiTPN(models.Model):
    """TPN's evaluation of one proposed unit, done in the portal by its evaluators or recorded from its letter."""

    class Status(models.TextChoices):
        PRA_EVALUASI = "pra_evaluasi", "Pra-evaluasi"
        DITOLAK = "ditolak", "Ditolak pada pra-evaluasi"
        MEJA = "meja", "Evaluasi meja"
        SURVEI = "survei", "Survei eksternal"
        LAPANGAN = "lapangan", "Verifikasi lapangan"
        LULUS = "lulus", "Memenuhi syarat"
        TIDAK_LULUS = "tidak_lulus", "Tidak memenuhi syarat"

    unit_usulan = models.OneToOneField(UnitUsulan, models.PROTECT, related_name="evaluasi_tpn")
    status = models.CharField(max_length=14, choices=Status, default=Status.PRA_EVALUASI)
    penilai = models.ManyToManyField(Peran, related_name="evaluasi_tpn")
    alasan_pra = models.TextField("Syarat yang tidak dipenuhi atau pertimbangan teknis", blank=True)
    dengan_pertimbangan_teknis = models.BooleanField(default=False)
    catatan_lapangan = models.TextField("Catatan verifikasi lapangan", blank=True)
    nomor_surat = models.CharField("Nomor surat TPN", max_length=100, blank=True)
    tanggal_surat = models.DateField("Tanggal surat TPN", null=True, blank=True)
    berkas_surat = models.ForeignKey(Berkas, models.PROTECT, null=True, blank=True, related_name="+")
    nilai_total = models.DecimalField("Nilai menurut surat", max_digits=5, decimal_places=2, null=True, blank=True)
    penilaian = models.OneToOneField(Penilaian, models.PROTECT, null=True, related_name="evaluasi_tpn")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = EvaluasiTPNQuerySet.as_manager()

    class Meta:
        ordering = ["unit_usulan__pembangunan__unit__kode"]

    def __str__(self) -> str:
        return f"Evaluasi TPN {self.unit_usulan.pembangunan_id}"


class JawabanTPN(models.Model):
    """TPN's answer to one question."""

    evaluasi = models.ForeignKey(EvaluasiTPN, models.PROTECT, related_name="jawaban")
    kode = models.CharField(max_length=40)
    nilai = models.JSONField(null=True)
    catatan = models.TextField("Catatan", blank=True)
    versi = models.PositiveIntegerField(default=0)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["evaluasi", "kode"], name="jawaban_tpn_once_per_question")]

    def __str__(self) -> str:
        return f"{self.evaluasi_id} {self.kode}"


class TokenPortalRB(models.Model):
    """A consumer's token for the PortalRB interface. Only its hash is kept; it is shown once when made."""

    class Hak(models.TextChoices):
        USULAN = "usulan", "Daftar unit yang diusulkan"
        JAWABAN = "jawaban", "Jawaban LKE unit"

    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="token_portalrb")
    nama = models.CharField("Nama pemakai", max_length=100)
    awalan = models.CharField(max_length=8)  # the first characters, so that people can tell tokens apart
    sidik = models.CharField(max_length=64, unique=True)
    hak = models.JSONField("Hak", default=list)
    berlaku_sampai = models.DateField("Berlaku sampai", null=True, blank=True)
    dibuat_oleh = models.ForeignKey(Peran, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    dicabut_at = models.DateTimeField(null=True)
    dicabut_oleh = models.ForeignKey(Peran, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.nama} ({self.awalan}…)"


class PanggilanPortalRB(models.Model):
    """Log of one call of the PortalRB interface."""

    instansi = models.ForeignKey(Instansi, models.PROTECT, null=True, related_name="panggilan_portalrb")
    token = models.ForeignKey(TokenPortalRB, models.PROTECT, null=True, related_name="panggilan")
    alamat = models.CharField(max_length=200)
    status = models.PositiveSmallIntegerField()
    pesan = models.CharField(max_length=250, blank=True)
    alamat_ip = models.GenericIPAddressField(null=True)
    waktu = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        ordering = ["-waktu", "-pk"]

    def __str__(self) -> str:
        return f"{self.alamat} {self.status}"


class RiwayatSyarat(Riwayat):
    """History of a requirement's value."""

    objek = models.ForeignKey(Syarat, models.PROTECT, related_name="riwayat")


class RiwayatUsulan(Riwayat):
    """History of a proposal."""

    objek = models.ForeignKey(Usulan, models.PROTECT, related_name="riwayat")


class RiwayatJawabanTPN(Riwayat):
    """History of TPN's answer: one row per field changed; `versi` is the answer's version after it."""

    objek = models.ForeignKey(JawabanTPN, models.PROTECT, related_name="riwayat")
    versi = models.PositiveIntegerField(default=0)


class RiwayatEvaluasiTPN(Riwayat):
    """History of TPN's evaluation."""

    objek = models.ForeignKey(EvaluasiTPN, models.PROTECT, related_name="riwayat")
