"""What scripts promise: a colleague, a broken line, an ended session or a second click loses nothing."""

import os
import time
from dataclasses import fields

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.stage import Stage, stage
from tests.factories import PASSWORD, make_world
from units.choices import JenisPeran

# Playwright runs an event loop in this thread; the queries below are its neighbours, not its children.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture
def open_page(live_server, transactional_db, settings, chromium):
    """Opens the stage as a person of a world of its own; further keywords go to the browser context."""
    settings.ROOT_URLCONF = "tests.browser.stage"
    settings.AXES_ENABLED = False
    fresh = Stage()
    for item in fields(Stage):
        setattr(stage, item.name, getattr(fresh, item.name))
    person = make_world().peran[JenisPeran.KETUA_TIM].user
    contexts = []

    def arrive(**options):
        client = Client()
        client.force_login(person, backend="units.auth.NipOrEmailBackend")
        context = chromium.new_context(**{"base_url": live_server.url, "viewport": LAPTOP, **options})
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.person = person
        page.goto("/uji/")
        return page

    yield arrive
    for context in contexts:
        context.close()


def save_state(page):
    return page.locator("[data-simpan]")


def end_session() -> None:
    Session.objects.all().delete()


def sign_in_again(page) -> None:
    dialog = page.locator("#dialog-masuk")
    expect(dialog).to_be_visible()
    dialog.locator("input[name=username]").fill(page.person.email)
    dialog.locator("input[name=password]").fill(PASSWORD)
    dialog.locator("button[type=submit]").click()
    expect(dialog).to_be_hidden()


