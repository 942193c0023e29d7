"""Move a draft assessment to the version of its LKE that is in force now. A running one stays where it is until then."""

from dataclasses import dataclass

from django.db import transaction

from evaluation import access
from evaluation.lke.diff import Perubahan, carried_answers, compare_instrumen
from evaluation.models import Instrumen, Jawaban, Penilaian
from evaluation.services.assessment import answers_of, clear_jawaban, content_of
from evaluation.services.instruments import published
from units.access import require
from units.errors import Ditolak
from units.history import record
from units.models import Peran

PINDAH = "Pindah versi LKE"


@dataclass(frozen=True, slots=True)
class Pindahan:
    """What moving would change; `gugur` are the codes whose answers lose their meaning."""

    baru: Instrumen
    perubahan: tuple[Perubahan, ...]
    gugur: tuple[str, ...]


def can_move(by: Peran | None, penilaian: Penilaian) -> bool:
    """The ketua, while it is a draft on a version that was replaced."""
    outdated = penilaian.instrumen.status == Instrumen.Status.DIGANTI
    return outdated and penilaian.status == Penilaian.Status.DRAF and access.can_prepare(by, penilaian)


def plan_move(penilaian: Penilaian) -> Pindahan | None:
    """None when no version of this LKE is in force."""
    old = penilaian.instrumen
    new = published(old.instansi_id).filter(kode=old.kode).first()
    if new is None or new.pk == old.pk:
        return None
    before, after = content_of(old)[0], content_of(new)[0]
    answers = answers_of(penilaian)
    kept = carried_answers(before, after, answers)
    return Pindahan(new, tuple(compare_instrumen(before, after)), tuple(kode for kode in answers if kode not in kept))


@transaction.atomic
def move_penilaian(penilaian: Penilaian, *, baru: int, by: Peran) -> Penilaian:
    """Move to the version whose changes the person has seen (`baru`, its pk). Notes and evidence stay."""
    locked = Penilaian.objects.select_for_update().get(pk=penilaian.pk)
    require(can_move(by, locked), access.KETUA, what="Memindahkan penilaian ke versi lain")
    plan = plan_move(locked)
    if plan is None or plan.baru.pk != baru:
        raise Ditolak("Versi yang berlaku sudah lain. Periksa lagi perubahannya.")
    for row in Jawaban.objects.select_for_update().filter(penilaian=locked, kode__in=plan.gugur):
        clear_jawaban(row, by=by, tindakan=PINDAH)
    dari, locked.instrumen = str(locked.instrumen), plan.baru
    locked.save(update_fields=["instrumen"])
    record(locked, by=by, tindakan=PINDAH, kolom="LKE", dari=dari, ke=str(plan.baru), alasan=_words(plan))
    return locked


def _words(plan: Pindahan) -> str:
    dropped = f" Jawaban yang harus diisi lagi: {', '.join(plan.gugur)}." if plan.gugur else ""
    return f"{len(plan.perubahan)} perubahan.{dropped}"
