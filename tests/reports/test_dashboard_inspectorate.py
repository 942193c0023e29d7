"""The Inspektorat's questions, answered from small data counted by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from evaluation.models import EvaluasiTPI, JawabanPenilai, PutusanBukti, Rekomendasi
from reports.dashboard import inspectorate
from tests.reports.test_dashboard import add_unit, rows_of, score
from units import evidence
from units.choices import Area, JenisPeran

J = JenisPeran
TODAY = date(2026, 4, 10)
SDM = Area.SDM.value


@pytest.fixture
def ketua(world):
    return world.peran[J.KETUA_TPI]


def evaluate(world, row, *, status: str = "klarifikasi", jendela: dict | None = None) -> EvaluasiTPI:
    own = score(world, row, nilai="80.00", kurang=0, area={SDM: ["90.00", True]})
    return EvaluasiTPI.objects.create(
        pembangunan=row, instrumen=own.instrumen, mandiri=own, status=status, jendela=jendela or {},
        dibuka_oleh=world.peran[J.KETUA_TPI],
    )  # fmt: skip


def test_evaluations_by_phase_with_days_left_and_those_past_their_window(world, ketua):
    evaluate(world, world.pembangunan, status="meja", jendela={"meja": ["2026-03-01", "2026-04-13"]})
    evaluate(world, add_unit(world), status="meja", jendela={"meja": ["2026-03-01", "2026-04-09"]})
    evaluate(world, add_unit(world), status="final")
    found = {p.label: (p.jumlah, p.lewat, p.sisa) for p in inspectorate.phases(ketua, world.periode, today=TODAY)}
    assert found["Evaluasi meja"] == (2, 1, 3)
    assert found["Final"] == (1, 0, None)
    assert found["Pleno"] == (0, 0, None)


def test_who_over_rates_and_in_which_area(world, ketua):
    """80,00 by the unit, 70,00 by TPI; 90% against 65% in SDM."""
    evaluate(world, world.pembangunan, status="final")
    score(world, world.pembangunan, nilai="70.00", kurang=2, jenis="tpi", area={SDM: ["65.00", False]})
    evaluate(world, add_unit(world))  # no result of TPI yet: counts for nothing
    first = inspectorate.over_rated(rows_of(world, ketua)).get()
    assert (first.pk, first.selisih) == (world.pembangunan.pk, Decimal("10.00"))
    gaps = inspectorate.area_gaps(ketua, world.periode)
    assert (gaps[0].area, gaps[0].selisih) == (SDM, Decimal("25.00"))


def test_questions_on_which_assessors_differ_but_not_while_they_work_blind(world, ketua):
    for row, status in ((world.pembangunan, "pleno"), (add_unit(world), "meja")):
        evaluasi = evaluate(world, row, status=status)
        for peran, nilai in ((J.ANGGOTA_TPI, "a"), (J.SEKRETARIS_TPI, "c")):
            for kode, answer in (("A.I.1.i.a", nilai), ("A.I.1.i.b", "b")):
                JawabanPenilai.objects.create(
                    evaluasi=evaluasi, penilai=world.peran[peran].user, kode=kode, nilai=answer,
                    selesai_at=timezone.now(),
                )  # fmt: skip
    assert inspectorate.disputed(ketua, world.periode) == [inspectorate.SoalBerbeda("A.I.1.i.a", 1)]


def test_open_recommendations_by_age(world, ketua):
    evaluasi = evaluate(world, world.pembangunan, status="final")
    today = timezone.localdate()
    for days, status in (
        (-5, "terbuka"),
        (10, "terbuka"),
        (90, "terbuka"),
        (91, "terbuka"),
        (100, "dijawab"),
        (200, "selesai"),
    ):
        Rekomendasi.objects.create(
            unit=world.unit, evaluasi=evaluasi, uraian="Lengkapi", penanggung_jawab="Camat",
            tenggat=today - timedelta(days=days), status=status, dibuat_oleh=ketua,
        )  # fmt: skip
    found = [row.jumlah for row in inspectorate.open_recommendations(ketua, today=today)]
    assert found == [5, 1, 3, 1]


def test_every_number_of_recommendations_opens_a_list_of_that_length(world, ketua, client_as):
    test_open_recommendations_by_age(world, ketua)
    for row in inspectorate.open_recommendations(ketua, today=timezone.localdate()):
        assert client_as(ketua).get(row.url).context["table"].paginator.count == row.jumlah, row.label


def test_how_evidence_was_judged(world, ketua):
    evaluasi = evaluate(world, world.pembangunan)
    row, _ = evidence.add_link(
        "https://contoh.test/sk", pembangunan=world.pembangunan, by=world.peran[J.KETUA_TIM], judul="SK Tim"
    )
    answer = JawabanPenilai.objects.create(evaluasi=evaluasi, penilai=ketua.user, kode="A.I.1.i.a")
    PutusanBukti.objects.create(jawaban=answer, versi=row.versi.get(), putusan="tidak_cukup")
    found = {b.label: b.jumlah for b in inspectorate.evidence_quality(ketua, world.periode)}
    assert found == {"Valid": 0, "Tidak relevan": 0, "Tidak cukup": 1, "Kedaluwarsa": 0}


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_needs_the_same_queries_for_one_and_for_three(
    world, ketua, client_as, django_assert_num_queries, count
):
    evaluate(world, world.pembangunan)
    for _ in range(count - 1):
        evaluate(world, add_unit(world))
    client = client_as(ketua)
    client.get(reverse("dasbor"))
    with django_assert_num_queries(19):
        client.get(reverse("dasbor"))


def test_the_kepala_daerah_is_spared_the_assessors_details(world, client_as):
    page = client_as(world.peran[J.KEPALA_DAERAH]).get(reverse("dasbor"))
    assert "pengawas" not in page.context
