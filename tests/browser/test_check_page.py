"""A stranger holds a file against the public check: the browser tells a changed byte, and sends the file nowhere."""

import hashlib
import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from reports.models import BerkasBertanda, Terbitan
from reports.signing import certificates
from tests.browser.conftest import LAPTOP, PHONE
from tests.factories import make_world
from tests.reports.signing_worlds import SANDI, p12
from tests.reports.trust_worlds import issued, move, paper
from units import evidence
from units.choices import JenisPeran

# Playwright runs an event loop in this thread; the queries below are its neighbours, not its children.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
S = Terbitan.Status


@pytest.fixture
def world(transactional_db):
    cache.clear()
    return make_world()


@pytest.fixture
def visit(live_server, chromium):
    """A browser without a session; further keywords go to its context."""
    contexts = []

    def arrive(**options):
        context = chromium.new_context(**{"base_url": live_server.url, "viewport": LAPTOP, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.errors = []
        page.on("console", lambda m: page.errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: page.errors.append(str(e)))
        return page

    yield arrive
    for context in contexts:
        context.close()


def signed(world, row: Terbitan) -> Terbitan:
    by = world.peran[JenisPeran.KEPALA_UNIT]
    berkas = evidence.store_bytes(paper("bertanda"), nama="b.pdf", ekstensi="pdf", instansi=world.instansi, by=by.user)
    BerkasBertanda.objects.create(terbitan=row, berkas=berkas, cocok="qr", oleh=by)
    return move(row, S.BERLAKU, bertanda=berkas, bertanda_at=timezone.now(), bertanda_oleh=by)


def signed_in(page, peran, url: str):
    client = Client()
    client.force_login(peran.user, backend="units.auth.NipOrEmailBackend")
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}])
    return page


def check(kode: str) -> str:
    return reverse("terbitan_check", args=[kode])


def answer(page):
    return page.locator("[data-hasil] .pesan")


