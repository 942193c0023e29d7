"""Judges a scored assessment against the thresholds (ambang batas) of a predicate, rule by rule.

A rule compares the value as it is printed: two decimals, half up. A rule that cannot be evaluated raises; it
never passes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

from evaluation.lke.instrument import InstrumenSalah, load_yaml
from evaluation.lke.numbers import NOL, BukanAngka, dua_desimal, full_text, read_number, show_value
from evaluation.lke.scoring import Hasil
from evaluation.lke.structure import Instrumen

DATA = Path(__file__).parent / "data"
BAWAAN = {"lke-2021": "ambang-2021", "lke-2019": "ambang-2019", "lke-2014": "ambang-2014"}
SEMUA = "semua"
UKURAN = ("nilai", "persen")
_KEYS = {"kode", "nama", "simpul", "ukuran", "minimum", "indeks", "belah", "dasar"}


class AmbangSalah(ValueError):
    """The thresholds cannot be read or judged; `masalah` has one sentence for each reason."""

    def __init__(self, masalah: Iterable[str]):
        self.masalah = tuple(masalah)
        super().__init__("\n".join(self.masalah))


@dataclass(frozen=True, slots=True)
class Aturan:
    """One minimum. `simpul` are the nodes whose points are summed; the empty code is the whole instrument."""

    kode: str
    nama: str
    simpul: tuple[str, ...]
    ukuran: str
    minimum: Decimal
    dasar: str
    indeks: str = ""
    belah: tuple[str, ...] = ()  # names of the nodes, where a profile may judge them apart


@dataclass(frozen=True, slots=True)
class Ambang:
    kode: str
    nama: str
    instrumen: str
    predikat: Mapping[str, tuple[Aturan, ...]]

    def rules(self, predikat: str, *, terpisah: bool = False) -> tuple[Aturan, ...]:
        """The rules of a predicate; `terpisah` judges Pemenuhan and Reform of an area apart."""
        if predikat not in self.predikat:
            raise AmbangSalah([f"{self.nama} tidak mengatur predikat {show_value(predikat)}."])
        rules = self.predikat[predikat]
        if not terpisah:
            return rules
        return tuple(part for rule in rules for part in _split(rule))


@dataclass(frozen=True, slots=True)
class HasilAturan:
    """A rule applied: `dinilai` is `nilai` as printed and judged."""

    aturan: Aturan
    nilai: Fraction
    dinilai: Decimal
    memenuhi: bool

    @property
    def selisih(self) -> Decimal:
        """What was judged less the minimum; negative where it is missed."""
        return self.dinilai - self.aturan.minimum


@dataclass(frozen=True, slots=True)
class HasilPredikat:
    predikat: str
    aturan: tuple[HasilAturan, ...]

    @property
    def memenuhi(self) -> bool:
        return all(item.memenuhi for item in self.aturan)

    @property
    def kurang(self) -> tuple[HasilAturan, ...]:
        return tuple(item for item in self.aturan if not item.memenuhi)


def judge(ambang: Ambang, hasil: Hasil, *, terpisah: bool = False) -> dict[str, HasilPredikat]:
    """Every predicate of the thresholds; raises AmbangSalah where a rule has no value to judge."""
    return {
        predikat: HasilPredikat(
            predikat,
            tuple([judge_rule(rule, hasil) for rule in ambang.rules(predikat, terpisah=terpisah)]),
        )
        for predikat in ambang.predikat
    }


def judge_rule(aturan: Aturan, hasil: Hasil) -> HasilAturan:
    check_rule(aturan, hasil.instrumen)
    for kode in hasil.tak_ternilai:
        if any(not simpul or kode == simpul or kode.startswith(f"{simpul}.") for simpul in aturan.simpul):
            raise AmbangSalah([f"{aturan.nama}: indikator {kode} tidak mempunyai pertanyaan yang berlaku."])
    nilai = sum([hasil.simpul[kode].nilai for kode in aturan.simpul], NOL)
    if aturan.ukuran == "persen":
        nilai = nilai / sum([hasil.simpul[kode].bobot for kode in aturan.simpul], NOL) * 100
    dinilai = dua_desimal(nilai)
    return HasilAturan(aturan, nilai, dinilai, dinilai >= aturan.minimum)


def check_rule(aturan: Aturan, instrumen: Instrumen) -> None:
    """The nodes exist and do not overlap, and the minimum can be reached at all."""
    for kode in aturan.simpul:
        if kode not in instrumen.simpul:
            raise AmbangSalah([f"{aturan.nama}: simpul {kode} tidak ada pada {instrumen.nama}."])
        if any(lain != kode and (not lain or kode.startswith(f"{lain}.")) for lain in aturan.simpul):
            raise AmbangSalah([f"{aturan.nama}: simpul {kode} dihitung dua kali."])
    most = Fraction(100)
    if aturan.ukuran == "nilai":
        most = sum([instrumen.simpul[kode].bobot for kode in aturan.simpul], NOL)
    if aturan.minimum > most:
        raise AmbangSalah([f"{aturan.nama}: minimum {aturan.minimum} melebihi bobot {full_text(most)}."])


def check_ambang(ambang: Ambang, instrumen: Instrumen) -> None:
    """Raise AmbangSalah with all that keeps these thresholds from judging this instrument."""
    masalah: list[str] = []
    for rules in ambang.predikat.values():
        for rule in rules:
            try:
                check_rule(rule, instrumen)
            except AmbangSalah as exc:
                masalah.extend(exc.masalah)
    if masalah:
        raise AmbangSalah(dict.fromkeys(masalah))


def _split(aturan: Aturan) -> list[Aturan]:
    if not aturan.belah:
        return [aturan]
    return [
        replace(aturan, kode=f"{aturan.kode}.{kode}", nama=f"{aturan.nama} ({nama})", simpul=(kode,), belah=())
        for kode, nama in zip(aturan.simpul, aturan.belah, strict=True)
    ]


# --- reading -----------------------------------------------------------------------------------------------


@cache
def shipped_ambang(instrumen: str) -> Ambang:
    """The thresholds that come with the portal for an instrument's code; raises AmbangSalah."""
    if instrumen not in BAWAAN:
        raise AmbangSalah([f"Tidak ada ambang batas bawaan untuk instrumen {show_value(instrumen)}."])
    return load_ambang((DATA / f"{BAWAAN[instrumen]}.yaml").read_text(encoding="utf-8"))


