"""What stands against a step of an evaluation (galat), and what to look at before it (peringatan)."""

from collections.abc import Collection, Mapping

from evaluation.access import area_of
from evaluation.models import EvaluasiTPI
from evaluation.services.assessment import content_of
from evaluation.tpi_access import codes_of
from units.choices import Area
from units.coaching import coaches_of
from units.findings import Temuan, galat, peringatan


def check_to_clarification(evaluasi: EvaluasiTPI) -> list[Temuan]:
    """Every question has an assessor; what is not handed in yet is only said. Two queries."""
    return [*unassigned(evaluasi), *coaching_since(evaluasi), *not_handed_in(evaluasi)]


def check_to_field(evaluasi: EvaluasiTPI) -> list[Temuan]:
    return [*unassigned(evaluasi), *not_handed_in(evaluasi)]


def check_to_plenary(evaluasi: EvaluasiTPI) -> list[Temuan]:
    """The plenary decides between answers: each question needs at least one that was handed in."""
    answered = set(
        evaluasi.jawaban_penilai.exclude(selesai_at=None).exclude(nilai__isnull=True).values_list("kode", flat=True)
    )
    missing = [kode for kode in content_of(evaluasi.instrumen)[0].pertanyaan if kode not in answered]
    found = [
        galat(
            "belum_dinilai",
            f"{name}: {count} pertanyaan belum memiliki nilai yang diserahkan. Selesaikan atau tugaskan penilai lain.",
            area,
        )
        for area, name, count in _per_area(missing)
    ]
    return [*found, *not_handed_in(evaluasi)]


def unassigned(evaluasi: EvaluasiTPI) -> list[Temuan]:
    """Questions that no assessor has."""
    isi = content_of(evaluasi.instrumen)[0]
    covered: set[str] = set()
    for area in evaluasi.penugasan.filter(is_active=True).values_list("area", flat=True):
        covered |= codes_of(area, isi)
    missing = [kode for kode in isi.pertanyaan if kode not in covered]
    return [
        galat("tanpa_penilai", f"{name}: {count} pertanyaan belum memiliki penilai. Tugaskan penilai.", area)
        for area, name, count in _per_area(missing)
    ]


def coaching_since(evaluasi: EvaluasiTPI) -> list[Temuan]:
    """Assessors who coached the unit after they were assigned: the ketua has given no reason yet."""
    coaches = coaches_of(evaluasi.pembangunan)
    tasks = evaluasi.penugasan.filter(is_active=True, pernah_membina=False, penilai__user_id__in=coaches)
    return [
        peringatan(
            "membina_sesudah_ditugasi",
            f"{task.penilai.user} membina unit ini sesudah ditugasi menilainya. Simpan areanya sekali lagi dengan alasan.",
            str(task.penilai.user),
        )
        for task in tasks.select_related("penilai__user")
    ]


def not_handed_in(evaluasi: EvaluasiTPI) -> list[Temuan]:
    """Assessors who still owe answers, one sentence each."""
    isi = content_of(evaluasi.instrumen)[0]
    done: dict[int, set[str]] = {}
    rows = evaluasi.jawaban_penilai.exclude(selesai_at=None).values_list("penilai_id", "kode")
    for user_id, kode in rows:
        done.setdefault(user_id, set()).add(kode)
    found = []
    for task in evaluasi.penugasan.filter(is_active=True).select_related("penilai__user"):
        owed = codes_of(task.area, isi) - done.get(task.penilai.user_id, set())
        if owed:
            found.append(
                peringatan(
                    "belum_diserahkan",
                    f"{task.penilai.user} belum menyerahkan {len(owed)} jawaban.",
                )
            )
    return found


def _per_area(codes: Collection[str]) -> list[tuple[str, str, int]]:
    """(area, its name, number of questions) in the order of the form."""
    counts: Mapping[str, int] = {a: sum(area_of(kode) == a for kode in codes) for a in Area.values}
    return [(a, Area(a).label, count) for a, count in counts.items() if count]
