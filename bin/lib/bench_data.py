"""One unit at work: a plan of many rows, half a year of progress."""

from django.test import Client

from action_plans.models import Aksi, RencanaAksi
from action_plans.services import plan, progress
from tests.factories import World, make_world
from units.choices import Area
from units.notices import without_email


def make_plan(rows: int, *, long: bool = False) -> tuple[World, RencanaAksi]:
    """A world and its approved plan. With `long` the texts are those of a wordy office."""
    world = make_world()
    areas = Area.pengungkit()
    per_area = rows // len(areas)
    words = (
        "Menyusun, menetapkan, menyosialisasikan, melaksanakan, dan mengevaluasi pelaksanaannya secara berkala. "
        * (4 if long else 1)
    )
    baris = [
        plan.BarisBaru(
            areas[n // per_area % len(areas)],
            "pemenuhan",
            f"Indikator {n // 4}",
            f"Aksi nomor {n}",
            words,
            "Notulen dan daftar hadir",
            world.peran["ketua_tim"].user,
            n % 9 == 0,
            ("Januari s.d. Desember", "Maret, Juni", "Februari")[n % 3],
        )
        for n in range(rows)
    ]
    with without_email():
        rencana = plan.create_rencana(
            pembangunan=world.pembangunan, baris=baris, by=world.peran["ketua_tim"], sumber="bench"
        )
        rencana = plan.take_step(rencana=rencana, name="submit", by=world.peran["ketua_tim"])
        rencana = plan.take_step(rencana=rencana, name="approve", by=world.peran["kepala_unit"])
        for aksi in Aksi.objects.filter(rencana=rencana)[: rows // 2]:
            for bulan in [b for b in aksi.bulan if b <= 3]:
                progress.save_field(
                    aksi=aksi, bulan=bulan, kolom="status", nilai="selesai", versi=None, by=world.peran["ketua_tim"]
                )
    return world, RencanaAksi.objects.get(pk=rencana.pk)


def signed_in(*, rows: int) -> tuple[Client, World, RencanaAksi]:
    """The ketua's browser."""
    world, rencana = make_plan(rows)
    client = Client()
    client.force_login(world.peran["ketua_tim"].user, backend="units.auth.NipOrEmailBackend")
    return client, world, rencana
