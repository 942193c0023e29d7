"""A paper as a Word document: the structure of the PDF's HTML, nothing lost, and equal bytes for equal data."""

import re
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from docx.oxml.ns import qn

from reports.docx.body import Penulis
from reports.docx.draw import draw
from reports.docx.markup import CLASSES, HANDLED, UnknownMarkupError, is_width
from reports.docx.styles import TEMPLATE
from reports.docx.template import make_template
from reports.kinds import JENIS
from reports.layouts import html_of
from tests.reports.docx_reading import (
    CAP,
    LOGO,
    docx_headings,
    docx_tables,
    docx_text,
    html_headings,
    html_tables,
    html_text,
    open_docx,
    with_logo,
)
from tests.reports.samples import sample, variants
from tests.reports.test_strange_text import STRANGE

KERTAS = Path(settings.BASE_DIR) / "templates" / "reports" / "kertas"
# The order that the schema asks of the children of these; Word calls a file broken that has another.
ORDER = {
    "w:pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr pBdr shd tabs spacing ind jc rPr sectPr",
    "w:rPr": "rStyle rFonts b bCs i iCs caps strike color sz szCs highlight u vertAlign lang",
    "w:tblPr": "tblStyle tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption",
    "w:tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
    "w:sectPr": "headerReference footerReference type pgSz pgMar pgBorders cols titlePg docGrid",
}


def same_structure(data, content: bytes, cap=None) -> None:
    source = html_of(data, cap)
    assert docx_headings(content) == html_headings(source)
    assert docx_tables(content) == html_tables(source)
    assert docx_text(content) == html_text(source)


def in_order(content: bytes) -> None:
    root = open_docx(content).element
    for parent, names in ORDER.items():
        places = {qn(f"w:{name}"): place for place, name in enumerate(names.split())}
        for node in root.iter(qn(parent)):
            found = [places[child.tag] for child in node]
            assert found == sorted(found), [child.tag for child in node]
    for cell in root.iter(qn("w:tc")):
        assert cell[-1].tag == qn("w:p")


@pytest.mark.parametrize("jenis", JENIS)
@pytest.mark.parametrize("size", ["tiny", "normal"])
def test_each_paper_has_the_headings_tables_and_words_of_the_pdf(jenis, size):
    for data in variants(jenis, size).values():
        content = draw(data)
        same_structure(data, content)
        in_order(content)


@pytest.mark.parametrize("jenis", JENIS)
def test_an_issued_paper_carries_number_code_and_pictures_and_is_the_same_twice(jenis):
    data = with_logo(sample(jenis))
    content = draw(data, cap=CAP, logo=LOGO)
    same_structure(data, content, CAP)
    in_order(content)
    assert draw(data, cap=CAP, logo=LOGO) == content
    pictures = list(open_docx(content).element.iter(qn("wp:docPr")))
    assert len({node.get("id") for node in pictures}) == len(pictures)
    words = {node.get("descr") for node in pictures}
    assert f"Kode QR menuju {CAP.url}" in words
    assert f"Lambang {data.instansi}" in words or "aset:logo" not in html_of(data)


@pytest.mark.parametrize("jenis", ["lampiran_ii", "lke", "tindak_lanjut"])
def test_nothing_of_a_huge_paper_is_lost(jenis):
    data = sample(jenis, "huge")
    same_structure(data, draw(data))


def test_every_class_of_the_papers_is_known_to_the_writer():
    """A class that Word should show somehow, or that somebody has decided to leave to the PDF."""
    used = set()
    for path in KERTAS.glob("*.html"):
        markup = re.sub(r"{{.*?}}", "w1", re.sub(r"{%.*?%}", " ", path.read_text()))
        for names in re.findall(r'class="([^"]*)"', markup):
            used |= set(names.split())
    assert {name for name in used if name not in CLASSES and name not in HANDLED and not is_width(name)} == set()


def test_a_tag_that_nobody_has_thought_of_is_an_error(monkeypatch):
    monkeypatch.setattr("reports.docx.draw.html_of", lambda data, cap: "<body><marquee>hilang</marquee></body>")
    with pytest.raises(UnknownMarkupError, match="marquee"):
        draw(sample("pakta"))


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
def test_strange_text_is_kept_and_breaks_nothing(text):
    data = replace(sample("pakta"), pembuka=text, penutup=text)
    content = draw(data)
    in_order(content)
    assert docx_text(content).startswith("PEMERINTAH")


def test_a_list_has_the_numbers_that_are_printed():
    """Two lists of one paper each begin at their own number."""
    document = open_docx(draw(sample("catatan_pembinaan")))
    starts = [node.get(qn("w:val")) for node in document.part.numbering_part.element.iter(qn("w:startOverride"))]
    used = {node.get(qn("w:val")) for node in document.element.iter(qn("w:numId"))}
    assert starts.count("1") == len(used) >= 2


def test_long_tables_repeat_their_head_and_keep_their_rows_whole():
    table = next(open_docx(draw(sample("keputusan", "huge"))).element.iter(qn("w:tblHeader"))).getparent().getparent()
    assert table.find(qn("w:trPr")).find(qn("w:cantSplit")) is not None


def test_a_spanning_cell_becomes_a_merged_one():
    source = (
        "<body><table><tr><td rowspan='2'>a</td><td colspan='2'>b</td></tr><tr><td>c</td><td>d</td></tr></table></body>"
    )
    document = open_docx(TEMPLATE.read_bytes())
    table = Penulis(document, {}, lambda node, around: None).pages(source)[0].isi[0]
    assert [node.get(qn("w:val")) for node in table.iter(qn("w:vMerge"))] == ["restart", "continue"]
    assert [node.get(qn("w:val")) for node in table.iter(qn("w:gridSpan"))] == ["2"]


def test_pages_that_lie_on_their_side_are_sections_of_their_own():
    sections = open_docx(draw(variants("lampiran_i")["s4"])).sections
    assert [s.page_width > s.page_height for s in sections] == [False, False, True, False]
    assert sections[0].different_first_page_header_footer


def test_a_draft_says_so_on_every_page_and_a_final_paper_does_not():
    draft, final = (open_docx(draw(sample(jenis))) for jenis in ("rancangan_penetapan", "keputusan"))
    assert draft.sections[0].header.paragraphs[0].text == "DRAF"
    assert final.sections[0].header.paragraphs[0].text == ""


def test_the_file_carries_the_dates_of_the_paper_and_not_of_the_machine():
    content = draw(sample("lampiran_ii"))
    properties = open_docx(content).core_properties
    assert properties.created.isoformat().startswith("2026-06-20")
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_only_fields_are_page_numbers():
    content = draw(sample("lhe"), cap=CAP)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        xml = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
    assert set(re.findall(r'w:instr="\s*(\w+)', xml)) == {"PAGE", "NUMPAGES"}
    assert "instrText" not in xml


def test_the_default_template_is_what_its_program_makes():
    """Part by part: zlib may pack the same words differently on another machine."""
    made, kept = (zipfile.ZipFile(BytesIO(content)) for content in (make_template(), TEMPLATE.read_bytes()))
    assert made.namelist() == kept.namelist()
    assert [name for name in made.namelist() if made.read(name) != kept.read(name)] == []
