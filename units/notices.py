"""The only way to tell a person something: a notice in the portal, and the same by email."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
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
    """One notice per person. With `kunci` the same notice is told once only.

    Emails leave after the commit; those who chose one summary a day get theirs from `send_digest`.
    """
    from units.tasks import send_notice_email

    people = {u.pk: u for u in users}.values()
    content = {"judul": judul, "pesan": pesan, "tautan": tautan}
    if kunci:
        rows = [row for user in people if (row := _tell_once(user, kunci, content))]
    else:
        rows = Notifikasi.objects.bulk_create(Notifikasi(user=user, **content) for user in people)
    for row in rows:
        if row.user.email and not row.user.ringkasan_harian and _by_email.get():
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


DIGEST_DAYS = 7  # what was not sent within a week, because no worker ran, is no news any more


def digest_readers() -> list[int]:
    """People who chose one summary a day and have something in it."""
    waiting = _unsent().filter(user__ringkasan_harian=True, user__is_active=True).exclude(user__email=None)
    return list(waiting.order_by("user_id").values_list("user_id", flat=True).distinct())


def _unsent():
    since = timezone.now() - timedelta(days=DIGEST_DAYS)
    return Notifikasi.objects.filter(terkirim_at=None, dibaca_at=None, created_at__gte=since)


@transaction.atomic
def send_digest(user: User) -> int:
    """One email with everything not yet sent nor read; returns how many notices it carried.

    The rows are locked until they are marked: two workers at once send one email.
    """
    rows = list(_unsent().filter(user=user).select_for_update().order_by("created_at", "pk"))
    if not rows or not user.email or not user.ringkasan_harian:
        return 0
    parts = [_digest_part(row) for row in rows]
    note = f"Atur kiriman surel Anda: {settings.SITE_URL}{reverse('profil')}"
    send_mail(
        f"[Zona Integritas] Ringkasan: {len(rows)} pemberitahuan",
        "\n\n".join([*parts, note]) + "\n",
        None,
        [user.email],
    )
    Notifikasi.objects.filter(pk__in=[row.pk for row in rows]).update(terkirim_at=timezone.now())
    return len(rows)


def _digest_part(row: Notifikasi) -> str:
    link = f"{settings.SITE_URL}{row.tautan}" if row.tautan else ""
    return "\n".join(part for part in (f"- {row.judul}", row.pesan, link) if part)
