"""The plenary: who was there, what all assessors agree on, what is decided and why.

All writes lock the evaluation, so that two people who decide at once come one after the other and the second is told.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from evaluation import pleno_access as access
from evaluation.clarification_workflow import lock_evaluasi
from evaluation.lke.answers import TIDAK_BERLAKU, JawabanTerbaca, Status, jawaban_data, read_jawaban
from evaluation.lke.structure import Pertanyaan
from evaluation.models import EvaluasiTPI, JawabanPenilai, Pleno, PutusanPleno
from evaluation.result_data import answer_words
from evaluation.services.assessment import content_of
from evaluation.services.signatures import void_signatures
from evaluation.services.versions import check_version
from evaluation.tpi_access import PENILAI
from evaluation.tpi_workflow import require_window
from units.access import require
from units.errors import BenturanPerubahan, Ditolak
from units.history import record
from units.models import Peran
from units.templatetags.indonesia import tanggal, waktu

PUTUSAN, ALASAN, REKOMENDASI = "Putusan", "Alasan", "Rekomendasi"
MAKS_TEKS = 10_000


# --- the meeting ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DataPleno:
    tanggal: date
    tempat: str
    hadir: tuple[Peran, ...]
    catatan: str = ""


def invited(evaluasi: EvaluasiTPI):
    """Roles of the institution's TPI in force today."""
    rows = Peran.objects.active_on(timezone.localdate()).filter(
        jenis__in=PENILAI, instansi_id=evaluasi.pembangunan.unit.instansi_id
    )
    return rows.select_related("user").order_by("user__nama")


def _locked(evaluasi: EvaluasiTPI, by: Peran, what: str) -> EvaluasiTPI:
    locked = lock_evaluasi(evaluasi.pk, access.MEMUTUS)
    require(access.can_decide(by, locked), access.PEMIMPIN_PLENO, what=what)
    require_window(locked)
    return locked


def _check_meeting(data: DataPleno) -> None:
    if data.tanggal > timezone.localdate():
        raise Ditolak("Tanggal pleno tidak boleh sesudah hari ini.")
    if not data.tempat.strip():
        raise Ditolak("Isi tempat pleno.")
    if not data.hadir:
        raise Ditolak("Pilih yang hadir dalam pleno.")


@transaction.atomic
def open_pleno(*, evaluasi: EvaluasiTPI, data: DataPleno, by: Peran) -> Pleno:
    """Record the meeting and take over every answer on which all assessors agree."""
    locked = _locked(evaluasi, by, "Membuka pleno")
    _check_meeting(data)
    if Pleno.objects.filter(evaluasi=locked).exists():
        raise Ditolak("Pleno evaluasi ini sudah dibuka. Muat ulang halaman.")
    row = Pleno.objects.create(
        evaluasi=locked,
        tanggal=data.tanggal,
        tempat=data.tempat.strip(),
        catatan=data.catatan.strip(),
        dibuka_oleh=by,
    )
    row.hadir.set(data.hadir)
    record(locked, by=by, tindakan="Membuka pleno", kolom="Pleno", ke=_said(row, data.hadir))
    _take_over(locked, by)
    return row


@transaction.atomic
def change_pleno(*, evaluasi: EvaluasiTPI, data: DataPleno, versi: int | None, by: Peran) -> Pleno:
    """Date, place, people present and notes; changing them voids signatures."""
    locked = _locked(evaluasi, by, "Mengubah catatan pleno")
    _check_meeting(data)
    row = Pleno.objects.get(evaluasi=locked)
    before = sorted(row.hadir.all(), key=lambda p: p.pk)
    people = sorted(data.hadir, key=lambda p: p.pk)
    new = {"tanggal": data.tanggal, "tempat": data.tempat.strip(), "catatan": data.catatan.strip()}
    if all(getattr(row, name) == value for name, value in new.items()) and before == people:
        return row
    stored = _said(row, before)
    check_version(row, versi, stored=stored, history=locked.riwayat.filter(kolom="Pleno"), by=by)
    for name, value in new.items():
        setattr(row, name, value)
    row.versi += 1
    row.save()
    row.hadir.set(people)
    record(locked, by=by, tindakan="Mengubah catatan pleno", kolom="Pleno", dari=stored, ke=_said(row, people))
    void_signatures(locked, by=by, sebab="catatan pleno diubah")
    return row


def _said(row: Pleno, people: Iterable[Peran]) -> str:
    names = ", ".join(str(p.user) for p in people)
    return f"{tanggal(row.tanggal)}, {row.tempat}. Hadir: {names}. {row.catatan}".strip()


# --- what all agree on ---------------------------------------------------------------------------------------


