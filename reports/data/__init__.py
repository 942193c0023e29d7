"""What a document shows: all queries of the reports app, frozen dataclasses out. Page, PDF and digest read the same ones."""

from reports.data.agen import read_sk_agen
from reports.data.base import Isi, Kop, TandaTangan, from_json, to_json
from reports.data.dasbor import DataDasbor, DataRekapUnit, read_dasbor, read_rekap_unit
from reports.data.keputusan import (
    DataKeputusan,
    read_keputusan,
    read_rancangan,
    read_rancangan_pencabutan,
    read_rancangan_predikat,
)
from reports.data.lampiran_iii import DataLampiranIII, read_lampiran_iii
from reports.data.laporan import DataLaporan, read_laporan
from reports.data.lke import DataLKE, read_lke
from reports.data.pembinaan import DataPembinaan, read_pembinaan
from reports.data.pencanangan import (
    DataPakta,
    DataPaktaMassal,
    DataPiagam,
    read_pakta,
    read_pakta_massal,
    read_piagam,
)
from reports.data.rencana import TATA_LETAK, DataRencana, SumberRencana, build_rencana, load_rencana
from reports.data.tim import DataSKTim, read_sk_tim
from reports.data.tindak_lanjut import DataTindakLanjut, read_tindak_lanjut
from reports.data.tpi import DataBeritaAcara, DataLHE, read_berita_acara, read_lhe
from reports.data.usulan import DataSPTJM, DataSuratUsulan, read_sptjm, read_surat_usulan

__all__ = [
    "TATA_LETAK",
    "DataBeritaAcara",
    "DataDasbor",
    "DataKeputusan",
    "DataLHE",
    "DataLKE",
    "DataLampiranIII",
    "DataLaporan",
    "DataPakta",
    "DataPaktaMassal",
    "DataPembinaan",
    "DataPiagam",
    "DataRekapUnit",
    "DataRencana",
    "DataSKTim",
    "DataSPTJM",
    "DataSuratUsulan",
    "DataTindakLanjut",
    "Isi",
    "Kop",
    "SumberRencana",
    "TandaTangan",
    "build_rencana",
    "from_json",
    "load_rencana",
    "read_berita_acara",
    "read_dasbor",
    "read_keputusan",
    "read_lampiran_iii",
    "read_laporan",
    "read_lhe",
    "read_lke",
    "read_pakta",
    "read_pakta_massal",
    "read_pembinaan",
    "read_piagam",
    "read_rancangan",
    "read_rancangan_pencabutan",
    "read_rancangan_predikat",
    "read_rekap_unit",
    "read_sk_agen",
    "read_sk_tim",
    "read_sptjm",
    "read_surat_usulan",
    "read_tindak_lanjut",
    "to_json",
]
