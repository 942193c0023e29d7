"""Whose answers an assessor may see. Every page, export and count of assessors' answers asks this module."""

from collections import defaultdict
from collections.abc import Collection

from evaluation.models import EvaluasiTPI, JawabanPenilai
from evaluation.services.assessment import content_of
from evaluation.tpi_access import PEMIMPIN, PENILAI, codes_of, is_own_unit
from units.access import has_role
from units.models import Peran

F = EvaluasiTPI.Fase
Jawabannya = dict[str, dict[int, JawabanPenilai]]


def is_blind(evaluasi: EvaluasiTPI) -> bool:
    """Colleagues' answers are hidden: the evaluation is blind and still at the desk."""
    return evaluasi.buta and evaluasi.status == F.MEJA


def visible_answers(evaluasi: EvaluasiTPI, peran: Peran | None, *, codes: Collection[str] | None = None) -> Jawabannya:
    """{question code: {user pk: answer}} of what this role may see now, of `codes` only when given; two queries at most.

    The rule, first match wins:
    1. Only ketua, sekretaris and members of the institution's TPI whose role is in force see anything.
    2. Everyone sees their own answers.
    3. Once the evaluation is final, all of TPI sees all answers.
    4. Who belongs to the unit sees none of the others' before that; ketua and sekretaris do after the desk, because
       they lead the evaluation, whosever it is.
    5. After the desk, or when the evaluation is not blind: ketua, sekretaris and all who are or were assigned see all
       answers, handed in or not. Members without a task see none before the plenary, all from the plenary on.
    6. At the desk of a blind evaluation an assessor sees a colleague's answer when both have handed in theirs to that
       question.
    7. There, ketua and sekretaris who assess in this evaluation are assessors (6). Those who do not see a question
       once all who have to answer it have handed in: what they see cannot reach somebody who still scores.
    """
    if not has_role(peran, *PENILAI) or peran.instansi_id != evaluasi.pembangunan.unit.instansi_id:
        return {}
    found = evaluasi.jawaban_penilai.select_related("penilai")
    rows = list(found if codes is None else found.filter(kode__in=codes))
    own = {row.kode: row for row in rows if row.penilai_id == peran.user_id}
    tasks = list(evaluasi.penugasan.select_related("penilai"))
    if _sees_all(evaluasi, peran, assigned=any(t.penilai.user_id == peran.user_id for t in tasks)):
        return _grouped(rows)
    if not is_blind(evaluasi) or is_own_unit(peran, evaluasi):
        return _grouped(own.values())
    if peran.jenis in PEMIMPIN and not any(t.penilai_id == peran.pk and t.is_active for t in tasks):
        complete = _complete(evaluasi, rows, tasks)
        return _grouped(row for row in rows if row.penilai_id == peran.user_id or row.kode in complete)
    handed_in = {kode for kode, row in own.items() if row.selesai_at}
    return _grouped(
        row for row in rows if row.penilai_id == peran.user_id or (row.selesai_at and row.kode in handed_in)
    )


def _sees_all(evaluasi: EvaluasiTPI, peran: Peran, *, assigned: bool) -> bool:
    if evaluasi.status == F.FINAL:
        return True
    leads = peran.jenis in PEMIMPIN
    if is_own_unit(peran, evaluasi):
        return leads and evaluasi.status != F.MEJA
    if is_blind(evaluasi):
        return False
    return leads or assigned or evaluasi.status == F.PLENO


def _complete(evaluasi: EvaluasiTPI, rows, tasks) -> set[str]:
    """Questions that everyone who has to answer them has handed in, and at least one has."""
    isi = content_of(evaluasi.instrumen)[0]
    handed_in = {(row.penilai_id, row.kode) for row in rows if row.selesai_at}
    owed = {
        (task.penilai.user_id, kode) for task in tasks if task.is_active for kode in codes_of(task.area, isi)
    } - handed_in
    return {kode for _, kode in handed_in} - {kode for _, kode in owed}


def _grouped(rows) -> Jawabannya:
    found: Jawabannya = defaultdict(dict)
    for row in rows:
        found[row.kode][row.penilai_id] = row
    return dict(found)
