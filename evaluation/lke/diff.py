"""What changes when an assessment moves from one version of an instrument to another."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from evaluation.lke.answers import Status, read_jawaban
from evaluation.lke.numbers import koma
from evaluation.lke.structure import Instrumen, Pertanyaan


class Jenis(StrEnum):
    DITAMBAH = "ditambah"
    DIHAPUS = "dihapus"
    SKALA = "skala"  # answered on another scale or computed otherwise: the answer may not carry over
    BOBOT = "bobot"
    TEKS = "teks"


@dataclass(frozen=True, slots=True)
class Perubahan:
    """One difference. `kode` is a question's or a node's path, `uraian` an Indonesian sentence."""

    kode: str
    jenis: Jenis
    uraian: str


def compare_instrumen(lama: Instrumen, baru: Instrumen) -> list[Perubahan]:
    """Every difference that a filled assessment can feel, in the order of the new form."""
    added = [kode for kode in baru.pertanyaan if kode not in lama.pertanyaan]
    gone = [kode for kode in lama.pertanyaan if kode not in baru.pertanyaan]
    changes = [Perubahan(kode, Jenis.DITAMBAH, f"Pertanyaan {kode} baru.") for kode in added]
    changes += [Perubahan(kode, Jenis.DIHAPUS, f"Pertanyaan {kode} tidak ada lagi.") for kode in gone]
    for kode, item in baru.pertanyaan.items():
        if kode in lama.pertanyaan:
            changes += _question(lama.pertanyaan[kode], item)
    for kode, node in baru.simpul.items():
        before = lama.simpul.get(kode)
        if before and before.bobot != node.bobot:
            uraian = f"Bobot {node.nama} dari {koma(before.bobot)} menjadi {koma(node.bobot)}."
            changes.append(Perubahan(kode, Jenis.BOBOT, uraian))
    return changes


def carried_answers(lama: Instrumen, baru: Instrumen, jawaban: Mapping[str, object]) -> dict[str, object]:
    """The answers that keep their meaning: same question on the same scale, and readable there."""
    kept = {}
    for kode, answer in jawaban.items():
        before, after = lama.pertanyaan.get(kode), baru.pertanyaan.get(kode)
        if not before or not after or _scale(before) != _scale(after):
            continue
        if read_jawaban(after, answer).status != Status.DITOLAK:
            kept[kode] = answer
    return kept


def _question(lama: Pertanyaan, baru: Pertanyaan) -> list[Perubahan]:
    if _scale(lama) != _scale(baru):
        uraian = f"Cara menjawab atau menghitung {baru.kode} berubah."
        return [Perubahan(baru.kode, Jenis.SKALA, uraian)]
    if (lama.teks, dict(lama.rubrik)) != (baru.teks, dict(baru.rubrik)):
        return [Perubahan(baru.kode, Jenis.TEKS, f"Teks atau rubrik {baru.kode} berubah.")]
    return []


def _scale(item: Pertanyaan) -> tuple[object, ...]:
    """What an answer means: its type, its inputs and its formulas."""
    return item.jenis, tuple(item.isian), item.rumus, item.jika_kosong, item.batas
