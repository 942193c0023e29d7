"""The pages from the first clarification to the last recommendation: what they show to whom, how they save, what they cost."""

import pytest
from django.urls import reverse

from evaluation.models import EvaluasiTPI, HasilEvaluasi, Klarifikasi, Penilaian
from evaluation.services import clarification, plenary, recommendation
from evaluation.todo_pleno import todo_for
from tests.evaluation.pleno_worlds import (
    SECOND,
    answered,
    ask,
    at_pleno_phase,
    decide,
    fill_lhe,
    finalised,
    in_plenary,
    make_late,
    make_overdue,
    meeting,
    proof,
    recommend_data,
    sign,
    signed,
    visit,
    with_recommendation,
)
from tests.evaluation.tpi_worlds import FIRST
from tests.factories import PASSWORD, PembangunanFactory, PeriodeFactory
from units.choices import JenisPeran
from units.models import DataDukung
from zi_portal.search import search

J, F = JenisPeran, EvaluasiTPI.Fase


def text(response) -> str:
    return response.content.decode()


# --- clarification -------------------------------------------------------------------------------------------


def test_another_reason_brings_its_text_unless_one_has_written(world, client_as):
    evaluasi = at_pleno_phase(world, F.KLARIFIKASI)
    client = client_as(world.peran[J.ANGGOTA_TPI])
    url = reverse("klarifikasi_create", args=[evaluasi.pk, FIRST])
    first = client.get(url).context["form"].initial["permintaan"]
    changed = client.get(url, {"alasan": "tidak_terbaca", "permintaan": first}, headers={"HX-Request": "true"})
    assert "tidak dapat dibuka" in text(changed)
    kept = client.get(url, {"alasan": "tidak_terbaca", "permintaan": "Tulisan saya."}, headers={"HX-Request": "true"})
    assert "Tulisan saya." in text(kept)


def test_the_assessor_does_not_read_an_answer_that_was_not_sent(world, client_as):
    row = ask(world, at_pleno_phase(world, F.KLARIFIKASI))
    clarification.save_answer(klarifikasi=row, teks="Masih rahasia.", versi=0, by=world.peran[J.KETUA_TIM])
    url = reverse("klarifikasi_detail", args=[row.pk])
    assert "Masih rahasia." not in text(client_as(world.peran[J.KETUA_TPI]).get(url))
    assert "Masih rahasia." in text(client_as(world.peran[J.KEPALA_UNIT]).get(url))
    clarification.take_step(klarifikasi=row, name="answer", by=world.peran[J.KETUA_TIM])
    assert "Masih rahasia." in text(client_as(world.peran[J.KETUA_TPI]).get(url))


def test_the_answer_saves_itself_and_tells_of_conflicts(world, client_as):
    row = ask(world, at_pleno_phase(world, F.KLARIFIKASI))
    url = reverse("klarifikasi_detail", args=[row.pk])
    sent = {"kolom": "jawaban", "nilai": "Dari ketua.", "versi": "0"}
    assert client_as(world.peran[J.KETUA_TIM]).post(url, sent).json()["versi"] == 1
    other = client_as(world.peran[J.KEPALA_UNIT]).post(url, sent | {"nilai": "Dari kepala."})
    assert (other.status_code, other.json()["nilai"]) == (409, "Dari ketua.")


def test_without_scripts_the_answer_goes_with_the_button(world, client_as):
    row = ask(world, at_pleno_phase(world, F.KLARIFIKASI))
    url = reverse("klarifikasi_detail", args=[row.pk])
    client = client_as(world.peran[J.KETUA_TIM])
    assert client.post(url, {"jawaban": "", "kirim": "ya", "versi": "0"}).status_code == 422
    assert client.post(url, {"jawaban": "Terlampir.", "kirim": "ya", "versi": "0"}).status_code == 302
    row.refresh_from_db()
    assert (row.status, row.jawaban) == ("dijawab", "Terlampir.")


def test_a_late_answer_asks_for_its_reason_on_the_page(world, client_as):
    row = make_late(ask(world, at_pleno_phase(world, F.KLARIFIKASI)))
    url = reverse("klarifikasi_detail", args=[row.pk])
    client = client_as(world.peran[J.KETUA_TIM])
    assert "Alasan keterlambatan" in text(client.get(url))
    refused = client.post(url, {"jawaban": "Ada.", "kirim": "ya", "versi": "0", "alasan": ""})
    assert "alasan keterlambatan" in text(refused)
    assert client.post(url, {"jawaban": "Ada.", "kirim": "ya", "versi": "0", "alasan": "Arsip."}).status_code == 302


