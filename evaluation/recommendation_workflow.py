"""A recommendation after the result is final: followed up by the unit, verified by TPI, or sent back."""

from evaluation import pleno_access as access
from evaluation.models import EvaluasiTPI, Rekomendasi
from units.errors import Ditolak
from units.models import Peran
from units.transitions import Transition, Workflow

S = Rekomendasi.Status
PENINDAK = "Kepala Unit Kerja, Ketua Tim, atau anggota tim pada areanya"


def _published(rekomendasi: Rekomendasi, *, by: Peran, alasan: str) -> None:
    """In the plenary a recommendation is still being worded."""
    if rekomendasi.evaluasi.status != EvaluasiTPI.Fase.FINAL:
        raise Ditolak("Rekomendasi ditindaklanjuti setelah hasil evaluasi TPI ditetapkan.")


WORKFLOW = Workflow(
    name="Rekomendasi",
    labels=dict(S.choices),
    transitions=(
        Transition(
            "follow_up",
            "Kirim tindak lanjut",
            (S.TERBUKA,),
            S.DIJAWAB,
            access.can_follow_up,
            PENINDAK,
            effect=_published,
        ),
        Transition(
            "accept",
            "Terima",
            (S.DIJAWAB,),
            S.SELESAI,
            access.can_verify,
            access.PENILAI_UNIT,
            effect=_published,
            confirm="Rekomendasi dinyatakan selesai ditindaklanjuti.",
        ),
        Transition(
            "send_back",
            "Kembalikan",
            (S.DIJAWAB,),
            S.TERBUKA,
            access.can_verify,
            access.PENILAI_UNIT,
            effect=_published,
            reason_required=True,
            confirm="Unit kerja diminta menindaklanjuti sekali lagi.",
        ),
    ),
)
