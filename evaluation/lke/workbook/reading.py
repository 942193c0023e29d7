"""Finds the form in a workbook by its header row and reads its rows, cell by cell.

Nothing here knows the instrument. Positions come from the header, the depth in the tree from the column, so
moved columns, title blocks, extra sheets and row numbers in column A do not matter.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from evaluation.lke.numbers import TERBESAR
from evaluation.lke.workbook import layout
from evaluation.lke.workbook.content import IsiLKE, Kunci
from evaluation.lke.workbook.writing import LEMBAR_KUNCI
from units.xlsx import BerkasDitolak, open_workbook_safely

MAKS_BYTE, MAKS_TERURAI = 10 * 1024 * 1024, 100 * 1024 * 1024
MAKS_BARIS, MAKS_KOLOM = 3_000, 60
MAKS_LEMBAR, BARIS_JUDUL = 40, 100  # where the header is looked for; openpyxl makes every cell it is asked for
WAJIB = {"penilaian", "bobot", "pilihan jawaban", "jawaban", "nilai"}
_NAMA_KOLOM = {
    "bobot": "bobot",
    "penjelasan": "penjelasan",
    "pilihan jawaban": "pilihan",
    "jawaban": "jawaban",
    "nilai": "nilai",
    "%": "persen",
    "catatan keterangan penjelasan": "catatan",
}
_NOMOR_DAN_TEKS = re.compile(r"([A-Za-z]{1,4}|[0-9]{1,2})[.)]\s+(\S.*)", re.DOTALL)
_NOMOR = re.compile(r"(?:[A-Za-z]{1,4}|[0-9]{1,2})[.)]?|-")
_TOTAL = re.compile(r"(total|jumlah)( (nilai|pengungkit|hasil|pemenuhan|reform|a|b)\b|$)|nilai (total|evaluasi|akhir)")
_BERKAS_LAIN = re.compile(r"\[[^\[\]]+\][^\[\]!]*!")  # [1]Rekap!$A$1, '[1]Rekap 2'!A1, [1]!nama
_BAGIAN = re.compile(r"\b(pengungkit|hasil|pemenuhan|reform)\b")
_PILIHAN = {re.sub(r"\s", "", text).casefold(): kode for kode, text in layout.PILIHAN_JAWABAN.items()}
_PILIHAN |= {"jumlah": "jumlah", "nilai0-4": "indeks4"}


def is_number(value: object) -> bool:
    """A number that can be computed with: a file may hold NaN or infinity too."""
    return isinstance(value, int | float) and not isinstance(value, bool) and -TERBESAR < value < TERBESAR


@dataclass(frozen=True, slots=True)
class Sel:
    """A cell: its value as stored, and its formula if it has one."""

    alamat: str
    nilai: object = None
    rumus: str = ""

    @property
    def is_error(self) -> bool:
        return isinstance(self.nilai, str) and self.nilai.startswith("#")

    @property
    def is_number(self) -> bool:
        return is_number(self.nilai)

    @property
    def is_linked(self) -> bool:
        """Its formula asks another workbook; what is known is the value it had when the file was saved."""
        return bool(_BERKAS_LAIN.search(self.rumus))

    @property
    def teks(self) -> str:
        return "" if self.nilai is None else str(self.nilai).strip()


@dataclass(frozen=True, slots=True)
class Baris:
    """A row of the form. `tingkat` is the depth of its number's column, which is one left of its text."""

    nomor: int
    tingkat: int
    urut: str  # the number in the tree: A, I, 1, ii, a, -
    teks: str
    sel: Mapping[str, Sel]
    tersembunyi: bool = False

    @property
    def pilihan(self) -> str:
        """The answer type that the form names, or empty."""
        return _PILIHAN.get(re.sub(r"[\s()]", "", self.sel["pilihan"].teks).casefold(), "")

    @property
    def is_isian(self) -> bool:
        """A counted input: it has no number of its own."""
        if self.urut not in ("", "-"):
            return False
        starts = self.teks.startswith("-") or self.teks.casefold().startswith("jumlah")
        return self.pilihan == "jumlah" or (not self.urut and starts and not self.pilihan)

    @property
    def is_total(self) -> bool:
        found = _TOTAL.match(plain(self.teks))
        return bool(found) and not self.urut and not self.pilihan and self.tingkat <= 2

    @property
    def is_grand_total(self) -> bool:
        """The total of everything, and not of one part."""
        return self.is_total and len(set(_BAGIAN.findall(plain(self.teks)))) != 1

    @property
    def is_heading(self) -> bool:
        """Opens a part of the tree: by its number, or, where that was lost, by its weight."""
        return not self.is_isian and bool(self.urut or self.sel["bobot"].is_number)

    @property
    def is_typed(self) -> bool:
        """Somebody answered something here; a formula alone is none of theirs."""
        return bool(self.pilihan) or (self.has_answer and not self.sel["jawaban"].rumus)

    @property
    def has_answer(self) -> bool:
        return bool(self.pilihan) or self.sel["jawaban"].teks not in ("", "-")


@dataclass(frozen=True, slots=True)
class Lembar:
    nama: str
    baris: tuple[Baris, ...]
    kunci: Kunci | None
    lainnya: tuple[str, ...] = field(default=())  # other sheets that look like the form


