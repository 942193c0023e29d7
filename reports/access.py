"""Who may make documents, and who sees drafts. Who sees the rest is `Dokumen.objects.visible_to`; what they show has its
own `visible_to`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet

from evaluation.models import EvaluasiTPI
from evaluation.tpi_access import PEMIMPIN, PENILAI
from reports.choices import Jenis
from units.access import in_instansi, in_unit
from units.choices import JenisPeran
from units.models import PembangunanZI, Peran, Periode
from units.scope import INSPEKTORAT_ROLES

J = JenisPeran
# A draft on paper is the unit's own business until it is approved.
MELIHAT_DRAF = frozenset({J.KEPALA_UNIT, J.KETUA_TIM, J.ANGGOTA_TIM})
# Papers that others than the unit work on: who sees them before they are final.
DRAFT_READERS: dict[str, frozenset[str]] = {
    Jenis.BERITA_ACARA: frozenset(PEMIMPIN),
    Jenis.LHE: frozenset(PENILAI),
}
# Papers that not everyone who sees the source may read: assessors' names and notes are TPI's own.
READERS: dict[str, frozenset[str]] = {Jenis.BERITA_ACARA: frozenset(PENILAI)}
PEMBUAT_DRAF = "Kepala Unit Kerja dan Tim Pembangunan ZI unit ini"


@dataclass(frozen=True, slots=True)
class Pembuat:
    """Who makes a kind of document: in words, and as a rule on role, programme year, the unit's year and whether a draft."""

    siapa: str
    boleh: Callable[[Peran | None, Periode, PembangunanZI | None, bool], bool]


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


UNIT = Pembuat(f"{PEMBUAT_DRAF}, atau Inspektorat", _unit)
TPI = Pembuat("TPI, dan unit kerja setelah hasilnya ditetapkan", _tpi)
PIMPINAN_TPI = Pembuat(
    "Ketua atau Sekretaris TPI", lambda peran, periode, year, draf: in_instansi(peran, periode.instansi_id, *PEMIMPIN)
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
