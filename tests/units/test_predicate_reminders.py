"""Re-evaluations are due every two years: told in time, once per stage, and again for the next one."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.units.predicate_worlds import answered, hold, review, revoked
from units.choices import JenisPeran
from units.models import Notifikasi, Predikat, TinjauanPredikat
from units.predicate_todo import todo_for
from units.services.predicate_reminders import send_reevaluation_reminders

J = JenisPeran
DUE = date(2027, 6, 15)
PEOPLE = 3  # ketua and sekretaris TPI, the unit's head


@pytest.fixture
def predikat(world) -> Predikat:
    return hold(world, mulai=date(2025, 6, 15), reevaluasi_paling_lambat=DUE)


@pytest.mark.parametrize(
    ("before", "told"), [(91, 0), (90, PEOPLE), (30, PEOPLE), (7, PEOPLE), (1, PEOPLE), (0, PEOPLE), (-1, PEOPLE)]
)
def test_reminders_come_90_30_7_1_days_before_and_when_it_is_overdue(world, predikat, before, told):
    assert send_reevaluation_reminders(today=DUE - timedelta(days=before)) == told


def test_each_stage_is_told_once(world, predikat):
    days = (90, 89, 31, 30, 7, 6, 1, 0, -1, -40)
    assert [send_reevaluation_reminders(today=DUE - timedelta(days=n)) for n in days] == [3, 0, 0, 3, 3, 0, 3, 0, 3, 0]
    assert Notifikasi.objects.filter(judul__endswith="sudah lewat batas waktu").count() == PEOPLE


def test_after_a_re_evaluation_the_next_one_is_told_anew(world, predikat):
    send_reevaluation_reminders(today=DUE)
    Predikat.objects.filter(pk=predikat.pk).update(reevaluasi_paling_lambat=date(2029, 6, 15))
    assert send_reevaluation_reminders(today=DUE) == 0
    assert send_reevaluation_reminders(today=date(2029, 6, 15)) == PEOPLE


def test_nobody_is_reminded_of_a_revoked_predicate(world):
    row = revoked(world)
    assert send_reevaluation_reminders(today=row.reevaluasi_paling_lambat) == 0


# --- what waits ------------------------------------------------------------------------------------------------------


def titles(peran, today: date | None = None) -> list[str]:
    return [t.judul for t in todo_for(peran, today=today or timezone.localdate())]


def test_the_head_owes_a_clarification_until_it_is_given(world):
    row = review(world)
    assert titles(world.peran[J.KEPALA_UNIT]) == ["Beri klarifikasi atas peninjauan predikat Menuju WBK"]
    TinjauanPredikat.objects.filter(pk=row.pk).update(ditanggapi_at=timezone.now())
    assert titles(world.peran[J.KEPALA_UNIT]) == []


def test_the_ketua_decides_once_the_unit_was_heard(world):
    row = review(world)
    ketua = world.peran[J.KETUA_TPI]
    assert titles(ketua) == []
    assert titles(ketua, row.tenggat + timedelta(days=1)) == [f"Putuskan peninjauan predikat {world.unit}"]


def test_an_answer_puts_the_decision_on_the_ketuas_list(world, client_as):
    answered(world)
    page = client_as(world.peran[J.KETUA_TPI]).get(reverse("beranda"))
    assert f"Putuskan peninjauan predikat {world.unit}" in [t.judul for t in page.context["tugas_list"]]


def test_due_re_evaluations_are_one_line(world, predikat):
    ketua = world.peran[J.KETUA_TPI]
    assert titles(ketua, DUE - timedelta(days=91)) == []
    assert titles(ketua, DUE - timedelta(days=90)) == ["1 predikat perlu dievaluasi ulang"]
    assert todo_for(ketua, today=DUE + timedelta(days=1))[0].nada == "merah"
    assert titles(world.peran[J.ANGGOTA_TPI], DUE) == []
