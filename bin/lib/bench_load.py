"""200 assessors save answers against PostgreSQL for a minute: is anything lost or doubled, and how long do they wait?

Each simulated assessor answers, thinks, answers again, as the page's script does: one field per request, with the version
it saw. Processes stand for the web server's workers, their threads for its request slots; an assessor whose turn comes
while all slots are busy waits, and that wait is part of what is measured. Afterwards every answer and its history are
compared with what the server confirmed.

Run by `bin/bench --beban`; needs DATABASE_URL of a PostgreSQL server on which a scratch database may be made.
"""

import heapq
import multiprocessing
import os
import random
import statistics
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]
os.environ["DJANGO_SETTINGS_MODULE"] = "zi_portal.settings"
os.environ.setdefault("LOG_LEVEL", "ERROR")

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

ASSESSORS, UNITS, SECONDS, WARMUP = 200, 40, 60, 5
PROCESSES, SLOTS = 4, 4
THINK = (6.0, 14.0)  # seconds between two answers of one assessor
GOAL = 5
HEAD = ("assessors", "seconds", "saved", "per second", "p50 ms", "p95 ms", "p95/p50", "goal", "")


@dataclass
class Penilai:
    """One simulated assessor: their session, their questions, and what the server has confirmed so far."""

    user_id: int
    evaluasi_id: int
    session: str
    urls: list[tuple[str, str, tuple[str, ...]]]  # code, address, letters
    next: int = 0
    saved: dict[str, tuple[str, int]] = field(default_factory=dict)  # code -> value and version confirmed
    changes: Counter = field(default_factory=Counter)  # code -> saves that changed something


@dataclass
class Hasil:
    """What one process saw."""

    waits: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    penilai: list[Penilai] = field(default_factory=list)


def prepare() -> list[Penilai]:
    """Forty units under evaluation, five assessors each, all signed in."""
    from evaluation.lke.instrument import shipped_instrumen
    from tests.evaluation.tpi_worlds import assessor, make_evaluasi, more_evaluations
    from tests.factories import make_world
    from units.notices import without_email

    world = make_world()
    with without_email():
        first = make_evaluasi(world)
    rows = [first, *more_evaluations(world, first, UNITS - 1)]
    letters = [(q.kode, tuple(q.skala)) for q in shipped_instrumen("lke-2021").pertanyaan.values() if q.skala]
    return [_assessor(world, assessor(world, f"Penilai {n}"), rows[n % UNITS], letters) for n in range(ASSESSORS)]


def _assessor(world, peran, evaluasi, letters) -> Penilai:
    from evaluation.models import Penugasan

    Penugasan.objects.create(evaluasi=evaluasi, penilai=peran, ditugaskan_oleh=world.peran["ketua_tpi"])
    client = Client()
    client.force_login(peran.user, backend="units.auth.NipOrEmailBackend")
    urls = [(kode, reverse("jawaban_penilai_save", args=[evaluasi.pk, kode]), skala) for kode, skala in letters]
    return Penilai(peran.user_id, evaluasi.pk, client.cookies[settings.SESSION_COOKIE_NAME].value, urls)


def work(people: list[Penilai], begin: float, seed: int, out) -> None:
    """One process: assessors in a queue by the time of their next answer, request slots that serve them."""
    rng = random.Random(seed)  # noqa: S311 -- when somebody answers, not a secret
    queue = [(begin + rng.uniform(0, THINK[1]), n) for n in range(len(people))]
    heapq.heapify(queue)
    lock, hasil = threading.Lock(), Hasil(penilai=people)
    end = begin + WARMUP + SECONDS

    def slot() -> None:
        client = Client()
        while True:
            with lock:
                due, n = heapq.heappop(queue) if queue else (end, -1)
            if n < 0 or due >= end:
                break
            time.sleep(max(0.0, due - time.time()))
            error = answer(client, people[n], rng)
            done = time.time()
            with lock:
                if due >= begin + WARMUP:
                    hasil.waits.append(done - due)
                hasil.errors += [error] if error else []
                heapq.heappush(queue, (done + rng.uniform(*THINK), n))
        connections.close_all()

    slots = [threading.Thread(target=slot) for _ in range(SLOTS)]
    for thread in slots:
        thread.start()
    for thread in slots:
        thread.join()
    out.put(hasil)


