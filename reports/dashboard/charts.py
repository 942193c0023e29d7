"""Charts as plain coordinates; the templates draw them as SVG, with a table or list beside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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


def _height(value: float) -> str:
    return f"{TREN_TINGGI - 24 - (TREN_TINGGI - 48) * value / 100:.1f}"


def label_of(kode: str) -> str:
    return KRITERIA[kode].label
