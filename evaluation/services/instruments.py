"""Adopt, copy, edit and publish instruments. A published version never changes."""

from datetime import date

import yaml
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from evaluation import access
from evaluation.lke.instrument import DATA, InstrumenSalah, load_instrumen, shipped_instrumen
from evaluation.lke.threshold import BAWAAN as AMBANG_BAWAAN
from evaluation.lke.threshold import AmbangSalah, check_ambang, load_ambang
from evaluation.lke.workbook.instrument_form import read_instrumen
from evaluation.lke.workbook.reading import read_form
from evaluation.models import Instrumen
from units.access import in_instansi, require
from units.choices import JenisPeran
from units.errors import BenturanPerubahan, BerkasDitolak, Ditolak
from units.evidence import read_bytes, store_upload
from units.history import record
from units.models import Instansi, Peran

S = Instrumen.Status
J = JenisPeran


def shipped_texts(kode: str) -> tuple[str, str]:
    """YAML of an instrument that comes with the portal, and of its thresholds."""
    return (DATA / f"{kode}.yaml").read_text(encoding="utf-8"), shipped_thresholds(kode)


def shipped_thresholds(kode: str) -> str:
    """YAML of the thresholds that come with the portal for an LKE; that of 2019 comes without its LKE."""
    return (DATA / f"{AMBANG_BAWAAN[kode]}.yaml").read_text(encoding="utf-8")


def problems(isi: str, ambang: str) -> list[str]:
    """Everything that stands against publishing, one sentence each; empty when it can be published."""
    try:
        loaded = load_instrumen(isi)
    except InstrumenSalah as error:
        return list(error.masalah)
    found = [f"Jenis jawaban {kode} masih dugaan; pastikan dan hapus tandanya." for kode in loaded.dugaan]
    try:
        check_ambang(load_ambang(ambang), loaded)
    except AmbangSalah as error:
        found += list(error.masalah)
    return found


@transaction.atomic
def begin_from_shipped(kode: str, *, instansi: Instansi, by: Peran) -> Instrumen:
    """A draft of the institution with the content of an instrument that comes with the portal."""
    require(access.can_manage_instrumen(by, instansi.pk), access.PENGELOLA, what="Mengadopsi LKE")
    shipped = shipped_instrumen(kode)
    isi, ambang = shipped_texts(kode)
    row = _new(instansi, kode=shipped.kode, nama=shipped.nama, isi=isi, ambang=ambang, by=by)
    record(row, by=by, tindakan="Mengadopsi instrumen bawaan", ke=kode)
    return row


@transaction.atomic
def begin_from_workbook(
    upload: UploadedFile, *, kode: str, nama: str, dasar: str, ambang: str, instansi: Instansi, by: Peran
) -> Instrumen:
    """A draft from a form that the portal does not know; `ambang` names the shipped thresholds it begins with.

    What the form does not say is completed in the editor; what was noticed while reading stands in the history.
    """
    require(access.can_manage_instrumen(by, instansi.pk), access.PENGELOLA, what="Mengimpor LKE")
    berkas = store_upload(upload, instansi=instansi, by=by.user, accept=frozenset({"xlsx"}))
    data, temuan = read_instrumen(read_form(read_bytes(berkas)), kode=kode, nama=nama, dasar=dasar)
    if not data["komponen"]:
        raise BerkasDitolak("Pada lembar LKE tidak ditemukan komponen yang berbobot.")
    isi = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=110)
    row = _new(instansi, kode=kode, nama=nama, isi=isi, ambang=shipped_thresholds(ambang), by=by)
    notes = [f"{t.lembar}!{t.sel} {t.kode}: {t.masalah} {t.tindakan}" for t in temuan]
    record(row, by=by, tindakan="Mengimpor instrumen dari buku kerja", ke=str(berkas), alasan="\n".join(notes))
    return row


@transaction.atomic
def copy_instrumen(asal: Instrumen, *, by: Peran, kode: str = "", nama: str = "") -> Instrumen:
    """A draft with the content of another one: a new version of the same code, or an instrument of its own."""
    require(access.can_manage_instrumen(by, asal.instansi_id), access.PENGELOLA, what="Menyalin LKE")
    row = _new(
        asal.instansi,
        kode=kode or asal.kode,
        nama=nama or asal.nama,
        isi=asal.isi,
        ambang=asal.ambang,
        asal=asal,
        by=by,
    )
    record(row, by=by, tindakan="Menyalin instrumen", dari=str(asal), ke=str(row))
    return row


