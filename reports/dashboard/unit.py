"""One unit's year at a glance: the figures of its dashboard. What counts actions is the filter of the list of actions, so
that a number and the list behind it cannot differ.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, QuerySet
from django.urls import reverse

from action_plans.due import NADA, Keadaan
from action_plans.models import LaporanTriwulan, RencanaAksi
from action_plans.plan_data import BarisAksi, Capaian, Lembar, read_plan, summarise_plans
from action_plans.report_status import KeadaanLaporan, deadlines, states_of
from evaluation.lke.path import Jalur, find_path
from evaluation.models import Klarifikasi, Penilaian, Rekomendasi, RingkasanNilai
from evaluation.result_data import HasilLKE
from evaluation.services import assessment
from reports.dashboard.charts import width_of
from units.choices import Area, JenisPredikat, Tahap
from units.halaman import Nada
from units.models import PembangunanZI, Peran, Periode
from units.scope import INSPEKTORAT_ROLES, UNIT_ROLES
from units.views.year import place_of
from units.year import Keadaan as Syarat
from units.year import conditions_of, forward_steps
from units.year_people import next_actors

DITAMPILKAN = 6  # rows of each list; the list itself has them all
S = Klarifikasi.Status


# --- the next step -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LangkahUnit:
    """The step that leads on, who takes it, and what still stands against it."""

    label: str
    orang: str
    kurang: tuple[Syarat, ...]
    jumlah_syarat: int
    tautan: str

    @property
    def terpenuhi(self) -> int:
        return self.jumlah_syarat - len(self.kurang)


def next_step(year: PembangunanZI) -> LangkahUnit | None:
    """None at the end of the line; a few queries for each condition."""
    steps = forward_steps(year)
    if not steps:
        return None
    conditions = conditions_of(steps[0].name, year)
    missing = tuple(c for c in conditions if not c.is_met)
    return LangkahUnit(steps[0].label, next_actors(year, steps[0]), missing, len(conditions), place_of(year, steps[0]))


# --- the plan ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KemajuanArea:
    """Actions of an area, and how many of its monthly targets that have begun are done."""

    area: str
    nama: str
    aksi: int
    terlambat: int
    capaian: Capaian
    url: str
    terlambat_url: str

    @property
    def persen(self) -> int:
        """Of what is due; 0 while nothing is, so that no bar says that something was done."""
        return round(self.capaian.selesai * 100 / self.capaian.jatuh_tempo) if self.capaian.jatuh_tempo else 0

    @property
    def lebar(self) -> str:
        return width_of(self.persen)


@dataclass(frozen=True, slots=True)
class AksiBulan:
    """An action with a target in this month, and how that target stands."""

    baris: BarisAksi
    keadaan: Keadaan

    @property
    def nada(self) -> Nada:
        return NADA[self.keadaan]


@dataclass(frozen=True, slots=True)
class KemajuanRencana:
    """The plan today. `bulan_ini` are the actions with a target in this month, none outside the plan's own year."""

    rencana: RencanaAksi
    bulan: int
    bulan_ini: tuple[AksiBulan, ...]
    terlambat: tuple[BarisAksi, ...]
    area: tuple[KemajuanArea, ...]
    capaian: Capaian
    url: str

    @property
    def bulan_url(self) -> str:
        return f"{self.url}?bulan={self.bulan}"

    @property
    def terlambat_url(self) -> str:
        return f"{self.url}?status={Keadaan.TERLAMBAT.value}"

    @property
    def belum(self) -> int:
        """This month's targets that are not done yet."""
        return sum(a.keadaan != Keadaan.SELESAI for a in self.bulan_ini)


def _in_month(baris: BarisAksi, bulan: int) -> AksiBulan:
    return AksiBulan(baris, Keadaan(next(s.keadaan for s in baris.sel if s.bulan == bulan)))


