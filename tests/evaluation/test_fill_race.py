"""Two people in the same moment: on one question, and one answering while the other prepares."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from evaluation.models import Penilaian
from evaluation.services.steps import take_step
from tests.evaluation.worlds import FIRST, at_step, make_penilaian, save
from units.choices import JenisPeran
from units.errors import BenturanPerubahan, TidakBerwenang

J = JenisPeran
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
        except (BenturanPerubahan, TidakBerwenang) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_two_first_answers_one_is_kept_and_the_other_is_shown_it(world):
    penilaian = make_penilaian(world)
    people = {J.KETUA_TIM: "ya", J.ANGGOTA_TIM: "tidak"}
    outcomes = together(
        *(
            lambda j=jenis, v=nilai: save(world, penilaian, FIRST, v, jenis=j, versi=0)
            for jenis, nilai in people.items()
        )
    )
    (clash,) = [item for item in outcomes if isinstance(item, BenturanPerubahan)]
    row = penilaian.jawaban.get()
    assert (row.versi, clash.versi, clash.nilai) == (1, 1, row.nilai)
    assert row.riwayat.count() == 1


def test_an_answer_and_the_preparation_never_pass_each_other(world):
    """Either the answer is in what was prepared, or it is refused."""
    penilaian = at_step(world, "draf")
    answered, prepared = together(
        lambda: save(world, penilaian, FIRST, "tidak", jenis=J.ANGGOTA_TIM, versi=1),
        lambda: take_step(penilaian=penilaian, name="prepare", by=world.peran[J.KETUA_TIM]),
    )
    assert prepared.status == "disiapkan"
    stored = penilaian.jawaban.get(kode=FIRST)
    if isinstance(answered, TidakBerwenang):
        assert stored.nilai == "ya"
    else:
        changed = stored.riwayat.get().waktu
        assert stored.nilai == "tidak"
        assert changed <= Penilaian.objects.get(pk=penilaian.pk).riwayat.filter(kolom="status").get().waktu
