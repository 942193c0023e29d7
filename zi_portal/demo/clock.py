"""The demo's past: what happens inside `on(day)` carries that day's date in history, evidence and figures."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time

from django.utils import timezone


@contextmanager
def on(day: date) -> Iterator[None]:
    """Only for a process that makes demo data and does nothing else."""
    real, moment = timezone.now, timezone.make_aware(datetime.combine(day, time(9, 30)))
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = real
