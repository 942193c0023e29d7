"""Sentences of a quarterly report, made from its figures. The person edits them; the portal only proposes.

Every sentence holds for every figure: nothing is said about a share of nothing, and "seluruhnya" only of all.
"""

import re
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from action_plans.report_data import Butir, DataArea, DataTriwulan, Hitungan
from units.choices import BULAN, ROMAN, Area
from units.profiles import Bagian, Formulir
from units.templatetags.indonesia import angka

# What a person still has to write; a report that carries it cannot be submitted.
ISIAN = "[isi upaya]"
SHOWN_EVIDENCE = 5


# --- words -------------------------------------------------------------------------------------------------


def join_words(words: Iterable[str]) -> str:
    """a; a dan b; a, b, dan c"""
    items = list(words)
    if len(items) < 3:
        return " dan ".join(items)
    return f"{', '.join(items[:-1])}, dan {items[-1]}"


def percent(value: Decimal) -> str:
    """66,67%; 50%"""
    return f"{angka(value).removesuffix(',00')}%"


def quarter_name(data: DataTriwulan) -> str:
    return f"Triwulan {ROMAN[data.triwulan]} Tahun {data.tahun}"


def one_line(text: str) -> str:
    """A text of the plan inside a sentence: one line, without its own full stop."""
    return re.sub(r"\s+", " ", text).strip().rstrip(" .;,:")


def numbered(lines: Iterable[str]) -> str:
    return "\n".join(f"{n}. {line}" for n, line in enumerate(lines, start=1))


def _count(n: int) -> str:
    return angka(n, 0)


# --- sections ----------------------------------------------------------------------------------------------


def draft_sections(data: DataTriwulan, *, form: Formulir, unit: str, instansi: str) -> dict[str, str]:
    """Text by section code, for every section of the form that carries text."""
    return {b.kode: draft_section(b, data, form=form, unit=unit, instansi=instansi) for b in text_sections(form)}


def text_sections(form: Formulir) -> list[Bagian]:
    """The sections a person writes: all but mere headings."""
    return [b for b in form.bagian if b.isi in ("daftar", "paragraf")]


def draft_section(bagian: Bagian, data: DataTriwulan, *, form: Formulir, unit: str, instansi: str) -> str:
    if bagian.area:
        return area_text(data.of(bagian.area), data, judul=bagian.judul)
    if bagian.kode == "masalah":
        return obstacles_text(data, form=form)
    if bagian.kode == "upaya":
        return efforts_text(data)
    default = bagian.default_text(unit=unit, instansi=instansi, tahun=data.tahun, triwulan=ROMAN[data.triwulan])
    if bagian.isi == "daftar":
        return "\n".join(default)
    return "\n\n".join([overall_sentence(data), *default] if bagian.kode == "penutup" else default)


def area_text(area: DataArea, data: DataTriwulan, *, judul: str) -> str:
    parts = [" ".join([_opening(area, data, judul), *_evidence_gap(area)])]
    done = [b for b in area.butir if b.is_selesai]
    if done:
        parts.append(_list("Rencana aksi yang telah dilaksanakan:", done, evidence=True))
    running = [b for b in area.butir if not b.is_selesai and not b.is_terlambat]
    if running:
        parts.append(_list("Rencana aksi yang belum selesai dan masih dalam target waktunya:", running))
    late = [b for b in area.butir if b.is_terlambat]
    if late:
        parts.append(_list("Rencana aksi yang terlambat dari target waktunya:", late))
    if area.tunggakan:
        parts.append(_list("Rencana aksi dari triwulan sebelumnya yang belum selesai:", area.tunggakan))
    return "\n\n".join(parts)


def overall_sentence(data: DataTriwulan) -> str:
    h = data.total
    if not h.jatuh_tempo:
        return f"Pada {quarter_name(data)} tidak ada rencana aksi yang jatuh tempo."
    butir = [b for item in data.area for b in item.butir]
    return f"Secara keseluruhan, pada {quarter_name(data)} terdapat {_due(h, butir)}{_shares(h)}"