def plan_of(peran: Peran, year: PembangunanZI, *, today: date) -> KemajuanRencana | None:
    """Three queries."""
    rows = RencanaAksi.objects.visible_to(peran).select_related("pembangunan__periode")
    rencana = rows.filter(pembangunan=year).first()
    if rencana is None:
        return None
    lembar = read_plan(rencana, today=today)
    url = reverse("aksi_list", args=[rencana.pk])
    month = lembar.bulan_ini
    return KemajuanRencana(
        rencana=rencana,
        bulan=month,
        bulan_ini=tuple(_in_month(b, month) for b in lembar.baris if month in b.bulan),
        terlambat=tuple(b for b in lembar.baris if b.keadaan == Keadaan.TERLAMBAT),
        area=tuple(_area(area, lembar, url) for area in Area if any(g.area == area for g in lembar.grup)),
        capaian=lembar.capaian,
        url=url,
    )


def _area(area: Area, lembar: Lembar, url: str) -> KemajuanArea:
    groups = [g for g in lembar.grup if g.area == area]
    rows = [b for g in groups for b in g.baris]
    here = f"{url}?area={area.value}"
    total = Capaian(
        *(
            sum(getattr(g.capaian, name) for g in groups)
            for name in ("aksi", "target", "jatuh_tempo", "selesai", "terlambat")
        )
    )
    late = sum(b.keadaan == Keadaan.TERLAMBAT for b in rows)
    return KemajuanArea(
        area.value, area.label, len(rows), late, total, here, f"{here}&status={Keadaan.TERLAMBAT.value}"
    )


def reports_of(peran: Peran, year: PembangunanZI, *, today: date) -> list[KeadaanLaporan]:
    """The four quarters (two queries)."""
    rows = LaporanTriwulan.objects.visible_to(peran).filter(pembangunan=year)
    return states_of([year], rows, due=deadlines(year.periode), today=today)


# --- the score and the way to the predicate ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NilaiUnit:
    """The result that counts now, and the way from it to the predicate. `sumber` says whose it is and how final."""

    penilaian: Penilaian
    hasil: HasilLKE
    jalur: Jalur
    sumber: str

    @property
    def menjadi(self):
        return self.hasil.nilai + self.jalur.poin


SUMBER = {
    (Penilaian.Jenis.TPI, True): "hasil TPI yang final",
    (Penilaian.Jenis.MANDIRI, True): "penilaian mandiri yang diajukan",
    (Penilaian.Jenis.MANDIRI, False): "draf penilaian mandiri, dihitung sekarang",
}


def score_of(peran: Peran, year: PembangunanZI) -> NilaiUnit | None:
    """TPI's result once it is final, else the unit's own; a draft is scored now. Three queries."""
    rows = Penilaian.objects.visible_to(peran).filter(pembangunan=year).exclude(jenis=Penilaian.Jenis.TPN)
    found = {row.jenis: row for row in rows.select_related("instrumen")}
    penilaian = found.get(Penilaian.Jenis.TPI) or found.get(Penilaian.Jenis.MANDIRI)
    if penilaian is None:
        return None
    penilaian.pembangunan = year
    _, ambang = assessment.content_of(penilaian.instrumen)
    target = assessment.target_of(penilaian)
    target = target if target in ambang.predikat else next(iter(ambang.predikat))
    proven = set(penilaian.jawaban.filter(bukti__isnull=False).values_list("kode", flat=True))
    return NilaiUnit(
        penilaian,
        assessment.result_of(penilaian, rinci=False),
        find_path(ambang, target, assessment.score_penilaian(penilaian), berbukti=proven),
        SUMBER[penilaian.jenis, bool(penilaian.hasil)],
    )


# --- what is open --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Terbuka:
    """Open requests of one kind: the number, the first of them, and the list that has all."""

    jumlah: int
    lewat: int
    baris: Sequence
    url: str
    lewat_url: str


def _narrowed(peran: Peran, year: PembangunanZI) -> str:
    """A unit's own lists have no choice of unit."""
    return "" if peran.jenis in UNIT_ROLES else f"&unit={year.unit_id}"


