"""Each part that fails is named, and only that one."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from celery import Celery
from django.core.cache import cache
from django.core.files.storage import FileSystemStorage
from django.db import OperationalError, connection
from django.test import Client

from zi_portal import health
from zi_portal.celery import WORKER_SEEN_KEY, mark_worker_seen

GOOD = {"basis_data": "baik", "antrean": "baik", "penyimpanan": "baik", "pekerja": "baik"}


@pytest.fixture
def portal(db, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A portal whose four parts work, with an embedded queue of its own."""
    set_queue(monkeypatch, tmp_path / "queue")
    mark_worker_seen()
    yield tmp_path
    cache.clear()


def set_queue(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    folders = dict.fromkeys(["data_folder_in", "data_folder_out", "control_folder"], str(folder))
    app = Celery("test", broker="filesystem://localhost", set_as_current=False)
    app.conf.update(broker_transport="zi_portal.broker:Transport", broker_transport_options=folders)
    monkeypatch.setattr(health, "app", app)


def raising(error: Exception) -> Callable:
    def refuse(*args, **kwargs):
        raise error

    return refuse


def ask() -> tuple[int, dict[str, str]]:
    response = Client().get("/sehat/siap/")
    answer = json.loads(response.content)
    assert answer["siap"] is (response.status_code == 200)
    return response.status_code, answer["bagian"]


def test_alive_answers_without_database_login_or_caching(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        response = Client().get("/sehat/")
    assert (response.status_code, response.content) == (200, b"hidup")
    assert "no-store" in response["Cache-Control"]


def test_ready_when_all_parts_work(portal):
    assert ask() == (200, GOOD)
    assert "no-store" in Client().get("/sehat/siap/")["Cache-Control"]


def test_ready_leaves_nothing_in_the_storage(portal):
    ask()
    assert [path for path in (portal / "media").rglob("*") if path.is_file()] == []


def test_database_down_is_named(portal, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", raising(OperationalError("no server")))
        assert ask() == (503, GOOD | {"basis_data": "gagal"})


def test_embedded_queue_out_of_reach_is_named(portal, monkeypatch):
    (portal / "file").write_text("in the way")
    set_queue(monkeypatch, portal / "file")
    assert ask() == (503, GOOD | {"antrean": "gagal"})


def test_redis_down_is_named_soon(portal, monkeypatch):
    monkeypatch.setattr(health, "app", Celery("test", broker="redis://127.0.0.1:1/0", set_as_current=False))
    assert ask() == (503, GOOD | {"antrean": "gagal"})


def test_full_disk_is_named(portal, monkeypatch):
    monkeypatch.setattr(FileSystemStorage, "save", raising(OSError(28, "No space left on device")))
    assert ask() == (503, GOOD | {"penyimpanan": "gagal"})


def test_worker_not_seen_is_named(portal):
    cache.delete(WORKER_SEEN_KEY)
    assert ask() == (503, GOOD | {"pekerja": "tidak terlihat selama 60 detik"})


def test_ready_tells_no_causes(portal, monkeypatch):
    monkeypatch.setattr(FileSystemStorage, "save", raising(OSError("/secret/path")))
    assert b"secret" not in Client().get("/sehat/siap/").content


def test_health_only_answers_reading(portal):
    assert Client().post("/sehat/").status_code == 405
    assert Client().post("/sehat/siap/").status_code == 405
