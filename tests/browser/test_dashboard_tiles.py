"""Every figure of every dashboard opens the list behind it, and the list has as many rows; the pages are light and readable."""

import gzip
import json
import re
from html import unescape

import pytest

from tests.browser.conftest import LAPTOP
from tests.browser.test_roles import look_at
from zi_portal.demo.build import PASSWORD

# role in the demo of Kabupaten Ketapang -> its dashboards
PAGES = {
    "kepala.daerah": ["dasbor", "dasbor_lain", "unit_evaluasi"],
    "sekda": ["dasbor"],
    "admin": ["dasbor", "unit_evaluasi"],
    "inspektur": ["dasbor", "dasbor_inspektorat", "unit_evaluasi"],
    "auditor": ["dasbor_inspektorat", "unit"],
    "tiuk": ["dasbor_inspektorat"],
    "kepala": ["dasbor"],
    "ketua": ["dasbor"],
    "anggota": ["dasbor"],
}
# new pages beside those that the menus of all roles open
READ = {
    "inspektur": ["dasbor_inspektorat", "rekap_unit", "dasbor_ringkasan", "unit_evaluasi"],
    "admin": ["publikasi_list"],
}
# Budget of one page with all that it loads, nothing kept from before; see docs/ui.md.
REQUESTS, KILOBYTES = 24, 160
PUBLIC_REQUESTS, PUBLIC_KILOBYTES = 10, 40
PATHS = """
import json
from datetime import date
from django.urls import reverse
from evaluation.models import Survei
from units.models import PembangunanZI, Periode, UnitKerja
units = UnitKerja.objects.filter(instansi__wilayah="Kabupaten Ketapang")
evaluated = PembangunanZI.objects.filter(unit__in=units, evaluasi_tpi__status="final").first()
first = Periode.objects.get(instansi=evaluated.periode.instansi)
before = Periode.objects.create(instansi=first.instansi, tahun=first.tahun - 1, profil=first.profil)
PembangunanZI.objects.create(unit=evaluated.unit, periode=before, tahap="dibina")
Survei.objects.filter(pembangunan__unit__in=units).update(publik=True)
print(json.dumps({
    "dasbor": reverse("dasbor"), "dasbor_lain": reverse("dasbor") + f"?banding={before.tahun}",
    "dasbor_inspektorat": reverse("dasbor_inspektorat"), "rekap_unit": reverse("rekap_unit"),
    "dasbor_ringkasan": reverse("dasbor_ringkasan"), "publikasi_list": reverse("publikasi_list"),
    "unit_evaluasi": reverse("dasbor_unit", args=[evaluated.unit_id]),
    "unit": reverse("dasbor_unit", args=[units.get(nama="Rumah Sakit Umum Daerah").pk]),
    "publik": reverse("publik_instansi", args=[first.instansi.slug]),
}))
"""
TILE = re.compile(r'<a\b[^>]*\bhref="([^"]+)"[^>]*\bdata-jumlah="(\d+)"')
ROWS = re.compile(r'class="filter-jumlah">([\d.]+) ')


@pytest.fixture(scope="module")
def paths(portal) -> dict[str, str]:
    """Addresses; a year before this one is made for the comparison, and the survey of the demo is published."""
    return json.loads(portal.run(PATHS))


@pytest.mark.parametrize("role", PAGES)
def test_every_tile_opens_a_list_with_as_many_rows(portal, person, paths, role):
    request = person(portal.url, f"{role}@ketapang.example", PASSWORD).context.request
    tiles = {}
    for name in PAGES[role]:
        found = TILE.findall(request.get(paths[name]).text())
        assert found, name
        tiles |= {unescape(url): int(number) for url, number in found}
    wrong = []
    for url, number in tiles.items():
        answer = request.get(url)
        rows = ROWS.search(answer.text())
        counted = int(rows[1].replace(".", "")) if rows else None
        if counted != number:
            wrong.append(f"{url}: {number} on the tile, {counted} in the list ({answer.status})")
    assert wrong == []


@pytest.mark.parametrize("role", READ)
def test_the_pages_are_accessible_and_fit(portal, person, paths, role):
    someone = person(portal.url, f"{role}@ketapang.example", PASSWORD)
    assert [w for name in READ[role] for w in look_at(someone.page, paths[name])] == []
    assert someone.errors == []


def test_the_public_page_is_accessible_and_fits(portal, chromium, paths):
    page = chromium.new_page(base_url=portal.url)
    assert look_at(page, paths["publik"]) == []
    assert page.get_by_role("heading", name="Hasil survei").is_visible()
    page.close()


def weigh(page, path: str) -> tuple[int, int]:
    """Requests of a page and their size in kilobytes as gzip sends them."""
    bodies = []
    page.on("response", lambda answer: bodies.append(answer) if answer.status == 200 else None)
    page.goto(path, wait_until="networkidle")
    return len(bodies), sum(len(gzip.compress(answer.body())) for answer in bodies) // 1000


@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("kepala.daerah", "dasbor"),
        ("inspektur", "dasbor_inspektorat"),
        ("kepala", "dasbor"),
        ("kepala.daerah", "rekap_unit"),
    ],
)
def test_a_dashboard_stays_within_its_budget(portal, person, chromium, paths, role, name):
    state = person(portal.url, f"{role}@ketapang.example", PASSWORD).context.storage_state()
    context = chromium.new_context(base_url=portal.url, storage_state=state, viewport=LAPTOP)
    requests, kilobytes = weigh(context.new_page(), paths[name])
    context.close()
    assert requests <= REQUESTS
    assert kilobytes <= KILOBYTES


def test_the_public_page_stays_within_its_budget(portal, chromium, paths):
    context = chromium.new_context(base_url=portal.url, viewport=LAPTOP)
    requests, kilobytes = weigh(context.new_page(), paths["publik"])
    context.close()
    assert requests <= PUBLIC_REQUESTS
    assert kilobytes <= PUBLIC_KILOBYTES
