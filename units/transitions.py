"""The engine of every workflow: one table of transitions, one function that performs them.

Nothing else assigns a status. Buttons, checks, the help page and the tests read the same table.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from units.errors import Ditolak, TidakBerwenang
from units.findings import Temuan
from units.models import Peran


class SyaratBelumTerpenuhi(Ditolak):
    """The step is allowed, but findings of weight "galat" stand against it."""

    def __init__(self, temuan: Iterable[Temuan]):
        self.temuan = list(temuan)
        super().__init__(" ".join(t.pesan for t in self.temuan))


def _no_findings(obj: Any) -> list[Temuan]:
    return []


def _no_effect(obj: Any, *, by: Peran, alasan: str) -> None:
    return None


@dataclass(frozen=True)
class Transition:
    """One step. `who` names, in Indonesian, those for whom `can` is true; `effect` runs inside the transaction."""

    name: str
    label: str
    sources: tuple[str, ...]
    target: str
    can: Callable[[Peran, Any], bool]
    who: str
    check: Callable[[Any], list[Temuan]] = _no_findings
    effect: Callable[..., None] = _no_effect
    reason_required: bool = False
    confirm: str = ""


@dataclass(frozen=True)
class Workflow:
    """All steps of one kind of object; `labels` are the statuses in their order, `field` is where the status stands."""

    name: str
    labels: dict[str, str]
    transitions: tuple[Transition, ...]
    field: str = "status"

    def status_of(self, obj: Any) -> str:
        return getattr(obj, self.field)

    def get(self, name: str) -> Transition:
        return next(t for t in self.transitions if t.name == name)

    def from_status(self, status: str) -> list[Transition]:
        return [t for t in self.transitions if status in t.sources]

    def available(self, peran: Peran | None, obj: Any) -> list[Transition]:
        """Steps this role may take now; findings are told when it tries."""
        if peran is None:
            return []
        return [t for t in self.from_status(self.status_of(obj)) if t.can(peran, obj)]


def perform(workflow: Workflow, obj: Any, name: str, *, by: Peran, alasan: str = "") -> Any:
    """Take one step: lock the row, ask who and when, run the effect, set the status, write the history row.

    Returns the locked, saved object. Raises TidakBerwenang (who), Ditolak (when, reason), SyaratBelumTerpenuhi (what is
    missing). All in one transaction, so that of two people who act at once one wins and the other is told.
    """
    step = workflow.get(name)
    alasan = alasan.strip()
    with transaction.atomic():
        locked = type(obj)._base_manager.select_for_update().get(pk=obj.pk)
        if not by.is_active_on(timezone.localdate()) or not step.can(by, locked):
            raise TidakBerwenang(f"“{step.label}” hanya dapat dilakukan oleh {step.who}.")
        dari = workflow.status_of(locked)
        if dari not in step.sources:
            raise Ditolak(_moved_on(workflow, locked, step))
        if step.reason_required and not alasan:
            raise Ditolak(f"“{step.label}” memerlukan alasan. Isi alasan, lalu kirim lagi.")
        errors = [t for t in step.check(locked) if t.berat == "galat"]
        if errors:
            raise SyaratBelumTerpenuhi(errors)
        setattr(locked, workflow.field, step.target)
        step.effect(locked, by=by, alasan=alasan)
        locked.save()
        locked.riwayat.create(
            oleh=by.user,
            peran=by,
            tindakan=step.label,
            kolom=workflow.field,
            dari=workflow.labels[dari],
            ke=workflow.labels[step.target],
            alasan=alasan,
        )
    return locked


def _moved_on(workflow: Workflow, obj: Any, step: Transition) -> str:
    last = obj.riwayat.filter(kolom=workflow.field).select_related("oleh").first()
    by_whom = f" oleh {last.oleh} ({last.tindakan})" if last and last.oleh else ""
    return f"“{step.label}” tidak dapat dilakukan: status sekarang “{workflow.labels[workflow.status_of(obj)]}”{by_whom}."
