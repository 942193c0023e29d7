"""An evaluation from the first clarification to the final result, for the tests of its rules and pages."""

from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from evaluation.digest import digest_of
from evaluation.models import EvaluasiTPI, Jawaban, JawabanPenilai, Klarifikasi, KunjunganLapangan, Rekomendasi
from evaluation.services import clarification, field, final, plenary, recommendation
from evaluation.services.tpi_open import take_step
from tests.evaluation.tpi_worlds import FIRST, answer_all, assessor, give, make_evaluasi
from tests.factories import World
from units import evidence
from units.choices import JenisPeran
from units.models import DataDukung, Peran

J, F = JenisPeran, EvaluasiTPI.Fase
SECOND = "A.I.1.i.b"
STEPS = {F.MEJA: (), F.KLARIFIKASI: ("clarify",), F.LAPANGAN: ("clarify", "visit")}
PDF = b"%PDF-1.4\n%%EOF"


def png(colour: str = "white") -> SimpleUploadedFile:
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (20, 20), colour).save(out, "PNG")
    return SimpleUploadedFile("foto.png", out.getvalue())


def at_pleno_phase(world: World, fase: str, **differing: object) -> EvaluasiTPI:
    """Two assessors have handed in the best answers; `differing` by code (dots as underscores) is what the second says."""
    evaluasi = make_evaluasi(world)
    second = assessor(world)
    give(world, evaluasi)
    give(world, evaluasi, second)
    answer_all(evaluasi, world.peran[J.ANGGOTA_TPI])
    answer_all(evaluasi, second, **{kode.replace("_", "."): nilai for kode, nilai in differing.items()})
    for name in STEPS.get(fase, (*STEPS[F.LAPANGAN], "deliberate")):
        take_step(evaluasi=evaluasi, name=name, by=world.peran[J.KETUA_TPI])
    return reread(evaluasi)


def reread(evaluasi: EvaluasiTPI) -> EvaluasiTPI:
    rows = EvaluasiTPI.objects.select_related(
        "pembangunan__unit__instansi", "pembangunan__periode", "instrumen", "mandiri"
    )
    return rows.get(pk=evaluasi.pk)


# --- clarification -------------------------------------------------------------------------------------------


def ask(
    world: World, evaluasi: EvaluasiTPI, kode: str = FIRST, *, days: int = 7, jenis: str = J.KETUA_TPI
) -> Klarifikasi:
    return clarification.request_clarification(
        evaluasi=evaluasi, kode=kode, alasan="tidak_ada", permintaan="Mohon bukti.",
        tenggat=timezone.localdate() + timedelta(days=days), by=world.peran[jenis],
    )  # fmt: skip


def make_late(row: Klarifikasi, days: int = 2) -> Klarifikasi:
    Klarifikasi.objects.filter(pk=row.pk).update(tenggat=timezone.localdate() - timedelta(days=days))
    row.refresh_from_db()
    return row


def answered(world: World, row: Klarifikasi, teks: str = "Terlampir.", jenis: str = J.KETUA_TIM) -> Klarifikasi:
    clarification.save_answer(klarifikasi=row, teks=teks, versi=None, by=world.peran[jenis])
    return clarification.take_step(klarifikasi=row, name="answer", by=world.peran[jenis])


def proof(world: World, name: str = "sk.pdf", extra: bytes = b"") -> DataDukung:
    upload = SimpleUploadedFile(name, PDF + extra)
    return evidence.add_file(upload, pembangunan=world.pembangunan, by=world.peran[J.KETUA_TIM])[0]


# --- field and plenary ---------------------------------------------------------------------------------------


def visit_data(world: World, **changes: object) -> field.DataKunjungan:
    values = {"tanggal": timezone.localdate(), "tempat": "Aula", "penilai": (world.peran[J.ANGGOTA_TPI],)} | changes
    return field.DataKunjungan(**values)


def visit(world: World, evaluasi: EvaluasiTPI) -> KunjunganLapangan:
    return field.record_visit(evaluasi=evaluasi, data=visit_data(world), by=world.peran[J.ANGGOTA_TPI])


