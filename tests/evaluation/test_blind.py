"""Whose answers are seen: nobody sees a colleague's answer until both are in or the desk phase has ended."""

from datetime import timedelta

import pytest
from django.utils import timezone

from evaluation.blind import visible_answers
from evaluation.models import EvaluasiTPI
from evaluation.services.tpi_assign import assign, end_task
from evaluation.services.tpi_open import take_step
from evaluation.services.tpi_scoring import hand_in, take_back
from tests.evaluation.tpi_worlds import FIRST, assessor, at_phase, give, make_evaluasi, put
from units.choices import JenisPeran
from units.errors import Ditolak

J, F = JenisPeran, EvaluasiTPI.Fase
SECOND = "A.I.1.i.b"


@pytest.fixture
def pair(world):
    """(evaluation at the desk, assessor A, assessor B), both assigned to everything."""
    evaluasi, a, b = make_evaluasi(world), world.peran[J.ANGGOTA_TPI], assessor(world)
    give(world, evaluasi, a)
    give(world, evaluasi, b)
    return evaluasi, a, b


def seen(evaluasi, peran, kode: str = FIRST) -> set[int]:
    return set(visible_answers(EvaluasiTPI.objects.get(pk=evaluasi.pk), peran).get(kode, {}))


def both_in(evaluasi, a, b, kode: str = FIRST) -> None:
    for peran, nilai in ((a, "ya"), (b, "tidak")):
        put(evaluasi, peran, kode, nilai)
        hand_in(evaluasi=evaluasi, kode=kode, by=peran)


def test_everyone_sees_their_own(pair):
    evaluasi, a, b = pair
    put(evaluasi, a)
    assert (seen(evaluasi, a), seen(evaluasi, b)) == ({a.user_id}, set())


def test_an_answer_that_is_handed_in_stays_hidden_until_the_colleague_hands_in_too(pair):
    evaluasi, a, b = pair
    put(evaluasi, a)
    hand_in(evaluasi=evaluasi, kode=FIRST, by=a)
    put(evaluasi, b, nilai="tidak")
    assert (seen(evaluasi, a), seen(evaluasi, b)) == ({a.user_id}, {b.user_id})
    hand_in(evaluasi=evaluasi, kode=FIRST, by=b)
    assert seen(evaluasi, a) == seen(evaluasi, b) == {a.user_id, b.user_id}


def test_the_rule_holds_question_by_question(pair):
    evaluasi, a, b = pair
    both_in(evaluasi, a, b)
    put(evaluasi, b, SECOND, "a")
    hand_in(evaluasi=evaluasi, kode=SECOND, by=b)
    assert seen(evaluasi, a, SECOND) == set()


def test_of_three_only_those_who_handed_in_see_each_other(pair, world):
    evaluasi, a, b = pair
    c = assessor(world, "Penilai Ketiga")
    give(world, evaluasi, c)
    both_in(evaluasi, a, b)
    put(evaluasi, c)
    assert seen(evaluasi, c) == {c.user_id}
    assert seen(evaluasi, a) == {a.user_id, b.user_id}


def test_what_was_seen_cannot_be_changed_at_the_desk(pair):
    evaluasi, a, b = pair
    both_in(evaluasi, a, b)
    with pytest.raises(Ditolak, match="setelah klarifikasi dimulai"):
        take_back(evaluasi=evaluasi, kode=FIRST, by=a)


def test_who_has_seen_nothing_may_take_back(pair):
    evaluasi, a, b = pair
    put(evaluasi, a)
    hand_in(evaluasi=evaluasi, kode=FIRST, by=a)
    take_back(evaluasi=evaluasi, kode=FIRST, by=a)
    put(evaluasi, a, nilai="tidak")
    hand_in(evaluasi=evaluasi, kode=FIRST, by=a)
    put(evaluasi, b)
    assert seen(evaluasi, b) == {b.user_id}


def test_the_end_of_the_desk_opens_all_answers_handed_in_or_not(pair, world):
    evaluasi, a, b = pair
    put(evaluasi, a)
    take_step(evaluasi=evaluasi, name="clarify", by=world.peran[J.KETUA_TPI])
    assert seen(evaluasi, b) == {a.user_id}
    assert take_back(evaluasi=evaluasi, kode=FIRST, by=a).selesai_at is None


def test_back_at_the_desk_it_is_blind_again(pair, world):
    evaluasi, a, b = pair
    put(evaluasi, a)
    take_step(evaluasi=evaluasi, name="clarify", by=world.peran[J.KETUA_TPI])
    take_step(evaluasi=evaluasi, name="back_to_desk", by=world.peran[J.KETUA_TPI], alasan="Bukti baru")
    assert seen(evaluasi, b) == set()


def test_an_evaluation_that_is_not_blind_hides_nothing_from_the_assigned(world):
    evaluasi, a, b = make_evaluasi(world, buta=False), world.peran[J.ANGGOTA_TPI], assessor(world)
    give(world, evaluasi, a)
    give(world, evaluasi, b)
    put(evaluasi, a)
    assert seen(evaluasi, b) == {a.user_id}