def obstacles_text(data: DataTriwulan, *, form: Formulir) -> str:
    silent = sum(b.is_terlambat and not b.kendala for b in _open_items(data))
    parts = []
    if data.kendala:
        lines = [
            _sentence(f"{form.label(rows[0].area, rows[0].aspek)}, {_named(rows)}: {text}")
            for (_, text), rows in _grouped(data.kendala, lambda b: (b.aksi, one_line(b.kendala))).items()
        ]
        parts.append(f"Masalah dan hambatan yang dihadapi pada {quarter_name(data)}:\n{numbered(lines)}")
    else:
        parts.append(
            f"Pada {quarter_name(data)} tidak ada masalah dan hambatan yang dicatat dalam pelaksanaan rencana aksi."
        )
    if silent:
        parts.append(f"Terdapat {_count(silent)} target yang terlambat tanpa catatan kendala.")
    return "\n\n".join(parts)


def efforts_text(data: DataTriwulan) -> str:
    """One line per obstacle for the person to complete; actions with the same obstacle share it, and so do the silent late ones."""
    by_text = _grouped(data.kendala, lambda b: one_line(b.kendala))
    lines = [
        f"Untuk mengatasi kendala “{text}” pada {_where(rows)}, tim melakukan {ISIAN}."
        for text, rows in by_text.items()
    ]
    silent = sum(b.is_terlambat and not b.kendala for b in _open_items(data))
    if silent:
        lines.append(f"Untuk menyelesaikan {_count(silent)} target yang terlambat, tim melakukan {ISIAN}.")
    if lines:
        return f"Upaya yang dilakukan pada {quarter_name(data)}:\n{numbered(lines)}"
    return "Karena tidak ada masalah dan hambatan yang dicatat, pelaksanaan rencana aksi dilanjutkan sesuai target waktunya."


# --- sentences ---------------------------------------------------------------------------------------------


def _opening(area: DataArea, data: DataTriwulan, judul: str) -> str:
    hasil = area.area in Area.hasil()
    of_what = f"indikator hasil {judul}" if hasil else f"area {judul}"
    if not area.hitungan.jatuh_tempo:
        return f"Pada {quarter_name(data)} tidak ada rencana aksi {of_what} yang jatuh tempo."
    return f"Pada {quarter_name(data)} {of_what} mempunyai {_due(area.hitungan, area.butir)}{_shares(area.hitungan)}"


def _due(h: Hitungan, butir: Iterable[Butir]) -> str:
    """An action due in three months is three targets of one action."""
    actions = len({b.aksi for b in butir})
    if actions == h.jatuh_tempo:
        return f"{_count(actions)} rencana aksi yang jatuh tempo"
    return f"{_count(h.jatuh_tempo)} target waktu dari {_count(actions)} rencana aksi yang jatuh tempo"


def _shares(h: Hitungan) -> str:
    """How far they are, as the end of a sentence that named how many were due."""
    if h.selesai == h.jatuh_tempo:
        return (
            " dan telah selesai dilaksanakan."
            if h.jatuh_tempo == 1
            else " dan seluruhnya telah selesai dilaksanakan (100%)."
        )
    parts = [
        f"{_count(n)} {words}"
        for n, words in (
            (h.selesai, f"telah selesai ({percent(h.persen)})"),
            (h.berjalan, "sedang berjalan"),
            (h.belum, "belum dikerjakan"),
        )
        if n
    ]
    if h.jatuh_tempo == 1:
        state = "sedang berjalan" if h.berjalan else "belum dikerjakan"
        return f" dan {state}{', terlambat dari target waktunya' if h.terlambat else ''}."
    return f": {join_words(parts)}{_late(h)}."


def _late(h: Hitungan) -> str:
    if not h.terlambat:
        return ""
    whole = h.terlambat == h.berjalan + h.belum
    return f"; {'semua yang belum selesai' if whole else f'{_count(h.terlambat)} di antaranya'} terlambat dari target waktunya"


