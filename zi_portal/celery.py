"""The Celery application and the two things its beat keeps going."""

import os

from celery import Celery
from celery.signals import worker_ready
from django.core.cache import cache
from django.utils import timezone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zi_portal.settings")

app = Celery("zi_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")

WORKER_SEEN_KEY = "zi_portal.worker_seen"
WORKER_SEEN_SECONDS = 60


@app.task(name="zi_portal.celery.mark_worker_seen")
def mark_worker_seen() -> None:
    """Runs in the worker, so the mark says that beat, broker and worker all work. It expires by itself."""
    cache.set(WORKER_SEEN_KEY, timezone.now().isoformat(), timeout=WORKER_SEEN_SECONDS)


@worker_ready.connect
def mark_at_start(**kwargs: object) -> None:
    """Beat's first round comes after its interval; until then a new worker would look missing."""
    mark_worker_seen.delay()


@app.task(name="zi_portal.celery.requeue_stale_jobs")
def requeue_stale_jobs() -> None:
    from units.jobs import requeue_stale  # the app registry is not ready when this module is imported

    requeue_stale()
