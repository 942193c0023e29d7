"""What the Inspektorat asks: how far evaluations are, who over-rates, where assessors differ, what lies open."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from evaluation.filters_pleno import LAMA
from evaluation.models import EvaluasiTPI, JawabanPenilai, Penilaian, PutusanBukti, Rekomendasi
from units.choices import Area
from units.models import PembangunanZI, Peran, Periode

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
class SoalBerbeda:
    kode: str
    jumlah: int


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


def area_gaps(peran: Peran, periode: Periode | None) -> list[SelisihArea]:
    """Over-rating per area of change, largest first; only units that have both results (one query)."""
    rows = (
        Penilaian.objects.visible_to(peran)
        .filter(pembangunan__periode=periode)
        .exclude(jenis=Penilaian.Jenis.TPN)
        .exclude(ringkasan=None)
        .values_list("pembangunan_id", "jenis", "ringkasan__area")
    )
    by_unit: dict[int, dict[str, dict]] = defaultdict(dict)
    for pk, jenis, area in rows:
        by_unit[pk][jenis] = area
    pairs = [both for both in by_unit.values() if len(both) == 2]
    found = [SelisihArea(a.value, a.label, _mean_gap(pairs, a.value)) for a in Area.pengungkit()]
    return sorted(found, key=lambda item: -item.selisih) if pairs else []


def _mean_gap(pairs: Iterable[dict[str, dict]], area: str) -> Decimal:
    gaps = [
        Decimal(both["mandiri"][area][0]) - Decimal(both["tpi"][area][0])
        for both in pairs
        if area in both["mandiri"] and area in both["tpi"]
    ]
    return round(sum(gaps, Decimal()) / len(gaps), 2) if gaps else Decimal()


def over_rated(rows: QuerySet[PembangunanZI]) -> QuerySet[PembangunanZI]:
    """Units of the year whose own score is above TPI's, largest difference first."""
    return rows.filter(selisih__gt=0).order_by("-selisih", "unit__kode")


def disputed(peran: Peran, periode: Periode | None) -> list[SoalBerbeda]:
    """Questions on which assessors gave different answers, most evaluations first (one query)."""
    rows = (
        JawabanPenilai.objects.filter(
            evaluasi__in=EvaluasiTPI.objects.visible_to(peran).filter(pembangunan__periode=periode, status__in=TERBUKA)
        )
        .exclude(selesai_at=None)
        .order_by()
        .values("evaluasi_id", "kode")
        .annotate(berbeda=Count("nilai", distinct=True))
        .filter(berbeda__gt=1)
        .values_list("kode", flat=True)
    )
    return [SoalBerbeda(kode, count) for kode, count in Counter(rows).most_common(SERING)]


def open_recommendations(peran: Peran, *, today: date) -> list[Rincian]:
    """Open ones by how long they are overdue (one query)."""
    rows = Rekomendasi.objects.visible_to(peran)
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


def evidence_quality(peran: Peran, periode: Periode | None) -> list[Rincian]:
    """How assessors judged the evidence of this year's evaluations that are no longer blind (one query)."""
    rows = PutusanBukti.objects.filter(
        jawaban__evaluasi__in=EvaluasiTPI.objects.visible_to(peran).filter(
            pembangunan__periode=periode, status__in=TERBUKA
        )
    )
    found = dict(rows.order_by().values_list("putusan").annotate(Count("pk")))
    return [Rincian(p.label, found.get(p.value, 0)) for p in PutusanBukti.Putusan]
