"""Remind of the re-evaluation of a predicate before it is due, and tell when it is overdue. Each is told once."""

from datetime import date

from django.urls import reverse

from units.choices import JenisPeran
from units.models import Predikat
from units.notices import holders, notify
from units.predicate_list import SEGERA, due
from units.templatetags.indonesia import tanggal

J = JenisPeran
DAYS_BEFORE = (1, 7, 30, SEGERA)


def send_reevaluation_reminders(*, today: date) -> int:
    """All institutions. Returns the number of notices made."""
    rows = due(Predikat.objects.all(), today=today, days=SEGERA).select_related("unit")
    return sum(_remind(row, today) for row in rows)


def _remind(row: Predikat, today: date) -> int:
    days = (row.reevaluasi_paling_lambat - today).days
    stage = "lewat" if days < 0 else f"h{next(n for n in DAYS_BEFORE if days <= n)}"
    when = (
        "sudah lewat batas waktu"
        if days < 0
        else "jatuh tempo hari ini"
        if days == 0
        else f"jatuh tempo {days} hari lagi"
    )
    unit = row.unit
    people = holders(J.KETUA_TPI, J.SEKRETARIS_TPI, instansi_id=unit.instansi_id)
    people += holders(J.KEPALA_UNIT, instansi_id=unit.instansi_id, unit_id=unit.pk)
    told = notify(
        people,
        judul=f"Evaluasi ulang {row.get_jenis_display()} {unit} {when}"[:200],
        pesan=f"Predikat dinilai kembali paling lambat {tanggal(row.reevaluasi_paling_lambat)} (PermenPANRB 90/2021).",
        tautan=reverse("predikat_detail", args=[row.pk]),
        # The date stands in the key: after a re-evaluation the next one is told anew.
        kunci=f"predikat:{row.pk}:{row.reevaluasi_paling_lambat}:{stage}",
    )
    return len(told)
