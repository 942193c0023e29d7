"""Believable data of any size: institutions with years of plans, reports, assessments and predicates.

Rows are written in bulk, past the services, because a province's five years would take hours otherwise. Answers and
results come from a pool of assessments that were really scored.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from action_plans.models import Aksi, LaporanTriwulan, Realisasi, RencanaAksi
from evaluation.lke.scoring import score
from evaluation.lke.structure import JENIS_INDEKS, JENIS_PERSEN
from evaluation.models import Instrumen, Jawaban, Penilaian, RingkasanNilai
from evaluation.result_data import build, freeze
from evaluation.services.assessment import content_of
from evaluation.services.instruments import begin_from_shipped, publish_instrumen
from evaluation.services.summary import summary_fields
from units.choices import Area, JenisLayanan, JenisPeran, Tahap
from units.models import Instansi, Keputusan, PembangunanZI, Peran, Periode, Predikat, Tenggat, UnitKerja, User
from units.notices import without_email
from units.profiles import get_profil
from zi_portal.demo.build import PASSWORD

J, T = JenisPeran, Tahap
PROFIL, LKE = "ketapang-2022", "lke-2021"
MUTU = 12  # levels of quality in the pool
PER_MUTU = 5
BATCH = 2000
JENIS_UNIT = ("Kecamatan", "Puskesmas", "Kelurahan", "UPT Samsat", "Dinas", "RSUD", "Bidang Pelayanan")
PEJABAT = (
    (J.ADMIN_INSTANSI, "admin"), (J.KEPALA_DAERAH, "kepala.daerah"), (J.DELEGASI, "sekda"), (J.KETUA_TPI, "inspektur"),
    (J.SEKRETARIS_TPI, "sekretaris.tpi"), (J.ANGGOTA_TPI, "penilai"), (J.TIUK, "tiuk"), (J.TIM_PEMBINA, "pembina"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ukuran:
    instansi: int
    unit: int  # of each institution
    tahun: int


UKURAN = {
    "kabupaten": Ukuran(1, 40, 3),
    "provinsi": Ukuran(1, 1000, 5),
    "nasional": Ukuran(550, 45, 5),
}


@dataclass(frozen=True, slots=True)
class Contoh:
    """An assessment of the pool: its answers, frozen result, and the figures lists read."""

    jawaban: dict[str, object]
    hasil: dict[str, object]
    ringkasan: dict[str, object]


class PembuatSkala:
    def __init__(self, *, today: date) -> None:
        self.today = today
        self.random = Random(90)  # noqa: S311  believable, not secret
        self.password = make_password(PASSWORD)
        self.pool: list[list[Contoh]] = []

    def make(self, ukuran: Ukuran) -> Iterator[Instansi]:
        for number in range(1, ukuran.instansi + 1):
            with transaction.atomic():
                yield self.institution(number, ukuran)

    def institution(self, number: int, ukuran: Ukuran) -> Instansi:
        wilayah = f"Kabupaten Contoh {number}"
        instansi = Instansi.objects.create(
            jenis="kabupaten", nama=f"Pemerintah {wilayah}", wilayah=wilayah, ibu_kota="Kotabaru",
            jabatan_kepala=f"Bupati Contoh {number}", nama_kepala="Dr. Contoh Wirawan", profil=PROFIL,
            kop_baris=f"PEMERINTAH {wilayah.upper()}",
        )  # fmt: skip
        units = self.units(instansi, ukuran.unit)
        peran = self.officials(instansi, number)
        heads = self.heads(units)
        draf = begin_from_shipped(LKE, instansi=instansi, by=peran[J.KETUA_TPI])
        instrumen = publish_instrumen(
            draf,
            nomor="700/1/LKE",
            tanggal=date(self.today.year - ukuran.tahun, 1, 2),
            upload=None,
            by=peran[J.KETUA_TPI],
        )
        self.pool = self.pool or make_pool(instrumen, self.random)
        mutu = {unit.pk: self.random.uniform(0, MUTU * 0.6) for unit in units}
        for tahun in range(self.today.year - ukuran.tahun + 1, self.today.year + 1):
            Tahun(self, instansi, instrumen, peran, heads, tahun, mutu).make(units)
            for unit in units:
                mutu[unit.pk] += self.random.uniform(0, 2)
        return instansi

    def units(self, instansi: Instansi, count: int) -> list[UnitKerja]:
        inspektorat = UnitKerja(
            instansi=instansi, kode="0.01", nama=f"Inspektorat {instansi.wilayah}", jabatan_kepala="Inspektur",
            is_inspektorat=True, jumlah_pegawai=45,
        )  # fmt: skip
        rows = [
            UnitKerja(
                instansi=instansi, kode=f"{1 + n // 100}.{n % 100 + 1:03d}",
                nama=f"{JENIS_UNIT[n % len(JENIS_UNIT)]} Contoh {n + 1}", jabatan_kepala="Kepala Unit Kerja",
                jenis_layanan=JenisLayanan.values[n % len(JenisLayanan.values)],
                jumlah_pegawai=self.random.randint(12, 140),
            )
            for n in range(count)
        ]  # fmt: skip
        return UnitKerja.objects.bulk_create([inspektorat, *rows], BATCH)[1:]

    def officials(self, instansi: Instansi, number: int) -> dict[str, Peran]:
        users = [
            User(
                nama=f"Pejabat {label.title()} {number}", email=f"{label}@skala{number}.example",
                instansi=instansi, password=self.password,
            )
            for _, label in PEJABAT
        ]  # fmt: skip
        users = User.objects.bulk_create(users)
        rows = [
            Peran(user=user, jenis=jenis, instansi=instansi, mulai=date(2015, 1, 1))
            for user, (jenis, _) in zip(users, PEJABAT, strict=True)
        ]
        return {row.jenis: row for row in Peran.objects.bulk_create(rows)}

    def heads(self, units: list[UnitKerja]) -> dict[int, Peran]:
        users = User.objects.bulk_create(
            [
                User(
                    nama=f"Kepala {u.nama}", email=f"kepala{u.pk}@unit.example", instansi=u.instansi, unit=u,
                    password=self.password,
                )
                for u in units
            ],
            BATCH,
        )  # fmt: skip
        rows = [
            Peran(user=user, jenis=J.KEPALA_UNIT, instansi=u.instansi, unit=u, mulai=date(2015, 1, 1))
            for user, u in zip(users, units, strict=True)
        ]
        return {row.unit_id: row for row in Peran.objects.bulk_create(rows, BATCH)}


@dataclass
class Tahun:
    """One programme year of one institution."""

    pembuat: PembuatSkala
    instansi: Instansi
    instrumen: Instrumen
    peran: dict[str, Peran]
    heads: dict[int, Peran]
    tahun: int
    mutu: dict[int, float]

    @cached_property
    def is_past(self) -> bool:
        return self.tahun < self.pembuat.today.year

    def make(self, units: list[UnitKerja]) -> None:
        random = self.pembuat.random
        periode = Periode.objects.create(instansi=self.instansi, tahun=self.tahun, profil=PROFIL)
        Tenggat.objects.bulk_create(
            Tenggat(periode=periode, kode=t.kode, nama=t.nama, tanggal=t.on(self.tahun))
            for t in get_profil(PROFIL).tenggat
        )
        rows = PembangunanZI.objects.bulk_create(
            [
                PembangunanZI(
                    unit=unit, periode=periode, tahap=T.MEMBANGUN, nomor_penetapan=f"188/{self.tahun}",
                    tanggal_penetapan=date(self.tahun, 1, 20),
                )
                for unit in units
                if random.random() < 0.85
            ],
            BATCH,
        )  # fmt: skip
        self.plans(rows)
        self.reports(rows)
        self.assessments(rows)

    def plans(self, rows: list[PembangunanZI]) -> None:
        plans = RencanaAksi.objects.bulk_create(
            [RencanaAksi(pembangunan=row, status="disetujui", versi=1) for row in rows if self.chance(0.93)], BATCH
        )
        areas = Area.pengungkit()
        actions = Aksi.objects.bulk_create(
            [
                Aksi(
                    rencana=plan, urutan=n + 1, area=areas[n % 6], aspek="pemenuhan", indikator=f"Indikator {n % 6 + 1}",
                    aksi=f"Melaksanakan kegiatan {n + 1}", bukti_fisik="Notulen dan daftar hadir",
                    target_waktu="Maret", bulan=[3 + n % 9],
                )
                for plan in plans
                for n in range(12)
            ],
            BATCH,
        )  # fmt: skip
        Realisasi.objects.bulk_create(
            [
                Realisasi(aksi=aksi, bulan=aksi.bulan[0], status="selesai")
                for aksi in actions
                if (self.is_past or aksi.bulan[0] < self.pembuat.today.month) and self.chance(0.8)
            ],
            BATCH,
        )

    def reports(self, rows: list[PembangunanZI]) -> None:
        quarters = [n for n in (1, 2, 3, 4) if self.is_past or n * 3 < self.pembuat.today.month]
        LaporanTriwulan.objects.bulk_create(
            [
                LaporanTriwulan(
                    pembangunan=row, triwulan=n, status="diterima",
                    dikirim_at=datetime(self.tahun, n * 3, 28, tzinfo=UTC), diterima_at=timezone.now(),
                )
                for row in rows
                for n in quarters
                if self.chance(0.9)
            ],
            BATCH,
        )  # fmt: skip

    def assessments(self, rows: list[PembangunanZI]) -> None:
        pairs = []
        for row in rows:
            mandiri = self.sample(row.unit_id, better=1)
            if not self.chance(0.95 if self.is_past else 0.7):
                continue
            pairs.append((self.penilaian(row, "mandiri"), mandiri))
            row.tahap = T.PENILAIAN_MANDIRI
            if self.is_past or self.chance(0.5):
                found = self.sample(row.unit_id)
                pairs.append((self.penilaian(row, "tpi"), found))
                row.tahap = self.outcome(found)
        stored = Penilaian.objects.bulk_create([self.with_result(p, contoh) for p, contoh in pairs], 200)
        RingkasanNilai.objects.bulk_create(
            [RingkasanNilai(penilaian=p, **contoh.ringkasan) for p, (_, contoh) in zip(stored, pairs, strict=True)],
            BATCH,
        )
        Jawaban.objects.bulk_create(
            (
                Jawaban(penilaian=p, kode=kode, nilai=nilai)
                for p, (_, contoh) in zip(stored, pairs, strict=True)
                for kode, nilai in contoh.jawaban.items()
            ),
            BATCH,
        )
        PembangunanZI.objects.bulk_update(rows, ["tahap"], BATCH)
        if self.is_past:
            self.predicates([row for row in rows if row.tahap == T.PEMANTAUAN])

    def penilaian(self, row: PembangunanZI, jenis: str) -> Penilaian:
        head, on = self.heads[row.unit_id], datetime(self.tahun, 3 if jenis == "mandiri" else 4, 20, tzinfo=UTC)
        return Penilaian(
            pembangunan=row, jenis=jenis, instrumen=self.instrumen, status="diajukan" if jenis == "mandiri" else "final",
            dibuat_oleh=head, diajukan_oleh=head, diajukan_at=on,
        )  # fmt: skip

    def with_result(self, penilaian: Penilaian, contoh: Contoh) -> Penilaian:
        penilaian.hasil = contoh.hasil
        return penilaian

    def sample(self, unit_id: int, *, better: int = 0) -> Contoh:
        level = min(MUTU - 1, int(self.mutu[unit_id]) + better)
        return self.pembuat.random.choice(self.pembuat.pool[level])

    def outcome(self, contoh: Contoh) -> str:
        good = contoh.ringkasan["kurang_wbk"] == 0
        if self.is_past:
            return T.PEMANTAUAN if good else T.DIBINA
        return T.EVALUASI_TPI

    def predicates(self, rows: list[PembangunanZI]) -> None:
        held = set(Predikat.objects.filter(unit__instansi=self.instansi).values_list("unit_id", flat=True))
        new = [row for row in rows if row.unit_id not in held]
        if not new:
            return
        decree = Keputusan.objects.create(
            instansi=self.instansi, jenis="predikat", nomor=f"188/WBK/{self.tahun}", tanggal=date(self.tahun, 12, 10),
            tentang="Pemberian predikat Menuju WBK", penanda_tangan="Menteri", created_by=self.peran[J.KETUA_TPI],
        )  # fmt: skip
        Predikat.objects.bulk_create(
            Predikat(
                unit_id=row.unit_id, pembangunan=row, jenis="wbk", keputusan=decree, mulai=decree.tanggal,
                reevaluasi_paling_lambat=decree.tanggal + timedelta(days=730),
            )
            for row in new
        )  # fmt: skip

    def chance(self, share: float) -> bool:
        return self.pembuat.random.random() < share


def make_pool(instrumen: Instrumen, random: Random) -> list[list[Contoh]]:
    """Assessments of twelve levels of quality, five of each, really scored."""
    return [[_sample(instrumen, random, level / (MUTU - 1)) for _ in range(PER_MUTU)] for level in range(MUTU)]


def _sample(instrumen: Instrumen, random: Random, quality: float) -> Contoh:
    isi, ambang = content_of(instrumen)
    answers = {kode: _answer(soal, random, quality) for kode, soal in isi.pertanyaan.items()}
    result = build(score(isi, answers), ambang, versi=instrumen.versi, target="WBK")
    frozen = {**freeze(result), "jawaban": {kode: {"nilai": nilai} for kode, nilai in answers.items()}}
    return Contoh(answers, frozen, summary_fields(result))


def _answer(soal, random: Random, quality: float) -> object:
    if soal.jenis == JENIS_INDEKS:
        return f"{min(4.0, 3.1 + 0.9 * quality + random.uniform(-0.1, 0.1)):.2f}"
    if soal.jenis == JENIS_PERSEN:
        return _counts(soal, quality)
    letters = list(soal.skala)
    return letters[min(int(random.expovariate(1 / (0.25 + 1.1 * (1 - quality)))), len(letters) - 1)]


def _counts(soal, quality: float) -> dict[str, int]:
    """Ten owed, and as many done as the quality says; counts that measure wrongs stay at zero."""
    wrong = {"disanksi", "diproses", "tahun_lalu", "tahun_ini", "lainnya"}
    done = {"sudah", "selesai", "tercapai", "terintegrasi", "dipermudah"}
    few = max(1, round(10 * (0.45 + 0.55 * quality)))
    return {name: 0 if name in wrong else few if name in done else 10 for name in soal.isian}


def make_scale(nama: str, *, today: date | None = None) -> Iterator[Instansi]:
    """Make the data of a named size, one institution after the other, each all or nothing."""
    with without_email():
        yield from PembuatSkala(today=today or timezone.localdate()).make(UKURAN[nama])
