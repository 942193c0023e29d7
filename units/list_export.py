"""A list as a file: what the page shows, filtered and sorted the same way, for Excel or as CSV."""

import csv
from datetime import date
from io import StringIO

from django.http import HttpResponse
from django.utils.html import strip_tags
from django.utils.text import slugify
from django_tables2 import Table
from openpyxl.utils import get_column_letter

from units.xlsx import new_workbook, put, to_bytes

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BENTUK = ("xlsx", "csv")
LEBAR = 60  # characters: the widest a column of the sheet becomes
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export_table(table: Table, *, nama: str, bentuk: str) -> HttpResponse:
    """All rows of the table, on every page of it; `bentuk` is xlsx or csv. Text that looks like a formula stays text."""
    rows = [[_plain(value) for value in row] for row in table.as_values(exclude_columns=_hidden(table))]
    content = _xlsx(rows, nama) if bentuk == "xlsx" else _csv(rows)
    headers = {
        "Content-Disposition": f'attachment; filename="{slugify(nama) or "daftar"}.{bentuk}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=XLSX if bentuk == "xlsx" else "text/csv; charset=utf-8", headers=headers)


def _hidden(table: Table) -> list[str]:
    """Columns of buttons and tick boxes say nothing in a file."""
    kelas = {
        c.name: f"{c.attrs.get('td', {}).get('class', '')} {c.attrs.get('th', {}).get('class', '')}"
        for c in table.columns
    }
    return [name for name, words in kelas.items() if "kolom-tindakan" in words or "kolom-pilih" in words]


def _plain(value: object) -> object:
    if isinstance(value, int | float | date) and not isinstance(value, bool):
        return value
    return " ".join(strip_tags(str("" if value is None else value)).split())


def _xlsx(rows: list[list[object]], nama: str) -> bytes:
    workbook = new_workbook()
    sheet = workbook.create_sheet("".join(c for c in nama if c not in "[]:*?/\\'")[:31] or "Daftar")
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            put(sheet.cell(number, column), value)
    for column, values in enumerate(zip(*rows, strict=True), start=1):
        sheet.column_dimensions[get_column_letter(column)].width = min(LEBAR, 2 + max(len(str(v)) for v in values))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    return to_bytes(workbook)


def _csv(rows: list[list[object]]) -> bytes:
    """With a byte order mark, so that Excel reads it as UTF-8."""
    stream = StringIO()
    csv.writer(stream, delimiter=";").writerows([[_neutral(v) for v in row] for row in rows])
    return stream.getvalue().encode("utf-8-sig")


def _neutral(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