def load_ambang(text: str) -> Ambang:
    """Thresholds from YAML text; raises AmbangSalah."""
    try:
        data = load_yaml(text)
    except InstrumenSalah as exc:
        raise AmbangSalah(exc.masalah) from exc
    return build_ambang(data)


def build_ambang(data: object) -> Ambang:
    """Thresholds from plain data; raises AmbangSalah with every problem."""
    masalah: list[str] = []
    if not isinstance(data, Mapping) or not isinstance(data.get("predikat"), Mapping):
        raise AmbangSalah(["Isi berkas bukan ambang batas."])
    predikat = {str(name): tuple(_read_rules(str(name), rules, masalah)) for name, rules in data["predikat"].items()}
    if not predikat:
        masalah.append("Ambang batas tidak menyebut predikat.")
    if masalah:
        raise AmbangSalah(masalah)
    return Ambang(str(data.get("kode", "")), str(data.get("nama", "")), str(data.get("instrumen", "")), predikat)


def _read_rules(predikat: str, data: object, masalah: list[str]) -> list[Aturan]:
    rules = [_read_rule(predikat, item, masalah) for item in data] if isinstance(data, list) else []
    found = [rule for rule in rules if rule]
    if not found:
        masalah.append(f"Predikat {predikat} tidak mempunyai aturan.")
    if len({rule.kode for rule in found}) < len(found):
        masalah.append(f"Predikat {predikat}: kode aturan dipakai lebih dari sekali.")
    return found


def _read_rule(predikat: str, data: object, masalah: list[str]) -> Aturan | None:
    place = f"Predikat {predikat}, aturan {show_value(data.get('kode') if isinstance(data, Mapping) else data)}"
    if not isinstance(data, Mapping) or set(data) - _KEYS or not data.get("kode") or not data.get("nama"):
        masalah.append(f"{place}: isinya tidak dikenal atau tidak lengkap.")
        return None
    simpul, ukuran = data.get("simpul"), str(data.get("ukuran", "nilai"))
    kode_simpul = ("",) if simpul == SEMUA else tuple(map(str, simpul)) if isinstance(simpul, list) else ()
    if not kode_simpul or ukuran not in UKURAN:
        masalah.append(f"{place}: simpul atau ukuran tidak dikenal.")
        return None
    try:
        minimum = read_number(data.get("minimum"))
    except BukanAngka as exc:
        masalah.append(f"{place}: minimum {exc}.")
        return None
    if minimum <= 0 or (minimum * 100).denominator != 1:
        masalah.append(f"{place}: minimum harus lebih dari 0 dan paling banyak dua desimal.")
        return None
    belah = tuple(map(str, data["belah"])) if isinstance(data.get("belah"), list) else ()
    if "belah" in data and len(belah) != len(kode_simpul):
        masalah.append(f"{place}: belah harus menyebut nama setiap simpul.")
        return None
    return Aturan(
        str(data["kode"]), str(data["nama"]), kode_simpul, ukuran, dua_desimal(minimum),
        str(data.get("dasar", "")), str(data.get("indeks", "")), belah,
    )  # fmt: skip
