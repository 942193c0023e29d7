"""Reading the YAML files that carry the regulations: every fault is named with its file and its key.

A wrong file must stop the start of the portal, not print half a form months later.
"""

from collections.abc import Collection
from pathlib import Path
from typing import Self

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one is ten times as fast


class DataRusak(ValueError):
    """A data file that ships with the portal breaks its own rules."""


class Simpul:
    """One mapping of a data file; asks for keys by type and knows its own place."""

    def __init__(self, nilai: object, berkas: str, jalur: str = "") -> None:
        self.berkas, self.jalur = berkas, jalur
        self._asked: set[str] = set()
        if not isinstance(nilai, dict):
            raise self.broken("", f"expected a mapping, found {type(nilai).__name__}")
        self._nilai = nilai

    @classmethod
    def load(cls, path: Path) -> Self:
        try:
            content = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 -- both are safe
        except yaml.YAMLError as exc:
            raise DataRusak(f"{path.name}: not YAML: {exc}") from exc
        return cls(content, path.name)

    def broken(self, key: str, why: str) -> DataRusak:
        where = ".".join(part for part in (self.jalur, key) if part) or "(root)"
        return DataRusak(f"{self.berkas}: {where}: {why}")

    def text(self, key: str, default: str | None = None) -> str:
        value = self._get(key, default)
        if not isinstance(value, str) or (not value.strip() and default is None):
            raise self.broken(key, f"expected text, found {value!r}")
        return value.strip()

    def number(self, key: str, default: int | None = None) -> int | None:
        value = self._nilai.get(key, default)
        self._asked.add(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 0):
            raise self.broken(key, f"expected a whole number, found {value!r}")
        return value

    def flag(self, key: str, default: bool | None = None) -> bool:
        value = self._get(key, default)
        if not isinstance(value, bool):
            raise self.broken(key, f"expected true or false, found {value!r}")
        return value

    def choice(self, key: str, allowed: Collection[str], default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in allowed and value != default:
            raise self.broken(key, f"{value!r} is not one of {', '.join(sorted(allowed))}")
        return value

    def texts(self, key: str, default: list[str] | None = None) -> tuple[str, ...]:
        values = self._list(key, default)
        for number, value in enumerate(values, start=1):
            if not isinstance(value, str) or not value.strip():
                raise self.broken(f"{key}[{number}]", f"expected text, found {value!r}")
        return tuple(value.strip() for value in values)

    def node(self, key: str) -> "Simpul":
        return Simpul(self._get(key, None), self.berkas, self._path(key))

    def nodes(self, key: str) -> list["Simpul"]:
        values = self._list(key, None)
        return [Simpul(v, self.berkas, self._path(f"{key}[{n}]")) for n, v in enumerate(values, start=1)]

    def items(self, key: str) -> list["str | Simpul"]:
        """A list that mixes plain texts with mappings."""
        values = self._list(key, None)
        if not values:
            raise self.broken(key, "empty")
        places = [self._path(f"{key}[{n}]") for n in range(1, len(values) + 1)]
        return [
            v.strip() if isinstance(v, str) and v.strip() else Simpul(v, self.berkas, place)
            for v, place in zip(values, places, strict=True)
        ]

    def done(self) -> None:
        """Call when all keys were asked for: a misspelt key is a fault, not an ignored wish."""
        unknown = sorted(set(self._nilai) - self._asked)
        if unknown:
            raise self.broken(str(unknown[0]), "unknown key")

    def _get(self, key: str, default: object) -> object:
        self._asked.add(key)
        value = self._nilai.get(key, default)
        if value is None:
            raise self.broken(key, "missing")
        return value

    def _list(self, key: str, default: list | None) -> list:
        value = self._get(key, default)
        if not isinstance(value, list):
            raise self.broken(key, f"expected a list, found {type(value).__name__}")
        return value

    def _path(self, key: str) -> str:
        return f"{self.jalur}.{key}" if self.jalur else key
