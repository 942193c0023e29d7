"""Begin a self-assessment, store its answers, show evidence for them, score it."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from evaluation import access
from evaluation.lke.answers import JawabanTerbaca, Status, jawaban_data, read_jawaban
from evaluation.lke.instrument import load_instrumen
from evaluation.lke.numbers import BukanAngka, read_count
from evaluation.lke.scoring import Hasil, score
from evaluation.lke.structure import Instrumen as IsiInstrumen
from evaluation.lke.structure import Pertanyaan
from evaluation.lke.threshold import Ambang, load_ambang
from evaluation.models import Instrumen, Jawaban, Penilaian, RiwayatJawaban
from evaluation.result_data import HasilLKE, build, freeze, thaw
from evaluation.services.summary import store_summary
from units.access import require
from units.errors import BenturanPerubahan, Ditolak
from units.history import record
from units.models import DataDukung, PembangunanZI, Peran
from units.templatetags.indonesia import waktu

KOLOM = {"nilai": "Jawaban", "catatan": "Catatan", "tautan": "Tautan"}
ISIAN = "isian."
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


@transaction.atomic
def save_jawaban(
    *,
    penilaian: Penilaian,
    kode: str,
    kolom: str,
    nilai: Any,
    versi: int | None,
    by: Peran,
    tindakan: str = "Mengisi jawaban",
) -> Jawaban:
    """Set one field of an answer that the person last saw at `versi` (0 = unanswered); None overwrites by choice.

    `kolom` is nilai, catatan, tautan, or one counted input as `isian.agen`. Raises Ditolak with the reason when a
    value is nonsense, and BenturanPerubahan when somebody else changed the same field since; other fields changed
    meanwhile do not matter.
    """
    locked = _draft(penilaian, kode, by=by)
    row = _row_of(locked, kode)
    _set_field(locked, row, kolom=kolom, nilai=nilai, versi=versi, by=by, tindakan=tindakan)
    return row


@transaction.atomic
def save_and_score(
    *, penilaian: Penilaian, kode: str, kolom: str, nilai: Any, versi: int | None, by: Peran
) -> tuple[Jawaban, Hasil]:
    """As `save_jawaban`, with what the assessment scores now: one read serves the answer and the score."""
    locked = _draft(penilaian, kode, by=by)
    rows = {row.kode: row for row in locked.jawaban.all()}
    row = rows.setdefault(kode, Jawaban(penilaian=locked, kode=kode, versi=0))
    _set_field(locked, row, kolom=kolom, nilai=nilai, versi=versi, by=by)
    answers = {code: item.nilai for code, item in rows.items() if item.nilai is not None}
    return row, score_penilaian(locked, answers=answers)


def _row_of(locked: Penilaian, kode: str) -> Jawaban:
    """The stored answer, or a new one not stored yet: under the assessment's lock nobody else makes it meanwhile."""
    return locked.jawaban.filter(kode=kode).first() or Jawaban(penilaian=locked, kode=kode, versi=0)


def _set_field(
    locked: Penilaian,
    row: Jawaban,
    *,
    kolom: str,
    nilai: Any,
    versi: int | None,
    by: Peran,
    tindakan: str = "Mengisi jawaban",
) -> None:
    new = _clean(locked, row, kolom, nilai)
    current = _field(row, kolom)
    if current == new:
        return
    if versi is not None and versi < row.versi and (newer := _newer(row, kolom, versi, by)):
        raise BenturanPerubahan(versi=row.versi, nilai=words(current), oleh=str(newer.oleh), pada=waktu(newer.waktu))
    if kolom.startswith(ISIAN):
        row.nilai = _with_count(row, kolom, new) or None
    else:
        setattr(row, kolom, new)
    _store(row, name_of(kolom), dari=words(current), ke=words(new), by=by, tindakan=tindakan)


def name_of(kolom: str) -> str:
    """The field's name in the history."""
    return f"Isian {kolom.removeprefix(ISIAN)}" if kolom.startswith(ISIAN) else KOLOM[kolom]


def _field(row: Jawaban, kolom: str) -> Any:
    if kolom.startswith(ISIAN):
        return row.nilai.get(kolom.removeprefix(ISIAN)) if isinstance(row.nilai, dict) else None
    return getattr(row, kolom)


def _with_count(row: Jawaban, kolom: str, nilai: int | None) -> dict[str, int]:
    """All counts of the answer with one of them changed or taken away."""
    name = kolom.removeprefix(ISIAN)
    rest = {key: count for key, count in row.nilai.items() if key != name} if isinstance(row.nilai, dict) else {}
    return rest if nilai is None else {**rest, name: nilai}


def _draft(penilaian: Penilaian, kode: str, *, by: Peran) -> Penilaian:
    """The assessment, locked: an answer and a submission never pass each other."""
    rows = Penilaian.objects.select_related("pembangunan__unit", "instrumen").defer("hasil")
    locked = rows.select_for_update(of=("self",)).get(pk=penilaian.pk)
    if kode not in content_of(locked.instrumen)[0].pertanyaan:
        raise Ditolak(f"Pertanyaan {kode} tidak ada dalam {locked.instrumen.nama}. Muat ulang halaman.")
    require(access.can_answer(by, locked, kode), access.PENGISI, what="Mengisi jawaban ini")
    return locked


