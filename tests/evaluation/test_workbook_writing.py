"""What leaves the portal: the ministry's form with formulas that score as the portal does."""

import random
from io import BytesIO

import pytest
from openpyxl import load_workbook

from evaluation.lke.scoring import score
from evaluation.lke.workbook.content import IsiLKE, Kunci
from evaluation.lke.workbook.importing import read_workbook
from evaluation.lke.workbook.writing import LEMBAR_KUNCI, write_workbook
from tests.evaluation.excel import calculate
from tests.evaluation.lke_cases import LKE_2014, LKE_2021, extreme_answers, random_answers


def _export(instrumen, jawaban, **content):
    isi = IsiLKE(jawaban, **content)
    hasil = score(instrumen, jawaban)
    return hasil, write_workbook(hasil, isi, judul=("LEMBAR KERJA EVALUASI", "Kecamatan Contoh"))


def _open(data, *, values=False):
    return load_workbook(BytesIO(data), data_only=values)


def _cases():
    rng = random.Random(22)
    for number in range(4):
        yield f"2021-{number}", LKE_2021, random_answers(LKE_2021, rng, missing=0.1 * number)
    yield "2021-best", LKE_2021, extreme_answers(LKE_2021, best=True)
    yield "2021-empty", LKE_2021, {}
    yield "2014", LKE_2014, random_answers(LKE_2014, rng)


CASES = list(_cases())


