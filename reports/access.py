"""Who may make documents, and who sees drafts. Who sees the rest is `Dokumen.objects.visible_to`; what they show has its
own `visible_to`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet

from evaluation.models import EvaluasiTPI, UnitUsulan, Usulan
from evaluation.tpi_access import PEMIMPIN, PENILAI
from reports.choices import Jenis
from units.access import MELIHAT_RANCANGAN, has_role, in_instansi, in_unit
from units.choices import JenisPeran
from units.models import PaktaIntegritas, PembangunanZI, Peran, Periode, Predikat
from units.scope import INSPEKTORAT_ROLES, INSTANSI_ROLES, KEPALA_DAERAH_ROLES, PEOPLE_ROLES, UNIT_ROLES

J = JenisPeran
# A draft on paper is the unit's own business until it is approved.
MELIHAT_DRAF = frozenset({J.KEPALA_UNIT, J.KETUA_TIM, J.ANGGOTA_TIM})
RANCANGAN = (Jenis.RANCANGAN_PENETAPAN, Jenis.RANCANGAN_PREDIKAT, Jenis.RANCANGAN_PENCABUTAN)
MELIHAT_USULAN = INSPEKTORAT_ROLES | KEPALA_DAERAH_ROLES | {J.ADMIN_INSTANSI}
# Papers that others than the unit work on: who sees them before they are final.
DRAFT_READERS: dict[str, frozenset[str]] = {
    # of the heads of units only the Inspektur sees one that was not sent
    Jenis.LAMPIRAN_III: frozenset({J.TIM_PEMBINA, J.KEPALA_UNIT}),
    Jenis.BERITA_ACARA: frozenset(PEMIMPIN),
    Jenis.LHE: frozenset(PENILAI),
    **dict.fromkeys(RANCANGAN, MELIHAT_RANCANGAN),
    Jenis.SURAT_USULAN: MELIHAT_USULAN,
    Jenis.SPTJM: MELIHAT_USULAN | {J.KEPALA_UNIT, J.KETUA_TIM},
    Jenis.CATATAN_PEMBINAAN: frozenset({J.TIM_PEMBINA}),
}
# Papers that not everyone who sees the source may read: assessors' names and notes are TPI's own.
READERS: dict[str, frozenset[str]] = {
    Jenis.BERITA_ACARA: frozenset(PENILAI),
    **dict.fromkeys(RANCANGAN, MELIHAT_RANCANGAN),
    # names and NIP of all employees
    Jenis.PAKTA_MASSAL: PEOPLE_ROLES,
    # the letter names every unit of the proposal
    Jenis.SURAT_USULAN: MELIHAT_USULAN,
    # figures of all units beside each other
    Jenis.DASBOR: INSTANSI_ROLES,
    Jenis.REKAP_UNIT: INSTANSI_ROLES,
}
PENCETAK_MASSAL = "Kepala Unit Kerja, Tim Pembangunan ZI, dan Inspektorat"
PEMBUAT_DRAF = "Kepala Unit Kerja dan Tim Pembangunan ZI unit ini"


@dataclass(frozen=True, slots=True)
class Pembuat:
    """Who makes a kind of document: in words, and as a rule on role, programme year, the unit's year and whether a draft."""

    siapa: str
    boleh: Callable[[Peran | None, Periode, PembangunanZI | None, bool], bool]


def can_print_many(peran: Peran | None) -> bool:
    """Who makes papers of a whole year or of many units, and not only their own pledge."""
    return has_role(peran, *(MELIHAT_DRAF | INSPEKTORAT_ROLES))


def drafts_seen_by(peran: Peran) -> list[str]:
    """Kinds whose drafts this role reads."""
    return [jenis for jenis in Jenis.values if peran.jenis in DRAFT_READERS.get(jenis, MELIHAT_DRAF)]


def _unit(peran: Peran | None, periode: Periode, year: PembangunanZI | None, draf: bool) -> bool:
    """The unit makes any of its documents; the Inspektorat those of what was approved."""
    if year and in_unit(peran, year.unit_id, *MELIHAT_DRAF):
        return True
    return not draf and in_instansi(peran, periode.instansi_id, *INSPEKTORAT_ROLES)


def _tpi(peran: Peran | None, periode: Periode, year: PembangunanZI | None, draf: bool) -> bool:
    """TPI makes its own papers; the unit takes along what is final."""
    if in_instansi(peran, periode.instansi_id, *PENILAI):
        return True
    return not draf and year is not None and in_unit(peran, year.unit_id, *MELIHAT_DRAF)


def _coaching_report(peran: Peran | None, periode: Periode, year: PembangunanZI | None, draf: bool) -> bool:
    if in_instansi(peran, periode.instansi_id, J.TIM_PEMBINA):
        return True
    return in_instansi(peran, periode.instansi_id, J.KEPALA_UNIT) and peran.unit.is_inspektorat


LAPORAN_PEMBINA = Pembuat("Tim Pembina ZI dan Inspektur", _coaching_report)
UNIT = Pembuat(f"{PEMBUAT_DRAF}, atau Inspektorat", _unit)
TPI = Pembuat("TPI, dan unit kerja setelah hasilnya ditetapkan", _tpi)
PIMPINAN_TPI = Pembuat(
    "Ketua atau Sekretaris TPI", lambda peran, periode, year, draf: in_instansi(peran, periode.instansi_id, *PEMIMPIN)
)


def _decrees(peran: Peran | None, periode: Periode, year: PembangunanZI | None, draf: bool) -> bool:
    return in_instansi(peran, periode.instansi_id, J.TIUK, *PEMIMPIN)


