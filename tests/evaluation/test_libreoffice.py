"""LibreOffice computes what the portal computed, and a file that went through it comes back whole."""

import random
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from evaluation.lke.scoring import score
from evaluation.lke.workbook import layout
from evaluation.lke.workbook.compare import Perubahan, compare
from evaluation.lke.workbook.content import IsiLKE, Kunci
from evaluation.lke.workbook.importing import read_workbook
from evaluation.lke.workbook.writing import write_workbook
from evaluation.models import ImporLKE
from evaluation.services import assessment, workbook
from tests.evaluation.libreoffice import SOFFICE, resave
from tests.evaluation.lke_cases import LKE_2014, LKE_2021, extreme_answers, random_answers
from tests.evaluation.worlds import best_answers, fill, make_penilaian, save
from units.choices import JenisPeran

J = JenisPeran
pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(not SOFFICE, reason="LibreOffice (soffice) is not installed; bin/test installs it"),
]
RNG = random.Random(5)
CASES = {
    "random": (LKE_2021, random_answers(LKE_2021, RNG, missing=0.1)),
    "best": (LKE_2021, extreme_answers(LKE_2021, best=True)),
    "worst": (LKE_2021, extreme_answers(LKE_2021, best=False)),
    "empty": (LKE_2021, {}),
    "lke-2014": (LKE_2014, random_answers(LKE_2014, RNG)),
}
FILLED = IsiLKE(
    CASES["random"][1],
    {"A.I.1.i.a": "Catatan\ndua baris", "B.I.i.a": "=1+1 tetap teks"},
    {"A.I.1.i.a": "SK Tim; Undangan"},
    {"A.I.1.i.a": ("https://contoh.go.id/a", "https://contoh.go.id/b?x=1&y=2")},
)


def without_values(data: bytes) -> bytes:
    """The form without the values that we computed, so that only LibreOffice can have computed them."""
    stream = BytesIO()
    load_workbook(BytesIO(data)).save(stream)
    return stream.getvalue()


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory) -> dict[str, bytes]:
    files = {
        name: without_values(write_workbook(score(instrumen, jawaban), IsiLKE(jawaban)))
        for name, (instrumen, jawaban) in CASES.items()
    }
    key = Kunci("81", "lke-2021", "1", LKE_2021.sidik, FILLED)
    files["filled"] = write_workbook(score(LKE_2021, FILLED.jawaban), FILLED, kunci=key)
    return resave(files, tmp_path_factory.mktemp("libreoffice"))


@pytest.mark.parametrize("name", CASES)
def test_it_recalculates_every_node_to_our_value(recalculated, name):
    instrumen, jawaban = CASES[name]
    hasil, impor = score(instrumen, jawaban), read_workbook(recalculated[name], instrumen)
    assert impor.hasil.nilai == hasil.nilai
    assert impor.berkas[""] == pytest.approx(float(hasil.nilai), abs=1e-9)
    for kode, node in hasil.simpul.items():
        assert impor.berkas[kode] == pytest.approx(float(node.nilai), abs=1e-9), kode
    for kode, item in hasil.pertanyaan.items():
        assert impor.berkas[kode] == pytest.approx(float(item.skor), abs=1e-9), kode


def test_what_it_saves_again_comes_back_cell_by_cell_as_it_left(recalculated):
    impor = read_workbook(recalculated["filled"], LKE_2021)
    cells = compare(impor, FILLED)
    assert len(cells) == 4 * 113
    assert [(cell.kode, cell.bagian) for cell in cells if cell.status != Perubahan.TETAP] == []
    assert impor.kunci is not None


def test_out_of_the_portal_edited_in_libreoffice_and_back(world, client_as, tmp_path):
    """Five cells are typed over, one answer changes in the portal meanwhile; the comparison names exactly these, nothing
    is saved before it is applied, and then the portal scores what LibreOffice computed.
    """
    penilaian = make_penilaian(world)
    fill(penilaian, best_answers() | {"A.I.1.ii.a": None})
    data = workbook.export_workbook(penilaian)
    save(world, penilaian, "A.I.4.i.a", "c")
    typed = {
        ("A.I.1.i.b", "", layout.JAWABAN): "C",
        ("A.I.1.ii.a", "", layout.JAWABAN): "Ya",
        ("A.II.4.i.a", "tercapai", layout.JAWABAN): 2,
        ("B.I.i.a", "", layout.JAWABAN): 3.57,
        ("A.I.5.i.a", "", layout.CATATAN): "Diisi di kantor\nbaris kedua",
    }
    saved = resave({"lke": without_values(type_over(data, typed))}, tmp_path)["lke"]
    row = upload(client_as(world.peran[J.KETUA_TIM]), penilaian, saved)
    before = assessment.answers_of(penilaian)
    assert {(item["kode"], item["bagian"]): item["keadaan"] for item in row.hasil["baris"]} == {
        ("A.I.1.i.b", "jawaban"): "berubah",
        ("A.I.1.ii.a", "jawaban"): "baru",
        ("A.II.4.i.a", "jawaban"): "berubah",
        ("B.I.i.a", "jawaban"): "berubah",
        ("A.I.5.i.a", "catatan"): "baru",
    }
    assert row.hasil["temuan"] == []
    assert assessment.answers_of(penilaian) == before
    assert workbook.apply_import(row, pakai=[], by=world.peran[J.KETUA_TIM]) == 5
    stored = assessment.answers_of(penilaian)
    assert stored == before | {
        "A.I.1.i.b": "c", "A.I.1.ii.a": "ya", "A.II.4.i.a": {"sasaran": 5, "tercapai": 2}, "B.I.i.a": "3.57",
    }  # fmt: skip
    assert penilaian.jawaban.get(kode="A.I.5.i.a").catatan == "Diisi di kantor\nbaris kedua"
    isi, _ = assessment.content_of(penilaian.instrumen)
    in_file = read_workbook(saved, isi).berkas[""]
    assert in_file == pytest.approx(float(score(isi, stored | {"A.I.4.i.a": "a"}).nilai), abs=1e-9)


def type_over(data: bytes, cells: dict[tuple[str, str, int], object]) -> bytes:
    """The exported file with these cells (question, counted input, column) typed over."""
    book = load_workbook(BytesIO(data))
    sheet = book["LKE"]
    head = next(n for n in range(1, 30) if sheet.cell(n, layout.JAWABAN).value == layout.JUDUL[layout.JAWABAN])
    rows = {(r.kode, r.isian or ""): n for n, r in enumerate(layout.form_rows(LKE_2021), start=head + 1)}
    for (kode, isian, column), value in cells.items():
        sheet.cell(rows[kode, isian], column).value = value
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def upload(client, penilaian, data: bytes) -> ImporLKE:
    client.post(reverse("penilaian_import", args=[penilaian.pk]), {"berkas": SimpleUploadedFile("lke.xlsx", data)})
    row = ImporLKE.objects.latest("pk")
    workbook.run(row.pk)  # the commit that would queue it is the test's own
    row.refresh_from_db()
    return row
