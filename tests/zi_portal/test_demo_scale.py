"""Data of any size: what is written in bulk reads like what the services write."""

from datetime import date

import pytest
from django.urls import reverse

from evaluation.models import Jawaban, Penilaian
from evaluation.result_data import thaw
from evaluation.services.assessment import score_penilaian
from reports.dashboard import figures
from units.models import PembangunanZI, Peran, Predikat, UnitKerja
from zi_portal.demo.scale import PembuatSkala, Ukuran

TODAY = date(2026, 11, 2)


@pytest.fixture
def instansi(db):
    return list(PembuatSkala(today=TODAY).make(Ukuran(instansi=2, unit=6, tahun=2)))


def test_two_institutions_with_their_units_and_years(instansi):
    assert UnitKerja.objects.filter(is_inspektorat=False).count() == 12
    assert set(PembangunanZI.objects.values_list("periode__tahun", flat=True)) == {2025, 2026}
    assert Jawaban.objects.count() == 113 * Penilaian.objects.count() > 0


def test_every_result_is_what_its_answers_score(instansi):
    for penilaian in Penilaian.objects.select_related("instrumen", "ringkasan"):
        assert thaw(penilaian.hasil).nilai == score_penilaian(penilaian).nilai


def test_holders_met_their_minima_the_year_before(instansi):
    for predikat in Predikat.objects.select_related("pembangunan"):
        assert predikat.pembangunan.penilaian.get(jenis="tpi").ringkasan.kurang_wbk == 0


def test_the_dashboard_opens_with_it(instansi, client_as):
    leader = Peran.objects.get(instansi=instansi[0], jenis="kepala_daerah")
    page = client_as(leader).get(reverse("dasbor"))
    assert page.context["jumlah"] == figures.unit_years(leader, page.wsgi_request.periode, today=TODAY).count() > 0
