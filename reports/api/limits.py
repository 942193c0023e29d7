"""How often a client may call and an address may fail, counted in the cache per whole minute.

The database cache counts by reading and writing, so that calls at the same instant may count as one: the limit keeps the
portal usable, it is not a bill. Redis counts exactly.
"""

import time

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac

from reports.api import problems
from reports.api.problems import Masalah

WINDOW = 60  # seconds


def count_call(klien_id: int) -> None:
    """Refuse a client that has used up its minute."""
    if _count(f"klien:{klien_id}") > settings.API_CALLS_PER_MINUTE:
        raise _too_often(f"Paling banyak {settings.API_CALLS_PER_MINUTE} panggilan setiap menit.")


def count_failure(alamat_ip: str | None) -> None:
    """A token that is none; the address stands in the cache as a keyed hash only."""
    who = salted_hmac("reports.api.limits", alamat_ip or "-", algorithm="sha256").hexdigest()
    if _count(f"gagal:{who}") > settings.API_FAILURES_PER_MINUTE:
        raise _too_often("Terlalu banyak percobaan dengan token yang tidak sah.")


def _count(name: str) -> int:
    key = f"api:{name}:{int(time.time()) // WINDOW}"
    try:
        return cache.incr(key)
    except ValueError:  # the first of this minute; another may have been first in between
        return 1 if cache.add(key, 1, 2 * WINDOW) else cache.incr(key)


def _too_often(detail: str) -> Masalah:
    wait = WINDOW - int(time.time()) % WINDOW
    return Masalah(problems.SERING, f"{detail} Coba lagi sesudah {wait} detik.", headers={"Retry-After": str(wait)})
