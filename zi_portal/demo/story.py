"""What happened in each unit so far: plan, progress with evidence, quarterly reports; every step through the services."""

from datetime import date, datetime, time, timedelta
from random import Random

from django.db.models import Model
from django.utils import timezone

from action_plans import narrative
from action_plans.models import Aksi, LaporanTriwulan, RencanaAksi
from action_plans.plan_templates import carry_to, get_plan
from action_plans.services import plan, progress, report
from units import evidence
from units.choices import BULAN, months_of
from units.models import DataDukung, Peran
from zi_portal.demo import files

KENDALA = [
    "Jadwal narasumber bergeser, sosialisasi digabung dengan rapat bulan berikutnya.",
    "Sebagian arsip pendukung masih berupa kertas dan belum dipindai.",
    "Perubahan anggaran baru disahkan sehingga pengadaan tertunda.",
    "Petugas yang menangani sedang mengikuti diklat.",
]
WAKTU = ["Januari", "Februari", "Maret, September", "Januari s.d. Desember", "April, Juli, Oktober, Desember", "Juni, Desember", "Maret s.d. Desember", "Juli"]
# How likely an action of a past month is done, begun, or not begun.
DONE, BEGUN = 0.82, 0.94


def tell(tokoh, *, today: date) -> None:
    if tokoh.cerita == "awal":
        return
    rencana = _plan(tokoh)
    if tokoh.cerita == "diajukan":
        plan.take_step(rencana=rencana, name="submit", by=tokoh.ketua)
        return
    for name, by, day in (("submit", tokoh.ketua, 16), ("approve", tokoh.kepala, 20)):
        rencana = plan.take_step(rencana=rencana, name=name, by=by)
        _backdate(rencana, date(today.year, 1, day))
    rencana.versi_list.update(disetujui_at=_at(date(today.year, 1, 20)))
    _progress(tokoh, rencana, until=min(6, today.month))
    _reports(tokoh, today)


def _plan(tokoh) -> RencanaAksi:
    """The real plan for Kecamatan Pekalongan Barat; the regulation's template, filled in, for the others."""
    tahun = tokoh.pembangunan.periode.tahun
    if tokoh.cerita == "penuh":
        source, name = carry_to(get_plan(), tahun), "rencana kerja Kecamatan Pekalongan Barat"
        rows = [_row(tokoh, b, b.target_waktu, b.bukti_fisik, n) for n, b in enumerate(source)]
    else:
        source, name = plan.rows_from_template(tokoh.pembangunan), "templat profil regulasi"
        rows = [_row(tokoh, b, WAKTU[n % len(WAKTU)], b.bukti_fisik or "Dokumen pelaksanaan dan daftar hadir", n) for n, b in enumerate(source)]
    rencana = plan.create_rencana(pembangunan=tokoh.pembangunan, baris=rows, by=tokoh.ketua, sumber=name)
    # What happens only on occasion has no month in its text; the unit looks at it every half year.
    for aksi in rencana.aksi.filter(bulan=[]):
        Aksi.objects.filter(pk=aksi.pk).update(bulan=[6, 12])
    return rencana


def _row(tokoh, b, target_waktu: str, bukti_fisik: str, number: int) -> plan.BarisBaru:
    return plan.BarisBaru(
        b.area, b.aspek, b.indikator, b.aksi, b.langkah or "Menyusun, menetapkan, dan menyosialisasikan.", bukti_fisik,
        tokoh.worker_of(b.area).user, number % 7 == 0, target_waktu,
    )


def _progress(tokoh, rencana: RencanaAksi, *, until: int) -> None:
    random = Random(tokoh.unit.kode)  # noqa: S311  believable, not secret
    proof = _evidence(tokoh)
    workers: dict[str, Peran] = {}
    for aksi in rencana.aksi.filter(dihapus_at=None):
        by = workers.setdefault(aksi.area, tokoh.worker_of(aksi.area))
        for bulan in (b for b in aksi.bulan if b <= until):
            _month(aksi, bulan, by, random, proof)