def _clean(penilaian: Penilaian, row: Jawaban, kolom: str, nilai: Any) -> Any:
    """The value to store; refused in a sentence when it cannot be read."""
    if kolom in ("catatan", "tautan"):
        text = str(nilai or "").replace("\r\n", "\n").strip()
        if len(text) > MAKS_TEKS:
            raise Ditolak(f"{KOLOM[kolom]} paling panjang {MAKS_TEKS} karakter; sekarang {len(text)}.")
        return text
    pertanyaan = content_of(penilaian.instrumen)[0].pertanyaan[row.kode]
    if kolom.startswith(ISIAN):
        return _clean_count(pertanyaan, row, kolom, nilai)
    if kolom != "nilai":
        raise Ditolak(f"Kolom {kolom[:40]} tidak dikenal. Muat ulang halaman.")
    if nilai in ("", None, {}):
        return None
    return jawaban_data(_read(pertanyaan, nilai).isi)


def _clean_count(pertanyaan: Pertanyaan, row: Jawaban, kolom: str, nilai: Any) -> int | None:
    """One counted input, judged together with the others as they are stored."""
    name = kolom.removeprefix(ISIAN)
    if name not in pertanyaan.isian:
        raise Ditolak(f"Isian {name[:40]} tidak ada pada pertanyaan ini. Muat ulang halaman.")
    if str(nilai or "").strip() == "" and nilai != 0:
        left = _with_count(row, kolom, None)
        if left:
            _read(pertanyaan, left)
        return None
    try:
        count = read_count(nilai)
    except BukanAngka as error:
        raise Ditolak(f"{pertanyaan.isian[name]}: {error}. Isi dengan bilangan bulat mulai dari 0.") from None
    _read(pertanyaan, _with_count(row, kolom, count))
    return count


def _read(pertanyaan: Pertanyaan, nilai: Any) -> JawabanTerbaca:
    read = read_jawaban(pertanyaan, nilai)
    if read.status == Status.DITOLAK:
        raise Ditolak(" ".join(t.masalah for t in read.temuan))
    if read.status == Status.TIDAK_BERLAKU:
        raise Ditolak("Hanya TPI yang dapat menyatakan suatu pertanyaan tidak berlaku.")
    return read


def _newer(row: Jawaban, kolom: str, versi: int, by: Peran) -> RiwayatJawaban | None:
    """The last change of this field by somebody else that the person has not seen.

    A whole answer and its counted inputs are one matter.
    """
    changed = Q(kolom=name_of(kolom))
    if kolom.startswith(ISIAN):
        changed |= Q(kolom=KOLOM["nilai"])
    elif kolom == "nilai":
        changed |= Q(kolom__startswith="Isian ")
    unseen = row.riwayat.filter(changed, versi__gt=versi).exclude(oleh=by.user)
    return unseen.select_related("oleh").first()


def _store(row: Jawaban, kolom: str, *, dari: str, ke: str, by: Peran, tindakan: str = "Mengisi jawaban") -> None:
    row.versi += 1
    row.updated_by = by.user
    row.save()
    row.riwayat.create(oleh=by.user, peran=by, versi=row.versi, tindakan=tindakan, kolom=kolom, dari=dari, ke=ke)


def clear_jawaban(row: Jawaban, *, by: Peran, tindakan: str) -> None:
    """Take the answer out of a locked row and say so in its history; note, links and evidence stay."""
    dari, row.nilai = words(row.nilai), None
    _store(row, KOLOM["nilai"], dari=dari, ke="", by=by, tindakan=tindakan)


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
    row = _row_of(locked, kode)
    if row.pk and row.bukti.filter(data_dukung=data_dukung).exists():
        return False
    _store(row, BUKTI, dari="", ke=str(data_dukung), by=by)
    row.bukti.create(data_dukung=data_dukung, created_by=by.user)
    return True


@transaction.atomic
def detach_bukti(*, penilaian: Penilaian, kode: str, data_dukung: DataDukung, by: Peran) -> bool:
    """Take evidence away from an answer; the evidence itself stays."""
    locked = _draft(penilaian, kode, by=by)
    row = _row_of(locked, kode)
    gone = row.bukti.filter(data_dukung=data_dukung).delete()[0] if row.pk else 0
    if gone:
        _store(row, BUKTI, dari=str(data_dukung), ke="", by=by)
    return bool(gone)


# --- result --------------------------------------------------------------------------------------------------


def target_of(penilaian: Penilaian) -> str:
    """The predicate the unit builds towards, as the thresholds write it: WBK or WBBM."""
    return penilaian.pembangunan.target.upper()


def result_of(penilaian: Penilaian, *, answers: Mapping[str, Any] | None = None, rinci: bool = True) -> HasilLKE:
    """The result as pages show it: the frozen one once submitted; scored now from the stored or the given answers
    otherwise, with `rinci` as for `build`.
    """
    if penilaian.hasil and answers is None:
        return thaw(penilaian.hasil)
    _, ambang = content_of(penilaian.instrumen)
    hasil = score_penilaian(penilaian, answers=answers)
    return build(hasil, ambang, versi=penilaian.instrumen.versi, target=target_of(penilaian), rinci=rinci)


def freeze_penilaian(penilaian: Penilaian, *, pada: str, oleh: str) -> dict[str, Any]:
    """Answers with notes and evidence, the result tree, every threshold, and the digest of the instrument.

    The figures that lists read are stored beside it.
    """
    result = replace(result_of(penilaian, answers=answers_of(penilaian)), pada=pada, oleh=oleh)
    store_summary(penilaian, result)
    rows = penilaian.jawaban.prefetch_related("bukti__data_dukung")
    answers = {
        row.kode: {
            "nilai": row.nilai,
            "catatan": row.catatan,
            "tautan": row.tautan,
            "bukti": [{"pk": b.data_dukung_id, "judul": b.data_dukung.judul} for b in row.bukti.all()],
        }
        for row in rows
    }
    return {**freeze(result), "jawaban": answers}
