"""Dashboards: every number is the length of the list behind it, and agrees with figures counted by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from action_plans.models import LaporanTriwulan, RencanaAksi
from action_plans.report_status import states_for
from evaluation.models import EvaluasiTPI, Penilaian, Rekomendasi, RingkasanNilai
from reports.dashboard import charts, figures, kept
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
    weak = {a.value: ["50.00", n % 2 == 0] for n, a in enumerate(Area.pengungkit())}
    score(world, world.pembangunan, nilai="76.10", kurang=0)
    for tahap in Tahap:
        score(world, add_unit(world, tahap=tahap), nilai="60.00", kurang=3, area=weak)
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


def test_an_area_is_weak_where_its_minimum_is_missed(world, leader):
    """Two units below the minimum of SDM, one at it; one without a score is neither."""
    for persen, met in (("50.00", False), ("59.99", False), ("60.00", True)):
        score(world, add_unit(world), nilai="70.00", kurang=1, area={Area.SDM.value: [persen, met]})
    counts = figures.count_all(rows_of(world, leader))
    assert (counts["area_sdm"], counts["area_tatalaksana"]) == (2, 0)


def test_the_heat_map_names_those_that_miss_a_minimum_first(world, leader):
    for nilai, kurang in (("90.00", 0), ("74.00", 1), ("60.00", 3), ("76.00", 0)):
        score(world, add_unit(world), nilai=nilai, kurang=kurang)
    found = [row.nilai for row in figures.weakest_last(rows_of(world, leader))]
    assert found == [Decimal(n) for n in ("74.00", "60.00", "90.00", "76.00")]


def test_who_is_late_in_anything_is_counted_once(world, leader):
    """The world's unit has no approved plan and late reports; the second has a late follow-up only; the third is done."""
    year_end = date(world.periode.tahun, 12, 1)
    late, done = add_unit(world), add_unit(world)
    for row in (late, done):
        RencanaAksi.objects.create(pembangunan=row, versi=1, status="disetujui")
        for triwulan in (1, 2, 3):
            LaporanTriwulan.objects.create(
                pembangunan=row, triwulan=triwulan, status="diterima", dikirim_at=timezone.now()
            )
    own = score(world, late, nilai="70.00", kurang=1)
    for status, fase in (("terbuka", "final"), ("selesai", "final")):
        evaluasi, _ = EvaluasiTPI.objects.get_or_create(
            pembangunan=late, instrumen=own.instrumen, mandiri=own, status=fase, dibuka_oleh=world.peran[J.KETUA_TPI]
        )
        Rekomendasi.objects.create(
            unit=late.unit, evaluasi=evaluasi, uraian="Lengkapi", penanggung_jawab="Camat", status=status,
            tenggat=year_end - timedelta(days=1), dibuat_oleh=world.peran[J.KETUA_TPI],
        )  # fmt: skip
    rows = rows_of(world, leader, year_end)
    assert figures.count_all(rows)["terlambat"] == 2
    assert [row.pk for row in figures.first_of(rows, "terlambat")] == [world.pembangunan.pk, late.pk]


def test_a_recommendation_in_the_making_is_nobodys_delay(world):
    """Neither here nor on the list of recommendations, also for TPI, which words it."""
    own = score(world, world.pembangunan, nilai="70.00", kurang=1)
    evaluasi = EvaluasiTPI.objects.create(
        pembangunan=world.pembangunan, instrumen=own.instrumen, mandiri=own, status="pleno",
        dibuka_oleh=world.peran[J.KETUA_TPI],
    )  # fmt: skip
    Rekomendasi.objects.create(
        unit=world.unit, evaluasi=evaluasi, uraian="Lengkapi", penanggung_jawab="Camat",
        tenggat=timezone.localdate() - timedelta(days=9), dibuat_oleh=world.peran[J.KETUA_TPI],
    )  # fmt: skip
    assert figures.count_all(rows_of(world, world.peran[J.KETUA_TPI]))["tindak_lanjut"] == 0


def held(world, unit, *, due: date, status: str = "berlaku") -> Predikat:
    decree = Keputusan.objects.create(
        instansi=world.instansi, jenis="predikat", nomor=f"{unit.pk}/{due}", tanggal=date(2024, 12, 1),
        penanda_tangan="Bupati", created_by=world.peran[J.KEPALA_DAERAH],
    )  # fmt: skip
    gone = {"pencabutan": decree, "dicabut_pada": date(2025, 6, 1)} if status == "dicabut" else {}
    return Predikat.objects.create(
        unit=unit, jenis="wbk", keputusan=decree, mulai=date(2024, 12, 1), reevaluasi_paling_lambat=due, status=status,
        **gone,
    )  # fmt: skip


