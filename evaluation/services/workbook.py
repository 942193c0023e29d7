"""The LKE as a workbook: out with everything that is filled in, back in with a comparison before anything is saved."""

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from evaluation import access
from evaluation.lke.answers import read_jawaban
from evaluation.lke.findings import Berat, Temuan
from evaluation.lke.numbers import koma
from evaluation.lke.portalrb import INSTRUMEN
from evaluation.lke.scoring import score
from evaluation.lke.structure import Instrumen as IsiInstrumen
from evaluation.lke.workbook.compare import Beda, Perubahan, compare, fits
from evaluation.lke.workbook.content import IsiLKE, Kunci
from evaluation.lke.workbook.importing import Impor, read_workbook
from evaluation.lke.workbook.jawaban import has_sheet, import_sheet
from evaluation.lke.workbook.writing import write_workbook
from evaluation.models import ImporLKE, Penilaian
from evaluation.result_data import answer_words
from evaluation.services.assessment import content_of, save_jawaban
from units import jobs
from units.access import require
from units.errors import BerkasDitolak, Ditolak
from units.evidence import read_bytes, store_upload
from units.history import record
from units.models import Peran
from units.notices import notify

BAGIAN = {"jawaban": "Jawaban", "catatan": "Catatan", "tautan": "Tautan"}
KOLOM = {"jawaban": "nilai", "catatan": "catatan", "tautan": "tautan"}
KEADAAN = {"baru": "Baru", "berubah": "Berubah", "benturan": "Benturan", "ditolak": "Ditolak", "sama": "Sama"}
LUAR_AREA = "Pertanyaan ini di luar area Anda."


# --- out -----------------------------------------------------------------------------------------------------


def filled_content(penilaian: Penilaian) -> IsiLKE:
    """Answers, notes, links and the titles of the evidence (three queries)."""
    rows = list(penilaian.jawaban.prefetch_related("bukti__data_dukung"))
    return IsiLKE(
        jawaban={row.kode: row.nilai for row in rows if row.nilai is not None},
        catatan={row.kode: row.catatan for row in rows if row.catatan},
        bukti={row.kode: titles for row in rows if (titles := "; ".join(str(b.data_dukung) for b in row.bukti.all()))},
        tautan={row.kode: tuple(row.tautan.split()) for row in rows if row.tautan.strip()},
    )


def export_workbook(penilaian: Penilaian) -> bytes:
    """The ministry's form with working formulas; its hidden key remembers what it held when it left."""
    isi, _ = content_of(penilaian.instrumen)
    filled = filled_content(penilaian)
    unit, tahun = penilaian.pembangunan.unit, penilaian.pembangunan.periode.tahun
    judul = (f"LEMBAR KERJA EVALUASI {isi.nama.upper()}", f"{unit.nama.upper()} TAHUN {tahun}")
    key = Kunci(str(penilaian.pk), isi.kode, str(penilaian.instrumen.versi), isi.sidik, filled)
    return write_workbook(score(isi, filled.jawaban), filled, judul=judul, kunci=key)


# --- in: look first ------------------------------------------------------------------------------------------


@transaction.atomic
def request_import(penilaian: Penilaian, upload: UploadedFile, *, by: Peran) -> ImporLKE:
    """Keep the file and have it read; nothing of the assessment changes."""
    require(bool(access.fillable_areas(by, penilaian)), access.PENGISI, what="Mengimpor jawaban")
    instansi = penilaian.pembangunan.unit.instansi
    berkas = store_upload(upload, instansi=instansi, by=by.user, accept=frozenset({"xlsx"}))
    row = ImporLKE.objects.create(penilaian=penilaian, berkas=berkas, oleh=by)
    jobs.enqueue(row)
    return row


def run(pk: int) -> None:
    """The job: read the file and compare it cell by cell. Safe to run twice."""
    impor = jobs.claim(ImporLKE, pk)
    if impor is None:
        return
    jobs.beat(impor, langkah="Membaca buku kerja")
    try:
        hasil = look(impor)
    except BerkasDitolak as exc:
        jobs.fail(impor, str(exc))
        return
    if jobs.finish(impor, hasil=hasil):
        notify(
            [impor.oleh.user],
            judul="Pemeriksaan buku kerja LKE selesai",
            pesan=f"Berkas {impor.berkas}.",
            tautan=reverse("impor_lke_detail", args=[pk]),
        )


def look(impor: ImporLKE) -> dict[str, Any]:
    """What applying the file would change now."""
    penilaian = impor.penilaian
    isi, _ = content_of(penilaian.instrumen)
    read = _read_file(read_bytes(impor.berkas), isi)
    read, notes = _own_key(read, penilaian, isi)
    kini = filled_content(penilaian)
    allowed = access.fillable_codes(impor.oleh, penilaian, isi)
    cells = compare(read, kini)
    rows = [_row(cell, isi, read, allowed) for cell in cells if cell.bagian in BAGIAN]
    return {
        "nilai": koma(read.hasil.nilai),
        "kini": koma(score(isi, kini.jawaban).nilai),
        "baris": [row for row in rows if row["keadaan"] != "sama"],
        "temuan": [*notes, *_evidence_note(cells), *[_finding(item) for item in read.temuan]],
        "ringkasan": {name: sum(row["keadaan"] == name for row in rows) for name in KEADAAN},
    }


def _read_file(data: bytes, isi: IsiInstrumen) -> Impor:
    """The form; failing that the sheet `Jawaban` of the ministry's 2026 workbook, which has no form around it."""
    try:
        return read_workbook(data, isi)
    except BerkasDitolak:
        if isi.kode != INSTRUMEN or not has_sheet(data):
            raise
        return import_sheet(data, isi)


