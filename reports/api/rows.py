"""From rows of the database to what the API says of them. What is not named here leaves the portal through no API."""

from decimal import Decimal
from typing import Any

from action_plans.models import LaporanPembinaan, LaporanTriwulan
from evaluation.models import Penilaian, RingkasanNilai
from reports.models import Terbitan
from units.choices import Area, JenisPredikat
from units.models import Instansi, Keputusan, PembangunanZI, Predikat, UnitKerja

Baris = dict[str, Any]


def instansi(row: Instansi) -> Baris:
    names = ("id", "nama", "jenis", "wilayah", "ibu_kota", "jabatan_kepala", "alamat", "telepon", "surel", "situs")
    return {name: getattr(row, name) for name in names}


def short_unit(row: UnitKerja) -> Baris:
    return {"id": row.pk, "kode": row.kode, "nama": row.nama}


def unit(row: UnitKerja) -> Baris:
    names = ("jabatan_kepala", "alamat", "telepon", "surel", "situs", "jumlah_pegawai")
    return short_unit(row) | {name: getattr(row, name) for name in names} | {
        "induk": row.induk_id, "layanan": row.jenis_layanan, "inspektorat": row.is_inspektorat, "aktif": row.is_active,
    }  # fmt: skip


def _place(row: PembangunanZI) -> Baris:
    return {"unit": short_unit(row.unit), "tahun": row.periode.tahun}


def tahap(row: PembangunanZI) -> Baris:
    return _place(row) | {
        "id": row.pk, "target": row.target, "tahap": row.tahap, "tahap_nama": row.get_tahap_display(),
        "nomor_penetapan": row.nomor_penetapan, "tanggal_penetapan": row.tanggal_penetapan,
    }  # fmt: skip


def hasil(row: Penilaian) -> Baris:
    return _place(row.pembangunan) | {
        "id": row.pk, "jenis": row.jenis, "target": row.pembangunan.target, "diajukan_pada": row.diajukan_at,
        "instrumen": {"kode": row.instrumen.kode, "versi": row.instrumen.versi, "sidik": row.instrumen.sidik},
        "nilai": _two(row.ringkasan.nilai), "putusan": _verdicts(row.ringkasan), "area": _areas(row.ringkasan),
    }  # fmt: skip


def _two(value: Decimal | str) -> str:
    return f"{Decimal(value):.2f}"


def _verdicts(row: RingkasanNilai) -> list[Baris]:
    """One for each predicate that the instrument judges."""
    found = ((kode, getattr(row, f"kurang_{kode}"), getattr(row, f"putusan_{kode}")) for kode in JenisPredikat.values)
    return [
        {"predikat": kode, "memenuhi": kurang == 0, "kurang": kurang, "putusan": putusan}
        for kode, kurang, putusan in found
        if kurang is not None
    ]


def _areas(row: RingkasanNilai) -> list[Baris]:
    """In the order of the LKE; the database keeps none."""
    return [
        {"area": area.value, "nama": area.label, "persen": _two(row.area[area][0]), "memenuhi": row.area[area][1]}
        for area in Area
        if area in row.area
    ]


def predikat(row: Predikat) -> Baris:
    return {
        "id": row.pk, "unit": short_unit(row.unit), "jenis": row.jenis, "status": row.status, "mulai": row.mulai,
        "reevaluasi_paling_lambat": row.reevaluasi_paling_lambat, "keputusan": _decree(row.keputusan),
        "pencabutan": _decree(row.pencabutan) if row.pencabutan else None, "dicabut_pada": row.dicabut_pada,
    }  # fmt: skip


def _decree(row: Keputusan) -> Baris:
    return {"nomor": row.nomor, "tanggal": row.tanggal}


def laporan(row: LaporanTriwulan) -> Baris:
    return _place(row.pembangunan) | {
        "id": row.pk, "triwulan": row.triwulan, "status": row.status, "disetujui_pada": row.disetujui_at,
        "dikirim_pada": row.dikirim_at, "diterima_pada": row.diterima_at,
    }  # fmt: skip


def laporan_pembinaan(row: LaporanPembinaan) -> Baris:
    return {
        "id": row.pk, "unit": short_unit(row.pembangunan.unit) if row.pembangunan else None, "tahun": row.periode.tahun,
        "rentang": row.rentang, "bentuk": row.bentuk, "status": row.status,
        "disetujui_pada": row.disetujui_at, "disampaikan_pada": row.disampaikan_at,
    }  # fmt: skip


def terbitan(row: Terbitan) -> Baris:
    names = ("jenis", "nomor", "tanggal", "tahun", "status", "cara", "kode")
    return {name: getattr(row, name) for name in names} | {
        "id": row.pk, "unit": short_unit(row.pembangunan.unit) if row.pembangunan else None,
        "sidik": row.dokumen.berkas.sha256 if row.dokumen.berkas else None,
        "sidik_bertanda": row.bertanda.sha256 if row.bertanda else None,
        "ditandatangani_pada": row.bertanda_at, "menggantikan": row.mengganti_id,
    }  # fmt: skip
