"""Tables in Excel workbooks: the one way to open an uploaded .xlsx and to write one for people to fill.

What comes in passes `xlsx_guard` first and is read as values; formulas are never evaluated. What goes out
has text as text, so that nothing a person typed can run as a formula in the reader's Excel.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from PIL.Image import DecompressionBombError

from units.findings import Temuan, galat, peringatan
from units.xlsx_guard import DAMAGED, MAX_BYTES, MAX_UNPACKED, RESAVE, BerkasDitolak, check_xlsx

__all__ = [
    "Baris", "BerkasDitolak", "Kolom", "Tabel", "cell_text", "new_workbook", "open_workbook_safely", "place",
    "read_table", "squeeze", "to_bytes", "write_guide", "write_sheet", "write_table",
]  # fmt: skip

MAX_ROWS, MAX_COLUMNS = 5_000, 60
HEADER_SEARCH = 30  # a title block may stand above the header
EXTRA_ROWS = 500  # empty rows below the data that still get their drop-downs
EXACT_DIGITS = 15  # Excel rounds longer numbers: a NIP typed as a number is already damaged

# openpyxl raises whatever its descriptors stumble over when a part is well-formed XML but no spreadsheet
UNREADABLE = (
    *DAMAGED,
    InvalidFileException,
    SyntaxError,  # what both XML parsers call a part that is none
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    DecompressionBombError,
)

HEAD_FILL = PatternFill("solid", fgColor="0F4C55")
HEAD_FONT = Font(bold=True, color="FFFFFF")
WRAP = Alignment(wrap_text=True, vertical="top")
LINE = Border(*(Side(style="thin", color="B8C4C8"),) * 4)


@dataclass(frozen=True, slots=True)
class Kolom:
    """A column of a table: `kunci` for programs, `judul` as printed in the header row."""

    kunci: str
    judul: str
    lebar: int = 20
    wajib: bool = False
    pilihan: tuple[str, ...] = ()
    keterangan: str = ""
    tersembunyi: bool = False
    sebutan: tuple[str, ...] = ()  # other header texts that mean this column


@dataclass(frozen=True, slots=True)
class Baris:
    """One filled row: texts by column key, and where they stood."""

    nomor: int
    nilai: dict[str, str]
    lembar: str
    sel: dict[str, str]

    def tempat(self, kunci: str) -> str:
        return self.sel.get(kunci, place(self.lembar, f"A{self.nomor}"))


@dataclass(frozen=True, slots=True)
class Tabel:
    lembar: str
    baris: tuple[Baris, ...] = ()
    temuan: tuple[Temuan, ...] = ()
    kolom: frozenset[str] = field(default_factory=frozenset)  # keys whose column is in the file


def open_workbook_safely(
    data: bytes,
    *,
    max_bytes: int = MAX_BYTES,
    max_unpacked: int = MAX_UNPACKED,
    formulas: bool = False,
    links: bool = False,
) -> Workbook:
    """The workbook with cached values (or, with `formulas`, the formula texts); raises BerkasDitolak.

    `links` as for `check_xlsx`: formulas over other workbooks are let in, those workbooks are not.
    """
    check_xlsx(data, max_bytes=max_bytes, max_unpacked=max_unpacked, links=links)
    try:
        workbook = load_workbook(BytesIO(data), data_only=not formulas, keep_links=False)
    except UNREADABLE as exc:
        raise BerkasDitolak(f"Berkas tidak dapat dibaca sebagai buku kerja Excel. {RESAVE}") from exc
    if not workbook.worksheets:
        raise BerkasDitolak("Berkas tidak memuat lembar kerja.")
    return workbook


def place(lembar: str, alamat: str) -> str:
    return f"{lembar}!{alamat}"


def cell_text(value: object) -> str:
    """A cell's value as a person reads it; dates become ISO so that no order of day and month is guessed."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return (value.date() if value.time() == time() else value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "Ya" if value else "Tidak"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return re.sub(r"[ \t\xa0]+", " ", str(value).replace("\r\n", "\n").replace("_x000D_", "")).strip()


def normalize(text: str) -> str:
    """Texts that people type are compared without case, line breaks and punctuation."""
    return " ".join(re.findall(r"[a-z0-9]+", text.casefold()))


def squeeze(text: str) -> str:
    """As `normalize`, and without spaces: "N.I.P." is NIP, "Tata Laksana" is Tatalaksana."""
    return normalize(text).replace(" ", "")


