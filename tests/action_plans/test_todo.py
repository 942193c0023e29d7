"""What the home page tells each role to do, and that it costs the same however much waits."""

from datetime import date

import pytest

from action_plans.models import LaporanTriwulan, RencanaAksi
from action_plans.services import report
from action_plans.todo import todo_for
from tests.action_plans.worlds import add_action, approve, fill, make_laporan, make_plan, plan_with
from tests.factories import UnitKerjaFactory
from units.choices import Area, JenisPeran
from units.models import PembangunanZI

J = JenisPeran
MINE, NOT_MINE = Area.MANAJEMEN_PERUBAHAN, Area.PELAYANAN_PUBLIK


def todo(world, jenis, month=2, day=10):
    return todo_for(world.peran[jenis], world.periode, today=date(world.periode.tahun, month, day))


def titles(world, jenis, month=2, day=10):
    return [t.judul for t in todo(world, jenis, month, day)]


@pytest.fixture
def planned(world):
    """Due in January and February; nothing done."""
    plan_with(world, {"bulan": [1, 2], "area": MINE}, {"bulan": [2], "area": NOT_MINE})
    return world


def test_without_a_plan_the_ketua_begins_one(world):
    assert titles(world, J.KETUA_TIM) == [f"Susun rencana aksi {world.periode.tahun}"]
    assert titles(world, J.ANGGOTA_TIM) == []


def test_reports_wait_for_the_plan_and_never_hide_it(world):
    late = "3 laporan triwulan terlambat"
    assert titles(world, J.KETUA_TIM, 11, 21) == [f"Susun rencana aksi {world.periode.tahun}", late]
    assert titles(world, J.KEPALA_UNIT, 11, 21) == [late]
    assert titles(world, J.ANGGOTA_TIM, 11, 21) == []
    make_plan(world, approved=False)
    assert titles(world, J.KETUA_TIM, 11, 21) == ["Lengkapi dan ajukan rencana aksi", late]


def test_a_draft_is_to_be_submitted_and_a_submitted_plan_to_be_decided(world):
    rencana = make_plan(world, approved=False)
    assert titles(world, J.KETUA_TIM) == ["Lengkapi dan ajukan rencana aksi"]
    RencanaAksi.objects.filter(pk=rencana.pk).update(status="diajukan")
    assert titles(world, J.KETUA_TIM) == []
    assert titles(world, J.KEPALA_UNIT) == ["Rencana aksi menunggu persetujuan Anda"]


def test_a_returned_plan_carries_its_reason(world):
    rencana = make_plan(world, approved=False)
    rencana.riwayat.create(
        oleh=world.peran[J.KEPALA_UNIT].user,
        peran=world.peran[J.KEPALA_UNIT],
        tindakan="Kembalikan",
        kolom="status",
        dari="Diajukan",
        ke="Draf",
        alasan="Tambahkan target.",
    )
    assert [(t.judul, t.keterangan, t.nada) for t in todo(world, J.KETUA_TIM)] == [
        ("Rencana aksi dikembalikan", "Tambahkan target.", "merah")
    ]


def test_targets_of_the_month_and_late_ones_for_those_who_fill_them(planned):
    assert titles(planned, J.KETUA_TIM) == ["1 target rencana aksi terlambat", "2 target Februari belum selesai"]
    assert titles(planned, J.ANGGOTA_TIM) == ["1 target rencana aksi terlambat", "1 target Februari belum selesai"]
    assert titles(planned, J.KEPALA_UNIT) == []


def test_what_is_done_waits_no_more(planned):
    rows = list(planned.pembangunan.rencana.aksi.all())
    for aksi in rows:
        for bulan in aksi.bulan:
            fill(planned, aksi, bulan, status="selesai")
    assert titles(planned, J.KETUA_TIM) == []


def test_the_last_day_of_december_counts(planned):
    rencana = planned.pembangunan.rencana
    add_action(rencana, bulan=[12], area=MINE)
    approve(rencana, planned)
    december = next(t for t in todo(planned, J.KETUA_TIM, 12, 31) if "Desember" in t.judul)
    assert december.tenggat == date(planned.periode.tahun, 12, 31)


