"""What beat keeps going is there, and no kind of job is forgotten by the sweeper."""

import importlib

from celery import Task
from django.apps import apps
from django.utils.module_loading import import_string

from units.models import Pekerjaan
from zi_portal.celery import JOBS, WORKER_SEEN_KEY, app, mark_worker_seen, requeue_stale_jobs


def test_every_job_model_has_its_task():
    models = {model._meta.label for model in apps.get_models() if issubclass(model, Pekerjaan)}
    assert set(JOBS) == models
    assert all(isinstance(import_string(task), Task) for task in JOBS.values())


def test_every_scheduled_task_exists():
    app.loader.import_default_modules()
    for app_name in ("units", "action_plans", "reports"):
        importlib.import_module(f"{app_name}.tasks")
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert scheduled - set(app.tasks) == set()


def test_worker_leaves_a_mark_that_expires(monkeypatch):
    seen = []
    with monkeypatch.context() as patch:
        patch.setattr("zi_portal.celery.cache.set", lambda key, value, timeout: seen.append((key, timeout)))
        mark_worker_seen()
    assert seen == [(WORKER_SEEN_KEY, 60)]


def test_sweeper_asks_every_kind_of_job(db, monkeypatch):
    asked = []
    monkeypatch.setattr("units.jobs.requeue_stale", lambda model, task: asked.append((model._meta.label, task.name)))
    requeue_stale_jobs()
    assert dict(asked) == JOBS
