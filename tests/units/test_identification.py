"""Candidates: scored on the criteria of the profile, ranked, made candidates (Perbup Ketapang 49/2022 Pasal 4(2))."""

import json
from decimal import Decimal

import pytest
from django.urls import reverse

from tests.factories import UnitKerjaFactory, make_peran, make_world
from tests.units.year_worlds import make_predikat
from units.choices import JenisPeran as J
from units.datafile import DataRusak
from units.errors import BenturanPerubahan, Ditolak, TidakBerwenang
from units.identification import is_complete, rank, total_of
from units.models import Identifikasi, PembangunanZI, UnitKerja
from units.profiles import FOLDER, all_profiles, get_profil, load_profile
from units.services.identification import candidates, make_candidates, save_score, save_scores
from units.tables_year import rank_words

RULE = get_profil("ketapang-2022").identifikasi  # layanan_utama 40, risiko 30, dampak 30; levels 0..3


def scores(a: int, b: int, c: int) -> dict[str, int]:
    return {"layanan_utama": a, "risiko": b, "dampak": c}


# --- arithmetic --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nilai", "total"),
    [
        (scores(3, 3, 3), "100.00"),
        (scores(0, 0, 0), "0.00"),
        (scores(3, 0, 0), "40.00"),
        (scores(1, 0, 0), "13.33"),
        (scores(2, 1, 0), "36.67"),
        ({"dampak": 3}, "30.00"),
    ],
)
def test_the_total_is_the_weighted_share_of_the_highest_scores(nilai, total):
    assert total_of(RULE, nilai) == Decimal(total)


def test_equal_totals_share_a_rank_and_the_next_is_left_out():
    found = rank(RULE, {1: scores(3, 3, 3), 2: scores(3, 2, 0), 3: scores(3, 0, 2), 4: scores(1, 1, 1)})
    assert {unit: (r.peringkat, r.seri) for unit, r in found.items()} == {
        1: (1, False),
        2: (2, True),
        3: (2, True),
        4: (4, False),
    }
    assert [rank_words(found[n]) for n in (1, 2)] == ["1", "2 (seri)"]


def test_a_unit_not_scored_on_every_criterion_has_no_rank_and_pushes_nobody_down():
    found = rank(RULE, {1: {"layanan_utama": 3, "risiko": 3}, 2: scores(1, 0, 0)})
    assert (found[1].peringkat, found[1].total, found[2].peringkat) == (None, Decimal("70.00"), 1)
    assert rank_words(found[1]) == "–"
    assert not is_complete(RULE, {})


def test_nobody_to_rank():
    assert rank(RULE, {}) == {}


# --- the criteria as data ----------------------------------------------------------------------------------


def test_every_profile_names_its_criteria_with_weights_levels_and_pasal():
    for profil in all_profiles().values():
        assert sum(k.bobot for k in profil.identifikasi.kriteria) == 100
        assert all(k.pasal and k.tertinggi >= 1 for k in profil.identifikasi.kriteria)
        assert profil.identifikasi.pasal


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("bobot: 40", "bobot: 41", "weights do not add up"),
        ("kode: risiko", "kode: dampak", "stands twice"),
        ("{jabatan} pada {unit}", "{pangkat} pada {unit}", "unknown placeholder"),
    ],
)
def test_a_profile_with_broken_criteria_or_pledge_does_not_load(tmp_path, old, new, words):
    path = tmp_path / "ketapang-2022.yaml"
    text = (FOLDER / path.name).read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    with pytest.raises(DataRusak, match=words):
        load_profile(path)


def test_the_pledge_is_filled_with_who_signs_it():
    text = get_profil("tangerang-2018").pakta.text(nama="Siti", jabatan="Camat", unit="Kecamatan A", tahun=2026)
    assert "Saya, Siti, Camat pada Kecamatan A" in text
    assert "{" not in text
    assert "\n1. " in text


# --- scoring -----------------------------------------------------------------------------------------------


@pytest.fixture
def unit(world) -> UnitKerja:
    return UnitKerjaFactory(instansi=world.instansi, nama="Dinas Contoh")


def score(world, unit, kolom="risiko", nilai="2", versi=0, jenis=J.TIUK) -> Identifikasi:
    return save_score(world.periode, unit, kolom=kolom, nilai=nilai, versi=versi, by=world.peran[jenis])


@pytest.mark.parametrize("jenis", list(J))
def test_tiuk_and_the_heads_of_tpi_score(world, unit, jenis):
    if jenis in (J.TIUK, J.KETUA_TPI, J.SEKRETARIS_TPI):
        assert score(world, unit, jenis=jenis).nilai == {"risiko": 2}
    else:
        with pytest.raises(TidakBerwenang):
            score(world, unit, jenis=jenis)


