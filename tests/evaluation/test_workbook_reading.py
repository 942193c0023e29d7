"""A corpus of workbooks as they are in use: each with one damage, and what the import must say about it."""

import random
import socket
import zipfile
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell import MergedCell

from evaluation.lke.findings import Berat
from evaluation.lke.scoring import score
from evaluation.lke.workbook.content import IsiLKE
from evaluation.lke.workbook.importing import read_workbook
from evaluation.lke.workbook.writing import write_workbook
from tests.evaluation.lke_cases import LKE_2014, LKE_2021, extreme_answers
from tests.evaluation.ministry_form import LEMBAR, build_form
from units.xlsx import BerkasDitolak

ANSWERS = extreme_answers(LKE_2021, best=True) | {
    "A.I.1.i.b": "b",
    "A.I.2.i.b": "c",
    "A.I.4.i.c": "c",
    "A.II.2.iii.b": "d",
    "A.II.5.ii.a": {"harus": 4, "diproses": 1, "selesai": 3},
    "B.I.i.a": "3.57",
    "B.I.ii.a": "b",
}
TRUE = score(LKE_2021, ANSWERS).nilai
LINK_PART = (
    b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">%s</externalLink>'
)


@dataclass(frozen=True)
class Case:
    """A damage, the findings it must give as (kode, column or cell, part of the sentence), and our score."""

    damage: object
    findings: tuple = ()
    nilai: Fraction = TRUE
    answers: dict | None = None


def _read(case, *, foreign=False):
    form = build_form(ANSWERS | (case.answers or {}), foreign=foreign)
    case.damage(form)
    return form, read_workbook(form.save(), LKE_2021)


def _put(column, kode, value, isian=""):
    def damage(form):
        form.cell(column, kode, isian).value = value

    return damage


def _nothing(form):
    pass


def _insert_row(text, answer=None, choice="A/B/C"):
    """A question of somebody's own, between the two of A.I.1.i."""

    def damage(form):
        rows = _shifted(form, form.rows["A.I.1.i.b"])
        form.sheet.cell(rows, 6, "b."), form.sheet.cell(rows, 7, text)
        if answer:
            form.sheet.cell(rows, 10, choice), form.sheet.cell(rows, 11, answer)

    return damage


def _shifted(form, number):
    """An empty row at `number`; openpyxl leaves formulas as they are, so they turn to their values first."""
    _freeze(form)
    form.sheet.insert_rows(number)
    return number


def _delete_row(*kodes):
    def damage(form):
        numbers = sorted((form.rows[kode] for kode in kodes), reverse=True)
        _freeze(form)
        for number in numbers:
            form.sheet.delete_rows(number)

    return damage


def _delete_input(kode, isian):
    def damage(form):
        _freeze(form)
        form.sheet.delete_rows(form.inputs[kode, isian])

    return damage


def _freeze(form):
    values = load_workbook(BytesIO(form.save()), data_only=True)[LEMBAR]
    for row in form.sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                cell.value = values[cell.coordinate].value


def _hide(*kodes):
    def damage(form):
        for kode in kodes:
            form.sheet.row_dimensions[form.rows[kode]].hidden = True

    return damage


def _insert_column(before):
    def damage(form):
        _freeze(form)
        for merged in list(form.sheet.merged_cells.ranges):
            form.sheet.unmerge_cells(str(merged))
        form.sheet.insert_cols(before)

    return damage


def _insert_rows_above(form):
    _freeze(form)
    for merged in list(form.sheet.merged_cells.ranges):
        form.sheet.unmerge_cells(str(merged))
    form.sheet.insert_rows(1, 7)


def _letters_gone(form):
    for kode in ("A.I.1.ii.a", "A.I.1.ii.b", "A.I.5.iii.c"):
        form.cell("F", kode).value = None


def _headings_without_number(form):
    for kode, column in (("A", "B"), ("A.II", "C"), ("A.I.3", "D"), ("A.II.5.iii", "E"), ("B.I.ii", "D")):
        form.cell(column, kode).value = None


def _number_and_text_in_one_cell(form):
    for kode, column, text in (("A", "B", "C"), ("A.I.1", "D", "E"), ("A.I.1.ii", "E", "F")):
        number, name = form.cell(column, kode), form.cell(text, kode)
        number.value, name.value = f"{number.value} {name.value}", None


