"""Who may open and do what with a plan and its rows."""

from django.utils import timezone

from action_plans.models import RencanaAksi
from tests.access import ROLES, Row
from tests.action_plans.worlds import add_action, approve, make_plan
from tests.factories import World
from units.choices import JenisPeran

J = JenisPeran
READERS = ROLES - {J.PENILAI_TPN}
TEAM = frozenset({J.KETUA_TIM, J.ANGGOTA_TIM})
NOT_TPN = {J.PENILAI_TPN: 404}
# A plan that was never approved is not yet shown to a Pegawai.
DRAFT = {**NOT_TPN, J.PEGAWAI: 404}


def unit_year(w: World) -> dict:
    return {"pk": w.pembangunan.pk}


def draft(w: World) -> dict:
    rencana = make_plan(w, approved=False)
    add_action(rencana, bulan=[3])
    return {"pk": rencana.pk}


def submitted(w: World) -> dict:
    pk = draft(w)["pk"]
    RencanaAksi.objects.filter(pk=pk).update(status="diajukan")
    return {"pk": pk}


def approved(w: World) -> dict:
    rencana = make_plan(w)
    add_action(rencana, bulan=[3])
    approve(rencana, w)
    return {"pk": rencana.pk}


def draft_row(w: World) -> dict:
    return {"pk": add_action(make_plan(w, approved=False), bulan=[3]).pk}


def approved_row(w: World) -> dict:
    rencana = make_plan(w)
    aksi = add_action(rencana, bulan=[3])
    approve(rencana, w)
    return {"pk": aksi.pk}


def struck_row(w: World) -> dict:
    aksi = add_action(make_plan(w, approved=False), bulan=[3], dihapus_at=timezone.now())
    return {"pk": aksi.pk}


def act(name: str, allow: frozenset, kwargs, special: dict, **more) -> Row:
    return Row(name, allow=allow, kwargs=kwargs, denied=403, special=special, **more)


CELL = {"kolom": "langkah", "nilai": "Menyusun SOP", "versi": "1"}

ROWS = [
    Row("rencana_list", allow=ROLES, foreign=200),
    act("rencana_create", frozenset({J.KETUA_TIM}), unit_year, NOT_TPN),
    act("rencana_import", frozenset({J.KETUA_TIM}), unit_year, NOT_TPN),
    Row("rencana_template", allow=READERS, kwargs=unit_year),
    *(
        Row(name, allow=READERS, kwargs=approved)
        for name in ("rencana_detail", "rencana_grid", "rencana_year", "aksi_list", "rencana_export", "rencana_diff")
    ),
    *(
        Row(name, allow=READERS - {J.PEGAWAI}, kwargs=draft)
        for name in ("rencana_detail", "rencana_grid", "rencana_year", "aksi_list")
    ),
    Row("rencana_version", allow=READERS, kwargs=lambda w: {**approved(w), "nomor": 1}),
    act("rencana_submit", frozenset({J.KETUA_TIM}), draft, DRAFT),
    act("rencana_approve", frozenset({J.KEPALA_UNIT}), submitted, DRAFT),
    act("rencana_approve", frozenset({J.KEPALA_UNIT}), submitted, DRAFT, method="post", ok=302),
    act("rencana_send_back", frozenset({J.KEPALA_UNIT}), submitted, DRAFT),
    act(
        "rencana_send_back",
        frozenset({J.KEPALA_UNIT}),
        submitted,
        DRAFT,
        method="post",
        data={"alasan": "Kurang"},
        ok=302,
    ),
    act("rencana_revise", frozenset({J.KETUA_TIM}), approved, NOT_TPN),
    act(
        "rencana_revise", frozenset({J.KETUA_TIM}), approved, NOT_TPN, method="post", data={"alasan": "Jadwal"}, ok=302
    ),
    act(
        "rencana_text_save",
        frozenset({J.KETUA_TIM}),
        draft,
        DRAFT,
        method="post",
        data={"kolom": "dasar", "nilai": "1. A", "versi": "0"},
    ),
    Row("aksi_detail", allow=READERS, kwargs=approved_row),
    Row("aksi_detail", allow=READERS - {J.PEGAWAI}, kwargs=draft_row),
    act("aksi_create", TEAM, draft, DRAFT),
    act("aksi_edit", TEAM, draft_row, DRAFT),
    act("aksi_save", TEAM, draft_row, DRAFT, method="post", data=CELL),
    act("aksi_save", frozenset(), approved_row, NOT_TPN, method="post", data=CELL),
    act("aksi_save_many", TEAM, draft, DRAFT, method="post", data={"sel": "[]"}),
    act("aksi_bulk", TEAM, draft, DRAFT, method="post", ok=302),
    act("aksi_copy", TEAM, draft_row, DRAFT, method="post", ok=302),
    act("aksi_move", TEAM, draft_row, DRAFT, method="post", data={"arah": "naik"}, ok=302),
    act("aksi_remove", TEAM, draft_row, DRAFT),
    act("aksi_remove", TEAM, draft_row, DRAFT, method="post", ok=302),
    act("aksi_restore", TEAM, struck_row, DRAFT, method="post", ok=302),
]
