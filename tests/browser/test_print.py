"""Pages printed from the browser: the official documents are PDFs of the portal, but people print what they see."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from zi_portal.demo.build import PASSWORD


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_year_view_prints_head_and_table_together_on_white(portal, person, theme):
    someone = person(portal.url, "ketua@pekalongan.example", PASSWORD)
    page = someone.page
    page.emulate_media(color_scheme=theme)
    page.goto("/rencana/")
    page.get_by_role("link", name="Tampilan tahun").click()
    page.wait_for_selector(".tahun")
    first = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages[0]
    words = first.extract_text()
    assert "Rencana aksi" in words
    assert "Manajemen Perubahan" in words
    assert first.mediabox.width > first.mediabox.height
    page.emulate_media(media="print")
    token = "name => getComputedStyle(document.documentElement).getPropertyValue(name).trim()"
    assert page.evaluate(token, "--teks") == "#000000"
    assert page.evaluate(token, "--merah") == "#a3261b"
    assert page.evaluate(token, "--area-sdm") == "#17806a"