def test_evidence_is_uploaded_and_attached_at_once(world, client_as):
    from django.core.files.uploadedfile import SimpleUploadedFile

    row = ask(world, at_pleno_phase(world, F.KLARIFIKASI))
    url = reverse("klarifikasi_bukti_add", args=[row.pk])
    upload = SimpleUploadedFile("notulen.pdf", b"%PDF-1.4\n%%EOF")
    done = client_as(world.peran[J.KETUA_TIM]).post(url, {"berkas": upload}, headers={"X-Requested-With": "fetch"})
    assert "notulen.pdf" in text(done)
    assert list(row.data_dukung.values_list("judul", flat=True)) == ["notulen.pdf"]


@pytest.mark.parametrize(("jenis", "queries"), [(J.KETUA_TPI, 9), (J.KETUA_TIM, 8)])
def test_the_list_of_clarifications_costs_the_same_with_one_and_three(
    world, client_as, django_assert_num_queries, jenis, queries
):
    evaluasi = at_pleno_phase(world, F.KLARIFIKASI)
    ask(world, evaluasi)
    client = client_as(world.peran[jenis])
    client.get(reverse("klarifikasi_list"))
    with django_assert_num_queries(queries):
        client.get(reverse("klarifikasi_list"))
    for kode in (SECOND, "A.I.2.i.a"):
        ask(world, evaluasi, kode)
    with django_assert_num_queries(queries):
        page = client.get(reverse("klarifikasi_list"))
    assert len(page.context["table"].rows) == 3


def test_the_list_is_filtered_by_status_and_by_lateness(world, client_as):
    evaluasi = at_pleno_phase(world, F.KLARIFIKASI)
    answered(world, ask(world, evaluasi))
    late = make_late(ask(world, evaluasi, SECOND))
    ask(world, evaluasi, "A.I.2.i.a")
    client = client_as(world.peran[J.KETUA_TPI])

    def found(**query) -> list[str]:
        rows = client.get(reverse("klarifikasi_list"), query).context["table"].rows
        return sorted(row.record.kode for row in rows)

    assert found(status="dijawab") == [FIRST]
    assert found(lewat="ya") == [late.kode]
    assert found(q="A.I.2") == ["A.I.2.i.a"]


# --- field ---------------------------------------------------------------------------------------------------


def test_findings_save_themselves(world, client_as):
    row = visit(world, at_pleno_phase(world, F.LAPANGAN, A_I_1_i_a="tidak"))
    client = client_as(world.peran[J.ANGGOTA_TPI])
    url = reverse("temuan_save", args=[row.pk, FIRST])
    assert client.post(url, {"kolom": "kesesuaian", "nilai": "sesuai", "versi": "0"}).json()["versi"] == 1
    assert client.post(url, {"kolom": "kesesuaian", "nilai": "entah", "versi": "1"}).status_code == 400
    page = client.get(reverse("kunjungan_detail", args=[row.pk]))
    assert '<option value="sesuai" selected>' in text(page)


def test_the_checklist_holds_what_is_worth_looking_at(world, client_as):
    evaluasi = at_pleno_phase(world, F.LAPANGAN, A_I_1_i_a="tidak")
    page = client_as(world.peran[J.ANGGOTA_TPI]).get(reverse("lapangan_checklist", args=[evaluasi.pk]))
    listed = [soal.kode for _, rows in page.context["kelompok"] for soal in rows]
    assert listed == [FIRST]


# --- plenary and LHE -----------------------------------------------------------------------------------------


def test_the_plenary_page_names_assessors_and_leads_to_the_decision(world, client_as):
    evaluasi = in_plenary(world, A_I_1_i_a="tidak")
    page = client_as(world.peran[J.KETUA_TPI]).get(reverse("pleno_detail", args=[evaluasi.pk]))
    assert "Penilai Kedua" in text(page)
    assert reverse("pleno_question", args=[evaluasi.pk, FIRST]) in text(page)
    assert "Kesepakatan penilai: 99,12%" in text(page)