def test_scores_are_kept_one_by_one_and_can_be_taken_away(world, unit):
    row = score(world, unit)
    row = score(world, unit, "dampak", "0", row.versi)
    assert row.nilai == {"risiko": 2, "dampak": 0}
    row = score(world, unit, "risiko", "", row.versi)
    assert (row.nilai, row.versi) == ({"dampak": 0}, 3)


@pytest.mark.parametrize(
    ("kolom", "nilai", "words"),
    [
        ("risiko", "4", "nilai 0 sampai 3"),
        ("risiko", "-1", "nilai 0 sampai 3"),
        ("risiko", "dua", "nilai 0 sampai 3"),
        ("risiko", "²", "nilai 0 sampai 3"),
        ("karangan", "1", "tidak ada dalam profil"),
        ("catatan", "x" * 1001, "paling panjang 1000"),
    ],
)
def test_nonsense_is_refused_and_nothing_stored(world, unit, kolom, nilai, words):
    with pytest.raises(Ditolak, match=words):
        score(world, unit, kolom, nilai)
    assert not Identifikasi.objects.exists()


def test_a_unit_that_is_in_the_year_or_closed_is_no_candidate(world, unit):
    UnitKerja.objects.filter(pk=unit.pk).update(is_active=False)
    for wrong in (world.unit, unit):
        with pytest.raises(Ditolak, match="sudah masuk tahun program"):
            score(world, wrong)


def test_of_two_who_score_the_same_place_the_second_is_shown_the_first(world, unit):
    score(world, unit, nilai="1", jenis=J.KETUA_TPI)
    with pytest.raises(BenturanPerubahan) as other:
        score(world, unit, nilai="3")
    assert (other.value.nilai, other.value.oleh) == ("1", str(world.peran[J.KETUA_TPI].user))
    assert score(world, unit, nilai="3", versi=other.value.versi).nilai == {"risiko": 3}


def test_two_who_fill_different_empty_places_lose_nothing(world, unit):
    score(world, unit, "risiko", "1", jenis=J.KETUA_TPI)
    assert score(world, unit, "dampak", "2").nilai == {"risiko": 1, "dampak": 2}


def test_several_places_are_stored_together_or_not_at_all(world, unit):
    with pytest.raises(Ditolak):
        save_scores(world.periode, unit, {"risiko": "1", "dampak": "9"}, versi=0, by=world.peran[J.TIUK])
    assert not Identifikasi.objects.exists()


# --- candidates --------------------------------------------------------------------------------------------


def full(world, unit, nilai: str = "2") -> None:
    save_scores(world.periode, unit, dict.fromkeys(scores(0, 0, 0), nilai), versi=0, by=world.peran[J.TIUK])


def choose(world, *units, target: str = "wbk", jenis=J.TIUK) -> list[PembangunanZI]:
    return make_candidates(world.periode, units, target=target, by=world.peran[jenis])


def test_ticked_units_become_candidates_and_the_head_is_told(world, unit):
    full(world, unit)
    head = make_head(world, unit)
    (row,) = choose(world, unit)
    assert (row.tahap, row.target, row.nomor_penetapan) == ("diidentifikasi", "wbk", "")
    history = row.riwayat.get()
    assert (history.kolom, history.ke, history.peran) == ("tahap", "Diidentifikasi", world.peran[J.TIUK])
    assert head.user.notifikasi.get().tautan == reverse("pembangunan_detail", args=[row.pk])
    assert unit not in candidates(world.periode)


def make_head(world, unit):
    return make_peran(J.KEPALA_UNIT, instansi=world.instansi, unit=unit)


def test_all_or_none_and_the_unit_in_the_way_is_named(world, unit):
    other = UnitKerjaFactory(instansi=world.instansi, nama="Dinas Belum Dinilai")
    full(world, unit)
    with pytest.raises(Ditolak, match="Dinas Belum Dinilai belum dinilai pada semua kriteria"):
        choose(world, unit, other)
    assert PembangunanZI.objects.filter(periode=world.periode).count() == 1


def test_of_two_who_choose_the_same_unit_the_second_is_told(world, unit):
    full(world, unit)
    choose(world, unit, jenis=J.KETUA_TPI)
    with pytest.raises(Ditolak, match="Dinas Contoh sudah masuk tahun program"):
        choose(world, unit)