def _own_key(read: Impor, penilaian: Penilaian, isi: IsiInstrumen) -> tuple[Impor, list[dict[str, str]]]:
    """A key of another assessment or version says nothing about what this one held."""
    key = read.kunci
    if key is None or (key.penilaian == str(penilaian.pk) and fits(read, isi)):
        return read, []
    pesan = "Berkas ini diunduh dari penilaian atau versi LKE lain; isinya dibandingkan dengan jawaban sekarang."
    return replace(read, kunci=None), [{"berat": "peringatan", "pesan": pesan, "tempat": ""}]


def _evidence_note(cells: list[Beda]) -> list[dict[str, str]]:
    """Evidence is files with an owner and versions; a title in a cell cannot become one."""
    changed = [cell for cell in cells if cell.bagian == "bukti" and cell.status != Perubahan.TETAP]
    if not changed:
        return []
    pesan = f"Kolom data dukung pada {len(changed)} pertanyaan tidak diimpor; lampirkan data dukungnya di portal."
    return [{"berat": "peringatan", "pesan": pesan, "tempat": changed[0].kode}]


def _finding(item: Temuan) -> dict[str, str]:
    place = f"{item.lembar}!{item.sel}" if item.lembar and item.sel else item.kode or item.lembar
    return {"berat": str(item.berat), "pesan": f"{item.masalah} {item.tindakan}", "tempat": place}


def _row(cell: Beda, isi: IsiInstrumen, read: Impor, allowed: Collection[str]) -> dict[str, Any]:
    keadaan, alasan = _state(cell, read, allowed)
    item = isi.pertanyaan[cell.kode]

    def words(value: Any) -> str:
        if cell.bagian == "jawaban":
            return answer_words(item, read_jawaban(item, value).isi)
        return "\n".join(value) if cell.bagian == "tautan" else str(value or "")

    return {
        "kode": cell.kode, "bagian": cell.bagian, "keadaan": keadaan, "alasan": alasan, "kini": _plain(cell.kini),
        "baru": _plain(cell.baru), "kini_teks": words(cell.kini), "baru_teks": "" if cell.baru is None else words(cell.baru),
    }  # fmt: skip


def _state(cell: Beda, read: Impor, allowed: Collection[str]) -> tuple[str, str]:
    if cell.status == Perubahan.TETAP:
        return "sama", ""
    if cell.kode not in allowed:
        return "ditolak", LUAR_AREA
    if cell.status == Perubahan.DITOLAK:
        reasons = [t.masalah for t in read.temuan if t.kode == cell.kode and t.berat == Berat.GALAT]
        return "ditolak", " ".join(reasons)
    if cell.status == Perubahan.BENTROK:
        return "benturan", ""
    return ("berubah" if cell.kini else "baru"), ""


def _plain(value: Any) -> Any:
    """As it is read back from the database, so that two states can be compared."""
    return json.loads(json.dumps(value))


# --- in: all or nothing --------------------------------------------------------------------------------------


@transaction.atomic
def apply_import(impor: ImporLKE, *, pakai: Collection[str], by: Peran) -> int:
    """Store every new and changed cell, and of the conflicts those in `pakai` (`kode:bagian`). Returns how many.

    All or nothing: a cell that changed in the portal since the comparison stops everything.
    """
    locked = ImporLKE.objects.select_for_update().get(pk=impor.pk)
    if locked.diterapkan_at or locked.status != "jadi":
        raise Ditolak("Buku kerja ini sudah diterapkan atau belum selesai diperiksa.")
    penilaian = Penilaian.objects.select_for_update().get(pk=impor.penilaian_id)
    rows = [row for row in locked.hasil["baris"] if _wanted(row, pakai)]
    moved = _moved(rows, filled_content(penilaian))
    if moved:
        raise Ditolak(f"Jawaban di portal berubah sejak diperiksa ({', '.join(moved)}). Unggah berkasnya lagi.")
    for row in rows:
        value = "\n".join(row["baru"]) if row["bagian"] == "tautan" else row["baru"]
        save_jawaban(
            penilaian=penilaian, kode=row["kode"], kolom=KOLOM[row["bagian"]], nilai=value, versi=None, by=by,
            tindakan="Mengimpor jawaban",
        )  # fmt: skip
    locked.diterapkan_at = timezone.now()
    locked.save(update_fields=["diterapkan_at"])
    record(penilaian, by=by, tindakan="Menerapkan buku kerja", ke=f"{len(rows)} sel dari {locked.berkas}")
    return len(rows)


def _wanted(row: Mapping[str, Any], pakai: Collection[str]) -> bool:
    chosen = row["keadaan"] == "benturan" and f"{row['kode']}:{row['bagian']}" in pakai
    return chosen or row["keadaan"] in ("baru", "berubah")


def _moved(rows: list[dict[str, Any]], kini: IsiLKE) -> list[str]:
    """Codes of the cells that no longer hold what the comparison showed."""
    return [row["kode"] for row in rows if not _same(_now(row, kini), row["kini"])]


def _now(row: Mapping[str, Any], kini: IsiLKE) -> Any:
    return _plain(getattr(kini, row["bagian"]).get(row["kode"]))


def _same(now: Any, shown: Any) -> bool:
    """An empty cell is an empty cell, whether it reads as nothing, an empty text or an empty list."""
    return now == shown or (not now and not shown)
