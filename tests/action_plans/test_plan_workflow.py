"""Draf, diajukan, disetujui, and the ways back: who may, what must be true, what is frozen, who is told."""

import pytest
from django.db import transaction

from action_plans import checks
from action_plans.models import RencanaAksi
from action_plans.plan_data import snapshot
from action_plans.services import plan, plan_cells
from action_plans.workflow import RENCANA
from tests.action_plans.worlds import add_action, make_plan
from units.choices import Area, JenisPeran
from units.errors import Ditolak, TidakBerwenang
from units.models import Notifikasi, Peran
from units.profiles import get_profil
from units.transitions import SyaratBelumTerpenuhi

J, S = JenisPeran, RencanaAksi.Status
KETAPANG = get_profil("ketapang-2022")


@pytest.fixture
def rencana(world):
    """A plan that may be submitted: a complete row in each of the six areas."""
    rencana = make_plan(world, approved=False)
    for area in Area.pengungkit():
        add_action(rencana, bulan=[3], area=area, penanggung_jawab=world.peran[J.KETUA_TIM].user)
    return rencana


def step(rencana, name, world, jenis, alasan=""):
    return plan.take_step(rencana=rencana, name=name, by=world.peran[jenis], alasan=alasan)


# --- the full table: status x step x role --------------------------------------------------------------------

MAY = {
    ("draf", "submit"): J.KETUA_TIM,
    ("diajukan", "approve"): J.KEPALA_UNIT,
    ("diajukan", "send_back"): J.KEPALA_UNIT,
    ("disetujui", "revise"): J.KETUA_TIM,
}


@pytest.mark.parametrize("status", S.values)
@pytest.mark.parametrize("name", ["submit", "approve", "send_back", "revise"])
def test_each_step_is_open_to_one_role_in_one_status(world, rencana, status, name):
    RencanaAksi.objects.filter(pk=rencana.pk).update(status=status)
    done = set()
    for jenis in J:
        try:
            with transaction.atomic():
                step(rencana, name, world, jenis, alasan="Alasan")
                done.add(jenis)
                transaction.set_rollback(True)
        except (TidakBerwenang, Ditolak):
            continue
    assert done == ({MAY[status, name]} if (status, name) in MAY else set())


def test_buttons_come_from_the_same_table(world, rencana):
    assert [t.label for t in RENCANA.available(world.peran[J.KETUA_TIM], rencana)] == ["Ajukan"]
    assert RENCANA.available(world.peran[J.KEPALA_UNIT], rencana) == []


def test_who_prepared_a_plan_does_not_approve_it_in_another_role(world, rencana):
    """The ketua becomes head of the unit: the plan they submitted waits for somebody else."""
    ketua = world.peran[J.KETUA_TIM]
    rencana = step(rencana, "submit", world, J.KETUA_TIM)
    promoted = Peran.objects.create(
        user=ketua.user, jenis=J.KEPALA_UNIT, instansi=world.instansi, unit=world.unit, mulai=ketua.mulai
    )
    with pytest.raises(TidakBerwenang, match="bukan ia yang menyusun"):
        plan.take_step(rencana=rencana, name="approve", by=promoted)


def test_sending_back_and_revising_need_a_reason(world, rencana):
    rencana = step(rencana, "submit", world, J.KETUA_TIM)
    with pytest.raises(Ditolak, match="memerlukan alasan"):
        step(rencana, "send_back", world, J.KEPALA_UNIT)
    rencana = step(rencana, "send_back", world, J.KEPALA_UNIT, alasan="Target waktu terlalu longgar")
    assert (rencana.status, rencana.riwayat.first().alasan) == ("draf", "Target waktu terlalu longgar")


# --- versions ------------------------------------------------------------------------------------------------


def test_approval_freezes_texts_and_rows_and_a_revision_leaves_them_alone(world, rencana):
    step(rencana, "submit", world, J.KETUA_TIM)
    rencana = step(rencana, "approve", world, J.KEPALA_UNIT)
    first = rencana.versi_list.get()
    assert (rencana.versi, first.nomor, first.disetujui_oleh) == (1, 1, world.peran[J.KEPALA_UNIT])
    assert first.isi == snapshot(rencana)
    assert len(first.isi["aksi"]) == 6

    rencana = step(rencana, "revise", world, J.KETUA_TIM, alasan="Menambah aksi")
    assert (rencana.status, rencana.versi) == ("draf", 1)
    aksi = rencana.aksi.first()
    plan_cells.save_cell(aksi=aksi, kolom="target_waktu", nilai="April", versi=aksi.versi, by=world.peran[J.KETUA_TIM])
    step(rencana, "submit", world, J.KETUA_TIM)
    rencana = step(rencana, "approve", world, J.KEPALA_UNIT)
    by_number = {v.nomor: v.isi["aksi"][0]["target_waktu"] for v in rencana.versi_list.all()}
    assert (rencana.versi, by_number) == (2, {1: "Maret", 2: "April"})


