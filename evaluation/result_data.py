"""A scored assessment as pages, exports and the frozen copy see it: plain data, exact numbers, words already made.

The frozen result of a submitted assessment is this same data as JSON; it is read back, never computed again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from evaluation.access import area_of
from evaluation.lke.numbers import full_text, koma
from evaluation.lke.scoring import Hasil, NilaiPertanyaan, NilaiSimpul
from evaluation.lke.structure import JENIS_PERSEN, Pertanyaan, Simpul
from evaluation.lke.structure import Instrumen as IsiInstrumen
from evaluation.lke.threshold import Ambang, HasilAturan, HasilPredikat, judge
from units.choices import Area

LEBIH = 3  # missed rules named in the verdict's sentence; the table has them all


@dataclass(frozen=True, slots=True)
class Soal:
    """A question with its answer; `nilai` are the points it brings out of its share `bobot`."""

    kode: str
    teks: str
    status: str
    jawaban: str
    skor: Fraction
    bobot: Fraction
    nilai: Fraction
    hitungan: str
    catatan: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cabang:
    """A node above the questions; `hitungan` is its arithmetic in one sentence."""

    kode: str
    nomor: str
    nama: str
    tingkat: str
    bobot: Fraction
    nilai: Fraction
    hitungan: str
    kosong: int
    anak: tuple["Cabang", ...] = ()
    soal: tuple[Soal, ...] = ()


@dataclass(frozen=True, slots=True)
class Aturan:
    """A minimum, applied. `dinilai` is the value as printed, which is the value that was judged."""

    kode: str
    nama: str
    ukuran: str
    dinilai: Decimal
    minimum: Decimal
    memenuhi: bool
    dasar: str
    indeks: str = ""

    @property
    def selisih(self) -> Decimal:
        return self.dinilai - self.minimum

    @property
    def satuan(self) -> str:
        return "%" if self.ukuran == "persen" else ""


@dataclass(frozen=True, slots=True)
class Predikat:
    kode: str
    memenuhi: bool
    aturan: tuple[Aturan, ...]

    @property
    def kurang(self) -> tuple[Aturan, ...]:
        return tuple(item for item in self.aturan if not item.memenuhi)

    def verdict(self) -> str:
        """One sentence: met, or what is missing where."""
        if self.memenuhi:
            return f"Memenuhi semua ambang batas {self.kode}"
        gaps = [f"{koma(-a.selisih)}{a.satuan} di {a.nama}" for a in self.kurang[:LEBIH]]
        rest = len(self.kurang) - len(gaps)
        more = f", dan {rest} ambang lain" if rest else ""
        return f"Belum memenuhi {self.kode}: kurang {'; '.join(gaps)}{more}"


@dataclass(frozen=True, slots=True)
class NilaiArea:
    """One area of change, Pemenuhan and Reform together. `memenuhi`: its own minima for the target are met."""

    area: str
    nama: str
    bobot: Fraction
    nilai: Fraction
    terisi: int
    jumlah: int
    memenuhi: bool | None

    @property
    def persen(self) -> Fraction:
        return self.nilai / self.bobot * 100 if self.bobot else Fraction(0)

    @property
    def lengkap(self) -> bool:
        return self.terisi == self.jumlah


@dataclass(frozen=True, slots=True)
class HasilLKE:
    kode: str
    nama: str
    versi: int
    sidik: str
    target: str
    akar: Cabang
    predikat: tuple[Predikat, ...]
    area: tuple[NilaiArea, ...]
    kosong: tuple[str, ...] = ()
    pada: str = ""
    oleh: str = ""

    @property
    def nilai(self) -> Fraction:
        return self.akar.nilai

    @property
    def terisi(self) -> int:
        return sum(a.terisi for a in self.area)

    @property
    def jumlah(self) -> int:
        return sum(a.jumlah for a in self.area)

    def of_target(self) -> Predikat:
        """The predicate the unit builds towards; the first one where the thresholds do not know it."""
        return next((p for p in self.predikat if p.kode == self.target), self.predikat[0])

    def soal(self) -> dict[str, Soal]:
        return {item.kode: item for item in _questions(self.akar)}


def _questions(cabang: Cabang) -> list[Soal]:
    return [*cabang.soal, *(item for child in cabang.anak for item in _questions(child))]


# --- from the score ------------------------------------------------------------------------------------------


def area_nodes(isi: IsiInstrumen) -> dict[str, tuple[Simpul, ...]]:
    """The highest nodes of each area of change, in the order of the form: A.I.1 and A.II.1 together."""
    found: dict[str, list[Simpul]] = {area: [] for area in Area.values}

    def look(node: Simpul) -> None:
        area = area_of(node.kode)
        if area:
            found[area].append(node)
            return
        for child in node.anak:
            look(child)

    look(isi.akar)
    return {area: tuple(nodes) for area, nodes in found.items() if nodes}


def build(hasil: Hasil, ambang: Ambang, *, versi: int, target: str) -> HasilLKE:
    """`target` is the predicate the unit builds towards, as the thresholds write it: WBK or WBBM."""
    isi = hasil.instrumen
    predikat = tuple(_predikat(item) for item in judge(ambang, hasil).values())
    return HasilLKE(
        kode=isi.kode,
        nama=isi.nama,
        versi=versi,
        sidik=isi.sidik,
        target=target,
        akar=_cabang(hasil.akar),
        predikat=predikat,
        area=areas(hasil, ambang, target=target),
        kosong=hasil.kosong,
    )


def areas(hasil: Hasil, ambang: Ambang, *, target: str) -> tuple[NilaiArea, ...]:
    rules = judge(ambang, hasil)
    chosen = rules[target] if target in rules else next(iter(rules.values()))
    marks = _marks(chosen)
    return tuple(_area(area, nodes, hasil, marks.get(area)) for area, nodes in area_nodes(hasil.instrumen).items())


def _marks(predikat: HasilPredikat) -> dict[str, bool]:
    """Whether an area meets all minima that concern it alone."""
    found: dict[str, bool] = {}
    for rule in predikat.aturan:
        touched = {area_of(kode) for kode in rule.aturan.simpul}
        if len(touched) == 1 and (area := touched.pop()):
            found[area] = found.get(area, True) and rule.memenuhi
    return found


def _area(area: str, nodes: Sequence[Simpul], hasil: Hasil, memenuhi: bool | None) -> NilaiArea:
    scored = [hasil.simpul[node.kode] for node in nodes]
    jumlah = sum(1 for node in nodes for _ in node.walk_pertanyaan())
    kosong = sum(len(item.kosong) for item in scored)
    return NilaiArea(
        area,
        nodes[0].nama,
        sum((n.bobot for n in nodes), Fraction(0)),
        sum((s.nilai for s in scored), Fraction(0)),
        jumlah - kosong,
        jumlah,
        memenuhi,
    )


def _predikat(item: HasilPredikat) -> Predikat:
    return Predikat(item.predikat, item.memenuhi, tuple(_aturan(rule) for rule in item.aturan))


def _aturan(item: HasilAturan) -> Aturan:
    rule = item.aturan
    return Aturan(rule.kode, rule.nama, rule.ukuran, item.dinilai, rule.minimum, item.memenuhi, rule.dasar, rule.indeks)


def _cabang(item: NilaiSimpul) -> Cabang:
    node = item.simpul
    return Cabang(
        node.kode,
        node.nomor,
        node.nama,
        node.tingkat,
        node.bobot,
        item.nilai,
        item.explain(),
        len(item.kosong),
        tuple(_cabang(child) for child in item.anak),
        tuple(soal_of(q) for q in item.pertanyaan),
    )


def soal_of(item: NilaiPertanyaan) -> Soal:
    return Soal(
        item.kode,
        item.pertanyaan.teks,
        str(item.jawaban.status),
        answer_words(item.pertanyaan, item.jawaban.isi),
        item.skor,
        item.bobot,
        item.nilai,
        item.explain(),
        item.jawaban.catatan,
    )


def answer_words(pertanyaan: Pertanyaan, isi: object) -> str:
    """An answer as people read it; empty when there is none."""
    if isi is None:
        return ""
    if isinstance(isi, Mapping):
        return "; ".join(f"{pertanyaan.isian.get(name, name)}: {count}" for name, count in isi.items())
    if isinstance(isi, Fraction):
        return full_text(isi).replace(".", ",")
    return str(isi).capitalize() if str(isi) in ("ya", "tidak") else str(isi).upper()


def formula_words(pertanyaan: Pertanyaan) -> str:
    """The formula with the labels of its inputs in place of their names."""
    if pertanyaan.jenis != JENIS_PERSEN or pertanyaan.rumus is None:
        return ""
    words = pertanyaan.rumus.teks
    for name in sorted(pertanyaan.isian, key=len, reverse=True):
        words = words.replace(name, f"\0{list(pertanyaan.isian).index(name)}\0")
    for number, label in enumerate(pertanyaan.isian.values()):
        words = words.replace(f"\0{number}\0", f"“{label}”")
    return words.replace("*", "×").replace("/", "÷")


# --- frozen --------------------------------------------------------------------------------------------------


def freeze(hasil: HasilLKE) -> dict[str, Any]:
    """As JSON; fractions as `n/d`, so that nothing is lost. `ringkas` is what lists read."""
    return {
        "instrumen": {"kode": hasil.kode, "nama": hasil.nama, "versi": hasil.versi, "sidik": hasil.sidik},
        "target": hasil.target,
        "pada": hasil.pada,
        "oleh": hasil.oleh,
        "ringkas": {"nilai": koma(hasil.nilai), **{p.kode: p.memenuhi for p in hasil.predikat}},
        "nilai": _cabang_data(hasil.akar),
        "ambang": [
            {"kode": p.kode, "memenuhi": p.memenuhi, "aturan": [_aturan_data(a) for a in p.aturan]}
            for p in hasil.predikat
        ],
        "area": [_area_data(a) for a in hasil.area],
        "kosong": list(hasil.kosong),
    }


def _cabang_data(item: Cabang) -> dict[str, Any]:
    return {
        "kode": item.kode,
        "nomor": item.nomor,
        "nama": item.nama,
        "tingkat": item.tingkat,
        "bobot": str(item.bobot),
        "nilai": str(item.nilai),
        "hitungan": item.hitungan,
        "kosong": item.kosong,
        "anak": [_cabang_data(child) for child in item.anak],
        "soal": [_soal_data(q) for q in item.soal],
    }


def _soal_data(item: Soal) -> dict[str, Any]:
    return {
        "kode": item.kode,
        "teks": item.teks,
        "status": item.status,
        "jawaban": item.jawaban,
        "skor": str(item.skor),
        "bobot": str(item.bobot),
        "nilai": str(item.nilai),
        "hitungan": item.hitungan,
        "catatan": list(item.catatan),
    }


def _aturan_data(item: Aturan) -> dict[str, Any]:
    return {
        "kode": item.kode,
        "nama": item.nama,
        "ukuran": item.ukuran,
        "dinilai": str(item.dinilai),
        "minimum": str(item.minimum),
        "memenuhi": item.memenuhi,
        "dasar": item.dasar,
        "indeks": item.indeks,
    }


def _area_data(item: NilaiArea) -> dict[str, Any]:
    return {
        "area": item.area,
        "nama": item.nama,
        "bobot": str(item.bobot),
        "nilai": str(item.nilai),
        "terisi": item.terisi,
        "jumlah": item.jumlah,
        "memenuhi": item.memenuhi,
    }


def thaw(data: Mapping[str, Any]) -> HasilLKE:
    """The frozen result, as it was."""
    head = data["instrumen"]
    return HasilLKE(
        kode=head["kode"],
        nama=head["nama"],
        versi=head["versi"],
        sidik=head["sidik"],
        target=data["target"],
        akar=_read_cabang(data["nilai"]),
        predikat=tuple(
            Predikat(p["kode"], p["memenuhi"], tuple(_read_aturan(a) for a in p["aturan"])) for p in data["ambang"]
        ),
        area=tuple(
            NilaiArea(**{**a, "bobot": Fraction(a["bobot"]), "nilai": Fraction(a["nilai"])}) for a in data["area"]
        ),
        kosong=tuple(data["kosong"]),
        pada=data["pada"],
        oleh=data["oleh"],
    )


def _read_cabang(data: Mapping[str, Any]) -> Cabang:
    return Cabang(
        data["kode"],
        data["nomor"],
        data["nama"],
        data["tingkat"],
        Fraction(data["bobot"]),
        Fraction(data["nilai"]),
        data["hitungan"],
        data["kosong"],
        tuple(_read_cabang(c) for c in data["anak"]),
        tuple(_read_soal(s) for s in data["soal"]),
    )


def _read_soal(data: Mapping[str, Any]) -> Soal:
    numbers = {name: Fraction(data[name]) for name in ("skor", "bobot", "nilai")}
    return Soal(**{**data, **numbers, "catatan": tuple(data["catatan"])})


def _read_aturan(data: Mapping[str, Any]) -> Aturan:
    return Aturan(**{**data, "dinilai": Decimal(data["dinilai"]), "minimum": Decimal(data["minimum"])})
