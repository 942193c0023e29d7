"""TPI at work: the team, the evaluation of one unit's year, who assesses what, and what each assessor found."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluation.models.lke import Instrumen, Penilaian
from units.models import Berkas, DataDukung, PembangunanZI, Peran, Periode, Riwayat, VersiDataDukung
from units.scope import INSPEKTORAT_ROLES, KEPALA_DAERAH_ROLES, ScopedQuerySet


class TimPenilai(models.Model):
    """The TPI of a programme year by decree; its composition follows the profile."""

    periode = models.OneToOneField(Periode, models.PROTECT, related_name="tim_penilai")
    nomor_sk = models.CharField("Nomor keputusan", max_length=100, blank=True)
    tanggal_sk = models.DateField("Tanggal keputusan", null=True, blank=True)
    berkas_sk = models.ForeignKey(Berkas, models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"TPI {self.periode}"


class AnggotaPenilai(models.Model):
    """A member of the TPI; `peran` is the role that the seat gives. Seats of several years may share a role, which ends
    with the last of them.
    """

    class Kedudukan(models.TextChoices):
        KETUA = "ketua_tpi", "Ketua"
        SEKRETARIS = "sekretaris_tpi", "Sekretaris"
        ANGGOTA = "anggota_tpi", "Anggota"

    tim = models.ForeignKey(TimPenilai, models.PROTECT, related_name="anggota")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="keanggotaan_tpi")
    kedudukan = models.CharField(max_length=16, choices=Kedudukan, default=Kedudukan.ANGGOTA)
    unsur = models.CharField("Unsur", max_length=100, blank=True, help_text="Contoh: Auditor Ahli Muda Inspektorat")
    peran = models.ForeignKey(Peran, models.PROTECT, related_name="keanggotaan_tpi")

    class Meta:
        ordering = ["-kedudukan", "user__nama"]
        constraints = [
            models.UniqueConstraint(fields=["tim", "user"], name="penilai_once_in_tim"),
            models.UniqueConstraint(
                fields=["tim", "kedudukan"], condition=~Q(kedudukan="anggota_tpi"), name="one_ketua_one_sekretaris"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_kedudukan_display()})"


class EvaluasiTPIQuerySet(ScopedQuerySet):
    def visible_to(self, peran) -> "EvaluasiTPIQuerySet":
        """The Inspektorat while it works; head of region, administrator and the unit once it is final.

        The unit answers clarifications through their own rows; it never sees scores before the end.
        """
        if peran is None or peran.jenis == "pegawai":
            return self.none()
        rows = self.in_scope(peran, unit="pembangunan__unit", instansi="pembangunan__unit__instansi")
        return rows if peran.jenis in INSPEKTORAT_ROLES else rows.filter(status="final")


class EvaluasiTPI(models.Model):
    """TPI's evaluation of a unit's year, or the re-evaluation of a predicate holder.

    `jendela` is {phase: ["2026-03-01", "2026-03-31"]}. `instrumen` is that of the self-assessment it began from.
    """

    class Jenis(models.TextChoices):
        PENGUSULAN = "pengusulan", "Evaluasi untuk pengusulan"
        REEVALUASI = "reevaluasi", "Evaluasi ulang pemegang predikat"

    class Fase(models.TextChoices):
        MEJA = "meja", "Evaluasi meja"
        KLARIFIKASI = "klarifikasi", "Klarifikasi"
        LAPANGAN = "lapangan", "Evaluasi lapangan"
        PLENO = "pleno", "Pleno"
        FINAL = "final", "Final"

    pembangunan = models.ForeignKey(PembangunanZI, models.PROTECT, related_name="evaluasi_tpi")
    jenis = models.CharField(max_length=12, choices=Jenis, default=Jenis.PENGUSULAN)
    status = models.CharField("Fase", max_length=12, choices=Fase, default=Fase.MEJA)
    instrumen = models.ForeignKey(Instrumen, models.PROTECT, related_name="evaluasi_tpi")
    mandiri = models.ForeignKey(Penilaian, models.PROTECT, related_name="evaluasi_tpi")
    buta = models.BooleanField("Penilaian ganda tertutup", default=True)
    jendela = models.JSONField(default=dict)
    dibuka_oleh = models.ForeignKey(Peran, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = EvaluasiTPIQuerySet.as_manager()

    class Meta:
        ordering = ["-pembangunan__periode__tahun", "pembangunan__unit__kode"]
        constraints = [models.UniqueConstraint(fields=["pembangunan"], name="evaluasi_tpi_once_a_year")]

    def __str__(self) -> str:
        return f"{self.get_jenis_display()} {self.pembangunan}"


class Penugasan(models.Model):
    """An assessor's task in one evaluation: the areas given, all when `area` is empty.

    `alasan_ketua` is why the ketua lets someone assess a unit whose coach they were this year.
    """

    evaluasi = models.ForeignKey(EvaluasiTPI, models.PROTECT, related_name="penugasan")
    penilai = models.ForeignKey(Peran, models.PROTECT, related_name="penugasan")
    area = models.JSONField("Area", default=list, blank=True)
    pernah_membina = models.BooleanField(default=False)
    alasan_ketua = models.TextField(blank=True)
    is_active = models.BooleanField(default=True)
    ditugaskan_oleh = models.ForeignKey(Peran, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["evaluasi", "penilai"], name="penugasan_once_per_penilai")]

    def __str__(self) -> str:
        return f"{self.penilai} {self.evaluasi}"


class JawabanPenilai(models.Model):
    """One assessor's own answer to one question. `selesai_at` is when it was handed in; blind colleagues see it only
    after theirs is in too.

    `dasar_versi` are the pks of the evidence versions it was judged on: newer evidence asks for another look.
    """

    evaluasi = models.ForeignKey(EvaluasiTPI, models.PROTECT, related_name="jawaban_penilai")
    penilai = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="jawaban_penilai")
    kode = models.CharField(max_length=40)
    nilai = models.JSONField(null=True)
    catatan = models.TextField("Catatan", blank=True)
    rekomendasi = models.TextField("Rekomendasi", blank=True)
    dasar_versi = models.JSONField(default=list)
    versi = models.PositiveIntegerField(default=0)
    selesai_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["evaluasi", "penilai", "kode"], name="jawaban_penilai_once_per_question")
        ]

    def __str__(self) -> str:
        return f"{self.evaluasi} {self.kode} {self.penilai}"


class PutusanBukti(models.Model):
    """An assessor's judgement of one version of a piece of evidence under one question."""

    class Putusan(models.TextChoices):
        VALID = "valid", "Valid"
        TIDAK_RELEVAN = "tidak_relevan", "Tidak relevan"
        TIDAK_CUKUP = "tidak_cukup", "Tidak cukup"
        KEDALUWARSA = "kedaluwarsa", "Kedaluwarsa"

    jawaban = models.ForeignKey(JawabanPenilai, models.PROTECT, related_name="putusan_bukti")
    versi = models.ForeignKey(VersiDataDukung, models.PROTECT, related_name="putusan")
    putusan = models.CharField(max_length=14, choices=Putusan)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["jawaban", "versi"], name="putusan_once_per_versi")]

    def __str__(self) -> str:
        return f"{self.versi}: {self.get_putusan_display()}"


