"""One round of a clarification: asked, answered by the unit, closed or asked again.

The rule for late answers: a round may be answered until its deadline without more ado; afterwards only while the
evaluation is still in clarification or in the field, and with the reason for being late, which the history keeps. When
the plenary has begun, no answer is taken any more.
"""

from django.utils import timezone

from evaluation import pleno_access as access
from evaluation.models import EvaluasiTPI, Klarifikasi
from units.errors import Ditolak
from units.findings import Temuan, galat
from units.models import Peran
from units.templatetags.indonesia import tanggal
from units.transitions import Transition, Workflow

S = Klarifikasi.Status


def is_late(klarifikasi: Klarifikasi) -> bool:
    """Still waiting for the unit after its last day."""
    return klarifikasi.status == S.DIMINTA and klarifikasi.tenggat < timezone.localdate()


def lock_evaluasi(pk: int, act: str) -> EvaluasiTPI:
    """The evaluation, locked, in a phase that has room for the act: nothing passes a change of phase. Raises Ditolak."""
    rows = EvaluasiTPI.objects.select_related(
        "pembangunan__unit__instansi", "pembangunan__periode", "instrumen", "mandiri"
    )
    locked = rows.select_for_update(of=("self",)).get(pk=pk)
    if refusal := access.phase_refusal(locked, act):
        raise Ditolak(refusal)
    return locked


def check_answer(klarifikasi: Klarifikasi) -> list[Temuan]:
    """An answer says something or shows something."""
    if klarifikasi.jawaban.strip() or klarifikasi.data_dukung.exists():
        return []
    return [galat("jawaban_kosong", "Tulis jawaban atau lampirkan data dukung, lalu kirim lagi.")]


def _answered(klarifikasi: Klarifikasi, *, by: Peran, alasan: str) -> None:
    lock_evaluasi(klarifikasi.evaluasi_id, access.MENJAWAB)
    if is_late_answer(klarifikasi) and not alasan:
        raise Ditolak(
            f"Tenggatnya {tanggal(klarifikasi.tenggat)} sudah lewat. Isi alasan keterlambatan, lalu kirim lagi."
        )
    klarifikasi.dijawab_oleh, klarifikasi.dijawab_at = by, timezone.now()


def is_late_answer(klarifikasi: Klarifikasi) -> bool:
    return klarifikasi.tenggat < timezone.localdate()


def _closed(klarifikasi: Klarifikasi, *, by: Peran, alasan: str) -> None:
    lock_evaluasi(klarifikasi.evaluasi_id, access.MENUTUP)


def _asked_again(klarifikasi: Klarifikasi, *, by: Peran, alasan: str) -> None:
    lock_evaluasi(klarifikasi.evaluasi_id, access.MEMINTA)


def _given_up(klarifikasi: Klarifikasi, *, by: Peran, alasan: str) -> None:
    """Before its last day the unit still has time."""
    lock_evaluasi(klarifikasi.evaluasi_id, access.MENUTUP)
    if not is_late_answer(klarifikasi):
        raise Ditolak(f"Unit kerja masih dapat menjawab sampai {tanggal(klarifikasi.tenggat)}.")


WORKFLOW = Workflow(
    name="Klarifikasi",
    labels=dict(S.choices),
    transitions=(
        Transition(
            "answer",
            "Kirim jawaban",
            (S.DIMINTA,),
            S.DIJAWAB,
            access.can_answer_klarifikasi,
            access.PENJAWAB,
            check=check_answer,
            effect=_answered,
            confirm="Jawaban dan data dukung dikirim kepada TPI dan tidak dapat diubah lagi.",
        ),
        Transition(
            "close",
            "Tandai selesai",
            (S.DIJAWAB,),
            S.SELESAI,
            access.can_ask,
            access.PENILAI_UNIT,
            effect=_closed,
            confirm="Jawaban unit kerja diterima sebagai penjelasan; nilainya ditetapkan pada penilaian.",
        ),
        Transition(
            "ask_again",
            "Minta lagi",
            (S.DIJAWAB,),
            S.SELESAI,
            access.can_ask,
            access.PENILAI_UNIT,
            effect=_asked_again,
        ),
        Transition(
            "give_up",
            "Tutup tanpa jawaban",
            (S.DIMINTA,),
            S.SELESAI,
            access.can_ask,
            access.PENILAI_UNIT,
            effect=_given_up,
            reason_required=True,
            confirm="Unit kerja tidak dapat menjawab lagi; pertanyaan dinilai dengan yang ada.",
        ),
        Transition(
            "cancel",
            "Batalkan",
            (S.DIMINTA,),
            S.DIBATALKAN,
            access.can_ask,
            access.PENILAI_UNIT,
            effect=_closed,
            reason_required=True,
            confirm="Permintaan ditarik kembali dari unit kerja.",
        ),
    ),
)
