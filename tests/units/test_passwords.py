"""Changing a password, and setting a new one by email."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD, UserFactory
from tests.units.signing_in import outcomes, sign_in

HOME = "/"
NEW = "gerbang-laut-pagi-42"


def test_a_form_asks_whether_the_session_lives_only_where_the_page_knows_whom_to_ask(world, client):
    user = world.peran["kepala_unit"].user
    sign_in(client, user.nip)
    for forced in (False, True):
        type(user).objects.filter(pk=user.pk).update(must_change_password=forced)
        page = client.get(reverse("password_change")).content.decode()
        assert ("data-jaga" in page, "data-url-sesi" in page) == (not forced, not forced)


def test_an_initial_password_must_be_changed_before_anything_else(world, client):
    user = world.peran["kepala_unit"].user
    user.must_change_password = True
    user.save()
    sign_in(client, user.nip)
    for name in ("beranda", "unit_list", "profil"):
        assert client.get(reverse(name)).url == reverse("password_change")
    response = client.post(
        reverse("password_change"), {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    )
    assert response.url == HOME
    user.refresh_from_db()
    assert (user.must_change_password, user.check_password(NEW)) == (False, True)
    assert client.get(reverse("profil")).status_code == 200
    assert outcomes() == ["berhasil", "ganti_sandi"]


@pytest.mark.parametrize(
    ("old", "new", "again", "words"),
    [
        ("salah", NEW, NEW, "Kata sandi sekarang tidak cocok"),
        (PASSWORD, NEW, "lain-lagi-1234", "tidak sama"),
        (PASSWORD, "pendek", "pendek", "10"),
        (PASSWORD, "198503152010012007", "198503152010012007", "NIP"),
    ],
)
def test_a_bad_new_password_is_refused_with_the_reason(orang, client, old, new, again, words):
    sign_in(client, orang.nip)
    response = client.post(
        reverse("password_change"), {"old_password": old, "new_password1": new, "new_password2": again}
    )
    assert response.status_code == 200
    assert words in response.content.decode()
    orang.refresh_from_db()
    assert orang.check_password(PASSWORD)


def test_changing_the_password_ends_other_sessions(orang, client):
    elsewhere = Client()
    sign_in(elsewhere, orang.nip)
    sign_in(client, orang.nip)
    client.post(reverse("password_change"), {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW})
    assert client.get(reverse("profil")).status_code == 200
    assert elsewhere.get(reverse("profil")).status_code == 302


@pytest.fixture
def ask_reset(client, django_capture_on_commit_callbacks):
    def ask(login: str):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(reverse("password_reset"), {"login": login})

    cache.clear()
    return ask


def test_reset_by_email_in_four_steps(orang, client, ask_reset):
    for _ in range(6):
        sign_in(client, orang.nip, "salah-sekali")
    assert ask_reset("19850315 201001 2 007").url == reverse("password_reset_done")
    letter = mail.outbox[0]
    assert letter.to == [orang.email]
    link = re.search(r"http://\S+", letter.body)[0].removeprefix("http://localhost:8000")
    page = client.get(link, follow=True)
    response = client.post(page.request["PATH_INFO"], {"new_password1": NEW, "new_password2": NEW})
    assert response.url == reverse("password_reset_complete")
    assert sign_in(client, orang.nip, NEW).status_code == 302  # the lock is open again
    assert outcomes()[-2:] == ["ganti_sandi", "berhasil"]
    assert "Tautan tidak berlaku" in client.get(link, follow=True).content.decode()


@pytest.mark.parametrize("login", ["tidak@ada.test", "199901012020011001", "apa saja"])
def test_reset_never_tells_whether_an_account_exists(orang, ask_reset, login):
    assert ask_reset(login).url == reverse("password_reset_done")
    assert mail.outbox == []


def test_reset_leaves_people_without_email_and_closed_accounts_alone(db, ask_reset):
    ask_reset(UserFactory(email=None).nip)
    ask_reset(UserFactory(is_active=False).nip)
    assert mail.outbox == []


def test_reset_sends_one_letter_in_five_minutes(orang, ask_reset):
    for _ in range(3):
        ask_reset(orang.email)
    assert len(mail.outbox) == 1


def test_reset_works_for_an_invited_person_without_a_password(orang, ask_reset):
    orang.set_unusable_password()
    orang.save()
    ask_reset(orang.email)
    assert len(mail.outbox) == 1
