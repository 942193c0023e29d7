"""What the API answers with and which parameters it reads. Field names are those of the portal's own pages.

Figures are strings with a point, so that no program rounds them; days are ISO 8601, moments with their zone.
"""

from datetime import date, datetime
from typing import Annotated, Any, Generic, Literal, TypeVar

from ninja import Schema
from pydantic import BeforeValidator, Field

from action_plans.models import LaporanPembinaan, LaporanTriwulan
from evaluation.models import Penilaian
from reports.models import Terbitan
from units.choices import Area, JenisInstansi, JenisLayanan, JenisPredikat, Tahap
from units.models import Predikat

HALAMAN_TERAKHIR = 100_000
UKURAN, UKURAN_PALING_BESAR = 50, 200
ID_TERBESAR = 2**63 - 1
T = TypeVar("T")


def _digits(value: Any) -> Any:
    """Digits and nothing else: pydantic would also read 1.0 and 1_000."""
    if isinstance(value, str) and not (value.isascii() and value.isdigit()):
        raise ValueError("Isi dengan angka bulat.")
    return value


Bulat = Annotated[int, BeforeValidator(_digits)]
Desimal = Annotated[str, Field(pattern=r"^-?\d+\.\d+$", examples=["81.25"])]
Sidik = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="SHA-256 berkas, heksadesimal.")]
# One vocabulary each, as on the pages.
TahapKode = Literal[tuple(Tahap.values)]
PredikatKode = Literal[tuple(JenisPredikat.values)]
AreaKode = Literal[tuple(Area.values)]
LayananKode = Literal[tuple(JenisLayanan.values)]
JenisInstansiKode = Literal[tuple(JenisInstansi.values)]
JenisPenilaian = Literal[tuple(Penilaian.Jenis.values)]
StatusPredikat = Literal[tuple(Predikat.Status.values)]
StatusLaporan = Literal[tuple(LaporanTriwulan.Status.values)]
StatusPembinaan = Literal[tuple(LaporanPembinaan.Status.values)]
RentangPembinaan = Literal[tuple(LaporanPembinaan.Rentang.values)]
BentukPembinaan = Literal[tuple(LaporanPembinaan.Bentuk.values)]
# Kinds of papers are added from year to year: a program must not stop at one it does not know.
JenisDokumen = Annotated[str, Field(pattern="^[a-z_]{1,20}$", description="Jenis dokumen; daftarnya dapat bertambah.")]
StatusTerbitan = Literal[tuple(Terbitan.Status.values)]
CaraTerbitan = Literal[tuple(Terbitan.Cara.values)]

# --- parameters ------------------------------------------------------------------------------------------------------


class Saringan(Schema):
    halaman: Bulat = Field(1, ge=1, le=HALAMAN_TERAKHIR, description="Halaman daftar, mulai dari 1.")
    ukuran: Bulat = Field(
        UKURAN, ge=1, le=UKURAN_PALING_BESAR, description=f"Baris setiap halaman, paling banyak {UKURAN_PALING_BESAR}."
    )


def _tahun() -> Any:
    return Field(None, ge=2010, le=2100, description="Tahun program.")


def _unit() -> Any:
    return Field(None, ge=1, le=ID_TERBESAR, description="`id` unit kerja.")


class SaringanUnit(Saringan):
    layanan: LayananKode = Field(None, description="Jenis layanan unit.")
    aktif: Literal["ya", "tidak"] = Field(None, description="Unit yang masih aktif atau yang tidak.")


class SaringanTahap(Saringan):
    tahun: Bulat = _tahun()
    unit: Bulat = _unit()
    tahap: TahapKode = Field(None, description="Tahap unit pada tahun itu.")
    target: PredikatKode = Field(None, description="Predikat yang dituju.")


class SaringanHasil(Saringan):
    tahun: Bulat = _tahun()
    unit: Bulat = _unit()
    jenis: JenisPenilaian = Field(None, description="Penilaian mandiri unit, TPI, atau TPN.")


class SaringanPredikat(Saringan):
    unit: Bulat = _unit()
    jenis: PredikatKode = Field(None, description="Predikat.")
    status: StatusPredikat = Field(None, description="Keadaan predikat.")


class SaringanLaporan(Saringan):
    tahun: Bulat = _tahun()
    unit: Bulat = _unit()
    triwulan: Bulat = Field(None, ge=1, le=4, description="Triwulan.")
    status: StatusLaporan = Field(None, description="Status laporan.")


class SaringanPembinaan(Saringan):
    tahun: Bulat = _tahun()
    unit: Bulat = _unit()
    rentang: RentangPembinaan = Field(None, description="Periode laporan.")
    status: StatusPembinaan = Field(None, description="Status laporan.")


class SaringanTerbitan(Saringan):
    tahun: Bulat = Field(None, ge=2010, le=2100, description="Tahun nomor dokumen.")
    unit: Bulat = _unit()
    jenis: JenisDokumen = Field(
        None, description="Jenis dokumen, misalnya lhe; jenis yang tidak ada menjawab daftar kosong."
    )
    status: StatusTerbitan = Field(None, description="Keadaan dokumen.")