def answer(client: Client, who: Penilai, rng: random.Random) -> str:
    """Save one answer as the page does. Returns what went wrong; "" when it was confirmed."""
    kode, url, letters = who.urls[who.next % len(who.urls)]
    who.next += 1
    before, versi = who.saved.get(kode, ("", 0))
    value = rng.choice([letter for letter in letters if letter != before])
    client.cookies[settings.SESSION_COOKIE_NAME] = who.session
    try:
        response = client.post(
            url, {"kolom": "nilai", "nilai": value, "versi": str(versi)}, headers={"x-requested-with": "fetch"}
        )
    except Exception as error:  # whatever the server raises is what this measures
        return f"{type(error).__name__}: {error}"
    if response.status_code != 200:
        return f"{response.status_code}: {response.content[:200]!r}"
    who.saved[kode] = (value, response.json()["versi"])
    who.changes[kode] += 1
    return ""


def differences(people: list[Penilai]) -> list[str]:
    """Answers that are not what was confirmed, or whose history has more or fewer rows than saves."""
    from evaluation.models import JawabanPenilai, RiwayatJawabanPenilai

    stored = {
        (row.evaluasi_id, row.penilai_id, row.kode): (row.pk, row.nilai, row.versi)
        for row in JawabanPenilai.objects.all()
    }
    history = Counter(RiwayatJawabanPenilai.objects.values_list("objek_id", flat=True))
    found = []
    expected = {
        (p.evaluasi_id, p.user_id, kode): (saved, p.changes[kode]) for p in people for kode, saved in p.saved.items()
    }
    for key, (saved, changes) in expected.items():
        pk, nilai, versi = stored.get(key, (0, None, 0))
        if (nilai, versi) != saved or history[pk] != changes:
            found.append(
                f"{key}: confirmed {saved} in {changes} saves, stored {(nilai, versi)} with {history[pk]} rows"
            )
    found += [f"{key}: stored but never confirmed" for key in stored.keys() - expected.keys()]
    return found


def run() -> tuple[str, ...]:
    """The measured row; raises when an answer was lost, doubled or refused."""
    people = prepare()
    shares = [people[n::PROCESSES] for n in range(PROCESSES)]
    connections.close_all()
    context = multiprocessing.get_context("fork")
    out, begin = context.Queue(), time.time() + 1
    workers = [context.Process(target=work, args=(share, begin, n, out)) for n, share in enumerate(shares)]
    for worker in workers:
        worker.start()
    results = [out.get() for _ in workers]
    for worker in workers:
        worker.join()
    errors = [error for r in results for error in r.errors]
    wrong = differences([p for r in results for p in r.penilai])
    assert not errors, errors[:5]
    assert not wrong, wrong[:5]
    waits = sorted(w * 1000 for r in results for w in r.waits)
    p50, p95 = statistics.median(waits), waits[int(len(waits) * 0.95)]
    return (
        str(ASSESSORS), str(SECONDS), str(len(waits)), f"{len(waits) / SECONDS:.1f}", f"{p50:.0f}", f"{p95:.0f}",
        f"{p95 / p50:.2f}", f"<= {GOAL}", "met" if p95 / p50 <= GOAL else "MISSED",
    )  # fmt: skip


def main() -> None:
    if connection.vendor != "postgresql":
        sys.exit("This measures PostgreSQL: set DATABASE_URL to a server on which a scratch database may be made.")
    settings.ALLOWED_HOSTS = ["*"]
    call_command("collectstatic", interactive=False, verbosity=0)
    connection.settings_dict["TEST"]["NAME"] = f"beban_{os.getpid()}"
    busy = os.getloadavg()[0]
    before = settings.DATABASES["default"]["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        row = run()
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)
    lines = [HEAD, tuple("-" * max(3, len(name)) for name in HEAD), row]
    text = (
        "# Assessors saving at once, by `bin/bench --beban`\n\n"
        f"Last run: {time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores (load {busy:.0f} before it began) shared by PostgreSQL, {PROCESSES} processes of "
        f"{SLOTS} request slots and the simulated assessors, of whom each answers every {THINK[0]:g} to {THINK[1]:g} s. "
        "Milliseconds are from the moment an assessor answers to the confirmation, waiting for a slot included. "
        "No answer lost, doubled or refused: every confirmed answer is compared with its row and its history.\n\n"
        + "\n".join("| " + " | ".join(line) + " |" for line in lines)
        + "\n"
    )
    print(text)
    (ROOT / "docs" / "bench-load.md").write_text(text)


if __name__ == "__main__":
    main()