def _month(aksi: Aksi, bulan: int, by: Peran, random: Random, proof: list[DataDukung]) -> None:
    chance = random.random()
    if chance > BEGUN:
        progress.save_field(aksi=aksi, bulan=bulan, kolom="kendala", nilai=random.choice(KENDALA), versi=None, by=by)
        return
    done = chance < DONE
    progress.save_field(aksi=aksi, bulan=bulan, kolom="status", nilai="selesai" if done else "berjalan", versi=None, by=by)
    if not done:
        progress.save_field(aksi=aksi, bulan=bulan, kolom="persen", nilai=random.choice([25, 50, 75]), versi=None, by=by)
        progress.save_field(aksi=aksi, bulan=bulan, kolom="kendala", nilai=random.choice(KENDALA), versi=None, by=by)
    elif random.random() < 0.9:
        progress.attach(aksi=aksi, bulan=bulan, data_dukung=random.choice(proof), by=by)


def _evidence(tokoh) -> list[DataDukung]:
    names = ["Notulen rapat evaluasi ZI", "Daftar hadir sosialisasi", "Laporan monitoring", "Keputusan penetapan", "SOP yang ditetapkan"]
    made = [
        evidence.add_file(files.page(f"{name} {tokoh.unit.nama}", [f"{BULAN[n]} {tokoh.pembangunan.periode}", "Peserta: seluruh anggota tim"]), pembangunan=tokoh.pembangunan, by=tokoh.ketua)[0]
        for n, name in enumerate(names)
    ]
    photo = files.page(f"Foto kegiatan {tokoh.unit.nama}", ["Ruang pelayanan"], kind="PNG")
    made.append(evidence.add_file(photo, pembangunan=tokoh.pembangunan, by=tokoh.ketua)[0])
    made.append(evidence.add_link(f"https://{tokoh.unit.pk}.contoh.example/standar-pelayanan", pembangunan=tokoh.pembangunan, by=tokoh.ketua, judul="Standar pelayanan di situs web unit")[0])
    return made


def _reports(tokoh, today: date) -> None:
    """Triwulan I was received; Triwulan II waits at the Inspektorat, in another unit for its head."""
    last_step = {1: "receive", 2: "send" if tokoh.cerita == "penuh" else "submit"}
    for triwulan in (1, 2):
        end = date(today.year, months_of(triwulan)[-1] + 1, 1)
        if today < end:
            return
        laporan = report.create_laporan(pembangunan=tokoh.pembangunan, triwulan=triwulan, by=tokoh.ketua)
        _write_efforts(laporan, by=tokoh.ketua)
        _carry(tokoh, laporan, last_step[triwulan], end)


def _write_efforts(laporan: LaporanTriwulan, *, by: Peran) -> None:
    """The draft leaves a mark where only people know what was done about an obstacle."""
    bagian = laporan.bagian.get(kode="upaya")
    isi = bagian.isi.replace(narrative.ISIAN, "dibahas dalam rapat tim dan dijadwalkan ulang pada bulan berikutnya")
    report.save_section(laporan=laporan, kode="upaya", isi=isi, versi=bagian.versi, by=by)


def _carry(tokoh, laporan: LaporanTriwulan, last: str, end: date) -> None:
    auditor = Peran.objects.filter(instansi=tokoh.unit.instansi, jenis="tim_pembina").select_related("user").get()
    steps = [("submit", tokoh.ketua, 2), ("approve", tokoh.kepala, 4), ("send", tokoh.kepala, 5), ("receive", auditor, 8)]
    moments = {"approve": "disetujui_at", "send": "dikirim_at", "receive": "diterima_at"}
    for name, by, days in steps:
        laporan = report.take_step(laporan=laporan, name=name, by=by)
        day = end + timedelta(days=days)
        _backdate(laporan, day)
        if name in moments:
            LaporanTriwulan.objects.filter(pk=laporan.pk).update(**{moments[name]: _at(day)})
        if name == last:
            return


def _backdate(obj: Model, day: date) -> None:
    """The last history row gets the day on which it would have happened."""
    newest = obj.riwayat.order_by("-pk").first()
    type(newest).objects.filter(pk=newest.pk).update(waktu=_at(day))


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9, 30)))
