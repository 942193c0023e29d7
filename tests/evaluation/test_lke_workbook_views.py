"""The LKE out to Excel and back: compared cell by cell, applied whole or not at all, nobody's answer lost."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from evaluation.lke.workbook import layout
from evaluation.models import ImporLKE, Penilaian
from evaluation.services import assessment, workbook
from evaluation.services.steps import take_step
from tests.evaluation.worlds import FIRST, at_step, best_answers, fill, make_penilaian, save
from units.choices import JenisPeran
from units.errors import Ditolak, TidakBerwenang

J = JenisPeran
SECOND = "A.I.1.i.b"
OTHER_AREA = "A.I.5.i.a"  # Penguatan Pengawasan: not the anggota's


@pytest.fixture
def penilaian(world) -> Penilaian:
    row = make_penilaian(world)
    fill(row, {FIRST: "ya", SECOND: "b"})
    return row


def edited(penilaian: Penilaian, changes: dict[str, object], *, column: int = layout.JAWABAN) -> bytes:
    """The exported file with these cells typed over, as an office would do it."""
    isi, _ = assessment.content_of(penilaian.instrumen)
    book = load_workbook(BytesIO(workbook.export_workbook(penilaian)))
    sheet = book["LKE"]
    rows = row_numbers(sheet, isi)
    for kode, value in changes.items():
        sheet.cell(rows[kode], column).value = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def row_numbers(sheet, isi) -> dict[str, int]:
    """Row of each question: the form lists them in the instrument's order below its head."""
    head = next(n for n in range(1, 30) if sheet.cell(n, layout.JAWABAN).value == layout.JUDUL[layout.JAWABAN])
    return {row.kode: head + n for n, row in enumerate(layout.form_rows(isi), start=1) if row.jenis == "pertanyaan"}


@pytest.fixture
def upload(client_as, world):
    """`upload(penilaian, data, jenis)`: sends a workbook through the page; the import row it made."""

    def send(penilaian: Penilaian, data: bytes, jenis: str = J.KETUA_TIM) -> ImporLKE:
        url = reverse("penilaian_import", args=[penilaian.pk])
        client_as(world.peran[jenis]).post(url, {"berkas": SimpleUploadedFile("lke.xlsx", data)})
        row = ImporLKE.objects.latest("pk")
        workbook.run(row.pk)  # the commit that would queue it is the test's own
        row.refresh_from_db()
        return row

    return send


def states(row: ImporLKE) -> dict[tuple[str, str], str]:
    return {(item["kode"], item["bagian"]): item["keadaan"] for item in row.hasil["baris"]}


def apply(row: ImporLKE, world, *, jenis: str = J.KETUA_TIM, pakai=()) -> int:
    return workbook.apply_import(row, pakai=pakai, by=world.peran[jenis])


def test_the_download_is_a_workbook_with_the_answers(world, penilaian, client_as):
    answer = client_as(world.peran[J.KEPALA_UNIT]).get(reverse("penilaian_export", args=[penilaian.pk]))
    assert answer["Content-Disposition"].endswith('.xlsx"')
    sheet = load_workbook(BytesIO(answer.content))["LKE"]
    isi, _ = assessment.content_of(penilaian.instrumen)
    assert str(sheet.cell(row_numbers(sheet, isi)[SECOND], layout.JAWABAN).value).lower() == "b"


def test_an_unchanged_file_changes_nothing(penilaian, upload):
    row = upload(penilaian, workbook.export_workbook(penilaian))
    assert (row.status, row.hasil["baris"], row.hasil["nilai"]) == ("jadi", [], row.hasil["kini"])


def test_new_and_changed_cells_are_shown_before_anything_is_saved(penilaian, upload, world):
    row = upload(penilaian, edited(penilaian, {SECOND: "A", "A.I.1.ii.a": "Ya"}))
    assert states(row) == {(SECOND, "jawaban"): "berubah", ("A.I.1.ii.a", "jawaban"): "baru"}
    assert assessment.answers_of(penilaian) == {FIRST: "ya", SECOND: "b"}
    assert apply(row, world) == 2
    assert assessment.answers_of(penilaian) == {FIRST: "ya", SECOND: "a", "A.I.1.ii.a": "ya"}
    assert penilaian.jawaban.get(kode=SECOND).riwayat.get().tindakan == "Mengimpor jawaban"


def test_what_cannot_be_an_answer_is_refused_by_cell_and_the_rest_stays_usable(penilaian, upload, world):
    row = upload(penilaian, edited(penilaian, {SECOND: "Z", "A.I.1.ii.a": "Ya"}))
    assert states(row) == {(SECOND, "jawaban"): "ditolak", ("A.I.1.ii.a", "jawaban"): "baru"}
    assert any("bukan salah satu dari" in item["pesan"] and "LKE!" in item["tempat"] for item in row.hasil["temuan"])
    apply(row, world)
    assert assessment.answers_of(penilaian)[SECOND] == "b"


def test_a_cell_changed_on_both_sides_is_a_conflict_that_a_person_decides(penilaian, upload, world):
    data = edited(penilaian, {SECOND: "A"})
    save(world, penilaian, SECOND, "c", jenis=J.ANGGOTA_TIM)
    row = upload(penilaian, data)
    assert states(row) == {(SECOND, "jawaban"): "benturan"}
    assert apply(row, world) == 0
    assert assessment.answers_of(penilaian)[SECOND] == "c"
    again = upload(penilaian, data)
    assert apply(again, world, pakai=[f"{SECOND}:jawaban"]) == 1
    assert assessment.answers_of(penilaian)[SECOND] == "a"


