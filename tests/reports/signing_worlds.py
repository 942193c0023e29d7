"""Certificates, timestamp servers and a remote signing service, all invented and all on this machine."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.timestamps import DummyTimeStamper

SANDI = "sandi sertifikat 7"


def _name(common: str) -> x509.Name:
    return x509.Name([
        x509.NameAttribute(NameOID.COMMON_NAME, common),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Pemerintah Kabupaten Contoh"),
    ])  # fmt: skip


@cache
def authority() -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
    certificate = (
        x509.CertificateBuilder().subject_name(_name("Otoritas Uji")).issuer_name(_name("Otoritas Uji"))
        .public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=900)).not_valid_after(now + timedelta(days=900))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    return key, certificate


@cache
def p12(
    *,
    days: int = 365,
    since: int = 1,
    sandi: str = SANDI,
    nama: str = "Camat Contoh",
    timestamping: bool = False,
    bits: int = 2048,
) -> bytes:
    """A PKCS#12 file of a person certified by the authority; RSA, for the validator of poppler-utils knows nothing else."""
    ca_key, ca = authority()
    key = rsa.generate_private_key(65537, bits)
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder().subject_name(_name(nama)).issuer_name(ca.subject)
        .public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=since)).not_valid_after(now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(True, True, False, False, False, False, False, False, False), critical=True)
    )  # fmt: skip
    if timestamping:
        built = built.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    certificate = built.sign(ca_key, hashes.SHA256())
    return pkcs12.serialize_key_and_certificates(
        nama.encode(), key, certificate, [ca], BestAvailableEncryption(sandi.encode())
    )


@contextmanager
def served(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """A server on a free port of this machine, for as long as the block runs."""
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Quiet(BaseHTTPRequestHandler):
    def log_message(self, *_args) -> None:
        """Tests print nothing."""

    def answer(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def read(self) -> bytes:
        return self.rfile.read(int(self.headers["Content-Length"]))


class TimestampServer(_Quiet):
    """Answers RFC 3161 requests with a token of the authority."""

    def do_POST(self) -> None:
        from asn1crypto import tsp

        signer = signers.SimpleSigner.load_pkcs12_data(
            p12(timestamping=True, nama="Penanda Waktu Uji"), (), SANDI.encode()
        )
        made = DummyTimeStamper(
            tsa_cert=signer.signing_cert, tsa_key=signer.signing_key, certs_to_embed=signer.cert_registry
        ).request_tsa_response(tsp.TimeStampReq.load(self.read()))
        self.answer(200, made.dump(), "application/timestamp-reply")


class BrokenTimestampServer(_Quiet):
    def do_POST(self) -> None:
        self.read()
        self.answer(200, b"<html>login</html>", "text/html")


def remote_signer(*, alter: bool = False, status: int = 200, error: dict | None = None) -> type[_Quiet]:
    """The stub of a remote service: it keeps what it was asked, and signs with a key of its own."""

    class Remote(_Quiet):
        asked: list[dict] = []
        letters: list[str] = []

        def do_POST(self) -> None:
            message = json.loads(self.read())
            Remote.asked.append(message | {"path": self.path})
            Remote.letters.append(self.headers.get("Authorization", ""))
            if message["passphrase"] != SANDI:
                return self.say(400, {"status_code": 2031, "error": "Passphrase anda salah"})
            if error is not None:
                return self.say(status, error)
            pdf = base64.b64decode(message["file"][0])
            if alter:
                pdf = pdf.replace(b"%PDF-1.7", b"%PDF-1.6", 1)
            return self.say(200, {"time": 1, "file": [base64.b64encode(signed(pdf)).decode()]})

        def say(self, code: int, body: dict) -> None:
            self.answer(code, json.dumps(body).encode(), "application/json")

    return Remote


def signed(pdf: bytes, nama: str = "Camat Contoh") -> bytes:
    """Signed outside the portal, as a service would."""
    out = BytesIO()
    signer = signers.SimpleSigner.load_pkcs12_data(p12(nama=nama), (), SANDI.encode())
    meta = PdfSignatureMetadata(field_name="Sig", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), meta, signer, output=out)
    return out.getvalue()
