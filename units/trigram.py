"""Trigram indexes of PostgreSQL, which find a word inside any text. Other databases do without: there the search reads the
institution's rows one by one and finds the same.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.state import StateApps

AKHIRAN = "_trgm"


def trigram_index(table: str, *columns: str, where: str = "") -> RunPython:
    """A migration's operation: one index over the columns, upper-cased as `icontains` compares them.

    Statistics of the same expressions go with it. Without them PostgreSQL believes that every word is rare, and reads all
    of the nation's texts that hold a common one instead of the few of one institution.
    """
    name = index_name(table)
    parts = ", ".join(f'UPPER("{column}") gin_trgm_ops' for column in columns)
    condition = f" WHERE {where}" if where else ""

    def create(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(f'CREATE INDEX "{name}" ON "{table}" USING gin ({parts}){condition}')
            for column in columns:
                editor.execute(f'CREATE STATISTICS "{table}_{column}_kata" ON (UPPER("{column}")) FROM "{table}"')

    def drop(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(f'DROP INDEX "{name}"')
            for column in columns:
                editor.execute(f'DROP STATISTICS "{table}_{column}_kata"')

    return RunPython(create, drop)


def index_name(table: str) -> str:
    return f"{table}{AKHIRAN}"


def trigram_extension() -> RunPython:
    """Trusted since PostgreSQL 13: the owner of a database may make it, no superuser is needed."""

    def create(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")

    return RunPython(create, RunPython.noop)


@contextmanager
def without_trigrams() -> Iterator[None]:
    """While millions of rows are written: an index made once at the end costs a fraction of one kept up to date."""
    found: list[tuple[str, str]] = []
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE indexname LIKE %s", [f"%{AKHIRAN}"])
            found = cursor.fetchall()
    try:
        _each(f'DROP INDEX "{name}"' for name, _ in found)
        yield
    finally:
        _each(definition for _, definition in found)


def _each(statements: Iterator[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
