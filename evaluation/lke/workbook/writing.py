"""Writes a scored assessment as the ministry's form: working formulas, drop-downs, protection, hidden key.

The formulas also carry their values, so that a reader who does not calculate (a phone, a preview, our own
import) sees the numbers.
"""

import json
from collections.abc import Mapping, Sequence

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from evaluation.lke.answers import Status, jawaban_data
from evaluation.lke.numbers import full_text
from evaluation.lke.scoring import Hasil, NilaiPertanyaan, NilaiSimpul
from evaluation.lke.structure import INDEKS_MAKS, JENIS_INDEKS, JENIS_PERSEN, Pertanyaan
from evaluation.lke.workbook import formulas, layout
from evaluation.lke.workbook.content import IsiLKE, Kunci
from evaluation.lke.workbook.layout import BarisForm
from evaluation.lke.workbook.values import with_values
from units.xlsx import HEAD_FILL, HEAD_FONT, LINE, WRAP, new_workbook, put, to_bytes

LEMBAR_KUNCI = "_kunci"
FORMAT_NILAI, FORMAT_PERSEN = "0.00", "0.00%"
TEKS_PANJANG = (layout.PENJELASAN, layout.CATATAN, layout.BUKTI, layout.TAUTAN)
TINGGI_BARIS = 13  # points
TAK_TERNILAI = "Tidak dapat ditentukan"

FILL_TINGKAT = {
    "komponen": PatternFill("solid", fgColor="CFE3E6"),
    "aspek": PatternFill("solid", fgColor="E1EEF0"),
    "area": PatternFill("solid", fgColor="EDF5F6"),
    "indikator": PatternFill("solid", fgColor="F6FAFA"),
}
FILL_ISIAN = PatternFill("solid", fgColor="FFF9E5")
TEBAL = Font(bold=True)
TENGAH = Alignment(horizontal="center", vertical="top", wrap_text=True)
TERBUKA = Protection(locked=False)
LEBAR = {"A": 5, "B": 4, "C": 4, "D": 4, "E": 5, "F": 5, "G": 52, "H": 9, "I": 46, "J": 14, "K": 12, "L": 9}
LEBAR |= {"M": 10, "N": 2, "O": 40, "P": 34, "Q": 34}


def write_workbook(
    hasil: Hasil, isi: IsiLKE, *, judul: Sequence[str] = (), kunci: Kunci | None = None, lembar: str = "LKE"
) -> bytes:
    """The .xlsx of an assessment; `isi` is what `hasil` was scored from, `judul` stands above the form."""
    workbook = new_workbook()
    summary, notes = workbook.create_sheet("Ringkasan"), workbook.create_sheet("Catatan")
    form = _FormWriter(workbook.create_sheet(lembar), hasil, isi)
    form.write(judul)
    cached = {lembar: form.cached}
    cached["Ringkasan"] = _write_summary(summary, form, judul)
    cached["Catatan"] = _write_notes(notes, form)
    if kunci:
        _write_key(workbook.create_sheet(LEMBAR_KUNCI), kunci)
    workbook.active = workbook.sheetnames.index(lembar)
    workbook.calculation.fullCalcOnLoad = True
    return with_values(to_bytes(workbook), workbook, cached)


