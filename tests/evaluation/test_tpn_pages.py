"""TPN's pages: the desk with three answers side by side, saving with and without scripts, comparison, list, to-dos."""

import pytest
from django.urls import reverse

from evaluation.models import EvaluasiTPN, JawabanTPN
from evaluation.services import tpn
from evaluation.tpn_data import compare, read_desk
from evaluation.tpn_todo import todo_for
from tests.evaluation.tpn_worlds import FIRST, add_evidence, answer, make_evaluasi, make_usulan, pdf
from tests.evaluation.worlds import best_answers
from tests.factories import PembangunanFactory, UnitKerjaFactory, make_peran
from units.choices import JenisPeran

J, S = JenisPeran, EvaluasiTPN.Status
AJAX = {"HTTP_X_REQUESTED_WITH": "fetch"}


@pytest.fixture
def desk(world):
    return make_evaluasi(world, S.MEJA)


@pytest.fixture
def client(world, client_as):
    return client_as(world.peran[J.PENILAI_TPN])


def send(client, row, **data):
    return client.post(reverse("jawaban_tpn_save", args=[row.pk, FIRST]), data, **AJAX)


def test_the_desk_shows_unit_and_tpi_beside_the_own_answer(world, desk, client):
    add_evidence(world, world.pembangunan)
    isi = read_desk(desk, area="", peran=world.peran[J.PENILAI_TPN])
    first = next(s for group in isi.kelompok for s in group.soal if s.isi.kode == FIRST)
    assert (first.unit.jawaban, first.tpi.jawaban, first.berbeda, first.isi.dijawab) == ("Ya", "Tidak", True, False)
    assert len(first.bukti) == 1
    page = client.get(reverse("tpn_desk", args=[desk.pk])).content.decode()
    assert f'data-autosave="/tpn/{desk.pk}/jawaban/{FIRST}/"' in page
    assert "bukti-" in page


@pytest.mark.parametrize("answered", [0, 40])
def test_the_desk_asks_the_same_queries_however_much_is_answered(
    world, desk, client, answered, django_assert_num_queries
):
    answer(world, desk, dict(list(best_answers().items())[:answered]))
    url = reverse("tpn_desk", args=[desk.pk])
    client.get(url)
    with django_assert_num_queries(18):
        client.get(url)


def test_the_desk_is_read_only_before_the_unit_is_accepted(world, client):
    row = make_evaluasi(world)
    page = client.get(reverse("tpn_desk", args=[row.pk])).content.decode()
    assert "jawaban TPN tidak dapat diisi" in page
    assert "data-autosave" not in page


def test_a_saved_answer_brings_back_the_new_figures(desk, client):
    saved = send(client, desk, kolom="nilai", nilai="ya", versi="0").json()
    assert saved["versi"] == 1
    assert {f"nilai-{FIRST.replace('.', '-')}", "lke-bilah", "pohon-manajemen_perubahan"} <= set(saved["bagian"])
    assert saved["bagian"]["dijawab"] is True


def test_a_conflict_and_a_refusal_answer_as_the_protocol_says(world, desk, client, client_as):
    colleague = make_peran(J.PENILAI_TPN, instansi=world.instansi)
    desk.penilai.add(colleague)
    send(client_as(colleague), desk, kolom="nilai", nilai="tidak", versi="0")
    other = send(client, desk, kolom="nilai", nilai="ya", versi="0")
    assert (other.status_code, other.json()["nilai"], other.json()["oleh"]) == (409, "tidak", str(colleague.user))
    refused = send(client, desk, kolom="nilai", nilai="z", versi="1")
    assert (refused.status_code, "galat" in refused.json()) == (400, True)


def test_a_plain_form_saves_a_whole_area(desk, client):
    url = f"{reverse('tpn_desk', args=[desk.pk])}?area=manajemen_perubahan"
    data = {f"nilai-{FIRST}": "ya", f"versi-{FIRST}": "0", f"catatan-{FIRST}": "Sesuai.", "isian-A.II.1.i.a-agen": "2"}
    assert client.post(url, data).status_code == 302
    row = JawabanTPN.objects.get(kode=FIRST)
    assert (row.nilai, row.catatan) == ("ya", "Sesuai.")
    assert JawabanTPN.objects.get(kode="A.II.1.i.a").nilai == {"agen": 2}


def test_a_plain_form_says_what_it_refused_and_keeps_it(desk, client):
    url = f"{reverse('tpn_desk', args=[desk.pk])}?area=manajemen_perubahan"
    page = client.post(url, {"isian-A.II.1.i.a-agen": "banyak", "versi-A.II.1.i.a": "0"})
    assert (page.status_code, "banyak" in page.content.decode()) == (422, True)


def test_the_step_page_says_what_is_missing_with_the_way_to_it(desk, client):
    page = client.get(reverse("tpn_to_survey", args=[desk.pk])).content.decode()
    assert "pertanyaan belum dijawab" in page
    assert f"{reverse('tpn_desk', args=[desk.pk])}?area=manajemen_perubahan#soal-" in page


