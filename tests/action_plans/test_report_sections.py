"""Writing a report: made once from the data, each section saved by itself, drafted again only when the person wants it."""

import pytest
from django.urls import reverse

from action_plans.forms.report import MAX_BAGIAN
from action_plans.models import BagianLaporan, LaporanTriwulan, RencanaAksi
from action_plans.services import report
from tests.action_plans.worlds import fill, make_laporan, plan_with
from tests.factories import PeriodeFactory
from units.choices import Area, JenisPeran
from units.errors import BenturanPerubahan, Ditolak, TidakBerwenang
from units.models import PembangunanZI

J = JenisPeran
MP = "manajemen_perubahan"


@pytest.fixture
def aksi(world):
    return plan_with(world, {"bulan": [1], "area": Area.MANAJEMEN_PERUBAHAN})[1][0]


@pytest.fixture
def laporan(world, aksi):
    return make_laporan(world)


def section(laporan, kode=MP):
    return BagianLaporan.objects.get(laporan=laporan, kode=kode)


def save(laporan, isi, *, by, kode=MP, versi=1):
    return report.save_section(laporan=laporan, kode=kode, isi=isi, versi=versi, by=by)


# --- made from the data --------------------------------------------------------------------------------------


def test_a_report_needs_an_approved_plan(world):
    with pytest.raises(Ditolak, match="belum pernah disetujui"):
        report.create_laporan(pembangunan=world.pembangunan, triwulan=1, by=world.peran[J.KETUA_TIM])


def test_a_quarter_that_has_not_begun_has_no_report(world, aksi):
    PembangunanZI.objects.filter(pk=world.pembangunan.pk).update(
        periode=PeriodeFactory(instansi=world.instansi, tahun=world.periode.tahun + 1)
    )
    world.pembangunan.refresh_from_db()
    with pytest.raises(Ditolak, match="belum mulai"):
        report.create_laporan(pembangunan=world.pembangunan, triwulan=1, by=world.peran[J.KETUA_TIM])


def test_every_section_has_a_text_from_the_start(laporan):
    assert laporan.bagian.count() == 14
    assert not laporan.bagian.filter(isi="").exists()


def test_a_second_click_makes_no_second_report(world, laporan):
    again = report.create_laporan(pembangunan=world.pembangunan, triwulan=1, by=world.peran[J.KETUA_TIM])
    assert again == laporan
    assert LaporanTriwulan.objects.count() == 1


def test_the_button_of_the_list_makes_the_report_and_opens_it(world, aksi, client_as):
    client = client_as(world.peran[J.KETUA_TIM])
    url = reverse("laporan_create", args=[world.pembangunan.pk, 1])
    assert url in client.get(reverse("laporan_list")).content.decode()
    answer = client.post(url)
    assert answer.url == reverse("laporan_edit", args=[LaporanTriwulan.objects.get().pk])
    assert client.get(reverse("laporan_create", args=[world.pembangunan.pk, 5])).status_code == 404


# --- saved by itself -----------------------------------------------------------------------------------------


def test_a_section_remembers_that_a_person_wrote_it(world, laporan):
    save(laporan, "Tulisan ketua.", by=world.peran[J.KETUA_TIM])
    row = section(laporan)
    assert (row.isi, row.versi, row.disunting) == ("Tulisan ketua.", 2, True)


def test_two_people_in_one_section_lose_nothing(world, laporan):
    ketua, anggota = world.peran[J.KETUA_TIM], world.peran[J.ANGGOTA_TIM]
    save(laporan, "Dari ketua.", by=ketua)
    with pytest.raises(BenturanPerubahan) as clash:
        save(laporan, "Dari anggota.", by=anggota)
    assert (clash.value.nilai, clash.value.versi, clash.value.oleh) == ("Dari ketua.", 2, str(ketua.user))
    save(laporan, "Dari anggota.", by=anggota, versi=clash.value.versi)
    assert section(laporan).isi == "Dari anggota."


