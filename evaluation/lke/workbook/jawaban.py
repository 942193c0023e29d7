"""The sheet `Jawaban` of the ministry's 2026 workbook: answers, notes and evidence in the rows of portalrb-2026.csv."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from evaluation.lke.numbers import BukanAngka, full_text, read_number
from evaluation.lke.portalrb import SoalPortalRB, label_of, soal_list
from evaluation.lke.scoring import score
from evaluation.lke.structure import Instrumen
from evaluation.lke.workbook.content import IsiLKE
from evaluation.lke.workbook.importing import Impor
from units.xlsx import BerkasDitolak, cell_text, new_workbook, open_workbook_safely, put, to_bytes

LEMBAR = "Jawaban"
# K the unit's answer, L its note, M its evidence, N TPI's answer, Q TPI's note.
KOLOM = {"jawaban_unit": 11, "catatan_unit": 12, "bukti_dukung_unit": 13, "jawaban_tpi": 14, "catatan_tpi": 17}
JUDUL = {"jawaban_unit": "Jawaban Unit", "catatan_unit": "Catatan Unit", "bukti_dukung_unit": "Bukti Dukung",
         "jawaban_tpi": "Jawaban TPI", "catatan_tpi": "Catatan TPI"}  # fmt: skip
NOMOR, KODE, TEKS, JENIS = 1, 2, 7, 10
BARIS_JUDUL = 4
PILIHAN = {"YA_TIDAK": "Ya/Tidak", "JUMLAH": "Jumlah", "0-4": "Nilai (0-4)"}  # letters stand for themselves
LEBAR = {"A": 6, "B": 14, "G": 60, "J": 12, "K": 12, "L": 40, "M": 40, "N": 12, "Q": 40}
MAKS_BYTE, MAKS_TERURAI = 10 * 1024 * 1024, 100 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class BedaJawaban:
    """A cell in which a file says something else than the portal."""

    soal: SoalPortalRB
    kolom: str
    sel: str
    portal: str
    berkas: str


def write_sheet(instrumen: Instrumen, isi: Mapping[int, Mapping[str, str | None]], *, judul: str) -> bytes:
    """The sheet as a workbook of its own; `isi` by soal_id, then by the names of `KOLOM`."""
    workbook = new_workbook()
    sheet = workbook.create_sheet(LEMBAR)
    put(sheet.cell(1, KODE), judul)
    heads = {NOMOR: "No", KODE: "Kode", TEKS: "Pertanyaan", JENIS: "Pilihan Jawaban"}
    for column, text in (heads | {KOLOM[name]: words for name, words in JUDUL.items()}).items():
        cell = sheet.cell(BARIS_JUDUL, column)
        put(cell, text)
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, horizontal="center")
    for soal in soal_list():
        put(sheet.cell(soal.baris, NOMOR), soal.soal_id)
        put(sheet.cell(soal.baris, KODE), f"{soal.kode} {soal.isian}".strip())
        put(sheet.cell(soal.baris, TEKS), label_of(instrumen, soal))
        put(sheet.cell(soal.baris, JENIS), PILIHAN.get(soal.jenis) or "/".join(soal.jenis))
        for name, column in KOLOM.items():
            put(sheet.cell(soal.baris, column), isi.get(soal.soal_id, {}).get(name))
    for letter, width in LEBAR.items():
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = sheet.cell(BARIS_JUDUL + 1, JENIS)
    return to_bytes(workbook)


def _open(data: bytes) -> Workbook:
    return open_workbook_safely(data, max_bytes=MAKS_BYTE, max_unpacked=MAKS_TERURAI)


def _names(workbook: Workbook) -> list[str]:
    return [name for name in workbook.sheetnames if name.strip().casefold() == LEMBAR.casefold()]


def has_sheet(data: bytes) -> bool:
    """Raises BerkasDitolak for a file that is no workbook."""
    return bool(_names(_open(data)))


def import_sheet(data: bytes, instrumen: Instrumen) -> Impor:
    """The unit's answers (K), notes (L) and evidence (M), as `workbook.importing` reads a form; scored, nothing saved."""
    cells = read_sheet(data)
    answers: dict[str, object] = {}
    notes: dict[str, str] = {}
    shown: dict[str, str] = {}
    place: dict[tuple[str, str], str] = {}
    for soal in soal_list():
        row = cells.get(soal.soal_id, {})
        sel = f"{get_column_letter(KOLOM['jawaban_unit'])}{soal.baris}"
        place |= {(soal.kode, soal.isian): sel, (soal.kode, ""): place.get((soal.kode, ""), sel)}
        if "jawaban_unit" in row and soal.isian:
            answers.setdefault(soal.kode, {})[soal.isian] = row["jawaban_unit"]
        elif "jawaban_unit" in row:
            answers[soal.kode] = row["jawaban_unit"]
        # The inputs of one question have a row each: their notes belong to the same question.
        for found, name in ((notes, "catatan_unit"), (shown, "bukti_dukung_unit")):
            if name in row:
                found[soal.kode] = "\n".join(dict.fromkeys(filter(None, (found.get(soal.kode), row[name]))))
    hasil = score(instrumen, answers)
    temuan = tuple(
        replace(item, lembar=LEMBAR, sel=place.get((item.kode, item.isian)) or place.get((item.kode, ""), ""))
        for item in hasil.temuan
    )
    return Impor(hasil, IsiLKE(answers, notes, shown), {}, temuan, (), LEMBAR, None)


def read_sheet(data: bytes) -> dict[int, dict[str, str]]:
    """What stands in the sheet `Jawaban`, by soal_id; empty cells are left out. Raises BerkasDitolak."""
    workbook = _open(data)
    names = _names(workbook)
    if not names:
        raise BerkasDitolak(f"Buku kerja ini tidak memuat lembar “{LEMBAR}”. Unggah buku kerja LKE 2026 kementerian.")
    sheet = workbook[names[0]]
    found: dict[int, dict[str, str]] = {}
    for soal in soal_list():
        if soal.baris > sheet.max_row:
            break
        row = {name: cell_text(sheet.cell(soal.baris, column).value).strip() for name, column in KOLOM.items()}
        if filled := {name: text for name, text in row.items() if text}:
            found[soal.soal_id] = filled
    if not found:
        raise BerkasDitolak(f"Lembar “{LEMBAR}” tidak memuat jawaban pada baris yang ditentukan kementerian.")
    return found


def compare(
    berkas: Mapping[int, Mapping[str, str]],
    portal: Mapping[int, Mapping[str, str | None]],
    *,
    kolom: Iterable[str] = ("jawaban_unit", "jawaban_tpi", "catatan_unit", "catatan_tpi"),
) -> list[BedaJawaban]:
    """Cells that differ, in the order of the form. Evidence is left out: links of the portal expire."""
    names = tuple(kolom)
    return [
        BedaJawaban(soal, name, f"{get_column_letter(KOLOM[name])}{soal.baris}", ours, theirs)
        for soal in soal_list()
        for name in names
        if not same(
            ours := portal.get(soal.soal_id, {}).get(name) or "", theirs := berkas.get(soal.soal_id, {}).get(name, "")
        )
    ]


def same(left: str, right: str) -> bool:
    """Equal as people mean it: any case, spaces apart, 3,60 like 3.6."""
    return _plain(left) == _plain(right)


def _plain(text: str) -> str:
    text = " ".join(text.split()).casefold()
    try:
        return full_text(read_number(text))
    except BukanAngka:
        return text
