"""Thresholds are judged on the value as printed, and a rule that has no value is an error."""

import copy
from decimal import Decimal
from fractions import Fraction

import pytest

from evaluation.lke.instrument import build_instrumen, load_yaml
from evaluation.lke.scoring import score
from evaluation.lke.structure import instrumen_data
from evaluation.lke.threshold import (
    DATA,
    AmbangSalah,
    build_ambang,
    check_ambang,
    judge,
    load_ambang,
    shipped_ambang,
)
from tests.evaluation.lke_cases import LKE_2014, LKE_2021, extreme_answers

AMBANG_2021 = shipped_ambang("lke-2021")
AMBANG_2014 = shipped_ambang("lke-2014")
AMBANG_2019 = shipped_ambang("lke-2019")


def _minima(ambang, predikat):
    return {rule.kode: str(rule.minimum) for rule in ambang.rules(predikat)}


def test_lke_2021_has_the_minima_of_perbup_ketapang_49_2022_lampiran_ii():
    areas = {f"area-{n}": "60.00" for n in range(1, 7)}
    assert _minima(AMBANG_2021, "WBK") == areas | {
        "total": "75.00",
        "pengungkit": "40.00",
        "hasil-1": "18.25",
        "survei-antikorupsi": "15.75",
        "kinerja": "2.50",
        "hasil-2": "14.00",
    }
    assert _minima(AMBANG_2021, "WBBM") == dict.fromkeys(areas, "75.00") | {
        "total": "85.00",
        "pengungkit": "48.00",
        "hasil-1": "19.50",
        "survei-antikorupsi": "15.75",
        "kinerja": "3.75",
        "hasil-2": "15.75",
    }


def test_lke_2014_has_the_minima_of_perwal_tangerang_72_2018():
    common = {"hasil-1": "18.00", "survei-antikorupsi": "13.50", "tlhp": "3.50"}
    assert _minima(AMBANG_2014, "WBK") == {"total": "75.00"} | common
    assert _minima(AMBANG_2014, "WBBM") == {"total": "85.00", "hasil-2": "16.00"} | common


def test_lke_2019_has_the_minima_of_the_briefing():
    areas = {f"area-{n}" for n in range(1, 7)}
    common = {"hasil-1": "18.50", "survei-antikorupsi": "13.50", "tlhp": "5.00"}
    assert _minima(AMBANG_2019, "WBK") == dict.fromkeys(areas, "60.00") | common | {
        "total": "75.00",
        "pengungkit": "40.00",
        "hasil-2": "16.00",
    }
    assert _minima(AMBANG_2019, "WBBM") == dict.fromkeys(areas, "75.00") | common | {
        "total": "85.00",
        "pengungkit": "48.00",
        "hasil-2": "18.00",
    }


def test_every_rule_has_an_article_and_fits_its_instrument():
    check_ambang(AMBANG_2021, LKE_2021)
    check_ambang(AMBANG_2014, LKE_2014)
    for ambang in (AMBANG_2021, AMBANG_2019, AMBANG_2014):
        assert all(rule.dasar for rules in ambang.predikat.values() for rule in rules)


def test_the_index_printed_beside_a_minimum_is_worth_that_minimum():
    for rules in AMBANG_2021.predikat.values():
        for rule in rules:
            if rule.indeks:
                (kode,) = rule.simpul
                assert LKE_2021.simpul[kode].bobot * Fraction(rule.indeks) / 4 == Fraction(rule.minimum)


def test_everything_best_meets_every_rule_and_everything_worst_none():
    for best in (True, False):
        judged = judge(AMBANG_2021, score(LKE_2021, extreme_answers(LKE_2021, best=best)))
        for result in judged.values():
            assert result.memenuhi is best
            assert {item.memenuhi for item in result.aturan} == {best}


def test_a_rule_says_value_minimum_and_gap():
    # index 3.5: 17.5 x 3.5 / 4 = 15.3125 -> 15.31, 0.44 below 15.75
    jawaban = extreme_answers(LKE_2021, best=True) | {"B.I.i.a": "3.5"}
    result = judge(AMBANG_2021, score(LKE_2021, jawaban))["WBK"]
    (missed,) = result.kurang
    assert missed.aturan.kode == "survei-antikorupsi"
    assert missed.nilai == Fraction("15.3125")
    assert (missed.dinilai, missed.aturan.minimum) == (Decimal("15.31"), Decimal("15.75"))
    assert missed.selisih == Decimal("-0.44")
    assert missed.aturan.dasar == "Perbup Ketapang 49/2022 Lampiran II huruf B angka 5"


