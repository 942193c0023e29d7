"""What it means to be searchable: an app names its sources in a table, and this module finds and quotes the hits.

A record is found when every word stands in one of its searched columns, anywhere inside, whatever the case. PostgreSQL answers
from trigram indexes (`units.trigram`), SQLite by reading the rows; what is found is the same.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import attrgetter, or_
from typing import Any

from django.db.models import F, Model, Q, QuerySet, Value
from django.db.models.functions import Greatest, StrIndex, Substr, Upper

from units.models import Peran

TERPENDEK, KATA_TERBANYAK = 2, 8
SEBELUM, PANJANG = 60, 220  # characters of a quotation before its first hit, and in all
NIP = re.compile(r"[\d\s]{18,23}")


@dataclass(frozen=True, slots=True)
class Sumber:
    """One kind of searchable record.

    `rows(role)` are those the role may see, by the visibility function of their pages, and limited to its institution, so that
    the nation's rows are never read. `kolom` are the lookups searched; the first one that holds a word is quoted. `panjang`
    is a column of whole documents, of which the database sends only the piece around the hit. `tanpa` are
    large columns of what is joined that nobody shows. Without `tahun` the record belongs to no year. `also(word)` finds by what is not stored as text, like the label of a choice.
    """

    kode: str
    nama: str
    ikon: str
    rows: Callable[[Peran], QuerySet]
    kolom: tuple[str, ...]
    judul: Callable[[Any], str]
    keterangan: Callable[[Any], str]
    tautan: Callable[[Any], str]
    tahun: str = ""
    related: tuple[str, ...] = ()
    urut: tuple[str, ...] = ("-pk",)
    panjang: str = ""
    tanpa: tuple[str, ...] = ()
    also: Callable[[str], Q] | None = None

    def find(self, words: Sequence[str], *, peran: Peran, tahun: int | None = None) -> QuerySet:
        """The records that hold every word, in their order, and nothing of them but their keys."""
        rows = self.rows(peran)
        for word in words:
            rows = rows.filter(self._holds(word))
        if tahun:
            rows = rows.filter(**{self.tahun: tahun}) if self.tahun else rows.none()
        return rows.order_by(*self.urut).values("pk")

    def read(self, found: QuerySet, words: Sequence[str]) -> list[Any]:
        """The few records of a slice of `find`, with what is shown of them. In one query with it: the database sorts
        keys, and joins what belongs to them only for those that are left.
        """
        rows = found.model._default_manager.filter(pk__in=found)
        if self.related:
            rows = rows.select_related(*self.related).defer(*self.tanpa)
        if self.panjang:
            rows = rows.annotate(cuplikan=_piece(self.panjang, words[0]))
        return list(rows.order_by(*self.urut))

    def quote(self, row: Model, words: Sequence[str]) -> "Cuplikan":
        """The passage with the hit; "" where the title shows it already."""
        judul = self.judul(row)
        texts = [row.cuplikan] if self.panjang else [_read(row, path) for path in self.kolom]
        found = next((text for text in texts if text != judul and _pattern(words).search(text)), "")
        return mark(_around(found, words), words)

    def _holds(self, word: str) -> Q:
        conditions = [Q(**{f"{path}__icontains": word}) for path in self.kolom]
        return reduce(or_, [*conditions, self.also(word)] if self.also else conditions)


# Pieces of a text, each with whether it is a hit; the template marks those.
Cuplikan = tuple[tuple[str, bool], ...]


def words_of(q: str) -> tuple[str, ...]:
    """The words to look for, without repetition; () when there is nothing to go by. A NIP typed with spaces is one word."""
    q = q.strip().replace("\0", "")
    if NIP.fullmatch(q) and len(digits := re.sub(r"\s", "", q)) == 18:
        return (digits,)
    words = dict.fromkeys(q.casefold().split())
    # A single letter beside real words narrows nothing and reads everything.
    return tuple(word for word in words if len(word) >= TERPENDEK)[:KATA_TERBANYAK]


def mark(text: str, words: Sequence[str]) -> Cuplikan:
    """The text in pieces: hits and what stands between them."""
    pieces, end = [], 0
    for hit in _pattern(words).finditer(text):
        pieces += [(text[end : hit.start()], False), (hit.group(), True)]
        end = hit.end()
    return tuple(piece for piece in (*pieces, (text[end:], False)) if piece[0])


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)), re.IGNORECASE)


def _around(text: str, words: Sequence[str]) -> str:
    """A passage of bearable length, cut between words, with dots where text is left out."""
    text = " ".join(text.split())
    hit = _pattern(words).search(text)
    if hit is None:
        return ""
    begin = max(0, hit.start() - SEBELUM)
    piece = text[begin : begin + PANJANG]
    if begin:
        piece = f"… {piece.partition(' ')[2] or piece}"
    return f"{piece.rpartition(' ')[0] or piece} …" if begin + PANJANG < len(text) else piece


def _piece(path: str, word: str) -> Substr:
    at = StrIndex(Upper(F(path)), Upper(Value(word)))
    return Substr(F(path), Greatest(at - 4 * SEBELUM, Value(1)), 4 * PANJANG)


def _read(row: Model, path: str) -> str:
    return str(attrgetter(path.replace("__", "."))(row) or "")
