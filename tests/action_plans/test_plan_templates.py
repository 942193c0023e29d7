"""The Lampiran I of the regulations and the real plan as data; figures counted by hand from the forms."""

from collections import Counter

import pytest
import yaml

from action_plans.plan_templates import (
    TEMPLATES,
    carry_to,
    get_plan,
    get_template,
    load_template,
    template_choices,
)
from units.choices import Area
from units.datafile import DataRusak
from units.profiles import all_profiles

# rows per area, in the order of the form, as "indicators: actions of each indicator, added up"
KALBAR = {
    ("manajemen_perubahan", ""): 2 + 3 + 3 + 4,
    ("tatalaksana", ""): 3 + 4 + 2,
    ("sdm", ""): 3 + 3 + 6 + 4 + 1 + 1,
    ("akuntabilitas", ""): 3 + 8,
    ("pengawasan", ""): 2 + 4 + 4 + 4 + 5,
    ("pelayanan_publik", ""): 4 + 5 + 3,
    ("hasil_bersih", ""): 1 + 1,
    ("hasil_pelayanan", ""): 1,
}
KETAPANG = {
    ("manajemen_perubahan", "pemenuhan"): 2 + 3 + 3 + 4,
    ("tatalaksana", "pemenuhan"): 3 + 4 + 2,
    ("sdm", "pemenuhan"): 3 + 3 + 6 + 4 + 1 + 1,
    ("akuntabilitas", "pemenuhan"): 3 + 7,
    ("pengawasan", "pemenuhan"): 2 + 4 + 4 + 3 + 5,
    ("pelayanan_publik", "pemenuhan"): 4 + 6 + 3 + 3 + 3,
    ("manajemen_perubahan", "reform"): 2 + 1 + 1,
    ("tatalaksana", "reform"): 1 + 2 + 3,
    ("sdm", "reform"): 1 + 1 + 1,
    ("akuntabilitas", "reform"): 1 + 1 + 1,
    ("pengawasan", "reform"): 1 + 1 + 2,
    ("pelayanan_publik", "reform"): 2 + 1,
    ("hasil_bersih", ""): 1 + 1,
    ("hasil_pelayanan", ""): 1,
}
TANGERANG = {
    ("manajemen_perubahan", ""): 2 + 3 + 3 + 4,
    ("tatalaksana", ""): 3 + 3 + 2,
    ("sdm", ""): 3 + 3 + 2 + 4 + 1 + 1,
    ("akuntabilitas", ""): 3 + 6,
    ("pengawasan", ""): 2 + 4 + 4 + 3 + 5,
    ("pelayanan_publik", ""): 4 + 5 + 3,
    ("hasil_bersih", ""): 1 + 1,
    ("hasil_pelayanan", ""): 1,
}
PEKALONGAN = {
    ("manajemen_perubahan", ""): 1 + 1 + 1 + 4,
    ("tatalaksana", ""): 1 + 3 + 2,
    ("sdm", ""): 3 + 3 + 6 + 3 + 1 + 1,
    ("akuntabilitas", ""): 3 + 7,
    ("pengawasan", ""): 2 + 4 + 4 + 3 + 5,
    ("pelayanan_publik", ""): 4 + 5 + 3,
}


def rows_per_area(baris):
    return list(Counter((row.area, row.aspek) for row in baris).items())


def indicators(baris):
    return list(dict.fromkeys((row.area, row.aspek, row.indikator) for row in baris))


@pytest.mark.parametrize(
    ("kode", "expected", "aksi", "indikator"),
    [
        (
            "kalbar-2017",
            KALBAR,
            84,
            26,
        ),  # Pergub Kalbar 20/2017 Lampiran I: 81 + 3 actions, 23 + 3 indicators
        (
            "ketapang-2022",
            KETAPANG,
            112,
            45,
        ),  # Perbup Ketapang 49/2022: 86 + 23 + 3 actions, 25 + 17 + 3 indicators
        ("tangerang-2018", TANGERANG, 76, 26),  # Perwal Tangerang 72/2018 Bab II: 73 + 3, 23 + 3
    ],
)
def test_templates_have_every_row_of_the_form_in_its_order(kode, expected, aksi, indikator):
    template = get_template(kode)
    assert rows_per_area(template.baris) == list(expected.items())
    assert len(template.baris) == aksi
    assert len(indicators(template.baris)) == indikator


def test_every_profile_has_its_template_and_the_aspects_agree():
    assert [kode for kode, _ in template_choices()] == sorted(p.templat for p in all_profiles().values())
    for profil in all_profiles().values():
        baris = get_template(profil.templat).baris
        assert tuple(dict.fromkeys(row.aspek for row in baris if row.aspek)) == profil.aspek
        assert {row.area for row in baris} == set(Area.values)


