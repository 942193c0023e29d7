"""A batch: ask for it, open its papers a few at a time, pack them at the end, cancel it, try the failed ones again.

Nobody waits for anybody: the worker that ends a paper opens the next one, so that any number of workers share a batch and
none is held by it. What a dead worker or broker leaves behind are rows: the sweeper queues its papers and the batch again,
and the batch goes on from where its rows say it is.
"""

import logging
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from reports.kinds import JENIS
from reports.massal import readiness
from reports.massal.package import write_package
from reports.models import BarisCetak, CetakMassal, Dokumen
from reports.services.dokumen import request_dokumen
from reports.services.issuing import SudahTerbit, issue_dokumen
from units import jobs
from units.errors import Ditolak
from units.models import Peran, Periode, StatusPekerjaan
from units.notices import notify, without_email
from units.transitions import SyaratBelumTerpenuhi

log = logging.getLogger(__name__)
# Papers of one batch in the queue at a time: enough for both processes of a worker and what they fetch ahead, few enough
# that one paper of somebody else's waits behind a handful and not behind two hundred (measured by `bin/bench --cetak`).
WINDOW = 6
HILANG = "Sumbernya tidak ada lagi, atau peran Anda tidak lagi melihatnya."
S = StatusPekerjaan


# --- asked for by a person ----------------------------------------------------------------------------------------------


@transaction.atomic
def request_massal(
    *,
    periode: Periode,
    jenis: str,
    by: Peran,
    triwulan: int | None = None,
    objek: Collection[int] | None = None,
    bernomor: bool = False,
) -> CetakMassal:
    """Start the batch with all that is ready now, or with what of it was chosen. Asked for again while it runs it is the same."""
    rows = readiness.sources(jenis, periode=periode, by=by, triwulan=triwulan, objek=objek)
    ready = [c for c in readiness.candidates(rows, jenis, by=by, bernomor=bernomor) if c.is_ready]
    if not ready:
        raise Ditolak("Belum ada dokumen yang siap dicetak. Lengkapi kekurangan yang tercantum, lalu coba lagi.")
    wanted = {"periode": periode, "jenis": jenis, "triwulan": triwulan, "bernomor": bernomor, "diminta_oleh": by}
    Peran.objects.select_for_update().get(pk=by.pk)  # two clicks at once: one after the other
    sources = {c.objek.pk for c in ready}
    for running in CetakMassal.objects.filter(**wanted, status__in=(S.DIMINTA, S.DIKERJAKAN)):
        if set(running.baris.values_list("objek", flat=True)) == sources:
            return running
    massal = CetakMassal.objects.create(**wanted, jumlah=len(ready))
    BarisCetak.objects.bulk_create(
        BarisCetak(massal=massal, urutan=number, objek=c.objek.pk, nama=c.nama) for number, c in enumerate(ready, 1)
    )
    jobs.enqueue(massal)
    return massal


@transaction.atomic
def retry_massal(massal: CetakMassal) -> None:
    """Go on with a batch that was cancelled or broke off, or make the papers again that failed; the others stay."""
    locked = CetakMassal.objects.select_for_update().get(pk=massal.pk)
    failed = locked.baris.failed()
    if locked.is_running or (locked.status == S.JADI and not failed.exists()):
        return
    for row in failed.filter(dokumen__isnull=False).select_related("dokumen"):
        jobs.restart(row.dokumen)
    locked.baris.exclude(galat="").update(galat="")
    CetakMassal.objects.filter(pk=locked.pk).update(
        status=S.DIMINTA, merangkum=False, percobaan=0, pesan="", langkah="", detak=timezone.now(), selesai_at=None
    )
    jobs.enqueue(locked)


@transaction.atomic
def cancel_massal(massal: CetakMassal) -> None:
    """Open no more papers. Those that are being drawn are finished, and what is made or numbered stays."""
    locked = CetakMassal.objects.select_for_update().get(pk=massal.pk)
    if not locked.is_running:
        raise Ditolak("Cetak massal ini sudah berakhir, sehingga tidak dapat dibatalkan.")
    made = locked.baris.made().count()
    CetakMassal.objects.filter(pk=locked.pk).update(
        status=S.GAGAL,
        pesan=f"Dibatalkan. {made} dari {locked.jumlah} dokumen sudah dibuat dan tetap ada di daftar dokumen.",
        selesai_at=timezone.now(),
    )


# --- in the worker ------------------------------------------------------------------------------------------------------


def run_massal(pk: int) -> None:
    """The batch's own job: at its start, after its papers, and whenever it fell silent."""
    massal = jobs.claim(CetakMassal, pk)
    if massal is None:
        return
    if massal.merangkum:
        _pack(massal)
    else:
        _advance(pk)


