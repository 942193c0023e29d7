"""The programme year: calendar, and the units registered in it."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import UnitKerjaFactory
from tests.units.year_worlds import make_predikat
from units.choices import JenisPeran as J
from units.models import Keputusan, PembangunanZI, Periode
from units.profiles import get_profil
from units.services.periode import check_tenggat, create_periode, update_tenggat

CALENDAR = [(t.kode, t.nama) for t in get_profil("ketapang-2022").tenggat]


@pytest.fixture
def client(world, client_as):
    return client_as(world.peran[J.ADMIN_INSTANSI])


@pytest.fixture
def year(world) -> Periode:
    return create_periode(tahun=2030, tenggat={}, by=world.peran[J.ADMIN_INSTANSI])


def errors(response) -> dict:
    return response.context["form"].errors


def dates(periode: Periode, **changes) -> dict:
    return {t.kode: t.tanggal.isoformat() for t in periode.tenggat.all()} | changes


def test_a_year_opens_with_the_profiles_dates_and_keeps_the_profile(world, client):
    response = client.post(reverse("periode_create"), {"tahun": "2030"})
    periode = Periode.objects.get(instansi=world.instansi, tahun=2030)
    assert response.url == reverse("periode_edit", args=[periode.pk])
    assert periode.profil == "ketapang-2022"
    assert periode.tenggat.count() == len(CALENDAR)
    assert periode.tenggat.get(kode="laporan_tw4").tanggal == date(2031, 1, 10)
    assert periode.tenggat.get(kode="usulan_tpn").tanggal == date(2030, 5, 31)
    world.instansi.profil = "kalbar-2017"
    world.instansi.save()
    periode.refresh_from_db()
    assert periode.profil == "ketapang-2022"


@pytest.mark.parametrize("tahun", ["", "1999", "2101", "dua ribu", "20.30"])
def test_a_year_outside_reason_is_refused(client, tahun):
    assert "tahun" in errors(client.post(reverse("periode_create"), {"tahun": tahun}))


def test_a_year_opens_once(world, client):
    tahun = world.periode.tahun
    assert errors(client.post(reverse("periode_create"), {"tahun": tahun}))["tahun"] == [
        f"Tahun program {tahun} sudah ada."
    ]


def test_moving_deadlines_writes_history_for_those_that_moved(world, client, year):
    data = dates(year, usulan_calon="2030-02-07")
    assert client.post(reverse("periode_edit", args=[year.pk]), data).status_code == 302
    assert year.tenggat.get(kode="usulan_calon").tanggal == date(2030, 2, 7)
    row = world.instansi.riwayat.first()
    assert (row.kolom, row.dari, row.ke) == ("Usulan calon unit kerja 2030", "31 Januari 2030", "7 Februari 2030")
    assert world.instansi.riwayat.filter(tindakan="Mengubah kalender").count() == 1


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"laporan_tw2": "2030-04-01"}, "laporan_tw2", "tidak boleh mendahului Laporan Triwulan I"),
        ({"laporan_tw1": "2030-03-20"}, "laporan_tw1", "sesudah triwulan itu berakhir"),
        ({"usulan_tpn": "2030-02-01"}, "usulan_tpn", "tidak boleh mendahului"),
        ({"penghargaan": "2033-12-31"}, "penghargaan", "antara 1 Januari 2030"),
        ({"usulan_calon": ""}, "usulan_calon", "Isi tanggalnya"),
        ({"usulan_calon": "31 Januari"}, "usulan_calon", "tanggal yang benar"),
    ],
)
def test_deadlines_out_of_order_are_refused_at_their_field(client, year, changes, field, words):
    response = client.post(reverse("periode_edit", args=[year.pk]), dates(year, **changes))
    assert set(errors(response)) == {field}
    assert words in errors(response)[field][0]
    assert year.tenggat.get(kode="usulan_calon").tanggal == date(2030, 1, 31)


def test_a_deadline_that_somebody_else_moved_meanwhile_is_told(world, client, year):
    url = reverse("periode_edit", args=[year.pk])
    seen = client.get(url).context["form"]["versi"].value()
    stale = dates(year, usulan_calon="2030-02-03", versi=seen)
    update_tenggat(year, {"usulan_calon": date(2030, 2, 7)}, by=world.peran[J.ADMIN_INSTANSI])
    response = client.post(url, stale)
    assert "“31 Januari 2030” menjadi “7 Februari 2030”" in errors(response)["__all__"][0]
    assert year.tenggat.get(kode="usulan_calon").tanggal == date(2030, 2, 7)
    again = client.post(url, stale | {"versi": response.context["form"]["versi"].value()})
    assert again.status_code == 302
    assert year.tenggat.get(kode="usulan_calon").tanggal == date(2030, 2, 3)


@pytest.mark.parametrize("kode", ["kalbar-2017", "tangerang-2018", "ketapang-2022"])
def test_the_default_calendar_of_every_profile_is_in_order(kode):
    calendar = [(t.kode, t.nama, t.on(2030)) for t in get_profil(kode).tenggat]
    assert check_tenggat(2030, calendar) == []


def test_one_wrong_date_is_named_once_and_not_blamed_on_the_next():
    found = check_tenggat(
        2030, [("a", "A", date(2030, 5, 1)), ("b", "B", date(2030, 4, 1)), ("c", "C", date(2030, 5, 2))]
    )
    assert [(t.tempat, t.pesan) for t in found] == [("b", "Tanggal tidak boleh mendahului A (1 Mei 2030).")]


# --- units in the year -------------------------------------------------------------------------------------


def test_a_decree_of_another_time_is_a_slip_of_the_keys(world, client, year):
    data = {"unit": [world.unit.pk], "target": "wbk", "nomor": "100/2030", "tanggal_sk": "2003-01-15"}
    response = client.post(reverse("pembangunan_add", args=[year.pk]), data)
    assert response.context["form"].errors["tanggal_sk"] == ["Tanggal keputusan harus dalam tahun 2029 atau 2030."]
    data = {"target": "wbk", "nomor_penetapan": "1", "tanggal_penetapan": "2003-01-15"}
    response = client.post(reverse("pembangunan_edit", args=[world.pembangunan.pk]), data)
    assert "tanggal_penetapan" in response.context["form"].errors


def test_several_units_are_registered_at_once_and_their_heads_told(world, client, year):
    other = UnitKerjaFactory(instansi=world.instansi)
    data = {"unit": [world.unit.pk, other.pk], "target": "wbk", "nomor": "100/2030", "tanggal_sk": "2030-01-15"}
    assert client.post(reverse("pembangunan_add", args=[year.pk]), data).status_code == 302
    rows = PembangunanZI.objects.filter(periode=year)
    assert {(r.unit, r.target, r.nomor_penetapan, r.tanggal_penetapan) for r in rows} == {
        (u, "wbk", "100/2030", date(2030, 1, 15)) for u in (world.unit, other)
    }
    notice = world.peran[J.KEPALA_UNIT].user.notifikasi.get()
    own = rows.get(unit=world.unit)
    assert notice.tautan == reverse("pembangunan_detail", args=[own.pk])
    assert rows.get(unit=other).riwayat.get().tindakan == "Mendaftarkan unit"
    decree = Keputusan.objects.get(instansi=world.instansi)
    assert (own.tahap, own.penetapan, decree.nomor, decree.tanggal) == (
        "ditetapkan",
        decree,
        "100/2030",
        date(2030, 1, 15),
    )


def test_without_a_decree_a_unit_is_a_candidate_that_has_still_to_declare(world, client, year):
    client.post(reverse("pembangunan_add", args=[year.pk]), {"unit": [world.unit.pk], "target": "wbk"})
    row = PembangunanZI.objects.get(periode=year)
    assert (row.tahap, row.penetapan) == ("diidentifikasi", None)
    assert row.riwayat.get().ke == "Diidentifikasi"


@pytest.mark.parametrize(
    ("half", "field"), [({"nomor": "1/2030"}, "tanggal_sk"), ({"tanggal_sk": "2030-01-15"}, "nomor")]
)
def test_half_a_decree_is_refused(world, client, year, half, field):
    data = {"unit": [world.unit.pk], "target": "wbk", **half}
    assert errors(client.post(reverse("pembangunan_add", args=[year.pk]), data))[field] == [
        "Isi nomor dan tanggal keputusan, atau kosongkan keduanya."
    ]
    assert not PembangunanZI.objects.filter(periode=year).exists()


def test_one_number_is_one_decree_with_one_date(world, client, year):
    other = UnitKerjaFactory(instansi=world.instansi)
    data = {"target": "wbk", "nomor": "100/2030"}
    url = reverse("pembangunan_add", args=[year.pk])
    client.post(url, data | {"unit": [world.unit.pk], "tanggal_sk": "2030-01-15"})
    response = client.post(url, data | {"unit": [other.pk], "tanggal_sk": "2030-01-16"})
    assert "sudah tercatat bertanggal 15 Januari 2030" in errors(response)["__all__"][0]
    client.post(url, data | {"unit": [other.pk], "tanggal_sk": "2030-01-15"})
    assert Keputusan.objects.get().pembangunan.count() == 2


def test_wbbm_is_for_units_that_hold_wbk(world, client, year):
    """Pergub Kalbar 20/2017 Pasal 8(2): units that have obtained WBK are put up for WBBM."""
    holder = UnitKerjaFactory(instansi=world.instansi)
    make_predikat(world, holder)
    url, data = reverse("pembangunan_add", args=[year.pk]), {"target": "wbbm"}
    response = client.post(url, data | {"unit": [world.unit.pk, holder.pk]})
    assert [world.unit.nama in words for words in errors(response)["target"]] == [True]
    assert not PembangunanZI.objects.filter(periode=year).exists()
    assert client.post(url, data | {"unit": [holder.pk]}).status_code == 302
    response = client.post(reverse("pembangunan_edit", args=[world.pembangunan.pk]), {"target": "wbbm"})
    assert "belum memegang predikat Menuju WBK" in errors(response)["target"][0]


def test_units_that_are_in_inactive_or_foreign_are_not_offered(world, other_world, client):
    closed = UnitKerjaFactory(instansi=world.instansi, is_active=False)
    url = reverse("pembangunan_add", args=[world.periode.pk])
    offered = client.get(url).context["form"].fields["unit"].queryset
    assert set(offered) == {world.inspektorat}
    for bad in (world.unit, closed, other_world.unit):
        response = client.post(url, {"unit": [bad.pk], "target": "wbk"})
        assert "unit" in errors(response)
    assert PembangunanZI.objects.filter(periode=world.periode).count() == 1


def test_a_unit_must_be_chosen(world, client):
    response = client.post(reverse("pembangunan_add", args=[world.periode.pk]), {"target": "wbk"})
    assert errors(response)["unit"] == ["Pilih paling sedikit satu unit."]


def test_the_decree_is_corrected_with_history(world, client_as):
    make_predikat(world, world.unit)
    client = client_as(world.peran[J.SEKRETARIS_TPI])
    data = {"target": "wbbm", "nomor_penetapan": "7/2026", "tanggal_penetapan": "2026-01-20"}
    assert client.post(reverse("pembangunan_edit", args=[world.pembangunan.pk]), data).status_code == 302
    world.pembangunan.refresh_from_db()
    assert (world.pembangunan.target, world.pembangunan.nomor_penetapan) == ("wbbm", "7/2026")
    rows = {r.kolom: (r.dari, r.ke) for r in world.pembangunan.riwayat.all()}
    assert rows["Target predikat"] == ("Menuju WBK", "Menuju WBBM")


def test_a_corrected_number_names_another_decree_and_half_a_decree_is_refused(world, client):
    url = reverse("pembangunan_edit", args=[world.pembangunan.pk])
    tahun = world.periode.tahun
    data = {"target": "wbk", "nomor_penetapan": "7/B", "tanggal_penetapan": f"{tahun}-01-20"}
    assert client.post(url, data).status_code == 302
    world.pembangunan.refresh_from_db()
    assert world.pembangunan.penetapan == Keputusan.objects.get(nomor="7/B")
    refused = client.post(url, {"target": "wbk", "nomor_penetapan": "8/B"})
    assert "atau kosongkan keduanya" in errors(refused)["__all__"][0]


def test_a_candidate_is_not_designated_by_correcting_its_data(world, client):
    """Designation is a step of the year with conditions of its own."""
    PembangunanZI.objects.filter(pk=world.pembangunan.pk).update(tahap="dicanangkan")
    data = {"target": "wbk", "nomor_penetapan": "7/B", "tanggal_penetapan": f"{world.periode.tahun}-01-20"}
    response = client.post(reverse("pembangunan_edit", args=[world.pembangunan.pk]), data)
    assert "Catat keputusan penetapan" in errors(response)["__all__"][0]
    assert not Keputusan.objects.exists()


def test_a_unit_sees_itself_in_the_year_and_no_other(world, client_as):
    PembangunanZI.objects.create(unit=world.inspektorat, periode=world.periode)

    def seen(jenis) -> set:
        response = client_as(world.peran[jenis]).get(reverse("periode_detail", args=[world.periode.pk]))
        return {row.unit for row in response.context["table"].data}

    assert seen(J.KEPALA_UNIT) == {world.unit}
    assert seen(J.KEPALA_DAERAH) == {world.unit, world.inspektorat}
    assert seen(J.PENILAI_TPN) == set()


def test_another_institutions_year_does_not_exist_here(other_world, client):
    for name in ("periode_detail", "periode_edit", "pembangunan_add"):
        assert client.get(reverse(name, args=[other_world.periode.pk])).status_code == 404
    assert client.get(reverse("pembangunan_edit", args=[other_world.pembangunan.pk])).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_ask_the_same_queries_for_any_number_of_rows(world, client, rows, django_assert_num_queries):
    for n in range(rows):
        create_periode(tahun=2040 + n, tenggat={}, by=world.peran[J.ADMIN_INSTANSI])
        PembangunanZI.objects.create(unit=UnitKerjaFactory(instansi=world.instansi), periode=world.periode)
    with django_assert_num_queries(6):
        client.get(reverse("periode_list"))
    with django_assert_num_queries(10):
        client.get(reverse("periode_detail", args=[world.periode.pk]))
