"""Field visits: when, where, who, what was seen about each question, photos."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from evaluation import pleno_access as access
from evaluation.clarification_workflow import lock_evaluasi
from evaluation.models import EvaluasiTPI, FotoLapangan, KunjunganLapangan, TemuanLapangan
from evaluation.services.assessment import content_of
from evaluation.services.versions import check_version
from evaluation.tpi_workflow import require_window
from units import evidence
from units.access import require
from units.errors import BenturanPerubahan, Ditolak
from units.history import record
from units.models import Peran
from units.templatetags.indonesia import tanggal, waktu

GAMBAR = frozenset({"jpg", "png"})
KOLOM = {"kesesuaian": "Kesesuaian", "uraian": "Uraian"}
MAKS_TEKS = 10_000
MAKS_FOTO = 60  # of one visit


@dataclass(frozen=True, slots=True)
class DataKunjungan:
    """What the form of a visit carries; `penilai` are roles of TPI."""

    tanggal: date
    tempat: str
    penilai: tuple[Peran, ...]
    ditemui: str = ""
    ringkasan: str = ""


def _locked(evaluasi_id: int, by: Peran) -> EvaluasiTPI:
    """The evaluation, locked in its field phase, for somebody who may work on it."""
    locked = lock_evaluasi(evaluasi_id, access.MENCATAT)
    require(access.can_work_on(by, locked), access.PENILAI_UNIT, what="Mencatat kunjungan lapangan")
    require_window(locked)
    return locked


def _check(data: DataKunjungan) -> None:
    if data.tanggal > timezone.localdate():
        raise Ditolak("Tanggal kunjungan tidak boleh sesudah hari ini.")
    if not data.penilai:
        raise Ditolak("Pilih sedikitnya satu penilai yang berkunjung.")
    if not data.tempat.strip():
        raise Ditolak("Isi tempat yang dikunjungi.")


@transaction.atomic
def record_visit(*, evaluasi: EvaluasiTPI, data: DataKunjungan, by: Peran) -> KunjunganLapangan:
    locked = _locked(evaluasi.pk, by)
    _check(data)
    row = locked.kunjungan.create(
        tanggal=data.tanggal,
        tempat=data.tempat.strip(),
        ditemui=data.ditemui.strip(),
        ringkasan=data.ringkasan.strip(),
        dicatat_oleh=by,
    )
    row.penilai.set(data.penilai)
    record(locked, by=by, tindakan="Mencatat kunjungan lapangan", ke=f"{tanggal(row.tanggal)}, {row.tempat}")
    return row


@transaction.atomic
def change_visit(
    *, kunjungan: KunjunganLapangan, data: DataKunjungan, versi: int | None, by: Peran
) -> KunjunganLapangan:
    """Raises BenturanPerubahan when somebody changed the record since `versi`; None overwrites by choice."""
    locked = _locked(kunjungan.evaluasi_id, by)
    _check(data)
    row = locked.kunjungan.select_for_update().get(pk=kunjungan.pk)
    new = {
        "tanggal": data.tanggal,
        "tempat": data.tempat.strip(),
        "ditemui": data.ditemui.strip(),
        "ringkasan": data.ringkasan.strip(),
    }
    old = {name: getattr(row, name) for name in new}
    before = list(row.penilai.order_by("pk"))
    people = sorted(data.penilai, key=lambda p: p.pk)
    if old == new and before == people:
        return row
    tindakan = f"Mengubah kunjungan {row.pk}"
    check_version(row, versi, stored=_said(old, before), history=locked.riwayat.filter(tindakan=tindakan), by=by)
    for name, value in new.items():
        setattr(row, name, value)
    row.versi += 1
    row.save()
    row.penilai.set(people)
    record(locked, by=by, tindakan=tindakan, dari=_said(old, before), ke=_said(new, people))
    return row


def _said(values: dict[str, Any], people: Sequence[Peran]) -> str:
    names = ", ".join(str(p.user) for p in people)
    return f"{tanggal(values['tanggal'])}; {values['tempat']}; {names}; {values['ditemui']}; {values['ringkasan']}"


# --- findings ------------------------------------------------------------------------------------------------


@transaction.atomic
def mark_question(*, kunjungan: KunjunganLapangan, kode: str, by: Peran) -> TemuanLapangan:
    """Put a question on the visit's list; what was seen is written later."""
    locked = _locked(kunjungan.evaluasi_id, by)
    return _finding(locked, kunjungan, kode, by)


