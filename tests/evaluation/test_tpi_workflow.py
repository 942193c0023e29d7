"""Phases of TPI's evaluation: who moves them from where to where, what must be true, and their windows."""

from datetime import timedelta

import pytest
from django.utils import timezone

from evaluation import tpi_access as access
from evaluation.models import EvaluasiTPI
from evaluation.services.tpi_open import change_windows, take_step, windows_of
from evaluation.tpi_workflow import WORKFLOW, outside_window, window_refusal
from tests.evaluation.tpi_worlds import FIRST, answer_all, at_phase, give, make_evaluasi, put, wide_windows
from units.choices import JenisPeran
from units.errors import Ditolak, TidakBerwenang
from units.models import Notifikasi
from units.transitions import SyaratBelumTerpenuhi

J, F = JenisPeran, EvaluasiTPI.Fase
LEADERS = {J.KETUA_TPI, J.SEKRETARIS_TPI}
# The whole of the table, written a second time by hand: step -> (from, to, needs a reason)
EXPECTED = {
    "clarify": ("meja", "klarifikasi", False),
    "visit": ("klarifikasi", "lapangan", False),
    "deliberate": ("lapangan", "pleno", False),
    "back_to_desk": ("klarifikasi", "meja", True),
    "back_to_clarification": ("lapangan", "klarifikasi", True),
    "back_to_field": ("pleno", "lapangan", True),
}
PHASES = ("meja", "klarifikasi", "lapangan", "pleno", "final")


def test_the_table_of_steps_is_this():
    found = {t.name: (t.sources[0], t.target, t.reason_required) for t in WORKFLOW.transitions if t.name in EXPECTED}
    assert found == EXPECTED


@pytest.mark.parametrize("name", EXPECTED)
def test_only_ketua_and_sekretaris_of_tpi_take_a_step_and_it_is_written_down(world, name):
    source, target, _ = EXPECTED[name]
    evaluasi = at_phase(world, source)
    for jenis in set(J.values) - LEADERS:
        with pytest.raises(TidakBerwenang, match="Ketua atau Sekretaris TPI"):
            take_step(evaluasi=evaluasi, name=name, by=world.peran[jenis], alasan="Perlu")
    done = take_step(evaluasi=evaluasi, name=name, by=world.peran[J.SEKRETARIS_TPI], alasan="Perlu")
    row = done.riwayat.filter(kolom="status").first()
    assert done.status == target
    assert (row.oleh, row.dari, row.ke) == (world.peran[J.SEKRETARIS_TPI].user, F(source).label, F(target).label)
    assert row.alasan == "Perlu"


@pytest.mark.parametrize("phase", PHASES)
def test_every_other_step_is_refused_from_a_phase_that_does_not_lead_there(world, phase):
    evaluasi = at_phase(world, phase)
    for name, (source, _, _) in EXPECTED.items():
        if source != phase:
            with pytest.raises(Ditolak, match="status sekarang"):
                take_step(evaluasi=evaluasi, name=name, by=world.peran[J.KETUA_TPI], alasan="Perlu")


@pytest.mark.parametrize("name", ["back_to_desk", "back_to_clarification", "back_to_field"])
def test_a_step_back_needs_a_reason(world, name):
    evaluasi = at_phase(world, EXPECTED[name][0])
    with pytest.raises(Ditolak, match="memerlukan alasan"):
        take_step(evaluasi=evaluasi, name=name, by=world.peran[J.KETUA_TPI], alasan="  ")


def test_a_role_that_ended_yesterday_takes_no_step(world):
    evaluasi = at_phase(world, F.MEJA)
    peran = world.peran[J.KETUA_TPI]
    peran.selesai = timezone.localdate() - timedelta(days=1)
    peran.save()
    with pytest.raises(TidakBerwenang):
        take_step(evaluasi=evaluasi, name="clarify", by=peran)


def test_ketua_of_another_institution_takes_no_step(world, other_world):
    with pytest.raises(TidakBerwenang):
        take_step(evaluasi=at_phase(world, F.MEJA), name="clarify", by=other_world.peran[J.KETUA_TPI])


def test_the_desk_is_left_only_when_every_question_has_an_assessor(world):
    evaluasi = make_evaluasi(world)
    give(world, evaluasi, area=("manajemen_perubahan",))
    with pytest.raises(SyaratBelumTerpenuhi) as refusal:
        take_step(evaluasi=evaluasi, name="clarify", by=world.peran[J.KETUA_TPI])
    assert {t.kode for t in refusal.value.temuan} == {"tanpa_penilai"}
    assert len(refusal.value.temuan) == 7  # the other five areas of Pengungkit and both of Hasil


def test_answers_still_owed_do_not_hold_up_the_clarification_but_are_said(world):
    evaluasi = make_evaluasi(world)
    give(world, evaluasi)
    found = WORKFLOW.get("clarify").check(evaluasi)
    assert [(t.kode, t.is_galat) for t in found] == [("belum_diserahkan", False)]
    assert take_step(evaluasi=evaluasi, name="clarify", by=world.peran[J.KETUA_TPI]).status == F.KLARIFIKASI


def test_the_plenary_waits_for_one_answer_to_every_question(world):
    evaluasi = at_phase(world, F.LAPANGAN)
    evaluasi.jawaban_penilai.filter(kode=FIRST).update(selesai_at=None)
    with pytest.raises(SyaratBelumTerpenuhi, match="1 pertanyaan belum memiliki nilai"):
        take_step(evaluasi=evaluasi, name="deliberate", by=world.peran[J.KETUA_TPI])


