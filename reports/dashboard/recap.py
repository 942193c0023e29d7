"""All units of a year in one table, for the kepala daerah: which rows, and how their figures read."""

from datetime import date

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from action_plans.models import LaporanTriwulan
from evaluation.lke.numbers import koma
from reports.dashboard import figures
from units.choices import JenisPredikat
from units.models import PembangunanZI, Peran, Periode, Predikat

TRIWULAN = 4


def recap_rows(peran: Peran, periode: Periode | None, *, today: date) -> QuerySet[PembangunanZI]:
    """The units of the year by their code, with reports sent and the predicate in force besides their figures."""
    sent = LaporanTriwulan.objects.filter(pembangunan=OuterRef("pk")).exclude(dikirim_at=None).order_by()
    held = Predikat.objects.filter(unit=OuterRef("unit")).exclude(status=Predikat.Status.DICABUT)
    return (
        figures.unit_years(peran, periode, today=today)
        .annotate(
            laporan_masuk=Coalesce(
                Subquery(sent.values("pembangunan").annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0
            ),
            predikat_kini=Subquery(held.order_by("-jenis").values("jenis")[:1]),  # WBBM before WBK
        )
        .order_by("unit__kode")
    )


def verdict_of(row: PembangunanZI) -> str:
    if row.kurang is None:
        return "Belum ada nilai"
    return "Memenuhi" if row.kurang == 0 else row.putusan


def score_of(row: PembangunanZI) -> str:
    return "" if row.nilai is None else f"{koma(row.nilai)} ({'TPI' if row.oleh_tpi else 'mandiri'})"


def predicate_of(row: PembangunanZI) -> str:
    return JenisPredikat(row.predikat_kini).label if row.predikat_kini else ""
