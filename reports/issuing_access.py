"""Who may issue papers under a number. Narrower than who may make one: a number binds the office that gives it."""

from evaluation.tpi_access import PEMIMPIN
from reports.choices import Jenis
from reports.kinds import JENIS
from units.access import in_instansi
from units.choices import JenisPeran
from units.models import PembangunanZI, Peran, Periode

J = JenisPeran
PENERBIT = "Kepala Unit Kerja, Ketua Tim, Tim Pembina, atau pimpinan TPI menurut jenis dokumennya"
# Drafts by nature: never issued as they are.
TIDAK_TERBIT = frozenset({Jenis.RANCANGAN_PENETAPAN, Jenis.RANCANGAN_PREDIKAT, Jenis.RANCANGAN_PENCABUTAN})
MENERBITKAN = frozenset({J.KEPALA_UNIT, J.KETUA_TIM, J.TIUK, J.TIM_PEMBINA, *PEMIMPIN})


def may_issue(peran: Peran | None, jenis: str, periode: Periode, year: PembangunanZI | None) -> bool:
    """Who makes the final paper and answers for it: heads, leaders and coaches, not every member of a team."""
    if jenis in TIDAK_TERBIT or not in_instansi(peran, periode.instansi_id, *MENERBITKAN):
        return False
    return JENIS[jenis].maker.boleh(peran, periode, year, False)