def read_form(data: bytes) -> Lembar:
    """The first sheet with the form's header; raises BerkasDitolak with one sentence."""
    limits = {"max_bytes": MAKS_BYTE, "max_unpacked": MAKS_TERURAI, "links": True}
    values = open_workbook_safely(data, **limits)
    texts = open_workbook_safely(data, **limits, formulas=True)
    found = [(sheet, head) for sheet in values.worksheets[:MAKS_LEMBAR] if (head := _find_header(sheet))]
    if not found:
        raise BerkasDitolak(
            "Berkas ini bukan LKE: tidak ada lembar dengan judul kolom Penilaian, Bobot, Pilihan Jawaban, "
            "Jawaban, dan Nilai."
        )
    (sheet, (head, columns)), *others = found
    rows = _read_rows(sheet, texts[sheet.title], head, columns)
    return Lembar(sheet.title, tuple(rows), _read_key(values), tuple(other.title for other, _ in others))


def plain(text: str) -> str:
    """Text without case, punctuation and line breaks, to compare wordings."""
    return " ".join(re.findall(r"[a-z0-9%]+", text.casefold()))


def _find_header(sheet: Worksheet) -> tuple[int, dict[str, int]] | None:
    """Row of the header and the column of each name; a name counts where it stands first."""
    for row in sheet.iter_rows(max_row=min(sheet.max_row, BARIS_JUDUL), max_col=MAKS_KOLOM):
        names: dict[str, int] = {}
        for cell in row:
            if isinstance(cell.value, str):
                names.setdefault(plain(cell.value), cell.column)
        if names.keys() >= WAJIB and names["penilaian"] < names["bobot"]:
            return row[0].row, names
    return None


def _read_rows(sheet: Worksheet, texts: Worksheet, head: int, names: Mapping[str, int]) -> list[Baris]:
    columns = {key: names[name] for name, key in _NAMA_KOLOM.items() if name in names}
    if "catatan" in columns:  # evidence and links stand beside the notes, without a header
        columns |= {"bukti": columns["catatan"] + 1, "tautan": columns["catatan"] + 2}
    last = min(sheet.max_row, head + MAKS_BARIS)
    tree = _tree_columns(sheet, range(names["penilaian"], names["bobot"]), head, last)
    rows = []
    for number in range(head + 1, last + 1):
        cells = {key: _cell(sheet, texts, number, column) for key, column in columns.items()}
        for key in ("penjelasan", "persen", "catatan", "bukti", "tautan"):
            cells.setdefault(key, Sel(""))
        place = _place(sheet, number, tree)
        if place is not None:
            hidden = bool(sheet.row_dimensions[number].hidden)
            rows.append(Baris(number, *place, cells, hidden))
    return rows


def _tree_columns(sheet: Worksheet, columns: Iterable[int], head: int, last: int) -> list[int]:
    """The tree's columns; one that is empty throughout was inserted by hand and has no depth of its own."""
    return [
        column
        for column in columns
        if any(sheet.cell(number, column).value not in (None, "") for number in range(head + 1, last + 1))
    ]


def _cell(sheet: Worksheet, texts: Worksheet, number: int, column: int) -> Sel:
    stored = texts.cell(number, column)
    formula = getattr(stored.value, "text", stored.value) if stored.data_type == "f" else ""
    return Sel(f"{get_column_letter(column)}{number}", sheet.cell(number, column).value, str(formula or ""))


def _place(sheet: Worksheet, number: int, tree: list[int]) -> tuple[int, str, str] | None:
    """Depth, number and text of a row in the tree; None for a row that says nothing there."""
    filled = [
        (depth, str(value).strip())
        for depth, column in enumerate(tree)
        if (value := _shown(sheet.cell(number, column))) not in (None, "")
    ]
    if not filled:
        return None
    depth, first = filled[0]
    rest = " ".join(text for _, text in filled[1:])
    if rest and _NOMOR.fullmatch(first):
        return depth, first.rstrip(".)"), rest
    if rest:
        return depth - 1, "", f"{first} {rest}"
    if match := _NOMOR_DAN_TEKS.fullmatch(first):
        return depth, match[1], match[2]
    return depth - 1, "", first


def _shown(cell: Cell) -> object:
    """Numbers in the tree are typed as 1 or 1.0 as well as `1.`."""
    value = cell.value
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _read_key(workbook: Workbook) -> Kunci | None:
    """The hidden key of a file that the portal wrote; None where there is none or it was tampered with."""
    if LEMBAR_KUNCI not in workbook.sheetnames:
        return None
    sheet = workbook[LEMBAR_KUNCI]
    try:
        head = json.loads(str(sheet.cell(1, 1).value))
        kunci = [str(head[name]) for name in ("penilaian", "instrumen", "versi", "sidik")]
        cells = sheet.iter_rows(min_row=2, max_row=MAKS_BARIS, max_col=5, values_only=True)
        rows = [row for row in cells if row[0]]
        jawaban = {str(row[0]): json.loads(row[1]) for row in rows if row[1]}
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    notes = [{str(row[0]): str(row[n]) for row in rows if row[n]} for n in (2, 3, 4)]
    tautan = {kode: tuple(text.split("\n")) for kode, text in notes[2].items()}
    return Kunci(*kunci, IsiLKE(jawaban, notes[0], notes[1], tautan))