# --- reading -----------------------------------------------------------------------------------------------


def read_table(workbook: Workbook, kolom: Sequence[Kolom], *, lembar: str | None = None) -> Tabel:
    """Find the sheet by its header row and read the rows below it; problems are findings, not exceptions."""
    sheets = [ws for ws in workbook.worksheets if lembar is None or ws.title == lembar]
    for sheet in sheets:
        header = find_header(sheet, kolom)
        if header:
            return _read_rows(sheet, kolom, *header)
    wanted = ", ".join(item.judul for item in kolom if item.wajib)
    pesan = f"Baris judul tidak ditemukan. Kolom wajib: {wanted}."
    first = workbook.worksheets[0].title
    return Tabel(first, temuan=(galat("judul_kolom", pesan, first),))


def find_header(sheet: Worksheet, kolom: Sequence[Kolom]) -> tuple[int, dict[str, int], list[Temuan]] | None:
    """Row number, column number per key, and findings about the header itself."""
    names = {squeeze(text): item.kunci for item in kolom for text in (item.judul, *item.sebutan)}
    wanted = {item.kunci for item in kolom if item.wajib}
    for number, row in enumerate(sheet.iter_rows(max_row=HEADER_SEARCH, max_col=MAX_COLUMNS), start=1):
        texts = [(cell, cell_text(cell.value)) for cell in row]
        found = [(names.get(squeeze(text)), cell) for cell, text in texts if text]
        if wanted and wanted <= {key for key, _ in found}:
            return number, *_map_columns(sheet, found)
    return None


def _map_columns(sheet: Worksheet, found: list[tuple[str | None, Cell]]) -> tuple[dict[str, int], list[Temuan]]:
    columns: dict[str, int] = {}
    temuan = []
    for key, cell in found:
        title, where = cell_text(cell.value), place(sheet.title, cell.coordinate)
        if key is None:
            temuan.append(peringatan("kolom_tak_dikenal", f"Kolom “{title}” tidak dibaca.", where))
        elif key in columns:
            temuan.append(galat("kolom_ganda", f"Kolom “{title}” ada lebih dari satu.", where))
        else:
            columns[key] = cell.column
    return columns, temuan


def _read_rows(
    sheet: Worksheet, kolom: Sequence[Kolom], header: int, columns: dict[str, int], temuan: list[Temuan]
) -> Tabel:
    last = min(sheet.max_row, header + MAX_ROWS)
    if sheet.max_row > last:
        pesan = f"Tabel melebihi {MAX_ROWS} baris; baris sesudahnya tidak dibaca."
        temuan.append(galat("terlalu_panjang", pesan, place(sheet.title, f"A{last + 1}")))
    titles = {item.kunci: item.judul for item in kolom}
    baris = []
    for number in range(header + 1, last + 1):
        cells = {key: sheet.cell(number, column) for key, column in columns.items()}
        nilai = {}
        for key, cell in cells.items():
            nilai[key] = cell_text(cell.value)
            temuan += check_cell(cell, titles[key])
        if any(nilai.values()):
            sel = {key: place(sheet.title, cell.coordinate) for key, cell in cells.items()}
            baris.append(Baris(number, nilai, sheet.title, sel))
    return Tabel(sheet.title, tuple(baris), tuple(temuan), frozenset(columns))


def check_cell(cell: Cell, judul: str) -> list[Temuan]:
    """What Excel has already spoilt in a cell, whatever the column means."""
    where = place(cell.parent.title, cell.coordinate)
    if cell.data_type == "e":
        pesan = f"Kolom {judul} berisi galat Excel {cell.value}; isi dengan nilai."
        return [galat("galat_excel", pesan, where)]
    number = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
    if number and abs(cell.value) >= 10**EXACT_DIGITS:
        pesan = (
            f"Kolom {judul} berisi angka lebih dari {EXACT_DIGITS} digit yang sudah dibulatkan Excel. "
            "Ubah format sel menjadi Teks, lalu ketik ulang."
        )
        return [galat("angka_dibulatkan", pesan, where)]
    return []


# --- writing -----------------------------------------------------------------------------------------------


def write_table(
    kolom: Sequence[Kolom],
    baris: Iterable[Mapping[str, object]],
    *,
    lembar: str = "Data",
    petunjuk: Sequence[str] = (),
) -> bytes:
    """A workbook with one table, its drop-downs, and a sheet that explains how to fill it."""
    workbook = new_workbook()
    write_sheet(workbook, lembar, kolom, baris)
    write_guide(workbook, kolom, petunjuk)
    return to_bytes(workbook)


