"""Questions to the register of issued papers, and the step that the drawing job takes in it."""

import json
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from reports.closing import dated
from reports.data import Isi, to_json
from reports.kinds import JENIS
from reports.models import Dokumen, Terbitan
from reports.terbitan_workflow import WORKFLOW
from units.models import Peran
from units.transitions import perform

S = Terbitan.Status
HIDUP = (S.DISIAPKAN, S.MENUNGGU_TTD, S.BERLAKU)


def live_of(objek: Any, jenis: str, *, among: QuerySet[Terbitan] | None = None) -> Terbitan | None:
    """The paper of this source that stands under a number and was neither replaced nor revoked."""
    rows = Terbitan.objects.all() if among is None else among
    rows = rows.filter(jenis=jenis, status__in=HIDUP, **{f"dokumen__{JENIS[jenis].field}": objek})
    return rows.select_related("dokumen", "periode", "pembangunan").first()


def shows(terbitan: Terbitan, data: Isi) -> bool:
    """Whether the issued paper shows these very data."""
    asked = json.loads(json.dumps(to_json(dated(data, terbitan.tanggal.isoformat()))))
    return asked == terbitan.dokumen.isi


def mark_drawn(dokumen: Dokumen) -> None:
    """The numbered file exists: it waits for its signature. Called by the job, in the name of who issued it."""
    terbitan = Terbitan.objects.filter(dokumen=dokumen, status=S.DISIAPKAN).select_related("diterbitkan_oleh").first()
    by = _in_office(terbitan.diterbitkan_oleh) if terbitan else None
    if by:
        perform(WORKFLOW, terbitan, "ready", by=by)


def _in_office(issuer: Peran) -> Peran | None:
    """Who issued, or who holds that office by now: a paper may be drawn after its issuer has left."""
    today = timezone.localdate()
    if issuer.is_active_on(today):
        return issuer
    same = {"jenis": issuer.jenis, "instansi": issuer.instansi_id, "unit": issuer.unit_id}
    return Peran.objects.active_on(today).filter(**same).order_by("-mulai", "-pk").first()
