"""How far assessors agree: percent agreement, Cohen's kappa for two, Fleiss' kappa for a fixed number of them.

Pure: categories in, exact fractions out. A category is anything that can be a dict key. Where a figure is not defined
it is None and `sebab` says why; a number that means nothing is never printed.

Sources: J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20
(1960) 37-46; J. L. Fleiss, "Measuring nominal scale agreement among many raters", Psychological Bulletin 76 (1971)
378-382.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

COHEN, FLEISS = "Cohen", "Fleiss"
TANPA_PASANGAN = "tidak ada pertanyaan yang dinilai sedikitnya dua penilai"
# Landis and Koch, "The measurement of observer agreement for categorical data", Biometrics 33 (1977) 159-174.
BURUK = "buruk"
KEKUATAN = (
    (Fraction(1, 5), "sedikit"),
    (Fraction(2, 5), "cukup"),
    (Fraction(3, 5), "sedang"),
    (Fraction(4, 5), "kuat"),
    (Fraction(1), "hampir sempurna"),
)
SATU_KATEGORI = "semua jawaban jatuh pada satu kategori, sehingga kesepakatan karena kebetulan sudah penuh"


@dataclass(frozen=True, slots=True)
class Kappa:
    """A coefficient, or None with the reason."""

    nilai: Fraction | None
    sebab: str = ""


@dataclass(frozen=True, slots=True)
class Kesepakatan:
    """The figures of one set of questions.

    `dinilai` questions were answered by at least two assessors and make `persen` (0..100). `kappa` rests on `dihitung`
    of them: those answered by the most usual number of assessors, `penilai`, because Fleiss' kappa needs the same number
    for every item. `cara` is COHEN or FLEISS.
    """

    dinilai: int
    persen: Fraction | None
    penilai: int
    dihitung: int
    cara: str
    kappa: Kappa

    @property
    def ditinggalkan(self) -> int:
        """Questions with another number of assessors, which the kappa leaves out."""
        return self.dinilai - self.dihitung

    def words(self) -> str:
        """The strength of agreement after Landis and Koch; "" without a kappa."""
        if self.kappa.nilai is None:
            return ""
        if self.kappa.nilai < 0:
            return BURUK
        return next(word for limit, word in KEKUATAN if self.kappa.nilai <= limit)


def percent_agreement(items: Iterable[Sequence[Hashable]]) -> Fraction | None:
    """Agreeing pairs of assessors in percent, each item counting alike whatever its number of answers.

    Items with fewer than two answers have no pair and are left out; None when nothing is left.
    """
    shares = [_pairs_agreeing(item) for item in items if len(item) > 1]
    return sum(shares, Fraction(0)) / len(shares) * 100 if shares else None


def _pairs_agreeing(item: Sequence[Hashable]) -> Fraction:
    n = len(item)
    return Fraction(sum(count * (count - 1) for count in Counter(item).values()), n * (n - 1))


def cohen_kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> Kappa:
    """Two assessors who both judged every item; chance agreement from each one's own frequencies (Cohen 1960)."""
    if not pairs:
        return Kappa(None, TANPA_PASANGAN)
    n = len(pairs)
    observed = Fraction(sum(a == b for a, b in pairs), n)
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    expected = sum((Fraction(first[c] * second[c], n * n) for c in first), Fraction(0))
    return _kappa(observed, expected)


def fleiss_kappa(items: Sequence[Sequence[Hashable]]) -> Kappa:
    """The same number of answers, at least two, for every item; who gave them may differ (Fleiss 1971).

    Unequal numbers are refused with the reason: the formula has no meaning for them. `measure` chooses items that
    have the same number.
    """
    if not items:
        return Kappa(None, TANPA_PASANGAN)
    n = len(items[0])
    if n < 2:
        return Kappa(None, TANPA_PASANGAN)
    if any(len(item) != n for item in items):
        return Kappa(None, "jumlah penilai per pertanyaan tidak sama")
    observed = sum((_pairs_agreeing(item) for item in items), Fraction(0)) / len(items)
    totals = Counter(category for item in items for category in item)
    expected = sum((Fraction(count, n * len(items)) ** 2 for count in totals.values()), Fraction(0))
    return _kappa(observed, expected)


def _kappa(observed: Fraction, expected: Fraction) -> Kappa:
    return Kappa(None, SATU_KATEGORI) if expected == 1 else Kappa((observed - expected) / (1 - expected))


def measure(answers: Iterable[Mapping[Hashable, Hashable]]) -> Kesepakatan:
    """All figures of a set of questions, each given as {assessor: category}.

    Cohen's kappa where the same two people answered all items it rests on, else Fleiss'. Among items with different
    numbers of answers the most usual number counts, the larger one on a tie.
    """
    rated = [item for item in answers if len(item) > 1]
    usual = _usual([len(item) for item in rated])
    chosen = [item for item in rated if len(item) == usual]
    pair = _same_two(chosen)
    if pair:
        kappa = cohen_kappa([(item[pair[0]], item[pair[1]]) for item in chosen])
    else:
        kappa = fleiss_kappa([list(item.values()) for item in chosen])
    return Kesepakatan(
        dinilai=len(rated),
        persen=percent_agreement([list(item.values()) for item in rated]),
        penilai=usual,
        dihitung=len(chosen),
        cara=COHEN if pair else FLEISS,
        kappa=kappa,
    )


def _usual(numbers: Sequence[int]) -> int:
    return max(Counter(numbers).items(), key=lambda pair: (pair[1], pair[0]))[0] if numbers else 0


def _same_two(items: Sequence[Mapping[Hashable, Hashable]]) -> tuple[Hashable, Hashable] | None:
    if not items or len(items[0]) != 2:
        return None
    first, second = items[0]
    return (first, second) if all(set(item) == {first, second} for item in items) else None
