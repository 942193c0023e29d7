"""Hand-worked scores: every answer type, every formula and zero case, with the arithmetic beside them."""

from fractions import Fraction

import pytest

from evaluation.lke.answers import Status
from evaluation.lke.findings import Berat
from evaluation.lke.instrument import build_instrumen
from evaluation.lke.numbers import dua_desimal, full_text
from evaluation.lke.output import node_data
from evaluation.lke.scoring import score
from tests.evaluation.lke_cases import LKE_2014, LKE_2021, extreme_answers

F = Fraction


def _one(kode, jawaban):
    """The question's scored answer when nothing else is answered."""
    return score(LKE_2021, {kode: jawaban}).pertanyaan[kode]


@pytest.mark.parametrize(
    ("kode", "scores"),
    [
        ("A.I.1.i.a", {"ya": "1", "tidak": "0"}),
        ("A.I.1.i.b", {"a": "1", "b": "0.5", "c": "0"}),
        ("A.I.1.iii.a", {"a": "1", "b": "0.67", "c": "0.33", "d": "0"}),
        ("A.I.2.i.b", {"a": "1", "b": "0.75", "c": "0.5", "d": "0.25", "e": "0"}),
    ],
)
def test_letters_score_as_the_form_prints(kode, scores):
    for letter, expected in scores.items():
        assert _one(kode, letter).skor == F(expected)
        assert _one(kode, f" {letter.upper()} ").skor == F(expected)


@pytest.mark.parametrize(
    ("kode", "isian", "skor"),
    [
        # changes / agents: 5/7; 9 changes of 7 agents are capped at 1; without agents 0
        ("A.II.1.i.a", {"agen": 7, "perubahan": 5}, F(5, 7)),
        ("A.II.1.i.a", {"agen": 7, "perubahan": 9}, F(1)),
        ("A.II.1.i.a", {"agen": 0, "perubahan": 0}, F(0)),
        ("A.II.1.i.a", {"agen": 0, "perubahan": 3}, F(0)),
        # integrated / changes: 2/3; without changes 0
        ("A.II.1.i.b", {"perubahan": 3, "terintegrasi": 2}, F(2, 3)),
        ("A.II.1.i.b", {"perubahan": 0, "terintegrasi": 0}, F(0)),
        # violations: (4 - 1) / 4; more than last year is floored at 0; 0 after 0 is full, 2 after 0 nothing
        ("A.II.3.iii.a", {"tahun_lalu": 4, "tahun_ini": 1, "disanksi": 1}, F(3, 4)),
        ("A.II.3.iii.a", {"tahun_lalu": 4, "tahun_ini": 6, "disanksi": 6}, F(0)),
        ("A.II.3.iii.a", {"tahun_lalu": 0, "tahun_ini": 0, "disanksi": 0}, F(1)),
        ("A.II.3.iii.a", {"tahun_lalu": 0, "tahun_ini": 2, "disanksi": 0}, F(0)),
        # targets reached: 4/5; without targets 0
        ("A.II.4.i.a", {"sasaran": 5, "tercapai": 4}, F(4, 5)),
        ("A.II.4.i.a", {"sasaran": 0, "tercapai": 0}, F(0)),
        # complaints closed: 1/4; without complaints full
        ("A.II.5.ii.a", {"harus": 4, "diproses": 3, "selesai": 1}, F(1, 4)),
        ("A.II.5.ii.a", {"harus": 0, "diproses": 0, "selesai": 0}, F(1)),
        # LHKPN: 3 / (1 + 2 + 1); nobody obliged is full
        ("A.II.5.iii.a", {"kepala_satker": 1, "pejabat": 2, "lainnya": 1, "sudah": 3}, F(3, 4)),
        ("A.II.5.iii.a", {"kepala_satker": 0, "pejabat": 0, "lainnya": 0, "sudah": 0}, F(1)),
        # others: 21 / (3 + 5 + 20)
        ("A.II.5.iii.b", {"administrator": 3, "pengawas": 5, "fungsional": 20, "sudah": 21}, F(3, 4)),
        ("A.II.5.iii.b", {"administrator": 0, "pengawas": 0, "fungsional": 0, "sudah": 0}, F(1)),
        # services made easier: 6/8; without services 0
        ("A.II.6.i.b", {"terdata": 8, "dipermudah": 6}, F(3, 4)),
        ("A.II.6.i.b", {"terdata": 0, "dipermudah": 0}, F(0)),
    ],
)
def test_percentages_come_from_their_counts(kode, isian, skor):
    item = _one(kode, isian)
    assert (item.jawaban.status, item.skor) == (Status.DIJAWAB, skor)


