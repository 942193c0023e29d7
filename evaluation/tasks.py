"""What runs later: ids in, one service called."""

from celery import shared_task

from evaluation.services import workbook


@shared_task
def run_impor_lke(pk: int) -> None:
    workbook.run(pk)
