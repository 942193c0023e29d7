"""Signing in and out, lockout, role and year switches, the audit of sign-ins."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from tests.factories import PASSWORD, PeriodeFactory, UserFactory, make_peran
from tests.units.signing_in import outcomes, sign_in
from units.browser import browser_words
from units.client_ip import client_ip
from units.models import CatatanMasuk, Peran

HOME = "/"


@pytest.mark.parametrize(
    "typed",
    ["198503152010012007", "19850315 201001 2 007", " 19850315.201001.2.007 ", "rina@contoh.test", "RINA@Contoh.test"],
)
def test_signs_in_by_nip_or_email_however_it_is_typed(orang, client, typed):
    response = sign_in(client, typed)
    assert (response.status_code, response.url) == (302, HOME)
    row = CatatanMasuk.objects.get()
    assert (row.user, row.hasil, row.login, row.alamat_ip) == (orang, "berhasil", orang.nip, "127.0.0.1")


def test_goes_to_the_page_that_was_asked_for_but_never_to_another_site(orang, client):
    assert sign_in(client, orang.nip, next="/unit/").url == "/unit/"
    client.post(reverse("logout"))
    assert sign_in(client, orang.nip, next="https://jahat.test/").url == HOME


@pytest.mark.parametrize("username", ["198503152010012007", "199901012020011001", "tidak@ada.test"])
def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(orang, client, username):
    response = sign_in(client, username, "salah-sekali")
    assert response.status_code == 200
    assert "NIP/surel atau kata sandi tidak cocok" in response.content.decode()
    assert outcomes() == ["ditolak"]


def test_a_password_typed_into_the_wrong_field_is_not_written_down(orang, client):
    sign_in(client, "gerbang-laut-pagi-42", "salah-sekali")
    row = CatatanMasuk.objects.get()
    assert (row.login, row.user) == ("tidak dikenal", None)


@pytest.mark.parametrize("typed", ["\0", "a" * 151, "@", "'; DROP TABLE units_user;--", "😀"])
def test_odd_names_are_an_ordinary_refusal(orang, client, typed):
    response = sign_in(client, typed, "salah-sekali")
    assert response.status_code == 200
    assert response.context["form"].errors


def test_what_was_typed_stays_except_the_password(orang, client):
    page = sign_in(client, orang.nip, "salah-sekali").content.decode()
    assert f'value="{orang.nip}"' in page
    assert "salah-sekali" not in page


def test_an_inactive_account_is_refused(orang, client):
    orang.is_active = False
    orang.save()
    assert sign_in(client, orang.nip).status_code == 200
    assert outcomes() == ["ditolak"]


def test_empty_fields_name_what_is_missing(orang, client):
    page = client.post(reverse("login"), {"username": "", "password": ""}).content.decode()
    assert "Isi NIP atau surel Anda." in page
    assert "Isi kata sandi Anda." in page
    assert outcomes() == []


def test_the_sixth_failure_locks_and_says_until_when(orang, client):
    for _ in range(5):
        assert sign_in(client, orang.nip, "salah-sekali").status_code == 200
    response = sign_in(client, orang.nip, "salah-sekali")
    assert response.status_code == 429
    until = timezone.localtime(AccessAttempt.objects.get().attempt_time + timedelta(minutes=15))
    assert f"{until:%H.%M}" in response.content.decode()
    assert outcomes() == ["ditolak"] * 5 + ["terkunci"]


def test_a_locked_account_stays_closed_for_the_right_password_however_it_is_typed(orang, client):
    for spelling in (orang.nip, "19850315 201001 2 007", orang.email, orang.email.upper(), orang.nip, orang.nip):
        sign_in(client, spelling, "salah-sekali")
    assert sign_in(client, orang.nip).status_code == 429
    assert sign_in(client, orang.email).status_code == 429
    assert outcomes()[-2:] == ["terkunci", "terkunci"]
    assert "_auth_user_id" not in client.session


def test_trying_again_during_the_lockout_does_not_lengthen_it(orang, client):
    for _ in range(6):
        sign_in(client, orang.nip, "salah-sekali")
    before = AccessAttempt.objects.get().attempt_time
    sign_in(client, orang.nip, "salah-sekali")
    assert AccessAttempt.objects.get().attempt_time == before


def test_the_lock_opens_after_its_time(orang, client):
    for _ in range(6):
        sign_in(client, orang.nip, "salah-sekali")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert sign_in(client, orang.nip).status_code == 302


def test_another_person_at_the_same_address_is_not_locked_out(orang, client):
    for _ in range(6):
        sign_in(client, orang.nip, "salah-sekali")
    assert sign_in(client, UserFactory().nip).status_code == 302


@pytest.mark.parametrize("nip", ["198503152010012007", None])
def test_success_ends_the_count_of_failures(orang, client, nip):
    orang.nip = nip
    orang.save()
    for _ in range(5):
        sign_in(client, orang.email, "salah-sekali")
    sign_in(client, orang.email)
    assert AccessAttempt.objects.count() == 0


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.9", "10.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "1.2.3.4, 203.0.113.9", "203.0.113.9"),
        (2, "1.2.3.4, 203.0.113.9, 10.0.0.7", "203.0.113.9"),
        (2, "203.0.113.9", "10.0.0.1"),
        (1, "bukan-alamat", None),
    ],
)
def test_the_visitors_address_is_counted_from_the_trusted_end(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": forwarded})
    assert client_ip(request) == expected


def test_signing_out_ends_the_session_and_is_written_down(orang, client):
    sign_in(client, orang.nip)
    assert client.get(reverse("logout")).status_code == 405
    assert client.post(reverse("logout")).url == reverse("login")
    assert "_auth_user_id" not in client.session
    assert outcomes() == ["berhasil", "keluar"]


def test_a_role_that_ended_yesterday_can_do_nothing_today(world, client_as):
    peran = world.peran["admin_instansi"]
    Peran.objects.filter(pk=peran.pk).update(selesai=timezone.localdate() - timedelta(days=1))
    client = client_as(peran)
    assert client.get(reverse("orang_list")).status_code == 403
    assert client.get(reverse("unit_detail", args=[world.unit.pk])).status_code == 404
    assert client.post(reverse("unit_create"), {"kode": "9", "nama": "X", "jabatan_kepala": "Y"}).status_code == 403


# --- signing in again without leaving the page -------------------------------------------------------------


def in_place(page_of, **query) -> str:
    query = {"orang": page_of.user_id, "peran": page_of.pk} | query
    return f"{reverse('login_in_place')}?" + "&".join(f"{k}={v}" for k, v in query.items())


def test_sign_in_in_place_restores_person_role_and_year(world, client):
    user = world.peran["kepala_unit"].user
    second = Peran.objects.create(
        user=user, jenis="tim_pembina", instansi=world.instansi, mulai=timezone.localdate() - timedelta(days=1)
    )
    PeriodeFactory(instansi=world.instansi, tahun=2020)
    url = in_place(second, tahun=2020)
    assert client.get(url).status_code == 200
    response = client.post(url, {"username": user.nip, "password": PASSWORD})
    assert response.status_code == 204
    assert (client.session["peran"], client.session["tahun"]) == (second.pk, 2020)
    assert client.get(reverse("profil")).context["request"].peran == second


def test_sign_in_in_place_refuses_somebody_else(world, client):
    other = UserFactory()
    response = client.post(in_place(world.peran["kepala_unit"]), {"username": other.nip, "password": PASSWORD})
    assert response.status_code == 422
    assert "dibuka oleh orang lain" in response.content.decode()
    assert "_auth_user_id" not in client.session
    assert outcomes() == ["ditolak"]


def test_sign_in_in_place_answers_errors_as_a_fragment(world, client):
    response = client.post(in_place(world.peran["kepala_unit"]), {"username": "salah", "password": "salah"})
    assert response.status_code == 422
    assert response.content.decode().lstrip().startswith("<form")


def test_sign_in_in_place_says_when_a_locked_account_opens(world, client):
    peran = world.peran["kepala_unit"]
    for _ in range(6):
        response = client.post(in_place(peran), {"username": peran.user.nip, "password": "salah-sekali"})
    assert response.status_code == 422
    assert "Coba lagi pukul" in response.content.decode()


def test_a_role_of_somebody_else_in_the_address_is_ignored(world, client):
    peran = world.peran["pegawai"]
    client.post(
        in_place(peran, peran=world.peran["admin_instansi"].pk), {"username": peran.user.nip, "password": PASSWORD}
    )
    assert client.get(reverse("profil")).context["request"].peran == peran
    assert client.get(reverse("orang_list")).status_code == 403


def test_session_check(orang, client):
    response = client.head(reverse("session_check"))
    assert (response.status_code, response["X-Sesi-Habis"]) == (401, "1")
    sign_in(client, orang.nip)
    assert client.head(reverse("session_check")).status_code == 204


# --- profile and switches ----------------------------------------------------------------------------------


def test_profile_shows_own_data_roles_and_sign_ins_only(world, client_as):
    peran = world.peran["kepala_unit"]
    for user, ip in ((peran.user, "10.1.1.1"), (world.peran["pegawai"].user, "10.2.2.2")):
        CatatanMasuk.objects.create(user=user, login=user.nip, hasil="berhasil", alamat_ip=ip)
    page = client_as(peran).get(reverse("profil")).content.decode()
    assert peran.user.nama in page
    assert "10.1.1.1" in page
    assert "10.2.2.2" not in page
    assert world.peran["admin_instansi"].user.nama in page  # who can help


def test_switching_to_another_own_role(world, client_as):
    first = world.peran["kepala_unit"]
    second = Peran.objects.create(
        user=first.user, jenis="tim_pembina", instansi=world.instansi, mulai=timezone.localdate() - timedelta(days=1)
    )
    client = client_as(first)
    assert client.post(reverse("peran_switch", args=[second.pk])).url == HOME
    assert client.get(reverse("profil")).context["request"].peran == second


def test_an_employee_who_joined_the_team_signs_in_as_its_member(world, client):
    reader = world.peran["pegawai"]
    member = Peran.objects.create(
        user=reader.user, jenis="anggota_tim", instansi=world.instansi, unit=world.unit, mulai=timezone.localdate()
    )
    client.force_login(reader.user)
    assert client.get(HOME).context["request"].peran == member


@pytest.mark.parametrize("days", [{"selesai": -1}, {"mulai": 1}])
def test_switching_to_a_role_that_is_over_or_not_yet_begun_is_refused(world, client_as, days):
    first = world.peran["kepala_unit"]
    today = timezone.localdate()
    fields = {"mulai": today - timedelta(days=9)} | {k: today + timedelta(days=v) for k, v in days.items()}
    other = Peran.objects.create(user=first.user, jenis="tim_pembina", instansi=world.instansi, **fields)
    assert client_as(first).post(reverse("peran_switch", args=[other.pk])).status_code == 404


def test_switching_the_year_stays_inside_the_institution(world, other_world, client_as):
    PeriodeFactory(instansi=world.instansi, tahun=2021)
    PeriodeFactory(instansi=other_world.instansi, tahun=2019)
    client = client_as(world.peran["kepala_unit"])
    assert client.post(reverse("periode_switch"), {"tahun": "2021", "next": "/unit/"}).url == "/unit/"
    assert client.session["tahun"] == 2021
    for bad in ("2019", "apa", "", "-1", "²"):
        assert client.post(reverse("periode_switch"), {"tahun": bad}).status_code == 404


# --- audit of sign-ins -------------------------------------------------------------------------------------


def test_audit_lists_own_people_only(world, other_world, client_as):
    for user in (world.peran["pegawai"].user, other_world.peran["pegawai"].user, None):
        CatatanMasuk.objects.create(user=user, login="contoh", hasil="ditolak")
    rows = client_as(world.peran["admin_instansi"]).get(reverse("catatan_masuk_list")).context["table"].data
    assert [row.user for row in rows] == [world.peran["pegawai"].user]


def test_audit_can_be_filtered(world, client_as):
    for jenis, hasil in (("pegawai", "ditolak"), ("kepala_unit", "berhasil"), ("kepala_unit", "ditolak")):
        user = world.peran[jenis].user
        CatatanMasuk.objects.create(user=user, login=user.nip, hasil=hasil)
    client = client_as(world.peran["admin_instansi"])

    def count(**query) -> int:
        return len(client.get(reverse("catatan_masuk_list"), query).context["table"].data)

    today = timezone.localdate()
    assert count(hasil="ditolak") == 2
    assert count(q=world.peran["kepala_unit"].user.nama) == 2
    assert count(sejak=today.isoformat()) == 3
    assert count(sejak=(today + timedelta(days=1)).isoformat()) == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_audit_asks_the_same_queries_for_any_number_of_rows(world, client_as, rows, django_assert_num_queries):
    for _ in range(rows):
        user = make_peran("pegawai", instansi=world.instansi, unit=world.unit).user
        CatatanMasuk.objects.create(user=user, login=user.nip, hasil="berhasil")
    client = client_as(world.peran["admin_instansi"])
    with django_assert_num_queries(8):
        client.get(reverse("catatan_masuk_list"))


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0",
            "Edge di Windows",
        ),
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36",
            "Chrome di Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1 Version/17.0 Mobile Safari/604.1",
            "Safari di iPhone",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox di Linux"),
        ("curl/8.5", "curl/8.5"),
    ],
)
def test_a_browser_is_named_in_words(user_agent, words):
    assert browser_words(user_agent) == words
