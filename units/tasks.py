from celery import shared_task
from django.utils import timezone

from units.file_text import read_now
from units.models import Berkas, Notifikasi, User
from units.notices import digest_readers, send_digest, send_email
from units.services import complaint_reminders, imports, predicate_reminders, reminders
from units.services.accounts import send_reset_email


@shared_task
def send_notice_email(pk: int) -> None:
    send_email(Notifikasi.objects.select_related("user").get(pk=pk))


@shared_task
def send_password_reset(pk: int) -> None:
    send_reset_email(User.objects.get(pk=pk))


@shared_task
def run_impor(pk: int) -> None:
    imports.run(pk)


@shared_task
def forget_initial_passwords() -> None:
    imports.forget_expired_passwords()


@shared_task
def send_calendar_reminders() -> None:
    reminders.send_calendar_reminders(today=timezone.localdate())


@shared_task
def send_digests() -> None:
    """One task per person, so that one address that refuses mail does not hold up the others."""
    for pk in digest_readers():
        send_digest_email.delay(pk)


@shared_task
def send_digest_email(pk: int) -> None:
    send_digest(User.objects.get(pk=pk))


@shared_task
def send_reevaluation_reminders() -> None:
    predicate_reminders.send_reevaluation_reminders(today=timezone.localdate())


@shared_task
def send_complaint_reminders() -> None:
    complaint_reminders.send_complaint_reminders(today=timezone.localdate())


@shared_task
def read_file_text(pk: int) -> None:
    read_now(Berkas.objects.get(pk=pk))
