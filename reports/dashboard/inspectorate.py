"""What the Inspektorat asks: how far evaluations are, who over-rates, where assessors differ, what lies open."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse

from action_plans.models import LaporanTriwulan
from action_plans.report_status import KeadaanLaporan, deadlines, late_in, states_of
from evaluation.filters_pleno import LAMA
from evaluation.models import BuktiJawaban, EvaluasiTPI, JawabanPenilai, Penilaian, PutusanBukti, Rekomendasi
from units.choices import Area
from units.models import DataDukung, PembangunanZI, Peran, Periode

SERING = 6  # questions shown
F = EvaluasiTPI.Fase
# While assessors still work blind, nobody is told where they differ.
TERBUKA = (F.KLARIFIKASI, F.LAPANGAN, F.PLENO, F.FINAL)


@dataclass(frozen=True, slots=True)
class FaseBerjalan:
    """Evaluations in one phase; `lewat` are those past the end of its window, `sisa` the days to the nearest end."""

    label: str
    jumlah: int
    lewat: int
    sisa: int | None
    url: str


@dataclass(frozen=True, slots=True)
class SelisihArea:
    """How many percent points of an area's weight units give themselves more than TPI does, on average."""

    area: str
    nama: str
    selisih: Decimal


@dataclass(frozen=True, slots=True)
class SelisihUnit:
    """One unit's own score against TPI's; `area` holds the difference in percent points, None where one is missing."""

    pk: int
    nama: str
    mandiri: Decimal
    tpi: Decimal
    area: Mapping[str, Decimal | None]

    @property
    def selisih(self) -> Decimal:
        return self.mandiri - self.tpi

    @property
    def sel(self) -> list[Decimal | None]:
        return list(self.area.values())


@dataclass(frozen=True, slots=True)
class Selisih:
    """Who gives themselves more than TPI does, and where."""

    unit: list[SelisihUnit]
    area: list[SelisihArea]


@dataclass(frozen=True, slots=True)
class SoalBerbeda:
    kode: str
    jumlah: int
    url: str


@dataclass(frozen=True, slots=True)
class Rincian:
    label: str
    jumlah: int
    url: str = ""
    nada: str = ""


def phases(peran: Peran, periode: Periode | None, *, today: date) -> list[FaseBerjalan]:
    """All phases in their order (one query)."""
    rows = EvaluasiTPI.objects.visible_to(peran).filter(pembangunan__periode=periode).values_list("status", "jendela")
    ends: dict[str, list[date | None]] = defaultdict(list)
    for status, jendela in rows:
        window = jendela.get(status)
        ends[status].append(date.fromisoformat(window[1]) if window else None)
    return [_phase(fase, ends[fase.value], today) for fase in F]


def _phase(fase: EvaluasiTPI.Fase, ends: list[date | None], today: date) -> FaseBerjalan:
    url = f"{reverse('tpi_list')}?fase={fase.value}"
    if fase == F.FINAL:
        return FaseBerjalan(fase.label, len(ends), 0, None, url)
    left = [(end - today).days for end in ends if end]
    ahead = [days for days in left if days >= 0]
    return FaseBerjalan(fase.label, len(ends), sum(d < 0 for d in left), min(ahead, default=None), url)


def gaps(peran: Peran, periode: Periode | None) -> Selisih:
    """Over-rating per unit and per area of change, largest first; only units that have both results (one query)."""
    rows = (
        Penilaian.objects.visible_to(peran)
        .filter(pembangunan__periode=periode)
        .exclude(jenis=Penilaian.Jenis.TPN)
        .exclude(ringkasan=None)
        .values_list("pembangunan__unit_id", "pembangunan__unit__nama", "jenis", "ringkasan__nilai", "ringkasan__area")
    )
    both: dict[tuple[int, str], dict[str, tuple[Decimal, dict]]] = defaultdict(dict)
    for pk, nama, jenis, nilai, area in rows:
        both[pk, nama][jenis] = (nilai, area)
    units = [_unit_gap(pk, nama, *(two["mandiri"], two["tpi"])) for (pk, nama), two in both.items() if len(two) == 2]
    areas = [SelisihArea(a.value, a.label, _mean(u.area[a.value] for u in units)) for a in Area.pengungkit()]
    return Selisih(
        unit=sorted((u for u in units if u.selisih > 0), key=lambda u: (-u.selisih, u.nama)),
        area=sorted(areas, key=lambda item: -item.selisih) if units else [],
    )


