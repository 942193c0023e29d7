"""Closed by default: every URL stands in a table with the status each role gets. An unknown URL fails here."""

import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from tests.access import ROLES, Row
from tests.factories import make_world

TABLES = sorted(Path(__file__).parent.glob("*/access_table*.py"))
# Answered without a signed-in person; each has tests of its own.
PUBLIC = {"health_alive", "health_ready"}


def rows() -> list[Row]:
    return [row for path in TABLES for row in importlib.import_module(f"tests.{path.parent.name}.{path.stem}").TABLE]


def url_names(resolver=None) -> Iterator[str]:
    for entry in (resolver or get_resolver()).url_patterns:
        if hasattr(entry, "url_patterns"):
            yield from url_names(entry)
        else:
            yield entry.name


def test_every_url_stands_in_the_table():
    known = {row.name for row in rows()} | PUBLIC
    assert sorted(set(url_names()) - known) == []


def test_the_table_names_no_url_that_is_gone():
    assert sorted({row.name for row in rows()} - set(url_names())) == []


@pytest.mark.parametrize("row", rows(), ids=lambda r: f"{r.name}-{r.method}")
def test_roles(row, db, client_as):
    """One URL, all roles: who is allowed gets in, who is not is refused, a stranger learns nothing."""
    world, stranger = make_world(), make_world(wilayah="Kabupaten Seberang")
    url = reverse(row.name, kwargs=row.kwargs(world))
    data = row.data(world) if callable(row.data) else row.data

    def status(peran) -> int:
        """Each request starts from the same state: what it changed is taken back."""
        with transaction.atomic():
            client = client_as(peran) if peran else Client()
            code = getattr(client, row.method)(url, data).status_code
            transaction.set_rollback(True)
        return code

    want = {jenis: row.special.get(jenis, row.ok if jenis in row.allow else row.denied) for jenis in sorted(ROLES)}
    got = {jenis: status(world.peran[jenis]) for jenis in sorted(ROLES)}
    some_role = min(row.allow, default="admin_instansi")
    assert got | {"anonim": status(None), "asing": status(stranger.peran[some_role])} == want | {
        "anonim": row.anonymous,
        "asing": row.foreign,
    }
