"""Ask for a document, draw it, try again. The row is the job; its data are kept with it."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import monotonic
from typing import TypeAlias

from django.db import IntegrityError, transaction
from django.urls import reverse

from action_plans.models import LaporanTriwulan, RencanaAksi
from evaluation.models import Penilaian
from reports.data import (
    DataLaporan,
    DataLKE,
    DataRencana,
    DataSKTim,
    build_rencana,
    from_json,
    load_rencana,
    read_laporan,
    read_lke,
    read_sk_tim,
    to_json,
)
from reports.layouts import DataDokumen, digest_of, file_name
from reports.models import Dokumen
from units import evidence, jobs
from units.errors import Ditolak
from units.findings import Temuan, galat
from units.models import Berkas, PembangunanZI, Peran, StatusPekerjaan
from units.notices import notify, without_email
from units.transitions import SyaratBelumTerpenuhi

log = logging.getLogger(__name__)
J = Dokumen.Jenis
# What a layout that trips over its input raises. Anything else (database, storage) is left to the sweeper, which tries again.
LAYOUT_ERRORS = (ValueError, TypeError, AttributeError, LookupError, AssertionError, ArithmeticError, RecursionError)
Sumber: TypeAlias = RencanaAksi | LaporanTriwulan | PembangunanZI | Penilaian
BEAT_SECONDS = 1.0
STEPS = 3  # read, lay out, store


@dataclass(frozen=True, slots=True)
class JenisDokumen:
    """How one kind of document finds its source and its data."""

    model: type[Sumber]
    data: type[DataDokumen]
    path: str  # select_related from the source to the unit's year
    field: str  # the foreign key of Dokumen
    page: str  # URL name of the source's page
    related: tuple[str, ...] = ()  # what else its data are read from
    only: tuple[tuple[str, str], ...] = ()  # which rows of the model this paper is for


@dataclass(frozen=True, slots=True)
class Cetakan:
    """One state of an object that can be printed; `data` by layout, "" is its own."""

    draf: bool
    label: str
    data: dict[str, DataDokumen]


JENIS: dict[str, JenisDokumen] = {
    J.LAMPIRAN_I: JenisDokumen(RencanaAksi, DataRencana, "pembangunan__", "rencana", "rencana_detail"),
    J.LAMPIRAN_II: JenisDokumen(LaporanTriwulan, DataLaporan, "pembangunan__", "laporan", "laporan_detail"),
    J.SK_TIM: JenisDokumen(PembangunanZI, DataSKTim, "", "", "tim_detail"),
    J.LKE: JenisDokumen(
        Penilaian,
        DataLKE,
        "pembangunan__",
        "penilaian",
        "penilaian_detail",
        ("instrumen", "diajukan_oleh__user"),
        (("jenis", Penilaian.Jenis.MANDIRI),),
    ),
}


READERS: dict[type[Sumber], Callable[..., DataDokumen]] = {
    LaporanTriwulan: read_laporan,
    PembangunanZI: read_sk_tim,
    Penilaian: read_lke,
}


def year_of(objek: Sumber) -> PembangunanZI:
    return objek if isinstance(objek, PembangunanZI) else objek.pembangunan


def printable(objek: Sumber, layouts: Iterable[str] = ()) -> list[Cetakan]:
    """What can be printed of this object now, the approved state first. `layouts` besides its own are asked of plans."""
    if isinstance(objek, RencanaAksi):
        return _of_plan(objek, layouts)
    data = READERS[type(objek)](objek)
    return [Cetakan(data.is_draf, describe(data), {"": data})]


def _of_plan(rencana: RencanaAksi, layouts: Iterable[str]) -> list[Cetakan]:
    source = load_rencana(rencana)
    states = [False] * (source.versi is not None) + [True] * (not source.is_disetujui)
    found = []
    for draf in states:
        data = {name: build_rencana(source, tata_letak=name, draf=draf) for name in ("", *layouts)}
        found.append(Cetakan(draf, "Draf sekarang" if draf else f"Versi {source.versi.nomor} (disetujui)", data))
    return found


def choose(objek: Sumber, *, tata_letak: str, draf: bool) -> DataDokumen:
    """The data of one printable state; only plans have two. Raises Ditolak when that state does not exist."""
    found = printable(objek, [tata_letak])
    if isinstance(objek, RencanaAksi):
        found = [c for c in found if c.draf == draf]
    if not found:
        raise Ditolak(
            "Rencana aksi ini sudah disetujui; tidak ada draf yang dapat dicetak."
            if draf
            else "Rencana aksi ini belum pernah disetujui; cetak drafnya."
        )
    return found[0].data[tata_letak if isinstance(objek, RencanaAksi) else ""]


def missing_parts(data: DataDokumen) -> list[Temuan]:
    """What an official paper cannot be without; said before a job starts, so that none fails for it."""
    signed, found = data.tanda_tangan, []
    if signed is None:  # a draft that nobody signs
        return found
    if not signed.nama:
        if isinstance(data, DataSKTim) and not data.oleh_kepala_unit:
            found.append(
                galat("penanda_tangan", f"Nama {data.pejabat} belum diisi pada data instansi.", "Nama kepala daerah")
            )
        else:
            found.append(
                galat(
                    "penanda_tangan",
                    f"Kepala {data.unit} belum ditetapkan. Administrator menambahkan peran Kepala Unit Kerja.",
                    "Kepala unit",
                )
            )
    if not signed.jabatan:
        found.append(
            galat("jabatan", "Jabatan penanda tangan belum diisi pada data unit kerja.", "Jabatan kepala unit")
        )
    if not signed.tempat:
        found.append(
            galat("tempat", "Tempat penandatanganan belum diisi pada data instansi.", "Tempat penandatanganan")
        )
    if not data.jumlah_baris and not isinstance(data, DataLaporan):
        what = "Tim belum memiliki anggota" if isinstance(data, DataSKTim) else "Rencana belum memiliki rencana aksi"
        found.append(galat("kosong", f"{what}, sehingga tidak ada yang dicetak.", "Isi"))
    return found


def request_dokumen(*, objek: Sumber, jenis: str, data: DataDokumen, by: Peran) -> Dokumen:
    """The document of this data: found if it was made or is being made, else asked for; a failed one is tried again.

    Raises SyaratBelumTerpenuhi naming each missing part.
    """
    missing = missing_parts(data)
    if missing:
        raise SyaratBelumTerpenuhi(missing)
    dokumen, is_new = _get_or_create(objek, jenis, data, by)
    if not is_new and dokumen.status == StatusPekerjaan.GAGAL:
        jobs.restart(dokumen)
        dokumen.refresh_from_db()
    return dokumen


def _get_or_create(objek: Sumber, jenis: str, data: DataDokumen, by: Peran) -> tuple[Dokumen, bool]:
    key = {
        "jenis": jenis,
        "pembangunan": year_of(objek),
        "sidik": digest_of(data),
        "tata_letak": getattr(data, "tata_letak", ""),
    }
    field = JENIS[jenis].field
    try:
        with transaction.atomic():
            dokumen, is_new = Dokumen.objects.get_or_create(
                **key,
                **({field: objek} if field else {}),
                defaults={
                    "isi": to_json(data),
                    "draf": data.is_draf,
                    "keterangan": describe(data),
                    "diminta_oleh": by,
                    "jumlah": STEPS,
                },
            )
            if is_new:
                jobs.enqueue(dokumen)
    except IntegrityError:  # two clicks at once: the other one's row is the document
        return Dokumen.objects.get(**key), False
    return dokumen, is_new


def describe(data: DataDokumen) -> str:
    """The data version in words."""
    if isinstance(data, DataRencana):
        return "Draf" if data.is_draf else f"Versi {data.versi}"
    if isinstance(data, DataLaporan):
        return "Draf" if data.is_draf else f"Disetujui {data.tanda_tangan.tanggal_cetak}"
    if isinstance(data, DataLKE):
        return "Draf" if data.is_draf else f"Diajukan {data.tanda_tangan.tanggal_cetak}"
    return "Draf" if data.is_draf else f"Nomor {data.nomor}"[:120]


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
    instansi = dokumen.pembangunan.unit.instansi
    try:
        logo = _logo(data, instansi.pk)
    except FileNotFoundError:
        return _fail(
            dokumen,
            "Berkas lambang instansi tidak ditemukan. Unggah lagi lambang pada pengaturan instansi, lalu coba lagi.",
        )
    try:
        result = pdf.render(data, sidik=dokumen.sidik, logo=logo, step=_beats(dokumen))
    except LAYOUT_ERRORS:
        log.exception("dokumen %s could not be drawn", pk)
        return _fail(dokumen, "Halaman tidak dapat disusun. Coba lagi; bila berulang, hubungi administrator.")
    berkas = evidence.store_bytes(
        result.isi, nama=file_name(data), ekstensi="pdf", instansi=instansi, by=dokumen.diminta_oleh.user
    )
    if jobs.finish(dokumen, berkas=berkas, halaman=result.halaman, langkah=""):
        _tell(dokumen, f"{dokumen.get_jenis_display()} siap diunduh")


def _fail(dokumen: Dokumen, pesan: str) -> None:
    jobs.fail(dokumen, pesan)
    _tell(dokumen, f"{dokumen.get_jenis_display()} gagal dibuat")


def _tell(dokumen: Dokumen, judul: str) -> None:
    """In the portal only: who waits looks at the page, and a mail for each print would be noise."""
    with without_email():
        notify(
            [dokumen.diminta_oleh.user],
            judul=judul,
            pesan=f"{dokumen.pembangunan} ({dokumen.keterangan})",
            tautan=reverse("dokumen_detail", args=[dokumen.pk]),
        )


def _logo(data: DataDokumen, instansi_pk: int) -> bytes | None:
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
