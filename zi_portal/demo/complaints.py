"""Complaints of the demo's first institution, whose public pages are open: one at each status, one about a holder."""

import uuid
from datetime import date, timedelta

from units.choices import JenisPeran
from units.complaint_cipher import Pelapor
from units.models import Instansi, Pengaduan, Peran, Predikat, UnitKerja, User
from units.services import complaint_work
from units.services.complaints import DataPengaduan, add_tambahan, submit_pengaduan
from units.services.public import set_public
from zi_portal.demo.clock import on

J, K, H = JenisPeran, Pengaduan.Kategori, Pengaduan.Hasil


def tell(instansi: Instansi, *, today: date) -> None:
    """Officers are the two auditors, named by the ketua TPI."""
    ketua, admin = (_official(instansi, jenis) for jenis in (J.KETUA_TPI, J.ADMIN_INSTANSI))
    with on(_ago(today, 40)):
        instansi = set_public(instansi=instansi, halaman_publik=True, pengaduan_dibuka=True, by=admin)
        for user in _auditors(instansi):
            complaint_work.name_petugas(user=user, dasar=f"Surat Tugas 700/15/{today.year}", by=ketua)
    officer = Peran.objects.filter(user=_auditors(instansi)[0], jenis=J.TIM_PEMBINA).get()
    units = list(UnitKerja.objects.filter(pk__in=_heads(instansi).values("unit"), is_inspektorat=False)[:2])
    first, second = units[0], units[-1]
    _received(instansi, first, today=today)
    _examined(instansi, second, officer, today=today)
    _asked(instansi, first, officer, today=today)
    _proven(instansi, second, officer, today=today)


def _ago(today: date, days: int) -> date:
    """Not before the year's roles began."""
    return max(min(today, date(today.year, 1, 12)), today - timedelta(days=days))


def _official(instansi: Instansi, jenis: str) -> Peran:
    return Peran.objects.select_related("user", "instansi", "unit").get(instansi=instansi, jenis=jenis)


def _auditors(instansi: Instansi) -> list[User]:
    rows = User.objects.filter(instansi=instansi, unit__is_inspektorat=True, jabatan__startswith="Auditor Ahli M")
    return list(rows.order_by("pk"))


def _heads(instansi: Instansi):
    return Peran.objects.filter(instansi=instansi, jenis=J.KEPALA_UNIT).select_related("user", "instansi", "unit")


def _send(instansi: Instansi, unit: UnitKerja, kategori: str, cerita: str, day: date, **fields) -> Pengaduan:
    data = DataPengaduan(unit=unit, kategori=kategori, cerita=cerita, kiriman=str(uuid.uuid4()), **fields)
    with on(day):
        return submit_pengaduan(instansi=instansi, data=data)[0]


def _received(instansi: Instansi, unit: UnitKerja, *, today: date) -> None:
    row = _send(
        instansi, unit, K.PELAYANAN,
        "Loket buka pukul sepuluh padahal tertulis pukul delapan. Antrean panjang dan tidak ada yang menjelaskan.",
        _ago(today, 3), tempat_kejadian="Loket pelayanan", tanggal_kejadian=_ago(today, 4),
    )  # fmt: skip
    with on(_ago(today, 1)):
        add_tambahan(pengaduan=row, isi="Hari ini loket kembali buka terlambat.")


def _examined(instansi: Instansi, unit: UnitKerja, officer: Peran, *, today: date) -> None:
    row = _send(
        instansi, unit, K.MALADMINISTRASI,
        "Berkas permohonan saya dinyatakan hilang dan saya diminta mengurus dari awal tanpa surat apa pun.",
        _ago(today, 12), pelapor=Pelapor("Warga Peragaan", "0812-0000-0000"),
    )  # fmt: skip
    with on(_ago(today, 9)):
        complaint_work.examine_pengaduan(pengaduan=row, by=officer)


def _asked(instansi: Instansi, unit: UnitKerja, officer: Peran, *, today: date) -> None:
    row = _send(
        instansi, unit, K.PUNGLI, "Petugas meminta uang untuk surat pengantar yang seharusnya gratis.",
        _ago(today, 20),
    )  # fmt: skip
    with on(_ago(today, 15)):
        complaint_work.examine_pengaduan(pengaduan=row, by=officer)
        complaint_work.ask_unit(
            pengaduan=row, tenggat=today + timedelta(days=3), by=officer,
            permintaan="Jelaskan tarif surat pengantar dan siapa yang bertugas di loket pada bulan ini.",
        )  # fmt: skip


def _proven(instansi: Instansi, unit: UnitKerja, officer: Peran, *, today: date) -> None:
    """About the unit that holds a predicate, so that the ketua TPI finds it among what waits; else about `unit`."""
    held = Predikat.objects.filter(unit__instansi=instansi).select_related("unit").first()
    asked, closed = _ago(today, 30), _ago(today, 10)
    if closed - asked < timedelta(days=2):
        return
    row = _send(
        instansi, held.unit if held else unit, K.KORUPSI, "Pegawai menerima bingkisan dari pemohon izin di ruang pelayanan.",
        _ago(today, 38),
    )  # fmt: skip
    with on(asked):
        complaint_work.examine_pengaduan(pengaduan=row, by=officer)
        complaint_work.ask_unit(
            pengaduan=row, tenggat=asked + timedelta(days=1), by=officer,
            permintaan="Jelaskan aturan penerimaan bingkisan di unit Saudara dan pengawasannya.",
        )  # fmt: skip
    with on(closed):
        complaint_work.close_pengaduan(
            pengaduan=row, hasil=H.TERBUKTI, by=officer,
            alasan="Pegawai mengakui; bingkisan sudah dilaporkan ke UPG.",
            jawaban="Pengaduan Saudara terbukti. Pegawai itu telah dibina dan bingkisannya diserahkan.",
        )  # fmt: skip
