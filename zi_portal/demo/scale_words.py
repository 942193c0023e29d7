"""The words of believable data: places, people and sentences, all invented and drawn by a seeded generator."""

from random import Random

from units.choices import Area

TEMPAT = (
    "Sungai Raya", "Batu Ampar", "Muara Jaya", "Tanjung Sari", "Bukit Harapan", "Pasir Putih", "Teluk Dalam",
    "Rimba Makmur", "Karang Anyar", "Sukamaju", "Mekarsari", "Tirta Kencana", "Gunung Sari", "Pulau Panjang",
    "Kota Baru", "Simpang Tiga", "Air Hitam", "Tanah Merah", "Lubuk Sikaping Baru", "Rawa Indah", "Parit Baru",
    "Sumber Rejeki", "Cempaka Putih", "Kebun Raya", "Marga Mulya", "Banjar Wangi", "Nusa Indah", "Wana Bakti",
    "Sido Makmur", "Purwosari", "Giri Mulyo", "Tanjung Harapan", "Muara Dua", "Sinar Pagi", "Kampung Melayu",
    "Padang Luas", "Lembah Hijau", "Tri Tunggal", "Bumi Asri", "Panca Karya",
)  # fmt: skip
JENIS_UNIT = (
    "Kecamatan", "Puskesmas", "Kelurahan", "UPT Samsat", "Dinas Pelayanan", "RSUD", "Kantor Pertanahan Daerah",
)  # fmt: skip
DEPAN = (
    "Ahmad", "Siti", "Budi", "Dewi", "Hendra", "Rina", "Agus", "Maya", "Yusuf", "Lestari", "Rudi", "Nurul", "Eko", "Fitri",
    "Joko", "Indah", "Bambang", "Ratna", "Dimas", "Wulan", "Faisal", "Kartika", "Gilang", "Putri",
)  # fmt: skip
BELAKANG = (
    "Santoso", "Wijaya", "Pratama", "Hidayat", "Saputra", "Kusuma", "Rahman", "Siregar", "Nugroho", "Permata", "Halim",
    "Maulana", "Anggraini", "Setiawan", "Utami", "Firmansyah", "Lubis", "Handayani", "Gunawan", "Purnama",
)  # fmt: skip
GELAR = ("S.E.", "S.H.", "S.Sos.", "S.T.", "M.Si.", "S.Kom.", "S.IP.", "M.M.")
GOLONGAN = ("III/a", "III/b", "III/c", "III/d", "IV/a")

# What is done in each area of change: the subject, and the paper that shows it.
POKOK: dict[str, tuple[tuple[str, str], ...]] = {
    Area.MANAJEMEN_PERUBAHAN: (
        ("rapat Tim Pembangunan Zona Integritas", "Undangan, daftar hadir, dan notulen"),
        ("penunjukan agen perubahan", "Keputusan agen perubahan"),
        ("pemantauan budaya kerja", "Laporan pemantauan budaya kerja"),
    ),
    Area.TATALAKSANA: (
        ("peta proses bisnis", "Peta proses bisnis yang ditetapkan"),
        ("standar operasional prosedur layanan", "SOP dan keputusan penetapannya"),
        ("keterbukaan informasi publik", "Tangkapan layar situs dan daftar informasi publik"),
    ),
    Area.SDM: (
        ("analisis kebutuhan pegawai", "Dokumen analisis jabatan dan beban kerja"),
        ("pengembangan kompetensi pegawai", "Sertifikat dan laporan pelatihan"),
        ("penegakan disiplin dan kode etik", "Rekapitulasi kehadiran"),
    ),
    Area.AKUNTABILITAS: (
        ("penyusunan perjanjian kinerja", "Perjanjian kinerja yang ditandatangani"),
        ("pemantauan capaian kinerja bulanan", "Laporan capaian kinerja"),
        ("penyusunan laporan kinerja", "Laporan kinerja instansi pemerintah"),
    ),
    Area.PENGAWASAN: (
        ("pengendalian gratifikasi", "Laporan unit pengendalian gratifikasi"),
        ("penanganan pengaduan masyarakat", "Register pengaduan dan tindak lanjutnya"),
        ("penanganan benturan kepentingan", "Pemetaan benturan kepentingan"),
    ),
    Area.PELAYANAN_PUBLIK: (
        ("maklumat dan standar pelayanan", "Maklumat pelayanan yang dipasang"),
        ("survei kepuasan masyarakat", "Laporan survei kepuasan masyarakat"),
        ("inovasi pelayanan", "Proposal dan laporan inovasi"),
    ),
}
KERJA = ("Menyusun", "Melaksanakan", "Mengevaluasi", "Menyosialisasikan", "Menetapkan", "Memantau")
KEADAAN = (
    "sudah berjalan menurut rencana", "belum didukung bukti yang lengkap", "terlambat karena pergantian pegawai",
    "selesai dan diunggah sebagai data dukung", "perlu dilaksanakan setiap bulan", "menunggu anggaran perubahan",
    "sudah ditetapkan pimpinan dan disosialisasikan", "baru diikuti sebagian pegawai",
)  # fmt: skip
SARAN = (
    "Lengkapi notulen dan daftar hadirnya", "Tetapkan dengan keputusan kepala unit", "Perbarui dokumen setiap triwulan",
    "Sampaikan hasilnya kepada masyarakat", "Libatkan seluruh pegawai", "Ukur dampaknya dengan survei",
    "Bandingkan dengan capaian tahun lalu", "Tunjuk penanggung jawab untuk setiap target",
)  # fmt: skip
KELUHAN = (
    "Petugas loket meminta biaya tambahan tanpa kuitansi.", "Antrean dipanggil tidak berurutan.",
    "Berkas saya hilang dan tidak ada yang dapat menjelaskan.", "Layanan buka terlambat hampir dua jam.",
    "Petugas menolak berkas yang sudah lengkap.",
)  # fmt: skip


def person(random: Random) -> str:
    return f"{random.choice(DEPAN)} {random.choice(BELAKANG)}, {random.choice(GELAR)}"


def nip(number: int) -> str:
    """The number-th NIP: valid, and never the same twice."""
    rest, serial = divmod(number, 999)
    rest, day = divmod(rest, 28)
    rest, month = divmod(rest, 12)
    birth = 1968 + rest % 30
    return f"{birth}{month + 1:02d}{day + 1:02d}{birth + 25}{month + 1:02d}{1 + number % 2}{serial + 1:03d}"


def unit_name(number: int) -> str:
    """The number-th unit of an institution: kinds and places in turn, then numbered."""
    kind = JENIS_UNIT[number % len(JENIS_UNIT)]
    place = TEMPAT[number // len(JENIS_UNIT) % len(TEMPAT)]
    again = number // (len(JENIS_UNIT) * len(TEMPAT))
    return f"{kind} {place} {again + 1}" if again else f"{kind} {place}"


def subject(area: str, random: Random) -> tuple[str, str]:
    return random.choice(POKOK.get(area, POKOK[Area.PELAYANAN_PUBLIK]))


def sentence(area: str, random: Random) -> str:
    pokok, _ = subject(area, random)
    return f"{pokok[0].upper()}{pokok[1:]} {random.choice(KEADAAN)}."


def advice(area: str, random: Random) -> str:
    pokok, _ = subject(area, random)
    return f"{random.choice(SARAN)} pada {pokok}."


def paragraph(random: Random, sentences: int) -> str:
    areas = Area.pengungkit()
    return " ".join(sentence(random.choice(areas), random) for _ in range(sentences))
