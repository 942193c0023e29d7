"""Where a request comes from, as far as the proxies in front of the portal can be believed."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_ip(request: HttpRequest) -> str | None:
    """The visitor's address; None when nothing readable is known.

    Each trusted proxy adds one address at the right end of X-Forwarded-For; what stands left of them the visitor may
    have written himself, so it is counted from the right and never taken from the left.
    """
    found = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        forwarded = request.headers.get("X-Forwarded-For", "").split(",")
        if len(forwarded) >= settings.TRUSTED_PROXIES:
            found = forwarded[-settings.TRUSTED_PROXIES]
    try:
        return str(ip_address(found.strip()))
    except ValueError:
        return None