class _FormWriter:
    def __init__(self, sheet: Worksheet, hasil: Hasil, isi: IsiLKE):
        self.sheet = sheet
        self.hasil = hasil
        self.isi = isi
        self.cached: dict[str, float | str] = {}
        self.rows = layout.form_rows(hasil.instrumen)
        self.row_of: dict[tuple[str, str], int] = {}  # (code, input) -> row
        self.validations: dict[str, DataValidation] = {}

    def write(self, judul: Sequence[str]) -> None:
        head = self._title(judul)
        for number, row in enumerate(self.rows, start=head + 1):
            self._place(row, number)
        for number, row in enumerate(self.rows, start=head + 1):
            self._frame(number)
            self._tree(row, number)
            self._fill(row, number)
            self._fit_height(row, number)
        self._total(head + 1 + len(self.rows))
        self._finish(head)

    def address(self, column: int, kode: str, isian: str = "") -> str:
        return f"{get_column_letter(column)}{self.row_of[kode, isian]}"

    # --- frame ---------------------------------------------------------------------------------------------

    def _title(self, judul: Sequence[str]) -> int:
        lines = judul or (f"LEMBAR KERJA EVALUASI {self.hasil.instrumen.nama.upper()}",)
        for number, text in enumerate(lines, start=1):
            put(self.sheet.cell(number, layout.KOLOM_POHON), text)
            self.sheet.cell(number, layout.KOLOM_POHON).font = TEBAL
            self.sheet.merge_cells(start_row=number, end_row=number, start_column=2, end_column=layout.KOLOM_AKHIR)
        head = len(lines) + 2
        for column in range(1, layout.KOLOM_AKHIR + 1):
            cell = self.sheet.cell(head, column)
            put(cell, layout.JUDUL.get(column, ""))
            cell.fill, cell.font, cell.alignment = HEAD_FILL, HEAD_FONT, TENGAH
        put(self.sheet.cell(head, layout.KOLOM_POHON), layout.JUDUL_POHON)
        self.sheet.row_dimensions[head].height = 2 * TINGGI_BARIS + 4
        last_tree = layout.KOLOM_POHON + layout.LEBAR_POHON - 1
        self.sheet.merge_cells(start_row=head, end_row=head, start_column=2, end_column=last_tree)
        return head

    def _place(self, row: BarisForm, number: int) -> None:
        if row.jenis == "jumlah":
            self.row_of[row.kode, "+"] = number
            return
        self.row_of[row.kode, row.isian] = number
        if row.jenis == "pertanyaan" and row.simpul:  # indicator and question share the row
            self.row_of[row.simpul.kode, ""] = number

    def _frame(self, number: int) -> None:
        for column in range(1, layout.KOLOM_AKHIR + 1):
            cell = self.sheet.cell(number, column)
            cell.border, cell.alignment = LINE, WRAP

    def _tree(self, row: BarisForm, number: int) -> None:
        column = layout.KOLOM_POHON + row.tingkat
        if row.nomor:
            put(self.sheet.cell(number, column), f"{row.nomor}.")
            text = self.sheet.cell(number, column + 1)
        else:
            text = self.sheet.cell(number, column)
        put(text, row.teks if row.nomor or row.jenis == "jumlah" else f"- {row.teks}")
        last = layout.KOLOM_POHON + layout.LEBAR_POHON - 1
        if text.column < last:
            self.sheet.merge_cells(start_row=number, end_row=number, start_column=text.column, end_column=last)
        if row.simpul:
            for filled in range(1, layout.KOLOM_AKHIR + 1):
                cell = self.sheet.cell(number, filled)
                cell.fill, cell.font = FILL_TINGKAT[row.simpul.tingkat], TEBAL

    def _fit_height(self, row: BarisForm, number: int) -> None:
        """Rows as high as their longest text: not every program fits them on opening."""
        tree = sum(
            LEBAR[get_column_letter(layout.KOLOM_POHON + n)]
            for n in range(row.tingkat + bool(row.nomor), layout.LEBAR_POHON)
        )
        widths = {column: LEBAR[get_column_letter(column)] for column in TEKS_PANJANG}
        lines = [_lines(self.sheet.cell(number, column).value, width) for column, width in widths.items()]
        self.sheet.row_dimensions[number].height = TINGGI_BARIS * max(_lines(row.teks, tree), *lines) + 3

    # --- rows ----------------------------------------------------------------------------------------------

    def _fill(self, row: BarisForm, number: int) -> None:
        if row.simpul:
            self._node(self.hasil.simpul[row.simpul.kode], joined=row.jenis == "pertanyaan")
        if row.jenis == "pertanyaan":
            self._question(self.hasil.pertanyaan[row.kode], number, joined=row.simpul is not None)
        elif row.jenis == "isian":
            self._input(row, number)
        elif row.jenis == "jumlah" and row.pertanyaan and row.pertanyaan.total:
            self._choice(number, layout.PILIHAN_ISIAN)
            cells = [self.address(layout.JAWABAN, row.kode, name) for name in row.pertanyaan.total.isian]
            counts = [self._count(row.kode, name) or 0 for name in row.pertanyaan.total.isian]
            self._formula(number, layout.JAWABAN, formulas.sum_formula(cells), sum(counts), "0")

    def _node(self, node: NilaiSimpul, *, joined: bool) -> None:
        number = self.row_of[node.kode, ""]
        cell = self.sheet.cell(number, layout.BOBOT, float(node.bobot))
        cell.number_format = FORMAT_NILAI
        if joined:  # L of a joined row is the indicator's value, written with the question
            return
        if node.kode in self.hasil.tak_ternilai:
            put(self.sheet.cell(number, layout.NILAI), TAK_TERNILAI)
            return
        if node.pertanyaan:
            cells = [self.address(layout.NILAI, item.kode) for item in node.pertanyaan]
            text = formulas.mean_formula(self.address(layout.BOBOT, node.kode), cells)
        else:
            text = formulas.sum_formula([self.address(layout.NILAI, child.kode) for child in node.anak])
        self._value(number, text, node.nilai, node.nilai / node.bobot)

    def _value(self, number: int, text: str, nilai: object, share: object) -> None:
        self._formula(number, layout.NILAI, text, nilai, FORMAT_NILAI)
        share_text = formulas.share_formula(f"L{number}", f"H{number}")
        self._formula(number, layout.PERSEN, share_text, share, FORMAT_PERSEN)

    def _question(self, item: NilaiPertanyaan, number: int, *, joined: bool) -> None:
        pertanyaan = item.pertanyaan
        self._choice(number, layout.PILIHAN_JAWABAN[pertanyaan.jenis])
        rubrik = "\n".join(f"{_shown(letter)}. {text}" for letter, text in pertanyaan.rubrik.items())
        put(self.sheet.cell(number, layout.PENJELASAN), rubrik)
        self._notes(item.kode, number)
        answer = self.sheet.cell(number, layout.JAWABAN)
        answer.alignment = TENGAH
        if item.jawaban.status == Status.TIDAK_BERLAKU:
            put(answer, layout.TIDAK_BERLAKU)
            put(self.sheet.cell(number, layout.NILAI), "-")
            return
        skor = self._answer(item, answer, number)
        if joined:
            text = f"=H{number}*({skor.removeprefix('=')})"
            self._value(number, text, item.nilai, item.skor)
        else:
            self._formula(number, layout.NILAI, skor, item.skor, FORMAT_NILAI)
            self._formula(number, layout.PERSEN, f"=L{number}", item.skor, FORMAT_PERSEN)

    def _answer(self, item: NilaiPertanyaan, cell: Cell, number: int) -> str:
        """Fill the answer cell and return the formula of its score."""
        pertanyaan = item.pertanyaan
        if pertanyaan.jenis == JENIS_PERSEN:
            cells = {name: self.address(layout.JAWABAN, item.kode, name) for name in pertanyaan.isian}
            text = formulas.percentage_formula(pertanyaan, cells)
            self._formula(number, layout.JAWABAN, text, item.skor, FORMAT_PERSEN)
            return f"={cell.coordinate}"
        cell.protection, cell.fill = TERBUKA, FILL_ISIAN
        self._validate(pertanyaan, cell)
        if item.jawaban.status == Status.DIJAWAB:
            self._write_answer(pertanyaan, item.jawaban.isi, cell)
        if pertanyaan.jenis == JENIS_INDEKS:
            return formulas.index_formula(cell.coordinate)
        return formulas.letter_formula(pertanyaan, cell.coordinate)

    def _write_answer(self, pertanyaan: Pertanyaan, isi: object, cell: Cell) -> None:
        if pertanyaan.jenis == JENIS_INDEKS:
            cell.value, cell.number_format = float(full_text(isi)), FORMAT_NILAI
        else:
            cell.value = _shown(str(isi))

    def _input(self, row: BarisForm, number: int) -> None:
        self._choice(number, layout.PILIHAN_ISIAN)
        cell = self.sheet.cell(number, layout.JAWABAN, self._count(row.kode, row.isian))
        cell.number_format, cell.alignment, cell.fill = "0", TENGAH, FILL_ISIAN
        cell.protection = TERBUKA
        self._rule(
            "jumlah", cell, type="whole", operator="greaterThanOrEqual", formula1="0"
        ).error = "Isi dengan bilangan bulat 0 atau lebih."

    def _count(self, kode: str, name: str) -> int | None:
        """The count as read; of a refused answer, what was given as far as it is a number."""
        counts = self.hasil.pertanyaan[kode].jawaban.isi or self.isi.jawaban.get(kode)
        count = counts.get(name) if isinstance(counts, Mapping) else None
        return count if isinstance(count, int) else None

    def _notes(self, kode: str, number: int) -> None:
        texts = {
            layout.CATATAN: self.isi.catatan.get(kode, ""),
            layout.BUKTI: self.isi.bukti.get(kode, ""),
            layout.TAUTAN: "\n".join(self.isi.tautan.get(kode, ())),
        }
        for column, text in texts.items():
            cell = self.sheet.cell(number, column)
            put(cell, text)
            cell.protection = TERBUKA

    def _total(self, number: int) -> None:
        self._frame(number)
        put(self.sheet.cell(number, layout.KOLOM_POHON), layout.JUDUL_TOTAL)
        self.sheet.cell(number, layout.BOBOT, float(self.hasil.akar.bobot)).number_format = FORMAT_NILAI
        cells = [self.address(layout.NILAI, child.kode) for child in self.hasil.akar.anak]
        share = self.hasil.nilai / self.hasil.akar.bobot
        self._value(number, formulas.sum_formula(cells), self.hasil.nilai, share)
        for column in range(1, layout.KOLOM_AKHIR + 1):
            self.sheet.cell(number, column).font = TEBAL
        self.row_of["", ""] = number

    # --- cells ---------------------------------------------------------------------------------------------

    def _choice(self, number: int, text: str) -> None:
        cell = self.sheet.cell(number, layout.PILIHAN)
        put(cell, text)
        cell.alignment = TENGAH

    def _formula(self, number: int, column: int, text: str, value: object, number_format: str) -> None:
        cell = self.sheet.cell(number, column, text)
        cell.number_format, cell.alignment = number_format, TENGAH
        self.cached[cell.coordinate] = float(value)

    def _validate(self, pertanyaan: Pertanyaan, cell: Cell) -> None:
        if pertanyaan.jenis == JENIS_INDEKS:
            rule = self._rule(
                "indeks", cell, type="decimal", operator="between", formula1="0", formula2=str(INDEKS_MAKS)
            )
            rule.error = f"Isi dengan angka 0 sampai {INDEKS_MAKS}."
        else:
            choices = layout.PILIHAN_JAWABAN[pertanyaan.jenis].replace("/", ",")
            self._rule(
                pertanyaan.jenis, cell, type="list", formula1=f'"{choices}"'
            ).error = f"Pilih salah satu: {choices}."

    def _rule(self, name: str, cell: Cell, **rule: str) -> DataValidation:
        """One rule per kind of answer, over all its cells."""
        if name not in self.validations:
            self.validations[name] = DataValidation(allow_blank=True, showErrorMessage=True, **rule)
            self.sheet.add_data_validation(self.validations[name])
        self.validations[name].add(cell)
        return self.validations[name]

    def _finish(self, head: int) -> None:
        sheet = self.sheet
        for letter, width in LEBAR.items():
            sheet.column_dimensions[letter].width = width
        sheet.freeze_panes = sheet.cell(head + 1, layout.BOBOT)
        sheet.print_title_rows = f"{head}:{head}"
        _fit_page(sheet, "landscape")
        sheet.protection.sheet = True  # no password: against slips, not against people
        sheet.protection.formatColumns = sheet.protection.formatRows = False


