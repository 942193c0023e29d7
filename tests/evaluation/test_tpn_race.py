"""Two people in the same moment: over one answer of TPN, over TPN's result, and over a predicate under review."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from evaluation.models import EvaluasiTPN, JawabanTPN, Penilaian
from evaluation.services import tpn
from evaluation.services.tpn_scoring import save_field
from tests.evaluation.tpn_worlds import FIRST, answer, carry, make_evaluasi
from tests.factories import make_peran
from tests.units.predicate_worlds import answered, decree
from units.choices import JenisPeran
from units.errors import BenturanPerubahan, Ditolak
from units.models import PembangunanZI, Predikat
from units.services import predicate as predicates

J, S = JenisPeran, EvaluasiTPN.Status
pytestmark = [
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets in one writer at a time: no two can meet"),
    pytest.mark.django_db(transaction=True),
]


def together(*acts: Callable[[], object]) -> list[object]:
    """What each act returned or raised, all of them begun in the same moment."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        gate.wait(timeout=10)
        try:
            return act()
        except (BenturanPerubahan, Ditolak) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def refused(outcomes: list[object]) -> list[Exception]:
    return [item for item in outcomes if isinstance(item, Exception)]


def test_of_two_first_answers_one_is_kept_and_the_other_is_shown_it(world):
    row = make_evaluasi(world, S.MEJA)
    colleague = make_peran(J.PENILAI_TPN, instansi=world.instansi)
    row.penilai.add(colleague)
    people = {world.peran[J.PENILAI_TPN]: "ya", colleague: "tidak"}
    outcomes = together(
        *(
            lambda p=peran, v=nilai: save_field(evaluasi=row, kode=FIRST, kolom="nilai", nilai=v, versi=0, by=p)
            for peran, nilai in people.items()
        )
    )
    (clash,) = refused(outcomes)
    stored = JawabanTPN.objects.get()
    assert isinstance(clash, BenturanPerubahan)
    assert (stored.versi, clash.nilai, stored.riwayat.count()) == (1, stored.nilai, 1)


def test_an_answer_and_the_end_of_the_desk_never_pass_each_other(world):
    """What is frozen in the end is what was stored before; an answer that comes later is kept as later."""
    row = make_evaluasi(world, S.MEJA)
    answer(world, row)
    outcomes = together(
        lambda: save_field(
            evaluasi=row, kode=FIRST, kolom="nilai", nilai="", versi=None, by=world.peran[J.PENILAI_TPN]
        ),
        lambda: tpn.take_step(evaluasi=row, name="to_survey", by=world.peran[J.PENILAI_TPN]),
    )
    row.refresh_from_db()
    emptied = JawabanTPN.objects.get(kode=FIRST).nilai is None
    # Either the step came first and the answer is emptied after it, or it was refused for the missing answer.
    assert emptied
    assert (row.status == S.MEJA) == bool(refused(outcomes))


def test_of_two_results_one_is_frozen_and_the_other_is_told(world):
    row = carry(world, make_evaluasi(world), S.LAPANGAN)
    colleague = make_peran(J.PENILAI_TPN, instansi=world.instansi)
    row.penilai.add(colleague)
    tpn.save_field_notes(evaluasi=row, catatan="Sesuai.", versi=0, by=colleague)
    outcomes = together(
        lambda: tpn.take_step(evaluasi=row, name="pass", by=world.peran[J.PENILAI_TPN]),
        lambda: tpn.take_step(evaluasi=row, name="fail", by=colleague, alasan="Survei."),
    )
    (told,) = refused(outcomes)
    assert "tidak dapat dilakukan: status sekarang" in str(told)
    assert Penilaian.objects.filter(jenis="tpn").count() == 1


def test_of_two_decisions_about_a_predicate_one_stands(world):
    row, ketua = answered(world), world.peran[J.KETUA_TPI]
    second = make_peran(J.KETUA_TPI, instansi=world.instansi)
    outcomes = together(
        lambda: predicates.keep_predikat(tinjauan=row, alasan="Tidak terbukti.", by=ketua),
        lambda: predicates.revoke_predikat(tinjauan=row, keputusan=decree(nomor="9"), alasan="Terbukti.", by=second),
    )
    (told,) = refused(outcomes)
    assert "sudah diputus oleh" in str(told)
    row.refresh_from_db()
    assert Predikat.objects.get().status == {"tetap": "berlaku", "cabut": "dicabut"}[row.putusan]


def test_of_two_grants_one_is_recorded(world):
    make_evaluasi(world, S.LULUS)
    year = PembangunanZI.objects.get(pk=world.pembangunan.pk)
    outcomes = together(
        *(
            lambda j=jenis, n=nomor: predicates.grant_predikat(
                year=year, keputusan=decree(nomor=n), mulai=timezone.localdate(), by=world.peran[j]
            )
            for jenis, nomor in ((J.KETUA_TPI, "1"), (J.SEKRETARIS_TPI, "2"))
        )
    )
    assert len(refused(outcomes)) == 1
    assert Predikat.objects.count() == 1
