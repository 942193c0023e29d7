"""An institution with several units whose quarterly reports are approved."""

from django.utils import timezone

from action_plans.models import LaporanTriwulan
from tests.factories import AksiFactory, RencanaFactory, UnitKerjaFactory, World, make_peran
from tests.reports.conftest import add_progress, approve_plan, approve_report, make_report
from units.choices import JenisPeran
from units.models import PembangunanZI, TimPembangunan

J = JenisPeran
TRIWULAN = 2


def unit_like(world: World, number: int) -> World:
    """One more unit of the same institution in the same year, with a head and a ketua of its own."""
    unit = UnitKerjaFactory(instansi=world.instansi, nama=f"Kecamatan Massal {number:03d}")
    year = PembangunanZI.objects.create(unit=unit, periode=world.periode)
    own = {
        jenis: make_peran(jenis, instansi=world.instansi, unit=unit, eselon=eselon)
        for jenis, eselon in ((J.KEPALA_UNIT, "III.a"), (J.KETUA_TIM, "IV.a"))
    }
    team = TimPembangunan.objects.create(pembangunan=year)
    return World(world.instansi, world.inspektorat, unit, world.periode, year, team, world.peran | own)


def approved_reports(world: World, count: int, *, actions: int = 1, first: int = 1) -> list[LaporanTriwulan]:
    """Reports of `count` new units, approved and sent, each with a small plan."""
    found = []
    for number in range(first, first + count):
        one = unit_like(world, number)
        plan = RencanaFactory(pembangunan=one.pembangunan, disusun_oleh=one.peran[J.KETUA_TIM])
        for place in range(actions):
            AksiFactory(rencana=plan, urutan=place, bulan=[4])
        add_progress(plan)
        approve_plan(plan, one)
        report = make_report(one, triwulan=TRIWULAN)
        found.append(approve_report(report, one))
    sent = LaporanTriwulan.objects.filter(pk__in=[report.pk for report in found])
    sent.update(status=LaporanTriwulan.Status.DISAMPAIKAN, dikirim_at=timezone.now())
    return found
