"""What runs later: ids in, one service called."""

from celery import shared_task

from evaluation.services import package, workbook


@shared_task
def run_impor_lke(pk: int) -> None:
    workbook.run(pk)


@shared_task
def build_paket_usulan(pk: int) -> None:
    package.run(pk)
