"""Pages without sign-in: optional, the same for all, small, and careful with what a reporter sends."""

import logging
import re
import uuid
from datetime import timedelta

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import PembangunanFactory, UnitKerjaFactory
from tests.units import complaint_worlds as worlds
from tests.units.predicate_worlds import hold, pdf, revoked
from units.choices import JenisPeran, Tahap
from units.complaint_limits import KIRIM, KODE
from units.models import Instansi, PembangunanZI, Pengaduan
from units.services.public import MEMBANGUN, free_slug, set_public

J = JenisPeran
BUDGET = 150_000  # bytes of the first page with all it needs, uncompressed


@pytest.fixture(autouse=True)
def _one_address():
    """All tests come from one address; its slots are free again for each."""
    cache.clear()


@pytest.fixture
def slug(world) -> str:
    return worlds.open_channel(world).slug


def form_data(world, **fields) -> dict:
    values = {
        "unit": world.unit.pk, "kategori": "pungli", "cerita": worlds.CERITA, "cara": "anonim", "kiriman": str(uuid.uuid4()),
    }  # fmt: skip
    return values | fields


NAMED = {"cara": "bernama", "nama": worlds.PELAPOR.nama, "kontak": worlds.PELAPOR.kontak}


def send(slug: str, data: dict):
    return Client().post(reverse("publik_pengaduan", args=[slug]), data)


# --- optional, with an address of its own ----------------------------------------------------------------------------


def test_nothing_is_public_until_the_administrator_says_so(world):
    Instansi.objects.filter(pk=world.instansi.pk).update(slug="contoh")
    names = ("publik_instansi", "publik_pengaduan", "publik_pengaduan_status")
    assert [Client().get(reverse(name, args=["contoh"])).status_code for name in names] == [404, 404, 404]


def test_the_address_comes_from_the_region_and_stays(world):
    by = world.peran[J.ADMIN_INSTANSI]
    assert world.instansi.slug is None
    row = set_public(instansi=world.instansi, halaman_publik=True, pengaduan_dibuka=False, by=by)
    first = row.slug
    assert re.fullmatch(r"kabupaten-contoh-\d+", first)
    Instansi.objects.filter(pk=row.pk).update(wilayah="Kota Lain")
    set_public(instansi=row, halaman_publik=False, pengaduan_dibuka=False, by=by)
    assert set_public(instansi=row, halaman_publik=True, pengaduan_dibuka=True, by=by).slug == first


def test_two_institutions_of_one_region_get_two_addresses(world):
    Instansi.objects.filter(pk=world.instansi.pk).update(slug="kota-contoh")
    assert free_slug("Kota Contoh") == "kota-contoh-2"
    assert free_slug("Kota Contoh Baru") == "kota-contoh-baru"


def test_the_settings_page_shows_the_address_and_warns_without_officers(world, client_as):
    client = client_as(world.peran[J.ADMIN_INSTANSI])
    client.post(reverse("instansi_publik"), {"pengaduan_dibuka": "on"})
    text = client.get(reverse("instansi_publik")).content.decode()
    world.instansi.refresh_from_db()
    assert reverse("publik_pengaduan", args=[world.instansi.slug]) in text
    assert "belum menunjuk petugas" in text


def test_a_channel_that_closes_still_answers_who_complained_before(world, slug):
    _, kode = worlds.complaint_and_code(world)
    Instansi.objects.filter(pk=world.instansi.pk).update(pengaduan_dibuka=False)
    assert Client().get(reverse("publik_pengaduan", args=[slug])).status_code == 404
    assert Client().post(reverse("publik_pengaduan_status", args=[slug]), {"kode": kode}).status_code == 200


# --- the page of the institution -------------------------------------------------------------------------------------


def test_holders_with_their_decree_and_builders_with_their_stage(world, slug):
    row = hold(world, unit=UnitKerjaFactory(instansi=world.instansi, nama="Dinas Pemegang"))
    text = Client().get(reverse("publik_instansi", args=[slug])).content.decode()
    assert "Dinas Pemegang" in text
    assert row.keputusan.nomor in text
    assert world.unit.nama in text
    assert "Membangun" in text


def test_a_revoked_predicate_is_not_shown_and_one_under_review_still_is(world, slug):
    """Under review it is in force until it is decided; the doubt is no public matter."""
    gone = revoked(world)
    doubted = hold(world, unit=UnitKerjaFactory(instansi=world.instansi, nama="Dinas Ditinjau"))
    type(doubted).objects.filter(pk=doubted.pk).update(status="ditinjau")
    text = Client().get(reverse("publik_instansi", args=[slug])).content.decode()
    assert gone.keputusan.nomor not in text
    assert "Dinas Ditinjau" in text
    assert "ditinjau" not in text


