"""The numbers of the dashboards. A number is a criterion counted, and the list behind it is the same criterion filtered,
so that the two cannot differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import add

from django.db.models import (
    Avg,
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

from action_plans.models import Pembinaan, RencanaAksi
from action_plans.report_status import deadlines, late_in
from evaluation.models import EvaluasiTPI, Penilaian, Rekomendasi
from units.choices import Area, JenisPredikat, Tahap
from units.models import PembangunanZI, Peran, Periode, Predikat
from units.predicate_list import SEGERA, PorsiBerpredikat, due, share_of

T = Tahap
AKHIR = (T.BERPREDIKAT, T.PEMANTAUAN, T.DIBINA, T.DICABUT)
TAMPIL = 6  # rows of a list on the page itself


@dataclass(frozen=True, slots=True)
class Kriteria:
    """What a tile counts. `label` heads the list behind it."""

    kode: str
    label: str
    syarat: Q


_MEMENUHI = Q(kurang=0)
_TANPA_RENCANA = Q(disetujui=False) & ~Q(tahap__in=AKHIR)
_LAPORAN, _TINDAK_LANJUT = Q(laporan_terlambat__gt=0), Q(rekomendasi_terlambat=True)
KRITERIA: dict[str, Kriteria] = {
    k.kode: k
    for k in (
        *(Kriteria(t.value, f"Tahap: {t.label}", Q(tahap=t.value)) for t in Tahap),
        Kriteria("memenuhi", "Memenuhi ambang batas predikat yang dituju", _MEMENUHI),
        Kriteria("kurang", "Belum memenuhi ambang batas", Q(kurang__gt=0)),
        Kriteria("belum_dinilai", "Belum ada nilai", Q(kurang=None)),
        Kriteria("keputusan", "Menunggu keputusan kepala daerah", Q(tahap=T.EVALUASI_TPI, tpi__status="final")),
        Kriteria("tanpa_rencana", "Rencana aksi belum disetujui", _TANPA_RENCANA),
        Kriteria("laporan_terlambat", "Laporan triwulan terlambat", _LAPORAN),
        Kriteria("selisih", "Nilai mandiri di atas nilai TPI", Q(selisih__gt=0)),
        Kriteria("tindak_lanjut", "Tindak lanjut rekomendasi terlambat", _TINDAK_LANJUT),
        Kriteria("belum_dibina", "Belum pernah dibina tahun ini", Q(dibina=False)),
        Kriteria("terlambat", "Ada yang terlambat", _TANPA_RENCANA | _LAPORAN | _TINDAK_LANJUT),
        *(
            Kriteria(f"area_{a.value}", f"Belum mencapai batas minimal {a.label}", Q(**{f"area__{a.value}__1": False}))
            for a in Area.pengungkit()
        ),
    )
}


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
        dibina=Exists(Pembinaan.objects.filter(pembangunan=OuterRef("pk")).exclude(status=Pembinaan.Status.DRAF)),
        laporan_terlambat=late_reports(periode, today) if periode else Value(0),
        rekomendasi_terlambat=Exists(
            Rekomendasi.objects.visible_to(peran)
            .filter(evaluasi__status=EvaluasiTPI.Fase.FINAL, unit=OuterRef("unit"))
            .overdue(today)
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
    return reduce(add, (late_in(periode.tahun, triwulan) for triwulan in due), Value(0))


def closest_first(rows: QuerySet[PembangunanZI]) -> QuerySet[PembangunanZI]:
    """Fewest missed minima, then the highest score; units without a score last."""
    return rows.order_by(F("kurang").asc(nulls_last=True), F("nilai").desc(nulls_last=True), "unit__kode")


def weakest_last(rows: QuerySet[PembangunanZI]) -> QuerySet[PembangunanZI]:
    """Units with a score, those that miss a minimum first and of them the closest: the rows of the heat map."""
    met = Case(When(kurang=0, then=1), default=0, output_field=IntegerField())
    return rows.exclude(kurang=None).order_by(met, "kurang", F("nilai").desc(), "unit__kode")


def count_all(rows: QuerySet[PembangunanZI]) -> Mapping[str, int]:
    """Every criterion counted, in one query; `semua` are all units of the year."""
    counts = {f"n_{kode}": Count("pk", filter=item.syarat) for kode, item in KRITERIA.items()}
    found = rows.order_by().aggregate(n_semua=Count("pk"), **counts)
    return {name.removeprefix("n_"): number for name, number in found.items()}


def first_of(rows: QuerySet[PembangunanZI], kode: str) -> QuerySet[PembangunanZI]:
    """The first of the units that a criterion counts, in the order of its list; of the late ones those with most."""
    found = rows.filter(KRITERIA[kode].syarat)
    late = found.order_by("-laporan_terlambat", "disetujui", "unit__kode")
    return (late if kode == "terlambat" else closest_first(found))[:TAMPIL]


def mean_score(rows: QuerySet[PembangunanZI]) -> Decimal | None:
    """As printed; None without a score (one query)."""
    mean = rows.order_by().aggregate(rata=Avg("nilai"))["rata"]
    return None if mean is None else round(Decimal(mean), 2)


# The main figures: criterion, label, note with the number of all units, tone.
UTAMA = (
    ("memenuhi", "Memenuhi ambang batas", "dari {} unit", "hijau"),
    ("kurang", "Belum memenuhi", "terdekat di bawah ini", "kuning"),
    ("keputusan", "Menunggu keputusan", "hasil TPI sudah final", "biru"),
    ("tanpa_rencana", "Tanpa rencana disetujui", "belum dapat melaporkan", "merah"),
    ("laporan_terlambat", "Laporan terlambat", "lewat tenggat triwulan", "merah"),
    ("tindak_lanjut", "Tindak lanjut terlambat", "rekomendasi TPI", "merah"),
)


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
    """Who holds a predicate, as the register counts it (the 30% notice is shown, it blocks nothing)."""

    porsi: PorsiBerpredikat
    berlaku: int
    ditinjau: int
    dekat: int
    lewat: int
    jatuh_tempo: tuple[Predikat, ...]


def holders(peran: Peran, *, today: date) -> Pemegang:
    """Holders and those whose re-evaluation is due within 90 days or overdue (four queries)."""
    rows = Predikat.objects.visible_to(peran)
    soon, status = due(rows, today=today, days=SEGERA), Predikat.Status
    found = rows.order_by().aggregate(
        berlaku=Count("pk", filter=Q(status=status.BERLAKU)),
        ditinjau=Count("pk", filter=Q(status=status.DITINJAU)),
        dekat=Count("pk", filter=Q(pk__in=soon)),
        lewat=Count("pk", filter=Q(pk__in=due(rows, today=today, days=-1))),
    )
    first = soon.select_related("unit").order_by("reevaluasi_paling_lambat", "unit__kode")[:TAMPIL]
    return Pemegang(porsi=share_of(peran.instansi), jatuh_tempo=tuple(first), **found)
