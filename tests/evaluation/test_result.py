"""The result pages: the numbers, the verdict, every number opened, comparison."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.urls import reverse

from evaluation import charts
from evaluation.lke.instrument import shipped_instrumen
from evaluation.models import Penilaian
from evaluation.result_data import Aturan, Predikat, area_nodes, freeze, thaw
from evaluation.services import assessment
from evaluation.services.steps import take_step
from evaluation.templatetags.lke import dua, tanda
from tests.evaluation.worlds import at_step, best_answers, fill, make_penilaian
from tests.factories import PeriodeFactory
from units.choices import Area, JenisPeran
from units.models import PembangunanZI

J = JenisPeran
# Worked by hand from the weights of LKE 2021 (113 questions, 60 + 40).
#   A.I.1.i   0,50 x (1 + 0,5) / 2        = 0,375    (a ya, b "b"; the indicator has two questions)
#   A.II.4.i  2,00 x 1/3                  = 0,666... (its one question: 1 of 3 targets met)
#   B.I.i     17,50 x 3,6 / 4             = 15,75
#   B.II.i    17,50 x 3,2 / 4             = 14,00
WORSE = {
    "A.I.1.i.b": "b", "A.II.4.i.a": {"sasaran": 3, "tercapai": 1}, "B.I.i.a": "3.6", "B.II.i.a": "3.2",
}  # fmt: skip


@pytest.fixture
def penilaian(world) -> Penilaian:
    row = make_penilaian(world)
    fill(row, best_answers() | WORSE)
    return row


def test_total_areas_and_thresholds_are_those_worked_by_hand(penilaian):
    hasil = assessment.result_of(penilaian)
    assert hasil.nilai == 100 - Fraction("0.125") - Fraction(4, 3) - Fraction("1.75") - Fraction("3.5")
    area = {a.area: a for a in hasil.area}
    assert area[Area.MANAJEMEN_PERUBAHAN].nilai == Fraction("7.875")
    assert area[Area.HASIL_BERSIH].nilai == Fraction("20.75")
    assert area[Area.HASIL_PELAYANAN].nilai == 14
    assert sum(a.bobot for a in hasil.area) == 100
    assert {p.kode: p.memenuhi for p in hasil.predikat} == {"WBK": True, "WBBM": False}
    wbbm = next(p for p in hasil.predikat if p.kode == "WBBM")
    assert [(a.kode, a.dinilai, a.selisih) for a in wbbm.kurang] == [("hasil-2", Decimal("14.00"), Decimal("-1.75"))]


def test_the_verdict_says_where_and_how_much(penilaian):
    wbk, wbbm = assessment.result_of(penilaian).predikat
    assert wbk.verdict() == "Memenuhi semua ambang batas WBK"
    assert wbbm.verdict() == "Belum memenuhi WBBM: kurang 1,75 di Pelayanan Publik yang Prima"


def test_a_long_verdict_names_three_and_counts_the_rest():
    rules = tuple(Aturan(str(n), f"Ambang {n}", "persen", Decimal(50), Decimal(60), False, "") for n in range(5))
    words = Predikat("WBK", False, rules).verdict()
    assert words.endswith("10,00% di Ambang 2, dan 2 ambang lain")


def test_rounding_happens_on_display_only():
    assert dua(Fraction("74.995")) == "75,00"
    assert dua(Fraction("74.9949")) == "74,99"
    assert tanda(Decimal("-1.25")) == "−1,25"
    assert tanda(Decimal("0.00")) == "+0,00"


def test_thirds_survive_being_frozen(penilaian):
    hasil = assessment.result_of(penilaian)
    assert hasil.nilai.denominator % 3 == 0
    assert thaw(freeze(hasil)) == hasil


def test_the_page_opens_every_number(penilaian, world, client_as):
    html = client_as(world.peran[J.KEPALA_UNIT]).get(reverse("penilaian_detail", args=[penilaian.pk])).content.decode()
    assert html.count('<details class="cabang') == sum(1 for node in nodes(penilaian)) - 1
    assert "Bobot 0,25 x skor 0,50 = 0,13." in html  # A.I.1.i.b: half of its share
    assert "tercapai / sasaran = 33,33%" in html
    assert html.count('<svg class="radar"') == 1
    assert "Perbup Ketapang 49/2022 Lampiran II huruf B angka 4" in html


def nodes(penilaian: Penilaian):
    isi, _ = assessment.content_of(penilaian.instrumen)
    return isi.akar.walk()


@pytest.mark.parametrize("name", ["penilaian_detail", "penilaian_path", "penilaian_try"])
def test_a_page_of_the_result_asks_few_and_constant_queries(
    world, penilaian, client_as, django_assert_max_num_queries, name
):
    client, url = client_as(world.peran[J.KETUA_TIM]), reverse(name, args=[penilaian.pk])
    client.get(url)
    with django_assert_max_num_queries(11):
        assert client.get(url).status_code == 200


def test_an_empty_assessment_has_a_page_too(world, client_as):
    penilaian = make_penilaian(world)
    html = client_as(world.peran[J.KETUA_TIM]).get(reverse("penilaian_detail", args=[penilaian.pk])).content.decode()
    assert "113 pertanyaan belum dijawab" in html


def test_an_instrument_without_aspects_has_its_areas(world):
    assert {a: [n.kode for n in group] for a, group in area_nodes(shipped_instrumen("lke-2014")).items()}["sdm"] == [
        "A.3"
    ]


def test_the_charts_reach_the_rim_at_a_hundred_percent(world):
    row = make_penilaian(world)
    fill(row, best_answers())
    area = assessment.result_of(row).area
    drawn = charts.radar(area)
    assert drawn.nilai == dict(drawn.cincin)[100]
    assert {b.lebar for b in charts.bars(area).batang} == {"300.0"}


# --- comparison ----------------------------------------------------------------------------------------------


@pytest.fixture
def last_year(world) -> Penilaian:
    """The unit's submitted assessment of the year before: everything as good as can be."""
    this_year = world.pembangunan
    periode = PeriodeFactory(instansi=world.instansi, tahun=world.periode.tahun - 1)
    world.pembangunan = PembangunanZI.objects.create(unit=world.unit, periode=periode)
    row = at_step(world, "diajukan")
    world.pembangunan = this_year
    return row


