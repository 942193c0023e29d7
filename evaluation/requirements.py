"""Requirements before a proposal (syarat pengajuan), as data, and the one function that judges them.

Plain data in, rows out. A value that is missing or cannot be read is never a pass.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from evaluation.lke.numbers import BukanAngka, koma, read_count, read_number
from units.datafile import DataRusak, Simpul
from units.findings import Temuan, galat, peringatan
from units.templatetags.indonesia import tanggal

FOLDER = Path(__file__).parent / "data"
INSTANSI, UNIT = "instansi", "unit"
SKALA, PERSEN, LEVEL, YA_TIDAK, HITUNG = "skala", "persen", "level", "ya_tidak", "hitung"
JENIS = (SKALA, PERSEN, LEVEL, YA_TIDAK, HITUNG)
TARGET = ("wbk", "wbbm")
YA, TIDAK = "ya", "tidak"
SURVEI = {"ipak": "Persepsi anti korupsi", "ipkp": "Persepsi kualitas pelayanan"}


class NilaiSalah(ValueError):
    """A value that this requirement cannot have; the text is an Indonesian sentence that says what to enter."""


@dataclass(frozen=True, slots=True)
class Ketentuan:
    """One requirement. `minimum` by predicate ("wbk", "wbbm"); a predicate that is not in it does not ask for this."""

    kode: str
    nama: str
    tingkat: str
    jenis: str
    minimum: Mapping[str, str]
    dasar: str
    bantuan: str = ""
    skala: tuple[str, ...] = ()
    terendah: int = 0
    tertinggi: int = 0
    menghalangi: bool = True
    mutlak: bool = False

    @property
    def is_computed(self) -> bool:
        return self.jenis == HITUNG

    def read(self, nilai: object) -> str:
        """The value as it is stored. Raises NilaiSalah with what may be entered."""
        text = str(nilai if nilai is not None else "").strip()
        if self.jenis == SKALA:
            return self._letter(text)
        if self.jenis == YA_TIDAK:
            if text.casefold() not in (YA, TIDAK):
                raise NilaiSalah(f"{self.nama}: pilih Ya atau Tidak.")
            return text.casefold()
        return self._number(text)

    def _letter(self, text: str) -> str:
        if text.upper() not in self.skala:
            raise NilaiSalah(f"{self.nama}: pilih salah satu dari {', '.join(self.skala)}.")
        return text.upper()

    def _number(self, text: str) -> str:
        top = 100 if self.jenis == PERSEN else self.tertinggi
        try:
            number = read_number(text.removesuffix("%").strip()) if self.jenis == PERSEN else read_count(text)
        except BukanAngka:
            number = None
        if number is None or not self.terendah <= number <= top:
            raise NilaiSalah(f"{self.nama}: isi dengan angka {self.terendah} sampai {top}.")
        return text.removesuffix("%").strip().replace(",", ".")

    def meets(self, nilai: str, minimum: str) -> bool:
        """Both as `read` returns them."""
        if self.jenis == SKALA:
            return self.skala.index(nilai) >= self.skala.index(minimum)
        if self.jenis == YA_TIDAK:
            return nilai == minimum
        return read_number(nilai) >= read_number(minimum)

    def words(self, nilai: str) -> str:
        """A stored value or a minimum as people read it."""
        if self.jenis == YA_TIDAK:
            return nilai.capitalize()
        if self.jenis == PERSEN:
            return f"{nilai.replace('.', ',')}%"
        return nilai


@dataclass(frozen=True, slots=True)
class KumpulanSyarat:
    """All requirements of one regulation, in the order of its form."""

    kode: str
    nama: str
    dasar: str
    instrumen: tuple[str, ...]
    syarat: tuple[Ketentuan, ...]
    survei: Mapping[str, str] = field(default_factory=dict)  # kind of survey -> question of the LKE with its index

    def get(self, kode: str) -> Ketentuan | None:
        return next((item for item in self.syarat if item.kode == kode), None)

    def of_level(self, tingkat: str) -> tuple[Ketentuan, ...]:
        return tuple(item for item in self.syarat if item.tingkat == tingkat)


@dataclass(frozen=True, slots=True)
class Fakta:
    """What the portal itself knows on the day `pada`; None is unknown, and unknown is never a pass.

    `mulai` is the day since which the unit builds towards this predicate without a break; `boleh_sejak` the day from
    which a unit whose predicate was revoked may be proposed again, None when it never lost one.
    """

    pada: date
    mulai: date | None = None
    wbk_sejak: date | None = None
    boleh_sejak: date | None = None
    jumlah_unit: int = 0
    berpredikat: int = 0


@dataclass(frozen=True, slots=True)
class SyaratDinilai:
    """One requirement, judged. `nilai` and `minimum` are words; `alasan` says what is missing when it is not met."""

    ketentuan: Ketentuan
    nilai: str
    minimum: str
    memenuhi: bool
    alasan: str = ""

    @property
    def kode(self) -> str:
        return self.ketentuan.kode

    @property
    def menghalangi(self) -> bool:
        return self.ketentuan.menghalangi and not self.memenuhi

    @property
    def batas(self) -> str:
        """The minimum as it stands beside the verdict."""
        if self.ketentuan.is_computed:
            return self.minimum
        return f"harus {self.minimum}" if self.ketentuan.jenis == YA_TIDAK else f"minimum {self.minimum}"


def judge(
    syarat: Iterable[Ketentuan], target: str, nilai: Mapping[str, str], fakta: Fakta
) -> tuple[SyaratDinilai, ...]:
    """Each requirement that the predicate `target` ("wbk", "wbbm") asks for; `nilai` by code as recorded."""
    if target not in TARGET:
        raise ValueError(target)
    asked = [item for item in syarat if target in item.minimum]
    return tuple(
        COMPUTED[item.kode](item, item.minimum[target], fakta) if item.is_computed else _recorded(item, target, nilai)
        for item in asked
    )


def absolute_codes() -> frozenset[str]:
    """Findings that no technical ground excuses: the wait after a revocation, and WBK before WBBM."""
    return frozenset(f"syarat_{item.kode}" for found in all_sets().values() for item in found.syarat if item.mutlak)


def findings(dinilai: Iterable[SyaratDinilai], *, tempat: str = "") -> list[Temuan]:
    """What stands in the way (galat) and what is only shown (peringatan)."""
    return [
        (galat if item.ketentuan.menghalangi else peringatan)(f"syarat_{item.kode}", item.alasan, tempat)
        for item in dinilai
        if not item.memenuhi
    ]


def survey_findings(
    kode: Mapping[str, str], indeks: Mapping[str, Decimal], jawaban: Mapping[str, object]
) -> list[Temuan]:
    """Where TPI's answer is another index than the newest survey on record; `kode` as in `KumpulanSyarat.survei`.

    `indeks` by kind of survey, `jawaban` the frozen answers by question. Shown, never in the way: a survey can be newer.
    """
    found = []
    for jenis, question in kode.items():
        try:
            used = read_number(jawaban.get(question))
        except BukanAngka:
            continue
        if jenis in indeks and used != read_number(indeks[jenis]):
            words = f"{SURVEI[jenis]}: survei terakhir {koma(indeks[jenis])}, LKE hasil TPI memakai {koma(used)}."
            found.append(peringatan(f"survei_{jenis}", words))
    return found


def _recorded(item: Ketentuan, target: str, nilai: Mapping[str, str]) -> SyaratDinilai:
    minimum = item.minimum[target]
    wanted = item.words(minimum)
    raw = nilai.get(item.kode, "")
    if not str(raw).strip():
        return SyaratDinilai(item, "", wanted, False, f"{item.nama} belum dicatat; minimum {wanted}.")
    try:
        value = item.read(raw)
    except NilaiSalah as unreadable:
        return SyaratDinilai(item, str(raw), wanted, False, f"Nilai tercatat “{raw}” tidak terbaca. {unreadable}")
    met = item.meets(value, minimum)
    reason = "" if met else f"{item.nama} {item.words(value)}, minimum {wanted}."
    return SyaratDinilai(item, item.words(value), wanted, met, reason)


# --- computed ------------------------------------------------------------------------------------------------


def add_years(day: date, years: int) -> date:
    """The same day years later; 29 February becomes 1 March, so that a full year has always passed."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _length(item: Ketentuan, minimum: str, fakta: Fakta) -> SyaratDinilai:
    wanted = f"{minimum} tahun"
    if fakta.mulai is None:
        reason = f"{item.nama}: tanggal keputusan penetapan belum dicatat."
        return SyaratDinilai(item, "", wanted, False, reason)
    possible = add_years(fakta.mulai, int(minimum))
    met = fakta.pada >= possible
    reason = f"Pembangunan menuju predikat ini dimulai {tanggal(fakta.mulai)}; genap {wanted} pada {tanggal(possible)}."
    return SyaratDinilai(item, f"sejak {tanggal(fakta.mulai)}", wanted, met, "" if met else reason)


