"""The way to the predicate: optimal by brute force on small cases, valid on real ones."""

import itertools
import random
from fractions import Fraction

import pytest

from evaluation.lke.instrument import build_instrumen
from evaluation.lke.path import find_path
from evaluation.lke.scoring import score
from evaluation.lke.steps import improvements
from evaluation.lke.threshold import AmbangSalah, build_ambang, judge, shipped_ambang
from tests.evaluation.lke_cases import LKE_2014, LKE_2021, extreme_answers, random_answers

AMBANG_2021 = shipped_ambang("lke-2021")
COUNTED = {"isian": {"n": "N", "m": "M"}, "rumus": "m / n", "jika_kosong": "0", "batas": ["m <= n"]}


def _small_instrument(rng):
    """Two components; the first with two or three areas of one or two indicators of up to three questions."""

    def questions():
        jenis = rng.choices(["ya_tidak", "abc", "abcd", "abcde", "persen"], [3, 3, 3, 2, 1], k=rng.randint(1, 3))
        return [
            {"kode": "abc"[n], "teks": "T", "jenis": item} | (COUNTED if item == "persen" else {})
            for n, item in enumerate(jenis)
        ]

    def indicators(weight):
        parts = [weight] if rng.random() < 0.5 else [Fraction(weight) / 4, Fraction(weight) * 3 / 4]
        return [
            {"kode": f"i{n}", "nama": "I", "bobot": str(float(part)), "pertanyaan": questions()}
            for n, part in enumerate(parts)
        ]

    weights = rng.choice([(20, 40), (30, 30), (10, 20, 30)])
    areas = [
        {"kode": str(n), "nama": "Area", "bobot": str(weight), "indikator": indicators(weight)}
        for n, weight in enumerate(weights, 1)
    ]
    komponen = [
        {"kode": "A", "nama": "A", "bobot": "60", "area": areas},
        {"kode": "B", "nama": "B", "bobot": "40", "indikator": indicators(40)},
    ]
    return build_instrumen({"kode": "uji", "nama": "Uji", "dasar": "Uji", "bobot": "100", "komponen": komponen})


def _small_thresholds(rng, instrumen):
    rules = [{"kode": "total", "nama": "Total", "simpul": "semua", "minimum": str(rng.randint(30, 95))}]
    if rng.random() < 0.7:
        rules.append({"kode": "A", "nama": "A", "simpul": ["A"], "minimum": str(rng.randint(10, 58))})
    for node in instrumen.simpul["A"].anak:
        if rng.random() < 0.6:
            minimum = str(rng.choice([25, 33.34, 50, 60, 66.67, 75, 90]))
            rule = {"kode": node.kode, "nama": node.kode, "simpul": [node.kode], "minimum": minimum}
            rules.append(rule | {"ukuran": "persen"})
    if rng.random() < 0.5:
        rules.append({"kode": "B", "nama": "B", "simpul": ["B"], "minimum": str(rng.randint(5, 38))})
    return build_ambang({"kode": "u", "nama": "U", "instrumen": "uji", "predikat": {"WBK": rules}})


def _brute_force(ambang, hasil, jawaban, berbukti):
    """Least (questions, steps, questions without evidence) over every combination of better answers."""
    options = {kode: improvements(item.pertanyaan, item.jawaban) for kode, item in hasil.pertanyaan.items()}
    kodes = [kode for kode, found in options.items() if found]
    for count in range(len(kodes) + 1):
        best = None
        for chosen in itertools.combinations(kodes, count):
            for picks in itertools.product(*(options[kode] for kode in chosen)):
                cost = (count, sum(pick.langkah for pick in picks), len(set(chosen) - berbukti))
                if best is not None and cost >= best:
                    continue
                changed = dict(zip(chosen, (pick.jawaban for pick in picks), strict=True))
                if judge(ambang, score(hasil.instrumen, jawaban | changed))["WBK"].memenuhi:
                    best = cost
        if best is not None:
            return best
    return None


def _cost(jalur, berbukti):
    steps = sum(item.perbaikan.langkah for item in jalur.langkah)
    return len(jalur.langkah), steps, len({item.kode for item in jalur.langkah} - berbukti)