def test_a_zero_denominator_is_said():
    note = _one("A.II.5.ii.a", {"harus": 0, "diproses": 0, "selesai": 0}).jawaban.catatan
    assert note == ("Penyebut selesai / harus adalah 0; menurut instrumen skornya 1 (aturan: 1).",)


def test_caps_and_floors_are_said():
    assert _one("A.II.1.i.a", {"agen": 2, "perubahan": 3}).jawaban.catatan == (
        "perubahan / agen = 150,00%, dibatasi 100%.",
    )
    assert _one("A.II.3.iii.a", {"tahun_lalu": 1, "tahun_ini": 3, "disanksi": 3}).jawaban.catatan == (
        "(tahun_lalu - tahun_ini) / tahun_lalu = -200,00%, dihitung 0%.",
    )


@pytest.mark.parametrize(("indeks", "skor"), [("3.60", F(9, 10)), (4, F(1)), (0, F(0)), ("3,2", F(4, 5))])
def test_an_index_is_divided_by_four(indeks, skor):
    assert _one("B.I.i.a", indeks).skor == skor


def test_an_indicator_is_its_weight_times_the_mean_of_its_questions():
    # A.I.1.iii, weight 1: a = 1, b = 0.67, c = 0.33 -> 1 x 2 / 3
    hasil = score(LKE_2021, {"A.I.1.iii.a": "a", "A.I.1.iii.b": "b", "A.I.1.iii.c": "c"})
    assert hasil.simpul["A.I.1.iii"].nilai == F(2, 3)
    # nothing else is answered, so the same points stand in every level above
    assert [hasil.simpul[kode].nilai for kode in ("A.I.1", "A.I", "A", "")] == [F(2, 3)] * 4
    assert full_text(hasil.nilai) == "0.6666666666666666666666666667"
    assert hasil.simpul["A.I.1.iii"].explain() == "Bobot 1,00 x rata-rata (1,00 + 0,67 + 0,33) / 3 = 0,67."


def test_a_small_assessment_worked_by_hand():
    jawaban = {
        "A.I.1.i.a": "ya",  # 0.5 x (1 + 0.5) / 2 = 0.375
        "A.I.1.i.b": "b",
        "A.I.3.v.a": "c",  # 0.75 x 0.33 = 0.2475
        "A.II.1.i.a": {"agen": 7, "perubahan": 7},  # 2 x (1 + 5/7) / 2 = 12/7
        "A.II.1.i.b": {"perubahan": 7, "terintegrasi": 5},
        "B.I.i.a": 3.6,  # 17.5 x 3.6 / 4 = 15.75
        "B.I.ii.a": "c",  # 5 x 0.5 = 2.5
    }
    hasil = score(LKE_2021, jawaban)
    assert hasil.simpul["A.I.1"].nilai == F("0.375")
    assert hasil.simpul["A.I.3"].nilai == F("0.2475")
    assert hasil.simpul["A.II.1"].nilai == F(12, 7)
    assert hasil.simpul["B.I"].nilai == F("18.25")
    assert hasil.nilai == F("0.375") + F("0.2475") + F(12, 7) + F("18.25")
    assert str(dua_desimal(hasil.nilai)) == "20.59"  # 20.58678...
    assert len(hasil.kosong) == 113 - len(jawaban)
    assert hasil.temuan == ()


def test_best_is_100_and_worst_is_0():
    assert score(LKE_2021, extreme_answers(LKE_2021, best=True)).nilai == 100
    worst = score(LKE_2021, extreme_answers(LKE_2021, best=False))
    assert worst.nilai == 0
    assert worst.kosong == ()
    assert worst.temuan == ()


def test_lke_2014_scores_too():
    best = {kode: next(iter(item.skala), 4) for kode, item in LKE_2014.pertanyaan.items()}
    best["B.I.ii.a"] = {"rekomendasi": 3, "selesai": 3}
    assert score(LKE_2014, best).nilai == 100


