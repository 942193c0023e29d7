"""The words of stored files, read once in the background for the search. What cannot be read has no words; a scan has none."""

from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import islice
from zipfile import BadZipFile

import docx
import openpyxl
import pypdfium2
from celery import current_app
from django.db import transaction
from django.db.models import QuerySet
from docx.opc.exceptions import PackageNotFoundError
from lxml.etree import XMLSyntaxError
from openpyxl.utils.exceptions import InvalidFileException

from units.models import Berkas, TeksBerkas

PALING_PANJANG = 200_000  # characters; nobody searches for what stands after the first hundred pages
HALAMAN, BARIS = 150, 5000
TIDAK_TERBACA = (
    pypdfium2.PdfiumError,
    BadZipFile,
    PackageNotFoundError,
    InvalidFileException,
    XMLSyntaxError,
    KeyError,  # an office file without one of its parts
    ValueError,
)


def _pdf(data: bytes) -> Iterator[str]:
    document = pypdfium2.PdfDocument(data)
    try:
        for number in range(min(len(document), HALAMAN)):
            yield document[number].get_textpage().get_text_bounded()
    finally:
        document.close()


def _docx(data: bytes) -> Iterator[str]:
    document = docx.Document(BytesIO(data))
    yield from (paragraph.text for paragraph in document.paragraphs)
    for table in document.tables:
        for row in islice(table.rows, BARIS):
            yield " ".join(cell.text for cell in row.cells)


def _xlsx(data: bytes) -> Iterator[str]:
    workbook = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
    for sheet in workbook:
        for row in sheet.iter_rows(max_row=BARIS, values_only=True):
            yield " ".join(str(cell) for cell in row if cell is not None)


PEMBACA: dict[str, Callable[[bytes], Iterator[str]]] = {"pdf": _pdf, "docx": _docx, "xlsx": _xlsx}


def words_of_file(data: bytes, ekstensi: str) -> str:
    """Its text with single spaces; "" for a kind without words and for a file that is broken or locked."""
    try:
        pieces = islice(PEMBACA[ekstensi](data), BARIS)
        return " ".join(" ".join(pieces).replace("\0", "").split())[:PALING_PANJANG]
    except TIDAK_TERBACA:
        return ""


def read_later(berkas: Berkas) -> None:
    """Once the file is stored for good."""
    if berkas.ekstensi in PEMBACA:
        transaction.on_commit(lambda: current_app.tasks["units.tasks.read_file_text"].delay(berkas.pk))


def read_now(berkas: Berkas) -> None:
    """Reading again replaces what was read before."""
    with berkas.isi.open("rb") as handle:
        teks = words_of_file(handle.read(), berkas.ekstensi)
    TeksBerkas.objects.update_or_create(berkas=berkas, defaults={"teks": teks})


def unread() -> QuerySet[Berkas]:
    """Files whose turn has not come, or whose message was lost."""
    return Berkas.objects.filter(ekstensi__in=PEMBACA, teks=None).order_by("-pk")
