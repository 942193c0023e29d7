"""Who may do what in TPN's evaluation. Visibility is `EvaluasiTPN.objects.visible_to`."""

from django.db.models import Q

from evaluation.models import BuktiJawaban, EvaluasiTPN, Penilaian, UnitUsulan
from units.access import has_role, in_instansi
from units.choices import JenisPeran
from units.models import Peran

J, S = JenisPeran, EvaluasiTPN.Status
PENILAI = "Penilai TPN yang diberi unit ini"
PEMIMPIN = "Ketua atau Sekretaris TPI"
MENJAWAB = frozenset({S.MEJA, S.SURVEI, S.LAPANGAN})
SELESAI = frozenset({S.DITOLAK, S.LULUS, S.TIDAK_LULUS})


def is_penilai_tpn(peran: Peran | None) -> bool:
    return has_role(peran, J.PENILAI_TPN)


def can_lead_tpn(peran: Peran | None, instansi_id: int) -> bool:
    """Give proposed units to TPN's evaluators, record TPN's letter, act on its result."""
    return in_instansi(peran, instansi_id, J.KETUA_TPI, J.SEKRETARIS_TPI)


def can_lead(peran: Peran | None, evaluasi: EvaluasiTPN) -> bool:
    return can_lead_tpn(peran, evaluasi.unit_usulan.pembangunan.unit.instansi_id)


def can_evaluate(peran: Peran | None, evaluasi: EvaluasiTPN) -> bool:
    """An evaluator to whom this unit was given, while the proposal stands (one query)."""
    return is_penilai_tpn(peran) and EvaluasiTPN.objects.visible_to(peran).filter(pk=evaluasi.pk).exists()


def can_answer(peran: Peran | None, evaluasi: EvaluasiTPN) -> bool:
    return evaluasi.status in MENJAWAB and can_evaluate(peran, evaluasi)


def can_compare(peran: Peran | None, evaluasi: EvaluasiTPN) -> bool:
    """Who sees the evaluation sees what was frozen at its end; before it only the evaluators have something to compare."""
    return evaluasi.status in SELESAI or is_penilai_tpn(peran)


def readable_evidence(peran: Peran) -> Q:
    """The evidence under the proposed assessments of the units given to this evaluator, and nothing else.

    Of `DataDukung`: the unit's self-assessment of the proposed year, and TPI's where it has evidence of its own.
    """
    given = UnitUsulan.objects.filter(evaluasi_tpn__in=EvaluasiTPN.objects.visible_to(peran))
    shown = BuktiJawaban.objects.filter(
        Q(jawaban__penilaian__in=given.values("penilaian"))
        | Q(
            jawaban__penilaian__jenis=Penilaian.Jenis.MANDIRI,
            jawaban__penilaian__pembangunan__in=given.values("pembangunan"),
        )
    )
    return Q(pk__in=shown.values("data_dukung"))


CAPABILITIES = [
    (
        "Memberikan unit yang diusulkan kepada penilai TPN dan mencatat hasil TPN",
        can_lead_tpn,
        frozenset({J.KETUA_TPI, J.SEKRETARIS_TPI}),
    ),
    ("Mengevaluasi unit yang diberikan kepadanya (TPN)", is_penilai_tpn, frozenset({J.PENILAI_TPN})),
]
