"""An LKE that the portal does not know comes in as its workbook and becomes a draft instrument."""

import random
from io import BytesIO

import pytest
from openpyxl import load_workbook

from evaluation.lke.findings import Berat
from evaluation.lke.instrument import InstrumenSalah, build_instrumen
from evaluation.lke.scoring import score
from evaluation.lke.structure import JENIS_PERSEN
from evaluation.lke.threshold import check_ambang, shipped_ambang
from evaluation.lke.workbook.content import IsiLKE
from evaluation.lke.workbook.excel_formula import read_percentage, summed_cells
from evaluation.lke.workbook.instrument_form import read_instrumen
from evaluation.lke.workbook.reading import read_form
from evaluation.lke.workbook.writing import write_workbook
from tests.evaluation.lke_cases import LKE_2014, LKE_2021, extreme_answers, random_answers
from tests.evaluation.ministry_form import build_form

BEST = extreme_answers(LKE_2021, best=True)


def _make(data, kode="lke-baru"):
    return read_instrumen(read_form(data), kode=kode, nama="LKE Baru", dasar="Peraturan Baru")


@pytest.mark.parametrize("sub_indicators", [False, True])
def test_the_ministrys_form_becomes_the_instrument_it_is(sub_indicators):
    data, findings = _make(build_form(BEST, sub_indicators=sub_indicators).save())
    instrumen = build_instrumen(data)
    assert list(instrumen.pertanyaan) == list(LKE_2021.pertanyaan)
    for kode, node in LKE_2021.simpul.items():
        made = instrumen.simpul[kode]
        assert (made.bobot, made.tingkat) == (node.bobot, node.tingkat), kode
        assert not kode or made.nama.casefold() == node.nama.casefold()
    for kode, item in LKE_2021.pertanyaan.items():
        assert instrumen.pertanyaan[kode].jenis == item.jenis, kode
    check_ambang(shipped_ambang("lke-2021"), instrumen)
    assert instrumen.is_draf
    # the ministry's formulas do not say what an empty denominator is worth
    percent = [kode for kode, item in LKE_2021.pertanyaan.items() if item.jenis == JENIS_PERSEN]
    assert [(item.kode, item.berat) for item in findings] == [(kode, Berat.PERINGATAN) for kode in percent]


def test_its_percentages_are_computed_alike():
    data, _ = _make(build_form({}).save())
    instrumen = build_instrumen(data)
    rng = random.Random(4)
    for _ in range(20):
        answers = random_answers(LKE_2021, rng)
        translated = dict(answers)
        for kode, item in LKE_2021.pertanyaan.items():
            if item.isian:
                counts = {name: count or 1 for name, count in answers[kode].items()}
                answers[kode] = counts
                names = list(instrumen.pertanyaan[kode].isian)
                values = list(counts.values())
                if len(names) > len(values):  # LHKASN's total was typed, so it is a count of its own
                    values.insert(0, sum(values[:3]))
                translated[kode] = dict(zip(names, values, strict=True))
        ours, theirs = score(LKE_2021, answers), score(instrumen, translated)
        for kode, item in ours.pertanyaan.items():
            if item.jawaban.status == "dijawab":
                assert theirs.pertanyaan[kode].skor == item.skor, kode


@pytest.mark.parametrize("instrumen", [LKE_2021, LKE_2014], ids=["2021", "2014"])
def test_our_own_form_comes_back_with_weights_types_and_rubrics(instrumen):
    data, findings = _make(write_workbook(score(instrumen, {}), IsiLKE()))
    made = build_instrumen(data)
    assert list(made.pertanyaan) == list(instrumen.pertanyaan)
    assert {kode: node.bobot for kode, node in made.simpul.items()} == {
        kode: node.bobot for kode, node in instrumen.simpul.items()
    }
    for kode, item in instrumen.pertanyaan.items():
        assert made.pertanyaan[kode].jenis == item.jenis
        assert set(made.pertanyaan[kode].rubrik) == set(item.rubrik)
    assert not [item for item in findings if item.is_galat]


