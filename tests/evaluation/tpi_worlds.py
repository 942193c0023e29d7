"""An evaluation by TPI at any phase, with assessors at work, for the tests of its rules and pages."""

from datetime import date, timedelta

from django.utils import timezone

from evaluation.models import EvaluasiTPI, JawabanPenilai, Penilaian, Penugasan
from evaluation.services import tpi_scoring
from evaluation.services.tpi_assign import assign
from evaluation.services.tpi_open import Jendela, open_evaluasi, take_step
from tests.evaluation.worlds import at_step, best_answers
from tests.factories import PembangunanFactory, UnitKerjaFactory, World, make_peran
from units.choices import JenisPeran
from units.models import Peran

J, F = JenisPeran, EvaluasiTPI.Fase
FIRST = "A.I.1.i.a"  # ya/tidak
COUNTED = "A.II.1.i.a"  # agen, perubahan
STEPS = {
    F.MEJA: (),
    F.KLARIFIKASI: ("clarify",),
    F.LAPANGAN: ("clarify", "visit"),
    F.PLENO: ("clarify", "visit", "deliberate"),
}


def wide_windows(today: date | None = None) -> Jendela:
    """Every phase is open today."""
    today = today or timezone.localdate()
    span = (today - timedelta(days=30), today + timedelta(days=30))
    return dict.fromkeys((F.MEJA, F.KLARIFIKASI, F.LAPANGAN, F.PLENO), span)


def make_evaluasi(world: World, *, buta: bool = True, jendela: Jendela | None = None) -> EvaluasiTPI:
    """At the desk, opened by the ketua from a submitted self-assessment."""
    penilaian = at_step(world, "diajukan")
    return open_evaluasi(
        penilaian=penilaian,
        jenis="pengusulan",
        jendela=jendela or wide_windows(),
        buta=buta,
        by=world.peran[J.KETUA_TPI],
    )


def assessor(world: World, nama: str = "Penilai Kedua") -> Peran:
    """One more member of the TPI, from the Inspektorat."""
    peran = make_peran(J.ANGGOTA_TPI, instansi=world.instansi, nama=nama)
    peran.user.unit = world.inspektorat
    peran.user.save(update_fields=["unit"])
    return peran


def give(
    world: World, evaluasi: EvaluasiTPI, peran: Peran | None = None, area: tuple[str, ...] = (), **options
) -> Penugasan:
    return assign(
        evaluasi=evaluasi,
        penilai=peran or world.peran[J.ANGGOTA_TPI],
        area=area,
        by=world.peran[J.KETUA_TPI],
        **options,
    )


def put(evaluasi: EvaluasiTPI, peran: Peran, kode: str = FIRST, nilai: object = "ya", **options) -> JawabanPenilai:
    values = {"kolom": "nilai", "versi": None} | options
    return tpi_scoring.save_field(evaluasi=evaluasi, kode=kode, nilai=nilai, by=peran, **values)


def answer_all(evaluasi: EvaluasiTPI, peran: Peran, *, handed_in: bool = True, **changed: object) -> None:
    """Store the best answer to every question as it is, without its history."""
    done = timezone.now() if handed_in else None
    answers = best_answers() | changed
    JawabanPenilai.objects.bulk_create(
        JawabanPenilai(evaluasi=evaluasi, penilai=peran.user, kode=kode, nilai=nilai, versi=1, selesai_at=done)
        for kode, nilai in answers.items()
    )


def at_phase(world: World, fase: str, **options) -> EvaluasiTPI:
    """Carried to `fase` by the steps themselves, with one assessor who has answered everything."""
    evaluasi = make_evaluasi(world, **options)
    give(world, evaluasi)
    if fase != F.MEJA:
        answer_all(evaluasi, world.peran[J.ANGGOTA_TPI])
    for name in STEPS[F.PLENO if fase == F.FINAL else fase]:
        evaluasi = take_step(evaluasi=evaluasi, name=name, by=world.peran[J.KETUA_TPI])
    if fase == F.FINAL:
        EvaluasiTPI.objects.filter(pk=evaluasi.pk).update(status=F.FINAL)  # the plenary's own step is not under test
    return EvaluasiTPI.objects.select_related("pembangunan__unit", "instrumen").get(pk=evaluasi.pk)


def more_evaluations(world: World, evaluasi: EvaluasiTPI, count: int, *peran: Peran) -> list[EvaluasiTPI]:
    """Further units under evaluation with the same instrument, stored as they are, and given to these assessors."""
    found = []
    for _ in range(count):
        year = PembangunanFactory(unit=UnitKerjaFactory(instansi=world.instansi), periode=world.periode)
        mandiri = Penilaian.objects.create(
            pembangunan=year, instrumen=evaluasi.instrumen, status="diajukan", diajukan_at=timezone.now(),
            hasil={"jawaban": {}}, dibuat_oleh=world.peran[J.KETUA_TIM],
        )  # fmt: skip
        row = EvaluasiTPI.objects.create(
            pembangunan=year, instrumen=evaluasi.instrumen, mandiri=mandiri, jendela=evaluasi.jendela,
            dibuka_oleh=world.peran[J.KETUA_TPI],
        )  # fmt: skip
        for one in peran:
            Penugasan.objects.create(evaluasi=row, penilai=one, ditugaskan_oleh=world.peran[J.KETUA_TPI])
        found.append(row)
    return found
