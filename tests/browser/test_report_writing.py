"""Progress and report in browsers: two people at one text, several files at once, and the same on a telephone."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from zi_portal.demo.build import PASSWORD

# An approved plan, this quarter's report in draft, and an action in an area of one of its members.
STAGE = """
from django.utils import timezone
from action_plans.models import RencanaAksi
from action_plans.services import report
today = timezone.localdate()
rencana = RencanaAksi.objects.filter(versi__gt=0, pembangunan__periode__tahun=today.year).order_by("pk").first()
team = list(rencana.pembangunan.tim.anggota.select_related("user", "peran"))
ketua = next(a for a in team if a.kedudukan == "ketua")
anggota = next(a for a in team if a.kedudukan == "anggota" and a.area)
laporan = report.create_laporan(pembangunan=rencana.pembangunan, triwulan=(today.month - 1) // 3 + 1, by=ketua.peran)
aksi = next(a for a in rencana.aksi.filter(area=anggota.area[0], dihapus_at=None) if a.bulan)
print(laporan.pk, anggota.area[0], aksi.pk, aksi.bulan[0], ketua.user.email, anggota.user.email)
"""


@pytest.fixture
def stage(portal):
    laporan, area, aksi, bulan, ketua, anggota = portal.run(STAGE).split()
    return {"laporan": laporan, "area": area, "aksi": aksi, "bulan": bulan, "ketua": ketua, "anggota": anggota}


def saved(page: Page):
    return expect(page.locator("[data-simpan]").first).to_contain_text("Tersimpan")


def test_two_people_in_one_section_see_both_texts(portal, person, stage):
    ketua, anggota = (person(portal.url, stage[who], PASSWORD).page for who in ("ketua", "anggota"))
    field = f"#isi-{stage['area']}"
    for page in (ketua, anggota):
        page.goto(f"/laporan/{stage['laporan']}/isi/")
    ketua.fill(field, "Menurut ketua.")
    saved(ketua)
    anggota.fill(field, "Menurut anggota.")
    conflict = anggota.locator(".konflik")
    expect(conflict).to_contain_text("Menurut ketua.")
    expect(conflict).to_contain_text("Menurut anggota.")
    conflict.get_by_role("button", name="Pakai yang tersimpan").click()
    expect(anggota.locator(field)).to_have_value("Menurut ketua.")
    expect(anggota.locator("#isi-penutup")).to_have_count(0)


def test_status_and_percent_follow_each_other_and_other_fields_are_left_alone(portal, person, stage):
    ketua, anggota = (person(portal.url, stage[who], PASSWORD).page for who in ("ketua", "anggota"))
    for page in (ketua, anggota):
        page.goto(f"/realisasi/{stage['aksi']}/{stage['bulan']}/")
    ketua.locator("input[value=berjalan]").check()
    saved(ketua)
    ketua.locator("input[value=selesai]").check()
    expect(ketua.locator("input[data-kolom=persen]")).to_have_value("100")
    anggota.locator("textarea[data-kolom=kendala]").fill("Ruang rapat terpakai.")
    saved(anggota)
    expect(anggota.locator(".konflik")).to_have_count(0)


def test_several_files_at_once_on_a_telephone(portal, person, stage, tmp_path: Path):
    page = person(portal.url, stage["anggota"], PASSWORD, viewport=PHONE).page
    page.goto(f"/realisasi/{stage['aksi']}/{stage['bulan']}/")
    good, same, wrong = (tmp_path / name for name in ("undangan.pdf", "undangan lagi.pdf", "palsu.pdf"))
    good.write_bytes(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
    same.write_bytes(good.read_bytes())
    wrong.write_bytes(b"MZ\x90\x00 a program")
    page.locator("input[type=file]").set_input_files([good, same, wrong])
    states = page.locator(".unggah-berkas")
    expect(states.nth(2)).to_contain_text("ditolak")
    shown = page.locator(".bukti-daftar").first
    expect(shown.get_by_role("link", name="undangan.pdf", exact=True)).to_have_count(1)
    expect(page.locator(".realisasi")).to_contain_text("Isi yang sama sudah ada sebagai “undangan.pdf”")
    shown.get_by_role("button", name="Lepas undangan.pdf").click()
    page.get_by_role("button", name="Urungkan").click()
    expect(page.locator(".bukti-daftar").first).to_contain_text("undangan.pdf")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