def test_the_form_decides_the_order_of_areas():
    for profil in all_profiles().values():
        printed = [(b.area, b.aspek) for b in profil.rencana.bagian if b.isi == "tabel"]
        assert [key for key, _ in rows_per_area(get_template(profil.templat).baris)] == printed


def test_unknown_template_is_a_key_error():
    with pytest.raises(KeyError):
        get_template("perwal-2099")


def test_only_tangerang_lists_evidence():
    # Bab II closes 23 of its items (7 + 8 + 8) with a list of data dukung
    assert sum(bool(row.bukti_fisik) for row in get_template("tangerang-2018").baris) == 23
    assert not any(row.bukti_fisik for row in get_template("kalbar-2017").baris)
    assert not any(row.bukti_fisik for row in get_template("ketapang-2022").baris)


def test_evidence_of_an_indicator_stands_with_it():
    (row,) = (r for r in get_template("tangerang-2018").baris if r.aksi == "Membentuk Tim Kerja WBK/WBBM")
    assert row.indikator == "Penyusunan Tim Kerja"
    assert row.bukti_fisik.split("\n") == [
        "Undangan rapat",
        "Dokumen Laporan pelaksanaan Pembentukan Tim kerja WBK / WBBM",
        "Riwayat Hidup dan rekam jejak anggota Tim",
        "Rekomendasi Pimpinan OPD/Unit Kerja",
    ]
    assert len(row.langkah.split("\n")) == 4


def test_pekalongan_barat_has_seventy_rows():
    plan = get_plan()
    assert plan.tahun == 2020
    assert rows_per_area(plan.baris) == list(PEKALONGAN.items())
    assert len(plan.baris) == 70
    assert len(indicators(plan.baris)) == 23
    assert all(row.aksi and row.langkah and row.bukti_fisik and row.target_waktu for row in plan.baris)


def test_first_and_last_row_of_pekalongan_barat():
    first, last = get_plan().baris[0], get_plan().baris[-1]
    assert (first.indikator, first.aksi, first.target_waktu) == (
        "Tim Kerja",
        "SK Tim Kerja ZI telah dibuat sesuai prosedur",
        "Januari 2020",
    )
    assert (last.langkah, last.bukti_fisik) == (
        "Menindaklanjuti hasil IKM",
        "Analisis IKM dan tindak lanjutnya",
    )


def test_carrying_a_plan_moves_its_years_and_no_law():
    old, new = get_plan().baris, carry_to(get_plan(), 2026)
    moved = {a.target_waktu: b.target_waktu for a, b in zip(old, new, strict=True)}
    assert moved["Januari s/d Desember 2020"] == "Januari s/d Desember 2026"
    assert moved["Januari 2019"] == "Januari 2025"
    assert moved["Renstra 2016-2021 RKT 2020 PK Januari 2020"] == "Renstra 2022-2027 RKT 2026 PK Januari 2026"
    texts = "\n".join(row.langkah + row.bukti_fisik for row in new)
    assert "ISO 9001:2015" in texts
    assert "PerMenPAN dan RB no 37/2012" in texts
    assert [row.aksi for row in carry_to(get_plan(), 2020)] == [row.aksi for row in old]


def damaged(tmp_path, change):
    content = yaml.safe_load((TEMPLATES / "kalbar-2017.yaml").read_text(encoding="utf-8"))
    change(content)
    path = tmp_path / "kalbar-2017.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return path


def double_first_action(content):
    actions = content["area"][0]["indikator"][0]["aksi"]
    actions.append(actions[0])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda c: c["area"][0].update(area="keuangan"), "area[1].area: 'keuangan' is not one of"),
        (lambda c: c["area"][0].update(aspek="hasil"), "area[1].aspek: 'hasil' is not one of"),
        (lambda c: c["area"][1]["indikator"][0].pop("nama"), "area[2].indikator[1].nama: missing"),
        (lambda c: c["area"][1]["indikator"][0].update(aksi=[]), "area[2].indikator[1].aksi: empty"),
        (
            lambda c: c["area"][1]["indikator"][0].update(aksi=[7]),
            "area[2].indikator[1].aksi[1]: expected a mapping",
        ),
        (lambda c: c["area"][1]["indikator"][0].update(aksi=[{"langkah": "x"}]), "aksi[1].aksi: missing"),
        (lambda c: c["area"][1]["indikator"][0].update(akis=["x"]), "area[2].indikator[1].akis: unknown key"),
        (double_first_action, "stands twice under 'Penyusunan Tim Kerja'"),
        (lambda c: c.update(tahun="2020"), "tahun: expected a whole number"),
    ],
)
def test_a_wrong_file_names_the_key(tmp_path, change, message):
    with pytest.raises(DataRusak) as caught:
        load_template(damaged(tmp_path, change))
    assert message in str(caught.value)
