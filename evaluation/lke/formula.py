"""The little language of percentage questions: names, numbers, + - * / and parentheses, nothing else.

A formula can only name the counted inputs of its own question, so it cannot be circular, reach out or run
anything. A division by zero is not an error of the formula: the instrument says what it is worth
(`jika_kosong`).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from evaluation.lke.numbers import NOL, SATU

MAKS_PANJANG = 200
MAKS_DALAM = 20
NAMA = re.compile(r"[a-z][a-z0-9_]{0,30}")
_TOKEN = re.compile(r"\s*(?:([0-9]{1,9}(?:\.[0-9]{1,9})?)|([a-z][a-z0-9_]{0,30})|([-+*/()]))")
_BERSYARAT = re.compile(r"(?P<ya>[0-9.]+) bila (?P<nama>[a-z][a-z0-9_]*)(?: juga)? 0, selain itu (?P<lain>[0-9.]+)")


class RumusSalah(ValueError):
    """The formula is not in the language; the text is an Indonesian clause."""


class PenyebutNol(ArithmeticError):
    """A denominator is 0, so the percentage does not exist."""


@dataclass(frozen=True, slots=True)
class Angka:
    nilai: Fraction


@dataclass(frozen=True, slots=True)
class Nama:
    nama: str


@dataclass(frozen=True, slots=True)
class Operasi:
    tanda: str
    kiri: "Suku"
    kanan: "Suku"


Suku = Angka | Nama | Operasi


@dataclass(frozen=True, slots=True)
class Rumus:
    teks: str
    akar: Suku

    def value(self, isian: Mapping[str, int]) -> Fraction:
        """Exact result; raises PenyebutNol."""
        return _value(self.akar, isian)

    def names(self) -> frozenset[str]:
        return frozenset(names_of(self.akar))

    def penyebut(self) -> frozenset[str]:
        """Names that stand in a denominator."""
        return frozenset(name for node in _denominators(self.akar) for name in names_of(node))

    def denominators(self) -> tuple[Suku, ...]:
        return tuple(_denominators(self.akar))


@dataclass(frozen=True, slots=True)
class JikaKosong:
    """What a percentage without a denominator is worth: `ya`, or `ya` only while the input `bila` is 0."""

    teks: str
    ya: Fraction
    bila: str = ""
    lain: Fraction = NOL

    def value(self, isian: Mapping[str, int]) -> Fraction:
        return self.ya if not self.bila or isian[self.bila] == 0 else self.lain


@dataclass(frozen=True, slots=True)
class Batas:
    """A sum that may not be passed: `selesai + diproses <= harus`."""

    teks: str
    kiri: Rumus
    kanan: Rumus

    def holds(self, isian: Mapping[str, int]) -> bool:
        return self.kiri.value(isian) <= self.kanan.value(isian)

    def names(self) -> frozenset[str]:
        return self.kiri.names() | self.kanan.names()


def parse_formula(text: str) -> Rumus:
    if len(text) > MAKS_PANJANG:
        raise RumusSalah(f"rumus lebih dari {MAKS_PANJANG} huruf")
    reader = _Reader(list(_tokens(text)))
    root = reader.sum(0)
    if reader.peek():
        raise RumusSalah(f"tanda {reader.peek()} tidak pada tempatnya")
    return Rumus(text.strip(), root)


def parse_batas(text: str) -> Batas:
    kiri, tanda, kanan = text.partition("<=")
    if not tanda:
        raise RumusSalah("batas ditulis sebagai jumlah <= jumlah")
    batas = Batas(text.strip(), parse_formula(kiri), parse_formula(kanan))
    if batas.kiri.denominators() or batas.kanan.denominators():
        raise RumusSalah("batas tidak boleh memuat pembagian")
    return batas


def parse_jika_kosong(text: str) -> JikaKosong:
    """`0`, `1`, or `1 bila tahun_ini juga 0, selain itu 0`; the values lie between 0 and 1."""
    text = " ".join(text.split())
    match = _BERSYARAT.fullmatch(text)
    try:
        if match:
            rule = JikaKosong(text, Fraction(match["ya"]), match["nama"], Fraction(match["lain"]))
        else:
            rule = JikaKosong(text, Fraction(text))
    except (ValueError, ZeroDivisionError) as exc:
        raise RumusSalah(f'jika_kosong "{text[:60]}" tidak dikenal') from exc
    if not (NOL <= rule.ya <= SATU and NOL <= rule.lain <= SATU):
        raise RumusSalah("jika_kosong harus antara 0 dan 1")
    return rule


def _tokens(text: str) -> Iterator[str]:
    text, position = text.rstrip(), 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if not match:
            raise RumusSalah(f'"{text[position : position + 10].strip()}" tidak dikenal dalam rumus')
        yield match[0].strip()
        position = match.end()


class _Reader:
    """Recursive descent over the tokens; the depth is bounded so that no formula can exhaust the stack."""

    def __init__(self, tokens: list[str]):
        self.tokens = tokens
        self.position = 0

    def peek(self) -> str:
        return self.tokens[self.position] if self.position < len(self.tokens) else ""

    def take(self) -> str:
        token = self.peek()
        if not token:
            raise RumusSalah("rumus belum selesai")
        self.position += 1
        return token

    def sum(self, depth: int) -> Suku:
        left = self.product(depth)
        while self.peek() in ("+", "-"):
            left = Operasi(self.take(), left, self.product(depth))
        return left

    def product(self, depth: int) -> Suku:
        left = self.factor(depth)
        while self.peek() in ("*", "/"):
            left = Operasi(self.take(), left, self.factor(depth))
        return left

    def factor(self, depth: int) -> Suku:
        if depth > MAKS_DALAM:
            raise RumusSalah("kurung dalam rumus terlalu dalam")
        symbol = self.take()
        if symbol == "-":
            return Operasi("-", Angka(NOL), self.factor(depth + 1))
        if symbol == "(":
            inner = self.sum(depth + 1)
            if self.take() != ")":
                raise RumusSalah("kurung dalam rumus tidak berpasangan")
            return inner
        if symbol[0].isdigit():
            return Angka(Fraction(symbol))
        if NAMA.fullmatch(symbol):
            return Nama(symbol)
        raise RumusSalah(f"tanda {symbol} tidak pada tempatnya")


def _value(node: Suku, isian: Mapping[str, int]) -> Fraction:
    if isinstance(node, Angka):
        return node.nilai
    if isinstance(node, Nama):
        return Fraction(isian[node.nama])
    left, right = _value(node.kiri, isian), _value(node.kanan, isian)
    if node.tanda == "+":
        return left + right
    if node.tanda == "-":
        return left - right
    if node.tanda == "*":
        return left * right
    if right == 0:
        raise PenyebutNol
    return left / right


def names_of(node: Suku) -> Iterator[str]:
    if isinstance(node, Nama):
        yield node.nama
    elif isinstance(node, Operasi):
        yield from names_of(node.kiri)
        yield from names_of(node.kanan)


def _denominators(node: Suku) -> Iterator[Suku]:
    if isinstance(node, Operasi):
        yield from _denominators(node.kiri)
        yield from _denominators(node.kanan)
        if node.tanda == "/":
            yield node.kanan
