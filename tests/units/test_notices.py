"""One's own notices."""

import pytest
from django.core import mail
from django.urls import reverse

from units.choices import JenisPeran as J
from units.notices import notify


@pytest.fixture
def peran(world):
    return world.peran[J.KEPALA_UNIT]


@pytest.fixture
def client(peran, client_as):
    return client_as(peran)


def test_each_sees_own_notices_only(world, peran, client):
    notify([peran.user], judul="Untuk kepala")
    notify([world.peran[J.PEGAWAI].user], judul="Untuk pegawai")
    page = client.get(reverse("notifikasi_list")).content.decode()
    assert "Untuk kepala" in page
    assert "Untuk pegawai" not in page


def test_opening_marks_read_and_leads_to_the_page(peran, client):
    (notice,) = notify([peran.user], judul="Contoh", tautan="/unit/")
    assert client.get(reverse("notifikasi_open", args=[notice.pk])).url == "/unit/"
    notice.refresh_from_db()
    assert notice.dibaca_at is not None


@pytest.mark.parametrize("tautan", ["", "https://jahat.test/", "//jahat.test/"])
def test_a_notice_never_leads_to_another_site(peran, client, tautan):
    (notice,) = notify([peran.user], judul="Contoh", tautan=tautan)
    assert client.get(reverse("notifikasi_open", args=[notice.pk])).url == reverse("notifikasi_list")


def test_one_or_all_are_marked_read(peran, client):
    first, *_ = [notify([peran.user], judul=f"Contoh {n}")[0] for n in range(3)]
    assert (
        client.post(reverse("notifikasi_read", args=[first.pk]), {"next": "/pemberitahuan/?page=2"}).url
        == "/pemberitahuan/?page=2"
    )
    first.refresh_from_db()
    assert first.dibaca_at is not None
    assert peran.user.notifikasi.filter(dibaca_at=None).count() == 2
    client.post(reverse("notifikasi_read_all"))
    assert peran.user.notifikasi.filter(dibaca_at=None).count() == 0
    first_read = first.dibaca_at
    first.refresh_from_db()
    assert first.dibaca_at == first_read


def test_marking_everything_read_touches_nobody_else(world, peran, client):
    (foreign,) = notify([world.peran[J.PEGAWAI].user], judul="Contoh")
    client.post(reverse("notifikasi_read_all"))
    assert client.post(reverse("notifikasi_read", args=[foreign.pk])).status_code == 404
    foreign.refresh_from_db()
    assert foreign.dibaca_at is None


def test_many_notices_are_paged(peran, client):
    for n in range(30):
        notify([peran.user], judul=f"Contoh {n}")
    assert len(client.get(reverse("notifikasi_list")).context["page"].object_list) == 25
    assert len(client.get(reverse("notifikasi_list"), {"page": 2}).context["page"].object_list) == 5


def test_a_notice_is_also_sent_by_email_once(peran, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        notify([peran.user], judul="Tenggat", tautan="/laporan/", kunci="tw1")
        notify([peran.user], judul="Tenggat", tautan="/laporan/", kunci="tw1")
    assert [m.to for m in mail.outbox] == [[peran.user.email]]
    assert "http://localhost:8000/laporan/" in mail.outbox[0].body


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_queries_for_any_number_of_rows(peran, client, rows, django_assert_num_queries):
    for n in range(rows):
        notify([peran.user], judul=f"Contoh {n}")
    with django_assert_num_queries(8):
        client.get(reverse("notifikasi_list"))
