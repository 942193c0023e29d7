"""Rows of the access table: sessions, agreements, consultation, the report of Tim Pembina."""

from django.utils import timezone

from tests.access import ROLES, Row
from tests.action_plans.coaching_worlds import (
    make_kesepakatan,
    make_konsultasi,
    make_laporan_pembinaan,
    make_pembinaan,
)
from tests.factories import World
from units.choices import JenisPeran

J = JenisPeran
UNIT = {J.KEPALA_UNIT, J.KETUA_TIM, J.ANGGOTA_TIM}
READERS = ROLES - {J.PENILAI_TPN, J.PEGAWAI}
COACH = {J.TIM_PEMBINA}
# Those who may read what the unit has received meet a refusal with its reason; the others learn nothing.
UNSEEN = {J.PENILAI_TPN: 404, J.PEGAWAI: 404}


def session(status: str):
    return lambda w: {"pk": make_pembinaan(w, status=status).pk}


def text(w: World) -> dict:
    return session("draf")(w) | {"area": "sdm", "jenis": "saran"}


def agreement(status: str):
    return lambda w: {"pk": make_kesepakatan(w, status=status).pk}


def agreement_in_draft(w: World) -> dict:
    return {"pk": make_pembinaan(w).kesepakatan.get().pk}


def thread(status: str):
    return lambda w: {"pk": make_konsultasi(w, status=status).pk}


def year(w: World) -> dict:
    return {"pk": w.pembangunan.pk}


def new_session(w: World) -> dict:
    coach = w.peran[J.TIM_PEMBINA].pk
    return {"jenis": "asistensi", "tanggal": timezone.localdate().isoformat(), "tempat": "Aula", "pembina": [coach]}


def new_agreement(w: World) -> dict:
    return {"uraian": "Menyusun SOP", "area": "tatalaksana", "tenggat": timezone.localdate().isoformat()}


def report(status: str, **changes):
    return lambda w: {"pk": make_laporan_pembinaan(w, status=status, **changes).pk}


def section(w: World) -> dict:
    return report("draf")(w) | {"kode": "simpulan"}


def signed(w: World) -> dict:
    return report("disampaikan")(w) | {"nomor": 1}


def new_report(w: World) -> dict:
    return {"pembangunan": w.pembangunan.pk, "rentang": "tahun", "bentuk": "surat"}


def team(w: World) -> dict:
    return {"tim": [w.peran[J.TIM_PEMBINA].pk]}


