"""What the tests of accounts do at the sign-in page, and read from its audit."""

from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD
from units.models import CatatanMasuk


def sign_in(client: Client, username: str, password: str = PASSWORD, **extra):
    return client.post(reverse("login"), {"username": username, "password": password} | extra)


def outcomes() -> list[str]:
    return list(CatatanMasuk.objects.order_by("pk").values_list("hasil", flat=True))
