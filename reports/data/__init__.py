"""What a document shows: all queries of the reports app, frozen dataclasses out. Page, PDF and digest read the same ones."""

from reports.data.base import Kop, TandaTangan, from_json, to_json
from reports.data.laporan import DataLaporan, read_laporan
from reports.data.lke import DataLKE, read_lke
from reports.data.rencana import TATA_LETAK, DataRencana, SumberRencana, build_rencana, load_rencana
from reports.data.tim import DataSKTim, read_sk_tim

__all__ = [
    "TATA_LETAK",
    "DataLKE",
    "DataLaporan",
    "DataRencana",
    "DataSKTim",
    "Kop",
    "SumberRencana",
    "TandaTangan",
    "build_rencana",
    "from_json",
    "load_rencana",
    "read_laporan",
    "read_lke",
    "read_sk_tim",
    "to_json",
]
