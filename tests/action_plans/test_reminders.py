"""Reminders of a report's deadline: 30, 7 and 1 days before, and once when it has passed. Each is told once."""

from datetime import date

import pytest

from action_plans.services.reminders import send_reminders
from action_plans.tasks import send_reminders as task
from tests.action_plans.worlds import make_laporan, plan_with
from units.choices import Area, JenisPeran
from units.models import Notifikasi, PembangunanZI

J = JenisPeran


@pytest.fixture
def planned(world):
    plan_with(world, {"bulan": [1], "area": Area.MANAJEMEN_PERUBAHAN})
    return world


def remind(world, month, day):
    Notifikasi.objects.filter(kunci="").delete()
    return send_reminders(today=date(world.periode.tahun, month, day))


def told(world):
    return sorted({(n.user_id, n.judul) for n in Notifikasi.objects.exclude(kunci="")})


def people(world, *jenis):
    return {world.peran[j].user_id for j in jenis}


def test_thirty_seven_and_one_day_before_and_never_twice(planned):
    """Quarter I is due on 10 April. The job runs several times a day, and may miss a day."""
    assert remind(planned, 3, 10) == 0
    assert remind(planned, 3, 11) == 2
    assert remind(planned, 3, 12) == 0
    assert remind(planned, 4, 4) == 2, "a missed day is made up for"
    assert remind(planned, 4, 9) == 2
    assert remind(planned, 4, 10) == 0
    assert {n.judul.split(str(planned.unit))[1] for n in Notifikasi.objects.all()} == {
        " jatuh tempo 30 hari lagi",
        " jatuh tempo 6 hari lagi",
        " jatuh tempo 1 hari lagi",
    }
    assert {n.user_id for n in Notifikasi.objects.all()} == people(planned, J.KETUA_TIM, J.KEPALA_UNIT)


def test_when_it_has_passed_the_inspektorat_hears_of_it_too(planned):
    remind(planned, 4, 11)
    late = {user for user, judul in told(planned) if judul == f"Laporan Triwulan I {planned.unit} terlambat"}
    assert late == people(planned, J.KETUA_TIM, J.KEPALA_UNIT, J.TIM_PEMBINA, J.KETUA_TPI, J.SEKRETARIS_TPI)
    assert remind(planned, 5, 1) == 0


def test_a_report_that_was_sent_is_not_reminded_of(planned):
    make_laporan(planned, status="disampaikan")
    assert remind(planned, 4, 9) == 0
    assert remind(planned, 4, 30) == 0


def test_quarter_four_is_reminded_of_in_january(planned):
    send_reminders(today=date(planned.periode.tahun + 1, 1, 9))
    assert f"Laporan Triwulan IV {planned.unit} jatuh tempo 1 hari lagi" in {judul for _, judul in told(planned)}


def test_a_unit_named_later_is_not_reminded_of_earlier_quarters(planned):
    PembangunanZI.objects.filter(pk=planned.pembangunan.pk).update(tanggal_penetapan=date(planned.periode.tahun, 4, 1))
    assert remind(planned, 4, 11) == 0


def test_an_inactive_unit_is_left_alone(planned):
    type(planned.unit).objects.filter(pk=planned.unit.pk).update(is_active=False)
    assert remind(planned, 4, 11) == 0


def test_each_institution_hears_of_its_own_units_only(planned, other_world):
    remind(planned, 4, 11)
    theirs = {n.judul for n in Notifikasi.objects.filter(user=other_world.peran[J.TIM_PEMBINA].user)}
    assert theirs == {f"Laporan Triwulan I {other_world.unit} terlambat"}


def test_the_task_runs_on_the_day_it_is(planned):
    task()
    first = Notifikasi.objects.count()
    task()
    assert Notifikasi.objects.count() == first
