"""Job rows: claim, beat, finish, fail, and put stale ones back in the queue.

Safe when the same task is delivered twice or its worker is killed: a row is claimed by a conditional update, a stale
heartbeat gives it free again, and the result is stored once.
"""

import logging
from datetime import timedelta

from celery import current_app
from django.apps import apps
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from units.models import Pekerjaan, StatusPekerjaan

log = logging.getLogger(__name__)
STALE_AFTER = timedelta(seconds=45)
MAX_ATTEMPTS = 4


def enqueue(job: Pekerjaan) -> None:
    """Queue the row's task once the surrounding transaction is committed."""
    transaction.on_commit(lambda: _send(job))


def _send(job: Pekerjaan) -> None:
    current_app.tasks[job.task].delay(job.pk)


def claim(model: type[Pekerjaan], pk: int) -> Pekerjaan | None:
    """The row, now ours; None when it is done, or alive in another worker."""
    now = timezone.now()
    free = Q(status=StatusPekerjaan.DIMINTA) | Q(status=StatusPekerjaan.DIKERJAKAN, detak__lt=now - STALE_AFTER)
    won = model.objects.filter(free, pk=pk).update(
        status=StatusPekerjaan.DIKERJAKAN,
        detak=now,
        mulai_at=now,
        percobaan=F("percobaan") + 1,
        kemajuan=0,
        pesan="",
    )
    return model.objects.get(pk=pk) if won else None


def beat(job: Pekerjaan, *, kemajuan: int | None = None, jumlah: int | None = None, langkah: str | None = None) -> None:
    """Say that the job lives and how far it is."""
    job.detak = timezone.now()
    if kemajuan is not None:
        job.kemajuan = kemajuan
    if jumlah is not None:
        job.jumlah = jumlah
    if langkah is not None:
        job.langkah = langkah
    job.save(update_fields=["detak", "kemajuan", "jumlah", "langkah"])


def finish(job: Pekerjaan, **fields) -> bool:
    """Mark done with its results; False when another worker finished it first."""
    now = timezone.now()
    return bool(
        type(job)
        .objects.filter(pk=job.pk, status=StatusPekerjaan.DIKERJAKAN, percobaan=job.percobaan)
        .update(status=StatusPekerjaan.JADI, selesai_at=now, detak=now, kemajuan=F("jumlah"), **fields)
    )


def fail(job: Pekerjaan, pesan: str) -> None:
    """Mark failed with the reason, so that a person can run it again."""
    type(job).objects.filter(pk=job.pk, percobaan=job.percobaan).update(
        status=StatusPekerjaan.GAGAL, pesan=pesan, selesai_at=timezone.now()
    )


def restart(job: Pekerjaan) -> None:
    """Run a failed job again."""
    with transaction.atomic():
        again = (
            type(job)
            .objects.filter(pk=job.pk, status=StatusPekerjaan.GAGAL)
            .update(
                status=StatusPekerjaan.DIMINTA, percobaan=0, pesan="", kemajuan=0, detak=None, created_at=timezone.now()
            )
        )
        if again:
            enqueue(job)


def requeue_stale() -> int:
    """Queue again what a dead worker or a lost message left behind, of every kind of job. Returns how many rows."""
    return sum(_requeue(model) for model in apps.get_models() if issubclass(model, Pekerjaan))


def _requeue(model: type[Pekerjaan]) -> int:
    now = timezone.now()
    old = now - STALE_AFTER
    silent = Q(detak__isnull=True) | Q(detak__lt=old)
    lost = model.objects.filter(
        Q(status=StatusPekerjaan.DIKERJAKAN, detak__lt=old)
        | Q(status=StatusPekerjaan.DIMINTA, created_at__lt=old) & silent
    )
    count = 0
    for job in lost:
        if job.percobaan >= MAX_ATTEMPTS:
            fail(job, f"Pekerjaan terhenti {job.percobaan} kali. Hubungi administrator bila terulang.")
            continue
        if job.status == StatusPekerjaan.DIMINTA:
            # The mark keeps the sweeper from queueing the same waiting row every round.
            model.objects.filter(pk=job.pk).update(detak=now)
        log.warning("requeue %s %s after %s attempts", model.__name__, job.pk, job.percobaan)
        _send(job)
        count += 1
    return count