def _percentage_beside_lhkpn(form):
    """The heading of LHKPN repeats the percentage below it."""
    row = form.rows["A.II.5.iii.a"]
    form.sheet[f"K{row - 1}"] = f"=K{row}"


def _letters_mixed(form):
    for kode, letter in (("A.I.1.ii.a", "a."), ("A.I.1.ii.b", "c."), ("A.I.1.ii.c", "b.")):
        form.cell("F", kode).value = letter
    for kode in ("A.I.5.iii.b", "A.I.5.iii.c"):
        form.cell("F", kode).value = "a."


def _letters_in_the_text(form):
    for kode in ("A.I.1.ii.a", "A.I.1.ii.b"):
        letter, text = form.cell("F", kode), form.cell("G", kode)
        text.value, letter.value = f"{letter.value} {text.value}", None


def _form_first(form):
    form.workbook.move_sheet(LEMBAR, offset=-2)


def _second_form(form):
    copy = form.workbook.copy_worksheet(form.sheet)
    copy.title = "Salinan"


def _leave_out_lhkasn(form):
    """The ministry's own copy has this fault: the mean covers LHKPN only."""
    row = form.rows["A.II.5.iii"]
    form.sheet[f"L{row}"] = f"=AVERAGE(L{form.rows['A.II.5.iii.a']})*H{row}"


def _link(*cells):
    def damage(form):
        form.link(*(form.cell(column, *place).coordinate for column, *place in cells))

    return damage


LHKASN_HALF = {"A.II.5.iii.b": {"administrator": 3, "pengawas": 5, "fungsional": 20, "sudah": 14}}
NO_COMPLAINTS = {"A.II.5.ii.a": {"harus": 0, "diproses": 0, "selesai": 0}}
LESS_B = Fraction(1, 2) * Fraction(1, 2) * Fraction(1, 2)  # A.I.1.i.b: 0.5 x 0.5 / 2

