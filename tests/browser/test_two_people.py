"""Two people at two browsers change the same row of the plan: neither change is lost."""

import pytest
from playwright.sync_api import Page, expect

from zi_portal.demo.build import PASSWORD

FIRST_ROW = """
from action_plans.models import RencanaAksi
r = RencanaAksi.objects.get(pembangunan__unit__nama="Kecamatan Pekalongan Utara")
print(r.pk, r.aksi.filter(area="manajemen_perubahan").first().pk)
"""
REOPEN = """
from action_plans.models import RencanaAksi
from action_plans.services.plan import take_step
from units.models import Peran
r = RencanaAksi.objects.get(pembangunan__unit__nama="Kecamatan Pekalongan Utara")
if r.status == "diajukan":
    take_step(rencana=r, name="send_back", by=Peran.objects.get(unit=r.pembangunan.unit, jenis="kepala_unit"), alasan="Lengkapi langkah aksi.")
"""


COLUMN = {"langkah": "l", "bukti_fisik": "b"}


def cell(page: Page, aksi: str, kolom: str):
    return page.locator(f"tr#aksi-{aksi} td.{COLUMN[kolom]}")


def expect_saved(page: Page) -> None:
    expect(page.locator("[data-simpan]").first).to_contain_text("Tersimpan")


def write(page: Page, aksi: str, kolom: str, text: str) -> None:
    """As people do: into the cell, Enter, type, Tab."""
    cell(page, aksi, kolom).click()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
    page.keyboard.press("Tab")


@pytest.fixture
def grid(portal, person):
    """The grid of a draft plan, opened by its ketua and by a member of the area, before either changes anything."""
    portal.run(REOPEN)
    rencana, aksi = portal.run(FIRST_ROW).split()
    pages = []
    for login in ("ketua.702", "anggota.702"):
        page = person(portal.url, f"{login}@pekalongan.example", PASSWORD).page
        page.goto(f"/rencana/{rencana}/isian/")
        pages.append(page)
    return aksi, *pages


def stored(portal, aksi: str, kolom: str) -> str:
    return portal.run(f"from action_plans.models import Aksi; print(Aksi.objects.get(pk={aksi}).{kolom})")


def test_different_cells_of_one_row_are_both_kept(portal, grid):
    aksi, ketua, anggota = grid
    write(ketua, aksi, "bukti_fisik", "Undangan dan notulen")
    expect_saved(ketua)
    write(anggota, aksi, "langkah", "Rapat persiapan")
    expect_saved(anggota)
    assert stored(portal, aksi, "bukti_fisik") == "Undangan dan notulen"
    assert stored(portal, aksi, "langkah") == "Rapat persiapan"


def test_the_same_cell_shows_both_values_and_asks(portal, grid):
    aksi, ketua, anggota = grid
    write(ketua, aksi, "langkah", "Langkah menurut ketua")
    expect_saved(ketua)
    write(anggota, aksi, "langkah", "Langkah menurut anggota")
    conflict = anggota.locator(".konflik")
    expect(conflict).to_contain_text("Langkah menurut ketua")
    expect(conflict).to_contain_text("Langkah menurut anggota")
    assert stored(portal, aksi, "langkah") == "Langkah menurut ketua"
    conflict.get_by_role("button", name="Pakai punya saya").click()
    expect(conflict).to_be_hidden()
    assert stored(portal, aksi, "langkah") == "Langkah menurut anggota"
    history = f"from action_plans.models import RiwayatAksi; print(RiwayatAksi.objects.filter(objek={aksi}, ke='Langkah menurut ketua').count())"
    assert portal.run(history) == "1"
