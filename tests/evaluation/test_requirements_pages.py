"""Recording requirements and surveys: who, with which source, in whose place, and two at once."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from evaluation.models import Survei, Syarat
from evaluation.services.requirements import facts_of, judge_unit, judge_units, save_syarat
from tests.access import ROLES
from tests.evaluation.proposals import pdf, record_requirements, second_unit, sent
from tests.factories import PeriodeFactory
from units.choices import JenisPeran
from units.errors import BenturanPerubahan, Ditolak, TidakBerwenang
from units.models import Keputusan, PembangunanZI, Predikat

J = JenisPeran
TPI = {J.KETUA_TPI, J.SEKRETARIS_TPI, J.ANGGOTA_TPI}


def save(world, kode="tlhp", nilai="100", versi=0, jenis=J.KETUA_TPI, **options) -> Syarat:
    values = {
        "periode": world.periode, "pembangunan": world.pembangunan, "kode": kode, "nilai": nilai, "sumber": "LHP BPK",
        "versi": versi, "by": world.peran[jenis],
    }  # fmt: skip
    return save_syarat(**values | options)


# --- who -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("jenis", sorted(ROLES))
def test_requirements_are_checked_by_tpi_and_by_nobody_else(world, jenis):
    """The administrator decides nothing and the kepala daerah reads (domain: actors)."""
    for options in ({}, {"pembangunan": None, "kode": "opini_bpk", "nilai": "WTP"}):
        if jenis in TPI:
            assert save(world, jenis=jenis, **options).diperiksa_oleh == world.peran[jenis]
        else:
            with pytest.raises(TidakBerwenang):
                save(world, jenis=jenis, **options)


def test_nobody_checks_the_unit_they_belong_to(world):
    user = world.peran[J.ANGGOTA_TPI].user
    user.unit = world.unit
    user.save()
    with pytest.raises(TidakBerwenang):
        save(world, jenis=J.ANGGOTA_TPI)


def test_what_was_sent_to_tpn_is_not_changed_any_more(world):
    sent(world)
    with pytest.raises(Ditolak, match="sudah dikirim"):
        save(world, versi=1, nilai="90")


@pytest.mark.parametrize(
    ("kode", "nilai", "match"),
    [("tlhp", "banyak", "angka 0 sampai 100"), ("sakip_unit", "E", "pilih salah satu"), ("lama_pembangunan", "2", "Muat ulang"),
     ("opini_bpk", "WTP", "Muat ulang"), ("tidak_ada", "1", "Muat ulang")],
)  # fmt: skip
def test_nonsense_is_refused_and_nothing_is_stored(world, kode, nilai, match):
    with pytest.raises(Ditolak, match=match):
        save(world, kode=kode, nilai=nilai)
    assert not Syarat.objects.exists()


# --- two at once, history ------------------------------------------------------------------------------------


def test_the_second_of_two_who_record_a_value_is_told_of_the_first(world):
    save(world, nilai="80")
    with pytest.raises(BenturanPerubahan) as told:
        save(world, nilai="100", jenis=J.SEKRETARIS_TPI)
    assert (told.value.nilai, told.value.oleh) == ("80", str(world.peran[J.KETUA_TPI].user))
    assert save(world, nilai="100", versi=1, jenis=J.SEKRETARIS_TPI).versi == 2
    assert list(Syarat.objects.get().riwayat.values_list("dari", "ke")) == [("80%", "100%"), ("", "80%")]


def test_the_page_shows_both_values_and_lets_the_person_choose(world, client_as):
    client = client_as(world.peran[J.SEKRETARIS_TPI])
    url = reverse("syarat_unit_edit", args=[world.pembangunan.pk, "tlhp"])
    save(world, nilai="80")
    data = {"nilai": "100", "sumber": "LHP", "versi": "0"}
    answer = client.post(url, data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "mencatat “80%”" in page
    assert 'value="100"' in page
    assert client.post(url, data | {"versi": answer.context["form"]["versi"].value()}).status_code == 302
    assert Syarat.objects.get().nilai == "100"


def test_a_value_with_its_proof_is_kept_when_only_the_value_changes(world, client_as):
    client = client_as(world.peran[J.ANGGOTA_TPI])
    url = reverse("syarat_edit", args=[world.periode.pk, "opini_bpk"])
    client.post(url, {"nilai": "WDP", "sumber": "LHP 2025", "versi": "0", "berkas": pdf()})
    client.post(url, {"nilai": "WTP", "sumber": "LHP 2025", "versi": "1"})
    row = Syarat.objects.get()
    assert (row.nilai, row.berkas is not None, row.versi) == ("WTP", True, 2)


def test_the_pages_name_what_is_missing_and_who_checked(world, client_as):
    record_requirements(world, tlhp="", sakip_instansi="CC")
    page = (
        client_as(world.peran[J.KEPALA_DAERAH])
        .get(reverse("syarat_detail", args=[world.pembangunan.pk]))
        .content.decode()
    )
    assert "Penyelesaian tindak lanjut hasil pengawasan APIP/BPK belum dicatat; minimum 100%." in page
    assert "Predikat SAKIP instansi CC, minimum B." in page
    assert str(world.peran[J.ANGGOTA_TPI].user) in page


@pytest.mark.parametrize("units", [1, 3])
def test_the_list_asks_the_database_the_same_for_one_and_for_three_units(
    world, client_as, django_assert_num_queries, units
):
    record_requirements(world)
    for _ in range(units - 1):
        second_unit(world)
    client = client_as(world.peran[J.KETUA_TPI])
    client.get(reverse("syarat_list"))
    with django_assert_num_queries(20):
        client.get(reverse("syarat_list"))


@pytest.mark.parametrize("units", [1, 3])
def test_judging_takes_four_queries_however_many_units(world, django_assert_num_queries, units):
    for _ in range(units - 1):
        second_unit(world)
    years = list(PembangunanZI.objects.select_related("unit", "periode"))
    with django_assert_num_queries(4):
        assert len(judge_units(years, on=timezone.localdate())) == units


# --- what the portal knows by itself -------------------------------------------------------------------------


def earlier(world, tahun: int, target: str = "wbk", penetapan: date | None = None) -> PembangunanZI:
    periode = PeriodeFactory(instansi=world.instansi, tahun=tahun)
    return PembangunanZI.objects.create(unit=world.unit, periode=periode, target=target, tanggal_penetapan=penetapan)


def facts(world, on: date | None = None):
    year = PembangunanZI.objects.select_related("periode").get(pk=world.pembangunan.pk)
    return facts_of([year], on=on or timezone.localdate())[year.pk]


def test_building_counts_from_the_first_year_of_the_unbroken_run_towards_the_target(world):
    tahun = world.periode.tahun
    earlier(world, tahun - 4, penetapan=date(tahun - 4, 2, 1))  # a gap follows
    earlier(world, tahun - 2, penetapan=date(tahun - 2, 2, 1))
    earlier(world, tahun - 1, penetapan=date(tahun - 1, 2, 1))
    assert facts(world).mulai == date(tahun - 2, 2, 1)


def test_years_towards_another_predicate_do_not_count(world):
    """PermenPANRB 90/2021: one year of building towards this predicate; WBK years are none towards WBBM."""
    tahun = world.periode.tahun
    earlier(world, tahun - 1, penetapan=date(tahun - 1, 2, 1))
    PembangunanZI.objects.filter(pk=world.pembangunan.pk).update(target="wbbm", tanggal_penetapan=date(tahun, 2, 1))
    assert facts(world).mulai == date(tahun, 2, 1)


def predicate(world, jenis="wbk", status="berlaku", dicabut: date | None = None, unit=None) -> None:
    decree = Keputusan.objects.create(
        instansi=world.instansi, jenis="predikat", nomor=f"{Keputusan.objects.count()}", tanggal=date(2023, 12, 1),
        penanda_tangan="Bupati", created_by=world.peran[J.KETUA_TPI],
    )  # fmt: skip
    Predikat.objects.create(
        unit=unit or world.unit, jenis=jenis, status=status, keputusan=decree, mulai=date(2023, 12, 1),
        reevaluasi_paling_lambat=date(2025, 12, 1), pencabutan=decree if dicabut else None, dicabut_pada=dicabut,
    )  # fmt: skip


@pytest.mark.parametrize(("status", "held"), [("berlaku", True), ("ditinjau", True), ("dicabut", False)])
def test_a_wbk_under_review_is_in_force_until_it_is_revoked(world, status, held):
    predicate(world, status=status, dicabut=date(2024, 6, 1) if status == "dicabut" else None)
    assert (facts(world).wbk_sejak is not None) is held


def test_two_years_must_pass_after_a_revocation_and_the_day_is_told(world):
    """Briefing on PermenPANRB 90/2021, "Pencabutan Predikat" point 3."""
    predicate(world, status="dicabut", dicabut=date(2025, 3, 10))
    assert facts(world).boleh_sejak == date(2027, 3, 10)
    year = PembangunanZI.objects.select_related("periode").get(pk=world.pembangunan.pk)
    for day, met in ((date(2027, 3, 9), False), (date(2027, 3, 10), True)):
        (row,) = (r for r in judge_unit(year, on=day).unit if r.kode == "tanpa_pencabutan")
        assert row.memenuhi is met


def test_holders_are_units_not_predicates(world):
    predicate(world)
    predicate(world, jenis="wbbm")
    assert (facts(world).berpredikat, facts(world).jumlah_unit) == (1, 2)


# --- surveys -------------------------------------------------------------------------------------------------


def test_a_survey_is_recorded_with_its_report(world, client_as):
    client = client_as(world.peran[J.KETUA_TIM])
    url = reverse("survei_add", args=[world.pembangunan.pk])
    day = timezone.localdate().isoformat()
    data = {"jenis": "ipak", "indeks": "3,60", "responden": "120", "tanggal": day, "pelaksana": "BPS", "berkas": pdf()}
    for wrong in (
        {"indeks": "4,01"},
        {"indeks": "-1"},
        {"indeks": "360"},
        {"responden": "0"},
        {"tanggal": "2999-01-01"},
    ):
        assert client.post(url, data | wrong | {"berkas": pdf()}).status_code == 422
    assert client.post(url, data).status_code == 302
    row = Survei.objects.get()
    assert (row.indeks, row.sumber, row.berkas is not None) == (Decimal("3.60"), "mandiri", True)
    assert "3,60" in client.get(reverse("syarat_detail", args=[world.pembangunan.pk])).content.decode()