def _unit_gap(pk: int, nama: str, mandiri: tuple[Decimal, dict], tpi: tuple[Decimal, dict]) -> SelisihUnit:
    gap = {
        a.value: Decimal(mandiri[1][a.value][0]) - Decimal(tpi[1][a.value][0])
        if a.value in mandiri[1] and a.value in tpi[1]
        else None
        for a in Area.pengungkit()
    }
    return SelisihUnit(pk, nama, mandiri[0], tpi[0], gap)


def _mean(values: Iterable[Decimal | None]) -> Decimal:
    known = [value for value in values if value is not None]
    return round(sum(known, Decimal()) / len(known), 2) if known else Decimal()


def differing(peran: Peran, periode: Periode | None) -> QuerySet:
    """Every question of every evaluation on which assessors gave different answers, with how many they gave."""
    return (
        JawabanPenilai.objects.filter(
            evaluasi__in=EvaluasiTPI.objects.visible_to(peran).filter(pembangunan__periode=periode, status__in=TERBUKA)
        )
        .exclude(selesai_at=None)
        .order_by()
        .values("evaluasi_id", "kode")
        .annotate(berbeda=Count("nilai", distinct=True), penilai=Count("penilai", distinct=True))
        .filter(berbeda__gt=1)
    )


def disputed(peran: Peran, periode: Periode | None) -> list[SoalBerbeda]:
    """Questions on which assessors gave different answers, most evaluations first (one query)."""
    codes = differing(peran, periode).values_list("kode", flat=True)
    url = reverse("dasbor_beda_list")
    return [SoalBerbeda(kode, n, f"{url}?kode={kode}") for kode, n in Counter(codes).most_common(SERING)]


def open_recommendations(peran: Peran, *, today: date) -> list[Rincian]:
    """Open ones by how long they are overdue (one query)."""
    rows = Rekomendasi.objects.visible_to(peran).filter(evaluasi__status=F.FINAL)
    found = rows.order_by().aggregate(
        semua=Count("pk", filter=~Q(status=Rekomendasi.Status.SELESAI)),
        lewat=Count("pk", filter=Q(pk__in=rows.overdue(today))),
        lama=Count("pk", filter=Q(pk__in=rows.overdue(today, days=LAMA))),
        menunggu=Count("pk", filter=Q(status=Rekomendasi.Status.DIJAWAB)),
    )
    url = reverse("rekomendasi_list")
    return [
        Rincian("Belum selesai", found["semua"], f"{url}?status=belum"),
        Rincian("Menunggu verifikasi TPI", found["menunggu"], f"{url}?status=dijawab", "kuning"),
        Rincian("Lewat tenggat", found["lewat"], f"{url}?lewat=ya", "merah"),
        Rincian(f"Lewat lebih dari {LAMA} hari", found["lama"], f"{url}?lewat=lama", "merah"),
    ]


# --- reports -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KepatuhanTriwulan:
    """One quarter's reports of all units, each number with the list behind it."""

    nama: str
    terlambat: Rincian
    menunggu: Rincian
    diterima: Rincian

    @property
    def sel(self) -> tuple[Rincian, Rincian, Rincian]:
        return self.terlambat, self.menunggu, self.diterima


