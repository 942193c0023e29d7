"""Charts of a result as plain coordinates: SVG templates draw them, on page and paper alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from textwrap import wrap

from evaluation.lke.numbers import koma
from evaluation.result_data import NilaiArea

PUSAT, JARI = 190, 120
CINCIN = (25, 50, 75, 100)
BARIS, LEBAR_BATANG = 30, 300
HURUF_NAMA = 34  # letters of a bar's name on a line of paper


@dataclass(frozen=True, slots=True)
class Titik:
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Sumbu:
    """An axis of the radar: its end, and where its label stands."""

    area: str
    nomor: int
    nama: str
    ujung: Titik
    label: Titik
    rata: str  # text-anchor
    nilai: Titik


@dataclass(frozen=True, slots=True)
class Radar:
    sumbu: tuple[Sumbu, ...]
    cincin: tuple[tuple[int, str], ...]  # (percent, points)
    nilai: str
    lain: str = ""


@dataclass(frozen=True, slots=True)
class Batang:
    area: str
    nama: str
    y: int
    lebar: str
    lebar_lain: str
    teks: str

    @property
    def baris_nama(self) -> list[str]:
        """The whole name in lines: paper has no tooltip to say the rest of a shortened one."""
        return wrap(self.nama, HURUF_NAMA)


@dataclass(frozen=True, slots=True)
class GrafikBatang:
    batang: tuple[Batang, ...]
    tinggi: int


def _point(n: int, of: int, share: float) -> Titik:
    angle = 2 * pi * n / of - pi / 2
    return Titik(f"{PUSAT + JARI * share * cos(angle):.1f}", f"{PUSAT + JARI * share * sin(angle):.1f}")


def _shape(shares: Sequence[float]) -> str:
    points = [_point(n, len(shares), share) for n, share in enumerate(shares)]
    return " ".join(f"{p.x},{p.y}" for p in points)


def radar(area: Sequence[NilaiArea], lain: Sequence[NilaiArea] = ()) -> Radar:
    """`lain` is another result to lay behind, of the same areas."""
    count = len(area)
    other = {item.area: item for item in lain}
    axes = []
    for n, item in enumerate(area):
        label = _point(n, count, 1.16)
        middle = abs(float(label.x) - PUSAT) < 8
        anchor = "middle" if middle else "start" if float(label.x) > PUSAT else "end"
        axes.append(
            Sumbu(
                item.area,
                n + 1,
                item.nama,
                _point(n, count, 1),
                label,
                anchor,
                _point(n, count, float(item.persen) / 100),
            )
        )
    behind = [float(other[a.area].persen) / 100 for a in area if a.area in other]
    return Radar(
        tuple(axes),
        tuple((ring, _shape([ring / 100] * count)) for ring in CINCIN),
        _shape([float(a.persen) / 100 for a in area]),
        _shape(behind) if lain and len(behind) == count else "",
    )


def bars(area: Sequence[NilaiArea], lain: Sequence[NilaiArea] = ()) -> GrafikBatang:
    other = {item.area: item for item in lain}
    rows = []
    for n, item in enumerate(area):
        behind = other.get(item.area)
        rows.append(Batang(
            item.area, item.nama, n * BARIS, _width(item), _width(behind) if behind else "", f"{koma(item.persen)}%",
        ))  # fmt: skip
    return GrafikBatang(tuple(rows), len(area) * BARIS)


def _width(item: NilaiArea) -> str:
    return f"{LEBAR_BATANG * float(item.persen) / 100:.1f}"
