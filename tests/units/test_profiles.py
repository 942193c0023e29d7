"""Regulation profiles: the words and order of the forms, and what a wrong file says."""

from datetime import date

import pytest
import yaml

from units.choices import Area, JenisInstansi
from units.datafile import DataRusak
from units.profiles import FOLDER, PENGGANTI, PROFIL_CHOICES, all_profiles, fill, get_profil, load_profile

KODE = ["kalbar-2017", "ketapang-2022", "tangerang-2018"]


def headings(form):
    return [(b.nomor, b.judul) for b in form.bagian]


def test_three_profiles_ship():
    assert [kode for kode, _ in PROFIL_CHOICES] == KODE
    assert {get_profil(k).jenis_instansi for k in KODE} == set(JenisInstansi.values)
    assert [get_profil(k).jabatan_kepala for k in KODE] == ["Gubernur", "Bupati", "Wali Kota"]
    assert [get_profil(k).instrumen for k in KODE] == ["lke-2014", "lke-2021", "lke-2014"]
    assert [get_profil(k).rencana.tata_letak for k in KODE] == ["s0", "s1", "s4"]


def test_unknown_profile_is_a_key_error():
    with pytest.raises(KeyError):
        get_profil("perwal-2099")


def test_kalbar_lampiran_ii_has_the_printed_headings_in_printed_order():
    # Pergub Kalbar 20/2017 Lampiran II, word for word; e and f trade places with Lampiran I
    assert headings(get_profil("kalbar-2017").laporan) == [
        ("A", "PENDAHULUAN"),
        ("B", "DASAR HUKUM"),
        ("C", "MAKSUD DAN TUJUAN"),
        ("D", "PERKEMBANGAN DAN KEMAJUAN PELAKSANAAN ZI"),
        ("1", "Komponen Pengungkit"),
        ("a", "Manajemen Perubahan"),
        ("b", "Penataan Tatalaksana"),
        ("c", "Penataan Sistem Manajemen SDM"),
        ("d", "Penguatan Akuntabilitas Kinerja"),
        ("e", "Penguatan Kualitas Pelayanan Publik"),
        ("f", "Penguatan Pengawasan"),
        ("2", "Indikator Hasil"),
        ("(a)", "Terwujudnya Pemerintahan yang Bersih dan bebas KKN"),
        ("(b)", "Terwujudnya Peningkatan Kualitas Pelayanan Publik Kepada Masyarakat"),
        ("3", "Masalah dan Hambatan Dalam Pembangunan ZI"),
        ("4", "Upaya yang dilakukan Dalam Mengatasi Masalah"),
        ("E", "PENUTUP"),
    ]


def test_kalbar_lampiran_iii_has_the_printed_headings_in_printed_order():
    # Pergub Kalbar 20/2017 Lampiran III B.2 (surat) and B.3 (bab), word for word but for the verb of the letter's c
    forms = get_profil("kalbar-2017").pembinaan
    assert headings(forms["surat"]) == [
        ("a", "Gambaran secara umum pelaksanaan tugas dan fungsi instansi"),
        ("b", "Penilaian terhadap Komponen pengungkit dan Indikator Hasil"),
        ("c", "Masukan/saran mengenai langkah-langkah yang perlu diambil oleh Pemerintah Daerah"),
    ]
    assert headings(forms["bab"]) == [
        ("BAB I", "PENDAHULUAN"),
        ("1)", "Simpulan Hasil Monitoring dan Evaluasi"),
        ("2)", "Saran"),
        ("BAB II", "URAIAN HASIL MONITORING DAN EVALUASI"),
        ("1)", "Data Umum"),
        ("a)", "Dasar"),
        ("b)", "Tujuan"),
        ("c)", "Ruang Lingkup"),
        ("d)", "Batasan"),
        ("2)", "Hasil Monitoring dan Evaluasi"),
        ("a)", "Komponen Pengungkit"),
        ("(a)", "Manajemen Perubahan"),
        ("(b)", "Penataan Tatalaksana"),
        ("(c)", "Penataan Sistem Manajemen SDM"),
        ("(d)", "Penguatan Akuntabilitas Kinerja"),
        ("(e)", "Penguatan Kualitas Pelayanan Publik"),
        ("(f)", "Penguatan Pengawasan"),
        ("b)", "Indikator Hasil"),
        ("(a)", "Terwujudnya Pemerintahan yang Bersih dan Bebas KKN"),
        ("(b)", "Terwujudnya Peningkatan Kualitas Pelayanan Publik kepada Masyarakat"),
        ("3)", "Kalimat Penutup"),
    ]