def _shown(letter: str) -> str:
    """An answer as the form prints it: A, B, Ya, Tidak."""
    return letter.upper() if len(letter) == 1 else letter.capitalize()


def _lines(value: object, width: int) -> int:
    """Lines that a text fills in a column of so many characters."""
    return sum(1 + len(line) // width for line in str(value or "").split("\n"))


# --- other sheets ------------------------------------------------------------------------------------------


def _write_summary(sheet: Worksheet, form: _FormWriter, judul: Sequence[str]) -> dict[str, float | str]:
    """One page: components, aspects and areas with their values taken from the form."""
    for number, text in enumerate(judul, start=1):
        put(sheet.cell(number, 1), text)
        sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=5)
    head = len(judul) + 1
    _head(sheet, head, ("Kode", "Uraian", "Bobot", "Nilai", "%"), (9, 70, 10, 10, 10))
    _fit_page(sheet, "portrait")
    cached: dict[str, float | str] = {}
    nodes = [node for node in form.hasil.akar.walk() if node.simpul.tingkat != "indikator"]
    for number, node in enumerate([*nodes[1:], nodes[0]], start=head + 1):
        put(sheet.cell(number, 1), node.kode)
        put(sheet.cell(number, 2), node.nama if node.kode else layout.JUDUL_TOTAL)
        put(sheet.cell(number, 3), float(node.bobot))
        cells = ((4, layout.NILAI, FORMAT_NILAI), (5, layout.PERSEN, FORMAT_PERSEN))
        for column, source, number_format in cells:
            _link(sheet.cell(number, column), form, source, node.kode, number_format, cached)
    return cached


