"""Our own template, made by a program so that it can be made again: page, styles, draft mark, foot and the paper itself."""

from io import BytesIO

from docx import Document
from docx.document import Document as Dokumen
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm

from reports.docx.package import frozen
from reports.docx.styles import write_styles
from reports.docx.xml import Alinea, Element, make, paragraph, run, text


def make_template() -> bytes:
    document = Document()
    write_styles(document)
    _write_page(document.sections[0])
    body = document.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)
    document.add_paragraph("{{p isi }}")
    _lay_out_as_word_2013(document)
    properties = document.core_properties
    properties.author = properties.comments = properties.title = ""
    out = BytesIO()
    document.save(out)
    return frozen(out.getvalue())


def _lay_out_as_word_2013(document: Dokumen) -> None:
    """Without this Word opens a file in compatibility mode, and the edges of tables hang in the margin."""
    uri = "http://schemas.microsoft.com/office/word"
    mode = make("w:compatSetting", {"w:name": "compatibilityMode", "w:uri": uri, "w:val": "15"})
    settings = document.settings.element
    compat = settings.find(qn("w:compat"))
    for found in compat.findall(qn("w:compatSetting")):
        compat.remove(found)
    compat.append(mode)


def _write_page(section: Section) -> None:
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.right_margin = Cm(2.2), Cm(2)
    section.bottom_margin, section.left_margin = Cm(2.3), Cm(2.5)
    section.header_distance, section.footer_distance = Cm(1), Cm(1)
    head = section.header.paragraphs[0]
    head.style = "ZI Tanda Draf"
    head.add_run("{% if draf %}DRAF{% endif %}")
    _write_foot(section)


def _write_foot(section: Section) -> None:
    """The paper's name at the left, the page at the right: a table as wide as the page, whichever way it lies."""
    foot = section.footer.paragraphs[0]
    foot.style = "ZI Kaki"
    words = [run([text("{{ kaki }}")])]
    pages = [run([text("Halaman ")]), _field("PAGE"), run([text(" dari ")]), _field("NUMPAGES")]
    cells = [_cell(3800, words, "left"), _cell(1200, pages, "right")]
    properties = [
        make("w:tblW", {"w:w": 5000, "w:type": "pct"}),
        make("w:tblCellMar", children=[make(f"w:{side}", {"w:w": 0, "w:type": "dxa"}) for side in ("left", "right")]),
    ]
    grid = make("w:tblGrid", children=[make("w:gridCol", {"w:w": width}) for width in (7100, 2254)])
    row = make("w:tr", children=cells)
    foot._p.addprevious(make("w:tbl", children=[make("w:tblPr", children=properties), grid, row]))


def _cell(share: int, content: list[Element], align: str) -> Element:
    """`share` in fiftieths of a percent."""
    width = make("w:tcPr", children=[make("w:tcW", {"w:w": share, "w:type": "pct"})])
    return make("w:tc", children=[width, paragraph(content, Alinea("ZIKaki", align=align))])


def _field(name: str) -> Element:
    """Word counts pages by itself; nothing outside the document is asked."""
    return make("w:fldSimple", {"w:instr": f" {name} "}, [run([text("1")])])
