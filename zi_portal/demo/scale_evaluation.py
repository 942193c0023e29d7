"""A year's evaluations: self-assessments, TPI at work and done, recommendations, the proposal to TPN, predicates."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from evaluation.models import (
    AnggotaPenilai,
    EvaluasiTPI,
    EvaluasiTPN,
    HasilEvaluasi,
    JawabanPenilai,
    Klarifikasi,
    KunjunganLapangan,
    Penilaian,
    Penugasan,
    Pleno,
    PutusanBukti,
    PutusanPleno,
    Rekomendasi,
    RingkasanNilai,
    Survei,
    Syarat,
    TimPenilai,
    TindakLanjut,
    UnitUsulan,
    Usulan,
)
from units.choices import Area, JenisPeran, Tahap
from units.models import Keputusan, Peran, Predikat
from zi_portal.demo import scale_words as words
from zi_portal.demo.scale_pool import Contoh

if TYPE_CHECKING:
    from zi_portal.demo.scale_year import Tahun, TahunUnit

J, T, F = JenisPeran, Tahap, EvaluasiTPI.Fase
MANDIRI, TPI = 0.92, 0.42  # of the units that build; of those that assessed themselves
BERJALAN = (F.MEJA, F.KLARIFIKASI, F.LAPANGAN, F.PLENO, *[F.FINAL] * 4)
DINILAI = 30  # questions that each assessor has answered in a running evaluation
SYARAT_INSTANSI = {"opini_bpk": "WTP", "sakip_instansi": "BB", "indeks_rb": "B", "spip": "3"}


class PenilaianTahun:
    """`answers` are the stored assessments with the examples whose answers they get."""

    def __init__(self, tahun: "Tahun") -> None:
        self.tahun, self.world = tahun, tahun.world
        self.random, self.gudang, self.chance, self.at = tahun.random, tahun.gudang, tahun.chance, tahun.at
        self.answers: list[tuple[int, Contoh]] = []
        self.won: list[tuple[TahunUnit, Penilaian]] = []

    def make(self, rows: Sequence["TahunUnit"]) -> None:
        self._tim()
        for unit in rows:
            if self.tahun.has_come(4) and self.chance(MANDIRI):
                self._evaluate(unit)
        self._requirements(rows)
        if self.won:
            self._propose(self.won if self.tahun.is_past else self.won[::2])
        if self.tahun.is_past:
            self._grant()

    def _tim(self) -> None:
        tim = TimPenilai(
            periode=self.tahun.periode, nomor_sk=f"700/{self.tahun.tahun}/TPI", tanggal_sk=self.at(1).date()
        )
        self.gudang.add([tim])
        seats = [J.KETUA_TPI, J.SEKRETARIS_TPI, J.ANGGOTA_TPI]
        self.gudang.add(
            AnggotaPenilai(tim=tim, user=peran.user, kedudukan=jenis, unsur="Inspektorat", peran=peran)
            for jenis in seats
            for peran in self.world.pejabat[jenis]
        )

    # --- one unit -------------------------------------------------------------------------------------------------

    def _evaluate(self, unit: "TahunUnit") -> None:
        own = self._penilaian(unit, "mandiri", self.tahun.pembuat.draw(unit.skala.mutu + 1))
        self.tahun.kertas.of_self_assessment(own, unit.ketua)
        unit.row.tahap = T.PENILAIAN_MANDIRI
        if self.chance(TPI):
            fase = F.FINAL if self.tahun.is_past else self.random.choice(BERJALAN)
            evaluasi = self._open(unit, own, fase)
            unit.row.tahap = T.EVALUASI_TPI
            if fase == F.FINAL:
                self._finish(unit, evaluasi)
        elif self.tahun.is_past:
            unit.row.tahap = T.DIBINA

    def _penilaian(self, unit: "TahunUnit", jenis: str, contoh: Contoh) -> Penilaian:
        by, at = unit.skala.kepala, self.at(3 if jenis == "mandiri" else 6, 20)
        row = Penilaian(
            pembangunan=unit.row, jenis=jenis, instrumen=self.world.instrumen, dibuat_oleh=by, diajukan_oleh=by,
            status="diajukan" if jenis == "mandiri" else "final", diajukan_at=at, created_at=at,
        )  # fmt: skip
        self.gudang.add([row])
        self.gudang.add([RingkasanNilai(penilaian=row, **contoh.ringkasan)])
        self.answers.append((row.pk, contoh))
        return row

    def _open(self, unit: "TahunUnit", own: Penilaian, fase: str) -> EvaluasiTPI:
        year = self.tahun.tahun
        windows = {
            phase.value: [date(year, month, 1).isoformat(), date(year, month, 25).isoformat()]
            for phase, month in ((F.MEJA, 4), (F.KLARIFIKASI, 5), (F.LAPANGAN, 6), (F.PLENO, 12))
        }
        ketua = self.world.one(J.KETUA_TPI)
        evaluasi = EvaluasiTPI(
            pembangunan=unit.row, status=fase, instrumen=self.world.instrumen, mandiri=own, jendela=windows,
            dibuka_oleh=ketua, created_at=self.at(4, 1),
        )  # fmt: skip
        self.gudang.add([evaluasi])
        assessors = self.world.pejabat[J.ANGGOTA_TPI]
        areas = [a.value for a in Area.pengungkit()]
        self.gudang.add(
            Penugasan(evaluasi=evaluasi, penilai=peran, area=areas, ditugaskan_oleh=ketua, created_at=self.at(4, 1))
            for peran in assessors
        )
        if not self.tahun.is_past:
            for peran in assessors:
                self._desk(unit, evaluasi, peran)
        self._clarify(evaluasi, fase)
        if fase in (F.LAPANGAN, F.PLENO, F.FINAL) and self.chance(0.5):
            self.gudang.add([
                KunjunganLapangan(
                    evaluasi=evaluasi, tanggal=self.at(6, 10).date(), tempat=unit.row.unit.nama, dicatat_oleh=assessors[0],
                    ditemui=unit.skala.kepala.user.nama, ringkasan=words.paragraph(self.random, 2), created_at=self.at(6, 10),
                )
            ])  # fmt: skip
        return evaluasi

    def _desk(self, unit: "TahunUnit", evaluasi: EvaluasiTPI, peran: Peran) -> None:
        """One assessor's answers to the first questions, and what they think of the unit's evidence."""
        questions = islice(self.tahun.pembuat.kolam.isi.pertanyaan.items(), DINILAI)
        handed_in = None if evaluasi.status == F.MEJA else self.at(4, 28)
        rows = self.gudang.add(
            JawabanPenilai(
                evaluasi=evaluasi, penilai=peran.user, kode=kode, nilai=self.random.choice(list(soal.skala)), versi=1,
                catatan=words.advice(Area.SDM, self.random) if self.chance(0.1) else "", selesai_at=handed_in,
                updated_at=self.at(4, 20),
            )
            for kode, soal in questions
            if soal.skala
        )  # fmt: skip
        self.gudang.add(
            PutusanBukti(jawaban=row, versi=versi, putusan=self.random.choice(PutusanBukti.Putusan.values))
            for row, versi in zip(rows, unit.bukti[:4], strict=False)
        )

    def _clarify(self, evaluasi: EvaluasiTPI, fase: str) -> None:
        if fase == F.MEJA or not self.chance(0.6):
            return
        area = self.random.choice(Area.pengungkit())
        answered = fase != F.KLARIFIKASI or self.chance(0.5)
        kepala = evaluasi.mandiri.dibuat_oleh
        self.gudang.add([
            Klarifikasi(
                evaluasi=evaluasi, kode="A.I.1.i.a", alasan="tidak_ada", permintaan=f"{words.advice(area, self.random)}.",
                tenggat=date(self.tahun.tahun, 5, 25), status="selesai" if answered else "diminta",
                diminta_oleh=self.world.one(J.KETUA_TPI), created_at=self.at(5, 2),
                jawaban=words.sentence(area, self.random) if answered else "",
                dijawab_oleh=kepala if answered else None, dijawab_at=self.at(5, 12) if answered else None,
            )
        ])  # fmt: skip

    def _finish(self, unit: "TahunUnit", evaluasi: EvaluasiTPI) -> None:
        """Plenary, signed result, recommendations; past years also say what came of it."""
        ketua, sekretaris = self.world.one(J.KETUA_TPI), self.world.one(J.SEKRETARIS_TPI)
        contoh = self.tahun.pembuat.draw(unit.skala.mutu)
        result = self._penilaian(unit, "tpi", contoh)
        number = len(self.answers)
        self.gudang.add([
            Pleno(
                evaluasi=evaluasi, tanggal=self.at(6, 18).date(), tempat="Ruang rapat Inspektorat", dibuka_oleh=ketua,
                catatan=words.paragraph(self.random, 1),
            )
        ])  # fmt: skip
        self.gudang.add([
            PutusanPleno(
                evaluasi=evaluasi, kode="A.I.1.i.a", nilai="b", alasan=words.sentence(Area.SDM, self.random),
                diputus_oleh=ketua, updated_at=self.at(6, 18),
            )
        ])  # fmt: skip
        self.gudang.add([
            HasilEvaluasi(
                evaluasi=evaluasi, nomor=f"700/{number:04d}/LHE/{self.tahun.tahun}", tanggal=self.at(6, 20).date(),
                catatan=words.paragraph(self.random, 2), ketua=ketua, ketua_at=self.at(6, 20), sekretaris=sekretaris,
                sekretaris_at=self.at(6, 20), penilaian=result,
            )
        ])  # fmt: skip
        self._recommend(unit, evaluasi)
        self.tahun.kertas.of_evaluation(evaluasi, ketua, self.at(6, 22))
        good = contoh.ringkasan["kurang_wbk"] == 0
        if self.tahun.is_past:
            unit.row.tahap = T.PEMANTAUAN if good else T.DIBINA
        if good:
            self.won.append((unit, result))

    def _recommend(self, unit: "TahunUnit", evaluasi: EvaluasiTPI) -> None:
        ketua, status = self.world.one(J.KETUA_TPI), Rekomendasi.Status
        for _ in range(2):
            area = self.random.choice(Area.pengungkit())
            state = (
                status.SELESAI if self.chance(0.8 if self.tahun.is_past else 0.2) else self.random.choice(status.values)
            )
            row = Rekomendasi(
                unit=unit.row.unit, evaluasi=evaluasi, kode="A.I.1.i.a", uraian=f"{words.advice(area, self.random)}.",
                penanggung_jawab=unit.row.unit.jabatan_kepala, tenggat=date(self.tahun.tahun, 9 + self.random.randrange(4), 30),
                status=state, dibuat_oleh=ketua, created_at=self.at(6, 20),
            )  # fmt: skip
            self.gudang.add([row])
            if state != status.TERBUKA:
                done = state == status.SELESAI
                self.gudang.add([
                    TindakLanjut(
                        rekomendasi=row, uraian=words.sentence(area, self.random), oleh=unit.skala.kepala,
                        verifikasi="diterima" if done else "menunggu", diverifikasi_oleh=ketua if done else None,
                        diverifikasi_at=self.at(8, 20) if done else None, created_at=self.at(8, 5),
                    )
                ])  # fmt: skip

    # --- requirements, proposal, predicates -----------------------------------------------------------------------

    def _requirements(self, rows: Sequence["TahunUnit"]) -> None:
        tiuk, at = self.world.one(J.TIUK), self.at(5)
        self.gudang.add(
            Syarat(periode=self.tahun.periode, kode=kode, nilai=nilai, diperiksa_oleh=tiuk, diperiksa_at=at)
            for kode, nilai in SYARAT_INSTANSI.items()
        )
        self.gudang.add(
            Survei(
                pembangunan=unit.row, jenis=jenis, indeks=f"{self.random.uniform(3.0, 3.95):.2f}",
                responden=self.random.randint(60, 400), tanggal=self.at(5, 20).date(), dicatat_oleh=unit.skala.kepala,
            )
            for unit in rows
            for jenis in Survei.Jenis.values
            if self.tahun.has_come(6)
        )  # fmt: skip

    def _propose(self, chosen: Sequence[tuple["TahunUnit", Penilaian]]) -> None:
        """This year's are still at TPN's desk."""
        by = self.world.one(J.KEPALA_DAERAH)
        usulan = Usulan(
            periode=self.tahun.periode, target="wbk", status="dikirim", nomor_surat=f"700/{self.tahun.tahun}/USULAN",
            tanggal_surat=self.at(7).date(), dibuat_oleh=by, created_at=self.at(7), dikirim_at=self.at(7, 20),
        )  # fmt: skip
        self.gudang.add([usulan])
        members = self.gudang.add(
            UnitUsulan(
                usulan=usulan, pembangunan=unit.row, penilaian=result, sptjm_tanggal=self.at(7).date(),
                sptjm_oleh=unit.skala.kepala,
            )
            for unit, result in chosen
        )  # fmt: skip
        if not self.tahun.is_past:
            for unit, _ in chosen:
                unit.row.tahap = T.EVALUASI_TPN
            self.gudang.add(EvaluasiTPN(unit_usulan=row, status="meja", created_at=self.at(8)) for row in members)
            return
        self.gudang.add(
            EvaluasiTPN(
                unit_usulan=row, status="lulus", nomor_surat="B/12/TPN", tanggal_surat=self.at(11).date(),
                created_at=self.at(8),
            )
            for row in members
        )  # fmt: skip

    def _grant(self) -> None:
        """Every unit keeps its first predicate; one due for re-evaluation stays due."""
        new = [unit for unit, _ in self.won if not unit.skala.pemegang]
        if not new:
            return
        decree = Keputusan(
            instansi=self.world.instansi, jenis="predikat", nomor=f"188/WBK/{self.tahun.tahun}",
            tanggal=date(self.tahun.tahun, 12, 10), tentang="Pemberian predikat Menuju WBK", penanda_tangan="Menteri",
            created_by=self.world.one(J.KETUA_TPI), created_at=self.at(12, 10),
        )  # fmt: skip
        self.gudang.add([decree])
        self.gudang.add(
            Predikat(
                unit=unit.row.unit, pembangunan=unit.row, jenis="wbk", keputusan=decree, mulai=decree.tanggal,
                reevaluasi_paling_lambat=decree.tanggal + timedelta(days=730),
            )
            for unit in new
        )  # fmt: skip
        for unit in new:
            unit.skala.pemegang = True