def _write_notes(sheet: Worksheet, form: _FormWriter) -> dict[str, float | str]:
    """One row per indicator: its value, and the notes of its questions together."""
    _head(sheet, 1, ("Kode", "Indikator", "Nilai", "Catatan"), (12, 60, 10, 100))
    sheet.print_title_rows = "1:1"
    _fit_page(sheet, "landscape")
    cached: dict[str, float | str] = {}
    indicators = [node for node in form.hasil.akar.walk() if node.pertanyaan]
    for number, node in enumerate(indicators, start=2):
        notes = [form.isi.catatan.get(item.kode, "") for item in node.pertanyaan]
        put(sheet.cell(number, 1), node.kode)
        put(sheet.cell(number, 2), node.nama)
        _link(sheet.cell(number, 3), form, layout.NILAI, node.kode, FORMAT_NILAI, cached)
        put(sheet.cell(number, 4), "\n".join(note for note in notes if note))
    return cached


def _fit_page(sheet: Worksheet, orientation: str) -> None:
    """A4, all columns on one page."""
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = orientation, sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _head(sheet: Worksheet, number: int, texts: Sequence[str], widths: Sequence[int]) -> None:
    for column, (text, width) in enumerate(zip(texts, widths, strict=True), start=1):
        cell = sheet.cell(number, column)
        put(cell, text)
        cell.fill, cell.font = HEAD_FILL, HEAD_FONT
        sheet.column_dimensions[get_column_letter(column)].width = width


