"""Ask for a document, draw it, try again. The row is the job; its data are kept with it."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import monotonic
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse

from action_plans.models import RencanaAksi
from reports.cap import Cap, cap_from_json, cap_to_json
from reports.closing import Setelan, closed, setelan_of
from reports.data import build_rencana, from_json, load_rencana, to_json
from reports.kinds import JENIS, place_of
from reports.layouts import DataDokumen, digest_of, file_name
from reports.models import Dokumen
from reports.services.register import mark_drawn
from units import evidence, jobs
from units.errors import Ditolak
from units.models import Berkas, Peran, StatusPekerjaan
from units.notices import notify, without_email
from units.transitions import SyaratBelumTerpenuhi

log = logging.getLogger(__name__)
# What a layout that trips over its input raises. Anything else (database, storage) is left to the sweeper, which tries again.
LAYOUT_ERRORS = (ValueError, TypeError, AttributeError, LookupError, AssertionError, ArithmeticError, RecursionError)
BEAT_SECONDS = 1.0
STEPS = 3  # read, lay out, store


@dataclass(frozen=True, slots=True)
class Cetakan:
    """One state of an object that can be printed; `data` by layout, "" is its own."""

    draf: bool
    label: str
    data: dict[str, DataDokumen]


def printable(jenis: str, objek: Any, *, by: Peran | None, layouts: Iterable[str] = ()) -> list[Cetakan]:
    """What can be printed of this object now, the approved state first. `layouts` besides its own are asked of plans."""
    setelan = setelan_of(place_of(objek).periode.instansi_id, jenis)
    if isinstance(objek, RencanaAksi):
        return _of_plan(objek, layouts, setelan)
    data = JENIS[jenis].read(objek, by)
    return [Cetakan(data.is_draf, data.keadaan, {"": closed(data, setelan)})] if data else []


def _of_plan(rencana: RencanaAksi, layouts: Iterable[str], setelan: Setelan) -> list[Cetakan]:
    source = load_rencana(rencana)
    states = [False] * (source.versi is not None) + [True] * (not source.is_disetujui)
    found = []
    for draf in states:
        data = {
            name: closed(build_rencana(source, tata_letak=name, draf=draf), setelan)
            for name in dict.fromkeys(("", *layouts))
        }
        found.append(Cetakan(draf, "Draf sekarang" if draf else f"Versi {source.versi.nomor} (disetujui)", data))
    return found


def choose(jenis: str, objek: Any, *, by: Peran | None, tata_letak: str = "", draf: bool = True) -> DataDokumen:
    """The data of one printable state; only plans have two. Raises Ditolak when that state does not exist."""
    found = printable(jenis, objek, by=by, layouts=[tata_letak])
    if not isinstance(objek, RencanaAksi):
        if not found:
            raise Ditolak(JENIS[jenis].hampa)
        return found[0].data[""]
    found = [c for c in found if c.draf == draf]
    if not found:
        raise Ditolak(
            "Rencana aksi ini sudah disetujui; tidak ada draf yang dapat dicetak."
            if draf
            else "Rencana aksi ini belum pernah disetujui; cetak drafnya."
        )
    return found[0].data[tata_letak]


def request_dokumen(*, objek: Any, jenis: str, data: DataDokumen, by: Peran, cap: Cap | None = None) -> Dokumen:
    """The document of this data: found if it was made or is being made, else asked for; a failed one is tried again.
    Only `reports.services.issuing` gives a `cap`.

    Raises SyaratBelumTerpenuhi naming each missing part.
    """
    missing = data.kekurangan()
    if missing:
        raise SyaratBelumTerpenuhi(missing)
    dokumen, is_new = _get_or_create(objek, jenis, data, by, cap)
    if not is_new and dokumen.status == StatusPekerjaan.GAGAL:
        jobs.restart(dokumen)
        dokumen.refresh_from_db()
    return dokumen


def _get_or_create(objek: Any, jenis: str, data: DataDokumen, by: Peran, cap: Cap | None) -> tuple[Dokumen, bool]:
    place = place_of(objek)
    key = {
        "jenis": jenis,
        "periode": place.periode,
        "pembangunan": place.pembangunan,
        "sidik": digest_of(data, cap),
        "tata_letak": getattr(data, "tata_letak", ""),
    }
    try:
        with transaction.atomic():
            dokumen, is_new = Dokumen.objects.get_or_create(
                **key | {JENIS[jenis].field: objek},
                defaults={
                    "isi": to_json(data),
                    "cap": cap_to_json(cap),
                    "draf": data.is_draf,
                    "keterangan": data.keadaan[:120],
                    "diminta_oleh": by,
                    "jumlah": STEPS,
                },
            )
            if is_new:
                jobs.enqueue(dokumen)
    except IntegrityError:  # two clicks at once: the other one's row is the document
        return Dokumen.objects.get(**key), False
    return dokumen, is_new


def retry_dokumen(dokumen: Dokumen) -> None:
    """Run a failed job again; in any other state there is nothing to do."""
    jobs.restart(dokumen)


def render_dokumen(pk: int) -> None:
    """Draw the document of this row. Safe to run twice: one worker has the row, and equal data give the same file."""
    dokumen = jobs.claim(Dokumen, pk)
    if dokumen is None:
        return
    from reports import pdf

    data = from_json(JENIS[dokumen.jenis].data, dokumen.isi)
    instansi = dokumen.periode.instansi
    try:
        logo = logo_of(data, instansi.pk)
    except FileNotFoundError:
        return _fail(
            dokumen,
            "Berkas lambang instansi tidak ditemukan. Unggah lagi lambang pada pengaturan instansi, lalu coba lagi.",
        )
    try:
        result = pdf.render(data, sidik=dokumen.sidik, cap=cap_from_json(dokumen.cap), logo=logo, step=_beats(dokumen))
    except LAYOUT_ERRORS:
        log.exception("dokumen %s could not be drawn", pk)
        return _fail(dokumen, "Halaman tidak dapat disusun. Coba lagi; bila berulang, hubungi administrator.")
    berkas = evidence.store_bytes(
        result.isi, nama=file_name(data), ekstensi="pdf", instansi=instansi, by=dokumen.diminta_oleh.user
    )
    with transaction.atomic():
        is_ours = jobs.finish(dokumen, berkas=berkas, halaman=result.halaman, langkah="")
        if is_ours and dokumen.cap:
            mark_drawn(dokumen)
    if is_ours:
        _tell(dokumen, f"{dokumen.get_jenis_display()} siap diunduh")


def _fail(dokumen: Dokumen, pesan: str) -> None:
    jobs.fail(dokumen, pesan)
    _tell(dokumen, f"{dokumen.get_jenis_display()} gagal dibuat")


def _tell(dokumen: Dokumen, judul: str) -> None:
    """In the portal only: who waits looks at the page, and a mail for each print would be noise. Of a batch its end is told."""
    if dokumen.baris_cetak.exists():
        return
    with without_email():
        notify(
            [dokumen.diminta_oleh.user],
            judul=judul,
            pesan=f"{dokumen.tempat} ({dokumen.keterangan})",
            tautan=reverse("dokumen_detail", args=[dokumen.pk]),
        )


def logo_of(data: DataDokumen, instansi_pk: int) -> bytes | None:
    """The logo's bytes, None where the letterhead has none. Raises FileNotFoundError when it is lost."""
    if not data.kop.logo:
        return None
    berkas = Berkas.objects.filter(instansi_id=instansi_pk, sha256=data.kop.logo).first()
    if berkas is None:
        raise FileNotFoundError(data.kop.logo)
    return evidence.read_bytes(berkas)


def _beats(dokumen: Dokumen) -> Callable[[str], None]:
    """A heartbeat at most each second: every page of a long layout speaks, so that no living job looks dead."""
    last = 0.0

    def step(words: str) -> None:
        nonlocal last
        if monotonic() - last >= BEAT_SECONDS:
            last = monotonic()
            jobs.beat(dokumen, kemajuan=2 if words.startswith("Menulis") else 1, langkah=words)

    return step