def until(condition, *, seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def test_a_field_saves_itself_while_typing_and_its_version_carries_the_next(open_page):
    page = open_page()
    page.fill("#kendala", "Anggaran belum cair")
    expect(save_state(page)).to_have_text("Tersimpan 10.42")
    page.fill("#catatan", "Sudah dilaporkan")
    page.keyboard.press("Tab")
    # Asked again and again from outside: a function that waits inside the page would need eval, which the policy forbids.
    until(lambda: page.evaluate("localStorage.length") == 0)
    assert stage.nilai == {"kendala": "Anggaran belum cair", "catatan": "Sudah dilaporkan"}
    assert stage.versi == 3


def test_a_refused_value_is_explained_under_its_field_and_kept(open_page):
    page = open_page()
    page.fill("#catatan", "tidak pantas")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Gunakan kata yang pantas.").first).to_be_visible()
    assert page.input_value("#catatan") == "tidak pantas"
    page.fill("#catatan", "pantas")
    page.keyboard.press("Tab")
    expect(page.locator("main .galat-isian")).to_have_count(0)
    assert stage.nilai["catatan"] == "pantas"


@pytest.mark.parametrize(
    ("choice", "kept"), [("Pakai punya saya", "Punya saya"), ("Pakai yang tersimpan", "Punya Sari")]
)
def test_two_editors_of_one_field_see_both_values_and_choose(open_page, choice, kept):
    page = open_page()
    stage.change_elsewhere("kendala", "Punya Sari")
    page.fill("#kendala", "Punya saya")
    page.keyboard.press("Tab")
    conflict = page.locator(".konflik")
    expect(conflict).to_contain_text("Sari Utami, 21 November 2026 10.42")
    expect(conflict).to_contain_text("Punya saya")
    expect(conflict).to_contain_text("Punya Sari")
    conflict.get_by_text(choice).click()
    expect(save_state(page)).to_have_attribute("data-keadaan", "tersimpan")
    assert stage.nilai["kendala"] == kept == page.input_value("#kendala")
    page.fill("#kendala", "Lanjut")
    page.keyboard.press("Tab")
    expect(save_state(page)).to_have_text("Tersimpan 10.42")
    assert stage.nilai["kendala"] == "Lanjut"


def test_a_broken_line_keeps_the_text_and_sends_it_when_the_line_is_back(open_page):
    page = open_page()
    page.context.set_offline(True)
    page.fill("#kendala", "Ditulis luring")
    page.keyboard.press("Tab")
    expect(save_state(page)).to_have_attribute("data-keadaan", "gagal")
    assert "Ditulis luring" in page.evaluate("Object.values(localStorage).join()")
    stage.sibuk = 1
    page.context.set_offline(False)
    expect(save_state(page)).to_have_text("Tersimpan 10.42")
    assert stage.nilai["kendala"] == "Ditulis luring"


def test_text_that_never_arrived_is_put_back_on_the_next_visit(open_page):
    page = open_page()
    page.evaluate(
        "localStorage.setItem(`zi:draf:${document.body.dataset.orang}:/uji/simpan/|kendala`,"
        " JSON.stringify({nilai: 'Dari kemarin', versi: '1'}))"
    )
    page.reload()
    expect(save_state(page)).to_have_text("Tersimpan 10.42")
    assert page.input_value("#kendala") == "Dari kemarin" == stage.nilai["kendala"]


def test_an_ended_session_asks_in_place_and_the_save_goes_through(open_page):
    page = open_page()
    end_session()
    page.fill("#kendala", "Sesudah sesi habis")
    page.keyboard.press("Tab")
    sign_in_again(page)
    expect(save_state(page)).to_have_text("Tersimpan 10.42")
    assert stage.nilai["kendala"] == "Sesudah sesi habis"


def test_an_ended_session_does_not_lose_an_ordinary_form(open_page):
    page = open_page()
    page.fill("#nama", "Kecamatan Baru")
    end_session()
    page.click("#biasa button")
    sign_in_again(page)
    page.wait_for_url("**/uji/kirim/")
    assert stage.terkirim == ["Kecamatan Baru"]


def test_an_ended_session_does_not_lose_an_htmx_request(open_page):
    page = open_page()
    page.fill("#isi-hx", "Lewat htmx")
    end_session()
    page.click("#hx button")
    sign_in_again(page)
    expect(page.locator("#jawaban")).to_have_text("Diterima: 1")
    assert stage.terkirim == ["Lewat htmx"]


@pytest.mark.parametrize("form", ["#biasa", "#hx"])
def test_a_storm_of_clicks_sends_once(open_page, form):
    page = open_page()
    page.evaluate("form => [1, 2, 3].forEach(() => document.querySelector(`${form} button`).click())", form)
    expect(page.get_by_text("Diterima: 1")).to_be_visible()
    assert stage.terkirim == [""]


def test_leaving_with_unsaved_text_is_asked_about(open_page):
    page = open_page()
    leaves = "() => dispatchEvent(new Event('beforeunload', {cancelable: true}))"
    assert page.evaluate(leaves)
    page.fill("#nama", "belum disimpan")
    assert not page.evaluate(leaves)
    page.fill("#nama", "")
    assert page.evaluate(leaves)


def test_several_files_go_one_by_one_and_a_refused_one_says_why(open_page):
    page = open_page()
    names = ["sk tim.pdf", "palsu.exe", "foto.jpg"]
    page.set_input_files(
        ".unggah-input", [{"name": name, "mimeType": "application/pdf", "buffer": b"isi"} for name in names]
    )
    rows = page.locator(".unggah-berkas")
    expect(rows).to_have_count(3)
    expect(rows.nth(2)).to_have_attribute("data-keadaan", "selesai")
    expect(rows.nth(1)).to_contain_text("Isi berkas adalah program.")
    expect(page.locator("#bukti p")).to_have_text(["sk tim.pdf", "foto.jpg"])


def test_a_file_over_the_limit_is_refused_before_it_is_sent(open_page, settings):
    settings.MAX_UPLOAD_MB = 1
    page = open_page()
    page.set_input_files(
        ".unggah-input", {"name": "pindai.pdf", "mimeType": "application/pdf", "buffer": b"x" * 1_300_000}
    )
    expect(page.locator(".unggah-berkas")).to_contain_text("Berkas 1,2 MB, sedangkan batasnya 1 MB.")
    assert stage.berkas == []


def test_an_act_is_confirmed_with_its_reason(open_page):
    page = open_page()
    page.get_by_role("link", name="Kembalikan").click()
    dialog = page.locator("#dialog-konfirmasi")
    expect(dialog).to_contain_text("Kembali menjadi draf.")
    dialog.get_by_role("button", name="Kembalikan").click()
    expect(dialog.get_by_text("Alasan wajib diisi.")).to_be_visible()
    dialog.locator("textarea").fill("Bukti kurang")
    dialog.get_by_role("button", name="Kembalikan").click()
    page.wait_for_url("**/uji/putuskan/")
    assert stage.alasan == ["Bukti kurang"]


def test_slash_goes_to_the_search_but_not_out_of_a_field(open_page):
    page = open_page()
    page.keyboard.press("/")
    expect(page.locator("#cari")).to_be_focused()
    page.fill("#nama", "")
    page.keyboard.press("/")
    assert page.input_value("#nama") == "/"


def test_without_scripts_the_menu_the_forms_and_the_question_are_there(open_page):
    page = open_page(java_script_enabled=False, viewport=PHONE)
    page.get_by_role("button", name="Buka menu").click()
    menu = page.get_by_role("navigation", name="Menu utama")
    expect(menu.get_by_role("link", name="Beranda")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(page.locator(".unggah button[type=submit]")).to_be_visible()
    page.get_by_role("link", name="Kembalikan").click()
    page.wait_for_url("**/uji/putuskan/")
    assert stage.alasan == ["tanya"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_theme_follows_the_device_until_somebody_chooses(open_page, scheme):
    page = open_page(color_scheme=scheme)
    html = page.locator("html")
    expect(html).to_have_attribute("data-bs-theme", scheme)
    page.click(".bilah-orang summary")
    page.get_by_role("button", name="Gelap").click()
    page.reload()
    expect(html).to_have_attribute("data-bs-theme", "dark")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_the_parts_are_accessible_and_fit_the_screen(open_page, scheme, viewport):
    page = open_page(color_scheme=scheme, viewport=viewport)
    found = Axe().run(page).response["violations"]
    assert [(item["id"], [node["html"] for node in item["nodes"]]) for item in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
