"""LibreOffice opens every Word file and every workbook that the portal gives out, and prints what stands in it."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from action_plans.workbook.write import write_template
from evaluation.lke.scoring import score
from evaluation.lke.workbook.content import IsiLKE
from evaluation.lke.workbook.writing import write_workbook
from reports.docx.checking import check_template
from reports.docx.draw import draw
from reports.kinds import JENIS
from reports.layouts import html_of
from tests.evaluation.libreoffice import WRITER, printed, resave_docx
from tests.evaluation.lke_cases import LKE_2021, extreme_answers
from tests.reports.conftest import text_of
from tests.reports.docx_making import template
from tests.reports.docx_reading import CAP, LOGO, bare, docx_headings, docx_text, html_headings, html_text, with_logo
from tests.reports.samples import sample, variants
from units.choices import JenisPeran as J
from units.profiles import all_profiles

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(not WRITER, reason="LibreOffice (soffice with Writer) is not installed; bin/test installs it"),
]
CASES = {f"{jenis}-{name}" if name else jenis: data for jenis in JENIS for name, data in variants(jenis).items()}
JAWABAN = extreme_answers(LKE_2021, best=True)
OWN = "templat"


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[str, str]:
    """What LibreOffice prints of each paper, issued with number and code, without white space and in small letters."""
    files = {f"{name}.docx": draw(with_logo(data), cap=CAP, logo=LOGO) for name, data in CASES.items()}
    files[f"{OWN}.docx"] = draw(sample("lhe"), template=template("Kalimat penutup {{ data.unit }}", header="Kop kita"))
    return {
        name: bare(text_of(pdf)).casefold() for name, pdf in printed(files, tmp_path_factory.mktemp("office")).items()
    }


@pytest.mark.parametrize("name", CASES)
def test_it_prints_the_headings_of_the_pdf_in_their_order(pages, name):
    at = 0
    for _, words in html_headings(html_of(with_logo(CASES[name]), CAP)):
        found = pages[name].find(words.casefold(), at)
        assert found >= 0, words
        at = found + len(words)
    assert CAP.kode_cetak.casefold() in pages[name]


def test_it_prints_an_institutions_own_template(pages):
    assert pages[OWN].startswith("kopkita")
    assert "kalimatpenutupdinaspelayanancontoh" in pages[OWN]


def test_a_template_that_it_saved_again_is_accepted_and_carries_the_whole_paper(tmp_path):
    """Offices edit the template with LibreOffice too, which names and orders styles in its own way."""
    saved = resave_docx(template("Kaki {{ data.unit }}"), tmp_path)
    assert check_template(saved, "lke") == []
    made, source = draw(sample("lke"), template=saved), html_of(sample("lke"))
    assert docx_headings(made) == html_headings(source)
    assert docx_text(made) == f"{html_text(source)}KakiDinasPelayananContoh"


def head_of(content: bytes) -> list[str]:
    """What stands in the first row of each sheet that a person sees."""
    book = load_workbook(BytesIO(content))
    found = []
    for sheet in book:
        if sheet.sheet_state != "visible":
            continue
        row = next(iter(sheet.iter_rows(min_row=1, max_row=1)), ())
        filled = [cell for cell in row if cell.value is not None]
        found += [bare(str(cell.value)) for cell in filled if not sheet.column_dimensions[cell.column_letter].hidden]
    return found


def test_it_prints_the_heads_of_the_workbooks_that_the_portal_writes(world, client_as, tmp_path):
    """Lists, the recap of all units, the plan's form and a filled LKE."""
    admin, ketua_tpi = client_as(world.peran[J.ADMIN_INSTANSI]), client_as(world.peran[J.KETUA_TPI])
    files = {
        "unit": admin.get(reverse("unit_list"), {"unduh": "xlsx"}).content,
        "orang": admin.get(reverse("orang_list"), {"unduh": "xlsx"}).content,
        "rekap": ketua_tpi.get(reverse("rekap_unit"), {"unduh": "xlsx"}).content,
        "lke": write_workbook(score(LKE_2021, JAWABAN), IsiLKE(JAWABAN)),
    }
    files |= {f"rencana-{profil.kode}": write_template(profil) for profil in all_profiles().values()}
    pages = printed({f"{name}.xlsx": content for name, content in files.items()}, tmp_path)
    for name, content in files.items():
        head, words = head_of(content), bare(text_of(pages[name]))
        assert head, name
        assert [word for word in head if word not in words] == [], name
