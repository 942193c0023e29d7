"""Parts of the examples that only make sense together: the headings of a form, the columns of a table, a chart's points."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from action_plans.narrative import Blok
from evaluation.charts import bars, radar
from evaluation.result_data import NilaiArea
from reports.choices import Jenis
from reports.dashboard.charts import Sel, heat_cells
from reports.data.dasbor import BarisPanas, BarisRekapUnit, BarisTren
from reports.data.keputusan import LAMPIRAN, numbered
from reports.data.lampiran_iii import BagianPembinaan
from reports.data.laporan import BagianCetak, BarisCapaian
from reports.data.lke import BagianLKE, BarisSoal, IndikatorCetak
from reports.data.rencana import BagianRencana, BarisRencana, form_of
from units.choices import Area
from units.profiles import Bagian, Formulir, get_profil

PROFIL = "ketapang-2022"
DRAFT_DECREES = [jenis for jenis in Jenis.values if jenis.startswith("rancangan_")]
TEKS = (Blok("paragraf", ("Uraian contoh yang disusun oleh tim dan disunting sebelum disetujui.",)),)
DAFTAR = (Blok("nomor", ("Undang-Undang Nomor 1 Tahun 2026 tentang Contoh;", "Peraturan Bupati Contoh;")),)
WORDS = {"unit": "Dinas Pelayanan Contoh", "instansi": "Pemerintah Kabupaten Contoh", "tahun": 2026}


def _blocks(b: Bagian) -> tuple[Blok, ...]:
    return {"daftar": DAFTAR, "paragraf": TEKS}.get(b.isi, ())


def _title(form: Formulir) -> tuple[str, ...]:
    return form.title(**WORDS)


# --- plan and quarterly report ------------------------------------------------------------------------------------------


def plan_of(tata_letak: str = "") -> dict[str, Any]:
    """Lampiran I in the form of a layout, "" for that of the example's profile."""
    form, _ = form_of(get_profil(PROFIL), tata_letak)
    return {
        "tata_letak": form.tata_letak,
        "lampiran": form.lampiran,
        "judul": _title(form),
        "kolom": form.kolom,
        "bagian": tuple(
            BagianRencana(
                b.kode, b.nomor, b.judul, b.tingkat, b.isi, b.area, _blocks(b), _actions() if b.isi == "tabel" else ()
            )
            for b in form.bagian
        ),
    }


def _actions() -> tuple[BarisRencana, ...]:
    rows = (
        (1, 1, "Membentuk tim kerja", "Januari", False, True),
        (1, 2, "Menetapkan tugas tiap anggota tim", "Februari", True, False),
        (2, 0, "Menyusun dokumen rencana kerja", "Maret s.d. Desember", False, False),
    )
    return tuple(
        BarisRencana(
            nomor,
            nomor_aksi,
            f"Indikator contoh {nomor}",
            aksi,
            ("Menyusun naskah", "Membahas naskah"),
            ("Notulen rapat", "Surat keputusan"),
            waktu,
            lanjut,
            sambung,
            False,
        )
        for nomor, nomor_aksi, aksi, waktu, lanjut, sambung in rows
    )


def _report(jenis: str) -> dict[str, Any]:
    form = get_profil(PROFIL).laporan
    return {
        "lampiran": form.lampiran,
        "judul": (*_title(form), "TRIWULAN II TAHUN 2026"),
        "bagian": tuple(
            BagianCetak(
                b.kode, b.nomor, b.judul, b.tingkat, _blocks(b), b.area, _done() if b.area else (), _late() if b.area else ()
            )
            for b in form.bagian
        ),
    }  # fmt: skip


