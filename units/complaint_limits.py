"""How often one address may send a complaint, try a receipt code or the code of an issued paper.

Slots in the cache: each use takes one for an hour, and `cache.add` gives one slot to one taker only, whatever the cache.
The address itself is stored nowhere; the slot's name is a keyed hash of it.
"""

from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from units.client_ip import client_ip

WINDOW = 3600  # seconds


@dataclass(frozen=True, slots=True)
class Batas:
    name: str
    limit: int


KIRIM = Batas("kirim", 20)
# Wrong codes; a right one gives its slot back.
KODE = Batas("kode", 10)
# Unknown codes of issued papers; an office of many people checks from one address.
PERIKSA = Batas("periksa", 40)
# Wrong passwords of one certificate, whoever types them from wherever.
SANDI_SERTIFIKAT = Batas("sertifikat", 5)


def take(batas: Batas, request: HttpRequest) -> str | None:
    """A slot for this visitor, or None when all are taken."""
    return take_for(batas, client_ip(request) or "-")


def take_for(batas: Batas, whom: str) -> str | None:
    """A slot for whatever is limited: an address, a certificate."""
    who = salted_hmac("units.complaint_limits", whom, algorithm="sha256").hexdigest()
    names = (f"batas:{batas.name}:{who}:{number}" for number in range(batas.limit))
    return next((name for name in names if cache.add(name, 1, WINDOW)), None)


def give_back(slot: str) -> None:
    cache.delete(slot)
