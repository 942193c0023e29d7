"""TPN's evaluation at any status, with the unit's and TPI's frozen results under it."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from evaluation.models import EvaluasiTPN, Jawaban, JawabanTPN, Penilaian, Survei, UnitUsulan, Usulan
from evaluation.services import tpn
from evaluation.services.assessment import freeze_penilaian
from tests.evaluation.worlds import best_answers, fill, publish
from tests.factories import World
from units import evidence
from units.choices import JenisPeran
from units.models import DataDukung, PembangunanZI

J, S = JenisPeran, EvaluasiTPN.Status
FIRST = "A.I.1.i.a"
PDF = b"%PDF-1.4\n%%EOF"


def pdf(name: str = "surat.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF)


def add_evidence(world: World, year: PembangunanZI, kode: str = FIRST, *, jenis: str = "mandiri") -> DataDukung:
    """Evidence shown for one answer of the unit's assessment of that year."""
    upload = SimpleUploadedFile(f"bukti-{year.pk}-{kode}.pdf", PDF + f"{year.pk}{kode}".encode())
    row, _ = evidence.add_file(upload, pembangunan=year, by=world.peran[J.KETUA_TIM])
    answer = Jawaban.objects.get(penilaian__pembangunan=year, penilaian__jenis=jenis, kode=kode)
    answer.bukti.create(data_dukung=row, created_by=world.peran[J.KETUA_TIM].user)
    return row


def frozen(world: World, year: PembangunanZI, jenis: str, answers: dict[str, object]) -> Penilaian:
    """A signed assessment with these answers."""
    instrumen = world.instansi.instrumen.filter(status="terbit").first() or publish(world)
    by = world.peran[J.KETUA_TIM if jenis == "mandiri" else J.KETUA_TPI]
    row = Penilaian.objects.create(
        pembangunan=year, jenis=jenis, instrumen=instrumen, status="diajukan" if jenis == "mandiri" else "final",
        dibuat_oleh=by, diajukan_oleh=by, diajukan_at=timezone.now(),
    )  # fmt: skip
    fill(row, answers)
    row.hasil = freeze_penilaian(row, pada="1 Mei 2026", oleh="Uji")
    row.save()
    return row


def make_usulan(
    world: World, *years: PembangunanZI, target: str = "wbk", tpi: dict[str, object] | None = None
) -> Usulan:
    """A sent proposal of these years; TPI found one answer lower than the unit, unless told otherwise."""
    usulan = Usulan.objects.create(
        periode=world.periode,
        target=target,
        status="dikirim",
        dibuat_oleh=world.peran[J.KETUA_TPI],
        dikirim_at=timezone.now(),
    )
    for year in years or (world.pembangunan,):
        PembangunanZI.objects.filter(pk=year.pk).update(tahap="evaluasi_tpn", target=target)
        year.refresh_from_db()
        frozen(world, year, "mandiri", best_answers())
        result = frozen(world, year, "tpi", best_answers() | {FIRST: "tidak"} if tpi is None else tpi)
        EvaluasiTPN.objects.create(
            unit_usulan=UnitUsulan.objects.create(usulan=usulan, pembangunan=year, penilaian=result)
        )
    return usulan


def make_evaluasi(
    world: World, status: str = S.PRA_EVALUASI, *, given: bool = True, target: str = "wbk"
) -> EvaluasiTPN:
    """The evaluation of the world's unit, given to its evaluator, carried to `status` by the steps themselves."""
    usulan = make_usulan(world, target=target)
    row = EvaluasiTPN.objects.get(unit_usulan__usulan=usulan)
    if given:
        tpn.assign(usulan=usulan, units=[row.pk], penilai=[world.peran[J.PENILAI_TPN]], by=world.peran[J.KETUA_TPI])
    return carry(world, row, status)


def carry(world: World, row: EvaluasiTPN, status: str) -> EvaluasiTPN:
    def step(name: str, alasan: str = "") -> EvaluasiTPN:
        return tpn.take_step(evaluasi=row, name=name, by=world.peran[J.PENILAI_TPN], alasan=alasan)

    if status == S.PRA_EVALUASI:
        return row
    if status == S.DITOLAK:
        return step("refuse", "LHKPN belum 100%.")
    row = step("accept")
    if status == S.MEJA:
        return row
    answer(world, row)
    row = step("to_survey")
    if status == S.SURVEI:
        return row
    surveys(world, row)
    row = step("to_field")
    if status == S.LAPANGAN:
        return row
    row = tpn.save_field_notes(evaluasi=row, catatan="Loket sesuai.", versi=0, by=world.peran[J.PENILAI_TPN])
    return step("pass") if status == S.LULUS else step("fail", "Survei di bawah batas.")


def answer(world: World, row: EvaluasiTPN, answers: dict[str, object] | None = None) -> None:
    """TPN's answers as they are, without their history; survey questions are left to the survey."""
    isi = best_answers() if answers is None else answers
    by = world.peran[J.PENILAI_TPN].user
    JawabanTPN.objects.bulk_create(
        JawabanTPN(evaluasi=row, kode=kode, nilai=nilai, updated_by=by) for kode, nilai in isi.items() if nilai != "4"
    )


def surveys(world: World, row: EvaluasiTPN, indeks: str = "3.80") -> None:
    for jenis in Survei.Jenis.values:
        data = {"jenis": jenis, "indeks": indeks, "responden": 40, "tanggal": date(2026, 9, 1), "pelaksana": "BPS"}
        tpn.record_survei(evaluasi=row, data=data, upload=None, by=world.peran[J.PENILAI_TPN])