SHOULD_PASS = {
    "as the ministry hands it out": Case(_nothing),
    "answers in small letters with spaces": Case(
        _put("K", "A.I.1.iii.a", "  a "),
        (("A.I.1.iii.a", "L", "Nilai tersimpan 0,00"),),  # the form's own formula does not trim
    ),
    "choice overwritten by Ya": Case(
        _put("J", "A.I.1.i.a", "Ya"), (("A.I.1.i.a", "J", 'Pilihan Jawaban "Ya", seharusnya Ya/Tidak'),)
    ),
    "choice emptied": Case(_put("J", "A.I.1.i.b", None), (("A.I.1.i.b", "J", "dikosongkan, seharusnya A/B/C"),)),
    "choice of a wider type": Case(
        _put("J", "A.I.1.i.b", "A/B/C/D"), (("A.I.1.i.b", "J", 'Pilihan Jawaban "A/B/C/D"'),)
    ),
    "choice of a count emptied": Case(_put("J", "A.II.1.i.a", None, "agen")),
    "mean leaves LHKASN out": Case(
        _leave_out_lhkasn,
        (("A.II.5.iii", "L", "Nilai tersimpan 2,00 (hasil rumusnya)"),),
        TRUE - Fraction(1, 2),  # 2 x (1 + 0.5) / 2 = 1.5
        LHKASN_HALF,
    ),
    "denominator of 0": Case(_nothing, (("A.II.5.ii.a", "K", "#DIV/0!"),), TRUE + 3 * Fraction(1, 4), NO_COMPLAINTS),
    "formula of an area overwritten": Case(
        _put("L", "A.I.1", 4), (("A.I.1", "L", "Nilai tersimpan 4,00 (angka, bukan rumus)"),)
    ),
    "formula of a question overwritten": Case(
        _put("L", "A.I.4.i.c", 1), (("A.I.4.i.c", "L", "Nilai tersimpan 1,00 (angka, bukan rumus)"),)
    ),
    "formula of a percentage overwritten": Case(
        _put("K", "A.II.5.ii.a", 1), (("A.II.5.ii.a", "K", "Nilai tersimpan 1,00 (angka, bukan rumus)"),)
    ),
    "total overwritten": Case(_put("L", "", 99.5), (("", "L", "Nilai tersimpan 99,50"),)),
    "formula overwritten by the right number": Case(_put("L", "A.I.4.i.c", 0.33)),
    "weight changed": Case(
        _put("H", "A.I.2.i", 0.5),
        (("A.I.2.i", "H", "Bobot tertulis 0,50, pada instrumen 1,00"), ("A.I.2.i", "L", "Nilai tersimpan")),
    ),
    "LHKASN's total typed by hand": Case(
        _put("K", "A.II.5.iii.b", 30, "+"),
        (
            ("A.II.5.iii.b", "K", "tertulis 30, rinciannya berjumlah 28"),
            ("A.II.5.iii.b", "L", "Nilai tersimpan 0,93"),
        ),
    ),
    "question of their own": Case(_insert_row("Apakah ada pojok baca", "A"), (("", "K", "Apakah ada pojok baca"),)),
    "heading of their own": Case(_insert_row("Khusus unit pelayanan")),
    "question deleted": Case(
        _delete_row("A.I.1.i.b"),
        (("A.I.1.i.b", "", "tidak ditemukan"), ("A.I.1.i", "L", "Nilai tersimpan")),
        TRUE - LESS_B,
    ),
    "indicator deleted": Case(
        _delete_row("A.I.3.v", "A.I.3.v.a"),
        (("A.I.3.v.a", "", "tidak ditemukan"), ("A.I.3", "L", "Nilai tersimpan")),
        TRUE - Fraction(3, 4),
    ),
    "count's row deleted": Case(
        _delete_input("A.II.5.ii.a", "diproses"),
        (("A.II.5.ii.a", "K", "Baris isian diproses"), ("A.II.5.ii.a", "K", "Isian diproses belum diisi")),
    ),
    "total of obliged deleted": Case(_delete_input("A.II.5.iii.a", "+")),
    "rows hidden": Case(_hide("A.I.1.i.a", "A.I.1.i.b"), (("", "A", "disembunyikan"),)),
    "column inserted before the form": Case(_insert_column(1)),
    "column inserted in the tree": Case(_insert_column(5)),
    "column inserted before the answers": Case(_insert_column(10)),
    "letterhead above": Case(_insert_rows_above),
    "letters missing": Case(_letters_gone),
    "letters doubled and out of order": Case(_letters_mixed),
    "letter typed into the text": Case(_letters_in_the_text),
    "headings without their number": Case(_headings_without_number),
    "headings with number and text in one cell": Case(_number_and_text_in_one_cell),
    "percentage repeated beside a heading": Case(_percentage_beside_lhkpn),
    "sheets in another order": Case(_form_first),
    "form twice": Case(_second_form, (("", "", "Lembar Salinan juga berjudul kolom LKE"),)),
    "answer and count from another workbook": Case(
        _link(("K", "A.I.1.i.b"), ("K", "A.II.5.ii.a", "selesai")),
        (
            ("A.I.1.i.b", "K", "dengan rumus dari berkas lain"),
            ("A.II.5.ii.a", "K", "dengan rumus dari berkas lain"),
        ),
    ),
    "values of the form from another workbook": Case(
        _link(("L", "A.I.1"), ("H", "A.I.2.i"), ("L", "")),
        (("", "L", "mengambil nilai dari berkas lain"),),
    ),
    "linked and not used": Case(_link()),
    "answer is a formula": Case(_put("K", "A.I.1.i.a", '=IF(1=1,"Ya","Tidak")')),
}


def _check(form, impor, expected):
    found = [(item.kode, item.sel, item.masalah) for item in impor.temuan]
    assert len(found) == len(expected), found
    for (kode, sel, masalah), (want_kode, want_column, want_text) in zip(found, expected, strict=True):
        assert kode == want_kode, found
        assert sel.rstrip("0123456789") == want_column, found
        assert want_text in masalah, found


@pytest.mark.parametrize("name", list(SHOULD_PASS))
def test_a_damaged_form_is_read_and_the_damage_named(name):
    case = SHOULD_PASS[name]
    form, impor = _read(case)
    _check(form, impor, case.findings)
    assert impor.hasil.nilai == case.nilai
    assert not impor.is_refused_in_part
    assert all(item.lembar == LEMBAR for item in impor.temuan)


