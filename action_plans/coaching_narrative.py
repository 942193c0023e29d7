"""Sentences of a coaching report, made from its figures. Tim Pembina edits them; the portal only proposes.

What only people know carries a mark in square brackets, and a report with such a mark cannot be submitted.
"""

import re
from collections.abc import Iterable

from action_plans.coaching_data import DataPembinaan, DataUnit
from action_plans.models import CatatanPembinaan, Pembinaan
from action_plans.narrative import join_words, numbered, one_line, percent
from action_plans.report_data import Butir
from units.choices import Area
from units.profiles import Bagian, Formulir
from units.templatetags.indonesia import angka, tanggal

ISIAN = re.compile(r"\[(?:isi|nomor) [^\]\n]*\]")
BAHASAN, SARAN = CatatanPembinaan.Jenis.BAHASAN.value, CatatanPembinaan.Jenis.SARAN.value
SEMUA = "seluruh unit kerja yang membangun Zona Integritas"
SHOWN = 5


def draft_sections(
    data: DataPembinaan, *, form: Formulir, labels: dict[str, str], kepala: str, instansi: str
) -> dict[str, str]:
    """Text by section code, for every section of the form that carries text.

    `labels` are the areas in the regulation's words; `kepala` is the head it is sent to.
    """
    return {b.kode: _draft(b, data, form, labels, kepala, instansi) for b in text_sections(form)}


def text_sections(form: Formulir) -> list[Bagian]:
    return [b for b in form.bagian if b.isi in ("daftar", "paragraf")]


def subject(data: DataPembinaan) -> str:
    return data.unit[0].nama if data.satu else SEMUA


def _draft(
    bagian: Bagian, data: DataPembinaan, form: Formulir, labels: dict[str, str], kepala: str, instansi: str
) -> str:
    if bagian.area:
        return area_text(data, bagian.area, judul=bagian.judul)
    writer = {
        "gambaran": overview_text,
        "penilaian": lambda d: judgement_text(d, labels),
        "simpulan": conclusion_text,
        "saran": lambda d: advice_text(d, labels),
        "batasan": limits_text,
    }.get(bagian.kode)
    if writer:
        return writer(data)
    default = bagian.default_text(
        unit=subject(data), instansi=instansi, tahun=data.tahun, rentang=data.nama_rentang, kepala=kepala
    )
    return ("\n" if bagian.isi == "daftar" else "\n\n").join(default)


# --- sections ------------------------------------------------------------------------------------------------


def overview_text(data: DataPembinaan) -> str:
    """Letter, a: what the institution does, how it was coached, how far it is."""
    if data.satu:
        duty = f"{data.unit[0].nama} melaksanakan [isi uraian singkat tugas dan fungsi unit kerja]."
    else:
        duty = f"Pada tahun {data.tahun} terdapat {angka(len(data.unit), 0)} unit kerja yang membangun Zona Integritas."
    return "\n\n".join([duty, coaching_sentence(data), progress_sentence(data), *_agreed(data)])


def judgement_text(data: DataPembinaan, labels: dict[str, str]) -> str:
    """Letter, b: one numbered line per component, the six areas and the two results."""
    lines = [f"{labels[area]}: {_judged(data, area)}" for area in Area.values]
    return "\n\n".join([*_whole_scores(data), f"Penilaian terhadap tiap komponen:\n{numbered(lines)}"])


def conclusion_text(data: DataPembinaan) -> str:
    return "\n\n".join(
        [coaching_sentence(data), progress_sentence(data), *_whole_scores(data), *_agreed(data), *_whole_notes(data)]
    )


def advice_text(data: DataPembinaan, labels: dict[str, str]) -> str:
    """What the coaches advised, then what the figures ask for."""
    lines = [_owned(data, unit, text) for unit in data.unit for text in _advice(unit)]
    lines += _asked_by_figures(data, labels)
    return numbered(lines) if lines else "[isi saran kepada unit kerja dan Pemerintah Daerah]"


