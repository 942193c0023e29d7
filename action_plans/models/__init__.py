from action_plans.models.coaching import (
    CatatanPembinaan,
    KesepakatanPembinaan,
    Pembinaan,
    RiwayatKesepakatan,
    RiwayatPembinaan,
)
from action_plans.models.coaching_report import (
    BagianLaporanPembinaan,
    LaporanPembinaan,
    RiwayatLaporanPembinaan,
    VersiLaporanPembinaan,
)
from action_plans.models.consultation import DrafPesan, Konsultasi, PesanKonsultasi, RiwayatKonsultasi
from action_plans.models.plan import (
    Aksi,
    BagianLaporan,
    BuktiRealisasi,
    LaporanTriwulan,
    Realisasi,
    RencanaAksi,
    RiwayatAksi,
    RiwayatLaporan,
    RiwayatRencana,
    VersiRencana,
)

__all__ = [
    "Aksi",
    "BagianLaporan",
    "BagianLaporanPembinaan",
    "BuktiRealisasi",
    "CatatanPembinaan",
    "DrafPesan",
    "KesepakatanPembinaan",
    "Konsultasi",
    "LaporanPembinaan",
    "LaporanTriwulan",
    "Pembinaan",
    "PesanKonsultasi",
    "Realisasi",
    "RencanaAksi",
    "RiwayatAksi",
    "RiwayatKesepakatan",
    "RiwayatKonsultasi",
    "RiwayatLaporan",
    "RiwayatLaporanPembinaan",
    "RiwayatPembinaan",
    "RiwayatRencana",
    "VersiLaporanPembinaan",
    "VersiRencana",
]
