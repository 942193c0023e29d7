"""Pages against a floor, in one process and one run. Ratios count; milliseconds depend on the machine.

The floor of a page is a view without sign-in that makes one query and renders a Django template of the same HTML size.
The floor of saving is a view without sign-in that updates one row.
"""

import itertools
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]
os.environ["DJANGO_SETTINGS_MODULE"] = "zi_portal.settings"
os.environ.setdefault("LOG_LEVEL", "ERROR")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, override_settings  # noqa: E402
from django.urls import reverse  # noqa: E402

ROUNDS, WARMUP = 25, 4
Row = tuple[str, ...]


def timed(work: Callable[[], object], *, rounds: int = ROUNDS, warmup: int = WARMUP) -> float:
    """Median milliseconds."""
    for _ in range(warmup):
        work()
    spent = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begin)
    return statistics.median(spent) * 1000


def paired(
    a: Callable[[], object], b: Callable[[], object], *, rounds: int = ROUNDS, warmup: int = WARMUP
) -> tuple[float, float]:
    """Both in turn, so that a drift of the machine meets both. Median milliseconds of each."""
    for _ in range(warmup):
        a()
        b()
    times: tuple[list[float], list[float]] = [], []
    for _ in range(rounds):
        for work, spent in zip((a, b), times, strict=True):
            begin = time.perf_counter()
            work()
            spent.append(time.perf_counter() - begin)
    return statistics.median(times[0]) * 1000, statistics.median(times[1]) * 1000


def page_row(name: str, client: Client, url: str, goal: float | None) -> Row:
    """Without a goal the row only shows where the page stands."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    count = len(queries)
    assert response.status_code == 200, (name, response.status_code)
    size = len(response.content)
    floor = Client()
    floor_url = f"/lantai/{size}/"
    assert abs(len(floor.get(floor_url).content) - size) < size * 0.05, "the floor has another size"
    page_ms, floor_ms = paired(lambda: client.get(url), lambda: floor.get(floor_url))
    ratio = page_ms / floor_ms
    return (
        name,
        f"{size / 1024:.0f} kB",
        str(count),
        f"{page_ms:.1f}",
        f"{floor_ms:.1f}",
        f"{ratio:.2f}",
        "-" if goal is None else f"<= {goal}",
        "" if goal is None else verdict(ratio, goal),
    )


def save_row(name: str, client: Client, url: str, values: tuple[str, str], goal: int) -> Row:
    """One field that saves itself, its two values in turn, so that something is stored every time."""
    turn = itertools.cycle(values)

    def send() -> HttpResponse:
        data = {"kolom": "nilai", "nilai": next(turn), "versi": "999999"}
        return client.post(url, data, headers={"x-requested-with": "fetch"})

    with CaptureQueriesContext(connection) as queries:
        response = send()
    count = len(queries)
    assert response.status_code == 200, (name, response.content[:200])
    floor = Client()
    save_ms, floor_ms = paired(send, lambda: floor.post("/lantai/simpan/"))
    return (
        name,
        f"{len(response.content) / 1024:.0f} kB",
        str(count),
        f"{save_ms:.1f}",
        f"{floor_ms:.1f}",
        f"{save_ms / floor_ms:.2f}",
        f"<= {goal} queries",
        verdict(count, goal),
    )


def verdict(ratio: float, goal: float) -> str:
    return "met" if ratio <= goal else "MISSED"


def pages() -> list[Row]:
    from bench_data import signed_in
    from bench_lke_pages import lke_page_rows
    from bench_tpi import tpi_page_rows

    client, world, rencana = signed_in(rows=150)
    return [
        page_row("plan grid, 150 rows", client, reverse("rencana_grid", args=[rencana.pk]), 3),
        page_row("year view, 150 rows", client, reverse("rencana_year", args=[rencana.pk]), 3),
        page_row("home", client, reverse("beranda"), 2),
        *lke_page_rows(client, world, rencana, page_row=page_row, save_row=save_row),
        *tpi_page_rows(page_row=page_row, save_row=save_row),
    ]


HEAD = ("page", "HTML", "queries", "ms", "floor ms", "ratio", "goal", "")


def table(head: Row, rows: list[Row]) -> str:
    lines = [head, tuple("-" * max(3, len(h)) for h in head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def main() -> None:
    call_command("prepare", verbosity=0)
    with override_settings(ROOT_URLCONF="bench_urls", ALLOWED_HOSTS=["*"]):
        found = table(HEAD, pages())
    from bench_lke import HEAD as LKE_HEAD
    from bench_lke import lke_rows

    stack = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    text = (
        f"# Measured by `bin/bench`\n\nLast run: {date.today():%Y-%m-%d}, {stack}, Python {sys.version.split()[0]}. "  # noqa: DTZ011
        f"Medians of {ROUNDS} rounds, page and floor in turn.\n\n"
        "The floor of a page: no sign-in, one query, a Django template of the same HTML size. "
        "The floor of saving: no sign-in, one UPDATE in a transaction; the queries of saving count its BEGIN and COMMIT. "
        "Documents are measured by `bin/bench --cetak`.\n\n"
        f"{found}\n\n{table(LKE_HEAD, lke_rows())}\n"
    )
    print(text)
    (ROOT / "docs" / "bench.md").write_text(text)


if __name__ == "__main__":
    main()
