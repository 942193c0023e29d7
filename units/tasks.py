from celery import shared_task

from units.models import Notifikasi
from units.notices import send_email


@shared_task
def send_notice_email(pk: int) -> None:
    send_email(Notifikasi.objects.select_related("user").get(pk=pk))
