"""Rows of the access table: progress, evidence on progress, quarterly reports."""

from tests.access import ROLES, Row
from tests.action_plans.worlds import make_laporan, plan_with
from tests.factories import World
from units import evidence
from units.choices import Area, JenisPeran

J = JenisPeran
UNIT = {J.KEPALA_UNIT, J.KETUA_TIM, J.ANGGOTA_TIM}
TEAM = {J.KETUA_TIM, J.ANGGOTA_TIM}
READERS = ROLES - {J.PENILAI_TPN}
REPORT_READERS = READERS - {J.PEGAWAI}
INSPEKTORAT_RECEIVES = {J.TIM_PEMBINA, J.KETUA_TPI, J.SEKRETARIS_TPI}


def month(w: World) -> dict:
    """One action due in January, in an area of the anggota."""
    _, (aksi,) = plan_with(w, {"bulan": [1], "area": Area.MANAJEMEN_PERUBAHAN})
    return {"pk": aksi.pk, "bulan": 1}


def month_with_evidence(w: World) -> dict:
    row, _ = evidence.add_link(
        "https://contoh.test/sk", pembangunan=w.pembangunan, by=w.peran[J.KETUA_TIM], judul="SK Tim"
    )
    return month(w) | {"data_dukung": row.pk}


def report_in(status: str):
    def make(w: World) -> dict:
        plan_with(w, {"bulan": [1], "area": Area.MANAJEMEN_PERUBAHAN})
        return {"pk": make_laporan(w, 1, status=status).pk}

    return make


def section(kode: str):
    return lambda w: report_in("draf")(w) | {"kode": kode}


def approved_text(w: World) -> dict:
    plan_with(w, {"bulan": [1], "area": Area.MANAJEMEN_PERUBAHAN})
    laporan = make_laporan(w, 1, status="disampaikan")
    return {"pk": laporan.pk, "naskah": laporan.riwayat.get(kolom="naskah").pk}


def quarter(w: World) -> dict:
    plan_with(w, {"bulan": [1], "area": Area.MANAJEMEN_PERUBAHAN})
    return {"pk": w.pembangunan.pk, "triwulan": 1}


ROWS = [
    Row("progress_month", allow=UNIT, denied=403, foreign=200),
    Row("realisasi_edit", allow=READERS, kwargs=month),
    Row(
        "realisasi_edit",
        allow=TEAM,
        kwargs=month,
        method="post",
        data={"kolom": "persen", "nilai": "5", "versi": "0"},
        denied=403,
        special={J.PENILAI_TPN: 404},
    ),
    Row(
        "realisasi_set",
        allow=TEAM,
        kwargs=month,
        method="post",
        data={"status": "selesai", "versi": "0"},
        ok=302,
        denied=403,
        special={J.PENILAI_TPN: 404},
    ),
    Row(
        "bukti_add",
        allow=TEAM,
        kwargs=month,
        method="post",
        data={"tautan": "https://contoh.test/x", "judul": "x"},
        ok=302,
        denied=403,
        special={J.PENILAI_TPN: 404},
    ),
    Row("bukti_search", allow=TEAM, kwargs=month, denied=403, special={J.PENILAI_TPN: 404}),
    Row(
        "bukti_attach",
        allow=TEAM,
        kwargs=month_with_evidence,
        method="post",
        ok=302,
        denied=403,
        special={J.PENILAI_TPN: 404},
    ),
    Row(
        "bukti_detach",
        allow=TEAM,
        kwargs=month_with_evidence,
        method="post",
        ok=302,
        denied=403,
        special={J.PENILAI_TPN: 404},
    ),
    Row("laporan_list", allow=REPORT_READERS, denied=403, foreign=200),
    Row("laporan_create", allow={J.KETUA_TIM}, kwargs=quarter, denied=403, special={J.PENILAI_TPN: 404}),
    Row(
        "laporan_create",
        allow={J.KETUA_TIM},
        kwargs=quarter,
        method="post",
        ok=302,
        denied=403,
        special={J.PENILAI_TPN: 404},
    ),
    Row("laporan_detail", allow=UNIT, kwargs=report_in("draf")),
    Row("laporan_detail", allow=REPORT_READERS, kwargs=report_in("disampaikan")),
    Row("laporan_version", allow=REPORT_READERS, kwargs=approved_text),
    Row("laporan_edit", allow=TEAM, kwargs=report_in("draf"), special={J.KEPALA_UNIT: 403}),
    Row(
        "laporan_refresh",
        allow={J.KETUA_TIM},
        kwargs=report_in("draf"),
        method="post",
        ok=302,
        special={J.KEPALA_UNIT: 403, J.ANGGOTA_TIM: 403},
    ),
    Row(
        "bagian_save",
        allow=TEAM,
        kwargs=section("manajemen_perubahan"),
        method="post",
        data={"isi": "Teks", "versi": "1"},
        ok=302,
        special={J.KEPALA_UNIT: 403},
    ),
    Row(
        "bagian_save",
        allow={J.KETUA_TIM},
        kwargs=section("pelayanan_publik"),
        method="post",
        data={"isi": "Teks", "versi": "1"},
        ok=302,
        special={J.KEPALA_UNIT: 403, J.ANGGOTA_TIM: 403},
    ),
    Row("bagian_redraft", allow=TEAM, kwargs=section("manajemen_perubahan"), special={J.KEPALA_UNIT: 403}),
    Row(
        "laporan_submit",
        allow={J.KETUA_TIM},
        kwargs=report_in("draf"),
        special={J.KEPALA_UNIT: 403, J.ANGGOTA_TIM: 403},
    ),
    Row(
        "laporan_submit",
        allow={J.KETUA_TIM},
        kwargs=report_in("draf"),
        method="post",
        ok=302,
        special={J.KEPALA_UNIT: 403, J.ANGGOTA_TIM: 403},
    ),
    Row(
        "laporan_approve",
        allow={J.KEPALA_UNIT},
        kwargs=report_in("diajukan"),
        method="post",
        ok=302,
        special={J.KETUA_TIM: 403, J.ANGGOTA_TIM: 403},
    ),
    Row(
        "laporan_send_back",
        allow={J.KEPALA_UNIT},
        kwargs=report_in("diajukan"),
        method="post",
        data={"alasan": "Lengkapi."},
        ok=302,
        special={J.KETUA_TIM: 403, J.ANGGOTA_TIM: 403},
    ),
    Row(
        "laporan_send",
        allow={J.KEPALA_UNIT},
        kwargs=report_in("disetujui"),
        method="post",
        ok=302,
        special={J.KETUA_TIM: 403, J.ANGGOTA_TIM: 403},
    ),
    Row(
        "laporan_receive",
        allow=INSPEKTORAT_RECEIVES,
        kwargs=report_in("disampaikan"),
        method="post",
        ok=302,
        denied=403,
        special={J.PEGAWAI: 404, J.PENILAI_TPN: 404},
    ),
    Row(
        "laporan_refuse",
        allow=INSPEKTORAT_RECEIVES,
        kwargs=report_in("disampaikan"),
        method="post",
        data={"alasan": "Angka keliru."},
        ok=302,
        denied=403,
        special={J.PEGAWAI: 404, J.PENILAI_TPN: 404},
    ),
]
