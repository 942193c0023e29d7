"""Answers of an earlier year, offered question by question. Nothing is taken over by itself."""

from dataclasses import dataclass
from typing import Any

from evaluation.lke.answers import Status, read_jawaban
from evaluation.models import Jawaban, Penilaian
from evaluation.services.assessment import content_of, save_jawaban
from units.errors import Ditolak
from units.models import Peran


@dataclass(frozen=True, slots=True)
class JawabanLama:
    """What the unit answered in its last submitted assessment on the same LKE, by question code."""

    tahun: int
    jawaban: dict[str, Any]


def last_answers(penilaian: Penilaian) -> JawabanLama | None:
    """Two queries; one when there is no earlier assessment."""
    before = (
        Penilaian.objects.mandiri()
        .filter(
            pembangunan__unit_id=penilaian.pembangunan.unit_id,
            pembangunan__periode__tahun__lt=penilaian.pembangunan.periode.tahun,
            instrumen__kode=penilaian.instrumen.kode,
        )
        .exclude(diajukan_at=None)
        .order_by("-pembangunan__periode__tahun")
        .values_list("pk", "pembangunan__periode__tahun")
        .first()
    )
    if before is None:
        return None
    pk, tahun = before
    isi, _ = content_of(penilaian.instrumen)
    rows = Jawaban.objects.filter(penilaian=pk).values_list("kode", "nilai")
    return JawabanLama(tahun, {kode: nilai for kode, nilai in rows if _fits(isi.pertanyaan.get(kode), nilai)})


def _fits(pertanyaan: Any, nilai: Any) -> bool:
    """The question is still asked, and in a way that the old answer answers."""
    return pertanyaan is not None and read_jawaban(pertanyaan, nilai).status == Status.DIJAWAB


def take_over(penilaian: Penilaian, kode: str, *, by: Peran) -> Jawaban:
    """Answer one question as in the earlier year; evidence and notes belong to their year and stay there."""
    before = last_answers(penilaian)
    if before is None or kode not in before.jawaban:
        raise Ditolak("Tidak ada jawaban tahun sebelumnya yang dapat dipakai untuk pertanyaan ini.")
    return save_jawaban(
        penilaian=penilaian, kode=kode, kolom="nilai", nilai=before.jawaban[kode], versi=None, by=by,
        tindakan=f"Memakai jawaban {before.tahun}",
    )  # fmt: skip
