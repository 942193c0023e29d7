"""Sessions, agreements and threads carried to a status by the steps themselves, each by the person whose step it is."""

from datetime import timedelta

from django.utils import timezone

from action_plans.coaching_narrative import ISIAN
from action_plans.models import KesepakatanPembinaan, Konsultasi, LaporanPembinaan, Pembinaan
from action_plans.services import agreements, coaching, coaching_report, consultation
from tests.factories import World, make_peran
from units.choices import Area, JenisPeran
from units.models import Peran

J = JenisPeran


def head(**changes) -> dict:
    """When and where of a session held today."""
    base = {
        "jenis": "asistensi",
        "tanggal": timezone.localdate(),
        "daring": False,
        "tempat": "Aula",
        "peserta": "Sekretaris",
    }
    return base | changes


def second_coach(world: World) -> Peran:
    return make_peran(J.TIM_PEMBINA, instansi=world.instansi)


def inspektur(world: World) -> Peran:
    """The head of the Inspektorat acts for the whole institution where the form wants the Inspektur."""
    return make_peran(J.KEPALA_UNIT, instansi=world.instansi, unit=world.inspektorat, jabatan="Inspektur")


def make_pembinaan(world: World, *, status: str = "draf", tenggat_hari: int = 14, **changes) -> Pembinaan:
    """A session with one text and one agreement of the area that the anggota works on."""
    by = world.peran[J.TIM_PEMBINA]
    row = coaching.create_pembinaan(pembangunan=world.pembangunan, isian=head(**changes), pembina=[by], by=by)
    coaching.save_catatan(
        pembinaan=row, area=Area.MANAJEMEN_PERUBAHAN, jenis="bahasan", isi="Tim kerja bekerja.", versi=0, by=by
    )
    agree(world, row, hari=tenggat_hari)
    if status != "draf":
        row = coaching.take_step(pembinaan=row, name="submit", by=by)
    if status == "dikonfirmasi":
        row = coaching.take_step(pembinaan=row, name="confirm", by=world.peran[J.KEPALA_UNIT])
    assert row.status == status
    return row


def agree(world: World, pembinaan: Pembinaan, *, hari: int = 14, **changes) -> KesepakatanPembinaan:
    isian = {
        "area": Area.MANAJEMEN_PERUBAHAN,
        "uraian": "Melengkapi notulen rapat tim",
        "penanggung_jawab": None,
        "tenggat": pembinaan.tanggal + timedelta(days=hari),
    }
    return agreements.add_kesepakatan(pembinaan=pembinaan, isian=isian | changes, by=world.peran[J.TIM_PEMBINA])


def make_kesepakatan(world: World, *, status: str = "terbuka") -> KesepakatanPembinaan:
    row = make_pembinaan(world, status="disampaikan").kesepakatan.get()
    if status != "terbuka":
        row = agreements.report_done(kesepakatan=row, catatan="Notulen dilengkapi.", by=world.peran[J.KETUA_TIM])
    if status == "dikonfirmasi":
        row = agreements.take_step(kesepakatan=row, name="confirm", by=world.peran[J.TIM_PEMBINA])
    assert row.status == status
    return row


def make_konsultasi(world: World, *, status: str = "ditanyakan") -> Konsultasi:
    row = consultation.ask(
        pembangunan=world.pembangunan,
        area=Area.PENGAWASAN,
        judul="Laporan gratifikasi",
        isi="Apakah laporan nihil perlu dibuat setiap bulan?",
        by=world.peran[J.ANGGOTA_TIM],
    )
    if status != "ditanyakan":
        consultation.reply(konsultasi=row, isi="Ya, setiap bulan.", by=world.peran[J.TIM_PEMBINA])
        row.refresh_from_db()
    if status == "selesai":
        row = consultation.take_step(konsultasi=row, name="resolve", by=world.peran[J.ANGGOTA_TIM])
    assert row.status == status
    return row


def make_laporan_pembinaan(
    world: World, *, status: str = "draf", bentuk: str = "bab", rentang: str = "tahun", satu: bool = True
) -> LaporanPembinaan:
    """Lampiran III of the unit, or of all units, carried to `status`."""
    coach = world.peran[J.TIM_PEMBINA]
    row = coaching_report.create_laporan(
        periode=world.periode,
        pembangunan=world.pembangunan if satu else None,
        bentuk=bentuk,
        rentang=rentang,
        by=coach,
    )
    complete(row)
    if status == "draf":
        return row
    head_of_inspektorat = inspektur(world)
    for reached, name, by in (
        ("diajukan", "submit", coach),
        ("disetujui", "approve", head_of_inspektorat),
        ("disampaikan", "send", coach),
    ):
        row = coaching_report.take_step(laporan=row, name=name, by=by)
        assert row.status == reached
        if reached == status:
            break
    return row


def complete(laporan: LaporanPembinaan) -> None:
    """What only people know."""
    for row in laporan.bagian.all():
        isi = ISIAN.sub("700/12/ITKAB", row.isi)
        if isi != row.isi:
            laporan.bagian.filter(pk=row.pk).update(isi=isi, disunting=True)
