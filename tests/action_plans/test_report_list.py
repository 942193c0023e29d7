"""Which report is due, late or returned, as the unit and the Inspektorat see it."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from action_plans.models import LaporanTriwulan
from action_plans.report_status import count_overdue, deadlines, states_for
from action_plans.services import report
from tests.action_plans.worlds import make_laporan, plan_with
from tests.factories import UnitKerjaFactory
from units.choices import Area, JenisPeran
from units.models import PembangunanZI, Tenggat

J = JenisPeran


@pytest.fixture
def planned(world):
    plan_with(world, {"bulan": [1], "area": Area.MANAJEMEN_PERUBAHAN})
    return world


def states(world, jenis, *, month, day=1):
    return states_for(world.peran[jenis], world.periode, today=date(world.periode.tahun, month, day))


@pytest.mark.parametrize("named", [None, (2, 1), (3, 31), (4, 1), (8, 1)])
@pytest.mark.parametrize("today", [(4, 10), (4, 11), (7, 11), (12, 31)])
def test_the_database_counts_as_overdue_what_each_row_says_of_itself(world, named, today):
    tahun, leader = world.periode.tahun, world.peran[J.KEPALA_DAERAH]
    named = named and date(tahun, *named)
    PembangunanZI.objects.update(tanggal_penetapan=named)
    PembangunanZI.objects.create(unit=UnitKerjaFactory(instansi=world.instansi), periode=world.periode)
    LaporanTriwulan.objects.create(pembangunan=world.pembangunan, triwulan=2, dikirim_at=timezone.now())
    late = [k for k in states_for(leader, world.periode, today=date(tahun, *today)) if k.is_overdue]
    expected = len(late), len({k.pembangunan.pk for k in late})
    assert count_overdue(leader, world.periode, today=date(tahun, *today)) == expected


def test_deadlines_come_from_the_calendar_of_the_year_else_from_the_profile(world):
    tahun = world.periode.tahun
    assert deadlines(world.periode) == {
        1: date(tahun, 4, 10),
        2: date(tahun, 7, 10),
        3: date(tahun, 10, 10),
        4: date(tahun + 1, 1, 10),
    }
    Tenggat.objects.update_or_create(
        periode=world.periode,
        kode="laporan_tw1",
        defaults={"nama": "Laporan Triwulan I", "tanggal": date(tahun, 4, 20)},
    )
    assert deadlines(world.periode)[1] == date(tahun, 4, 20)


@pytest.mark.parametrize(
    ("month", "day", "late", "words"),
    [
        (3, 31, [False] * 4, ["Triwulan berjalan", "Belum waktunya", "Belum waktunya", "Belum waktunya"]),
        (4, 10, [False] * 4, ["Belum disampaikan", "Triwulan berjalan", "Belum waktunya", "Belum waktunya"]),
        (
            4,
            11,
            [True, False, False, False],
            ["Belum disampaikan", "Triwulan berjalan", "Belum waktunya", "Belum waktunya"],
        ),
        (12, 31, [True, True, True, False], ["Belum disampaikan"] * 3 + ["Triwulan berjalan"]),
    ],
)
def test_a_report_that_does_not_exist_is_late_the_day_after_its_deadline(world, month, day, late, words):
    found = states(world, J.KETUA_TIM, month=month, day=day)
    assert [k.is_overdue for k in found] == late
    assert [k.status[1] for k in found] == words


def test_a_draft_is_late_until_it_is_sent_and_shows_by_how_much(planned):
    make_laporan(planned, status="disetujui")
    first = states(planned, J.KETUA_TIM, month=4, day=15)[0]
    assert (first.is_overdue, first.days_late, first.status[1]) == (True, 5, "Disetujui")


def test_a_report_sent_is_late_no_more(planned):
    laporan = make_laporan(planned, status="disampaikan")
    LaporanTriwulan.objects.filter(pk=laporan.pk).update(dikirim_at=f"{planned.periode.tahun}-04-12T03:00Z")
    first = states(planned, J.TIM_PEMBINA, month=6)[0]
    assert (first.is_overdue, first.days_late, first.status[1]) == (False, 2, "Disampaikan")


def test_a_returned_report_says_so(planned):
    laporan = make_laporan(planned, status="disampaikan")
    report.take_step(laporan=laporan, name="refuse", by=planned.peran[J.TIM_PEMBINA], alasan="Angka keliru.")
    for jenis in (J.KETUA_TIM, J.TIM_PEMBINA):
        assert states(planned, jenis, month=12)[0].status == ("merah", "Dikembalikan")


def test_a_unit_named_by_decree_later_owes_no_earlier_quarter(world):
    PembangunanZI.objects.filter(pk=world.pembangunan.pk).update(tanggal_penetapan=date(world.periode.tahun, 5, 2))
    found = states(world, J.TIM_PEMBINA, month=12)
    assert [k.is_overdue for k in found] == [False, True, True, False]
    assert found[0].status[1] == "Sebelum penetapan"


def test_the_inspektorat_does_not_see_drafts(planned, client_as):
    laporan = make_laporan(planned, status="disetujui")
    assert states(planned, J.TIM_PEMBINA, month=12)[0].laporan is None
    page = client_as(planned.peran[J.TIM_PEMBINA]).get(reverse("laporan_list")).content.decode()
    assert reverse("laporan_detail", args=[laporan.pk]) not in page


def test_another_institution_sees_nothing(planned, other_world):
    make_laporan(planned, status="disampaikan")
    assert {k.pembangunan for k in states(other_world, J.TIM_PEMBINA, month=12)} == {other_world.pembangunan}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", True),
        ("q=kecamatan", True),
        ("q=rumah+sakit", False),
        ("triwulan=1&keadaan=disampaikan", True),
        ("triwulan=2&keadaan=disampaikan", False),
        ("keadaan=diterima", False),
    ],
)
def test_the_list_is_filtered_by_its_address(planned, client_as, query, found):
    make_laporan(planned, status="disampaikan")
    for view in ("", "&tampilan=daftar"):
        page = client_as(planned.peran[J.KETUA_TPI]).get(f"{reverse('laporan_list')}?{query}{view}").content.decode()
        assert (str(planned.unit) in page) == found


def test_the_unit_sees_its_four_quarters_and_the_one_next_step(planned, client_as):
    laporan = make_laporan(planned, status="diajukan")
    page = client_as(planned.peran[J.KEPALA_UNIT]).get(reverse("laporan_list")).content.decode()
    assert [f"Triwulan {n} " in page for n in ("I", "II", "III", "IV")] == [True] * 4
    assert "Periksa dan setujui" in page
    assert reverse("laporan_detail", args=[laporan.pk]) in page
    assert "Susun laporan" not in page, "that is the ketua's"


def test_the_filter_of_the_list_stays_in_the_list(planned, client_as):
    page = client_as(planned.peran[J.KETUA_TPI]).get(reverse("laporan_list") + "?tampilan=daftar").content.decode()
    assert '<input type="hidden" name="tampilan" value="daftar"' in page


def test_the_list_goes_to_excel_as_it_is_filtered(planned, client_as):
    laporan = make_laporan(planned, status="disampaikan")
    answer = client_as(planned.peran[J.KETUA_TPI]).get(reverse("laporan_list") + "?triwulan=1&unduh=xlsx")
    sheet = load_workbook(BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == ["Unit kerja", "Triwulan", "Status", "Tenggat", "Disampaikan", "Diterima", "Keterlambatan"]
    assert len(rows) == 2
    assert rows[1][:3] == [planned.unit.nama, "Triwulan I", "Disampaikan"]
    assert rows[1][4].date() == timezone.localdate(laporan.dikirim_at)


def more_units(world, count):
    for _ in range(count):
        PembangunanZI.objects.create(unit=UnitKerjaFactory(instansi=world.instansi), periode=world.periode)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("view", "queries"), [("", 8), ("?tampilan=daftar", 9), ("?unduh=csv", 7)])
def test_all_units_ask_the_same_number_of_queries(planned, client_as, django_assert_num_queries, count, view, queries):
    make_laporan(planned, status="disampaikan")
    more_units(planned, count)
    client = client_as(planned.peran[J.TIM_PEMBINA])
    client.get(reverse("laporan_list"))
    with django_assert_num_queries(queries):
        client.get(reverse("laporan_list") + view)
