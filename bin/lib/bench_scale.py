"""Dashboards, lists, search and the API at the size of a kabupaten, a province and the nation.

    bin/bench --skala                       kabupaten and provinsi
    bin/bench --skala nasional              all three; the nation takes half an hour to make
    bin/bench --skala [nasional] --simpan   keeps the databases, and measures those that an earlier run kept

Each size has a database of its own on the server of DATABASE_URL, and a process of its own here. All sizes answer in turn,
page by page and round by round, so that a drift of the machine meets all of them. What counts is the ratio of the medians.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass

from bench import ROOT, Row, table  # sets Django up
from bench_scale_pages import PAGES, open_client
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings

from units.models import Instansi
from zi_portal.demo.scale import UKURAN, make_scale

ROUNDS, WARMUP = 9, 2
LIMIT = {"provinsi": 1.5, "nasional": 2.0}
MOST_QUERIES = 30
SEARCH, LIST = "search", "plans"  # the search is held against this list at the largest size
SEARCH_LIMIT = 2.0
# Below this the ratio says more about the machine than about the portal.
LEAST_MS = 5.0


# --- one size, in a process of its own ------------------------------------------------------------------------------------


def serve(skala: str) -> None:
    """Make or find the data, then answer one page for every line that comes in."""
    created, seconds = prepare(skala)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_size_pretty(pg_database_size(current_database()))")
        (size,) = cursor.fetchone()
    pages = {page.name: open_client(page) for page in PAGES}
    say({"created": created, "seconds": seconds, "size": size, "counts": counts()})
    for line in sys.stdin:
        client, address = pages[line.strip()]
        with CaptureQueriesContext(connection) as queries:
            begin = time.perf_counter()
            response = client.get(address)
            spent = time.perf_counter() - begin
        say({
            "ms": spent * 1000, "status": response.status_code, "queries": len(queries),
            "kb": len(response.content) / 1024,
        })  # fmt: skip


def prepare(skala: str) -> tuple[bool, float]:
    """Whether the data were made now, and in how many seconds."""
    connection.settings_dict["NAME"] = database(skala)
    call_command("prepare", verbosity=0)
    if Instansi.objects.exists():
        return False, 0.0
    begin = time.perf_counter()
    for _ in make_scale(skala):
        pass
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return True, time.perf_counter() - begin


def counts() -> dict[str, int]:
    """As the server estimates them after ANALYZE; counting fourteen million rows would be no news."""
    names = {
        "institutions": "units_instansi", "units": "units_unitkerja", "unit years": "units_pembangunanzi",
        "answers": "evaluation_jawaban", "actions": "action_plans_aksi", "papers": "reports_dokumen",
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, reltuples::bigint FROM pg_class WHERE relname = ANY(%s)", [list(names.values())]
        )
        found = dict(cursor.fetchall())
    return {label: found[name] for label, name in names.items()}


def database(skala: str) -> str:
    return f"zi_bench_{skala}"


def say(answer: dict) -> None:
    print(json.dumps(answer), flush=True)


# --- all sizes side by side -----------------------------------------------------------------------------------------------


@dataclass
class Ukur:
    """A size under measurement: its process and what it said of its data."""

    skala: str
    process: subprocess.Popen
    data: dict

    @classmethod
    def start(cls, skala: str) -> "Ukur":
        process = subprocess.Popen(  # noqa: S603  this very program
            [sys.executable, __file__, "--anak", skala], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        found = cls(skala, process, {})
        found.data = found.read()
        return found

    def read(self) -> dict:
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"The process for {self.skala} ended; its message stands above.")
        return json.loads(line)

    def get(self, page: str) -> dict:
        self.process.stdin.write(f"{page}\n")
        self.process.stdin.flush()
        return self.read()


def measure(sizes: list[Ukur], page: str) -> dict[str, dict]:
    """Per size the median milliseconds, and the queries of the last round."""
    answers: dict[str, list[dict]] = {size.skala: [] for size in sizes}
    for round_number in range(WARMUP + ROUNDS):
        for size in sizes:
            answer = size.get(page)
            if answer["status"] != 200:
                sys.exit(f"{page} at {size.skala}: status {answer['status']}")
            if round_number >= WARMUP:
                answers[size.skala].append(answer)
    return {skala: found[-1] | {"ms": statistics.median(a["ms"] for a in found)} for skala, found in answers.items()}


def row_of(page: str, found: dict[str, dict]) -> Row:
    small = found["kabupaten"]
    queries = [answer["queries"] for answer in found.values()]
    cells = [page, " / ".join(map(str, queries)), f"{small['ms']:.1f}"]
    # Fewer is no fault: a large institution's figures are kept, and no two units have the same to do.
    missed = [] if max(queries) == queries[0] <= MOST_QUERIES else ["queries"]
    for skala, answer in list(found.items())[1:]:
        ratio = answer["ms"] / max(small["ms"], LEAST_MS)
        cells += [f"{answer['ms']:.1f}", f"{ratio:.2f}"]
        missed += [skala] if ratio > LIMIT[skala] else []
    return (*cells, f"MISSED: {', '.join(missed)}" if missed else "met")


def report(sizes: list[Ukur], rows: list[Row], against_list: str, busy: float) -> str:
    names = [size.skala for size in sizes]
    head = (
        "page",
        "queries",
        "kabupaten ms",
        *(c for name in names[1:] for c in (f"{name} ms", f"ratio (<= {LIMIT[name]})")),
        "",
    )
    made = [
        (
            size.skala, *(f"{value:,}" for value in size.data["counts"].values()), size.data["size"],
            f"{size.data['seconds']:.0f} s" if size.data["created"] else "kept from an earlier run",
        )
        for size in sizes
    ]  # fmt: skip
    load = f"load {busy:.1f} before it began" + (", so the machine was busy" if busy > 1 else "")
    return (
        f"# Measured by `bin/bench --skala {names[-1]}`\n\n"
        f"Last run: {time.strftime('%Y-%m-%d')}, PostgreSQL, {os.cpu_count()} cores ({load}). "
        f"Medians of {ROUNDS} rounds, all sizes in turn; at every size the pages of one institution.\n\n"
        f"{table(('size', *sizes[0].data['counts'], 'disk', 'made in'), made)}\n\n{table(head, rows)}\n\n{against_list}\n"
    )


def search_line(size: Ukur) -> str:
    """The search and the list in turn, because the machine drifts while the pages between them are measured."""
    spent: dict[str, list[float]] = {SEARCH: [], LIST: []}
    for _ in range(WARMUP + ROUNDS):
        for page, found in spent.items():
            found.append(size.get(page)["ms"])
    search, plain = (statistics.median(found[WARMUP:]) for found in spent.values())
    verdict = "met" if search / plain <= SEARCH_LIMIT else "MISSED"
    return (
        f"Search against the list of {LIST} at {size.skala} size, in turn: {search:.1f} ms to {plain:.1f} ms, "
        f"{search / plain:.2f} (<= {SEARCH_LIMIT:g}), {verdict}."
    )


def main() -> None:
    if connection.vendor != "postgresql":
        sys.exit("This measures PostgreSQL: set DATABASE_URL to a server on which databases may be made.")
    names = ["kabupaten", "provinsi", *(["nasional"] if "nasional" in sys.argv else [])]
    assert set(names) <= set(UKURAN)
    busy = os.getloadavg()[0]
    call_command("collectstatic", interactive=False, verbosity=0)
    make_databases(names)
    sizes = [Ukur.start(name) for name in names]
    try:
        found = {}
        for page in PAGES:
            found[page.name] = measure(sizes, page.name)
            print(row_of(page.name, found[page.name]), flush=True)
        against_list = search_line(sizes[-1])
    finally:
        for size in sizes:
            size.process.terminate()
            size.process.wait()
    if "--simpan" not in sys.argv:
        drop_databases(names)
    rows = [row_of(name, answers) for name, answers in found.items()]
    text = report(sizes, rows, against_list, busy)
    print(text)
    (ROOT / "docs" / f"bench-scale-{names[-1]}.md").write_text(text)


def make_databases(names: list[str]) -> None:
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database(name)])
            if cursor.fetchone() is None:
                cursor.execute(f'CREATE DATABASE "{database(name)}"')


def drop_databases(names: list[str]) -> None:
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f'DROP DATABASE "{database(name)}"')


if __name__ == "__main__":
    with override_settings(ALLOWED_HOSTS=["*"]):
        serve(sys.argv[2]) if sys.argv[1:2] == ["--anak"] else main()
