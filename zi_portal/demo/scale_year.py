"""One programme year of one institution: decree, teams, plans, progress, evidence, reports, coaching, complaints."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import TYPE_CHECKING

from action_plans.models import (
    Aksi,
    BagianLaporan,
    BuktiRealisasi,
    CatatanPembinaan,
    KesepakatanPembinaan,
    Konsultasi,
    LaporanPembinaan,
    LaporanTriwulan,
    Pembinaan,
    PesanKonsultasi,
    Realisasi,
    RencanaAksi,
    VersiRencana,
)
from units.choices import BULAN, Area, Aspek, JenisPeran, Tahap
from units.models import (
    AgenPerubahan,
    AnggotaTim,
    Berkas,
    DataDukung,
    Identifikasi,
    Keputusan,
    Notifikasi,
    PaktaIntegritas,
    PembangunanZI,
    Pencanangan,
    Pengaduan,
    Peran,
    Periode,
    PerubahanAgen,
    TeksBerkas,
    Tenggat,
    TimPembangunan,
    VersiDataDukung,
)
from units.profiles import get_profil
from zi_portal.demo import scale_words as words
from zi_portal.demo.scale_evaluation import PenilaianTahun
from zi_portal.demo.scale_papers import Kertas

if TYPE_CHECKING:
    from zi_portal.demo.scale import InstansiSkala, PembuatSkala, UnitSkala

J, T = JenisPeran, Tahap
AKSI = 12
BAGIAN = ("A.1", "B.1")


@dataclass(slots=True)
class TahunUnit:
    """A unit's year while it is made."""

    skala: "UnitSkala"
    row: PembangunanZI
    ketua: Peran | None = None
    rencana: RencanaAksi | None = None
    bukti: Sequence[VersiDataDukung] = ()


