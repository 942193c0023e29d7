"""Begin a self-assessment, store its answers, show evidence for them, score it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import IntegrityError, transaction

from evaluation import access
from evaluation.lke.answers import Status, read_jawaban
from evaluation.lke.instrument import load_instrumen
from evaluation.lke.scoring import Hasil, score
from evaluation.lke.structure import Instrumen as IsiInstrumen
from evaluation.lke.threshold import Ambang, load_ambang
from evaluation.models import BuktiJawaban, Instrumen, Jawaban, Penilaian, RiwayatJawaban
from units.access import require
from units.errors import BenturanPerubahan, Ditolak
from units.history import record
from units.models import DataDukung, PembangunanZI, Peran
from units.templatetags.indonesia import waktu

KOLOM = {"nilai": "Jawaban", "catatan": "Catatan", "tautan": "Tautan"}
BUKTI = "Data dukung"
MAKS_TEKS = 10_000


@lru_cache(maxsize=64)
def _loaded(pk: int, isi_versi: int, sidik: str, isi: str, ambang: str) -> tuple[IsiInstrumen, Ambang]:
    return load_instrumen(isi), load_ambang(ambang)


def content_of(instrumen: Instrumen) -> tuple[IsiInstrumen, Ambang]:
    """The checked instrument and its thresholds; loaded once per content and process."""
    return _loaded(instrumen.pk, instrumen.isi_versi, instrumen.sidik, instrumen.isi, instrumen.ambang)


def answers_of(penilaian: Penilaian) -> dict[str, Any]:
    """Raw answers by question code, as `evaluation.lke.scoring.score` takes them (one query)."""
    return {kode: nilai for kode, nilai in penilaian.jawaban.values_list("kode", "nilai") if nilai is not None}


def score_penilaian(penilaian: Penilaian, *, answers: Mapping[str, Any] | None = None) -> Hasil:
    """The one way an assessment is scored; `answers` tries others without saving them."""
    isi, _ = content_of(penilaian.instrumen)
    return score(isi, answers_of(penilaian) if answers is None else answers)


@transaction.atomic
def create_penilaian(*, pembangunan: PembangunanZI, instrumen: Instrumen, by: Peran) -> Penilaian:
    """The unit's self-assessment of the year, empty: no answer is preselected."""
    require(access.can_begin_penilaian(by, pembangunan), access.KETUA, what="Memulai penilaian mandiri")
    if instrumen.status != Instrumen.Status.TERBIT or instrumen.instansi_id != by.instansi_id:
        raise Ditolak("LKE ini belum terbit. Minta Inspektorat menerbitkannya lebih dahulu.")
    try:
        with transaction.atomic():
            penilaian = Penilaian.objects.create(pembangunan=pembangunan, instrumen=instrumen, dibuat_oleh=by)
    except IntegrityError:
        raise Ditolak("Penilaian mandiri unit ini untuk tahun ini sudah ada. Buka penilaian itu.") from None
    record(penilaian, by=by, tindakan="Memulai penilaian mandiri", ke=str(instrumen))
    return penilaian


@dataclass(frozen=True, slots=True)
class Tersimpan:
    """What was stored: the answer row and how it now reads."""

    jawaban: Jawaban
    ditolak: str  # why the value cannot be scored; "" when it can


def save_jawaban(*, penilaian: Penilaian, kode: str, kolom: str, nilai: Any, versi: int | None, by: Peran) -> Jawaban:
    """Set one field of an answer that the person last saw at `versi` (0 = unanswered); None overwrites by choice.

    `kolom` is nilai, catatan or tautan. Raises Ditolak with the question and the reason when a value is nonsense, and
    BenturanPerubahan when somebody changed the same field since; other fields changed meanwhile do not matter.
    """
    with transaction.atomic():
        locked = _draft(penilaian, kode, by=by)
        nilai = _clean(locked, kode, kolom, nilai)
        row, _ = Jawaban.objects.select_for_update().get_or_create(penilaian=locked, kode=kode, defaults={"versi": 0})
        current = getattr(row, kolom)
        if current == nilai:
            return row
        if versi is not None and (newer := _newer(row, kolom, versi)):
            raise BenturanPerubahan(versi=row.versi, nilai=words(current), oleh=str(newer.oleh), pada=waktu(newer.waktu))
        setattr(row, kolom, nilai)
        _store(row, KOLOM[kolom], dari=words(current), ke=words(nilai), by=by)
        return row


