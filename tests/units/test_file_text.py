"""What a stored file says: read in the background, and found by the search."""

from io import BytesIO

import docx
import openpyxl
import pypdfium2
import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from weasyprint import HTML

from units.evidence import store_bytes
from units.file_text import PALING_PANJANG, unread, words_of_file
from units.models import TeksBerkas


def pdf(text: str) -> bytes:
    return HTML(string=f"<p>{text}</p><p style='break-before: page'>Halaman kedua</p>").write_pdf()


def office_document(text: str) -> bytes:
    document, out = docx.Document(), BytesIO()
    document.add_paragraph(text)
    document.add_table(1, 2).rows[0].cells[1].text = "Sel kedua"
    document.save(out)
    return out.getvalue()


def workbook(text: str) -> bytes:
    book, out = openpyxl.Workbook(), BytesIO()
    book.active.append([text, 12])
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("make", "ekstensi", "words"),
    [
        (pdf, "pdf", "Maklumat pelayanan Halaman kedua"),
        (office_document, "docx", "Maklumat pelayanan Sel kedua"),
        (workbook, "xlsx", "Maklumat pelayanan 12"),
    ],
)
def test_the_words_of_a_file(make, ekstensi, words):
    assert words_of_file(make("Maklumat\n pelayanan"), ekstensi) == words


@pytest.mark.parametrize("ekstensi", ["pdf", "docx", "xlsx", "png", "zip"])
def test_what_cannot_be_read_has_no_words(ekstensi):
    assert words_of_file(b"rusak", ekstensi) == ""


def test_a_picture_in_a_pdf_has_no_words():
    document, out = pypdfium2.PdfDocument.new(), BytesIO()
    document.new_page(200, 200)
    document.save(out)
    assert words_of_file(out.getvalue(), "pdf") == ""


def test_a_very_long_file_is_read_up_to_a_limit():
    assert len(words_of_file(workbook("kata " * 6000 * 2), "xlsx")) <= PALING_PANJANG


@pytest.mark.django_db(transaction=True)
def test_a_stored_file_is_read_once_it_is_stored(world):
    berkas = store_bytes(pdf("Maklumat"), nama="m.pdf", ekstensi="pdf", instansi=world.instansi, by=None)
    assert berkas.teks.teks.startswith("Maklumat")
    image = store_bytes(b"png", nama="m.png", ekstensi="png", instansi=world.instansi, by=None)
    assert not TeksBerkas.objects.filter(berkas=image).exists()
    assert not unread().exists()


def test_what_was_missed_is_read_by_the_command(world, capsys):
    berkas = store_bytes(pdf("Maklumat"), nama="m.pdf", ekstensi="pdf", instansi=world.instansi, by=None)
    assert list(unread()) == [berkas]  # the test's transaction never ends
    call_command("read_file_texts")
    assert TeksBerkas.objects.get().teks.startswith("Maklumat")
    berkas.isi.save("lain.pdf", ContentFile(pdf("Lain")))
    call_command("read_file_texts")
    assert capsys.readouterr().out == "1 files read.\n0 files read.\n"
