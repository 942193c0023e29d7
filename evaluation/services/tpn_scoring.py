"""TPN's answers, saved field by field. Several evaluators may work on one unit: who saves first wins, the other is told."""

from typing import Any

from django.db import transaction
from django.db.models import Q

from evaluation import tpn_access as access
from evaluation.access import area_of
from evaluation.answer_input import clean_count, clean_text, clean_value, counts_of, words
from evaluation.lke.scoring import Hasil
from evaluation.lke.structure import JENIS_INDEKS
from evaluation.models import EvaluasiTPN, JawabanTPN, RiwayatJawabanTPN, Survei
from evaluation.services.assessment import content_of
from evaluation.tpn_answers import score_tpn
from units.access import require
from units.choices import Area
from units.errors import BenturanPerubahan, Ditolak
from units.models import Peran
from units.templatetags.indonesia import waktu

NILAI, CATATAN, ISIAN = "nilai", "catatan", "isian."
JAWABAN = "Jawaban"
SURVEI_AREA = {Survei.Jenis.IPAK: Area.HASIL_BERSIH, Survei.Jenis.IPKP: Area.HASIL_PELAYANAN}


@transaction.atomic
def save_field(
    *, evaluasi: EvaluasiTPN, kode: str, kolom: str, nilai: Any, versi: int | None, by: Peran
) -> tuple[JawabanTPN, Hasil]:
    """Set one field of TPN's answer, last seen at `versi` (0 = none; None overwrites by choice); with the score now.

    `kolom` is nilai, isian.<name> or catatan. Raises Ditolak for nonsense, BenturanPerubahan when another evaluator
    changed the same field since; other fields changed meanwhile do not matter.
    """
    locked = lock_open(evaluasi, by=by)
    row = _row(locked, kode)
    name, old, new = _change(locked, row, kolom, nilai)
    if old != new:
        _check_version(row, name, old, versi, by)
        setattr(row, CATATAN if kolom == CATATAN else NILAI, new)
        _store(row, name, dari=words(old), ke=words(new), by=by)
    return row, score_tpn(locked)


def lock_open(evaluasi: EvaluasiTPN, *, by: Peran) -> EvaluasiTPN:
    """The evaluation, locked: an answer never passes a step. Raises TidakBerwenang when this role may not answer now."""
    rows = EvaluasiTPN.objects.select_for_update(of=("self",)).select_related(
        "unit_usulan__penilaian__instrumen", "unit_usulan__pembangunan__unit"
    )
    locked = rows.get(pk=evaluasi.pk)
    if access.can_evaluate(by, locked) and locked.status not in access.MENJAWAB:
        raise Ditolak(f"Evaluasi ini berstatus “{locked.get_status_display()}”; jawabannya tidak dapat diubah.")
    require(access.can_answer(by, locked), access.PENILAI, what="Mengisi jawaban TPN")
    return locked


def _row(locked: EvaluasiTPN, kode: str) -> JawabanTPN:
    """The stored answer, or a new one not stored yet: under the lock nobody else makes it meanwhile."""
    instrumen = locked.unit_usulan.penilaian.instrumen
    if kode not in content_of(instrumen)[0].pertanyaan:
        raise Ditolak(f"Pertanyaan {kode[:40]} tidak ada dalam {instrumen.nama}. Muat ulang halaman.")
    return locked.jawaban.filter(kode=kode).first() or JawabanTPN(evaluasi=locked, kode=kode)


def _change(locked: EvaluasiTPN, row: JawabanTPN, kolom: str, nilai: Any) -> tuple[str, Any, Any]:
    """(name in the history, stored value, new value); a whole answer for each of its counts."""
    if kolom == CATATAN:
        return "Catatan", row.catatan, clean_text("Catatan", nilai)
    item = content_of(locked.unit_usulan.penilaian.instrumen)[0].pertanyaan[row.kode]
    if kolom.startswith(ISIAN):
        name = kolom.removeprefix(ISIAN)
        if (
            name in item.isian
            and not str(nilai if nilai is not None else "").strip()
            and name not in counts_of(row.nilai)
        ):
            return f"Isian {name}", row.nilai, row.nilai
        return f"Isian {name}", row.nilai, clean_count(item, row.nilai, name, nilai)
    if kolom != NILAI:
        raise Ditolak(f"Kolom {kolom[:40]} tidak dikenal. Muat ulang halaman.")
    return JAWABAN, row.nilai, clean_value(item, nilai)


def _check_version(row: JawabanTPN, name: str, old: Any, versi: int | None, by: Peran) -> None:
    """A whole answer and its counted inputs are one matter."""
    if versi is None or versi >= row.versi:
        return
    changed = Q(kolom=name)
    if name.startswith("Isian "):
        changed |= Q(kolom=JAWABAN)
    elif name == JAWABAN:
        changed |= Q(kolom__startswith="Isian ")
    newer = row.riwayat.filter(changed, versi__gt=versi).exclude(oleh=by.user).select_related("oleh").first()
    if newer:
        shown = counts_of(old).get(name.removeprefix("Isian ")) if name.startswith("Isian ") else old
        raise BenturanPerubahan(versi=row.versi, nilai=words(shown), oleh=str(newer.oleh), pada=waktu(newer.waktu))


def _store(
    row: JawabanTPN, kolom: str, *, dari: str, ke: str, by: Peran, tindakan: str = "Mengisi jawaban TPN"
) -> None:
    row.versi += 1
    row.updated_by = by.user
    row.save()
    RiwayatJawabanTPN.objects.create(
        objek=row, oleh=by.user, peran=by, versi=row.versi, tindakan=tindakan, kolom=kolom[:60], dari=dari, ke=ke
    )


def answer_from_survey(locked: EvaluasiTPN, survei: Survei, *, by: Peran) -> list[str]:
    """The external survey's index becomes TPN's answer to the survey questions of its area. Returns their codes."""
    isi, _ = content_of(locked.unit_usulan.penilaian.instrumen)
    codes = [
        kode
        for kode, item in isi.pertanyaan.items()
        if item.jenis == JENIS_INDEKS and area_of(kode) == SURVEI_AREA[survei.jenis]
    ]
    for kode in codes:
        row = _row(locked, kode)
        new = clean_value(isi.pertanyaan[kode], str(survei.indeks))
        if row.nilai != new:
            dari, row.nilai = words(row.nilai), new
            _store(row, JAWABAN, dari=dari, ke=words(new), by=by, tindakan="Memakai hasil survei eksternal")
    return codes
