"""Who may check requirements, decide on proposals, prepare them, and let PortalRB fetch them.

The administrator decides nothing: it keeps the tokens of the interface and reads the rest. Requirements are checked by
TPI, proposals are decided by the kepala daerah (`units.year.can_decide`) and prepared by the ketua or sekretaris of TPI.
"""

from units.access import has_role, in_instansi, in_unit
from units.choices import JenisPeran
from units.models import PembangunanZI, Peran
from units.scope import INSTANSI_ROLES, UNIT_ROLES
from units.year import can_decide

J = JenisPeran
TPI = (J.KETUA_TPI, J.SEKRETARIS_TPI, J.ANGGOTA_TPI)
READERS = (UNIT_ROLES | INSTANSI_ROLES) - {J.PEGAWAI}
WHO_READS = "Kepala Unit, Tim Pembangunan ZI, Inspektorat, Kepala Daerah, dan Administrator Instansi"
PEMERIKSA = "Ketua, Sekretaris, atau Anggota TPI, dan bukan untuk unit kerjanya sendiri"
PENCATAT_SURVEI = "Kepala Unit Kerja, Ketua Tim unit ini, atau TPI"
PEMUTUS = "Kepala Daerah atau delegasinya"
PENYUSUN = "Ketua atau Sekretaris TPI"
KEPALA_UNIT = "Kepala Unit Kerja unit ini"
WHO_SEES_DECISIONS = "Kepala Daerah, delegasinya, Inspektorat, dan Administrator Instansi"
ADMIN = "Administrator Instansi"


def can_read_syarat(peran: Peran | None) -> bool:
    return has_role(peran, *READERS)


def can_check_syarat_instansi(peran: Peran | None, instansi_id: int) -> bool:
    return in_instansi(peran, instansi_id, *TPI)


def can_check_syarat(peran: Peran | None, pembangunan: PembangunanZI) -> bool:
    """TPI, but nobody for the unit they belong to."""
    return in_instansi(peran, pembangunan.unit.instansi_id, *TPI) and peran.user.unit_id != pembangunan.unit_id


def can_record_survei(peran: Peran | None, pembangunan: PembangunanZI) -> bool:
    """The unit's own survey: by its head or ketua, or by TPI that received the report."""
    return in_unit(peran, pembangunan.unit_id, J.KEPALA_UNIT, J.KETUA_TIM) or can_check_syarat(peran, pembangunan)


def can_see_decisions(peran: Peran | None) -> bool:
    return has_role(peran, *INSTANSI_ROLES)


def can_decide_usulan(peran: Peran | None, pembangunan: PembangunanZI) -> bool:
    """Whether a unit is proposed is decided by the kepala daerah or the delegate."""
    return can_decide(peran, pembangunan)


def can_prepare_usulan(peran: Peran | None, instansi_id: int) -> bool:
    return in_instansi(peran, instansi_id, J.KETUA_TPI, J.SEKRETARIS_TPI)


def can_give_sptjm(peran: Peran | None, pembangunan: PembangunanZI) -> bool:
    """The head answers for the unit; nobody signs for them."""
    return in_unit(peran, pembangunan.unit_id, J.KEPALA_UNIT)


def can_manage_portalrb(peran: Peran | None, instansi_id: int) -> bool:
    return in_instansi(peran, instansi_id, J.ADMIN_INSTANSI)


CAPABILITIES = [
    ("Memeriksa syarat pengajuan instansi", can_check_syarat_instansi, frozenset(TPI)),
    ("Memeriksa syarat pengajuan unit", can_check_syarat, frozenset(TPI)),
    ("Mencatat hasil survei unit", can_record_survei, frozenset({J.KEPALA_UNIT, J.KETUA_TIM, *TPI})),
    ("Memutuskan pengusulan ke TPN", can_decide_usulan, frozenset({J.KEPALA_DAERAH, J.DELEGASI})),
    ("Menyusun dan mengirim usulan ke TPN", can_prepare_usulan, frozenset({J.KETUA_TPI, J.SEKRETARIS_TPI})),
    ("Menyampaikan SPTJM unitnya", can_give_sptjm, frozenset({J.KEPALA_UNIT})),
    ("Mengelola token antarmuka PortalRB", can_manage_portalrb, frozenset({J.ADMIN_INSTANSI})),
]
