"""Two people in the same moment: who decides, who puts a unit into a letter, who records a requirement first."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from evaluation.models import EvaluasiTPN, Syarat, UnitUsulan, Usulan
from evaluation.services import proposal
from evaluation.services.requirements import save_syarat
from tests.evaluation.proposals import decided, draft, ready
from units.choices import JenisPeran
from units.errors import BenturanPerubahan, Ditolak
from units.models import PembangunanZI

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
        except (BenturanPerubahan, Ditolak) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def one_won(outcomes: list[object]) -> bool:
    return sorted(isinstance(item, BenturanPerubahan | Ditolak) for item in outcomes) == [False, True]


def test_of_two_who_decide_one_wins(world):
    ready(world)
    head, delegate = world.peran[J.KEPALA_DAERAH], world.peran[J.DELEGASI]
    outcomes = together(
        lambda: proposal.propose(world.pembangunan, by=head),
        lambda: proposal.coach_again(world.pembangunan, by=delegate, catatan="Belum siap."),
    )
    assert one_won(outcomes)
    year = PembangunanZI.objects.get()
    assert year.riwayat.filter(kolom="tahap", dari="Evaluasi TPI").count() == 1


def test_a_unit_gets_into_one_of_two_letters(world):
    decided(world)
    leaders = (world.peran[J.KETUA_TPI], world.peran[J.SEKRETARIS_TPI])
    outcomes = together(
        *(
            lambda by=by: proposal.create_usulan(
                periode=world.periode, target="wbk", units=[world.pembangunan.pk], by=by
            )
            for by in leaders
        )
    )
    assert one_won(outcomes)
    assert (Usulan.objects.count(), UnitUsulan.objects.count()) == (1, 1)


def test_a_proposal_is_sent_once(world):
    usulan = draft(world)
    outcomes = together(
        *(lambda j=j: proposal.move_usulan(usulan, "send", by=world.peran[j]) for j in (J.KETUA_TPI, J.SEKRETARIS_TPI))
    )
    assert one_won(outcomes)
    assert EvaluasiTPN.objects.count() == 1


def test_of_two_first_values_one_is_kept_and_the_other_is_shown_it(world):
    outcomes = together(
        *(
            lambda j=jenis, v=nilai: save_syarat(
                periode=world.periode, pembangunan=world.pembangunan, kode="tlhp", nilai=v, sumber="LHP", versi=0,
                by=world.peran[j],
            )
            for jenis, nilai in ((J.KETUA_TPI, "80"), (J.ANGGOTA_TPI, "100"))
        )
    )  # fmt: skip
    (clash,) = [item for item in outcomes if isinstance(item, BenturanPerubahan)]
    assert clash.nilai == Syarat.objects.get().nilai
