"""The plan like a spreadsheet: keyboard only, pasted blocks with one undo, rows as a whole, and what stays after a reload."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_two_people import FIRST_ROW, REOPEN
from zi_portal.demo.build import PASSWORD

INDIKATOR, AKSI, LANGKAH, BUKTI, ORANG, PRIORITAS, WAKTU, JANUARI = 2, 3, 4, 5, 6, 7, 8, 9
CLIPBOARD = ["clipboard-read", "clipboard-write"]


@pytest.fixture
def page(portal, person) -> Page:
    """The grid of a draft plan, as its ketua sees it."""
    portal.run(REOPEN)
    rencana, _ = portal.run(FIRST_ROW).split()
    someone = person(portal.url, "ketua.702@pekalongan.example", PASSWORD)
    someone.context.grant_permissions(CLIPBOARD, origin=portal.url)
    someone.page.goto(f"/rencana/{rencana}/isian/")
    return someone.page


def cell(page: Page, row: int, column: int):
    """Cells are counted from 0, as the script does; rows over all sections."""
    return page.locator("tr[data-v]").nth(row).locator("th, td").nth(column)


def values(page: Page, row: int, first: int, last: int) -> list[str]:
    return [cell(page, row, column).inner_text() for column in range(first, last + 1)]


def months(page: Page, row: int) -> list[int]:
    return [n for n in range(12) if "t" in (cell(page, row, JANUARI + n).get_attribute("class") or "").split()]


def saved(page: Page) -> None:
    expect(page.locator("[data-simpan]")).to_have_attribute("data-keadaan", "tersimpan")
    expect(page.locator("tr.menyimpan")).to_have_count(0)


def focused(page: Page) -> list[int]:
    return page.evaluate(
        "[document.querySelectorAll('tr[data-v]')].map((all) => [[...all].indexOf(document.activeElement.parentElement), document.activeElement.cellIndex])[0]"
    )


def test_a_row_is_filled_with_the_keyboard_alone(page):
    cell(page, 0, AKSI).click()
    page.keyboard.press("ArrowRight")
    page.keyboard.type("Membentuk tim kecil")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+A")
    page.keyboard.type("Undangan")
    page.keyboard.press("Alt+Enter")
    page.keyboard.type("Notulen")
    page.keyboard.press("Enter")
    saved(page)
    assert focused(page) == [1, BUKTI]
    page.reload()
    assert values(page, 0, LANGKAH, BUKTI) == ["Membentuk tim kecil", "Undangan\nNotulen"]


def test_escape_keeps_the_old_value(page):
    before = values(page, 1, AKSI, AKSI)
    cell(page, 1, AKSI).click()
    page.keyboard.type("Salah ketik")
    page.keyboard.press("Escape")
    assert values(page, 1, AKSI, AKSI) == before
    expect(page.locator("tr.menyimpan")).to_have_count(0)


def test_written_time_ticks_months_and_ticked_months_write_the_time(page):
    cell(page, 2, WAKTU).click()
    page.keyboard.type("April, Juli")
    page.keyboard.press("Tab")
    saved(page)
    assert months(page, 2) == [3, 6]
    page.keyboard.press("Space")
    saved(page)
    expect(cell(page, 2, WAKTU)).to_have_text("Januari, April, Juli")


def test_a_block_from_excel_is_pasted_and_undone_as_one(page):
    before = [values(page, row, LANGKAH, WAKTU) for row in (3, 4)]
    block = 'Langkah A\tBukti A\t\tya\tMaret, Mei\n"Langkah B\nbaris dua"\tBukti B\t\t\tsetiap bulan'
    page.evaluate("(text) => navigator.clipboard.writeText(text)", block)
    cell(page, 3, LANGKAH).click()
    page.keyboard.press("Control+V")
    saved(page)
    assert values(page, 3, LANGKAH, WAKTU) == ["Langkah A", "Bukti A", "", "ya", "Maret, Mei"]
    assert values(page, 4, LANGKAH, WAKTU) == ["Langkah B\nbaris dua", "Bukti B", "", "", "setiap bulan"]
    assert (months(page, 3), months(page, 4)) == ([2, 4], list(range(12)))
    page.keyboard.press("Control+Z")
    expect(cell(page, 3, LANGKAH)).to_have_text(before[0][0])
    saved(page)
    assert [values(page, row, LANGKAH, WAKTU) for row in (3, 4)] == before


def test_rows_are_added_copied_moved_and_taken_back(page):
    rows = page.locator("tr[data-v]")
    count = rows.count()
    cell(page, 0, AKSI).click()
    page.keyboard.press("Control+Enter")
    expect(rows).to_have_count(count + 1)
    page.keyboard.type("Aksi sisipan")
    page.keyboard.press("Enter")
    saved(page)
    cell(page, 1, AKSI).click()
    page.keyboard.press("Control+Shift+D")
    expect(rows).to_have_count(count + 2)
    assert [cell(page, row, AKSI).inner_text() for row in (1, 2)] == ["Aksi sisipan", "Aksi sisipan"]
    page.keyboard.press("Control+Delete")
    expect(rows).to_have_count(count + 1)
    page.keyboard.press("Control+Z")
    expect(rows).to_have_count(count + 2)
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("tr[data-v]:focus-within").first).to_be_visible()
    for left in (1, 0):
        cell(page, 1, AKSI).click()
        page.keyboard.press("Control+Delete")
        expect(rows).to_have_count(count + left)
    page.reload()
    expect(rows).to_have_count(count)


def test_a_refused_cell_keeps_what_was_typed_and_says_why(page):
    cell(page, 5, ORANG).click()
    page.keyboard.type("Orang Luar")
    page.keyboard.press("Enter")
    expect(page.locator("tr.sisipan-galat")).to_contain_text("bukan pegawai unit ini")
    assert values(page, 5, ORANG, ORANG) == ["Orang Luar"]
    page.keyboard.press("Control+Z")
    expect(page.locator("tr.sisipan-galat")).to_have_count(0)


def test_ticked_rows_get_a_time_together(page):
    for row in (6, 7):
        cell(page, row, 0).locator("input").check()
    expect(page.locator("[data-jumlah-pilih]")).to_have_text("2")
    page.fill("#massal-waktu", "Juni, Desember")
    page.keyboard.press("Enter")
    expect(cell(page, 7, WAKTU)).to_have_text("Juni, Desember")
    saved(page)
    page.reload()
    assert (months(page, 6), months(page, 7)) == ([5, 11], [5, 11])


def test_the_panel_shows_a_row_and_gives_the_place_back(page):
    cell(page, 8, LANGKAH).click()
    page.keyboard.press("Control+i")
    expect(page.locator("#panel h2").first).to_have_text("Aksi nomor 9")
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    assert focused(page) == [8, LANGKAH]


def test_a_broken_line_loses_nothing(page):
    page.context.set_offline(True)
    cell(page, 9, LANGKAH).click()
    page.keyboard.type("Ditulis saat luring")
    page.keyboard.press("Enter")
    expect(page.locator("[data-simpan]")).to_have_attribute("data-keadaan", "gagal")
    page.context.set_offline(False)
    saved(page)
    page.reload()
    assert values(page, 9, LANGKAH, LANGKAH) == ["Ditulis saat luring"]


def test_progress_kept_in_the_panel_shows_in_the_grid_when_it_closes(portal, person):
    page = person(portal.url, "ketua@pekalongan.example", PASSWORD).page
    plan = portal.run(
        'from action_plans.models import RencanaAksi; print(RencanaAksi.objects.get(pembangunan__unit__nama="Kecamatan Pekalongan Barat").pk)'
    )
    page.goto(f"/rencana/{plan}/isian/")
    open_ = page.locator("tr[data-v] td.t:not(.k-selesai, .e)").first
    row = open_.locator("xpath=..").get_attribute("id")
    month = open_.evaluate("(td) => td.cellIndex") - JANUARI
    names = [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ]
    page.locator(f"#{row} th.n a").click()
    page.locator("#panel").get_by_role("link", name=names[month]).click()
    with page.expect_response(lambda r: "/realisasi/" in r.url and r.request.method == "POST"):
        page.locator("#panel label", has_text="Selesai").click()
    page.locator("#panel [data-tutup-panel]").click()
    expect(page.locator(f"#{row} > *").nth(JANUARI + month)).to_have_class("t k-selesai")