@pytest.mark.parametrize("tahap", Tahap.values)
def test_candidates_and_units_that_failed_are_not_shown(world, slug, tahap):
    PembangunanZI.objects.update(tahap=tahap)
    text = Client().get(reverse("publik_instansi", args=[slug])).content.decode()
    assert (world.unit.nama in text) == (tahap in MEMBANGUN)


def test_no_person_stands_on_the_page(world, slug):
    hold(world)
    text = Client().get(reverse("publik_instansi", args=[slug])).content.decode()
    people = [value for p in world.peran.values() for value in (p.user.nama, p.user.nip, p.user.email) if value]
    assert [value for value in people if value in text] == []


def test_other_institutions_are_not_shown(world, other_world, slug):
    hold(other_world)
    assert other_world.unit.nama not in Client().get(reverse("publik_instansi", args=[slug])).content.decode()


@pytest.mark.parametrize("signed_in", [False, True])
def test_anyone_may_keep_the_page_for_a_while(world, slug, client_as, signed_in):
    """The same bytes for all: public, no cookie set, and no Vary that would keep a proxy from using it twice."""
    hold(world)
    client = client_as(world.peran[J.KETUA_TPI]) if signed_in else Client()
    answer = client.get(reverse("publik_instansi", args=[slug]))
    assert {"public", "max-age=300"} == set(answer["Cache-Control"].split(", "))
    assert "Set-Cookie" not in answer
    assert not answer.cookies
    assert "cookie" not in answer.get("Vary", "").lower()
    assert answer.content == Client().get(reverse("publik_instansi", args=[slug])).content


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_queries_for_one_and_three(world, slug, django_assert_num_queries, count):
    for _ in range(count):
        unit = UnitKerjaFactory(instansi=world.instansi)
        hold(world, unit=unit)
        PembangunanFactory(unit=unit, periode=world.periode)
    with django_assert_num_queries(7):
        Client().get(reverse("publik_instansi", args=[slug]))


def test_the_first_page_weighs_less_than_the_budget_with_everything_it_needs(world, slug):
    """Full tables of fifty, style sheets, icons and what the style sheets name; there is no script and no font."""
    for number in range(60):
        unit = UnitKerjaFactory(instansi=world.instansi, nama=f"Dinas Pengelolaan Urusan Pemerintahan Nomor {number}")
        hold(world, unit=unit)
        PembangunanFactory(unit=unit, periode=world.periode)
    html = Client().get(reverse("publik_instansi", args=[slug])).content
    assets = set(re.findall(r'(?:href|src)="/static/([^"]+)"', html.decode()))
    assert "css/publik.css" in assets
    assert b"<script" not in html
    weight = len(html)
    for asset in assets:
        data = open(finders.find(asset), "rb").read()  # noqa: SIM115
        weight += len(data)
        if asset.endswith(".css"):
            named = re.findall(r'url\("?\.\./([^")]+)', data.decode())
            weight += sum(len(open(finders.find(name), "rb").read()) for name in set(named))  # noqa: SIM115
    assert weight <= BUDGET
    assert "1–50 dari 61" in html.decode()


# --- sending ---------------------------------------------------------------------------------------------------------


def test_the_receipt_code_is_shown_once_and_leads_back(world, slug):
    answer = send(slug, form_data(world))
    kode = re.search(r'publik-kode">([^<]+)<', answer.content.decode())[1]
    assert "no-store" in answer["Cache-Control"]
    found = Client().post(reverse("publik_pengaduan_status", args=[slug]), {"kode": kode})
    assert Pengaduan.objects.get().nomor in found.content.decode()
    assert kode not in Client().get(reverse("publik_pengaduan_status", args=[slug])).content.decode()


def test_no_session_is_begun_and_no_code_is_in_an_address(world, slug):
    client = Client()
    answer = client.post(reverse("publik_pengaduan", args=[slug]), form_data(world))
    assert "sessionid" not in client.cookies
    assert "?" not in answer.request["PATH_INFO"] + answer.request["QUERY_STRING"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"unit": ""}, "Pilih unit yang diadukan."),
        ({"kategori": ""}, "Pilih tentang apa pengaduan ini."),
        ({"unit": 999999}, "Pilih unit kerja dari daftar."),
        ({"cerita": "Pungli"}, "paling sedikit 30 huruf"),
        ({"cara": "bernama"}, "Isi nama Anda, atau pilih anonim."),
        ({"tanggal_kejadian": (timezone.localdate() + timedelta(days=1)).isoformat()}, "sesudah hari ini"),
        ({"situs_web": "http://iklan.test"}, "Kosongkan kolom ini"),
        ({"bukti": [SimpleUploadedFile("a.jpg", b"MZ")]}, "isinya bukan"),
        ({"bukti": [pdf(f"{n}.pdf") for n in range(6)]}, "Paling banyak 5 berkas"),
    ],
)
def test_a_wrong_form_says_which_field_and_keeps_the_story(world, slug, fields, words):
    answer = send(slug, form_data(world, **fields))
    text = answer.content.decode()
    assert (answer.status_code, words in text) == (422, True)
    assert Pengaduan.objects.count() == 0
    assert fields.get("cerita", worlds.CERITA) in text


