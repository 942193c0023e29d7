"""An assessor's own answers: saved field by field, handed in, taken back, looked at again.

Saving locks the assessor's task, so that answers of different people never wait for each other, while a step of the
evaluation, which locks all its tasks, never passes one.
"""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from evaluation import tpi_access as access
from evaluation.answer_input import clean_count, clean_text, clean_value, counts_of, not_applicable, reason_of, words
from evaluation.blind import is_blind
from evaluation.lke.answers import TIDAK_BERLAKU, read_jawaban
from evaluation.lke.scoring import Hasil, score
from evaluation.models import EvaluasiTPI, JawabanPenilai, Penugasan, PutusanBukti, RiwayatJawabanPenilai
from evaluation.services.assessment import content_of
from evaluation.tpi_evidence import BuktiSoal, evidence_by_code, evidence_of, seen_versions, unjudged
from evaluation.tpi_workflow import require_window
from units.access import require
from units.errors import BenturanPerubahan, Ditolak
from units.models import Peran
from units.templatetags.indonesia import waktu

NILAI, ISIAN, BUKTI = "nilai", "isian.", "bukti."
TEKS = {"catatan": "Catatan", "rekomendasi": "Rekomendasi"}
JAWABAN, TAK_BERLAKU = "Jawaban", "Tidak berlaku"
TERKUNCI = "Nilai ini sudah diserahkan. Tarik kembali lebih dahulu untuk mengubahnya."


@transaction.atomic
def save_field(
    *,
    evaluasi: EvaluasiTPI,
    kode: str,
    kolom: str,
    nilai: Any,
    versi: int | None,
    by: Peran,
    dilihat: Collection[int] | None = None,
) -> JawabanPenilai:
    """Set one field of the assessor's own answer, last seen at `versi` (0 = none; None overwrites by choice).

    `kolom` is nilai, isian.<name>, tidak_berlaku (the reason), catatan, rekomendasi, or bukti.<version pk> (the verdict
    on that version). `dilihat` are the evidence versions on the page: a score is pinned to them. Raises Ditolak for
    nonsense, for an answer that is handed in and outside the phase's window, and BenturanPerubahan when the same field
    was saved in another window meanwhile.
    """
    locked = _gate(evaluasi, kode, by=by)
    row = _own(locked, kode, by=by)
    if kolom.startswith(BUKTI):
        _judge(locked, row, kolom.removeprefix(BUKTI), nilai, by=by)
        return row
    name, old, new = _change(locked, row, kolom, nilai)
    if old == new:
        return row
    if row.selesai_at:
        raise Ditolak(TERKUNCI)
    _check_version(row, name, old, versi)
    if kolom in TEKS:
        setattr(row, kolom, new)
    else:
        row.nilai = new
        row.dasar_versi = seen_versions(evidence_of(locked, kode), dilihat) if new is not None else []
    _store(row, name, dari=words(old), ke=words(new), by=by)
    return row


def _gate(evaluasi: EvaluasiTPI, kode: str, *, by: Peran) -> EvaluasiTPI:
    """The evaluation as it stands once the task is locked; a query of its own, so that it shows what was committed
    while we waited.
    """
    task = Penugasan.objects.select_for_update().filter(evaluasi=evaluasi, penilai=by, is_active=True).first()
    rows = EvaluasiTPI.objects.select_related("pembangunan__unit", "instrumen")
    fresh = rows.get(pk=evaluasi.pk)
    if kode and kode not in content_of(fresh.instrumen)[0].pertanyaan:
        raise Ditolak(f"Pertanyaan {kode[:40]} tidak ada dalam {fresh.instrumen.nama}. Muat ulang halaman.")
    codes = access.codes_under(task, by, fresh)
    require(kode in codes if kode else bool(codes), access.YANG_DITUGASI, what="Menilai pertanyaan ini")
    require_window(fresh)
    return fresh


def _own(evaluasi: EvaluasiTPI, kode: str, *, by: Peran) -> JawabanPenilai:
    """The stored answer, or a new one not stored yet: under the task's lock nobody makes it meanwhile."""
    key = {"evaluasi": evaluasi, "penilai_id": by.user_id, "kode": kode}
    return JawabanPenilai.objects.filter(**key).first() or JawabanPenilai(**key)