def meeting(world: World, **changes: object) -> plenary.DataPleno:
    values = {
        "tanggal": timezone.localdate(), "tempat": "Inspektorat",
        "hadir": (world.peran[J.KETUA_TPI], world.peran[J.SEKRETARIS_TPI]), "catatan": "",
    } | changes  # fmt: skip
    return plenary.DataPleno(**values)


def in_plenary(world: World, **differing: object) -> EvaluasiTPI:
    """The plenary is open; what both assessors agree on is taken over."""
    evaluasi = at_pleno_phase(world, F.PLENO, **differing)
    plenary.open_pleno(evaluasi=evaluasi, data=meeting(world), by=world.peran[J.KETUA_TPI])
    return reread(evaluasi)


def decide(world: World, evaluasi: EvaluasiTPI, kode: str = FIRST, nilai: object = "tidak", **options):
    values = {
        "alasan": "Bukti tidak cukup.",
        "rekomendasi": "",
        "versi": None,
        "by": world.peran[J.KETUA_TPI],
    } | options
    return plenary.decide(evaluasi=evaluasi, kode=kode, nilai=nilai, **values)


def fill_lhe(world: World, evaluasi: EvaluasiTPI, **changes: object):
    values = {"nomor": "700/LHE/1", "tanggal_lhe": timezone.localdate(), "catatan": "", "versi": None} | changes
    return final.change_lhe(evaluasi=evaluasi, by=world.peran[J.SEKRETARIS_TPI], **values)


def sign(world: World, evaluasi: EvaluasiTPI, jenis: str, peran: Peran | None = None):
    return final.sign(evaluasi=evaluasi, sidik=digest_of(reread(evaluasi)), by=peran or world.peran[jenis])


def signed(world: World, **differing: object) -> EvaluasiTPI:
    """All decided, LHE filled, signed by both."""
    evaluasi = in_plenary(world, **differing)
    fill_lhe(world, evaluasi)
    sign(world, evaluasi, J.KETUA_TPI)
    sign(world, evaluasi, J.SEKRETARIS_TPI)
    return reread(evaluasi)


def finalised(world: World, **differing: object) -> EvaluasiTPI:
    return reread(final.finalise(evaluasi=signed(world, **differing), by=world.peran[J.KETUA_TPI]))


# --- recommendations -----------------------------------------------------------------------------------------


def recommend_data(**changes: object) -> recommendation.DataRekomendasi:
    values = {
        "uraian": "Lengkapi SK tim.", "penanggung_jawab": "Camat", "tenggat": timezone.localdate() + timedelta(days=30),
        "kode": FIRST,
    } | changes  # fmt: skip
    return recommendation.DataRekomendasi(**values)


def with_recommendation(world: World, **changes: object) -> Rekomendasi:
    """A recommendation of a final result."""
    evaluasi = in_plenary(world)
    row = recommendation.add_recommendation(
        evaluasi=evaluasi, data=recommend_data(**changes), by=world.peran[J.KETUA_TPI]
    )
    fill_lhe(world, evaluasi)
    sign(world, evaluasi, J.KETUA_TPI)
    sign(world, evaluasi, J.SEKRETARIS_TPI)
    final.finalise(evaluasi=evaluasi, by=world.peran[J.KETUA_TPI])
    row.refresh_from_db()
    return row


def make_overdue(row: Rekomendasi) -> Rekomendasi:
    Rekomendasi.objects.filter(pk=row.pk).update(tenggat=date(2020, 1, 1))
    row.refresh_from_db()
    return row


def own_answer(evaluasi: EvaluasiTPI, kode: str, nilai: object) -> None:
    """What the unit says about a question, as if it had submitted that."""
    Jawaban.objects.filter(penilaian=evaluasi.mandiri, kode=kode).update(nilai=nilai)


def assessor_says(evaluasi: EvaluasiTPI, peran: Peran, kode: str, **fields: object) -> None:
    JawabanPenilai.objects.filter(evaluasi=evaluasi, penilai=peran.user, kode=kode).update(**fields)
