"""The years of an institution side by side."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.db.models import Avg, Case, Count, F, FilteredRelation, Q, When
from django.db.models.functions import Coalesce

from evaluation.models import Penilaian
from reports.dashboard.figures import Tahun
from units.choices import JenisPredikat
from units.models import PembangunanZI, Peran, Predikat

BANYAK = 5


def trend(peran: Peran, *, sampai: int) -> list[Tahun]:
    """The last five programme years up to `sampai`, oldest first (two queries)."""
    rows = (
        PembangunanZI.objects.visible_to(peran)
        .filter(periode__tahun__gt=sampai - BANYAK, periode__tahun__lte=sampai)
        .alias(
            mandiri=FilteredRelation("penilaian", condition=Q(penilaian__jenis=Penilaian.Jenis.MANDIRI)),
            tpi=FilteredRelation("penilaian", condition=Q(penilaian__jenis=Penilaian.Jenis.TPI)),
        )
        .alias(
            skor=Coalesce(F("tpi__ringkasan__nilai"), F("mandiri__ringkasan__nilai")),
            sisa=Case(
                When(
                    target=JenisPredikat.WBBM,
                    then=Coalesce(F("tpi__ringkasan__kurang_wbbm"), F("mandiri__ringkasan__kurang_wbbm")),
                ),
                default=Coalesce(F("tpi__ringkasan__kurang_wbk"), F("mandiri__ringkasan__kurang_wbk")),
            ),
        )
        .order_by()
        .values("periode__tahun")
        .annotate(unit=Count("pk"), dinilai=Count("skor"), rata=Avg("skor"), memenuhi=Count("pk", filter=Q(sisa=0)))
    )
    held = _held_at_year_end(peran, sampai)
    return [
        Tahun(
            tahun=row["periode__tahun"],
            unit=row["unit"],
            dinilai=row["dinilai"],
            rata=float(round(Decimal(row["rata"]), 2)) if row["rata"] is not None else None,
            memenuhi=row["memenuhi"],
            predikat=held[row["periode__tahun"]],
        )
        for row in sorted(rows, key=lambda row: row["periode__tahun"])
    ]


def _held_at_year_end(peran: Peran, sampai: int) -> dict[int, int]:
    """Units that held a predicate on 31 December of each year (one query)."""
    found = defaultdict(set)
    rows = Predikat.objects.visible_to(peran).values_list("unit_id", "mulai", "dicabut_pada")
    for tahun in range(sampai - BANYAK + 1, sampai + 1):
        end = date(tahun, 12, 31)
        found[tahun] = {unit for unit, mulai, dicabut in rows if mulai <= end and (dicabut is None or dicabut > end)}
    return {tahun: len(units) for tahun, units in found.items()}
