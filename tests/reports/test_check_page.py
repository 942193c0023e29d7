"""The public check: everybody may ask whether a paper is real, and learns nothing of what stands in it."""

import hashlib
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.cap import grouped
from reports.models import BerkasBertanda, Terbitan
from tests.factories import make_world
from tests.reports.trust_worlds import issued, move
from units import evidence
from units.choices import JenisPeran
from units.complaint_limits import PERIKSA
from units.templatetags.indonesia import tanggal

S, C = Terbitan.Status, Terbitan.Cara
BUDGET = 150_000  # bytes of the first page with all it needs, uncompressed


@pytest.fixture(autouse=True)
def _one_address():
    """All tests come from one address; its slots are free again for each."""
    cache.clear()


def look(kode: str, client: Client | None = None):
    return (client or Client()).get(reverse("terbitan_check", args=[kode]))


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def signed(world, terbitan: Terbitan, content: bytes = b"%PDF-1.7 bertanda") -> Terbitan:
    by = world.peran[JenisPeran.KEPALA_UNIT]
    berkas = evidence.store_bytes(content, nama="b.pdf", ekstensi="pdf", instansi=world.instansi, by=by.user)
    BerkasBertanda.objects.create(terbitan=terbitan, berkas=berkas, cocok="teks", oleh=by)
    return move(terbitan, S.BERLAKU, bertanda=berkas, bertanda_at=timezone.now(), bertanda_oleh=by)


# --- what is told ----------------------------------------------------------------------------------------------------


def test_a_valid_paper_is_told_with_its_facts_and_both_hashes(world):
    row = signed(world, issued(world, content=b"%PDF-1.7 gambar"))
    text = words(look(row.kode))
    assert "Berlaku" in text
    assert f"berlaku sejak {tanggal(timezone.localdate())}" in text
    told = [row.nomor, row.perihal, world.unit.nama, world.instansi.nama, "Rencana aksi (Lampiran I)", "Dra. Murniati, Camat Contoh",
            "Tanda tangan basah", grouped(row.kode), tanggal(row.tanggal)]  # fmt: skip
    assert [fact for fact in told if fact not in text] == []
    for content in (b"%PDF-1.7 gambar", b"%PDF-1.7 bertanda"):
        assert hashlib.sha256(content).hexdigest() in text


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (S.DISIAPKAN, "berkasnya masih disusun"),
        (S.MENUNGGU_TTD, "belum ditandatangani dan belum berlaku"),
        (S.BERLAKU, "ditandatangani dan berlaku"),
        (S.DIGANTI, "Jangan dipakai lagi"),
        (S.DICABUT, "Jangan dipakai lagi"),
    ],
)
def test_every_status_has_its_sentence(world, status, said):
    row = issued(world, status=status)
    text = words(look(row.kode))
    assert said in text
    assert S(status).label in text


def test_a_replaced_paper_leads_to_the_one_that_took_its_place(world):
    old = issued(world)
    new = issued(world, mengganti=old)
    move(old, S.DIGANTI, alasan="Salah ketik nama Sari Utami")
    page = look(old.kode)
    assert f"diganti pada {tanggal(timezone.localdate())} oleh dokumen nomor {new.nomor}" in words(page)
    assert reverse("terbitan_check", args=[new.kode]) in page.content.decode()


def test_why_a_paper_was_revoked_is_nobody_elses_business(world):
    row = move(issued(world), S.DICABUT, alasan="Tanda tangan Sari Utami dipalsukan")
    text = words(look(row.kode))
    assert f"dicabut pada {tanggal(timezone.localdate())}" in text
    assert "Sari Utami" not in text


def test_nothing_of_the_paper_can_be_opened_from_here(world):
    row = signed(world, issued(world))
    html = look(row.kode).content.decode()
    links = re.findall(r'(?:href|src)="([^"]+)"', html)
    assert [link for link in links if "dokumen" in link or "/media" in link or "unduh" in link] == []


def test_a_scan_that_was_replaced_is_still_told_apart_from_a_forgery(world):
    row = signed(world, issued(world), b"%PDF-1.7 pindaian satu")
    row = signed(world, row, b"%PDF-1.7 pindaian dua")
    html = look(row.kode).content.decode()
    old = hashlib.sha256(b"%PDF-1.7 pindaian satu").hexdigest()
    assert f'data-sidik="{old}" data-nada="kuning"' in html
    assert "Pindaian lama" in html