def test_holders_are_counted_as_the_register_counts_them(world, leader, client_as):
    """Of four units two hold a predicate, one of them under review; one is due, one overdue, one revoked."""
    today = timezone.localdate()
    held(world, world.unit, due=today + timedelta(days=90))
    held(world, add_unit(world).unit, due=today - timedelta(days=1), status="ditinjau")
    held(world, add_unit(world).unit, due=today, status="dicabut")
    found = figures.holders(leader, today=today)
    assert (found.porsi.berpredikat, found.porsi.unit, found.porsi.melewati_batas) == (2, 4, True)
    assert (found.berlaku, found.ditinjau, found.dekat, found.lewat) == (1, 1, 2, 1)
    for query, number in (
        ("status=berlaku", 1),
        ("status=ditinjau", 1),
        ("reevaluasi=segera", 2),
        ("reevaluasi=lewat", 1),
    ):
        page = client_as(leader).get(f"{reverse('predikat_list')}?{query}")
        assert page.context["table"].paginator.count == number, query
    assert "tidak perlu lagi mengusulkan WBK" in client_as(leader).get(reverse("dasbor")).content.decode()


def test_another_year_stands_beside_this_one_figure_by_figure(world, leader, client_as):
    """Last year two units of which one met its minima, this year one that does not; each number opens its year's list."""
    last = PeriodeFactory(instansi=world.instansi, tahun=world.periode.tahun - 1)
    for nilai, kurang in (("80.00", 0), ("60.00", 2)):
        row = PembangunanFactory(unit=UnitKerjaFactory(instansi=world.instansi), periode=last)
        score(world, row, nilai=nilai, kurang=kurang)
    score(world, world.pembangunan, nilai="70.00", kurang=1)
    client = client_as(leader)
    page = client.get(reverse("dasbor"), {"banding": last.tahun}).context
    found = {u.label: (u.jumlah, u.lain, u.selisih) for u in page["banding_angka"]}
    assert found["Unit kerja"] == (1, 2, "−1")
    assert found["Memenuhi ambang batas"] == (0, 1, "−1")
    assert (page["rata"], page["banding"].rata) == (Decimal("70.00"), Decimal("70.00"))
    for u in page["banding_angka"]:
        for url, number in ((u.url, u.jumlah), (u.lain_url, u.lain)):
            assert client.get(url).context["table"].paginator.count == number, url


@pytest.mark.parametrize("asked", ["", "abc", "1900"])
def test_a_year_that_the_institution_does_not_have_is_not_compared_with(world, leader, client_as, asked):
    assert client_as(leader).get(reverse("dasbor"), {"banding": asked}).context["banding"] is None


def test_the_recap_says_of_every_unit_what_its_own_pages_say(world, leader, client_as):
    score(world, world.pembangunan, nilai="76.10", kurang=1, area={Area.SDM.value: ["58.33", False]})
    RencanaAksi.objects.create(pembangunan=world.pembangunan, versi=1, status="disetujui")
    LaporanTriwulan.objects.create(
        pembangunan=world.pembangunan, triwulan=1, status="diterima", dikirim_at=timezone.now()
    )
    held(world, world.unit, due=timezone.localdate())
    add_unit(world)
    page = client_as(leader).get(reverse("rekap_unit"), {"unduh": "csv"}).content.decode("utf-8-sig").splitlines()
    assert len(page) == 3
    row = next(line for line in page if world.unit.nama in line)
    for words in ("Disetujui", "58,33", "76,10 (mandiri)", "Belum memenuhi WBK: kurang 1", "Menuju WBK"):
        assert words in row
    assert "Belum ada nilai" in page[2]


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
@pytest.mark.parametrize(("url", "queries"), [("dasbor", 19), ("dasbor_unit_list", 9), ("rekap_unit", 9)])
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


def test_a_small_institution_is_counted_at_every_visit(world, leader, client_as):
    client = client_as(leader)
    client.get(reverse("dasbor"))
    add_unit(world)
    page = client.get(reverse("dasbor")).context
    assert (page["jumlah"], page["pada"]) == (2, None)


@pytest.fixture
def keeping(monkeypatch):
    """Every institution counts as large; nothing is left for the next test, whose rows have the same numbers."""
    monkeypatch.setattr(kept, "BESAR", 1)
    yield
    cache.clear()


@pytest.mark.usefixtures("keeping")
def test_what_is_kept_says_since_when_and_can_be_counted_again(world, leader, client_as):
    client = client_as(leader)
    first = client.get(reverse("dasbor"))
    add_unit(world)
    second = client.get(reverse("dasbor"))
    assert (first.context["pada"], second.context["jumlah"]) == (None, 1)
    assert "Dihitung" in second.content.decode()
    assert client.get(reverse("dasbor"), {"segar": "ya"}).context["jumlah"] == 2
    assert client.get(reverse("dasbor")).context["jumlah"] == 2


@pytest.mark.usefixtures("keeping")
@pytest.mark.parametrize("url", ["dasbor", "dasbor_inspektorat"])
def test_nothing_is_kept_for_another_role_or_year(world, other_world, client_as, url):
    client_as(world.peran[J.KETUA_TPI]).get(reverse(url))
    add_unit(other_world)
    assert client_as(other_world.peran[J.KETUA_TPI]).get(reverse(url)).context["jumlah"] == 2
    assert client_as(world.peran[J.SEKRETARIS_TPI]).get(reverse(url)).context["pada"] is None
