"""What the grid, the year view and the list read of a plan."""

from datetime import date

import pytest

from action_plans.models import RencanaAksi
from action_plans.plan_data import Capaian, read_plan
from tests.action_plans.worlds import add_action, fill, make_plan, plan_with
from units.choices import Area


@pytest.fixture
def today(world):
    """The middle of June of the plan's year."""
    return date(world.periode.tahun, 6, 15)


def states(baris) -> dict[int, str]:
    return {s.bulan: s.keadaan for s in baris.sel if s.keadaan}


def test_months_are_done_late_begun_due_or_still_to_come(world, today):
    rencana, (aksi,) = plan_with(world, {"bulan": [1, 2, 5, 6, 7]})
    fill(world, aksi, 1, status="selesai")
    fill(world, aksi, 2, status="berjalan")
    baris = read_plan(rencana, today=today).baris[0]
    assert states(baris) == {1: "selesai", 2: "terlambat", 5: "terlambat", 6: "belum", 7: "mendatang"}
    assert baris.keadaan == "terlambat"


def test_a_plan_that_was_never_approved_is_late_nowhere(world, today):
    rencana = make_plan(world, approved=False)
    add_action(rencana, bulan=[1, 12])
    lembar = read_plan(rencana, today=today)
    assert states(lembar.baris[0]) == {1: "mendatang", 12: "mendatang"}
    assert (lembar.berjalan, lembar.capaian.terlambat) == (False, 0)


def test_an_action_as_a_whole(world, today):
    rencana, (done, begun, _, _) = plan_with(
        world, {"bulan": [1]}, {"bulan": [6, 7]}, {"bulan": [7]}, {"bulan": [], "target_waktu": "Apabila perlu"}
    )
    fill(world, done, 1, status="selesai")
    fill(world, begun, 6, status="berjalan")
    lembar = read_plan(rencana, today=today)
    assert [b.keadaan for b in lembar.baris] == ["selesai", "berjalan", "belum", "belum"]


def test_figures_of_a_section(world, today):
    rencana, (one, _) = plan_with(world, {"bulan": [1, 2, 7]}, {"bulan": [5]})
    fill(world, one, 1, status="selesai")
    grup = read_plan(rencana, today=today).grup[0]
    assert grup.capaian == Capaian(aksi=2, target=4, jatuh_tempo=3, selesai=1, terlambat=2)


def test_rows_stand_in_the_order_of_the_form_with_indicators_together(world, today):
    rencana = make_plan(world, approved=False)
    for area, aspek, indikator, aksi in (
        (Area.SDM, "reform", "R", "4"),
        (Area.MANAJEMEN_PERUBAHAN, "pemenuhan", "X", "1"),
        (Area.MANAJEMEN_PERUBAHAN, "pemenuhan", "Y", "3"),
        (Area.MANAJEMEN_PERUBAHAN, "pemenuhan", "X", "2"),
        (Area.HASIL_BERSIH, "", "H", "5"),
    ):
        add_action(rencana, bulan=[1], area=area, aspek=aspek, indikator=indikator, aksi=aksi)
    lembar = read_plan(rencana, today=today)
    assert [(b.nomor, b.aksi, b.ulang) for b in lembar.baris] == [
        ("1", "1", False), ("2", "2", True), ("3", "3", False), ("4", "4", False), ("5", "5", False),
    ]  # fmt: skip


def test_a_row_that_fits_no_heading_is_shown_last_and_not_lost(world, today):
    rencana = make_plan(world, approved=False)
    add_action(rencana, bulan=[1], aspek="", aksi="Tanpa aspek")
    lembar = read_plan(rencana, today=today)
    assert (lembar.grup[-1].label, [b.aksi for b in lembar.grup[-1].baris]) == ("Manajemen Perubahan", ["Tanpa aspek"])


def test_struck_rows_are_gone_and_progress_of_a_dropped_month_stays_visible(world, today):
    rencana, (aksi, gone) = plan_with(world, {"bulan": [1, 2]}, {"bulan": [1]})
    fill(world, aksi, 1, status="selesai")
    aksi.bulan = [2]
    aksi.save()
    gone.dihapus_at = "2026-01-01T00:00Z"
    gone.save()
    (baris,) = read_plan(rencana, today=today).baris
    assert states(baris) == {1: "selesai", 2: "terlambat"}
    assert [s.bulan for s in baris.sel if s.target] == [2]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_plan_is_read_with_two_queries_whatever_its_size(world, today, rows, django_assert_num_queries):
    rencana, actions = plan_with(world, *({"bulan": [1, 2]} for _ in range(rows)))
    for aksi in actions:
        fill(world, aksi, 1, status="selesai")
    rencana = RencanaAksi.objects.select_related("pembangunan__periode").get(pk=rencana.pk)
    with django_assert_num_queries(2):
        read_plan(rencana, today=today)