@pytest.mark.parametrize("foreign", [False, True])
def test_lhkpn_and_lhkasn_may_stand_as_sub_indicators(foreign):
    form = build_form(ANSWERS | LHKASN_HALF, foreign=foreign, sub_indicators=True)
    impor = read_workbook(form.save(), LKE_2021)
    assert impor.hasil.nilai == TRUE - Fraction(1, 2)
    assert impor.hasil.pertanyaan["A.II.5.iii.b"].skor == Fraction(1, 2)
    assert impor.temuan == ()


ORDER_ENOUGH = [
    "as the ministry hands it out",
    "choice overwritten by Ya",
    "letters missing",
    "letters doubled and out of order",
    "headings without their number",
    "column inserted in the tree",
    "denominator of 0",
    "formula of an area overwritten",
]


@pytest.mark.parametrize("name", ORDER_ENOUGH)
def test_the_order_is_enough_where_the_wording_is_not_ours(name):
    case = SHOULD_PASS[name]
    form, impor = _read(case, foreign=True)
    _check(form, impor, case.findings)
    assert impor.hasil.nilai == case.nilai


def test_the_answer_type_tells_an_added_question_apart_where_the_wording_cannot():
    case = Case(_insert_row("Butir 7", "E", "A/B/C/D/E"), (("", "K", "Butir 7"),))
    form, impor = _read(case, foreign=True)
    _check(form, impor, case.findings)
    assert impor.isi.jawaban["A.I.1.i.b"].casefold() == "b"


SHOULD_FAIL = {
    "wrong letter": (
        _put("K", "A.I.1.i.b", "D"),
        "A.I.1.i.b",
        "",
        'Jawaban "D" bukan salah satu dari a/b/c.',
    ),
    "number for a letter": (_put("K", "A.I.1.i.a", 1), "A.I.1.i.a", "", 'Jawaban "1" bukan salah satu'),
    "error for a letter": (_put("K", "A.I.1.i.a", "#N/A"), "A.I.1.i.a", "", "#N/A"),
    "text in a count": (
        _put("K", "A.II.5.ii.a", "tiga", "selesai"),
        "A.II.5.ii.a",
        "selesai",
        'Isian selesai: "tiga" bukan angka.',
    ),
    "negative count": (
        _put("K", "A.II.4.i.a", -1, "tercapai"),
        "A.II.4.i.a",
        "tercapai",
        'Isian tercapai: "-1" kurang dari 0.',
    ),
    "half a person": (
        _put("K", "A.II.5.iii.b", 2.5, "pengawas"),
        "A.II.5.iii.b",
        "pengawas",
        'Isian pengawas: "2.5" bukan bilangan bulat.',
    ),
    "more reported than obliged": (
        _put("K", "A.II.5.iii.a", 9, "sudah"),
        "A.II.5.iii.a",
        "sudah",
        "Isian sudah: 9 melebihi kepala_satker + pejabat + lainnya (3).",
    ),
    "index over 4": (_put("K", "B.I.i.a", 4.2), "B.I.i.a", "", 'Indeks "4.2" di luar 0 sampai 4.'),
    "index as a sentence": (_put("K", "B.II.i.a", "baik"), "B.II.i.a", "", 'Indeks "baik" bukan angka.'),
}


@pytest.mark.parametrize("name", list(SHOULD_FAIL))
def test_nonsense_is_refused_with_its_cell_and_the_rest_is_read(name):
    damage, kode, isian, sentence = SHOULD_FAIL[name]
    form, impor = _read(Case(damage))
    refused = [item for item in impor.temuan if item.berat == Berat.GALAT]
    assert [(item.kode, item.sel) for item in refused] == [(kode, form.cell("K", kode, isian).coordinate)]
    assert sentence in refused[0].masalah
    item = impor.hasil.pertanyaan[kode]
    before = score(LKE_2021, ANSWERS).pertanyaan[kode]
    assert impor.hasil.nilai == TRUE - before.nilai + item.nilai
    assert impor.hasil.kosong == (kode,)


