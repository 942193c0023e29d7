"""Plans, reports and documents for the tests of the reports app, and readers of what was printed."""

import subprocess
from collections.abc import Callable, Iterable
from datetime import datetime

import pytest
from django.utils import timezone

from action_plans import naskah
from action_plans.models import BagianLaporan, LaporanTriwulan, Realisasi, RencanaAksi, VersiRencana
from action_plans.plan_data import snapshot
from action_plans.plan_templates import BarisTemplat, carry_to, get_plan, get_template
from tests.factories import AksiFactory, RencanaFactory, World, make_world

PLANS = {"kalbar-2017": "s0", "ketapang-2022": "s1", "tangerang-2018": "s4"}


def make_plan(world: World, rows: Iterable[BarisTemplat] = (), **fields) -> RencanaAksi:
    plan = RencanaFactory(pembangunan=world.pembangunan, disusun_oleh=world.peran["ketua_tim"], **fields)
    for number, row in enumerate(rows):
        AksiFactory(
            rencana=plan,
            urutan=number,
            area=row.area,
            aspek=row.aspek,
            indikator=row.indikator,
            aksi=row.aksi,
            langkah=row.langkah,
            bukti_fisik=row.bukti_fisik,
            target_waktu=row.target_waktu,
            bulan=[1 + number % 12],
        )
    return plan


def approve_plan(plan: RencanaAksi, world: World) -> VersiRencana:
    """Freeze the plan as its workflow does, without the notices."""
    RencanaAksi.objects.filter(pk=plan.pk).update(status=RencanaAksi.Status.DISETUJUI, versi=plan.versi + 1)
    plan.refresh_from_db()
    return VersiRencana.objects.create(
        rencana=plan,
        nomor=plan.versi,
        isi=snapshot(plan),
        disetujui_oleh=world.peran["kepala_unit"],
        disetujui_at=datetime(world.periode.tahun, 1, 20, 9, tzinfo=timezone.get_current_timezone()),
    )


def make_report(
    world: World, *, triwulan: int = 1, text: str = "Pelaksanaan berjalan sesuai rencana."
) -> LaporanTriwulan:
    report = LaporanTriwulan.objects.create(
        pembangunan=world.pembangunan, triwulan=triwulan, disusun_oleh=world.peran["ketua_tim"]
    )
    sections = [b for b in naskah.form_of(report).bagian if b.isi != "judul"]
    BagianLaporan.objects.bulk_create(BagianLaporan(laporan=report, kode=b.kode, isi=text) for b in sections)
    return report


def approve_report(report: LaporanTriwulan, world: World) -> LaporanTriwulan:
    now = timezone.now()
    LaporanTriwulan.objects.filter(pk=report.pk).update(
        status=LaporanTriwulan.Status.DISETUJUI,
        data=naskah.freeze(report, by=world.peran["kepala_unit"], at=now),
        disetujui_oleh=world.peran["kepala_unit"],
        disetujui_at=now,
    )
    report.refresh_from_db()
    return report


def add_progress(plan: RencanaAksi, *, note: str = "") -> None:
    """Every month of every action has a state, some done and some not."""
    states = [Realisasi.Status.SELESAI, Realisasi.Status.BERJALAN, Realisasi.Status.BELUM]
    rows = [(aksi, bulan) for aksi in plan.aksi.all() for bulan in aksi.bulan]
    Realisasi.objects.bulk_create(
        Realisasi(aksi=aksi, bulan=bulan, status=states[n % 3], persen=50, catatan=note, kendala="Hujan" * (n % 5 == 0))
        for n, (aksi, bulan) in enumerate(rows)
    )


@pytest.fixture
def profile_world(db) -> Callable[[str], tuple[World, RencanaAksi]]:
    """`profile_world("kalbar-2017")`: an institution under a profile with the plan of that profile's template."""

    def build(profil: str) -> tuple[World, RencanaAksi]:
        world = make_world(profil=profil, wilayah=f"Wilayah {profil}")
        template = get_plan() if profil == "tangerang-2018" else get_template(profil)
        return world, make_plan(world, carry_to(template, world.periode.tahun))

    return build


def text_of(pdf: bytes) -> str:
    """Text in the order in which it was drawn, so that words of one cell stay together, pages parted by form feeds."""
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def squeeze(text: str) -> str:
    return " ".join(text.split())
