"""Reads a percentage formula out of a form's cell, as far as it is one: counts, + - * / and what wraps them.

Forms wrap the percentage in IF, IFERROR, MIN, MAX or ROUND, to cap it or to hide an error. The wrappers are taken
off, and what they say about an empty denominator is kept.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from evaluation.lke.formula import RumusSalah, parse_formula

_TOKEN = re.compile(
    r"\s*([A-Z]+(?=\()|\$?[A-Z]{1,3}\$?[0-9]{1,7}|[0-9]+(?:\.[0-9]+)?|\"[^\"]*\"|<=|>=|<>|[-+*/(),=<>%:])"
)
_SEL = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_LIPATAN = ("MIN", "MAX", "ROUND")
MAKS_PANJANG = 1_000


@dataclass(frozen=True, slots=True)
class RumusSel:
    """A formula in the instrument's language, and what the cell said for an empty denominator (or nothing)."""

    rumus: str
    jika_kosong: str = ""


def read_percentage(text: str, names: Mapping[str, str]) -> RumusSel | None:
    """The formula of a cell, with `names` for the cells of its counts; None where it is anything else."""
    tokens = _tokens(text)
    if tokens is None:
        return None
    inner, zero = _unwrap(tokens)
    words = [_word(token, names) for token in inner]
    if None in words:
        return None
    rumus = re.sub(r"\( | \)", lambda match: match[0].strip(), " ".join(map(str, words)))
    try:
        parsed = parse_formula(rumus)
    except RumusSalah:
        return None
    return RumusSel(rumus, zero) if parsed.penyebut() else None


def summed_cells(text: str) -> list[str]:
    """The cells of a plain sum such as `=K1+K2` or `=SUM(K1:K3)`; none for anything else."""
    tokens = _tokens(text)
    if not tokens:
        return []
    if tokens[0] == "SUM" and tokens[-1] == ")" and ":" in tokens:
        if len(tokens) == 6:
            return _range(tokens[2], tokens[4])
        return []
    inner = tokens[2:-1] if tokens[0] == "SUM" and tokens[-1] == ")" else tokens
    cells, signs = inner[::2], inner[1::2]
    plain = all(_SEL.fullmatch(cell) for cell in cells) and set(signs) <= {"+", ","} and len(cells) > 1
    return [_address(cell) for cell in cells] if plain else []


def _tokens(text: str) -> list[str] | None:
    text, tokens, position = text.strip().removeprefix("=").upper(), [], 0
    if not text or len(text) > MAKS_PANJANG:
        return None
    while position < len(text):
        match = _TOKEN.match(text, position)
        if not match:
            return None
        tokens.append(match[1])
        position = match.end()
    return tokens


def _unwrap(tokens: list[str]) -> tuple[list[str], str]:
    """The innermost expression that divides, and the value given in place of a division by zero."""
    zero = ""
    while True:
        tokens = _without_parentheses(tokens)
        arguments = _arguments(tokens)
        if arguments is None:
            return tokens, zero
        name = tokens[0]
        if name == "IFERROR" and len(arguments) == 2:
            zero = zero or _plain_number(arguments[1])
            tokens = arguments[0]
        elif name == "IF" and len(arguments) == 3:
            condition, *branches = arguments
            tokens = next((branch for branch in reversed(branches) if "/" in branch), [])
            other = branches[0] if tokens is branches[1] else branches[1]
            if "=" in condition and condition[-1] == "0":
                zero = _plain_number(other) or zero
        elif name in _LIPATAN:
            tokens = next((argument for argument in arguments if "/" in argument), [])
        else:
            return [], zero


def _arguments(tokens: list[str]) -> list[list[str]] | None:
    """The arguments, where the whole is one call; None where it is not."""
    if len(tokens) < 3 or not tokens[0].isalpha() or tokens[1] != "(" or _closing(tokens, 1) != len(tokens) - 1:
        return None
    arguments: list[list[str]] = [[]]
    depth = 0
    for part in tokens[2:-1]:
        depth += (part == "(") - (part == ")")
        if part == "," and depth == 0:
            arguments.append([])
        else:
            arguments[-1].append(part)
    return arguments


def _without_parentheses(tokens: list[str]) -> list[str]:
    while tokens and tokens[0] == "(" and _closing(tokens, 0) == len(tokens) - 1:
        tokens = tokens[1:-1]
    return tokens


def _closing(tokens: list[str], start: int) -> int:
    depth = 0
    for position in range(start, len(tokens)):
        depth += (tokens[position] == "(") - (tokens[position] == ")")
        if depth == 0:
            return position
    return -1


def _plain_number(tokens: list[str]) -> str:
    return tokens[0] if len(tokens) == 1 and tokens[0] in ("0", "1") else ""


def _word(part: str, names: Mapping[str, str]) -> str | None:
    if _SEL.fullmatch(part):
        return names.get(_address(part))
    return part if part in "+-*/()" or part[0].isdigit() else None


def _address(token: str) -> str:
    return token.replace("$", "")


def _range(first: str, last: str) -> list[str]:
    start, stop = _SEL.fullmatch(first), _SEL.fullmatch(last)
    if not start or not stop or start[1] != stop[1] or not 0 < int(stop[2]) - int(start[2]) < 100:
        return []
    return [f"{start[1]}{number}" for number in range(int(start[2]), int(stop[2]) + 1)]
