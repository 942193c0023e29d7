"""The command: scores of a workbook or of answers, as a table or as JSON, with an exit status."""

import json
from fractions import Fraction

import pytest
from django.core.management import CommandError, call_command

from evaluation.lke.scoring import score
from evaluation.lke.workbook.content import IsiLKE, Kunci
from evaluation.lke.workbook.writing import write_workbook
from tests.evaluation.lke_cases import LKE_2014, LKE_2021, extreme_answers
from tests.evaluation.ministry_form import build_form

BEST = extreme_answers(LKE_2021, best=True)


def _run(capsys, *arguments):
    """(exit status, JSON on stdout)"""
    status = 0
    try:
        call_command("lke_score", *map(str, arguments))
    except SystemExit as exc:
        status = exc.code
    return status, capsys.readouterr().out


def _answers(tmp_path, answers):
    path = tmp_path / "jawaban.json"
    path.write_text(answers if isinstance(answers, str) else json.dumps(answers), encoding="utf-8")
    return path


def _nodes(node):
    yield node
    for child in node["anak"]:
        yield from _nodes(child)


def test_answers_are_scored_as_json(capsys, tmp_path):
    answers = {
        "A.I.1.i.a": "ya",
        "A.I.1.i.b": "b",
        "A.II.1.i.a": {"agen": 7, "perubahan": 7},
        "B.I.i.a": 3.6,
    }
    status, out = _run(capsys, "--instrumen", "lke-2021", "--jawaban", _answers(tmp_path, answers))
    data = json.loads(out)
    assert status == 0
    assert (data["instrumen"], data["versi"]) == ("lke-2021", "1")
    assert set(data) == {"instrumen", "versi", "sidik", "nilai", "kosong", "ambang", "temuan"}
    nodes = {node["kode"]: node for node in _nodes(data["nilai"])}
    assert len(nodes) == 113 + 64
    # 0.5 x 1.5 / 2 + 2 x 1 / 2 + 17.5 x 3.6 / 4 = 0.375 + 1 + 15.75
    assert nodes[""]["nilai"] == "17.125"
    assert (nodes["A.I.1.i"]["bobot"], nodes["A.I.1.i"]["nilai"]) == ("0.5", "0.375")
    assert nodes["A.I.1.i.b"]["nilai"] == "0.5"
    assert nodes["B.I.i"]["nilai"] == "15.75"
    assert len(data["kosong"]) == 109
    rules = {rule["kode"]: rule for rule in data["ambang"]["WBK"]["aturan"]}
    assert set(data["ambang"]) == {"WBK", "WBBM"}
    assert data["ambang"]["WBK"]["memenuhi"] is False
    assert rules["survei-antikorupsi"]["memenuhi"] is True
    assert (rules["total"]["nilai"], rules["total"]["minimum"], rules["total"]["selisih"]) == (
        "17.125",
        "75.00",
        "-57.875",
    )
    assert rules["total"]["dinilai"] == "17.13"
    assert data["temuan"] == []


def test_every_node_of_the_json_lies_between_0_and_its_weight(capsys, tmp_path):
    _, out = _run(capsys, "--jawaban", _answers(tmp_path, BEST))
    for node in _nodes(json.loads(out)["nilai"]):
        assert Fraction(node["nilai"]) == Fraction(node["bobot"])


def test_refused_answers_give_status_1(capsys, tmp_path):
    path = _answers(tmp_path, {"A.I.1.i.a": "z", "X.1": "a", "B.I.i.a": 5, "A.I.1.i.b": "a"})
    status, out = _run(capsys, "--jawaban", path)
    data = json.loads(out)
    assert status == 1
    assert [(item["berat"], item["kode"]) for item in data["temuan"]] == [
        ("galat", "A.I.1.i.a"),
        ("galat", "B.I.i.a"),
        ("galat", "X.1"),
    ]
    assert set(data["temuan"][0]) == {"berat", "kode", "lembar", "sel", "masalah", "tindakan"}
    assert data["nilai"]["nilai"] == "0.25"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "bukan JSON yang benar"),
        ("{", "bukan JSON yang benar"),
        ("[]", "satu objek"),
        ("7", "satu objek"),
        ('{"A.I.1.i.a": "ya", "A.I.1.i.a": "tidak"}', "A.I.1.i.a ditulis dua kali"),
        ('{"A.II.1.i.a": {"agen": 1, "agen": 2}}', "agen ditulis dua kali"),
        ("[" * 100_000, "bukan JSON yang benar"),
        ('{"B.I.i.a": ' + "9" * 5000 + "}", "bukan JSON yang benar"),
    ],
)
def test_a_file_that_holds_no_answers_is_refused(capsys, tmp_path, text, words):
    status, out = _run(capsys, "--jawaban", _answers(tmp_path, text))
    data = json.loads(out)
    assert status == 1
    assert data["nilai"] is None
    assert words in data["temuan"][0]["masalah"]


