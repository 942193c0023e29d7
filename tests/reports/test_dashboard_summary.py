"""The monthly mail to the kepala daerah and delegates: once a month to each, figures of the pages, no names of people."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from reports.dashboard import summary
from reports.models import RingkasanBulanan
from reports.tasks import send_monthly_summaries
from tests.reports.test_dashboard import add_unit, held, score
from units.choices import JenisPeran
from units.models import User

J = JenisPeran


@pytest.fixture
def first(world) -> date:
    """The first day of a month of the programme year in which everybody holds their roles."""
    return date(world.periode.tahun, 11, 1)


@pytest.fixture(autouse=True)
def _figures(request):
    if "world" in request.fixturenames:
        world = request.getfixturevalue("world")
        score(world, world.pembangunan, nilai="76.10", kurang=0)
        score(world, add_unit(world), nilai="70.00", kurang=1)


def send_all(day: date) -> int:
    return sum(summary.send(pk, today=day) for pk in summary.prepare(day))


def test_each_of_them_gets_it_once_a_month(world, first):
    assert send_all(first) == 2
    assert send_all(first + timedelta(days=1)) == 0
    assert sorted(m.to[0] for m in mail.outbox) == sorted(
        world.peran[jenis].user.email for jenis in (J.KEPALA_DAERAH, J.DELEGASI)
    )
    assert send_all(first.replace(month=12)) == 2


def test_its_figures_are_those_of_the_page_and_its_links_lead_to_the_lists(world, first, client_as, settings):
    held(world, world.unit, due=first)
    leader = world.peran[J.KEPALA_DAERAH]
    found = summary.build(leader, today=timezone.localdate())
    page = client_as(leader).get(reverse("dasbor")).context
    assert [(a.label, a.jumlah) for a in found.angka[:-1]] == [(u.label, u.jumlah) for u in page["ubin_list"]]
    for line in found.angka:
        behind = client_as(leader).get(line.url.removeprefix(settings.SITE_URL))
        assert behind.context["table"].paginator.count == line.jumlah, line.label
    assert "1 dari 3 unit kerja (33,3%)" in found.teks
    assert "Belum memenuhi WBK: kurang 1" in found.html


def test_no_person_is_named(world, first):
    send_all(first)
    names = [name for user in User.objects.all() for name in (user.nama, user.nip, user.email)]
    for message in mail.outbox:
        words = message.subject + message.body + message.alternatives[0][0]
        assert [name for name in names if name and name in words] == []


def test_text_and_html_say_the_same(world, first):
    found = summary.build(world.peran[J.KEPALA_DAERAH], today=first)
    for line in found.angka:
        assert line.url in found.teks
        assert line.label in found.teks
        assert line.url.replace("&", "&amp;") in found.html


def test_who_switched_it_off_gets_none(world, first, client_as):
    leader = world.peran[J.KEPALA_DAERAH]
    client = client_as(leader)
    assert "surel-bulanan" in client.get(reverse("profil")).content.decode()
    client.post(reverse("profil_email"), {"ringkasan_harian": "tidak", "bulanan": "ada"})
    assert send_all(first) == 1
    client.post(reverse("profil_email"), {"ringkasan_harian": "tidak", "bulanan": "ada", "ringkasan_bulanan": "ya"})
    assert send_all(first) == 1


def test_who_gets_none_is_not_asked(world, client_as):
    client = client_as(world.peran[J.KETUA_TIM])
    assert "surel-bulanan" not in client.get(reverse("profil")).content.decode()
    client.post(reverse("profil_email"), {"ringkasan_harian": "ya"})
    assert User.objects.get(pk=world.peran[J.KETUA_TIM].user_id).ringkasan_bulanan


def test_switching_off_between_asking_and_sending_is_respected(world, first):
    waiting = summary.prepare(first)
    User.objects.update(ringkasan_bulanan=False)
    assert [summary.send(pk, today=first) for pk in waiting] == [False, False]
    assert mail.outbox == []


def test_nothing_before_the_day_nor_for_those_who_left(world, first, settings):
    settings.SUMMARY_DAY = 5
    assert summary.prepare(first.replace(day=4)) == []
    peran = world.peran[J.DELEGASI]
    peran.selesai = first
    peran.save()
    assert send_all(first.replace(day=5)) == 1


def test_a_week_late_it_waits_for_the_next_month(world, first):
    assert summary.prepare(first + timedelta(days=6)) != []
    RingkasanBulanan.objects.all().delete()
    assert summary.prepare(first + timedelta(days=7)) == []


def test_without_units_there_is_nothing_to_say(other_world):
    other_world.tim.delete()
    other_world.pembangunan.delete()
    assert summary.build(other_world.peran[J.KEPALA_DAERAH], today=timezone.localdate()) is None


def test_the_worker_sends_them(world, settings, monkeypatch, first):
    monkeypatch.setattr(timezone, "localdate", lambda *args: first)
    send_monthly_summaries()
    assert len(mail.outbox) == 2


def test_the_command_shows_before_it_sends(world, first):
    out = StringIO()
    call_command("ringkasan_bulanan", tanggal=first, coba=True, stdout=out)
    assert "Memenuhi ambang batas: 1" in out.getvalue()
    assert mail.outbox == []
    call_command("ringkasan_bulanan", tanggal=first, stdout=out)
    assert "2 ringkasan dikirim." in out.getvalue()


def test_the_preview_is_the_mail(world, client_as):
    client = client_as(world.peran[J.KEPALA_DAERAH])
    page = client.get(reverse("dasbor_ringkasan"))
    raw = client.get(reverse("dasbor_ringkasan"), {"bentuk": "html"})
    assert page.context["ringkasan"].html == raw.content.decode()
    assert raw["X-Frame-Options"] == "SAMEORIGIN"
