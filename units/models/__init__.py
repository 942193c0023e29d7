from units.models.base import Pekerjaan, Riwayat, StatusPekerjaan
from units.models.evidence import Berkas, DataDukung, VersiDataDukung
from units.models.history import (
    RiwayatDataDukung,
    RiwayatInstansi,
    RiwayatPembangunan,
    RiwayatUnitKerja,
    RiwayatUser,
)
from units.models.imports import Impor
from units.models.institution import Instansi, PembangunanZI, Periode, Tenggat, UnitKerja
from units.models.notices import Notifikasi
from units.models.people import CatatanMasuk, Peran, User
from units.models.team import AgenPerubahan, AnggotaTim, PerubahanAgen, TimPembangunan

__all__ = [
    "AgenPerubahan",
    "AnggotaTim",
    "Berkas",
    "CatatanMasuk",
    "DataDukung",
    "Impor",
    "Instansi",
    "Notifikasi",
    "Pekerjaan",
    "PembangunanZI",
    "Peran",
    "Periode",
    "PerubahanAgen",
    "Riwayat",
    "RiwayatDataDukung",
    "RiwayatInstansi",
    "RiwayatPembangunan",
    "RiwayatUnitKerja",
    "RiwayatUser",
    "StatusPekerjaan",
    "Tenggat",
    "TimPembangunan",
    "UnitKerja",
    "User",
    "VersiDataDukung",
]