def handed_in(evaluasi: EvaluasiTPI) -> dict[str, list[JawabanPenilai]]:
    """Answers that were handed in, by question, in the order of the assessors' names (one query)."""
    found: dict[str, list[JawabanPenilai]] = {}
    rows = evaluasi.jawaban_penilai.exclude(selesai_at=None).exclude(nilai__isnull=True).select_related("penilai")
    for row in rows.order_by("penilai__nama", "penilai_id"):
        found.setdefault(row.kode, []).append(row)
    return found


def meaning(pertanyaan: Pertanyaan, nilai: Any) -> object:
    """What two answers must share to be the same: the content as it is read, or that the question does not apply."""
    read = read_jawaban(pertanyaan, nilai)
    if read.status == Status.TIDAK_BERLAKU:
        return Status.TIDAK_BERLAKU
    data = jawaban_data(read.isi)
    return tuple(sorted(data.items())) if isinstance(data, Mapping) else data


def agreed_value(pertanyaan: Pertanyaan, rows: Sequence[JawabanPenilai]) -> Any:
    """The one value of all assessors; None when there is none or they differ."""
    if len({meaning(pertanyaan, row.nilai) for row in rows}) != 1:
        return None
    return rows[0].nilai


def stale_codes(evaluasi: EvaluasiTPI, putusan: Mapping[str, PutusanPleno], answers=None) -> list[str]:
    """Questions taken over as agreed whose assessors say something else by now: the evaluation went back meanwhile."""
    answers = handed_in(evaluasi) if answers is None else answers
    questions = content_of(evaluasi.instrumen)[0].pertanyaan
    return [
        kode
        for kode, row in putusan.items()
        if row.sepakat and not _same(questions[kode], agreed_value(questions[kode], answers.get(kode, ())), row.nilai)
    ]


def _same(pertanyaan: Pertanyaan, one: Any, other: Any) -> bool:
    return one is not None and other is not None and meaning(pertanyaan, one) == meaning(pertanyaan, other)


@transaction.atomic
def take_over_agreed(*, evaluasi: EvaluasiTPI, by: Peran) -> int:
    """Bring the agreed answers up to date: new ones are taken over, those no longer agreed wait for a decision.

    Returns how many questions changed. What the plenary decided itself stays.
    """
    locked = _locked(evaluasi, by, "Mengambil alih jawaban yang disepakati")
    if not Pleno.objects.filter(evaluasi=locked).exists():
        raise Ditolak("Catat tanggal, tempat, dan yang hadir dalam pleno lebih dahulu.")
    return _take_over(locked, by)


def _take_over(evaluasi: EvaluasiTPI, by: Peran) -> int:
    questions = content_of(evaluasi.instrumen)[0].pertanyaan
    answers, known = handed_in(evaluasi), {row.kode: row for row in evaluasi.putusan.all()}
    stale = set(stale_codes(evaluasi, known, answers))
    changed, fresh = 0, []
    for kode, item in questions.items():
        rows, row = answers.get(kode, []), known.get(kode)
        value = agreed_value(item, rows) if rows else None
        if row is None and value is not None:
            fresh.append(_agreed(PutusanPleno(evaluasi=evaluasi, kode=kode, diputus_oleh=by), item, rows))
        elif row is not None and (kode in stale or (row.nilai is None and value is not None)):
            _refresh(row, item, rows, by)
            changed += 1
    PutusanPleno.objects.bulk_create(fresh)
    changed += len(fresh)
    if changed:
        record(
            evaluasi,
            by=by,
            tindakan="Mengambil alih jawaban yang disepakati",
            kolom=PUTUSAN,
            ke=f"{changed} pertanyaan",
        )
        void_signatures(evaluasi, by=by, sebab="jawaban yang disepakati diambil alih lagi")
    return changed


def _agreed(row: PutusanPleno, item: Pertanyaan, rows: Sequence[JawabanPenilai]) -> PutusanPleno:
    """The value all share, with their notes and recommendations, each once."""
    row.nilai, row.sepakat = agreed_value(item, rows), True
    row.alasan = joined(answer.catatan for answer in rows)
    row.rekomendasi = joined(answer.rekomendasi for answer in rows)
    return row


def joined(texts: Iterable[str]) -> str:
    """Texts one below the other, the same one once."""
    return "\n".join(dict.fromkeys(text.strip() for text in texts if text.strip()))


def _refresh(row: PutusanPleno, item: Pertanyaan, rows: Sequence[JawabanPenilai], by: Peran) -> None:
    """The agreed answer as it is now, or none where the assessors no longer agree."""
    dari = words(item, row.nilai)
    if rows and agreed_value(item, rows) is not None:
        _agreed(row, item, rows)
    else:
        row.nilai, row.sepakat = None, False
    row.versi += 1
    row.diputus_oleh = by
    row.save()
    _history(row, by, "Mengambil alih jawaban penilai", PUTUSAN, dari, words(item, row.nilai), row.alasan)


# --- decisions -----------------------------------------------------------------------------------------------