def _evidence_gap(area: DataArea) -> list[str]:
    missing = sum(b.lacks_evidence for b in area.butir)
    if not missing:
        return []
    return [
        f"Data dukung belum dilengkapi untuk {_count(missing)} dari {_count(area.hitungan.selesai)} target yang telah selesai."
    ]


def _list(head: str, butir: Iterable[Butir], *, evidence: bool = False) -> str:
    groups = _grouped(butir, lambda b: b.aksi)
    return f"{head}\n{numbered(_line(rows, evidence) for rows in groups.values())}"


def _grouped(butir: Iterable[Butir], key: Callable[[Butir], Hashable]) -> dict[Any, list[Butir]]:
    """Rows with the same key, in the order in which each key came first."""
    groups: dict[Any, list[Butir]] = {}
    for b in butir:
        groups.setdefault(key(b), []).append(b)
    return groups


def _line(rows: list[Butir], evidence: bool) -> str:
    titles = list(dict.fromkeys(one_line(e.judul) for b in rows for e in b.bukti)) if evidence else []
    shown = titles[:SHOWN_EVIDENCE]
    if len(titles) > SHOWN_EVIDENCE:
        shown.append(f"{_count(len(titles) - SHOWN_EVIDENCE)} data dukung lain")
    proof = f", dengan data dukung {join_words(shown)}" if shown else ""
    return _sentence(f"{_named(rows)}{proof}")


def _named(rows: list[Butir]) -> str:
    """An action with the months in question."""
    return f"{one_line(rows[0].uraian)} ({join_words(BULAN[b.bulan - 1] for b in rows)})"


def _where(rows: list[Butir]) -> str:
    """Two actions by name; more would drown the sentence, and stand in the section before."""
    actions = _grouped(rows, lambda b: b.aksi).values()
    if len(actions) > 2:
        return f"{_count(len(actions))} rencana aksi"
    return join_words(_named(group) for group in actions)


def _sentence(text: str) -> str:
    return text if text.endswith(("?", "!")) else f"{text}."


def _open_items(data: DataTriwulan) -> list[Butir]:
    return [b for item in data.area for b in (*item.butir, *item.tunggakan) if not b.is_selesai]


# --- text to paragraphs and lists, the same on page and paper ----------------------------------------------


@dataclass(frozen=True, slots=True)
class Blok:
    """A paragraph (one item), a numbered list from `mulai`, or a list with dashes."""

    jenis: Literal["paragraf", "nomor", "butir"]
    isi: tuple[str, ...]
    mulai: int = 1


_NUMBER = re.compile(r"^(\d{1,3})[.)]\s+(?=\S)")
_DASH = re.compile(r"^[-–•*]\s+(?=\S)")


def blocks(text: str, *, isi: str = "paragraf") -> list[Blok]:
    """Read a section's text: each line a paragraph, lines that begin with a number or a dash a list.

    Under a heading whose `isi` is daftar every line is a numbered item, with or without a number of its own.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if isi == "daftar":
        items = tuple(_DASH.sub("", _NUMBER.sub("", line)) for line in lines)
        return [Blok("nomor", items)] if items else []
    found: list[Blok] = []
    for line in lines:
        found[-1:] = _grow(found[-1] if found else None, line)
    return found


def _grow(last: Blok | None, line: str) -> list[Blok]:
    """The last block with the line in it, or the last block and a new one."""
    number = _NUMBER.match(line)
    jenis = "nomor" if number else "butir" if _DASH.match(line) else "paragraf"
    text = _DASH.sub("", _NUMBER.sub("", line)) if jenis != "paragraf" else line
    starts_again = number is not None and number[1] == "1"
    if last and last.jenis == jenis != "paragraf" and not starts_again:
        return [Blok(jenis, (*last.isi, text), last.mulai)]
    new = Blok(jenis, (text,), int(number[1]) if number else 1)
    return [last, new] if last else [new]