REFUSED = [
    ("A.I.1.i.a", "a", 'Jawaban "a" bukan salah satu dari ya/tidak.'),
    ("A.I.1.i.b", "d", 'Jawaban "d" bukan salah satu dari a/b/c.'),
    ("A.I.1.i.b", 1, 'Jawaban "1" bukan salah satu dari a/b/c.'),
    ("A.I.1.i.b", ["a"], "Jawaban \"['a']\" bukan salah satu dari a/b/c."),
    ("A.I.1.i.b", {"a": 1}, "Jawaban \"{'a': 1}\" bukan salah satu dari a/b/c."),
    ("B.I.i.a", "4.01", 'Indeks "4.01" di luar 0 sampai 4.'),
    ("B.I.i.a", -0.1, 'Indeks "-0.1" di luar 0 sampai 4.'),
    ("B.I.i.a", "baik", 'Indeks "baik" bukan angka.'),
    ("A.II.1.i.a", 0.8, 'Jawaban "0.8" harus berupa jumlah per isian (agen, perubahan).'),
    ("A.II.1.i.a", {"agen": "tujuh", "perubahan": 1}, 'Isian agen: "tujuh" bukan angka.'),
    ("A.II.1.i.a", {"agen": 7, "perubahan": -1}, 'Isian perubahan: "-1" kurang dari 0.'),
    ("A.II.1.i.a", {"agen": 7, "perubahan": 1.5}, 'Isian perubahan: "1.5" bukan bilangan bulat.'),
    ("A.II.1.i.a", {"agen": 7, "rubah": 1}, "Isian rubah: tidak dikenal pada pertanyaan ini."),
    (
        "A.II.1.i.b",
        {"perubahan": 2, "terintegrasi": 3},
        "Isian terintegrasi: 3 melebihi perubahan (2).",
    ),
    ("A.II.4.i.a", {"sasaran": 2, "tercapai": 3}, "Isian tercapai: 3 melebihi sasaran (2)."),
    (
        "A.II.5.ii.a",
        {"harus": 2, "diproses": 0, "selesai": 3},
        "Isian selesai: 3 melebihi harus (2).",
    ),
    (
        "A.II.5.iii.a",
        {"kepala_satker": 1, "pejabat": 0, "lainnya": 0, "sudah": 2},
        "Isian sudah: 2 melebihi kepala_satker + pejabat + lainnya (1).",
    ),
    ("A.I.1.i.a", {"tidak_berlaku": " "}, "Tidak berlaku harus disertai alasan."),
    ("A.I.1.i.a", {"tidak_berlaku": True}, "Tidak berlaku harus disertai alasan."),
]


@pytest.mark.parametrize(("kode", "jawaban", "sentence"), REFUSED)
def test_nonsense_is_refused_by_name_and_the_rest_is_scored(kode, jawaban, sentence):
    best = extreme_answers(LKE_2021, best=True)
    hasil = score(LKE_2021, best | {kode: jawaban})
    assert [(item.kode, item.berat, item.masalah) for item in hasil.temuan] == [(kode, Berat.GALAT, sentence)]
    item = hasil.pertanyaan[kode]
    assert (item.jawaban.status, item.skor) == (Status.DITOLAK, 0)
    assert hasil.nilai == 100 - item.bobot
    assert hasil.kosong == (kode,)


def test_an_unknown_code_is_refused():
    hasil = score(LKE_2021, {"A.I.1.i.z": "ya", "A.I.1.i.a": "ya"})
    assert [(item.kode, item.berat) for item in hasil.temuan] == [("A.I.1.i.z", Berat.GALAT)]
    assert hasil.pertanyaan["A.I.1.i.a"].skor == 1


@pytest.mark.parametrize("empty", [None, "", "  ", {}, {"agen": None, "perubahan": ""}])
def test_an_unanswered_question_counts_0_and_is_reported(empty):
    hasil = score(LKE_2021, extreme_answers(LKE_2021, best=True) | {"A.II.1.i.a": empty})
    assert hasil.kosong == ("A.II.1.i.a",)
    assert hasil.simpul["A.II.1.i"].kosong == ("A.II.1.i.a",)
    assert hasil.nilai == 99  # its share of A.II.1.i is 2 x 1/2
    assert hasil.temuan == ()


def test_a_count_that_the_formula_needs_makes_the_answer_incomplete():
    hasil = score(LKE_2021, extreme_answers(LKE_2021, best=True) | {"A.II.1.i.a": {"agen": 7}})
    assert hasil.kosong == ("A.II.1.i.a",)
    assert [(item.berat, item.masalah) for item in hasil.temuan] == [(Berat.PERINGATAN, "Isian perubahan belum diisi.")]


