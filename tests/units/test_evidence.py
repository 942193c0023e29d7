"""What is accepted as evidence, how it is kept, and how it is served."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from units import evidence
from units.errors import BerkasDitolak, Ditolak
from units.file_types import check_content
from units.models import Berkas

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="application/octet-stream")


def image(kind: str = "PNG") -> bytes:
    out = BytesIO()
    Image.new("RGB", (4, 4), "red").save(out, kind)
    return out.getvalue()


def office(main: str, *extra: tuple[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(main, "<x/>")
        for name, data in extra:
            archive.writestr(name, data)
    return out.getvalue()


ACCEPTED = [
    ("surat.pdf", PDF, "pdf"),
    ("foto.png", image(), "png"),
    ("foto.jpeg", image("JPEG"), "jpg"),
    ("nota.docx", office("word/document.xml"), "docx"),
    ("rekap.xlsx", office("xl/workbook.xml"), "xlsx"),
    ("paparan.pptx", office("ppt/presentation.xml"), "pptx"),
    ("salah-nama.txt", PDF, "pdf"),
]


@pytest.mark.parametrize(("name", "data", "ekstensi"), ACCEPTED)
def test_the_kind_is_read_from_the_content(world, name, data, ekstensi):
    berkas = evidence.store_upload(upload(name, data), instansi=world.instansi, by=world.peran["ketua_tim"].user)
    assert (berkas.ekstensi, berkas.ukuran, evidence.read_bytes(berkas)) == (ekstensi, len(data), data)


REFUSED = [
    ("laporan.pdf", b"MZ\x90\x00" + b"\0" * 200, "isinya bukan PDF"),
    ("gambar.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "isinya bukan PDF"),
    ("halaman.png", b"<html><script>alert(1)</script></html>", "isinya bukan PDF"),
    ("kosong.pdf", b"", "kosong"),
    ("makro.docx", office("word/document.xml", ("word/vbaProject.bin", b"x")), "berisi makro"),
    ("arsip.docx", office("isi.txt"), "isinya bukan PDF"),
    ("bom.xlsx", office("xl/workbook.xml", ("xl/a.xml", b"\0" * 30_000_000)), "mengembang terlalu besar"),
    ("rusak.xlsx", b"PK\x03\x04 bukan zip", "rusak"),
    ("rusak.png", image()[:30], "rusak"),
]


@pytest.mark.parametrize(("name", "data", "reason"), REFUSED)
def test_hostile_or_broken_files_are_refused_with_a_sentence(world, name, data, reason):
    with pytest.raises(BerkasDitolak, match=reason) as caught:
        evidence.store_upload(upload(name, data), instansi=world.instansi, by=world.peran["ketua_tim"].user)
    assert name in str(caught.value)
    assert Berkas.objects.count() == 0


def test_a_file_over_the_limit_is_refused(world, settings):
    settings.MAX_UPLOAD_MB = 1
    with pytest.raises(BerkasDitolak, match="batasnya 1 MB"):
        evidence.store_upload(
            upload("besar.pdf", PDF + b"0" * 1_100_000), instansi=world.instansi, by=world.peran["ketua_tim"].user
        )


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\a\\nota dinas.pdf", "nota dinas.pdf"),
        ("a\x00b\u202efdp.pdf", "abfdp.pdf"),
        ("", "berkas"),
        ("x" * 300 + ".pdf", "x" * 140 + ".pdf"),
    ],
)
def test_a_name_carries_no_path_and_no_tricks(given, kept):
    assert evidence.clean_name(given) == kept


def test_the_same_content_is_kept_once_and_recognised(world):
    ketua = world.peran["ketua_tim"]
    first, new = evidence.add_file(upload("a.pdf", PDF), pembangunan=world.pembangunan, by=ketua)
    again, new_again = evidence.add_file(upload("b.pdf", PDF), pembangunan=world.pembangunan, by=ketua)
    assert (first, new, new_again, Berkas.objects.count()) == (again, True, False, 1)


def test_two_institutions_never_share_a_stored_file(world, other_world):
    one = evidence.store_upload(upload("a.pdf", PDF), instansi=world.instansi, by=world.peran["ketua_tim"].user)
    two = evidence.store_upload(
        upload("a.pdf", PDF), instansi=other_world.instansi, by=other_world.peran["ketua_tim"].user
    )
    assert one.pk != two.pk
    assert one.isi.name != two.isi.name


def test_a_replaced_file_keeps_its_old_version(world):
    ketua = world.peran["ketua_tim"]
    row, _ = evidence.add_file(upload("sk.pdf", PDF), pembangunan=world.pembangunan, by=ketua)
    evidence.replace(row, upload=upload("sk-baru.pdf", PDF + b"%baru"), by=ketua, alasan="tanda tangan kurang")
    assert [(v.nomor, v.nama) for v in row.versi.all()] == [(2, "sk-baru.pdf"), (1, "sk.pdf")]
    assert row.riwayat.first().alasan == "tanda tangan kurang"
    with pytest.raises(Ditolak, match="sama persis"):
        evidence.replace(row, upload=upload("lagi.pdf", PDF + b"%baru"), by=ketua)


@pytest.mark.parametrize("bad", ["javascript:alert(1)", "ftp://a.test/x", "contoh.test/x", "", "https://"])
def test_a_link_must_be_a_web_address(world, bad):
    with pytest.raises(Ditolak, match="Tautan harus diawali"):
        evidence.add_link(bad, pembangunan=world.pembangunan, by=world.peran["ketua_tim"])


def test_a_served_file_is_an_attachment_that_no_browser_guesses_about(world):
    berkas = evidence.store_upload(
        upload("nota – rapat.docx", office("word/document.xml")),
        instansi=world.instansi,
        by=world.peran["ketua_tim"].user,
    )
    response = evidence.serve(berkas, inline=True)
    assert response["Content-Disposition"].startswith(
        "attachment; filename=\"nota  rapat.docx\"; filename*=UTF-8''nota"
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("default-src 'none'")


def test_pdf_and_images_may_be_shown_in_the_page(world):
    pdf = evidence.store_upload(upload("a.pdf", PDF), instansi=world.instansi, by=world.peran["ketua_tim"].user)
    png = evidence.store_upload(upload("a.png", image()), instansi=world.instansi, by=world.peran["ketua_tim"].user)
    assert evidence.serve(pdf, inline=True)["Content-Disposition"].startswith("inline")
    assert evidence.serve(png, inline=True)["Content-Security-Policy"].endswith("sandbox")


def test_a_logo_is_made_small_and_written_anew(world):
    out = BytesIO()
    Image.new("RGB", (3000, 3000), "blue").save(out, "JPEG")
    logo = evidence.store_logo(
        upload("logo.jpg", out.getvalue()), instansi=world.instansi, by=world.peran["admin_instansi"].user
    )
    with Image.open(BytesIO(evidence.read_bytes(logo))) as kept:
        assert (kept.format, kept.size) == ("PNG", (600, 600))


def test_a_refusal_lists_the_wanted_kinds_as_words_are_listed():
    with pytest.raises(BerkasDitolak, match="isinya bukan PDF, JPG, atau PNG"):
        check_content(BytesIO(b"MZ\x90"), name="sk.pdf", accept=frozenset({"png", "pdf", "jpg"}))
    with pytest.raises(BerkasDitolak, match="isinya bukan JPG atau PNG"):
        check_content(BytesIO(b"MZ\x90"), name="logo.png", accept=frozenset({"png", "jpg"}))
