"""The figures of a report, counted by hand on small data, and what is frozen at approval."""

from datetime import date

import pytest

from action_plans import naskah, report_data
from action_plans.models import Aksi, BagianLaporan
from action_plans.report_data import Hitungan, collect
from action_plans.services import progress, report
from tests.action_plans.worlds import approve, fill, make_laporan, plan_with
from units import evidence
from units.choices import Area, JenisPeran

J = JenisPeran
MP, PP, HASIL = Area.MANAJEMEN_PERUBAHAN, Area.PELAYANAN_PUBLIK, Area.HASIL_BERSIH


@pytest.fixture
def story(world):
    """Quarter II of the year, looked at on 20 May: April is over, May runs, June is to come.

    area  months      progress
    MP    Apr Mei Jun Apr done with evidence, Mei running 50 % with an obstacle, Jun untouched
    MP    Mar Apr     Mar untouched (left open from quarter I), Apr untouched: late
    PP    Apr         done without evidence
    PP    Jul         not of this quarter
    HASIL Mei         untouched
    """
    rencana, rows = plan_with(
        world,
        {"area": MP, "bulan": [4, 5, 6]},
        {"area": MP, "bulan": [3, 4]},
        {"area": PP, "bulan": [4]},
        {"area": PP, "bulan": [7]},
        {"area": HASIL, "bulan": [5]},
    )
    proof, _ = evidence.add_link(
        "https://contoh.test/1", pembangunan=world.pembangunan, by=world.peran[J.KETUA_TIM], judul="Notulen"
    )
    fill(world, rows[0], 4, status="selesai")
    progress.attach(aksi=rows[0], bulan=4, data_dukung=proof, by=world.peran[J.KETUA_TIM])
    fill(world, rows[0], 5, persen=50, kendala="Narasumber belum ada.")
    fill(world, rows[2], 4, status="selesai")
    return world, rencana, rows


def figures(world, triwulan=2, day=20):
    laporan = report.create_laporan(pembangunan=world.pembangunan, triwulan=triwulan, by=world.peran[J.KETUA_TIM])
    return collect(laporan, today=date(world.periode.tahun, 5, day))


def test_counts_per_area(story):
    data = figures(story[0])
    assert data.of(MP).hitungan == Hitungan(jatuh_tempo=4, selesai=1, berjalan=1, belum=2, terlambat=1, dengan_bukti=1)
    assert data.of(PP).hitungan == Hitungan(jatuh_tempo=1, selesai=1, berjalan=0, belum=0, terlambat=0, dengan_bukti=0)
    assert data.of(HASIL).hitungan == Hitungan(
        jatuh_tempo=1, selesai=0, berjalan=0, belum=1, terlambat=0, dengan_bukti=0
    )
    assert data.of(Area.SDM).hitungan == Hitungan()
    assert data.total == Hitungan(jatuh_tempo=6, selesai=2, berjalan=1, belum=3, terlambat=1, dengan_bukti=1)


def test_share_done(story):
    data = figures(story[0])
    assert str(data.total.persen) == "33.33"
    assert str(data.of(PP).hitungan.persen) == "100.00"
    assert data.of(Area.SDM).hitungan.persen is None


def test_what_earlier_quarters_left_open(story):
    data = figures(story[0])
    assert [(b.bulan, b.keadaan) for b in data.tunggakan] == [(3, "terlambat")]


def test_obstacles_and_evidence_stand_with_their_action(story):
    data = figures(story[0])
    assert [(b.bulan, b.kendala) for b in data.kendala] == [(5, "Narasumber belum ada.")]
    april = data.of(MP).butir[0]
    assert [(e.judul, e.versi) for e in april.bukti] == [("Notulen", 1)]
    assert data.of(PP).butir[0].lacks_evidence


@pytest.mark.parametrize(
    ("written", "obstacle"),
    [("-", ""), (" Tidak ada. ", ""), ("NIHIL", ""), ("Tidak ada listrik", "Tidak ada listrik")],
)
def test_no_obstacle_may_be_written_in_many_ways(world, written, obstacle):
    _, (aksi,) = plan_with(world, {"area": MP, "bulan": [4]})
    fill(world, aksi, 4, kendala=written)
    assert figures(world).of(MP).butir[0].kendala == obstacle