def _change(evaluasi: EvaluasiTPI, row: JawabanPenilai, kolom: str, nilai: Any) -> tuple[str, Any, Any]:
    """(name in the history, stored value, new value) of a field; a whole answer for all fields that are part of it."""
    if kolom in TEKS:
        return TEKS[kolom], getattr(row, kolom), clean_text(TEKS[kolom], nilai)
    item = content_of(evaluasi.instrumen)[0].pertanyaan[row.kode]
    if kolom == TIDAK_BERLAKU:
        alasan = clean_text(TAK_BERLAKU, nilai)
        if not alasan and not reason_of(row.nilai):
            return TAK_BERLAKU, row.nilai, row.nilai
        return TAK_BERLAKU, row.nilai, not_applicable(alasan)
    if kolom.startswith(ISIAN):
        name = kolom.removeprefix(ISIAN)
        if str(nilai or "").strip() == "" and nilai != 0 and name not in counts_of(row.nilai):
            return f"Isian {name}", row.nilai, row.nilai
        return f"Isian {name}", row.nilai, clean_count(item, row.nilai, name, nilai)
    if kolom != NILAI:
        raise Ditolak(f"Kolom {kolom[:40]} tidak dikenal. Muat ulang halaman.")
    return JAWABAN, row.nilai, clean_value(item, nilai)


def _check_version(row: JawabanPenilai, name: str, old: Any, versi: int | None) -> None:
    """An assessor meets nobody but themselves: the same field, saved in another window since this one was loaded."""
    if versi is None or versi >= row.versi:
        return
    changed = Q(kolom=name)
    if name.startswith("Isian "):
        changed |= Q(kolom__in=(JAWABAN, TAK_BERLAKU))
    elif name in (JAWABAN, TAK_BERLAKU):
        changed |= Q(kolom__in=(JAWABAN, TAK_BERLAKU)) | Q(kolom__startswith="Isian ")
    newer = row.riwayat.filter(changed, versi__gt=versi).first()
    if newer:
        shown = words(counts_of(old).get(name.removeprefix("Isian "))) if name.startswith("Isian ") else words(old)
        raise BenturanPerubahan(
            versi=row.versi, nilai=shown, oleh="Anda sendiri di jendela atau perangkat lain", pada=waktu(newer.waktu)
        )


def _store(row: JawabanPenilai, kolom: str, *, dari: str, ke: str, by: Peran, tindakan: str = "Menilai") -> None:
    row.versi += 1
    row.save()
    RiwayatJawabanPenilai.objects.create(
        objek=row, oleh=by.user, peran=by, versi=row.versi, tindakan=tindakan, kolom=kolom, dari=dari, ke=ke
    )


def _judge(evaluasi: EvaluasiTPI, row: JawabanPenilai, raw: str, putusan: str, *, by: Peran) -> None:
    """The verdict on one version of evidence under this question; empty takes it away."""
    labels = dict(PutusanBukti.Putusan.choices)
    if putusan and putusan not in labels:
        raise Ditolak("Putusan bukti tidak dikenal. Pilih salah satu dari daftar.")
    item = _evidence_with(evidence_of(evaluasi, row.kode), raw)
    before = PutusanBukti.objects.filter(jawaban=row, versi=int(raw)).first() if row.pk else None
    if (before.putusan if before else "") == putusan:
        return
    if row.selesai_at:
        raise Ditolak(TERKUNCI)
    _store(
        row,
        f"Bukti {item.judul}"[:60],
        dari=labels[before.putusan] if before else "",
        ke=labels.get(putusan, ""),
        by=by,
        tindakan="Memutus bukti",
    )
    if putusan:
        PutusanBukti.objects.update_or_create(jawaban=row, versi_id=int(raw), defaults={"putusan": putusan})
    else:
        before.delete()


def _evidence_with(bukti: Iterable[BuktiSoal], raw: str) -> BuktiSoal:
    for item in bukti:
        if raw.isdecimal() and int(raw) in (item.versi, *item.lama):
            return item
    raise Ditolak("Bukti itu tidak ada pada pertanyaan ini. Muat ulang halaman.")


# --- handing in --------------------------------------------------------------------------------------------------


@transaction.atomic
def hand_in(*, evaluasi: EvaluasiTPI, kode: str, by: Peran) -> JawabanPenilai:
    """Hand in the answer to one question. From then on it is closed, and colleagues who handed in theirs see it."""
    locked = _gate(evaluasi, kode, by=by)
    row = _own(locked, kode, by=by)
    if row.selesai_at:
        return row
    if refusal := _not_ready(locked, row, evidence_of(locked, kode)):
        raise Ditolak(refusal)
    _close(row, by=by)
    return row


