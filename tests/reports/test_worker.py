"""A real Celery worker is killed in the middle of drawing: the document is made after the restart, once."""

import json
import time
from collections.abc import Callable, Iterator

import pytest

from tests.browser.server import Portal

pytestmark = pytest.mark.worker

ASK = """
from reports import services
from tests.factories import AksiFactory, make_world
from tests.reports.conftest import make_plan
world = make_world()
plan = make_plan(world)
for n in range(400):
    AksiFactory(rencana=plan, urutan=n, indikator=f"Indikator {n // 4}", langkah="Menyusun naskah " * 20)
data = services.choose("lampiran_i", plan, by=None, tata_letak="s4")
print(services.request_dokumen(objek=plan, jenis="lampiran_i", data=data, by=world.peran["ketua_tim"]).pk)
"""
LOOK = """
import json
from reports.models import Dokumen
from units.models import Berkas, Notifikasi
d = Dokumen.objects.get()
print(json.dumps({"status": d.status, "percobaan": d.percobaan, "halaman": d.halaman, "langkah": d.langkah,
    "berkas": Berkas.objects.filter(ekstensi="pdf").count(), "kabar": Notifikasi.objects.count(),
    "pdf": d.berkas.isi.open("rb").read(5).decode() if d.berkas else ""}))
"""
# What the sweeper does once the heartbeat is older than its limit, without waiting for it here.
SWEEP = """
from datetime import timedelta
from django.utils import timezone
from reports.models import Dokumen
from units.jobs import requeue_stale
Dokumen.objects.update(detak=timezone.now() - timedelta(minutes=2))
print(requeue_stale())
"""


@pytest.fixture
def portal(tmp_path) -> Iterator[Portal]:
    portal = Portal(tmp_path)
    yield portal
    portal.stop()


def wait_until(look: Callable[[], dict], wanted: Callable[[dict], bool]) -> dict:
    for _ in range(60):
        state = look()
        if wanted(state):
            return state
        time.sleep(0.3)
    raise AssertionError(state)


def test_a_killed_worker_leaves_one_document(portal):
    def look() -> dict:
        return json.loads(portal.run(LOOK))

    portal.run(ASK)
    portal.start_worker()
    wait_until(look, lambda state: state["langkah"].startswith("Menata halaman"))
    portal.kill("worker")
    assert (look()["status"], look()["berkas"]) == ("dikerjakan", 0)

    portal.start_worker()
    assert portal.run(SWEEP) == "1"
    done = wait_until(look, lambda state: state["status"] == "jadi")
    assert done["halaman"] > 20
    assert {key: done[key] for key in ("percobaan", "berkas", "kabar", "pdf")} == {
        "percobaan": 2, "berkas": 1, "kabar": 1, "pdf": "%PDF-",
    }  # fmt: skip
