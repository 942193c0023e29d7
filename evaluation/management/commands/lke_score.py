"""Scores a filled LKE workbook, or answers from a JSON file, on the command line.

Exit status 0, or 1 where something was refused.
"""

import json
from argparse import ArgumentParser
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from evaluation.lke.findings import Berat, Temuan
from evaluation.lke.instrument import BAWAAN, shipped_instrumen
from evaluation.lke.numbers import dua_desimal
from evaluation.lke.output import output_data, temuan_data
from evaluation.lke.scoring import score
from evaluation.lke.structure import Instrumen
from evaluation.lke.threshold import shipped_ambang
from evaluation.lke.workbook.importing import import_form, stored_text
from evaluation.lke.workbook.reading import MAKS_BYTE, read_form
from units.xlsx import BerkasDitolak

BAKU = "lke-2021"


class Command(BaseCommand):
    help = "Menilai buku kerja LKE, atau jawaban dalam berkas JSON."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("berkas", nargs="?", type=Path, help="Buku kerja LKE (.xlsx).")
        parser.add_argument("--jawaban", type=Path, help="Jawaban sebagai JSON, per kode pertanyaan.")
        parser.add_argument("--instrumen", choices=BAWAAN, help=f"Kode instrumen; bila tidak ditulis {BAKU}.")
        parser.add_argument("--json", action="store_true", help="Cetak hasil sebagai JSON.")

    def handle(self, *, berkas: Path | None, jawaban: Path | None, **options: object) -> None:
        if (berkas is None) == (jawaban is None):
            raise CommandError("Sebutkan satu buku kerja, atau --jawaban dengan satu berkas JSON.")
        kode = str(options["instrumen"] or "")
        try:
            data = score_workbook(_read(berkas), kode) if berkas else score_answers(_read(jawaban), kode)
        except BerkasDitolak as exc:
            data = refused_data(kode or BAKU, str(exc))
        if jawaban or options["json"]:
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(report_lines(data)))
        if any(item["berat"] == Berat.GALAT for item in data["temuan"]):
            raise SystemExit(1)


def score_workbook(content: bytes, kode: str) -> dict[str, object]:
    """The result of a workbook; its hidden key names the instrument unless the caller does."""
    lembar = read_form(content)
    named = lembar.kunci.instrumen if lembar.kunci and lembar.kunci.instrumen in BAWAAN else BAKU
    instrumen = shipped_instrumen(kode or named)
    impor = import_form(lembar, instrumen)
    berkas = {name: stored_text(value) for name, value in impor.berkas.items()}
    temuan = [*draft_findings(instrumen), *impor.temuan]
    return output_data(impor.hasil, shipped_ambang(instrumen.kode), temuan, berkas=berkas)


def score_answers(content: bytes, kode: str) -> dict[str, object]:
    """The result of answers by code; raises BerkasDitolak for a file that holds none."""
    instrumen = shipped_instrumen(kode or BAKU)
    hasil = score(instrumen, read_answers(content))
    temuan = [*draft_findings(instrumen), *hasil.temuan]
    return output_data(hasil, shipped_ambang(instrumen.kode), temuan)


def read_answers(content: bytes) -> dict[str, object]:
    try:
        answers = json.loads(content.decode("utf-8-sig"), parse_float=Decimal, object_pairs_hook=_without_repeats)
    except (ValueError, RecursionError) as exc:
        reason = str(exc) if isinstance(exc, _Berulang) else "isinya bukan JSON yang benar"
        raise BerkasDitolak(f"Berkas jawaban tidak dapat dibaca: {reason}.") from exc
    if not isinstance(answers, dict):
        raise BerkasDitolak("Berkas jawaban harus berisi satu objek: kode pertanyaan dan jawabannya.")
    return answers


class _Berulang(ValueError):
    """A key was written twice; JSON would silently take the last one."""


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    result: dict[str, object] = {}
    for key, value in pairs:
        if key in result:
            raise _Berulang(f"kode {key[:40]} ditulis dua kali")
        result[key] = value
    return result


def draft_findings(instrumen: Instrumen) -> list[Temuan]:
    if not instrumen.is_draf:
        return []
    masalah = f"{instrumen.nama} masih draf: jenis jawaban {len(instrumen.dugaan)} pertanyaan adalah dugaan."
    return [Temuan(Berat.PERINGATAN, "", masalah, "Nilai belum dapat ditetapkan.")]


def refused_data(kode: str, masalah: str) -> dict[str, object]:
    """The same shape without a score, for a file that was not opened."""
    instrumen = shipped_instrumen(kode)
    temuan = Temuan(Berat.GALAT, "", masalah, "Berkas tidak dinilai.")
    return {
        "instrumen": instrumen.kode,
        "versi": instrumen.versi,
        "sidik": instrumen.sidik,
        "nilai": None,
        "kosong": [],
        "ambang": {},
        "temuan": [temuan_data(temuan)],
    }


def report_lines(data: dict[str, object]) -> list[str]:
    """The result as a table for a terminal, values with two decimals as they are printed."""
    lines = [f"{data['instrumen']} versi {data['versi']}"]
    if data["nilai"]:
        lines += [
            "",
            f"{'Kode':<16}{'Bobot':>8}{'Nilai':>9}{'Berkas':>10}  Uraian",
            *_node_lines(data["nilai"]),
        ]
        lines += ["", f"Belum dijawab: {', '.join(data['kosong']) or 'tidak ada'}"]
    for predikat, result in data["ambang"].items():
        lines += ["", f"{predikat}: {'memenuhi' if result['memenuhi'] else 'tidak memenuhi'}"]
        lines += [f"  {sentence}" for sentence in result.get("galat", [])]
        for rule in result["aturan"]:
            sign = "v" if rule["memenuhi"] else "x"
            lines.append(f"  {sign} {rule['dinilai']:>7} / {rule['minimum']:>6}  {rule['nama']}")
    if data["temuan"]:
        lines += ["", "Temuan"]
    for item in data["temuan"]:
        place = "!".join(part for part in (item["lembar"], item["sel"]) if part)
        head = " ".join(part for part in (item["berat"], item["kode"], place) if part)
        lines.append(f"  {head}: {item['masalah']} {item['tindakan']}")
    return lines


def _node_lines(node: dict[str, object]) -> list[str]:
    stored = node.get("nilai_berkas")
    nilai, bobot = (dua_desimal(Fraction(str(node[key]))) for key in ("nilai", "bobot"))
    line = f"{node['kode'] or 'Total':<16}{bobot:>8}{nilai:>9}{_rounded(stored):>10}  {node['nama']}"
    return [line, *(text for child in node["anak"] for text in _node_lines(child))]


def _rounded(stored: object) -> str:
    """The stored value with two decimals; an error or a dash as it stands."""
    if stored is None:
        return ""
    try:
        return str(dua_desimal(Fraction(str(stored))))
    except ValueError:
        return str(stored)[:9]


def _read(path: Path) -> bytes:
    """The file, or one byte more than is accepted: a larger one need not be read to be refused."""
    try:
        with path.open("rb") as stream:
            return stream.read(MAKS_BYTE + 1)
    except OSError as exc:
        raise CommandError(f"Berkas {path} tidak dapat dibuka: {exc.strerror}.") from exc
