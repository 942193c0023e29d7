"""The Inspektorat's questions, answered from small data counted by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from action_plans.models import LaporanTriwulan, Pembinaan
from evaluation.models import (
    BuktiJawaban,
    EvaluasiTPI,
    Jawaban,
    JawabanPenilai,
    Penugasan,
    PutusanBukti,
    Rekomendasi,
)
from reports.dashboard import figures, inspectorate
from tests.reports.test_dashboard import add_unit, score
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
    gaps = inspectorate.gaps(ketua, world.periode)
    assert [(u.pk, u.selisih, u.area[SDM]) for u in gaps.unit] == [(world.unit.pk, Decimal("10.00"), Decimal("25.00"))]
    assert (gaps.area[0].area, gaps.area[0].selisih) == (SDM, Decimal("25.00"))


def test_questions_on_which_assessors_differ_but_not_while_they_work_blind(world, ketua, client_as):
    for row, status in ((world.pembangunan, "pleno"), (add_unit(world), "meja")):
        evaluasi = evaluate(world, row, status=status)
        for peran, nilai in ((J.ANGGOTA_TPI, "a"), (J.SEKRETARIS_TPI, "c")):
            for kode, answer in (("A.I.1.i.a", nilai), ("A.I.1.i.b", "b")):
                JawabanPenilai.objects.create(
                    evaluasi=evaluasi, penilai=world.peran[peran].user, kode=kode, nilai=answer,
                    selesai_at=timezone.now(),
                )  # fmt: skip
    found = inspectorate.disputed(ketua, world.periode)
    assert [(b.kode, b.jumlah) for b in found] == [("A.I.1.i.a", 1)]
    assert client_as(ketua).get(found[0].url).context["table"].paginator.count == 1


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


def test_how_evidence_was_judged(world, ketua, client_as):
    """One piece not enough for one question and valid for another, shown under two questions; one never judged."""
    evaluasi = evaluate(world, world.pembangunan)
    row, _ = evidence.add_link(
        "https://contoh.test/sk", pembangunan=world.pembangunan, by=world.peran[J.KETUA_TIM], judul="SK Tim"
    )
    for kode, putusan in (("A.I.1.i.a", "tidak_cukup"), ("A.I.1.i.b", "valid")):
        answer = JawabanPenilai.objects.create(evaluasi=evaluasi, penilai=ketua.user, kode=kode)
        PutusanBukti.objects.create(jawaban=answer, versi=row.versi.get(), putusan=putusan)
        own = Jawaban.objects.create(penilaian=evaluasi.mandiri, kode=kode, nilai="ya")
        BuktiJawaban.objects.create(jawaban=own, data_dukung=row, created_by=ketua.user)
    found = inspectorate.evidence_quality(ketua, world.periode)
    assert {b.label: b.jumlah for b in found} == {
        "Valid": 1, "Tidak relevan": 0, "Tidak cukup": 1, "Kedaluwarsa": 0, "Dipakai untuk lebih dari satu pertanyaan": 1,
    }  # fmt: skip
    for b in found:
        assert client_as(ketua).get(b.url).context["table"].paginator.count == b.jumlah, b.label


def test_reports_by_quarter_open_lists_of_that_length(world, ketua, client_as):
    """In November three quarters are due: the first was received, the second waits, the third is missing; another unit
    sent nothing.
    """
    today = date(world.periode.tahun, 11, 21)
    add_unit(world)
    for triwulan, status in ((1, "diterima"), (2, "disampaikan"), (3, "draf")):
        sent = timezone.now() if status != "draf" else None
        LaporanTriwulan.objects.create(pembangunan=world.pembangunan, triwulan=triwulan, status=status, dikirim_at=sent)
    found = inspectorate.compliance(ketua, world.periode, today=today)
    assert [tuple(r.jumlah for r in t.sel) for t in found] == [(1, 0, 1), (1, 1, 0), (2, 0, 0), (0, 0, 0)]
    rows = figures.unit_years(ketua, world.periode, today=today)
    matrix = inspectorate.latest_matrix(ketua, world.periode, rows, today=today)
    assert [[k.is_overdue for k in states] for _, states in matrix] == [
        [True] * 3 + [False],
        [False, False, True, False],
    ]
    client = client_as(ketua)
    for quarter in inspectorate.compliance(ketua, world.periode, today=timezone.localdate()):
        for r in quarter.sel:
            assert client.get(r.url).context["jumlah"] == r.jumlah, (quarter.nama, r.label)


def test_units_that_nobody_coached(world, ketua, client_as):
    """A session that is still a draft has reached nobody."""
    add_unit(world)
    drafted = add_unit(world)
    for row, status in ((world.pembangunan, "disampaikan"), (drafted, "draf")):
        Pembinaan.objects.create(
            pembangunan=row, status=status, tanggal=TODAY, tempat="Aula", dibuat_oleh=world.peran[J.TIM_PEMBINA]
        )
    page = client_as(ketua).get(reverse("dasbor_inspektorat")).context
    assert (page["angka"]["belum_dibina"], page["dibina"]) == (2, 1)


def test_the_workload_opens_the_evaluations_of_the_assessor(world, ketua, client_as):
    evaluasi = evaluate(world, world.pembangunan, status="meja")
    evaluate(world, add_unit(world), status="meja")
    member = world.peran[J.ANGGOTA_TPI]
    Penugasan.objects.create(evaluasi=evaluasi, penilai=member, ditugaskan_oleh=ketua)
    client = client_as(ketua)
    page = client.get(reverse("dasbor_inspektorat")).context
    busiest, _ = page["beban_list"][0]
    assert (busiest.user, len(busiest.unit), busiest.diserahkan) == (member.user, 1, 0)
    assert client.get(reverse("tpi_list"), {"penilai": member.user_id}).context["table"].paginator.count == 1


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("url", "queries"), [("dasbor_inspektorat", 22), ("dasbor_beda_list", 7), ("dasbor_bukti_list", 7)]
)
def test_pages_need_the_same_queries_for_one_and_for_three(
    world, ketua, client_as, django_assert_num_queries, url, queries, count
):
    evaluate(world, world.pembangunan)
    for _ in range(count - 1):
        evaluate(world, add_unit(world))
    client = client_as(ketua)
    client.get(reverse(url))
    with django_assert_num_queries(queries):
        client.get(reverse(url))