def _done() -> tuple[BarisCapaian, ...]:
    proofs = ("Notulen rapat.pdf", "Surat keputusan.pdf")
    return (
        BarisCapaian(1, "Indikator contoh 1", "Membentuk tim kerja", "April", "Selesai", "", proofs, "", False, True, False),
        BarisCapaian(1, "", "Membentuk tim kerja", "Mei", "Sedang berjalan", "50%", (), "Berjalan.", True, False, False),
        BarisCapaian(2, "Indikator contoh 2", "Menyusun rencana", "Juni", "Belum", "", (), "", False, False, False),
    )  # fmt: skip


def _late() -> tuple[BarisCapaian, ...]:
    return (
        BarisCapaian(3, "Indikator contoh 3", "Melatih pegawai", "Maret", "Belum", "", (), "Ditunda.", False, False, False),
    )  # fmt: skip


def coaching_of(bentuk: str = "bab") -> dict[str, Any]:
    """Lampiran III as a letter ("surat") or in chapters ("bab")."""
    form = get_profil(PROFIL).pembinaan[bentuk]
    return {
        "bentuk": bentuk,
        "lampiran": form.lampiran,
        "judul": (*_title(form), "Triwulan II Tahun 2026"),
        "bagian": tuple(BagianPembinaan(b.kode, b.nomor, b.judul, b.tingkat, _blocks(b)) for b in form.bagian),
    }


# --- LKE ----------------------------------------------------------------------------------------------------------------


def _lke(jenis: str) -> dict[str, Any]:
    areas = [
        NilaiArea(area.value, area.label, Fraction(10), Fraction(60 + 5 * n, 10), 10, 10, True)
        for n, area in enumerate(Area)
    ]
    return {
        "judul": ("LEMBAR KERJA EVALUASI", "ZONA INTEGRITAS", WORDS["unit"], "Tahun 2026"),
        "identitas": (("Unit kerja", WORDS["unit"]), ("Penilaian", "Penilaian mandiri tahun 2026")),
        "aspek": ("Pemenuhan", "Reform"),
        "radar": radar(areas),
        "batang": bars(areas),
        "bagian": (
            BagianLKE("A", "Pengungkit", 1, "60,00", "48,00", "80,00%", ()),
            BagianLKE("A.I", "Pemenuhan", 2, "30,00", "24,00", "80,00%", ()),
            BagianLKE("A.I.1", "Manajemen Perubahan", 3, "4,00", "3,20", "80,00%", (_indicator(),)),
        ),
    }


def _indicator() -> IndikatorCetak:
    plain = BarisSoal(
        "A.I.1.a.1", "Apakah unit kerja telah membentuk tim?", ("Ya",), ("Tim telah dibentuk.",),
        "0,50", "0,50", "100,00%", "", "", (), False,
    )  # fmt: skip
    noted = BarisSoal(
        "A.I.1.a.2", "Berapa anggota tim yang aktif?", ("Anggota aktif: 8", "Anggota: 10"), (),
        "0,50", "0,40", "80,00%", "Dua anggota pindah tugas.", "https://contoh.go.id", ("Surat keputusan.pdf",), False,
    )  # fmt: skip
    return IndikatorCetak("A.I.1.a", "Penyusunan tim kerja", "1,00", "0,90", "90,00%", (plain, noted))


# --- decrees ------------------------------------------------------------------------------------------------------------


def _decree(jenis: str) -> dict[str, Any]:
    return {
        "pejabat": "Kepala Dinas" if jenis == Jenis.SK_AGEN else "Bupati Contoh",
        "oleh_kepala_unit": jenis == Jenis.SK_AGEN,
        "nomor": "" if jenis in DRAFT_DECREES else "188.45/123/2026",
        "draf": jenis in DRAFT_DECREES,
        "bentuk": Jenis(jenis).label,
        "tentang": f"{Jenis(jenis).label} tahun 2026",
        "menimbang": ("bahwa pertimbangan contoh pertama;", "bahwa pertimbangan contoh kedua;"),
        "mengingat": ("Undang-Undang Nomor 1 Tahun 2026 tentang Contoh", "Peraturan Bupati Contoh"),
        "diktum": numbered((f"Menetapkan daftar {LAMPIRAN}.", ("Kewajiban:", ("butir pertama;", "butir kedua.")))),
        "lampiran": "DAFTAR UNIT KERJA",
        "kolom": ("NO", "UNIT KERJA", "PREDIKAT"),
        "lebar": ("w6", "", "w35"),
        "baris": tuple((str(n), f"Unit Kerja Contoh {n}", "WBK") for n in (1, 2, 3)),
    }


