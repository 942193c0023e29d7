"""What the home page asks of each role in assessments."""

import pytest
from django.utils import timezone

from evaluation.services.steps import take_step
from evaluation.todo import todo_for
from tests.access import ROLES
from tests.evaluation.worlds import at_step, make_penilaian, publish
from units.choices import JenisPeran

J = JenisPeran


def titles(world) -> dict[str, str]:
    """By role; roles that have nothing to do are left out."""
    found = {jenis: todo_for(world.peran[jenis], world.periode, today=timezone.localdate()) for jenis in ROLES}
    return {jenis: tasks[0].judul for jenis, tasks in found.items() if tasks}


def test_without_an_lke_the_inspektorat_lays_one_down(world):
    assert titles(world) == {J.KETUA_TPI: "Tetapkan LKE", J.SEKRETARIS_TPI: "Tetapkan LKE"}


def test_then_the_ketua_begins(world):
    publish(world)
    assert titles(world) == {J.KETUA_TIM: "Mulai penilaian mandiri"}


def test_then_the_team_fills_in(world):
    make_penilaian(world)
    assert titles(world) == dict.fromkeys((J.KETUA_TIM, J.ANGGOTA_TIM), "Lengkapi penilaian mandiri")


def test_then_the_head_submits_and_nothing_waits(world):
    penilaian = at_step(world, "disiapkan")
    assert titles(world) == {J.KEPALA_UNIT: "Penilaian mandiri menunggu pengajuan oleh Anda"}
    take_step(penilaian=penilaian, name="submit", by=world.peran[J.KEPALA_UNIT], setuju=True)
    assert titles(world) == {}


def test_a_return_is_told_with_its_reason(world):
    penilaian = at_step(world, "diajukan")
    take_step(penilaian=penilaian, name="return", by=world.peran[J.KETUA_TPI], alasan="Bukti keliru")
    (task,) = todo_for(world.peran[J.KETUA_TIM], world.periode, today=timezone.localdate())
    assert (task.judul, task.keterangan) == ("Penilaian mandiri dikembalikan", "Bukti keliru")


@pytest.mark.parametrize("jenis", [J.KETUA_TIM, J.KETUA_TPI])
def test_it_costs_at_most_three_queries(world, django_assert_max_num_queries, jenis):
    make_penilaian(world)
    with django_assert_max_num_queries(3):
        todo_for(world.peran[jenis], world.periode, today=timezone.localdate())