# The kepala_unit of these worlds heads the unit, not the Inspektorat: what the Inspektur does is tested with his role.
ROWS = [
    Row("laporan_pembinaan_list", allow=READERS, denied=403, foreign=200),
    Row("laporan_pembinaan_create", allow=COACH, denied=403, foreign=200),
    Row(
        "laporan_pembinaan_create",
        allow=COACH,
        method="post",
        data=new_report,
        ok=302,
        denied=403,
        foreign=200,
    ),
    Row("laporan_pembinaan_detail", allow=COACH, kwargs=report("draf")),
    Row("laporan_pembinaan_detail", allow=READERS, kwargs=report("disampaikan")),
    Row("laporan_pembinaan_detail", allow=READERS - UNIT, kwargs=report("disampaikan", satu=False)),
    Row("laporan_pembinaan_version", allow=COACH, kwargs=signed, denied=403, special=UNSEEN),
    Row("laporan_pembinaan_edit", allow=COACH, kwargs=report("draf")),
    Row("laporan_pembinaan_tim", allow=COACH, kwargs=report("draf")),
    Row("laporan_pembinaan_tim", allow=COACH, kwargs=report("draf"), method="post", data=team, ok=302),
    Row("laporan_pembinaan_refresh", allow=COACH, kwargs=report("draf"), method="post", ok=302),
    Row(
        "bagian_pembinaan_save",
        allow=COACH,
        kwargs=section,
        method="post",
        data={"isi": "Teks", "versi": "1"},
        ok=302,
    ),
    Row("bagian_pembinaan_redraft", allow=COACH, kwargs=section),
    Row("laporan_pembinaan_submit", allow=COACH, kwargs=report("draf")),
    Row("laporan_pembinaan_submit", allow=COACH, kwargs=report("draf"), method="post", ok=302),
    Row(
        "laporan_pembinaan_approve",
        allow=set(),
        kwargs=report("diajukan"),
        method="post",
        special={J.TIM_PEMBINA: 403},
    ),
    Row(
        "laporan_pembinaan_send_back",
        allow=set(),
        kwargs=report("diajukan"),
        method="post",
        data={"alasan": "Lengkapi saran."},
        special={J.TIM_PEMBINA: 403},
    ),
    Row("laporan_pembinaan_send", allow=COACH, kwargs=report("disetujui"), method="post", ok=302),
    Row("pembinaan_list", allow=READERS, denied=403, foreign=200),
    Row("pembinaan_coverage", allow=READERS - UNIT, denied=403, foreign=200),
    Row("pembinaan_create", allow=COACH, kwargs=year, denied=403, special={J.PENILAI_TPN: 404}),
    Row(
        "pembinaan_create",
        allow=COACH,
        kwargs=year,
        method="post",
        data=new_session,
        ok=302,
        denied=403,
        special={J.PENILAI_TPN: 404},
    ),
    Row("pembinaan_detail", allow=COACH, kwargs=session("draf")),
    Row("pembinaan_detail", allow=READERS, kwargs=session("disampaikan")),
    Row("pembinaan_head", allow=COACH, kwargs=session("draf")),
    Row("pembinaan_head", allow=COACH, kwargs=session("draf"), method="post", data=new_session, ok=302),
    Row("pembinaan_edit", allow=COACH, kwargs=session("draf")),
    Row("catatan_save", allow=COACH, kwargs=text, method="post", data={"isi": "Teks", "versi": "0"}, ok=302),
    Row("kesepakatan_add", allow=COACH, kwargs=session("draf")),
    Row("kesepakatan_add", allow=COACH, kwargs=session("draf"), method="post", data=new_agreement, ok=302),
    Row("kesepakatan_edit", allow=COACH, kwargs=agreement_in_draft),
    Row("kesepakatan_remove", allow=COACH, kwargs=agreement_in_draft, method="post", ok=302),
    Row("pembinaan_submit", allow=COACH, kwargs=session("draf")),
    Row("pembinaan_submit", allow=COACH, kwargs=session("draf"), method="post", ok=302),
    Row(
        "pembinaan_confirm",
        allow={J.KEPALA_UNIT},
        kwargs=session("disampaikan"),
        method="post",
        ok=302,
        denied=403,
        special=UNSEEN,
    ),
    Row(
        "pembinaan_send_back",
        allow={J.KEPALA_UNIT},
        kwargs=session("disampaikan"),
        method="post",
        data={"alasan": "Tanggal keliru."},
        ok=302,
        denied=403,
        special=UNSEEN,
    ),
    Row("kesepakatan_detail", allow=READERS, kwargs=agreement("terbuka")),
    Row(
        "kesepakatan_done",
        allow=UNIT,
        kwargs=agreement("terbuka"),
        method="post",
        data={"catatan": "Sudah dilengkapi."},
        ok=302,
        denied=403,
        special=UNSEEN,
    ),
    Row(
        "kesepakatan_confirm",
        allow=COACH,
        kwargs=agreement("dilaksanakan"),
        method="post",
        ok=302,
        denied=403,
        special=UNSEEN,
    ),
    Row(
        "kesepakatan_reopen",
        allow=COACH,
        kwargs=agreement("dilaksanakan"),
        method="post",
        data={"alasan": "Notulen Mei belum ada."},
        ok=302,
        denied=403,
        special=UNSEEN,
    ),
    Row("konsultasi_list", allow=READERS, denied=403, foreign=200),
    Row("konsultasi_create", allow=UNIT, kwargs=year, denied=403, special={J.PENILAI_TPN: 404}),
    Row(
        "konsultasi_create",
        allow=UNIT,
        kwargs=year,
        method="post",
        data={"judul": "SOP", "area": "tatalaksana", "isi": "Berapa SOP yang diperlukan?"},
        ok=302,
        denied=403,
        special={J.PENILAI_TPN: 404},
    ),
    Row(
        "konsultasi_draft_new",
        allow=UNIT,
        kwargs=year,
        method="post",
        data={"kolom": "isi", "nilai": "Bagaimana", "versi": "0"},
        denied=403,
        special={J.PENILAI_TPN: 404},
    ),
    Row("konsultasi_detail", allow=READERS, kwargs=thread("dijawab")),
    Row(
        "konsultasi_reply",
        allow=UNIT | COACH,
        kwargs=thread("ditanyakan"),
        method="post",
        data={"isi": "Terima kasih."},
        ok=302,
        denied=403,
        special=UNSEEN,
    ),
    Row(
        "konsultasi_draft",
        allow=UNIT | COACH,
        kwargs=thread("ditanyakan"),
        method="post",
        data={"kolom": "isi", "nilai": "Ya", "versi": "0"},
        denied=403,
        special=UNSEEN,
    ),
    Row(
        "konsultasi_resolve",
        allow=UNIT | COACH,
        kwargs=thread("dijawab"),
        method="post",
        ok=302,
        denied=403,
        special=UNSEEN,
    ),
    Row(
        "konsultasi_reopen",
        allow=UNIT | COACH,
        kwargs=thread("selesai"),
        method="post",
        ok=302,
        denied=403,
        special=UNSEEN,
    ),
]
