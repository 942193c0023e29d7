"""What a re-evaluation of a predicate holder came to: the predicate stays for two more years, or goes under review."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from evaluation.models import EvaluasiTPI
from units.access import can_grant_predikat, require
from units.errors import Ditolak
from units.models import Peran, Predikat, TinjauanPredikat
from units.predicate_workflow import PENCATAT
from units.services import predicate

Sebab = TinjauanPredikat.Sebab


@dataclass(frozen=True, slots=True)
class HasilReevaluasi:
    """A re-evaluation of the holder: `selesai` is the day of its result, `tercatat` whether its outcome was recorded."""

    evaluasi: EvaluasiTPI
    selesai: date | None
    tercatat: bool

    @property
    def dapat_dicatat(self) -> bool:
        return self.selesai is not None and not self.tercatat


def reevaluations_of(predikat: Predikat) -> list[HasilReevaluasi]:
    """Re-evaluations of the unit towards this predicate since it was granted, newest first; two queries."""
    rows = (
        EvaluasiTPI.objects.filter(
            jenis=EvaluasiTPI.Jenis.REEVALUASI,
            pembangunan__unit_id=predikat.unit_id,
            pembangunan__target=predikat.jenis,
            pembangunan__periode__tahun__gte=predikat.mulai.year,
        )
        .select_related("pembangunan__periode", "pembangunan__unit", "hasil")
        .order_by("-pembangunan__periode__tahun")
    )
    reviewed = list(predikat.tinjauan.filter(sebab=Sebab.REEVALUASI).values_list("dibuka_at", flat=True))
    return [_outcome(row, predikat, reviewed) for row in rows]


def _outcome(row: EvaluasiTPI, predikat: Predikat, reviewed: list) -> HasilReevaluasi:
    """Recorded is what has moved the due date as far as it would, or led to a review on or after its result."""
    done = _finished_on(row)
    recorded = done is not None and (
        predikat.reevaluasi_paling_lambat >= predicate.reevaluation_due(done)
        or any(timezone.localdate(at) >= done for at in reviewed)
    )
    return HasilReevaluasi(row, done, recorded)


def _finished_on(row: EvaluasiTPI) -> date | None:
    """The day of the LHE; where it carries none, the day its last signature was given."""
    hasil = getattr(row, "hasil", None)
    if row.status != EvaluasiTPI.Fase.FINAL or hasil is None:
        return None
    signed = [at for at in (hasil.ketua_at, hasil.sekretaris_at) if at]
    return hasil.tanggal or (timezone.localdate(max(signed)) if signed else None)


@transaction.atomic
def record_stays(*, evaluasi: EvaluasiTPI, predikat: Predikat, by: Peran) -> Predikat:
    """The holder still qualifies: the next re-evaluation is due two years after this result.

    Source: briefing on PermenPANRB 90/2021, "Pemantauan". Raises Ditolak when the outcome was recorded before.
    """
    done = _recordable(evaluasi, predikat, by=by)
    if predikat.status == Predikat.Status.DITINJAU:
        raise Ditolak("Predikat ini sedang ditinjau. Putuskan peninjauannya lebih dahulu.")
    return predicate.set_next_due(
        predikat=predikat, on=predicate.reevaluation_due(done), by=by, alasan=f"Predikat tetap menurut {evaluasi}."
    )


@transaction.atomic
def open_review(
    *, evaluasi: EvaluasiTPI, predikat: Predikat, uraian: str, tenggat: date, by: Peran
) -> TinjauanPredikat:
    """The holder no longer qualifies: the predicate goes under review, and the unit is heard."""
    _recordable(evaluasi, predikat, by=by)
    return predicate.open_tinjauan(predikat=predikat, sebab=Sebab.REEVALUASI, uraian=uraian, tenggat=tenggat, by=by)


def _recordable(evaluasi: EvaluasiTPI, predikat: Predikat, *, by: Peran) -> date:
    """The day of the result; the predicate is locked, so that of two who record at once one is told."""
    require(can_grant_predikat(by, predikat.unit.instansi_id), PENCATAT, what="Mencatat hasil evaluasi ulang")
    locked = Predikat.objects.select_for_update().get(pk=predikat.pk)
    found = next((r for r in reevaluations_of(locked) if r.evaluasi.pk == evaluasi.pk), None)
    if found is None:
        raise Ditolak("Evaluasi ini bukan evaluasi ulang predikat tersebut.")
    if found.selesai is None:
        raise Ditolak(
            f"Evaluasi ulang masih pada fase “{evaluasi.get_status_display()}”. Catat hasilnya setelah final."
        )
    if found.tercatat:
        raise Ditolak("Hasil evaluasi ulang ini sudah dicatat. Muat ulang halaman.")
    return found.selesai