def test_after_the_quarter_everything_open_is_late(story):
    world = story[0]
    laporan = report.create_laporan(pembangunan=world.pembangunan, triwulan=2, by=world.peran[J.KETUA_TIM])
    assert collect(laporan, today=date(world.periode.tahun, 7, 1)).total.terlambat == 4


def test_a_revision_in_progress_changes_nothing_until_it_is_approved(story):
    world, rencana, rows = story
    Aksi.objects.filter(pk=rows[4].pk).update(bulan=[7])
    assert figures(world).total.jatuh_tempo == 6
    approve(rencana, world)
    assert figures(world).total.jatuh_tempo == 5


@pytest.mark.parametrize("count", [1, 3])
def test_three_queries_whatever_the_size(world, django_assert_num_queries, count):
    _, rows = plan_with(world, *({"area": MP, "bulan": [1]} for _ in range(count)))
    proof, _ = evidence.add_link("https://contoh.test/1", pembangunan=world.pembangunan, by=world.peran[J.KETUA_TIM])
    for aksi in rows:
        progress.attach(aksi=aksi, bulan=1, data_dukung=proof, by=world.peran[J.KETUA_TIM])
    laporan = report.create_laporan(pembangunan=world.pembangunan, triwulan=1, by=world.peran[J.KETUA_TIM])
    with django_assert_num_queries(3):
        collect(laporan, today=date(world.periode.tahun, 2, 1))


def test_figures_survive_being_frozen(story):
    data = figures(story[0])
    assert report_data.from_json(report_data.to_json(data)) == data


# --- frozen --------------------------------------------------------------------------------------------------


def read(laporan):
    laporan.refresh_from_db()
    return naskah.naskah_of(laporan, today=date(2030, 1, 1))


def test_an_approved_report_is_read_from_its_frozen_copy(world):
    rencana, (aksi,) = plan_with(world, {"area": MP, "bulan": [1]})
    fill(world, aksi, 1, status="selesai", kendala="Listrik padam.")
    laporan = make_laporan(world, status="disetujui")
    before = read(laporan)

    fill(world, aksi, 1, status="belum", kendala="Tidak ada.")
    Aksi.objects.filter(pk=aksi.pk).update(aksi="Diganti", bulan=[2])
    approve(rencana, world)
    BagianLaporan.objects.filter(laporan=laporan).update(isi="Diganti")
    type(world.unit).objects.filter(pk=world.unit.pk).update(nama="Unit Baru", jabatan_kepala="Kepala Baru")
    head = world.peran[J.KEPALA_UNIT].user
    type(head).objects.filter(pk=head.pk).update(nama="Nama Baru", golongan="IV/e")

    assert read(laporan) == before
    assert before.is_beku
    assert before.data.total == Hitungan(jatuh_tempo=1, selesai=1)
    assert before.penanda_tangan.nama == head.nama


def test_a_draft_is_read_live(world):
    _, (aksi,) = plan_with(world, {"area": MP, "bulan": [1]})
    laporan = make_laporan(world)
    assert read(laporan).data.total.selesai == 0
    fill(world, aksi, 1, status="selesai")
    assert read(laporan).data.total.selesai == 1
    assert not read(laporan).is_beku


def test_headings_come_in_the_order_and_words_of_the_profile(world):
    plan_with(world, {"area": MP, "bulan": [1]})
    laporan = make_laporan(world, status="disetujui")
    headings = [(b.bagian.nomor, b.bagian.judul) for b in read(laporan).bagian]
    assert headings[:5] == [
        ("A", "PENDAHULUAN"),
        ("B", "DASAR HUKUM"),
        ("C", "MAKSUD DAN TUJUAN"),
        ("D", "PERKEMBANGAN DAN KEMAJUAN PELAKSANAAN ZI"),
        ("1", "Komponen Pengungkit"),
    ]
    assert headings[-3:] == [
        ("3", "Masalah dan Hambatan Dalam Pembangunan ZI"),
        ("4", "Upaya yang dilakukan Dalam Mengatasi Masalah"),
        ("E", "PENUTUP"),
    ]