# --- what must be true ---------------------------------------------------------------------------------------


def findings(rencana) -> dict[str, tuple[str, str]]:
    return {t.kode: (t.pesan, t.tempat) for t in checks.check_plan(snapshot(rencana), KETAPANG) if t.is_galat}


def test_a_complete_plan_has_nothing_against_it(rencana):
    assert findings(rencana) == {}


def test_an_empty_plan_cannot_be_submitted(world):
    rencana = make_plan(world, approved=False)
    with pytest.raises(SyaratBelumTerpenuhi) as refused:
        step(rencana, "submit", world, J.KETUA_TIM)
    assert [t.kode for t in refused.value.temuan] == ["tanpa_aksi"]
    rencana.refresh_from_db()
    assert rencana.status == "draf"


def test_rows_with_the_same_fault_make_one_sentence_that_names_them(rencana):
    add_action(rencana, bulan=[], target_waktu="", penanggung_jawab=None, bukti_fisik=" ", aksi="")
    rencana.aksi.filter(area=Area.SDM).update(penanggung_jawab=None)
    assert findings(rencana) == {
        "aksi_kosong": ("1 aksi belum berisi uraian rencana aksi.", "No. 2"),
        "tanpa_waktu": ("1 aksi belum mempunyai target waktu.", "No. 2"),
        "tanpa_pj": ("2 aksi belum mempunyai penanggung jawab.", "No. 2, 4"),
        "tanpa_bukti": ("1 aksi belum menyebutkan bukti fisik.", "No. 2"),
    }


def test_an_occasional_action_needs_no_month(rencana):
    rencana.aksi.filter(area=Area.SDM).update(bulan=[], target_waktu="Apabila ada mutasi")
    assert findings(rencana) == {}


def test_every_area_of_change_must_have_an_action(rencana):
    rencana.aksi.filter(area=Area.PENGAWASAN).delete()
    assert findings(rencana) == {"area_kosong": ("Area Penguatan Pengawasan belum mempunyai aksi.", "")}


def test_empty_texts_are_named(rencana):
    RencanaAksi.objects.filter(pk=rencana.pk).update(dasar="  ")
    rencana.refresh_from_db()
    assert findings(rencana) == {"teks_kosong": ("Bagian “A. Dasar” belum diisi.", "Bagian A")}


def test_a_missing_half_of_an_area_and_a_doubled_row_are_only_pointed_out(rencana):
    aksi = rencana.aksi.filter(area=Area.SDM).get()
    add_action(rencana, bulan=[3], area=Area.SDM, aksi=aksi.aksi, penanggung_jawab=aksi.penanggung_jawab)
    warnings = [t.pesan for t in checks.check_plan(snapshot(rencana), KETAPANG) if not t.is_galat]
    assert "1 aksi sama persis dengan aksi sebelumnya." in warnings
    assert "Bagian Manajemen Perubahan (Reform) belum mempunyai aksi." in warnings


# --- who is told ---------------------------------------------------------------------------------------------


def told(world) -> list[tuple[str, str]]:
    by_user = {p.user_id: p.jenis for p in world.peran.values()}
    rows = Notifikasi.objects.order_by("pk").values_list("user_id", "judul")
    return [(by_user[user], judul) for user, judul in rows]


def test_those_whose_turn_it_is_are_told(world, rencana, django_capture_on_commit_callbacks):
    tahun = world.periode.tahun
    step(rencana, "submit", world, J.KETUA_TIM)
    step(rencana, "send_back", world, J.KEPALA_UNIT, alasan="Perbaiki bukti fisik")
    step(rencana, "submit", world, J.KETUA_TIM)
    step(rencana, "approve", world, J.KEPALA_UNIT)
    assert told(world) == [
        (J.KEPALA_UNIT, f"Rencana aksi {tahun} menunggu persetujuan Anda"),
        (J.KETUA_TIM, f"Rencana aksi {tahun} dikembalikan"),
        (J.KEPALA_UNIT, f"Rencana aksi {tahun} menunggu persetujuan Anda"),
        (J.ANGGOTA_TIM, f"Rencana aksi {tahun} telah disetujui"),
        (J.KETUA_TIM, f"Rencana aksi {tahun} telah disetujui"),
    ]
    assert "Perbaiki bukti fisik" in Notifikasi.objects.get(judul__contains="dikembalikan").pesan
