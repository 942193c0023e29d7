"""The LKE: instruments an institution has adopted, filled assessments, their answers and evidence."""

from django.conf import settings
from django.db import models

from units.models import Berkas, DataDukung, Instansi, Pekerjaan, PembangunanZI, Peran, Riwayat
from units.scope import ScopedQuerySet


class InstrumenQuerySet(ScopedQuerySet):
    def visible_to(self, peran) -> "InstrumenQuerySet":
        """The institution's own instruments; drafts only for the roles that may edit them."""
        if peran is None:
            return self.none()
        rows = self.filter(instansi_id=peran.instansi_id)
        return rows if peran.jenis in ("admin_instansi", "ketua_tpi", "sekretaris_tpi") else rows.exclude(status="draf")


class Instrumen(models.Model):
    """An LKE as the institution adopted it by Keputusan Inspektur (Perbup Ketapang 49/2022 Pasal 7(4)).

    `isi` and `ambang` are the YAML texts that `evaluation.lke` loads; a published version never changes.
    """

    class Status(models.TextChoices):
        DRAF = "draf", "Draf"
        TERBIT = "terbit", "Terbit"
        DIGANTI = "diganti", "Diganti"

    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="instrumen")
    kode = models.SlugField("Kode", max_length=40)
    nama = models.CharField("Nama", max_length=150)
    versi = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAF)
    isi = models.TextField()
    ambang = models.TextField()
    sidik = models.CharField(max_length=64, blank=True)
    isi_versi = models.PositiveIntegerField(default=1)  # grows with each edit of a draft
    asal = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="turunan")
    nomor_keputusan = models.CharField("Nomor keputusan", max_length=100, blank=True)
    tanggal_keputusan = models.DateField("Tanggal keputusan", null=True, blank=True)
    berkas_keputusan = models.ForeignKey(Berkas, models.PROTECT, null=True, blank=True, related_name="+")
    dibuat_oleh = models.ForeignKey(Peran, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    terbit_at = models.DateTimeField(null=True)

    objects = InstrumenQuerySet.as_manager()

    class Meta:
        ordering = ["kode", "-versi"]
        constraints = [models.UniqueConstraint(fields=["instansi", "kode", "versi"], name="instrumen_version_unique")]

    def __str__(self) -> str:
        return f"{self.nama} versi {self.versi}"


class PenilaianQuerySet(ScopedQuerySet):
    def mandiri(self) -> "PenilaianQuerySet":
        """The unit's own; those of TPI and TPN stand in the same table."""
        return self.filter(jenis="mandiri")

    def visible_to(self, peran) -> "PenilaianQuerySet":
        """The unit its own from the first answer; the institution's roles once it was submitted.

        TPI's and TPN's are born final, so that the unit reads them too.
        """
        if peran is None or peran.jenis == "pegawai":
            return self.none()
        rows = self.in_scope(peran, unit="pembangunan__unit", instansi="pembangunan__unit__instansi")
        return rows if peran.unit_id else rows.exclude(diajukan_at=None)


class Penilaian(models.Model):
    """A filled LKE of a unit's year. What was submitted is frozen: answers, result, instrument and its digest."""

    class Jenis(models.TextChoices):
        MANDIRI = "mandiri", "Penilaian mandiri"
        TPI = "tpi", "Penilaian TPI"
        TPN = "tpn", "Penilaian TPN"

    class Status(models.TextChoices):
        DRAF = "draf", "Draf"
        DISIAPKAN = "disiapkan", "Disiapkan Ketua Tim"
        DIAJUKAN = "diajukan", "Diajukan"
        FINAL = "final", "Final"

    pembangunan = models.ForeignKey(PembangunanZI, models.PROTECT, related_name="penilaian")
    jenis = models.CharField(max_length=10, choices=Jenis, default=Jenis.MANDIRI)
    instrumen = models.ForeignKey(Instrumen, models.PROTECT, related_name="penilaian")
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAF)
    pernyataan = models.TextField(blank=True)
    hasil = models.JSONField(default=dict)  # frozen result; empty while a draft
    dibuat_oleh = models.ForeignKey(Peran, models.PROTECT, related_name="+")
    disiapkan_oleh = models.ForeignKey(Peran, models.PROTECT, null=True, related_name="+")
    diajukan_oleh = models.ForeignKey(Peran, models.PROTECT, null=True, related_name="+")
    diajukan_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PenilaianQuerySet.as_manager()

    class Meta:
        ordering = ["-pembangunan__periode__tahun", "pembangunan__unit__kode"]
        constraints = [models.UniqueConstraint(fields=["pembangunan", "jenis"], name="penilaian_once_per_jenis")]

    def __str__(self) -> str:
        return f"{self.get_jenis_display()} {self.pembangunan}"


