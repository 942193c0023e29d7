"""Evidence that a final assessment rests on: what the unit showed, what TPI noted, what clarifications added.

Versions as they stood when TPI's result was frozen; what came later was not judged.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from evaluation.models import Klarifikasi, Penilaian
from units.models import VersiDataDukung

Versi = VersiDataDukung


def frozen_answers(penilaian: Penilaian | None) -> Mapping[str, Any]:
    """{code: {nilai, catatan, tautan, bukti}} as frozen; empty where there is nothing frozen."""
    return (penilaian.hasil or {}).get("jawaban", {}) if penilaian else {}


def mandiri_of(tpi: Penilaian) -> Penilaian | None:
    """The self-assessment that TPI's result began from."""
    return Penilaian.objects.mandiri().filter(pembangunan_id=tpi.pembangunan_id).exclude(diajukan_at=None).first()


def evidence_of(tpi: Penilaian, mandiri: Penilaian | None) -> dict[str, list[Versi]]:
    """By question code, in the order they were shown; each piece once per question. Two queries."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for answers in (frozen_answers(mandiri), frozen_answers(tpi)):
        for kode, item in answers.items():
            wanted[kode] += [shown["pk"] for shown in item.get("bukti", ())]
    for kode, pk in _clarified(tpi):
        wanted[kode].append(pk)
    versions = _versions({pk for pks in wanted.values() for pk in pks}, tpi)
    return {kode: [versions[pk] for pk in dict.fromkeys(pks) if pk in versions] for kode, pks in sorted(wanted.items())}


def _clarified(tpi: Penilaian) -> Iterable[tuple[str, int]]:
    rows = Klarifikasi.objects.filter(evaluasi__hasil__penilaian=tpi, data_dukung__isnull=False)
    return rows.order_by("kode", "putaran", "data_dukung").values_list("kode", "data_dukung")


def _versions(pks: set[int], tpi: Penilaian) -> dict[int, Versi]:
    rows = Versi.objects.filter(data_dukung__in=pks, created_at__lte=tpi.diajukan_at).select_related("berkas")
    return {row.data_dukung_id: row for row in rows.order_by("nomor")}


def allows(tpi: Penilaian, mandiri: Penilaian | None, versi: Versi) -> bool:
    """Whether this version is part of the assessment's evidence."""
    return any(versi.pk == item.pk for shown in evidence_of(tpi, mandiri).values() for item in shown)
