from units.models.base import Pekerjaan, Riwayat, StatusPekerjaan
from units.models.complaints import (
    BuktiPengaduan,
    IdentitasPelapor,
    KlarifikasiPengaduan,
    Pengaduan,
    PetugasPengaduan,
    RiwayatPengaduan,
    TambahanPengaduan,
)
from units.models.evidence import Berkas, DataDukung, TeksBerkas, VersiDataDukung
from units.models.history import (
    RiwayatDataDukung,
    RiwayatInstansi,
    RiwayatPembangunan,
    RiwayatPredikat,
    RiwayatUnitKerja,
    RiwayatUser,
)
from units.models.imports import Impor
from units.models.institution import Instansi, PembangunanZI, Periode, Tenggat, UnitKerja
from units.models.notices import Notifikasi
from units.models.people import CatatanMasuk, Peran, User
from units.models.team import AgenPerubahan, AnggotaTim, PerubahanAgen, TimPembangunan
from units.models.year import (
    FotoPencanangan,
    Identifikasi,
    Keputusan,
    PaktaIntegritas,
    Pencanangan,
    Penghargaan,
    Predikat,
    TinjauanPredikat,
)

__all__ = [
    "AgenPerubahan",
    "AnggotaTim",
    "Berkas",
    "BuktiPengaduan",
    "CatatanMasuk",
    "DataDukung",
    "FotoPencanangan",
    "Identifikasi",
    "IdentitasPelapor",
    "Impor",
    "Instansi",
    "Keputusan",
    "KlarifikasiPengaduan",
    "Notifikasi",
    "PaktaIntegritas",
    "Pekerjaan",
    "PembangunanZI",
    "Pencanangan",
    "Pengaduan",
    "Penghargaan",
    "Peran",
    "Periode",
    "PerubahanAgen",
    "PetugasPengaduan",
    "Predikat",
    "Riwayat",
    "RiwayatDataDukung",
    "RiwayatInstansi",
    "RiwayatPembangunan",
    "RiwayatPengaduan",
    "RiwayatPredikat",
    "RiwayatUnitKerja",
    "RiwayatUser",
    "StatusPekerjaan",
    "TambahanPengaduan",
    "TeksBerkas",
    "Tenggat",
    "TimPembangunan",
    "TinjauanPredikat",
    "UnitKerja",
    "User",
    "VersiDataDukung",
]
