"""What waits for an assessor: first scores that newer evidence questions, then questions without a score, then scores
that are not handed in.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.urls import reverse

from evaluation import tpi_access as access
from evaluation.lke.answers import read_jawaban
from evaluation.lke.structure import Instrumen as IsiInstrumen
from evaluation.models import EvaluasiTPI, Instrumen, JawabanPenilai, Penugasan
from evaluation.services.assessment import content_of
from evaluation.tpi_evidence import evidence_by_code, evidence_of_all, needing_review
from units.models import Peran, Periode

ANTREAN = "antrean"


@dataclass(frozen=True, slots=True)
class Antrean:
    """Codes in the order of the form, each in one of three lists."""

    tinjau: tuple[str, ...]
    kosong: tuple[str, ...]
    terbuka: tuple[str, ...]

    @property
    def semua(self) -> tuple[str, ...]:
        return (*self.tinjau, *self.kosong, *self.terbuka)

    @property
    def jumlah(self) -> int:
        return len(self.tinjau) + len(self.kosong) + len(self.terbuka)


def queue(
    isi: IsiInstrumen, codes: Collection[str], own: Mapping[str, JawabanPenilai], review: Collection[str]
) -> Antrean:
    """`codes` are those the assessor may score, `own` their answers, `review` the codes with newer evidence."""
    order = [kode for kode in isi.pertanyaan if kode in codes]
    first = [kode for kode in order if kode in review]
    rest = [kode for kode in order if kode not in review]
    empty = [k for k in rest if k not in own or read_jawaban(isi.pertanyaan[k], own[k].nilai).is_missing]
    missing = set(empty)
    unclosed = [k for k in rest if k not in missing and not own[k].selesai_at]
    return Antrean(tuple(first), tuple(empty), tuple(unclosed))


def queue_of(evaluasi: EvaluasiTPI, peran: Peran) -> Antrean:
    """The queue of one evaluation (five queries)."""
    own = {row.kode: row for row in evaluasi.jawaban_penilai.filter(penilai_id=peran.user_id)}
    codes = access.scorable_codes(peran, evaluasi)
    review = needing_review(own.values(), evidence_by_code(evaluasi))
    return queue(content_of(evaluasi.instrumen)[0], codes, own, review)


def queues(peran: Peran, periode: Periode | None) -> list[tuple[EvaluasiTPI, Antrean]]:
    """Every evaluation in which this role has a task now, in the order of the units (six queries, however many)."""
    tasks = Penugasan.objects.filter(
        penilai=peran,
        is_active=True,
        evaluasi__pembangunan__periode=periode,
        evaluasi__status__in=access.BOLEH[access.MENILAI],
    ).select_related("evaluasi__pembangunan__unit")
    tasks = list(tasks.order_by("evaluasi__pembangunan__unit__kode"))
    instruments = Instrumen.objects.in_bulk({task.evaluasi.instrumen_id for task in tasks})
    own: dict[int, dict[str, JawabanPenilai]] = defaultdict(dict)
    answers = JawabanPenilai.objects.filter(penilai_id=peran.user_id, evaluasi__in=[t.evaluasi_id for t in tasks])
    for row in answers.defer("catatan", "rekomendasi"):
        own[row.evaluasi_id][row.kode] = row
    evidence = evidence_of_all([task.evaluasi for task in tasks]) if tasks else {}
    found = []
    for task in tasks:
        evaluasi = task.evaluasi
        evaluasi.instrumen = instruments[evaluasi.instrumen_id]
        mine = own[evaluasi.pk]
        review = needing_review(mine.values(), evidence[evaluasi.pk])
        codes = access.codes_under(task, peran, evaluasi)
        found.append((evaluasi, queue(content_of(evaluasi.instrumen)[0], codes, mine, review)))
    return found


def first_task(peran: Peran, periode: Periode | None) -> str | None:
    """Address of the next question for this assessor; scores with newer evidence come before all units' other
    questions. None when all is done.
    """
    waiting = [(evaluasi, item) for evaluasi, item in queues(peran, periode) if item.jumlah]
    if not waiting:
        return None
    evaluasi, item = next((pair for pair in waiting if pair[1].tinjau), waiting[0])
    return score_url(evaluasi, ANTREAN, item.semua[0])


def score_url(evaluasi: EvaluasiTPI, area: str = "", kode: str = "") -> str:
    """The desk page with an area or the queue, and a question in view."""
    place = f"#soal-{kode.replace('.', '-')}" if kode else ""
    choice = f"?area={area}" if area else ""
    return f"{reverse('tpi_score', args=[evaluasi.pk])}{choice}{place}"