def _draft(penilaian: Penilaian, kode: str, *, by: Peran) -> Penilaian:
    """The assessment, locked: an answer and a submission never pass each other."""
    Penilaian.objects.select_for_update().get(pk=penilaian.pk)
    locked = Penilaian.objects.select_related("pembangunan__unit", "instrumen").get(pk=penilaian.pk)
    if kode not in content_of(locked.instrumen)[0].pertanyaan:
        raise Ditolak(f"Pertanyaan {kode} tidak ada dalam {locked.instrumen.nama}. Muat ulang halaman.")
    require(access.can_answer(by, locked, kode), access.PENGISI, what="Mengisi jawaban ini")
    return locked


def _clean(penilaian: Penilaian, kode: str, kolom: str, nilai: Any) -> Any:
    if kolom != "nilai":
        text = str(nilai or "").replace("\r\n", "\n").strip()
        if len(text) > MAKS_TEKS:
            raise Ditolak(f"{KOLOM[kolom]} paling panjang {MAKS_TEKS} karakter; sekarang {len(text)}.")
        return text
    if nilai in ("", None, {}):
        return None
    read = read_jawaban(content_of(penilaian.instrumen)[0].pertanyaan[kode], nilai)
    if read.status == Status.DITOLAK:
        raise Ditolak(" ".join(t.masalah for t in read.temuan))
    if read.status == Status.TIDAK_BERLAKU:
        raise Ditolak("Hanya TPI yang dapat menyatakan suatu pertanyaan tidak berlaku.")
    return nilai


def _newer(row: Jawaban, kolom: str, versi: int) -> RiwayatJawaban | None:
    """The last change of this field that the person has not seen."""
    return row.riwayat.filter(kolom=KOLOM[kolom], versi__gt=versi).select_related("oleh").first()


def _store(row: Jawaban, kolom: str, *, dari: str, ke: str, by: Peran) -> None:
    row.versi += 1
    row.updated_by = by.user
    row.save()
    row.riwayat.create(oleh=by.user, peran=by, versi=row.versi, tindakan="Mengisi jawaban", kolom=kolom, dari=dari, ke=ke)


def words(nilai: Any) -> str:
    """An answer as people read it in history and conflicts."""
    if nilai is None:
        return ""
    if isinstance(nilai, Mapping):
        return ", ".join(f"{name}: {count}" for name, count in nilai.items())
    return str(nilai)


@transaction.atomic
def attach_bukti(*, penilaian: Penilaian, kode: str, data_dukung: DataDukung, by: Peran) -> bool:
    """Show evidence for an answer. Returns whether it is new there."""
    locked = _draft(penilaian, kode, by=by)
    if data_dukung.pembangunan.unit_id != locked.pembangunan.unit_id:
        raise Ditolak("Data dukung harus milik unit ini.")
    row, _ = Jawaban.objects.select_for_update().get_or_create(penilaian=locked, kode=kode, defaults={"versi": 0})
    _, created = BuktiJawaban.objects.get_or_create(jawaban=row, data_dukung=data_dukung, defaults={"created_by": by.user})
    if created:
        _store(row, BUKTI, dari="", ke=str(data_dukung), by=by)
    return created


@transaction.atomic
def detach_bukti(*, penilaian: Penilaian, kode: str, data_dukung: DataDukung, by: Peran) -> bool:
    """Take evidence away from an answer; the evidence itself stays."""
    locked = _draft(penilaian, kode, by=by)
    row = Jawaban.objects.select_for_update().filter(penilaian=locked, kode=kode).first()
    gone = row.bukti.filter(data_dukung=data_dukung).delete()[0] if row else 0
    if gone:
        _store(row, BUKTI, dari=str(data_dukung), ke="", by=by)
    return bool(gone)