def words(pertanyaan: Pertanyaan, nilai: Any) -> str:
    """A decided value as people read it; "Tidak berlaku: alasan" where the question does not apply."""
    read = read_jawaban(pertanyaan, nilai)
    if read.status == Status.TIDAK_BERLAKU:
        return read.catatan[0]
    return answer_words(pertanyaan, read.isi)


def clean_value(pertanyaan: Pertanyaan, nilai: Any) -> Any:
    """A whole answer, as it is stored. Raises Ditolak with what is wrong or missing."""
    read = read_jawaban(pertanyaan, nilai)
    if read.status == Status.TIDAK_BERLAKU:
        return {TIDAK_BERLAKU: str(nilai[TIDAK_BERLAKU]).strip()}
    if read.status == Status.DITOLAK:
        raise Ditolak(" ".join(t.masalah for t in read.temuan))
    if read.is_missing:
        raise Ditolak(_missing(read))
    return jawaban_data(read.isi)


def _missing(read: JawabanTerbaca) -> str:
    more = " ".join(t.masalah for t in read.temuan)
    return f"Isi nilai putusan selengkapnya. {more}".strip()


@transaction.atomic
def decide(
    *, evaluasi: EvaluasiTPI, kode: str, nilai: Any, alasan: str, rekomendasi: str, versi: int | None, by: Peran
) -> PutusanPleno:
    """The plenary's value for a question, with its reason; voids signatures when something changes.

    The reason may be left out only where the value is the one all assessors gave. `versi` is 0 for a question without
    a decision; raises BenturanPerubahan when somebody decided meanwhile; None overwrites by choice.
    """
    locked = _locked(evaluasi, by, "Memutus nilai")
    if not Pleno.objects.filter(evaluasi=locked, hadir__isnull=False).exists():
        raise Ditolak("Catat tanggal, tempat, dan yang hadir dalam pleno sebelum memutus.")
    item = content_of(locked.instrumen)[0].pertanyaan.get(kode)
    if item is None:
        raise Ditolak(f"Pertanyaan {kode} tidak ada dalam {locked.instrumen.nama}. Muat ulang halaman.")
    value, alasan, rekomendasi = clean_value(item, nilai), _text(alasan, ALASAN), _text(rekomendasi, REKOMENDASI)
    rows = handed_in(locked).get(kode, [])
    agreed = bool(rows) and _same(item, agreed_value(item, rows), value)
    if not agreed and not alasan:
        raise Ditolak("Isi alasan putusan: nilainya bukan nilai yang disepakati semua penilai.")
    row = locked.putusan.filter(kode=kode).first() or PutusanPleno(evaluasi=locked, kode=kode, versi=0)
    new = {"nilai": value, "alasan": alasan, "rekomendasi": rekomendasi}
    if row.pk and all(getattr(row, name) == wanted for name, wanted in new.items()):
        return row
    _check_decided(row, item, versi, by)
    _store(row, item, new, sepakat=agreed, by=by)
    void_signatures(locked, by=by, sebab=f"putusan {kode} diubah")
    return row


def _text(text: str, name: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if len(text) > MAKS_TEKS:
        raise Ditolak(f"{name} paling panjang {MAKS_TEKS} karakter.")
    return text


def _check_decided(row: PutusanPleno, item: Pertanyaan, versi: int | None, by: Peran) -> None:
    """Raise BenturanPerubahan when somebody else has decided since the person opened the question."""
    if versi is None or versi >= row.versi or row.diputus_oleh_id == by.pk:
        return
    raise BenturanPerubahan(
        versi=row.versi, nilai=words(item, row.nilai), oleh=str(row.diputus_oleh.user), pada=waktu(row.updated_at)
    )


def _store(row: PutusanPleno, item: Pertanyaan, new: Mapping[str, Any], *, sepakat: bool, by: Peran) -> None:
    old = {name: getattr(row, name) for name in new}
    for name, value in new.items():
        setattr(row, name, value)
    row.sepakat, row.diputus_oleh = sepakat, by
    row.versi += 1
    row.save()
    if old["nilai"] != new["nilai"] or old["alasan"] != new["alasan"]:
        dari, ke = words(item, old["nilai"]), words(item, new["nilai"])
        _history(row, by, "Memutus dalam pleno", PUTUSAN, dari, ke, new["alasan"])
    if old["rekomendasi"] != new["rekomendasi"]:
        _history(row, by, "Mengubah rekomendasi", REKOMENDASI, old["rekomendasi"], new["rekomendasi"])


def _history(row: PutusanPleno, by: Peran, tindakan: str, kolom: str, dari: str, ke: str, alasan: str = "") -> None:
    row.riwayat.create(
        oleh=by.user, peran=by, versi=row.versi, tindakan=tindakan, kolom=kolom, dari=dari, ke=ke, alasan=alasan
    )
