"""Data of every kind of paper in three sizes, straight from the data classes: no database.

`sample(jenis, size)`; `variants(jenis, size)` gives every form of a kind that has several (Lampiran I, Lampiran III).
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, Literal

from reports.choices import Jenis
from reports.contoh import contoh
from reports.contoh_bentuk import coaching_of, plan_of
from reports.data import TATA_LETAK, Isi

Size = Literal["tiny", "normal", "huge"]
SIZES: tuple[Size, ...] = ("tiny", "normal", "huge")
MANY = 500
# Over 3,000 characters in sentences of different words, so that a cut is seen.
LONG_NOTE = " ".join(f"Kegiatan ke-{n} dilaksanakan bertahap bersama seluruh pegawai unit." for n in range(1, 50))
EVERY = 50  # one row in so many carries the long note
assert len(LONG_NOTE) > 3000

# Texts and lists that may be missing, by field or by (class, field).
OPTIONAL = {
    "logo", "alamat", "kontak", "pangkat", "nip", "catatan", "tautan", "bukti", "arti", "alasan", "penutup", "langkah",
    "bukti_fisik", "peserta", "nomor_lhe", "tanggal_lhe", "dibawa", "perbedaan", "rekomendasi", "berbeda", "lain_unit",
    "saksi", "minimum", "hasil", "nilai_unit", "tindak_lanjut", "verifikasi", "lampiran", "tunggakan", "persen",
    "nomor", "ambang", "tembusan", "area",
    ("TandaTangan", "tanggal"), ("DataSKTim", "tanggal"), ("DataSuratUsulan", "tanggal"), ("DataLHE", "tanggal"),
    ("DataPembinaan", "kesepakatan"), ("DataLKE", "tanda_tangan"), ("DataLKE", "pernyataan"), ("DataLKE", "target"),
    ("BarisTindakLanjut", "kode"), ("BarisRekomendasi", "kode"), ("BarisRencana", "indikator"),
    ("BarisSoal", "jawaban"), ("DataBeritaAcara", "nilai"), ("DataBeritaAcara", "putusan"),
}  # fmt: skip
# The same names where the paper cannot do without them.
NEEDED = {
    ("BarisNilai", "nomor"), ("BarisSyarat", "minimum"), ("BarisSyarat", "hasil"), ("BarisAmbang", "minimum"),
    ("BarisAmbang", "hasil"), ("BagianRencana", "nomor"), ("BagianRencana", "area"), ("BagianCetak", "nomor"),
    ("BagianCetak", "area"), ("BagianPembinaan", "nomor"), ("DataKeputusan", "lampiran"), ("BarisRekap", "persen"),
    ("BarisPembinaan", "persen"), ("BarisSoal", "persen"), ("BarisArea", "persen"), ("BarisKesepakatan", "persen"),
    ("BarisKesepakatan", "area"), ("DataLHE", "area"), ("DataPembinaan", "alamat"), ("Sumbu", "area"), ("Batang", "area"),
    ("Sumbu", "nomor"),
}  # fmt: skip
# Lists that stand for headings, points of a chart and so on: never cut to one item and never repeated.
FIXED = {"sel", "bagian", "kolom", "lebar", "judul", "sumbu", "cincin", "batang", "identitas", "aspek", "diktum", "penanda"}
ROWS: Mapping[str, int] = {
    "baris": MANY, "pegawai": MANY, "anggota": MANY, "rekomendasi": MANY, "soal": MANY, "kesepakatan": MANY,
    "perbedaan": 100, "berbeda": 100, "lain_unit": 100, "dibawa": 40, "tunggakan": 20, "catatan": 20, "rekap": 60,
    "tim": 12, "hadir": 30, "peserta": 60, "saksi": 12, "mengingat": 20, "bukti": 4,
}  # fmt: skip
# Tables that stand once under each heading share the rows.
SHARED = {("BagianRencana", "baris"): MANY // 7, ("BagianCetak", "baris"): MANY // 8, ("BarisTindakLanjut", "bukti"): 3}
LONG = {"catatan", "uraian", "alasan", "bahasan", "saran", "tindak_lanjut", "penutup", "aksi"}


def sample(jenis: str, size: Size = "normal") -> Isi:
    """Data of one kind: complete, with everything optional missing, or with 500 rows and notes of 3,000 characters."""
    return _sized(contoh(jenis), size)


def variants(jenis: str, size: Size = "normal") -> dict[str, Isi]:
    """Each form of a kind by name; "" is the only one of most."""
    data = contoh(jenis)
    if jenis == Jenis.LAMPIRAN_I:
        found = {name: replace(data, **plan_of(name)) for name in TATA_LETAK}
    elif jenis == Jenis.LAMPIRAN_III:
        found = {name: replace(data, **coaching_of(name)) for name in ("surat", "bab")}
        found["bab_semua_unit"] = replace(found["bab"], per_unit=True)
    else:
        found = {"": data}
    return {name: _sized(item, size) for name, item in found.items()}


def _sized(data: Isi, size: Size) -> Isi:
    if size == "tiny":
        return _shrink(data)
    return _swell(data, 0) if size == "huge" else data


def _shrink(data: Any) -> Any:
    name = type(data).__name__
    changes = {f.name: _smaller(name, f.name, getattr(data, f.name)) for f in fields(data)}
    if "draf" in changes and not (changes.get("nomor", "") or name in ("DataPembinaan", "DataPakta", "DataPiagam")):
        changes["draf"] = True
    return replace(data, **changes)


def _smaller(kind: str, name: str, value: Any) -> Any:
    optional = (kind, name) in OPTIONAL or (name in OPTIONAL and (kind, name) not in NEEDED)
    if optional:
        if is_dataclass(value):
            return None
        if isinstance(value, str | tuple):
            return type(value)()
    if is_dataclass(value):
        return _shrink(value)
    if isinstance(value, tuple):
        kept = value if name in FIXED or not _is_list(value) else value[:1]
        return tuple(_shrink(item) if is_dataclass(item) else item for item in kept)
    return value


def _is_list(value: tuple) -> bool:
    """Rows of one kind, and not one row of several cells."""
    return bool(value) and (is_dataclass(value[0]) or isinstance(value[0], tuple) or len({type(v) for v in value}) == 1)


def _swell(data: Any, n: int) -> Any:
    """`n` is the row's place: each `EVERY`-th carries long notes, a part that is no row always does."""
    name = type(data).__name__
    long = n % EVERY == 0
    changes = {f.name: _larger(name, f.name, getattr(data, f.name), long=long) for f in fields(data)}
    if "panjang" in changes:
        changes["panjang"] = long
    return replace(data, **changes)


def _larger(kind: str, name: str, value: Any, *, long: bool) -> Any:
    if isinstance(value, str):
        return LONG_NOTE if long and name in LONG and value else value
    if is_dataclass(value):
        return _swell(value, 0)
    if not isinstance(value, tuple) or not value:
        return value
    if kind == "Kop":  # a letterhead has two or three lines
        return value
    if (kind, name) == ("Blok", "isi"):
        return (*value, LONG_NOTE) if long else value
    count = SHARED.get((kind, name), ROWS.get(name, 0))
    if count and name not in FIXED:
        value = tuple(value[i % len(value)] for i in range(max(count, len(value))))
    return tuple(_swell(item, i) if is_dataclass(item) else item for i, item in enumerate(value))