def _sptjm(peran: Peran | None, periode: Periode, year: PembangunanZI | None, draf: bool) -> bool:
    """The head answers for the unit, the ketua prepares it; TPI prints what a unit cannot."""
    own = year is not None and in_unit(peran, year.unit_id, J.KEPALA_UNIT, J.KETUA_TIM)
    return own or in_instansi(peran, periode.instansi_id, *PEMIMPIN)


def _coach(peran: Peran | None, periode: Periode, year: PembangunanZI | None, draf: bool) -> bool:
    """Tim Pembina its own minutes, the unit once they reached it."""
    if in_instansi(peran, periode.instansi_id, J.TIM_PEMBINA):
        return True
    return not draf and year is not None and in_unit(peran, year.unit_id, *MELIHAT_DRAF)


def _pledge(peran: Peran | None, periode: Periode, year: PembangunanZI | None, draf: bool) -> bool:
    """Whoever sees the signature may take it along; everybody sees their own."""
    return year is not None and in_unit(peran, year.unit_id, *UNIT_ROLES)


def _follow_up(peran: Peran | None, periode: Periode, year: PembangunanZI | None, draf: bool) -> bool:
    """The unit reports what it did, TPI what it verified."""
    own = year is not None and in_unit(peran, year.unit_id, *MELIHAT_DRAF)
    return own or in_instansi(peran, periode.instansi_id, *PENILAI)


KEPUTUSAN = Pembuat("TIUK, Ketua atau Sekretaris TPI", _decrees)
SPTJM = Pembuat("Kepala Unit Kerja, Ketua Tim unit ini, atau Ketua dan Sekretaris TPI", _sptjm)
PEMBINA = Pembuat("Tim Pembina ZI, dan unit kerja setelah catatannya disampaikan", _coach)
PAKTA = Pembuat("pegawai unit ini", _pledge)
TINDAK_LANJUT = Pembuat(f"{PEMBUAT_DRAF}, atau TPI", _follow_up)


DASBOR = Pembuat(
    "kepala daerah, delegasinya, Inspektorat, atau Administrator Instansi",
    lambda peran, periode, year, draf: in_instansi(peran, periode.instansi_id, *INSTANSI_ROLES),
)


# --- sources that have no `visible_to` of this shape --------------------------------------------------------------------


def with_minutes(peran: Peran | None) -> QuerySet[EvaluasiTPI]:
    """Evaluations whose plenary this role reads; before the end only ketua and sekretaris have it on paper."""
    rows = EvaluasiTPI.objects.visible_to(peran)
    if peran is None or peran.jenis not in PENILAI:
        return rows.none()
    return rows


def with_lhe(peran: Peran | None) -> QuerySet[EvaluasiTPI]:
    """Evaluations whose result this role reads: TPI its own work, the others what is final."""
    rows = EvaluasiTPI.objects.visible_to(peran)
    if peran is not None and peran.jenis in PENILAI:
        return rows
    return rows.filter(status=EvaluasiTPI.Fase.FINAL)


def years_of_institution(peran: Peran | None) -> QuerySet[Periode]:
    """Programme years whose figures of all units this role reads."""
    rows = Periode.objects.visible_to(peran)
    return rows if peran is not None and peran.jenis in INSTANSI_ROLES else rows.none()


def with_draft_decree(peran: Peran | None) -> QuerySet[Periode]:
    """Programme years whose decree in the making this role reads."""
    rows = Periode.objects.visible_to(peran)
    return rows if peran is not None and peran.jenis in MELIHAT_RANCANGAN else rows.none()


def under_review(peran: Peran | None) -> QuerySet[Predikat]:
    """Predicates whose decree of revocation may have to be prepared, for those who read decrees in the making."""
    rows = Predikat.objects.visible_to(peran).filter(status=Predikat.Status.DITINJAU)
    return rows if peran is not None and peran.jenis in MELIHAT_RANCANGAN else rows.none()


def years_with_names(peran: Peran | None) -> QuerySet[PembangunanZI]:
    """Years whose list of employees this role reads."""
    rows = PembangunanZI.objects.visible_to(peran)
    return rows if peran is not None and peran.jenis in PEOPLE_ROLES else rows.none()


def visible_pakta(peran: Peran | None) -> QuerySet[PaktaIntegritas]:
    """Pledges signed in the portal: one's own, and those of the years whose people this role has to do with."""
    rows = PaktaIntegritas.objects.filter(cara=PaktaIntegritas.Cara.PORTAL)
    if peran is None:
        return rows.none()
    years = PembangunanZI.objects.visible_to(peran)
    rows = rows.filter(pembangunan__in=years)
    return rows if peran.jenis in PEOPLE_ROLES else rows.filter(user=peran.user_id)


def with_letter(peran: Peran | None) -> QuerySet[Usulan]:
    """Proposals whose letter this role reads."""
    rows = Usulan.objects.visible_to(peran)
    return rows if peran is not None and peran.jenis in MELIHAT_USULAN else rows.none()


def visible_sptjm(peran: Peran | None) -> QuerySet[UnitUsulan]:
    """Units in proposals: all of the institution's, a unit its own."""
    if peran is None or peran.jenis not in MELIHAT_USULAN | MELIHAT_DRAF:
        return UnitUsulan.objects.none()
    rows = UnitUsulan.objects.filter(usulan__periode__instansi_id=peran.instansi_id)
    return rows.filter(pembangunan__unit_id=peran.unit_id) if peran.jenis in UNIT_ROLES else rows


def final_evaluations(peran: Peran | None) -> QuerySet[EvaluasiTPI]:
    """Evaluations whose recommendations are laid down."""
    return EvaluasiTPI.objects.visible_to(peran).filter(status=EvaluasiTPI.Fase.FINAL)
