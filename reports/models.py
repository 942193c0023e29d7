"""Documents that the portal has made."""

from django.db import models
from django.db.models import Q

from action_plans.models import LaporanTriwulan, RencanaAksi
from evaluation.models import Penilaian
from units.choices import JenisPeran
from units.models import Berkas, Pekerjaan, PembangunanZI, Peran
from units.scope import ScopedQuerySet

# A draft on paper is the unit's own business until it is approved.
MELIHAT_DRAF = frozenset({JenisPeran.KEPALA_UNIT, JenisPeran.KETUA_TIM, JenisPeran.ANGGOTA_TIM})


class DokumenQuerySet(ScopedQuerySet):
    def visible_to(self, peran) -> "DokumenQuerySet":
        """A document is seen by those who see what it was made from; one made from a draft, by the unit that works
        on it.
        """
        if peran is None:
            return self.none()
        rows = self if peran.jenis in MELIHAT_DRAF else self.filter(draf=False)
        return rows.filter(
            Q(laporan__in=LaporanTriwulan.objects.visible_to(peran))
            | Q(rencana__in=RencanaAksi.objects.visible_to(peran))
            | Q(penilaian__in=Penilaian.objects.visible_to(peran))
            | Q(jenis=Dokumen.Jenis.SK_TIM, pembangunan__in=PembangunanZI.objects.visible_to(peran))
        )


class Dokumen(Pekerjaan):
    """A PDF and the job that makes it. `sidik` is the digest of the data it shows: the same data is not rendered
    twice.
    """

    class Jenis(models.TextChoices):
        LAMPIRAN_I = "lampiran_i", "Rencana aksi (Lampiran I)"
        LAMPIRAN_II = "lampiran_ii", "Laporan triwulan (Lampiran II)"
        SK_TIM = "sk_tim", "Keputusan Tim Pembangunan ZI"
        LKE = "lke", "Lembar Kerja Evaluasi (LKE)"

    task = "reports.tasks.render_dokumen_task"

    jenis = models.CharField(max_length=20, choices=Jenis)
    pembangunan = models.ForeignKey(PembangunanZI, models.PROTECT, related_name="dokumen")
    rencana = models.ForeignKey(RencanaAksi, models.PROTECT, null=True, related_name="dokumen")
    laporan = models.ForeignKey(LaporanTriwulan, models.PROTECT, null=True, related_name="dokumen")
    penilaian = models.ForeignKey(Penilaian, models.PROTECT, null=True, related_name="dokumen")
    tata_letak = models.CharField(max_length=20, blank=True)
    sidik = models.CharField(max_length=64)
    # The data itself: the job may run late or twice and still draws what was asked for.
    isi = models.JSONField(default=dict)
    draf = models.BooleanField(default=True)
    keterangan = models.CharField(max_length=120, blank=True)  # e.g. "versi 2" or "draf"
    diminta_oleh = models.ForeignKey(Peran, models.PROTECT, related_name="dokumen")
    berkas = models.ForeignKey(Berkas, models.PROTECT, null=True, related_name="dokumen")
    halaman = models.PositiveSmallIntegerField(default=0)

    objects = DokumenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["jenis", "pembangunan", "tata_letak", "sidik"], name="dokumen_once_per_data"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_jenis_display()} {self.pembangunan}"

    @property
    def judul(self) -> str:
        """Kind and quarter; select_related("laporan") before asking it of many."""
        quarter = f" {self.laporan.get_triwulan_display()}" if self.laporan_id else ""
        return f"{self.get_jenis_display()}{quarter}"
