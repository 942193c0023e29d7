"""What beat keeps going is there, and every job's task is known to every process."""

import subprocess
import sys
from pathlib import Path

from django.apps import apps

from units.models import Pekerjaan
from zi_portal.celery import WORKER_SEEN_KEY, app, mark_worker_seen, requeue_stale_jobs

ROOT = Path(__file__).resolve().parents[2]


def test_every_job_model_names_a_task_that_exists():
    jobs = [model for model in apps.get_models() if issubclass(model, Pekerjaan)]
    assert [model.__name__ for model in jobs if model.task not in app.tasks] == []


def test_every_scheduled_task_exists():
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert scheduled - set(app.tasks) == set()


def test_a_command_queues_where_the_worker_looks(tmp_path):
    """Without the import in zi_portal/__init__.py tasks of commands would go to a broker that nobody has."""
    code = "from celery import current_app as app; print(app.main, 'units.tasks.run_impor' in app.tasks)"
    run = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "--command", code],
        cwd=ROOT,
        env={"DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert (run.stdout, run.returncode) == ("zi_portal True\n", 0)


def test_worker_leaves_a_mark_that_expires(monkeypatch):
    seen = []
    with monkeypatch.context() as patch:
        patch.setattr("zi_portal.celery.cache.set", lambda key, value, timeout: seen.append((key, timeout)))
        mark_worker_seen()
    assert seen == [(WORKER_SEEN_KEY, 60)]


def test_sweeper_asks_the_job_rows(monkeypatch):
    asked = []
    monkeypatch.setattr("units.jobs.requeue_stale", lambda: asked.append(1))
    requeue_stale_jobs()
    assert asked == [1]
