"""The package of a proposal as one zip: letter, SPTJM, LKE, LHE, evidence, and a manifest of hashes.

The same content gives the same bytes: names sorted, and `units.zip_files` keeps no date of the making.
"""

import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from time import monotonic
from typing import Any, BinaryIO

from django.core.files.base import File
from django.db import transaction
from django.urls import reverse
from django.utils.text import slugify

from evaluation import proposal_access as access
from evaluation.models import HasilEvaluasi, PaketUsulan, UnitUsulan, Usulan
from evaluation.services.requirements import judge_unit
from evaluation.services.shown_evidence import evidence_of, mandiri_of
from evaluation.services.workbook import export_workbook
from units import evidence, jobs
from units.access import require
from units.errors import Ditolak
from units.models import Berkas, Peran, VersiDataDukung
from units.notices import notify, without_email
from units.templatetags.indonesia import tanggal
from units.zip_files import IsiZip, add_file, from_bytes, stable_xlsx

BEAT_SECONDS = 1.0


@transaction.atomic
def request_package(usulan: Usulan, *, by: Peran) -> PaketUsulan:
    """Have the zip made; one that is being made is not asked for twice."""
    require(access.can_prepare_usulan(by, usulan.periode.instansi_id), access.PENYUSUN, what="Membuat paket usulan")
    locked = Usulan.objects.select_for_update().get(pk=usulan.pk)
    if not locked.unit.exists():
        raise Ditolak("Belum ada unit kerja dalam usulan ini, sehingga tidak ada yang dapat dipaketkan.")
    running = locked.paket.filter(status__in=("diminta", "dikerjakan")).first()
    if running:
        return running
    job = PaketUsulan.objects.create(usulan=locked, diminta_oleh=by)
    jobs.enqueue(job)
    return job


def run(pk: int) -> None:
    """The job. Safe to run twice: one worker has the row, and equal content is the same stored file."""
    job = jobs.claim(PaketUsulan, pk)
    if job is None:
        return
    usulan = job.usulan
    with tempfile.TemporaryFile() as out:
        try:
            write_package(usulan, out, step=_beats(job))
        except FileNotFoundError as lost:
            jobs.fail(job, f"Berkas {lost.filename or lost} tidak ada lagi di penyimpanan. Hubungi administrator.")
            return
        name = slugify(f"{usulan} {usulan.nomor_surat}") or "usulan"
        berkas = evidence.store_made(
            File(out), nama=f"{name}.zip", ekstensi="zip", instansi=usulan.periode.instansi, by=job.diminta_oleh.user
        )
    if jobs.finish(job, berkas=berkas, langkah=""):
        with without_email():
            notify(
                [job.diminta_oleh.user],
                judul=f"Paket {usulan} siap diunduh"[:200],
                tautan=reverse("paket_detail", args=[job.pk]),
            )


def _beats(job: PaketUsulan) -> Callable[[int, int, str], None]:
    last = 0.0

    def step(done: int, total: int, words: str) -> None:
        nonlocal last
        if monotonic() - last >= BEAT_SECONDS or done == total:
            last = monotonic()
            jobs.beat(job, kemajuan=done, jumlah=total, langkah=words[:120])

    return step


def write_package(usulan: Usulan, out: BinaryIO, *, step: Callable[[int, int, str], None]) -> None:
    """Write the zip; `step(done, total, words)` tells how far it is."""
    files = sorted(contents(usulan), key=lambda item: item.nama)
    listed: list[dict[str, Any]] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for number, item in enumerate(files):
            step(number, len(files), item.nama)
            listed.append(add_file(package, item))
        manifest = {
            "usulan": str(usulan), "nomor_surat": usulan.nomor_surat,
            "tanggal_surat": usulan.tanggal_surat.isoformat() if usulan.tanggal_surat else None, "berkas": listed,
        }  # fmt: skip
        add_file(package, _text("manifest.json", _json(manifest)))
        add_file(package, _text("manifest.txt", "".join(f"{f['sha256']}  {f['nama']}\n" for f in listed)))
    step(len(files), len(files), "Menyimpan paket")


# --- what is in it -------------------------------------------------------------------------------------------


