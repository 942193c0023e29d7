"""Two people of TPI in the same moment: scoring while the phase ends, moving it twice, opening twice, two windows."""

import pytest
from django.db import connection

from evaluation.models import EvaluasiTPI, JawabanPenilai
from evaluation.services.tpi_assign import assign, end_task
from evaluation.services.tpi_open import open_evaluasi, take_step
from tests.evaluation.test_fill_race import together as run_together
from tests.evaluation.tpi_worlds import FIRST, answer_all, assessor, at_phase, give, put, wide_windows
from tests.evaluation.worlds import at_step
from units.choices import JenisPeran
from units.errors import BenturanPerubahan, Ditolak, TidakBerwenang

J, F = JenisPeran, EvaluasiTPI.Fase
pytestmark = [
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets in one writer at a time: no two can meet"),
    pytest.mark.django_db(transaction=True),
]


def together(*acts) -> list[object]:
    """As in the self-assessment's tests; a rule's refusal is an outcome too."""

    def told(act):
        def run():
            try:
                return act()
            except Ditolak as refusal:
                return refusal

        return run

    return run_together(*(told(act) for act in acts))


def test_a_score_and_the_end_of_the_field_never_pass_each_other(world):
    """Either the score is in before the plenary opens, or it is refused."""
    evaluasi, peran = at_phase(world, F.LAPANGAN), world.peran[J.ANGGOTA_TPI]
    evaluasi.jawaban_penilai.filter(kode=FIRST).delete()
    second = assessor(world)
    give(world, evaluasi, second)
    answer_all(evaluasi, second)
    scored, moved = together(
        lambda: put(evaluasi, peran, nilai="tidak"),
        lambda: take_step(evaluasi=evaluasi, name="deliberate", by=world.peran[J.KETUA_TPI]),
    )
    assert moved.status == F.PLENO
    row = JawabanPenilai.objects.filter(evaluasi=evaluasi, penilai=peran.user, kode=FIRST).first()
    if isinstance(scored, TidakBerwenang):
        assert row is None
    else:
        changed = row.riwayat.get().waktu
        assert changed <= evaluasi.riwayat.filter(kolom="status").first().waktu


def test_of_two_first_saves_of_one_person_one_is_kept_and_the_other_shown(world):
    evaluasi, peran = at_phase(world, F.MEJA), world.peran[J.ANGGOTA_TPI]
    outcomes = together(*(lambda v=v: put(evaluasi, peran, nilai=v, versi=0) for v in ("ya", "tidak")))
    (clash,) = [item for item in outcomes if isinstance(item, BenturanPerubahan)]
    row = JawabanPenilai.objects.get()
    assert (row.versi, clash.nilai) == (1, row.nilai)


def test_assessors_of_one_evaluation_do_not_wait_for_each_other_and_lose_nothing(world):
    evaluasi = at_phase(world, F.MEJA)
    people = [world.peran[J.ANGGOTA_TPI], *(assessor(world, f"Penilai {n}") for n in range(3))]
    for peran in people[1:]:
        give(world, evaluasi, peran)
    outcomes = together(*(lambda p=p: put(evaluasi, p) for p in people))
    assert {row.penilai_id for row in outcomes} == {p.user_id for p in people}
    assert JawabanPenilai.objects.filter(kode=FIRST).count() == len(people)


def test_of_two_who_end_the_desk_one_does_and_the_other_is_told(world):
    evaluasi = at_phase(world, F.MEJA)
    acts = [
        lambda j=jenis: take_step(evaluasi=evaluasi, name="clarify", by=world.peran[j])
        for jenis in (J.KETUA_TPI, J.SEKRETARIS_TPI)
    ]
    outcomes = together(*acts)
    (refusal,) = [item for item in outcomes if isinstance(item, Ditolak)]
    assert "status sekarang “Klarifikasi”" in str(refusal)
    assert evaluasi.riwayat.filter(tindakan="Mulai klarifikasi").count() == 1


def test_of_two_who_open_one_does_and_the_other_is_told(world):
    penilaian = at_step(world, "diajukan")
    acts = [
        lambda j=jenis: open_evaluasi(
            penilaian=penilaian, jenis="pengusulan", jendela=wide_windows(), buta=True, by=world.peran[j]
        )
        for jenis in (J.KETUA_TPI, J.SEKRETARIS_TPI)
    ]
    (refusal,) = [item for item in together(*acts) if isinstance(item, Ditolak)]
    assert "sudah dibuka" in str(refusal)
    assert EvaluasiTPI.objects.count() == 1


def test_of_two_who_assign_the_same_person_one_does(world):
    evaluasi, peran = at_phase(world, F.MEJA), assessor(world)
    acts = [
        lambda j=jenis: assign(evaluasi=evaluasi, penilai=peran, area=(), by=world.peran[j])
        for jenis in (J.KETUA_TPI, J.SEKRETARIS_TPI)
    ]
    (refusal,) = [item for item in together(*acts) if isinstance(item, Ditolak)]
    assert "sudah ditugasi" in str(refusal)
    assert evaluasi.penugasan.filter(penilai=peran).count() == 1


def test_a_score_and_the_end_of_the_task_never_pass_each_other(world):
    evaluasi, peran = at_phase(world, F.MEJA), world.peran[J.ANGGOTA_TPI]
    task = evaluasi.penugasan.get()
    scored, _ = together(
        lambda: put(evaluasi, peran),
        lambda: end_task(task=task, alasan="Mutasi", by=world.peran[J.KETUA_TPI]),
    )
    assert not evaluasi.penugasan.get().is_active
    assert JawabanPenilai.objects.exists() is not isinstance(scored, TidakBerwenang)