def test_an_area_is_pemenuhan_and_reform_together_unless_the_profile_judges_them_apart():
    # area 4: Pemenuhan 5 of 5, Reform 2 of 5 (index of targets full, two letters lowest) -> 70% together
    jawaban = extreme_answers(LKE_2021, best=True) | {"A.II.4.ii.a": "d", "A.II.4.iii.a": "d"}
    hasil = score(LKE_2021, jawaban)
    together = {item.aturan.kode: item for item in judge(AMBANG_2021, hasil)["WBK"].aturan}
    assert (together["area-4"].dinilai, together["area-4"].memenuhi) == (Decimal("70.00"), True)
    apart = {item.aturan.kode: item for item in judge(AMBANG_2021, hasil, terpisah=True)["WBK"].aturan}
    assert apart["area-4.A.II.4"].aturan.nama == "Area Penguatan Akuntabilitas (Reform)"
    assert (apart["area-4.A.I.4"].dinilai, apart["area-4.A.I.4"].memenuhi) == (Decimal("100.00"), True)
    assert (apart["area-4.A.II.4"].dinilai, apart["area-4.A.II.4"].memenuhi) == (Decimal("40.00"), False)


def _instrument_worth(points):
    """Two questions: a worth `points`, b worth the rest of 100."""
    rest = Fraction(100) - Fraction(points)
    return build_instrumen(
        {
            "kode": "uji",
            "nama": "Uji",
            "dasar": "Uji",
            "bobot": "100",
            "komponen": [
                {
                    "kode": "A",
                    "nama": "A",
                    "bobot": "100",
                    "indikator": [
                        {
                            "kode": kode,
                            "nama": kode,
                            "bobot": bobot,
                            "pertanyaan": [{"kode": "a", "teks": "T", "jenis": "ya_tidak"}],
                        }
                        for kode, bobot in (("i", points), ("ii", str(float(rest))))
                    ],
                }
            ],
        }
    )


@pytest.mark.parametrize(("points", "printed", "met"), [("74.995", "75.00", True), ("74.9949", "74.99", False)])
def test_what_is_printed_is_what_is_judged(points, printed, met):
    ambang = build_ambang(
        {
            "kode": "uji",
            "nama": "Uji",
            "instrumen": "uji",
            "predikat": {"WBK": [{"kode": "total", "nama": "Total", "simpul": "semua", "minimum": "75"}]},
        }
    )
    (rule,) = judge(ambang, score(_instrument_worth(points), {"A.i.a": "ya"}))["WBK"].aturan
    assert rule.nilai == Fraction(points)
    assert (str(rule.dinilai), rule.memenuhi) == (printed, met)


def test_a_rule_over_a_node_without_value_is_an_error():
    best = extreme_answers(LKE_2021, best=True)
    hasil = score(LKE_2021, best | {"A.I.3.v.a": {"tidak_berlaku": "Tidak ada pegawai"}})
    with pytest.raises(AmbangSalah, match=r"A\.I\.3\.v tidak mempunyai pertanyaan yang berlaku"):
        judge(AMBANG_2021, hasil)


def test_a_rule_over_a_node_that_is_not_there_is_an_error():
    with pytest.raises(AmbangSalah, match=r"simpul A\.I\.1 tidak ada pada LKE Zona Integritas 2014"):
        judge(AMBANG_2021, score(LKE_2014, {}))


def test_an_unknown_predicate_is_an_error():
    with pytest.raises(AmbangSalah):
        AMBANG_2021.rules("WBS")


