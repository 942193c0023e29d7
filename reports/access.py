"""Who may make documents. Who may see them is `Dokumen.objects.visible_to`; what they show has its own `visible_to`."""

from reports.models import MELIHAT_DRAF
from units.access import in_instansi, in_unit
from units.models import PembangunanZI, Peran
from units.scope import INSPEKTORAT_ROLES

PEMBUAT_DRAF = "Kepala Unit Kerja dan Tim Pembangunan ZI unit ini"
PEMBUAT = f"{PEMBUAT_DRAF}, atau Inspektorat"


def can_make_dokumen(peran: Peran | None, pembangunan: PembangunanZI, *, draf: bool) -> bool:
    """The unit makes any of its documents; the Inspektorat those of what was approved."""
    if in_unit(peran, pembangunan.unit_id, *MELIHAT_DRAF):
        return True
    return not draf and in_instansi(peran, pembangunan.unit.instansi_id, *INSPEKTORAT_ROLES)