def compliance(peran: Peran, periode: Periode, *, today: date) -> list[KepatuhanTriwulan]:
    """The four quarters (three queries)."""
    years = PembangunanZI.objects.visible_to(peran).filter(periode=periode).order_by()
    due = deadlines(periode)
    late = years.aggregate(
        **{f"t{n}": Sum(late_in(periode.tahun, n)) for n, tenggat in due.items() if tenggat < today}, semua=Count("pk")
    )
    rows = LaporanTriwulan.objects.visible_to(peran).filter(pembangunan__periode=periode).order_by()
    known = {(n, status): count for n, status, count in rows.values_list("triwulan", "status").annotate(Count("pk"))}

    def cell(n: int, keadaan: str, jumlah: int, nada: str = "") -> Rincian:
        url = f"{reverse('laporan_list')}?tampilan=daftar&triwulan={n}&keadaan={keadaan}"
        return Rincian(keadaan, jumlah, url, nada if jumlah else "")

    return [
        KepatuhanTriwulan(
            LaporanTriwulan(triwulan=n).get_triwulan_display(),
            cell(n, "terlambat", late.get(f"t{n}") or 0, "merah"),
            cell(n, "disampaikan", known.get((n, "disampaikan"), 0), "kuning"),
            cell(n, "diterima", known.get((n, "diterima"), 0)),
        )
        for n in due
    ]


def latest_matrix(
    peran: Peran, periode: Periode, rows: QuerySet[PembangunanZI], *, today: date
) -> list[tuple[PembangunanZI, list[KeadaanLaporan]]]:
    """Units with most late reports and their four quarters (three queries)."""
    units = list(rows.filter(laporan_terlambat__gt=0).order_by("-laporan_terlambat", "unit__kode")[:SERING])
    reports = LaporanTriwulan.objects.visible_to(peran).filter(pembangunan__in=units)
    states = states_of(units, reports, due=deadlines(periode), today=today)
    return [(unit, [k for k in states if k.pembangunan.pk == unit.pk]) for unit in units]


# --- evidence ------------------------------------------------------------------------------------------------

ULANG = "ulang"
MUTU = {**{p.value: p.label for p in PutusanBukti.Putusan}, ULANG: "Dipakai untuk lebih dari satu pertanyaan"}


def _verdicts(peran: Peran, periode: Periode | None) -> QuerySet:
    """Assessors' judgements in this year's evaluations that are no longer blind."""
    open_ones = EvaluasiTPI.objects.visible_to(peran).filter(pembangunan__periode=periode, status__in=TERBUKA)
    rows = PutusanBukti.objects.filter(
        jawaban__evaluasi__in=open_ones, versi__data_dukung__pembangunan__periode=periode
    )
    return rows.order_by()


def _reused(peran: Peran, periode: Periode | None) -> QuerySet:
    """Evidence that submitted self-assessments of the year show under more than one question."""
    own = Penilaian.objects.visible_to(peran).mandiri().filter(pembangunan__periode=periode)
    rows = BuktiJawaban.objects.filter(
        jawaban__penilaian__in=own.exclude(diajukan_at=None), data_dukung__pembangunan__periode=periode
    )
    return rows.order_by().values("data_dukung").annotate(soal=Count("jawaban", distinct=True)).filter(soal__gt=1)


def evidence_of(peran: Peran, periode: Periode | None, kode: str) -> QuerySet[DataDukung]:
    """The pieces of evidence that one row of the table counts."""
    if kode == ULANG:
        found = _reused(peran, periode).values("data_dukung")
    else:
        found = _verdicts(peran, periode).filter(putusan=kode).values("versi__data_dukung")
    return DataDukung.objects.visible_to(peran).filter(pk__in=found)


def evidence_quality(peran: Peran, periode: Periode | None) -> list[Rincian]:
    """Pieces of evidence by how assessors judged them, and those that serve several questions (two queries)."""
    counted = Count("versi__data_dukung", distinct=True)
    found = dict(_verdicts(peran, periode).values_list("putusan").annotate(counted))
    found[ULANG] = _reused(peran, periode).count()
    url = reverse("dasbor_bukti_list")
    return [Rincian(label, found.get(kode, 0), f"{url}?mutu={kode}") for kode, label in MUTU.items()]