def test_the_comparison_marks_what_differs_per_area_and_question(world, client_as):
    row = make_evaluasi(world, S.LULUS)
    found = compare(row)
    first = next(b for b in found.soal if b.kode == FIRST)
    assert [q.jawaban for q in first.soal] == ["Ya", "Tidak", "Ya"]
    changed = {b.kode for b in found.soal if b.berbeda}
    assert FIRST in changed
    assert {b.kode for b in compare(row, hanya_beda=True).soal} == changed
    assert [b.berbeda for b in found.area if b.area == "manajemen_perubahan"] == [True]
    page = client_as(world.peran[J.KEPALA_UNIT]).get(reverse("tpn_compare", args=[row.pk])).content.decode()
    assert page.count('scope="col"') == 11


def test_a_letter_without_details_leaves_the_third_column_empty(world, client_as):
    row = make_evaluasi(world, given=False)
    tpn.record_letter(
        evaluasi=row, hasil="lulus", nomor="B/1", tanggal_surat=row.created_at.date(), upload=pdf(), nilai_total="81.20",
        alasan="", by=world.peran[J.KETUA_TPI],
    )  # fmt: skip
    page = client_as(world.peran[J.KETUA_TPI]).get(reverse("tpn_compare", args=[row.pk])).content.decode()
    assert "81,20" in page
    assert "menurut surat TPN" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_queries_for_one_and_three(world, client_as, django_assert_num_queries, count):
    years = [
        PembangunanFactory(unit=UnitKerjaFactory(instansi=world.instansi), periode=world.periode) for _ in range(count)
    ]
    usulan = make_usulan(world, *years)
    tpn.assign(
        usulan=usulan, units=EvaluasiTPN.objects.values_list("pk", flat=True), penilai=[world.peran[J.PENILAI_TPN]],
        by=world.peran[J.KETUA_TPI],
    )  # fmt: skip
    client = client_as(world.peran[J.KETUA_TPI])
    client.get(reverse("tpn_list"))
    with django_assert_num_queries(10):
        page = client.get(reverse("tpn_list"))
    assert len(page.context["table"].rows) == count


def test_what_waits_for_the_evaluator_follows_the_status(world):
    row, seen = make_evaluasi(world), []
    for status in (S.PRA_EVALUASI, S.MEJA, S.SURVEI, S.LAPANGAN, S.LULUS):
        EvaluasiTPN.objects.filter(pk=row.pk).update(status=status)
        seen.append([t.judul.removesuffix(f" {world.unit}") for t in todo_for(world.peran[J.PENILAI_TPN])])
    assert seen == [["Pra-evaluasi"], ["Evaluasi meja"], ["Catat survei eksternal"], ["Verifikasi lapangan"], []]


def test_the_ketua_is_told_of_units_without_an_evaluator_and_of_results_to_act_on(world):
    row = make_evaluasi(world, given=False)
    ketua = world.peran[J.KETUA_TPI]
    assert [t.judul for t in todo_for(ketua)] == ["1 unit menunggu penilai TPN"]
    EvaluasiTPN.objects.filter(pk=row.pk).update(status=S.LULUS)
    assert [t.judul for t in todo_for(ketua)] == [f"Catat keputusan predikat {world.unit}"]
    EvaluasiTPN.objects.filter(pk=row.pk).update(status=S.TIDAK_LULUS)
    assert [t.judul for t in todo_for(ketua)] == [f"Bina kembali {world.unit} setelah evaluasi TPN"]


def test_the_home_page_of_an_evaluator_explains_itself(world, client):
    page = client.get(reverse("beranda")).content.decode()
    assert "Unit yang diberikan kepada Anda tampil di sini" in page
    assert reverse("tpn_list") in page
    assert reverse("predikat_list") not in page


def test_the_evaluator_sees_the_requirements_as_they_stood_when_the_proposal_was_sent(world, client, client_as):
    row = make_evaluasi(world)
    url = reverse("tpn_detail", args=[row.pk])
    page = client.get(url)
    assert not page.context["syarat"].memenuhi
    assert "Opini BPK" in page.content.decode()
    assert client_as(world.peran[J.KEPALA_UNIT]).get(url).context["syarat"] is None


def test_the_lists_are_exported_as_they_are_filtered(world, client_as):
    make_evaluasi(world)
    answer_ = client_as(world.peran[J.KETUA_TPI]).get(f"{reverse('tpn_list')}?unduh=csv")
    assert str(world.unit) in answer_.content.decode("utf-8-sig")


def test_a_refusal_offers_the_conditions_that_fail_as_its_reason(world, client):
    row = make_evaluasi(world)
    page = client.get(reverse("tpn_refuse", args=[row.pk]))
    failed = [item.alasan for item in client.get(reverse("tpn_detail", args=[row.pk])).context["syarat"].kurang]
    assert page.context["alasan_nilai"].splitlines() == failed
    assert client.get(reverse("tpn_accept", args=[row.pk])).context["alasan_nilai"] == ""
