"""Complaints at any status, for the tests of complaints and of what builds on them."""

import uuid
from datetime import timedelta

from django.utils import timezone

from tests.factories import World
from units.choices import JenisPeran
from units.complaint_cipher import Pelapor
from units.models import Instansi, KlarifikasiPengaduan, Pengaduan, Peran, PetugasPengaduan
from units.services import complaint_work
from units.services.complaints import DataPengaduan, submit_pengaduan

J = JenisPeran
CERITA = "Petugas loket meminta uang tambahan untuk mempercepat berkas."
PELAPOR = Pelapor("Nama Pelapor Rahasia", "0812-RAHASIA")
# The officer of these tests acts in this role; the role by itself brings nothing.
PETUGAS = J.TIM_PEMBINA


def open_channel(world: World) -> Instansi:
    """Both public services on, at /publik/<slug>/."""
    Instansi.objects.filter(pk=world.instansi.pk).update(
        slug=f"instansi-{world.instansi.pk}", halaman_publik=True, pengaduan_dibuka=True
    )
    world.instansi.refresh_from_db()
    return world.instansi


def officer(world: World) -> Peran:
    """The coach of the world, named as officer once."""
    peran = world.peran[PETUGAS]
    if not PetugasPengaduan.objects.filter(user=peran.user, diakhiri_at=None).exists():
        complaint_work.name_petugas(user=peran.user, dasar="Surat Tugas 700/1", by=world.peran[J.KETUA_TPI])
    return peran


def complaint(world: World, *, named: bool = False, **fields) -> Pengaduan:
    return complaint_and_code(world, named=named, **fields)[0]


def complaint_and_code(world: World, *, named: bool = False, files=(), **fields) -> tuple[Pengaduan, str]:
    officer(world)
    values = {
        "unit": world.unit,
        "kategori": Pengaduan.Kategori.PUNGLI,
        "cerita": CERITA,
        "kiriman": str(uuid.uuid4()),
        "pelapor": PELAPOR if named else None,
    }
    return submit_pengaduan(instansi=open_channel(world), data=DataPengaduan(**values | fields), files=files)


def examined(world: World, **fields) -> Pengaduan:
    return complaint_work.examine_pengaduan(pengaduan=complaint(world, **fields), by=officer(world))


def asked(world: World, row: Pengaduan | None = None) -> KlarifikasiPengaduan:
    return complaint_work.ask_unit(
        pengaduan=row or examined(world),
        permintaan="Jelaskan tarif layanan di loket.",
        tenggat=timezone.localdate() + timedelta(days=7),
        by=officer(world),
    )


def answered(world: World, row: Pengaduan | None = None) -> Pengaduan:
    klarifikasi = asked(world, row)
    complaint_work.answer_klarifikasi(
        klarifikasi=klarifikasi, tanggapan="Tarif sesuai peraturan daerah.", by=world.peran[J.KEPALA_UNIT]
    )
    return Pengaduan.objects.get(pk=klarifikasi.pengaduan_id)


def closed(world: World, hasil: str = "terbukti", row: Pengaduan | None = None) -> Pengaduan:
    return complaint_work.close_pengaduan(
        pengaduan=row or answered(world), hasil=hasil, jawaban="Petugas itu sudah diberi sanksi.", alasan="Ada saksi.",
        by=officer(world),
    )  # fmt: skip
