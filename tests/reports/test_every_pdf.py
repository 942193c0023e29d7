"""Every kind of paper as a file: what it says of itself, its tags and bookmarks, its fonts, and markup that stays text."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import IndirectObject

from reports import pdf
from reports.kinds import JENIS
from reports.layouts import digest_of, html_of, meta_of
from tests.reports.samples import sample
from tests.reports.test_pdf import VENDORED
from units import evidence

LETTERS = {"surat_usulan"}  # a letter has a subject line and no title
HEADING = re.compile(r"<h[1-6][ >]")


@cache
def drawn(jenis: str) -> bytes:
    data = sample(jenis)
    return pdf.render(data, sidik=digest_of(data)).isi


def tags(node: Any) -> Iterator[tuple[str, Any]]:
    """(structure type, element) of the whole tree."""
    node = node.get_object() if isinstance(node, IndirectObject) else node
    if isinstance(node, list):
        for child in node:
            yield from tags(child)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node["/S"], node
        yield from tags(node.get("/K", []))


@pytest.mark.parametrize("jenis", JENIS)
def test_the_file_says_what_it_is_and_in_which_language(jenis):
    reader = PdfReader(BytesIO(drawn(jenis)))
    root = reader.trailer["/Root"]
    xmp = root["/Metadata"].get_data().decode()
    assert root["/Lang"] == "id"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert ('pdfaid:part="3"' in xmp, 'pdfaid:conformance="A"' in xmp) == (True, True)
    data = sample(jenis)
    assert (reader.metadata.title, reader.metadata.author) == (meta_of(data).judul, data.unit)
    assert reader.metadata.title.replace("&", "&amp;") in xmp
    assert "/AF" not in root
    assert not {"/JavaScript", "/EmbeddedFiles"} & set(root.get("/Names", {}))
    assert not {"/AA", "/OpenAction"} & set(root)


@pytest.mark.parametrize("jenis", JENIS)
def test_the_structure_is_tagged_and_headings_are_bookmarks(jenis):
    reader = PdfReader(BytesIO(drawn(jenis)))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    found = list(tags(root["/StructTreeRoot"]))
    kinds = [kind for kind, _ in found]
    html = html_of(sample(jenis))
    assert ("/H1" in kinds) != (jenis in LETTERS)
    assert all("/Tabs" in page for page in reader.pages)
    if "<thead>" in html:
        assert {"/Table", "/TH", "/TD", "/TR"} <= set(kinds)
    figures = [element for kind, element in found if kind == "/Figure"]
    assert all(element.get("/Alt") for element in figures)
    assert sum(1 for _ in _flat(reader.outline)) == len(HEADING.findall(html))


def _flat(outline: list) -> Iterator:
    for item in outline:
        if isinstance(item, list):
            yield from _flat(item)
        else:
            yield item


@pytest.mark.parametrize("jenis", JENIS)
def test_only_vendored_fonts_are_used_and_all_are_embedded(jenis):
    listing = subprocess.run(["pdffonts", "-"], input=drawn(jenis), capture_output=True, check=True).stdout.decode()
    rows = [line.split() for line in listing.splitlines()[2:]]
    assert rows
    assert {row[0].partition("+")[2] for row in rows} <= VENDORED | {"Liberation-Sans-Bold"}
    assert {row[-5] for row in rows} == {"yes"}  # emb


# --- markup that people type ----------------------------------------------------------------------------------------------

MARK = "<zi onerror='1'>&amp;\"</p></td><script>"
# Not typed by people, or read as a date or a choice before they are printed.
CHOICES = {
    "isi",
    "jenis",
    "bentuk",
    "tata_letak",
    "kode",
    "area",
    "logo",
    "nada",
    "tingkat",
    "tanggal",
    "per_tanggal",
    "templat",
}


def hostile(data: Any) -> Any:
    """The same data with markup at the end of every text."""
    if isinstance(data, tuple):
        return tuple(hostile(item) for item in data)
    if isinstance(data, str):
        return data + MARK if data.strip("0123456789.,") else data  # what is empty stays away, a figure is computed
    if not is_dataclass(data):
        return data
    names = [f.name for f in fields(data) if f.name not in CHOICES or not isinstance(getattr(data, f.name), str)]
    return replace(data, **{name: hostile(getattr(data, name)) for name in names})


@pytest.mark.parametrize("jenis", JENIS)
def test_markup_in_any_text_is_printed_as_text(jenis):
    html = html_of(hostile(sample(jenis)))
    plain = html_of(sample(jenis))
    assert "<zi" not in html
    assert html.count("<script>") == plain.count("<script>") == 0
    assert html.count("</td>") == plain.count("</td>")
    assert html.count("&lt;zi onerror=&#x27;1&#x27;&gt;&amp;amp;&quot;") > 3


def test_a_logo_of_a_hundred_megapixels_is_small_before_it_is_drawn(world):
    huge = BytesIO()
    Image.new("1", (10_000, 10_000), 1).save(huge, "PNG")
    upload = SimpleUploadedFile("lambang.png", huge.getvalue())
    logo = evidence.store_logo(upload, instansi=world.instansi, by=world.peran["admin_instansi"].user)
    data = sample("sptjm")
    data = replace(data, kop=replace(data.kop, logo=logo.sha256))
    content = pdf.render(data, sidik=digest_of(data), logo=evidence.read_bytes(logo)).isi
    assert [image.image.size for image in PdfReader(BytesIO(content)).pages[0].images] == [(600, 600)]
    assert len(content) < 200_000
