"""Clients of the API and calls with their tokens, for its tests."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from reports.api import clients
from reports.models import KlienAPI
from tests.factories import World
from units.choices import JenisPeran

J = JenisPeran
SEMUA = tuple(KlienAPI.Cakupan.values)


def make_client(
    world: World,
    role: str = J.ADMIN_INSTANSI,
    *,
    cakupan: tuple[str, ...] = SEMUA,
    nama: str = "Satu Data",
    days: int = 90,
) -> tuple[KlienAPI, str]:
    """A client that reads as the world's person in this role, and its token."""
    return clients.create_client(
        nama=nama, keperluan="Portal data terbuka", peran=world.peran[role], cakupan=cakupan,
        berlaku_sampai=timezone.localdate() + timedelta(days=days), by=world.peran[J.ADMIN_INSTANSI],
    )  # fmt: skip


def call(path: str, token: str = "", method: str = "get", **headers: str):
    """`path` is that below the API, with its parameters."""
    if token:
        headers["Authorization"] = f"Bearer {token}"
    return getattr(Client(raise_request_exception=False), method)(f"/api/v1/{path}", headers=headers)


def read(path: str, token: str) -> dict[str, Any]:
    answer = call(path, token)
    assert answer.status_code == 200, answer.content
    return answer.json()


def refused(answer, status: int, kode: str) -> bool:
    """Every refusal is a problem with a stable code, a title and a sentence."""
    body = answer.json()
    found = (answer.status_code, body["status"], body["kode"], answer["Content-Type"])
    return found == (status, status, kode, "application/problem+json") and bool(body["title"] and body["detail"])