def test_agreement_is_for_those_who_lead(world, client_as):
    evaluasi = in_plenary(world, A_I_1_i_a="tidak")
    page = client_as(world.peran[J.ANGGOTA_TPI]).get(reverse("pleno_detail", args=[evaluasi.pk]))
    assert "Kesepakatan penilai" not in text(page)


def test_a_decision_by_form_and_its_conflict(world, client_as):
    evaluasi = in_plenary(world, A_I_1_i_a="tidak")
    url = reverse("pleno_question", args=[evaluasi.pk, FIRST])
    sent = {"nilai": "tidak", "alasan": "SK belum berlaku.", "rekomendasi": "", "versi": "0"}
    assert client_as(world.peran[J.KETUA_TPI]).post(url, sent).status_code == 302
    other = client_as(world.peran[J.SEKRETARIS_TPI]).post(url, sent | {"nilai": "ya", "alasan": "SK berlaku."})
    assert other.status_code == 409
    assert "Putusan yang tersimpan: “Tidak”" in text(other)
    assert "SK berlaku." in text(other)
    assert client_as(world.peran[J.SEKRETARIS_TPI]).post(url, sent | {"versi": "1"}).status_code == 302


def test_the_page_of_a_question_costs_the_same_however_much_is_known(world, client_as, django_assert_num_queries):
    evaluasi = in_plenary(world, A_I_1_i_a="tidak")
    client = client_as(world.peran[J.KETUA_TPI])
    url = reverse("pleno_question", args=[evaluasi.pk, FIRST])
    client.get(url)
    with django_assert_num_queries(15):
        client.get(url)
    rows = [
        Klarifikasi(
            evaluasi=evaluasi, kode=FIRST, putaran=n, alasan="lainnya", permintaan="x", tenggat="2026-01-01",
            diminta_oleh=world.peran[J.KETUA_TPI],
        )
        for n in (1, 2, 3)
    ]  # fmt: skip
    Klarifikasi.objects.bulk_create(rows)
    with django_assert_num_queries(16):  # the evidence of all rounds in one more
        client.get(url)


def test_the_lhe_is_signed_with_the_password(world, client_as):
    evaluasi = in_plenary(world)
    fill_lhe(world, evaluasi)
    client = client_as(world.peran[J.KETUA_TPI])
    url = reverse("lhe_sign", args=[evaluasi.pk])
    sidik = client.get(url).context["sidik"]
    wrong = client.post(url, {"kata_sandi": "salah-sekali", "sidik": sidik})
    assert wrong.status_code == 422
    assert "Kata sandi tidak cocok" in text(wrong)
    assert not HasilEvaluasi.objects.exclude(ketua=None).exists()
    assert client.post(url, {"kata_sandi": PASSWORD, "sidik": sidik}).status_code == 302
    assert HasilEvaluasi.objects.get().ketua == world.peran[J.KETUA_TPI]


def test_an_old_digest_is_refused_and_the_new_one_shown(world, client_as):
    evaluasi = in_plenary(world)
    fill_lhe(world, evaluasi)
    client = client_as(world.peran[J.KETUA_TPI])
    url = reverse("lhe_sign", args=[evaluasi.pk])
    sidik = client.get(url).context["sidik"]
    decide(world, evaluasi)
    refused = client.post(url, {"kata_sandi": PASSWORD, "sidik": sidik})
    assert "berubah sejak halaman ini dibuka" in text(refused)
    assert refused.context["sidik"] != sidik
    assert refused.context["sidik"] in text(refused)


def test_the_whole_end_by_pages(world, client_as):
    evaluasi = signed(world)
    client = client_as(world.peran[J.SEKRETARIS_TPI])
    assert "Tetapkan hasil akhir" in text(client.get(reverse("tpi_finalise", args=[evaluasi.pk])))
    done = client.post(reverse("tpi_finalise", args=[evaluasi.pk]), follow=True)
    assert "Hasil evaluasi TPI ditetapkan" in text(done)
    unit = text(client_as(world.peran[J.KEPALA_UNIT]).get(reverse("lhe_detail", args=[evaluasi.pk])))
    assert "kriteria untuk diajukan evaluasi ke TPN" in unit
    assert "Pratinjau" not in unit


def test_the_minutes_print_from_the_browser(world, client_as):
    evaluasi = in_plenary(world, A_I_1_i_a="tidak")
    decide(world, evaluasi, alasan="SK belum berlaku.")
    page = text(client_as(world.peran[J.ANGGOTA_TPI]).get(reverse("pleno_minutes", args=[evaluasi.pk])))
    assert "SK belum berlaku." in page
    assert "112 diambil alih" in page