def test_a_percentage_without_its_counts_is_refused():
    def damage(form):
        _freeze(form)
        for isian in ("perubahan", "agen"):  # from below
            form.sheet.delete_rows(form.inputs["A.II.1.i.a", isian])

    form, impor = _read(Case(damage))
    refused = [item for item in impor.temuan if item.is_galat]
    assert [(item.kode, item.sel) for item in refused] == [("A.II.1.i.a", form.cell("K", "A.II.1.i.a").coordinate)]
    assert "tanpa jumlah yang mendasarinya" in refused[0].masalah


def test_unanswered_questions_are_missing_and_nothing_else():
    gaps = {"A.I.1.i.a": None, "B.I.i.a": None, "A.II.4.i.a": None}
    _, impor = _read(Case(_nothing, answers=gaps))
    assert impor.hasil.kosong == ("A.I.1.i.a", "A.II.4.i.a", "B.I.i.a")
    assert not impor.is_refused_in_part


def test_a_cell_far_below_costs_nothing():
    form = build_form(ANSWERS)
    form.sheet["B1048576"] = "x"
    for number in range(60):
        form.workbook.create_sheet(f"L{number}")["XFD1048576"] = "x"
    stream = BytesIO()
    form.workbook.save(stream)
    assert read_workbook(stream.getvalue(), LKE_2021).hasil.nilai == TRUE


def test_notes_evidence_and_links_are_read():
    def damage(form):
        form.cell("O", "A.I.1.i.a").value = " SK 12/2026 "
        form.cell("P", "A.I.1.i.a").value = "1. SK Tim\n2. Undangan"
        form.cell("Q", "A.I.1.i.a").value = "https://a.go.id/1\nhttps://a.go.id/2  https://a.go.id/3"

    _, impor = _read(Case(damage))
    assert impor.isi.catatan == {"A.I.1.i.a": "SK 12/2026"}
    assert impor.isi.bukti == {"A.I.1.i.a": "1. SK Tim\n2. Undangan"}
    assert impor.isi.tautan == {"A.I.1.i.a": tuple(f"https://a.go.id/{n}" for n in (1, 2, 3))}


def test_stored_values_stand_beside_ours():
    _, impor = _read(Case(_put("L", "A.I.1", 4)))
    assert impor.berkas["A.I.1"] == 4
    assert impor.berkas["A.I.1.i"] == pytest.approx(0.375)
    assert impor.berkas["A.I.1.i.b"] == 0.5
    assert impor.berkas["B.I.i"] == pytest.approx(17.5 * 3.57 / 4)
    assert impor.berkas["B.I.i.a"] == pytest.approx(3.57 / 4)
    assert impor.berkas[""] == pytest.approx(float(TRUE) + 0.125)


def test_a_difference_is_reported_where_it_begins_and_not_on_the_way_up():
    _, impor = _read(Case(_put("L", "A.I.4.i.c", 1)))
    (finding,) = impor.temuan
    assert finding.tindakan == "Dipakai 0,33 menurut instrumen; selisih -0,67."


def test_a_file_without_calculated_values_is_read_too():
    form = build_form(ANSWERS)
    stream = BytesIO()
    form.workbook.save(stream)
    impor = read_workbook(stream.getvalue(), LKE_2021)
    assert impor.hasil.nilai == TRUE
    assert impor.berkas["A.I.1"] is None
    assert impor.temuan == ()


JUNK = [None, "", "-", "x", "Jumlah", "%", "Ya/Tidak", "A.", "i.", "TOTAL NILAI", "#REF!", "=1/0", "=A1"]
JUNK += [0, -1, 2.5, 1e300, True, "a" * 5000, "Penilaian", datetime(2026, 11, 21, tzinfo=None), "\n", "٣"]  # noqa: DTZ001