@transaction.atomic
def hand_in_all(*, evaluasi: EvaluasiTPI, codes: Collection[str], by: Peran) -> tuple[int, int]:
    """Hand in every answer among `codes` that is ready. Returns how many were, and how many of the given are still
    open.
    """
    locked = _gate(evaluasi, "", by=by)
    allowed = access.scorable_codes(by, locked) & set(codes)
    rows = {row.kode: row for row in locked.jawaban_penilai.filter(penilai_id=by.user_id, kode__in=allowed)}
    evidence, done, closed = evidence_by_code(locked), 0, 0
    for row in rows.values():
        if row.selesai_at:
            closed += 1
        elif not _not_ready(locked, row, evidence.get(row.kode, [])):
            _close(row, by=by)
            done += 1
    return done, len(allowed) - done - closed


def _not_ready(evaluasi: EvaluasiTPI, row: JawabanPenilai, bukti: list[BuktiSoal]) -> str:
    """Why an answer cannot be handed in; "" when it can."""
    item = content_of(evaluasi.instrumen)[0].pertanyaan[row.kode]
    if read_jawaban(item, row.nilai).is_missing:
        return f"{row.kode}: nilainya belum lengkap. Isi nilai, lalu serahkan."
    if unjudged(row, bukti):
        return f"{row.kode}: ada bukti baru sesudah nilai diberikan. Tinjau bukti itu lebih dahulu."
    return ""


def _close(row: JawabanPenilai, *, by: Peran) -> None:
    row.selesai_at = timezone.now()
    _store(row, "Penyerahan", dari="", ke="diserahkan", by=by, tindakan="Menyerahkan nilai")


@transaction.atomic
def take_back(*, evaluasi: EvaluasiTPI, kode: str, by: Peran) -> JawabanPenilai:
    """Open a handed-in answer again. At the desk of a blind evaluation only while no colleague has handed in theirs to
    the question: afterwards it may have been seen, and changes wait for the clarification.
    """
    locked = _gate(evaluasi, kode, by=by)
    row = _own(locked, kode, by=by)
    if not row.selesai_at:
        return row
    if seen_by_colleague(locked, row):
        raise Ditolak(
            f"{kode}: penilai lain sudah menyerahkan nilainya, sehingga nilai Anda berdua sudah saling terlihat. "
            "Nilai dapat diperbaiki setelah klarifikasi dimulai."
        )
    row.selesai_at = None
    _store(row, "Penyerahan", dari="diserahkan", ke="", by=by, tindakan="Menarik kembali nilai")
    return row


def seen_by_colleague(evaluasi: EvaluasiTPI, row: JawabanPenilai) -> bool:
    if not is_blind(evaluasi):
        return False
    others = evaluasi.jawaban_penilai.filter(kode=row.kode).exclude(penilai_id=row.penilai_id)
    return others.exclude(selesai_at=None).exists()


@transaction.atomic
def keep_score(*, evaluasi: EvaluasiTPI, kode: str, dilihat: Collection[int] | None, by: Peran) -> JawabanPenilai:
    """The assessor has looked at newer evidence and keeps the score: it is pinned to what they saw."""
    locked = _gate(evaluasi, kode, by=by)
    row = _own(locked, kode, by=by)
    if row.nilai is None:
        raise Ditolak(f"{kode}: belum ada nilai untuk ditinjau. Isi nilainya.")
    seen = seen_versions(evidence_of(locked, kode), dilihat)
    if seen != row.dasar_versi:
        row.dasar_versi = seen
        _store(row, "Tinjauan bukti", dari="", ke="nilai tetap", by=by, tindakan="Meninjau bukti baru")
    return row


# --- reading -----------------------------------------------------------------------------------------------------


def own_answers(evaluasi: EvaluasiTPI, user_id: int) -> dict[str, Any]:
    """Raw answers by question code, as `score` takes them (one query)."""
    rows = evaluasi.jawaban_penilai.filter(penilai_id=user_id).exclude(nilai__isnull=True)
    return dict(rows.values_list("kode", "nilai"))


def score_own(evaluasi: EvaluasiTPI, user_id: int) -> Hasil:
    """What the assessor's own answers score, by the one scoring function."""
    return score(content_of(evaluasi.instrumen)[0], own_answers(evaluasi, user_id))