# --- windows -------------------------------------------------------------------------------------------------------


def shifted(days: int) -> dict:
    return wide_windows(timezone.localdate() + timedelta(days=days))


@pytest.mark.parametrize(("days", "word"), [(-60, "berakhir pada"), (60, "baru dimulai pada")])
def test_a_step_into_a_phase_outside_its_window_needs_a_reason_which_is_kept(world, days, word):
    evaluasi = at_phase(
        world,
        F.MEJA,
        jendela=wide_windows()
        | {"klarifikasi": shifted(days)["klarifikasi"]}
        | ({f: shifted(60)[f] for f in ("lapangan", "pleno")} if days > 0 else {"meja": shifted(-60)["meja"]}),
    )
    with pytest.raises(Ditolak, match=word):
        take_step(evaluasi=evaluasi, name="clarify", by=world.peran[J.KETUA_TPI])
    assert EvaluasiTPI.objects.get(pk=evaluasi.pk).status == F.MEJA
    done = take_step(evaluasi=evaluasi, name="clarify", by=world.peran[J.KETUA_TPI], alasan="Penilai sakit")
    assert done.riwayat.filter(kolom="status").first().alasan == "Penilai sakit"


def test_work_outside_the_window_waits_until_ketua_has_moved_it_with_a_reason(world):
    evaluasi = make_evaluasi(world, jendela=shifted(-60))
    give(world, evaluasi)
    with pytest.raises(Ditolak, match="Ketua atau Sekretaris TPI dapat mengubah jendelanya dengan alasan"):
        put(evaluasi, world.peran[J.ANGGOTA_TPI])
    with pytest.raises(Ditolak, match="Isi alasan"):
        change_windows(evaluasi=evaluasi, jendela=wide_windows(), alasan=" ", by=world.peran[J.KETUA_TPI])
    change_windows(evaluasi=evaluasi, jendela=wide_windows(), alasan="Banjir", by=world.peran[J.KETUA_TPI])
    assert put(evaluasi, world.peran[J.ANGGOTA_TPI]).nilai == "ya"
    assert set(evaluasi.riwayat.filter(tindakan="Mengubah jendela fase").values_list("alasan", flat=True)) == {"Banjir"}
    assert Notifikasi.objects.filter(user=world.peran[J.ANGGOTA_TPI].user, judul__startswith="Jendela").exists()


def test_windows_that_run_backwards_are_refused(world):
    evaluasi = make_evaluasi(world)
    today = timezone.localdate()
    backwards = windows_of(evaluasi) | {"klarifikasi": (today, today - timedelta(days=1))}
    with pytest.raises(Ditolak, match="mendahului hari pertama"):
        change_windows(evaluasi=evaluasi, jendela=backwards, alasan="Salah", by=world.peran[J.KETUA_TPI])
    early = windows_of(evaluasi) | {"pleno": (today - timedelta(days=90), today)}
    with pytest.raises(Ditolak, match="sebelum Evaluasi lapangan dimulai"):
        change_windows(evaluasi=evaluasi, jendela=early, alasan="Salah", by=world.peran[J.KETUA_TPI])


@pytest.mark.parametrize("jenis", sorted(set(J.values) - LEADERS))
def test_nobody_else_moves_a_window(world, jenis):
    evaluasi = make_evaluasi(world)
    with pytest.raises(TidakBerwenang):
        change_windows(evaluasi=evaluasi, jendela=shifted(1), alasan="Ingin", by=world.peran[jenis])


def test_a_window_has_its_first_and_last_day(world):
    evaluasi = make_evaluasi(world)
    first, last = windows_of(evaluasi)[F.MEJA]
    assert not outside_window(evaluasi, F.MEJA, first)
    assert not outside_window(evaluasi, F.MEJA, last)
    assert outside_window(evaluasi, F.MEJA, first - timedelta(days=1))
    assert window_refusal(evaluasi, last + timedelta(days=1))


# --- phase x role: who scores ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("phase", PHASES)
def test_only_the_assigned_score_and_only_before_the_plenary(world, phase):
    evaluasi = at_phase(world, phase)
    for jenis in J.values:
        expected = jenis == J.ANGGOTA_TPI and phase in ("meja", "klarifikasi", "lapangan")
        assert access.can_score(world.peran[jenis], evaluasi, FIRST) is expected, (jenis, phase)


@pytest.mark.parametrize("phase", ["pleno", "final"])
def test_saving_after_the_field_is_refused(world, phase):
    evaluasi = at_phase(world, phase)
    with pytest.raises(TidakBerwenang, match="penilai yang ditugasi"):
        put(evaluasi, world.peran[J.ANGGOTA_TPI], nilai="tidak")


def test_back_at_the_desk_answers_are_kept(world):
    evaluasi = at_phase(world, F.KLARIFIKASI)
    count = evaluasi.jawaban_penilai.count()
    take_step(evaluasi=evaluasi, name="back_to_desk", by=world.peran[J.KETUA_TPI], alasan="Bukti baru")
    assert evaluasi.jawaban_penilai.count() == count > 100


def test_an_evaluation_whose_answers_are_complete_reaches_the_plenary(world):
    evaluasi = make_evaluasi(world)
    give(world, evaluasi)
    answer_all(evaluasi, world.peran[J.ANGGOTA_TPI])
    for name in ("clarify", "visit", "deliberate"):
        evaluasi = take_step(evaluasi=evaluasi, name=name, by=world.peran[J.KETUA_TPI])
    assert evaluasi.status == F.PLENO
