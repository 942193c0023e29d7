"""What each row of an uploaded table would do, and why not: cell and reason."""

import io
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from tests.factories import UnitKerjaFactory, UserFactory
from tests.units.import_rows import NIP, NIP2, person, refusals, unit_row
from units import importing
from units.choices import JenisPeran as J
from units.importing import KOLOM_ORANG, KOLOM_UNIT, Kini, check_rows
from units.services import imports
from units.xlsx import open_workbook_safely, read_table, write_table


@pytest.mark.parametrize(
    ("rows", "cell", "words"),
    [
        ([unit_row(), unit_row(nama="Lain")], "Data!A3", "Sama dengan baris 2"),
        ([unit_row(), unit_row(kode="8.002")], "Data!B3", "sudah dipakai unit berkode 8.001"),
        ([unit_row(induk="9.999")], "Data!C2", "tidak terdaftar"),
        ([unit_row(induk="8.001")], "Data!C2", "di atas dirinya sendiri"),
        (
            [unit_row(induk="8.002"), unit_row(kode="8.002", nama="B", induk="8.001")],
            "Data!C3",
            "di atas dirinya sendiri",
        ),
        ([unit_row(jenis_layanan="Terbang")], "Data!D2", "tidak ada dalam daftar pilihan"),
        ([unit_row(jumlah_pegawai=-4)], "Data!J2", "Jumlah pegawai"),
        ([unit_row(nama="x" * 201)], "Data!B2", "Nama unit kerja"),
        ([unit_row(kode="")], "Data!A2", "Kode unit kosong"),
    ],
)
def test_a_bad_unit_row_names_cell_and_reason(world, upload, rows, cell, words):
    assert words in refusals(upload("unit", rows))[cell]


def test_a_name_of_an_existing_unit_is_refused_but_may_be_swapped_in_the_file(world, upload):
    UnitKerjaFactory(instansi=world.instansi, kode="8.010", nama="Dinas A")
    UnitKerjaFactory(instansi=world.instansi, kode="8.011", nama="Dinas B")
    assert "8.010" in refusals(upload("unit", [unit_row(nama="dinas a")]))["Data!B2"]
    swapped = upload("unit", [unit_row(kode="8.010", nama="Dinas B"), unit_row(kode="8.011", nama="Dinas A")])
    assert refusals(swapped) == {}


def test_a_person_known_by_email_gets_the_nip(world, upload, apply):
    orang = UserFactory(instansi=world.instansi, nip=None, email="tini@contoh.test", nama="Tini")
    impor = upload("orang", [person(nip=NIP, nama="Tini", email="TINI@contoh.test")])
    assert impor.hasil["baris"][0]["perubahan"] == [["NIP", "", NIP]]
    apply(impor)
    orang.refresh_from_db()
    assert orang.nip == NIP


@pytest.mark.parametrize(
    ("rows", "cell", "words"),
    [
        ([person(nip="123")], "Data!A2", "18 angka"),
        ([person(nip="", nama="Tanpa Apa-apa")], "Data!A2", "NIP dan surel kosong"),
        ([person(nama="")], "Data!B2", "Nama lengkap dengan gelar kosong"),
        ([person(), person(nama="Lain")], "Data!A3", "Sama dengan baris 2"),
        ([person(email="a@b.test"), person(nip=NIP2, email="A@b.test")], "Data!C3", "dipakai orang lain"),
        ([person(email="bukan surel")], "Data!C2", "Surel"),
        ([person(golongan="V/a")], "Data!D2", "tidak ada dalam daftar pilihan"),
        ([person(eselon="X")], "Data!F2", "tidak ada dalam daftar pilihan"),
        ([person(unit="Dinas Entah")], "Data!G2", "unit kerja ini tidak ada"),
    ],
)
def test_a_bad_row_of_a_person_names_cell_and_reason(world, upload, rows, cell, words):
    assert words in refusals(upload("orang", rows))[cell]


def test_people_of_another_institution_are_refused_without_saying_who(world, other_world, upload):
    other = other_world.peran[J.PEGAWAI].user
    impor = upload("orang", [person(nip=other.nip), person(nip=NIP2, email=other.email)])
    assert "instansi lain" in refusals(impor)["Data!A2"]
    assert "instansi lain" in refusals(impor)["Data!C3"]
    assert other.nama not in str(impor.hasil)


def test_a_unit_of_another_institution_is_unknown(other_world, upload):
    assert "tidak ada" in refusals(upload("orang", [person(unit=other_world.unit.kode)]))["Data!G2"]


def test_a_nip_that_excel_has_rounded_is_refused(world, upload):
    book = Workbook()
    book.active.append([k.judul for k in KOLOM_ORANG])
    book.active.append([199001022015012003, "Sari"])
    out = io.BytesIO()
    book.save(out)
    assert "dibulatkan Excel" in refusals(upload("orang", out.getvalue()))["Sheet!A2"]


def test_check_rows_tells_its_progress_row_by_row():
    tabel = read_table(
        open_workbook_safely(write_table(KOLOM_UNIT, [unit_row(), unit_row(kode="8.002", nama="B")])), KOLOM_UNIT
    )
    seen = []
    check_rows(importing.UNIT, tabel, Kini({}), on_row=seen.append)
    assert seen == [1, 2]


def test_a_date_typed_into_a_text_column_is_kept_as_text(world, upload):
    impor = upload("unit", [unit_row(telepon=date(2026, 5, 1))])
    assert impor.hasil["baris"][0]["nilai"]["telepon"] == "2026-05-01"


@pytest.mark.parametrize("jenis", ["unit", "orang"])
@pytest.mark.parametrize("isi", ["", "1"])
def test_the_template_is_read_back_without_a_complaint(world, admin_client, jenis, isi):
    response = admin_client.get(reverse("impor_template", args=[jenis]), {"isi": isi})
    tabel = read_table(open_workbook_safely(response.content), importing.JENIS[jenis].kolom)
    assert tabel.temuan == ()
    assert bool(tabel.baris) == bool(isi)
    kini = imports.current_data(jenis, world.instansi)
    assert {row.keadaan for row in check_rows(importing.JENIS[jenis], tabel, kini)} == ({"sama"} if isi else set())
    assert "Petunjuk" in load_workbook(io.BytesIO(response.content)).sheetnames
