"""The evidence that TPI judges under each question, and which of it is newer than a score.

Under a question stands what the unit showed in its self-assessment and what it sent in answered clarifications.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from evaluation.models import BuktiJawaban, EvaluasiTPI, JawabanPenilai, Klarifikasi
from units.models import VersiDataDukung

DIJAWAB = (Klarifikasi.Status.DIJAWAB, Klarifikasi.Status.SELESAI)


@dataclass(frozen=True, slots=True)
class BuktiSoal:
    """One piece of evidence under one question, in its current version; `lama` are the pks of earlier ones."""

    data_dukung: int
    judul: str
    versi: int
    nomor: int
    tautan: str
    lama: tuple[int, ...] = ()


def evidence_by_code(evaluasi: EvaluasiTPI) -> dict[str, list[BuktiSoal]]:
    """Evidence of all questions, the self-assessment's first (three queries)."""
    return evidence_of_all([evaluasi])[evaluasi.pk]


def evidence_of_all(rows: Iterable[EvaluasiTPI]) -> dict[int, dict[str, list[BuktiSoal]]]:
    """{evaluation pk: {question code: evidence}} (three queries, however many evaluations)."""
    self_assessed = {row.mandiri_id: row.pk for row in rows}
    places = _places(self_assessed)
    wanted = {pk for codes in places.values() for pks in codes.values() for pk in pks}
    current = _current(VersiDataDukung.objects.filter(data_dukung__in=wanted)) if wanted else {}
    return {
        pk: {kode: [current[item] for item in pks if item in current] for kode, pks in places.get(pk, {}).items()}
        for pk in self_assessed.values()
    }


def evidence_of(evaluasi: EvaluasiTPI, kode: str) -> list[BuktiSoal]:
    """Evidence of one question (three queries)."""
    pks = _places({evaluasi.mandiri_id: evaluasi.pk}, kode).get(evaluasi.pk, {}).get(kode, [])
    current = _current(VersiDataDukung.objects.filter(data_dukung__in=pks)) if pks else {}
    return [current[pk] for pk in pks if pk in current]


def _places(self_assessed: Mapping[int, int], kode: str = "") -> dict[int, dict[str, list[int]]]:
    """{evaluation pk: {question code: pks of its evidence}}; of one question when `kode` is given.

    `self_assessed` is {pk of the self-assessment: pk of its evaluation}.
    """
    shown = BuktiJawaban.objects.filter(jawaban__penilaian__in=self_assessed)
    sent = Klarifikasi.objects.filter(evaluasi__in=self_assessed.values(), status__in=DIJAWAB)
    sent = sent.exclude(data_dukung=None)
    if kode:
        shown, sent = shown.filter(jawaban__kode=kode), sent.filter(kode=kode)
    found: dict[int, dict[str, dict[int, None]]] = defaultdict(lambda: defaultdict(dict))
    for mandiri, code, pk in shown.values_list("jawaban__penilaian_id", "jawaban__kode", "data_dukung_id"):
        found[self_assessed[mandiri]][code][pk] = None
    for evaluasi, code, pk in sent.values_list("evaluasi_id", "kode", "data_dukung"):
        found[evaluasi][code][pk] = None
    return {pk: {code: list(pks) for code, pks in codes.items()} for pk, codes in found.items()}


def _current(versions: QuerySet[VersiDataDukung]) -> dict[int, BuktiSoal]:
    by_evidence: dict[int, list[tuple]] = defaultdict(list)
    rows = versions.order_by("data_dukung_id", "-nomor")
    for row in rows.values_list("data_dukung_id", "data_dukung__judul", "pk", "nomor", "tautan"):
        by_evidence[row[0]].append(row)
    return {pk: BuktiSoal(*rows[0], lama=tuple(row[2] for row in rows[1:])) for pk, rows in by_evidence.items()}


def unjudged(row: JawabanPenilai, bukti: Iterable[BuktiSoal]) -> list[BuktiSoal]:
    """Evidence in a version that the score was not judged on; none for a question without a score."""
    if row.nilai is None:
        return []
    return [item for item in bukti if item.versi not in row.dasar_versi]


def needing_review(rows: Iterable[JawabanPenilai], evidence: Mapping[str, list[BuktiSoal]]) -> frozenset[str]:
    """Codes of the scores that newer evidence asks to look at again."""
    return frozenset(row.kode for row in rows if unjudged(row, evidence.get(row.kode, [])))


def seen_versions(bukti: Iterable[BuktiSoal], dilihat: Iterable[int] | None) -> list[int]:
    """The versions that a score is pinned to: those the assessor had before them, or the current ones when they did not
    say. A version of another question's evidence is none of them.
    """
    bukti = list(bukti)
    if dilihat is None:
        return sorted(item.versi for item in bukti)
    known = {pk for item in bukti for pk in (item.versi, *item.lama)}
    return sorted(known & set(dilihat))
