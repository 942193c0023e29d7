"""The public check of issued papers is everybody's; who signs and who uploads a scan is in the rows below it."""

from django.core.cache import cache

from tests.access import Row
from tests.reports.trust_worlds import issued
from units.choices import JenisPeran as J

EVERYBODY = frozenset(J.values)


def known(w) -> dict:
    cache.clear()  # all roles of all rows come from one address
    return {"kode": issued(w).kode}


PUBLIC = {"allow": EVERYBODY, "anonymous": 200, "foreign": 200}

TABLE = [
    Row("terbitan_find", **PUBLIC),
    Row("terbitan_check", kwargs=known, **PUBLIC),
]
