"""Patterns of document numbers: plain text with fields in braces. Pure; `reports.services.numbering` takes numbers."""

from datetime import date
from string import Formatter

# 700 is supervision in the archive codes of local government; an institution sets its own.
POLA_BAWAAN = "700/{urut}/ZI/{tahun}"
LEBAR_BAWAAN = 3
BULAN_ROMAWI = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
RUAS = {
    "urut": "nomor urut dalam tahun itu",
    "tahun": "tahun terbit",
    "bulan": "bulan terbit, dua angka",
    "bulan_romawi": "bulan terbit, angka Romawi",
    "kode_unit": "kode unit kerja",
}


def pattern_errors(pola: str) -> list[str]:
    """What is wrong with a pattern, in sentences; empty when numbers can be made of it."""
    try:
        parts = list(Formatter().parse(pola))
    except ValueError:
        return ["Kurung kurawal pada pola tidak berpasangan. Tulis ruas seperti {urut} dan {tahun}."]
    names = [name for _, name, _, _ in parts if name is not None]
    known = ", ".join(f"{{{name}}}" for name in RUAS)
    errors = [f"Ruas {{{name}}} tidak dikenal. Yang dapat dipakai: {known}." for name in names if name not in RUAS]
    errors += [
        f"Tulis {{{name}}} saja, tanpa tanda lain di dalam kurung kurawal."
        for _, name, spec, conversion in parts
        if name in RUAS and (spec or conversion)
    ]
    if "urut" not in names:
        errors.append("Pola harus memuat {urut}, agar setiap dokumen bernomor lain.")
    if "tahun" not in names:
        errors.append("Pola harus memuat {tahun}, karena nomor urut mulai lagi setiap tahun.")
    return errors


def fill_pattern(pola: str, *, urut: int, lebar: int, hari: date, kode_unit: str) -> str:
    return pola.format(
        urut=f"{urut:0{lebar}d}",
        tahun=hari.year,
        bulan=f"{hari.month:02d}",
        bulan_romawi=BULAN_ROMAWI[hari.month - 1],
        kode_unit=kode_unit,
    )
