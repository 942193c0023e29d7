"""A remote signing service over HTTP that takes a PDF and gives it back signed.

The messages are those of BSrE's e-sign client service, version 2, as public integrations use them: POST /api/v2/sign/pdf with
basic authentication. It was tried against a stub only (docs/decisions/0026-signing-and-checking.md).
"""

import base64
import binascii
import logging
from typing import Any

import requests
from django.conf import settings

from reports.models import SertifikatElektronik
from reports.signing.penyedia import GagalTandaTangan, Permintaan, SandiSalah

log = logging.getLogger(__name__)
TIMEOUT = (5, 60)  # seconds to connect, to answer
PATH = "/api/v2/sign/pdf"
UNREACHABLE = (
    "Layanan penanda tangan tidak dapat dihubungi, sehingga dokumen belum ditandatangani. Coba lagi beberapa saat kemudian; bila "
    "berulang, minta pengelola server memeriksa SIGNER_URL."
)
NOT_LET_IN = (
    "Layanan penanda tangan menolak akun portal. Minta pengelola server memeriksa SIGNER_USER dan SIGNER_PASSWORD."
)
NONSENSE = (
    "Jawaban layanan penanda tangan tidak memuat PDF. Dokumen belum ditandatangani; laporkan kepada pengelola layanan."
)


class Layanan:
    """The key stays with the service; `kunci` is the email under which it knows the holder."""

    def __init__(self, sertifikat: SertifikatElektronik) -> None:
        self.sertifikat = sertifikat

    def sign(self, pdf: bytes, *, sandi: str, permintaan: Permintaan) -> bytes:
        if not settings.SIGNER_URL:
            raise GagalTandaTangan(
                "Layanan penanda tangan jarak jauh belum diatur. Minta pengelola server mengisi SIGNER_URL."
            )
        answer = self._ask({
            "email": self.sertifikat.kunci,
            "passphrase": sandi,
            "signatureProperties": [
                {"tampilan": "INVISIBLE", "location": permintaan.tempat, "reason": permintaan.alasan}
            ],
            "file": [base64.b64encode(pdf).decode()],
        })  # fmt: skip
        try:
            return base64.b64decode(answer["file"][0], validate=True)
        except (KeyError, IndexError, TypeError, binascii.Error):
            raise GagalTandaTangan(NONSENSE) from None

    def _ask(self, message: dict[str, Any]) -> dict[str, Any]:
        """Redirects are refused: a password goes to the configured address and nowhere else."""
        try:
            response = requests.post(
                settings.SIGNER_URL.rstrip("/") + PATH,
                json=message,
                auth=(settings.SIGNER_USER, settings.SIGNER_PASSWORD),
                timeout=TIMEOUT,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            log.warning("remote signer: %s", type(error).__name__)
            raise GagalTandaTangan(UNREACHABLE) from None
        try:
            answer = response.json()
        except ValueError:
            answer = {}
        if response.status_code == requests.codes.ok and isinstance(answer, dict) and "file" in answer:
            return answer
        log.warning("remote signer answered %s", response.status_code)
        raise _refusal(response.status_code, answer if isinstance(answer, dict) else {})


def _refusal(status: int, answer: dict[str, Any]) -> GagalTandaTangan:
    said = str(answer.get("error") or answer.get("message") or "").strip()[:200]
    if "passphrase" in said.lower():
        return SandiSalah(
            "Kata sandi (passphrase) tidak cocok menurut layanan penanda tangan. Periksa, lalu ketik lagi."
        )
    if status in (requests.codes.unauthorized, requests.codes.forbidden):
        return GagalTandaTangan(NOT_LET_IN)
    if status >= requests.codes.server_error or not said:
        return GagalTandaTangan(UNREACHABLE)
    return GagalTandaTangan(f"Layanan penanda tangan menolak: “{said}”. Dokumen belum ditandatangani.")
