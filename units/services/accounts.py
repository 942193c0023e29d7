"""Sign-ins and passwords. Every one of them leaves a row in CatatanMasuk."""

import secrets
from datetime import datetime

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from axes.utils import reset as reset_attempts
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.tokens import default_token_generator
from django.core.cache import cache
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from units.history import save_with_history
from units.models import CatatanMasuk, Peran, User
from units.validators import clean_nip

# No letters and digits that look alike when a list is printed and copied by hand.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
RESET_PAUSE_SECONDS = 300


def canonical_login(login: str) -> str:
    """One name per account, whichever way it was typed: otherwise each spelling would have its own count of failures."""
    user = User.objects.get_by_login(login)
    if user:
        return login_name(user)
    login = login.strip().lower()
    return login if "@" in login else clean_nip(login)


def login_name(user: User) -> str:
    return user.nip or user.email


def record_masuk(hasil: str, *, login: str, user: User | None, alamat_ip: str | None, perangkat: str) -> None:
    """One audit row. What is neither account, NIP nor email is not written down: it may be a password in the wrong field."""
    known = user is not None or login.isdigit() or "@" in login
    CatatanMasuk.objects.create(
        hasil=hasil,
        login=login[:150].replace("\0", "") if known else "tidak dikenal",
        user=user,
        alamat_ip=alamat_ip,
        perangkat=perangkat[:200].replace("\0", ""),
    )


def locked_until(login: str, alamat_ip: str | None) -> datetime | None:
    """When this account may be tried again from this address."""
    last = (
        AccessAttempt.objects.filter(username=login, ip_address=alamat_ip)
        .order_by("-attempt_time")
        .values_list("attempt_time", flat=True)
        .first()
    )
    return last + get_cool_off() if last else None


def forget_failures(user: User) -> None:
    """The right password, or one newly set, ends the count of wrong ones."""
    reset_attempts(username=login_name(user))


def make_initial_password() -> str:
    """Twelve characters in three groups, to be read from paper and typed once."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))
    return "-".join(groups)


def set_initial_password(user: User, sandi: str) -> None:
    """A password that its owner has to change at the first sign-in."""
    user.password = make_password(sandi)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    forget_failures(user)


def change_password(user: User, sandi: str) -> None:
    """The owner's own choice."""
    user.set_password(sandi)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    forget_failures(user)


@transaction.atomic
def choose_digest(
    user: User, ringkasan_harian: bool, *, by: Peran | None, ringkasan_bulanan: bool | None = None
) -> None:
    """The owner's choice: notices by email as they come, or one summary a day; and for those who get one, the monthly
    summary of the institution, None to leave it as it is.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    chosen = {"ringkasan_harian": ringkasan_harian}
    if ringkasan_bulanan is not None:
        chosen["ringkasan_bulanan"] = ringkasan_bulanan
    save_with_history(locked, chosen, by=by, tindakan="Mengatur surel")


def request_reset(login: str) -> None:
    """Queue the email when the account exists and has one; the caller learns nothing either way.

    One email in five minutes, so that nobody's mailbox can be filled from the sign-in page.
    """
    from units.tasks import send_password_reset

    user = User.objects.get_by_login(login)
    if user and user.is_active and user.email and cache.add(f"password-reset-{user.pk}", 1, RESET_PAUSE_SECONDS):
        transaction.on_commit(lambda: send_password_reset.delay(user.pk))


def send_reset_email(user: User) -> None:
    tautan = reverse(
        "password_reset_confirm",
        kwargs={
            "uidb64": urlsafe_base64_encode(force_bytes(user.pk)),
            "token": default_token_generator.make_token(user),
        },
    )
    isi = render_to_string(
        "units/password_reset_email.txt",
        {"orang": user, "tautan": f"{settings.SITE_URL}{tautan}", "menit": settings.PASSWORD_RESET_TIMEOUT // 60},
    )
    send_mail("[Zona Integritas] Mengatur ulang kata sandi", isi, None, [user.email])