@pytest.mark.parametrize("seed", range(60))
def test_the_path_is_the_smallest_there_is(seed):
    rng = random.Random(seed)
    instrumen = _small_instrument(rng)
    while len(instrumen.pertanyaan) > 8:  # what brute force can enumerate
        instrumen = _small_instrument(rng)
    jawaban = random_answers(instrumen, rng, missing=0.1)
    hasil = score(instrumen, jawaban)
    ambang = _small_thresholds(rng, instrumen)
    berbukti = {kode for kode in instrumen.pertanyaan if rng.random() < 0.5}
    jalur = find_path(ambang, "WBK", hasil, berbukti=berbukti)
    assert jalur.is_possible
    assert _cost(jalur, berbukti) == _brute_force(ambang, hasil, jawaban, berbukti)


@pytest.mark.parametrize("predikat", ["WBK", "WBBM"])
@pytest.mark.parametrize("terpisah", [False, True])
def test_the_path_applied_meets_every_rule(predikat, terpisah):
    rng = random.Random(2021)
    for number in range(12):
        jawaban = {} if number == 0 else random_answers(LKE_2021, rng, missing=0.05)
        hasil = score(LKE_2021, jawaban)
        jalur = find_path(AMBANG_2021, predikat, hasil, terpisah=terpisah)
        after = score(LKE_2021, jalur.answers(jawaban))
        assert judge(AMBANG_2021, after, terpisah=terpisah)[predikat].memenuhi
        assert after.nilai == hasil.nilai + jalur.poin
        assert all(item.poin >= 0 for item in jalur.langkah)


def test_no_item_of_the_path_can_be_left_out():
    rng = random.Random(7)
    jawaban = random_answers(LKE_2021, rng)
    jalur = find_path(AMBANG_2021, "WBK", score(LKE_2021, jawaban))
    for item in jalur.langkah:
        less = jalur.answers(jawaban) | {item.kode: jawaban.get(item.kode)}
        assert not judge(AMBANG_2021, score(LKE_2021, less))["WBK"].memenuhi


def test_a_path_that_is_known_by_hand():
    # All best but an index of 3.5 (15.31 < 15.75): one question, one tenth up.
    jawaban = extreme_answers(LKE_2021, best=True) | {"B.I.i.a": "3.5"}
    jalur = find_path(AMBANG_2021, "WBK", score(LKE_2021, jawaban))
    (item,) = jalur.langkah
    assert (item.kode, item.perbaikan.jawaban, item.perbaikan.langkah) == ("B.I.i.a", "3.6", 1)
    assert item.poin == Fraction("17.5") / 4 / 10


def test_a_tie_goes_to_the_question_with_evidence():
    # A.I.4.i: three questions of 2.5/3 points each; one letter is missing in each of two of them.
    ambang = build_ambang(
        {
            "kode": "x",
            "nama": "X",
            "predikat": {"WBK": [{"kode": "t", "nama": "T", "simpul": "semua", "minimum": "99.50"}]},
        }
    )
    jawaban = extreme_answers(LKE_2021, best=True) | {"A.I.4.i.a": "b", "A.I.4.i.b": "b"}
    hasil = score(LKE_2021, jawaban)
    for kode in ("A.I.4.i.a", "A.I.4.i.b"):
        (item,) = find_path(ambang, "WBK", hasil, berbukti={kode}).langkah
        assert (item.kode, item.ada_bukti) == (kode, True)


def test_an_assessment_that_meets_the_rules_needs_nothing():
    jalur = find_path(AMBANG_2021, "WBBM", score(LKE_2021, extreme_answers(LKE_2021, best=True)))
    assert jalur.langkah == ()
    assert jalur.is_possible


def test_rounding_is_used_and_not_wasted():
    """74.995 prints as 75.00, so the path stops there."""
    weights = {"i": "70", "ii": "4.995", "iii": "25.005"}
    instrumen = build_instrumen(
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
                            "pertanyaan": [{"kode": "a", "teks": "T", "jenis": "abcde"}],
                        }
                        for kode, bobot in weights.items()
                    ],
                }
            ],
        }
    )
    ambang = build_ambang(
        {
            "kode": "x",
            "nama": "X",
            "predikat": {"WBK": [{"kode": "t", "nama": "T", "simpul": "semua", "minimum": "75"}]},
        }
    )
    hasil = score(instrumen, {"A.i.a": "a", "A.ii.a": "b", "A.iii.a": "e"})
    # one question either way, and one step either way: A.ii reaches 74.995, A.iii more than asked
    (item,) = find_path(ambang, "WBK", hasil, berbukti={"A.ii.a"}).langkah
    assert (item.kode, item.perbaikan.jawaban) == ("A.ii.a", "a")


