"""Each demo role signs in and finds its work; no page has an axe violation, a script error, or runs off the screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP, PHONE
from zi_portal.demo.build import PASSWORD

# role in the demo of Kota Pekalongan -> something that waits for it, or that it can open
WORK = {
    "admin": "unit belum memiliki kepala",
    "kepala.daerah": "Yang menunggu Anda",
    "sekda": "Yang menunggu Anda",
    "inspektur": "Laporan Triwulan II",
    "sekretaris.tpi": "Laporan Triwulan II",
    "auditor": "Laporan Triwulan II",
    "penilai": "Yang menunggu Anda",
    "tiuk": "Yang menunggu Anda",
    "tpn": "Unit yang diberikan kepada Anda",
    "kepala": "Triwulan III",
    "ketua": "Triwulan III",
    "anggota": "target",
    "pegawai": "Rencana aksi",
}
# Beside the navigation, the pages where people work.
DEEPER = {
    "ketua": ["rencana_grid", "rencana_year", "aksi_list", "laporan_edit", "realisasi_edit", "tim_detail", "agen_list"],
    "kepala": [
        "tim_edit",
        "laporan_detail",
        "rencana_detail",
        "pembangunan_detail",
        "pencanangan_edit",
        "pakta_detail",
    ],
    "tiuk": ["identifikasi_list", "identifikasi_edit", "keputusan_list", "keputusan_detail"],
    "pegawai": ["pembangunan_detail", "pakta_detail"],
    "auditor": ["laporan_detail", "rencana_year", "unit_detail"],
    "admin": [
        "orang_detail",
        "unit_edit",
        "periode_detail",
        "peran_hak",
        "impor_create",
        "klien_api_create",
        "klien_api_guide",
    ],
}
PATHS = """
from django.urls import reverse
from action_plans.models import LaporanTriwulan, RencanaAksi
from units.models import PembangunanZI, UnitKerja, User, Periode
unit = UnitKerja.objects.get(nama="Kecamatan Pekalongan Barat")
p = PembangunanZI.objects.get(unit=unit)
r = p.rencana
aksi = r.aksi.first()
laporan = p.laporan.filter(dikirim_at__isnull=False).order_by("triwulan").last()
import json
print(json.dumps({
    "rencana_grid": reverse("rencana_grid", args=[r.pk]), "rencana_year": reverse("rencana_year", args=[r.pk]),
    "rencana_detail": reverse("rencana_detail", args=[r.pk]), "aksi_list": reverse("aksi_list", args=[r.pk]),
    "laporan_edit": reverse("laporan_detail", args=[laporan.pk]), "laporan_detail": reverse("laporan_detail", args=[laporan.pk]),
    "realisasi_edit": reverse("realisasi_edit", args=[aksi.pk, aksi.bulan[0]]),
    "tim_detail": reverse("tim_detail", args=[p.pk]), "tim_edit": reverse("tim_edit", args=[p.pk]),
    "agen_list": reverse("agen_list", args=[p.pk]), "unit_detail": reverse("unit_detail", args=[unit.pk]),
    "unit_edit": reverse("unit_edit", args=[unit.pk]), "orang_detail": reverse("orang_detail", args=[unit.pegawai.first().pk]),
    "periode_detail": reverse("periode_detail", args=[p.periode.pk]), "peran_hak": reverse("peran_hak"),
    "klien_api_create": reverse("klien_api_create"), "klien_api_guide": reverse("klien_api_guide"),
    "impor_create": reverse("impor_create"), "pembangunan_detail": reverse("pembangunan_detail", args=[p.pk]),
    "pencanangan_edit": reverse("pencanangan_edit", args=[p.pk]), "pakta_detail": reverse("pakta_detail", args=[p.pk]),
    "identifikasi_list": reverse("identifikasi_list"), "keputusan_list": reverse("keputusan_list"),
    "identifikasi_edit": reverse("identifikasi_edit", args=[unit.instansi.unit.get(nama="Dinas Kesehatan").pk]),
    "keputusan_detail": reverse("keputusan_detail", args=[p.penetapan_id]),
}))
"""


@pytest.fixture(scope="session")
def paths(portal) -> dict[str, str]:
    import json

    return json.loads(portal.run(PATHS))


def look_at(page, path: str) -> list[str]:
    """What is wrong with a page on a laptop and on a phone: axe findings that matter, content wider than the screen."""
    page.set_viewport_size(LAPTOP)
    answer = page.goto(path)
    assert answer.status == 200, (path, answer.status)
    expect(page.locator(".htmx-request")).to_have_count(0)
    wrong = []
    for viewport in (LAPTOP, PHONE):
        page.set_viewport_size(viewport)
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        where = f"{path} at {viewport['width']}"
        wrong += [
            f"{where}: {v['id']} {v['nodes'][0]['target']}" for v in found if v["impact"] in ("serious", "critical")
        ]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
            wrong.append(f"{where}: wider than the screen")
    return wrong


@pytest.mark.parametrize("role", WORK)
def test_a_role_finds_its_work(portal, person, role):
    page = person(portal.url, f"{role}@pekalongan.example", PASSWORD).page
    expect(page.locator("main, nav").filter(has_text=WORK[role]).first).to_be_visible()


@pytest.mark.parametrize("role", ["admin", "kepala.daerah", "auditor", "kepala", "ketua", "pegawai", "tiuk"])
def test_pages_are_accessible_and_fit(portal, person, paths, role):
    someone = person(portal.url, f"{role}@pekalongan.example", PASSWORD)
    menu = someone.page.locator("nav a.navigasi-butir").evaluate_all("links => links.map(a => a.getAttribute('href'))")
    wrong = [
        w for path in [*menu, *(paths[name] for name in DEEPER.get(role, []))] for w in look_at(someone.page, path)
    ]
    assert wrong == []
    assert someone.errors == []


def test_the_sign_in_page_is_accessible(portal, chromium):
    page = chromium.new_page(base_url=portal.url)
    assert look_at(page, "/masuk/") == []
    page.close()
