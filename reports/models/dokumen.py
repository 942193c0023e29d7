"""A paper and the job that draws it."""

from django.db import models
from django.db.models import Q

from action_plans.models import LaporanPembinaan, LaporanTriwulan, Pembinaan, RencanaAksi
from evaluation.models import EvaluasiTPI, Penilaian, UnitUsulan, Usulan
from reports import choices
from reports.access import READERS, drafts_seen_by, visible_pakta, visible_sptjm
from units.models import Berkas, Keputusan, PaktaIntegritas, Pekerjaan, PembangunanZI, Peran, Periode, Predikat
from units.scope import ScopedQuerySet


class DokumenQuerySet(ScopedQuerySet):
    def visible_to(self, peran) -> "DokumenQuerySet":
        """A document is seen by those who see what it was made from; one made from a draft, by those who work on it."""
        if peran is None:
            return self.none()
        # Every source below belongs to the role's institution; said of the paper itself, so that only its papers are read.
        rows = self.filter(periode__instansi_id=peran.instansi_id)
        rows = rows.filter(Q(draf=False) | Q(jenis__in=drafts_seen_by(peran)))
        rows = rows.exclude(jenis__in=[jenis for jenis, roles in READERS.items() if peran.jenis not in roles])
        return rows.filter(
            Q(laporan__in=LaporanTriwulan.objects.visible_to(peran))
            | Q(rencana__in=RencanaAksi.objects.visible_to(peran))
            | Q(laporan_pembinaan__in=LaporanPembinaan.objects.visible_to(peran))
            | Q(penilaian__in=Penilaian.objects.visible_to(peran))
            | Q(evaluasi__in=EvaluasiTPI.objects.visible_to(peran))
            | Q(keputusan__in=Keputusan.objects.visible_to(peran))
            | Q(pakta__in=visible_pakta(peran))
            | Q(usulan__in=Usulan.objects.visible_to(peran))
            | Q(unit_usulan__in=visible_sptjm(peran))
            | Q(pembinaan__in=Pembinaan.objects.visible_to(peran))
            | Q(predikat__in=Predikat.objects.visible_to(peran))
            | Q(jenis__in=OF_PERIODE, periode__in=Periode.objects.visible_to(peran))
            | Q(jenis__in=OF_YEAR, pembangunan__in=PembangunanZI.objects.visible_to(peran))
        )


class Dokumen(Pekerjaan):
    """A PDF and the job that makes it. `sidik` is the digest of the data it shows: the same data is not rendered
    twice. One of the foreign keys to sources is set, none where the unit's year or the programme year is the source.
    """

    Jenis = choices.Jenis

    task = "reports.tasks.render_dokumen_task"

    jenis = models.CharField(max_length=20, choices=choices.Jenis)
    periode = models.ForeignKey(Periode, models.PROTECT, related_name="dokumen")
    # None where several units share the paper
    pembangunan = models.ForeignKey(PembangunanZI, models.PROTECT, null=True, related_name="dokumen")
    rencana = models.ForeignKey(RencanaAksi, models.PROTECT, null=True, related_name="dokumen")
    laporan = models.ForeignKey(LaporanTriwulan, models.PROTECT, null=True, related_name="dokumen")
    laporan_pembinaan = models.ForeignKey(LaporanPembinaan, models.PROTECT, null=True, related_name="dokumen")
    penilaian = models.ForeignKey(Penilaian, models.PROTECT, null=True, related_name="dokumen")
    evaluasi = models.ForeignKey(EvaluasiTPI, models.PROTECT, null=True, related_name="dokumen")
    keputusan = models.ForeignKey(Keputusan, models.PROTECT, null=True, related_name="dokumen")
    pakta = models.ForeignKey(PaktaIntegritas, models.PROTECT, null=True, related_name="dokumen")
    usulan = models.ForeignKey(Usulan, models.PROTECT, null=True, related_name="dokumen")
    unit_usulan = models.ForeignKey(UnitUsulan, models.PROTECT, null=True, related_name="dokumen")
    pembinaan = models.ForeignKey(Pembinaan, models.PROTECT, null=True, related_name="dokumen")
    predikat = models.ForeignKey(Predikat, models.PROTECT, null=True, related_name="dokumen")
    tata_letak = models.CharField(max_length=20, blank=True)
    sidik = models.CharField(max_length=64)
    # The data itself: the job may run late or twice and still draws what was asked for.
    isi = models.JSONField(default=dict)
    # Number, code and copies of an issued paper (reports.cap); {} on one that has no number.
    cap = models.JSONField(default=dict)
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
            models.UniqueConstraint(
                fields=["jenis", "periode", "tata_letak", "sidik"],
                condition=Q(pembangunan__isnull=True),
                name="dokumen_of_units_once_per_data",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_jenis_display()} {self.tempat}"

    @property
    def judul(self) -> str:
        """Kind and quarter; select_related("laporan") before asking it of many."""
        quarter = f" {self.laporan.get_triwulan_display()}" if self.laporan_id else ""
        return f"{self.get_jenis_display()}{quarter}"

    @property
    def tempat(self) -> PembangunanZI | Periode:
        """The unit's year, or the programme year where several units share the paper; select_related before asking."""
        return self.pembangunan or self.periode


# Kinds whose source is the unit's year itself.
OF_YEAR = (
    choices.Jenis.SK_TIM,
    choices.Jenis.SK_AGEN,
    choices.Jenis.PAKTA_MASSAL,
    choices.Jenis.PIAGAM,
)
# Kinds whose source is the programme year itself.
OF_PERIODE = (
    choices.Jenis.RANCANGAN_PENETAPAN,
    choices.Jenis.RANCANGAN_PREDIKAT,
    choices.Jenis.DASBOR,
    choices.Jenis.REKAP_UNIT,
)
