"""The digest of all that ketua and sekretaris sign: decisions, LHE, meeting, recommendations, instrument, requirements."""

import hashlib
import json
from typing import Any

from evaluation.models import EvaluasiTPI, HasilEvaluasi, Pleno
from evaluation.services.requirements import judge_unit
from units.models import PembangunanZI


def signed_content(evaluasi: EvaluasiTPI) -> dict[str, Any]:
    """As plain data in a fixed order, so that the same content always gives the same digest (six queries)."""
    lhe = HasilEvaluasi.objects.filter(evaluasi=evaluasi).first()
    pleno = Pleno.objects.filter(evaluasi=evaluasi).first()
    year = evaluasi.pembangunan
    return {
        "evaluasi": [evaluasi.pk, evaluasi.jenis, year.unit.kode, year.periode.tahun, year.target],
        "instrumen": [evaluasi.instrumen.kode, evaluasi.instrumen.versi, evaluasi.instrumen.sidik],
        "putusan": list(evaluasi.putusan.order_by("kode").values_list("kode", "nilai", "alasan", "rekomendasi")),
        "rekomendasi": [
            [kode, uraian, owner, due.isoformat()]
            for kode, uraian, owner, due in evaluasi.rekomendasi.order_by("kode", "pk").values_list(
                "kode", "uraian", "penanggung_jawab", "tenggat"
            )
        ],
        "pleno": _meeting(pleno),
        "lhe": [lhe.nomor, lhe.tanggal.isoformat() if lhe.tanggal else "", lhe.catatan] if lhe else [],
        "syarat": _requirements(year, lhe),
    }


def _requirements(year: PembangunanZI, lhe: HasilEvaluasi | None) -> list[Any]:
    """As of the day of the LHE, towards the year's own target."""
    if lhe is None or lhe.tanggal is None:
        return []
    return [[item.kode, item.nilai, item.memenuhi] for item in judge_unit(year, on=lhe.tanggal).semua]


def _meeting(pleno: Pleno | None) -> list[Any]:
    if pleno is None:
        return []
    present = list(pleno.hadir.order_by("pk").values_list("pk", flat=True))
    return [pleno.tanggal.isoformat(), pleno.tempat, pleno.catatan, present]


def digest_of(evaluasi: EvaluasiTPI) -> str:
    """SHA-256 in hexadecimal."""
    text = json.dumps(signed_content(evaluasi), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