def _wbk_in_force(item: Ketentuan, minimum: str, fakta: Fakta) -> SyaratDinilai:
    met = fakta.wbk_sejak is not None
    value = f"sejak {tanggal(fakta.wbk_sejak)}" if met else "Tidak ada"
    reason = "Unit belum memegang predikat WBK yang masih berlaku; WBBM diajukan sesudah WBK."
    return SyaratDinilai(item, value, "WBK berlaku", met, "" if met else reason)


def _no_revocation(item: Ketentuan, minimum: str, fakta: Fakta) -> SyaratDinilai:
    met = fakta.boleh_sejak is None or fakta.pada >= fakta.boleh_sejak
    value = "Tidak ada" if met else f"Dicabut; menunggu sampai {tanggal(fakta.boleh_sejak)}"
    reason = f"Predikat unit dicabut; dapat diajukan lagi mulai {tanggal(fakta.boleh_sejak)}."
    return SyaratDinilai(item, value, "Tidak ada", met, "" if met else reason)


def _share(item: Ketentuan, limit: str, fakta: Fakta) -> SyaratDinilai:
    share = Decimal(100 * fakta.berpredikat) / fakta.jumlah_unit if fakta.jumlah_unit else Decimal(0)
    met = share <= Decimal(limit)
    value = f"{koma(share)}% ({fakta.berpredikat} dari {fakta.jumlah_unit} unit)"
    reason = f"{value} sudah berpredikat: di atas {limit}% instansi tidak perlu mengajukan unit kerja lagi."
    return SyaratDinilai(item, value, f"paling banyak {limit}%", met, "" if met else reason)


