"""What to look at on the spot, and what was seen: the questions of a visit as pages and the printed checklist show them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from evaluation.access import area_of
from evaluation.blind import visible_answers
from evaluation.models import EvaluasiTPI, Jawaban, Klarifikasi, KunjunganLapangan, TemuanLapangan
from evaluation.services.assessment import content_of
from evaluation.services.plenary import meaning, words
from units.choices import Area
from units.models import Peran

BERBEDA, LAIN_UNIT, KLARIFIKASI, DITANDAI = (
    "penilai berbeda",
    "berbeda dari unit",
    "pernah diklarifikasi",
    "ditandai",
)


@dataclass(slots=True)
class SoalLapangan:
    """A question on a visit's list, why it stands there, and what was seen."""

    kode: str
    area: str
    teks: str
    sebab: tuple[str, ...]
    unit: str
    penilai: tuple[tuple[str, str], ...] = ()  # (assessor, answer in words)
    kesesuaian: str = ""
    uraian: str = ""
    versi: int = 0
    galat: list[str] = field(default_factory=list)

    @property
    def jangkar(self) -> str:
        return self.kode.replace(".", "-")

    @property
    def label_kesesuaian(self) -> str:
        return dict(TemuanLapangan.Kesesuaian.choices).get(self.kesesuaian, "")

    @property
    def hanya_ditandai(self) -> bool:
        return self.sebab == (DITANDAI,) and not self.kesesuaian and not self.uraian


def read_list(
    evaluasi: EvaluasiTPI, *, peran: Peran, kunjungan: KunjunganLapangan | None = None, semua: bool = False
) -> list[tuple[str, tuple[SoalLapangan, ...]]]:
    """(area in words, its questions) worth looking at, in the order of the form; all questions with `semua`.

    A question stands here when assessors differ, when an assessor differs from the unit, when it was clarified, or
    when it was put on the list of `kunjungan`. Seven queries at most, however many questions there are.
    """
    questions = content_of(evaluasi.instrumen)[0].pertanyaan
    answers = visible_answers(evaluasi, peran)
    own = dict(Jawaban.objects.filter(penilaian_id=evaluasi.mandiri_id).values_list("kode", "nilai"))
    asked = set(evaluasi.klarifikasi.exclude(status=Klarifikasi.Status.DIBATALKAN).values_list("kode", flat=True))
    seen = {row.kode: row for row in kunjungan.temuan.all()} if kunjungan else {}
    groups: dict[str, list[SoalLapangan]] = {}
    for kode, item in questions.items():
        given = [row for row in answers.get(kode, {}).values() if row.nilai is not None]
        reasons = _reasons(item, own.get(kode), given, kode in asked, kode in seen)
        if reasons or semua:
            area = Area(area_of(kode)).label if area_of(kode) else ""
            groups.setdefault(area, []).append(_question(item, area, reasons, own.get(kode), given, seen.get(kode)))
    return [(area, tuple(rows)) for area, rows in groups.items()]


def _reasons(item, own, given, asked: bool, marked: bool) -> tuple[str, ...]:
    values = {meaning(item, row.nilai) for row in given}
    found = []
    if len(values) > 1:
        found.append(BERBEDA)
    if values and values != {meaning(item, own)}:
        found.append(LAIN_UNIT)
    if asked:
        found.append(KLARIFIKASI)
    return tuple(found) or ((DITANDAI,) if marked else ())


def _question(item, area: str, reasons, own, given, finding: TemuanLapangan | None) -> SoalLapangan:
    return SoalLapangan(
        kode=item.kode,
        area=area,
        teks=item.teks,
        sebab=reasons,
        unit=words(item, own),
        penilai=tuple((str(row.penilai), words(item, row.nilai)) for row in given),
        kesesuaian=finding.kesesuaian if finding else "",
        uraian=finding.uraian if finding else "",
        versi=finding.versi if finding else 0,
    )


def findings_by_code(evaluasi: EvaluasiTPI) -> Mapping[str, list[TemuanLapangan]]:
    """What was seen about each question on all visits (one query)."""
    rows = (
        TemuanLapangan.objects.filter(kunjungan__evaluasi=evaluasi)
        .exclude(kesesuaian="", uraian="")
        .select_related("kunjungan", "dicatat_oleh__user")
    )
    found: dict[str, list[TemuanLapangan]] = {}
    for row in rows:
        found.setdefault(row.kode, []).append(row)
    return found
