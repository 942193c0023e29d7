"""The whole way of a paper that the portal really issued and drew: to its signature, and to a stranger who checks it."""

import hashlib
from io import BytesIO

import pypdfium2
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageFilter

from reports import services
from reports.models import BerkasBertanda, Dokumen, Terbitan
from reports.services.issuing import issue_dokumen, revoke_terbitan
from reports.signing import certificates
from reports.signing.services import keep_scan, sign_terbitan
from reports.signing.verify import verify
from tests.factories import AksiFactory
from tests.reports.conftest import approve_plan, make_plan
from tests.reports.signing_worlds import SANDI, p12
from tests.reports.test_check_page import words
from tests.reports.test_signing import poppler
from units import evidence
from units.choices import JenisPeran

S, C, J = Terbitan.Status, Terbitan.Cara, JenisPeran


@pytest.fixture(autouse=True)
def _nothing_tried_before(settings):
    cache.clear()
    settings.TIMESTAMP_URL = ""


@pytest.fixture
def issue(world, django_capture_on_commit_callbacks):
    """`issue(cara)`: the world's plan, numbered and drawn."""

    def make(cara: str) -> Terbitan:
        plan = make_plan(world)
        AksiFactory(rencana=plan)
        approve_plan(plan, world)
        by = world.peran[J.KEPALA_UNIT]
        jenis = Dokumen.Jenis.LAMPIRAN_I
        data = services.choose(jenis, plan, by=by, draf=False)
        with django_capture_on_commit_callbacks(execute=True):
            row = issue_dokumen(objek=plan, jenis=jenis, data=data, by=by, cara=cara)
        return Terbitan.objects.get(pk=row.pk)

    return make


def scanned(pdf: bytes) -> bytes:
    """Printed and put through an office scanner: pictures of 150 dots an inch, a little askew, grey and soft."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.render(scale=150 / 72, grayscale=True).to_pil() for page in document]
    soft = [
        page.rotate(1.2, fillcolor=245, resample=Image.BICUBIC).filter(ImageFilter.GaussianBlur(0.8)) for page in pages
    ]
    out = BytesIO()
    soft[0].save(out, "PDF", save_all=True, append_images=soft[1:], resolution=150, quality=60)
    return out.getvalue()


def told(row: Terbitan) -> str:
    return words(Client().get(reverse("terbitan_check", args=[row.kode])))


def test_issued_signed_electronically_checked_and_revoked(world, issue, tmp_path):
    row = issue(C.ELEKTRONIK)
    assert row.status == S.MENUNGGU_TTD
    head = world.peran[J.KEPALA_UNIT]
    held = certificates.add_p12(isi=p12(), sandi=SANDI, pemegang=head.user, by=world.peran[J.ADMIN_INSTANSI])
    row = sign_terbitan(terbitan=row, sertifikat=held, sandi=SANDI, by=head)
    pdf = evidence.read_bytes(row.bertanda)
    assert verify(pdf).utuh
    assert "Signature is Valid" in poppler(pdf, tmp_path)
    text = told(row)
    assert "Dokumen ini ditandatangani dan berlaku" in text
    assert "Camat Contoh, Pemerintah Kabupaten Contoh" in text
    assert hashlib.sha256(pdf).hexdigest() in text
    revoke_terbitan(row, by=head, alasan="Salah lampiran.")
    text = told(row)
    assert "dicabut pada" in text
    assert "Salah lampiran" not in text


def test_issued_printed_signed_by_pen_scanned_and_found_by_its_qr(world, issue):
    row = issue(C.BASAH)
    scan = scanned(evidence.read_bytes(row.dokumen.berkas))
    row = keep_scan(
        terbitan=row, upload=SimpleUploadedFile("pindaian.pdf", scan), nomor="", by=world.peran[J.KEPALA_UNIT]
    )
    assert row.status == S.BERLAKU
    assert row.berkas_bertanda.get().cocok == BerkasBertanda.Cocok.QR
    assert hashlib.sha256(scan).hexdigest() in told(row)