def test_numbers_that_explode_are_refused_at_once(capsys, tmp_path):
    path = _answers(tmp_path, '{"B.I.i.a": 1e999999999, "A.II.4.i.a": {"sasaran": 1e400, "tercapai": 1}}')
    status, out = _run(capsys, "--jawaban", path)
    assert status == 1
    assert len(json.loads(out)["temuan"]) == 2


def test_a_workbook_is_scored_beside_its_stored_values(capsys, tmp_path):
    form = build_form(BEST | {"A.I.1.i.b": "b"})
    form.cell("L", "A.I.1").value = 4
    path = tmp_path / "lke.xlsx"
    path.write_bytes(form.save())
    status, out = _run(capsys, path, "--json")
    data = json.loads(out)
    assert status == 0
    nodes = {node["kode"]: node for node in _nodes(data["nilai"])}
    assert all("nilai_berkas" in node for node in nodes.values())
    assert (nodes["A.I.1"]["nilai"], nodes["A.I.1"]["nilai_berkas"]) == ("3.875", "4")
    assert (nodes["A.I.1.i.b"]["nilai"], nodes["A.I.1.i.b"]["nilai_berkas"]) == ("0.5", "0.5")
    (finding,) = data["temuan"]
    assert (finding["berat"], finding["kode"], finding["sel"]) == (
        "peringatan",
        "A.I.1",
        form.cell("L", "A.I.1").coordinate,
    )
    assert data["ambang"]["WBK"]["memenuhi"] is True


def test_a_refused_cell_gives_status_1(capsys, tmp_path):
    form = build_form(BEST)
    form.cell("K", "A.II.5.ii.a", "selesai").value = -3
    path = tmp_path / "lke.xlsx"
    path.write_bytes(form.save())
    status, out = _run(capsys, path, "--json")
    assert status == 1
    finding = json.loads(out)["temuan"][0]
    assert (finding["berat"], finding["sel"]) == (
        "galat",
        form.cell("K", "A.II.5.ii.a", "selesai").coordinate,
    )


def test_errors_in_the_file_are_shown_as_they_stand(capsys, tmp_path):
    form = build_form(BEST | {"A.II.5.ii.a": {"harus": 0, "diproses": 0, "selesai": 0}})
    path = tmp_path / "lke.xlsx"
    path.write_bytes(form.save())
    status, out = _run(capsys, path, "--json")
    data = json.loads(out)
    assert status == 0
    assert (data["nilai"]["nilai"], data["nilai"]["nilai_berkas"]) == ("100", "#DIV/0!")


def test_a_file_that_is_no_workbook_is_refused(capsys, tmp_path):
    path = tmp_path / "lke.xlsx"
    path.write_bytes(b"%PDF-1.7")
    status, out = _run(capsys, path, "--json")
    data = json.loads(out)
    assert status == 1
    assert data["nilai"] is None
    assert [item["berat"] for item in data["temuan"]] == ["galat"]


def test_the_key_of_a_file_names_its_instrument(capsys, tmp_path):
    data = write_workbook(score(LKE_2014, {}), IsiLKE(), kunci=Kunci("1", "lke-2014", "1", LKE_2014.sidik))
    path = tmp_path / "lke.xlsx"
    path.write_bytes(data)
    status, out = _run(capsys, path, "--json")
    found = json.loads(out)
    assert (status, found["instrumen"]) == (0, "lke-2014")
    assert "masih draf" in found["temuan"][0]["masalah"]


def test_an_indicator_that_cannot_be_scored_never_meets_a_threshold(capsys, tmp_path):
    path = _answers(tmp_path, BEST | {"A.I.3.v.a": {"tidak_berlaku": "Tidak ada pegawai"}})
    status, out = _run(capsys, "--jawaban", path)
    data = json.loads(out)
    assert status == 1
    assert data["ambang"]["WBK"]["memenuhi"] is False
    assert "A.I.3.v" in data["ambang"]["WBK"]["galat"][0]


def test_the_table_for_a_terminal(capsys, tmp_path):
    form = build_form(BEST)
    form.cell("J", "A.I.1.i.a").value = "Ya"
    path = tmp_path / "lke.xlsx"
    path.write_bytes(form.save())
    status, out = _run(capsys, path)
    lines = out.splitlines()
    assert status == 0
    assert lines[0] == "lke-2021 versi 1"
    assert any(line.startswith("Total             100.00   100.00") for line in lines)
    assert "WBBM: memenuhi" in lines
    assert any("peringatan A.I.1.i.a" in line and "seharusnya Ya/Tidak" in line for line in lines)


def test_the_caller_must_name_one_file(tmp_path):
    for arguments in ((), (tmp_path / "a.xlsx", "--jawaban", tmp_path / "b.json"), (tmp_path / "gone.xlsx",)):
        with pytest.raises(CommandError):
            call_command("lke_score", *map(str, arguments))
    with pytest.raises(CommandError):
        call_command("lke_score", "--instrumen", "lke-1999", "--jawaban", "x.json")