class KlarifikasiQuerySet(ScopedQuerySet):
    def visible_to(self, peran) -> "KlarifikasiQuerySet":
        """The Inspektorat and the unit that is asked."""
        if peran is None or peran.jenis in ("pegawai", "admin_instansi", *KEPALA_DAERAH_ROLES):
            return self.none()
        return self.in_scope(
            peran, unit="evaluasi__pembangunan__unit", instansi="evaluasi__pembangunan__unit__instansi"
        )


class Klarifikasi(models.Model):
    """A request to the unit about one question, and its answer. Each round is a row; `putaran` counts per question."""

    class Alasan(models.TextChoices):
        TIDAK_ADA = "tidak_ada", "Bukti tidak ada"
        TIDAK_TERBACA = "tidak_terbaca", "Bukti tidak terbaca"
        SALAH_PERIODE = "salah_periode", "Bukti di luar periode"
        TIDAK_RELEVAN = "tidak_relevan", "Bukti tidak relevan"
        LAINNYA = "lainnya", "Lainnya"

    class Status(models.TextChoices):
        DIMINTA = "diminta", "Menunggu unit"
        DIJAWAB = "dijawab", "Sudah dijawab"
        SELESAI = "selesai", "Selesai"
        DIBATALKAN = "dibatalkan", "Dibatalkan"

    evaluasi = models.ForeignKey(EvaluasiTPI, models.PROTECT, related_name="klarifikasi")
    kode = models.CharField(max_length=40)
    putaran = models.PositiveSmallIntegerField(default=1)
    alasan = models.CharField(max_length=14, choices=Alasan)
    permintaan = models.TextField("Permintaan")
    tenggat = models.DateField("Dijawab paling lambat")
    status = models.CharField(max_length=10, choices=Status, default=Status.DIMINTA)
    diminta_oleh = models.ForeignKey(Peran, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    jawaban = models.TextField("Jawaban unit", blank=True)
    versi = models.PositiveIntegerField(default=0)
    dijawab_oleh = models.ForeignKey(Peran, models.PROTECT, null=True, related_name="+")
    dijawab_at = models.DateTimeField(null=True)
    data_dukung = models.ManyToManyField(DataDukung, related_name="klarifikasi")

    objects = KlarifikasiQuerySet.as_manager()

    class Meta:
        ordering = ["kode", "putaran"]
        constraints = [models.UniqueConstraint(fields=["evaluasi", "kode", "putaran"], name="klarifikasi_round_unique")]

    def __str__(self) -> str:
        return f"Klarifikasi {self.kode} ({self.putaran})"


class RiwayatEvaluasiTPI(Riwayat):
    """History of an evaluation: phases, assignments, decisions."""

    objek = models.ForeignKey(EvaluasiTPI, models.PROTECT, related_name="riwayat")


class RiwayatJawabanPenilai(Riwayat):
    """History of an assessor's answer."""

    objek = models.ForeignKey(JawabanPenilai, models.PROTECT, related_name="riwayat")
    versi = models.PositiveIntegerField(default=0)


class RiwayatKlarifikasi(Riwayat):
    """History of a clarification."""

    objek = models.ForeignKey(Klarifikasi, models.PROTECT, related_name="riwayat")
