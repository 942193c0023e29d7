"""Coaching in the demo: sessions with agreements, questions with answers, one Lampiran III sent and one waiting."""

from collections.abc import Sequence
from datetime import date, timedelta

from action_plans.coaching_narrative import ISIAN
from action_plans.models import KesepakatanPembinaan, LaporanPembinaan, Pembinaan
from action_plans.services import agreements, coaching, coaching_report, consultation
from units.choices import Area, JenisPeran
from units.models import Peran
from zi_portal.demo.clock import on

J = JenisPeran
LENGKAP, DIBINA = ("penuh",), ("penuh", "berjalan", "dinilai")
BAHASAN = {
    "": "Tim bekerja menurut rencana aksi. Rapat evaluasi bulanan berjalan dan dihadiri seluruh anggota.",
    Area.MANAJEMEN_PERUBAHAN: "Agen perubahan telah membuat perubahan nyata; dokumentasi hasilnya belum seragam.",
    Area.PENGAWASAN: "Laporan gratifikasi dibuat setiap bulan. Peta risiko belum diperbarui untuk tahun ini.",
    Area.PELAYANAN_PUBLIK: "Standar pelayanan sudah dipasang di ruang tunggu dan di situs web unit.",
}
SARAN = {
    Area.MANAJEMEN_PERUBAHAN: "Gunakan satu format laporan perubahan untuk seluruh agen perubahan.",
    Area.PENGAWASAN: "Perbarui peta risiko bersama pemilik proses sebelum akhir triwulan.",
}
SURAT_TUGAS = "Surat Tugas Inspektur Nomor 700/118/ITKAB"


def tell(units: Sequence, *, today: date) -> None:
    """In the order of the calendar, and never later than today. `units` are the people of each unit of an institution."""
    instansi = units[0].unit.instansi
    coach = _role(instansi.pk, J.TIM_PEMBINA)
    for tokoh in units:
        if tokoh.cerita in DIBINA:
            _sessions(tokoh, coach, today)
        if tokoh.cerita in LENGKAP:
            _questions(tokoh, coach, today)
    main = next((t for t in units if t.cerita in LENGKAP), units[0])
    inspektur = Peran.objects.select_related("user", "unit").get(
        instansi=instansi, jenis=J.KEPALA_UNIT, unit__is_inspektorat=True
    )
    _reports(main, coach, inspektur, today)


def _role(instansi_id: int, jenis: str) -> Peran:
    return Peran.objects.select_related("user", "unit").filter(instansi_id=instansi_id, jenis=jenis).order_by("pk")[0]


# --- sessions ------------------------------------------------------------------------------------------------


def _sessions(tokoh, coach: Peran, today: date) -> None:
    year = today.year
    first = _session(tokoh, coach, "asistensi", date(year, 2, 18), today, days=30)
    if first:
        _carry_out(tokoh, coach, first, today)
    if tokoh.cerita in LENGKAP:
        _session(tokoh, coach, "monitoring", date(year, 5, 20), today, days=41)
        recent = today - timedelta(days=7)
        if recent > date(year, 5, 31):
            _session(tokoh, coach, "konsultasi", recent, today, days=21, confirmed=False, daring=True)


def _session(
    tokoh, coach: Peran, jenis: str, day: date, today: date, *, days: int, confirmed: bool = True, daring: bool = False
) -> Pembinaan | None:
    if day > today:
        return None
    with on(day):
        isian = {
            "jenis": jenis,
            "tanggal": day,
            "daring": daring,
            "tempat": "Rapat daring Inspektorat" if daring else f"Aula {tokoh.unit.nama}",
            "peserta": f"{tokoh.kepala.user.nama}, {tokoh.unit.jabatan_kepala}\n{tokoh.ketua.user.nama}, Ketua Tim",
        }
        row = coaching.create_pembinaan(pembangunan=tokoh.pembangunan, isian=isian, pembina=[coach], by=coach)
        for kind, texts in (("bahasan", BAHASAN), ("saran", SARAN)):
            for area, isi in texts.items():
                coaching.save_catatan(pembinaan=row, area=area, jenis=kind, isi=isi, versi=0, by=coach)
        for area, uraian, owner in (
            (Area.PENGAWASAN, "Memperbarui peta risiko dan menetapkannya.", tokoh.worker_of(Area.PENGAWASAN)),
            (Area.MANAJEMEN_PERUBAHAN, "Menyeragamkan laporan agen perubahan.", None),
        ):
            agreements.add_kesepakatan(
                pembinaan=row,
                isian={
                    "area": area,
                    "uraian": uraian,
                    "penanggung_jawab": owner.user if owner else None,
                    "tenggat": day + timedelta(days=days),
                },
                by=coach,
            )
        row = coaching.take_step(pembinaan=row, name="submit", by=coach)
    if confirmed:
        with on(min(today, day + timedelta(days=2))):
            row = coaching.take_step(pembinaan=row, name="confirm", by=tokoh.kepala)
    return row


