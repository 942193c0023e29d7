"""Pages of TPI: what they show to whom, what they do with scripts and without, and that they cost the same at 1 and 40
units.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from evaluation.models import AnggotaPenilai, EvaluasiTPI, Penugasan
from evaluation.services.tpi_scoring import hand_in
from evaluation.tpi_todo import todo_for
from evaluation.views.tpi_detail import phase_line
from tests.evaluation.tpi_worlds import (
    COUNTED,
    FIRST,
    answer_all,
    assessor,
    at_phase,
    give,
    make_evaluasi,
    more_evaluations,
    put,
    wide_windows,
)
from tests.evaluation.worlds import at_step
from units.choices import JenisPeran

J, F = JenisPeran, EvaluasiTPI.Fase
SECOND = "A.I.1.i.b"


@pytest.fixture
def evaluasi(world):
    return at_phase(world, F.MEJA)


@pytest.fixture
def desk(world, client_as):
    return client_as(world.peran[J.ANGGOTA_TPI])


@pytest.fixture
def ketua(world, client_as):
    return client_as(world.peran[J.KETUA_TPI])


def url(name: str, *args) -> str:
    return reverse(name, args=args)


def autosave(client, evaluasi, kolom: str, nilai: str, *, versi: int = 0, kode: str = FIRST, query: str = ""):
    return client.post(
        url("jawaban_penilai_save", evaluasi.pk, kode) + query, {"kolom": kolom, "nilai": nilai, "versi": str(versi)}
    )


# --- constant queries ----------------------------------------------------------------------------------------------

LIST_QUERIES, DESK_QUERIES, HOME_TODO = 12, 14, 9


@pytest.mark.parametrize("more", [0, 2, 39])
def test_the_list_costs_the_same_at_1_3_and_40_units(evaluasi, world, desk, more, django_assert_num_queries):
    more_evaluations(world, evaluasi, more, world.peran[J.ANGGOTA_TPI])
    with django_assert_num_queries(LIST_QUERIES):
        page = desk.get(url("tpi_list")).content.decode()
    assert page.count("0/113 diserahkan") == 2 * (more + 1)


@pytest.mark.parametrize("more", [0, 39])
@pytest.mark.parametrize("area", ["", "manajemen_perubahan"])
def test_the_desk_costs_the_same_at_1_and_40_units(evaluasi, world, desk, more, area, django_assert_num_queries):
    more_evaluations(world, evaluasi, more, world.peran[J.ANGGOTA_TPI])
    answer_all(evaluasi, world.peran[J.ANGGOTA_TPI], handed_in=False)
    with django_assert_num_queries(DESK_QUERIES):
        desk.get(url("tpi_score", evaluasi.pk), {"area": area})


@pytest.mark.parametrize("more", [0, 39])
def test_the_home_list_costs_the_same_at_1_and_40_units(evaluasi, world, more, django_assert_max_num_queries):
    more_evaluations(world, evaluasi, more, world.peran[J.KETUA_TPI])
    for jenis in (J.KETUA_TPI, J.ANGGOTA_TPI):
        with django_assert_max_num_queries(HOME_TODO):
            todo_for(world.peran[jenis], world.periode, today=timezone.localdate())


# --- the desk ------------------------------------------------------------------------------------------------------


def test_the_desk_shows_rubric_answer_of_the_unit_and_the_queue(evaluasi, desk):
    page = desk.get(url("tpi_score", evaluasi.pk)).content.decode()
    assert "Antrean saya" in page
    assert "Jawaban unit kerja" in page
    assert f'data-autosave="/tpi/{evaluasi.pk}/nilai/{FIRST}/?bukti="' in page


def test_a_saved_answer_brings_back_what_it_changes(evaluasi, desk):
    body = autosave(desk, evaluasi, "nilai", "ya").json()
    assert (body["versi"], body["bagian"]["dijawab"]) == (1, True)
    assert "1 dari 113 dinilai" in body["bagian"]["lke-bilah"]
    assert set(body["bagian"]) >= {"nilai-A-I-1-i-a", "serah-A-I-1-i-a", "na-A-I-1-i-a", "pohon-manajemen_perubahan"}


def test_does_not_apply_takes_the_answer_off_the_page_and_the_other_way_round(evaluasi, desk):
    autosave(desk, evaluasi, "nilai", "ya")
    body = autosave(desk, evaluasi, "tidak_berlaku", "Tidak ada tim", versi=1).json()
    assert " checked" not in body["bagian"]["jawab-A-I-1-i-a"]
    body = autosave(desk, evaluasi, "nilai", "ya", versi=2).json()
    assert "Tidak ada tim" not in body["bagian"]["na-A-I-1-i-a"]


def test_a_note_changes_nothing_else(evaluasi, desk):
    assert autosave(desk, evaluasi, "catatan", "Periksa lagi").json()["bagian"] == {}


def test_the_other_window_is_told_with_both_values(evaluasi, desk):
    autosave(desk, evaluasi, "nilai", "ya")
    reply = autosave(desk, evaluasi, "nilai", "tidak")
    assert reply.status_code == 409
    assert reply.json()["nilai"] == "ya"
    assert "jendela" in reply.json()["oleh"]


def test_nonsense_is_refused_at_the_field(evaluasi, desk):
    reply = autosave(desk, evaluasi, "isian.agen", "-1", kode=COUNTED)
    assert (reply.status_code, "bilangan bulat" in reply.json()["galat"]) == (400, True)


def test_outside_the_window_the_page_is_read_only_and_says_who_helps(world, desk):
    past = wide_windows(timezone.localdate() - timedelta(days=90))
    evaluasi = make_evaluasi(world, jendela=past)
    give(world, evaluasi)
    page = desk.get(url("tpi_score", evaluasi.pk)).content.decode()
    assert "Ketua atau Sekretaris TPI dapat mengubah jendelanya" in page
    assert "data-autosave" not in page
    assert autosave(desk, evaluasi, "nilai", "ya").status_code == 400


def test_without_scripts_a_question_is_saved_and_handed_in_by_its_form(evaluasi, desk):
    data = {f"nilai-{FIRST}": "ya", "catatan": "Lengkap", "rekomendasi": "", "tidak_berlaku": "", "versi": "0"}
    reply = desk.post(url("jawaban_penilai_hand_in", evaluasi.pk, FIRST), data)
    assert reply.url.endswith("?area=manajemen_perubahan#soal-A-I-1-i-a")
    row = evaluasi.jawaban_penilai.get()
    assert (row.nilai, row.catatan, bool(row.selesai_at)) == ("ya", "Lengkap", True)


def test_counts_come_by_the_form_too(evaluasi, desk):
    data = {f"isian-{COUNTED}-agen": "3", f"isian-{COUNTED}-perubahan": "2", "versi": "0"}
    desk.post(url("jawaban_penilai_save", evaluasi.pk, COUNTED), data)
    assert evaluasi.jawaban_penilai.get().nilai == {"agen": 3, "perubahan": 2}


def test_what_the_form_is_refused_stays_typed_beside_the_reason(evaluasi, desk):
    data = {
        f"isian-{COUNTED}-agen": "banyak",
        f"isian-{COUNTED}-perubahan": "2",
        "catatan": "Catatan saya",
        "versi": "0",
    }
    reply = desk.post(url("jawaban_penilai_save", evaluasi.pk, COUNTED), data)
    page = reply.content.decode()
    assert reply.status_code == 422
    assert 'value="banyak"' in page
    assert "Catatan saya" in page
    assert 'class="galat-isian"' in page


def test_with_scripts_the_question_comes_back_as_it_stands(evaluasi, desk):
    put(evaluasi, evaluasi.penugasan.get().penilai)
    reply = desk.post(
        url("jawaban_penilai_hand_in", evaluasi.pk, FIRST), {f"nilai-{FIRST}": "ya", "versi": "1"}, headers={"HX-Request": "true"}
    )  # fmt: skip
    page = reply.content.decode()
    assert "Tarik kembali" in page
    assert "1 diserahkan" in page


def test_an_incomplete_answer_is_refused_at_its_question(evaluasi, desk):
    reply = desk.post(
        url("jawaban_penilai_hand_in", evaluasi.pk, FIRST), {"versi": "0"}, headers={"HX-Request": "true"}
    )
    assert (reply.status_code, "belum lengkap" in reply.content.decode()) == (422, True)


def test_an_area_is_handed_in_with_one_button(evaluasi, desk):
    put(evaluasi, evaluasi.penugasan.get().penilai)
    page = desk.post(url("tpi_hand_in", evaluasi.pk), {"area": "manajemen_perubahan"}, follow=True).content.decode()
    assert "1 nilai diserahkan. 15 belum dapat diserahkan" in page


def test_a_colleagues_answer_appears_on_the_page_only_when_both_are_in(evaluasi, world, desk):
    a, b = world.peran[J.ANGGOTA_TPI], assessor(world, "Rekan Seprofesi")
    give(world, evaluasi, b)
    put(evaluasi, b, nilai="tidak")
    put(evaluasi, b, nilai="Rahasia rekan", kolom="catatan")
    hand_in(evaluasi=evaluasi, kode=FIRST, by=b)
    put(evaluasi, a)
    where = url("tpi_score", evaluasi.pk), {"area": "manajemen_perubahan"}
    assert "Rahasia rekan" not in desk.get(*where).content.decode()
    hand_in(evaluasi=evaluasi, kode=FIRST, by=a)
    assert "Rahasia rekan" in desk.get(*where).content.decode()


def test_the_next_question_without_my_score_is_one_click_away(evaluasi, desk):
    assert desk.get(url("tpi_next")).url == f"/tpi/{evaluasi.pk}/nilai/?area=antrean#soal-A-I-1-i-a"


def test_who_has_nothing_to_do_is_told_so(world, desk):
    page = desk.get(url("tpi_next"), follow=True).content.decode()
    assert "Tidak ada pertanyaan yang menunggu nilai Anda" in page


# --- leading -------------------------------------------------------------------------------------------------------


def test_the_list_is_filtered_by_phase_unit_and_assessor(evaluasi, world, desk):
    (other,) = more_evaluations(world, evaluasi, 1)
    mine, theirs = world.unit.nama, other.pembangunan.unit.nama
    for query, shown, hidden in (
        ({"penilai": "saya"}, mine, theirs),
        ({"q": theirs}, theirs, mine),
        ({"fase": "meja", "sort": "-unit"}, theirs, "Belum ada evaluasi"),
        ({"fase": "pleno"}, "Belum ada evaluasi", theirs),
    ):
        page = desk.get(url("tpi_list"), query).content.decode()
        table = page[page.index("<table") :] if "<table" in page else page
        assert (shown in page, hidden in table) == (True, False), query


def test_a_ketua_opens_from_the_list_and_goes_on_to_the_assessors(world, ketua):
    penilaian = at_step(world, "diajukan")
    page = ketua.get(url("tpi_list")).content.decode()
    assert f"Buka evaluasi {world.unit}" in page
    form = ketua.get(url("tpi_open", penilaian.pk)).context["form"]
    data = {name: str(form[name].value()) for name in form.fields if name not in ("buta",)} | {"buta": "on"}
    reply = ketua.post(url("tpi_open", penilaian.pk), data)
    evaluasi = EvaluasiTPI.objects.get()
    assert reply.url == url("penugasan_add", evaluasi.pk)
    assert evaluasi.buta


def test_windows_in_the_wrong_order_come_back_with_the_phase_named(world, ketua):
    penilaian = at_step(world, "diajukan")
    form = ketua.get(url("tpi_open", penilaian.pk)).context["form"]
    data = {name: str(form[name].value()) for name in form.fields} | {"klarifikasi_mulai": "2020-01-01"}
    reply = ketua.post(url("tpi_open", penilaian.pk), data)
    assert reply.status_code == 422
    assert "klarifikasi_mulai" in reply.context["form"].errors
    assert not EvaluasiTPI.objects.exists()


def test_an_assessor_is_assigned_by_the_form_and_their_own_unit_is_not_offered(world, ketua):
    evaluasi, resident = make_evaluasi(world), assessor(world, "Orang unit")
    resident.user.unit = world.unit
    resident.user.save()
    form = ketua.get(url("penugasan_add", evaluasi.pk)).context["form"]
    assert resident not in form.fields["penilai"].queryset
    data = {"penilai": world.peran[J.ANGGOTA_TPI].pk, "area": ["tatalaksana"]}
    assert ketua.post(url("penugasan_add", evaluasi.pk), data).url == url("tpi_detail", evaluasi.pk)
    task = Penugasan.objects.get()
    ketua.post(url("penugasan_edit", task.pk), {"area": [], "alasan_ketua": ""})
    assert Penugasan.objects.get().area == []
    assert ketua.post(url("penugasan_end", task.pk), {"alasan": ""}).status_code == 422
    ketua.post(url("penugasan_end", task.pk), {"alasan": "Mutasi"})
    assert not Penugasan.objects.get().is_active


def test_the_summary_says_where_it_stands_and_what_is_missing(world, ketua):
    evaluasi = make_evaluasi(world)
    page = ketua.get(url("tpi_detail", evaluasi.pk)).content.decode()
    assert "tinggal 30 hari" in page
    assert "Belum ada penilai" in page
    assert "pertanyaan belum memiliki penilai" in page
    assert [f.kini for f in phase_line(evaluasi)] == [True, False, False, False, False]


def test_a_step_shows_what_stands_against_it_and_is_taken_with_a_post(world, ketua):
    evaluasi = make_evaluasi(world)
    assert "Lengkapi yang ditandai galat" in ketua.get(url("tpi_clarify", evaluasi.pk)).content.decode()
    assert ketua.post(url("tpi_clarify", evaluasi.pk)).status_code == 422
    give(world, evaluasi)
    ketua.post(url("tpi_clarify", evaluasi.pk))
    assert EvaluasiTPI.objects.get().status == F.KLARIFIKASI
    assert ketua.post(url("tpi_back_to_desk", evaluasi.pk), {"alasan": ""}).status_code == 422
    ketua.post(url("tpi_back_to_desk", evaluasi.pk), {"alasan": "Bukti baru"})
    assert EvaluasiTPI.objects.get().status == F.MEJA


def test_a_step_that_somebody_else_took_is_told(world, ketua):
    evaluasi = at_phase(world, F.KLARIFIKASI)
    page = ketua.post(url("tpi_clarify", evaluasi.pk), follow=True).content.decode()
    assert "status sekarang “Klarifikasi”" in page


def test_the_team_is_set_up_on_its_page(world, client_as):
    admin = client_as(world.peran[J.ADMIN_INSTANSI])
    page = admin.get(url("tim_penilai_detail", world.periode.pk)).content.decode()
    assert "TPI belum disusun" in page
    assert "Memegang peran TPI, tetapi tidak tercantum dalam tim" in page
    data = {"user": world.peran[J.KETUA_TPI].user_id, "kedudukan": "ketua_tpi", "unsur": "Inspektur"}
    admin.post(url("penilai_add", world.periode.pk), data)
    both = data | {"nip": world.peran[J.SEKRETARIS_TPI].user.nip, "kedudukan": "anggota_tpi"}
    assert admin.post(url("penilai_add", world.periode.pk), both).status_code == 422
    (row,) = AnggotaPenilai.objects.all()
    assert row.peran == world.peran[J.KETUA_TPI]
    assert admin.post(url("penilai_remove", row.pk), {"alasan": ""}).status_code == 422
    admin.post(url("penilai_remove", row.pk), {"alasan": "Mutasi"})
    assert not AnggotaPenilai.objects.exists()


def test_a_member_from_another_unit_is_entered_by_nip(world, client_as):
    admin, officer = client_as(world.peran[J.ADMIN_INSTANSI]), world.peran[J.PEGAWAI].user
    page = admin.post(url("penilai_add", world.periode.pk), {"nip": "0" * 18, "kedudukan": "anggota_tpi"})
    assert page.status_code == 422
    admin.post(url("penilai_add", world.periode.pk), {"nip": officer.nip, "kedudukan": "anggota_tpi"})
    assert AnggotaPenilai.objects.get().user == officer


# --- the home page -------------------------------------------------------------------------------------------------


def titles(world, jenis: str) -> list[str]:
    return [t.judul for t in todo_for(world.peran[jenis], world.periode, today=timezone.localdate())]


def test_the_home_page_leads_from_opening_to_scoring(world):
    penilaian = at_step(world, "diajukan")
    assert titles(world, J.KETUA_TPI) == ["Buka evaluasi 1 unit"]
    EvaluasiTPI.objects.create(
        pembangunan=penilaian.pembangunan, instrumen=penilaian.instrumen, mandiri=penilaian,
        jendela={f: [d.isoformat() for d in days] for f, days in wide_windows().items()},
        dibuka_oleh=world.peran[J.KETUA_TPI],
    )  # fmt: skip
    assert titles(world, J.SEKRETARIS_TPI) == [f"Tugaskan penilai {world.unit}"]
    give(world, EvaluasiTPI.objects.get())
    assert titles(world, J.KETUA_TPI) == []
    assert titles(world, J.ANGGOTA_TPI) == [f"Nilai {world.unit}"]
    assert titles(world, J.TIM_PEMBINA) == []


def test_a_phase_that_ran_out_is_the_leaders_to_move(world):
    evaluasi = make_evaluasi(world, jendela=wide_windows(timezone.localdate() - timedelta(days=90)))
    give(world, evaluasi)
    assert titles(world, J.KETUA_TPI) == [f"Evaluasi meja {world.unit} sudah berakhir"]
