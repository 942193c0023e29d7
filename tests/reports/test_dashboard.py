"""Dashboards: every number is the length of the list behind it, and agrees with figures counted by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from action_plans.models import LaporanTriwulan, RencanaAksi
from action_plans.report_status import states_for
from evaluation.models import EvaluasiTPI, Penilaian, Rekomendasi, RingkasanNilai
from reports.dashboard import charts, figures
from reports.dashboard.trend import trend
from tests.evaluation.worlds import publish
from tests.factories import PembangunanFactory, PeriodeFactory, UnitKerjaFactory, World
from units.choices import Area, JenisPeran, Tahap
from units.models import Keputusan, Predikat

J = JenisPeran


@pytest.fixture
def leader(world):
    return world.peran[J.KEPALA_DAERAH]


def add_unit(world: World, **fields):
    return PembangunanFactory(unit=UnitKerjaFactory(instansi=world.instansi), periode=world.periode, **fields)


def score(world: World, row, *, nilai: str, kurang: int, jenis: str = "mandiri", area: dict | None = None) -> Penilaian:
    """A submitted assessment with the figures that lists read."""
    instrumen = world.instansi.instrumen.first() or publish(world)
    penilaian = Penilaian.objects.create(
        pembangunan=row,
        jenis=jenis,
        instrumen=instrumen,
        status="diajukan" if jenis == "mandiri" else "final",
        diajukan_at=timezone.now(),
        dibuat_oleh=world.peran[J.KETUA_TIM],
    )
    RingkasanNilai.objects.create(
        penilaian=penilaian, nilai=Decimal(nilai), kurang_wbk=kurang, kurang_wbbm=kurang + 2,
        putusan_wbk=f"Belum memenuhi WBK: kurang {kurang}", putusan_wbbm="Belum memenuhi WBBM", area=area or {},
    )  # fmt: skip
    return penilaian


def rows_of(world, leader, today=None):
    return figures.unit_years(leader, world.periode, today=today or timezone.localdate())


def test_figures_counted_by_hand(world, leader):
    """Five units: one meets its minima, one misses two, one has no score; two stand elsewhere in the year."""
    today = timezone.localdate()
    score(world, world.pembangunan, nilai="76.10", kurang=0)
    score(world, add_unit(world, tahap=Tahap.EVALUASI_TPI), nilai="71.00", kurang=2)
    add_unit(world, tahap=Tahap.DICANANGKAN)
    decided = add_unit(world, tahap=Tahap.EVALUASI_TPI)
    own = score(world, decided, nilai="80.00", kurang=0)
    score(world, decided, nilai="69.50", kurang=4, jenis="tpi")
    evaluasi = EvaluasiTPI.objects.create(
        pembangunan=decided, instrumen=own.instrumen, mandiri=own, status="final", dibuka_oleh=world.peran[J.KETUA_TPI]
    )
    Rekomendasi.objects.create(
        unit=decided.unit, evaluasi=evaluasi, uraian="Lengkapi SOP", penanggung_jawab="Camat",
        tenggat=today - timedelta(days=1), dibuat_oleh=world.peran[J.KETUA_TPI],
    )  # fmt: skip
    RencanaAksi.objects.create(pembangunan=world.pembangunan, versi=1, status="disetujui")
    add_unit(world, tahap=Tahap.DIBINA)

    counts = figures.count_all(rows_of(world, leader))

    assert counts["semua"] == 5
    assert (counts["memenuhi"], counts["kurang"], counts["belum_dinilai"]) == (1, 2, 2)
    assert (counts["membangun"], counts["dicanangkan"], counts["evaluasi_tpi"], counts["dibina"]) == (1, 1, 2, 1)
    assert counts["keputusan"] == 1
    assert counts["tanpa_rencana"] == 3  # neither the approved one nor the one whose year is over
    assert counts["tindak_lanjut"] == 1


def test_the_score_is_tpis_where_it_is_final(world, leader):
    score(world, world.pembangunan, nilai="80.00", kurang=0)
    score(world, world.pembangunan, nilai="69.50", kurang=4, jenis="tpi")
    row = rows_of(world, leader).get()
    assert (row.nilai, row.kurang, row.oleh_tpi, row.nilai_mandiri) == (Decimal("69.50"), 4, True, Decimal("80.00"))


def test_a_unit_is_judged_by_the_predicate_it_builds_towards(world, leader):
    world.pembangunan.target = "wbbm"
    world.pembangunan.save()
    score(world, world.pembangunan, nilai="76.10", kurang=0)
    assert rows_of(world, leader).get().kurang == 2


def test_closest_first_is_fewest_missed_minima_then_highest_score(world, leader):
    score(world, world.pembangunan, nilai="70.00", kurang=1)
    for nilai, kurang in (("74.00", 1), ("79.00", 3), ("75.00", 0)):
        score(world, add_unit(world), nilai=nilai, kurang=kurang)
    add_unit(world)
    found = [(row.kurang, row.nilai) for row in figures.closest_first(rows_of(world, leader))]
    assert found == [
        (0, Decimal("75.00")), (1, Decimal("74.00")), (1, Decimal("70.00")), (3, Decimal("79.00")), (None, None),
    ]  # fmt: skip


@pytest.mark.parametrize("kode", figures.KRITERIA)
def test_every_number_opens_a_list_of_that_length(world, leader, client_as, kode):
    score(world, world.pembangunan, nilai="76.10", kurang=0)
    for tahap in Tahap:
        score(world, add_unit(world, tahap=tahap), nilai="60.00", kurang=3)
    counts = figures.count_all(rows_of(world, leader))
    page = client_as(leader).get(reverse("dasbor_unit_list"), {"kriteria": kode})
    assert page.context["table"].paginator.count == counts[kode]


@pytest.mark.parametrize("named", [None, date(2026, 2, 1), date(2026, 3, 31), date(2026, 4, 1), date(2026, 8, 1)])
@pytest.mark.parametrize("today", [date(2026, 4, 10), date(2026, 4, 11), date(2026, 7, 11), date(2027, 1, 11)])
def test_late_reports_are_those_that_the_report_pages_call_overdue(world, leader, today, named):
    """One rule in two places, SQL here and one row at a time there: they agree on every edge."""
    world.periode.tahun = 2026
    world.periode.save()
    world.pembangunan.tanggal_penetapan = named
    world.pembangunan.save()
    LaporanTriwulan.objects.create(
        pembangunan=world.pembangunan, triwulan=2, status="disampaikan", dikirim_at=timezone.now()
    )
    one_by_one = sum(k.is_overdue for k in states_for(leader, world.periode, today=today))
    assert rows_of(world, leader, today).get().laporan_terlambat == one_by_one


def test_the_heat_map_says_percent_and_whether_the_minimum_is_met():
    cells = charts.heat_cells({Area.TATALAKSANA.value: ["58.33", False], Area.SDM.value: ["90.00", True]})
    assert [(c.persen, c.nada) for c in cells[:3]] == [("", ""), ("58,33", "merah"), ("90,00", "hijau")]


def test_the_trend_counts_each_year_and_who_held_a_predicate_at_its_end(world, leader):
    last = PeriodeFactory(instansi=world.instansi, tahun=world.periode.tahun - 1)
    before = PembangunanFactory(unit=world.unit, periode=last)
    score(world, before, nilai="70.00", kurang=1)
    score(world, world.pembangunan, nilai="76.00", kurang=0)
    score(world, add_unit(world), nilai="60.00", kurang=5)
    decree = Keputusan.objects.create(
        instansi=world.instansi, jenis="predikat", nomor="1", tanggal=date(last.tahun, 12, 1),
        penanda_tangan="Bupati", created_by=leader,
    )  # fmt: skip
    Predikat.objects.create(
        unit=world.unit, jenis="wbk", keputusan=decree, mulai=date(last.tahun, 12, 1),
        reevaluasi_paling_lambat=date(last.tahun + 2, 12, 1), status="dicabut", pencabutan=decree,
        dicabut_pada=date(world.periode.tahun, 6, 1),
    )  # fmt: skip
    old, new = trend(leader, sampai=world.periode.tahun)
    assert (old.unit, old.dinilai, old.rata, old.memenuhi, old.predikat) == (1, 1, 70.0, 0, 1)
    assert (new.unit, new.dinilai, new.rata, new.memenuhi, new.predikat) == (2, 2, 68.0, 1, 0)


def test_one_scored_year_is_no_trend():
    assert charts.trend_line([figures.Tahun(2026, 3, 3, 70.0, 0, 0)]) is None


def test_another_institution_is_not_counted(world, leader, other_world):
    score(other_world, other_world.pembangunan, nilai="80.00", kurang=0)
    counts = figures.count_all(rows_of(world, leader))
    assert (counts["semua"], counts["memenuhi"]) == (1, 0)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("url", "queries"), [("dasbor", 13), ("dasbor_unit_list", 9)])
def test_pages_need_the_same_queries_for_one_and_for_three(
    world, leader, client_as, django_assert_num_queries, url, queries, count
):
    score(world, world.pembangunan, nilai="76.10", kurang=0, area={Area.SDM.value: ["90.00", True]})
    for _ in range(count - 1):
        score(world, add_unit(world), nilai="60.00", kurang=3)
    client = client_as(leader)
    client.get(reverse(url))
    with django_assert_num_queries(queries):
        client.get(reverse(url))


def test_a_year_without_units_says_what_to_do(world, leader, client_as):
    world.tim.delete()
    world.pembangunan.delete()
    assert "Belum ada unit pada tahun ini" in client_as(leader).get(reverse("dasbor")).content.decode()


@pytest.mark.parametrize("bentuk", ["xlsx", "csv"])
def test_the_list_is_exported_as_it_is_filtered(world, leader, client_as, bentuk):
    add_unit(world, tahap=Tahap.DIBINA)
    page = client_as(leader).get(reverse("dasbor_unit_list"), {"kriteria": "dibina", "unduh": bentuk})
    assert page.status_code == 200
    assert page["Content-Disposition"].endswith(f'.{bentuk}"')
    if bentuk == "csv":
        assert len(page.content.decode("utf-8-sig").splitlines()) == 2
