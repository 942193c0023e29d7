"""The two shapes of a plan in Excel and the rows they hold; see the package for which is which."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from units.choices import Area, Aspek
from units.findings import Temuan
from units.profiles import ProfilRegulasi, all_profiles
from units.xlsx import Kolom, squeeze

LEMBAR = "Rencana Aksi"
LEMBAR_META = "Kunci"
MAX_TEKS, MAX_INDIKATOR, MAX_TARGET = 5_000, 300, 200


@dataclass(frozen=True, slots=True)
class BarisRencana:
    """A row of the plan on paper. `kunci` comes back as written: the reader must check whose row it is."""

    area: str
    aspek: str
    indikator: str
    aksi: str
    langkah: str = ""
    bukti_fisik: str = ""
    nip: str = ""
    prioritas: bool = False
    target_waktu: str = ""
    bulan: tuple[int, ...] = ()
    kunci: str = ""
    tempat: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class HasilBaca:
    """What a file holds; `bentuk` is portal or rencana_kerja, `meta` what `write_plan` put in."""

    rows: tuple[BarisRencana, ...]
    temuan: tuple[Temuan, ...]
    bentuk: str = ""
    meta: Mapping[str, str] = field(default_factory=dict)


def portal_columns(profil: ProfilRegulasi | None = None) -> tuple[Kolom, ...]:
    areas = tuple(profil.label(area) for area in Area) if profil else ()
    aspek = tuple(Aspek(kode).label for kode in profil.aspek) if profil else ()
    return (
        Kolom("kunci", "KUNCI", 10, tersembunyi=True),
        Kolom("area", "AREA", 26, wajib=True, pilihan=areas, keterangan="Area perubahan atau komponen hasil."),
        Kolom("aspek", "ASPEK", 14, pilihan=aspek, keterangan="Diisi bila bentuk rencana membedakan aspek."),
        Kolom("indikator", "INDIKATOR", 32, wajib=True, keterangan="Indikator tempat rencana aksi berada."),
        Kolom("aksi", "RENCANA AKSI", 44, wajib=True, keterangan="Apa yang akan dilakukan atau dicapai."),
        Kolom(
            "langkah",
            "LANGKAH AKSI",
            44,
            keterangan="Langkah-langkahnya, satu langkah satu baris di dalam sel.",
        ),
        Kolom(
            "bukti_fisik",
            "BUKTI FISIK",
            36,
            keterangan="Dokumen atau bukti lain yang akan ditunjukkan.",
            sebutan=("DATA DUKUNG",),
        ),
        Kolom(
            "nip",
            "PENANGGUNG JAWAB (NIP)",
            24,
            keterangan="NIP 18 angka, diketik sebagai teks.",
            sebutan=("PENANGGUNG JAWAB", "NIP"),
        ),
        Kolom("prioritas", "PRIORITAS", 12, pilihan=("Ya", "Tidak"), keterangan="Ya bila target prioritas."),
        Kolom(
            "target_waktu",
            "TARGET WAKTU",
            26,
            keterangan="Bulan pelaksanaan, lihat contoh di atas.",
            sebutan=("TARGET WAKTU PELAKSANAAN",),
        ),
    )


RENCANA_KERJA = (
    Kolom("nomor", "NO", 6, sebutan=("NOMOR",)),
    Kolom("indikator", "KOMPONEN", 28, wajib=True),
    Kolom("aksi", "INDIKATOR", 40, wajib=True),
    Kolom("langkah", "LANGKAH AKSI", 44, sebutan=("LANGKAH",)),
    Kolom("bukti_fisik", "BUKTI FISIK", 40, sebutan=("DATA DUKUNG",)),
    Kolom("target_waktu", "TARGET WAKTU", 24, sebutan=("TARGET WAKTU PELAKSANAAN", "TARGET")),
)


@cache
def area_names() -> dict[str, str]:
    """Every way a form prints an area, squeezed, so that "TATA LAKSANA" and "Tatalaksana" are one."""
    names = {squeeze(text): area.value for area in Area for text in (area.value, area.label)}
    for profil in all_profiles().values():
        for form in (profil.rencana, profil.laporan):
            names.update({squeeze(item.judul): item.area for item in form.bagian if item.area})
    return names


def find_area(text: str) -> str | None:
    """An area by its name, with or without the number in front ("II. ", "b) ", "(a) ")."""
    bare = re.sub(r"^\s*\(?(?:[IVX]+|[a-zA-Z]|\d+)(?:\s*[.)])+", "", text)
    return area_names().get(squeeze(text)) or area_names().get(squeeze(bare))
