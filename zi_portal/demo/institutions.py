"""The three institutions of the demo, one per regulation profile. Places are real, people are not."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ContohUnit:
    """A unit; `cerita` says how far its year has come: penuh, berjalan, dinilai, selesai, diajukan, awal, or "" for a
    unit that does not build ZI.
    """

    kode: str
    nama: str
    kepala: str
    eselon: str
    layanan: str
    pegawai: int
    alamat: str
    cerita: str = ""
    induk: str = ""
    inspektorat: bool = False


@dataclass(frozen=True)
class ContohInstansi:
    surel: str
    jenis: str
    nama: str
    wilayah: str
    ibu_kota: str
    kepala: str
    profil: str
    alamat: str
    unit: tuple[ContohUnit, ...]


U = ContohUnit
INSTANSI = (
    ContohInstansi(
        "pekalongan",
        "kota",
        "Pemerintah Kota Pekalongan",
        "Kota Pekalongan",
        "Pekalongan",
        "Wali Kota Pekalongan",
        "tangerang-2018",
        "Jl. Contoh Raya No. 1, Pekalongan",
        (
            U(
                "1.01",
                "Inspektorat Kota Pekalongan",
                "Inspektur",
                "II.b",
                "pengawasan",
                42,
                "Jl. Contoh Raya No. 3, Pekalongan",
                inspektorat=True,
            ),
            U(
                "7.01",
                "Kecamatan Pekalongan Barat",
                "Camat Pekalongan Barat",
                "III.a",
                "umum",
                28,
                "Jl. Contoh Tirto No. 1, Pekalongan",
                "penuh",
            ),
            U(
                "7.02",
                "Kecamatan Pekalongan Utara",
                "Camat Pekalongan Utara",
                "III.a",
                "umum",
                25,
                "Jl. Contoh Bahari No. 8, Pekalongan",
                "diajukan",
            ),
            U(
                "2.12",
                "Dinas Kependudukan dan Pencatatan Sipil",
                "Kepala Dinas Kependudukan dan Pencatatan Sipil",
                "II.b",
                "kependudukan",
                61,
                "Jl. Contoh Merdeka No. 20, Pekalongan",
                "berjalan",
            ),
            U(
                "1.02",
                "Dinas Kesehatan",
                "Kepala Dinas Kesehatan",
                "II.b",
                "kesehatan",
                88,
                "Jl. Contoh Jetayu No. 4, Pekalongan",
            ),
            U(
                "1.02.01",
                "Puskesmas Tirto",
                "Kepala Puskesmas Tirto",
                "IV.a",
                "kesehatan",
                37,
                "Jl. Contoh Tirto No. 45, Pekalongan",
                "awal",
                induk="1.02",
            ),
        ),
    ),
    ContohInstansi(
        "ketapang",
        "kabupaten",
        "Pemerintah Kabupaten Ketapang",
        "Kabupaten Ketapang",
        "Ketapang",
        "Bupati Ketapang",
        "ketapang-2022",
        "Jl. Contoh Jenderal No. 10, Ketapang",
        (
            U(
                "1.01",
                "Inspektorat Kabupaten Ketapang",
                "Inspektur",
                "II.b",
                "pengawasan",
                51,
                "Jl. Contoh Jenderal No. 12, Ketapang",
                inspektorat=True,
            ),
            U(
                "1.02.02",
                "Rumah Sakit Umum Daerah",
                "Direktur Rumah Sakit Umum Daerah",
                "III.a",
                "kesehatan",
                412,
                "Jl. Contoh Sehat No. 1, Ketapang",
                "berjalan",
            ),
            U(
                "7.01",
                "Kecamatan Delta Pawan",
                "Camat Delta Pawan",
                "III.a",
                "umum",
                24,
                "Jl. Contoh Gajah Mada No. 5, Ketapang",
                "dinilai",
            ),
            U(
                "2.12",
                "Dinas Kependudukan dan Pencatatan Sipil",
                "Kepala Dinas Kependudukan dan Pencatatan Sipil",
                "II.b",
                "kependudukan",
                47,
                "Jl. Contoh Merdeka No. 9, Ketapang",
                "selesai",
            ),
            U(
                "2.18",
                "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu",
                "Kepala Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu",
                "II.b",
                "perizinan",
                54,
                "Jl. Contoh Niaga No. 7, Ketapang",
                "diajukan",
            ),
        ),
    ),
    ContohInstansi(
        "kalbar",
        "provinsi",
        "Pemerintah Provinsi Kalimantan Barat",
        "Provinsi Kalimantan Barat",
        "Pontianak",
        "Gubernur Kalimantan Barat",
        "kalbar-2017",
        "Jl. Contoh Khatulistiwa No. 1, Pontianak",
        (
            U(
                "1.01",
                "Inspektorat Provinsi Kalimantan Barat",
                "Inspektur",
                "II.a",
                "pengawasan",
                96,
                "Jl. Contoh Khatulistiwa No. 5, Pontianak",
                inspektorat=True,
            ),
            U(
                "4.03",
                "Badan Pendapatan Daerah",
                "Kepala Badan Pendapatan Daerah",
                "II.a",
                "pendapatan",
                178,
                "Jl. Contoh Pajak No. 2, Pontianak",
                "berjalan",
            ),
            U(
                "2.18",
                "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu",
                "Kepala Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu",
                "II.a",
                "perizinan",
                73,
                "Jl. Contoh Niaga No. 9, Pontianak",
                "awal",
            ),
        ),
    ),
)
