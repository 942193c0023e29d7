"""Real Celery workers are killed in the middle of drawing: what was asked for is made after the restart, once."""

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
d = Dokumen.objects.get(jenis="lampiran_i")
print(json.dumps({"status": d.status, "percobaan": d.percobaan, "halaman": d.halaman, "langkah": d.langkah,
    "berkas": Berkas.objects.filter(dokumen=d).count(), "kabar": Notifikasi.objects.filter(user=d.diminta_oleh.user).count(),
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
BATCH = 50
ASK_BATCH = f"""
from reports.services import massal
from tests.factories import UserFactory, make_world
from tests.reports.massal_worlds import approved_reports
UserFactory.reset_sequence(500)  # the world of the test before had its own process
world = make_world(wilayah="Kabupaten Massal")
approved_reports(world, {BATCH})
massal.request_massal(periode=world.periode, jenis="lampiran_ii", triwulan=2, by=world.peran["ketua_tpi"], bernomor=True)
"""
LOOK_BATCH = """
import json, zipfile
from reports.models import CetakMassal, Dokumen, Penomoran, Terbitan
from units.models import Berkas, Notifikasi
m = CetakMassal.objects.get()
names = zipfile.ZipFile(m.berkas.isi.open("rb")).namelist() if m.berkas else []
papers = Dokumen.objects.filter(jenis="lampiran_ii")
print(json.dumps({"status": m.status, "jadi": papers.filter(status="jadi").count(), "dokumen": papers.count(), "urut": list(Terbitan.objects.order_by("urut").values_list("urut", flat=True)),
    "terakhir": list(Penomoran.objects.values_list("terakhir", flat=True)), "dalam_zip": len(set(names)),
    "pdf": Berkas.objects.filter(dokumen__in=papers).distinct().count(), "zip": Berkas.objects.filter(ekstensi="zip").count(),
    "kabar": Notifikasi.objects.filter(user=m.diminta_oleh.user, judul__startswith="Cetak massal").count()}))
"""
SWEEP_BATCH = """
from datetime import timedelta
from django.utils import timezone
from reports.models import CetakMassal, Dokumen
from units.jobs import requeue_stale
long_ago = timezone.now() - timedelta(minutes=2)
for model in (CetakMassal, Dokumen):
    model.objects.update(detak=long_ago, created_at=long_ago)
requeue_stale()
"""


@pytest.fixture(scope="module")
def portal(tmp_path_factory) -> Iterator[Portal]:
    portal = Portal(tmp_path_factory.mktemp("worker"))
    yield portal
    portal.stop()


def wait_until(look: Callable[[], dict], wanted: Callable[[dict], bool]) -> dict:
    for _ in range(200):
        state = look()
        if wanted(state):
            return state
        time.sleep(0.2)
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
    portal.kill("worker")


def test_workers_and_broker_die_in_the_middle_of_fifty_papers_and_all_arrive_once_without_a_gap(portal):
    def stored(kind: str) -> int:
        return sum(1 for _ in portal.folder.rglob(f"*.{kind}"))

    before = stored("pdf")

    def drawn() -> dict:
        return {"pdf": stored("pdf") - before, "zip": stored("zip")}

    portal.run(ASK_BATCH)
    for name in ("worker", "second"):
        portal.start_worker(name)
    wait_until(drawn, lambda found: found["pdf"] >= BATCH // 3)
    for name in ("worker", "second"):
        portal.kill(name)
    portal.lose_queue()
    assert BATCH // 3 <= drawn()["pdf"] < BATCH

    for name in ("worker", "second"):
        portal.start_worker(name)
    portal.run(SWEEP_BATCH)
    wait_until(drawn, lambda found: found["zip"] == 1)
    done = wait_until(lambda: json.loads(portal.run(LOOK_BATCH)), lambda state: state["status"] == "jadi")
    assert done == {
        "status": "jadi", "jadi": BATCH, "dokumen": BATCH, "urut": list(range(1, BATCH + 1)), "terakhir": [BATCH],
        "dalam_zip": BATCH + 1, "pdf": BATCH, "zip": 1, "kabar": 1,
    }  # fmt: skip
