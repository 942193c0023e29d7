"""Who may issue papers under a number. Narrower than who may make one: a number binds the office that gives it."""

from evaluation.tpi_access import PEMIMPIN
from reports.choices import Jenis
from reports.kinds import JENIS
from units.access import in_instansi
from units.choices import JenisPeran
from units.models import PembangunanZI, Peran, Periode

J = JenisPeran
PENERBIT = "Kepala Unit Kerja, Ketua Tim, Tim Pembina, atau pimpinan TPI menurut jenis dokumennya"
# Drafts by nature, and the figures of a day that nobody signs: never issued.
TIDAK_TERBIT = frozenset(
    {Jenis.RANCANGAN_PENETAPAN, Jenis.RANCANGAN_PREDIKAT, Jenis.RANCANGAN_PENCABUTAN, Jenis.DASBOR}
)
MENERBITKAN = frozenset({J.KEPALA_UNIT, J.KETUA_TIM, J.TIUK, J.TIM_PEMBINA, *PEMIMPIN})


def can_issue(peran: Peran | None, instansi_id: int) -> bool:
    """Heads, leaders and coaches give numbers; of which kinds, `may_issue` says."""
    return in_instansi(peran, instansi_id, *MENERBITKAN)


def may_issue(peran: Peran | None, jenis: str, periode: Periode, year: PembangunanZI | None) -> bool:
    """Who makes the final paper and answers for it: heads, leaders and coaches, not every member of a team."""
    if jenis in TIDAK_TERBIT or not can_issue(peran, periode.instansi_id):
        return False
    return JENIS[jenis].maker.boleh(peran, periode, year, False)


def can_set_numbering(peran: Peran | None, instansi_id: int) -> bool:
    """Pattern, place, signatory, copies and retention of each kind."""
    return in_instansi(peran, instansi_id, J.ADMIN_INSTANSI)


CAPABILITIES = [
    ("Menerbitkan dokumen bernomor sesuai jenisnya", can_issue, MENERBITKAN),
    ("Mengatur pola nomor, penanda tangan, dan tembusan dokumen", can_set_numbering, frozenset({J.ADMIN_INSTANSI})),
]
