"""Who may do what with plans, progress and quarterly reports. Visibility is `visible_to` on the models."""

from action_plans.models import Aksi, LaporanTriwulan, RencanaAksi
from units.access import TEAM_ROLES, areas_of, in_instansi, in_unit
from units.choices import JenisPeran
from units.models import PembangunanZI, Peran
from units.profiles import Formulir

J = JenisPeran
KETUA = "Ketua Tim Pembangunan ZI unit ini"
KEPALA = "Kepala Unit Kerja unit ini, selama bukan ia yang menyusun atau mengajukan rencana ini"
PENYUSUN = "Ketua Tim, atau anggota tim pada area yang diberikan kepadanya, selama rencana berstatus Draf"

# --- the plan ------------------------------------------------------------------------------------------------


def visible_aksi(peran: Peran | None):
    """Rows of the plans this role may see, struck ones included."""
    return Aksi.objects.filter(rencana__in=RencanaAksi.objects.visible_to(peran))


def can_prepare_rencana(peran: Peran | None, pembangunan: PembangunanZI) -> bool:
    """Create, fill from a file, submit, revise: the ketua. The Kepala Unit approves, therefore does not prepare."""
    return in_unit(peran, pembangunan.unit_id, J.KETUA_TIM)


def can_lead_rencana(peran: Peran | None, rencana: RencanaAksi) -> bool:
    return can_prepare_rencana(peran, rencana.pembangunan)


def can_edit_text(peran: Peran | None, rencana: RencanaAksi) -> bool:
    return rencana.status == RencanaAksi.Status.DRAF and can_lead_rencana(peran, rencana)


def can_decide_rencana(peran: Peran | None, rencana: RencanaAksi) -> bool:
    """Approve or send back: the Kepala Unit, unless the same person prepared or submitted it in another role."""
    if not in_unit(peran, rencana.pembangunan.unit_id, J.KEPALA_UNIT):
        return False
    makers = {p.user_id for p in (rencana.disusun_oleh, rencana.diajukan_oleh) if p}
    return peran.user_id not in makers


def editable_areas(peran: Peran | None, rencana: RencanaAksi) -> frozenset[str]:
    """Areas whose rows this role may change now; none once the plan has left the draft."""
    if rencana.status != RencanaAksi.Status.DRAF or not in_unit(peran, rencana.pembangunan.unit_id, *TEAM_ROLES):
        return frozenset()
    return areas_of(peran, rencana.pembangunan)


def can_edit_aksi(peran: Peran | None, aksi: Aksi) -> bool:
    return aksi.area in editable_areas(peran, aksi.rencana)


# --- progress and evidence -----------------------------------------------------------------------------------

PELAKSANA = "Ketua Tim, atau anggota tim pada area yang diberikan kepadanya, setelah rencana aksi pernah disetujui"


def fillable_areas(peran: Peran | None, rencana: RencanaAksi) -> frozenset[str]:
    """Areas whose progress this role may fill in; a plan that was never approved is not carried out yet."""
    if rencana.versi == 0:
        return frozenset()
    return areas_of(peran, rencana.pembangunan)


def can_fill_progress(peran: Peran | None, aksi: Aksi) -> bool:
    return aksi.dihapus_at is None and aksi.area in fillable_areas(peran, aksi.rencana)


# --- the quarterly report ------------------------------------------------------------------------------------

PENYUSUN_LAPORAN = "Ketua Tim Pembangunan ZI unit ini"
PENYUNTING_LAPORAN = "Ketua Tim, atau anggota tim pada bagian areanya, selama laporan berstatus Draf"
PENYETUJU_LAPORAN = "Kepala Unit Kerja unit ini, selama bukan ia yang menyusun atau mengajukan laporan ini"
PENERIMA_LAPORAN = "Tim Pembina ZI, Ketua TPI, atau Sekretaris TPI yang tidak ikut menyusun atau menyetujui laporan ini"


def can_prepare_laporan(peran: Peran | None, pembangunan: PembangunanZI) -> bool:
    """Create and submit: the ketua of the unit's team (Pergub Kalbar 20/2017 Pasal 4)."""
    return in_unit(peran, pembangunan.unit_id, J.KETUA_TIM)


def can_submit_laporan(peran: Peran | None, laporan: LaporanTriwulan) -> bool:
    return can_prepare_laporan(peran, laporan.pembangunan)


def editable_sections(peran: Peran | None, laporan: LaporanTriwulan, form: Formulir) -> frozenset[str]:
    """Codes of the sections this role may write now: all for the ketua, those of their areas for members."""
    if laporan.status != LaporanTriwulan.Status.DRAF:
        return frozenset()
    if can_prepare_laporan(peran, laporan.pembangunan):
        return frozenset(b.kode for b in form.bagian)
    areas = areas_of(peran, laporan.pembangunan)
    return frozenset(b.kode for b in form.bagian if b.area in areas)


def can_approve_laporan(peran: Peran | None, laporan: LaporanTriwulan) -> bool:
    """The Kepala Unit, unless the same person prepared or submitted it in another role."""
    return _heads(peran, laporan) and peran.user_id not in _people(laporan.disusun_oleh, laporan.diajukan_oleh)


def can_return_laporan(peran: Peran | None, laporan: LaporanTriwulan) -> bool:
    return _heads(peran, laporan)


def can_send_laporan(peran: Peran | None, laporan: LaporanTriwulan) -> bool:
    return _heads(peran, laporan)


def can_receive_laporan(peran: Peran | None, laporan: LaporanTriwulan) -> bool:
    """The Inspektorat's roles that take in reports; nobody takes in what they made or approved themselves."""
    if not in_instansi(peran, laporan.pembangunan.unit.instansi_id, J.TIM_PEMBINA, J.KETUA_TPI, J.SEKRETARIS_TPI):
        return False
    return peran.user_id not in _people(laporan.disusun_oleh, laporan.diajukan_oleh, laporan.disetujui_oleh)


def _heads(peran: Peran | None, laporan: LaporanTriwulan) -> bool:
    return in_unit(peran, laporan.pembangunan.unit_id, J.KEPALA_UNIT)


def _people(*peran: Peran | None) -> set[int]:
    return {p.user_id for p in peran if p}


CAPABILITIES = [
    ("Menyusun dan mengajukan rencana aksi", can_prepare_rencana, frozenset({J.KETUA_TIM})),
    ("Mengisi rencana aksi dan realisasi pada areanya", areas_of, TEAM_ROLES),
    ("Menyetujui atau mengembalikan rencana aksi", can_decide_rencana, frozenset({J.KEPALA_UNIT})),
    ("Menyusun dan mengajukan laporan triwulan", can_prepare_laporan, frozenset({J.KETUA_TIM})),
    ("Menyetujui dan menyampaikan laporan triwulan", can_approve_laporan, frozenset({J.KEPALA_UNIT})),
    (
        "Menerima atau mengembalikan laporan triwulan",
        can_receive_laporan,
        frozenset({J.TIM_PEMBINA, J.KETUA_TPI, J.SEKRETARIS_TPI}),
    ),
]
