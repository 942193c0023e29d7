"""TPN's answers as raw data, and what they score. Where TPN says nothing about a question that TPI found not applicable,
TPI's finding stands: only TPI may take a question out of its indicator.
"""

from typing import Any

from evaluation.answer_input import reason_of
from evaluation.lke.scoring import Hasil, score
from evaluation.models import EvaluasiTPN, Penilaian
from evaluation.services.assessment import content_of


def not_applicable_by_tpi(penilaian: Penilaian) -> dict[str, Any]:
    """Answers of TPI's frozen assessment that say the question does not apply, by code (one query)."""
    rows = penilaian.jawaban.exclude(nilai__isnull=True).values_list("kode", "nilai")
    return {kode: nilai for kode, nilai in rows if reason_of(nilai)}


def answers_tpn(evaluasi: EvaluasiTPN) -> dict[str, Any]:
    """Raw answers by question code, as `score` takes them (two queries)."""
    own = evaluasi.jawaban.exclude(nilai__isnull=True).values_list("kode", "nilai")
    return not_applicable_by_tpi(evaluasi.unit_usulan.penilaian) | dict(own)


def score_tpn(evaluasi: EvaluasiTPN) -> Hasil:
    return score(content_of(evaluasi.unit_usulan.penilaian.instrumen)[0], answers_tpn(evaluasi))
