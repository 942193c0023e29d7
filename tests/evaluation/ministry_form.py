"""A filled LKE as the ministry's file looks in use, built apart from our own writer.

Three sheets, a title block, row numbers of no meaning in column A, stray spaces in the header, `-` for single
questions, LHKPN and LHKASN as headings of their own, formulas that depend on `Pilihan Jawaban`, signatures.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO

from openpyxl import Workbook
from openpyxl.packaging.relationship import Relationship
from openpyxl.workbook.external_link.external import ExternalBook, ExternalLink
from openpyxl.worksheet.worksheet import Worksheet

from evaluation.lke.structure import Instrumen, Pertanyaan, Simpul
from evaluation.lke.workbook.layout import PILIHAN_JAWABAN
from evaluation.lke.workbook.values import with_values
from tests.evaluation.excel import calculate
from tests.evaluation.lke_cases import LKE_2021

LEMBAR = "LKE ZI 2021"
HEADER = {
    "B": "Penilaian ",
    "H": "Bobot",
    "I": "Penjelasan",
    "J": "Pilihan\nJawaban",
    "K": " Jawaban",
    "L": "Nilai",
    "M": " %",
    "O": "Catatan/Keterangan/\nPenjelasan",
}
LETTERS = {
    "A/B/C": 'IF(K{r}="A",1,IF(K{r}="B",0.5,0))',
    "A/B/C/D": 'IF(K{r}="A",1,IF(K{r}="B",0.67,IF(K{r}="C",0.33,0)))',
    "A/B/C/D/E": 'IF(K{r}="A",1,IF(K{r}="B",0.75,IF(K{r}="C",0.5,IF(K{r}="D",0.25,0))))',
    "Ya/Tidak": 'IF(K{r}="Ya",1,0)',
}


@dataclass
class MinistryForm:
    """The workbook and where things stand in it."""

    workbook: Workbook
    sheet: Worksheet
    rows: dict[str, int] = field(default_factory=dict)
    inputs: dict[tuple[str, str], int] = field(default_factory=dict)
    linked: list[str] = field(default_factory=list)  # cells whose value another workbook gives

    def cell(self, column: str, kode: str, isian: str = ""):
        number = self.inputs[kode, isian] if isian else self.rows[kode]
        return self.sheet[f"{column}{number}"]

    def save(self) -> bytes:
        """As Excel saves it: formulas with the values they have."""
        values = calculate(self.workbook)
        for number, address in enumerate(self.linked, start=1):
            values[LEMBAR].setdefault(address, self.sheet[address].value)
            self.sheet[address] = f"='[1]Rekap 2'!$A${number}"
        stream = BytesIO()
        self.workbook.save(stream)
        return with_values(stream.getvalue(), self.workbook, values)

    def link(self, *addresses: str, target: str = "file:///D:/Kantor/rekap.xlsx") -> None:
        """These cells take their value from another workbook."""
        book = ExternalLink(externalBook=ExternalBook(id="rId1"))
        book.file_link = Relationship(type="externalLinkPath", Target=target, TargetMode="External", Id="rId1")
        self.workbook._external_links.append(book)
        self.linked += addresses


def build_form(
    jawaban: Mapping[str, object],
    *,
    foreign: bool = False,
    sub_indicators: bool = False,
    instrumen: Instrumen = LKE_2021,
) -> MinistryForm:
    """The form with these answers; with `foreign` texts only the order can tell the questions apart.

    LHKPN and LHKASN have headings of their own: in the questions' column, or with `sub_indicators` in the
    indicators'.
    """
    workbook = Workbook()
    workbook.active.title = "Rekap"
    workbook["Rekap"]["B2"] = "Rekapitulasi Nilai"
    workbook.create_sheet("Catatan")["A1"] = "Indikator"
    form = MinistryForm(workbook, workbook.create_sheet(LEMBAR))
    _Builder(form, jawaban, foreign, sub_indicators).build(instrumen)
    return form


class _Builder:
    def __init__(self, form: MinistryForm, jawaban: Mapping[str, object], foreign: bool, sub_indicators: bool):
        self.form = form
        self.sheet = form.sheet
        self.jawaban = jawaban
        self.foreign = foreign
        self.sub_indicators = sub_indicators
        self.row = 0

    def build(self, instrumen: Instrumen) -> None:
        sheet = self.sheet
        sheet["B1"], sheet["B2"] = "LEMBAR KERJA EVALUASI", "ZONA INTEGRITAS MENUJU WBK/WBBM"
        sheet.merge_cells("B1:O1")
        self.row = 4
        for column, text in HEADER.items():
            sheet[f"{column}4"] = text
        sheet.merge_cells("B4:G4")
        for komponen in instrumen.akar.anak:
            self.node(komponen, 0, joined=komponen.nomor == "B")
            self.line(**{"C": f"TOTAL {komponen.nama.upper()}", "L": f"=L{self.form.rows[komponen.kode]}"})
        tops = [f"L{self.form.rows[komponen.kode]}" for komponen in instrumen.akar.anak]
        self.line(B="NILAI EVALUASI ZONA INTEGRITAS", H=100, L=f"={'+'.join(tops)}")
        self.form.rows[""] = self.row
        for text in ("Contoh, 21 November 2026", "Camat Contoh", "Nama Contoh", "NIP. 19800101 200501 1 001"):
            self.line(J=text)

    def line(self, **cells: object) -> int:
        self.row += 1
        self.sheet[f"A{self.row}"] = self.row * 3
        for column, value in cells.items():
            self.sheet[f"{column}{self.row}"] = value
        return self.row

    def text(self, text: str, number: int) -> str:
        return f"Butir {number}" if self.foreign else f"Telah dipastikan bahwa {text[:1].lower()}{text[1:]}"

    def node(self, simpul: Simpul, depth: int, *, joined: bool) -> None:
        number, text = chr(ord("B") + depth), chr(ord("C") + depth)
        name = simpul.nama.upper() if depth < 3 and not (joined and simpul.pertanyaan) else simpul.nama
        heading = {number: f"{simpul.nomor}.", text: name, "H": float(simpul.bobot)}
        if joined and simpul.pertanyaan:
            self.result(simpul, heading | {number: chr(ord("a") + int(simpul.nomor == "ii"))})
            return
        own = self.form.rows[simpul.kode] = self.line(**heading)
        for child in simpul.anak:
            self.node(child, depth + 1, joined=joined)
        for position, item in enumerate(simpul.pertanyaan):
            self.question(item, position, single=len(simpul.pertanyaan) == 1)
        if simpul.pertanyaan:
            cells = ",".join(f"L{self.form.rows[item.kode]}" for item in simpul.pertanyaan)
            self.sheet[f"L{own}"] = f"=AVERAGE({cells})*H{own}"
        else:
            self.sheet[f"L{own}"] = "=" + "+".join(f"L{self.form.rows[child.kode]}" for child in simpul.anak)
        self.sheet[f"M{own}"] = f"=L{own}/H{own}"

    def result(self, simpul: Simpul, heading: dict[str, object]) -> None:
        """Hasil: indicator and question on one row."""
        (item,) = simpul.pertanyaan
        number = self.line(**heading, J=PILIHAN_JAWABAN[item.jenis], K=self.typed(item))
        self.form.rows[simpul.kode] = self.form.rows[item.kode] = number
        formula = LETTERS.get(PILIHAN_JAWABAN[item.jenis], "K{r}/4").format(r=number)
        self.sheet[f"L{number}"], self.sheet[f"M{number}"] = f"=H{number}*{formula}", f"=L{number}/H{number}"

    def question(self, item: Pertanyaan, position: int, *, single: bool) -> None:
        letter = "-" if single else f"{item.nomor}."
        choice = PILIHAN_JAWABAN[item.jenis]
        text = self.text(item.teks, position)
        if item.total:  # LHKPN, LHKASN: a heading, the percentage below it
            columns = ("E", "F") if self.sub_indicators else ("F", "G")
            self.line(**dict(zip(columns, (letter, text), strict=True)))
            letter, text = "-" if self.sub_indicators else None, f"Persentase {item.teks[0].lower()}{item.teks[1:]}"
        rubric = "\n".join(f"{key}. {value}" for key, value in item.rubrik.items())
        number = self.line(F=letter, G=text, I=rubric, J=choice, K=self.typed(item))
        self.form.rows[item.kode] = number
        if item.isian:
            self.counts(item, number)
            self.sheet[f"L{number}"] = f'=IF(J{number}="%",K{number},"-")'
        else:
            self.sheet[f"L{number}"] = f'=IF(J{number}="{choice}",{LETTERS[choice].format(r=number)},"-")'
        self.sheet[f"M{number}"] = f"=L{number}"

    def counts(self, item: Pertanyaan, number: int) -> None:
        counts = self.jawaban.get(item.kode) or {}
        names = list(item.isian)
        cells: dict[str, str] = {}
        for name, label in item.isian.items():
            if item.total and name == item.total.isian[0]:
                cells["+"] = f"K{self.line(G=item.total.teks, J='Jumlah')}"
                self.form.inputs[item.kode, "+"] = self.row
            shown = f"Isian {names.index(name)}" if self.foreign else label
            row = self.line(G=f"- {shown}", J="Jumlah", K=counts.get(name))
            self.form.inputs[item.kode, name], cells[name] = row, f"K{row}"
        if item.total:
            parts = [cells[name] for name in item.total.isian]
            typed = sum(counts.get(name) or 0 for name in item.total.isian)
            self.sheet[cells["+"]] = f"={'+'.join(parts)}" if item.kode.endswith("a") else typed
        self.sheet[f"K{number}"] = _percentage(item, cells)

    def typed(self, item: Pertanyaan) -> object:
        """What a person puts into K: letters in any case."""
        answer = self.jawaban.get(item.kode)
        if not isinstance(answer, str) or item.jenis == "indeks4":
            return None if answer is None or item.isian else float(answer)
        if item.jenis == "ya_tidak":
            return answer.capitalize()
        return answer.upper() if self.row % 2 else answer.lower()


def _percentage(item: Pertanyaan, cells: Mapping[str, str]) -> str:
    """The ministry's formulas: capped, but without a rule for an empty denominator."""
    if "tahun_lalu" in cells:
        before, now = cells["tahun_lalu"], cells["tahun_ini"]
        return f"=MAX(0,({before}-{now})/{before})"
    over = {"agen": "perubahan", "sasaran": "tercapai", "harus": "selesai", "terdata": "dipermudah"}
    if item.total:
        return f"=IF({cells['sudah']}/{cells['+']}>1,1,{cells['sudah']}/{cells['+']})"
    if "terintegrasi" in cells:
        below, above = cells["perubahan"], cells["terintegrasi"]
    else:
        below, above = next((cells[key], cells[value]) for key, value in over.items() if key in cells)
    return f"=IF({above}/{below}>1,1,{above}/{below})"


Damage = Callable[[MinistryForm], None]
