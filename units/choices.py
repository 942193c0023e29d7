"""Fixed vocabularies that every app speaks. Labels are the regulation's words."""

from django.db.models import TextChoices


class JenisInstansi(TextChoices):
    PROVINSI = "provinsi", "Provinsi"
    KABUPATEN = "kabupaten", "Kabupaten"
    KOTA = "kota", "Kota"


class JenisPeran(TextChoices):
    ADMIN_INSTANSI = "admin_instansi", "Administrator Instansi"
    KEPALA_UNIT = "kepala_unit", "Kepala Unit Kerja"
    KETUA_TIM = "ketua_tim", "Ketua Tim Pembangunan ZI"
    ANGGOTA_TIM = "anggota_tim", "Anggota Tim Pembangunan ZI"
    PEGAWAI = "pegawai", "Pegawai"
    TIM_PEMBINA = "tim_pembina", "Tim Pembina ZI"
    TIUK = "tiuk", "Tim Identifikasi Unit Kerja"
    KETUA_TPI = "ketua_tpi", "Ketua TPI"
    SEKRETARIS_TPI = "sekretaris_tpi", "Sekretaris TPI"
    ANGGOTA_TPI = "anggota_tpi", "Anggota TPI"
    KEPALA_DAERAH = "kepala_daerah", "Kepala Daerah"
    DELEGASI = "delegasi", "Delegasi Kepala Daerah"
    PENILAI_TPN = "penilai_tpn", "Penilai TPN"


class Area(TextChoices):
    """Six areas of change (komponen pengungkit) and the two results (komponen hasil)."""

    MANAJEMEN_PERUBAHAN = "manajemen_perubahan", "Manajemen Perubahan"
    TATALAKSANA = "tatalaksana", "Penataan Tatalaksana"
    SDM = "sdm", "Penataan Sistem Manajemen SDM"
    AKUNTABILITAS = "akuntabilitas", "Penguatan Akuntabilitas"
    PENGAWASAN = "pengawasan", "Penguatan Pengawasan"
    PELAYANAN_PUBLIK = "pelayanan_publik", "Peningkatan Kualitas Pelayanan Publik"
    HASIL_BERSIH = "hasil_bersih", "Hasil: Pemerintahan yang Bersih"
    HASIL_PELAYANAN = "hasil_pelayanan", "Hasil: Pelayanan Publik"

    @classmethod
    def pengungkit(cls) -> tuple["Area", ...]:
        return tuple(a for a in cls if not a.startswith("hasil"))

    @classmethod
    def hasil(cls) -> tuple["Area", ...]:
        return cls.HASIL_BERSIH, cls.HASIL_PELAYANAN


class Aspek(TextChoices):
    PEMENUHAN = "pemenuhan", "Pemenuhan"
    REFORM = "reform", "Reform"


class JenisPredikat(TextChoices):
    WBK = "wbk", "Menuju WBK"
    WBBM = "wbbm", "Menuju WBBM"


class Tahap(TextChoices):
    """Stages of a unit's year in their order (Pergub Kalbar 20/2017 Pasal 3-9; Perbup Ketapang 49/2022 Pasal 2-9)."""

    DIIDENTIFIKASI = "diidentifikasi", "Diidentifikasi"
    DICANANGKAN = "dicanangkan", "Dicanangkan"
    DITETAPKAN = "ditetapkan", "Ditetapkan"
    MEMBANGUN = "membangun", "Membangun"
    PENILAIAN_MANDIRI = "penilaian_mandiri", "Penilaian mandiri"
    EVALUASI_TPI = "evaluasi_tpi", "Evaluasi TPI"
    DIUSULKAN = "diusulkan", "Diusulkan ke TPN"
    EVALUASI_TPN = "evaluasi_tpn", "Evaluasi TPN"
    BERPREDIKAT = "berpredikat", "Berpredikat"
    PEMANTAUAN = "pemantauan", "Pemantauan"
    DIBINA = "dibina", "Dibina kembali"
    DICABUT = "dicabut", "Predikat dicabut"


class JenisLayanan(TextChoices):
    UMUM = "umum", "Pemerintahan umum dan kewilayahan"
    KEPENDUDUKAN = "kependudukan", "Administrasi kependudukan"
    PERIZINAN = "perizinan", "Perizinan dan penanaman modal"
    KESEHATAN = "kesehatan", "Kesehatan"
    PENDIDIKAN = "pendidikan", "Pendidikan"
    PENDAPATAN = "pendapatan", "Pajak dan pendapatan daerah"
    SOSIAL = "sosial", "Sosial dan ketenagakerjaan"
    INFRASTRUKTUR = "infrastruktur", "Pekerjaan umum dan perhubungan"
    PENGAWASAN = "pengawasan", "Pengawasan internal"
    LAINNYA = "lainnya", "Lainnya"


class Eselon(TextChoices):
    """Structural level; `level` in `structural_level` tells who stands one level below whom (Pergub 20/2017 Ps.
    5(2)).
    """

    I_A = "I.a", "I.a"
    I_B = "I.b", "I.b"
    II_A = "II.a", "II.a"
    II_B = "II.b", "II.b"
    III_A = "III.a", "III.a"
    III_B = "III.b", "III.b"
    IV_A = "IV.a", "IV.a"
    IV_B = "IV.b", "IV.b"
    V_A = "V.a", "V.a"


def structural_level(eselon: str) -> int | None:
    """1 for eselon I to 5 for eselon V; None for functional officers and staff."""
    roman = eselon.split(".")[0]
    levels = ["I", "II", "III", "IV", "V"]
    return levels.index(roman) + 1 if roman in levels else None


GOLONGAN = [
    ("I/a", "Juru Muda"),
    ("I/b", "Juru Muda Tingkat I"),
    ("I/c", "Juru"),
    ("I/d", "Juru Tingkat I"),
    ("II/a", "Pengatur Muda"),
    ("II/b", "Pengatur Muda Tingkat I"),
    ("II/c", "Pengatur"),
    ("II/d", "Pengatur Tingkat I"),
    ("III/a", "Penata Muda"),
    ("III/b", "Penata Muda Tingkat I"),
    ("III/c", "Penata"),
    ("III/d", "Penata Tingkat I"),
    ("IV/a", "Pembina"),
    ("IV/b", "Pembina Tingkat I"),
    ("IV/c", "Pembina Utama Muda"),
    ("IV/d", "Pembina Utama Madya"),
    ("IV/e", "Pembina Utama"),
]
GOLONGAN_CHOICES = [(kode, f"{pangkat} ({kode})") for kode, pangkat in GOLONGAN]
PANGKAT = dict(GOLONGAN)
BULAN = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]
BULAN_CHOICES = list(enumerate(BULAN, start=1))


def triwulan_of(bulan: int) -> int:
    return (bulan - 1) // 3 + 1


def months_of(triwulan: int) -> tuple[int, int, int]:
    first = (triwulan - 1) * 3 + 1
    return first, first + 1, first + 2


ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}
