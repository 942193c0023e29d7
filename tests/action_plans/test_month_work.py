"""The count on the home page is the count of the list behind it."""

from datetime import date

import pytest

from action_plans.due import Keadaan
from action_plans.models import Realisasi
from action_plans.month_work import count_open, month_work
from tests.factories import AksiFactory, RencanaFactory
from units.access import ALL_AREAS


@pytest.mark.parametrize("bulan", [1, 3, 12])
def test_counting_equals_listing(world, bulan):
    rencana = RencanaFactory(pembangunan=world.pembangunan, versi=1)
    tahun = world.periode.tahun
    for number, months in enumerate(([1], [1, 3], [3], [2, 3, 12], [12])):
        aksi = AksiFactory(rencana=rencana, bulan=months)
        if number % 2:
            Realisasi.objects.create(aksi=aksi, bulan=months[0], status="selesai")
        if number == 2:
            Realisasi.objects.create(aksi=aksi, bulan=3, status="berjalan")
    for today in (date(tahun, bulan, 15), date(tahun + 1, 1, 5)):
        work = month_work(rencana, bulan=bulan, today=today, areas=ALL_AREAS)
        late = sum(t.keadaan == Keadaan.TERLAMBAT for t in (*work.terlambat, *work.bulan_ini))
        open_now = sum(t.keadaan in (Keadaan.BELUM, Keadaan.BERJALAN) for t in work.bulan_ini)
        assert count_open(rencana, bulan=bulan, today=today, areas=ALL_AREAS) == (late, open_now)
