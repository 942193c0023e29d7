"""The engine: who, when, why, one history row, all or nothing. Shown on the plan, which is a real workflow object."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import RencanaFactory
from units.errors import Ditolak, TidakBerwenang
from units.findings import galat, peringatan
from units.transitions import SyaratBelumTerpenuhi, Transition, Workflow, perform

LABELS = {"draf": "Draf", "diajukan": "Diajukan", "disetujui": "Disetujui"}


def make_workflow(**step) -> Workflow:
    submit = Transition(
        **{
            "name": "submit",
            "label": "Ajukan",
            "sources": ("draf",),
            "target": "diajukan",
            "can": lambda peran, obj: peran.jenis == "ketua_tim",
            "who": "Ketua Tim Pembangunan ZI",
        }
        | step
    )
    return Workflow("rencana", LABELS, (submit,))


@pytest.fixture
def rencana(world):
    return RencanaFactory(pembangunan=world.pembangunan)


def test_a_step_sets_the_status_and_leaves_a_history_row(world, rencana):
    ketua = world.peran["ketua_tim"]
    done = perform(make_workflow(), rencana, "submit", by=ketua, alasan="  siap  ")
    assert done.status == "diajukan"
    row = rencana.riwayat.get()
    assert (row.oleh, row.peran, row.tindakan, row.dari, row.ke, row.alasan) == (
        ketua.user,
        ketua,
        "Ajukan",
        "Draf",
        "Diajukan",
        "siap",
    )


def test_another_role_is_told_who_can(world, rencana):
    with pytest.raises(TidakBerwenang, match="hanya dapat dilakukan oleh Ketua Tim Pembangunan ZI"):
        perform(make_workflow(), rencana, "submit", by=world.peran["kepala_unit"])
    assert rencana.riwayat.count() == 0


def test_a_role_that_ended_yesterday_can_do_nothing(world, rencana):
    ketua = world.peran["ketua_tim"]
    ketua.selesai = timezone.localdate() - timedelta(days=1)
    ketua.save()
    with pytest.raises(TidakBerwenang):
        perform(make_workflow(), rencana, "submit", by=ketua)


def test_the_second_of_two_people_is_told_what_happened(world, rencana):
    ketua = world.peran["ketua_tim"]
    stale = type(rencana).objects.get(pk=rencana.pk)
    perform(make_workflow(), rencana, "submit", by=ketua)
    with pytest.raises(Ditolak, match=f"status sekarang “Diajukan” oleh {ketua.user} \\(Ajukan\\)"):
        perform(make_workflow(), stale, "submit", by=ketua)
    assert rencana.riwayat.count() == 1


def test_a_step_that_needs_a_reason_refuses_an_empty_one(world, rencana):
    workflow = make_workflow(reason_required=True)
    with pytest.raises(Ditolak, match="memerlukan alasan"):
        perform(workflow, rencana, "submit", by=world.peran["ketua_tim"], alasan=" \n")


def test_errors_stop_a_step_and_warnings_do_not(world, rencana):
    ketua = world.peran["ketua_tim"]
    with pytest.raises(SyaratBelumTerpenuhi) as caught:
        perform(
            make_workflow(check=lambda obj: [galat("kosong", "Isi tabel."), peringatan("x", "y")]),
            rencana,
            "submit",
            by=ketua,
        )
    assert [t.kode for t in caught.value.temuan] == ["kosong"]
    assert (
        perform(make_workflow(check=lambda obj: [peringatan("x", "y")]), rencana, "submit", by=ketua).status
        == "diajukan"
    )


def test_nothing_is_kept_when_the_effect_fails(world, rencana):
    def broken(obj, *, by, alasan):
        raise Ditolak("gagal di tengah")

    with pytest.raises(Ditolak, match="gagal di tengah"):
        perform(make_workflow(effect=broken), rencana, "submit", by=world.peran["ketua_tim"])
    rencana.refresh_from_db()
    assert (rencana.status, rencana.riwayat.count()) == ("draf", 0)


def test_available_lists_only_what_this_role_may_do_now(world, rencana):
    workflow = make_workflow()
    names = {jenis: [t.name for t in workflow.available(peran, rencana)] for jenis, peran in world.peran.items()}
    assert names == {jenis: ["submit"] if jenis == "ketua_tim" else [] for jenis in world.peran}
    assert workflow.available(None, rencana) == []