class RingkasanNilai(models.Model):
    """The frozen figures of a submitted assessment that dashboards sort and compare; written with the frozen result.

    `kurang_*` counts the minima that are missed, None where the instrument does not judge that predicate;
    `area` is {area: [percent of its weight as printed, minimum met]}.
    """

    penilaian = models.OneToOneField(Penilaian, models.CASCADE, primary_key=True, related_name="ringkasan")
    nilai = models.DecimalField(max_digits=6, decimal_places=2)
    kurang_wbk = models.PositiveSmallIntegerField(null=True)
    kurang_wbbm = models.PositiveSmallIntegerField(null=True)
    putusan_wbk = models.TextField(blank=True)
    putusan_wbbm = models.TextField(blank=True)
    area = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["kurang_wbk", "-nilai"], name="ringkasan_closest")]

    def __str__(self) -> str:
        return f"{self.penilaian_id}: {self.nilai}"


class Jawaban(models.Model):
    """The answer to one question: `nilai` is what `evaluation.lke.answers` reads (letter, index or counts)."""

    penilaian = models.ForeignKey(Penilaian, models.PROTECT, related_name="jawaban")
    kode = models.CharField(max_length=40)
    nilai = models.JSONField(null=True)
    catatan = models.TextField("Catatan", blank=True)
    tautan = models.TextField("Tautan", blank=True)
    versi = models.PositiveIntegerField(default=1)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["penilaian", "kode"], name="jawaban_once_per_question")]
        # The search reads notes; most answers of a nation's five years have none.
        indexes = [models.Index(fields=["penilaian"], name="jawaban_with_note", condition=~models.Q(catatan=""))]

    def __str__(self) -> str:
        return f"{self.penilaian} {self.kode}"


class BuktiJawaban(models.Model):
    """Evidence shown for an answer."""

    jawaban = models.ForeignKey(Jawaban, models.PROTECT, related_name="bukti")
    data_dukung = models.ForeignKey(DataDukung, models.PROTECT, related_name="bukti_jawaban")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["jawaban", "data_dukung"], name="bukti_once_per_jawaban")]

    def __str__(self) -> str:
        return str(self.data_dukung)


class ImporLKE(Pekerjaan):
    """An LKE workbook that was read and waits for the person's decision; nothing is saved before."""

    task = "evaluation.tasks.run_impor_lke"

    penilaian = models.ForeignKey(Penilaian, models.PROTECT, related_name="impor")
    berkas = models.ForeignKey(Berkas, models.PROTECT, related_name="+")
    oleh = models.ForeignKey(Peran, models.PROTECT, related_name="+")
    hasil = models.JSONField(default=dict)
    diterapkan_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"Impor LKE {self.berkas}"


class RiwayatInstrumen(Riwayat):
    """History of an instrument: edits of a draft, publication, decree."""

    objek = models.ForeignKey(Instrumen, models.PROTECT, related_name="riwayat")


class RiwayatPenilaian(Riwayat):
    """History of an assessment: its steps, imports, moves to another instrument."""

    objek = models.ForeignKey(Penilaian, models.PROTECT, related_name="riwayat")


class RiwayatJawaban(Riwayat):
    """History of an answer: one row per field changed; `versi` is the answer's version after it."""

    objek = models.ForeignKey(Jawaban, models.PROTECT, related_name="riwayat")
    versi = models.PositiveIntegerField(default=0)