def _finding(locked: EvaluasiTPI, kunjungan: KunjunganLapangan, kode: str, by: Peran) -> TemuanLapangan:
    if kode not in content_of(locked.instrumen)[0].pertanyaan:
        raise Ditolak(f"Pertanyaan {kode} tidak ada dalam {locked.instrumen.nama}. Pilih dari daftar.")
    return kunjungan.temuan.get_or_create(kode=kode, defaults={"dicatat_oleh": by})[0]


@transaction.atomic
def save_finding(
    *, kunjungan: KunjunganLapangan, kode: str, kolom: str, nilai: str, versi: int | None, by: Peran
) -> TemuanLapangan:
    """One field of a finding, `kesesuaian` or `uraian`, last seen at `versi` (0 = none yet).

    Raises BenturanPerubahan when somebody else changed the same field since; None overwrites by choice.
    """
    locked = _locked(kunjungan.evaluasi_id, by)
    new = _clean(kolom, nilai)
    row = kunjungan.temuan.filter(kode=kode).first()
    if row is None and not new:
        return TemuanLapangan(kunjungan=kunjungan, kode=kode, versi=0)
    row = row or _finding(locked, kunjungan, kode, by)
    current = getattr(row, kolom)
    if current == new:
        return row
    if versi is not None and versi < row.versi:
        unseen = row.riwayat.filter(kolom=KOLOM[kolom], versi__gt=versi).exclude(oleh=by.user)
        if newer := unseen.select_related("oleh").first():
            raise BenturanPerubahan(
                versi=row.versi, nilai=words(kolom, current), oleh=str(newer.oleh), pada=waktu(newer.waktu)
            )
    setattr(row, kolom, new)
    row.versi += 1
    row.dicatat_oleh = by
    row.save()
    row.riwayat.create(
        oleh=by.user,
        peran=by,
        versi=row.versi,
        tindakan="Mencatat temuan lapangan",
        kolom=KOLOM[kolom],
        dari=words(kolom, current),
        ke=words(kolom, new),
    )
    return row


def _clean(kolom: str, nilai: str) -> str:
    if kolom not in KOLOM:
        raise Ditolak("Isian ini tidak dikenal. Muat ulang halaman.")
    nilai = nilai.replace("\r\n", "\n").strip()
    if kolom == "kesesuaian" and nilai and nilai not in TemuanLapangan.Kesesuaian.values:
        raise Ditolak("Pilih Sesuai, Sesuai sebagian, atau Tidak sesuai.")
    if len(nilai) > MAKS_TEKS:
        raise Ditolak(f"Uraian paling panjang {MAKS_TEKS} karakter.")
    return nilai


def words(kolom: str, nilai: str) -> str:
    return dict(TemuanLapangan.Kesesuaian.choices).get(nilai, "") if kolom == "kesesuaian" else nilai


@transaction.atomic
def unmark_question(*, kunjungan: KunjunganLapangan, kode: str, by: Peran) -> bool:
    """Take a question off the list; what was written about it stays."""
    _locked(kunjungan.evaluasi_id, by)
    row = kunjungan.temuan.filter(kode=kode).first()
    if row is None:
        return False
    try:
        row.delete()
    except ProtectedError:
        raise Ditolak(f"Temuan {kode} sudah pernah diisi dan tetap disimpan.") from None
    return True


# --- photos --------------------------------------------------------------------------------------------------


@transaction.atomic
def add_photo(
    *, kunjungan: KunjunganLapangan, upload: UploadedFile, keterangan: str, by: Peran
) -> tuple[FotoLapangan, bool]:
    """A photo of the visit (JPG or PNG) and whether it is new; the same picture is kept once per visit."""
    locked = _locked(kunjungan.evaluasi_id, by)
    if kunjungan.foto.count() >= MAKS_FOTO:
        raise Ditolak(f"Paling banyak {MAKS_FOTO} foto untuk satu kunjungan.")
    berkas = evidence.store_upload(upload, instansi=locked.pembangunan.unit.instansi, by=by.user, accept=GAMBAR)
    known = kunjungan.foto.filter(berkas=berkas).first()
    if known:
        return known, False
    row = kunjungan.foto.create(berkas=berkas, keterangan=keterangan.strip()[:200])
    record(locked, by=by, tindakan="Menambah foto lapangan", ke=str(row))
    return row, True


@transaction.atomic
def remove_photo(*, foto: FotoLapangan, by: Peran) -> None:
    """Only while the visit is being recorded; the history keeps that there was one."""
    locked = _locked(foto.kunjungan.evaluasi_id, by)
    record(locked, by=by, tindakan="Menghapus foto lapangan", dari=str(foto))
    foto.delete()
