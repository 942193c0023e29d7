"""An instrument that loads can be scored; one that is wrong says so by node, in sentences."""

import copy
import random
from fractions import Fraction

import pytest

from evaluation.lke.instrument import (
    InstrumenSalah,
    build_instrumen,
    dump_yaml,
    load_instrumen,
    load_yaml,
    shipped_instrumen,
)
from evaluation.lke.structure import instrumen_data
from tests.evaluation.lke_cases import LKE_2014, LKE_2021


def test_lke_2021_is_the_form_of_the_regulation():
    assert len(LKE_2021.pertanyaan) == 113
    assert sum(1 for node in LKE_2021.simpul.values() if node.tingkat == "indikator") == 45
    weights = {kode: LKE_2021.simpul[kode].bobot for kode in ("", "A", "A.I", "A.II", "B", "B.I", "B.II")}
    assert weights == {
        "": 100,
        "A": 60,
        "A.I": 30,
        "A.II": 30,
        "B": 40,
        "B.I": Fraction("22.5"),
        "B.II": Fraction("17.5"),
    }
    assert not LKE_2021.is_draf
    assert LKE_2021.dugaan == ()


def test_lke_2014_is_a_draft_until_its_assumed_types_are_confirmed():
    assert LKE_2014.is_draf
    assert len(LKE_2014.pertanyaan) == 76
    assert len(LKE_2014.dugaan) == 58
    assert "A.2.ii.a" in LKE_2014.dugaan
    assert "A.1.i.a" not in LKE_2014.dugaan


@pytest.mark.parametrize("instrumen", [LKE_2021, LKE_2014], ids=["2021", "2014"])
def test_weights_add_up_exactly_at_every_level(instrumen):
    for node in instrumen.simpul.values():
        assert not node.anak or sum(child.bobot for child in node.anak) == node.bobot, node.kode


def test_codes_are_paths_and_every_question_hangs_where_its_code_says():
    for kode, item in LKE_2021.pertanyaan.items():
        induk = kode.rpartition(".")[0]
        assert item in LKE_2021.simpul[induk].pertanyaan
        assert item.kode == f"{induk}.{item.nomor}"


def test_the_form_of_the_hash_does_not_depend_on_how_the_file_is_written():
    data = instrumen_data(LKE_2021)
    assert build_instrumen(data) == LKE_2021
    data["versi"], data["status"] = "9", "draf"
    assert build_instrumen(data).sidik == LKE_2021.sidik
    data["komponen"][0]["nama"] += " "
    assert build_instrumen(data).sidik == LKE_2021.sidik
    data["komponen"][0]["nama"] += "x"
    assert build_instrumen(data).sidik != LKE_2021.sidik


@pytest.mark.parametrize("instrumen", [LKE_2021, LKE_2014], ids=["2021", "2014"])
def test_an_instrument_goes_through_yaml_unchanged(instrumen):
    assert load_instrumen(dump_yaml(instrumen_data(instrumen))) == instrumen


def test_the_order_of_questions_and_inputs_is_content():
    data = instrumen_data(LKE_2021)
    isian = data["komponen"][0]["aspek"][1]["area"][0]["indikator"][0]["pertanyaan"][0]["isian"]
    isian.reverse()
    assert build_instrumen(data).sidik != LKE_2021.sidik


def _changed(change):
    data = copy.deepcopy(instrumen_data(LKE_2021))
    area = data["komponen"][0]["aspek"][0]["area"][0]
    percent = data["komponen"][0]["aspek"][1]["area"][0]["indikator"][0]["pertanyaan"][0]
    change(data, area, area["indikator"][0]["pertanyaan"], percent)
    return data


