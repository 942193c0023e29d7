"""The main job from end to end, in browsers, with a real worker: from the plan of Kecamatan Pekalongan Barat (70 actions)
to Lampiran I and the report of Triwulan I on paper.
"""

import json
import re
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from action_plans.plan_templates import carry_to, get_plan
from action_plans.workbook import from_template, write_rencana_kerja
from tests.browser.server import Portal
from tests.browser.story import PROFIL, UNIT
from tests.factories import PASSWORD
from units.profiles import get_profil

# Pergub Kalimantan Barat 20/2017 Lampiran II, in the order of the form.
LAMPIRAN_II = [
    "LAPORAN TIM PEMBANGUNAN ZI UNIT KERJA", "PENDAHULUAN", "DASAR HUKUM", "MAKSUD DAN TUJUAN",
    "PERKEMBANGAN DAN KEMAJUAN PELAKSANAAN ZI", "Komponen Pengungkit", "Manajemen Perubahan", "Penataan Tatalaksana",
    "Penataan Sistem Manajemen SDM", "Penguatan Akuntabilitas Kinerja", "Indikator Hasil",
    "Terwujudnya Pemerintahan yang Bersih dan Bebas KKN", "Terwujudnya Peningkatan Kualitas Pelayanan Publik",
    "Masalah dan Hambatan Dalam Pembangunan ZI", "Upaya yang dilakukan Dalam Mengatasi Masalah", "PENUTUP",
]  # fmt: skip
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    """A portal of its own with the story's people."""
    portal = Portal(tmp_path_factory.mktemp("story"))
    portal.cast = json.loads(portal.run("from tests.browser.story import make_story; print(make_story())"))
    portal.start()
    yield portal
    portal.stop()


@pytest.fixture
def act(stage: Portal, person):
    """`act("kepala")`: that person signed in, as a page."""
    return lambda name: person(stage.url, stage.cast[name], PASSWORD).page


def press(page: Page, label: str, *, reason: str = "") -> None:
    """Press an action of the page head and say yes where it asks: in a dialog, or on a page when findings are shown."""
    link = page.locator(".kepala").get_by_role("link", name=label, exact=True)
    if not link.is_visible():
        page.locator(".kepala details.menu summary").click()
    link.click()
    asked = page.locator("#dialog-konfirmasi[open], form.konfirmasi")
    expect(asked).to_be_visible()
    if reason:
        asked.locator("textarea").fill(reason)
    asked.locator("button[type=submit]").first.click()
    expect(asked).to_be_hidden()
    page.wait_for_load_state()


def choose_role(page: Page, label: str) -> None:
    """Act in the role; who joined a team is put into its role at sign-in."""
    if label in page.locator(".bilah-konteks").inner_text():
        return
    page.locator("details.menu", has=page.locator(".konteks-peran")).first.locator("summary").click()
    page.get_by_role("button", name=re.compile(label)).first.click()
    page.wait_for_load_state()


def add_member(page: Page, stage: Portal, name: str, kedudukan: str, areas: list[str]) -> None:
    page.goto(f"/tim/{stage.cast['pembangunan']}/anggota/tambah/")
    page.get_by_label("Pegawai").select_option(label=name)
    page.get_by_label("Kedudukan").select_option(kedudukan)
    for area in areas:
        page.get_by_label(area, exact=True).check()
    page.get_by_role("button", name="Tambahkan").click()
    expect(page.locator(".tabel")).to_contain_text(name)


def workbook(folder: Path, year: int) -> Path:
    path = folder / "rencana-kerja.xlsx"
    rows = [from_template(b) for b in carry_to(get_plan(), year)]
    path.write_bytes(write_rencana_kerja(rows, profil=get_profil(PROFIL)))
    return path


def download_pdf(page: Page) -> str:
    """Make the document of this page, wait for the worker, download it, and return its text on one line."""
    page.get_by_role("button", name=re.compile("Buat PDF|Pratinjau PDF")).click()
    page.wait_for_url("**/dokumen/*/")
    link = page.get_by_role("link", name="Unduh PDF")
    expect(link).to_be_visible(timeout=90_000)
    with page.expect_download() as info:
        link.click()
    data = Path(info.value.path()).read_bytes()
    assert data.startswith(b"%PDF-")
    return re.sub(r"\s+", " ", " ".join(p.extract_text() for p in PdfReader(BytesIO(data)).pages))


def in_order(text: str, headings: list[str]) -> None:
    position = 0
    for heading in headings:
        found = text.find(heading, position)
        assert found >= 0, f"“{heading}” is missing after position {position}"
        position = found + len(heading)


