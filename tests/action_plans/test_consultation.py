"""Consultation: a unit asks, Tim Pembina answers, nothing typed is lost, and who has not read it sees that."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from action_plans.coaching_workflow import KONSULTASI
from action_plans.models import DrafPesan, Konsultasi, PesanKonsultasi
from action_plans.services import consultation
from tests.action_plans.coaching_worlds import make_konsultasi, second_coach
from tests.action_plans.worlds import plan_with
from units.choices import Area, JenisPeran
from units.errors import BenturanPerubahan, BerkasDitolak, Ditolak, TidakBerwenang
from units.models import DataDukung, Notifikasi

J = JenisPeran
T = Konsultasi.Status
UNIT = {J.KEPALA_UNIT, J.KETUA_TIM, J.ANGGOTA_TIM}
BOTH = UNIT | {J.TIM_PEMBINA}
TAKES = {
    **{("answer", s): {J.TIM_PEMBINA} for s in (T.DITANYAKAN, T.DIJAWAB)},
    **{("ask_again", s): UNIT for s in (T.DITANYAKAN, T.DIJAWAB)},
    **{("resolve", s): BOTH for s in (T.DITANYAKAN, T.DIJAWAB)},
    ("reopen", T.SELESAI): BOTH,
}


@pytest.mark.parametrize("status", T.values)
@pytest.mark.parametrize("name", [t.name for t in KONSULTASI.transitions])
def test_who_takes_which_step_in_which_status(world, status, name):
    row = make_konsultasi(world, status=status)
    able = {j for j in J if name in [t.name for t in KONSULTASI.available(world.peran[j], row)]}
    assert able == TAKES.get((name, status), set())


def test_nobody_answers_their_own_unit(world):
    row = make_konsultasi(world)
    own = second_coach(world)
    own.user.unit = world.unit
    own.user.save()
    with pytest.raises(TidakBerwenang):
        consultation.reply(konsultasi=row, isi="Ya.", by=own)


def test_a_question_an_answer_and_a_further_question(world):
    row = make_konsultasi(world, status="dijawab")
    consultation.reply(konsultasi=row, isi="Juga bila tidak ada penerimaan?", by=world.peran[J.KETUA_TIM])
    row.refresh_from_db()
    assert row.status == T.DITANYAKAN
    assert [p.oleh.jenis for p in row.pesan.all()] == [J.ANGGOTA_TIM, J.TIM_PEMBINA, J.KETUA_TIM]
    assert row.pesan_terakhir_at == row.pesan.last().created_at


def test_a_resolved_thread_is_opened_before_anybody_writes(world, client_as):
    row = make_konsultasi(world, status="selesai")
    url = reverse("konsultasi_reply", args=[row.pk])
    page = client_as(world.peran[J.KETUA_TIM]).post(url, {"isi": "Satu lagi"})
    assert page.status_code == 422
    assert "status sekarang “Selesai”" in page.content.decode()
    consultation.take_step(konsultasi=row, name="reopen", by=world.peran[J.KETUA_TIM])
    assert client_as(world.peran[J.KETUA_TIM]).post(url, {"isi": "Satu lagi"}).status_code == 302


def test_it_is_unread_until_it_was_opened(world, client_as):
    """The notice is the unread mark: opening the thread reads it, for this person only."""
    row = make_konsultasi(world)
    other = second_coach(world)
    consultation.reply(konsultasi=row, isi="Ya, setiap bulan.", by=world.peran[J.TIM_PEMBINA])
    asker = client_as(world.peran[J.ANGGOTA_TIM])
    assert "Belum dibaca" in asker.get(reverse("konsultasi_list")).content.decode()
    asker.get(reverse("konsultasi_detail", args=[row.pk]))
    assert "Belum dibaca" not in asker.get(reverse("konsultasi_list")).content.decode()
    assert consultation.unread_threads(world.peran[J.KETUA_TIM].user) == {consultation.url_of(row.pk)}
    assert consultation.unread_threads(other.user) == set(), "came after the question, was told of nothing"


def test_who_wrote_is_not_told_of_their_own_message(world):
    make_konsultasi(world, status="dijawab")
    assert not Notifikasi.objects.filter(user=world.peran[J.TIM_PEMBINA].user, judul__startswith="Jawaban").exists()
    assert Notifikasi.objects.filter(
        user=world.peran[J.ANGGOTA_TIM].user, judul="Jawaban Tim Pembina ZI: Laporan gratifikasi"
    ).exists()


# --- attachments ---------------------------------------------------------------------------------------------


def test_an_attachment_becomes_evidence_of_the_unit(world, client_as):
    data = {
        "judul": "Format SOP",
        "area": "tatalaksana",
        "isi": "Apakah format ini sudah benar?",
        "tautan": "https://contoh.test/sop",
    }
    client_as(world.peran[J.KETUA_TIM]).post(reverse("konsultasi_create", args=[world.pembangunan.pk]), data)
    row = DataDukung.objects.get()
    assert row.pembangunan == world.pembangunan
    assert row.pesan_konsultasi.get().isi == "Apakah format ini sudah benar?"


def test_a_file_that_is_refused_sends_nothing(world):
    upload = SimpleUploadedFile("sop.exe", b"MZ")
    with pytest.raises(BerkasDitolak):
        consultation.ask(
            pembangunan=world.pembangunan,
            area=Area.SDM,
            judul="SOP",
            isi="Benar?",
            berkas=[upload],
            by=world.peran[J.KETUA_TIM],
        )
    assert not Konsultasi.objects.exists()
    assert not PesanKonsultasi.objects.exists()


def test_the_coach_adds_no_evidence_to_the_unit(world):
    row = make_konsultasi(world)
    with pytest.raises(Ditolak, match="hanya ditambahkan oleh unit kerja"):
        consultation.reply(
            konsultasi=row, isi="Lihat contoh.", tautan="https://contoh.test/x", by=world.peran[J.TIM_PEMBINA]
        )
    assert row.pesan.count() == 1


# --- what is being typed -------------------------------------------------------------------------------------


def test_an_unsent_message_waits_until_it_is_sent(world, client_as):
    row = make_konsultasi(world)
    client = client_as(world.peran[J.TIM_PEMBINA])
    keep = reverse("konsultasi_draft", args=[row.pk])
    assert client.post(keep, {"kolom": "isi", "nilai": "Ya, seti", "versi": "0"}).json()["versi"] == 1
    page = client.get(reverse("konsultasi_detail", args=[row.pk])).content.decode()
    assert "Ya, seti</textarea>" in page
    client.post(reverse("konsultasi_reply", args=[row.pk]), {"isi": "Ya, setiap bulan."})
    assert not DrafPesan.objects.exists()


def test_a_first_question_is_kept_too_and_is_each_persons_own(world, client_as):
    keep = reverse("konsultasi_draft_new", args=[world.pembangunan.pk])
    client_as(world.peran[J.KETUA_TIM]).post(keep, {"kolom": "isi", "nilai": "Bagaimana", "versi": "0"})
    mine = client_as(world.peran[J.KETUA_TIM]).get(reverse("konsultasi_create", args=[world.pembangunan.pk]))
    theirs = client_as(world.peran[J.ANGGOTA_TIM]).get(reverse("konsultasi_create", args=[world.pembangunan.pk]))
    assert "Bagaimana</textarea>" in mine.content.decode()
    assert "Bagaimana</textarea>" not in theirs.content.decode()


def test_two_windows_of_one_person_do_not_overwrite_each_other_unseen(world):
    row, by = make_konsultasi(world), world.peran[J.TIM_PEMBINA]
    keep = {"pembangunan": world.pembangunan, "konsultasi": row, "by": by}
    consultation.save_draft(isi="Satu", versi=0, **keep)
    with pytest.raises(BenturanPerubahan) as lost:
        consultation.save_draft(isi="Dua", versi=0, **keep)
    assert lost.value.nilai == "Satu"


@pytest.mark.parametrize(("isi", "pesan"), [("  ", "Tulis pesannya"), ("a" * 10_001, "paling panjang 10000")])
def test_an_empty_or_endless_message_is_refused_and_stays_on_the_page(world, client_as, isi, pesan):
    row = make_konsultasi(world)
    page = client_as(world.peran[J.KETUA_TIM]).post(reverse("konsultasi_reply", args=[row.pk]), {"isi": isi})
    assert page.status_code == 422
    assert pesan in page.content.decode()
    assert isi.strip() in page.content.decode()


def test_the_question_offers_the_indicators_of_the_plan(world, client_as):
    plan_with(world, {"bulan": [1], "indikator": "Agen Perubahan"}, {"bulan": [2], "indikator": "Agen Perubahan"})
    page = client_as(world.peran[J.KETUA_TIM]).get(reverse("konsultasi_create", args=[world.pembangunan.pk]))
    assert [value for value, _ in page.context["form"].fields["indikator"].choices] == ["", "Agen Perubahan"]


@pytest.mark.parametrize("count", [1, 3])
def test_list_and_thread_ask_the_same_number_of_queries(world, client_as, django_assert_num_queries, count):
    rows = [make_konsultasi(world) for _ in range(count)]
    for _ in range(count):
        consultation.reply(konsultasi=rows[0], isi="Ya.", by=world.peran[J.TIM_PEMBINA])
    client = client_as(world.peran[J.TIM_PEMBINA])
    client.get(reverse("konsultasi_list"))
    with django_assert_num_queries(10):
        client.get(reverse("konsultasi_list"))
    with django_assert_num_queries(15):
        client.get(reverse("konsultasi_detail", args=[rows[0].pk]))


@pytest.mark.parametrize(
    ("query", "found"),
    [("", True), ("q=gratifikasi", True), ("q=sop", False), ("area=sdm", False), ("status=ditanyakan", True)],
)
def test_the_list_is_filtered_by_its_address(world, client_as, query, found):
    make_konsultasi(world)
    page = client_as(world.peran[J.TIM_PEMBINA]).get(f"{reverse('konsultasi_list')}?{query}").content.decode()
    assert ("Laporan gratifikasi" in page) == found
