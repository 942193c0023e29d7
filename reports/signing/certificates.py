"""The institution's certificates: taken in after they were tried, taken out of use, never deleted."""

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone

from reports.models import SertifikatElektronik
from reports.signing.access import can_manage_sertifikat
from reports.signing.keys import seal_file, token_session
from reports.signing.penyedia import GagalTandaTangan
from units.access import require
from units.errors import Ditolak
from units.history import record
from units.models import Peran, User
from units.templatetags.indonesia import tanggal

P = SertifikatElektronik.Penyedia
ADMIN = "Administrator Instansi"
MIN_RSA = 2048
MAX_BYTES = 200_000


@dataclass(frozen=True, slots=True)
class Isi:
    """What a certificate says of itself."""

    subjek: str
    penerbit: str
    nomor_seri: str
    sidik: str
    dari: datetime
    sampai: datetime


def add_p12(*, isi: bytes, sandi: str, pemegang: User, by: Peran) -> SertifikatElektronik:
    """Open the file with its password to see that both are right; keep the file as ciphertext and the password nowhere."""
    return _add(_read_p12(isi, sandi), pemegang=pemegang, by=by, penyedia=P.PKCS12, isi=seal_file(isi))


def add_token(*, label: str, pemegang: User, by: Peran) -> SertifikatElektronik:
    """A certificate on the configured token or HSM, by its label there."""
    return _add(_read_token(label), pemegang=pemegang, by=by, penyedia=P.PKCS11, kunci=label)


def add_remote(*, email: str, pemegang: User, by: Peran) -> SertifikatElektronik:
    """A holder whose key lies with the remote service; what the certificate says is known there."""
    validate_email(email)
    return _keep(pemegang=pemegang, by=by, penyedia=P.JARAK_JAUH, kunci=email, subjek=pemegang.nama)


@transaction.atomic
def deactivate(*, sertifikat: SertifikatElektronik, alasan: str, by: Peran) -> SertifikatElektronik:
    """Nobody signs with it any more; what was signed stays signed. The file with the key is forgotten."""
    row = SertifikatElektronik.objects.select_for_update().get(pk=sertifikat.pk)
    _check(by, row.instansi_id)
    if row.dinonaktifkan_at:
        raise Ditolak("Sertifikat ini sudah dinonaktifkan.")
    if not alasan.strip():
        raise Ditolak("Isi alasan menonaktifkan sertifikat ini.")
    row.dinonaktifkan_at, row.isi = timezone.now(), None
    row.save(update_fields=["dinonaktifkan_at", "isi"])
    record(row, by=by, tindakan="Menonaktifkan", kolom="status", dari="aktif", ke="nonaktif", alasan=alasan.strip())
    return row


def _check(by: Peran, instansi_id: int) -> None:
    require(can_manage_sertifikat(by, instansi_id), ADMIN, what="Mengelola sertifikat elektronik")


def _add(isi_sertifikat: Isi, *, pemegang: User, by: Peran, **fields) -> SertifikatElektronik:
    found, now = isi_sertifikat, timezone.now()
    if found.sampai < now:
        raise Ditolak(
            f"Sertifikat ini sudah berakhir pada {tanggal(found.sampai)}. Minta yang baru kepada penerbitnya."
        )
    return _keep(
        pemegang=pemegang,
        by=by,
        subjek=found.subjek,
        penerbit=found.penerbit,
        nomor_seri=found.nomor_seri,
        sidik=found.sidik,
        berlaku_dari=found.dari,
        berlaku_sampai=found.sampai,
        **fields,
    )


def _keep(*, pemegang: User, by: Peran, **fields) -> SertifikatElektronik:
    _check(by, by.instansi_id)
    if pemegang.instansi_id != by.instansi_id:
        raise Ditolak("Pilih pemegang dari pegawai instansi ini.")
    try:
        with transaction.atomic():
            row = SertifikatElektronik.objects.create(
                instansi_id=by.instansi_id, pemegang=pemegang, created_by=by, **fields
            )
            record(row, by=by, tindakan="Menambah sertifikat", ke=f"{row.subjek}, pemegang {pemegang.nama}")
    except IntegrityError:
        raise Ditolak("Sertifikat ini sudah terdaftar dan aktif. Nonaktifkan dahulu yang lama.") from None
    return row


def _read_p12(isi: bytes, sandi: str) -> Isi:
    if len(isi) > MAX_BYTES:
        raise Ditolak("Berkas ini terlalu besar untuk sertifikat. Pilih berkas .p12 atau .pfx dari penerbitnya.")
    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(isi, sandi.encode())
    except UnsupportedAlgorithm:
        raise Ditolak(
            "Berkas ini disandi dengan cara lama yang tidak didukung. Ekspor ulang dengan AES-256, lalu unggah lagi."
        ) from None
    except ValueError:
        raise Ditolak(
            "Berkas tidak dapat dibuka: kata sandinya tidak cocok, atau isinya bukan berkas .p12. Periksa keduanya, lalu coba lagi."
        ) from None
    if key is None or certificate is None:
        raise Ditolak("Berkas ini tidak memuat kunci dan sertifikat. Ekspor keduanya dalam satu berkas .p12.")
    _check_key(key)
    return _told(certificate)


def _check_key(key: object) -> None:
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size >= MIN_RSA:
        return
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return
    raise Ditolak(f"Kunci sertifikat harus RSA paling sedikit {MIN_RSA} bit atau ECDSA. Minta sertifikat baru.")


def _read_token(label: str) -> Isi:
    from pkcs11 import Attribute, ObjectClass

    with token_session(None) as session:
        query = {Attribute.CLASS: ObjectClass.CERTIFICATE, Attribute.LABEL: label}
        found = [bytes(item[Attribute.VALUE]) for item in session.get_objects(query)]
    if len(found) != 1:
        raise GagalTandaTangan(f"Pada token tidak ada tepat satu sertifikat berlabel “{label}”. Periksa labelnya.")
    return _told(x509.load_der_x509_certificate(found[0]))


def _told(certificate: x509.Certificate) -> Isi:
    return Isi(
        subjek=_words(certificate.subject),
        penerbit=_words(certificate.issuer),
        nomor_seri=f"{certificate.serial_number:X}",
        sidik=certificate.fingerprint(hashes.SHA256()).hex(),
        dari=certificate.not_valid_before_utc,
        sampai=certificate.not_valid_after_utc,
    )


def _words(name: x509.Name) -> str:
    """Common name and organisation, or the whole name where neither is given."""
    wanted = (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)
    parts = [str(item.value) for oid in wanted for item in name.get_attributes_for_oid(oid)]
    return (", ".join(parts) or name.rfc4514_string())[:300]