def _link(
    cell: Cell, form: _FormWriter, column: int, kode: str, number_format: str, cached: dict[str, float | str]
) -> None:
    address = form.address(column, kode)
    cell.value, cell.number_format, cell.border = f"='{form.sheet.title}'!{address}", number_format, LINE
    cached[cell.coordinate] = form.cached.get(address, TAK_TERNILAI)


def _write_key(sheet: Worksheet, kunci: Kunci) -> None:
    """What the import needs to tell what changed; not even in Excel's list of hidden sheets."""
    sheet.sheet_state = "veryHidden"
    head = {"penilaian": kunci.penilaian, "instrumen": kunci.instrumen}
    put(sheet.cell(1, 1), json.dumps(head | {"versi": kunci.versi, "sidik": kunci.sidik}))
    isi = kunci.isi
    kodes = sorted({*isi.jawaban, *isi.catatan, *isi.bukti, *isi.tautan})
    for number, kode in enumerate(kodes, start=2):
        jawaban = isi.jawaban.get(kode)
        texts = (
            kode,
            "" if jawaban is None else json.dumps(_plain(jawaban)),
            isi.catatan.get(kode, ""),
            isi.bukti.get(kode, ""),
            "\n".join(isi.tautan.get(kode, ())),
        )
        for column, text in enumerate(texts, start=1):
            put(sheet.cell(number, column), text)


def _plain(jawaban: object) -> object:
    return jawaban if isinstance(jawaban, dict | str | int) else jawaban_data(jawaban)