def test_the_same_text_sent_twice_is_no_clash(world, laporan):
    ketua = world.peran[J.KETUA_TIM]
    save(laporan, "Sekali.", by=ketua)
    assert save(laporan, "Sekali.", by=ketua, versi=1).versi == 2


def test_an_anggota_writes_the_sections_of_their_areas(world, laporan):
    save(laporan, "Area saya.", by=world.peran[J.ANGGOTA_TIM])
    for kode in ("pelayanan_publik", "pendahuluan", "masalah"):
        with pytest.raises(TidakBerwenang, match="bagian areanya"):
            save(laporan, "Bukan area saya.", kode=kode, by=world.peran[J.ANGGOTA_TIM])


@pytest.mark.parametrize("status", ["diajukan", "disetujui", "disampaikan", "diterima"])
def test_nothing_is_written_after_submission(world, aksi, status):
    laporan = make_laporan(world, status=status)
    with pytest.raises(Ditolak, match="tidak dapat disunting lagi"):
        save(laporan, "Terlambat.", by=world.peran[J.KETUA_TIM])
    with pytest.raises(Ditolak, match="tidak dapat disunting lagi"):
        report.redraft_untouched(laporan=laporan, by=world.peran[J.KETUA_TIM])


def test_a_stretch_of_typing_is_one_history_row(world, laporan):
    ketua, anggota = world.peran[J.KETUA_TIM], world.peran[J.ANGGOTA_TIM]
    before = laporan.riwayat.count()
    for n in range(3):
        save(laporan, f"Teks {n}", by=ketua, versi=n + 1)
    save(laporan, "Teks anggota", by=anggota, versi=4)
    save(laporan, "Teks ketua", by=ketua, versi=5)
    assert laporan.riwayat.count() - before == 3


def test_autosave_speaks_the_protocol(world, laporan, client_as):
    client = client_as(world.peran[J.KETUA_TIM])
    url = reverse("bagian_save", args=[laporan.pk, MP])
    saved = client.post(url, {"kolom": "isi", "nilai": "Baris satu\r\nBaris dua ", "versi": "1"})
    assert (saved.status_code, saved.json()["versi"]) == (200, 2)
    assert section(laporan).isi == "Baris satu\nBaris dua"
    clash = client.post(url, {"kolom": "isi", "nilai": "Lain", "versi": "1"})
    assert (clash.status_code, clash.json()["nilai"]) == (409, "Baris satu\nBaris dua")
    long = client.post(url, {"kolom": "isi", "nilai": "x" * (MAX_BAGIAN + 1), "versi": "2"})
    assert (long.status_code, long.json()["galat"]) == (
        400,
        "Bagian ini paling panjang 30000 karakter; tulisan Anda 30001 karakter.",
    )


def test_without_scripts_a_clash_shows_both_texts(world, laporan, client_as):
    save(laporan, "Dari anggota.", by=world.peran[J.ANGGOTA_TIM])
    client = client_as(world.peran[J.KETUA_TIM])
    url = reverse("bagian_save", args=[laporan.pk, MP])
    page = client.post(url, {"isi": "Dari ketua.", "versi": "1"})
    assert page.status_code == 409
    assert "Dari ketua.</textarea>" in page.content.decode()
    assert "Dari anggota." in page.content.decode()
    client.post(url, {"isi": "Gabungan.", "versi": "2"})
    assert section(laporan).isi == "Gabungan."


def test_without_scripts_a_refused_text_stays_in_the_field(world, laporan, client_as):
    before = section(laporan).isi
    typed = "y" * (MAX_BAGIAN + 1)
    page = client_as(world.peran[J.KETUA_TIM]).post(
        reverse("bagian_save", args=[laporan.pk, MP]), {"isi": typed, "versi": "1"}
    )
    html = page.content.decode()
    assert page.status_code == 422
    assert f"{typed}</textarea>" in html
    assert "paling panjang 30000 karakter; tulisan Anda 30001 karakter." in html
    assert section(laporan).isi == before