def _new(
    instansi: Instansi, *, kode: str, nama: str, isi: str, ambang: str, by: Peran, asal: Instrumen | None = None
) -> Instrumen:
    if Instrumen.objects.filter(instansi=instansi, kode=kode, status=S.DRAF).exists():
        raise Ditolak(f"Sudah ada draf untuk {kode}. Lanjutkan draf itu, atau pakai kode lain.")
    last = Instrumen.objects.filter(instansi=instansi, kode=kode).aggregate(n=Max("versi"))["n"] or 0
    return Instrumen.objects.create(
        instansi=instansi, kode=kode, nama=nama, versi=last + 1, isi=isi, ambang=ambang, asal=asal, dibuat_oleh=by
    )


@transaction.atomic
def edit_instrumen(
    instrumen: Instrumen,
    *,
    isi: str,
    ambang: str,
    isi_versi: int,
    by: Peran,
    tindakan: str,
    kolom: str = "",
    dari: str = "",
    ke: str = "",
) -> Instrumen:
    """Replace the content of a draft that was seen at `isi_versi`; a text that cannot be read is refused."""
    row = Instrumen.objects.select_for_update().get(pk=instrumen.pk)
    require(access.can_edit_instrumen(by, row), f"{access.PENGELOLA}, selama masih draf", what="Menyunting instrumen")
    if row.isi_versi != isi_versi:
        last = row.riwayat.select_related("oleh").first()
        raise BenturanPerubahan(
            versi=row.isi_versi,
            nilai=last.ke if last else "",
            oleh=str(last.oleh) if last else "orang lain",
            pada=str(last.waktu) if last else "",
        )
    row.isi, row.ambang, row.isi_versi = isi, ambang, row.isi_versi + 1
    row.save(update_fields=["isi", "ambang", "isi_versi"])
    record(row, by=by, tindakan=tindakan, kolom=kolom, dari=dari, ke=ke)
    return row


@transaction.atomic
def publish_instrumen(
    instrumen: Instrumen, *, nomor: str, tanggal: date, upload: UploadedFile | None, by: Peran
) -> Instrumen:
    """Lay the instrument down by Keputusan Inspektur: checks, digest, and the version before it is marked replaced."""
    row = Instrumen.objects.select_for_update().get(pk=instrumen.pk)
    require(access.can_publish_instrumen(by, row), access.PENERBIT, what="Menerbitkan LKE")
    if row.status != S.DRAF:
        raise Ditolak("Versi ini sudah terbit dan tidak berubah lagi. Buat versi baru untuk mengubahnya.")
    found = problems(row.isi, row.ambang)
    if found:
        raise Ditolak(" ".join(found[:10]))
    Instrumen.objects.filter(instansi=row.instansi, kode=row.kode, status=S.TERBIT).update(status=S.DIGANTI)
    if upload:
        row.berkas_keputusan = store_upload(
            upload, instansi=row.instansi, by=by.user, accept=frozenset({"pdf", "jpg", "png"})
        )
    row.nomor_keputusan, row.tanggal_keputusan = nomor, tanggal
    row.sidik, row.terbit_at = load_instrumen(row.isi).sidik, timezone.now()
    row.save()
    Instrumen.objects.filter(pk=row.pk).update(status=S.TERBIT)
    row.refresh_from_db()
    record(
        row,
        by=by,
        tindakan="Menerbitkan LKE",
        kolom="status",
        dari="Draf",
        ke="Terbit",
        alasan=f"Keputusan Inspektur {nomor}",
    )
    return row


def published(instansi_id: int):
    """Instruments on which a new assessment may begin."""
    return Instrumen.objects.filter(instansi_id=instansi_id, status=S.TERBIT)


def may_manage(by: Peran) -> bool:
    return in_instansi(by, by.instansi_id, J.ADMIN_INSTANSI, J.KETUA_TPI, J.SEKRETARIS_TPI)
