"""The team: the rule of each regulation, the role that comes and goes with a seat, and the agents' counts."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import UserFactory, make_peran
from units.access import ALL_AREAS, areas_of
from units.choices import Area
from units.errors import Ditolak, TidakBerwenang
from units.models import AnggotaTim, Peran
from units.profiles import get_profil
from units.services import team
from units.team_rules import Susunan, check_team, team_findings

SIX = [frozenset({a}) for a in Area.pengungkit()]


def codes(susunan: Susunan, profil: str) -> set[str]:
    return {t.kode for t in check_team(susunan, get_profil(profil).tim) if t.is_galat}


KALBAR = [
    # Pergub 20/2017 Pasal 5: one ketua one level below the head, four members.
    (Susunan("II.b", ("III.a",), tuple(SIX[:4])), set()),
    (Susunan("III.a", ("IV.a",), tuple(SIX[:4])), set()),
    (Susunan("II.b", ("III.a",), tuple(SIX[:3])), {"jumlah_anggota"}),
    (Susunan("II.b", ("III.a",), tuple(SIX[:5])), {"jumlah_anggota"}),
    (Susunan("II.b", ("IV.a",), tuple(SIX[:4])), {"ketua_bukan_satu_tingkat"}),
    (Susunan("II.b", ("II.b",), tuple(SIX[:4])), {"ketua_bukan_satu_tingkat"}),
    (Susunan("II.b", ("",), tuple(SIX[:4])), {"ketua_bukan_satu_tingkat"}),
    (Susunan("", ("III.a",), tuple(SIX[:4])), set()),
    (Susunan("II.b", (), ()), {"tim_tanpa_ketua", "jumlah_anggota"}),
]


@pytest.mark.parametrize(("susunan", "expected"), KALBAR)
def test_kalbar_wants_one_ketua_and_four_members(susunan, expected):
    assert codes(susunan, "kalbar-2017") == expected


def test_ketapang_wants_every_area_covered_and_no_fixed_size():
    # Perbup 49/2022 Pasal 5(4)
    assert codes(Susunan("", ("",), tuple(SIX)), "ketapang-2022") == set()
    assert codes(Susunan("", ("",), (frozenset(Area.pengungkit()),)), "ketapang-2022") == set()
    [finding] = [
        t for t in check_team(Susunan("", ("",), tuple(SIX[:5])), get_profil("ketapang-2022").tim) if t.is_galat
    ]
    assert "Peningkatan Kualitas Pelayanan Publik" in finding.pesan
    assert "Pasal 5 ayat (3) dan ayat (4)" in finding.pesan


def test_tangerang_leaves_the_size_to_the_decree():
    assert codes(Susunan("", ("",), tuple(SIX[:1])), "tangerang-2018") == set()
    assert codes(Susunan("", ("",), ()), "tangerang-2018") == {"tim_tanpa_anggota"}


def colleague(world, **fields):
    return UserFactory(instansi=world.instansi, unit=world.unit, **fields)


def test_a_seat_gives_the_role_and_its_areas(world):
    user = colleague(world)
    row = team.add_anggota(
        world.pembangunan, user=user, kedudukan="anggota", area=["pengawasan", "sdm"], by=world.peran["kepala_unit"]
    )
    assert (row.peran.jenis, row.peran.unit, row.area) == ("anggota_tim", world.unit, ["sdm", "pengawasan"])
    assert areas_of(row.peran, world.pembangunan) == {"sdm", "pengawasan"}
    assert user.notifikasi.get().tautan == reverse("tim_detail", args=[world.pembangunan.pk])


def test_leaving_the_team_ends_the_role_at_once_and_keeps_its_row(world):
    row = team.add_anggota(
        world.pembangunan, user=colleague(world), kedudukan="anggota", area=["sdm"], by=world.peran["kepala_unit"]
    )
    peran = row.peran
    team.remove_anggota(row, by=world.peran["kepala_unit"], alasan="mutasi")
    peran = Peran.objects.get(pk=peran.pk)
    assert not peran.is_active_on(timezone.localdate())
    assert areas_of(peran, world.pembangunan) == frozenset()
    assert world.pembangunan.riwayat.first().alasan == "mutasi"


def test_a_new_ketua_takes_over(world):
    old = world.peran["ketua_tim"]
    user = colleague(world)
    row = team.add_anggota(world.pembangunan, user=user, kedudukan="ketua", area=[], by=world.peran["kepala_unit"])
    old.refresh_from_db()
    assert [a.user for a in AnggotaTim.objects.filter(tim=world.tim, kedudukan="ketua")] == [user]
    assert not old.is_active_on(timezone.localdate())
    assert areas_of(row.peran, world.pembangunan) == ALL_AREAS


def test_the_head_does_not_sit_in_the_team_that_works_for_them(world):
    with pytest.raises(Ditolak, match="Kepala unit tidak menjadi anggota tim"):
        team.add_anggota(
            world.pembangunan,
            user=world.peran["kepala_unit"].user,
            kedudukan="ketua",
            area=[],
            by=world.peran["kepala_unit"],
        )


def test_people_of_another_unit_are_refused(world, other_world):
    with pytest.raises(Ditolak, match="bukan pegawai aktif unit ini"):
        team.add_anggota(
            world.pembangunan,
            user=other_world.peran["pegawai"].user,
            kedudukan="anggota",
            area=["sdm"],
            by=world.peran["kepala_unit"],
        )


def test_only_the_head_sets_up_the_team(world):
    for jenis, peran in world.peran.items():
        if jenis != "kepala_unit":
            with pytest.raises(TidakBerwenang, match="Kepala Unit Kerja"):
                team.add_anggota(world.pembangunan, user=colleague(world), kedudukan="anggota", area=["sdm"], by=peran)


def test_the_page_explains_what_is_missing(world, client_as):
    page = (
        client_as(world.peran["kepala_unit"]).get(reverse("tim_detail", args=[world.pembangunan.pk])).content.decode()
    )
    assert "Belum ada anggota untuk area" in page
    assert {t.kode for t in team_findings(world.tim)} == {"area_tanpa_anggota", "sk_belum_diisi"}


def test_adding_through_the_page(world, client_as):
    user = colleague(world)
    client = client_as(world.peran["kepala_unit"])
    url = reverse("anggota_add", args=[world.pembangunan.pk])
    refused = client.post(url, {"user": user.pk, "kedudukan": "anggota"})
    assert "Pilih sekurang-kurangnya satu area" in refused.content.decode()
    client.post(url, {"user": user.pk, "kedudukan": "anggota", "area": ["sdm"]})
    assert world.tim.anggota.get(user=user).area == ["sdm"]


def test_a_list_of_teams_asks_the_same_queries_for_one_and_three(world, client_as, django_assert_num_queries):
    from tests.factories import PembangunanFactory, UnitKerjaFactory

    client = client_as(world.peran["tim_pembina"])
    client.get(reverse("tim_list"))
    for _ in range(2):
        with django_assert_num_queries(8):
            client.get(reverse("tim_list"))
        for _ in range(2):
            PembangunanFactory(unit=UnitKerjaFactory(instansi=world.instansi), periode=world.periode)


def test_agents_and_their_changes_are_counted_for_the_lke(world):
    kepala = world.peran["kepala_unit"]
    agen = team.add_agen(
        world.pembangunan, user=world.peran["pegawai"].user, nomor_sk="1/2026", tanggal_sk=None, by=kepala
    )
    for terintegrasi in (True, False):
        team.save_perubahan(
            agen, uraian="Antrean daring", tanggal=None, terintegrasi=terintegrasi, data_dukung=None, by=kepala
        )
    assert team.count_perubahan(world.pembangunan) == {"agen": 1, "perubahan": 2, "terintegrasi": 1}
    with pytest.raises(Ditolak, match="sudah mencatat perubahan"):
        team.remove_agen(agen, by=kepala, alasan="keliru")


def test_an_agent_is_removed_with_a_reason_only(world, client_as):
    agen = team.add_agen(
        world.pembangunan, user=world.peran["pegawai"].user, nomor_sk="", tanggal_sk=None, by=world.peran["kepala_unit"]
    )
    client = client_as(world.peran["ketua_tim"])
    url = reverse("agen_remove", args=[agen.pk])
    assert client.post(url).status_code == 422
    assert client.post(url, {"alasan": "salah pilih"}).status_code == 302
    assert world.pembangunan.agen.count() == 0


def test_a_correction_of_a_change_keeps_the_old_words_in_the_history(world, client_as):
    kepala = world.peran["kepala_unit"]
    agen = team.add_agen(world.pembangunan, user=world.peran["pegawai"].user, nomor_sk="", tanggal_sk=None, by=kepala)
    row = team.save_perubahan(
        agen, uraian="Antrean darng", tanggal=None, terintegrasi=False, data_dukung=None, by=kepala
    )
    client_as(kepala).post(reverse("perubahan_edit", args=[row.pk]), {"uraian": "Antrean daring", "terintegrasi": "on"})
    row.refresh_from_db()
    assert (row.uraian, row.terintegrasi) == ("Antrean daring", True)
    assert world.pembangunan.riwayat.first().dari == "Antrean darng"


def test_a_person_with_two_seats_in_two_years_keeps_each_year_apart(world):
    from tests.factories import PembangunanFactory, PeriodeFactory

    last = PembangunanFactory(
        unit=world.unit, periode=PeriodeFactory(instansi=world.instansi, tahun=world.periode.tahun - 1)
    )
    row = team.add_anggota(
        last, user=colleague(world), kedudukan="anggota", area=["sdm"], by=world.peran["kepala_unit"]
    )
    assert areas_of(row.peran, last) == {"sdm"}
    assert areas_of(row.peran, world.pembangunan) == frozenset()


def test_a_second_head_may_not_be_invented_by_a_team(world):
    """make_peran is only for tests; the team page gives no other role than ketua and anggota."""
    make_peran("pegawai", instansi=world.instansi, unit=world.unit)
    assert set(team.ROLE_OF.values()) == {"ketua_tim", "anggota_tim"}


def test_history_writes_the_date_of_a_decree_in_words(world):
    team.set_decree(
        world.pembangunan, nomor="188/1/2026", tanggal=date(2026, 1, 12), upload=None, by=world.peran["kepala_unit"]
    )
    assert world.pembangunan.riwayat.latest("waktu").ke == "188/1/2026, 12 Januari 2026"
    team.set_decree(world.pembangunan, nomor="188/1/2026", tanggal=None, upload=None, by=world.peran["kepala_unit"])
    assert world.pembangunan.riwayat.latest("waktu").ke == "188/1/2026"