def test_files_together_have_a_limit(world, slug, settings):
    settings.MAX_UPLOAD_MB = 1
    half = [SimpleUploadedFile(f"{n}.pdf", b"%PDF-1.4" + b"0" * 700_000) for n in range(2)]
    assert "paling besar 1 MB" in send(slug, form_data(world, bukti=half)).content.decode()


def test_one_address_sends_so_many_an_hour(world, slug):
    codes = [send(slug, form_data(world)).status_code for _ in range(KIRIM.limit + 1)]
    assert codes == [200] * KIRIM.limit + [429]
    assert Pengaduan.objects.count() == KIRIM.limit


def test_an_error_takes_no_slot(world, slug):
    wrong = form_data(world, bukti=[SimpleUploadedFile("a.jpg", b"MZ")])
    assert {send(slug, wrong).status_code for _ in range(KIRIM.limit + 1)} == {422}
    assert send(slug, form_data(world)).status_code == 200


def test_nothing_of_a_complaint_is_logged(world, slug, caplog):
    """Neither story, identity, code nor address, also when codes are guessed."""
    caplog.set_level(logging.DEBUG)
    answer = send(slug, form_data(world, **NAMED))
    kode = re.search(r'publik-kode">([^<]+)<', answer.content.decode())[1]
    status = reverse("publik_pengaduan_status", args=[slug])
    Client().post(status, {"kode": kode})
    for _ in range(KODE.limit + 1):
        Client().post(status, {"kode": "SALAH-SALAH"})
    told = [r.getMessage() for r in caplog.records if r.name != "django.db.backends"]
    assert any("too many wrong ones" in line for line in told)
    secrets = [worlds.CERITA, worlds.PELAPOR.nama, worlds.PELAPOR.kontak, kode, "SALAH-SALAH", "127.0.0.1"]
    assert [s for s in secrets for line in told if s in line] == []


# --- the code --------------------------------------------------------------------------------------------------------


def test_guessing_codes_is_limited_and_a_right_one_costs_nothing(world, slug):
    _, kode = worlds.complaint_and_code(world)
    status = reverse("publik_pengaduan_status", args=[slug])
    assert {Client().post(status, {"kode": kode}).status_code for _ in range(KODE.limit + 2)} == {200}
    wrong = [Client().post(status, {"kode": f"AAAAA-{n}"}).status_code for n in range(KODE.limit + 1)]
    assert wrong == [422] * KODE.limit + [429]
    # from now on not even the right one, or guessing would go on
    assert Client().post(status, {"kode": kode}).status_code == 429


def test_guessing_through_the_other_form_is_counted_too(world, slug):
    worlds.complaint(world)
    add = reverse("publik_pengaduan_add", args=[slug])
    wrong = [Client().post(add, {"kode": f"B-{n}", "isi": "x"}).status_code for n in range(KODE.limit + 1)]
    assert wrong == [422] * KODE.limit + [429]


def test_the_reporter_reads_status_and_answer_and_nothing_of_the_handling(world, slug):
    row, kode = worlds.complaint_and_code(world, named=True)
    worlds.closed(
        world,
        row=worlds.answered(world, worlds.complaint_work.examine_pengaduan(pengaduan=row, by=worlds.officer(world))),
    )
    text = Client().post(reverse("publik_pengaduan_status", args=[slug]), {"kode": kode}).content.decode()
    assert "Terbukti" in text
    assert "Petugas itu sudah diberi sanksi." in text
    hidden = ["Ada saksi.", "Jelaskan tarif", "Tarif sesuai", worlds.officer(world).user.nama, worlds.PELAPOR.nama]
    assert [words for words in hidden if words in text] == []


def test_the_reporter_adds_information_with_the_code(world, slug):
    row, kode = worlds.complaint_and_code(world)
    data = {"kode": kode, "isi": "Saya ingat namanya.", "bukti": [pdf("catatan.pdf")]}
    text = Client().post(reverse("publik_pengaduan_add", args=[slug]), data).content.decode()
    assert "Keterangan tambahan Anda diterima." in text
    assert (row.tambahan.get().isi, row.bukti.get().nama) == ("Saya ingat namanya.", "catatan.pdf")
