"""What one answer is worth: reads what a person gave, refuses nonsense by name, and scores the rest.

Answers arrive as `"ya"`, `"b"`, `{"agen": 7, "perubahan": 7}`, `3.6`, or `{"tidak_berlaku": "alasan"}` where
TPI found that the question does not apply.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from evaluation.lke.findings import Berat, Temuan
from evaluation.lke.formula import Batas, PenyebutNol
from evaluation.lke.numbers import NOL, SATU, BukanAngka, full_text, koma, read_count, read_number, show_value
from evaluation.lke.structure import INDEKS_MAKS, JENIS_INDEKS, JENIS_PERSEN, Pertanyaan

TIDAK_BERLAKU = "tidak_berlaku"

Isi = str | Fraction | Mapping[str, int] | None


class Status(StrEnum):
    DIJAWAB = "dijawab"
    KOSONG = "kosong"
    TIDAK_LENGKAP = "tidak_lengkap"
    DITOLAK = "ditolak"
    TIDAK_BERLAKU = "tidak_berlaku"


@dataclass(frozen=True, slots=True)
class JawabanTerbaca:
    """One answer, read: its clean content, its score 0..1, and sentences about how the score came about."""

    status: Status
    isi: Isi = None
    skor: Fraction = NOL
    catatan: tuple[str, ...] = ()
    temuan: tuple[Temuan, ...] = ()

    @property
    def counts(self) -> bool:
        """Stands in the mean of its indicator; only a question that does not apply leaves it."""
        return self.status != Status.TIDAK_BERLAKU

    @property
    def is_missing(self) -> bool:
        """Nothing was answered that can be judged: not at all, not fully, or refused."""
        return self.status in (Status.KOSONG, Status.TIDAK_LENGKAP, Status.DITOLAK)


_KOSONG = JawabanTerbaca(Status.KOSONG, catatan=("Belum dijawab; dihitung 0.",))


def read_jawaban(pertanyaan: Pertanyaan, mentah: object) -> JawabanTerbaca:
    """Never raises for what a person could have typed; a refusal is a finding that names the field."""
    if mentah is None or mentah == "" or (isinstance(mentah, Mapping) and not mentah):
        return _KOSONG
    if isinstance(mentah, str) and not mentah.strip():
        return _KOSONG
    if isinstance(mentah, Mapping) and TIDAK_BERLAKU in mentah:
        return _not_applicable(pertanyaan, mentah)
    if pertanyaan.jenis == JENIS_PERSEN:
        return _read_counts(pertanyaan, mentah)
    if pertanyaan.jenis == JENIS_INDEKS:
        return _read_index(pertanyaan, mentah)
    return _read_letter(pertanyaan, mentah)


def jawaban_data(isi: Isi) -> object:
    """Clean content as JSON can hold it and `read_jawaban` reads back."""
    if isinstance(isi, Fraction):
        return full_text(isi)
    return dict(isi) if isinstance(isi, Mapping) else isi


def _refused(pertanyaan: Pertanyaan, masalah: str, field: str = "") -> JawabanTerbaca:
    place = f"Isian {field}: " if field else ""
    sentence = f"{place}{masalah}"
    sentence = f"{sentence[:1].upper()}{sentence[1:]}."
    tindakan = "Jawaban ditolak dan dihitung 0; perbaiki isinya."
    temuan = Temuan(Berat.GALAT, pertanyaan.kode, sentence, tindakan, isian=_first(field))
    return JawabanTerbaca(Status.DITOLAK, catatan=(sentence,), temuan=(temuan,))


def _not_applicable(pertanyaan: Pertanyaan, mentah: Mapping[str, object]) -> JawabanTerbaca:
    alasan = mentah[TIDAK_BERLAKU]
    if not isinstance(alasan, str) or not alasan.strip() or len(mentah) > 1:
        return _refused(pertanyaan, "tidak berlaku harus disertai alasan")
    return JawabanTerbaca(Status.TIDAK_BERLAKU, catatan=(f"Tidak berlaku: {alasan.strip()}",))


def _read_letter(pertanyaan: Pertanyaan, mentah: object) -> JawabanTerbaca:
    skala = pertanyaan.skala
    huruf = mentah.strip().casefold() if isinstance(mentah, str) else None
    if huruf not in skala:
        return _refused(pertanyaan, f"jawaban {show_value(mentah)} bukan salah satu dari {'/'.join(skala)}")
    rubrik = pertanyaan.rubrik.get(huruf, "")
    return JawabanTerbaca(Status.DIJAWAB, huruf, skala[huruf], (rubrik,) if rubrik else ())


def _read_index(pertanyaan: Pertanyaan, mentah: object) -> JawabanTerbaca:
    try:
        indeks = read_number(mentah)
    except BukanAngka as exc:
        return _refused(pertanyaan, f"indeks {exc}")
    if not 0 <= indeks <= INDEKS_MAKS:
        return _refused(pertanyaan, f"indeks {show_value(mentah)} di luar 0 sampai {INDEKS_MAKS}")
    note = f"Indeks {koma(indeks)} dibagi {INDEKS_MAKS}."
    return JawabanTerbaca(Status.DIJAWAB, indeks, indeks / INDEKS_MAKS, (note,))


def _read_counts(pertanyaan: Pertanyaan, mentah: object) -> JawabanTerbaca:
    if not isinstance(mentah, Mapping):
        names = ", ".join(pertanyaan.isian)
        return _refused(pertanyaan, f"jawaban {show_value(mentah)} harus berupa jumlah per isian ({names})")
    isian: dict[str, int] = {}
    for name, value in mentah.items():
        if name not in pertanyaan.isian:
            return _refused(pertanyaan, "tidak dikenal pada pertanyaan ini", str(name)[:40])
        if value is None or (isinstance(value, str) and not value.strip()):
            continue
        try:
            isian[name] = read_count(value)
        except BukanAngka as exc:
            return _refused(pertanyaan, str(exc), name)
    if not isian:
        return _KOSONG
    full = {name: isian.get(name, 0) for name in pertanyaan.isian}
    for batas in pertanyaan.batas:
        if not batas.holds(full):
            return _refused(pertanyaan, *_broken(pertanyaan, batas, full))
    if lacking := sorted(pertanyaan.names_needed() - set(isian)):
        return _incomplete(pertanyaan, isian, lacking)
    skor, notes = _percentage(pertanyaan, full)
    return JawabanTerbaca(Status.DIJAWAB, isian, skor, notes, _doubts(pertanyaan, isian, full))


def _broken(pertanyaan: Pertanyaan, batas: Batas, isian: Mapping[str, int]) -> tuple[str, str]:
    """The clause and the fields of a rule that the counts break."""
    left, right = batas.kiri.value(isian), batas.kanan.value(isian)
    fields = " + ".join(name for name in pertanyaan.isian if name in batas.kiri.names())
    other = " + ".join(name for name in pertanyaan.isian if name in batas.kanan.names())
    return f"{full_text(left)} melebihi {other} ({full_text(right)})", fields


def _incomplete(pertanyaan: Pertanyaan, isian: Mapping[str, int], lacking: list[str]) -> JawabanTerbaca:
    sentence = f"Isian {', '.join(lacking)} belum diisi."
    tindakan = "Pertanyaan dihitung 0 sampai isiannya lengkap."
    temuan = Temuan(Berat.PERINGATAN, pertanyaan.kode, sentence, tindakan, isian=lacking[0])
    return JawabanTerbaca(Status.TIDAK_LENGKAP, isian, NOL, (sentence,), (temuan,))


def _percentage(pertanyaan: Pertanyaan, isian: Mapping[str, int]) -> tuple[Fraction, tuple[str, ...]]:
    rumus, jika_kosong = pertanyaan.rumus, pertanyaan.jika_kosong
    try:
        value = rumus.value(isian)
    except PenyebutNol:
        skor = jika_kosong.value(isian)
        rule = f"menurut instrumen skornya {full_text(skor)} (aturan: {jika_kosong.teks})"
        return skor, (f"Penyebut {rumus.teks} adalah 0; {rule}.",)
    percent = f"{rumus.teks} = {koma(value * 100)}%"
    if value > SATU:
        return SATU, (f"{percent}, dibatasi 100%.",)
    if value < NOL:
        return NOL, (f"{percent}, dihitung 0%.",)
    return value, (f"{percent}.",)


def _doubts(pertanyaan: Pertanyaan, isian: Mapping[str, int], full: Mapping[str, int]) -> tuple[Temuan, ...]:
    """Counts that were read and scored, but that somebody should look at."""
    doubts = []
    if unfilled := [name for name in pertanyaan.isian if name not in isian]:
        sentence = f"Isian {', '.join(unfilled)} belum diisi."
        doubts.append((sentence, "Nilai tidak bergantung padanya; lengkapi.", unfilled[0]))
    for rule in pertanyaan.wajar:
        if not rule.holds(full):
            clause, fields = _broken(pertanyaan, rule, full)
            sentence = f"Isian {fields}: {clause}."
            doubts.append((sentence, "Tetap dihitung; periksa jumlahnya.", _first(fields)))
    return tuple(
        Temuan(Berat.PERINGATAN, pertanyaan.kode, masalah, tindakan, isian=name) for masalah, tindakan, name in doubts
    )


def _first(fields: str) -> str:
    """The first of the names in `diproses + selesai`."""
    return fields.partition(" ")[0]
