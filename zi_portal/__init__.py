"""Wiring. Imported here, the Celery application is the one that the tasks of every process belong to."""

from zi_portal.celery import app as celery_app

__all__ = ["celery_app"]
