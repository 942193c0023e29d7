"""Uploaded files that are not what they say, or say nothing."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from tests.units.import_rows import unit_row
from units.importing import KOLOM_UNIT
from units.models import Impor, UnitKerja
from units.xlsx import write_table


def workbook_with(**parts: bytes) -> bytes:
    """A good workbook with more parts in its zip."""
    out = io.BytesIO(write_table(KOLOM_UNIT, [unit_row()]))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("data.xlsx", b"", "kosong"),
        ("data.xlsx", b"MZ\x90\x00" + b"\0" * 200, "ditolak"),
        ("data.xlsx", b"%PDF-1.4\n%%EOF", "ditolak"),
        ("data.xlsx", b"<html><script>alert(1)</script></html>", "ditolak"),
        ("data.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "ditolak"),
        ("data.xlsx", workbook_with(xl__vbaProject_bin=b"x").replace(b"vbaProject_bin", b"vbaProject.bin"), "makro"),
        ("data.xlsx", workbook_with(xl__media__besar=b"\0" * 120_000_000), ""),
        ("data.xlsx", write_table(KOLOM_UNIT, [unit_row()])[:900], ""),
    ],
    ids=["empty", "exe", "pdf", "html", "xls", "macro", "bomb", "cut"],
)
def test_a_hostile_file_is_refused_before_it_is_kept(world, admin_client, name, content, words):
    data = {"jenis": "unit", "berkas": SimpleUploadedFile(name, content)}
    response = admin_client.post(reverse("impor_create"), data)
    assert words in " ".join(response.context["form"].errors["berkas"])
    assert Impor.objects.count() == 0


def test_an_upload_that_is_too_large_is_cut_off_and_said_so(admin_client, settings):
    settings.MAX_UPLOAD_MB = 1
    data = {"jenis": "unit", "berkas": SimpleUploadedFile("data.xlsx", b"PK\x03\x04" + b"0" * 1_200_000)}
    response = admin_client.post(reverse("impor_create"), data)
    assert "terlalu besar" in response.context["form"].errors["berkas"][0]


def test_a_path_in_the_file_name_is_not_kept(world, upload):
    assert upload("unit", [unit_row()], name="../../etc/data.xlsx").berkas.nama_asli == "data.xlsx"


def test_no_file_is_said_in_a_sentence(admin_client):
    response = admin_client.post(reverse("impor_create"), {"jenis": "unit"})
    assert response.context["form"].errors["berkas"] == ["Pilih berkas Excel yang akan diimpor."]


def test_a_workbook_of_something_else_names_the_missing_columns(world, upload, admin_client):
    book = Workbook()
    book.active.append(["Bulan", "Anggaran"])
    out = io.BytesIO()
    book.save(out)
    impor = upload("unit", out.getvalue())
    page = admin_client.get(reverse("impor_detail", args=[impor.pk])).content.decode()
    assert "Kolom wajib: Kode unit, Nama unit kerja, Jabatan kepala unit" in page
    assert "Berkas mempunyai galat" in page


def test_an_empty_template_says_that_nothing_is_filled(world, upload, admin_client):
    impor = upload("unit", [])
    assert "Tidak ada baris yang terisi" in admin_client.get(reverse("impor_detail", args=[impor.pk])).content.decode()


def test_text_that_looks_like_a_formula_stays_text(world, upload, apply, admin_client):
    apply(upload("unit", [unit_row(nama='=HYPERLINK("http://jahat.test")')]))
    assert UnitKerja.objects.get(kode="8.001").nama == '=HYPERLINK("http://jahat.test")'
    content = admin_client.get(reverse("impor_template", args=["unit"]), {"isi": "1"}).content
    cells = [cell for row in load_workbook(io.BytesIO(content))["Data"].iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
