"""Compare what the dashboards show with SQL written apart (zi_portal.figures_check)."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reports.dashboard import figures, inspectorate
from reports.dashboard.trend import trend
from units.choices import JenisPeran
from units.models import Peran, Periode
from zi_portal import figures_check as sql


class Command(BaseCommand):
    help = "Compute every figure of the dashboards a second time, in SQL written apart, and say where they differ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--instansi", type=int, help="only this institution (its key)")

    def handle(self, *, instansi: int | None, **options: object) -> None:
        leaders = Peran.objects.filter(jenis=JenisPeran.KETUA_TPI, selesai=None).select_related("instansi")
        leaders = leaders.filter(instansi=instansi) if instansi else leaders
        compared, wrong = 0, []
        for peran in leaders.order_by("instansi", "pk"):
            for name, pages, own in self.figures(peran):
                compared += len(pages)
                wrong += [f"{peran.instansi}, {name}, {beda}" for beda in sql.differences(pages, own)]
        for line in wrong:
            self.stderr.write(line)
        if wrong:
            raise CommandError(f"{len(wrong)} of {compared} figures differ.")
        self.stdout.write(f"{compared} figures agree.")

    def figures(self, peran: Peran) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
        """Name, what the pages show, what SQL says: of the institution, then of each of its years."""
        today, key = timezone.localdate(), peran.instansi_id
        held = figures.holders(peran, today=today)
        own = {name: getattr(held, name) for name in ("berlaku", "ditinjau", "dekat", "lewat")}
        yield (
            "holders",
            own | {"berpredikat": held.porsi.berpredikat, "unit": held.porsi.unit},
            sql.holders(key, today=today),
        )
        counted = [row.jumlah for row in inspectorate.open_recommendations(peran, today=today)]
        shown = dict(zip(("belum", "menunggu", "lewat", "lama"), counted, strict=True))
        yield "recommendations", shown, sql.recommendations(key, today=today)
        for periode in Periode.objects.filter(instansi=key).order_by("tahun"):
            yield from self.of_year(peran, periode)
            yield (
                f"trend up to {periode}",
                {
                    str(y.tahun): (
                        y.unit,
                        y.dinilai,
                        None if y.rata is None else f"{y.rata:.2f}",
                        y.memenuhi,
                        y.predikat,
                    )
                    for y in trend(peran, sampai=periode.tahun)
                },
                {
                    str(tahun): (unit, scored, None if mean is None else f"{mean:.2f}", met, held)
                    for tahun, unit, scored, mean, met, held in sql.years(key, sampai=periode.tahun, today=today)
                },
            )

    def of_year(self, peran: Peran, periode: Periode) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
        today = timezone.localdate()
        counts = figures.count_all(figures.unit_years(peran, periode, today=today))
        yield f"{periode}", dict(counts), sql.count_years(periode.pk, today=today)
        shown = {n: tuple(c.jumlah for c in q.sel) for n, q in enumerate(self._quarters(peran, periode), start=1)}
        own = sql.quarters(periode.pk, today=today)
        yield f"reports {periode}", {str(n): cells for n, cells in shown.items()}, {str(n): c for n, c in own.items()}
        shown = dict(zip(sql.FASE, (f.jumlah for f in inspectorate.phases(peran, periode, today=today)), strict=True))
        yield f"phases {periode}", shown, sql.phases(periode.pk)
        gaps = {gap.area: gap.selisih for gap in inspectorate.gaps(peran, periode).area}
        yield f"gaps {periode}", gaps, sql.area_gaps(periode.pk)
        disputed, every = inspectorate.disputed(peran, periode), sql.disputed(periode.pk)
        yield (
            f"disputed {periode}",
            {row.kode: row.jumlah for row in disputed},
            {row.kode: every.get(row.kode, 0) for row in disputed} | self._missing(disputed, every),
        )
        quality = zip((*sql.PUTUSAN, "ulang"), inspectorate.evidence_quality(peran, periode), strict=True)
        yield f"evidence {periode}", {kode: row.jumlah for kode, row in quality}, sql.evidence(periode.pk)

    def _quarters(self, peran: Peran, periode: Periode) -> list[inspectorate.KepatuhanTriwulan]:
        return inspectorate.compliance(peran, periode, today=timezone.localdate())

    def _missing(self, shown: list[inspectorate.SoalBerbeda], every: dict[str, int]) -> dict[str, int]:
        """Questions that differ more often than the last one shown, and are not shown."""
        if len(shown) < min(inspectorate.SERING, len(every)):
            return every
        least = min((row.jumlah for row in shown), default=0)
        return {kode: n for kode, n in every.items() if n > least}
