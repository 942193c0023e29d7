"""Writing a plan as an Excel file that people can change and send back."""

from collections.abc import Iterable, Mapping

from openpyxl import Workbook
from openpyxl.styles import Font

from action_plans.plan_templates import BarisTemplat, get_template
from action_plans.schedule import describe, parse_schedule
from action_plans.workbook.form import LEMBAR, LEMBAR_META, RENCANA_KERJA, BarisRencana, portal_columns
from units.choices import Aspek
from units.profiles import ProfilRegulasi
from units.xlsx import new_workbook, put, to_bytes, write_guide, write_sheet

PETUNJUK = (
    "Satu baris untuk satu rencana aksi. Baris boleh ditambah, dihapus, atau disalin; judul jangan diubah.",
    "Sel AREA, ASPEK, dan INDIKATOR yang dikosongkan atau digabung berarti sama dengan baris di atasnya.",
    "TARGET WAKTU dapat berupa satu bulan (Januari), beberapa bulan (April, Juli, Oktober), rentang "
    "(Maret s.d. Desember), Setiap bulan, Triwulan II, atau Semester I.",
    "Setelah diunggah, portal lebih dahulu menunjukkan apa yang terbaca dan apa yang perlu diperbaiki; "
    "belum ada yang disimpan.",
)
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI")


def write_plan(rows: Iterable[BarisRencana], *, profil: ProfilRegulasi, judul: str, meta: Mapping[str, str]) -> bytes:
    """The plan in the portal's form; `meta` and each row's `kunci` let it come back as an update."""
    workbook = new_workbook()
    kolom = portal_columns(profil)
    sheet = write_sheet(workbook, LEMBAR, kolom, (_cells_of(row, profil) for row in rows))
    sheet.oddHeader.center.text = judul.replace("&", "&&")
    write_guide(workbook, kolom, (judul, *PETUNJUK))
    _write_meta(workbook, {**meta, "profil": profil.kode})
    workbook.properties.title = judul
    return to_bytes(workbook)


def write_template(profil: ProfilRegulasi) -> bytes:
    """The form to fill: the regulation's indicators and actions stand in it already."""
    rows = (from_template(row) for row in get_template(profil.templat).baris)
    return write_plan(rows, profil=profil, judul=f"Rencana aksi menurut {profil.nama}", meta={})


def from_template(row: BarisTemplat) -> BarisRencana:
    return BarisRencana(
        area=row.area,
        aspek=row.aspek,
        indikator=row.indikator,
        aksi=row.aksi,
        langkah=row.langkah,
        bukti_fisik=row.bukti_fisik,
        target_waktu=row.target_waktu,
        bulan=parse_schedule(row.target_waktu).bulan,
    )


def write_rencana_kerja(rows: Iterable[BarisRencana], *, profil: ProfilRegulasi) -> bytes:
    """The same plan in the offices' form: a Roman-numbered row per area, each indicator named once."""
    workbook = new_workbook()
    sheet = write_sheet(workbook, "Sheet1", RENCANA_KERJA, _office_rows(rows, profil))
    for row in sheet.iter_rows(min_row=2):
        if row[0].value in ROMAN:
            for cell in row:
                cell.font = Font(bold=True)
    return to_bytes(workbook)


def _office_rows(rows: Iterable[BarisRencana], profil: ProfilRegulasi) -> Iterable[dict[str, str]]:
    areas: list[tuple[str, str]] = []
    number, indikator = 0, ""
    for row in rows:
        if (row.area, row.aspek) not in areas[-1:]:
            areas.append((row.area, row.aspek))
            number, indikator = 0, ""
            yield {"nomor": ROMAN[len(areas) - 1], "indikator": profil.label(row.area, row.aspek)}
        is_new = row.indikator != indikator
        number, indikator = number + is_new, row.indikator
        yield {
            "nomor": str(number) if is_new else "",
            "indikator": row.indikator if is_new else "",
            "aksi": row.aksi,
            "langkah": row.langkah,
            "bukti_fisik": row.bukti_fisik,
            "target_waktu": row.target_waktu,
        }


def _cells_of(row: BarisRencana, profil: ProfilRegulasi) -> dict[str, str]:
    return {
        "kunci": row.kunci,
        "area": profil.label(row.area),
        "aspek": Aspek(row.aspek).label if row.aspek else "",
        "indikator": row.indikator,
        "aksi": row.aksi,
        "langkah": row.langkah,
        "bukti_fisik": row.bukti_fisik,
        "nip": row.nip,
        "prioritas": "Ya" if row.prioritas else "Tidak",
        "target_waktu": _target_text(row),
    }


def _target_text(row: BarisRencana) -> str:
    """The text as written, unless the months were chosen apart from it: then the months win."""
    same = not row.bulan or parse_schedule(row.target_waktu).bulan == tuple(sorted(row.bulan))
    return row.target_waktu if same else describe(row.bulan)


def _write_meta(workbook: Workbook, meta: Mapping[str, str]) -> None:
    sheet = workbook.create_sheet(LEMBAR_META)
    sheet.sheet_state = "veryHidden"
    for number, pair in enumerate(meta.items(), start=1):
        for column, text in enumerate(pair, start=1):
            put(sheet.cell(number, column), text)