def test_a_downloaded_pdf_matches_and_with_one_byte_changed_it_does_not(world, visit, live_server, tmp_path):
    row = issued(world, content=paper())
    office = signed_in(visit(accept_downloads=True), world.peran[JenisPeran.KEPALA_UNIT], live_server.url)
    office.goto(reverse("dokumen_detail", args=[row.dokumen_id]))
    with office.expect_download() as started:
        office.get_by_role("link", name="Unduh PDF").click()
    mine = tmp_path / "unduhan.pdf"
    started.value.save_as(mine)
    signed(world, row)

    page = visit()
    sent = []
    page.goto(check(row.kode))
    expect(page.locator(".periksa-kata")).to_have_count(1)  # the verdict alone
    page.on("request", lambda request: sent.append(request.url))
    page.set_input_files("input[type=file]", mine)
    expect(answer(page)).to_contain_text("sama persis dengan yang dibuat portal sebelum ditandatangani")
    expect(answer(page)).to_have_class("pesan pesan-hijau")

    content = bytearray(mine.read_bytes())
    content[len(content) // 2] ^= 1
    changed = tmp_path / "diubah.pdf"
    changed.write_bytes(bytes(content))
    page.set_input_files("input[type=file]", changed)
    expect(answer(page)).to_contain_text("Tidak cocok")
    expect(answer(page)).to_contain_text(hashlib.sha256(content).hexdigest())
    expect(answer(page)).to_have_class("pesan pesan-merah")
    assert sent == [], "the file is compared here and sent nowhere"
    assert page.errors == []


def test_the_digest_is_that_of_the_standard_at_every_edge_of_a_block(world, visit):
    """Against hashlib, in one piece and in pieces that cut blocks."""
    page = visit()
    page.goto(check(issued(world).kode))
    lengths = [0, 1, 3, 55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 1000, 100_003]
    digests = page.evaluate(
        """(lengths) => lengths.map((length) => {
            const bytes = Uint8Array.from({ length }, (_, n) => (n * 7 + length) % 256);
            const pieces = new window.ZISha256();
            for (let at = 0; at < length; at += 37) pieces.update(bytes.subarray(at, at + 37));
            return [new window.ZISha256().update(bytes).hex(), pieces.hex()];
        })""",
        lengths,
    )
    known = [hashlib.sha256(bytes((n * 7 + length) % 256 for n in range(length))).hexdigest() for length in lengths]
    assert digests == [[digest, digest] for digest in known]


def test_a_file_of_many_chunks_is_read_to_its_end(world, visit, tmp_path):
    """Five megabytes and a bit: three chunks; a change in the last of them counts."""
    content = os.urandom(5_000_017)
    row = signed(world, issued(world, content=b"%PDF-1.7" + content))
    page = visit()
    page.goto(check(row.kode))
    for name, data, said in (
        ("besar.pdf", b"%PDF-1.7" + content, "sama persis"),
        ("ekor.pdf", b"%PDF-1.7" + content[:-1] + bytes([content[-1] ^ 1]), "Tidak cocok"),
    ):
        file = tmp_path / name
        file.write_bytes(data)
        page.set_input_files("input[type=file]", file)
        expect(answer(page)).to_contain_text(said)
        expect(page.locator("[data-kemajuan]")).to_be_hidden()


def test_a_file_is_dropped_as_well_as_chosen(world, visit):
    row = signed(world, issued(world, content=paper()))
    page = visit()
    page.goto(check(row.kode))
    page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.items.add(new File([new Uint8Array([1, 2, 3])], "jatuh.pdf"));
            document.querySelector("[data-periksa]").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }"""
    )
    expect(answer(page)).to_contain_text("jatuh.pdf bukan berkas yang diterbitkan")


def test_keys_and_screen_readers_reach_everything(world, visit):
    row = signed(world, issued(world, content=paper()))
    page = visit()
    page.goto(check(row.kode))
    reached = []
    for _ in range(8):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.tagName"))
    assert "periksa-masukan" in reached
    assert "SUMMARY" in reached
    expect(page.get_by_label("Berkas dokumen")).to_be_visible()
    assert page.locator("[data-hasil]").get_attribute("aria-live") == "polite"


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_the_pages_are_clean_for_axe_and_stay_on_the_screen(world, visit, size):
    row = signed(world, issued(world, content=paper()))
    waiting, gone = issued(world), move(issued(world), S.DICABUT)
    page = visit(viewport=size)
    unknown = reverse("terbitan_check", args=["ABCDEFGHJKLM"])
    for path in (check(row.kode), check(waiting.kode), check(gone.kode), reverse("terbitan_find"), unknown):
        page.goto(path)
        if path == check(row.kode):
            page.set_input_files("input[type=file]", Path(__file__))
            expect(answer(page)).to_be_visible()
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_without_scripts_the_page_says_how_to_compare_by_hand(world, visit):
    row = signed(world, issued(world, content=paper()))
    page = visit(java_script_enabled=False)
    page.goto(check(row.kode))
    expect(page.get_by_text("certutil -hashfile")).to_be_visible()
    expect(page.locator("input[type=file]")).to_be_hidden()
    expect(page.get_by_text(hashlib.sha256(paper()).hexdigest())).to_be_visible()


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_certificates_signatures_and_scans_are_clean_for_axe_too(world, visit, live_server, size):
    head, admin = world.peran[JenisPeran.KEPALA_UNIT], world.peran[JenisPeran.ADMIN_INSTANSI]
    held = certificates.add_p12(isi=p12(), sandi=SANDI, pemegang=head.user, by=admin)
    waiting, on_paper = issued(world, content=paper(), cara=Terbitan.Cara.ELEKTRONIK), issued(world)
    kept = signed(world, issued(world))
    for peran, names in (
        (
            head,
            [
                ("terbitan_sign", waiting.pk),
                ("terbitan_scan", on_paper.pk),
                ("terbitan_scan", kept.pk),
                ("terbitan_detail", kept.pk),
            ],
        ),
        (
            admin,
            [
                ("sertifikat_list",),
                ("sertifikat_add",),
                ("sertifikat_detail", held.pk),
                ("sertifikat_deactivate", held.pk),
            ],
        ),
    ):
        page = signed_in(visit(viewport=size), peran, live_server.url)
        for name, *args in names:
            page.goto(reverse(name, args=args))
            found = Axe().run(page)
            assert found.violations_count == 0, (name, found.generate_report())
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