def clarifications(peran: Peran, year: PembangunanZI, *, today: date) -> Terbuka | None:
    """Those that wait for the unit; None for who may not read them (one query)."""
    if peran.jenis not in UNIT_ROLES | INSPEKTORAT_ROLES:
        return None
    rows = Klarifikasi.objects.visible_to(peran).filter(evaluasi__pembangunan=year, status=S.DIMINTA)
    return _open(rows, reverse("klarifikasi_list"), f"status={S.DIMINTA.value}", _narrowed(peran, year), today)


def recommendations(peran: Peran, year: PembangunanZI, *, today: date) -> Terbuka:
    """Of all years: what was recommended stays until it is done (one query)."""
    rows = Rekomendasi.objects.visible_to(peran).filter(unit=year.unit_id, evaluasi__status="final")
    rows = rows.exclude(status=Rekomendasi.Status.SELESAI)
    return _open(rows, reverse("rekomendasi_list"), "status=belum", _narrowed(peran, year), today)


def _open(rows: QuerySet, page: str, status: str, unit: str, today: date) -> Terbuka:
    """One unit's open requests are few: all are read, the first are shown. Late is what the unit owes past its date."""
    found = list(rows.order_by("tenggat", "pk"))
    late = sum(row.tenggat < today and row.status != Rekomendasi.Status.DIJAWAB for row in found)
    return Terbuka(len(found), late, found[:DITAMPILKAN], f"{page}?{status}{unit}", f"{page}?lewat=ya{unit}")


# --- last year beside this year ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TahunUnit:
    """What one year came to. `area` holds percent of weight per area as printed."""

    tahun: int
    tahap: str
    target: str
    nilai: Decimal | None
    kurang: int | None
    capaian: Capaian
    laporan: int
    area: dict[str, str]


def years_beside(peran: Peran, year: PembangunanZI, *, today: date) -> tuple[TahunUnit, TahunUnit | None]:
    """This year and the one before it, from stored figures only (five queries)."""
    rows = PembangunanZI.objects.visible_to(peran).filter(unit=year.unit_id, periode__tahun__lt=year.periode.tahun)
    before = rows.select_related("unit", "periode", "rencana").order_by("-periode__tahun").first()
    both = [year, before] if before else [year]
    plans = {r.pembangunan_pk: r.capaian for r in summarise_plans(both, today=today)}
    scores = _stored_scores(peran, both)
    sent = LaporanTriwulan.objects.visible_to(peran).filter(pembangunan__in=both).exclude(dikirim_at=None)
    reports = dict(sent.order_by().values_list("pembangunan").annotate(Count("pk")))
    made = [_year(row, plans[row.pk], scores.get(row.pk), reports.get(row.pk, 0)) for row in both]
    return made[0], made[1] if before else None


def _stored_scores(peran: Peran, years: Sequence[PembangunanZI]) -> dict[int, RingkasanNilai]:
    """TPI's figures where they are final, else the unit's own."""
    rows = RingkasanNilai.objects.filter(
        penilaian__in=Penilaian.objects.visible_to(peran).filter(pembangunan__in=years).exclude(jenis="tpn")
    ).select_related("penilaian")
    ordered = sorted(rows, key=lambda r: r.penilaian.jenis == Penilaian.Jenis.TPI)
    return {row.penilaian.pembangunan_id: row for row in ordered}


def _year(year: PembangunanZI, capaian: Capaian, score: RingkasanNilai | None, laporan: int) -> TahunUnit:
    missed = None
    if score:
        missed = score.kurang_wbbm if year.target == JenisPredikat.WBBM else score.kurang_wbk
    return TahunUnit(
        tahun=year.periode.tahun,
        tahap=Tahap(year.tahap).label,
        target=year.get_target_display(),
        nilai=score.nilai if score else None,
        kurang=missed,
        capaian=capaian,
        laporan=laporan,
        area={area: persen for area, (persen, _) in score.area.items()} if score else {},
    )


def find_year(peran: Peran, periode: Periode | None, unit_id: int) -> PembangunanZI | None:
    """The unit's year in the chosen programme year."""
    rows = PembangunanZI.objects.visible_to(peran).filter(periode=periode, unit=unit_id)
    return rows.select_related("unit__instansi", "periode__instansi", "penetapan", "rencana").first()