def new_workbook() -> Workbook:
    workbook = Workbook()
    workbook.remove(workbook.active)
    return workbook


def to_bytes(workbook: Workbook) -> bytes:
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def write_sheet(
    workbook: Workbook, lembar: str, kolom: Sequence[Kolom], baris: Iterable[Mapping[str, object]]
) -> Worksheet:
    sheet = workbook.create_sheet(lembar)
    for column, item in enumerate(kolom, start=1):
        _write_head(sheet, column, item)
    number = 1
    for number, nilai in enumerate(baris, start=2):
        for column, item in enumerate(kolom, start=1):
            put(sheet.cell(number, column), nilai.get(item.kunci))
    for column, item in enumerate(kolom, start=1):
        if item.pilihan:
            _add_choices(workbook, sheet, column, item, number + EXTRA_ROWS)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(kolom))}{max(number, 2)}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    return sheet


def put(cell: Cell, value: object) -> None:
    """Write a value; text stays text even when it starts with = + - @, also after someone edits the cell."""
    cell.alignment, cell.border = WRAP, LINE
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        cell.value = value
    elif isinstance(value, date):
        cell.value, cell.number_format = value, "dd mmmm yyyy"
    else:
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", "" if value is None else str(value)) or None
        cell.number_format = "@"
        if cell.value is not None:
            cell.data_type = "s"
            cell.quotePrefix = cell.value[0] in "=+-@\t\r'"


def _write_head(sheet: Worksheet, column: int, item: Kolom) -> None:
    cell = sheet.cell(1, column)
    put(cell, item.judul)
    cell.fill, cell.font = HEAD_FILL, HEAD_FONT
    dimension = sheet.column_dimensions[get_column_letter(column)]
    dimension.width, dimension.hidden = item.lebar, item.tersembunyi
    # typed values are text too: Excel would turn a NIP into 1,98E+17 and "1-2" into a date
    dimension.number_format = "@"


def _add_choices(workbook: Workbook, sheet: Worksheet, column: int, item: Kolom, last: int) -> None:
    """Drop-down from a hidden sheet: a list inside the rule may have no more than 255 characters."""
    lists = workbook["Pilihan"] if "Pilihan" in workbook.sheetnames else workbook.create_sheet("Pilihan")
    lists.sheet_state = "hidden"
    target = lists.max_column + 1 if lists.cell(1, 1).value else 1
    for number, text in enumerate(item.pilihan, start=1):
        put(lists.cell(number, target), text)
    letter = get_column_letter(target)
    source = f"Pilihan!${letter}$1:${letter}${len(item.pilihan)}"
    rule = DataValidation(type="list", formula1=source, allow_blank=True)
    rule.showErrorMessage = True
    rule.errorTitle = item.judul[:32]
    rule.error = "Pilih salah satu dari daftar."
    sheet.add_data_validation(rule)
    here = get_column_letter(column)
    rule.add(f"{here}2:{here}{last}")


def write_guide(workbook: Workbook, kolom: Sequence[Kolom], petunjuk: Sequence[str]) -> Worksheet:
    """The sheet Petunjuk: sentences, then what each column wants."""
    sheet = workbook.create_sheet("Petunjuk")
    for letter, width in zip("ABC", (28, 12, 90), strict=True):
        sheet.column_dimensions[letter].width = width
    number = 1
    for number, sentence in enumerate(petunjuk, start=1):
        put(sheet.cell(number, 1), sentence)
        sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=3)
        sheet.row_dimensions[number].height = 15 * (1 + len(sentence) // 125)
    start = number + 2
    for column, text in enumerate(("Kolom", "Wajib", "Isi"), start=1):
        cell = sheet.cell(start, column)
        put(cell, text)
        cell.fill, cell.font = HEAD_FILL, HEAD_FONT
    for number, item in enumerate((item for item in kolom if not item.tersembunyi), start=start + 1):
        choices = f" Pilihan: {'; '.join(item.pilihan)}." if item.pilihan else ""
        texts = (item.judul, "Ya" if item.wajib else "Tidak", item.keterangan + choices)
        for column, text in enumerate(texts, start=1):
            put(sheet.cell(number, column), text)
    return sheet
