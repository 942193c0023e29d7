"""A paper signed by pen comes back as a scan, and the scan has to be that paper's."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw
from pypdf import PdfReader, PdfWriter

from reports.cap import check_url, grouped, qr_of
from reports.models import BerkasBertanda, Terbitan
from reports.signing import scan
from reports.signing.scan import NomorDiperlukan, read_scan
from reports.signing.services import keep_scan
from tests.reports.trust_worlds import issued, move, paper
from units.choices import JenisPeran
from units.errors import BerkasDitolak, Ditolak, TidakBerwenang

S, C, J, K = Terbitan.Status, Terbitan.Cara, JenisPeran, BerkasBertanda.Cocok
A4 = (1240, 1754)  # 150 dots an inch, as an office scanner is set


def photo(kode: str | None = None, *, note: str = "", turned: float = 0, kind: str = "PNG") -> bytes:
    """A page as a scanner gives it: no text, grey paper, the QR small in a corner, perhaps turned."""
    page = Image.new("L", A4, 238)
    ImageDraw.Draw(page).text((200, 300), f"Surat {note}", fill=40)
    if kode:
        out = BytesIO()
        qr_of(check_url(kode)).save(out, kind="png", border=4, scale=4)
        page.paste(Image.open(BytesIO(out.getvalue())).convert("L"), (140, 1500))
    out = BytesIO()
    page.rotate(turned, fillcolor=238).convert("RGB").save(out, kind, **({"quality": 60} if kind == "JPEG" else {}))
    return out.getvalue()


def as_pdf(*pages: bytes) -> bytes:
    images = [Image.open(BytesIO(page)) for page in pages]
    out = BytesIO()
    images[0].save(out, "PDF", save_all=True, append_images=images[1:], resolution=150)
    return out.getvalue()


def bring(
    world,
    terbitan: Terbitan,
    content: bytes,
    *,
    name: str = "pindaian.pdf",
    nomor: str = "",
    alasan: str = "",
    role=J.KEPALA_UNIT,
):
    upload = SimpleUploadedFile(name, content)
    return keep_scan(terbitan=terbitan, upload=upload, nomor=nomor, alasan=alasan, by=world.peran[role])


# --- matched with the number -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("turned", [0, 2, 180])
def test_the_qr_of_a_scanned_page_is_read(world, turned):
    row = issued(world)
    done = bring(world, row, as_pdf(photo(row.kode, turned=turned)))
    assert (done.status, done.bertanda_oleh) == (S.BERLAKU, world.peran[J.KEPALA_UNIT])
    assert done.berkas_bertanda.get().cocok == K.QR
    assert done.riwayat.first().ke == "Berlaku"


def test_a_photo_is_kept_as_it_is(world):
    row = issued(world)
    content = photo(row.kode, kind="JPEG")
    done = bring(world, row, content, name="foto.jpg")
    assert (done.bertanda.ekstensi, done.bertanda.sha256) == ("jpg", hashlib.sha256(content).hexdigest())


def test_the_qr_is_found_on_the_last_of_many_pages(world):
    row = issued(world)
    pages = [photo(note=str(n)) for n in range(9)]
    assert bring(world, row, as_pdf(*pages, photo(row.kode))).berkas_bertanda.get().cocok == K.QR


def test_number_or_code_in_a_text_layer_are_enough(world):
    for nomor, kode in (("700/051/ITKAB/2026", "ABCDEFGHJKLM"), ("700/052/ITKAB/2026", "ZBCDEFGHJKLM")):
        row = issued(world, nomor=nomor, kode=kode)
        text = paper(nomor=nomor, kode="-") if kode[0] == "A" else paper(nomor="-", kode=grouped(kode))
        assert bring(world, row, text).berkas_bertanda.get().cocok == K.TEKS


@pytest.mark.parametrize(
    "printed", ["700/0511/ITKAB/2026", "700/051/ITKAB/20261", "1700/051/ITKAB/2026", "700/051/ITKAB"]
)
def test_a_number_that_only_begins_alike_is_another(world, printed):
    row = issued(world, nomor="700/051/ITKAB/2026")
    with pytest.raises(NomorDiperlukan):
        bring(world, row, paper(nomor=printed, kode="-"))


def test_the_scan_of_another_paper_is_named(world):
    row, other = issued(world), issued(world)
    with pytest.raises(Ditolak, match=f"{grouped(other.kode)}, sedangkan kode dokumen ini {grouped(row.kode)}"):
        bring(world, row, as_pdf(photo(other.kode)), nomor=row.nomor)
    row.refresh_from_db()
    assert (row.status, row.bertanda) == (S.MENUNGGU_TTD, None)


def test_scans_that_arrive_at_once_are_read_one_after_another(monkeypatch):
    """PDFium is not made for threads, and the web server has several."""
    inside, most = [], []
    look = scan._codes

    def watched(image):
        inside.append(1)
        most.append(len(inside))
        found = look(image)
        inside.pop()
        return found

    monkeypatch.setattr(scan, "_codes", watched)
    codes = [f"ABCDEFGHJKM{letter}" for letter in "ABCDEF"]
    with ThreadPoolExecutor(6) as threads:
        found = list(threads.map(lambda kode: read_scan(as_pdf(photo(kode)), "pdf").kode, codes))
    assert found == [{kode} for kode in codes]
    assert max(most) == 1


def test_a_qr_of_somebody_else_says_nothing(world):
    out = BytesIO()
    qr_of("https://contoh.test/periksa/abc").save(out, kind="png", border=4, scale=8)
    assert read_scan(out.getvalue(), "png").kode == set()


def test_what_nobody_can_read_is_compared_with_the_number_that_is_typed(world):
    row = issued(world)
    blank = as_pdf(photo())
    with pytest.raises(NomorDiperlukan, match="Ketik nomor persis"):
        bring(world, row, blank)
    with pytest.raises(NomorDiperlukan, match="tidak sama"):
        bring(world, row, blank, nomor="700/999/ITKAB/2026")
    done = bring(world, row, blank, nomor=f" {row.nomor.lower().replace('/', ' / ')} ")
    assert done.berkas_bertanda.get().cocok == K.DIKETIK


# --- what is refused -------------------------------------------------------------------------------------------------


def test_the_unsigned_file_itself_is_no_scan(world):
    row = issued(world, content=paper(), nomor="700/001/ITKAB/2026", kode="ABCDEFGHJKLM")
    with pytest.raises(Ditolak, match="belum ditandatangani"):
        bring(world, row, paper())


def test_a_locked_or_broken_pdf_says_what_to_do(world):
    row = issued(world)
    writer = PdfWriter()
    writer.append(PdfReader(BytesIO(as_pdf(photo(row.kode)))))
    writer.encrypt("rahasia")
    locked = BytesIO()
    writer.write(locked)
    for content in (locked.getvalue(), b"%PDF-1.7 bukan apa-apa"):
        with pytest.raises(BerkasDitolak, match="terkunci"):
            bring(world, row, content)


@pytest.mark.parametrize("content", [b"", b"MZ program", b"PK\x03\x04 zip"])
def test_what_is_no_scan_is_refused_by_its_content(world, content):
    with pytest.raises(BerkasDitolak):
        bring(world, issued(world), content)


def test_a_scan_too_large_is_refused_before_it_is_read(world, settings):
    settings.MAX_UPLOAD_MB = 1
    with pytest.raises(BerkasDitolak, match="terlalu besar"):
        bring(world, issued(world), b"%PDF-" + b"0" * 1_100_000)


@pytest.mark.parametrize("status", [S.DISIAPKAN, S.DIGANTI, S.DICABUT])
def test_a_paper_that_does_not_wait_takes_no_scan(world, status):
    row = issued(world, status=status)
    with pytest.raises(Ditolak):
        bring(world, row, as_pdf(photo(row.kode)))
    assert not BerkasBertanda.objects.exists()


def test_a_paper_for_electronic_signature_takes_no_scan(world):
    row = issued(world, cara=C.ELEKTRONIK)
    with pytest.raises(Ditolak, match="tanda tangan elektronik"):
        bring(world, row, as_pdf(photo(row.kode)))


def test_who_may_not_issue_may_not_bring_the_scan(world):
    row = issued(world)
    with pytest.raises(TidakBerwenang):
        bring(world, row, as_pdf(photo(row.kode)), role=J.PEGAWAI)


# --- replaced with a reason ------------------------------------------------------------------------------------------


def test_a_better_scan_takes_the_place_of_the_first_with_a_reason(world):
    row = issued(world)
    first = bring(world, row, as_pdf(photo(row.kode, note="satu"))).bertanda
    better = as_pdf(photo(row.kode, note="dua"))
    with pytest.raises(Ditolak, match="Isi alasan"):
        bring(world, row, better)
    done = bring(world, row, better, alasan="Halaman kedua tertinggal.")
    assert done.status == S.BERLAKU
    assert done.bertanda != first
    assert [kept.berkas for kept in done.berkas_bertanda.all()] == [done.bertanda, first]
    last = done.riwayat.first()
    assert (last.tindakan, last.alasan, last.dari) == ("Mengganti pindaian", "Halaman kedua tertinggal.", first.sha256)


def test_the_same_scan_replaces_nothing(world):
    row = issued(world)
    content = as_pdf(photo(row.kode))
    bring(world, row, content)
    with pytest.raises(Ditolak, match="sama persis"):
        bring(world, row, content, alasan="Coba lagi.")


def test_a_paper_that_was_revoked_meanwhile_keeps_its_scan(world):
    row = issued(world)
    bring(world, row, as_pdf(photo(row.kode, note="satu")))
    move(row, S.DICABUT)
    with pytest.raises(Ditolak, match="tidak berlaku lagi"):
        bring(world, row, as_pdf(photo(row.kode, note="dua")), alasan="Lebih tajam.")
