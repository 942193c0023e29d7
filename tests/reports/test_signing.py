"""Electronic signatures: they hold for two validators, belong to one person, and fail without leaving anything half done."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.cache import cache
from pyhanko_certvalidator import ValidationContext

from reports.models import BerkasBertanda, SertifikatElektronik, Terbitan
from reports.signing import certificates
from reports.signing.penyedia import GagalTandaTangan, SandiSalah
from reports.signing.services import sign_terbitan
from reports.signing.verify import verify
from tests.reports import signing_worlds as worlds
from tests.reports.signing_worlds import SANDI, p12, served
from tests.reports.trust_worlds import issued, move, paper
from units import evidence
from units.choices import JenisPeran
from units.complaint_limits import SANDI_SERTIFIKAT
from units.errors import Ditolak, TidakBerwenang

S, C, J = Terbitan.Status, Terbitan.Cara, JenisPeran
ROOT = Path(__file__).resolve().parents[2]
PDFSIG = "/usr/bin/pdfsig"


@pytest.fixture(autouse=True)
def _nothing_tried_before(settings):
    cache.clear()
    settings.TIMESTAMP_URL = settings.SIGNER_URL = settings.PKCS11_MODULE = ""


@pytest.fixture
def waiting(world) -> Terbitan:
    return issued(world, content=paper(), cara=C.ELEKTRONIK)


@pytest.fixture
def certificate(world) -> SertifikatElektronik:
    return add(world)


def add(world, isi: bytes | None = None, sandi: str = SANDI, holder: str = J.KEPALA_UNIT) -> SertifikatElektronik:
    by = world.peran[J.ADMIN_INSTANSI]
    return certificates.add_p12(isi=isi or p12(), sandi=sandi, pemegang=world.peran[holder].user, by=by)


def sign(world, terbitan, certificate, *, sandi: str = SANDI, role: str = J.KEPALA_UNIT) -> Terbitan:
    return sign_terbitan(terbitan=terbitan, sertifikat=certificate, sandi=sandi, by=world.peran[role])


def content(terbitan: Terbitan) -> bytes:
    return evidence.read_bytes(terbitan.bertanda)


def flipped(pdf: bytes, at: int = 600) -> bytes:
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


def poppler(pdf: bytes, folder: Path) -> str:
    """What the validator of poppler-utils says; it trusts nobody here, the signature is valid or not all the same."""
    file = folder / "periksa.pdf"
    file.write_bytes(pdf)
    return subprocess.run([PDFSIG, file], capture_output=True, text=True, check=False, env={"HOME": str(folder)}).stdout


def untouched(terbitan: Terbitan) -> bool:
    terbitan.refresh_from_db()
    return terbitan.status == S.MENUNGGU_TTD and terbitan.bertanda is None and not BerkasBertanda.objects.exists()


# --- a signature that holds ------------------------------------------------------------------------------------------


def test_the_holder_signs_and_the_paper_is_in_force(world, waiting, certificate):
    done = sign(world, waiting, certificate)
    assert (done.status, done.bertanda_oleh) == (S.BERLAKU, world.peran[J.KEPALA_UNIT])
    kept = done.berkas_bertanda.get()
    assert (kept.sertifikat, kept.cocok, kept.berkas) == (certificate, "tanda_tangan", done.bertanda)
    assert content(done).startswith(paper()), "the drawn paper stands unchanged in front of the signature"


def test_a_signature_holds_for_two_validators_and_a_flipped_byte_for_neither(world, waiting, certificate, tmp_path):
    pdf = content(sign(world, waiting, certificate))
    assert verify(pdf).utuh
    told = poppler(pdf, tmp_path)
    assert "Signature is Valid" in told
    assert "Total document signed" in told
    assert "SHA-256" in told
    for at in (600, len(paper()) - 40):
        assert not verify(flipped(pdf, at)).utuh
        assert "Signature is Valid" not in poppler(flipped(pdf, at), tmp_path)


def test_a_byte_added_behind_the_signature_is_found(world, waiting, certificate, tmp_path):
    pdf = content(sign(world, waiting, certificate)) + b"\n%tambahan\n"
    assert not verify(pdf).utuh


def test_the_signature_is_pades_names_its_reason_and_leads_to_its_issuer(world, waiting, certificate):
    from io import BytesIO

    from asn1crypto import x509 as asn1
    from cryptography.hazmat.primitives.serialization import Encoding
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature

    pdf = content(sign(world, waiting, certificate))
    found = PdfFileReader(BytesIO(pdf)).embedded_signatures[0]
    assert found.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert found.sig_object["/Reason"] == f"Menandatangani Rencana aksi (Lampiran I) nomor {waiting.nomor}"
    assert found.sig_object["/Location"] == world.instansi.ibu_kota
    root = asn1.Certificate.load(worlds.authority()[1].public_bytes(Encoding.DER))
    status = validate_pdf_signature(found, ValidationContext(trust_roots=[root], allow_fetching=False))
    assert status.trusted


def test_the_field_is_invisible_and_leaves_the_archive_format_alone(world, waiting, certificate):
    """The block that people see is drawn with the paper; a stamp of the signature would bring a font that is not embedded."""
    from io import BytesIO

    from pypdf import PdfReader

    reader = PdfReader(BytesIO(content(sign(world, waiting, certificate))))
    widget = reader.trailer["/Root"]["/AcroForm"]["/Fields"][0].get_object()
    assert [float(n) for n in widget["/Rect"]] == [0, 0, 0, 0]
    assert widget["/F"] & 4, "printed, as PDF/A asks of every annotation"
    assert b"pdfaid:part" in bytes(reader.trailer["/Root"]["/Metadata"].get_object().get_data())
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    assert fonts
    assert all("FontFile" in str(font["/DescendantFonts"][0].get_object()["/FontDescriptor"]) for font in fonts)


def test_a_timestamp_server_says_when(world, waiting, certificate, settings):
    with served(worlds.TimestampServer) as url:
        settings.TIMESTAMP_URL = url
        assert verify(content(sign(world, waiting, certificate))).berwaktu


# --- what goes wrong, and leaves nothing half done -------------------------------------------------------------------


def test_a_wrong_password_is_said_and_nothing_changes(world, waiting, certificate):
    with pytest.raises(SandiSalah, match="tidak cocok"):
        sign(world, waiting, certificate, sandi="salah")
    assert untouched(waiting)
    assert sign(world, waiting, certificate).status == S.BERLAKU


def test_passwords_are_not_guessed_without_end(world, waiting, certificate):
    for _ in range(SANDI_SERTIFIKAT.limit):
        with pytest.raises(SandiSalah):
            sign(world, waiting, certificate, sandi="salah")
    with pytest.raises(Ditolak, match="Terlalu sering salah"):
        sign(world, waiting, certificate)
    assert untouched(waiting)


def test_a_right_password_costs_no_attempt(world, certificate):
    for _ in range(SANDI_SERTIFIKAT.limit + 1):
        assert sign(world, issued(world, content=paper(), cara=C.ELEKTRONIK), certificate).status == S.BERLAKU


def test_nobody_signs_with_the_certificate_of_another(world, waiting, certificate):
    with pytest.raises(TidakBerwenang):
        sign(world, waiting, certificate, role=J.KETUA_TIM)
    assert untouched(waiting)


@pytest.mark.parametrize("role", [J.PEGAWAI, J.ANGGOTA_TIM])
def test_a_certificate_alone_does_not_make_a_signatory(world, waiting, role):
    with pytest.raises(TidakBerwenang):
        sign(world, waiting, add(world, holder=role), role=role)
    assert untouched(waiting)


def test_the_kepala_daerah_signs_decrees_and_nothing_of_a_unit(world, waiting):
    certificate = add(world, holder=J.KEPALA_DAERAH)
    with pytest.raises(TidakBerwenang):
        sign(world, waiting, certificate, role=J.KEPALA_DAERAH)
    Terbitan.objects.filter(pk=waiting.pk).update(jenis="keputusan", pembangunan=None)
    decree = Terbitan.objects.get(pk=waiting.pk)
    assert sign(world, decree, certificate, role=J.KEPALA_DAERAH).status == S.BERLAKU


@pytest.mark.parametrize(
    ("change", "said"),
    [({"berlaku_sampai": "2020-01-01T00:00Z"}, "berakhir pada 1 Januari 2020"),
     ({"berlaku_dari": "2090-01-01T00:00Z"}, "baru berlaku mulai 1 Januari 2090"),
     ({"dinonaktifkan_at": "2026-01-01T00:00Z"}, "sudah dinonaktifkan")],
)  # fmt: skip
def test_a_certificate_out_of_its_time_signs_nothing(world, waiting, certificate, change, said):
    SertifikatElektronik.objects.filter(pk=certificate.pk).update(**change)
    certificate.refresh_from_db()
    with pytest.raises(Ditolak, match=said):
        sign(world, waiting, certificate)
    assert untouched(waiting)


@pytest.mark.parametrize("status", [S.DISIAPKAN, S.BERLAKU, S.DIGANTI, S.DICABUT])
def test_only_a_paper_that_waits_is_signed(world, waiting, certificate, status):
    move(waiting, status)
    with pytest.raises(Ditolak):
        sign(world, waiting, certificate)
    assert not BerkasBertanda.objects.exists()


def test_a_paper_for_pen_and_ink_is_not_signed_electronically(world, certificate):
    with pytest.raises(Ditolak, match="tanda tangan basah"):
        sign(world, issued(world, content=paper()), certificate)


def test_a_timestamp_server_that_fails_stops_the_signature(world, waiting, certificate, settings):
    settings.TIMESTAMP_URL = "http://127.0.0.1:9/"
    with pytest.raises(GagalTandaTangan, match="penanda waktu"):
        sign(world, waiting, certificate)
    with served(worlds.BrokenTimestampServer) as url:
        settings.TIMESTAMP_URL = url
        with pytest.raises(GagalTandaTangan, match="penanda waktu"):
            sign(world, waiting, certificate)
    assert untouched(waiting)


def test_two_who_sign_at_once_leave_one_signature(world, waiting, certificate, monkeypatch):
    """The second was still signing when the first was done: it is told, and its file is kept nowhere."""
    from reports.signing import services

    made = services._signed_by

    def slow(*args, **kwargs):
        mine = made(*args, **kwargs)
        monkeypatch.setattr(services, "_signed_by", made)
        sign(world, Terbitan.objects.get(pk=waiting.pk), certificate)
        return mine

    monkeypatch.setattr(services, "_signed_by", slow)
    with pytest.raises(Ditolak, match="statusnya “Berlaku”"):
        sign(world, waiting, certificate)
    assert waiting.berkas_bertanda.count() == 1


# --- a remote service ------------------------------------------------------------------------------------------------


@pytest.fixture
def remote(world) -> SertifikatElektronik:
    holder = world.peran[J.KEPALA_UNIT].user
    return certificates.add_remote(email="camat@contoh.test", pemegang=holder, by=world.peran[J.ADMIN_INSTANSI])


def test_a_remote_service_signs_with_a_key_that_the_portal_never_sees(world, waiting, remote, settings):
    handler = worlds.remote_signer()
    with served(handler) as url:
        settings.SIGNER_URL, settings.SIGNER_USER, settings.SIGNER_PASSWORD = url, "portal", "rahasia"
        done = sign(world, waiting, remote)
    assert verify(content(done)).utuh
    asked = handler.asked[0]
    assert (asked["path"], asked["email"]) == ("/api/v2/sign/pdf", "camat@contoh.test")
    assert asked["signatureProperties"][0]["tampilan"] == "INVISIBLE"
    assert handler.letters[0].startswith("Basic ")


@pytest.mark.parametrize(
    ("stub", "sandi", "said"),
    [
        ({}, "salah", "passphrase"),
        ({"alter": True}, SANDI, "bukan dokumen ini"),
        ({"status": 401, "error": {"error": "Unauthorized"}}, SANDI, "SIGNER_USER"),
        ({"status": 500, "error": {"error": "Internal Server Error"}}, SANDI, "tidak dapat dihubungi"),
        ({"status": 400, "error": {"error": "Sertifikat dicabut"}}, SANDI, "menolak: “Sertifikat dicabut”"),
        ({"status": 200, "error": {"file": ["bukan pdf"]}}, SANDI, "tidak memuat PDF"),
        ({"status": 200, "error": {"file": ["JVBERi0="]}}, SANDI, "bukan dokumen ini"),
        ({"status": 302, "error": {}}, SANDI, "tidak dapat dihubungi"),
    ],
)
def test_what_a_remote_service_answers_wrongly_is_said(world, waiting, remote, settings, stub, sandi, said):
    with served(worlds.remote_signer(**stub)) as url:
        settings.SIGNER_URL = url
        with pytest.raises(GagalTandaTangan, match=said):
            sign(world, waiting, remote, sandi=sandi)
    assert untouched(waiting)


def test_a_remote_service_that_is_not_there_or_not_set_is_said(world, waiting, remote, settings):
    with pytest.raises(GagalTandaTangan, match="SIGNER_URL"):
        sign(world, waiting, remote)
    settings.SIGNER_URL = "http://127.0.0.1:9"
    with pytest.raises(GagalTandaTangan, match="tidak dapat dihubungi"):
        sign(world, waiting, remote)
    assert untouched(waiting)


# --- certificates ----------------------------------------------------------------------------------------------------


def test_a_certificate_is_kept_as_ciphertext_and_its_password_nowhere(world, certificate):
    raw = bytes(SertifikatElektronik.objects.get().isi)
    assert p12() not in raw
    assert SANDI.encode() not in raw
    assert (certificate.subjek, certificate.penerbit) == (
        "Camat Contoh, Pemerintah Kabupaten Contoh", "Otoritas Uji, Pemerintah Kabupaten Contoh",
    )  # fmt: skip
    assert len(certificate.nomor_seri) > 8
    assert not certificate.is_expired


@pytest.mark.parametrize(
    ("isi", "sandi", "said"),
    [
        (lambda: p12(), "salah", "kata sandinya tidak cocok"),
        (lambda: b"bukan sertifikat", SANDI, "bukan berkas .p12"),
        (lambda: b"0" * 300_000, SANDI, "terlalu besar"),
        (lambda: p12(days=-1, since=30), SANDI, "sudah berakhir"),
        (lambda: p12(bits=1024), SANDI, "paling sedikit 2048 bit"),
    ],
)
def test_a_file_that_cannot_sign_is_refused_when_it_is_uploaded(world, isi, sandi, said):
    with pytest.raises(Ditolak, match=said):
        add(world, isi(), sandi)
    assert not SertifikatElektronik.objects.exists()


def test_one_certificate_is_not_in_use_twice_and_can_come_back(world, certificate):
    with pytest.raises(Ditolak, match="sudah terdaftar"):
        add(world)
    certificates.deactivate(sertifikat=certificate, alasan="Pejabat berganti.", by=world.peran[J.ADMIN_INSTANSI])
    assert add(world).dinonaktifkan_at is None


def test_a_deactivated_certificate_is_forgotten_but_for_what_it_signed(world, waiting, certificate):
    sign(world, waiting, certificate)
    row = certificates.deactivate(sertifikat=certificate, alasan="Dicuri.", by=world.peran[J.ADMIN_INSTANSI])
    assert row.isi is None
    assert row.riwayat.first().alasan == "Dicuri."
    assert row.berkas.get().terbitan == waiting


def test_only_the_administrator_manages_certificates_of_their_own_people(world, other_world, certificate):
    with pytest.raises(TidakBerwenang):
        certificates.deactivate(sertifikat=certificate, alasan="x", by=world.peran[J.KETUA_TPI])
    with pytest.raises(TidakBerwenang):
        certificates.deactivate(sertifikat=certificate, alasan="x", by=other_world.peran[J.ADMIN_INSTANSI])
    with pytest.raises(Ditolak, match="pegawai instansi ini"):
        certificates.add_p12(
            isi=p12(nama="Orang Lain"), sandi=SANDI, pemegang=other_world.peran[J.KEPALA_UNIT].user,
            by=world.peran[J.ADMIN_INSTANSI],
        )  # fmt: skip


def test_a_lost_server_key_is_told_from_a_wrong_password(world, waiting, certificate, settings):
    settings.IDENTITY_KEYS = ["kunci lain"]
    with pytest.raises(GagalTandaTangan, match="IDENTITY_KEYS"):
        sign(world, waiting, certificate)


def test_no_page_loads_what_only_a_signature_needs(tmp_path):
    """Half a second and forty megabytes for each process of the web server."""
    code = (
        "import django, sys; django.setup(); import zi_portal.urls; "
        "sys.exit(', '.join(sorted({'pyhanko', 'requests', 'aiohttp'} & set(sys.modules))) or 0)"
    )
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "zi_portal.settings", "DATA_DIR": str(tmp_path)}
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