# --- answers ---------------------------------------------------------------------------------------------------------


class Tautan(Schema):
    """Alamat halaman daftar, tanpa nama host."""

    ini: str
    pertama: str
    sebelumnya: str | None = Field(description="null pada halaman pertama.")
    berikutnya: str | None = Field(description="null pada halaman terakhir.")
    terakhir: str


class Daftar(Schema, Generic[T]):
    """Satu halaman daftar."""

    data: list[T]
    total: int = Field(description="Jumlah semua baris yang cocok.")
    halaman: int
    jumlah_halaman: int = Field(description="Paling sedikit 1, juga bila tidak ada baris.")
    ukuran: int
    tautan: Tautan


class Instansi(Schema):
    id: int
    nama: str
    jenis: JenisInstansiKode
    wilayah: str
    ibu_kota: str
    jabatan_kepala: str
    alamat: str
    telepon: str
    surel: str
    situs: str


class UnitSingkat(Schema):
    id: int = Field(description="Tetap sama selama unit ada.")
    kode: str
    nama: str


class Unit(UnitSingkat):
    induk: int | None = Field(description="`id` unit induk.")
    layanan: LayananKode
    jabatan_kepala: str
    alamat: str
    telepon: str
    surel: str
    situs: str
    jumlah_pegawai: int
    inspektorat: bool
    aktif: bool


class TahapUnit(Schema):
    """Tahun sebuah unit dalam pembangunan Zona Integritas."""

    id: int
    unit: UnitSingkat
    tahun: int
    target: PredikatKode
    tahap: TahapKode
    tahap_nama: str
    nomor_penetapan: str
    tanggal_penetapan: date | None


class NilaiArea(Schema):
    area: AreaKode
    nama: str
    persen: Desimal = Field(description="Persen dari bobot area, seperti tercetak.")
    memenuhi: bool = Field(description="Ambang batas area terpenuhi.")


class PutusanPredikat(Schema):
    predikat: PredikatKode
    memenuhi: bool
    kurang: int = Field(description="Jumlah ambang batas yang belum tercapai.")
    putusan: str = Field(description="Kalimat putusan, seperti tercetak.")


class InstrumenDipakai(Schema):
    kode: str
    versi: int
    sidik: str


class Hasil(Schema):
    """Hasil beku sebuah penilaian yang sudah diajukan; konsep tidak pernah tampil."""

    id: int
    unit: UnitSingkat
    tahun: int
    jenis: JenisPenilaian
    target: PredikatKode
    instrumen: InstrumenDipakai
    diajukan_pada: datetime
    nilai: Desimal = Field(description="Nilai total, seperti tercetak.")
    putusan: list[PutusanPredikat] = Field(description="Satu baris setiap predikat yang dinilai instrumennya.")
    area: list[NilaiArea]


class NomorKeputusan(Schema):
    nomor: str
    tanggal: date


class PredikatUnit(Schema):
    id: int
    unit: UnitSingkat
    jenis: PredikatKode
    status: StatusPredikat
    mulai: date
    reevaluasi_paling_lambat: date
    keputusan: NomorKeputusan
    pencabutan: NomorKeputusan | None
    dicabut_pada: date | None


class Laporan(Schema):
    """Laporan triwulan sebuah unit: keadaannya, bukan isinya."""

    id: int
    unit: UnitSingkat
    tahun: int
    triwulan: int
    status: StatusLaporan
    disetujui_pada: datetime | None
    dikirim_pada: datetime | None
    diterima_pada: datetime | None


class LaporanTimPembina(Schema):
    """Laporan Tim Pembina tentang satu unit, atau tentang semua unit bila `unit` null."""

    id: int
    unit: UnitSingkat | None
    tahun: int
    rentang: RentangPembinaan
    bentuk: BentukPembinaan
    status: StatusPembinaan
    disetujui_pada: datetime | None
    disampaikan_pada: datetime | None


class DokumenTerbitan(Schema):
    """Satu baris register dokumen terbitan; isi dan nama penanda tangan tidak ikut."""

    id: int
    jenis: JenisDokumen
    nomor: str
    tanggal: date
    tahun: int
    status: StatusTerbitan
    cara: CaraTerbitan
    kode: str = Field(description="Kode pemeriksaan yang tercetak pada dokumen.")
    unit: UnitSingkat | None = Field(description="null bila dokumen tentang beberapa unit.")
    sidik: Sidik | None = Field(description="SHA-256 dokumen bernomor; null selama disiapkan.")
    sidik_bertanda: Sidik | None = Field(description="SHA-256 berkas yang ditandatangani; null sebelum itu.")
    ditandatangani_pada: datetime | None
    menggantikan: int | None = Field(description="`id` dokumen yang digantikan.")
