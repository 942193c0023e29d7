"""The sheet `Jawaban` of the ministry's 2026 workbook: columns K, L, M, N, Q in the rows of portalrb-2026.csv."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from evaluation.lke.instrument import shipped_instrumen
from evaluation.lke.portalrb import soal_list
from evaluation.lke.workbook.jawaban import compare, import_sheet, read_sheet, same, write_sheet
from evaluation.models import ImporLKE, Instrumen
from evaluation.services import instruments
from evaluation.services.workbook import look
from tests.evaluation.proposals import decided
from tests.evaluation.worlds import make_penilaian
from units import evidence
from units.choices import JenisPeran
from units.xlsx import BerkasDitolak

CONTENT = {
    s.soal_id: {
        "jawaban_unit": "A", "catatan_unit": f"catatan {s.soal_id}", "bukti_dukung_unit": "sk.pdf", "jawaban_tpi": "B",
        "catatan_tpi": "=HYPERLINK(1)",
    }
    for s in soal_list()
}  # fmt: skip


def written() -> bytes:
    return write_sheet(shipped_instrumen("lke-2021"), CONTENT, judul="Kecamatan Contoh tahun 2026")


@pytest.fixture(scope="module")
def sheet():
    return load_workbook(BytesIO(written()))["Jawaban"]


@pytest.mark.parametrize("soal", soal_list(), ids=lambda s: str(s.soal_id))
def test_each_number_stands_in_its_row_and_columns(soal, sheet):
    row = [sheet[f"{letter}{soal.baris}"].value for letter in "KLMNQ"]
    assert row == ["A", f"catatan {soal.soal_id}", "sk.pdf", "B", "=HYPERLINK(1)"]
    assert sheet[f"Q{soal.baris}"].data_type == "s"  # text, never a formula


def test_what_was_written_is_read_back():
    assert read_sheet(written()) == CONTENT


def test_cells_that_differ_are_named_and_nothing_else():
    other = {k: dict(v) for k, v in CONTENT.items()}
    other[1]["jawaban_unit"], other[127]["catatan_tpi"] = "Tidak", "lain"
    assert [(b.sel, b.portal, b.berkas) for b in compare(other, CONTENT)] == [
        ("K6", "A", "Tidak"), ("Q202", "=HYPERLINK(1)", "lain")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("left", "right", "equal"),
    [("Ya", " ya ", True), ("3.6", "3,60", True), ("4", "4.0", True), ("A", "B", False), ("", "0", False)],
)
def test_equal_as_people_mean_it(left, right, equal):
    assert same(left, right) is equal


def test_a_workbook_without_the_sheet_is_refused_in_a_sentence():
    book, out = Workbook(), BytesIO()
    book.save(out)
    with pytest.raises(BerkasDitolak, match="tidak memuat lembar"):
        read_sheet(out.getvalue())
    book.active.title = "Jawaban"
    out = BytesIO()
    book.save(out)
    with pytest.raises(BerkasDitolak, match="tidak memuat jawaban"):
        read_sheet(out.getvalue())


def test_download_change_and_compare_in_the_browser(world, client_as):
    decided(world)
    client = client_as(world.peran[JenisPeran.KETUA_TPI])
    data = client.get(reverse("portalrb_workbook", args=[world.pembangunan.pk])).content
    url = reverse("portalrb_compare", args=[world.pembangunan.pk])
    same_page = client.post(url, {"berkas": SimpleUploadedFile("lke.xlsx", data)}).content.decode()
    assert "sama dengan jawaban final" in same_page
    book, out = load_workbook(BytesIO(data)), BytesIO()
    book["Jawaban"]["K7"] = "C"
    book.save(out)
    page = client.post(url, {"berkas": SimpleUploadedFile("lke.xlsx", out.getvalue())}).content.decode()
    assert "1 sel berbeda" in page
    assert "K7" in page
    assert client.post(url, {"berkas": SimpleUploadedFile("lke.xlsx", b"bukan excel")}).status_code == 422


# --- into a draft ----------------------------------------------------------------------------------------------


def sheet_of(**cells: object) -> bytes:
    """A ministry workbook with these cells in its sheet `Jawaban`, and another sheet before it."""
    book, out = Workbook(), BytesIO()
    sheet = book.create_sheet("Jawaban")
    for address, value in cells.items():
        sheet[address] = value
    book.save(out)
    return out.getvalue()


def test_answers_counts_and_notes_are_read_into_the_questions_of_our_form():
    isi = shipped_instrumen("lke-2021")
    read = import_sheet(sheet_of(K6="Ya", K7="b", L7="SK terlampir", K126=5, K127=3, L127="Dua agen", K199=3.6), isi)
    assert read.isi.jawaban == {
        "A.I.1.i.a": "Ya", "A.I.1.i.b": "b", "A.II.1.i.a": {"agen": "5", "perubahan": "3"}, "B.I.i.a": "3.6"
    }  # fmt: skip
    assert read.isi.catatan == {"A.I.1.i.b": "SK terlampir", "A.II.1.i.a": "Dua agen"}


def test_a_refused_answer_names_its_cell():
    read = import_sheet(sheet_of(K7="Z", K130=9, K129=2), shipped_instrumen("lke-2021"))
    places = {(t.sel, t.kode) for t in read.temuan if t.is_galat}
    assert ("K7", "A.I.1.i.b") in places
    assert "A.II.1.i.b" in {kode for _, kode in places}


def test_the_ministrys_workbook_is_imported_into_the_draft_like_any_other(world):
    penilaian = make_penilaian(world)
    upload = SimpleUploadedFile("lke.xlsx", sheet_of(K6="Ya", K7="Z", L6="SK terlampir"))
    berkas = evidence.store_upload(upload, instansi=world.instansi, by=None)
    row = ImporLKE(penilaian=penilaian, berkas=berkas, oleh=world.peran[JenisPeran.KETUA_TIM])
    found = {(b["kode"], b["bagian"]): b["keadaan"] for b in look(row)["baris"]}
    assert found == {
        ("A.I.1.i.a", "jawaban"): "baru", ("A.I.1.i.a", "catatan"): "baru", ("A.I.1.i.b", "jawaban"): "ditolak"
    }  # fmt: skip


def test_an_older_instrument_does_not_take_the_2026_sheet(world):
    """The rows are those of LKE 2021 (portalrb-2026.csv)."""
    older = instruments.begin_from_shipped(
        "lke-2014", instansi=world.instansi, by=world.peran[JenisPeran.ADMIN_INSTANSI]
    )
    Instrumen.objects.update(status="terbit")  # as if its guessed answer types had been confirmed
    penilaian = make_penilaian(world, instrumen=Instrumen.objects.get(pk=older.pk))
    berkas = evidence.store_upload(SimpleUploadedFile("lke.xlsx", sheet_of(K6="Ya")), instansi=world.instansi, by=None)
    with pytest.raises(BerkasDitolak):
        look(ImporLKE(penilaian=penilaian, berkas=berkas, oleh=world.peran[JenisPeran.KETUA_TIM]))
