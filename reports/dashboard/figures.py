"""The numbers of the dashboards. A number is a criterion counted, and the list behind it is the same criterion filtered,
so that the two cannot differ.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import add

from django.db.models import (
    Case,
    Count,
    Exists,
    Expression,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from action_plans.models import LaporanTriwulan, RencanaAksi
from action_plans.report_status import deadlines
from evaluation.models import Penilaian, Rekomendasi
from units.choices import JenisPredikat, Tahap, months_of
from units.models import PembangunanZI, Peran, Periode, Predikat, UnitKerja

T = Tahap
AKHIR = (T.BERPREDIKAT, T.PEMANTAUAN, T.DIBINA, T.DICABUT)
REEVALUASI_DEKAT = timedelta(days=90)
BATAS_PEMEGANG = 30  # percent of units with a predicate from which no more WBK need be proposed (PermenPANRB 90/2021)


@dataclass(frozen=True, slots=True)
class Kriteria:
    """What a tile counts. `label` heads the list behind it."""

    kode: str
    label: str
    syarat: Q


_MEMENUHI = Q(kurang=0)
KRITERIA: dict[str, Kriteria] = {
    k.kode: k
    for k in (
        *(Kriteria(t.value, f"Tahap: {t.label}", Q(tahap=t.value)) for t in Tahap),
        Kriteria("memenuhi", "Memenuhi ambang batas predikat yang dituju", _MEMENUHI),
        Kriteria("kurang", "Belum memenuhi ambang batas", Q(kurang__gt=0)),
        Kriteria("belum_dinilai", "Belum ada nilai", Q(kurang=None)),
        Kriteria("keputusan", "Menunggu keputusan kepala daerah", Q(tahap=T.EVALUASI_TPI, tpi__status="final")),
        Kriteria("tanpa_rencana", "Rencana aksi belum disetujui", Q(disetujui=False) & ~Q(tahap__in=AKHIR)),
        Kriteria("laporan_terlambat", "Laporan triwulan terlambat", Q(laporan_terlambat__gt=0)),
        Kriteria("selisih", "Nilai mandiri di atas nilai TPI", Q(selisih__gt=0)),
        Kriteria("tindak_lanjut", "Tindak lanjut rekomendasi terlambat", Q(rekomendasi_terlambat=True)),
    )
}
TERLAMBAT = ("tanpa_rencana", "laporan_terlambat", "tindak_lanjut")


def unit_years(peran: Peran, periode: Periode | None, *, today: date) -> QuerySet[PembangunanZI]:
    """The units of the year this role sees, each with the figures that criteria and lists ask for.

    The score is TPI's where it is final, else the unit's own that it submitted; `kurang` counts the missed minima of
    the predicate the unit builds towards, None without a score.
    """
    rows = PembangunanZI.objects.visible_to(peran).filter(periode=periode).select_related("unit", "periode")
    return rows.alias(
        mandiri=FilteredRelation("penilaian", condition=Q(penilaian__jenis=Penilaian.Jenis.MANDIRI)),
        tpi=FilteredRelation("penilaian", condition=Q(penilaian__jenis=Penilaian.Jenis.TPI)),
    ).annotate(
        nilai=_score("nilai"),
        oleh_tpi=Case(When(tpi__ringkasan__isnull=False, then=True), default=False),
        kurang=_of_target(_score("kurang_wbk"), _score("kurang_wbbm"), IntegerField()),
        putusan=_of_target(_score("putusan_wbk"), _score("putusan_wbbm"), TextField()),
        area=_score("area"),
        nilai_mandiri=F("mandiri__ringkasan__nilai"),
        selisih=F("mandiri__ringkasan__nilai") - F("tpi__ringkasan__nilai"),
        disetujui=Exists(RencanaAksi.objects.filter(pembangunan=OuterRef("pk"), versi__gt=0)),
        laporan_terlambat=late_reports(periode, today) if periode else Value(0),
        rekomendasi_terlambat=Exists(
            Rekomendasi.objects.visible_to(peran).overdue(today).filter(unit=OuterRef("unit"))
        ),
    )


def _score(field: str) -> Expression:
    return Coalesce(F(f"tpi__ringkasan__{field}"), F(f"mandiri__ringkasan__{field}"))


def _of_target(wbk: Expression, wbbm: Expression, output: IntegerField | TextField) -> Expression:
    return Case(When(target=JenisPredikat.WBBM, then=wbbm), default=wbk, output_field=output)


def late_reports(periode: Periode, today: date) -> Expression:
    """How many quarterly reports are past their deadline and never reached the Inspektorat, as
    `action_plans.report_status.KeadaanLaporan.is_overdue` says of one.
    """
    due = [triwulan for triwulan, tenggat in deadlines(periode).items() if tenggat < today]
    return reduce(add, (_late(periode.tahun, triwulan) for triwulan in due), Value(0))


def _late(tahun: int, triwulan: int) -> Expression:
    last = months_of(triwulan)[-1]
    quarter_end = date(tahun, last, monthrange(tahun, last)[1])
    owed = Q(tanggal_penetapan=None) | Q(tanggal_penetapan__lte=quarter_end)
    sent = LaporanTriwulan.objects.filter(pembangunan=OuterRef("pk"), triwulan=triwulan).exclude(dikirim_at=None)
    return Case(When(owed & ~Exists(sent), then=1), default=0)


def closest_first(rows: QuerySet[PembangunanZI]) -> QuerySet[PembangunanZI]:
    """Fewest missed minima, then the highest score; units without a score last."""
    return rows.order_by(F("kurang").asc(nulls_last=True), F("nilai").desc(nulls_last=True), "unit__kode")


def count_all(rows: QuerySet[PembangunanZI]) -> Mapping[str, int]:
    """Every criterion counted, in one query; `semua` are all units of the year."""
    counts = {f"n_{kode}": Count("pk", filter=item.syarat) for kode, item in KRITERIA.items()}
    found = rows.order_by().aggregate(n_semua=Count("pk"), **counts)
    return {name.removeprefix("n_"): number for name, number in found.items()}


@dataclass(frozen=True, slots=True)
class Tahun:
    """One programme year in the trend. `rata` is the mean score as printed, None without scores."""

    tahun: int
    unit: int
    dinilai: int
    rata: float | None
    memenuhi: int
    predikat: int


@dataclass(frozen=True, slots=True)
class Pemegang:
    """Units that hold a predicate, of all active ones (the 30% notice is shown, it blocks nothing)."""

    unit: int
    dari: int
    jatuh_tempo: tuple[Predikat, ...]

    @property
    def persen(self) -> float:
        return self.unit / self.dari * 100 if self.dari else 0.0

    @property
    def di_atas_batas(self) -> bool:
        return self.persen > BATAS_PEMEGANG


def holders(peran: Peran, *, today: date) -> Pemegang:
    """Holders and those whose re-evaluation is due within 90 days or overdue (three queries)."""
    held = Predikat.objects.visible_to(peran).exclude(status=Predikat.Status.DICABUT)
    due = held.filter(reevaluasi_paling_lambat__lte=today + REEVALUASI_DEKAT).select_related("unit")
    return Pemegang(
        unit=held.values("unit").distinct().count(),
        dari=UnitKerja.objects.filter(instansi_id=peran.instansi_id, is_active=True, is_inspektorat=False).count(),
        jatuh_tempo=tuple(due.order_by("reevaluasi_paling_lambat")[:10]),
    )
