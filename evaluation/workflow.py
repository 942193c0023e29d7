"""Draf -> disiapkan (ketua) -> diajukan (kepala unit, frozen), and the ways back with reasons."""

import json

from django.utils import timezone

from evaluation import access
from evaluation.checks import check_complete
from evaluation.models import Penilaian
from evaluation.services.assessment import freeze_penilaian
from evaluation.services.summary import drop_summary
from evaluation.year_conditions import check_submit, on_returned, on_submitted
from units.history import record
from units.models import Peran
from units.templatetags.indonesia import waktu
from units.transitions import Transition, Workflow

S = Penilaian.Status
BEKU = "hasil"  # history rows that carry a whole submitted result
PEMBUKA = "Kepala Unit Kerja atau Ketua Tim Pembangunan ZI unit ini"


def statement(penilaian: Penilaian) -> str:
    """What the Kepala Unit declares by submitting."""
    unit = penilaian.pembangunan.unit
    return (
        f"Saya, {unit.jabatan_kepala}, menyatakan bahwa penilaian mandiri {unit.nama} tahun {penilaian.pembangunan.periode.tahun} "
        f"dengan {penilaian.instrumen} diisi menurut keadaan yang sebenarnya dan didukung bukti yang dapat diperiksa."
    )


def _prepared(penilaian: Penilaian, *, by: Peran, alasan: str) -> None:
    penilaian.disiapkan_oleh = by


def _submitted(penilaian: Penilaian, *, by: Peran, alasan: str) -> None:
    """Freeze; a later return keeps the copy in the history."""
    now = timezone.now()
    penilaian.hasil = freeze_penilaian(penilaian, pada=waktu(now), oleh=str(by.user))
    penilaian.pernyataan = statement(penilaian)
    penilaian.diajukan_oleh, penilaian.diajukan_at = by, now
    record(
        penilaian, by=by, tindakan="Membekukan hasil", kolom=BEKU, ke=json.dumps(penilaian.hasil, ensure_ascii=False)
    )
    on_submitted(penilaian, by=by)


def _reopened(penilaian: Penilaian, *, by: Peran, alasan: str) -> None:
    """A draft is the unit's own again: what was signed stays in the history."""
    penilaian.hasil, penilaian.pernyataan = {}, ""
    drop_summary(penilaian)
    penilaian.disiapkan_oleh = penilaian.diajukan_oleh = None
    penilaian.diajukan_at = None


def _returned(penilaian: Penilaian, *, by: Peran, alasan: str) -> None:
    on_returned(penilaian, by=by, alasan=alasan)
    _reopened(penilaian, by=by, alasan=alasan)


WORKFLOW = Workflow(
    name="Penilaian mandiri",
    labels=dict(S.choices),
    transitions=(
        Transition(
            "prepare",
            "Siapkan",
            (S.DRAF,),
            S.DISIAPKAN,
            access.can_prepare,
            access.KETUA,
            check=check_complete,
            effect=_prepared,
            confirm="Jawaban tidak dapat diubah lagi, dan Kepala Unit Kerja diminta memeriksa lalu mengajukannya.",
        ),
        Transition(
            "submit",
            "Ajukan",
            (S.DISIAPKAN,),
            S.DIAJUKAN,
            access.can_submit,
            access.KEPALA,
            check=check_submit,
            effect=_submitted,
            confirm="Jawaban, nilai, dan ambang batas dibekukan dan dapat dibaca Inspektorat.",
        ),
        Transition(
            "reopen",
            "Buka kembali",
            (S.DISIAPKAN,),
            S.DRAF,
            access.can_reopen,
            PEMBUKA,
            effect=_reopened,
            reason_required=True,
            confirm="Penilaian kembali menjadi Draf dan jawabannya dapat diubah lagi.",
        ),
        Transition(
            "return",
            "Kembalikan",
            (S.DIAJUKAN,),
            S.DRAF,
            access.can_return,
            access.PENGEMBALI,
            effect=_returned,
            reason_required=True,
            confirm="Penilaian kembali menjadi Draf di unit kerja; hasil yang pernah diajukan tetap tersimpan dalam riwayat.",
        ),
    ),
)
