"""Who may do what with plans, progress and quarterly reports. Visibility is `visible_to` on the models."""

from datetime import date

from django.db.models import F
from django.utils import timezone

from action_plans.models import (
    Aksi,
    KesepakatanPembinaan,
    Konsultasi,
    LaporanPembinaan,
    LaporanTriwulan,
    Pembinaan,
    PesanKonsultasi,
    RencanaAksi,
)
from units.access import TEAM_ROLES, areas_of, has_role, in_instansi, in_unit
from units.choices import JenisPeran
from units.models import PembangunanZI, Peran
from units.profiles import Formulir
from units.scope import is_inspektur

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


# --- coaching ------------------------------------------------------------------------------------------------

PEMBINA = "Tim Pembina ZI yang bukan pegawai unit ini dan tidak memegang peran di unit ini pada tahun yang sama"
KEPALA_UNIT = "Kepala Unit Kerja unit ini"
PELAKSANA_KESEPAKATAN = (
    "Kepala Unit Kerja atau Ketua Tim unit ini, penanggung jawab kesepakatan, atau anggota tim pada areanya"
)


def can_coach(peran: Peran | None, pembangunan: PembangunanZI) -> bool:
    """Tim Pembina, but nobody coaches a unit they belong to or held a role of in that year."""
    if not in_instansi(peran, pembangunan.unit.instansi_id, J.TIM_PEMBINA):
        return False
    return peran.user.unit_id != pembangunan.unit_id and not _held_role_in(peran, pembangunan)


def _held_role_in(peran: Peran, pembangunan: PembangunanZI) -> bool:
    tahun = pembangunan.periode.tahun
    roles = Peran.objects.filter(user=peran.user_id, unit=pembangunan.unit_id, mulai__lte=date(tahun, 12, 31))
    return roles.exclude(selesai__lt=date(tahun, 1, 1)).exclude(selesai__lt=F("mulai")).exists()


def can_edit_pembinaan(peran: Peran | None, pembinaan: Pembinaan) -> bool:
    return pembinaan.status == Pembinaan.Status.DRAF and can_coach_session(peran, pembinaan)


def can_coach_session(peran: Peran | None, pembinaan: Pembinaan) -> bool:
    return can_coach(peran, pembinaan.pembangunan)


def can_answer_pembinaan(peran: Peran | None, pembinaan: Pembinaan) -> bool:
    """Confirm what was recorded, or ask for it to be mended: the Kepala Unit who was coached."""
    return in_unit(peran, pembinaan.pembangunan.unit_id, J.KEPALA_UNIT)


def can_do_kesepakatan(peran: Peran | None, kesepakatan: KesepakatanPembinaan) -> bool:
    """Report an agreement as done, of a session that has reached the unit."""
    pembinaan = kesepakatan.pembinaan
    if pembinaan.status == Pembinaan.Status.DRAF:
        return False
    if in_unit(peran, pembinaan.pembangunan.unit_id, J.KEPALA_UNIT, J.KETUA_TIM):
        return True
    if not in_unit(peran, pembinaan.pembangunan.unit_id, J.ANGGOTA_TIM):
        return False
    return kesepakatan.penanggung_jawab_id == peran.user_id or kesepakatan.area in areas_of(
        peran, pembinaan.pembangunan
    )


def can_check_kesepakatan(peran: Peran | None, kesepakatan: KesepakatanPembinaan) -> bool:
    return can_coach(peran, kesepakatan.pembinaan.pembangunan)


def coaches_of(pembangunan: PembangunanZI) -> set[int]:
    """Users who coached this unit in this year: in a session that took place, or by an answer to a question."""
    held = Pembinaan.objects.filter(pembangunan=pembangunan, tanggal__lte=timezone.localdate())
    answers = PesanKonsultasi.objects.filter(konsultasi__pembangunan=pembangunan, oleh__jenis=J.TIM_PEMBINA)
    found = set(held.order_by().values_list("pembina__user_id", flat=True))
    return (found | set(answers.order_by().values_list("oleh__user_id", flat=True))) - {None}


# --- consultation --------------------------------------------------------------------------------------------

PENANYA = "Kepala Unit Kerja dan Tim Pembangunan ZI unit ini"
PESERTA_KONSULTASI = f"{PENANYA}, atau {PEMBINA}"


def can_ask(peran: Peran | None, pembangunan: PembangunanZI) -> bool:
    """Begin a thread: those who build ZI in the unit."""
    return in_unit(peran, pembangunan.unit_id, J.KEPALA_UNIT, *TEAM_ROLES)


def can_ask_again(peran: Peran | None, konsultasi: Konsultasi) -> bool:
    return can_ask(peran, konsultasi.pembangunan)


def can_answer(peran: Peran | None, konsultasi: Konsultasi) -> bool:
    return can_coach(peran, konsultasi.pembangunan)


def can_reply(peran: Peran | None, konsultasi: Konsultasi) -> bool:
    """Write in a thread, resolve it or open it again: both sides."""
    return can_ask_again(peran, konsultasi) or can_answer(peran, konsultasi)


# --- the report of Tim Pembina -------------------------------------------------------------------------------

PENYUSUN_PEMBINAAN = "Tim Pembina ZI; untuk laporan satu unit, yang bukan pegawai unit itu"
INSPEKTUR = "Inspektur (Kepala Unit Kerja Inspektorat)"
PENYETUJU_PEMBINAAN = f"{INSPEKTUR}, selama bukan ia yang menyusun, mengajukan, atau menjadi anggota tim laporan ini"


def can_prepare_pembinaan(peran: Peran | None, instansi_id: int, pembangunan: PembangunanZI | None = None) -> bool:
    """Lampiran III is written by Tim Pembina (Pergub Kalbar 20/2017 Pasal 7); of one unit by its coaches."""
    if pembangunan is not None and not can_coach(peran, pembangunan):
        return False
    return in_instansi(peran, instansi_id, J.TIM_PEMBINA)


def can_submit_pembinaan(peran: Peran | None, laporan: LaporanPembinaan) -> bool:
    return can_prepare_pembinaan(peran, laporan.instansi_id, laporan.pembangunan)


def can_edit_laporan_pembinaan(peran: Peran | None, laporan: LaporanPembinaan) -> bool:
    return laporan.status == LaporanPembinaan.Status.DRAF and can_submit_pembinaan(peran, laporan)


def can_return_pembinaan(peran: Peran | None, laporan: LaporanPembinaan) -> bool:
    """The Inspektur, under whose "mengetahui" the report goes out."""
    return has_role(peran, J.KEPALA_UNIT) and is_inspektur(peran) and peran.instansi_id == laporan.instansi_id


def can_approve_pembinaan(peran: Peran | None, laporan: LaporanPembinaan) -> bool:
    """Who prepared, submitted or signs as the team does not approve."""
    if not can_return_pembinaan(peran, laporan):
        return False
    makers = _people(laporan.disusun_oleh, laporan.diajukan_oleh)
    return peran.user_id not in makers and not laporan.tim.filter(user=peran.user_id).exists()


def can_send_pembinaan(peran: Peran | None, laporan: LaporanPembinaan) -> bool:
    return can_return_pembinaan(peran, laporan) or can_submit_pembinaan(peran, laporan)


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
    ("Membina unit kerja dan menyusun laporan pembinaan", can_coach, frozenset({J.TIM_PEMBINA})),
    ("Mengonfirmasi pembinaan unitnya", can_answer_pembinaan, frozenset({J.KEPALA_UNIT})),
    ("Bertanya kepada Tim Pembina ZI", can_ask, frozenset({J.KEPALA_UNIT}) | TEAM_ROLES),
]
