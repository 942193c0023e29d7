"""The plans of an institution as a table reads them: counted for the page that is shown, not for a thousand units."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Count, F, QuerySet
from django_tables2.utils import OrderByTuple

from action_plans.plan_data import Ringkas, summarise_plans
from units.models import PembangunanZI

# Columns that the database can sort by; the others are figures of all the plan's actions.
KOLOM = {"unit": "unit__nama", "status": "rencana__status", "versi": "rencana__versi"}


class DaftarRencana:
    """What django-tables2 asks of a queryset: count, order, slice."""

    model = PembangunanZI

    def __init__(self, units: QuerySet[PembangunanZI], *, today: date) -> None:
        self.units, self.today = units, today
        counted = units.order_by().aggregate(semua=Count("pk"), dengan_rencana=Count("rencana"))
        self.semua, self.dengan_rencana = counted["semua"], counted["dengan_rencana"]
        self.rows: Sequence[Ringkas] | None = None  # all of them, where the order asked for their figures

    def count(self) -> int:
        return self.semua

    __len__ = count

    def order_by(self, *names: str) -> "DaftarRencana":
        bare = [name.lstrip("-") for name in names]
        if set(bare) <= KOLOM.keys():
            order = [
                F(KOLOM[name]).desc(nulls_last=True) if full != name else F(KOLOM[name]).asc(nulls_first=True)
                for full, name in zip(names, bare, strict=True)
            ]
            self.units, self.rows = self.units.order_by(*order, "unit__kode"), None
        else:
            self.rows = sorted(summarise_plans(self.units, today=self.today), key=OrderByTuple(names).key)
        return self

    def __getitem__(self, part: slice) -> Sequence[Ringkas]:
        if self.rows is not None:
            return self.rows[part]
        return summarise_plans(self.units[part], today=self.today)

    def __iter__(self) -> Iterator[Ringkas]:
        return iter(self[0 : self.semua])
