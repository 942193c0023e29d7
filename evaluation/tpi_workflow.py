"""Meja -> klarifikasi -> lapangan -> pleno (-> final, see the plenary), and the ways back with reasons.

Each phase has a window of days. A step into a phase outside its window needs a reason, which the history keeps; work
inside a phase waits until ketua or sekretaris has moved the window, again with a reason.
"""

from datetime import date

from django.utils import timezone

from evaluation import tpi_access as access
from evaluation.models import EvaluasiTPI
from evaluation.tpi_checks import check_to_clarification, check_to_field, check_to_plenary
from units.errors import Ditolak
from units.models import Peran
from units.templatetags.indonesia import tanggal
from units.transitions import Transition, Workflow

F = EvaluasiTPI.Fase
BERJENDELA = (F.MEJA, F.KLARIFIKASI, F.LAPANGAN, F.PLENO)


def window_of(evaluasi: EvaluasiTPI, fase: str) -> tuple[date, date] | None:
    """First and last day of a phase; None for a phase that has no window."""
    days = evaluasi.jendela.get(fase)
    return (date.fromisoformat(days[0]), date.fromisoformat(days[1])) if days else None


def outside_window(evaluasi: EvaluasiTPI, fase: str, today: date) -> str:
    """The sentence that says how today lies outside the window of `fase`; "" when it lies inside."""
    window = window_of(evaluasi, fase)
    if window is None or window[0] <= today <= window[1]:
        return ""
    label = F(fase).label
    if today < window[0]:
        return f"{label} baru dimulai pada {tanggal(window[0])}."
    return f"{label} berakhir pada {tanggal(window[1])}."


def window_refusal(evaluasi: EvaluasiTPI, today: date) -> str:
    """Why work in the phase as it stands has to wait today, and who can help; "" when it need not."""
    sentence = outside_window(evaluasi, evaluasi.status, today)
    return f"{sentence} {access.KETUA_TPI} dapat mengubah jendelanya dengan alasan." if sentence else ""


def require_window(evaluasi: EvaluasiTPI) -> None:
    """Raise Ditolak when today lies outside the window of the phase as it stands."""
    if sentence := window_refusal(evaluasi, timezone.localdate()):
        raise Ditolak(sentence)


def reason_needed(step: Transition, evaluasi: EvaluasiTPI, today: date) -> str:
    """Why this step asks for a reason: it goes back, or into a phase outside its window; "" when it needs none."""
    if step.reason_required:
        return "Kembali ke fase sebelumnya memerlukan alasan."
    return outside_window(evaluasi, step.target, today)


def _entered(fase: str):
    def effect(evaluasi: EvaluasiTPI, *, by: Peran, alasan: str) -> None:
        if not alasan and (sentence := outside_window(evaluasi, fase, timezone.localdate())):
            raise Ditolak(f"{sentence} Isi alasan untuk melangkah di luar jendelanya, lalu kirim lagi.")

    return effect


def _on(name: str, label: str, source: str, target: str, check, confirm: str) -> Transition:
    return Transition(
        name,
        label,
        (source,),
        target,
        access.can_lead,
        access.KETUA_TPI,
        check=check,
        effect=_entered(target),
        confirm=confirm,
    )


def _back(name: str, label: str, source: str, target: str, confirm: str) -> Transition:
    return Transition(
        name,
        label,
        (source,),
        target,
        access.can_lead,
        access.KETUA_TPI,
        reason_required=True,
        confirm=confirm,
    )


STEPS = (
    _on(
        "clarify",
        "Mulai klarifikasi",
        F.MEJA,
        F.KLARIFIKASI,
        check_to_clarification,
        "Penilaian tertutup berakhir: penilai saling melihat jawaban, dan permintaan klarifikasi dapat dikirim kepada unit.",
    ),
    _on(
        "visit",
        "Mulai evaluasi lapangan",
        F.KLARIFIKASI,
        F.LAPANGAN,
        check_to_field,
        "Kunjungan dicatat dan jawaban penilai masih dapat diperbaiki menurut keadaan di lapangan.",
    ),
    _on(
        "deliberate",
        "Buka pleno",
        F.LAPANGAN,
        F.PLENO,
        check_to_plenary,
        "Jawaban penilai dikunci; setiap pertanyaan diputus dalam pleno.",
    ),
    _back(
        "back_to_desk",
        "Kembali ke evaluasi meja",
        F.KLARIFIKASI,
        F.MEJA,
        "Penilai menilai kembali; jawaban yang belum diserahkan kembali tertutup bagi rekannya.",
    ),
    _back(
        "back_to_clarification",
        "Kembali ke klarifikasi",
        F.LAPANGAN,
        F.KLARIFIKASI,
        "Permintaan klarifikasi kepada unit dapat dikirim lagi.",
    ),
    _back(
        "back_to_field",
        "Kembali ke evaluasi lapangan",
        F.PLENO,
        F.LAPANGAN,
        "Jawaban penilai dapat diperbaiki lagi; putusan pleno yang sudah ada tetap tersimpan.",
    ),
)

WORKFLOW = Workflow(name="Evaluasi TPI", labels=dict(F.choices), transitions=STEPS)
