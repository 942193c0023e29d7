"""Figures of a large institution are kept a few minutes and say since when; a small one is counted at every visit.

Counting a thousand units takes a hundred milliseconds, forty take ten. What is kept may lag behind the lists it opens, so that
the page says its age and offers to count again.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

from units.models import PembangunanZI

BESAR = 200  # units from which figures are kept
SECONDS = 300
SEGAR = "segar"  # in the address: count again


def kept(request: HttpRequest, name: str, build: Callable[[], dict[str, Any]], *extra: object) -> dict[str, Any]:
    """What `build` gives, from the cache while it is young. `pada` is the moment of counting, None when that is now.

    `build` gives nothing that belongs to the request. Kept per role, year and day.
    """
    periode, day = request.periode, timezone.localdate()
    if PembangunanZI.objects.filter(periode=periode).count() < BESAR:
        return build() | {"pada": None}
    key = ":".join(str(part) for part in ("dasbor", name, request.peran.pk, periode and periode.pk, day, *extra))
    found: tuple[datetime, dict[str, Any]] | None = None if SEGAR in request.GET else cache.get(key)
    if found:
        return found[1] | {"pada": found[0]}
    figures = build()
    cache.set(key, (timezone.now(), figures), SECONDS)
    return figures | {"pada": None}