def test_what_cannot_be_read_is_a_finding_with_its_cell_and_is_not_made_up():
    form = build_form(BEST)
    form.cell("J", "A.I.1.i.b").value = "Sesuai kondisi"
    form.cell("K", "A.II.4.i.a").value = "=COUNT(K1,K2)"
    form.cell("H", "A.I.2").value = 3
    data, findings = _make(form.save())
    refused = {(item.kode, item.sel) for item in findings if item.is_galat}
    assert refused == {
        ("A.I.1.i.b", form.cell("J", "A.I.1.i.b").coordinate),
        ("A.II.4.i.a", form.cell("K", "A.II.4.i.a").coordinate),
    }
    with pytest.raises(InstrumenSalah) as caught:
        build_instrumen(data)
    assert {line.partition(":")[0] for line in caught.value.masalah} == {
        "A.I",
        "A.I.1.i.b",
        "A.I.2",
        "A.II.4.i.a",
    }


def test_any_form_gives_data_that_the_checks_can_judge():
    stream = BytesIO()
    build_form(BEST).workbook.save(stream)
    rng = random.Random(9)
    for _ in range(8):
        workbook = load_workbook(BytesIO(stream.getvalue()))
        sheet = workbook["LKE ZI 2021"]
        for _ in range(rng.choice([5, 50, 400])):
            cell = sheet.cell(rng.randint(5, sheet.max_row), rng.randint(2, 13))
            source = sheet.cell(rng.randint(5, sheet.max_row), rng.randint(2, 13)).value
            cell.value = rng.choice([source, None, "x", "=K5/0", -1])
        damaged = BytesIO()
        workbook.save(damaged)
        data, _ = _make(damaged.getvalue())
        try:
            assert build_instrumen(data).pertanyaan
        except InstrumenSalah as exc:
            assert exc.masalah  # noqa: PT017 -- either outcome is right, a third one is not


NAMES = {"K1": "a", "K2": "b", "K3": "(a + b)"}


@pytest.mark.parametrize(
    ("text", "rumus", "zero"),
    [
        ("=K2/K1", "b / a", ""),
        ("=$K$2/K1", "b / a", ""),
        ("=(K1-K2)/K1", "(a - b) / a", ""),
        ("=K2/K3", "b / (a + b)", ""),
        ("=IFERROR(K2/K1,0)", "b / a", "0"),
        ("=IFERROR(IF(K2/K1>1,1,K2/K1),1)", "b / a", "1"),
        ("=IF(K1=0,1,K2/K1)", "b / a", "1"),
        ("=IF(K1=0,0,MIN(1,K2/K1))", "b / a", "0"),
        ("=MAX(0,MIN(1,(K1-K2)/K1))", "(a - b) / a", ""),
        ("=ROUND(K2/K1,2)", "b / a", ""),
    ],
)
def test_percentage_formulas_are_read_out_of_their_wrappers(text, rumus, zero):
    found = read_percentage(text, NAMES)
    assert (found.rumus, found.jika_kosong) == (rumus, zero)


OTHER = ["", "=", "K9/K1", "=K9/K1", "=K1", "=Data!K1/K2", "=VLOOKUP(K1,K2)", "=K1/", '=IF(K1="a",1,2)', "=IF(K1/K2)"]
OTHER += ["=K1^K2/K1", "=[1]Sheet1!A1/K1", "=K1/K2 K1", "=" + "(" * 999]


@pytest.mark.parametrize("text", OTHER)
def test_other_formulas_are_not_guessed(text):
    assert read_percentage(text, NAMES) is None


def test_plain_sums_are_recognised():
    assert summed_cells("=K1+K2+$K$3") == ["K1", "K2", "K3"]
    assert summed_cells("=SUM(K1,K2)") == ["K1", "K2"]
    assert summed_cells("=SUM(K1:K3)") == ["K1", "K2", "K3"]
    for text in ("", "=K1", "=K1-K2", "=SUM(K1:L3)", "=SUM(K3:K1)", "=SUM(K1:K2,K3)", "=K1+2"):
        assert summed_cells(text) == []
