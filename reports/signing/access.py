"""Who may sign an issued paper electronically, and who may bring its scan."""

from reports.models import SertifikatElektronik, Terbitan
from reports.terbitan_workflow import WORKFLOW
from units.models import Peran

SIGN = WORKFLOW.get("sign")


def certificates_for(peran: Peran | None, terbitan: Terbitan) -> list[SertifikatElektronik]:
    """The person's own certificates in use, if the role may sign this kind; the expired ones are among them, to be named."""
    if peran is None or not SIGN.can(peran, terbitan):
        return []
    return list(SertifikatElektronik.objects.usable_by(peran))


def may_bring_scan(peran: Peran | None, terbitan: Terbitan) -> bool:
    return peran is not None and SIGN.can(peran, terbitan)