def test_two_years_stand_beside_each_other_with_what_changed(world, last_year, penilaian, client_as):
    client = client_as(world.peran[J.KETUA_TIM])
    page = client.get(reverse("penilaian_compare", args=[penilaian.pk]))
    rows = {row.kode: row for row in page.context["baris"]}
    assert set(rows) == set(WORSE)
    assert (rows["B.II.i.a"].kiri, rows["B.II.i.a"].kanan, rows["B.II.i.a"].selisih) == ("3,2", "4", Fraction("-3.5"))
    assert (
        "Bandingkan dengan penilaian lain"
        in client.get(reverse("penilaian_detail", args=[penilaian.pk])).content.decode()
    )


def test_the_way_back_in_time_is_compared_too(world, last_year, penilaian, client_as):
    for name, jenis in (("prepare", J.KETUA_TIM), ("submit", J.KEPALA_UNIT)):
        take_step(penilaian=penilaian, name=name, by=world.peran[jenis], setuju=True)
    page = client_as(world.peran[J.KETUA_TPI]).get(
        reverse("penilaian_compare", args=[last_year.pk]), {"dengan": penilaian.pk}
    )
    assert page.context["lain"] == penilaian


def test_a_draft_of_another_year_is_not_beside_a_signed_result(world, last_year, penilaian, client_as):
    page = client_as(world.peran[J.KETUA_TIM]).get(reverse("penilaian_compare", args=[last_year.pk]))
    assert "Belum ada penilaian lain" in page.content.decode()
