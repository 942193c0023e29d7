"""The JSON that command and API answer with: the score as a tree, what is missing, thresholds, findings."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from evaluation.lke.findings import Temuan
from evaluation.lke.numbers import full_text
from evaluation.lke.scoring import Hasil, NilaiPertanyaan, NilaiSimpul
from evaluation.lke.threshold import Ambang, AmbangSalah, HasilAturan, HasilPredikat, judge


def output_data(
    hasil: Hasil,
    ambang: Ambang | None,
    temuan: Iterable[Temuan],
    *,
    berkas: Mapping[str, str | None] | None = None,
    terpisah: bool = False,
) -> dict[str, object]:
    """`berkas` holds the values stored in a workbook by code; numbers are strings of full precision."""
    return {
        "instrumen": hasil.instrumen.kode,
        "versi": hasil.instrumen.versi,
        "sidik": hasil.instrumen.sidik,
        "nilai": node_data(hasil.akar, berkas),
        "kosong": list(hasil.kosong),
        "ambang": threshold_data(hasil, ambang, terpisah=terpisah),
        "temuan": [temuan_data(item) for item in temuan],
    }


def node_data(item: NilaiSimpul | NilaiPertanyaan, berkas: Mapping[str, str | None] | None = None) -> dict[str, object]:
    """A node and all below it. A question's `nilai` is its score 0..1, as on the form; `poin` its points."""
    data: dict[str, object] = {"kode": item.kode}
    if isinstance(item, NilaiPertanyaan):
        data |= {
            "nama": item.pertanyaan.teks,
            "bobot": "1" if item.jawaban.counts else "0",
            "nilai": full_text(item.skor),
            "poin": full_text(item.nilai),
            "status": str(item.jawaban.status),
            "catatan": list(item.jawaban.catatan),
            "anak": [],
        }
    else:
        below = [node_data(child, berkas) for child in (*item.anak, *item.pertanyaan)]
        data |= {
            "nama": item.nama,
            "bobot": full_text(item.bobot),
            "nilai": full_text(item.nilai),
            "anak": below,
        }
    if berkas is not None:
        data["nilai_berkas"] = berkas.get(item.kode)
    return data


def threshold_data(hasil: Hasil, ambang: Ambang | None, *, terpisah: bool = False) -> dict[str, object]:
    """Each predicate with its rules; one that cannot be judged is not met and says why."""
    if ambang is None:
        return {}
    try:
        judged = judge(ambang, hasil, terpisah=terpisah)
    except AmbangSalah as exc:
        return {predikat: {"memenuhi": False, "aturan": [], "galat": list(exc.masalah)} for predikat in ambang.predikat}
    return {predikat: _predicate_data(result) for predikat, result in judged.items()}


def temuan_data(item: Temuan) -> dict[str, str]:
    return {
        "berat": str(item.berat),
        "kode": item.kode,
        "lembar": item.lembar,
        "sel": item.sel,
        "masalah": item.masalah,
        "tindakan": item.tindakan,
    }


def _predicate_data(result: HasilPredikat) -> dict[str, object]:
    return {"memenuhi": result.memenuhi, "aturan": [_rule_data(item) for item in result.aturan]}


def _rule_data(item: HasilAturan) -> dict[str, object]:
    """`nilai` and `selisih` in full, `dinilai` as printed and judged."""
    return {
        "kode": item.aturan.kode,
        "nama": item.aturan.nama,
        "nilai": full_text(item.nilai),
        "minimum": str(item.aturan.minimum),
        "memenuhi": item.memenuhi,
        "selisih": full_text(item.nilai - Fraction(item.aturan.minimum)),
        "dinilai": str(item.dinilai),
        "dasar": item.aturan.dasar,
    }