def test_a_rule_that_even_the_best_answers_miss_is_named():
    # 1 / n has no count to work on: the only one is the denominator
    instrumen = build_instrumen(
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
                            "kode": "i",
                            "nama": "I",
                            "bobot": "100",
                            "pertanyaan": [
                                {
                                    "kode": "a",
                                    "teks": "T",
                                    "jenis": "persen",
                                    "isian": {"n": "N"},
                                    "rumus": "1 / n",
                                    "jika_kosong": "0",
                                }
                            ],
                        }
                    ],
                }
            ],
        }
    )
    rule = {"kode": "a", "nama": "A", "simpul": ["A"], "minimum": "75"}
    ambang = build_ambang({"kode": "x", "nama": "X", "predikat": {"WBK": [rule]}})
    jalur = find_path(ambang, "WBK", score(instrumen, {"A.i.a": {"n": 2}}))
    assert not jalur.is_possible
    assert [item.kode for item in jalur.hambatan] == ["a"]


def test_rules_over_crossing_groups_are_an_error():
    rules = [
        {"kode": "a", "nama": "A", "simpul": ["A.I"], "minimum": "20"},
        {"kode": "b", "nama": "B", "simpul": ["A.I.1", "A.II.1"], "minimum": "5"},
    ]
    ambang = build_ambang({"kode": "x", "nama": "X", "predikat": {"WBK": rules}})
    with pytest.raises(AmbangSalah, match="saling memotong"):
        find_path(ambang, "WBK", score(LKE_2021, {}))


def test_questions_that_do_not_apply_are_left_alone():
    jawaban = {"A.I.1.i.a": {"tidak_berlaku": "Alasan"}}
    jalur = find_path(AMBANG_2021, "WBBM", score(LKE_2021, jawaban))
    assert "A.I.1.i.a" not in {item.kode for item in jalur.langkah}
    assert judge(AMBANG_2021, score(LKE_2021, jalur.answers(jawaban)))["WBBM"].memenuhi


def test_counts_with_huge_denominators_stay_exact():
    counts = {
        "A.II.1.i.a": {"agen": 999_999_999_999_989, "perubahan": 1},
        "A.II.4.i.a": {"sasaran": 999_999_999_999_947, "tercapai": 3},
        "A.II.6.i.b": {"terdata": 999_999_999_999_877, "dipermudah": 7},
    }
    jawaban = extreme_answers(LKE_2021, best=False) | counts
    jalur = find_path(AMBANG_2021, "WBBM", score(LKE_2021, jawaban))
    assert judge(AMBANG_2021, score(LKE_2021, jalur.answers(jawaban)))["WBBM"].memenuhi


def test_lke_2014_has_a_path():
    ambang = shipped_ambang("lke-2014")
    jalur = find_path(ambang, "WBBM", score(LKE_2014, {}))
    assert judge(ambang, score(LKE_2014, jalur.answers({})))["WBBM"].memenuhi


AREA_1 = build_ambang(
    {
        "kode": "x",
        "nama": "X",
        "predikat": {"WBK": [{"kode": "i", "nama": "I", "simpul": ["A.II.1.i"], "minimum": "2"}]},
    }
)


def test_counts_that_should_agree_move_together():
    # 3 changes of 7 agents, 3 integrated; full marks need 7 changes and, to stay full in b, 7 integrated
    jawaban = {
        "A.II.1.i.a": {"agen": 7, "perubahan": 3},
        "A.II.1.i.b": {"perubahan": 3, "terintegrasi": 3},
    }
    jalur = find_path(AREA_1, "WBK", score(LKE_2021, jawaban))
    assert {item.kode: item.perbaikan.jawaban for item in jalur.langkah} == {
        "A.II.1.i.a": {"agen": 7, "perubahan": 7},
        "A.II.1.i.b": {"perubahan": 7, "terintegrasi": 7},
    }
    assert [item.poin for item in jalur.langkah] == [Fraction(4, 7), 0]
    assert score(LKE_2021, jalur.answers(jawaban)).temuan == ()


