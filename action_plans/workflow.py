"""The plan: draf -> diajukan -> disetujui, the way back, and the revision that starts again (Pergub Kalbar 20/2017 Pasal 3)."""

from django.utils import timezone

from action_plans import access
from action_plans.checks import check_plan
from action_plans.models import RencanaAksi, VersiRencana
from action_plans.plan_data import profil_of, snapshot
from units.findings import Temuan
from units.models import Peran
from units.transitions import Transition, Workflow

S = RencanaAksi.Status


def check_rencana(rencana: RencanaAksi) -> list[Temuan]:
    return check_plan(snapshot(rencana), profil_of(rencana))


def _submitted(rencana: RencanaAksi, *, by: Peran, alasan: str) -> None:
    rencana.diajukan_oleh = by


def _approved(rencana: RencanaAksi, *, by: Peran, alasan: str) -> None:
    """Freeze texts and rows as the next version."""
    rencana.versi += 1
    VersiRencana.objects.create(
        rencana=rencana, nomor=rencana.versi, isi=snapshot(rencana), disetujui_oleh=by, disetujui_at=timezone.now()
    )


RENCANA = Workflow(
    name="Rencana aksi",
    labels=dict(S.choices),
    transitions=(
        Transition(
            "submit", "Ajukan", (S.DRAF,), S.DIAJUKAN, access.can_lead_rencana, access.KETUA,
            check=check_rencana, effect=_submitted,
            confirm="Rencana diajukan kepada Kepala Unit Kerja dan tidak dapat diubah selama diperiksa.",
        ),
        Transition(
            "approve", "Setujui", (S.DIAJUKAN,), S.DISETUJUI, access.can_decide_rencana, access.KEPALA,
            effect=_approved,
            confirm="Isi rencana dibekukan sebagai versi baru dan menjadi acuan pelaksanaan serta laporan triwulan.",
        ),
        Transition(
            "send_back", "Kembalikan", (S.DIAJUKAN,), S.DRAF, access.can_decide_rencana, access.KEPALA,
            reason_required=True,
            confirm="Rencana kembali menjadi Draf, dan Ketua Tim diberi tahu alasannya.",
        ),
        Transition(
            "revise", "Revisi", (S.DISETUJUI,), S.DRAF, access.can_lead_rencana, access.KETUA,
            reason_required=True,
            confirm="Rencana dibuka kembali sebagai Draf. Versi yang sudah disetujui tetap tersimpan dan tetap berlaku "
            "sampai revisi disetujui.",
        ),
    ),
)  # fmt: skip
