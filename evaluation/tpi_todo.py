"""What waits for TPI before the plenary: evaluations to open, to assign, to move on, and questions to score."""

from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse

from evaluation.models import EvaluasiTPI, Penugasan
from evaluation.services.tpi_open import waiting
from evaluation.tpi_access import BOLEH, MENILAI, PEMIMPIN, PENILAI
from evaluation.tpi_queue import queues
from evaluation.tpi_workflow import window_of
from units.models import Peran, Periode
from units.tugas import Tugas

SEGERA = 3  # days before the end of a phase from which the task is urgent


def todo_for(peran: Peran, periode: Periode, *, today: date) -> list[Tugas]:
    """At most nine queries, however many evaluations."""
    if peran.jenis not in PENILAI:
        return []
    leading = [*_to_open(peran, periode), *_to_lead(peran, periode, today)] if peran.jenis in PEMIMPIN else []
    return [*leading, *_to_score(peran, periode, today)]


def _to_open(peran: Peran, periode: Periode) -> list[Tugas]:
    units = [row.pembangunan.unit.nama for row in waiting(peran.instansi_id, periode)]
    if not units:
        return []
    names = ", ".join(units[:3]) + (f", dan {len(units) - 3} lagi" if len(units) > 3 else "")
    return [
        Tugas(f"Buka evaluasi {len(units)} unit", f"Penilaian mandiri sudah diajukan: {names}.", reverse("tpi_list"))
    ]


def _to_lead(peran: Peran, periode: Periode, today: date) -> list[Tugas]:
    """Evaluations without assessors, and those whose phase has run out."""
    tasks = Penugasan.objects.filter(evaluasi=OuterRef("pk"), is_active=True)
    rows = (
        EvaluasiTPI.objects.filter(
            pembangunan__periode=periode,
            pembangunan__unit__instansi_id=peran.instansi_id,
            status__in=BOLEH[MENILAI],
        )
        .annotate(ada_penilai=Exists(tasks))
        .select_related("pembangunan__unit")
    )
    found = []
    for row in rows:
        url, window = reverse("tpi_detail", args=[row.pk]), window_of(row, row.status)
        if not row.ada_penilai:
            found.append(Tugas(f"Tugaskan penilai {row.pembangunan.unit}", "Belum ada penilai.", url, nada="merah"))
        elif window and window[1] < today:
            phase = row.get_status_display()
            words = "Lanjutkan ke fase berikutnya, atau ubah jendelanya dengan alasan."
            found.append(Tugas(f"{phase} {row.pembangunan.unit} sudah berakhir", words, url, window[1], "kuning"))
    return found


def _to_score(peran: Peran, periode: Periode, today: date) -> list[Tugas]:
    """One line per unit, with what newer evidence questions said first."""
    return [_score_task(evaluasi, waits, today) for evaluasi, waits in queues(peran, periode) if waits.jumlah]


def _score_task(evaluasi: EvaluasiTPI, waits, today: date) -> Tugas:
    window = window_of(evaluasi, evaluasi.status)
    parts = (
        (len(waits.tinjau), "perlu ditinjau karena ada bukti baru"),
        (len(waits.kosong), "belum dinilai"),
        (len(waits.terbuka), "belum diserahkan"),
    )
    words = ", ".join(f"{count} {what}" for count, what in parts if count)
    late = window is not None and (window[1] - today).days <= SEGERA
    return Tugas(
        f"Nilai {evaluasi.pembangunan.unit}",
        f"{words[:1].upper()}{words[1:]}.",
        reverse("tpi_score", args=[evaluasi.pk]),
        window[1] if window else None,
        "merah" if late else "kuning" if waits.tinjau else "biru",
    )