# --- who is not an assessor of this evaluation ---------------------------------------------------------------------


@pytest.mark.parametrize("leader", [J.KETUA_TPI, J.SEKRETARIS_TPI])
def test_a_leader_who_does_not_score_sees_a_question_once_all_its_assessors_handed_in(pair, world, leader):
    evaluasi, a, b = pair
    put(evaluasi, a)
    hand_in(evaluasi=evaluasi, kode=FIRST, by=a)
    assert seen(evaluasi, world.peran[leader]) == set()
    put(evaluasi, b)
    hand_in(evaluasi=evaluasi, kode=FIRST, by=b)
    assert seen(evaluasi, world.peran[leader]) == {a.user_id, b.user_id}


def test_a_task_that_was_taken_back_is_not_waited_for(pair, world):
    evaluasi, a, b = pair
    put(evaluasi, a)
    hand_in(evaluasi=evaluasi, kode=FIRST, by=a)
    end_task(task=evaluasi.penugasan.get(penilai=b), alasan="Cuti", by=world.peran[J.KETUA_TPI])
    assert seen(evaluasi, world.peran[J.KETUA_TPI]) == {a.user_id}


def test_a_leader_who_scores_is_as_blind_as_everyone(world):
    evaluasi, a, ketua = make_evaluasi(world), world.peran[J.ANGGOTA_TPI], world.peran[J.KETUA_TPI]
    give(world, evaluasi, a)
    give(world, evaluasi, ketua, area=("tatalaksana",))
    put(evaluasi, a)
    hand_in(evaluasi=evaluasi, kode=FIRST, by=a)
    assert seen(evaluasi, ketua) == set()


def test_a_leader_does_not_begin_to_score_what_others_handed_in(world):
    """They could have seen it: rule 7 of the module."""
    evaluasi, a = make_evaluasi(world), world.peran[J.ANGGOTA_TPI]
    give(world, evaluasi, a)
    put(evaluasi, a)
    hand_in(evaluasi=evaluasi, kode=FIRST, by=a)
    with pytest.raises(Ditolak, match="tidak lagi menilai tertutup"):
        give(world, evaluasi, world.peran[J.SEKRETARIS_TPI], area=("manajemen_perubahan",))
    task = assign(
        evaluasi=evaluasi, penilai=world.peran[J.SEKRETARIS_TPI], area=("tatalaksana",), by=world.peran[J.KETUA_TPI]
    )
    assert task.area == ["tatalaksana"]


def test_a_member_without_a_task_sees_nothing_before_the_plenary(pair, world):
    evaluasi, a, _ = pair
    stranger = assessor(world, "Anggota lain")
    put(evaluasi, a)
    assert seen(evaluasi, stranger) == set()
    EvaluasiTPI.objects.filter(pk=evaluasi.pk).update(status=F.LAPANGAN)
    assert seen(evaluasi, stranger) == set()
    EvaluasiTPI.objects.filter(pk=evaluasi.pk).update(status=F.PLENO)
    assert seen(evaluasi, stranger) == {a.user_id}


@pytest.mark.parametrize("phase", ["meja", "klarifikasi", "lapangan", "pleno", "final"])
def test_roles_outside_tpi_see_no_answers_of_assessors(world, phase):
    evaluasi = at_phase(world, phase)
    for jenis in set(J.values) - {J.KETUA_TPI, J.SEKRETARIS_TPI, J.ANGGOTA_TPI}:
        assert visible_answers(evaluasi, world.peran[jenis]) == {}


@pytest.mark.parametrize(
    ("phase", "member", "leader"),
    [("meja", False, False), ("klarifikasi", False, True), ("pleno", False, True), ("final", True, True)],
)
def test_who_belongs_to_the_unit_sees_no_colleague_before_the_end_but_leaders_lead(world, phase, member, leader):
    evaluasi = at_phase(world, phase)
    if phase == F.MEJA:
        put(evaluasi, world.peran[J.ANGGOTA_TPI])
    for peran, expected in ((assessor(world, "Orang unit"), member), (world.peran[J.KETUA_TPI], leader)):
        peran.user.unit = world.unit
        peran.user.save()
        assert bool(seen(evaluasi, peran)) is expected, (phase, peran.jenis)


def test_another_institution_sees_nothing(world, other_world):
    assert visible_answers(at_phase(world, F.PLENO), other_world.peran[J.KETUA_TPI]) == {}


def test_a_role_that_ended_yesterday_sees_not_even_its_own(pair):
    evaluasi, a, _ = pair
    put(evaluasi, a)
    a.selesai = timezone.localdate() - timedelta(days=1)
    assert visible_answers(evaluasi, a) == {}


def test_two_queries_however_many_answers(pair, django_assert_num_queries):
    evaluasi, a, b = pair
    both_in(evaluasi, a, b)
    evaluasi = EvaluasiTPI.objects.select_related("pembangunan__unit", "instrumen").get(pk=evaluasi.pk)
    with django_assert_num_queries(2):
        visible_answers(evaluasi, a)
