"""Sign an issued paper, or keep the scan of the signed one. The file is made and checked first; then row, file and status
change together or not at all.
"""

import logging

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from reports.issuing_access import PENERBIT
from reports.models import BerkasBertanda, SertifikatElektronik, Terbitan
from reports.signing import scan
from reports.signing.access import may_bring_scan
from reports.signing.penyedia import Penyedia, Permintaan, SandiSalah
from reports.terbitan_workflow import WORKFLOW
from units import complaint_limits as limits
from units import evidence
from units.access import require
from units.errors import Ditolak
from units.file_types import check_content
from units.history import record
from units.models import Berkas, Peran
from units.notices import notify
from units.templatetags.indonesia import tanggal
from units.transitions import perform

log = logging.getLogger(__name__)
S, P = Terbitan.Status, SertifikatElektronik.Penyedia
TOO_OFTEN = "Terlalu sering salah. Sertifikat ini dapat dicoba lagi satu jam kemudian."
HOLDER = "pemegang sertifikat elektronik yang perannya menandatangani jenis dokumen ini"


def sign_terbitan(*, terbitan: Terbitan, sertifikat: SertifikatElektronik, sandi: str, by: Peran) -> Terbitan:
    """Put the holder's electronic signature under the drawn file and bring the paper into force.

    Raises TidakBerwenang (not the holder, or not a role that signs this), SandiSalah, GagalTandaTangan, Ditolak.
    """
    from reports.signing.verify import require_valid

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


def keep_scan(*, terbitan: Terbitan, upload: UploadedFile, nomor: str, by: Peran, alasan: str = "") -> Terbitan:
    """Keep the scan of the signed paper after it was matched with the number; the first one brings the paper into force.

    A later one takes its place with a reason, and the one before stays in the history. Raises TidakBerwenang, BerkasDitolak,
    NomorDiperlukan, Ditolak.
    """
    require(may_bring_scan(by, terbitan), PENERBIT, what="Mengunggah pindaian")
    ekstensi = check_content(upload, name=upload.name, accept=scan.ACCEPT)
    upload.seek(0)
    cocok = scan.match(terbitan, scan.read_scan(upload.read(), ekstensi), diketik=nomor)
    with transaction.atomic():
        locked = Terbitan.objects.select_for_update().get(pk=terbitan.pk)
        check_waits_for_scan(locked)
        berkas = evidence.store_upload(upload, instansi=terbitan.instansi, by=by.user, accept=scan.ACCEPT)
        _check_new(locked, berkas)
        if locked.status == S.MENUNGGU_TTD:
            return put_in_force(locked, berkas, cocok=cocok, by=by)
        return _replace_scan(locked, berkas, cocok=cocok, by=by, alasan=alasan.strip())


def check_waits_for_scan(terbitan: Terbitan) -> None:
    """Why no scan can be brought now, if so."""
    if terbitan.cara != Terbitan.Cara.BASAH:
        raise Ditolak("Dokumen ini diterbitkan untuk tanda tangan elektronik; pindaian kertas tidak diterima.")
    if terbitan.status == S.DISIAPKAN:
        raise Ditolak("Berkas bernomor belum selesai dibuat. Tunggu sebentar, lalu muat ulang halaman ini.")
    if terbitan.status not in (S.MENUNGGU_TTD, S.BERLAKU):
        raise Ditolak(f"Dokumen ini tidak berlaku lagi: statusnya “{terbitan.get_status_display()}”.")


def _check_new(terbitan: Terbitan, berkas: Berkas) -> None:
    if terbitan.dokumen.berkas_id == berkas.pk:
        raise Ditolak(
            "Ini berkas dari portal yang belum ditandatangani. Cetak, tanda tangani, lalu unggah pindaiannya."
        )
    if terbitan.berkas_bertanda.filter(berkas=berkas).exists():
        raise Ditolak("Berkas ini sama persis dengan pindaian yang sudah tersimpan; tidak ada yang diganti.")


def _replace_scan(terbitan: Terbitan, berkas: Berkas, *, cocok: str, by: Peran, alasan: str) -> Terbitan:
    if not alasan:
        raise Ditolak("Isi alasan mengganti pindaian.")
    before = terbitan.bertanda
    BerkasBertanda.objects.create(terbitan=terbitan, berkas=berkas, cocok=cocok, oleh=by, alasan=alasan)
    terbitan.bertanda = berkas
    terbitan.save(update_fields=["bertanda"])
    record(
        terbitan, by=by, tindakan="Mengganti pindaian", kolom="berkas bertanda", dari=before.sha256 if before else "",
        ke=berkas.sha256, alasan=alasan,
    )  # fmt: skip
    return terbitan


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
    done = perform(WORKFLOW, terbitan, "sign", by=by)
    if done.diterbitkan_oleh.user_id != by.user_id:
        notify(
            [done.diterbitkan_oleh.user],
            judul=f"Dokumen {done.nomor} berlaku",
            pesan=f"{done.perihal}, {done.unit_nama}. Ditandatangani: {by.user}.",
            tautan=reverse("terbitan_detail", args=[done.pk]),
        )
    return done


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


def _provider_of(sertifikat: SertifikatElektronik) -> Penyedia:
    """Imported here, because pyHanko and its friends are heavy and only who signs needs them."""
    from reports.signing.local import BerkasP12, Token
    from reports.signing.remote import Layanan

    return {P.PKCS12: BerkasP12, P.PKCS11: Token, P.JARAK_JAUH: Layanan}[P(sertifikat.penyedia)](sertifikat)


def _signed_by(sertifikat: SertifikatElektronik, pdf: bytes, *, sandi: str, permintaan: Permintaan) -> bytes:
    """A slot is taken before the password is tried and given back unless it was wrong: guesses sent all at once count too."""
    slot = limits.take_for(limits.SANDI_SERTIFIKAT, str(sertifikat.pk))
    if slot is None:
        log.warning("certificate %s: too many wrong passwords", sertifikat.pk)
        raise Ditolak(TOO_OFTEN)
    try:
        signed = _provider_of(sertifikat).sign(pdf, sandi=sandi, permintaan=permintaan)
    except SandiSalah:
        raise
    except Ditolak:
        limits.give_back(slot)
        raise
    limits.give_back(slot)
    return signed