def limits_text(data: DataPembinaan) -> str:
    return (
        f"Monitoring dan evaluasi meliputi pelaksanaan pembangunan Zona Integritas dari {tanggal(data.mulai)} sampai "
        f"dengan {tanggal(data.selesai)}, menurut keadaan data pada {tanggal(data.per_tanggal)}."
    )


def area_text(data: DataPembinaan, area: str, *, judul: str) -> str:
    parts = [f"{_area_progress(data, area, judul)}{_score_of(data, area)}", *_late_list(data, area)]
    for jenis, head in ((BAHASAN, "Hal yang dibahas dalam pembinaan:"), (SARAN, "Saran Tim Pembina ZI:")):
        lines = [_owned(data, unit, line) for unit in data.unit for line in _points(unit.texts(area, jenis))]
        if lines:
            parts.append(f"{head}\n{numbered(lines)}")
    return "\n\n".join(parts)


# --- sentences -----------------------------------------------------------------------------------------------


def coaching_sentence(data: DataPembinaan) -> str:
    """How often and how, by kind; days only where one unit makes them few."""
    held = [(jenis, day) for unit in data.unit for jenis, day in unit.sesi]
    if not held:
        return f"Pada {data.nama_rentang} belum ada pembinaan Tim Pembina ZI kepada {subject(data)} yang tercatat."
    kinds = []
    for jenis in Pembinaan.Jenis:
        days = [day for kind, day in held if kind == jenis]
        if days:
            when = f" pada {join_words(tanggal(d) for d in days)}" if data.satu and len(days) <= SHOWN else ""
            kinds.append(f"{jenis.label.lower()} {angka(len(days), 0)} kali{when}")
    head = f"Pada {data.nama_rentang} Tim Pembina ZI membina {subject(data)} sebanyak {angka(len(held), 0)} kali"
    never = [unit.nama for unit in data.unit if not unit.sesi]
    rest = f" Unit kerja yang belum dibina: {join_words(never)}." if never and not data.satu else ""
    return f"{head}, yaitu {join_words(kinds)}.{rest}"


def progress_sentence(data: DataPembinaan, area: str = "", of: str = "") -> str:
    h = data.hitungan(area)
    of = of or "rencana aksi"
    if h.persen is None:
        return f"Pada {data.nama_rentang} tidak ada target {of} yang jatuh tempo."
    done = f"{angka(h.selesai, 0)} dari {angka(h.jatuh_tempo, 0)} target {of} yang jatuh tempo telah selesai ({percent(h.persen)})"
    late = f", dan {angka(h.terlambat, 0)} target terlambat" if h.terlambat else ""
    return f"Pada {data.nama_rentang}, {done}{late}."


def _area_progress(data: DataPembinaan, area: str, judul: str) -> str:
    of = f"indikator hasil {judul}" if area in Area.hasil() else f"area {judul}"
    return progress_sentence(data, area, of)


def _judged(data: DataPembinaan, area: str) -> str:
    """A component in one line: progress, what is late, its score."""
    h = data.hitungan(area)
    late = sum(len(unit.late(area)) for unit in data.unit)
    if h.persen is None and not late:
        words = "tidak ada target yang jatuh tempo."
    elif h.persen is None:
        words = f"tidak ada target baru, dan {angka(late, 0)} target sebelumnya terlambat."
    else:
        words = f"{angka(h.selesai, 0)} dari {angka(h.jatuh_tempo, 0)} target selesai ({percent(h.persen)})"
        words += f", {angka(late, 0)} target terlambat." if late else "."
    return words + _score_of(data, area)


def _score_of(data: DataPembinaan, area: str) -> str:
    """The last assessment's words about an area; of one unit only, for many would be no sentence."""
    told = [f.kalimat for f in data.unit[0].fakta if f.area == area] if data.satu and data.unit else []
    return "".join(f" {text}" for text in told)


