"""An approved plan and its progress, for the tests of what comes after approval."""

from django.utils import timezone

from action_plans.models import Aksi, LaporanTriwulan, RencanaAksi, VersiRencana
from action_plans.plan_data import snapshot
from action_plans.services import progress, report
from tests.factories import AksiFactory, RencanaFactory, World
from units.choices import JenisPeran

J = JenisPeran


def make_plan(world: World, *, approved: bool = True) -> RencanaAksi:
    """The unit's plan without rows; add them with `add_action`, then `approve`."""
    return RencanaFactory(
        pembangunan=world.pembangunan,
        status="disetujui" if approved else "draf",
        versi=1 if approved else 0,
        disusun_oleh=world.peran[J.KETUA_TIM],
    )


def add_action(rencana: RencanaAksi, *, bulan: list[int], **fields) -> Aksi:
    return AksiFactory(rencana=rencana, bulan=bulan, **fields)


def approve(rencana: RencanaAksi, world: World) -> VersiRencana:
    """Freeze the rows as they stand as the next approved version."""
    nomor = rencana.versi_list.count() + 1
    RencanaAksi.objects.filter(pk=rencana.pk).update(versi=nomor, status="disetujui")
    rencana.refresh_from_db()
    return VersiRencana.objects.create(
        rencana=rencana,
        nomor=nomor,
        isi=snapshot(rencana),
        disetujui_oleh=world.peran[J.KEPALA_UNIT],
        disetujui_at=timezone.now(),
    )


def plan_with(world: World, *rows: dict) -> tuple[RencanaAksi, list[Aksi]]:
    """An approved plan with these rows."""
    rencana = make_plan(world)
    aksi = [add_action(rencana, **row) for row in rows]
    approve(rencana, world)
    return rencana, aksi


def fill(world: World, aksi: Aksi, bulan: int, **fields) -> None:
    for kolom, nilai in fields.items():
        progress.save_field(aksi=aksi, bulan=bulan, kolom=kolom, nilai=nilai, versi=None, by=world.peran[J.KETUA_TIM])


def make_laporan(world: World, triwulan: int = 1, *, status: str = "draf") -> LaporanTriwulan:
    """A report carried to `status` by the steps themselves, each by the person whose step it is."""
    laporan = report.create_laporan(pembangunan=world.pembangunan, triwulan=triwulan, by=world.peran[J.KETUA_TIM])
    complete(laporan)
    steps = {
        "diajukan": ("submit", J.KETUA_TIM),
        "disetujui": ("approve", J.KEPALA_UNIT),
        "disampaikan": ("send", J.KEPALA_UNIT),
        "diterima": ("receive", J.TIM_PEMBINA),
    }
    for reached, (name, jenis) in steps.items():
        if laporan.status == status:
            break
        laporan = report.take_step(laporan=laporan, name=name, by=world.peran[jenis])
        assert laporan.status == reached
    return laporan


def complete(laporan: LaporanTriwulan) -> None:
    """What a person would still write by hand."""
    from action_plans.narrative import ISIAN

    for row in laporan.bagian.filter(isi__contains=ISIAN):
        row.isi = row.isi.replace(ISIAN, "rapat koordinasi mingguan")
        row.disunting = True
        row.save()