def test_whatever_stands_in_the_cells_the_file_is_read_or_refused():
    """Random cells get random content; the only ways out are a result within its weights, or a refusal."""
    rng = random.Random(2026)
    clean = build_form(ANSWERS)
    stream = BytesIO()
    clean.workbook.save(stream)
    outcomes = set()
    for number in range(16):
        workbook = load_workbook(BytesIO(stream.getvalue()))
        sheet = workbook[LEMBAR]
        for _ in range(rng.choice([1, 5, 30, 200, 800, 800])):
            cell = sheet.cell(rng.randint(1, sheet.max_row), rng.randint(1, 17))
            if not isinstance(cell, MergedCell):
                cell.value = rng.choice(JUNK)
        damaged = BytesIO()
        workbook.save(damaged)
        try:
            impor = read_workbook(damaged.getvalue(), LKE_2021)
        except BerkasDitolak:
            outcomes.add("refused")
            continue
        outcomes.add("read")
        assert all(0 <= node.nilai <= node.bobot for node in impor.hasil.akar.walk()), number
        assert all(item.masalah and item.tindakan for item in impor.temuan)
    assert outcomes == {"read", "refused"}


def _xlsx(**parts):
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _other_workbook():
    workbook = Workbook()
    workbook.active["A1"] = "Anggaran"
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _bomb():
    form = build_form(ANSWERS).save()
    stream = BytesIO(form)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/besar.bin", b"\0" * (101 * 1024 * 1024))
    return stream.getvalue()


OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
REFUSED = {
    "empty": (lambda: b"", "kosong"),
    "pdf": (lambda: b"%PDF-1.7\n" * 100, "bukan buku kerja Excel"),
    "xls": (lambda: OLE2 + b"\0" * 2000, ".xls"),
    "encrypted": (lambda: OLE2 + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "kata sandi"),
    "some zip": (lambda: _xlsx(**{"a.txt": "x"}), "bukan buku kerja Excel"),
    "cut short": (lambda: build_form(ANSWERS).save()[:20_000], "rusak"),
    "over 10 MB": (lambda: b"PK\x03\x04" + b"\0" * (10 * 1024 * 1024), "10,0 MB"),
    "unpacks to more than 100 MB": (_bomb, "100,0 MB"),
    "no LKE": (_other_workbook, "bukan LKE"),
    "another instrument": (
        lambda: write_workbook(score(LKE_2014, {}), IsiLKE()),
        "tidak cocok dengan LKE Zona Integritas 2021",
    ),
}


@pytest.mark.parametrize("name", list(REFUSED))
def test_a_file_that_cannot_be_an_lke_is_refused_with_one_sentence(name):
    make, words = REFUSED[name]
    with pytest.raises(BerkasDitolak) as caught:
        read_workbook(make(), LKE_2021)
    assert words in str(caught.value)


def test_a_linked_answer_is_the_stored_one_and_the_sentence_says_so():
    form = build_form(ANSWERS)
    cell = form.cell("K", "A.I.1.i.b").coordinate
    form.link(cell)
    impor = read_workbook(form.save(), LKE_2021)
    assert impor.isi.jawaban["A.I.1.i.b"] == "B"
    (found,) = impor.temuan
    assert found.tindakan == 'Dipakai nilai yang tersimpan ("B"); berkas lain itu tidak dibuka. Periksa jawabannya.'


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "https://contoh.test/rekap.xlsx", r"\\server\bagi\rekap.xlsx"]
)
def test_a_linked_workbook_is_never_opened(target, monkeypatch):
    """Nothing is read but the bytes that were sent: no file, no address."""
    form = build_form(ANSWERS)
    form.link(form.cell("K", "A.I.1.i.b").coordinate, target=target)
    data = form.save()

    def fail(*args, **kwargs):
        raise AssertionError(args)

    monkeypatch.setattr(socket, "socket", fail)
    monkeypatch.setattr("builtins.open", fail)
    assert read_workbook(data, LKE_2021).hasil.nilai == TRUE


@pytest.mark.parametrize(
    "link",
    [
        b'<ddeLink ddeService="cmd" ddeTopic="/c calc"><ddeItems/></ddeLink>',
        b'<oleLink progId="Package" r:id="rId1"/>',
    ],
    ids=["DDE", "OLE"],
)
def test_a_link_to_a_program_is_refused(link):
    form = build_form(ANSWERS)
    form.link(form.cell("K", "A.I.1.i.b").coordinate)
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(form.save())) as source, zipfile.ZipFile(target, "w") as out:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith("externalLink1.xml"):
                content = LINK_PART % link
            out.writestr(name, content)
    with pytest.raises(BerkasDitolak, match="langsung ke program lain"):
        read_workbook(target.getvalue(), LKE_2021)