def test_counts_that_disagree_already_are_improved_apart():
    jawaban = {
        "A.II.1.i.a": {"agen": 7, "perubahan": 3},
        "A.II.1.i.b": {"perubahan": 5, "terintegrasi": 5},
    }
    jalur = find_path(AREA_1, "WBK", score(LKE_2021, jawaban))
    assert [(item.kode, item.perbaikan.jawaban) for item in jalur.langkah] == [
        ("A.II.1.i.a", {"agen": 7, "perubahan": 7})
    ]


def test_no_path_brings_counts_into_disagreement():
    rng = random.Random(31)
    for _ in range(15):
        jawaban = random_answers(LKE_2021, rng)
        agen, perubahan = rng.randint(1, 9), rng.randint(0, 9)
        jawaban["A.II.1.i.a"] = {"agen": agen, "perubahan": perubahan}
        jawaban["A.II.1.i.b"] = {"perubahan": perubahan, "terintegrasi": rng.randint(0, perubahan)}
        hasil = score(LKE_2021, jawaban)
        after = score(LKE_2021, find_path(AMBANG_2021, "WBBM", hasil).answers(jawaban))
        assert after.temuan == ()
        assert all(after.pertanyaan[kode].skor >= item.skor for kode, item in hasil.pertanyaan.items())


@pytest.mark.parametrize(
    ("kode", "kini", "better"),
    [
        ("A.I.1.i.b", "c", [("b", "0.5", 1), ("a", "1", 2)]),
        ("A.I.1.i.b", None, [("b", "0.5", 1), ("a", "1", 2)]),  # missing starts from the lowest
        ("A.I.1.i.b", "a", []),
        ("B.I.i.a", "3.75", [("3.8", "0.95", 1), ("3.9", "0.975", 2), ("4", "1", 3)]),
        # 4 of 7 is 57%: 60% needs 5 (71%, two tenths further), 80% needs 6 (85%), 90% needs 7
        (
            "A.II.4.i.a",
            {"sasaran": 7, "tercapai": 4},
            [
                ({"sasaran": 7, "tercapai": 5}, Fraction(5, 7), 2),
                ({"sasaran": 7, "tercapai": 6}, Fraction(6, 7), 3),
                ({"sasaran": 7, "tercapai": 7}, 1, 5),
            ],
        ),
        # what is finished is no longer in progress
        (
            "A.II.5.ii.a",
            {"harus": 2, "diproses": 1, "selesai": 1},
            [({"harus": 2, "diproses": 0, "selesai": 2}, 1, 5)],
        ),
        # violations go down, not up
        (
            "A.II.3.iii.a",
            {"tahun_lalu": 2, "tahun_ini": 1, "disanksi": 1},
            [({"tahun_lalu": 2, "tahun_ini": 0, "disanksi": 1}, 1, 5)],
        ),
        ("A.II.3.iii.a", {"tahun_lalu": 0, "tahun_ini": 2, "disanksi": 0}, None),
    ],
)
def test_better_answers_and_their_steps(kode, kini, better):
    item = score(LKE_2021, {kode: kini}).pertanyaan[kode]
    found = [(option.jawaban, option.skor, option.langkah) for option in improvements(item.pertanyaan, item.jawaban)]
    if better is None:  # nothing last year, two this year: without any this year the score is full
        assert found == [({"tahun_lalu": 0, "tahun_ini": 0, "disanksi": 0}, 1, 10)]
    else:
        assert found == [(answer, Fraction(skor), steps) for answer, skor, steps in better]


def test_a_percentage_without_known_counts_is_shown_out_of_ten():
    item = score(LKE_2021, {}).pertanyaan["A.II.1.i.a"]
    options = improvements(item.pertanyaan, item.jawaban)
    assert [option.jawaban for option in options] == [{"agen": 10, "perubahan": n} for n in range(1, 11)]
