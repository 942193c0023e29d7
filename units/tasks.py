from celery import shared_task

from units.models import Notifikasi, User
from units.notices import send_email
from units.services import imports
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
