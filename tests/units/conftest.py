"""Fixtures of several modules: a person with an account; an administrator who uploads workbooks and applies them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories import UserFactory
from units import importing
from units.choices import JenisPeran as J
from units.models import Impor
from units.xlsx import write_table


@pytest.fixture
def orang(db):
    return UserFactory(nip="198503152010012007", email="rina@contoh.test")


@pytest.fixture
def admin(world):
    return world.peran[J.ADMIN_INSTANSI]


@pytest.fixture
def admin_client(admin, client_as):
    return client_as(admin)


@pytest.fixture
def upload(admin_client, django_capture_on_commit_callbacks):
    """Upload rows (or the bytes of a file); the dry run has been done when it returns."""

    def send(jenis: str, content, name: str = "data.xlsx") -> Impor:
        if not isinstance(content, bytes):
            content = write_table(importing.JENIS[jenis].kolom, content)
        with django_capture_on_commit_callbacks(execute=True):
            response = admin_client.post(
                reverse("impor_create"), {"jenis": jenis, "berkas": SimpleUploadedFile(name, content)}
            )
        assert response.status_code == 302, response.context["form"].errors
        return Impor.objects.get(pk=response.url.strip("/").split("/")[-1])

    return send


@pytest.fixture
def apply(admin_client, django_capture_on_commit_callbacks):
    def send(impor: Impor) -> Impor:
        with django_capture_on_commit_callbacks(execute=True):
            admin_client.post(reverse("impor_apply", args=[impor.pk]))
        impor.refresh_from_db()
        return impor

    return send
