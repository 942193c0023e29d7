"""Requirements before a proposal (Perbup Ketapang 49/2022 Lampiran II huruf A; PermenPANRB 10/2019): the judging table."""

from datetime import date
from decimal import Decimal

import pytest

from evaluation.lke.instrument import shipped_instrumen
from evaluation.requirements import (
    COMPUTED,
    TARGET,
    Fakta,
    NilaiSalah,
    findings,
    judge,
    load_set,
    requirements_for,
    survey_findings,
)
from units.datafile import DataRusak
from units.profiles import all_profiles

SET_2021, SET_2019 = requirements_for("lke-2021"), requirements_for("lke-2014")
TODAY = date(2026, 5, 1)
GOOD = Fakta(TODAY, mulai=date(2025, 1, 15), wbk_sejak=date(2024, 12, 1), jumlah_unit=10, berpredikat=1)


def verdict(kode: str, nilai: str, target: str = "wbk", fakta: Fakta = GOOD, kumpulan=SET_2021) -> bool:
    (row,) = (r for r in judge(kumpulan.syarat, target, {kode: nilai} if nilai else {}, fakta) if r.kode == kode)
    return row.memenuhi


@pytest.mark.parametrize(
    ("kode", "nilai", "wbk", "wbbm"),
    [
        ("opini_bpk", "WTP", True, True),
        ("opini_bpk", "WDP", False, False),
        ("opini_bpk", "TW", False, False),
        ("opini_bpk", "TMP", False, False),
        # Letters are ordered D < C < CC < B < BB < A < AA; the alphabet would put BB below CC.
        ("sakip_instansi", "AA", True, True),
        ("sakip_instansi", "A", True, True),
        ("sakip_instansi", "BB", True, True),
        ("sakip_instansi", "B", True, False),
        ("sakip_instansi", "CC", False, False),
        ("sakip_instansi", "C", False, False),
        ("sakip_instansi", "D", False, False),
        ("indeks_rb", "CC", True, False),
        ("indeks_rb", "C", False, False),
        ("indeks_rb", "B", True, True),
        ("spip", "3", True, True),
        ("spip", "2", False, False),
        ("layanan_inti", "ya", True, True),
        ("layanan_inti", "tidak", False, False),
        ("tlhp", "100", True, True),
        ("tlhp", "99.99", False, False),
        ("tlhp", "99,99", False, False),
        ("lhkpn", "100%", True, True),
        ("lhkasn", "0", False, False),
        ("sakip_unit", "B", True, False),
        ("sakip_unit", "BB", True, True),
    ],
)
def test_the_minimum_of_each_requirement_under_90_2021(kode, nilai, wbk, wbbm):
    assert (verdict(kode, nilai, "wbk"), verdict(kode, nilai, "wbbm")) == (wbk, wbbm)


@pytest.mark.parametrize(
    ("kode", "nilai", "wbk", "wbbm"),
    [
        ("opini_bpk", "WDP", True, False),
        ("opini_bpk", "TW", False, False),
        ("opini_bpk", "WTP", True, True),
        ("sakip_instansi", "B", True, True),
        ("sakip_instansi", "CC", False, False),
        ("sumber_daya", "ya", True, True),
        ("keberhasilan_rb", "tidak", False, False),
        ("lhkasn", "100", True, True),
    ],
)
def test_the_minimum_of_each_requirement_under_10_2019(kode, nilai, wbk, wbbm):
    found = (verdict(kode, nilai, "wbk", kumpulan=SET_2019), verdict(kode, nilai, "wbbm", kumpulan=SET_2019))
    assert found == (wbk, wbbm)


@pytest.mark.parametrize("kumpulan", [SET_2021, SET_2019], ids=lambda k: k.kode)
@pytest.mark.parametrize("target", TARGET)
def test_nothing_recorded_and_nothing_known_is_never_a_pass(kumpulan, target):
    """Only the absence of a revocation, and the share that is mere information, hold without a record."""
    rows = judge(kumpulan.syarat, target, {}, Fakta(TODAY))
    assert {r.kode for r in rows if r.memenuhi} <= {"tanpa_pencabutan", "persen_berpredikat"}
    assert all(r.alasan for r in rows if not r.memenuhi)


@pytest.mark.parametrize(
    ("kode", "nilai"),
    [("sakip_instansi", "B+"), ("sakip_instansi", "Baik"), ("opini_bpk", "wajar"), ("spip", "3.5"), ("spip", "6"),
     ("tlhp", "seratus"), ("tlhp", "100.01"), ("tlhp", "-1"), ("layanan_inti", "mungkin")],
)  # fmt: skip
def test_a_value_that_cannot_be_read_is_refused_and_never_a_pass(kode, nilai):
    with pytest.raises(NilaiSalah):
        SET_2021.get(kode).read(nilai)
    assert verdict(kode, nilai) is False


@pytest.mark.parametrize(
    ("mulai", "pada", "met"),
    [
        (date(2025, 5, 2), date(2026, 5, 1), False),
        (date(2025, 5, 1), date(2026, 5, 1), True),
        (date(2024, 2, 29), date(2025, 2, 28), False),
        (date(2024, 2, 29), date(2025, 3, 1), True),
        (None, date(2026, 5, 1), False),
    ],
)
def test_one_full_year_of_building_towards_the_predicate(mulai, pada, met):
    assert verdict("lama_pembangunan", "", fakta=Fakta(pada, mulai=mulai)) is met