def test_from_the_plan_to_the_report_on_paper(stage, act, tmp_path):
    year = int(stage.run("from django.utils import timezone; print(timezone.localdate().year)"))

    kepala = act("kepala")
    add_member(kepala, stage, "Ketua Contoh", "ketua", [])
    add_member(
        kepala,
        stage,
        "Anggota Satu",
        "anggota",
        ["Manajemen Perubahan", "Penataan Tatalaksana", "Penataan Sistem Manajemen SDM"],
    )
    add_member(
        kepala,
        stage,
        "Anggota Dua",
        "anggota",
        ["Penguatan Akuntabilitas", "Penguatan Pengawasan", "Peningkatan Kualitas Pelayanan Publik"],
    )

    ketua = act("ketuac")
    choose_role(ketua, "Ketua Tim")
    import_plan(ketua, stage, workbook(tmp_path, year))
    put_in_charge(ketua, "Ketua Contoh")
    ketua.goto("/rencana/")
    press(ketua, "Ajukan")
    expect(ketua.locator(".kepala .cip")).to_contain_text("Diajukan")

    kepala.goto("/rencana/")
    press(kepala, "Setujui")
    expect(kepala.locator(".kepala .cip")).to_contain_text("Disetujui")
    text = download_pdf(kepala)
    assert "SK Tim Kerja ZI telah dibuat sesuai prosedur" in text
    assert UNIT.upper() in text.upper()

    for month in (1, 2, 3):
        carry_out(ketua, month, tmp_path)

    write_report(ketua)
    kepala.goto("/laporan/")
    kepala.locator("main a[href^='/laporan/']").first.click()
    press(kepala, "Setujui")
    press(kepala, "Sampaikan ke Inspektorat")
    expect(kepala.locator(".kepala .cip").first).to_contain_text("Disampaikan")

    auditor = act("auditor")
    auditor.get_by_role("link", name=re.compile("Laporan")).first.click()
    auditor.goto(kepala.url.replace(stage.url, ""))
    press(auditor, "Terima")
    expect(auditor.locator(".kepala .cip").first).to_contain_text("Diterima")

    kepala.reload()
    text = download_pdf(kepala)
    in_order(text, LAMPIRAN_II)
    assert "Camat Contoh" in text


def import_plan(page: Page, stage: Portal, path: Path) -> None:
    page.goto(f"/rencana/impor/{stage.cast['pembangunan']}/")
    page.set_input_files("input[type=file]", path)
    page.get_by_role("button", name="Periksa berkas").click()
    expect(page.locator("dl.rincian")).to_contain_text("70")
    page.get_by_role("button", name="Terapkan semua").click()
    page.wait_for_load_state()


def put_in_charge(page: Page, name: str) -> None:
    """All rows at once, in the grid's bulk bar."""
    page.goto("/rencana/")
    page.get_by_role("link", name="Tabel rencana").first.click()
    page.locator("[data-pilih-semua]").check()
    expect(page.locator("[data-jumlah-pilih]")).to_have_text("70")
    page.locator("#massal-pj").fill(name)
    page.locator("button[name=kolom][value=penanggung_jawab]").click()
    page.wait_for_load_state()
    expect(page.locator("table.rencana")).to_contain_text(name)


def carry_out(page: Page, month: int, folder: Path) -> None:
    """Two actions of the month are done, one with an uploaded file."""
    page.goto(f"/pekerjaan/?bulan={month}")
    rows = page.locator("li.pekerjaan-butir")
    for number in range(2):
        row = rows.nth(number)
        row.get_by_role("button", name="Selesai").click()
        expect(row.locator(".cip").first).to_contain_text("Selesai")
    rows.first.get_by_role("link", name="Catatan dan bukti").click()
    panel = rows.first.locator(".pekerjaan-panel")
    file = folder / f"notulen-{month}.pdf"
    file.write_bytes(PDF + str(month).encode())
    panel.locator("input[type=file]").set_input_files(file)
    expect(panel).to_contain_text(f"notulen-{month}.pdf")


def write_report(page: Page) -> None:
    """Triwulan I from the data; the efforts are completed by a person."""
    page.goto("/laporan/")
    page.get_by_role("button", name="Susun laporan").first.click()
    page.wait_for_url("**/laporan/*/isi/")
    upaya = page.locator("#isi-upaya")
    upaya.fill(
        upaya.input_value().replace("[isi upaya]", "dibahas dalam rapat tim") or "Tidak diperlukan upaya khusus."
    )
    expect(page.locator("[data-simpan], .simpan").first).to_contain_text("Tersimpan")
    page.goto("/laporan/")
    page.locator("main a[href^='/laporan/']").first.click()
    press(page, "Ajukan")
    expect(page.locator(".kepala .cip").first).to_contain_text("Diajukan")
