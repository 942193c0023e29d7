"""Which row of the form is which node, question and input of the instrument.

Rows are walked in order and matched by order within their parent; the wording, the number and the answer type
only confirm, and decide where rows were added or are missing. Letters are not trusted: in use they are
missing, doubled and out of order.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from evaluation.lke.structure import JENIS_PERSEN, Instrumen, Pertanyaan, Simpul
from evaluation.lke.workbook.reading import Baris, plain

JUMLAH = "+"  # the row that totals inputs

# Every pair in order is worth something, so that as many as possible are made; likeness moves them.
URUTAN, KEMIRIPAN, NOMOR, JENIS, TANPA_JAWABAN = 0.3, 2.0, 0.2, 0.7, -0.25

T = TypeVar("T")


@dataclass(slots=True)
class Cocok:
    """Rows by what they are; `lebih` are rows with an answer that the instrument does not know."""

    simpul: dict[str, Baris] = field(default_factory=dict)
    pertanyaan: dict[str, Baris] = field(default_factory=dict)
    isian: dict[tuple[str, str], Baris] = field(default_factory=dict)
    lebih: list[Baris] = field(default_factory=list)
    total: Baris | None = None


def match_rows(instrumen: Instrumen, rows: Sequence[Baris]) -> Cocok:
    cocok = Cocok()
    totals = [n for n, row in enumerate(rows) if row.is_grand_total and row.sel["nilai"].nilai is not None]
    if totals:  # below it stands the signature block
        cocok.total = rows[totals[-1]]
        rows = rows[: totals[-1]]
    tree = [row for row in rows if not row.is_total]
    _match_children(cocok, instrumen.akar.anak, tree, 0)
    return cocok


def _match_children(cocok: Cocok, anak: Sequence[Simpul], rows: Sequence[Baris], tingkat: int) -> None:
    """Match headings at one depth, then look below each; an unknown heading stays with the one before."""
    heads = [n for n, row in enumerate(rows) if row.is_heading and row.tingkat == tingkat]
    pairs = align([rows[n] for n in heads], anak, _heading_likeness)
    starts = [heads[position] for position, _ in pairs]
    cocok.lebih += [row for row in rows[: starts[0] if starts else len(rows)] if row.is_typed]
    for (position, which), stop in zip(pairs, [*starts[1:], len(rows)], strict=False):
        start, node = heads[position], anak[which]
        cocok.simpul[node.kode] = rows[start]
        if node.anak:
            _match_children(cocok, node.anak, rows[start + 1 : stop], tingkat + 1)
        else:
            _match_questions(cocok, node, rows[start:stop])


def _match_questions(cocok: Cocok, indikator: Simpul, rows: Sequence[Baris]) -> None:
    """`rows` starts with the indicator's own row, which in Hasil is its question as well."""
    own, *below = rows
    candidates = [row for row in below if not row.is_isian and (row.urut or row.has_answer)]
    if own.has_answer:
        candidates.insert(0, own)
    pairs = align(candidates, indikator.pertanyaan, _question_likeness)
    matched = {candidates[position].nomor: indikator.pertanyaan[which] for position, which in pairs}
    cocok.pertanyaan |= {item.kode: row for row in candidates if (item := matched.get(row.nomor))}
    cocok.lebih += [row for row in candidates if row.nomor not in matched and row.is_typed]
    current: Pertanyaan | None = None
    inputs: dict[str, list[Baris]] = {}
    for row in rows:
        current = matched.get(row.nomor, current)
        if not row.is_isian:
            continue
        if current and current.jenis == JENIS_PERSEN:
            inputs.setdefault(current.kode, []).append(row)
        elif row.is_typed:
            cocok.lebih.append(row)
    for item in indikator.pertanyaan:
        _match_inputs(cocok, item, inputs.get(item.kode, []))


def _match_inputs(cocok: Cocok, item: Pertanyaan, rows: Sequence[Baris]) -> None:
    fields = [(name, label) for name, label in item.isian.items()]
    if item.total:
        position = list(item.isian).index(item.total.isian[0])
        fields.insert(position, (JUMLAH, item.total.teks))
    pairs = align(rows, fields, lambda row, entry: KEMIRIPAN * likeness(row.teks, entry[1]))
    for position, which in pairs:
        cocok.isian[item.kode, fields[which][0]] = rows[position]
    taken = {position for position, _ in pairs}
    cocok.lebih += [row for n, row in enumerate(rows) if n not in taken and row.sel["jawaban"].teks]


def _heading_likeness(row: Baris, simpul: Simpul) -> float:
    return KEMIRIPAN * likeness(row.teks, simpul.nama) + NOMOR * (plain(row.urut) == plain(simpul.nomor))


def _question_likeness(row: Baris, item: Pertanyaan) -> float:
    worth = KEMIRIPAN * likeness(row.teks, item.teks) + JENIS * (row.pilihan == item.jenis)
    return worth + NOMOR * (plain(row.urut) == item.nomor) + TANPA_JAWABAN * (not row.has_answer)


def likeness(left: str, right: str) -> float:
    """Share of common words, 0..1."""
    one, other = set(plain(left).split()), set(plain(right).split())
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def align(rows: Sequence[Baris], items: Sequence[T], worth: Callable[[Baris, T], float]) -> list[tuple[int, int]]:
    """The pairs of rows and items, both in order, that are worth the most together."""
    best = [[0.0] * (len(items) + 1) for _ in range(len(rows) + 1)]
    pair = [[URUTAN + worth(row, item) for item in items] for row in rows]
    for r in reversed(range(len(rows))):
        for i in reversed(range(len(items))):
            best[r][i] = max(best[r + 1][i], best[r][i + 1], pair[r][i] + best[r + 1][i + 1])
    pairs, r, i = [], 0, 0
    while r < len(rows) and i < len(items):
        if best[r][i] == pair[r][i] + best[r + 1][i + 1]:
            pairs.append((r, i))
            r, i = r + 1, i + 1
        elif best[r][i] == best[r + 1][i]:
            r += 1
        else:
            i += 1
    return pairs
