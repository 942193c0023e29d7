"""Who may do what in an evaluation by TPI. What a phase allows is the table `BOLEH`; when, is `evaluation.tpi_workflow`."""

from collections.abc import Iterable

from evaluation.access import area_of
from evaluation.lke.structure import Instrumen as IsiInstrumen
from evaluation.models import EvaluasiTPI, Penilaian, Penugasan
from evaluation.services.assessment import content_of
from units.access import has_role, in_instansi
from units.choices import JenisPeran
from units.models import Peran, Periode

J, F = JenisPeran, EvaluasiTPI.Fase
PEMIMPIN = (J.KETUA_TPI, J.SEKRETARIS_TPI)
PENILAI = (J.KETUA_TPI, J.SEKRETARIS_TPI, J.ANGGOTA_TPI)

KETUA_TPI = "Ketua atau Sekretaris TPI"
PENYUSUN_TIM = "Administrator Instansi, Ketua atau Sekretaris TPI"
YANG_DITUGASI = (
    "penilai yang ditugasi pada pertanyaan ini, sampai evaluasi lapangan selesai dan bukan untuk unitnya sendiri"
)

# What may be done in which phase. Plenary decisions and the final result have their own rules beside these.
MENILAI, MENUGASKAN, MENGUBAH_JENDELA = "menilai", "menugaskan", "mengubah_jendela"
BOLEH: dict[str, frozenset[str]] = {
    MENILAI: frozenset({F.MEJA, F.KLARIFIKASI, F.LAPANGAN}),
    MENUGASKAN: frozenset({F.MEJA, F.KLARIFIKASI, F.LAPANGAN}),
    MENGUBAH_JENDELA: frozenset({F.MEJA, F.KLARIFIKASI, F.LAPANGAN, F.PLENO}),
}


def allows(evaluasi: EvaluasiTPI, act: str) -> bool:
    """Whether the phase has room for the act, whoever does it."""
    return evaluasi.status in BOLEH[act]


def can_lead(peran: Peran | None, evaluasi: EvaluasiTPI) -> bool:
    """Ketua or sekretaris of the institution's TPI: phases, windows, assignments."""
    return in_instansi(peran, evaluasi.pembangunan.unit.instansi_id, *PEMIMPIN)


def can_open(peran: Peran | None, penilaian: Penilaian) -> bool:
    """Begin TPI's evaluation from a self-assessment of the institution."""
    return in_instansi(peran, penilaian.pembangunan.unit.instansi_id, *PEMIMPIN)


def can_set_tim_penilai(peran: Peran | None, periode: Periode) -> bool:
    """The administrator enters the decree; ketua and sekretaris know who sits in their team."""
    return in_instansi(peran, periode.instansi_id, J.ADMIN_INSTANSI, *PEMIMPIN)


def can_be_assigned(peran: Peran | None) -> bool:
    """May be given units to assess; which ones, `Penugasan` says."""
    return has_role(peran, *PENILAI)


def is_own_unit(peran: Peran, evaluasi: EvaluasiTPI) -> bool:
    """Nobody assesses the unit they belong to, in whatever role."""
    return peran.user.unit_id == evaluasi.pembangunan.unit_id


def codes_of(area: Iterable[str], isi: IsiInstrumen) -> frozenset[str]:
    """The questions of these areas of change; all of the instrument when none is named."""
    wanted = frozenset(area)
    return frozenset(kode for kode in isi.pertanyaan if not wanted or area_of(kode) in wanted)


def assignment_of(peran: Peran | None, evaluasi: EvaluasiTPI) -> Penugasan | None:
    """The task of this role in this evaluation, if it is in force (one query)."""
    if not has_role(peran, *PENILAI):
        return None
    return Penugasan.objects.filter(evaluasi=evaluasi, penilai=peran, is_active=True).first()


def assigned_codes(peran: Peran | None, evaluasi: EvaluasiTPI) -> frozenset[str]:
    """Codes of the questions given to this role; none when the role or the task has ended (one query)."""
    task = assignment_of(peran, evaluasi)
    return codes_of(task.area, content_of(evaluasi.instrumen)[0]) if task else frozenset()


def scorable_codes(peran: Peran | None, evaluasi: EvaluasiTPI) -> frozenset[str]:
    """Codes that this role may score in the phase as it stands; the window of the phase is asked apart (one query)."""
    return codes_under(assignment_of(peran, evaluasi), peran, evaluasi)


def codes_under(task: Penugasan | None, peran: Peran | None, evaluasi: EvaluasiTPI) -> frozenset[str]:
    """As `scorable_codes`, for a task that was read already."""
    if task is None or not task.is_active or not has_role(peran, *PENILAI) or task.penilai_id != peran.pk:
        return frozenset()
    if not allows(evaluasi, MENILAI) or is_own_unit(peran, evaluasi):
        return frozenset()
    if peran.instansi_id != evaluasi.pembangunan.unit.instansi_id:
        return frozenset()
    return codes_of(task.area, content_of(evaluasi.instrumen)[0])


def can_score(peran: Peran | None, evaluasi: EvaluasiTPI, kode: str) -> bool:
    return kode in scorable_codes(peran, evaluasi)


CAPABILITIES = [
    (
        "Menyusun Tim Penilai Internal tahun program",
        can_set_tim_penilai,
        frozenset({J.ADMIN_INSTANSI, J.KETUA_TPI, J.SEKRETARIS_TPI}),
    ),
    ("Membuka evaluasi TPI, menugaskan penilai, dan melangkahkan fasenya", can_open, frozenset(PEMIMPIN)),
    ("Menilai unit yang ditugaskan kepadanya, bukan unitnya sendiri", can_be_assigned, frozenset(PENILAI)),
]