def test_the_frozen_assessment_has_its_page_and_its_comparison(world, client_as):
    """Unit and TPI beside each other, question by question; what does not apply says so."""
    evaluasi = in_plenary(world)
    decide(world, evaluasi, nilai={"tidak_berlaku": "Tidak ada."})
    fill_lhe(world, evaluasi)
    sign(world, evaluasi, J.KETUA_TPI)
    sign(world, evaluasi, J.SEKRETARIS_TPI)
    ketua = client_as(world.peran[J.KETUA_TPI])
    ketua.post(reverse("tpi_finalise", args=[evaluasi.pk]))
    row = Penilaian.objects.get(jenis="tpi")
    head = client_as(world.peran[J.KETUA_TIM])
    assert f"Penilaian TPI {world.periode.tahun}" in text(head.get(reverse("penilaian_detail", args=[row.pk])))
    page = head.get(reverse("penilaian_compare", args=[row.pk]))
    assert page.context["lain"].jenis == "mandiri"
    assert [(b.kode, b.kiri, b.kanan) for b in page.context["baris"]] == [(FIRST, "tidak berlaku", "Ya")]


def test_search_does_not_tell_of_an_evaluation_at_work(world):
    signed(world)
    for jenis in (J.KEPALA_UNIT, J.KETUA_TIM, J.KEPALA_DAERAH):
        kinds = [t.judul for k in search(world.unit.nama, peran=world.peran[jenis]) for t in k.temuan]
        assert "Penilaian TPI" not in kinds


# --- recommendations -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("jenis", "queries"), [(J.KETUA_TPI, 9), (J.KETUA_TIM, 8)])
def test_the_list_of_recommendations_costs_the_same_with_one_and_three(
    world, client_as, django_assert_num_queries, jenis, queries
):
    row = with_recommendation(world)
    client = client_as(world.peran[jenis])
    client.get(reverse("rekomendasi_list"))
    with django_assert_num_queries(queries):
        client.get(reverse("rekomendasi_list"))
    for n in (2, 3):
        row.pk, row.uraian = None, f"Rekomendasi {n}"
        row.save()
    with django_assert_num_queries(queries):
        page = client.get(reverse("rekomendasi_list"))
    assert len(page.context["table"].rows) == 3


def test_overdue_recommendations_are_found(world, client_as):
    row = make_overdue(with_recommendation(world))
    client = client_as(world.peran[J.KETUA_TPI])
    page = client.get(reverse("rekomendasi_list"), {"lewat": "ya"})
    assert [r.record.pk for r in page.context["table"].rows] == [row.pk]
    assert "Lewat tenggat" in text(page)


def test_the_unit_follows_up_with_old_and_new_evidence(world, client_as):
    from django.core.files.uploadedfile import SimpleUploadedFile

    row, old = with_recommendation(world), proof(world)
    url = reverse("rekomendasi_detail", args=[row.pk])
    upload = SimpleUploadedFile("baru.pdf", b"%PDF-1.4\n% baru\n%%EOF")
    sent = {"uraian": "SK diperbarui.", "bukti": [old.pk], "berkas": upload}
    assert client_as(world.peran[J.KETUA_TIM]).post(url, sent).status_code == 302
    shown = row.tindak_lanjut.get().data_dukung.values_list("judul", flat=True)
    assert sorted(shown) == ["baru.pdf", "sk.pdf"]


def test_a_refused_follow_up_keeps_what_was_written_and_stores_nothing(world, client_as):
    from django.core.files.uploadedfile import SimpleUploadedFile

    row = with_recommendation(world)
    url = reverse("rekomendasi_detail", args=[row.pk])
    upload = SimpleUploadedFile("baru.exe", b"MZ")
    refused = client_as(world.peran[J.KETUA_TIM]).post(url, {"uraian": "SK diperbarui.", "berkas": upload})
    assert refused.status_code == 422
    assert "SK diperbarui." in text(refused)
    assert not row.tindak_lanjut.exists()
    assert not DataDukung.objects.filter(judul="baru.exe").exists()


