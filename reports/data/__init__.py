"""What a document shows: all queries of the reports app, frozen dataclasses out. Page, PDF and digest read the same ones."""

from reports.data.base import Isi, Kop, TandaTangan, from_json, to_json
from reports.data.lampiran_iii import DataLampiranIII, read_lampiran_iii
from reports.data.laporan import DataLaporan, read_laporan
from reports.data.lke import DataLKE, read_lke
from reports.data.rencana import TATA_LETAK, DataRencana, SumberRencana, build_rencana, load_rencana
from reports.data.tim import DataSKTim, read_sk_tim
from reports.data.tpi import DataBeritaAcara, DataLHE, read_berita_acara, read_lhe

__all__ = [
    "TATA_LETAK",
    "DataBeritaAcara",
    "DataLHE",
    "DataLKE",
    "DataLampiranIII",
    "DataLaporan",
    "DataRencana",
    "DataSKTim",
    "Isi",
    "Kop",
    "SumberRencana",
    "TandaTangan",
    "build_rencana",
    "from_json",
    "load_rencana",
    "read_berita_acara",
    "read_lampiran_iii",
    "read_laporan",
    "read_lhe",
    "read_lke",
    "read_sk_tim",
    "to_json",
]
