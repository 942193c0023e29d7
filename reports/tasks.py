from celery import shared_task

from reports.services import render_dokumen
from reports.services.massal import paper_ended, run_massal


@shared_task
def render_dokumen_task(pk: int) -> None:
    render_dokumen(pk)
    paper_ended(pk)


@shared_task
def run_massal_task(pk: int) -> None:
    run_massal(pk)