def test_open_ones_stand_in_the_next_evaluation_from_its_first_day(world, client_as):
    row = with_recommendation(world)
    later = PeriodeFactory(instansi=world.instansi, tahun=world.periode.tahun + 1)
    following = EvaluasiTPI.objects.create(
        pembangunan=PembangunanFactory(unit=world.unit, periode=later), instrumen=row.evaluasi.instrumen,
        mandiri=row.evaluasi.mandiri, dibuka_oleh=world.peran[J.KETUA_TPI],
    )  # fmt: skip
    page = text(client_as(world.peran[J.ANGGOTA_TPI]).get(reverse("tpi_detail", args=[following.pk])))
    assert f"dibawa dari {world.periode.tahun}" in page
    assert row.uraian in page


def test_the_desk_leads_to_a_request_in_the_clarification_phase(world, client_as):
    evaluasi = at_pleno_phase(world, F.KLARIFIKASI)
    page = client_as(world.peran[J.ANGGOTA_TPI]).get(
        reverse("tpi_score", args=[evaluasi.pk]), {"area": "manajemen_perubahan"}
    )
    assert reverse("klarifikasi_create", args=[evaluasi.pk, FIRST]) in text(page)


# --- to-dos --------------------------------------------------------------------------------------------------


def todo(world, jenis) -> list[str]:
    from django.utils import timezone

    return [t.judul for t in todo_for(world.peran[jenis], world.periode, today=timezone.localdate())]


def test_clarifications_wait_for_the_unit_then_for_tpi(world):
    row = ask(world, at_pleno_phase(world, F.KLARIFIKASI))
    assert todo(world, J.ANGGOTA_TIM) == ["Klarifikasi TPI menunggu jawaban"]
    answered(world, row)
    assert todo(world, J.KETUA_TIM) == []
    assert todo(world, J.ANGGOTA_TPI) == ["1 jawaban klarifikasi menunggu diperiksa"]


def test_a_member_is_not_asked_for_other_areas(world):
    ask(world, at_pleno_phase(world, F.KLARIFIKASI), "B.I.i.a")
    assert todo(world, J.ANGGOTA_TIM) == []


def test_the_plenary_says_its_next_step_to_each_leader(world):
    evaluasi = at_pleno_phase(world, F.PLENO, A_I_1_i_a="tidak")
    assert todo(world, J.KETUA_TPI) == [f"Buka pleno {world.unit}"]
    plenary.open_pleno(evaluasi=evaluasi, data=meeting(world), by=world.peran[J.KETUA_TPI])
    assert todo(world, J.KETUA_TPI) == [f"Putus 1 pertanyaan {world.unit}"]
    decide(world, evaluasi)
    assert todo(world, J.KETUA_TPI) == [f"Isi nomor dan tanggal LHE {world.unit}"]
    fill_lhe(world, evaluasi)
    sign(world, evaluasi, J.KETUA_TPI)
    assert todo(world, J.KETUA_TPI) == [f"LHE {world.unit} menunggu tanda tangan yang lain"]
    assert todo(world, J.SEKRETARIS_TPI) == [f"Tanda tangani LHE {world.unit}"]
    sign(world, evaluasi, J.SEKRETARIS_TPI)
    assert todo(world, J.KETUA_TPI) == [f"Tetapkan hasil akhir {world.unit}"]


def test_recommendations_wait_for_the_unit_then_for_tpi(world):
    row = with_recommendation(world)
    assert todo(world, J.KEPALA_UNIT) == ["Tindak lanjuti rekomendasi TPI"]
    recommendation.follow_up(rekomendasi=row, uraian="Selesai.", data_dukung=[], by=world.peran[J.KETUA_TIM])
    assert todo(world, J.KEPALA_UNIT) == []
    assert todo(world, J.ANGGOTA_TPI) == ["1 tindak lanjut menunggu verifikasi"]


@pytest.mark.parametrize("jenis", [J.KETUA_TPI, J.ANGGOTA_TPI, J.KETUA_TIM, J.ANGGOTA_TIM])
def test_it_costs_at_most_four_queries(world, django_assert_max_num_queries, jenis):
    finalised(world)
    with django_assert_max_num_queries(4):
        todo(world, jenis)


def test_drafts_of_recommendations_wait_for_nobody(world):
    evaluasi = in_plenary(world)
    recommendation.add_recommendation(evaluasi=evaluasi, data=recommend_data(), by=world.peran[J.KETUA_TPI])
    assert todo(world, J.KETUA_TIM) == []
