"""Many papers of one kind in one go: the batch as a job, and a row for each paper."""

from django.db import models
from django.db.models import Q

from reports import choices
from reports.models.dokumen import Dokumen
from units.choices import ROMAN
from units.models import Berkas, Pekerjaan, Periode, StatusPekerjaan
from units.scope import ScopedQuerySet


class CetakMassalQuerySet(ScopedQuerySet):
    def visible_to(self, peran) -> "CetakMassalQuerySet":
        """Only for the role that asked: the zip holds what that role may read."""
        return self.filter(diminta_oleh=peran) if peran else self.none()


class CetakMassal(Pekerjaan):
    """A batch and the zip at its end. Each paper is a job of its own; this row only opens the next ones and packs.

    Its state is its rows: whoever asks after a power cut sees from them what is left to do.
    """

    task = "reports.tasks.run_massal_task"

    periode = models.ForeignKey(Periode, models.PROTECT, related_name="cetak_massal")
    jenis = models.CharField("Jenis dokumen", max_length=20, choices=choices.Jenis)
    triwulan = models.PositiveSmallIntegerField(null=True)
    # With a number from the register for each paper
    bernomor = models.BooleanField(default=False)
    # All papers are made or failed, and the zip is being written
    merangkum = models.BooleanField(default=False)
    diminta_oleh = models.ForeignKey("units.Peran", models.PROTECT, related_name="cetak_massal")
    berkas = models.ForeignKey(Berkas, models.PROTECT, null=True, related_name="cetak_massal")

    objects = CetakMassalQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.judul} {self.periode.tahun}"

    @property
    def judul(self) -> str:
        quarter = f" Triwulan {ROMAN[self.triwulan]}" if self.triwulan else ""
        return f"{self.get_jenis_display()}{quarter}"

    @property
    def is_running(self) -> bool:
        return self.status in (StatusPekerjaan.DIMINTA, StatusPekerjaan.DIKERJAKAN)


class BarisCetakQuerySet(models.QuerySet):
    """What has become of the papers. A row without paper and without error was not opened yet."""

    def waiting(self) -> "BarisCetakQuerySet":
        return self.filter(dokumen=None, galat="")

    def in_work(self) -> "BarisCetakQuerySet":
        return self.filter(dokumen__status__in=(StatusPekerjaan.DIMINTA, StatusPekerjaan.DIKERJAKAN))

    def made(self) -> "BarisCetakQuerySet":
        return self.filter(dokumen__status=StatusPekerjaan.JADI)

    def failed(self) -> "BarisCetakQuerySet":
        return self.filter(Q(dokumen__status=StatusPekerjaan.GAGAL) | Q(dokumen=None) & ~Q(galat=""))


class BarisCetak(models.Model):
    """One paper of a batch: its source, and the document or why there is none."""

    massal = models.ForeignKey(CetakMassal, models.CASCADE, related_name="baris")
    urutan = models.PositiveIntegerField()
    objek = models.PositiveBigIntegerField()  # the source, in the table that the batch's kind reads
    nama = models.CharField(max_length=250)
    dokumen = models.ForeignKey(Dokumen, models.PROTECT, null=True, related_name="baris_cetak")
    galat = models.TextField(blank=True)

    objects = BarisCetakQuerySet.as_manager()

    class Meta:
        ordering = ["urutan"]
        constraints = [models.UniqueConstraint(fields=["massal", "objek"], name="baris_cetak_once_per_objek")]

    def __str__(self) -> str:
        return f"{self.urutan}. {self.nama}"

    @property
    def pesan(self) -> str:
        """Why there is no file; select_related("dokumen") before asking it of many."""
        return self.galat or (self.dokumen.pesan if self.dokumen else "")
