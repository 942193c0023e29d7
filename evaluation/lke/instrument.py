"""Reads an instrument from YAML or plain data and checks all of it: what loads can be scored.

Every problem is one Indonesian sentence that names its node; all of them are reported together, so that a
person who edits an instrument sees the whole list.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path

import yaml

from evaluation.lke.formula import NAMA, Batas, RumusSalah, parse_batas, parse_formula, parse_jika_kosong
from evaluation.lke.numbers import NOL, BukanAngka, full_text, read_number, show_value
from evaluation.lke.structure import (
    JENIS,
    JENIS_PERSEN,
    SKOR_HURUF,
    TINGKAT,
    Instrumen,
    Pertanyaan,
    Simpul,
    Total,
    content_data,
)

DATA = Path(__file__).parent / "data"
BAWAAN = ("lke-2021", "lke-2014")  # shipped with the portal
STATUS = ("aktif", "draf")
MAKS_BYTE = 1_000_000
MAKS_DALAM = 40
MAKS_BAGIAN = 100_000
MAKS_PERTANYAAN = 1_000
BOBOT_TOTAL = Fraction(100)

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_NOMOR = re.compile(r"[A-Za-z0-9]{1,8}")
_KODE = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")
_KEYS_AKAR = {"kode", "nama", "dasar", "versi", "status", "bobot", "sepadan", "komponen"}
_KEYS_SIMPUL = {"kode", "nama", "bobot", *TINGKAT, "pertanyaan"}
_KEYS_PERSEN = {"isian", "rumus", "jika_kosong", "batas", "wajar", "total"}
_KEYS_PERTANYAAN = {"kode", "teks", "jenis", "rubrik", "dugaan", *_KEYS_PERSEN}
_ANAK = {"komponen": ("aspek", "area", "indikator"), "aspek": ("area", "indikator"), "area": ("indikator",)}


class InstrumenSalah(ValueError):
    """The instrument cannot be used; `masalah` has one sentence for each reason."""

    def __init__(self, masalah: Iterable[str]):
        self.masalah = tuple(masalah)
        super().__init__("\n".join(self.masalah))


@cache
def shipped_instrumen(kode: str) -> Instrumen:
    """An instrument that comes with the portal; raises InstrumenSalah for an unknown code."""
    if kode not in BAWAAN:
        raise InstrumenSalah([f"Instrumen {show_value(kode)} tidak dikenal; yang ada: {', '.join(BAWAAN)}."])
    return load_instrumen((DATA / f"{kode}.yaml").read_text(encoding="utf-8"))


def load_instrumen(text: str) -> Instrumen:
    """An instrument from YAML text."""
    return build_instrumen(load_yaml(text))


def load_yaml(text: str) -> object:
    """YAML with every scalar left as text, so that 0.1 stays 0.1 and `ya` stays a word."""
    if len(text.encode()) > MAKS_BYTE:
        raise InstrumenSalah([f"Teks YAML lebih dari {MAKS_BYTE // 1000} kB."])
    try:
        if _is_bottomless(text):
            raise InstrumenSalah(["Teks YAML bersarang terlalu dalam."])
        # BaseLoader builds text, lists and mappings only, never objects
        data = yaml.load(text, Loader=_LOADER)  # noqa: S506
    except (yaml.YAMLError, RecursionError) as exc:
        raise InstrumenSalah(["Teks ini bukan YAML yang benar."]) from exc
    if _is_endless(data):
        raise InstrumenSalah(["Teks YAML terlalu besar setelah rujukannya diuraikan."])
    return data


def _is_bottomless(text: str) -> bool:
    """Nested deeper than any instrument: the C loader would recurse until the process dies."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAKS_DALAM:
            return True
    return False


def _is_endless(data: object) -> bool:
    """An anchor used many times over, or inside itself, makes a small text huge."""
    pending, seen = [data], 0
    while pending and seen <= MAKS_BAGIAN:
        item = pending.pop()
        seen += 1
        if isinstance(item, Mapping):
            pending += [*item.keys(), *item.values()]
        elif isinstance(item, list):
            pending += item
    return seen > MAKS_BAGIAN