def test_lke_2019_thresholds_judge_an_imported_instrument_of_that_shape():
    """Area weights 8/7/10/10/15/10 and Hasil 20 + 20 are what is known of it."""
    weights = {"1": "4", "2": "3.5", "3": "5", "4": "5", "5": "7.5", "6": "5"}
    question = [{"kode": "a", "teks": "T", "jenis": "abcd"}]

    def indicators(*parts):
        return [{"kode": kode, "nama": kode, "bobot": bobot, "pertanyaan": question} for kode, bobot in parts]

    areas = [
        {"kode": n, "nama": n, "bobot": bobot, "indikator": indicators(("i", bobot))} for n, bobot in weights.items()
    ]
    data = instrumen_data(LKE_2021) | {"kode": "lke-2019", "nama": "LKE 2019"}
    data.pop("sepadan")
    data["komponen"] = [
        {
            "kode": "A",
            "nama": "Pengungkit",
            "bobot": "60",
            "aspek": [{"kode": k, "nama": k, "bobot": "30", "area": copy.deepcopy(areas)} for k in ("I", "II")],
        },
        {
            "kode": "B",
            "nama": "Hasil",
            "bobot": "40",
            "aspek": [
                {
                    "kode": "I",
                    "nama": "KKN",
                    "bobot": "20",
                    "indikator": indicators(("i", "15"), ("ii", "5")),
                },
                {"kode": "II", "nama": "PP", "bobot": "20", "indikator": indicators(("i", "20"))},
            ],
        },
    ]
    instrumen = build_instrumen(data)
    check_ambang(AMBANG_2019, instrumen)
    best = score(instrumen, dict.fromkeys(instrumen.pertanyaan, "a"))
    assert all(result.memenuhi for result in judge(AMBANG_2019, best).values())
    lower = score(instrumen, dict.fromkeys(instrumen.pertanyaan, "a") | {"B.I.ii.a": "b"})
    assert [item.aturan.kode for item in judge(AMBANG_2019, lower)["WBK"].kurang] == ["hasil-1", "tlhp"]


RULE = {"kode": "x", "nama": "X", "simpul": ["A"], "minimum": "40"}


@pytest.mark.parametrize(
    "rule",
    [
        RULE | {"minimum": "empat puluh"},
        RULE | {"minimum": "0"},
        RULE | {"minimum": "40.001"},
        RULE | {"simpul": []},
        RULE | {"simpul": "A"},
        RULE | {"ukuran": "bintang"},
        RULE | {"nama": ""},
        RULE | {"mnimum": "1"},
        RULE | {"belah": "true"},
        RULE | {"simpul": ["A.I", "A.II"], "belah": ["Pemenuhan"]},
        "x",
    ],
)
def test_a_threshold_that_cannot_be_read_is_refused(rule):
    with pytest.raises(AmbangSalah):
        build_ambang({"kode": "x", "nama": "X", "predikat": {"WBK": [rule]}})


@pytest.mark.parametrize(
    "data", [None, [], {}, {"predikat": {}}, {"predikat": {"WBK": []}}, {"predikat": {"WBK": [RULE, RULE]}}]
)
def test_thresholds_without_usable_rules_are_refused(data):
    with pytest.raises(AmbangSalah):
        build_ambang(data)


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        (RULE | {"minimum": "61"}, "melebihi bobot 60"),
        (RULE | {"simpul": ["A", "A.I"]}, "dihitung dua kali"),
        (RULE | {"ukuran": "persen", "minimum": "101"}, "melebihi bobot 100"),
        (RULE | {"simpul": ["C"]}, "tidak ada pada"),
    ],
)
def test_a_threshold_that_does_not_fit_the_instrument_is_an_error(rule, reason):
    ambang = build_ambang({"kode": "x", "nama": "X", "predikat": {"WBK": [rule]}})
    with pytest.raises(AmbangSalah, match=reason):
        check_ambang(ambang, LKE_2021)
    with pytest.raises(AmbangSalah, match=reason):
        judge(ambang, score(LKE_2021, extreme_answers(LKE_2021, best=True)))


@pytest.mark.parametrize("text", ["", "[", "x", "[" * 900_000, "predikat: 7"], ids=range(5))
def test_a_text_that_holds_no_thresholds_is_refused(text):
    with pytest.raises(AmbangSalah):
        load_ambang(text)


def test_the_shipped_files_are_the_data():
    for name in ("ambang-2021", "ambang-2019", "ambang-2014"):
        assert load_yaml((DATA / f"{name}.yaml").read_text(encoding="utf-8"))["kode"] == name