@pytest.mark.parametrize("bentuk", ["surat", "bab"])
def test_section_codes_of_the_coaching_report_are_the_same_in_every_profile(bentuk):
    codes = {frozenset(b.kode for b in get_profil(k).pembinaan[bentuk].bagian) for k in KODE}
    assert len(codes) == 1


def test_kalbar_lampiran_i_has_pengawasan_before_pelayanan_publik():
    assert headings(get_profil("kalbar-2017").rencana) == [
        ("A", "DASAR"),
        ("B", "MAKSUD DAN TUJUAN"),
        ("C", "RENCANA AKSI KOMPONEN PENGUNGKIT"),
        ("a", "Manajemen Perubahan"),
        ("b", "Penataan Tata Laksana"),
        ("c", "Penataan Sistem Manajemen SDM"),
        ("d", "Penguatan Akuntabilitas"),
        ("e", "Penguatan Pengawasan"),
        ("f", "Peningkatan Kualitas Pelayanan Publik"),
        ("D", "RENCANA AKSI INDIKATOR HASIL"),
        ("a", "Terwujudnya Pemerintahan yang bersih dan Bebas KKN"),
        ("b", "Terwujudnya Peningkatan Kualitas Pelayanan Publik kepada Masyarakat"),
    ]


def test_ketapang_names_an_area_differently_under_pemenuhan_and_reform():
    profil = get_profil("ketapang-2022")
    assert profil.aspek == ("pemenuhan", "reform")
    assert profil.label(Area.PELAYANAN_PUBLIK, "pemenuhan") == "Penguatan Kualitas Pelayanan Publik"
    assert profil.label(Area.PELAYANAN_PUBLIK, "reform") == "Peningkatan Kualitas Pelayanan Publik"
    assert profil.label(Area.SDM, "reform") == "Penataan Sistem Manajemen SDM Aparatur"
    assert profil.label(Area.HASIL_BERSIH) == "Birokrasi Yang Bersih dan Akuntabel"
    assert [b.nomor for b in profil.rencana.bagian] == list("ABC1abcdef2abcdefDab")


@pytest.mark.parametrize("kode", ["kalbar-2017", "tangerang-2018"])
def test_older_forms_know_no_aspect(kode):
    assert get_profil(kode).aspek == ()
    assert get_profil(kode).label("sdm", "reform") == get_profil(kode).label("sdm")


def test_team_rules_differ():
    kalbar, ketapang, tangerang = (get_profil(k).tim for k in KODE)
    assert (kalbar.kode, kalbar.jumlah_ketua, kalbar.jumlah_anggota, kalbar.ketua_satu_tingkat) == (
        "satu_empat",
        1,
        4,
        True,
    )
    assert (ketapang.kode, ketapang.jumlah_anggota, ketapang.tiap_area) == ("per_area", None, True)
    assert (tangerang.kode, tangerang.ditetapkan_oleh) == ("sesuai_keputusan", "Wali Kota")


def test_section_codes_of_reports_are_the_same_in_every_profile():
    # a stored report keeps its texts by these codes
    codes = [{b.kode for b in get_profil(k).laporan.bagian} for k in KODE]
    assert codes[0] == codes[1] == codes[2]
    assert {a.value for a in Area} <= codes[0]


