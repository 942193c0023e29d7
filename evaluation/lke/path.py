"""The way to the predicate: the smallest set of better answers that meets every rule, exactly.

Smallest means: fewest questions; among those, fewest steps; among those, most questions with evidence already
there. No answer gets worse on the way, and counts that should agree keep agreeing: where more changes are made, they
are also counted in the question after it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from evaluation.lke.answers import Status, read_jawaban
from evaluation.lke.numbers import NOL
from evaluation.lke.path_solver import Menyilang, Opsi, solve
from evaluation.lke.scoring import Hasil, NilaiPertanyaan
from evaluation.lke.steps import Perbaikan, adjusted, improvements, lever
from evaluation.lke.threshold import Ambang, AmbangSalah, Aturan, judge_rule

SETENGAH_SEN = Fraction(1, 200)  # 74.995 prints as 75.00 and is judged so


@dataclass(frozen=True, slots=True)
class Langkah:
    """One item of the to-do list."""

    pertanyaan: NilaiPertanyaan
    perbaikan: Perbaikan
    ada_bukti: bool

    @property
    def kode(self) -> str:
        return self.pertanyaan.kode

    @property
    def poin(self) -> Fraction:
        """Points gained in the total; 0 where an answer only has to keep up with another."""
        return (self.perbaikan.skor - self.pertanyaan.skor) * self.pertanyaan.bobot


@dataclass(frozen=True, slots=True)
class Jalur:
    """What to improve for a predicate. `hambatan` names the rules that even the best answers miss."""

    predikat: str
    langkah: tuple[Langkah, ...]
    hambatan: tuple[Aturan, ...] = ()

    @property
    def is_possible(self) -> bool:
        return not self.hambatan

    @property
    def poin(self) -> Fraction:
        return sum([item.poin for item in self.langkah], NOL)

    def answers(self, jawaban: Mapping[str, object]) -> dict[str, object]:
        """The given answers with the improvements applied."""
        return {**jawaban, **{item.kode: item.perbaikan.jawaban for item in self.langkah}}


_Cara = tuple[Langkah, ...]  # one way to improve an item: the answers that change together


def find_path(
    ambang: Ambang, predikat: str, hasil: Hasil, *, berbukti: Collection[str] = (), terpisah: bool = False
) -> Jalur:
    """The smallest set of improvements; raises AmbangSalah where a rule cannot be judged."""
    rules = ambang.rules(predikat, terpisah=terpisah)
    missed = [(rule, lack) for rule in rules if (lack := _lack(rule, hasil)) > 0]
    butir = list(_improvable(hasil, berbukti))
    scale = _scale(butir, (lack for _, lack in missed))
    options = [[_option(cara, scale) for cara in ways] for ways in butir]
    needs: dict[frozenset[int], int] = {}
    hambatan = []
    for rule, lack in missed:
        inside = frozenset(n for n, ways in enumerate(butir) if _covers(rule, ways))
        need = int(lack * scale)
        needs[inside] = max(need, needs.get(inside, 0))
        if sum(max(option.gain for option in options[n]) for n in inside) < need:
            hambatan.append(rule)
    if hambatan or not missed:
        return Jalur(predikat, (), tuple(hambatan))
    try:
        chosen = solve(options, needs)
    except Menyilang as exc:
        raise AmbangSalah(["Kelompok simpul pada aturan ambang batas saling memotong."]) from exc
    langkah = [item for n, option in chosen for item in butir[n][option]]
    return Jalur(predikat, tuple(sorted(langkah, key=lambda item: (-item.poin, item.kode))))


def _lack(rule: Aturan, hasil: Hasil) -> Fraction:
    """Points still missing to the lowest value that prints as the minimum."""
    judged = judge_rule(rule, hasil)
    lack = Fraction(rule.minimum) - SETENGAH_SEN - judged.nilai
    if rule.ukuran == "persen":
        lack = lack / 100 * sum([hasil.simpul[kode].bobot for kode in rule.simpul], NOL)
    return lack


def _covers(rule: Aturan, ways: list[_Cara]) -> bool:
    """The item lies under the rule; questions that move together share an indicator, so one tells for all."""
    kode = ways[0][0].kode
    return any(not simpul or kode.startswith(f"{simpul}.") for simpul in rule.simpul)


def _improvable(hasil: Hasil, berbukti: Collection[str]) -> Iterator[list[_Cara]]:
    """The ways to improve each question, or each pair of questions whose counts move together."""
    pairs = dict(_pairs(hasil))
    followers = {second.kode for second, _ in pairs.values()}
    for kode, item in hasil.pertanyaan.items():
        if kode in followers:
            continue
        ways = _single(item, berbukti)
        if kode in pairs:
            ways = _together(item, *pairs[kode], berbukti)
        if ways:
            yield ways


def _pairs(hasil: Hasil) -> Iterator[tuple[str, tuple[NilaiPertanyaan, str]]]:
    """Questions that share a count, now agree on it, and of which the first works on it: (first, (second, name))."""
    for reference, other in hasil.instrumen.sepadan:
        (kode, _, name), (kode_lain, _, nama_lain) = reference.rpartition("."), other.rpartition(".")
        first, second = hasil.pertanyaan[kode], hasil.pertanyaan[kode_lain]
        answers = first.jawaban.isi, second.jawaban.isi
        if first.jawaban.status != Status.DIJAWAB or second.jawaban.status != Status.DIJAWAB:
            continue
        shares = kode.rpartition(".")[0] == kode_lain.rpartition(".")[0] and name == nama_lain
        works = lever(first.pertanyaan) == name != lever(second.pertanyaan)
        if shares and works and answers[0].get(name) == answers[1].get(name):
            yield kode, (second, name)


def _single(item: NilaiPertanyaan, berbukti: Collection[str]) -> list[_Cara]:
    found = improvements(item.pertanyaan, item.jawaban)
    return [(Langkah(item, better, item.kode in berbukti),) for better in found]


def _together(first: NilaiPertanyaan, second: NilaiPertanyaan, name: str, berbukti: Collection[str]) -> list[_Cara]:
    """The second alone, or the first with the second following so that it does not get worse."""
    ways = _single(second, berbukti)
    for better in improvements(first.pertanyaan, first.jawaban):
        shared = read_jawaban(first.pertanyaan, better.jawaban).isi[name]
        moved = read_jawaban(second.pertanyaan, {**second.jawaban.isi, name: shared})
        followers = adjusted(second.pertanyaan, moved) if moved.status == Status.DIJAWAB else ()
        for follower in followers:
            if follower.skor >= second.skor:
                pair = (first, better), (second, follower)
                ways.append(tuple(Langkah(item, answer, item.kode in berbukti) for item, answer in pair))
    return ways


def _scale(butir: list[list[_Cara]], lacks: Iterable[Fraction]) -> int:
    """What makes every gain and every lack a whole number."""
    gains = (item.poin.denominator for ways in butir for cara in ways for item in cara)
    return lcm(*gains, *(lack.denominator for lack in lacks))


def _option(cara: _Cara, scale: int) -> Opsi:
    gain = sum([item.poin for item in cara], NOL) * scale
    steps = sum(item.perbaikan.langkah for item in cara)
    return Opsi(len(cara), steps, sum(not item.ada_bukti for item in cara), int(gain))