@dataclass
class Tahun:
    pembuat: "PembuatSkala"
    world: "InstansiSkala"
    tahun: int

    def __post_init__(self) -> None:
        self.random, self.gudang, self.today = self.pembuat.random, self.pembuat.gudang, self.pembuat.today
        self.instansi, self.chance = self.world.instansi, self.pembuat.chance

    @cached_property
    def is_past(self) -> bool:
        return self.tahun < self.today.year

    def at(self, month: int, day: int = 15) -> datetime:
        """A working morning of the year, never in the future."""
        return datetime.combine(min(date(self.tahun, month, day), self.today), time(9, 30), tzinfo=UTC)

    def has_come(self, month: int) -> bool:
        return self.is_past or month <= self.today.month

    def make(self) -> None:
        self.periode = Periode.objects.create(instansi=self.instansi, tahun=self.tahun, profil=self.instansi.profil)
        self.gudang.add(
            Tenggat(periode=self.periode, kode=t.kode, nama=t.nama, tanggal=t.on(self.tahun))
            for t in get_profil(self.instansi.profil).tenggat
        )
        self.kertas = Kertas(self)
        rows = self.named()
        for unit in rows:
            self.team(unit)
            self.evidence(unit)
            self.plan(unit)
            self.reports(unit)
            self.coaching(unit)
        self.complaints()
        self.coaching_report()
        evaluated = PenilaianTahun(self)
        evaluated.make(rows)
        self.kertas.of_years(rows)
        self.notices()
        self.gudang.flush()
        self.pembuat.kolam.fill(evaluated.answers)

    # --- the unit and its people ----------------------------------------------------------------------------------

    def named(self) -> list[TahunUnit]:
        """Units that build this year, by one decree of the kepala daerah."""
        tiuk = self.world.one(J.TIUK)
        decree = Keputusan(
            instansi=self.instansi, jenis="penetapan", nomor=f"188/{self.tahun}/ZI", tanggal=date(self.tahun, 1, 20),
            tentang=f"Penetapan Unit Kerja Pembangunan Zona Integritas Tahun {self.tahun}",
            penanda_tangan=self.instansi.jabatan_kepala, created_by=tiuk, created_at=self.at(1, 20),
        )  # fmt: skip
        self.gudang.add([decree])
        chosen = [unit for unit in self.world.unit if self.chance(0.8)]
        self.gudang.add(
            Identifikasi(
                periode=self.periode, unit=unit.unit, dinilai_oleh=tiuk, updated_at=self.at(1, 8),
                nilai={kode: self.random.randint(0, 3) for kode in ("layanan_utama", "risiko", "dampak")},
            )
            for unit in self.world.unit
        )  # fmt: skip
        rows = self.gudang.add(
            PembangunanZI(
                unit=unit.unit, periode=self.periode, target="wbbm" if unit.pemegang else "wbk", tahap=T.MEMBANGUN,
                nomor_penetapan=decree.nomor, tanggal_penetapan=decree.tanggal, penetapan=decree,
                created_at=self.at(1, 20),
            )
            for unit in chosen
        )  # fmt: skip
        return [TahunUnit(unit, row) for unit, row in zip(chosen, rows, strict=True)]

    def team(self, unit: TahunUnit) -> None:
        row, people = unit.row, unit.skala.pegawai
        tim = TimPembangunan(pembangunan=row, nomor_sk=f"800/{self.tahun}/TIM", tanggal_sk=date(self.tahun, 2, 1))
        self.gudang.add([tim])
        end = date(self.tahun, 12, 31) if self.is_past else None
        seats = [("ketua", J.KETUA_TIM), *[("anggota", J.ANGGOTA_TIM)] * (len(people) - 1)]
        roles = self.gudang.add(
            Peran(
                user=user, jenis=jenis, instansi=self.instansi, unit=row.unit, mulai=date(self.tahun, 2, 1), selesai=end
            )
            for user, (_, jenis) in zip(people, seats, strict=True)
        )
        unit.ketua = roles[0]
        areas = [a.value for a in Area.pengungkit()]
        self.gudang.add(
            AnggotaTim(tim=tim, user=peran.user, kedudukan=seat, peran=peran, area=[] if n == 0 else areas[n - 1 :: 2])
            for n, (peran, (seat, _)) in enumerate(zip(roles, seats, strict=True))
        )
        agen = AgenPerubahan(pembangunan=row, user=people[-1], nomor_sk=tim.nomor_sk, tanggal_sk=tim.tanggal_sk)
        self.gudang.add([agen])
        area = self.random.choice(areas)
        self.gudang.add([
            PerubahanAgen(
                agen=agen, uraian=words.sentence(area, self.random), tanggal=self.at(4).date(),
                terintegrasi=self.chance(0.6),
            )
        ])  # fmt: skip
        self.gudang.add([
            Pencanangan(
                pembangunan=row, tanggal=date(self.tahun, 2, 10), tempat=f"Aula {row.unit.nama}",
                saksi=self.instansi.jabatan_kepala, dicatat_oleh=unit.skala.kepala, updated_at=self.at(2, 10),
            )
        ])  # fmt: skip
        self.gudang.add(
            PaktaIntegritas(
                pembangunan=row, user=user, nama=user.nama, nip=user.nip, cara="kertas", tanggal=date(self.tahun, 2, 10),
                dicatat_oleh=unit.skala.kepala, created_at=self.at(2, 10),
            )
            for user in (unit.skala.kepala.user, *people)
        )  # fmt: skip

    # --- plans, progress, evidence --------------------------------------------------------------------------------

    def evidence(self, unit: TahunUnit) -> None:
        """Six papers a year; every row carries a hash of its own, the pages behind them are one example."""
        by, example = unit.skala.pegawai[0], self.world.contoh_berkas
        moments = [self.at(n + 2) for n in range(6)]
        subjects = [words.subject(area, self.random) for area in Area.pengungkit()]
        rows = self.gudang.add(
            DataDukung(pembangunan=unit.row, judul=f"{paper} {unit.row.unit.nama}"[:200], created_by=by, created_at=at)
            for (_, paper), at in zip(subjects, moments, strict=True)
        )
        papers = self.gudang.add(
            Berkas(
                instansi=self.instansi, isi=example.isi.name, nama_asli=f"{row.judul[:60]}.pdf", ekstensi="pdf",
                mime=example.mime, ukuran=self.random.randint(40_000, 900_000),
                sha256=f"{self.random.getrandbits(256):064x}", created_by=by, created_at=row.created_at,
            )
            for row in rows
        )  # fmt: skip
        self.gudang.add(
            TeksBerkas(berkas=paper, teks=f"{row.judul}\n{words.paragraph(self.random, 8)}")
            for row, paper in list(zip(rows, papers, strict=True))[::3]  # the others are scans
        )
        unit.bukti = self.gudang.add(
            VersiDataDukung(
                data_dukung=row, nomor=1, berkas=paper, nama=paper.nama_asli, created_by=by, created_at=row.created_at
            )
            for row, paper in zip(rows, papers, strict=True)
        )

    def plan(self, unit: TahunUnit) -> None:
        if not self.chance(0.95):
            return
        approved = self.is_past or self.chance(0.92)
        plan = RencanaAksi(
            pembangunan=unit.row, status="disetujui" if approved else "diajukan", versi=int(approved),
            disusun_oleh=unit.ketua, diajukan_oleh=unit.ketua, created_at=self.at(2, 3),
            maksud_tujuan="Rencana aksi menjadi acuan pembangunan Zona Integritas pada unit kerja ini.",
        )  # fmt: skip
        self.gudang.add([plan])
        unit.rencana = plan
        actions = self.gudang.add(self._action(unit, plan, n) for n in range(AKSI))
        if not approved:
            return
        frozen = [
            {
                "pk": a.pk, "area": a.area, "aspek": a.aspek, "indikator": a.indikator, "aksi": a.aksi,
                "langkah": a.langkah, "bukti_fisik": a.bukti_fisik, "penanggung_jawab": None,
                "prioritas": a.prioritas, "target_waktu": a.target_waktu, "bulan": a.bulan,
            }
            for a in actions
        ]  # fmt: skip
        self.gudang.add([
            VersiRencana(
                rencana=plan, nomor=1, disetujui_oleh=unit.skala.kepala, disetujui_at=self.at(2, 20),
                isi={"dasar": "", "maksud_tujuan": plan.maksud_tujuan, "aksi": frozen},
            )
        ])  # fmt: skip
        self._progress(unit, actions)

    def _action(self, unit: TahunUnit, plan: RencanaAksi, n: int) -> Aksi:
        areas, random = Area.pengungkit(), self.random
        area = areas[n % len(areas)]
        (subject, paper), month = words.subject(area, random), 3 + random.randrange(9)
        return Aksi(
            rencana=plan, urutan=n + 1, area=area.value, aspek=Aspek.REFORM if n % 4 == 3 else Aspek.PEMENUHAN,
            indikator=f"{subject[0].upper()}{subject[1:]}", aksi=f"{random.choice(words.KERJA)} {subject}",
            langkah=words.advice(area, random), bukti_fisik=paper, prioritas=n % 5 == 0,
            penanggung_jawab=random.choice(unit.skala.pegawai), target_waktu=BULAN[month - 1], bulan=[month],
            updated_by=unit.skala.pegawai[0], updated_at=self.at(2, 5),
        )  # fmt: skip

    def _progress(self, unit: TahunUnit, actions: Sequence[Aksi]) -> None:
        done = self.gudang.add(
            Realisasi(
                aksi=aksi, bulan=aksi.bulan[0], status="selesai" if self.chance(0.85) else "berjalan", persen=100,
                catatan=words.sentence(aksi.area, self.random) if self.chance(0.2) else "",
                kendala="Menunggu anggaran perubahan" if self.chance(0.06) else "",
                updated_by=aksi.penanggung_jawab, updated_at=self.at(aksi.bulan[0], 25),
            )
            for aksi in actions
            if self.has_come(aksi.bulan[0]) and self.chance(0.8)
        )  # fmt: skip
        self.gudang.add(
            BuktiRealisasi(
                realisasi=row, data_dukung=paper.data_dukung, created_by=row.updated_by, created_at=row.updated_at
            )
            for row, paper in zip(done, unit.bukti, strict=False)
        )

    def reports(self, unit: TahunUnit) -> None:
        if unit.rencana is None or not unit.rencana.versi:
            return
        head = unit.skala.kepala
        for triwulan in (1, 2, 3, 4):
            month = min(12, triwulan * 3 + 1)
            if not self.has_come(month) or not self.chance(0.9):
                continue
            received = self.is_past or self.chance(0.8)
            row = LaporanTriwulan(
                pembangunan=unit.row, triwulan=triwulan, status="diterima" if received else "disampaikan",
                disusun_oleh=unit.ketua,
                diajukan_oleh=unit.ketua, disetujui_oleh=head, disetujui_at=self.at(month, 4),
                dikirim_at=self.at(month, 5), diterima_at=self.at(month, 9) if received else None,
                created_at=self.at(month, 2),
            )  # fmt: skip
            self.gudang.add([row])
            self.gudang.add(
                BagianLaporan(
                    laporan=row, kode=kode, isi=words.paragraph(self.random, 2), updated_by=unit.skala.pegawai[0],
                    updated_at=self.at(month, 3),
                )
                for kode in BAGIAN
            )  # fmt: skip

    # --- coaching and complaints ----------------------------------------------------------------------------------

    def coaching(self, unit: TahunUnit) -> None:
        pembina = self.random.choice(self.world.pejabat[J.TIM_PEMBINA])
        area = self.random.choice(Area.pengungkit()).value
        if self.has_come(4) and self.chance(0.6):
            self._session(unit, pembina, area)
        if self.has_come(5) and self.chance(0.3):
            thread = Konsultasi(
                pembangunan=unit.row, area=area, judul=f"Bukti untuk {words.subject(area, self.random)[0]}",
                status="dijawab", dibuat_oleh=unit.ketua, created_at=self.at(5), pesan_terakhir_at=self.at(5, 18),
            )  # fmt: skip
            self.gudang.add([thread])
            self.gudang.add([
                PesanKonsultasi(
                    konsultasi=thread, oleh=unit.ketua, isi=f"Apakah {thread.judul.lower()} cukup satu dokumen?",
                    created_at=self.at(5),
                ),
                PesanKonsultasi(
                    konsultasi=thread, oleh=pembina, isi=f"{words.advice(area, self.random)}", created_at=self.at(5, 18)
                ),
            ])  # fmt: skip

    def _session(self, unit: TahunUnit, pembina: Peran, area: str) -> None:
        session = Pembinaan(
            pembangunan=unit.row, status="dikonfirmasi", tanggal=self.at(4).date(), tempat=f"Kantor {unit.row.unit.nama}",
            jenis=self.random.choice(Pembinaan.Jenis.values), dibuat_oleh=pembina, disampaikan_oleh=pembina,
            disampaikan_at=self.at(4, 20), dikonfirmasi_oleh=unit.skala.kepala, dikonfirmasi_at=self.at(4, 22),
            peserta=unit.skala.kepala.user.nama, created_at=self.at(4),
        )  # fmt: skip
        self.gudang.add([session])
        self.gudang.add([Pembinaan.pembina.through(pembinaan_id=session.pk, peran_id=pembina.pk)])
        texts = (
            ("bahasan", words.sentence(area, self.random)),
            ("saran", f"{words.advice(area, self.random)} sebelum triwulan berikutnya."),
        )
        self.gudang.add(
            CatatanPembinaan(
                pembinaan=session, area=area, jenis=jenis, isi=isi, versi=1, updated_by=pembina.user,
                updated_at=self.at(4, 16),
            )
            for jenis, isi in texts
        )  # fmt: skip
        self.gudang.add([
            KesepakatanPembinaan(
                pembinaan=session, area=area, uraian=words.advice(area, self.random), tenggat=date(self.tahun, 6, 30),
                status="dikonfirmasi" if self.chance(0.7) else "terbuka", penanggung_jawab=unit.skala.pegawai[0],
                updated_by=pembina.user, updated_at=self.at(4, 16),
            )
        ])  # fmt: skip

    def coaching_report(self) -> None:
        pembina, inspektur = self.world.one(J.TIM_PEMBINA), self.world.one(J.KETUA_TPI)
        if self.has_come(8):
            self.gudang.add([
                LaporanPembinaan(
                    instansi=self.instansi, periode=self.periode, bentuk="surat", rentang="smt1", status="disampaikan",
                    disusun_oleh=pembina, diajukan_oleh=pembina, disetujui_oleh=inspektur, disetujui_at=self.at(7, 20),
                    disampaikan_at=self.at(7, 22), created_at=self.at(7, 10),
                )
            ])  # fmt: skip

    def complaints(self) -> None:
        kinds = Pengaduan.Kategori.values
        count = max(2, len(self.world.unit) // 5)
        self.gudang.add(self._complaint(n, kinds[n % len(kinds)]) for n in range(count))

    def _complaint(self, n: int, kind: str) -> Pengaduan:
        at = self.at(1 + n % 12)
        closed = self.is_past or self.chance(0.5)
        return Pengaduan(
            instansi=self.instansi, unit=self.random.choice(self.world.unit).unit,
            nomor=f"PGD-{self.tahun}-{n + 1:04d}", kategori=kind, cerita=self.random.choice(words.KELUHAN),
            kode_hash=f"{self.random.getrandbits(256):064x}", kiriman_hash=f"{self.random.getrandbits(256):064x}",
            status="selesai" if closed else self.random.choice(("diterima", "ditelaah")), diterima_at=at,
            hasil=self.random.choice(Pengaduan.Hasil.values) if closed else "", selesai_at=at if closed else None,
            jawaban="Pengaduan Anda sudah ditindaklanjuti oleh unit kerja." if closed else "", tenggat=at.date(),
        )  # fmt: skip

    def notices(self) -> None:
        if not self.is_past:
            self.gudang.add(
                Notifikasi(
                    user=peran.user,
                    judul=f"Laporan triwulan {quarter} menunggu penerimaan",
                    created_at=self.at(3 * quarter),
                )
                for roles in self.world.pejabat.values()
                for peran in roles
                for quarter in (1, 2, 3)
            )