def test_wbbm_needs_a_wbk_in_force_and_wbk_does_not():
    """Pergub Kalbar 20/2017 Pasal 8 ayat (2)."""
    without = Fakta(TODAY, mulai=date(2025, 1, 1))
    assert "wbk_berlaku" not in {r.kode for r in judge(SET_2021.syarat, "wbk", {}, without)}
    assert not verdict("wbk_berlaku", "", "wbbm", without)
    assert verdict("wbk_berlaku", "", "wbbm", GOOD)


def test_a_revocation_holds_a_new_proposal_up_until_a_day_that_is_named():
    held = Fakta(TODAY, boleh_sejak=date(2026, 5, 2))
    (row,) = (r for r in judge(SET_2021.syarat, "wbk", {}, held) if r.kode == "tanpa_pencabutan")
    assert not row.memenuhi
    assert "2 Mei 2026" in row.alasan
    assert verdict("tanpa_pencabutan", "", fakta=Fakta(date(2026, 5, 2), boleh_sejak=date(2026, 5, 2)))


@pytest.mark.parametrize(("berpredikat", "met"), [(3, True), (4, False)])
def test_over_thirty_percent_holders_is_shown_and_never_in_the_way(berpredikat, met):
    rows = judge(SET_2021.syarat, "wbk", {}, Fakta(TODAY, jumlah_unit=10, berpredikat=berpredikat))
    (row,) = (r for r in rows if r.kode == "persen_berpredikat")
    assert (row.memenuhi, row.menghalangi) == (met, False)
    weights = {t.berat for t in findings(rows) if t.kode == "syarat_persen_berpredikat"}
    assert weights == (set() if met else {"peringatan"})


def test_a_predicate_nobody_knows_is_no_pass_but_an_error():
    with pytest.raises(ValueError, match="wbkx"):
        judge(SET_2021.syarat, "wbkx", {}, GOOD)


@pytest.mark.parametrize(
    ("indeks", "jawaban", "told"),
    [
        ({"ipak": Decimal("3.60")}, {"B.I.i.a": "3.6"}, False),
        ({"ipak": Decimal("3.45")}, {"B.I.i.a": "3.6"}, True),
        ({"ipkp": Decimal("3.45")}, {"B.I.i.a": "3.6", "B.II.i.a": "3.45"}, False),
        ({}, {"B.I.i.a": "3.6"}, False),
        ({"ipak": Decimal("3.45")}, {"B.I.i.a": {"tidak_berlaku": "Baru."}}, False),
    ],
)
def test_an_index_in_the_lke_that_no_survey_says_is_pointed_out(indeks, jawaban, told):
    found = survey_findings(SET_2021.survei, indeks, jawaban)
    assert [t.berat for t in found] == (["peringatan"] if told else [])


def test_the_surveys_of_the_lke_stand_at_questions_with_an_index():
    isi = shipped_instrumen("lke-2021")
    assert {isi.pertanyaan[kode].jenis for kode in SET_2021.survei.values()} == {"indeks4"}


# --- the files -----------------------------------------------------------------------------------------------


def test_every_profile_has_its_requirements():
    assert {requirements_for(p.instrumen).kode for p in all_profiles().values()} == {
        "syarat-90-2021", "syarat-10-2019"
    }  # fmt: skip


def test_an_instrument_without_requirements_fails_loudly():
    with pytest.raises(KeyError):
        requirements_for("lke-1999")


def test_everything_that_can_be_computed_is_asked_for_somewhere():
    used = {item.kode for kumpulan in (SET_2021, SET_2019) for item in kumpulan.syarat if item.is_computed}
    assert used == set(COMPUTED)


FILE = """
kode: syarat-uji
nama: Uji
dasar: Uji
instrumen: [lke-uji]
survei: []
syarat:
- {kode: sakip, nama: SAKIP, tingkat: unit, jenis: skala, skala: [C, B, A], wbk: B, dasar: Uji}
"""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("wbk: B", "wbk: Z", "not a value"),
        ("wbk: B", "wbkk: B", "neither wbk nor wbbm"),
        ("[C, B, A]", "[C, B, B]", "without doubles"),
        ("jenis: skala", "jenis: huruf", "is not one of"),
        ("tingkat: unit", "tingkat: kota", "is not one of"),
        ("jenis: skala, skala: [C, B, A]", "jenis: hitung", "nothing computes"),
        ("jenis: skala, skala: [C, B, A]", "jenis: level", "tertinggi"),
        ("dasar: Uji}", "dasar: Uji, warna: biru}", "unknown key"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(tmp_path, old, new, message):
    path = tmp_path / "syarat-uji.yaml"
    path.write_text(FILE)
    assert load_set(path).get("sakip").minimum == {"wbk": "B"}
    path.write_text(FILE.replace(old, new))
    with pytest.raises(DataRusak, match=message):
        load_set(path)