def _carry_out(tokoh, coach: Peran, session: Pembinaan, today: date) -> None:
    """Of the first session both were carried out: one is confirmed, one waits for the coach."""
    for number, agreed in enumerate(KesepakatanPembinaan.objects.filter(pembinaan=session)):
        with on(min(today, agreed.tenggat - timedelta(days=3))):
            done = agreements.report_done(
                kesepakatan=agreed, catatan="Telah ditetapkan dan disosialisasikan dalam rapat tim.", by=tokoh.ketua
            )
        if number == 0:
            with on(min(today, agreed.tenggat)):
                agreements.take_step(kesepakatan=done, name="confirm", by=coach)


# --- questions -----------------------------------------------------------------------------------------------


def _questions(tokoh, coach: Peran, today: date) -> None:
    asker = tokoh.worker_of(Area.PENGAWASAN)
    start = date(today.year, 3, 3)
    if start <= today:
        with on(start):
            thread = consultation.ask(
                pembangunan=tokoh.pembangunan,
                area=Area.PENGAWASAN,
                judul="Laporan gratifikasi bulan tanpa penerimaan",
                isi="Apakah laporan tetap dibuat bila pada bulan itu tidak ada penerimaan gratifikasi?",
                by=asker,
            )
        with on(min(today, start + timedelta(days=1))):
            answer = "Ya. Laporan nihil tetap dibuat setiap bulan dan disimpan sebagai data dukung."
            consultation.reply(konsultasi=thread, isi=answer, by=coach)
            consultation.take_step(konsultasi=thread, name="resolve", by=asker)
    yesterday = today - timedelta(days=1)
    if yesterday < start:
        return
    with on(yesterday):
        consultation.ask(
            pembangunan=tokoh.pembangunan,
            area=Area.PELAYANAN_PUBLIK,
            judul="Bukti survei kepuasan masyarakat",
            isi="Apakah rekap dari aplikasi antrean dapat dipakai sebagai hasil survei?",
            by=tokoh.ketua,
        )


# --- Lampiran III --------------------------------------------------------------------------------------------


def _reports(tokoh, coach: Peran, inspektur: Peran, today: date) -> None:
    """The first quarter of one unit has reached the kepala daerah; the half-year of all units waits for the Inspektur."""
    year = today.year
    for day, bentuk, rentang, satu, steps in (
        (date(year, 4, 20), "bab", "tw1", True, ("submit", "approve", "send")),
        (date(year, 7, 15), "surat", "smt1", False, ("submit",)),
    ):
        if day > today:
            return
        with on(day):
            laporan = coaching_report.create_laporan(
                periode=tokoh.pembangunan.periode,
                pembangunan=tokoh.pembangunan if satu else None,
                bentuk=bentuk,
                rentang=rentang,
                by=coach,
            )
            _complete(laporan, coach)
        for later, step in enumerate(steps, start=1):
            with on(min(today, day + timedelta(days=later))):
                by = inspektur if step == "approve" else coach
                laporan = coaching_report.take_step(laporan=laporan, name=step, by=by)


def _complete(laporan: LaporanPembinaan, coach: Peran) -> None:
    """The marks that the draft leaves where only people know."""
    words = {"dasar": SURAT_TUGAS, "gambaran": "pelayanan kepada masyarakat di wilayahnya"}
    for row in laporan.bagian.all():
        isi = ISIAN.sub(words.get(row.kode, "melanjutkan pembinaan pada triwulan berikutnya"), row.isi)
        if isi != row.isi:
            coaching_report.save_section(laporan=laporan, kode=row.kode, isi=isi, versi=row.versi, by=coach)
