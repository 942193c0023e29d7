"""Predicate holders are evaluated again every two years; the outcome moves the date or opens a review (PermenPANRB 90/2021)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from evaluation.models import EvaluasiTPI, HasilEvaluasi
from evaluation.services import reevaluation
from tests.evaluation.tpn_worlds import frozen
from tests.evaluation.worlds import best_answers
from tests.units.predicate_worlds import hold, review
from units.choices import JenisPeran
from units.errors import Ditolak, TidakBerwenang
from units.models import Predikat

J = JenisPeran


@pytest.fixture
def predikat(world) -> Predikat:
    return hold(world, mulai=date(2024, 3, 1))


def evaluate(
    world, *, status: str = "final", on: date | None = date(2026, 2, 20), jenis: str = "reevaluasi"
) -> EvaluasiTPI:
    mandiri = frozen(world, world.pembangunan, "mandiri", best_answers())
    row = EvaluasiTPI.objects.create(
        pembangunan=world.pembangunan, jenis=jenis, status=status, instrumen=mandiri.instrumen, mandiri=mandiri,
        dibuka_oleh=world.peran[J.KETUA_TPI],
    )  # fmt: skip
    if status == "final":
        HasilEvaluasi.objects.create(evaluasi=row, nomor="700/9", tanggal=on)
    return row


def stays(world, row, predikat, *, by=J.KETUA_TPI):
    return reevaluation.record_stays(evaluasi=row, predikat=predikat, by=world.peran[by])


def test_a_holder_that_still_qualifies_is_due_two_years_after_the_result(world, predikat):
    done = stays(world, evaluate(world), predikat)
    assert (done.status, done.reevaluasi_paling_lambat) == ("berlaku", date(2028, 2, 20))
    history = done.riwayat.get(kolom="Evaluasi ulang paling lambat")
    assert (history.dari, history.ke) == ("1 Maret 2026", "20 Februari 2028")


def test_a_holder_that_no_longer_qualifies_goes_under_review(world, predikat):
    row = reevaluation.open_review(
        evaluasi=evaluate(world), predikat=predikat, uraian="Nilai di bawah ambang.",
        tenggat=timezone.localdate() + timedelta(days=7), by=world.peran[J.KETUA_TPI],
    )  # fmt: skip
    predikat.refresh_from_db()
    assert (predikat.status, row.sebab) == ("ditinjau", "reevaluasi")


def test_an_outcome_is_recorded_once(world, predikat):
    row = evaluate(world)
    stays(world, row, predikat)
    with pytest.raises(Ditolak, match="sudah dicatat"):
        stays(world, row, predikat)


@pytest.mark.parametrize("status", ["meja", "klarifikasi", "lapangan", "pleno"])
def test_the_outcome_waits_for_the_final_result(world, predikat, status):
    with pytest.raises(Ditolak, match="setelah final"):
        stays(world, evaluate(world, status=status), predikat)


def test_an_evaluation_for_a_proposal_is_no_re_evaluation(world, predikat):
    with pytest.raises(Ditolak, match="bukan evaluasi ulang"):
        stays(world, evaluate(world, jenis="pengusulan"), predikat)


def test_a_predicate_under_review_is_decided_first(world, predikat):
    row = evaluate(world, on=timezone.localdate() + timedelta(days=1))
    review(world, predikat)
    predikat.refresh_from_db()
    with pytest.raises(Ditolak, match="sedang ditinjau"):
        stays(world, row, predikat)


@pytest.mark.parametrize("jenis", sorted(set(J.values) - {J.KETUA_TPI, J.SEKRETARIS_TPI}))
def test_nobody_else_records_the_outcome(world, predikat, jenis):
    row = evaluate(world)
    with pytest.raises(TidakBerwenang):
        stays(world, row, predikat, by=jenis)


def test_the_page_offers_the_final_result_and_asks_for_a_reason_to_review(world, predikat, client_as):
    row = evaluate(world)
    client, url = client_as(world.peran[J.SEKRETARIS_TPI]), reverse("reevaluation_outcome", args=[predikat.pk])
    assert "20 Februari 2028" in client.get(url).content.decode()
    refused = client.post(url, {"evaluasi": row.pk, "hasil": "tinjau"})
    assert (refused.status_code, "Isi apa yang tidak dipenuhi lagi." in refused.content.decode()) == (422, True)
    assert client.post(url, {"evaluasi": row.pk, "hasil": "tetap"}).status_code == 302
    assert "Hasil dicatat" in client.get(url).content.decode()
    predikat.refresh_from_db()
    assert predikat.reevaluasi_paling_lambat == date(2028, 2, 20)