def paper_ended(dokumen_pk: int) -> None:
    """A paper is made or failed: the batches it belongs to open their next ones."""
    waiting = CetakMassal.objects.filter(status=S.DIKERJAKAN, merangkum=False, baris__dokumen=dokumen_pk)
    for pk in waiting.values_list("pk", flat=True).distinct():
        _advance(pk)


def _advance(pk: int) -> None:
    """Fill the window, say how far the batch is, and have it packed when nothing is left."""
    while (massal := _running(pk)) and massal.baris.in_work().count() < WINDOW:
        row = massal.baris.waiting().first()
        if row is None:
            break
        _open(row, massal)
        _beat(massal, f"Membuka {row.nama}")
    if massal and not massal.baris.waiting().exists() and not massal.baris.in_work().exists():
        _hand_over(massal)
    elif massal:
        _beat(massal, "Membuat dokumen")


def _running(pk: int) -> CetakMassal | None:
    rows = CetakMassal.objects.select_related("diminta_oleh", "periode")
    return rows.filter(pk=pk, status=S.DIKERJAKAN, merangkum=False).first()


def _beat(massal: CetakMassal, langkah: str) -> None:
    """Alive, and so many papers ended. Attempts are counted from the last sign of life: while it only waits for its papers,
    which count their own, a batch never uses up the attempts that stop a job which kills its worker.
    """
    ended = massal.baris.made().count() + massal.baris.failed().count()
    CetakMassal.objects.filter(pk=massal.pk, status=S.DIKERJAKAN, merangkum=False).update(
        detak=timezone.now(), kemajuan=ended, percobaan=0, langkah=langkah[:120]
    )


def _open(row: BarisCetak, massal: CetakMassal) -> None:
    """Ask for the paper of one row. Number, document and row are written together, so that neither is given twice."""
    calon = _read(row, massal)
    with transaction.atomic():
        locked = BarisCetak.objects.select_for_update().waiting().filter(pk=row.pk).first()
        if locked is None:
            return  # another worker was quicker
        locked.dokumen, locked.galat = _request(calon, massal) if calon else (None, HILANG)
        locked.save(update_fields=["dokumen", "galat"])


def _read(row: BarisCetak, massal: CetakMassal) -> readiness.Calon | None:
    """Outside of the transaction: reading takes its time, and nobody else should wait for it."""
    objek = JENIS[massal.jenis].sources(massal.diminta_oleh).filter(pk=row.objek).first()
    if objek is None:
        return None
    return readiness.check(massal.jenis, objek, by=massal.diminta_oleh, bernomor=massal.bernomor)


def _request(calon: readiness.Calon, massal: CetakMassal) -> tuple[Dokumen | None, str]:
    """The document, or why there is none."""
    if not calon.is_ready:
        return None, "\n".join(calon.alasan)
    asked: dict[str, Any] = {
        "objek": calon.objek, "jenis": massal.jenis, "data": calon.data, "by": massal.diminta_oleh,
    }  # fmt: skip
    try:
        return (issue_dokumen(**asked).dokumen if massal.bernomor else request_dokumen(**asked)), ""
    except SudahTerbit as known:
        return known.terbitan.dokumen, ""
    except SyaratBelumTerpenuhi as refused:
        return None, "\n".join(str(t) for t in refused.temuan)
    except Ditolak as refused:
        return None, str(refused)


def _hand_over(massal: CetakMassal) -> None:
    """To the batch's own job, which packs: once, whichever worker saw the last paper end."""
    with transaction.atomic():
        won = CetakMassal.objects.filter(pk=massal.pk, status=S.DIKERJAKAN, merangkum=False).update(
            merangkum=True, status=S.DIMINTA, detak=timezone.now(), kemajuan=massal.jumlah
        )
        if won:
            jobs.enqueue(massal)


def _pack(massal: CetakMassal) -> None:
    jobs.beat(massal, kemajuan=massal.jumlah, langkah="Menyusun berkas zip")
    try:
        berkas = write_package(massal, beat=lambda: jobs.beat(massal))
    except FileNotFoundError as lost:
        log.exception("batch %s could not be packed", massal.pk)
        jobs.fail(massal, f"Berkas {lost.filename or lost} tidak ada lagi di penyimpanan. Hubungi administrator.")
        return
    failed = massal.baris.failed().count()
    words = f"{failed} dari {massal.jumlah} dokumen gagal; sebabnya tercantum di bawah." if failed else ""
    if jobs.finish(massal, berkas=berkas, langkah="", pesan=words):
        with without_email():
            notify(
                [massal.diminta_oleh.user],
                judul=f"Cetak massal {massal.judul} selesai"[:200],
                pesan=words or f"{massal.jumlah} dokumen siap diunduh.",
                tautan=reverse("massal_detail", args=[massal.pk]),
            )
