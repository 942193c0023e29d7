"""From the field to the signed result: visits, plenary decisions, LHE, recommendations and what was done about them."""

from datetime import date, timedelta

from django.db import models

from evaluation.models.lke import Penilaian
from evaluation.models.tpi import EvaluasiTPI
from units.models import Berkas, DataDukung, Peran, Riwayat, UnitKerja
from units.scope import ScopedQuerySet


class KunjunganLapangan(models.Model):
    """A field visit of TPI."""

    evaluasi = models.ForeignKey(EvaluasiTPI, models.PROTECT, related_name="kunjungan")
    tanggal = models.DateField("Tanggal")
    tempat = models.CharField("Tempat", max_length=150)
    penilai = models.ManyToManyField(Peran, related_name="+")
    ditemui = models.TextField("Ditemui", blank=True, help_text="Satu baris per orang: nama dan jabatannya.")
    ringkasan = models.TextField("Ringkasan", blank=True)
    versi = models.PositiveIntegerField(default=1)
    dicatat_oleh = models.ForeignKey(Peran, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["tanggal", "pk"]

    def __str__(self) -> str:
        return f"Kunjungan {self.tanggal} {self.evaluasi}"


class TemuanLapangan(models.Model):
    """What was seen on the spot about one question."""

    class Kesesuaian(models.TextChoices):
        SESUAI = "sesuai", "Sesuai"
        SEBAGIAN = "sebagian", "Sesuai sebagian"
        TIDAK = "tidak", "Tidak sesuai"

    kunjungan = models.ForeignKey(KunjunganLapangan, models.PROTECT, related_name="temuan")
    kode = models.CharField(max_length=40)
    kesesuaian = models.CharField(max_length=10, choices=Kesesuaian, blank=True)  # empty: only marked to be looked at
    uraian = models.TextField("Uraian", blank=True)
    versi = models.PositiveIntegerField(default=0)
    dicatat_oleh = models.ForeignKey(Peran, models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["kunjungan", "kode"], name="temuan_once_per_question")]

    def __str__(self) -> str:
        return f"{self.kode}: {self.get_kesesuaian_display()}"


class FotoLapangan(models.Model):
    """A photo taken on a visit."""

    kunjungan = models.ForeignKey(KunjunganLapangan, models.PROTECT, related_name="foto")
    berkas = models.ForeignKey(Berkas, models.PROTECT, related_name="+")
    keterangan = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.keterangan or str(self.berkas)


class Pleno(models.Model):
    """The plenary of one evaluation: when, where, who was there."""

    evaluasi = models.OneToOneField(EvaluasiTPI, models.PROTECT, related_name="pleno")
    tanggal = models.DateField("Tanggal")
    tempat = models.CharField("Tempat", max_length=150)
    hadir = models.ManyToManyField(Peran, related_name="+")
    catatan = models.TextField("Catatan", blank=True)
    versi = models.PositiveIntegerField(default=1)
    dibuka_oleh = models.ForeignKey(Peran, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Pleno {self.evaluasi}"


class PutusanPleno(models.Model):
    """TPI's answer to one question. Questions on which all agree are taken over without a reason."""

    evaluasi = models.ForeignKey(EvaluasiTPI, models.PROTECT, related_name="putusan")
    kode = models.CharField(max_length=40)
    nilai = models.JSONField(null=True)  # as evaluation.lke.answers reads it; not applicable carries its reason
    alasan = models.TextField("Alasan", blank=True)
    rekomendasi = models.TextField("Rekomendasi", blank=True)
    sepakat = models.BooleanField(default=False)  # taken over because all assessors agreed
    versi = models.PositiveIntegerField(default=1)
    diputus_oleh = models.ForeignKey(Peran, models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["evaluasi", "kode"], name="putusan_once_per_question")]

    def __str__(self) -> str:
        return f"{self.evaluasi} {self.kode}"


