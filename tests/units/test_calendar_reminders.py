"""Deadlines of the year: told 30, 7 and 1 days before and once when passed, to those who still have it to do."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.factories import PembangunanFactory, PeriodeFactory, UnitKerjaFactory, make_peran
from tests.units.year_worlds import at_stage
from units.choices import JenisPeran as J
from units.choices import Tahap
from units.models import Notifikasi, Tenggat
from units.profiles import all_profiles
from units.reminders import PENGINGAT, stage_of
from units.services.reminders import send_calendar_reminders

YEAR = timezone.localdate().year
DUE = date(YEAR, 5, 31)


@pytest.mark.parametrize(
    ("days", "stage"),
    [
        (31, ""),
        (30, "h30"),
        (8, "h30"),
        (7, "h7"),
        (2, "h7"),
        (1, "h1"),
        (0, "h1"),
        (-1, "lewat"),
        (-30, "lewat"),
        (-31, ""),
    ],
)
def test_the_nearest_reminder_is_due(days, stage):
    assert stage_of(DUE, DUE - timedelta(days=days)) == stage


def test_every_deadline_of_every_profile_reminds_somebody():
    """Quarterly reports have reminders of their own."""
    codes = {t.kode for profil in all_profiles().values() for t in profil.tenggat if not t.kode.startswith("laporan")}
    assert codes == set(PENGINGAT)


def set_due(world, kode: str, day: date = DUE) -> None:
    Tenggat.objects.create(periode=world.periode, kode=kode, nama="Pengusulan ke TPN", tanggal=day)


def told(judul: str = "") -> set[str]:
    return {n.user.peran.get().jenis for n in Notifikasi.objects.filter(judul__contains=judul).select_related("user")}


def test_those_are_told_who_still_have_it_to_do(world):
    set_due(world, "usulan_tpn")
    at_stage(world, Tahap.EVALUASI_TPI)
    send_calendar_reminders(today=DUE - timedelta(days=7))
    assert told(f"jatuh tempo 7 hari lagi (31 Mei {YEAR})") == {
        J.KEPALA_DAERAH, J.DELEGASI, J.KETUA_TPI, J.SEKRETARIS_TPI, J.KEPALA_UNIT,
    }  # fmt: skip
    assert world.unit.nama in Notifikasi.objects.first().pesan


def test_a_deadline_that_is_met_is_not_mentioned(world):
    set_due(world, "usulan_tpn")
    at_stage(world, Tahap.EVALUASI_TPN)
    assert send_calendar_reminders(today=DUE - timedelta(days=1)) == 0
    assert send_calendar_reminders(today=DUE + timedelta(days=1)) == 0


def test_only_units_that_still_have_it_to_do_are_told(world):
    set_due(world, "usulan_tpn")
    at_stage(world, Tahap.DIUSULKAN)
    done = PembangunanFactory(unit=UnitKerjaFactory(instansi=world.instansi), periode=world.periode, tahap=Tahap.DIBINA)
    head = make_peran(J.KEPALA_UNIT, instansi=world.instansi, unit=done.unit)
    send_calendar_reminders(today=DUE)
    assert not head.user.notifikasi.exists()
    assert (
        world.peran[J.KEPALA_UNIT].user.notifikasi.get().judul
        == f"Pengusulan ke TPN jatuh tempo hari ini (31 Mei {YEAR})"
    )


def test_each_stage_is_told_once_and_a_moved_deadline_anew(world):
    set_due(world, "usulan_tpn")
    at_stage(world, Tahap.EVALUASI_TPI)
    head = world.peran[J.KEPALA_UNIT].user
    for days in (30, 29, 7, 6, 1, 0, -1, -2):
        for _ in range(2):
            send_calendar_reminders(today=DUE - timedelta(days=days))
    assert head.notifikasi.count() == 4
    assert head.notifikasi.first().judul == f"Pengusulan ke TPN sudah lewat tenggat (31 Mei {YEAR})"
    Tenggat.objects.update(tanggal=DUE + timedelta(days=10))
    send_calendar_reminders(today=DUE + timedelta(days=9))
    assert head.notifikasi.count() == 5


def test_a_year_without_units_is_told_to_find_candidates(world):
    set_due(world, "usulan_calon")
    assert send_calendar_reminders(today=DUE) == 0  # its unit is building
    empty = PeriodeFactory(instansi=world.instansi, tahun=YEAR - 1)
    Tenggat.objects.create(periode=empty, kode="usulan_calon", nama="Usulan calon", tanggal=DUE)
    send_calendar_reminders(today=DUE)
    assert told() == {J.TIUK, J.KETUA_TPI, J.SEKRETARIS_TPI}


def test_another_institution_is_not_told(world, other_world):
    set_due(world, "usulan_tpn")
    at_stage(world, Tahap.EVALUASI_TPI)
    send_calendar_reminders(today=DUE)
    assert not other_world.peran[J.KETUA_TPI].user.notifikasi.exists()
