"""Charts as plain coordinates; the templates draw them as SVG, with a table or list beside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluation.lke.numbers import koma
from evaluation.result_data import HasilLKE
from evaluation.result_data.data import Aturan
from reports.dashboard.figures import KRITERIA, Tahun
from units.choices import Area, Tahap

BARIS, LEBAR = 32, 320
TREN_TINGGI, TREN_LEBAR, TREN_KIRI = 160, 480, 40
TIDAK_TERCAPAI, TERCAPAI = "merah", "hijau"


@dataclass(frozen=True, slots=True)
class Anak:
    """One bar of the funnel: a stage with its number of units, and the query that opens them."""

    kode: str
    label: str
    jumlah: int
    y: int
    lebar: str


@dataclass(frozen=True, slots=True)
class Sel:
    """One cell of the heat map: percent of the area's weight as printed; `nada` says whether its minimum is met."""

    area: str
    persen: str
    nada: str


@dataclass(frozen=True, slots=True)
class TitikTren:
    tahun: int
    x: int
    y: str
    teks: str


@dataclass(frozen=True, slots=True)
class Tren:
    titik: tuple[TitikTren, ...]
    garis: str
    ambang_y: str
    tinggi: int = TREN_TINGGI
    lebar: int = TREN_LEBAR


def funnel(counts: Mapping[str, int]) -> tuple[Anak, ...]:
    """All stages in their order, also the empty ones: a gap in the funnel is news."""
    most = max((counts[t.value] for t in Tahap), default=0) or 1
    return tuple(
        Anak(t.value, t.label, counts[t.value], n * BARIS, f"{LEBAR * counts[t.value] / most:.1f}")
        for n, t in enumerate(Tahap)
    )


def heat_cells(area: Mapping[str, list] | None) -> tuple[Sel, ...]:
    """The six areas of change of one unit, from its stored figures; empty cells without a score."""
    cells = []
    for item in Area.pengungkit():
        persen, memenuhi = (area or {}).get(item.value, ("", None))
        nada = "" if memenuhi is None else TERCAPAI if memenuhi else TIDAK_TERCAPAI
        cells.append(Sel(item.value, persen.replace(".", ","), nada))
    return tuple(cells)


def trend_line(years: Sequence[Tahun], *, ambang: int = 75) -> Tren | None:
    """Mean scores over the years on 0..100, with the WBK minimum as a line; None with fewer than two scored years."""
    scored = [y for y in years if y.rata is not None]
    if len(scored) < 2:
        return None
    step = (TREN_LEBAR - 2 * TREN_KIRI) // (len(scored) - 1)
    points = tuple(
        TitikTren(y.tahun, TREN_KIRI + n * step, _height(y.rata), f"{y.rata:.2f}".replace(".", ","))
        for n, y in enumerate(scored)
    )
    return Tren(points, " ".join(f"{p.x},{p.y}" for p in points), _height(ambang))


@dataclass(frozen=True, slots=True)
class BilahAmbang:
    """One minimum with the value that was judged: the bar ends at `lebar`, the minimum stands at `GARIS` on every bar."""

    aturan: Aturan
    lebar: str


@dataclass(frozen=True, slots=True)
class PasanganArea:
    """An area in two years, percent of its weight as printed; "" where a year has no score."""

    area: str
    nama: str
    kini: str
    lalu: str
    lebar_kini: str
    lebar_lalu: str


PANJANG = 1.5  # bars of minima end at one and a half times the minimum
GARIS = f"{LEBAR / PANJANG:.1f}"


def threshold_bars(rules: Sequence[Aturan]) -> tuple[BilahAmbang, ...]:
    """Minima of points and of percent on one scale: how far the value is along the way to its minimum and beyond."""
    return tuple(BilahAmbang(rule, f"{_share(rule) * LEBAR / PANJANG:.1f}") for rule in rules)


def _share(rule: Aturan) -> float:
    return min(float(rule.dinilai / rule.minimum), PANJANG) if rule.minimum else PANJANG


def area_pairs(hasil: HasilLKE | None, lalu: Mapping[str, str]) -> tuple[PasanganArea, ...]:
    """This year's areas beside last year's stored ones, in the order of the form; empty without any score."""
    now = {item.area: (item.nama, item.persen) for item in hasil.area} if hasil else {}
    found = []
    for area in Area:
        if area.value not in now and area.value not in lalu:
            continue
        nama, persen = now.get(area.value, (area.label, None))
        found.append(
            PasanganArea(
                area.value,
                nama,
                koma(persen) if persen is not None else "",
                lalu.get(area.value, "").replace(".", ","),
                width_of(float(persen or 0)),
                width_of(float(lalu.get(area.value) or 0)),
            )
        )
    return tuple(found)


def width_of(persen: float) -> str:
    return f"{LEBAR * min(persen, 100) / 100:.1f}"


def _height(value: float) -> str:
    return f"{TREN_TINGGI - 24 - (TREN_TINGGI - 48) * value / 100:.1f}"


def label_of(kode: str) -> str:
    return KRITERIA[kode].label