MISTAKES = {
    "A.I.1: jumlah bobot indikator 4.5 tidak sama dengan 4.": lambda d, a, q, p: a["indikator"][0].update(bobot="1"),
    "A.I.1.i: bobot harus lebih dari 0.": lambda d, a, q, p: a["indikator"][0].update(bobot="-0.5"),
    'A.I.1.i: bobot "setengah" bukan angka.': lambda d, a, q, p: a["indikator"][0].update(bobot="setengah"),
    "A.I.1.i.a: kode dipakai lebih dari sekali.": lambda d, a, q, p: q[1].update(kode="a"),
    "A.I.1.i: kode dipakai lebih dari sekali.": lambda d, a, q, p: a["indikator"][1].update(kode="i"),
    'A.I.1.i: kode "a.b" harus 1 sampai 8 huruf atau angka.': lambda d, a, q, p: q[0].update(kode="a.b"),
    'A.I.1.i.b: jenis jawaban "abcdef" tidak dikenal.': lambda d, a, q, p: q[1].update(jenis="abcdef"),
    "A.I.1.i.b: huruf rubrik a/b tidak cocok dengan jenis abc (a/b/c).": lambda d, a, q, p: q[1].update(
        rubrik={"a": "x", "b": "y"}
    ),
    "A.I.1.i.a: huruf rubrik a tidak cocok dengan jenis ya_tidak (ya/tidak).": lambda d, a, q, p: q[0].update(
        rubrik={"a": "x"}
    ),
    'A.I.1.i.a: kunci "bobto" tidak dikenal.': lambda d, a, q, p: q[0].update(bobto="1"),
    "A.I.1.i.a: rumus hanya untuk jenis persen.": lambda d, a, q, p: q[0].update(rumus="1"),
    "A.I.1.i: tidak mempunyai pertanyaan.": lambda d, a, q, p: q.clear(),
    "A.II.1.i.a: terintegrasi bukan isian pertanyaan ini.": lambda d, a, q, p: p.update(rumus="terintegrasi / agen"),
    "A.II.1.i.a: rumus belum selesai.": lambda d, a, q, p: p.update(rumus="agen /"),
    'A.II.1.i.a: ".__class__" tidak dikenal dalam rumus.': lambda d, a, q, p: p.update(rumus="agen.__class__"),
    "A.II.1.i.a: jenis persen tanpa isian.": lambda d, a, q, p: p.update(isian={}),
    "A.II.1.i.a: jika_kosong harus antara 0 dan 1.": lambda d, a, q, p: p.update(jika_kosong="2"),
    "A.II.1.i.a: batas: batas ditulis sebagai jumlah <= jumlah.": lambda d, a, q, p: p.update(
        batas=["agen < perubahan"]
    ),
    "Instrumen: bobot seluruhnya harus 100, tertulis 90.": lambda d, a, q, p: d.update(bobot="90"),
    "Instrumen: sepadan \"['A.I.1.i.a.x', 'A.I.1.i.b.x']\" harus menyebut dua isian yang ada.": (
        lambda d, a, q, p: d.update(sepadan=[["A.I.1.i.a.x", "A.I.1.i.b.x"]])
    ),
    'Instrumen: status "resmi" tidak dikenal; pilih aktif atau draf.': lambda d, a, q, p: d.update(status="resmi"),
    "A.I: aspek harus berisi tepat satu dari: area, indikator.": lambda d, a, q, p: d["komponen"][0]["aspek"][0].pop(
        "area"
    ),
}


@pytest.mark.parametrize("sentence", list(MISTAKES))
def test_a_mistake_is_one_sentence_that_names_the_node(sentence):
    with pytest.raises(InstrumenSalah) as caught:
        build_instrumen(_changed(MISTAKES[sentence]))
    assert sentence in caught.value.masalah


def test_all_mistakes_are_reported_together():
    def spoil(data, area, questions, percent):
        questions[0]["jenis"] = "angka"
        percent["rumus"] = "agen +"
        data["bobot"] = "1"

    with pytest.raises(InstrumenSalah) as caught:
        build_instrumen(_changed(spoil))
    assert {line.partition(":")[0] for line in caught.value.masalah} >= {
        "Instrumen",
        "A.I.1.i.a",
        "A.II.1.i.a",
    }


@pytest.mark.parametrize("text", ["", "[]", "42", "kode: [", "{a: b", "\t- x", "a: *b", "x" * 1_000_001])
def test_a_file_that_is_no_instrument_is_refused(text):
    with pytest.raises(InstrumenSalah):
        load_instrumen(text)


LAUGHS = "\n".join(
    ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    + ["status: *a9", "komponen: *a9"]
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[" * 900_000, "bersarang terlalu dalam"),
        ("a: " * 3 + "{a: " * 50_000, "bukan YAML|bersarang terlalu dalam"),
        (LAUGHS, "setelah rujukannya diuraikan"),
        ("a: &a [*a]", "bukan YAML|setelah rujukannya diuraikan"),
    ],
    ids=["deep", "deep mappings", "many laughs", "an anchor in itself"],
)
def test_a_text_that_explodes_is_refused(text, words):
    with pytest.raises(InstrumenSalah, match=words):
        load_yaml(text)


def test_yaml_builds_no_objects_and_leaves_numbers_as_text():
    assert load_yaml("a: !!python/object/apply:os.getcwd []") == {"a": []}
    assert load_yaml("bobot: 0.1\nya: tidak") == {"bobot": "0.1", "ya": "tidak"}


def test_an_unknown_shipped_instrument_is_refused():
    for kode in ("lke-2019", "../settings", ""):
        with pytest.raises(InstrumenSalah):
            shipped_instrumen(kode)


def test_nonsense_never_crashes_the_reader():
    """Whatever is put in place of any part, the answer is InstrumenSalah or a checked instrument."""
    rng = random.Random(20221)
    junk = [None, "", "x", "-1", 7, [], {}, [[]], {"kode": "z"}, ["a", "b"], True, "a" * 2000]
    for _ in range(400):
        data = copy.deepcopy(instrumen_data(LKE_2021))
        place = data
        for _ in range(rng.randint(1, 12)):
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))
            key = rng.choice(keys)
            if isinstance(place[key], dict | list) and place[key] and rng.random() < 0.8:
                place = place[key]
                continue
            place[key] = rng.choice(junk)
            break
        try:
            assert build_instrumen(data).sidik
        except InstrumenSalah as exc:
            assert exc.masalah  # noqa: PT017 -- either outcome is right, a third one is not
