"""Forms that several people may have open: the row's version says whether somebody was faster."""

from typing import Any

from django.db.models import QuerySet

from units.errors import BenturanPerubahan
from units.models import Peran
from units.templatetags.indonesia import waktu


def check_version(row: Any, versi: int | None, *, stored: str, history: QuerySet, by: Peran) -> None:
    """Raise BenturanPerubahan when the row is newer than the version the person saw and somebody else made it so.

    `history` are the rows that changed it, newest first; `stored` is what is stored, in words. None overwrites by
    choice.
    """
    if versi is None or versi >= row.versi:
        return
    last = history.select_related("oleh").first()
    if last is None or last.oleh_id == by.user_id:
        return
    raise BenturanPerubahan(versi=row.versi, nilai=stored, oleh=str(last.oleh), pada=waktu(last.waktu))