def _whole_scores(data: DataPembinaan) -> list[str]:
    facts = [(unit, f) for unit in data.unit for f in unit.fakta if not f.area]
    if data.satu:
        return [" ".join(f.kalimat for _, f in facts)] if facts else []
    lines = [f"{unit.nama}: {f.kalimat}" for unit, f in facts]
    return [f"Penilaian terakhir:\n{numbered(lines)}"] if lines else []


def _agreed(data: DataPembinaan) -> list[str]:
    total = sum(u.kesepakatan for u in data.unit)
    if not total:
        return []
    done, late = sum(u.selesai for u in data.unit), sum(u.lewat for u in data.unit)
    words = "seluruhnya telah selesai dilaksanakan" if done == total else f"{angka(done, 0)} telah selesai dilaksanakan"
    rest = f" dan {angka(late, 0)} lewat tenggat" if late else ""
    return [f"Dari pembinaan tersebut disepakati {angka(total, 0)} tindak lanjut; {words}{rest}."]


def _whole_notes(data: DataPembinaan) -> list[str]:
    lines = [_owned(data, u, line) for u in data.unit for line in _points(u.texts("", BAHASAN))]
    return [f"Gambaran umum hasil pembinaan:\n{numbered(lines)}"] if lines else []


def _late_list(data: DataPembinaan, area: str) -> list[str]:
    """By action for one unit, by unit for all: a report of forty units stays readable."""
    if data.satu and data.unit:
        late = _by_action(data.unit[0].late(area))
        lines = [f"{one_line(rows[0].uraian)}{f' ({len(rows)} bulan)' if len(rows) > 1 else ''}." for rows in late]
        return [f"Rencana aksi yang terlambat:\n{numbered(lines)}"] if lines else []
    counted = [(unit.nama, len(unit.late(area))) for unit in data.unit]
    worst = sorted(((n, nama) for nama, n in counted if n), key=lambda pair: (-pair[0], pair[1]))
    if not worst:
        return []
    return [f"Unit kerja dengan target terlambat: {join_words(f'{nama} ({angka(n, 0)})' for n, nama in worst)}."]


def _by_action(late: Iterable[Butir]) -> list[list[Butir]]:
    groups: dict[int, list[Butir]] = {}
    for b in late:
        groups.setdefault(b.aksi, []).append(b)
    return list(groups.values())


def _advice(unit: DataUnit) -> list[str]:
    """Advice on the whole first, then by component."""
    return _points([text for area in ("", *Area.values) for text in unit.texts(area, SARAN)])


def _asked_by_figures(data: DataPembinaan, labels: dict[str, str]) -> list[str]:
    lines = []
    late = {area: sum(len(u.late(area)) for u in data.unit) for area in Area.values}
    behind = [f"{labels[area]} ({angka(n, 0)})" for area, n in late.items() if n]
    if behind:
        lines.append(f"Menyelesaikan target rencana aksi yang terlambat pada {join_words(behind)}.")
    overdue = sum(u.lewat for u in data.unit)
    if overdue:
        lines.append(f"Melaksanakan {angka(overdue, 0)} kesepakatan pembinaan yang lewat tenggat.")
    bare = sum(b.lacks_evidence for u in data.unit for b in u.butir)
    if bare:
        lines.append(f"Melengkapi data dukung {angka(bare, 0)} target yang dilaporkan selesai tanpa data dukung.")
    never = [u.nama for u in data.unit if not u.sesi]
    if never and not data.satu:
        lines.append(f"Menjadwalkan pembinaan bagi {join_words(never)}.")
    return lines


def _owned(data: DataPembinaan, unit: DataUnit, text: str) -> str:
    line = one_line(text)
    line = line if line.endswith(("?", "!")) else f"{line}."
    return line if data.satu else f"{unit.nama}: {line}"


_MARK = re.compile(r"^(?:\d{1,3}[.)]|[-–•*])\s+")


def _points(texts: Iterable[str]) -> list[str]:
    """Notes as points: their own numbers and dashes go, the report gives new ones. What several sessions said alike is
    told once.
    """
    lines = (line.strip() for text in texts for line in text.splitlines())
    return list(dict.fromkeys(_MARK.sub("", line) for line in lines if line))
