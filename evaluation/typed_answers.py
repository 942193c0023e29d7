"""Answers as a plain form without scripts sends them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from evaluation.fill_data import SoalIsian


def typed(data: Mapping[str, str], soal: SoalIsian) -> Iterator[tuple[str, Any]]:
    """(field, value) of what was sent and differs from what is stored."""
    if soal.is_persen:
        counts = {i.nama: data.get(f"isian-{soal.kode}-{i.nama}", "").strip() for i in soal.isian}
        if counts != {i.nama: i.nilai for i in soal.isian}:
            yield "nilai", {name: count for name, count in counts.items() if count}
    elif f"nilai-{soal.kode}" in data:
        stored = soal.indeks if soal.is_indeks else next((p.nilai for p in soal.pilihan if p.terpilih), "")
        if data[f"nilai-{soal.kode}"].strip() != stored:
            yield "nilai", data[f"nilai-{soal.kode}"].strip()
    for kolom, stored in (("catatan", soal.catatan), ("tautan", soal.tautan)):
        text = data.get(f"{kolom}-{soal.kode}", stored).replace("\r\n", "\n").strip()
        if text != stored:
            yield kolom, text


def keep_typed(soal: SoalIsian, kolom: str, nilai: Any) -> None:
    """The refused field shows what the person typed."""
    if kolom == "catatan":
        soal.catatan = nilai
    elif kolom == "tautan":
        soal.tautan = nilai
    elif soal.is_persen:
        soal.isian = [replace(i, nilai=nilai.get(i.nama, "")) for i in soal.isian]
    elif soal.is_indeks:
        soal.indeks = nilai
    else:
        soal.pilihan = [replace(p, terpilih=p.nilai == nilai) for p in soal.pilihan]
