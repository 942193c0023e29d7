from celery import shared_task
from django.utils import timezone

from reports.dashboard import summary
from reports.services import render_dokumen
from reports.services.massal import paper_ended, run_massal


@shared_task
def render_dokumen_task(pk: int) -> None:
    render_dokumen(pk)
    paper_ended(pk)


@shared_task
def send_monthly_summaries() -> None:
    """One task per person, so that one address that refuses mail does not hold up the others."""
    for pk in summary.prepare(timezone.localdate()):
        send_monthly_summary.delay(pk)


@shared_task
def send_monthly_summary(pk: int) -> None:
    summary.send(pk, today=timezone.localdate())


@shared_task
def run_massal_task(pk: int) -> None:
    run_massal(pk)
