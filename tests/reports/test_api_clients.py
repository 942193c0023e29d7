"""Clients of the API are made, given new tokens and revoked by the administrator; a token is shown once."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reports.api import clients
from reports.api.openapi import schema
from reports.models import KlienAPI, TokenAPI
from tests.reports.api_worlds import call, make_client
from units.choices import JenisPeran
from units.errors import Ditolak, TidakBerwenang
from units.models import Notifikasi, Peran
from units.tokens import digest_of

J = JenisPeran


@pytest.fixture(autouse=True)
def _fresh_minute():
    cache.clear()


@pytest.fixture
def admin(world, client_as) -> Client:
    return client_as(world.peran[J.ADMIN_INSTANSI])


def form(world, **fields) -> dict:
    values = {
        "nama": "Satu Data", "keperluan": "Portal data terbuka", "peran": world.peran[J.DELEGASI].pk,
        "cakupan": ["unit", "predikat"], "berlaku_sampai": timezone.localdate() + timedelta(days=30),
    }  # fmt: skip
    return values | fields


def shown_token(answer) -> str:
    return re.search(r"<code class=\"pecah\">(ziapi_[\w-]+)</code>", answer.content.decode())[1]


# --- made -------------------------------------------------------------------------------------------------------------


def test_the_token_is_shown_once_and_kept_as_a_hash(world, admin):
    answer = admin.post(reverse("klien_api_create"), form(world))
    token = shown_token(answer)
    row = TokenAPI.objects.get()
    assert (row.sidik, row.awalan) == (digest_of(token), token[:12])
    assert answer["Cache-Control"] == "no-store"
    assert call("unit", token).status_code == 200
    page = admin.get(reverse("klien_api_detail", args=[row.klien_id])).content.decode()
    assert row.awalan in page
    assert token not in page


def test_the_holder_of_the_role_is_told_that_a_program_reads_so(world, admin):
    admin.post(reverse("klien_api_create"), form(world))
    notice = Notifikasi.objects.get(user=world.peran[J.DELEGASI].user)
    assert "Satu Data" in notice.judul
    assert "Unit kerja, Predikat" in notice.pesan or "Predikat, Unit kerja" in notice.pesan


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("nama", ""),
        ("keperluan", ""),
        ("peran", ""),
        ("cakupan", []),
        ("cakupan", ["semua"]),
        ("berlaku_sampai", ""),
        ("berlaku_sampai", lambda today: today - timedelta(days=1)),
        ("berlaku_sampai", lambda today: today + timedelta(days=367)),
    ],
)
def test_a_client_needs_name_purpose_role_scopes_and_a_day_within_a_year(world, admin, field, value):
    value = value(timezone.localdate()) if callable(value) else value
    answer = admin.post(reverse("klien_api_create"), form(world, **{field: value}))
    assert (answer.status_code, KlienAPI.objects.count()) == (422, 0)
    assert field in answer.context["form"].errors


def test_two_clients_in_use_have_two_names(world, admin):
    klien, _ = make_client(world)
    answer = admin.post(reverse("klien_api_create"), form(world))
    assert (answer.status_code, KlienAPI.objects.count()) == (422, 1)
    clients.revoke_client(klien, by=world.peran[J.ADMIN_INSTANSI])
    assert admin.post(reverse("klien_api_create"), form(world)).status_code == 200


@pytest.mark.parametrize("role", sorted(set(J.values) - {J.ADMIN_INSTANSI, J.KEPALA_DAERAH, J.DELEGASI, J.KEPALA_UNIT}))
def test_no_program_reads_as_a_role_that_sees_work_in_the_making(world, admin, role):
    answer = admin.post(reverse("klien_api_create"), form(world, peran=world.peran[role].pk))
    assert (answer.status_code, KlienAPI.objects.count()) == (422, 0)
    with pytest.raises(Ditolak):
        make_client(world, role)


def test_no_program_reads_as_a_role_of_another_institution_or_one_that_ended(world, other_world, admin):
    foreign = other_world.peran[J.DELEGASI]
    assert admin.post(reverse("klien_api_create"), form(world, peran=foreign.pk)).status_code == 422
    with pytest.raises(TidakBerwenang):
        clients.create_client(
            nama="x", keperluan="x", peran=foreign, cakupan=["unit"], berlaku_sampai=timezone.localdate(),
            by=world.peran[J.ADMIN_INSTANSI],
        )  # fmt: skip
    Peran.objects.filter(pk=world.peran[J.DELEGASI].pk).update(selesai=timezone.localdate() - timedelta(days=1))
    assert admin.post(reverse("klien_api_create"), form(world)).status_code == 422


@pytest.mark.parametrize("role", sorted(set(J.values) - {J.ADMIN_INSTANSI}))
def test_only_the_administrator_keeps_clients(world, role):
    klien, _ = make_client(world)
    by = world.peran[role]
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(TidakBerwenang):
        clients.exchange_token(klien, berlaku_sampai=tomorrow, tenggang=0, by=by)
    with pytest.raises(TidakBerwenang):
        clients.revoke_client(klien, by=by)
    assert not KlienAPI.objects.visible_to(by).exists()


# --- exchanged --------------------------------------------------------------------------------------------------------


def test_after_an_exchange_both_tokens_work_for_the_days_asked_for(world, admin):
    klien, old = make_client(world)
    data = {"tenggang": 7, "berlaku_sampai": timezone.localdate() + timedelta(days=200)}
    new = shown_token(admin.post(reverse("klien_api_exchange", args=[klien.pk]), data))
    assert [call("unit", token).status_code for token in (old, new)] == [200, 200]
    ends = TokenAPI.objects.get(sidik=digest_of(old)).berakhir_at
    assert timedelta(days=6) < ends - timezone.now() < timedelta(days=8)
    TokenAPI.objects.filter(sidik=digest_of(old)).update(berakhir_at=timezone.now())
    assert [call("unit", token).status_code for token in (old, new)] == [401, 200]


def test_an_exchange_without_days_ends_the_old_token_at_once(world, admin):
    klien, old = make_client(world)
    by = world.peran[J.ADMIN_INSTANSI]
    day = timezone.localdate() + timedelta(days=9)
    second = clients.exchange_token(klien, berlaku_sampai=day, tenggang=30, by=by)
    third = clients.exchange_token(klien, berlaku_sampai=day, tenggang=0, by=by)
    assert [call("unit", token).status_code for token in (old, second, third)] == [401, 401, 200]


def test_a_later_exchange_lengthens_no_token(world):
    klien, old = make_client(world)
    by = world.peran[J.ADMIN_INSTANSI]
    day = timezone.localdate() + timedelta(days=9)
    clients.exchange_token(klien, berlaku_sampai=day, tenggang=1, by=by)
    ends = TokenAPI.objects.get(sidik=digest_of(old)).berakhir_at
    clients.exchange_token(klien, berlaku_sampai=day, tenggang=30, by=by)
    assert TokenAPI.objects.get(sidik=digest_of(old)).berakhir_at == ends


@pytest.mark.parametrize("tenggang", [-1, 31, ""])
def test_the_days_of_two_tokens_are_few(world, admin, tenggang):
    klien, _ = make_client(world)
    data = {"tenggang": tenggang, "berlaku_sampai": timezone.localdate()}
    answer = admin.post(reverse("klien_api_exchange", args=[klien.pk]), data)
    assert (answer.status_code, TokenAPI.objects.count()) == (422, 1)


# --- revoked ----------------------------------------------------------------------------------------------------------


def test_revoking_asks_first_then_ends_every_token_and_is_told_in_the_history(world, admin):
    klien, token = make_client(world)
    url = reverse("klien_api_revoke", args=[klien.pk])
    assert "langsung ditolak" in admin.get(url).content.decode()
    assert call("unit", token).status_code == 200
    admin.post(url, {"alasan": "Token bocor"})
    assert call("unit", token).status_code == 401
    last = klien.riwayat.first()
    assert (last.tindakan, last.alasan, last.peran) == ("Mencabut klien", "Token bocor", world.peran[J.ADMIN_INSTANSI])
    page = admin.get(reverse("klien_api_detail", args=[klien.pk])).content.decode()
    assert "Dicabut" in page
    assert "Ganti token" not in page


def test_what_was_revoked_is_neither_revoked_again_nor_given_a_token(world):
    klien, _ = make_client(world)
    by = world.peran[J.ADMIN_INSTANSI]
    clients.revoke_client(klien, by=by)
    with pytest.raises(Ditolak, match="sudah dicabut"):
        clients.revoke_client(klien, by=by)
    with pytest.raises(Ditolak, match="sudah dicabut"):
        clients.exchange_token(klien, berlaku_sampai=timezone.localdate(), tenggang=0, by=by)


# --- pages ------------------------------------------------------------------------------------------------------------


def test_the_list_says_the_state_of_each_client(world, admin):
    make_client(world, nama="Berjalan")
    klien, _ = make_client(world, nama="Lewat")
    TokenAPI.objects.filter(klien=klien).update(berlaku_sampai=timezone.localdate() - timedelta(days=1))
    gone, _ = make_client(world, J.KEPALA_UNIT, nama="Pindah")
    Peran.objects.filter(pk=gone.peran_id).update(selesai=timezone.localdate() - timedelta(days=1))
    clients.revoke_client(make_client(world, nama="Usai")[0], by=world.peran[J.ADMIN_INSTANSI])
    table = admin.get(reverse("klien_api_list")).context["table"]
    found = {row.get_cell_value("nama"): row.get_cell_value("keadaan") for row in table.rows}
    assert found == {"Berjalan": "Berlaku", "Lewat": "Kedaluwarsa", "Pindah": "Peran berakhir", "Usai": "Dicabut"}


def test_the_list_asks_as_many_queries_for_three_clients_as_for_one(world, admin):
    def queries() -> int:
        with CaptureQueriesContext(connection) as done:
            admin.get(reverse("klien_api_list"))
        return len(done)

    make_client(world, nama="Satu")
    one = queries()
    make_client(world, nama="Dua")
    make_client(world, J.KEPALA_UNIT, nama="Tiga")
    assert queries() == one


def test_the_page_of_a_client_counts_its_calls(world, admin):
    klien, token = make_client(world)
    assert "Belum pernah memanggil" in admin.get(reverse("klien_api_detail", args=[klien.pk])).content.decode()
    call("unit", token)
    call("unit?salah=1", token)
    day = admin.get(reverse("klien_api_detail", args=[klien.pk])).context["pemakaian_list"][0]
    assert (day.panggilan, day.ditolak) == (2, 1)


def test_the_guide_names_every_address_parameter_and_refusal(admin, settings):
    page = admin.get(reverse("klien_api_guide")).content.decode()
    for path, item in schema()["paths"].items():
        assert f"GET {path}" in page
        assert all(f"<code>{p['name']}</code>" in page for p in item["get"]["parameters"] if p["in"] == "query")
    assert all(kode in page for kode in schema()["components"]["responses"])
    assert f"{settings.SITE_URL}/api/v1/unit" in page
