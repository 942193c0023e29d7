"""Sign an issued paper, or keep the scan of the signed one. The file is made and checked first; then row, file and status
change together or not at all.
"""

import logging

from django.db import transaction
from django.utils import timezone

from reports.models import BerkasBertanda, SertifikatElektronik, Terbitan
from reports.signing.local import BerkasP12, Token
from reports.signing.penyedia import Penyedia, Permintaan, SandiSalah
from reports.signing.remote import Layanan
from reports.signing.verify import require_valid
from reports.terbitan_workflow import WORKFLOW
from units import complaint_limits as limits
from units import evidence
from units.access import require
from units.errors import Ditolak
from units.models import Berkas, Peran
from units.templatetags.indonesia import tanggal
from units.transitions import perform

log = logging.getLogger(__name__)
S, P = Terbitan.Status, SertifikatElektronik.Penyedia
PENYEDIA: dict[str, type[Penyedia]] = {P.PKCS12: BerkasP12, P.PKCS11: Token, P.JARAK_JAUH: Layanan}
TOO_OFTEN = "Terlalu sering salah. Sertifikat ini dapat dicoba lagi satu jam kemudian."
HOLDER = "pemegang sertifikat elektronik yang perannya menandatangani jenis dokumen ini"


def sign_terbitan(*, terbitan: Terbitan, sertifikat: SertifikatElektronik, sandi: str, by: Peran) -> Terbitan:
    """Put the holder's electronic signature under the drawn file and bring the paper into force.

    Raises TidakBerwenang (not the holder, or not a role that signs this), SandiSalah, GagalTandaTangan, Ditolak.
    """
    require(
        sertifikat.pemegang_id == by.user_id and sertifikat.instansi_id == by.instansi_id, HOLDER, what="Menandatangani"
    )
    require(WORKFLOW.get("sign").can(by, terbitan), HOLDER, what="Menandatangani")
    _check_certificate(sertifikat)
    drawn = evidence.read_bytes(drawn_of(terbitan))
    signed = _signed_by(sertifikat, drawn, sandi=sandi, permintaan=_request_of(terbitan, by))
    require_valid(signed, drawn=drawn, sidik=sertifikat.sidik)
    with transaction.atomic():
        locked = Terbitan.objects.select_for_update().get(pk=terbitan.pk)
        drawn_of(locked)
        berkas = evidence.store_bytes(
            signed, nama=f"{terbitan.nomor}.pdf", ekstensi="pdf", instansi=terbitan.instansi, by=by.user
        )
        done = put_in_force(locked, berkas, cocok=BerkasBertanda.Cocok.TANDA_TANGAN, by=by, sertifikat=sertifikat)
    log.info("terbitan %s signed with certificate %s", terbitan.pk, sertifikat.pk)
    return done


def drawn_of(terbitan: Terbitan) -> Berkas:
    """The file that waits for an electronic signature, or the reason why none does."""
    if terbitan.cara != Terbitan.Cara.ELEKTRONIK:
        raise Ditolak(
            "Dokumen ini diterbitkan untuk tanda tangan basah. Cetak, tanda tangani, lalu unggah pindaiannya."
        )
    if terbitan.status == S.DISIAPKAN or terbitan.dokumen.berkas is None:
        raise Ditolak("Berkas bernomor belum selesai dibuat. Tunggu sebentar, lalu muat ulang halaman ini.")
    if terbitan.status != S.MENUNGGU_TTD:
        raise Ditolak(f"Dokumen ini tidak menunggu tanda tangan lagi: statusnya “{terbitan.get_status_display()}”.")
    return terbitan.dokumen.berkas


def put_in_force(
    terbitan: Terbitan,
    berkas: Berkas,
    *,
    cocok: str,
    by: Peran,
    sertifikat: SertifikatElektronik | None = None,
) -> Terbitan:
    """Inside the caller's transaction: the signed file becomes the paper's own, and the workflow takes its step."""
    BerkasBertanda.objects.create(terbitan=terbitan, berkas=berkas, cocok=cocok, sertifikat=sertifikat, oleh=by)
    # `perform` reads the row again: what it checks has to stand there.
    Terbitan.objects.filter(pk=terbitan.pk).update(bertanda=berkas, bertanda_at=timezone.now(), bertanda_oleh=by)
    return perform(WORKFLOW, terbitan, "sign", by=by)


def _check_certificate(sertifikat: SertifikatElektronik) -> None:
    if sertifikat.dinonaktifkan_at:
        raise Ditolak("Sertifikat ini sudah dinonaktifkan. Pilih sertifikat lain, atau hubungi Administrator Instansi.")
    if sertifikat.is_expired:
        raise Ditolak(
            f"Sertifikat ini berakhir pada {tanggal(sertifikat.berlaku_sampai)}. Minta Administrator Instansi mengunggah yang baru."
        )
    if sertifikat.is_early:
        raise Ditolak(f"Sertifikat ini baru berlaku mulai {tanggal(sertifikat.berlaku_dari)}.")


def _request_of(terbitan: Terbitan, by: Peran) -> Permintaan:
    return Permintaan(
        alasan=f"Menandatangani {terbitan.get_jenis_display()} nomor {terbitan.nomor}",
        tempat=terbitan.instansi.ibu_kota,
        nama=by.user.nama,
    )


def _signed_by(sertifikat: SertifikatElektronik, pdf: bytes, *, sandi: str, permintaan: Permintaan) -> bytes:
    """A slot is taken before the password is tried and given back unless it was wrong: guesses sent all at once count too."""
    slot = limits.take_for(limits.SANDI_SERTIFIKAT, str(sertifikat.pk))
    if slot is None:
        log.warning("certificate %s: too many wrong passwords", sertifikat.pk)
        raise Ditolak(TOO_OFTEN)
    try:
        signed = PENYEDIA[sertifikat.penyedia](sertifikat).sign(pdf, sandi=sandi, permintaan=permintaan)
    except SandiSalah:
        raise
    except Ditolak:
        limits.give_back(slot)
        raise
    limits.give_back(slot)
    return signed