def test_a_change_since_the_comparison_stops_everything(penilaian, upload, world):
    row = upload(penilaian, edited(penilaian, {SECOND: "A", "A.I.1.ii.a": "Ya"}))
    save(world, penilaian, "A.I.1.ii.a", "tidak", jenis=J.ANGGOTA_TIM)
    with pytest.raises(Ditolak, match=r"berubah sejak diperiksa \(A.I.1.ii.a\)"):
        apply(row, world)
    assert assessment.answers_of(penilaian)[SECOND] == "b"


def test_a_file_is_applied_once(penilaian, upload, world):
    row = upload(penilaian, edited(penilaian, {SECOND: "A"}))
    apply(row, world)
    with pytest.raises(Ditolak, match="sudah diterapkan"):
        apply(row, world)


def test_a_member_brings_in_the_areas_given_to_them_only(penilaian, upload, world):
    row = upload(penilaian, edited(penilaian, {SECOND: "A", OTHER_AREA: "A"}), J.ANGGOTA_TIM)
    assert states(row) == {(SECOND, "jawaban"): "berubah", (OTHER_AREA, "jawaban"): "ditolak"}
    assert next(r["alasan"] for r in row.hasil["baris"] if r["kode"] == OTHER_AREA) == workbook.LUAR_AREA
    apply(row, world, jenis=J.ANGGOTA_TIM)
    assert OTHER_AREA not in assessment.answers_of(penilaian)


def test_notes_and_links_come_along_and_evidence_is_left_to_the_portal(penilaian, upload, world):
    data = edited(penilaian, {SECOND: "Daftar hadir terlampir"}, column=layout.CATATAN)
    row = upload(penilaian, data)
    assert states(row) == {(SECOND, "catatan"): "baru"}
    apply(row, world)
    assert penilaian.jawaban.get(kode=SECOND).catatan == "Daftar hadir terlampir"
    evidence_cell = upload(penilaian, edited(penilaian, {SECOND: "SK.pdf"}, column=layout.BUKTI))
    assert evidence_cell.hasil["baris"] == []
    assert any("tidak diimpor" in item["pesan"] for item in evidence_cell.hasil["temuan"])


def test_a_file_of_another_assessment_says_nothing_about_what_this_one_held(world, other_world, penilaian, upload):
    other = make_penilaian(other_world)
    fill(other, best_answers())
    row = upload(penilaian, workbook.export_workbook(other))
    assert "diunduh dari penilaian" in row.hasil["temuan"][0]["pesan"]
    assert (row.hasil["nilai"], states(row)[SECOND, "jawaban"]) == ("100,00", "berubah")


@pytest.mark.parametrize(("data", "words"), [(b"bukan excel", "ditolak"), (b"", "kosong")], ids=["text", "empty"])
def test_what_is_no_workbook_is_refused_at_the_door(world, penilaian, client_as, data, words):
    client, url = client_as(world.peran[J.KETUA_TIM]), reverse("penilaian_import", args=[penilaian.pk])
    html = client.post(url, {"berkas": SimpleUploadedFile("lke.xlsx", data)}).content.decode()
    assert words in html
    assert not ImporLKE.objects.exists()


def test_a_workbook_that_is_no_lke_fails_with_a_sentence(penilaian, upload, world, client_as):
    out = BytesIO()
    Workbook().save(out)
    row = upload(penilaian, out.getvalue())
    assert (row.status, row.pesan != "") == ("gagal", True)
    html = client_as(world.peran[J.KETUA_TIM]).get(reverse("impor_lke_detail", args=[row.pk])).content.decode()
    assert "Unggah berkas lain" in html


def test_the_page_shows_the_comparison_and_applies_it(world, penilaian, upload, client_as):
    row = upload(penilaian, edited(penilaian, {SECOND: "A"}))
    client = client_as(world.peran[J.KETUA_TIM])
    html = client.get(reverse("impor_lke_detail", args=[row.pk])).content.decode()
    assert "Berubah" in html
    assert reverse("impor_lke_apply", args=[row.pk]) in html
    answer = client.post(reverse("impor_lke_apply", args=[row.pk]), follow=True)
    assert "1 sel dari buku kerja tersimpan." in answer.content.decode()
    assert (
        reverse("impor_lke_apply", args=[row.pk])
        not in client.get(reverse("impor_lke_detail", args=[row.pk])).content.decode()
    )


def test_nothing_is_brought_into_what_was_prepared(world, upload):
    penilaian = make_penilaian(world)
    fill(penilaian, best_answers())
    row = upload(penilaian, edited(penilaian, {SECOND: "C"}))
    take_step(penilaian=penilaian, name="prepare", by=world.peran[J.KETUA_TIM])
    with pytest.raises(TidakBerwenang):
        apply(row, world)


def test_the_round_trip_of_a_full_assessment_loses_nothing(world, client_as):
    penilaian = at_step(world, "diajukan")
    content = client_as(world.peran[J.KETUA_TPI]).get(reverse("penilaian_export", args=[penilaian.pk])).content
    isi, _ = assessment.content_of(penilaian.instrumen)
    read = workbook.read_workbook(content, isi)
    assert (read.hasil.nilai, read.hasil.kosong) == (100, ())
