"""What bringing a file back in would change, cell by cell, before anything is saved.

Three states meet: what the file held when it left the portal (its key), what the portal holds now, and what
the file holds now. A cell that changed on both sides in different ways is a conflict, and a person decides.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from evaluation.lke.answers import Status, jawaban_data, read_jawaban
from evaluation.lke.structure import Instrumen, Pertanyaan
from evaluation.lke.workbook.content import IsiLKE
from evaluation.lke.workbook.importing import Impor


class Perubahan(StrEnum):
    TETAP = "tetap"
    BERUBAH = "berubah"
    BENTROK = "bentrok"
    DITOLAK = "ditolak"


@dataclass(frozen=True, slots=True)
class Beda:
    """One cell: a part of a question (`jawaban`, `catatan`, `bukti`, `tautan`) in its three states."""

    kode: str
    bagian: str
    status: Perubahan
    kini: object
    baru: object


def compare(impor: Impor, kini: IsiLKE) -> list[Beda]:
    """Every cell of the questions that have a row in the file.

    A file without our key says nothing about what it held before; in it an empty cell changes nothing.
    """
    instrumen = impor.hasil.instrumen
    dasar = impor.kunci.isi if impor.kunci and impor.kunci.sidik == instrumen.sidik else None
    found = [item for kode, item in instrumen.pertanyaan.items() if kode not in impor.tidak_ada]
    return [beda for item in found for beda in _question(item, impor, kini, dasar)]


def _question(item: Pertanyaan, impor: Impor, kini: IsiLKE, dasar: IsiLKE | None) -> Iterator[Beda]:
    kode = item.kode
    parts = _parts(item, kini)
    before = _parts(item, dasar) if dasar else None
    for bagian, baru in _parts(item, impor.isi).items():
        if bagian == "jawaban" and impor.hasil.pertanyaan[kode].jawaban.status == Status.DITOLAK:
            yield Beda(kode, bagian, Perubahan.DITOLAK, parts[bagian], None)
            continue
        status = _status(parts[bagian], baru, before[bagian] if before else parts[bagian])
        if before is None and not baru:
            status = Perubahan.TETAP
        yield Beda(kode, bagian, status, parts[bagian], baru)


def _status(kini: object, baru: object, dasar: object) -> Perubahan:
    if baru in (kini, dasar):
        return Perubahan.TETAP
    return Perubahan.BERUBAH if kini == dasar else Perubahan.BENTROK


def _parts(item: Pertanyaan, isi: IsiLKE) -> dict[str, object]:
    """The cells of a question, written in one way so that `B` and `b` are the same answer."""
    read = read_jawaban(item, isi.jawaban.get(item.kode))
    answer = jawaban_data(read.isi)
    if read.status == Status.TIDAK_BERLAKU:
        answer = isi.jawaban[item.kode]
    return {
        "jawaban": answer,
        "catatan": isi.catatan.get(item.kode, "").strip(),
        "bukti": isi.bukti.get(item.kode, "").strip(),
        "tautan": tuple(isi.tautan.get(item.kode, ())),
    }


def apply_changes(kini: IsiLKE, changes: list[Beda]) -> IsiLKE:
    """The content with the changed cells of a comparison put in; conflicts stay as they are in the portal."""
    parts: dict[str, dict[str, object]] = {
        "jawaban": dict(kini.jawaban),
        "catatan": dict(kini.catatan),
        "bukti": dict(kini.bukti),
        "tautan": dict(kini.tautan),
    }
    for beda in changes:
        if beda.status == Perubahan.BERUBAH:
            _put(parts[beda.bagian], beda.kode, beda.baru)
    return IsiLKE(**parts)


def _put(values: dict[str, object], kode: str, value: object) -> None:
    if value:
        values[kode] = value
    else:
        values.pop(kode, None)


def fits(impor: Impor, instrumen: Instrumen) -> bool:
    """The file was written for this very content of the instrument, or carries no key at all."""
    return impor.kunci is None or impor.kunci.sidik == instrumen.sidik
