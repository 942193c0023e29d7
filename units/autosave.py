"""The answers of a field that saves itself, as docs/ui.md tells them."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from units.errors import BenturanPerubahan, BerkasDitolak, Ditolak, TidakBerwenang


def is_autosave(request: HttpRequest) -> bool:
    return request.method == "POST" and "kolom" in request.POST


def answer(save: Callable[[], int], *, extra: Callable[[], dict[str, Any]] = dict) -> JsonResponse:
    """Run `save`, which returns the field's new version, and put the outcome into words for the page.

    `extra` adds what else the page shows after a save; it is asked only when the save went well.
    """
    try:
        versi = save()
    except BenturanPerubahan as other:
        body = {"versi": other.versi, "nilai": other.nilai, "oleh": other.oleh, "pada": other.pada}
        return JsonResponse(body, status=409)
    except TidakBerwenang as refusal:
        return JsonResponse({"galat": str(refusal)}, status=403)
    except (Ditolak, BerkasDitolak) as refusal:
        return JsonResponse({"galat": str(refusal)}, status=400)
    return JsonResponse({"versi": versi, "pada": f"{timezone.localtime():%H.%M}", **extra()})


def sent_version(request: HttpRequest) -> int:
    """The version the person saw. Text that is no number counts as the oldest, so that nothing is overwritten unseen."""
    raw = request.POST.get("versi", "")
    return int(raw) if raw.isdecimal() else 0
