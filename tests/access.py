"""The shape of the access table: URL x role -> status. Each app lists its rows in `tests/<app>/access_table*.py`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from units.choices import JenisPeran

ROLES = frozenset(JenisPeran.values)


@dataclass(frozen=True)
class Row:
    """One URL with one method.

    `kwargs(w)` gives the URL's arguments from the world `w` and may make the object first. What a request changes is taken back
    before the next role's, so each role meets the same state. `allow` are the roles that get `ok`; every role of `w`'s
    institution that is not in `allow` gets `denied` (403 when it may see the object but not act, 404 when it may not
    see it), unless `special` says otherwise for it. A role of another institution gets `foreign`, and nobody signed in
    gets `anonymous`.
    """

    name: str
    allow: frozenset[str]
    kwargs: Callable[[Any], dict] = lambda w: {}
    method: str = "get"
    data: dict | Callable[[Any], dict] = field(default_factory=dict)
    ok: int = 200
    denied: int = 404
    special: dict[str, int] = field(default_factory=dict)
    foreign: int = 404
    anonymous: int = 302
