"""Scores an assessment: one function for page, preview, export, PDF, command and API.

Question 0..1; indicator = weight x mean of its questions; everything above is a sum. Nothing is rounded here.
The result is a tree in which every number can be opened down to the answers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from evaluation.lke.answers import JawabanTerbaca, Status, read_jawaban
from evaluation.lke.findings import Berat, Temuan
from evaluation.lke.numbers import NOL, koma, show_value
from evaluation.lke.structure import Instrumen, Pertanyaan, Simpul, bobot_pertanyaan


@dataclass(frozen=True, slots=True)
class NilaiPertanyaan:
    """A question with its answer. `skor` is 0..1, `nilai` the points it brings out of its share `bobot`."""

    pertanyaan: Pertanyaan
    jawaban: JawabanTerbaca
    bobot: Fraction
    nilai: Fraction

    @property
    def kode(self) -> str:
        return self.pertanyaan.kode

    @property
    def skor(self) -> Fraction:
        return self.jawaban.skor

    def explain(self) -> str:
        """How this number came about, in one Indonesian sentence."""
        if self.jawaban.status == Status.TIDAK_BERLAKU:
            return "Tidak berlaku, tidak ikut dirata-ratakan."
        return f"Bobot {koma(self.bobot)} x skor {koma(self.skor)} = {koma(self.nilai)}."


@dataclass(frozen=True, slots=True)
class NilaiSimpul:
    """A node with its points; an indikator carries its questions, the others their children."""

    simpul: Simpul
    nilai: Fraction
    anak: tuple["NilaiSimpul", ...]
    pertanyaan: tuple[NilaiPertanyaan, ...]
    kosong: tuple[str, ...]  # codes below that were not answered, or not in a way that can be judged

    @property
    def kode(self) -> str:
        return self.simpul.kode

    @property
    def nama(self) -> str:
        return self.simpul.nama

    @property
    def bobot(self) -> Fraction:
        return self.simpul.bobot

    @property
    def persen(self) -> Fraction:
        return self.nilai / self.simpul.bobot * 100

    def walk(self) -> Iterator["NilaiSimpul"]:
        yield self
        for child in self.anak:
            yield from child.walk()

    def explain(self) -> str:
        """The rule with this node's own numbers, in one Indonesian sentence."""
        if not self.pertanyaan:
            parts = " + ".join(f"{child.simpul.nomor} {koma(child.nilai)}" for child in self.anak)
            return f"Jumlah {parts} = {koma(self.nilai)} dari {koma(self.bobot)}."
        scores = [item.skor for item in self.pertanyaan if item.jawaban.counts]
        if not scores:
            return "Tidak ada pertanyaan yang berlaku; nilainya tidak dapat ditentukan."
        parts = " + ".join(koma(skor) for skor in scores)
        return f"Bobot {koma(self.bobot)} x rata-rata ({parts}) / {len(scores)} = {koma(self.nilai)}."


@dataclass(frozen=True, slots=True)
class Hasil:
    """A scored assessment."""

    instrumen: Instrumen
    akar: NilaiSimpul
    simpul: Mapping[str, NilaiSimpul]
    pertanyaan: Mapping[str, NilaiPertanyaan]
    tak_ternilai: tuple[str, ...]  # indicators with no question left: an error, never a full score
    temuan: tuple[Temuan, ...]

    @property
    def nilai(self) -> Fraction:
        return self.akar.nilai

    @property
    def kosong(self) -> tuple[str, ...]:
        return self.akar.kosong


def score(instrumen: Instrumen, jawaban: Mapping[str, object]) -> Hasil:
    """Score raw answers by question code. What is refused counts 0 and is reported, the rest is scored."""
    scorer = _Scorer(jawaban)
    akar = scorer.node(instrumen.akar)
    temuan = [
        *scorer.temuan,
        *_unknown_codes(instrumen, jawaban),
        *_unequal_counts(instrumen, scorer.pertanyaan),
    ]
    return Hasil(instrumen, akar, scorer.simpul, scorer.pertanyaan, tuple(scorer.tak_ternilai), tuple(temuan))


class _Scorer:
    def __init__(self, jawaban: Mapping[str, object]):
        self.jawaban = jawaban
        self.simpul: dict[str, NilaiSimpul] = {}
        self.pertanyaan: dict[str, NilaiPertanyaan] = {}
        self.tak_ternilai: list[str] = []
        self.temuan: list[Temuan] = []

    def node(self, simpul: Simpul) -> NilaiSimpul:
        if simpul.pertanyaan:
            result = self.indicator(simpul)
        else:
            anak = tuple([self.node(child) for child in simpul.anak])
            kosong = tuple([kode for child in anak for kode in child.kosong])
            result = NilaiSimpul(simpul, sum([child.nilai for child in anak], NOL), anak, (), kosong)
        self.simpul[simpul.kode] = result
        return result

    def indicator(self, simpul: Simpul) -> NilaiSimpul:
        read = [(item, read_jawaban(item, self.jawaban.get(item.kode))) for item in simpul.pertanyaan]
        berlaku = sum(1 for _, answer in read if answer.counts)
        bobot = bobot_pertanyaan(simpul, berlaku)
        items = []
        for item, answer in read:
            share = bobot if answer.counts else NOL
            items.append(NilaiPertanyaan(item, answer, share, share * answer.skor))
            self.temuan.extend(answer.temuan)
        self.pertanyaan.update({item.kode: item for item in items})
        if not berlaku:
            self.tak_ternilai.append(simpul.kode)
            self.temuan.append(_nothing_left(simpul))
        kosong = tuple([item.kode for item in items if item.jawaban.is_missing])
        return NilaiSimpul(simpul, sum([item.nilai for item in items], NOL), (), tuple(items), kosong)


def _nothing_left(simpul: Simpul) -> Temuan:
    return Temuan(
        Berat.GALAT,
        simpul.kode,
        f"Semua pertanyaan indikator {simpul.nama} dinyatakan tidak berlaku.",
        "Nilainya tidak dapat ditentukan; sedikitnya satu pertanyaan harus dinilai.",
    )


def _unknown_codes(instrumen: Instrumen, jawaban: Mapping[str, object]) -> list[Temuan]:
    return [
        Temuan(
            Berat.GALAT,
            str(kode)[:60],
            f"Kode {show_value(kode)} tidak ada pada {instrumen.nama}.",
            "Jawaban itu tidak dipakai.",
        )
        for kode in jawaban
        if kode not in instrumen.pertanyaan
    ]


def _unequal_counts(instrumen: Instrumen, pertanyaan: Mapping[str, NilaiPertanyaan]) -> list[Temuan]:
    """Two inputs that count the same thing should say the same."""
    doubts = []
    for pair in instrumen.sepadan:
        values = [_count(pertanyaan, reference) for reference in pair]
        if None not in values and values[0] != values[1]:
            places = " dan ".join(f"{reference} ({value})" for reference, value in zip(pair, values, strict=True))
            masalah = f"Jumlah yang seharusnya sama berbeda: {places}."
            kode = pair[1].rpartition(".")[0]
            doubts.append(Temuan(Berat.PERINGATAN, kode, masalah, "Tetap dihitung; periksa jumlahnya."))
    return doubts


def _count(pertanyaan: Mapping[str, NilaiPertanyaan], reference: str) -> int | None:
    kode, _, name = reference.rpartition(".")
    isi = pertanyaan[kode].jawaban.isi
    return isi.get(name) if isinstance(isi, Mapping) else None