def dump_yaml(data: Mapping[str, object]) -> str:
    """Plain data as YAML text that `load_instrumen` reads back: to store, to show in an editor, to hand out."""
    return yaml.safe_dump(dict(data), allow_unicode=True, sort_keys=False, width=120)


def build_instrumen(data: object) -> Instrumen:
    """An instrument from plain data, as YAML, JSON or a form gives it; raises InstrumenSalah."""
    reader = _Reader()
    instrumen = reader.instrumen(data)
    if reader.masalah or instrumen is None:
        raise InstrumenSalah(reader.masalah)
    return instrumen


def content_hash(content: Mapping[str, object]) -> str:
    """sha256 over the canonical JSON of the content."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class _Reader:
    """Walks the data once, keeps every problem, and builds what it can."""

    def __init__(self) -> None:
        self.masalah: list[str] = []
        self.simpul: dict[str, Simpul] = {}
        self.pertanyaan: dict[str, Pertanyaan] = {}

    def report(self, kode: str, sentence: str) -> None:
        self.masalah.append(f"{kode or 'Instrumen'}: {sentence}")

    # --- whole ---------------------------------------------------------------------------------------------

    def instrumen(self, data: object) -> Instrumen | None:
        if not isinstance(data, Mapping):
            self.report("", "isi berkas bukan instrumen.")
            return None
        self.check_keys("", data, _KEYS_AKAR)
        kode, status = self.text("", data, "kode", 40), str(data.get("status", "aktif"))
        if kode and not _KODE.fullmatch(kode):
            self.report("", f"kode {show_value(kode)} hanya boleh huruf kecil, angka, dan tanda hubung.")
        if status not in STATUS:
            self.report("", f"status {show_value(status)} tidak dikenal; pilih {' atau '.join(STATUS)}.")
        nama, dasar = self.text("", data, "nama", 200), self.text("", data, "dasar", 200)
        bobot = self.bobot("", data)
        if bobot not in (BOBOT_TOTAL, NOL):
            self.report("", f"bobot seluruhnya harus 100, tertulis {full_text(bobot)}.")
        anak = self.children("", "komponen", data.get("komponen"), bobot)
        akar = Simpul("", "", "instrumen", nama, bobot, anak)
        sepadan = self.sepadan(data.get("sepadan", []))
        if len(self.pertanyaan) > MAKS_PERTANYAAN:
            self.report("", f"pertanyaan lebih dari {MAKS_PERTANYAAN}.")
        if self.masalah:
            return None
        sidik = content_hash(content_data(kode, nama, dasar, akar, sepadan))
        versi = str(data.get("versi", "1"))
        simpul = {"": akar, **self.simpul}
        return Instrumen(kode, nama, dasar, versi, status, akar, sepadan, simpul, self.pertanyaan, sidik)

    def sepadan(self, data: object) -> tuple[tuple[str, str], ...]:
        pairs = []
        for pair in self.listed("", "sepadan", data):
            if not isinstance(pair, list | tuple) or len(pair) != 2 or not all(map(self.knows_isian, pair)):
                self.report("", f"sepadan {show_value(pair)} harus menyebut dua isian yang ada.")
            else:
                pairs.append((str(pair[0]), str(pair[1])))
        return tuple(pairs)

    def knows_isian(self, reference: object) -> bool:
        kode, _, name = str(reference).rpartition(".")
        return kode in self.pertanyaan and name in self.pertanyaan[kode].isian

    # --- nodes ---------------------------------------------------------------------------------------------

    def children(self, induk: str, tingkat: str, data: object, bobot: Fraction) -> tuple[Simpul, ...]:
        anak = tuple(
            node for item in self.listed(induk, tingkat, data) if (node := self.node(induk, tingkat, item)) is not None
        )
        if not anak:
            self.report(induk, f"tidak mempunyai {tingkat}.")
        elif (jumlah := sum((node.bobot for node in anak), NOL)) != bobot:
            self.report(induk, f"jumlah bobot {tingkat} {full_text(jumlah)} tidak sama dengan {full_text(bobot)}.")
        return anak

    def node(self, induk: str, tingkat: str, data: object) -> Simpul | None:
        if not isinstance(data, Mapping):
            self.report(induk, f"{tingkat} {show_value(data)} bukan kumpulan kunci dan nilai.")
            return None
        nomor = self.nomor(induk, data)
        kode = f"{induk}.{nomor}" if induk else nomor
        if kode in self.simpul:
            self.report(kode, "kode dipakai lebih dari sekali.")
            return None
        self.check_keys(kode, data, _KEYS_SIMPUL)
        nama, bobot = self.text(kode, data, "nama", 300), self.bobot(kode, data)
        self.simpul[kode] = node = Simpul(kode, nomor, tingkat, nama, bobot)  # keeps the order of the form
        below = [key for key in (*TINGKAT, "pertanyaan") if key in data]
        allowed = _ANAK.get(tingkat, ("pertanyaan",))
        if len(below) != 1 or below[0] not in allowed:
            self.report(kode, f"{tingkat} harus berisi tepat satu dari: {', '.join(allowed)}.")
            return node
        if below[0] == "pertanyaan":
            items = self.questions(kode, data["pertanyaan"])
            node = Simpul(kode, nomor, tingkat, nama, bobot, (), items)
        else:
            node = Simpul(kode, nomor, tingkat, nama, bobot, self.children(kode, below[0], data[below[0]], bobot))
        self.simpul[kode] = node
        return node

    def questions(self, induk: str, data: object) -> tuple[Pertanyaan, ...]:
        items = [self.question(induk, item) for item in self.listed(induk, "pertanyaan", data)]
        if not items:
            self.report(induk, "tidak mempunyai pertanyaan.")
        return tuple(item for item in items if item is not None)

    def question(self, induk: str, data: object) -> Pertanyaan | None:
        if not isinstance(data, Mapping):
            self.report(induk, f"pertanyaan {show_value(data)} bukan kumpulan kunci dan nilai.")
            return None
        nomor = self.nomor(induk, data)
        kode = f"{induk}.{nomor}"
        if kode in self.pertanyaan:
            self.report(kode, "kode dipakai lebih dari sekali.")
            return None
        self.check_keys(kode, data, _KEYS_PERTANYAAN)
        teks, jenis = self.text(kode, data, "teks", 1000), str(data.get("jenis", ""))
        if jenis not in JENIS:
            self.report(kode, f"jenis jawaban {show_value(jenis)} tidak dikenal.")
            return None
        rubrik = self.rubrik(kode, jenis, data.get("rubrik", {}))
        dugaan = str(data.get("dugaan", "false")).lower() == "true"
        if jenis == JENIS_PERSEN:
            item = self.counted(kode, nomor, teks, data, dugaan)
        else:
            for key in sorted(_KEYS_PERSEN & set(data)):
                self.report(kode, f"{key} hanya untuk jenis persen.")
            item = Pertanyaan(kode, nomor, teks, jenis, rubrik, dugaan=dugaan)
        self.pertanyaan[kode] = item
        return item

    def rubrik(self, kode: str, jenis: str, data: object) -> dict[str, str]:
        if not isinstance(data, Mapping):
            self.report(kode, "rubrik harus berisi huruf dan penjelasannya.")
            return {}
        rubrik = {str(letter): str(text) for letter, text in data.items()}
        letters = list(SKOR_HURUF.get(jenis, ()))
        # the form explains only `ya` of a yes/no question; of the others every letter
        fits = set(rubrik) <= set(letters) if jenis == "ya_tidak" else sorted(rubrik) == letters
        if rubrik and not fits:
            wanted = "/".join(letters) or "tanpa rubrik"
            self.report(kode, f"huruf rubrik {'/'.join(rubrik)} tidak cocok dengan jenis {jenis} ({wanted}).")
        return rubrik

    # --- counted questions ---------------------------------------------------------------------------------

    def counted(self, kode: str, nomor: str, teks: str, data: Mapping[str, object], dugaan: bool) -> Pertanyaan:
        isian = self.isian(kode, data.get("isian"))
        rumus = jika_kosong = None
        try:
            rumus = parse_formula(str(data.get("rumus", "")))
            jika_kosong = parse_jika_kosong(str(data.get("jika_kosong", "")))
            self.check_names(kode, rumus.names(), isian)
            self.check_names(kode, {jika_kosong.bila} - {""}, isian)
        except RumusSalah as exc:
            self.report(kode, f"{exc}.")
        return Pertanyaan(
            kode,
            nomor,
            teks,
            JENIS_PERSEN,
            {},
            isian,
            rumus,
            jika_kosong,
            self.rules(kode, "batas", data, isian),
            self.rules(kode, "wajar", data, isian),
            self.total(kode, data.get("total"), isian),
            dugaan,
        )

    def isian(self, kode: str, data: object) -> dict[str, str]:
        pairs = data.items() if isinstance(data, Mapping) else data
        isian: dict[str, str] = {}
        for pair in pairs if isinstance(pairs, Iterable) and not isinstance(pairs, str) else ():
            if not isinstance(pair, list | tuple) or len(pair) != 2 or not NAMA.fullmatch(str(pair[0])):
                self.report(kode, f"isian {show_value(pair)} harus bernama huruf kecil dan berjudul.")
            elif pair[0] in isian:
                self.report(kode, f"isian {pair[0]} ditulis dua kali.")
            else:
                isian[str(pair[0])] = str(pair[1])
        if not isian:
            self.report(kode, "jenis persen tanpa isian.")
        return isian

    def rules(self, kode: str, key: str, data: Mapping[str, object], isian: Mapping[str, str]) -> tuple[Batas, ...]:
        rules = []
        for text in self.listed(kode, key, data.get(key, [])):
            try:
                rules.append(parse_batas(str(text)))
            except RumusSalah as exc:
                self.report(kode, f"{key}: {exc}.")
            else:
                self.check_names(kode, rules[-1].names(), isian)
        return tuple(rules)

    def total(self, kode: str, data: object, isian: Mapping[str, str]) -> Total | None:
        if data is None:
            return None
        if not isinstance(data, Mapping) or not isinstance(data.get("isian"), list):
            self.report(kode, "total harus berisi teks dan daftar isian.")
            return None
        names = tuple(str(name) for name in data["isian"])
        self.check_names(kode, set(names), isian)
        return Total(str(data.get("teks", "")), names)

    def check_names(self, kode: str, names: Iterable[str], isian: Mapping[str, str]) -> None:
        for name in sorted(set(names) - set(isian)):
            self.report(kode, f"{name} bukan isian pertanyaan ini.")

    # --- fields --------------------------------------------------------------------------------------------

    def check_keys(self, kode: str, data: Mapping[str, object], known: set[str]) -> None:
        for key in data:
            if key not in known:
                self.report(kode, f"kunci {show_value(key)} tidak dikenal.")

    def listed(self, kode: str, key: str, data: object) -> list[object]:
        if data is None:
            return []
        if not isinstance(data, list | tuple):
            self.report(kode, f"{key} harus berupa daftar.")
            return []
        return list(data)

    def text(self, kode: str, data: Mapping[str, object], key: str, longest: int) -> str:
        text = " ".join(str(data.get(key, "")).split())
        if not text or len(text) > longest:
            self.report(kode, f"{key} harus diisi, paling panjang {longest} huruf.")
        return text

    def nomor(self, induk: str, data: Mapping[str, object]) -> str:
        nomor = str(data.get("kode", ""))
        if not _NOMOR.fullmatch(nomor):
            self.report(induk, f"kode {show_value(nomor)} harus 1 sampai 8 huruf atau angka.")
        return nomor

    def bobot(self, kode: str, data: Mapping[str, object]) -> Fraction:
        try:
            bobot = read_number(data.get("bobot"))
        except BukanAngka as exc:
            self.report(kode, f"bobot {exc}.")
            return NOL
        if bobot <= 0:
            self.report(kode, "bobot harus lebih dari 0.")
        return bobot
