"""A small calculator for workbooks: enough of Excel to check that a form's formulas say what they should."""

import math
import operator
import re
from collections.abc import Callable, Iterator
from typing import Any

from openpyxl import Workbook
from openpyxl.utils.cell import range_boundaries

TOKEN = re.compile(
    r"\s*(?:(\d+(?:\.\d+)?)|\"((?:[^\"]|\"\")*)\"|((?:'[^']+'!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)(?![\w(])"
    r"|([A-Z]+)(?=\()|(<=|>=|<>|[-+*/=<>(),]))"
)
DIV0, VALUE = "#DIV/0!", "#VALUE!"


class ExcelError(Exception):
    """An error value such as #DIV/0!; it travels through every formula that uses it."""


class Area(list):
    """The cells of a reference, as functions see them."""


def calculate(workbook: Workbook) -> dict[str, dict[str, object]]:
    """Value of every formula, by sheet and cell."""
    known: dict[tuple[str, str], object] = {}
    return {
        sheet.title: {
            cell.coordinate: _Cells(workbook, sheet.title, known).value(cell.coordinate)
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        }
        for sheet in workbook.worksheets
    }


class _Cells:
    """The cells as one sheet sees them; each formula is computed once."""

    def __init__(self, workbook: Workbook, sheet: str, known: dict[tuple[str, str], object]):
        self.workbook = workbook
        self.sheet = sheet
        self.known = known

    def value(self, address: str) -> object:
        try:
            return self.get(self.sheet, address)
        except ExcelError as exc:
            return str(exc)

    def get(self, sheet: str, address: str) -> object:
        cell = self.workbook[sheet][address]
        if cell.data_type != "f":
            value = cell.value
        else:
            if (sheet, address) not in self.known:
                inner = _Cells(self.workbook, sheet, self.known)
                try:
                    self.known[sheet, address] = _Formula(inner, cell.value[1:]).result()
                except ExcelError as exc:
                    self.known[sheet, address] = str(exc)
            value = self.known[sheet, address]
        if isinstance(value, str) and value.startswith("#"):
            raise ExcelError(value)
        return value


class _Formula:
    """Recursive descent; branches of IF that are not taken are parsed but not computed."""

    def __init__(self, cells: _Cells, text: str):
        self.cells = cells
        self.tokens = list(_tokens(text))
        self.position = 0

    def result(self) -> object:
        thunk = self.comparison()
        assert self.position == len(self.tokens), self.tokens[self.position :]
        value = _single(thunk())
        return 0 if value is None else value

    def peek(self) -> str:
        return self.tokens[self.position][1] if self.position < len(self.tokens) else ""

    def is_sign(self, *signs: str) -> bool:
        return self.position < len(self.tokens) and self.tokens[self.position][0] == "sign" and self.peek() in signs

    def take(self) -> tuple[str, str]:
        self.position += 1
        return self.tokens[self.position - 1]

    def binary(self, below: Callable[[], Any], signs: tuple[str, ...], apply: Callable[..., Any]) -> Any:
        left = below()
        while self.is_sign(*signs):
            sign, first, second = self.take()[1], left, below()
            left = lambda s=sign, a=first, b=second: apply(s, _single(a()), _single(b()))  # noqa: E731
        return left

    def comparison(self) -> Any:
        return self.binary(self.sum, ("=", "<>", "<", ">", "<=", ">="), _compare)

    def sum(self) -> Any:
        return self.binary(self.product, ("+", "-"), _arithmetic)

    def product(self) -> Any:
        return self.binary(self.factor, ("*", "/"), _arithmetic)

    def factor(self) -> Any:
        kind, text = self.take()
        if kind == "number":
            return lambda: float(text)
        if kind == "text":
            return lambda: text.replace('""', '"')
        if kind == "reference":
            return lambda: self.reference(text)
        if kind == "name":
            return self.call(text)
        if text == "-":
            inner = self.factor()
            return lambda: -_number(_single(inner()))
        assert text == "(", text
        inner = self.comparison()
        assert self.take()[1] == ")"
        return inner

    def call(self, name: str) -> Any:
        assert self.take()[1] == "("
        arguments = [self.comparison()]
        while self.is_sign(","):
            self.take()
            arguments.append(self.comparison())
        assert self.take()[1] == ")"
        return lambda: FUNCTIONS[name](*arguments)

    def reference(self, text: str) -> Area:
        sheet, _, address = text.rpartition("!")
        name = sheet.strip("'") or self.cells.sheet
        left, top, right, bottom = range_boundaries(address.replace("$", ""))
        grid = self.cells.workbook[name]
        return Area(
            self.cells.get(name, grid.cell(row, column).coordinate)
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        )


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    position = 0
    while position < len(text.rstrip()):
        match = TOKEN.match(text, position)
        assert match, f"{text[position:]!r} in {text!r}"
        kinds = ("number", "text", "reference", "name", "sign")
        yield next((kind, found) for kind, found in zip(kinds, match.groups(), strict=True) if found is not None)
        position = match.end()


def _single(value: object) -> object:
    return value[0] if isinstance(value, Area) and len(value) == 1 else value


def _number(value: object) -> float:
    if value is None:
        return 0.0
    if isinstance(value, bool | int | float):
        return float(value)
    raise ExcelError(VALUE)


def _arithmetic(sign: str, left: object, right: object) -> float:
    one, other = _number(left), _number(right)
    if sign == "/" and other == 0:
        raise ExcelError(DIV0)
    return {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}[sign](one, other)


def _compare(sign: str, left: object, right: object) -> bool:
    """Text without case; any text is more than any number."""

    def key(value: object, other: object) -> tuple[int, object]:
        if value is None:
            return (1, "") if isinstance(other, str) else (0, 0.0)
        return (1, value.casefold()) if isinstance(value, str) else (0, float(value))

    one, two = key(left, right), key(right, left)
    tests = {"=": operator.eq, "<>": operator.ne, "<": operator.lt, ">": operator.gt}
    return (tests | {"<=": operator.le, ">=": operator.ge})[sign](one, two)


def _numbers(arguments: tuple[Any, ...]) -> list[float]:
    """What SUM and its kin count: numbers in references, and every plain argument."""
    found = []
    for thunk in arguments:
        value = thunk()
        if isinstance(value, Area):
            found += [float(item) for item in value if isinstance(item, int | float)]
        else:
            found.append(_number(value))
    return found


def _if(condition: Any, yes: Any, no: Any) -> object:
    return _single(yes() if _single(condition()) else no())


def _iferror(value: Any, instead: Any) -> object:
    try:
        return _single(value())
    except ExcelError:
        return _single(instead())


def _average(*arguments: Any) -> float:
    numbers = _numbers(arguments)
    if not numbers:
        raise ExcelError(DIV0)
    return math.fsum(numbers) / len(numbers)


def _text(thunk: Any) -> str:
    value = _single(thunk())
    return "" if value is None else str(value)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "IF": _if,
    "IFERROR": _iferror,
    "AVERAGE": _average,
    "SUM": lambda *a: math.fsum(_numbers(a)),
    "MIN": lambda *a: min(_numbers(a), default=0.0),
    "MAX": lambda *a: max(_numbers(a), default=0.0),
    "COUNT": lambda *a: float(len(_numbers(a))),
    "AND": lambda *a: all(bool(_single(thunk())) for thunk in a),
    "OR": lambda *a: any(bool(_single(thunk())) for thunk in a),
    "ISNUMBER": lambda thunk: isinstance(_single(thunk()), int | float),
    "UPPER": lambda thunk: _text(thunk).upper(),
    "TRIM": lambda thunk: " ".join(_text(thunk).split()),
}
