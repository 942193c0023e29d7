"""What happened in each unit so far: plan, progress with evidence, quarterly reports; every step through the
services.
"""

from datetime import date, timedelta
from random import Random

from action_plans import narrative
from action_plans.models import Aksi, LaporanTriwulan, RencanaAksi
from action_plans.plan_templates import carry_to, get_plan
from action_plans.services import plan, progress, report
from units import evidence
from units.choices import BULAN, months_of
from units.models import DataDukung, Peran
from zi_portal.demo import files
from zi_portal.demo import year as beginning
from zi_portal.demo.clock import on

KENDALA = [
    "Jadwal narasumber bergeser, sosialisasi digabung dengan rapat bulan berikutnya.",
    "Sebagian arsip pendukung masih berupa kertas dan belum dipindai.",
    "Perubahan anggaran baru disahkan sehingga pengadaan tertunda.",
    "Petugas yang menangani sedang mengikuti diklat.",
]
WAKTU = [
    "Januari",
    "Februari",
    "Maret, September",
    "Januari s.d. Desember",
    "April, Juli, Oktober, Desember",
    "Juni, Desember",
    "Maret s.d. Desember",
    "Juli",
]
# How likely an action of a past month is done, begun, or not begun.
DONE, BEGUN = 0.82, 0.94


def tell(tokoh, *, today: date) -> None:
    """In the order of the calendar, and never later than today."""
    if tokoh.cerita == "awal":
        return
    year = today.year
    with on(min(today, date(year, 1, 14))):
        rencana = _plan(tokoh)
    last_plan_step = 1 if tokoh.cerita == "diajukan" else 2
    for name, by, day in (("submit", tokoh.ketua, 16), ("approve", tokoh.kepala, 20))[:last_plan_step]:
        with on(min(today, date(year, 1, day))):
            rencana = plan.take_step(rencana=rencana, name=name, by=by)
    if tokoh.cerita == "diajukan":
        return
    beginning.start(tokoh, today=today)
    work = Pelaksanaan(tokoh, rencana)
    for triwulan in (1, 2):
        for bulan in months_of(triwulan):
            if bulan <= today.month:
                with on(min(today, date(year, bulan, 26))):
                    work.month(bulan)
        if today >= _after(year, triwulan):
            _report(tokoh, triwulan, _after(year, triwulan), today)


def _after(year: int, triwulan: int) -> date:
    """The first day after the quarter."""
    return date(year, months_of(triwulan)[-1] + 1, 1)


def _plan(tokoh) -> RencanaAksi:
    """The real plan for Kecamatan Pekalongan Barat; the regulation's template, filled in, for the others."""
    tahun = tokoh.pembangunan.periode.tahun
    if tokoh.cerita == "penuh":
        source, name = carry_to(get_plan(), tahun), "rencana kerja Kecamatan Pekalongan Barat"
        rows = [_row(tokoh, b, b.target_waktu, b.bukti_fisik, n) for n, b in enumerate(source)]
    else:
        source, name = plan.rows_from_template(tokoh.pembangunan), "templat profil regulasi"
        rows = [
            _row(tokoh, b, WAKTU[n % len(WAKTU)], b.bukti_fisik or "Dokumen pelaksanaan dan daftar hadir", n)
            for n, b in enumerate(source)
        ]
    rencana = plan.create_rencana(pembangunan=tokoh.pembangunan, baris=rows, by=tokoh.ketua, sumber=name)
    # What happens only on occasion has no month in its text; the unit looks at it every half year.
    for aksi in rencana.aksi.filter(bulan=[]):
        Aksi.objects.filter(pk=aksi.pk).update(bulan=[6, 12])
    return rencana


def _row(tokoh, b, target_waktu: str, bukti_fisik: str, number: int) -> plan.BarisBaru:
    return plan.BarisBaru(
        b.area,
        b.aspek,
        b.indikator,
        b.aksi,
        b.langkah or "Menyusun, menetapkan, dan menyosialisasikan.",
        bukti_fisik,
        tokoh.worker_of(b.area).user,
        number % 7 == 0,
        target_waktu,
    )


