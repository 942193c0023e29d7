"""Complaints that wait too long: told to those who may read them, with numbers and without a word of the story."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.units import complaint_worlds as worlds
from units.choices import JenisPeran
from units.complaint_workflow import SELESAI_HARI, TELAAH_HARI
from units.models import Notifikasi, Pengaduan, PetugasPengaduan
from units.services import complaint_work
from units.services.complaint_reminders import send_complaint_reminders
from units.tasks import send_complaint_reminders as task

J = JenisPeran
LAMA = "menunggu terlalu lama"


def received(days: int, row: Pengaduan) -> Pengaduan:
    """The same complaint, come in some days ago."""
    at = timezone.now() - timedelta(days=days)
    tenggat = timezone.localdate(at) + timedelta(days=SELESAI_HARI)
    Pengaduan.objects.filter(pk=row.pk).update(diterima_at=at, tenggat=tenggat)
    row.refresh_from_db()
    return row


def remind(days: int = 0) -> int:
    return send_complaint_reminders(today=timezone.localdate() + timedelta(days=days))


def notices() -> list[Notifikasi]:
    return list(Notifikasi.objects.filter(judul__endswith=LAMA).select_related("user"))


@pytest.mark.parametrize(("days", "told"), [(TELAAH_HARI - 1, 0), (TELAAH_HARI + 1, 1)])
def test_officers_are_told_of_what_nobody_examined_in_two_weeks(world, days, told):
    row = received(days, worlds.complaint(world))
    assert remind() == told
    assert [(n.user, row.nomor in n.pesan) for n in notices()] == [(worlds.officer(world).user, True)] * told


def test_officers_are_told_of_what_is_past_its_day(world):
    row = received(SELESAI_HARI + 1, worlds.examined(world))
    assert remind() == 1
    assert notices()[0].pesan == f"Lewat batas penyelesaian: {row.nomor}."


def test_what_is_closed_waits_for_nobody(world):
    received(SELESAI_HARI + 1, worlds.closed(world))
    assert remind() == 0


def test_a_week_brings_one_notice_whatever_waits(world):
    received(TELAAH_HARI + 1, worlds.complaint(world))
    received(SELESAI_HARI + 1, worlds.complaint(world))
    assert [remind(), remind()] == [1, 0]
    assert notices()[0].judul == f"2 pengaduan {LAMA}"
    assert [remind(7), remind(7)] == [1, 0]


def test_the_notice_names_a_few_numbers_and_leads_to_the_list_of_all(world):
    rows = [received(TELAAH_HARI + 1, worlds.complaint(world)) for _ in range(7)]
    remind()
    notice = notices()[0]
    assert notice.pesan.endswith("dan 2 lainnya.")
    assert sum(row.nomor in notice.pesan for row in rows) == 5
    assert notice.tautan.endswith("?keadaan=belum_ditelaah")


def test_only_officers_in_office_of_that_institution_are_told(world, other_world):
    row = received(TELAAH_HARI + 1, worlds.complaint(world))
    worlds.officer(other_world)
    assert remind() == 1
    PetugasPengaduan.objects.filter(instansi=row.instansi).update(diakhiri_at=timezone.now())
    assert remind(7) == 0


def test_what_leaves_the_portal_by_email_holds_neither_story_nor_identity_nor_unit(
    world, django_capture_on_commit_callbacks
):
    row = received(TELAAH_HARI + 1, worlds.complaint(world, named=True, tempat_kejadian="Loket tiga"))
    worlds.asked(world, complaint_work.examine_pengaduan(pengaduan=row, by=worlds.officer(world)))
    received(SELESAI_HARI + 1, row)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        remind(6)
    told = "".join(message.subject + message.body for message in mail.outbox)
    assert len(mail.outbox) == 2  # the officer and the head
    secrets = (worlds.CERITA, worlds.PELAPOR.nama, worlds.PELAPOR.kontak, "Loket", "Pungutan", world.unit.nama, "tarif")
    assert [word for word in secrets if word.lower() in told.lower()] == []


# --- the head who was asked -------------------------------------------------------------------------------------------


def test_the_head_is_told_a_day_before_the_answer_is_due_and_once_when_it_is_late(world):
    worlds.asked(world)  # due in seven days
    assert [remind(day) for day in (0, 5, 6, 7, 8, 9)] == [0, 0, 1, 0, 1, 0]
    told = Notifikasi.objects.filter(judul__startswith="Penjelasan kepada Inspektorat").order_by("pk")
    assert [n.judul.removeprefix("Penjelasan kepada Inspektorat ") for n in told] == [
        "segera jatuh tempo",
        "sudah lewat batas waktu",
    ]
    assert {n.user for n in told} == {world.peran[J.KEPALA_UNIT].user}


def test_who_was_asked_today_is_not_reminded_today(world):
    complaint_work.ask_unit(
        pengaduan=worlds.examined(world), permintaan="Jelaskan.", tenggat=timezone.localdate() + timedelta(days=1),
        by=worlds.officer(world),
    )  # fmt: skip
    assert [remind(0), remind(1)] == [0, 1]


def test_an_answer_that_was_given_or_is_no_longer_wanted_is_not_asked_for_again(world):
    worlds.answered(world)
    worlds.asked(world)
    Pengaduan.objects.update(status="selesai", selesai_at=timezone.now(), hasil="tidak_terbukti")
    assert remind(8) == 0


# --- the job ----------------------------------------------------------------------------------------------------------


def test_the_worker_looks_four_times_a_day(world):
    received(TELAAH_HARI + 1, worlds.complaint(world))
    task()
    assert len(notices()) == 1
    jobs = {job["task"]: job["schedule"] for job in settings.CELERY_BEAT_SCHEDULE.values()}
    assert jobs["units.tasks.send_complaint_reminders"] == 6 * 3600


def test_looking_without_anything_late_asks_three_queries_however_much_is_open(world):
    worlds.complaint(world)
    worlds.complaint(world)
    with CaptureQueriesContext(connection) as done:
        remind()
    assert len(done) == 3
    assert [query["sql"] for query in done if "cerita" in query["sql"]] == []