# --- the code --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["{kode}", "{lower}", "{dashed}", " {dashed} "])
def test_the_code_is_found_however_it_is_typed(world, typed):
    row = issued(world)
    kode = typed.format(kode=row.kode, lower=row.kode.lower(), dashed=grouped(row.kode).lower())
    answer = Client().get(reverse("terbitan_find"), {"kode": kode}, follow=True)
    assert answer.status_code == 200
    assert row.nomor in words(answer)


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "Ketik kode yang tercetak"), ("ABC", "yang Anda ketik 3"), ("<script>", "yang Anda ketik")],
)
def test_a_code_of_the_wrong_form_is_named(db, typed, said):
    answer = Client().get(reverse("terbitan_find"), {"kode": typed})
    assert answer.status_code == 422
    assert said in words(answer)
    assert "<script>" not in answer.content.decode().split("</head>")[1]


def test_an_unknown_code_gets_a_calm_page_that_says_what_to_check(world):
    answer = look("ABCDEFGHJKLM")
    assert answer.status_code == 404
    text = words(answer)
    assert "Kode ABCD-EFGH-JKLM tidak ada" in text
    assert "Bandingkan huruf yang mirip" in text


def test_guessing_is_limited_and_a_known_code_costs_nothing(world):
    row = issued(world)
    assert {look(row.kode).status_code for _ in range(PERIKSA.limit + 2)} == {200}
    assert {look(f"ABCDEFGHJK{a}{b}").status_code for a in "23456" for b in "23456789"} == {404}
    assert look("ABCDEFGHJKZZ").status_code == 429
    assert look(row.kode).status_code == 429, "or a guesser would see which one is right"


def test_a_paper_of_any_institution_is_told_under_its_own_name(world, other_world):
    text = words(look(issued(other_world).kode))
    assert other_world.instansi.nama in text
    assert world.instansi.nama not in text


def test_the_form_does_not_name_one_institution_of_several(world, other_world):
    assert world.instansi.nama not in words(Client().get(reverse("terbitan_find")))


# --- small, without a session ----------------------------------------------------------------------------------------


def test_no_session_is_read_or_begun_and_no_search_engine_keeps_the_names(world, client_as):
    row = issued(world)
    for client in (Client(), client_as(world.peran[JenisPeran.PEGAWAI])):
        answer = look(row.kode, client)
        assert "Cookie" not in answer.get("Vary", "")
        assert not answer.cookies
        assert answer["X-Robots-Tag"] == "noindex"
        assert world.peran[JenisPeran.PEGAWAI].user.nama not in answer.content.decode()


def test_the_check_asks_the_same_queries_for_one_and_three_old_scans(world, django_assert_num_queries):
    row = issued(world)
    for count in (1, 3):
        for number in range(count):
            signed(world, row, f"%PDF-1.7 pindaian {count} {number}".encode())
        with django_assert_num_queries(2):
            look(row.kode)


def test_the_page_weighs_less_than_the_budget_with_everything_it_needs(world):
    html = look(signed(world, issued(world)).kode).content
    assets = set(re.findall(r'(?:href|src)="/static/([^"#?]+)', html.decode()))
    assert {"js/periksa.js", "js/sha256.js", "css/publik.css"} <= assets
    weight = len(html)
    for asset in assets:
        data = Path(finders.find(asset)).read_bytes()
        weight += len(data)
        if asset.endswith(".css"):
            named = re.findall(r'url\("?\.\./([^")]+)', data.decode())
            weight += sum(Path(finders.find(name)).stat().st_size for name in set(named))
    assert weight <= BUDGET


def test_the_page_explains_how_to_compare_by_hand(world):
    text = words(look(issued(world).kode))
    assert "certutil -hashfile" in text
    assert "sha256sum" in text


def test_a_world_made_twice_has_papers_of_two_codes(db):
    first, second = issued(make_world()), issued(make_world(wilayah="Kota Lain"))
    assert first.kode != second.kode
