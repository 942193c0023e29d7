"""Rows by the hundred thousand: COPY on PostgreSQL, plain inserts elsewhere.

Rows get their keys here, so that children can be written in the same go, and keep the moments they are given: a bulk insert
by Django would date five years of history today.
"""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import TypeVar

from django.db import connection
from django.db.models import AutoField, DateField, DecimalField, Field, JSONField, Max, Model
from django.utils import timezone

M = TypeVar("M", bound=Model)
BLOCK = 1000  # keys taken from a sequence at once
BATCH = 5000
PLAIN_TYPES = (int, str, bool, type(None))


class Gudang:
    """Keeps rows until `flush`. One for a whole run: it remembers the keys that it has taken."""

    def __init__(self) -> None:
        self.waiting: dict[type[Model], list[Model]] = defaultdict(list)
        self.keys: dict[type[Model], list[int]] = defaultdict(list)
        self.last: dict[type[Model], int] = {}  # highest key given, where no sequence counts
        self.is_postgres = connection.vendor == "postgresql"

    def add(self, rows: Iterable[M]) -> list[M]:
        """The same rows, with their keys; they are stored at the next `flush`."""
        rows = list(rows)
        if rows:
            model = type(rows[0])
            if isinstance(model._meta.pk, AutoField):
                for row, key in zip(rows, self._take(model, len(rows)), strict=True):
                    row.pk = key
            self.waiting[model] += rows
        return rows

    def flush(self) -> None:
        """Foreign keys are checked at the end of the transaction, so the order of tables does not matter."""
        for model, rows in self.waiting.items():
            self._store(model, rows)
        self.waiting.clear()
        self.last.clear()  # others may write to these tables before we do again

    def _take(self, model: type[Model], count: int) -> list[int]:
        kept = self.keys[model]
        if len(kept) < count:
            missing = count - len(kept)
            kept += self._reserve(model, max(BLOCK, missing) if self.is_postgres else missing)
        taken, self.keys[model] = kept[:count], kept[count:]
        return taken

    def _reserve(self, model: type[Model], count: int) -> list[int]:
        if not self.is_postgres:
            if model not in self.last:
                self.last[model] = model._base_manager.aggregate(n=Max("pk"))["n"] or 0
            first = self.last[model] + 1
            self.last[model] += count
            return list(range(first, first + count))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [f'"{model._meta.db_table}"', model._meta.pk.column, count],
            )
            return [key for (key,) in cursor.fetchall()]

    def _store(self, model: type[Model], rows: Sequence[Model]) -> None:
        fields = model._meta.concrete_fields
        readers = [(field.attname, _encoder(field)) for field in fields]
        values = ([encode(getattr(row, name)) for name, encode in readers] for row in rows)
        table, columns = f'"{model._meta.db_table}"', ", ".join(f'"{field.column}"' for field in fields)
        if self.is_postgres:
            return self._copy(f"COPY {table} ({columns}) FROM STDIN WITH (FORMAT csv, NULL '\\N')", values)
        marks = ", ".join(["%s"] * len(fields))
        with connection.cursor() as cursor:
            while batch := list(islice(values, BATCH)):
                cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", batch)  # noqa: S608

    def _copy(self, sql: str, values: Iterable[list[object]]) -> None:
        lines = io.StringIO()
        # Only what is None stands unquoted, so an empty text stays a text.
        writer = csv.writer(lines, quoting=csv.QUOTE_MINIMAL, lineterminator="\n")
        writer.writerows([r"\N" if value is None else value for value in row] for row in values)
        lines.seek(0)
        with connection.cursor() as cursor:
            cursor.cursor.copy_expert(sql, lines)


def encode_json(value: object) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)


def _encoder(field: Field) -> Callable[[object], object]:
    if isinstance(field, JSONField):
        return encode_json
    if isinstance(field, DateField):
        stamped = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
        return lambda value: _moment(field, value, stamped=stamped)
    if isinstance(field, DecimalField):
        return lambda value: None if value is None else field.get_db_prep_save(value, connection)
    return lambda value: value if isinstance(value, PLAIN_TYPES) else str(value)


def _moment(field: DateField, value: object, *, stamped: bool) -> object:
    if value is None and stamped:
        value = timezone.now()
    return None if value is None else field.get_db_prep_save(value, connection)