def test_a_section_that_does_not_exist_is_not_found(world, laporan, client_as):
    assert (
        client_as(world.peran[J.KETUA_TIM])
        .post(reverse("bagian_save", args=[laporan.pk, "tidak-ada"]), {"isi": "x"})
        .status_code
        == 404
    )


# --- drafted again -------------------------------------------------------------------------------------------


def test_new_data_renews_only_what_no_person_has_edited(world, aksi, laporan):
    ketua = world.peran[J.KETUA_TIM]
    save(laporan, "Kesimpulan saya.", kode="penutup", by=ketua)
    fill(world, aksi, 1, status="selesai")
    assert report.redraft_untouched(laporan=laporan, by=ketua) > 0
    assert "telah selesai dilaksanakan" in section(laporan).isi
    assert section(laporan, "penutup").isi == "Kesimpulan saya."
    assert report.redraft_untouched(laporan=laporan, by=ketua) == 0


def test_an_edited_section_is_replaced_only_after_both_texts_were_shown(world, aksi, laporan, client_as):
    ketua = world.peran[J.KETUA_TIM]
    save(laporan, "Tulisan lama saya.", by=ketua)
    fill(world, aksi, 1, status="selesai")
    client = client_as(ketua)
    url = reverse("bagian_redraft", args=[laporan.pk, MP])
    page = client.get(url).content.decode()
    assert "Tulisan lama saya." in page
    assert "telah selesai dilaksanakan" in page
    assert section(laporan).isi == "Tulisan lama saya.", "looking changes nothing"
    client.post(url, {"versi": "2"})
    row = section(laporan)
    assert "telah selesai dilaksanakan" in row.isi
    assert not row.disunting
    assert laporan.riwayat.filter(dari="Tulisan lama saya.").exists(), "the old text stays in the history"


def test_replacing_what_someone_just_changed_asks_again(world, laporan, client_as):
    save(laporan, "Baru saja diubah.", by=world.peran[J.ANGGOTA_TIM])
    client = client_as(world.peran[J.KETUA_TIM])
    url = reverse("bagian_redraft", args=[laporan.pk, MP])
    assert client.post(url, {"versi": "1"}).url == url
    assert section(laporan).isi == "Baru saja diubah."


# --- pages ---------------------------------------------------------------------------------------------------


def test_sections_stand_in_the_order_of_the_form(world, laporan, client_as):
    page = client_as(world.peran[J.KETUA_TIM]).get(reverse("laporan_edit", args=[laporan.pk])).content.decode()
    places = [
        page.index(f'id="bagian-{kode}"')
        for kode in ("pendahuluan", "dasar_hukum", MP, "hasil_bersih", "masalah", "penutup")
    ]
    assert places == sorted(places)


def test_an_anggota_sees_other_sections_without_a_field(world, laporan, client_as):
    page = client_as(world.peran[J.ANGGOTA_TIM]).get(reverse("laporan_edit", args=[laporan.pk])).content.decode()
    assert f'id="isi-{MP}"' in page
    assert 'id="isi-pelayanan_publik"' not in page


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("laporan_detail", 14), ("laporan_edit", 10)])
def test_pages_ask_the_same_number_of_queries(world, client_as, django_assert_num_queries, count, name, queries):
    _, rows = plan_with(world, *({"bulan": [1, 2], "area": Area.SDM} for _ in range(count)))
    for row in rows:
        fill(world, row, 1, status="selesai", kendala="Ada.")
    laporan = make_laporan(world)
    client = client_as(world.peran[J.KETUA_TIM])
    client.get(reverse("laporan_list"))
    with django_assert_num_queries(queries):
        client.get(reverse(name, args=[laporan.pk]))


def test_a_plan_of_another_year_prepares_no_report(world, aksi):
    later = PembangunanZI.objects.create(
        unit=world.unit, periode=PeriodeFactory(instansi=world.instansi, tahun=world.periode.tahun - 1)
    )
    assert not RencanaAksi.objects.filter(pembangunan=later).exists()
    with pytest.raises(Ditolak, match="belum pernah disetujui"):
        report.create_laporan(pembangunan=later, triwulan=1, by=world.peran[J.KETUA_TIM])
