"""Moving an assessment to another version of its instrument shows what changes and keeps what still means the same."""

import copy

from evaluation.lke.diff import Jenis, carried_answers, compare_instrumen
from evaluation.lke.instrument import build_instrumen
from evaluation.lke.structure import instrumen_data
from tests.evaluation.lke_cases import LKE_2021, extreme_answers


def _version(change):
    data = copy.deepcopy(instrumen_data(LKE_2021))
    area = data["komponen"][0]["aspek"][0]["area"][0]
    reform = data["komponen"][0]["aspek"][1]["area"][0]
    change(area["indikator"], reform["indikator"])
    return build_instrumen(data)


def _found(baru):
    return [(item.kode, item.jenis) for item in compare_instrumen(LKE_2021, baru)]


def test_the_same_content_has_no_difference():
    assert _found(_version(lambda pemenuhan, reform: None)) == []


def test_questions_added_and_removed():
    def change(pemenuhan, reform):
        pemenuhan[0]["pertanyaan"][1]["kode"] = "c"

    baru = _version(change)
    assert _found(baru) == [("A.I.1.i.c", Jenis.DITAMBAH), ("A.I.1.i.b", Jenis.DIHAPUS)]
    kept = carried_answers(LKE_2021, baru, extreme_answers(LKE_2021, best=True))
    assert set(LKE_2021.pertanyaan) - set(kept) == {"A.I.1.i.b"}


def test_questions_rescaled_and_weights_moved():
    def change(pemenuhan, reform):
        pemenuhan[0]["pertanyaan"][0] |= {"jenis": "abc", "rubrik": {}}
        pemenuhan[0]["bobot"], pemenuhan[1]["bobot"] = "1", "0.5"
        reform[0]["pertanyaan"][0]["jika_kosong"] = "1"
        pemenuhan[1]["pertanyaan"][0]["teks"] = "Ada rencana"

    baru = _version(change)
    assert _found(baru) == [
        ("A.I.1.i.a", Jenis.SKALA),
        ("A.I.1.ii.a", Jenis.TEKS),
        ("A.II.1.i.a", Jenis.SKALA),
        ("A.I.1.i", Jenis.BOBOT),
        ("A.I.1.ii", Jenis.BOBOT),
    ]
    kept = carried_answers(LKE_2021, baru, extreme_answers(LKE_2021, best=True))
    assert set(LKE_2021.pertanyaan) - set(kept) == {"A.I.1.i.a", "A.II.1.i.a"}


def test_a_difference_is_a_sentence():
    baru = _version(lambda pemenuhan, reform: pemenuhan[0].update(bobot="1") or pemenuhan[1].update(bobot="0.5"))
    assert compare_instrumen(LKE_2021, baru)[0].uraian == "Bobot Penyusunan Tim Kerja dari 0,50 menjadi 1,00."


def test_answers_that_were_refused_are_not_carried():
    kept = carried_answers(LKE_2021, LKE_2021, {"A.I.1.i.a": "z", "A.I.1.i.b": "b", "X": "a"})
    assert kept == {"A.I.1.i.b": "b"}
