"""What an LKE is made of: components down to questions, as frozen data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType

from evaluation.lke.formula import Batas, JikaKosong, Rumus
from evaluation.lke.numbers import NOL, full_text

TINGKAT = ("komponen", "aspek", "area", "indikator")
JENIS_PERSEN, JENIS_INDEKS = "persen", "indeks4"
INDEKS_MAKS = 4

# Scores as the form prints them: 0.67 and 0.33, not thirds.
SKOR_HURUF: Mapping[str, Mapping[str, Fraction]] = MappingProxyType(
    {
        jenis: MappingProxyType({huruf: Fraction(skor) for huruf, skor in skala.items()})
        for jenis, skala in {
            "ya_tidak": {"ya": "1", "tidak": "0"},
            "abc": {"a": "1", "b": "0.5", "c": "0"},
            "abcd": {"a": "1", "b": "0.67", "c": "0.33", "d": "0"},
            "abcde": {"a": "1", "b": "0.75", "c": "0.5", "d": "0.25", "e": "0"},
        }.items()
    }
)
JENIS = (*SKOR_HURUF, JENIS_PERSEN, JENIS_INDEKS)


@dataclass(frozen=True, slots=True)
class Total:
    """A row of the form that sums inputs (`Jumlah yang harus melaporkan`); it is shown, never scored."""

    teks: str
    isian: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pertanyaan:
    """A question. `kode` is its path in the instrument (`A.I.1.i.a`), `nomor` its own letter."""

    kode: str
    nomor: str
    teks: str
    jenis: str
    rubrik: Mapping[str, str] = field(default_factory=dict)
    isian: Mapping[str, str] = field(default_factory=dict)  # counted inputs: name -> label
    rumus: Rumus | None = None
    jika_kosong: JikaKosong | None = None
    batas: tuple[Batas, ...] = ()  # broken: the answer is refused
    wajar: tuple[Batas, ...] = ()  # broken: the counts contradict each other, look again
    total: Total | None = None
    dugaan: bool = False  # the answer type is assumed and must be confirmed

    @property
    def skala(self) -> Mapping[str, Fraction]:
        """Letters from best to worst with their scores; empty for counted and indexed questions."""
        return SKOR_HURUF.get(self.jenis, {})

    def names_needed(self) -> frozenset[str]:
        """Inputs without which the percentage has no value."""
        needed = self.rumus.names() if self.rumus else frozenset()
        extra = {self.jika_kosong.bila} if self.jika_kosong and self.jika_kosong.bila else set()
        return needed | extra


@dataclass(frozen=True, slots=True)
class Simpul:
    """A node above the questions. `kode` is its path; an indikator has questions, others have children."""

    kode: str
    nomor: str
    tingkat: str
    nama: str
    bobot: Fraction
    anak: tuple["Simpul", ...] = ()
    pertanyaan: tuple[Pertanyaan, ...] = ()

    def walk(self) -> Iterator["Simpul"]:
        yield self
        for child in self.anak:
            yield from child.walk()

    def walk_pertanyaan(self) -> Iterator[Pertanyaan]:
        for node in self.walk():
            yield from node.pertanyaan


@dataclass(frozen=True, slots=True)
class Instrumen:
    """A checked instrument. `sidik` is the hash of its content: the same content has the same sidik."""

    kode: str
    nama: str
    dasar: str
    versi: str
    status: str
    akar: Simpul
    sepadan: tuple[tuple[str, str], ...]  # inputs that count the same thing: `A.II.1.i.a.perubahan`
    simpul: Mapping[str, Simpul]
    pertanyaan: Mapping[str, Pertanyaan]
    sidik: str

    @property
    def is_draf(self) -> bool:
        return self.status == "draf"

    @property
    def dugaan(self) -> tuple[str, ...]:
        """Questions whose answer type is assumed; while there are any, nothing on it can be finalised."""
        return tuple(kode for kode, item in self.pertanyaan.items() if item.dugaan)


def instrumen_data(instrumen: Instrumen) -> dict[str, object]:
    """The instrument as plain data that `build_instrumen` reads back: to store, to copy, to edit."""
    return {
        "versi": instrumen.versi,
        "status": instrumen.status,
        **content_data(instrumen.kode, instrumen.nama, instrumen.dasar, instrumen.akar, instrumen.sepadan),
    }


def content_data(
    kode: str, nama: str, dasar: str, akar: Simpul, sepadan: tuple[tuple[str, str], ...]
) -> dict[str, object]:
    """What the hash covers: everything but version and status."""
    content: dict[str, object] = {"kode": kode, "nama": nama, "dasar": dasar, "bobot": full_text(akar.bobot)}
    if sepadan:
        content["sepadan"] = [list(pair) for pair in sepadan]
    return {**content, "komponen": [_simpul_data(child) for child in akar.anak]}


def _simpul_data(simpul: Simpul) -> dict[str, object]:
    data: dict[str, object] = {"kode": simpul.nomor, "nama": simpul.nama, "bobot": full_text(simpul.bobot)}
    if simpul.pertanyaan:
        data["pertanyaan"] = [_pertanyaan_data(item) for item in simpul.pertanyaan]
    else:
        data[simpul.anak[0].tingkat] = [_simpul_data(child) for child in simpul.anak]
    return data


def _pertanyaan_data(item: Pertanyaan) -> dict[str, object]:
    data: dict[str, object] = {"kode": item.nomor, "teks": item.teks, "jenis": item.jenis}
    if item.rubrik:
        data["rubrik"] = dict(item.rubrik)
    if item.rumus and item.jika_kosong:
        # a list, because the order of the inputs is the order of the form and a hash sorts keys
        data["isian"] = [[name, label] for name, label in item.isian.items()]
        data["rumus"], data["jika_kosong"] = item.rumus.teks, item.jika_kosong.teks
    for key, rules in (("batas", item.batas), ("wajar", item.wajar)):
        if rules:
            data[key] = [rule.teks for rule in rules]
    if item.total:
        data["total"] = {"teks": item.total.teks, "isian": list(item.total.isian)}
    if item.dugaan:
        data["dugaan"] = True
    return data


def bobot_pertanyaan(indikator: Simpul, berlaku: int) -> Fraction:
    """The share of one question in its indicator when `berlaku` of them apply."""
    return indikator.bobot / berlaku if berlaku else NOL
