"""Invented data of every kind of paper, without the database: what a template is checked against and previewed with.

Values are made from the data classes themselves: by the name of the field where a name says what stands there, else by
the field's own name. A new kind, or a new field, has an example as soon as it exists.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from action_plans.narrative import Blok
from reports.contoh_bentuk import FORMS
from reports.data import Isi
from reports.kinds import JENIS

T = TypeVar("T")
ROWS = 3
COUNTS = {"sel": 6}  # one cell for each area of change

UNIT, INSTANSI, TAHUN = "Dinas Pelayanan Contoh", "Pemerintah Kabupaten Contoh", 2026
NAMES = ("Rahma Lestari, S.Sos.", "Bagus Pranata, S.E.", "Melati Anggraini, S.H.", "Teguh Wicaksana, M.Si.")
# What stands in a field of this name; several are given out in turn.
WORDS: Mapping[str, str | tuple[str, ...]] = {
    "unit": UNIT,
    "instansi": INSTANSI,
    "wilayah": "Kabupaten Contoh",
    "sumber": "contoh",
    "alamat": "Jalan Merdeka Nomor 1, Contoh 78800",
    "kontak": ("Telepon (0534) 123456", "Surel dinas@contoh.go.id"),
    "logo": "",
    "tempat": "Ruang Rapat Dinas Pelayanan Contoh",
    "nama": NAMES,
    "hadir": tuple(f"{nama}, Inspektur Pembantu" for nama in NAMES),
    "peserta": NAMES,
    "nip": ("19800101 200501 1 001", "19820202 200602 2 002", "19840303 200803 1 003"),
    "pangkat": ("Pembina Tingkat I (IV/b)", "Penata Tingkat I (III/d)"),
    "jabatan": ("Kepala Dinas", "Kepala Bidang Pelayanan", "Analis Kebijakan Ahli Muda"),
    "pejabat": "Kepala Dinas",
    "kepada": "Bupati Contoh",
    "predikat": "Wilayah Bebas dari Korupsi (WBK)",
    "target": "WBK",
    "aturan": "Peraturan Bupati Contoh tentang Zona Integritas",
    "instrumen": "LKE 2021 versi 1",
    "jenis": "Asistensi",
    "rentang": "Triwulan II Tahun 2026",
    "bentuk": "Keputusan kepala daerah",
    "nomor": "700/012/ITKAB/2026",
    "nomor_lhe": "700/008/ITKAB/2026",
    "tanggal": "20 Juni 2026",
    "tanggal_lhe": "2 Juni 2026",
    "per_tanggal": "2026-06-30",
    "tenggat": ("31 Juli 2026", "30 September 2026"),
    "bulan": ("April", "Mei", "Juni"),
    "target_waktu": ("April", "Juni s.d. Desember"),
    "keadaan": ("Selesai", "Sedang berjalan", "Belum"),
    "status": ("Selesai", "Dalam proses"),
    "hasil": ("Memenuhi", "Belum"),
    "putusan": ("B", "Memenuhi seluruh ambang batas."),
    "kedudukan": ("Ketua", "Anggota"),
    "area": ("Manajemen Perubahan", "Penataan Tata Laksana", "Penguatan Pengawasan"),
    "komponen": ("Manajemen Perubahan", "Penguatan Pengawasan"),
    "kode": ("A.I.1.a", "A.I.2.b", "B.1.a"),
    "label": ("Manajemen Perubahan", "Penataan Tata Laksana", "Penguatan Pengawasan"),
    "nilai": "8,25",
    "bobot": "10,00",
    "minimum": "6,00",
    "selisih": "+2,25",
    "rata": ("71,50", "78,20", "82,00"),
    "nada": ("merah", "hijau"),
    "kappa": "0,82",
    "nilai_unit": "8,00",
    "sepakat": "5",
    "persen": "82,50%",
    "kesepakatan": "2 dari 3",
    "jawaban": "Ya",
    "penanggung_jawab": ("Ketua Tim", "Sekretaris Dinas"),
    "tautan": "https://contoh.go.id/data-dukung",
    "bukti": ("Notulen rapat.pdf", "Surat keputusan.pdf"),
    "catatan": "Pelaksanaan berjalan sesuai rencana.",
    "lampiran": ("LAMPIRAN", "PERATURAN BUPATI CONTOH"),
    "judul": ("JUDUL CONTOH", "TAHUN 2026"),
    "tata_letak": "",
    "kosong": "",
    "pihak": (f"{NAMES[1]}: B", f"{NAMES[2]}: C"),
    "keterangan_tanda": "Ditandatangani di portal dengan kata sandi pada 20 Juni 2026 09.00.",
}
NUMBERS: Mapping[str, int] = {"tahun": TAHUN, "triwulan": 2, "versi": 1, "kosong": 1, "tingkat": 1, "selesai": 1}
# A field whose name means something else in one class.
OF_CLASS: Mapping[tuple[str, str], Any] = {
    ("Kop", "baris"): ("PEMERINTAH KABUPATEN CONTOH",),
    ("Kop", "nama"): UNIT,
    ("TandaTangan", "tempat"): "Contoh",
    ("TandaTangan", "tanggal"): "2026-06-20",
    ("DataSKTim", "tanggal"): "2026-06-20",
    ("BarisPembinaan", "pembinaan"): "4",
    ("BarisNilai", "nomor"): "1",
    ("BarisNilai", "bagian"): ("4,10", "4,15"),  # Pemenuhan and Reform
}


@cache
def contoh(jenis: str) -> Isi:
    """Invented data of this kind, complete as an approved paper has them."""
    return of_class(JENIS[jenis].data, jenis)


def of_class(kind: type[T], jenis: str) -> T:
    """An example of a paper's data class; `FORMS` has the parts that only make sense together."""
    return _instance(kind, 0, FORMS.get(kind.__name__, lambda jenis: {})(jenis))


def _instance(kind: type[T], n: int, given: Mapping[str, Any]) -> T:
    hints = get_type_hints(kind)
    values = {
        f.name: given[f.name] if f.name in given else _field(kind, f.name, hints[f.name], n) for f in fields(kind)
    }
    return kind(**values)


def _field(kind: type, name: str, hint: Any, n: int) -> Any:
    if (kind.__name__, name) in OF_CLASS:
        return OF_CLASS[kind.__name__, name]
    return _value(name, hint, n)


def _value(name: str, hint: Any, n: int) -> Any:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _value(name, next(arg for arg in args if arg is not type(None)), n)
    if origin is Literal:
        return args[0]
    if origin is tuple:
        return _items(name, args, n)
    if hint is Blok:
        return Blok("paragraf", ("Paragraf contoh yang disusun tim dan disunting sebelum disetujui.",))
    if is_dataclass(hint):
        return _instance(hint, n, {})
    plain: dict[type, Callable[[], Any]] = {
        str: lambda: _word(name, n),
        int: lambda: NUMBERS.get(name, 3 + n),
        bool: lambda: False,
    }
    return plain[hint]()


def _items(name: str, args: tuple[Any, ...], n: int) -> tuple[Any, ...]:
    if args[-1] is not ...:  # a row of fixed width
        return tuple(_value(name, arg, n + place) for place, arg in enumerate(args))
    known = WORDS.get(name)
    if args[0] is str and isinstance(known, tuple):
        return known
    return tuple(_value(name, args[0], i) for i in range(COUNTS.get(name, ROWS)))


def _word(name: str, n: int) -> str:
    known = WORDS.get(name, f"Contoh {name.replace('_', ' ')}")
    return known if isinstance(known, str) else known[n % len(known)]
