"""Dashboards and lists at the size of a kabupaten and of a province, on the database of DATABASE_URL.

    bin/bench --skala            kabupaten and provinsi
    bin/bench --skala nasional   kabupaten and the nation, one institution's pages

Each size gets a database of its own, filled by `manage.py demo --skala`. What counts is the ratio of the medians.
"""

import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from bench import ROOT, Row, table  # sets Django up
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse

from units.models import Peran
from zi_portal.demo.scale import make_scale

ROUNDS, WARMUP = 15, 3
LIMIT = {"provinsi": 1.5, "nasional": 2.0}
PAGES = [
    ("dashboard, kepala daerah", "kepala_daerah", "dasbor", ""),
    ("dashboard, Inspektorat", "ketua_tpi", "dasbor", ""),
    ("units behind a number", "kepala_daerah", "dasbor_unit_list", "?kriteria=kurang"),
    ("units", "admin_instansi", "unit_list", ""),
    ("years of the units", "ketua_tpi", "pembangunan_list", ""),
    ("plans", "ketua_tpi", "rencana_list", ""),
    ("quarterly reports", "ketua_tpi", "laporan_list", ""),
    ("self-assessments", "ketua_tpi", "penilaian_list", ""),
    ("TPI evaluations", "ketua_tpi", "tpi_list", ""),
    ("register of predicates", "kepala_daerah", "predikat_list", ""),
    ("search", "ketua_tpi", "search", "?q=Kecamatan"),
]


@contextmanager
def database(skala: str) -> Iterator[None]:
    """An empty database of this size's data, dropped at the end."""
    name = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"zi_bench_{skala}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        begin = time.perf_counter()
        for _ in make_scale(skala):
            pass
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        print(f"{skala}: data made in {time.perf_counter() - begin:.0f} s", flush=True)
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def measure(skala: str) -> dict[str, tuple[float, int]]:
    """Median milliseconds and queries of each page, for the first institution."""
    with database(skala):
        return {name: _page(role, url, query) for name, role, url, query in PAGES}


def _page(role: str, url: str, query: str) -> tuple[float, int]:
    client = Client()
    user = Peran.objects.filter(jenis=role).order_by("pk").first().user
    client.force_login(user, backend="units.auth.NipOrEmailBackend")
    address = reverse(url) + query
    client.get(address)  # the session learns its role and year
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    count = len(queries)
    assert response.status_code == 200, (url, response.status_code)
    for _ in range(WARMUP):
        client.get(address)
    spent = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        client.get(address)
        spent.append(time.perf_counter() - begin)
    return statistics.median(spent) * 1000, count


def rows(large: str) -> list[Row]:
    """One row per page: both medians, their ratio, the limit."""
    small, big = measure("kabupaten"), measure(large)
    found = []
    for name, (ms, queries) in small.items():
        big_ms, big_queries = big[name]
        met = big_ms / ms <= LIMIT[large] and queries == big_queries <= 30
        found.append((
            name, f"{queries} / {big_queries}", f"{ms:.1f}", f"{big_ms:.1f}", f"{big_ms / ms:.2f}",
            f"<= {LIMIT[large]}", "met" if met else "MISSED",
        ))  # fmt: skip
    return found


def main() -> None:
    large = next((name for name in sys.argv[1:] if name in LIMIT), "provinsi")
    call_command("collectstatic", interactive=False, verbosity=0)
    with override_settings(ALLOWED_HOSTS=["*"]):
        head = ("page", "queries", "kabupaten ms", f"{large} ms", "ratio", "limit", "")
        text = (
            f"# Measured by `bin/bench --skala {large}`\n\nLast run: {date.today():%Y-%m-%d}, {connection.vendor}. "  # noqa: DTZ011
            f"Medians of {ROUNDS} rounds; one institution's pages at both sizes.\n\n{table(head, rows(large))}\n"
        )
    print(text)
    (ROOT / "docs" / "bench-scale.md").write_text(text)


if __name__ == "__main__":
    main()
