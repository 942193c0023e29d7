"""Clarification: who may ask and answer when, rounds, deadlines and late answers, evidence, conflicts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from evaluation.clarification_texts import BAKU, is_standard, standard_text
from evaluation.clarification_workflow import WORKFLOW, is_late
from evaluation.models import EvaluasiTPI, Klarifikasi
from evaluation.services import clarification
from evaluation.services.tpi_open import take_step as step_evaluasi
from evaluation.tpi_evidence import evidence_of
from tests.evaluation.pleno_worlds import answered, ask, at_pleno_phase, make_late, proof
from tests.evaluation.tpi_worlds import FIRST, assessor, give
from tests.factories import make_peran
from units.choices import JenisPeran
from units.errors import BenturanPerubahan, Ditolak, TidakBerwenang
from units.models import Notifikasi
from units.transitions import SyaratBelumTerpenuhi

J, F, S = JenisPeran, EvaluasiTPI.Fase, Klarifikasi.Status
HASIL_AREA = "B.I.i.a"  # outside the areas of the world's anggota tim
TPI = {J.KETUA_TPI, J.SEKRETARIS_TPI, J.ANGGOTA_TPI}
STATUSES = {S.DIMINTA, S.DIJAWAB, S.SELESAI, S.DIBATALKAN}


@pytest.fixture
def evaluasi(world):
    return at_pleno_phase(world, F.KLARIFIKASI)


@pytest.fixture
def row(world, evaluasi):
    return ask(world, evaluasi)


# --- asking --------------------------------------------------------------------------------------------------


def test_a_request_names_deadline_and_reason_and_tells_the_unit(world, evaluasi):
    row = ask(world, evaluasi)
    assert (row.putaran, row.status, row.alasan) == (1, S.DIMINTA, "tidak_ada")
    told = set(Notifikasi.objects.filter(judul__startswith="TPI meminta").values_list("user_id", flat=True))
    assert told == {world.peran[j].user_id for j in (J.KEPALA_UNIT, J.KETUA_TIM, J.ANGGOTA_TIM)}


def test_a_member_outside_the_area_is_not_told(world, evaluasi):
    ask(world, evaluasi, HASIL_AREA)
    assert not Notifikasi.objects.filter(user=world.peran[J.ANGGOTA_TIM].user).exists()


@pytest.mark.parametrize("fase", [F.MEJA, F.LAPANGAN, F.PLENO])
def test_requests_are_sent_in_the_clarification_phase_only(world, fase):
    with pytest.raises(Ditolak, match="hanya dalam fase Klarifikasi"):
        ask(world, at_pleno_phase(world, fase))


def test_an_assessor_asks_only_about_their_own_questions(world, evaluasi):
    other = assessor(world, "Penilai Ketiga")
    give(world, evaluasi, other, area=("tatalaksana",))
    world.peran["lain"] = other
    assert ask(world, evaluasi, "A.I.2.i.a", jenis="lain").kode == "A.I.2.i.a"
    with pytest.raises(TidakBerwenang):
        ask(world, evaluasi, FIRST, jenis="lain")


def test_nobody_asks_for_the_unit_they_belong_to(world, evaluasi):
    user = world.peran[J.SEKRETARIS_TPI].user
    user.unit = world.unit
    user.save()
    with pytest.raises(TidakBerwenang):
        ask(world, evaluasi, jenis=J.SEKRETARIS_TPI)


def test_a_second_request_waits_until_the_first_is_done(world, evaluasi, row):
    with pytest.raises(Ditolak, match="masih berjalan"):
        ask(world, evaluasi)


@pytest.mark.parametrize("days", [-1, 61])
def test_the_deadline_lies_between_today_and_sixty_days(world, evaluasi, days):
    with pytest.raises(Ditolak, match="Tenggat"):
        ask(world, evaluasi, days=days)


def test_a_request_outside_the_window_of_the_phase_is_refused(world, evaluasi):
    past = (timezone.localdate() - timedelta(days=9)).isoformat()
    EvaluasiTPI.objects.filter(pk=evaluasi.pk).update(jendela=evaluasi.jendela | {F.KLARIFIKASI: [past, past]})
    with pytest.raises(Ditolak, match="Klarifikasi berakhir pada"):
        ask(world, evaluasi)


def test_every_reason_has_a_standard_text_that_another_reason_replaces_only_untouched():
    about = {"kode": FIRST, "jawaban": "Ya", "tahun": 2026}
    assert set(BAKU) == set(Klarifikasi.Alasan.values)
    text = standard_text("salah_periode", **about)
    assert "2026" in text
    assert FIRST in text
    assert is_standard(text, **about)
    assert not is_standard(f"{text} Juga notulennya.", **about)


# --- answering -----------------------------------------------------------------------------------------------


def test_the_unit_writes_attaches_and_sends(world, row):
    clarification.save_answer(klarifikasi=row, teks="SK ada pada lampiran.", versi=0, by=world.peran[J.ANGGOTA_TIM])
    clarification.attach(klarifikasi=row, data_dukung=proof(world), by=world.peran[J.ANGGOTA_TIM])
    done = clarification.take_step(klarifikasi=row, name="answer", by=world.peran[J.KEPALA_UNIT])
    assert (done.status, done.jawaban, done.dijawab_oleh) == (
        S.DIJAWAB,
        "SK ada pada lampiran.",
        world.peran[J.KEPALA_UNIT],
    )
    assert Notifikasi.objects.filter(user=world.peran[J.KETUA_TPI].user, judul__contains="sudah dijawab").exists()


def test_evidence_of_a_sent_answer_stands_at_the_desk(world, evaluasi, row):
    """What the unit sends with a clarification is judged with the rest of the evidence, but not before it is sent."""
    clarification.attach(klarifikasi=row, data_dukung=proof(world), by=world.peran[J.KETUA_TIM])
    assert [b.judul for b in evidence_of(evaluasi, FIRST)] == []
    clarification.take_step(klarifikasi=row, name="answer", by=world.peran[J.KETUA_TIM])
    assert [b.judul for b in evidence_of(evaluasi, FIRST)] == ["sk.pdf"]


def test_an_empty_answer_is_not_sent(world, row):
    with pytest.raises(SyaratBelumTerpenuhi, match="lampirkan data dukung"):
        clarification.take_step(klarifikasi=row, name="answer", by=world.peran[J.KETUA_TIM])


def test_a_member_answers_only_in_their_areas(world, evaluasi):
    row = ask(world, evaluasi, HASIL_AREA)
    with pytest.raises(TidakBerwenang):
        clarification.save_answer(klarifikasi=row, teks="x", versi=0, by=world.peran[J.ANGGOTA_TIM])
    assert clarification.save_answer(klarifikasi=row, teks="x", versi=0, by=world.peran[J.KETUA_TIM]).jawaban == "x"


def test_a_late_answer_needs_the_reason_for_being_late(world, row):
    make_late(row)
    clarification.save_answer(klarifikasi=row, teks="Baru selesai.", versi=0, by=world.peran[J.KETUA_TIM])
    assert is_late(row)
    with pytest.raises(Ditolak, match="alasan keterlambatan"):
        clarification.take_step(klarifikasi=row, name="answer", by=world.peran[J.KETUA_TIM])
    done = clarification.take_step(
        klarifikasi=row, name="answer", by=world.peran[J.KETUA_TIM], alasan="Arsip di kantor lama."
    )
    assert done.status == S.DIJAWAB
    assert done.riwayat.filter(kolom="status").first().alasan == "Arsip di kantor lama."


def test_a_late_answer_is_still_taken_in_the_field_phase_but_not_in_the_plenary(world, evaluasi, row):
    ketua, team = world.peran[J.KETUA_TPI], world.peran[J.KETUA_TIM]
    make_late(row)
    step_evaluasi(evaluasi=evaluasi, name="visit", by=ketua)
    row.refresh_from_db()
    clarification.save_answer(klarifikasi=row, teks="Terlambat.", versi=0, by=team)
    step_evaluasi(evaluasi=evaluasi, name="deliberate", by=ketua)
    row = Klarifikasi.objects.get(pk=row.pk)
    with pytest.raises(Ditolak, match="fase Klarifikasi atau Evaluasi lapangan"):
        clarification.take_step(klarifikasi=row, name="answer", by=team, alasan="Terlambat.")


def test_two_people_of_the_unit_who_write_at_once_are_told(world, row):
    clarification.save_answer(klarifikasi=row, teks="Dari kepala.", versi=0, by=world.peran[J.KEPALA_UNIT])
    with pytest.raises(BenturanPerubahan) as other:
        clarification.save_answer(klarifikasi=row, teks="Dari ketua.", versi=0, by=world.peran[J.KETUA_TIM])
    assert (other.value.nilai, other.value.versi) == ("Dari kepala.", 1)


def test_ones_own_second_save_is_no_conflict(world, row):
    for text in ("Satu", "Satu dua"):
        saved = clarification.save_answer(klarifikasi=row, teks=text, versi=0, by=world.peran[J.KETUA_TIM])
    assert (saved.jawaban, saved.versi) == ("Satu dua", 2)


def test_a_sent_answer_cannot_be_changed(world, row):
    answered(world, row)
    with pytest.raises(Ditolak, match="tidak dapat diubah"):
        clarification.save_answer(klarifikasi=row, teks="lain", versi=None, by=world.peran[J.KETUA_TIM])
    with pytest.raises(Ditolak, match="tidak dapat diubah"):
        clarification.attach(klarifikasi=row, data_dukung=proof(world), by=world.peran[J.KETUA_TIM])


def test_evidence_of_another_unit_or_year_is_refused(world, other_world, row):
    foreign = proof(other_world)
    with pytest.raises(Ditolak, match="tahun yang dievaluasi"):
        clarification.attach(klarifikasi=row, data_dukung=foreign, by=world.peran[J.KETUA_TIM])


def test_evidence_is_taken_off_before_sending(world, row):
    item = proof(world)
    assert clarification.attach(klarifikasi=row, data_dukung=item, by=world.peran[J.KETUA_TIM])
    assert not clarification.attach(klarifikasi=row, data_dukung=item, by=world.peran[J.KETUA_TIM])
    assert clarification.detach(klarifikasi=row, data_dukung=item, by=world.peran[J.KETUA_TIM])
    assert not clarification.detach(klarifikasi=row, data_dukung=item, by=world.peran[J.KETUA_TIM])
    assert not row.data_dukung.exists()


# --- closing and asking again --------------------------------------------------------------------------------


def test_asking_again_closes_the_round_and_keeps_it(world, evaluasi, row):
    answered(world, row, "Pertama.")
    again = clarification.ask_again(
        klarifikasi=row, alasan="tidak_relevan", permintaan="Bukan itu.", tenggat=timezone.localdate(), by=world.peran[J.ANGGOTA_TPI]
    )  # fmt: skip
    rounds = list(evaluasi.klarifikasi.order_by("putaran").values_list("putaran", "status", "jawaban"))
    assert rounds == [(1, S.SELESAI, "Pertama."), (2, S.DIMINTA, "")]
    assert again.putaran == 2


def test_a_refused_second_round_leaves_the_first_as_it_was(world, row):
    answered(world, row)
    with pytest.raises(Ditolak):
        clarification.ask_again(
            klarifikasi=row, alasan="lainnya", permintaan=" ", tenggat=timezone.localdate(), by=world.peran[J.KETUA_TPI]
        )
    row.refresh_from_db()
    assert row.status == S.DIJAWAB


def test_a_round_is_given_up_only_after_its_deadline(world, row):
    with pytest.raises(Ditolak, match="masih dapat menjawab"):
        clarification.take_step(klarifikasi=row, name="give_up", by=world.peran[J.KETUA_TPI], alasan="Tidak dijawab.")
    make_late(row)
    done = clarification.take_step(
        klarifikasi=row, name="give_up", by=world.peran[J.KETUA_TPI], alasan="Tidak dijawab."
    )
    assert done.status == S.SELESAI


# --- status x role -------------------------------------------------------------------------------------------

WHO = {
    "answer": ({S.DIMINTA}, {J.KEPALA_UNIT, J.KETUA_TIM, J.ANGGOTA_TIM}),
    "close": ({S.DIJAWAB}, TPI),
    "ask_again": ({S.DIJAWAB}, TPI),
    "give_up": ({S.DIMINTA}, TPI),
    "cancel": ({S.DIMINTA}, TPI),
}


def test_the_table_knows_every_step():
    assert {t.name for t in WORKFLOW.transitions} == set(WHO)


@pytest.mark.parametrize("name", WHO)
def test_status_and_role_of_every_step(world, row, name):
    """Each step from its statuses by its roles; every other pair is refused."""
    sources, roles = WHO[name]
    step = WORKFLOW.get(name)
    assert set(step.sources) == sources
    assert {jenis for jenis in J if step.can(world.peran[jenis], row)} == roles
    for status in STATUSES - sources:
        Klarifikasi.objects.filter(pk=row.pk).update(status=status)
        with pytest.raises(Ditolak, match="tidak dapat dilakukan"):
            clarification.take_step(klarifikasi=row, name=name, by=world.peran[min(roles)], alasan="sebab")


def test_every_step_leaves_a_history_row_with_who_and_why(world, row):
    clarification.take_step(klarifikasi=row, name="cancel", by=world.peran[J.KETUA_TPI], alasan="Salah pertanyaan.")
    last = row.riwayat.first()
    assert (last.tindakan, last.oleh, last.alasan) == ("Batalkan", world.peran[J.KETUA_TPI].user, "Salah pertanyaan.")


def test_a_role_that_ended_yesterday_can_do_nothing(world, row):
    peran = world.peran[J.KETUA_TIM]
    peran.selesai = timezone.localdate() - timedelta(days=1)
    peran.save()
    with pytest.raises(TidakBerwenang):
        clarification.save_answer(klarifikasi=row, teks="x", versi=0, by=peran)


def test_strangers_and_those_without_business_do_not_see_it(world, other_world, row):
    seen = {j for j in J if Klarifikasi.objects.visible_to(world.peran[j]).exists()}
    assert seen == TPI | {J.TIM_PEMBINA, J.TIUK, J.KEPALA_UNIT, J.KETUA_TIM, J.ANGGOTA_TIM}
    elsewhere = make_peran(J.KETUA_TIM, instansi=world.instansi, unit=world.inspektorat)
    assert not Klarifikasi.objects.visible_to(elsewhere).exists()
    assert not Klarifikasi.objects.visible_to(other_world.peran[J.KETUA_TPI]).exists()