# --- dashboard and recap of all units -----------------------------------------------------------------------------------

UNITS = ("Dinas Pelayanan Contoh", "Kecamatan Contoh", "Rumah Sakit Umum Contoh")


def _cells(n: int) -> tuple[Sel, ...]:
    return heat_cells(
        {a.value: [f"{58 + 7 * ((n + m) % 5)}.33", (n + m) % 5 > 0] for m, a in enumerate(Area.pengungkit())}
    )


def _dashboard(jenis: str) -> dict[str, Any]:
    return {
        "panas": tuple(BarisPanas(unit, _cells(n), f"{71 + n},20") for n, unit in enumerate(UNITS)),
        "tren_tahun": tuple(
            BarisTren(2024 + n, 4 + n, 3 + n, rata, n, n) for n, rata in enumerate(("68,40", "71,25", "74,10"))
        ),
        "pemegang": "2 dari 5 unit kerja (40,0%) memegang predikat.",
    }


def _recap(jenis: str) -> dict[str, Any]:
    rows = (
        (
            str(n),
            unit,
            "WBK",
            "Evaluasi TPI",
            "Disetujui",
            "2 dari 4, 1 terlambat",
            _cells(n),
            "74,10 (TPI)",
            "Belum memenuhi WBK: kurang 1,25% di Area Penguatan Pengawasan",
            "–",
        )
        for n, unit in enumerate(UNITS, 1)
    )
    return {"baris": tuple(BarisRekapUnit(*row) for row in rows)}


FORMS: dict[str, Callable[[str], dict[str, Any]]] = {
    "DataRencana": lambda jenis: plan_of(),
    "DataLaporan": _report,
    "DataLampiranIII": lambda jenis: coaching_of(),
    "DataLKE": _lke,
    "DataKeputusan": _decree,
    "DataSuratUsulan": lambda jenis: {
        "tujuan": ("Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi", "c.q. Tim Penilai Nasional"),
        "hal": "Usulan unit kerja berpredikat WBK tahun 2026",
        "baris": tuple((str(n), f"Unit Kerja Contoh {n}", "82,50", "–") for n in (1, 2, 3)),
    },
    "DataSPTJM": lambda jenis: {
        "identitas": (("Nama", "Rahma Lestari, S.Sos."), ("NIP", "19800101 200501 1 001"), ("Jabatan", "Kepala Dinas"))
    },
    "DataLHE": lambda jenis: {
        "identitas": (("Unit kerja", WORDS["unit"]), ("Evaluasi", "Evaluasi TPI tahun 2026")),
    },
    "DataBeritaAcara": lambda jenis: {
        "hadir": (("Rahma Lestari, S.Sos.", "Ketua TPI"), ("Bagus Pranata, S.E.", "Anggota TPI")),
    },
    "DataPiagam": lambda jenis: {
        "saksi": (("Melati Anggraini, S.H.", "Sekretaris Daerah"), ("Teguh Wicaksana, M.Si.", "")),
    },
    "DataDasbor": _dashboard,
    "DataRekapUnit": _recap,
    "DataPaktaMassal": lambda jenis: {
        "pegawai": (
            ("Rahma Lestari, S.Sos.", "19800101 200501 1 001", "Kepala Dinas", "Di portal, 20 Juni 2026"),
            ("Bagus Pranata, S.E.", "", "Analis Kebijakan Ahli Muda", ""),
        ),
    },
}