def test_no_unit_and_a_wbbm_without_wbk_are_refused(world, unit):
    with pytest.raises(Ditolak, match="paling sedikit satu unit"):
        choose(world)
    full(world, unit)
    with pytest.raises(Ditolak, match="belum memegang predikat Menuju WBK"):
        choose(world, unit, target="wbbm")
    make_predikat(world, unit)
    assert choose(world, unit, target="wbbm")[0].target == "wbbm"


def test_units_of_another_institution_are_not_chosen(world):
    stranger = make_world(wilayah="Kabupaten Jauh")
    with pytest.raises(Ditolak, match="sudah masuk tahun program"):
        choose(world, stranger.inspektorat)


# --- pages -------------------------------------------------------------------------------------------------


@pytest.fixture
def client(world, client_as):
    return client_as(world.peran[J.TIUK])


def test_the_cell_saves_itself_and_the_ranks_come_back(world, unit, client):
    other = UnitKerjaFactory(instansi=world.instansi)
    full(world, other, "1")
    full(world, unit, "1")
    url = reverse("identifikasi_edit", args=[unit.pk])
    body = client.post(url, {"kolom": "risiko", "nilai": "3", "versi": "1"}).json()
    assert body["versi"] == 2
    assert body["calon"][str(unit.pk)] == ["1", "53,33"]
    assert body["calon"][str(other.pk)] == ["2", "33,33"]


def test_the_cell_tells_of_a_conflict_and_of_nonsense(world, unit, client):
    url = reverse("identifikasi_edit", args=[unit.pk])
    client.post(url, {"kolom": "risiko", "nilai": "1", "versi": "0"})
    clash = client.post(url, {"kolom": "risiko", "nilai": "2", "versi": "0"})
    assert (clash.status_code, clash.json()["nilai"]) == (409, "1")
    wrong = client.post(url, {"kolom": "risiko", "nilai": "9", "versi": "1"})
    assert (wrong.status_code, "0 sampai 3" in json.loads(wrong.content)["galat"]) == (400, True)


def test_without_scripts_all_criteria_stand_on_a_page_of_their_own(world, unit, client):
    url = reverse("identifikasi_edit", args=[unit.pk])
    data = {"layanan_utama": "3", "risiko": "2", "dampak": "", "catatan": "Layanan pasar", "versi": "0"}
    assert "Menjalankan layanan utama instansi" in client.get(url).content.decode()
    assert client.post(url, data).url == reverse("identifikasi_list")
    row = Identifikasi.objects.get(unit=unit)
    assert (row.nilai, row.catatan) == ({"layanan_utama": 3, "risiko": 2}, "Layanan pasar")
    stale = client.post(url, data | {"risiko": "1"})
    assert "Sudah diubah oleh" in stale.context["form"].errors["__all__"][0]


def test_the_list_shows_candidates_by_rank_and_filters_them(world, unit, client):
    other = UnitKerjaFactory(instansi=world.instansi, nama="Badan Contoh", jenis_layanan="kesehatan")
    full(world, unit, "1")
    full(world, other, "3")
    url = reverse("identifikasi_list")

    def names(query: str = "") -> list[str]:
        return [row.record.nama for row in client.get(f"{url}?{query}").context["table"].rows]

    assert names() == ["Badan Contoh", "Dinas Contoh", world.inspektorat.nama]
    assert names("sort=-urutan")[1:] == ["Dinas Contoh", "Badan Contoh"]
    assert names("jenis_layanan=kesehatan") == ["Badan Contoh"]
    assert names("penilaian=belum") == [world.inspektorat.nama]
    assert names("q=dinas") == ["Dinas Contoh"]


def test_the_list_as_a_file_carries_scores_and_not_choices(world, unit, client):
    full(world, unit, "2")
    lines = client.get(reverse("identifikasi_list"), {"unduh": "csv"}).content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Peringkat;Unit kerja;Layanan utama instansi")
    assert lines[1] == f"1;Dinas Contoh {unit.kode};2;2;2;66,67"


def test_candidates_are_chosen_from_the_list(world, unit, client):
    full(world, unit)
    url = reverse("identifikasi_choose")
    assert client.post(url, {"unit": [unit.pk], "target": "wbk"}).url == reverse("pembangunan_list")
    response = client.post(url, {"unit": [unit.pk], "target": "wbk"}, follow=True)
    assert "sudah masuk tahun program" in response.content.decode()
    response = client.post(url, {"unit": ["abc"], "target": "apa"}, follow=True)
    assert "Pilih target predikat" in response.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_queries_for_any_number_of_candidates(world, client, rows, django_assert_num_queries):
    for _ in range(rows):
        full(world, UnitKerjaFactory(instansi=world.instansi))
    with django_assert_num_queries(9):
        client.get(reverse("identifikasi_list"))