def test_a_count_that_the_formula_does_not_need_is_only_pointed_out():
    hasil = score(LKE_2021, extreme_answers(LKE_2021, best=True) | {"A.II.5.ii.a": {"harus": 2, "selesai": 2}})
    assert (hasil.nilai, hasil.kosong) == (100, ())
    assert [(item.berat, item.masalah) for item in hasil.temuan] == [(Berat.PERINGATAN, "Isian diproses belum diisi.")]


def test_counts_that_contradict_each_other_are_pointed_out():
    jawaban = {
        "A.II.1.i.a": {"agen": 7, "perubahan": 6},
        "A.II.1.i.b": {"perubahan": 5, "terintegrasi": 5},
        "A.II.5.ii.a": {"harus": 4, "diproses": 2, "selesai": 3},
    }
    hasil = score(LKE_2021, jawaban)
    assert [(item.kode, item.berat, item.masalah) for item in hasil.temuan] == [
        ("A.II.5.ii.a", Berat.PERINGATAN, "Isian diproses + selesai: 5 melebihi harus (4)."),
        (
            "A.II.1.i.b",
            Berat.PERINGATAN,
            "Jumlah yang seharusnya sama berbeda: A.II.1.i.a.perubahan (6) dan A.II.1.i.b.perubahan (5).",
        ),
    ]
    assert hasil.pertanyaan["A.II.5.ii.a"].skor == F(3, 4)


def test_not_applicable_leaves_the_mean():
    # A.I.1.i, weight 0.5: without b only a counts -> 0.5 x 1 / 1
    jawaban = {"A.I.1.i.a": "ya", "A.I.1.i.b": {"tidak_berlaku": "Unit baru dibentuk"}}
    hasil = score(LKE_2021, jawaban)
    assert hasil.simpul["A.I.1.i"].nilai == F("0.5")
    assert "A.I.1.i.b" not in hasil.kosong
    item = hasil.pertanyaan["A.I.1.i.b"]
    assert (item.bobot, item.nilai) == (0, 0)
    assert item.jawaban.catatan == ("Tidak berlaku: Unit baru dibentuk",)
    assert hasil.tak_ternilai == ()


def test_an_indicator_without_questions_is_an_error_and_not_a_full_score():
    hasil = score(LKE_2021, {"A.I.3.v.a": {"tidak_berlaku": "Tidak ada pegawai"}})
    assert hasil.tak_ternilai == ("A.I.3.v",)
    assert hasil.simpul["A.I.3.v"].nilai == 0
    assert [(item.kode, item.berat) for item in hasil.temuan] == [("A.I.3.v", Berat.GALAT)]


def test_numbers_are_exact_where_decimals_end_too_early():
    """Two of three, three times: (33.3 + 33.3 + 33.4) x 2/3 is 200/3, which has no end as a decimal."""
    thirds = {
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
                        "kode": str(n),
                        "nama": f"I{n}",
                        "bobot": bobot,
                        "pertanyaan": [{"kode": k, "teks": "T", "jenis": "ya_tidak"} for k in "abc"],
                    }
                    for n, bobot in ((1, "33.3"), (2, "33.3"), (3, "33.4"))
                ],
            }
        ],
    }
    instrumen = build_instrumen(thirds)
    hasil = score(instrumen, {f"A.{n}.{k}": "ya" for n in (1, 2, 3) for k in "ab"})
    assert hasil.nilai == F(200, 3)


def test_the_json_of_a_node():
    data = node_data(score(LKE_2021, {"A.I.1.i.a": "ya", "A.I.1.i.b": "b"}).simpul["A.I.1.i"])
    assert data == {
        "kode": "A.I.1.i",
        "nama": "Penyusunan Tim Kerja",
        "bobot": "0.5",
        "nilai": "0.375",
        "anak": [
            {
                "kode": "A.I.1.i.a",
                "nama": "Unit kerja sudah membentuk tim pembangunan ZI",
                "bobot": "1",
                "nilai": "1",
                "poin": "0.25",
                "status": "dijawab",
                "catatan": ["Tim sudah dibentuk di unit kerja"],
                "anak": [],
            },
            {
                "kode": "A.I.1.i.b",
                "nama": "Anggota tim dipilih melalui prosedur yang jelas",
                "bobot": "1",
                "nilai": "0.5",
                "poin": "0.125",
                "status": "dijawab",
                "catatan": ["Prosedur dipakai sebagian; anggota mewakili sebagian besar unsur"],
                "anak": [],
            },
        ],
    }
