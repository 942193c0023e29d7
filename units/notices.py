"""The only way to tell a person something: a notice in the portal, and the same by email."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from units.models import Notifikasi, Peran, User

_by_email = ContextVar("by_email", default=True)


@contextmanager
def without_email() -> Iterator[None]:
    """Notices of work done here stay in the portal: for demo data, whose people exist nowhere."""
    token = _by_email.set(False)
    try:
        yield
    finally:
        _by_email.reset(token)


def notify(
    users: Iterable[User], *, judul: str, pesan: str = "", tautan: str = "", kunci: str = ""
) -> list[Notifikasi]:
    """One notice per person. With `kunci` the same notice is told once only. Emails leave after the commit."""
    from units.tasks import send_notice_email

    people = {u.pk: u for u in users}.values()
    content = {"judul": judul, "pesan": pesan, "tautan": tautan}
    if kunci:
        rows = [row for user in people if (row := _tell_once(user, kunci, content))]
    else:
        rows = Notifikasi.objects.bulk_create(Notifikasi(user=user, **content) for user in people)
    for row in rows:
        if row.user.email and _by_email.get():
            transaction.on_commit(lambda pk=row.pk: send_notice_email.delay(pk))
    return rows


def _tell_once(user: User, kunci: str, content: dict[str, str]) -> Notifikasi | None:
    """The new notice; None when the person has been told before."""
    row, created = Notifikasi.objects.get_or_create(user=user, kunci=kunci, defaults=content)
    return row if created else None


def holders(*jenis: str, instansi_id: int, unit_id: int | None = None) -> list[User]:
    """People who hold one of these roles today in the institution, or in the unit when one is given."""
    found = Peran.objects.active_on(timezone.localdate()).filter(jenis__in=jenis, instansi_id=instansi_id)
    if unit_id is not None:
        found = found.filter(unit_id=unit_id)
    return [p.user for p in found.select_related("user")]


def send_email(notice: Notifikasi) -> None:
    """Send one notice by email, once. The link opens the page; it acts on nothing by itself."""
    if notice.terkirim_at or not notice.user.email:
        return
    link = f"\n\n{settings.SITE_URL}{notice.tautan}" if notice.tautan else ""
    send_mail(f"[Zona Integritas] {notice.judul}", f"{notice.pesan or notice.judul}{link}\n", None, [notice.user.email])
    notice.terkirim_at = timezone.now()
    notice.save(update_fields=["terkirim_at"])