COMPUTED = {
    "lama_pembangunan": _length,
    "wbk_berlaku": _wbk_in_force,
    "tanpa_pencabutan": _no_revocation,
    "persen_berpredikat": _share,
}


# --- loading -------------------------------------------------------------------------------------------------


@cache
def all_sets() -> dict[str, KumpulanSyarat]:
    """By instrument: each LKE belongs to one regulation, and with it to one set of requirements."""
    found: dict[str, KumpulanSyarat] = {}
    for path in sorted(FOLDER.glob("syarat-*.yaml")):
        kumpulan = load_set(path)
        for kode in kumpulan.instrumen:
            if kode in found:
                raise DataRusak(f"{path.name}: instrumen: {kode!r} stands in {found[kode].kode} too")
            found[kode] = kumpulan
    return found


def requirements_for(instrumen: str) -> KumpulanSyarat:
    """Raises KeyError for an instrument whose regulation has no file: a rule that is not there never passes."""
    return all_sets()[instrumen]


def load_set(path: Path) -> KumpulanSyarat:
    root = Simpul.load(path)
    kumpulan = KumpulanSyarat(
        kode=root.choice("kode", (path.stem,)),
        nama=root.text("nama"),
        dasar=root.text("dasar"),
        instrumen=root.texts("instrumen"),
        syarat=tuple(_item(node) for node in root.nodes("syarat")),
        survei=dict(_survey(node) for node in root.nodes("survei")),
    )
    codes = [item.kode for item in kumpulan.syarat]
    for kode in codes:
        if codes.count(kode) > 1:
            raise root.broken("syarat", f"kode {kode!r} stands twice")
    root.done()
    return kumpulan


def _survey(node: Simpul) -> tuple[str, str]:
    found = node.choice("jenis", SURVEI), node.text("kode")
    node.done()
    return found


def _item(node: Simpul) -> Ketentuan:
    item = Ketentuan(
        kode=node.text("kode"),
        nama=node.text("nama"),
        tingkat=node.choice("tingkat", (INSTANSI, UNIT)),
        jenis=node.choice("jenis", JENIS),
        minimum={target: found for target in TARGET if (found := node.text(target, ""))},
        dasar=node.text("dasar"),
        bantuan=node.text("bantuan", ""),
        skala=node.texts("skala", []),
        terendah=node.number("terendah", 0) or 0,
        tertinggi=node.number("tertinggi", 0) or 0,
        menghalangi=node.flag("menghalangi", True),
        mutlak=node.flag("mutlak", False),
    )
    _check(node, item)
    node.done()
    return item


def _check(node: Simpul, item: Ketentuan) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9_]{1,39}", item.kode):
        raise node.broken("kode", f"{item.kode!r} is not a code")
    if not item.minimum:
        raise node.broken("wbk", "neither wbk nor wbbm has a minimum")
    if (item.jenis == SKALA) != bool(item.skala) or len(set(item.skala)) != len(item.skala):
        raise node.broken("skala", "an ordered scale without doubles, for jenis skala only")
    if item.is_computed and item.kode not in COMPUTED:
        raise node.broken("kode", f"nothing computes {item.kode!r}")
    if (item.jenis == LEVEL) != bool(item.tertinggi):
        raise node.broken("tertinggi", "needed for jenis level only")
    for target, minimum in item.minimum.items():
        try:
            _ = item.is_computed or item.read(minimum)
        except NilaiSalah as unreadable:
            raise node.broken(target, f"{minimum!r} is not a value of this requirement") from unreadable
