"""Draf -> dikirim -> ditarik. Sending hands every unit over to TPN, withdrawing takes it back while TPN has not begun."""

from django.db.models import Q
from django.utils import timezone

from evaluation import proposal_access as access
from evaluation.models import EvaluasiTPN, PertimbanganTeknis, Usulan
from evaluation.proposal_checks import check_send
from units.findings import Temuan, galat
from units.models import Peran
from units.transitions import Transition, Workflow
from units.year import move_year

S = Usulan.Status


def can_send(peran: Peran | None, usulan: Usulan) -> bool:
    return access.can_prepare_usulan(peran, usulan.periode.instansi_id)


def _sent(usulan: Usulan, *, by: Peran, alasan: str) -> None:
    """The grounds are frozen with the proposal; each unit's year moves on and its evaluation by TPN begins."""
    grounds = dict(
        PertimbanganTeknis.objects.filter(pembangunan__unit_usulan__usulan=usulan).values_list("pembangunan", "alasan")
    )
    for row in usulan.unit.select_related("pembangunan__unit"):
        row.alasan_teknis = grounds.get(row.pembangunan_id, "")
        row.save(update_fields=["alasan_teknis"])
        move_year(row.pembangunan, "hand_over", by=by)
        EvaluasiTPN.objects.create(unit_usulan=row)
    usulan.dikirim_at = timezone.now()


def _withdrawn(usulan: Usulan, *, by: Peran, alasan: str) -> None:
    """Evaluations that nobody has touched go; the units stand where the kepala daerah's decision left them."""
    if usulan.dikirim_at is None:
        return
    EvaluasiTPN.objects.filter(unit_usulan__usulan=usulan).delete()
    for row in usulan.unit.select_related("pembangunan__unit"):
        move_year(row.pembangunan, "undo_hand_over", by=by, alasan=alasan)


def check_withdraw(usulan: Usulan) -> list[Temuan]:
    begun = EvaluasiTPN.objects.filter(unit_usulan__usulan=usulan).filter(
        ~Q(status=EvaluasiTPN.Status.PRA_EVALUASI) | Q(riwayat__isnull=False) | Q(jawaban__isnull=False)
    )
    names = list(begun.values_list("unit_usulan__pembangunan__unit__nama", flat=True).distinct())
    if not names:
        return []
    return [galat("tpn", f"TPN sudah mulai mengevaluasi {', '.join(names)}; usulan tidak dapat ditarik lagi.")]


WORKFLOW = Workflow(
    name="Usulan ke TPN",
    labels=dict(S.choices),
    transitions=(
        Transition(
            "send", "Kirim ke TPN", (S.DRAF,), S.DIKIRIM, can_send, access.PENYUSUN, check=check_send, effect=_sent,
            confirm="Unit kerja di dalamnya diserahkan kepada TPN; surat, SPTJM, dan daftar unit tidak dapat diubah lagi.",
        ),
        Transition(
            "withdraw", "Tarik usulan", (S.DRAF, S.DIKIRIM), S.DITARIK, can_send, access.PENYUSUN,
            check=check_withdraw, effect=_withdrawn, reason_required=True,
            confirm="Usulan tidak berlaku lagi; unit kerja di dalamnya dapat dimasukkan ke usulan lain.",
        ),
    ),
)  # fmt: skip
