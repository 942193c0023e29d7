"""One summary a day by email for those who chose it; everybody else gets each notice at once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from units.choices import JenisPeran as J
from units.models import Notifikasi
from units.notices import notify, send_digest
from units.tasks import send_digests


@pytest.fixture
def reader(world):
    user = world.peran[J.PEGAWAI].user
    user.ringkasan_harian = True
    user.save()
    return user


@pytest.fixture
def run(django_capture_on_commit_callbacks):
    def tell(*users, judul: str = "Kabar", **extra) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            notify(users, judul=judul, **extra)

    return tell


def test_who_chose_the_summary_gets_no_email_at_once(world, reader, run):
    run(reader, world.peran[J.KEPALA_UNIT].user)
    assert [m.to for m in mail.outbox] == [[world.peran[J.KEPALA_UNIT].user.email]]


def test_the_summary_carries_what_was_not_sent_and_is_sent_once(reader, run):
    run(reader, judul="Pertama", pesan="Isi pertama.", tautan="/unit/")
    run(reader, judul="Kedua")
    send_digests()
    send_digests()
    (email,) = mail.outbox
    assert email.subject == "[Zona Integritas] Ringkasan: 2 pemberitahuan"
    assert email.body.index("Pertama") < email.body.index("Kedua")
    assert "/unit/" in email.body
    assert reverse("profil") in email.body
    assert not Notifikasi.objects.filter(user=reader, terkirim_at=None).exists()


def test_what_was_read_in_the_portal_or_is_older_than_a_week_is_left_out(reader, run):
    for judul in ("Dibaca", "Lama", "Baru"):
        run(reader, judul=judul)
    now = timezone.now()
    Notifikasi.objects.filter(judul="Dibaca").update(dibaca_at=now)
    Notifikasi.objects.filter(judul="Lama").update(created_at=now - timedelta(days=8))
    send_digests()
    (email,) = mail.outbox
    assert ("Baru" in email.body, "Dibaca" in email.body, "Lama" in email.body) == (True, False, False)


def test_nothing_new_sends_nothing(reader):
    send_digests()
    assert (send_digest(reader), mail.outbox) == (0, [])


def test_an_account_that_was_closed_gets_nothing(reader, run):
    run(reader)
    reader.is_active = False
    reader.save()
    send_digests()
    assert mail.outbox == []


def test_a_mail_that_fails_is_tried_again_the_next_day(reader, run, monkeypatch):
    run(reader)

    def broken(*args, **kwargs):
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr("units.notices.send_mail", broken)
        with pytest.raises(ConnectionRefusedError):
            send_digest(reader)
    assert send_digest(reader) == 1


def test_everybody_chooses_on_their_own_page_with_history(world, client_as):
    peran = world.peran[J.KETUA_TIM]
    client = client_as(peran)
    client.post(reverse("profil_email"), {"ringkasan_harian": "ya"})
    peran.user.refresh_from_db()
    assert peran.user.ringkasan_harian
    row = peran.user.riwayat.get()
    assert (row.kolom, row.dari, row.ke, row.oleh) == ("Satu surel ringkasan setiap hari", "tidak", "ya", peran.user)
    assert 'value="ya" id="surel-harian" checked' in client.get(reverse("profil")).content.decode()
    client.post(reverse("profil_email"), {"ringkasan_harian": "tidak"})
    peran.user.refresh_from_db()
    assert not peran.user.ringkasan_harian
