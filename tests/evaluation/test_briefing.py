"""What coaches are told of a unit's assessments (Pergub Kalbar 20/2017 Pasal 6): last scores, open recommendations."""

from datetime import timedelta

import pytest
from django.utils import timezone

from evaluation.briefing import read_facts
from evaluation.models import EvaluasiTPI, Instrumen, Penilaian, Rekomendasi, RingkasanNilai
from tests.factories import PembangunanFactory, PeriodeFactory, UnitKerjaFactory
from units.choices import JenisPeran


def scored(world, pembangunan, *, jenis="mandiri", nilai="78.40", kurang=0, **fields):
    instrumen, _ = Instrumen.objects.get_or_create(
        instansi=world.instansi,
        kode="lke-uji",
        defaults={"nama": "LKE", "isi": "", "ambang": "", "dibuat_oleh": world.peran["admin_instansi"]},
    )
    row = Penilaian.objects.create(
        pembangunan=pembangunan, jenis=jenis, instrumen=instrumen, dibuat_oleh=world.peran["ketua_tim"]
    )
    return RingkasanNilai.objects.create(penilaian=row, nilai=nilai, kurang_wbk=kurang, **fields)


def told(pembangunan):
    return [(f.judul, f.nilai, f.nada) for f in read_facts([pembangunan])[pembangunan.pk] if not f.area]


def test_a_unit_that_was_never_assessed_says_so(world):
    assert told(world.pembangunan) == [("Nilai LKE", "Belum ada penilaian yang diajukan", "netral")]


def test_the_last_assessed_year_counts_and_never_a_later_one(world):
    tahun = world.periode.tahun
    before = PembangunanFactory(unit=world.unit, periode=PeriodeFactory(instansi=world.instansi, tahun=tahun - 1))
    after = PembangunanFactory(unit=world.unit, periode=PeriodeFactory(instansi=world.instansi, tahun=tahun + 1))
    scored(world, before, nilai="70.00", kurang=2, putusan_wbk="Belum memenuhi WBK.")
    scored(world, after, nilai="90.00")
    assert told(world.pembangunan) == [(f"Nilai Penilaian mandiri {tahun - 1}", "70,00. Belum memenuhi WBK.", "merah")]


def test_areas_are_told_from_the_assessment_that_counts_most(world):
    scored(world, world.pembangunan, area={"sdm": ["90.00", True]})
    scored(world, world.pembangunan, jenis="tpi", nilai="74.10", kurang=1, area={"sdm": ["55.00", False]})
    (fact,) = [f for f in read_facts([world.pembangunan])[world.pembangunan.pk] if f.area]
    assert (fact.area, fact.nilai, fact.nada) == ("sdm", "55,00% dari bobot", "merah")
    assert "belum memenuhi batas minimal" in fact.kalimat


def test_open_recommendations_of_final_results_are_counted(world):
    evaluasi = EvaluasiTPI.objects.create(
        pembangunan=world.pembangunan,
        status="final",
        mandiri=(own := scored(world, world.pembangunan).penilaian),
        instrumen=own.instrumen,
        dibuka_oleh=world.peran[JenisPeran.KETUA_TPI],
    )
    today = timezone.localdate()
    for days, status in ((-1, "terbuka"), (5, "dijawab"), (5, "selesai")):
        Rekomendasi.objects.create(
            unit=world.unit,
            evaluasi=evaluasi,
            uraian="Lengkapi SOP",
            penanggung_jawab="Camat",
            tenggat=today + timedelta(days=days),
            status=status,
            dibuat_oleh=world.peran[JenisPeran.KETUA_TPI],
        )
    assert ("Rekomendasi TPI terbuka", "2, 1 lewat tenggat", "merah") in told(world.pembangunan)
    evaluasi.status = "pleno"
    evaluasi.save()
    assert [judul for judul, *_ in told(world.pembangunan)] == [f"Nilai Penilaian mandiri {today.year}"]


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_units_cost_the_same_queries(world, django_assert_num_queries, count):
    years = [
        PembangunanFactory(unit=UnitKerjaFactory(instansi=world.instansi), periode=world.periode) for _ in range(count)
    ]
    for year in years:
        scored(world, year)
    with django_assert_num_queries(2):
        read_facts(years)