class Pelaksanaan:
    """Progress month by month, each area by the member to whom it was given."""

    def __init__(self, tokoh, rencana: RencanaAksi):
        self.tokoh = tokoh
        self.random = Random(tokoh.unit.kode)  # noqa: S311  believable, not secret
        self.actions = list(rencana.aksi.filter(dihapus_at=None))
        self.workers = {area: tokoh.worker_of(area) for area in {a.area for a in self.actions}}
        self.proof: list[DataDukung] = []

    def month(self, bulan: int) -> None:
        self.proof += _evidence(self.tokoh, bulan)
        for aksi in self.actions:
            if bulan in aksi.bulan:
                self._fill(aksi, bulan)

    def _fill(self, aksi: Aksi, bulan: int) -> None:
        chance = self.random.random()
        if chance > BEGUN:
            self._save(aksi, bulan, "kendala", self.random.choice(KENDALA))
        elif chance > DONE:
            self._save(aksi, bulan, "status", "berjalan")
            self._save(aksi, bulan, "persen", self.random.choice([25, 50, 75]))
            self._save(aksi, bulan, "kendala", self.random.choice(KENDALA))
        else:
            self._save(aksi, bulan, "status", "selesai")
            if self.random.random() < 0.9:
                progress.attach(
                    aksi=aksi, bulan=bulan, data_dukung=self.random.choice(self.proof), by=self.workers[aksi.area]
                )

    def _save(self, aksi: Aksi, bulan: int, kolom: str, nilai: str | int) -> None:
        progress.save_field(aksi=aksi, bulan=bulan, kolom=kolom, nilai=nilai, versi=None, by=self.workers[aksi.area])


EVIDENCE = [
    "Notulen rapat evaluasi ZI",
    "Daftar hadir sosialisasi",
    "Laporan monitoring",
    "Keputusan penetapan",
    "SOP yang ditetapkan",
    "Berita acara reviu",
]


def _evidence(tokoh, bulan: int) -> list[DataDukung]:
    """What the month left behind: a paper, in some months a photograph or a link."""
    place, when = tokoh.unit.nama, f"{BULAN[bulan - 1]} {tokoh.pembangunan.periode}"
    uploads = [files.page(f"{EVIDENCE[bulan % len(EVIDENCE)]} {when}", [place, "Peserta: seluruh anggota tim"])]
    if bulan % 3 == 0:
        uploads.append(files.page(f"Foto kegiatan {when}", [place, "Ruang pelayanan"], kind="PNG"))
    made = [evidence.add_file(u, pembangunan=tokoh.pembangunan, by=tokoh.ketua)[0] for u in uploads]
    if bulan == 1:
        link = f"https://{tokoh.unit.pk}.contoh.example/standar-pelayanan"
        made.append(
            evidence.add_link(
                link, pembangunan=tokoh.pembangunan, by=tokoh.ketua, judul="Standar pelayanan di situs web unit"
            )[0]
        )
    return made


def _report(tokoh, triwulan: int, end: date, today: date) -> None:
    """Triwulan I was received; Triwulan II waits at the Inspektorat, in another unit for its head."""
    last_step = "receive" if triwulan == 1 else "send" if tokoh.cerita == "penuh" else "submit"
    auditor = Peran.objects.filter(instansi=tokoh.unit.instansi, jenis="tim_pembina").select_related("user").get()
    with on(min(today, end + timedelta(days=1))):
        laporan = report.create_laporan(pembangunan=tokoh.pembangunan, triwulan=triwulan, by=tokoh.ketua)
        _write_efforts(laporan, by=tokoh.ketua)
    for name, by, days in (
        ("submit", tokoh.ketua, 2),
        ("approve", tokoh.kepala, 4),
        ("send", tokoh.kepala, 5),
        ("receive", auditor, 8),
    ):
        if end + timedelta(days=days) > today:
            return
        with on(end + timedelta(days=days)):
            laporan = report.take_step(laporan=laporan, name=name, by=by)
        if name == last_step:
            return


def _write_efforts(laporan: LaporanTriwulan, *, by: Peran) -> None:
    """The draft leaves a mark where only people know what was done about an obstacle."""
    bagian = laporan.bagian.get(kode="upaya")
    isi = bagian.isi.replace(narrative.ISIAN, "pembahasan dalam rapat tim dan penjadwalan ulang pada bulan berikutnya")
    report.save_section(laporan=laporan, kode="upaya", isi=isi, versi=bagian.versi, by=by)