@pytest.mark.parametrize(("instrumen", "jawaban"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_the_formulas_compute_what_the_portal_computed(instrumen, jawaban):
    hasil, data = _export(instrumen, jawaban)
    stored, computed = _open(data, values=True), calculate(_open(data))
    for sheet, cells in computed.items():
        for address, value in cells.items():
            assert stored[sheet][address].value == pytest.approx(value, abs=1e-9), (sheet, address)
    impor = read_workbook(data, instrumen)
    for kode, node in hasil.simpul.items():
        assert impor.berkas[kode] == pytest.approx(float(node.nilai), abs=1e-9)
    for kode, item in hasil.pertanyaan.items():
        assert impor.berkas[kode] == pytest.approx(float(item.skor), abs=1e-9)


@pytest.mark.parametrize(("instrumen", "jawaban"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_what_goes_out_comes_back(instrumen, jawaban):
    content = {
        "catatan": {"A.I.1.i.a" if instrumen is LKE_2021 else "A.1.i.a": "=1+1 tetap teks"},
        "bukti": {"B.I.i.a": "Laporan survei\nDaftar responden"},
        "tautan": {"B.I.i.a": ("https://contoh.go.id/a", "https://contoh.go.id/b?x=1&y=2")},
    }
    hasil, data = _export(instrumen, jawaban, **content)
    impor = read_workbook(data, instrumen)
    assert impor.hasil.nilai == hasil.nilai
    assert {kode: item.jawaban for kode, item in impor.hasil.pertanyaan.items()} == {
        kode: item.jawaban for kode, item in hasil.pertanyaan.items()
    }
    assert (impor.isi.catatan, impor.isi.bukti, impor.isi.tautan) == tuple(content.values())
    assert impor.tidak_ada == ()
    assert [item.masalah for item in impor.temuan] == [item.masalah for item in hasil.temuan]


def test_counts_that_the_portal_refuses_give_0_in_the_file_too():
    jawaban = extreme_answers(LKE_2021, best=True) | {"A.II.4.i.a": {"sasaran": 2, "tercapai": 3}}
    hasil, data = _export(LKE_2021, jawaban)
    computed = calculate(_open(data))["LKE"]
    assert hasil.nilai == 98
    row = next(cell.row for cell in _open(data)["LKE"]["B"] if cell.value == "NILAI TOTAL")
    assert computed[f"L{row}"] == pytest.approx(98)


def test_a_question_that_does_not_apply_stays_out_of_the_mean():
    jawaban = extreme_answers(LKE_2021, best=True) | {"A.I.1.i.b": {"tidak_berlaku": "Unit baru"}}
    hasil, data = _export(LKE_2021, jawaban, catatan={"A.I.1.i.b": "Unit baru"})
    assert hasil.nilai == 100
    sheet = _open(data)["LKE"]
    row = next(cell.row for cell in sheet["K"] if cell.value == "Tidak berlaku")
    assert sheet[f"L{row}"].value == "-"
    total = next(cell.row for cell in sheet["B"] if cell.value == "NILAI TOTAL")
    assert calculate(_open(data))["LKE"][f"L{total}"] == pytest.approx(100)
    assert read_workbook(data, LKE_2021, tidak_berlaku=True).hasil.nilai == 100
    # only TPI may say so: in a unit's file it is a wrong letter
    refused = read_workbook(data, LKE_2021)
    assert [(item.kode, item.sel) for item in refused.temuan if item.is_galat] == [("A.I.1.i.b", f"K{row}")]


def test_an_indicator_without_value_shows_that_and_no_number():
    jawaban = extreme_answers(LKE_2021, best=True) | {"A.I.3.v.a": {"tidak_berlaku": "Tidak ada pegawai"}}
    _, data = _export(LKE_2021, jawaban)
    texts = [cell.value for cell in _open(data)["LKE"]["L"]]
    assert "Tidak dapat ditentukan" in texts


def test_only_answers_and_notes_can_be_typed():
    _, data = _export(LKE_2021, {})
    sheet = _open(data)["LKE"]
    assert sheet.protection.sheet
    open_cells = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    assert {address[0] for address in open_cells} == {"K", "O", "P", "Q"}
    assert (
        sum(address[0] == "K" for address in open_cells) == 105 + 22
    )  # 113 questions, 8 of them replaced by their 22 counts
    assert sum(address[0] == "O" for address in open_cells) == 113
    formulas = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"}
    assert not formulas & open_cells


def test_every_answer_cell_has_its_drop_down():
    _, data = _export(LKE_2021, {})
    sheet = _open(data)["LKE"]
    rules = {}
    for rule in sheet.data_validations.dataValidation:
        for area in rule.sqref.ranges:
            for row, column in area.cells:
                rules[sheet.cell(row, column).coordinate] = (rule.type, rule.formula1)
    wanted = {
        "Ya/Tidak": ("list", '"Ya,Tidak"'),
        "A/B/C": ("list", '"A,B,C"'),
        "A/B/C/D": ("list", '"A,B,C,D"'),
        "A/B/C/D/E": ("list", '"A,B,C,D,E"'),
        "Nilai (0-4)": ("decimal", "0"),
        "Jumlah": ("whole", "0"),
    }
    for cell in sheet["J"]:
        answer = sheet.cell(cell.row, 11)
        if not answer.protection.locked:
            assert rules[answer.coordinate] == wanted[cell.value]


def test_the_hidden_key_says_where_the_file_belongs():
    jawaban = random_answers(LKE_2021, random.Random(1))
    isi = IsiLKE(jawaban, {"A.I.1.i.a": "Catatan"}, {}, {"A.I.1.i.a": ("https://a", "https://b")})
    kunci = Kunci("81", "lke-2021", "1", LKE_2021.sidik, isi)
    data = write_workbook(score(LKE_2021, jawaban), isi, kunci=kunci)
    assert _open(data)[LEMBAR_KUNCI].sheet_state == "veryHidden"
    assert read_workbook(data, LKE_2021).kunci == kunci


def test_a_key_that_was_tampered_with_is_no_key():
    data = write_workbook(score(LKE_2021, {}), IsiLKE(), kunci=Kunci("81", "lke-2021", "1", "x"))
    workbook = _open(data)
    for value in ("{", "[]", '{"penilaian": "81"}', None):
        workbook[LEMBAR_KUNCI]["A1"] = value
        stream = BytesIO()
        workbook.save(stream)
        assert read_workbook(stream.getvalue(), LKE_2021).kunci is None


def test_nothing_a_person_typed_becomes_a_formula():
    text = '=HYPERLINK("https://jahat","klik")'
    _, data = _export(
        LKE_2021, {}, catatan={"A.I.1.i.a": text}, bukti={"A.I.1.i.a": text}, tautan={"A.I.1.i.a": (text,)}
    )
    for sheet in _open(data).worksheets:
        assert not [
            cell.coordinate
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f" and "HYPERLINK" in str(cell.value)
        ]
