"""Opening an evaluation, giving units to assessors, and the team of the year with its roles."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from evaluation.models import AnggotaPenilai, EvaluasiTPI, Penilaian, TimPenilai
from evaluation.services import tpi_team
from evaluation.services.steps import take_step
from evaluation.services.tpi_assign import assign, change_areas, end_task
from evaluation.services.tpi_open import check_windows, default_windows, open_evaluasi, waiting
from evaluation.tpi_checks import coaching_since
from evaluation.tpi_progress import progress_of, workload
from evaluation.tpi_team_rules import Kursi, check_tpi
from tests.evaluation.tpi_worlds import FIRST, assessor, at_phase, give, make_evaluasi, put, wide_windows
from tests.evaluation.worlds import at_step
from units import coaching
from units.choices import JenisPeran, Tahap
from units.errors import Ditolak, TidakBerwenang
from units.models import Notifikasi, PembangunanZI, Peran
from units.profiles import get_profil

J, F = JenisPeran, EvaluasiTPI.Fase
LEADERS = {J.KETUA_TPI, J.SEKRETARIS_TPI}
TODAY = timezone.localdate()


def open_it(world, penilaian, *, jenis: str = J.KETUA_TPI, **changed) -> EvaluasiTPI:
    values = {"jenis": "pengusulan", "jendela": wide_windows(), "buta": True} | changed
    return open_evaluasi(penilaian=penilaian, by=world.peran[jenis], **values)


# --- opening -----------------------------------------------------------------------------------------------------


def test_opening_pins_the_instrument_moves_the_year_and_tells_the_unit(world):
    penilaian = at_step(world, "diajukan")
    assert list(waiting(world.instansi.pk, world.periode)) == [penilaian]
    evaluasi = open_it(world, penilaian)
    assert (evaluasi.status, evaluasi.instrumen, evaluasi.mandiri) == (F.MEJA, penilaian.instrumen, penilaian)
    assert PembangunanZI.objects.get(pk=world.pembangunan.pk).tahap == Tahap.EVALUASI_TPI
    assert not waiting(world.instansi.pk, world.periode)
    assert Notifikasi.objects.filter(
        user=world.peran[J.KEPALA_UNIT].user, judul__endswith="mulai dievaluasi TPI"
    ).exists()


@pytest.mark.parametrize("jenis", sorted(set(J.values) - LEADERS))
def test_only_ketua_and_sekretaris_open(world, jenis):
    with pytest.raises(TidakBerwenang):
        open_it(world, at_step(world, "diajukan"), jenis=jenis)
    assert not EvaluasiTPI.objects.exists()


@pytest.mark.parametrize("status", ["draf", "disiapkan"])
def test_what_was_not_submitted_is_not_evaluated(world, status):
    with pytest.raises(Ditolak, match="tidak lagi berstatus Diajukan"):
        open_it(world, at_step(world, status))


def test_a_year_is_evaluated_once(world):
    penilaian = at_step(world, "diajukan")
    open_it(world, penilaian)
    with pytest.raises(Ditolak, match="sudah dibuka"):
        open_it(world, penilaian, jenis=J.SEKRETARIS_TPI)


def test_a_refused_step_of_the_year_leaves_no_evaluation_behind(world):
    penilaian = at_step(world, "diajukan")
    PembangunanZI.objects.filter(pk=world.pembangunan.pk).update(tahap=Tahap.DIBINA)
    with pytest.raises(Ditolak, match="status sekarang"):
        open_it(world, penilaian)
    assert not EvaluasiTPI.objects.exists()


def test_a_self_assessment_under_evaluation_does_not_go_back_to_the_unit(world):
    evaluasi = make_evaluasi(world)
    with pytest.raises(Ditolak, match="klarifikasi"):
        take_step(penilaian=evaluasi.mandiri, name="return", by=world.peran[J.KETUA_TPI], alasan="Perbaiki")
    assert Penilaian.objects.get(pk=evaluasi.mandiri_id).status == "diajukan"


def test_ketua_of_another_institution_does_not_open(world, other_world):
    with pytest.raises(TidakBerwenang):
        open_evaluasi(
            penilaian=at_step(world, "diajukan"), jenis="pengusulan", jendela=wide_windows(), buta=True,
            by=other_world.peran[J.KETUA_TPI],
        )  # fmt: skip


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 1, 10), date(2026, 3, 1), date(2026, 4, 30)),  # the calendar's span
        (date(2026, 3, 20), date(2026, 3, 20), date(2026, 4, 30)),  # begun late: what is left of it
        (date(2026, 4, 25), date(2026, 4, 25), date(2026, 6, 24)),  # too late for it: its length, from today
    ],
)
def test_windows_divide_the_calendar_without_gaps_and_never_lie_in_the_past(world, today, first, last):
    world.periode.tahun = 2026
    found = default_windows(world.periode, today)
    days = list(found.values())
    assert list(found) == [F.MEJA, F.KLARIFIKASI, F.LAPANGAN, F.PLENO]
    assert (days[0][0], days[-1][1]) == (first, last)
    assert all(b[0] - a[1] == timedelta(days=1) for a, b in pairwise(days))
    assert check_windows(found) == ""


# --- assignments -------------------------------------------------------------------------------------------------


def test_an_assignment_is_written_down_and_told(world):
    evaluasi = make_evaluasi(world)
    task = give(world, evaluasi, area=("tatalaksana", "manajemen_perubahan"))
    assert task.area == ["manajemen_perubahan", "tatalaksana"]  # in the order of the form
    row = evaluasi.riwayat.filter(tindakan="Menugaskan penilai").get()
    assert (row.kolom, row.ke) == (str(task.penilai.user), "Manajemen Perubahan, Penataan Tatalaksana")
    assert Notifikasi.objects.filter(user=task.penilai.user, judul__startswith="Anda ditugasi").exists()


@pytest.mark.parametrize("jenis", sorted(set(J.values) - LEADERS))
def test_only_ketua_and_sekretaris_assign(world, jenis):
    with pytest.raises(TidakBerwenang):
        assign(evaluasi=make_evaluasi(world), penilai=world.peran[J.ANGGOTA_TPI], area=(), by=world.peran[jenis])


def test_nobody_assesses_their_own_unit(world):
    evaluasi, peran = make_evaluasi(world), assessor(world)
    peran.user.unit = world.unit
    peran.user.save()
    with pytest.raises(Ditolak, match="tidak seorang pun menilai unitnya sendiri"):
        give(world, evaluasi, peran)


@pytest.mark.parametrize("jenis", [J.TIM_PEMBINA, J.TIUK, J.KEPALA_UNIT, J.ADMIN_INSTANSI])
def test_only_holders_of_a_tpi_role_are_assigned(world, jenis):
    with pytest.raises(Ditolak, match="tidak memegang peran TPI"):
        give(world, make_evaluasi(world), world.peran[jenis])


def test_a_role_that_ended_is_not_assigned(world):
    peran = assessor(world)
    peran.selesai = TODAY - timedelta(days=1)
    peran.save()
    with pytest.raises(Ditolak, match="masih berlaku"):
        give(world, make_evaluasi(world), peran)


def test_an_assessor_of_another_institution_is_not_assigned(world, other_world):
    with pytest.raises(Ditolak, match="bukan penilai instansi ini"):
        give(world, make_evaluasi(world), other_world.peran[J.ANGGOTA_TPI])


def test_who_coached_the_unit_this_year_needs_the_reason_of_the_ketua(world, monkeypatch):
    evaluasi, peran = make_evaluasi(world), world.peran[J.ANGGOTA_TPI]
    monkeypatch.setattr(coaching, "COACHES", [lambda year: {peran.user_id}])
    with pytest.raises(Ditolak, match="Isi alasan Ketua TPI"):
        give(world, evaluasi)
    task = give(world, evaluasi, alasan_ketua="Auditor lain cuti")
    assert (task.pernah_membina, task.alasan_ketua) == (True, "Auditor lain cuti")
    assert evaluasi.riwayat.filter(alasan="Auditor lain cuti").exists()


def test_who_coaches_after_the_assignment_is_pointed_out(world, monkeypatch):
    evaluasi = make_evaluasi(world)
    task = give(world, evaluasi)
    monkeypatch.setattr(coaching, "COACHES", [lambda year: {task.penilai.user_id}])
    assert [t.kode for t in coaching_since(evaluasi)] == ["membina_sesudah_ditugasi"]
    change_areas(task=task, area=[], alasan_ketua="Tetap ditugasi", by=world.peran[J.KETUA_TPI])
    assert coaching_since(evaluasi) == []


def test_an_assessor_has_one_task_per_evaluation(world):
    evaluasi = make_evaluasi(world)
    give(world, evaluasi)
    with pytest.raises(Ditolak, match="sudah ditugasi"):
        give(world, evaluasi)


def test_a_task_taken_back_keeps_its_answers_and_can_be_taken_up_again(world):
    evaluasi = at_phase(world, F.MEJA)
    put(evaluasi, world.peran[J.ANGGOTA_TPI])
    task = evaluasi.penugasan.get()
    with pytest.raises(Ditolak, match="Isi alasan"):
        end_task(task=task, alasan="", by=world.peran[J.KETUA_TPI])
    end_task(task=task, alasan="Cuti besar", by=world.peran[J.SEKRETARIS_TPI])
    assert evaluasi.jawaban_penilai.get().nilai == "ya"
    with pytest.raises(Ditolak, match="sudah diakhiri"):
        end_task(task=task, alasan="Lagi", by=world.peran[J.KETUA_TPI])
    with pytest.raises(Ditolak, match="sudah diakhiri"):
        change_areas(task=task, area=[], by=world.peran[J.KETUA_TPI])
    assert give(world, evaluasi).pk == task.pk


@pytest.mark.parametrize("phase", [F.PLENO, F.FINAL])
def test_from_the_plenary_on_nobody_is_assigned_or_released(world, phase):
    evaluasi = at_phase(world, phase)
    with pytest.raises(Ditolak, match="tidak dapat diubah lagi"):
        give(world, evaluasi, assessor(world))
    with pytest.raises(Ditolak, match="tidak dapat diubah lagi"):
        end_task(task=evaluasi.penugasan.get(), alasan="Terlambat", by=world.peran[J.KETUA_TPI])


def test_the_workload_counts_units_areas_questions_and_what_is_done(world, django_assert_num_queries):
    evaluasi = make_evaluasi(world)
    give(world, evaluasi, area=("manajemen_perubahan",))
    put(evaluasi, world.peran[J.ANGGOTA_TPI])
    evaluasi.jawaban_penilai.update(selesai_at=timezone.now())
    with django_assert_num_queries(3):
        (row,) = workload(world.periode, [world.peran[J.ANGGOTA_TPI]])
    assert (row.unit, row.area, row.soal, row.diserahkan) == ([world.unit.nama], 1, 16, 1)
    (progress,) = progress_of(evaluasi)
    assert [(a.area, a.jumlah, a.dinilai, a.diserahkan) for a in progress.area] == [("manajemen_perubahan", 16, 1, 1)]
    assert FIRST.startswith("A.I.1")


# --- the team ----------------------------------------------------------------------------------------------------


def member(world, jenis: str = "", **fields):
    """A person of the Inspektorat, with a role of TPI or without."""
    user = assessor(world, fields.get("nama", "Orang Baru")).user
    Peran.objects.filter(user=user).delete()
    return user


def seat(world, user, kedudukan: str = "anggota_tpi", *, by: str = J.ADMIN_INSTANSI) -> AnggotaPenilai:
    return tpi_team.add_penilai(world.periode, user=user, kedudukan=kedudukan, unsur="Auditor", by=world.peran[by])


def test_a_seat_gives_the_role_and_ends_it(world):
    user = member(world)
    row = seat(world, user)
    assert (row.peran.jenis, row.peran.is_active_on(TODAY)) == (J.ANGGOTA_TPI, True)
    tpi_team.remove_penilai(row, by=world.peran[J.ADMIN_INSTANSI], alasan="Mutasi")
    assert not Peran.objects.get(pk=row.peran_id).is_active_on(TODAY)
    assert user.riwayat.filter(tindakan="Mengakhiri peran", alasan="Mutasi").exists()
    assert not AnggotaPenilai.objects.exists()


def test_a_role_held_already_is_tied_to_the_seat_not_given_twice(world):
    row = seat(world, world.peran[J.KETUA_TPI].user, "ketua_tpi")
    assert row.peran == world.peran[J.KETUA_TPI]


def test_a_role_carried_by_the_seat_of_another_year_stays(world):
    user = world.peran[J.ANGGOTA_TPI].user
    row = seat(world, user)
    next_year = type(world.periode).objects.create(
        instansi=world.instansi, tahun=world.periode.tahun + 1, profil=world.periode.profil
    )
    tpi_team.add_penilai(next_year, user=user, kedudukan="anggota_tpi", unsur="", by=world.peran[J.ADMIN_INSTANSI])
    tpi_team.remove_penilai(row, by=world.peran[J.ADMIN_INSTANSI], alasan="Tahun berganti")
    assert Peran.objects.get(pk=world.peran[J.ANGGOTA_TPI].pk).is_active_on(TODAY)


def test_a_new_ketua_takes_over_from_the_old_one(world):
    old = seat(world, world.peran[J.KETUA_TPI].user, "ketua_tpi")
    new = seat(world, member(world), "ketua_tpi")
    assert not Peran.objects.get(pk=old.peran_id).is_active_on(TODAY)
    assert new.peran.is_active_on(TODAY)
    assert list(TimPenilai.objects.get().anggota.filter(kedudukan="ketua_tpi")) == [new]


def test_a_ketua_who_holds_the_role_without_a_seat_must_be_ended_first(world):
    with pytest.raises(Ditolak, match="hanya boleh satu"):
        seat(world, member(world), "ketua_tpi")
    assert not AnggotaPenilai.objects.exists()


@pytest.mark.parametrize(
    ("by", "kedudukan", "allowed"),
    [
        (J.ADMIN_INSTANSI, "anggota_tpi", True),
        (J.KETUA_TPI, "anggota_tpi", True),
        (J.SEKRETARIS_TPI, "anggota_tpi", True),
        (J.KETUA_TPI, "sekretaris_tpi", False),
        (J.SEKRETARIS_TPI, "ketua_tpi", False),
        (J.ANGGOTA_TPI, "anggota_tpi", False),
        (J.KEPALA_DAERAH, "anggota_tpi", False),
    ],
)
def test_who_may_fill_which_seat(world, by, kedudukan, allowed):
    user = member(world) if kedudukan == "anggota_tpi" else world.peran[kedudukan].user
    if allowed:
        assert seat(world, user, kedudukan, by=by).pk
    else:
        with pytest.raises(TidakBerwenang):
            seat(world, user, kedudukan, by=by)


def test_a_person_sits_once(world):
    user = member(world)
    seat(world, user)
    with pytest.raises(Ditolak, match="sudah ada dalam TPI"):
        seat(world, user)


def test_an_emptied_seat_needs_a_reason(world):
    row = seat(world, member(world))
    with pytest.raises(Ditolak, match="Isi alasannya"):
        tpi_team.remove_penilai(row, by=world.peran[J.ADMIN_INSTANSI], alasan=" ")


KETAPANG = [
    Kursi("Ketua", "A", "Inspektur Kabupaten", True, True),
    Kursi("Sekretaris", "B", "Inspektur Pembantu V", True, True),
    Kursi("Anggota", "C", "Auditor Ahli Muda", True, True),
]


@pytest.mark.parametrize(
    ("kursi", "found"),
    [
        (KETAPANG, []),
        (KETAPANG[1:], [("jumlah_unsur", "Ketua")]),
        (KETAPANG[:2], [("unsur_kosong", "Anggota")]),
        ([Kursi("Ketua", "A", "Inspektur Pembantu II", True, True), *KETAPANG[1:]], [("asal_unsur", "Ketua")]),
        ([KETAPANG[0], Kursi("Sekretaris", "B", "Auditor", True, True), KETAPANG[2]], [("asal_unsur", "Sekretaris")]),
        ([*KETAPANG[:2], Kursi("Anggota", "C", "Auditor", True, False)], [("peran_berakhir", "Anggota")]),
    ],
)
def test_the_composition_is_that_of_perbup_ketapang_pasal_8(kursi, found):
    rule = get_profil("ketapang-2022").tpi
    assert [(t.kode, t.tempat) for t in check_tpi(kursi, rule)] == found


def test_members_from_outside_the_inspektorat_are_allowed_by_pergub_kalbar_pasal_10():
    """Ketua and sekretaris come from the Inspektorat; members may be officers in charge of organisation."""
    rule = get_profil("kalbar-2017").tpi
    outside = Kursi("Anggota", "C", "Kepala Bagian Organisasi", False, True)
    assert check_tpi([*KETAPANG[:2], outside], rule) == []
    stranger = Kursi("Ketua", "A", "Kepala Biro", False, True)
    assert [t.kode for t in check_tpi([stranger, KETAPANG[1], outside], rule)] == ["asal_unsur"]


def test_a_regulation_without_composition_asks_only_for_a_ketua():
    rule = get_profil("tangerang-2018").tpi
    assert [t.kode for t in check_tpi(KETAPANG[1:], rule)] == ["unsur_kosong"]
    assert check_tpi(KETAPANG[:1], rule) == []