def contents(usulan: Usulan) -> Iterator[IsiZip]:
    if usulan.berkas_surat:
        yield _stored(f"surat-usulan.{usulan.berkas_surat.ekstensi}", usulan.berkas_surat)
    rows = usulan.unit.select_related(
        "pembangunan__unit__instansi", "pembangunan__periode", "penilaian__instrumen", "sptjm"
    )
    for row in rows:
        yield from _unit(row)


def _unit(row: UnitUsulan) -> Iterator[IsiZip]:
    unit, tpi = row.pembangunan.unit, row.penilaian
    folder = f"{slugify(f'{unit.kode} {unit.nama}')[:80]}"
    mandiri = mandiri_of(tpi)
    if row.sptjm:
        yield _stored(f"{folder}/sptjm.{row.sptjm.ekstensi}", row.sptjm)
    if mandiri:
        yield IsiZip(f"{folder}/lke-penilaian-mandiri.xlsx", lambda: BytesIO(stable_xlsx(export_workbook(mandiri))))
    yield IsiZip(f"{folder}/lke-tpi.xlsx", lambda: BytesIO(stable_xlsx(export_workbook(tpi))))
    yield _text(f"{folder}/lhe.json", _json(lhe_data(row)))
    shown = evidence_of(tpi, mandiri)
    names = _names(shown)
    index = {kode: [names.get(item.pk) or item.tautan for item in items] for kode, items in shown.items() if items}
    yield _text(f"{folder}/bukti.json", _json(index))
    unique = {item.pk: item for items in shown.values() for item in items if item.berkas_id}
    for pk, item in unique.items():
        yield _stored(f"{folder}/{names[pk]}", item.berkas)


def _names(shown: dict[str, list[VersiDataDukung]]) -> dict[int, str]:
    """Path of each file below the unit's folder: the first question it is shown for, a number, its own name."""
    found: dict[int, str] = {}
    for kode, items in shown.items():
        for number, item in enumerate(items, start=1):
            if item.berkas_id and item.pk not in found:
                stem, _, suffix = item.nama.rpartition(".")
                name = slugify(stem or item.nama)[:60] or "berkas"
                found[item.pk] = f"bukti/{kode}/{number:02d}-{name}.{item.berkas.ekstensi or suffix}"
    return found


def lhe_data(row: UnitUsulan) -> dict[str, Any]:
    """TPI's signed result as data: the frozen copy, who signed it, what it recommends, and the requirements."""
    usulan, tpi = row.usulan, row.penilaian
    lhe = HasilEvaluasi.objects.filter(penilaian=tpi).select_related("ketua__user", "sekretaris__user").first()
    day = usulan.dikirim_at.date() if usulan.dikirim_at else usulan.tanggal_surat or usulan.created_at.date()
    syarat = judge_unit(row.pembangunan, on=day)
    return {
        "unit": row.pembangunan.unit.nama,
        "tahun": row.pembangunan.periode.tahun,
        "target": row.pembangunan.target,
        "lhe": _signed(lhe) if lhe else None,
        "pertimbangan_teknis": row.alasan_teknis,
        "syarat": [
            {"kode": s.kode, "nama": s.ketentuan.nama, "nilai": s.nilai, "minimum": s.minimum, "memenuhi": s.memenuhi}
            for s in syarat.semua
        ],
        "hasil": tpi.hasil,
    }  # fmt: skip


def _signed(lhe: HasilEvaluasi) -> dict[str, Any]:
    return {
        "nomor": lhe.nomor,
        "tanggal": tanggal(lhe.tanggal),
        "catatan": lhe.catatan,
        "ketua": str(lhe.ketua.user) if lhe.ketua else "",
        "sekretaris": str(lhe.sekretaris.user) if lhe.sekretaris else "",
        "rekomendasi": [
            {"uraian": r.uraian, "penanggung_jawab": r.penanggung_jawab, "tenggat": r.tenggat.isoformat()}
            for r in lhe.evaluasi.rekomendasi.order_by("pk")
        ],
    }


def _stored(nama: str, berkas: Berkas) -> IsiZip:
    return IsiZip(nama, lambda: berkas.isi.open("rb"))


def _text(nama: str, teks: str) -> IsiZip:
    return from_bytes(nama, teks.encode())


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
