"""A list as a file: the same rows and words as on the page, and text that looks like a formula stays text."""

from io import BytesIO

import django_tables2 as tables
import pytest
from openpyxl import load_workbook

from units.list_export import export_table


class OrangTable(tables.Table):
    nama = tables.Column("Nama")
    jumlah = tables.Column("Jumlah")
    tindakan = tables.Column("", attrs={"td": {"class": "kolom-tindakan"}})

    def render_nama(self, value: str) -> str:
        return value


ROWS = [
    {"nama": "Kecamatan Satu", "jumlah": 3, "tindakan": "Ubah"},
    {"nama": '=HYPERLINK("http://jahat.test")', "jumlah": 0, "tindakan": "Ubah"},
]


def test_csv_has_head_and_rows_without_buttons_and_no_formula():
    page = export_table(OrangTable(ROWS), nama="Unit kerja 2026", bentuk="csv")
    assert page["Content-Disposition"] == 'attachment; filename="unit-kerja-2026.csv"'
    lines = page.content.decode("utf-8-sig").splitlines()
    assert lines == ["Nama;Jumlah", "Kecamatan Satu;3", '"\'=HYPERLINK(""http://jahat.test"")";0']


def test_xlsx_keeps_numbers_numbers_and_formulas_text():
    page = export_table(OrangTable(ROWS), nama="Unit: [2026]", bentuk="xlsx")
    sheet = load_workbook(BytesIO(page.content)).active
    assert [[c.value for c in row] for row in sheet.iter_rows()] == [
        ["Nama", "Jumlah"],
        ["Kecamatan Satu", 3],
        ['=HYPERLINK("http://jahat.test")', 0],
    ]
    assert sheet["A3"].data_type == "s"


@pytest.mark.parametrize("bentuk", ["xlsx", "csv"])
def test_a_list_without_rows_is_its_head(bentuk):
    assert export_table(OrangTable([]), nama="Kosong", bentuk=bentuk).status_code == 200
