"""Where each unit's report of each quarter stands: due date, overdue or not, and whose turn it is."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Case, Count, Exists, OuterRef, Q, Sum, When
from django.utils import timezone

from action_plans.due import quarter_begun, quarter_ended
from action_plans.models import LaporanTriwulan
from units.choices import ROMAN, months_of
from units.halaman import Nada
from units.models import PembangunanZI, Peran, Periode
from units.profiles import get_profil

S = LaporanTriwulan.Status
TRIWULAN = (1, 2, 3, 4)
NADA: dict[str, Nada] = {
    S.DRAF: "kuning",
    S.DIAJUKAN: "biru",
    S.DISETUJUI: "biru",
    S.DISAMPAIKAN: "biru",
    S.DITERIMA: "hijau",
}
# What happens next, and who does it, in each status.
LANGKAH = {
    S.DRAF: "Ketua Tim melengkapi dan mengajukan laporan.",
    S.DIAJUKAN: "Menunggu persetujuan Kepala Unit Kerja.",
    S.DISETUJUI: "Kepala Unit Kerja menyampaikan laporan ke Inspektorat.",
    S.DISAMPAIKAN: "Menunggu penerimaan oleh Inspektorat.",
    S.DITERIMA: "Selesai.",
}


@dataclass(frozen=True, slots=True)
class KeadaanLaporan:
    """One unit, one quarter. `laporan` is None when there is none that the role may see."""

    pembangunan: PembangunanZI
    triwulan: int
    tenggat: date
    laporan: LaporanTriwulan | None
    today: date

    @property
    def nama(self) -> str:
        return f"Triwulan {ROMAN[self.triwulan]}"

    @property
    def is_sent(self) -> bool:
        """Reached the Inspektorat at least once, even if it was returned since."""
        return self.laporan is not None and self.laporan.dikirim_at is not None

    @property
    def is_owed(self) -> bool:
        """A unit that was named by decree after the quarter owes no report of it."""
        named, tahun = self.pembangunan.tanggal_penetapan, self.pembangunan.periode.tahun
        return named is None or not quarter_ended(tahun, self.triwulan, named)

    @property
    def is_overdue(self) -> bool:
        return self.is_owed and not self.is_sent and self.today > self.tenggat

    @property
    def is_returned(self) -> bool:
        return self.is_sent and self.laporan.status == S.DRAF

    @property
    def has_begun(self) -> bool:
        """The quarter itself has begun, so that there is something to report."""
        return quarter_begun(self.pembangunan.periode.tahun, self.triwulan, self.today)

    @property
    def has_ended(self) -> bool:
        return quarter_ended(self.pembangunan.periode.tahun, self.triwulan, self.today)

    @property
    def days_late(self) -> int:
        """Days past the deadline, until it was sent or until today; 0 in time."""
        end = timezone.localdate(self.laporan.dikirim_at) if self.is_sent else self.today
        return max(0, (end - self.tenggat).days)

    @property
    def status(self) -> tuple[Nada, str]:
        if self.is_returned:
            return "merah", "Dikembalikan"
        if self.laporan:
            return NADA[self.laporan.status], self.laporan.get_status_display()
        if not self.has_begun:
            return "netral", "Belum waktunya"
        if not self.is_owed:
            return "netral", "Sebelum penetapan"
        return ("kuning", "Belum disampaikan") if self.has_ended else ("netral", "Triwulan berjalan")

    @property
    def langkah(self) -> str:
        if self.laporan:
            return LANGKAH[self.laporan.status]
        return "Ketua Tim menyusun laporan." if self.has_ended and self.is_owed else ""


def deadlines(periode: Periode) -> dict[int, date]:
    """Deadline of each quarter's report: the year's calendar, where it is silent the profile's default (one query)."""
    stored = {t.kode: t.tanggal for t in periode.tenggat.all()}
    profil = get_profil(periode.profil)
    codes = {n: f"laporan_tw{n}" for n in TRIWULAN}
    return {n: stored.get(kode) or profil.deadline(kode, periode.tahun) for n, kode in codes.items()}


def states_of(
    pembangunan: Iterable[PembangunanZI], laporan: Iterable[LaporanTriwulan], *, due: dict[int, date], today: date
) -> list[KeadaanLaporan]:
    """Every unit x quarter, also those without a report. Plain rows in, no queries when `periode` is selected."""
    found = {(row.pembangunan_id, row.triwulan): row for row in laporan}
    return [KeadaanLaporan(p, n, due[n], found.get((p.pk, n)), today) for p in pembangunan for n in TRIWULAN]


def states_for(peran: Peran, periode: Periode, *, today: date) -> list[KeadaanLaporan]:
    """What this role may see of the year's reports (three queries)."""
    units = list(
        PembangunanZI.objects.visible_to(peran).filter(periode=periode).select_related("unit").order_by("unit__kode")
    )
    for row in units:
        row.periode = periode  # the same for all of a thousand
    reports = LaporanTriwulan.objects.visible_to(peran).filter(pembangunan__periode=periode).defer("data").order_by()
    return states_of(units, reports, due=deadlines(periode), today=today)


def count_overdue(peran: Peran, periode: Periode, *, today: date) -> tuple[int, int]:
    """How many reports of all units are overdue, and of how many units: what `is_overdue` says of one, counted by the
    database (two queries).
    """
    due = [triwulan for triwulan, tenggat in deadlines(periode).items() if tenggat < today]
    rows = PembangunanZI.objects.visible_to(peran).filter(periode=periode).order_by()
    late = {f"t{triwulan}": late_in(periode.tahun, triwulan) for triwulan in due}
    any_late = reduce(or_, (Q(**{name: 1}) for name in late), Q(pk=None))
    sums = {f"n{name}": Sum(name) for name in late}
    found = rows.annotate(**late).aggregate(units=Count("pk", filter=any_late), **sums)
    return sum(found[name] or 0 for name in sums), found["units"]


def late_in(tahun: int, triwulan: int) -> Case:
    """1 for a unit's year whose report of this quarter was owed and not sent, else 0; the caller knows it is due."""
    last = months_of(triwulan)[-1]
    quarter_end = date(tahun, last, monthrange(tahun, last)[1])
    owed = Q(tanggal_penetapan=None) | Q(tanggal_penetapan__lte=quarter_end)
    sent = LaporanTriwulan.objects.filter(pembangunan=OuterRef("pk"), triwulan=triwulan).exclude(dikirim_at=None)
    return Case(When(owed & ~Exists(sent), then=1), default=0)
