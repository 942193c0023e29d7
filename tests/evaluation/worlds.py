"""A published instrument and an assessment at any step, for the tests of the pages."""

from datetime import date

from evaluation.lke.instrument import shipped_instrumen
from evaluation.models import Instrumen, Jawaban, Penilaian
from evaluation.services import assessment, instruments
from evaluation.services.steps import take_step
from tests.factories import World
from units.choices import JenisPeran

J = JenisPeran
FIRST = "A.I.1.i.a"  # ya/tidak, Manajemen Perubahan: the anggota of the world may answer it


def publish(world: World, kode: str = "lke-2021") -> Instrumen:
    """An instrument in force, by the same steps as people take."""
    draf = instruments.begin_from_shipped(kode, instansi=world.instansi, by=world.peran[J.ADMIN_INSTANSI])
    return instruments.publish_instrumen(
        draf, nomor="700/12/ITKAB", tanggal=date(2026, 1, 5), upload=None, by=world.peran[J.KETUA_TPI]
    )


def best_answers(kode: str = "lke-2021") -> dict[str, object]:
    """The best answer to every question: 100 points."""
    best: dict[str, object] = {}
    for code, item in shipped_instrumen(kode).pertanyaan.items():
        if item.skala:
            best[code] = next(iter(item.skala))
        else:
            best[code] = "4" if item.jenis == "indeks4" else dict.fromkeys(item.isian, 0)
    best |= {
        "A.II.1.i.a": {"agen": 2, "perubahan": 2},
        "A.II.1.i.b": {"perubahan": 2, "terintegrasi": 2},
        "A.II.3.iii.a": {"tahun_lalu": 0, "tahun_ini": 0, "disanksi": 0},
        "A.II.4.i.a": {"sasaran": 5, "tercapai": 5},
        "A.II.5.ii.a": {"harus": 4, "diproses": 0, "selesai": 4},
        "A.II.5.iii.a": {"kepala_satker": 1, "pejabat": 1, "lainnya": 0, "sudah": 2},
        "A.II.5.iii.b": {"administrator": 2, "pengawas": 3, "fungsional": 10, "sudah": 15},
        "A.II.6.i.b": {"terdata": 6, "dipermudah": 6},
        "B.I.ii.a": best.get("B.I.ii.a"),
    }
    return best


def make_penilaian(world: World, *, instrumen: Instrumen | None = None) -> Penilaian:
    instrumen = (
        instrumen or Instrumen.objects.filter(instansi=world.instansi, status="terbit").first() or publish(world)
    )
    return assessment.create_penilaian(pembangunan=world.pembangunan, instrumen=instrumen, by=world.peran[J.KETUA_TIM])


def fill(penilaian: Penilaian, answers: dict[str, object]) -> None:
    """Store answers as they are, without their history."""
    Jawaban.objects.bulk_create(Jawaban(penilaian=penilaian, kode=kode, nilai=nilai) for kode, nilai in answers.items())


def at_step(world: World, status: str) -> Penilaian:
    """A complete assessment carried to `status` by the steps themselves."""
    penilaian = make_penilaian(world)
    fill(penilaian, best_answers())
    if status in ("disiapkan", "diajukan"):
        penilaian = take_step(penilaian=penilaian, name="prepare", by=world.peran[J.KETUA_TIM])
    if status == "diajukan":
        penilaian = take_step(penilaian=penilaian, name="submit", by=world.peran[J.KEPALA_UNIT], setuju=True)
    return penilaian


def save(
    world: World, penilaian: Penilaian, kode: str, nilai: object, *, jenis: str = J.KETUA_TIM, **options
) -> Jawaban:
    values = {"kolom": "nilai", "versi": None} | options
    return assessment.save_jawaban(penilaian=penilaian, kode=kode, nilai=nilai, by=world.peran[jenis], **values)
