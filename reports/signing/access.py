"""Who may sign an issued paper electronically, and who may bring its scan."""

from reports.models import SertifikatElektronik, Terbitan
from reports.terbitan_workflow import WORKFLOW
from units.access import in_instansi
from units.choices import JenisPeran
from units.models import Peran

SIGN = WORKFLOW.get("sign")


def certificates_for(peran: Peran | None, terbitan: Terbitan) -> list[SertifikatElektronik]:
    """The person's own certificates in use, if the role may sign this kind; the expired ones are among them, to be named."""
    if peran is None or not SIGN.can(peran, terbitan):
        return []
    return list(SertifikatElektronik.objects.usable_by(peran))


def may_bring_scan(peran: Peran | None, terbitan: Terbitan) -> bool:
    return peran is not None and SIGN.can(peran, terbitan)


def can_manage_sertifikat(peran: Peran | None, instansi_id: int) -> bool:
    """The administrator, who signs nothing with them unless they are made out to that person too."""
    return in_instansi(peran, instansi_id, JenisPeran.ADMIN_INSTANSI)


CAPABILITIES = [("Mengelola sertifikat elektronik", can_manage_sertifikat, frozenset({JenisPeran.ADMIN_INSTANSI}))]