class HasilEvaluasi(models.Model):
    """LHE: TPI's result, signed by ketua and sekretaris and then frozen in `penilaian` (jenis TPI).

    `sidik` is the digest of all that was signed; a signature stands only while it is the digest of what is stored.
    `syarat` are the requirements as they were judged then, by predicate (evaluation.services.requirements.freeze).
    """

    evaluasi = models.OneToOneField(EvaluasiTPI, models.PROTECT, related_name="hasil")
    nomor = models.CharField("Nomor LHE", max_length=100, blank=True)
    tanggal = models.DateField("Tanggal LHE", null=True, blank=True)
    catatan = models.TextField("Catatan umum", blank=True)
    versi = models.PositiveIntegerField(default=1)
    sidik = models.CharField(max_length=64, blank=True)
    ketua = models.ForeignKey(Peran, models.PROTECT, null=True, related_name="+")
    ketua_at = models.DateTimeField(null=True)
    sekretaris = models.ForeignKey(Peran, models.PROTECT, null=True, related_name="+")
    sekretaris_at = models.DateTimeField(null=True)
    penilaian = models.OneToOneField(Penilaian, models.PROTECT, null=True, related_name="lhe")
    syarat = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"LHE {self.evaluasi}"


class RekomendasiQuerySet(ScopedQuerySet):
    def visible_to(self, peran) -> "RekomendasiQuerySet":
        """Recommendations of a final result; the Inspektorat sees those in the making too."""
        if peran is None or peran.jenis == "pegawai":
            return self.none()
        rows = self.in_scope(peran, instansi="unit__instansi")
        return rows if peran.jenis.endswith("tpi") else rows.filter(evaluasi__status="final")

    def overdue(self, today: date, *, days: int = 0) -> "RekomendasiQuerySet":
        """The unit owes a follow-up and its date passed more than `days` ago; one that waits for TPI is not the unit's."""
        return self.filter(status="terbuka", tenggat__lt=today - timedelta(days=days))


class Rekomendasi(models.Model):
    """Something to mend, with owner and due date. Open ones are carried into the next evaluation of the unit."""

    class Status(models.TextChoices):
        TERBUKA = "terbuka", "Menunggu tindak lanjut"
        DIJAWAB = "dijawab", "Menunggu verifikasi"
        SELESAI = "selesai", "Selesai"

    unit = models.ForeignKey(UnitKerja, models.PROTECT, related_name="rekomendasi")
    evaluasi = models.ForeignKey(EvaluasiTPI, models.PROTECT, related_name="rekomendasi")
    kode = models.CharField(max_length=40, blank=True)
    uraian = models.TextField("Rekomendasi")
    penanggung_jawab = models.CharField("Penanggung jawab", max_length=150)
    tenggat = models.DateField("Tenggat")
    status = models.CharField(max_length=10, choices=Status, default=Status.TERBUKA)
    versi = models.PositiveIntegerField(default=1)
    dibuat_oleh = models.ForeignKey(Peran, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RekomendasiQuerySet.as_manager()

    class Meta:
        ordering = ["tenggat", "pk"]

    def __str__(self) -> str:
        return self.uraian[:60]


class TindakLanjut(models.Model):
    """What the unit did about a recommendation, and TPI's verdict on it."""

    class Verifikasi(models.TextChoices):
        MENUNGGU = "menunggu", "Menunggu verifikasi"
        DITERIMA = "diterima", "Diterima"
        DIKEMBALIKAN = "dikembalikan", "Dikembalikan"

    rekomendasi = models.ForeignKey(Rekomendasi, models.PROTECT, related_name="tindak_lanjut")
    uraian = models.TextField("Tindak lanjut")
    data_dukung = models.ManyToManyField(DataDukung, related_name="tindak_lanjut")
    oleh = models.ForeignKey(Peran, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    verifikasi = models.CharField(max_length=12, choices=Verifikasi, default=Verifikasi.MENUNGGU)
    catatan = models.TextField("Catatan verifikasi", blank=True)
    diverifikasi_oleh = models.ForeignKey(Peran, models.PROTECT, null=True, related_name="+")
    diverifikasi_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.uraian[:60]


class RiwayatRekomendasi(Riwayat):
    """History of a recommendation."""

    objek = models.ForeignKey(Rekomendasi, models.PROTECT, related_name="riwayat")


class RiwayatTemuanLapangan(Riwayat):
    """History of a finding: one row per field changed; `versi` is the finding's version after it."""

    objek = models.ForeignKey(TemuanLapangan, models.PROTECT, related_name="riwayat")
    versi = models.PositiveIntegerField(default=0)


class RiwayatPutusanPleno(Riwayat):
    """History of a plenary decision: what was decided before, and why it changed."""

    objek = models.ForeignKey(PutusanPleno, models.PROTECT, related_name="riwayat")
    versi = models.PositiveIntegerField(default=0)