@pytest.mark.parametrize("kode", KODE)
def test_default_texts_fill_in_completely(kode):
    profil = get_profil(kode)
    values = dict.fromkeys(PENGGANTI, "x")
    for form in (profil.rencana, profil.laporan):
        assert "{" not in "".join(form.title(**values))
        assert form.section("dasar_hukum").teks
        assert form.section("maksud_tujuan").teks
        for bagian in form.bagian:
            assert "{" not in "".join(bagian.default_text(**values))


def test_a_placeholder_without_a_value_stays_visible():
    assert fill(("Rencana {unit} {tahun}",), tahun=2026) == ("Rencana {unit} 2026",)


def test_fourth_quarter_is_due_in_the_next_year():
    for kode in KODE:
        profil = get_profil(kode)
        assert profil.deadline("laporan_tw3", 2026) == date(2026, 10, 10)
        assert profil.deadline("laporan_tw4", 2026) == date(2027, 1, 10)
        assert profil.deadline("usulan_tpn", 2026) == date(2026, 5, 31)


def test_a_period_starts_before_it_ends():
    for profil in all_profiles().values():
        periods = [(t.starts_on(2026), t.on(2026)) for t in profil.tenggat if t.mulai]
        assert len(periods) == 7
        assert all(start < end for start, end in periods)


def damaged(tmp_path, change):
    content = yaml.safe_load((FOLDER / "kalbar-2017.yaml").read_text(encoding="utf-8"))
    change(content)
    path = tmp_path / "kalbar-2017.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return path


def rename_key(content):
    content["tim"]["jumlah_angota"] = content["tim"].pop("jumlah_anggota")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda c: c.pop("nama"), "nama: missing"),
        (lambda c: c.update(kode="lain"), "kode: 'lain' is not one of kalbar-2017"),
        (lambda c: c.update(instrumen="lke-1999"), "instrumen: 'lke-1999'"),
        (rename_key, "tim.jumlah_angota: unknown key"),
        (lambda c: c["tim"].update(jumlah_anggota="empat"), "tim.jumlah_anggota: expected a whole number"),
        (
            lambda c: c["tim"].update(ketua_satu_tingkat="ya"),
            "tim.ketua_satu_tingkat: expected true or false",
        ),
        (lambda c: c["laporan"]["bagian"].pop(5), "laporan.bagian: area 'manajemen_perubahan'"),
        (
            lambda c: c["laporan"]["bagian"][5].update(area="sdm"),
            "laporan.bagian: area 'manajemen_perubahan'",
        ),
        (lambda c: c["rencana"]["bagian"][3].update(area="keuangan"), "rencana.bagian[4].area: 'keuangan'"),
        (lambda c: c["rencana"]["bagian"][3].pop("area"), "rencana.bagian[4].area: a table needs its area"),
        (lambda c: c["laporan"]["bagian"][2].update(kode="dasar_hukum"), "kode 'dasar_hukum' stands twice"),
        (
            lambda c: c["rencana"].update(judul=["RENCANA {units}"]),
            "rencana.judul: unknown placeholder {units}",
        ),
        (lambda c: c["tenggat"][0].update(tanggal="02-29"), "tenggat[1].tanggal: '02-29' is not MM-DD"),
        (lambda c: c["rencana"].update(kolom="INDIKATOR"), "rencana.kolom: expected a list"),
        (lambda c: c["rencana"].update(judul=["", "x"]), "rencana.judul[1]: expected text"),
        (lambda c: c.update(tpi=[]), "tpi: expected a mapping"),
    ],
)
def test_a_wrong_file_names_the_key(tmp_path, change, message):
    with pytest.raises(DataRusak) as caught:
        load_profile(damaged(tmp_path, change))
    assert str(caught.value).startswith("kalbar-2017.yaml: ")
    assert message in str(caught.value)


def test_a_file_that_is_no_yaml_is_named(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text("kode: [", encoding="utf-8")
    with pytest.raises(DataRusak, match=r"^x\.yaml: not YAML"):
        load_profile(path)
