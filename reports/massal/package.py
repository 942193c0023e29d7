"""All papers of a batch as one zip with a list of them. Equal papers give equal bytes, and so one stored file."""

import tempfile
import zipfile
from collections.abc import Callable
from time import monotonic
from typing import Any

from django.core.files.base import File
from django.utils.text import slugify

from reports.models import BarisCetak, CetakMassal, Terbitan
from units import evidence
from units.models import Berkas, StatusPekerjaan
from units.xlsx import Kolom, new_workbook, to_bytes, write_sheet
from units.zip_files import IsiZip, add_file, from_bytes, stable_xlsx

BEAT_SECONDS = 1.0
DAFTAR = "000-daftar.xlsx"
KOLOM = (
    Kolom("urutan", "No", lebar=6),
    Kolom("nama", "Unit kerja", lebar=44),
    Kolom("nomor", "Nomor", lebar=26),
    Kolom("isi", "Isi", lebar=22),
    Kolom("halaman", "Halaman", lebar=10),
    Kolom("berkas", "Berkas", lebar=44),
    Kolom("sha256", "SHA-256", lebar=66),
    Kolom("galat", "Sebab tidak ada", lebar=60),
)


def write_package(massal: CetakMassal, *, beat: Callable[[], None]) -> Berkas:
    """Write and store the zip. Raises FileNotFoundError when the storage has lost a file."""
    rows = list(massal.baris.select_related("dokumen__berkas").defer("dokumen__isi"))
    with tempfile.TemporaryFile() as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
            add_file(package, from_bytes(DAFTAR, _listing(massal, rows)))
            last = monotonic()
            for row in rows:
                if is_made(row):
                    add_file(package, IsiZip(file_name(row, massal), lambda row=row: row.dokumen.berkas.isi.open("rb")))
                if monotonic() - last >= BEAT_SECONDS:
                    last = monotonic()
                    beat()
        return evidence.store_made(
            File(out),
            nama=f"{slugify(f'{massal.judul} {massal.periode.tahun}')}.zip",
            ekstensi="zip",
            instansi=massal.periode.instansi,
            by=massal.diminta_oleh.user,
        )


def is_made(row: BarisCetak) -> bool:
    return bool(row.dokumen and row.dokumen.status == StatusPekerjaan.JADI)


def file_name(row: BarisCetak, massal: CetakMassal) -> str:
    """The number first, so that names sort as the list does and no two are alike."""
    return f"{row.urutan:0{max(3, len(str(massal.jumlah)))}d}-{slugify(row.nama)[:80] or 'dokumen'}.pdf"


def _listing(massal: CetakMassal, rows: list[BarisCetak]) -> bytes:
    numbers = dict(Terbitan.objects.filter(dokumen__baris_cetak__massal=massal).values_list("dokumen", "nomor"))
    workbook = new_workbook()
    write_sheet(workbook, "Daftar", KOLOM, [_listed(row, massal, numbers) for row in rows])
    return stable_xlsx(to_bytes(workbook))


def _listed(row: BarisCetak, massal: CetakMassal, numbers: dict[int, str]) -> dict[str, Any]:
    shown: dict[str, Any] = {"urutan": row.urutan, "nama": row.nama, "galat": row.pesan}
    if not is_made(row):
        return shown
    return shown | {
        "nomor": numbers.get(row.dokumen_id, ""),
        "isi": row.dokumen.keterangan,
        "halaman": row.dokumen.halaman,
        "berkas": file_name(row, massal),
        "sha256": row.dokumen.berkas.sha256,
        "galat": "",
    }
