from celery import shared_task
from django.utils import timezone

from action_plans.services import reminders


@shared_task
def send_reminders() -> None:
    reminders.send_reminders(today=timezone.localdate())
