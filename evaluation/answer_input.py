"""What a person typed as an answer, made into what is stored; refused in a sentence when it cannot be read."""

from collections.abc import Mapping
from typing import Any

from evaluation.lke.answers import TIDAK_BERLAKU, Status, jawaban_data, read_jawaban
from evaluation.lke.numbers import BukanAngka, read_count
from evaluation.lke.structure import Pertanyaan
from units.errors import Ditolak

MAKS_TEKS = 10_000


def clean_text(label: str, nilai: Any) -> str:
    text = str(nilai or "").replace("\r\n", "\n").strip()
    if len(text) > MAKS_TEKS:
        raise Ditolak(f"{label} paling panjang {MAKS_TEKS} karakter; sekarang {len(text)}.")
    return text


def clean_value(pertanyaan: Pertanyaan, nilai: Any) -> Any:
    """A letter, an index or all counts; None for nothing."""
    if nilai in ("", None, {}):
        return None
    read = read_jawaban(pertanyaan, nilai)
    if read.status == Status.DITOLAK:
        raise Ditolak(" ".join(t.masalah for t in read.temuan))
    if read.status == Status.TIDAK_BERLAKU:
        raise Ditolak("Tulis alasannya pada isian Tidak berlaku.")
    return jawaban_data(read.isi)


def clean_count(pertanyaan: Pertanyaan, stored: Any, name: str, nilai: Any) -> dict[str, int] | None:
    """All counts with one of them changed or taken away, judged together; None when none is left."""
    if name not in pertanyaan.isian:
        raise Ditolak(f"Isian {name[:40]} tidak ada pada pertanyaan ini. Muat ulang halaman.")
    counts = {key: count for key, count in counts_of(stored).items() if key != name}
    if str(nilai if nilai is not None else "").strip():
        try:
            counts[name] = read_count(nilai)
        except BukanAngka as error:
            raise Ditolak(f"{pertanyaan.isian[name]}: {error}. Isi dengan bilangan bulat mulai dari 0.") from None
    return clean_value(pertanyaan, counts)


def counts_of(stored: Any) -> dict[str, int]:
    """The counts of a stored answer; none for any other kind of answer."""
    return dict(stored) if isinstance(stored, Mapping) and TIDAK_BERLAKU not in stored else {}


def not_applicable(alasan: str) -> dict[str, str] | None:
    """The answer that says the question does not apply; only TPI gives it."""
    return {TIDAK_BERLAKU: alasan} if alasan else None


def reason_of(stored: Any) -> str:
    """Why a stored answer says that the question does not apply; "" for any other answer."""
    return stored[TIDAK_BERLAKU] if isinstance(stored, Mapping) and TIDAK_BERLAKU in stored else ""


def words(stored: Any) -> str:
    """A stored answer as people read it in history and conflicts."""
    if stored is None:
        return ""
    if alasan := reason_of(stored):
        return f"tidak berlaku: {alasan}"
    if isinstance(stored, Mapping):
        return ", ".join(f"{name}: {count}" for name, count in stored.items())
    return str(stored)