# --- reports -------------------------------------------------------------------------------------------------


def of_reports(world, jenis, month=4, day=5):
    return [(t.judul, t.nada) for t in todo(world, jenis, month, day) if "aporan" in t.judul]


def test_a_quarter_that_ended_wants_its_report(planned):
    assert of_reports(planned, J.KETUA_TIM, 3, 31) == []
    assert of_reports(planned, J.KETUA_TIM) == [("Susun Laporan Triwulan I", "kuning")]
    assert of_reports(planned, J.KETUA_TIM, 4, 11) == [("Susun Laporan Triwulan I", "merah")]


@pytest.mark.parametrize(
    ("status", "ketua", "kepala", "inspektorat"),
    [
        ("draf", ["Lengkapi dan ajukan Laporan Triwulan I"], [], []),
        ("diajukan", [], ["Laporan Triwulan I menunggu persetujuan Anda"], []),
        ("disetujui", [], ["Sampaikan Laporan Triwulan I ke Inspektorat"], []),
        ("disampaikan", [], [], ["Terima Laporan Triwulan I {unit}"]),
        ("diterima", [], [], []),
    ],
)
def test_each_status_waits_for_one_role(planned, status, ketua, kepala, inspektorat):
    make_laporan(planned, status=status)
    assert [t for t, _ in of_reports(planned, J.KETUA_TIM)] == ketua
    assert [t for t, _ in of_reports(planned, J.KEPALA_UNIT)] == kepala
    for jenis in (J.TIM_PEMBINA, J.KETUA_TPI, J.SEKRETARIS_TPI):
        assert [t for t, _ in of_reports(planned, jenis)] == [t.format(unit=planned.unit) for t in inspektorat]


def test_a_report_returned_by_the_inspektorat_goes_to_the_ketua(planned):
    laporan = make_laporan(planned, status="disampaikan")
    report.take_step(laporan=laporan, name="refuse", by=planned.peran[J.TIM_PEMBINA], alasan="Angka keliru.")
    assert of_reports(planned, J.KETUA_TIM) == [("Laporan Triwulan I dikembalikan Inspektorat", "merah")]


def test_what_is_late_is_seen_by_head_inspektorat_and_kepala_daerah(planned):
    assert of_reports(planned, J.KEPALA_UNIT, 4, 11) == [("Laporan Triwulan I terlambat", "merah")]
    for jenis in (J.TIM_PEMBINA, J.KEPALA_DAERAH, J.DELEGASI):
        assert of_reports(planned, jenis, 8, 1) == [("2 laporan triwulan terlambat", "merah")]


@pytest.mark.parametrize("jenis", [J.ADMIN_INSTANSI, J.PEGAWAI, J.TIUK, J.ANGGOTA_TPI, J.PENILAI_TPN])
def test_the_others_have_nothing_to_do_here(planned, jenis):
    make_laporan(planned, status="disampaikan")
    assert todo(planned, jenis, 12, 1) == []


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("jenis", "queries"), [(J.KETUA_TIM, 8), (J.KEPALA_UNIT, 7), (J.TIM_PEMBINA, 7)])
def test_the_same_number_of_queries(planned, django_assert_num_queries, count, jenis, queries):
    rencana = planned.pembangunan.rencana
    for n in range(count):
        fill(planned, add_action(rencana, bulan=[1, 2], area=MINE), 1, status="berjalan")
        other = PembangunanZI.objects.create(unit=UnitKerjaFactory(instansi=planned.instansi), periode=planned.periode)
        LaporanTriwulan.objects.create(
            pembangunan=other,
            triwulan=1,
            status="disampaikan",
            dikirim_at=f"{planned.periode.tahun}-04-0{n + 1}T03:00Z",
        )
    with django_assert_num_queries(queries):
        todo(planned, jenis, 4, 11)
