"""Pakta integritas: how many have signed, and a list of signatures on paper read line by line. No database in here.

The head and all or most of the employees sign before the declaration (Perbup Ketapang 49/2022 Pasal 3(1); Perwal
Tangerang 72/2018 Bab II A.2); "most" is read as more than half.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.core.exceptions import ValidationError

from units.choices import BULAN
from units.findings import Temuan, galat
from units.validators import clean_nip, validate_nip
from units.xlsx import Kolom, Tabel

KOLOM = (
    Kolom("nama", "Nama", 36, wajib=True),
    Kolom("nip", "NIP", 24, keterangan="18 angka, diketik sebagai teks. Boleh kosong untuk pegawai non-ASN."),
    Kolom("tanggal", "Tanggal tanda tangan", 22, wajib=True, keterangan="Contoh: 12-01-2026.", sebutan=("Tanggal",)),
)
PETUNJUK = (
    "Isi satu baris untuk setiap pegawai yang sudah menandatangani pakta integritas di atas kertas.",
    "Unggah berkas ini bersama pindaian lembar yang ditandatangani. Bila satu baris salah, tidak ada yang disimpan.",
)
MONTHS = {name.lower(): number for number, name in enumerate(BULAN, start=1)}


@dataclass(frozen=True, slots=True)
class Cakupan:
    """Signatures against employees."""

    sudah: int
    pegawai: int

    @property
    def persen(self) -> int:
        """Whole percent, rounded down: 50% is never shown for less than half."""
        return min(100, 100 * self.sudah // self.pegawai) if self.pegawai else 0

    @property
    def kurang(self) -> int:
        """Signatures still missing until more than half have signed."""
        return max(0, self.pegawai // 2 + 1 - self.sudah) if self.pegawai else 1


@dataclass(frozen=True, slots=True)
class Pegawai:
    """A person with an account: in this unit or in another one of the institution."""

    pk: int
    nama: str
    nip: str
    unit_id: int | None


@dataclass(frozen=True, slots=True)
class Tercatat:
    """Who has signed already."""

    user: frozenset[int] = frozenset()
    nip: frozenset[str] = frozenset()
    nama: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class BarisPakta:
    """One signature on paper: `tanggal` is None until it could be read, `user` the account it belongs to."""

    tempat: str
    nama: str
    nip: str
    tertulis: str
    tanggal: date | None = None
    user: int | None = None


def read_lines(text: str) -> list[BarisPakta]:
    """Lines "nama; NIP; tanggal" or pasted from a sheet with tabs; "nama; tanggal" without a NIP. Empty lines are skipped."""
    found = []
    for number, line in enumerate(text.replace("\0", "").splitlines(), start=1):
        parts = [part.strip() for part in re.split(r"[;\t]", line)]
        if any(parts):
            nama, nip, tertulis = [parts[0], "", parts[1]] if len(parts) == 2 else [*parts, "", ""][:3]
            found.append(BarisPakta(f"Baris {number}", nama[:150], clean_nip(nip), tertulis))
    return found


def read_rows(tabel: Tabel) -> list[BarisPakta]:
    """Rows of the workbook."""
    return [
        BarisPakta(
            row.tempat("nama"),
            row.nilai.get("nama", "")[:150],
            clean_nip(row.nilai.get("nip", "")),
            row.nilai.get("tanggal", ""),
        )
        for row in tabel.baris
    ]


def read_date(text: str) -> date | None:
    """2026-01-12, 12-01-2026, 12/1/2026, 12.1.2026, 12 Januari 2026; None for anything else."""
    text = " ".join(text.lower().split())
    try:
        if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
            return date(*map(int, found.groups()))
        if found := re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", text):
            return date(*map(int, reversed(found.groups())))
        if found := re.fullmatch(r"(\d{1,2}) ([a-z]+) (\d{4})", text):
            return date(int(found[3]), MONTHS.get(found[2], 0), int(found[1]))
    except ValueError:
        return None
    return None


def check_rows(
    rows: Iterable[BarisPakta], *, unit_id: int, people: Iterable[Pegawai], signed: Tercatat, tahun: int, today: date
) -> tuple[list[BarisPakta], list[Temuan]]:
    """The rows with dates and accounts filled in, and everything that stands against saving them, row by row."""
    rows = list(rows)
    by_nip = {p.nip: p for p in people if p.nip}
    by_name = {_key(p.nama): p for p in people if p.unit_id == unit_id and not p.nip}
    read = [_with_account(replace(row, tanggal=read_date(row.tertulis)), by_nip, by_name) for row in rows]
    found = [] if rows else [galat("kosong", "Tidak ada baris yang dapat dibaca. Isi paling sedikit satu baris.")]
    for row in read:
        found += _row_findings(row, by_nip, unit_id=unit_id, tahun=tahun, today=today)
        found += _already(row, signed)
    return read, found + _doubles(read)


def _key(nama: str) -> str:
    return " ".join(nama.casefold().split())


def _with_account(row: BarisPakta, by_nip: Mapping[str, Pegawai], by_name: Mapping[str, Pegawai]) -> BarisPakta:
    person = by_nip.get(row.nip) if row.nip else by_name.get(_key(row.nama))
    return replace(row, user=person.pk, nama=person.nama) if person else row


def _row_findings(
    row: BarisPakta, by_nip: Mapping[str, Pegawai], *, unit_id: int, tahun: int, today: date
) -> list[Temuan]:
    found = []
    if not row.nama:
        found.append(galat("nama", "Nama belum diisi.", row.tempat))
    if row.nip:
        try:
            validate_nip(row.nip)
        except ValidationError as error:
            found.append(galat("nip", f"{row.nama}: {error.messages[0]}", row.tempat))
        person = by_nip.get(row.nip)
        if person and person.unit_id != unit_id:
            found.append(galat("unit_lain", f"NIP {row.nama} terdaftar sebagai pegawai unit lain.", row.tempat))
    if row.tanggal is None:
        shown = f"“{row.tertulis[:30]}” bukan tanggal" if row.tertulis else "Tanggal belum diisi"
        found.append(galat("tanggal", f"{shown}; tulis seperti 12-01-{tahun}.", row.tempat))
    elif row.tanggal > today:
        found.append(galat("tanggal", f"{row.nama}: tanggal tanda tangan belum tiba.", row.tempat))
    elif not tahun - 1 <= row.tanggal.year <= tahun:
        found.append(galat("tanggal", f"{row.nama}: tanggal harus dalam tahun {tahun - 1} atau {tahun}.", row.tempat))
    return found


def _already(row: BarisPakta, signed: Tercatat) -> list[Temuan]:
    nameless = not row.nip and row.user is None and _key(row.nama) in {_key(n) for n in signed.nama}
    if row.user in signed.user or (row.nip and row.nip in signed.nip) or nameless:
        return [galat("sudah", f"{row.nama} sudah tercatat menandatangani.", row.tempat)]
    return []


def _doubles(rows: list[BarisPakta]) -> list[Temuan]:
    def key(row: BarisPakta) -> str:
        return row.nip or _key(row.nama)

    counts = Counter(key(row) for row in rows if key(row))
    seen: set[str] = set()
    found = []
    for row in rows:
        if key(row) in seen and counts[key(row)] > 1:
            found.append(galat("ganda", f"{row.nama} tertulis lebih dari satu kali dalam daftar ini.", row.tempat))
        seen.add(key(row))
    return found
