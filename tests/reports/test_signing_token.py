"""Signatures by a token or HSM over PKCS#11, tried with SoftHSM where it is installed (Debian: softhsm2)."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
from django.core.cache import cache

from reports.models import SertifikatElektronik, Terbitan
from reports.signing import certificates
from reports.signing.penyedia import GagalTandaTangan, SandiSalah
from reports.signing.services import sign_terbitan
from reports.signing.verify import verify
from tests.reports.signing_worlds import SANDI, p12
from tests.reports.trust_worlds import issued, paper
from units import evidence
from units.choices import JenisPeran

J = JenisPeran
SOFTHSM = os.environ.get("ZI_SOFTHSM", "/usr/lib/softhsm/libsofthsm2.so")
LABEL, PIN = "Instansi", "2468135"

UTIL = shutil.which("softhsm2-util")

pytestmark = pytest.mark.skipif(not (UTIL and Path(SOFTHSM).exists()), reason="SoftHSM is not installed")


@pytest.fixture(scope="module")
def token(tmp_path_factory) -> Iterator[None]:
    """A token with one key and its certificate, both labelled "camat"."""
    import pkcs11
    from pkcs11.util.rsa import decode_rsa_private_key
    from pkcs11.util.x509 import decode_x509_certificate

    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    (folder / "softhsm.conf").write_text(f"directories.tokendir = {folder}/tokens\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm.conf")
    made = [UTIL, "--module", SOFTHSM, "--init-token", "--free", "--label", LABEL, "--so-pin", "1234567", "--pin", PIN]
    subprocess.run(made, check=True, capture_output=True)
    found = pkcs11.lib(SOFTHSM).get_token(token_label=LABEL)
    key, certificate, _ = pkcs12.load_key_and_certificates(p12(), SANDI.encode())
    der = key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    named = {pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: "camat", pkcs11.Attribute.ID: b"\1"}
    with found.open(rw=True, user_pin=PIN) as session:
        session.create_object(decode_rsa_private_key(der) | named)
        session.create_object(decode_x509_certificate(certificate.public_bytes(Encoding.DER)) | named)
    yield
    del os.environ["SOFTHSM2_CONF"]


@pytest.fixture(autouse=True)
def _configured(settings, token):
    cache.clear()
    settings.TIMESTAMP_URL, settings.PKCS11_MODULE, settings.PKCS11_TOKEN = "", SOFTHSM, LABEL


def held(world) -> SertifikatElektronik:
    holder = world.peran[J.KEPALA_UNIT].user
    return certificates.add_token(label="camat", pemegang=holder, by=world.peran[J.ADMIN_INSTANSI])


def test_a_certificate_on_a_token_is_read_and_signs_with_the_pin(world):
    row = held(world)
    assert (row.subjek, row.kunci, row.isi) == ("Camat Contoh, Pemerintah Kabupaten Contoh", "camat", None)
    waiting = issued(world, content=paper(), cara=Terbitan.Cara.ELEKTRONIK)
    done = sign_terbitan(terbitan=waiting, sertifikat=row, sandi=PIN, by=world.peran[J.KEPALA_UNIT])
    found = verify(evidence.read_bytes(done.bertanda))
    assert (found.utuh, found.sidik) == (True, row.sidik)


def test_a_wrong_pin_is_told_from_a_token_that_is_not_there(world, settings):
    row = held(world)
    waiting = issued(world, content=paper(), cara=Terbitan.Cara.ELEKTRONIK)
    head = world.peran[J.KEPALA_UNIT]
    with pytest.raises(SandiSalah, match="PIN"):
        sign_terbitan(terbitan=waiting, sertifikat=row, sandi="0000000", by=head)
    settings.PKCS11_TOKEN = "Tidak ada"
    with pytest.raises(GagalTandaTangan, match="tidak dapat dihubungi"):
        sign_terbitan(terbitan=waiting, sertifikat=row, sandi=PIN, by=head)
    settings.PKCS11_MODULE = "/tidak/ada.so"
    with pytest.raises(GagalTandaTangan, match="tidak dapat dihubungi"):
        sign_terbitan(terbitan=waiting, sertifikat=row, sandi=PIN, by=head)
    waiting.refresh_from_db()
    assert waiting.bertanda is None


def test_a_label_that_is_not_on_the_token_is_said(world):
    with pytest.raises(GagalTandaTangan, match="berlabel “bupati”"):
        certificates.add_token(
            label="bupati", pemegang=world.peran[J.KEPALA_UNIT].user, by=world.peran[J.ADMIN_INSTANSI]
        )
