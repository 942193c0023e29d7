"""What bringing a file back in would change: at export, in the portal now, in the file now."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from evaluation.lke.scoring import score
from evaluation.lke.workbook.compare import Perubahan, apply_changes, compare
from evaluation.lke.workbook.content import IsiLKE, Kunci
from evaluation.lke.workbook.importing import read_workbook
from evaluation.lke.workbook.writing import write_workbook
from tests.evaluation.lke_cases import LKE_2021, extreme_answers

EXPORTED = IsiLKE(
    extreme_answers(LKE_2021, best=True),
    {"A.I.1.i.a": "Catatan lama"},
    {"A.I.1.i.a": "SK Tim"},
    {"A.I.1.i.a": ("https://a.go.id",)},
)


def _edited(edits, *, key=True, exported=EXPORTED):
    """The exported file after somebody typed into its cells, read back."""
    kunci = Kunci("81", "lke-2021", "1", LKE_2021.sidik, exported) if key else None
    data = write_workbook(score(LKE_2021, exported.jawaban), exported, kunci=kunci)
    workbook = load_workbook(BytesIO(data))
    for address, value in edits.items():
        workbook["LKE"][address] = value
    stream = BytesIO()
    workbook.save(stream)
    return read_workbook(stream.getvalue(), LKE_2021)


def _changes(impor, kini=EXPORTED):
    return {
        (beda.kode, beda.bagian): (beda.status, beda.kini, beda.baru)
        for beda in compare(impor, kini)
        if beda.status != Perubahan.TETAP
    }


# rows of the export: 1 title, 3 header, 4.. the tree; A.I.1.i.a stands in row 8
ROW_A, ROW_B = 8, 9


@pytest.fixture(autouse=True)
def _rows():
    data = write_workbook(score(LKE_2021, {}), IsiLKE())
    sheet = load_workbook(BytesIO(data))["LKE"]
    assert sheet[f"G{ROW_A}"].value == LKE_2021.pertanyaan["A.I.1.i.a"].teks
    assert sheet[f"G{ROW_B}"].value == LKE_2021.pertanyaan["A.I.1.i.b"].teks


def test_an_untouched_file_changes_nothing():
    impor = _edited({})
    assert len(compare(impor, EXPORTED)) == 4 * 113
    assert _changes(impor) == {}


def test_a_letter_in_the_other_case_is_the_same_answer():
    assert _changes(_edited({f"K{ROW_B}": "a"})) == {}


def test_edited_cells_are_changed():
    impor = _edited({f"K{ROW_B}": "C", f"O{ROW_A}": "Catatan baru", f"Q{ROW_A}": None})
    assert _changes(impor) == {
        ("A.I.1.i.b", "jawaban"): (Perubahan.BERUBAH, "a", "c"),
        ("A.I.1.i.a", "catatan"): (Perubahan.BERUBAH, "Catatan lama", "Catatan baru"),
        ("A.I.1.i.a", "tautan"): (Perubahan.BERUBAH, ("https://a.go.id",), ()),
    }


def test_an_answer_taken_out_of_our_file_is_a_change():
    assert _changes(_edited({f"K{ROW_B}": None})) == {("A.I.1.i.b", "jawaban"): (Perubahan.BERUBAH, "a", None)}


def test_changed_on_both_sides_is_a_conflict():
    kini = IsiLKE(EXPORTED.jawaban | {"A.I.1.i.b": "b"}, EXPORTED.catatan, EXPORTED.bukti, EXPORTED.tautan)
    assert _changes(_edited({f"K{ROW_B}": "C"}), kini) == {("A.I.1.i.b", "jawaban"): (Perubahan.BENTROK, "b", "c")}


def test_the_same_change_on_both_sides_is_none():
    kini = IsiLKE(EXPORTED.jawaban | {"A.I.1.i.b": "c"}, EXPORTED.catatan, EXPORTED.bukti, EXPORTED.tautan)
    assert _changes(_edited({f"K{ROW_B}": "C"}), kini) == {}


def test_what_only_the_portal_changed_stays():
    kini = IsiLKE(EXPORTED.jawaban | {"A.I.1.i.b": "b"}, EXPORTED.catatan, EXPORTED.bukti, EXPORTED.tautan)
    assert _changes(_edited({}), kini) == {}


def test_nonsense_is_refused():
    assert _changes(_edited({f"K{ROW_B}": "Z"})) == {("A.I.1.i.b", "jawaban"): (Perubahan.DITOLAK, "a", None)}


def test_in_a_file_without_key_empty_cells_change_nothing():
    impor = _edited({f"K{ROW_A}": None, f"K{ROW_B}": "C", f"O{ROW_A}": None}, key=False)
    assert _changes(impor) == {("A.I.1.i.b", "jawaban"): (Perubahan.BERUBAH, "a", "c")}


def test_applying_changes_gives_the_content_of_the_file_and_leaves_conflicts():
    impor = _edited({f"K{ROW_B}": "C", f"O{ROW_A}": None, f"K{ROW_A}": "Tidak"})
    kini = IsiLKE(EXPORTED.jawaban | {"A.I.1.i.b": "b"}, EXPORTED.catatan, EXPORTED.bukti, EXPORTED.tautan)
    after = apply_changes(kini, compare(impor, kini))
    assert after.jawaban == kini.jawaban | {"A.I.1.i.a": "tidak"}
    assert after.catatan == {}
    assert (after.bukti, after.tautan) == (kini.bukti, kini.tautan)
