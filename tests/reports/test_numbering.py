"""Numbers of issued papers: a pattern of the institution's own, gapless, restarted each year, and never the same one twice."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.utils import timezone

from reports.closing import Setelan, merged, setelan_of
from reports.kinds import place_of
from reports.models import Dokumen, PengaturanDokumen, Penomoran, Terbitan
from reports.numbering import fill_pattern, pattern_errors
from reports.services import choose
from reports.services.issuing import issue_dokumen
from reports.services.numbering import preview_number, take_number
from tests.browser.server import ROOT, Portal
from tests.factories import AksiFactory, World, make_world
from tests.reports.conftest import approve_plan, approve_report, make_plan, make_report
from units.errors import Ditolak

J = Dokumen.Jenis
HARI = date(2026, 3, 9)


def take(world: World, setelan: Setelan, hari: date = HARI) -> str:
    with transaction.atomic():
        return take_number(setelan, place_of(world.pembangunan), hari).teks


# --- patterns -----------------------------------------------------------------------------------------------------------


def test_a_pattern_is_filled_with_number_year_month_and_unit():
    pola = "700/{urut}/{kode_unit}/{bulan_romawi}/{bulan}/{tahun}"
    assert fill_pattern(pola, urut=12, lebar=3, hari=HARI, kode_unit="ITKAB") == "700/012/ITKAB/III/03/2026"
    assert fill_pattern("{urut}/{tahun}", urut=1234, lebar=3, hari=HARI, kode_unit="") == "1234/2026"


@pytest.mark.parametrize(
    ("pola", "said"),
    [
        ("700/{nomor}/{tahun}", "{nomor} tidak dikenal"),
        ("700/{tahun}", "memuat {urut}"),
        ("700/{urut}", "memuat {tahun}"),
        ("700/{urut/{tahun}", "tidak"),
        ("700/{urut:05d}/{tahun}", "tanpa tanda lain"),
        ("700/{urut.real}/{tahun}", "{urut.real} tidak dikenal"),
        ("700/{}/{urut}/{tahun}", "{} tidak dikenal"),
    ],
)
def test_a_pattern_that_makes_no_number_says_why(pola, said):
    assert said in " ".join(pattern_errors(pola))


def test_a_good_pattern_has_no_errors():
    assert pattern_errors("700/{urut}/ITKAB/{tahun}") == []


# --- settings -----------------------------------------------------------------------------------------------------------


def test_a_kind_with_a_pattern_of_its_own_counts_for_itself_and_the_others_together():
    own = PengaturanDokumen(jenis=J.LHE, pola="LHE/{urut}/{tahun}", mulai=5)
    common = PengaturanDokumen(pola="700/{urut}/{tahun}", tempat="Sukadana", tembusan="Arsip")
    assert (merged(J.LHE, own, common).deret, merged(J.LHE, own, common).mulai) == (J.LHE, 5)
    assert merged(J.LHE, own, common).tempat == "Sukadana"
    assert merged(J.SPTJM, None, common).deret == ""
    quiet = PengaturanDokumen(jenis=J.LHE, pola="", tembusan="Bupati\n\n Arsip ")
    assert (merged(J.LHE, quiet, common).deret, merged(J.LHE, quiet, common).pola) == ("", "700/{urut}/{tahun}")
    assert merged(J.LHE, quiet, common).tembusan == ("Bupati", "Arsip")


def test_nobody_elses_name_is_set_under_what_a_person_states_for_themselves():
    row = PengaturanDokumen(penanda_jabatan="Sekretaris Daerah", penanda_nama="Ratna Dewi")
    assert merged(J.LAMPIRAN_II, row, None).penanda.nama == "Ratna Dewi"
    assert merged(J.PAKTA, row, None).penanda is None
    assert merged(J.LAMPIRAN_II, None, row).penanda is None  # and nobody signs papers of all kinds


# --- counting -----------------------------------------------------------------------------------------------------------


def test_numbers_follow_each_other_and_start_again_each_year(world):
    setelan = Setelan(pola="{urut}/{tahun}")
    assert [take(world, setelan), take(world, setelan)] == ["001/2026", "002/2026"]
    assert take(world, setelan, date(2027, 1, 2)) == "001/2027"
    assert take(world, setelan) == "003/2026"


def test_an_office_that_numbered_by_hand_goes_on_behind_its_last_number(world):
    assert take(world, Setelan(pola="{urut}/{tahun}", mulai=41)) == "041/2026"
    assert take(world, Setelan(pola="{urut}/{tahun}", mulai=41)) == "042/2026"


def test_a_look_at_the_next_number_takes_none(world):
    setelan, place = Setelan(pola="{urut}/{kode_unit}/{tahun}"), place_of(world.pembangunan)
    assert {preview_number(setelan, place, HARI) for _ in range(3)} == {f"001/{world.unit.kode}/2026"}
    assert not Penomoran.objects.exists()


def test_a_number_whose_paper_was_not_written_is_given_to_the_next(world):
    setelan = Setelan(pola="{urut}/{tahun}")
    with transaction.atomic():
        assert take_number(setelan, place_of(world.pembangunan), HARI).urut == 1
        transaction.set_rollback(True)
    assert take(world, setelan) == "001/2026"


def test_each_institution_counts_for_itself(world, other_world):
    setelan = Setelan(pola="{urut}/{tahun}")
    assert [take(world, setelan), take(other_world, setelan)] == ["001/2026", "001/2026"]


def plan_of(world: World):
    plan = make_plan(world)
    AksiFactory(rencana=plan)
    approve_plan(plan, world)
    return plan


def issue(world: World, objek, jenis=J.LAMPIRAN_I, *, by="kepala_unit", **how) -> Terbitan:
    data = choose(jenis, objek, by=world.peran[by], draf=False)
    return issue_dokumen(objek=objek, jenis=jenis, data=data, by=world.peran[by], **how)


def test_two_patterns_that_make_the_same_number_are_refused_and_leave_no_gap(world):
    PengaturanDokumen.objects.create(instansi=world.instansi, jenis=J.SK_TIM, pola="700/{urut}/ZI/{tahun}")
    issue(world, plan_of(world))
    same = setelan_of(world.instansi.pk, J.SK_TIM)
    with pytest.raises(Ditolak, match="dua pola"), transaction.atomic():
        take_number(same, place_of(world.pembangunan), timezone.localdate())
    assert not Penomoran.objects.filter(deret=J.SK_TIM).exists()


# --- in the same moment -------------------------------------------------------------------------------------------------


@pytest.mark.skipif(connection.vendor == "sqlite", reason="the next test has processes for SQLite, which threads share")
@pytest.mark.django_db(transaction=True)
def test_many_threads_take_numbers_without_gap_or_twin():
    world = make_world()
    gate = Barrier(6)

    def run(_: int) -> list[str]:
        gate.wait(timeout=10)
        try:
            return [take(world, Setelan(pola="{urut}/{tahun}")) for _ in range(5)]
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        taken = [nomor for part in pool.map(run, range(6)) for nomor in part]
    assert sorted(taken) == [f"{n:03d}/2026" for n in range(1, 31)]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets in one writer at a time: no two can meet")
@pytest.mark.django_db(transaction=True)
def test_two_people_who_issue_the_same_paper_give_it_one_number(settings):
    settings.CELERY_TASK_ALWAYS_EAGER = False
    world = make_world()
    plan = plan_of(world)
    gate = Barrier(2)

    def run(by: str) -> object:
        gate.wait(timeout=10)
        try:
            return issue(world, plan, by=by)
        except Ditolak as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(run, ("kepala_unit", "ketua_tim")))
    assert sorted(isinstance(item, Ditolak) for item in outcomes) == [False, True]
    assert list(Terbitan.objects.values_list("urut", flat=True)) == [1]


WORLD = """
from tests.factories import make_world
print(make_world().pembangunan.pk)
"""
TAKE = """
from django.db import transaction
from datetime import date
from reports.closing import Setelan
from reports.kinds import place_of
from reports.services.numbering import take_number
from units.models import PembangunanZI
place = place_of(PembangunanZI.objects.select_related("periode__instansi", "unit").get(pk={pk}))
for _ in range(10):
    with transaction.atomic():
        print(take_number(Setelan(pola="{{urut}}/{{tahun}}"), place, date(2026, 3, 9)).teks)
"""


@pytest.fixture
def portal(tmp_path) -> Iterator[Portal]:
    portal = Portal(tmp_path)
    yield portal
    portal.stop()


@pytest.mark.worker
def test_processes_at_once_take_numbers_without_gap_or_twin(portal):
    """On SQLite too, where a transaction that writes begins with the lock."""
    code = TAKE.format(pk=portal.run(WORLD))
    command = [sys.executable, "manage.py", "shell", "--no-imports", "--command", code]
    running = [subprocess.Popen(command, cwd=ROOT, env=portal.env, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    taken = [nomor for child in running for nomor in child.communicate(timeout=120)[0].split()]
    assert sorted(taken) == [f"{n:03d}/2026" for n in range(1, 31)]


def test_a_report_and_a_plan_share_the_common_series(world):
    first = issue(world, plan_of(world))
    report = approve_report(make_report(world), world)
    second = issue(world, report, J.LAMPIRAN_II)
    assert (first.urut, second.urut, first.deret, second.deret) == (1, 2, "", "")
