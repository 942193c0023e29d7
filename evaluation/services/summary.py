"""The figures of a frozen result that lists and dashboards read without opening it."""

from typing import Any

from evaluation.lke.numbers import dua_desimal
from evaluation.models import Penilaian, RingkasanNilai
from evaluation.result_data import HasilLKE
from units.choices import JenisPredikat


def summary_fields(hasil: HasilLKE) -> dict[str, Any]:
    """What the row says: the same as `hasil`, rounded as printed."""
    fields: dict[str, Any] = {
        "nilai": dua_desimal(hasil.nilai),
        "area": {a.area: [str(dua_desimal(a.persen)), a.memenuhi] for a in hasil.area},
    }
    for item in hasil.predikat:
        kode = item.kode.lower()
        if kode in JenisPredikat.values:
            fields |= {f"kurang_{kode}": len(item.kurang), f"putusan_{kode}": item.verdict()}
    return fields


def store_summary(penilaian: Penilaian, hasil: HasilLKE) -> RingkasanNilai:
    return RingkasanNilai.objects.update_or_create(penilaian=penilaian, defaults=summary_fields(hasil))[0]


def drop_summary(penilaian: Penilaian) -> None:
    """A draft has no figures that others read."""
    RingkasanNilai.objects.filter(penilaian=penilaian).delete()
