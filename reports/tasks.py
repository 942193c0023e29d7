from celery import shared_task

from reports.services import render_dokumen


@shared_task
def render_dokumen_task(pk: int) -> None:
    render_dokumen(pk)
