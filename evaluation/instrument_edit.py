"""Edit a draft instrument as plain data, part by part. A draft may be wrong meanwhile; what is wrong is listed beside it.

The parts are the upper levels with the thresholds' minima, and then each node that holds indicators. Codes never change:
answers and thresholds point at them. A new question takes the next free letter.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import yaml

from evaluation.lke.instrument import load_yaml
from evaluation.lke.structure import JENIS, JENIS_PERSEN, SKOR_HURUF, TINGKAT

UMUM, AMBANG = "umum", "ambang"
LABEL_JENIS = {
    "ya_tidak": "Ya/Tidak", "abc": "A/B/C", "abcd": "A/B/C/D", "abcde": "A/B/C/D/E", "persen": "Persentase dari jumlah",
    "indeks4": "Indeks 0 sampai 4",
}  # fmt: skip
TAMBAHAN_PERSEN = ("isian", "rumus", "jika_kosong", "batas", "wajar", "total")

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class BagianSunting:
    """A part of the instrument that is edited on one page."""

    kode: str
    nama: str


@dataclass(frozen=True, slots=True)
class SimpulSunting:
    kode: str
    nama: str
    bobot: str
    tingkat: str
    soal: tuple["SoalSunting", ...] = ()


@dataclass(frozen=True, slots=True)
class SoalSunting:
    kode: str
    teks: str
    jenis: str
    rubrik: tuple[tuple[str, str], ...]
    isian: str
    rumus: str
    jika_kosong: str
    batas: str
    wajar: str
    dugaan: bool


@dataclass(frozen=True, slots=True)
class AmbangSunting:
    predikat: str
    kode: str
    nama: str
    minimum: str
    satuan: str


def read_data(isi: str) -> Data:
    return load_yaml(isi)


def dump(data: Data) -> str:
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=110)


# --- looking ---------------------------------------------------------------------------------------------------


def nodes(data: Data) -> Iterator[tuple[str, str, Data]]:
    """(code, level, node) of everything above the questions, in the order of the form."""

    def below(parent: Data, induk: str) -> Iterator[tuple[str, str, Data]]:
        for tingkat in TINGKAT:
            for node in parent.get(tingkat, []):
                kode = f"{induk}.{node['kode']}" if induk else str(node["kode"])
                yield kode, tingkat, node
                yield from below(node, kode)

    yield from below(data, "")


def sections(data: Data) -> list[BagianSunting]:
    found = [BagianSunting(UMUM, "Nama, bobot komponen, aspek, dan area")]
    found += [BagianSunting(kode, f"{kode} {node['nama']}") for kode, _, node in nodes(data) if "indikator" in node]
    return [*found, BagianSunting(AMBANG, "Ambang batas")]


def read_section(data: Data, bagian: str) -> list[SimpulSunting]:
    """What stands on the page of a part: upper nodes, or a node with its indicators and their questions."""
    if bagian == UMUM:
        return [_node(kode, tingkat, node) for kode, tingkat, node in nodes(data) if tingkat != "indikator"]
    inside = [(k, t, n) for k, t, n in nodes(data) if k == bagian or k.rpartition(".")[0] == bagian]
    return [_node(kode, tingkat, node) for kode, tingkat, node in inside]


def _node(kode: str, tingkat: str, node: Data) -> SimpulSunting:
    soal = tuple(_question(f"{kode}.{item['kode']}", item) for item in node.get("pertanyaan", []))
    return SimpulSunting(kode, str(node["nama"]), str(node["bobot"]), tingkat, soal)


def _question(kode: str, item: Data) -> SoalSunting:
    rubrik = item.get("rubrik", {})
    letters = SKOR_HURUF.get(item.get("jenis", ""), ())
    return SoalSunting(
        kode, str(item["teks"]), str(item.get("jenis", "")), tuple((h, str(rubrik.get(h, ""))) for h in letters),
        _isian_text(item), str(item.get("rumus", "")), str(item.get("jika_kosong", "")),
        "\n".join(item.get("batas", [])), "\n".join(item.get("wajar", [])), str(item.get("dugaan", "")).lower() == "true",
    )  # fmt: skip


def _isian_text(item: Data) -> str:
    """The counted inputs, one to a line: `agen = Jumlah agen perubahan`."""
    isian = item.get("isian", {})
    pairs = isian.items() if isinstance(isian, Mapping) else isian
    return "\n".join(f"{name} = {label}" for name, label in pairs)


def read_thresholds(ambang: Data) -> list[AmbangSunting]:
    return [
        AmbangSunting(predikat, str(rule["kode"]), str(rule["nama"]), str(rule["minimum"]), "%" if rule.get("ukuran") == "persen" else "")
        for predikat, rules in ambang["predikat"].items()
        for rule in rules
    ]  # fmt: skip


# --- changing --------------------------------------------------------------------------------------------------


def apply_section(data: Data, bagian: str, sent: Mapping[str, str]) -> Data:
    """The data with what the form of this part sent; fields that were not sent stay as they are."""
    new = deepcopy(data)
    if bagian == UMUM:
        for key in ("nama", "dasar"):
            if key in sent:
                new[key] = _clean(sent[key])
    wanted = {item.kode for item in read_section(data, bagian)}
    for kode, _, node in nodes(new):
        if kode in wanted:
            _apply_node(kode, node, sent)
    return new


def _clean(text: str) -> str:
    return " ".join(text.split())


def _number(text: str) -> str:
    """1,5 as people write it is 1.5 in the data; what is no number stays, and is told by the checks."""
    return text.strip().replace(",", ".")


def _apply_node(kode: str, node: Data, sent: Mapping[str, str]) -> None:
    node["nama"] = _clean(sent.get(f"nama-{kode}", str(node["nama"])))
    node["bobot"] = _number(sent.get(f"bobot-{kode}", str(node["bobot"])))
    if "pertanyaan" not in node:
        return
    kept = [item for item in node["pertanyaan"] if sent.get(f"hapus-{kode}.{item['kode']}") != "ya"]
    for item in kept:
        if f"teks-{kode}.{item['kode']}" in sent:
            _apply_question(f"{kode}.{item['kode']}", item, sent)
    if teks := _clean(sent.get(f"baru-{kode}", "")):
        jenis = sent.get(f"jenisbaru-{kode}", "ya_tidak")
        kept.append({"kode": _next_letter(node["pertanyaan"]), "teks": teks, "jenis": jenis})
    node["pertanyaan"] = kept


def _next_letter(items: list[Data]) -> str:
    """A letter that no question of the indicator has or had before this edit."""
    used = {str(item["kode"]) for item in items}
    return next(
        letter for letter in (*"abcdefghijklmnopqrstuvwxyz", *(f"z{n}" for n in range(100))) if letter not in used
    )


def _apply_question(kode: str, item: Data, sent: Mapping[str, str]) -> None:
    item["teks"] = _clean(sent[f"teks-{kode}"])
    jenis = sent.get(f"jenis-{kode}", item.get("jenis", ""))
    item["jenis"] = jenis if jenis in JENIS else item.get("jenis", "")
    old = item.pop("rubrik", {})
    letters = SKOR_HURUF.get(item["jenis"], ())
    rubrik = {h: text for h in letters if (text := _clean(sent.get(f"rubrik-{kode}-{h}", str(old.get(h, "")))))}
    if rubrik:
        item["rubrik"] = rubrik
    item.pop("dugaan", None)
    if sent.get(f"dugaan-{kode}") == "ya":
        item["dugaan"] = "true"
    if item["jenis"] == JENIS_PERSEN:
        _apply_counts(kode, item, sent)
    else:
        for key in TAMBAHAN_PERSEN:
            item.pop(key, None)


def _apply_counts(kode: str, item: Data, sent: Mapping[str, str]) -> None:
    if f"isian-{kode}" in sent and _lines(sent[f"isian-{kode}"]) != _lines(_isian_text(item)):
        item["isian"] = [[part.strip() for part in line.partition("=")[::2]] for line in _lines(sent[f"isian-{kode}"])]
    for key in ("rumus", "jika_kosong"):
        item[key] = _clean(sent.get(f"{key}-{kode}", str(item.get(key, ""))))
    for key in ("batas", "wajar"):
        rules = _lines(sent[f"{key}-{kode}"]) if f"{key}-{kode}" in sent else item.get(key, [])
        item.pop(key, None)
        if rules:
            item[key] = rules


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def apply_thresholds(ambang: Data, sent: Mapping[str, str]) -> Data:
    new = deepcopy(ambang)
    for predikat, rules in new["predikat"].items():
        for rule in rules:
            rule["minimum"] = _number(sent.get(f"minimum-{predikat}-{rule['kode']}", str(rule["minimum"])))
    return new


def differences(before: Data, after: Data) -> list[tuple[str, str, str]]:
    """(place, before, after) of every value that changed, for the history."""
    old, new = dict(_leaves(before, "")), dict(_leaves(after, ""))
    return [
        (key, old.get(key, ""), new.get(key, ""))
        for key in [*old, *(k for k in new if k not in old)]
        if old.get(key) != new.get(key)
    ]


def _leaves(value: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _leaves(item, f"{place}.{key}" if place else str(key))
    elif isinstance(value, list):
        for n, item in enumerate(value, start=1):
            name = item["kode"] if isinstance(item, Mapping) and "kode" in item else n
            yield from _leaves(item, f"{place}[{name}]")
    else:
        yield place, str(value)
