"""How far the assessors are: per evaluation, per assessor and area, and how much work each has this year.

Counts only; they tell nobody what a colleague answered.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count

from evaluation.access import area_of
from evaluation.lke.structure import Instrumen as IsiInstrumen
from evaluation.models import EvaluasiTPI, Instrumen, JawabanPenilai, Penugasan
from evaluation.services.assessment import content_of
from evaluation.tpi_access import codes_of
from units.choices import Area, JenisPeran
from units.models import Peran, Periode, User


@dataclass(frozen=True, slots=True)
class KemajuanArea:
    """Questions of one area in a task: how many, with a score, handed in."""

    area: str
    nama: str
    jumlah: int
    dinilai: int
    diserahkan: int


@dataclass(frozen=True, slots=True)
class KemajuanPenilai:
    """One task with its areas."""

    tugas: Penugasan
    area: tuple[KemajuanArea, ...]

    @property
    def jumlah(self) -> int:
        return sum(a.jumlah for a in self.area)

    @property
    def dinilai(self) -> int:
        return sum(a.dinilai for a in self.area)

    @property
    def diserahkan(self) -> int:
        return sum(a.diserahkan for a in self.area)


def progress_of(evaluasi: EvaluasiTPI) -> list[KemajuanPenilai]:
    """Every task, those taken back last (two queries)."""
    isi = content_of(evaluasi.instrumen)[0]
    scored: dict[int, set[str]] = defaultdict(set)
    closed: dict[int, set[str]] = defaultdict(set)
    for user_id, kode, nilai, selesai in evaluasi.jawaban_penilai.values_list(
        "penilai_id", "kode", "nilai", "selesai_at"
    ):
        if nilai is not None:
            scored[user_id].add(kode)
        if selesai:
            closed[user_id].add(kode)
    tasks = evaluasi.penugasan.select_related("penilai__user").order_by("-is_active", "pk")
    return [
        KemajuanPenilai(task, _by_area(task.area, isi, scored[task.penilai.user_id], closed[task.penilai.user_id]))
        for task in tasks
    ]


def _by_area(area: Sequence[str], isi: IsiInstrumen, scored: set[str], closed: set[str]) -> tuple[KemajuanArea, ...]:
    codes: dict[str, list[str]] = defaultdict(list)
    for kode in codes_of(area, isi):
        codes[area_of(kode)].append(kode)
    return tuple(
        KemajuanArea(
            a, Area(a).label, len(codes[a]), sum(k in scored for k in codes[a]), sum(k in closed for k in codes[a])
        )
        for a in Area.values
        if codes[a]
    )


@dataclass(frozen=True, slots=True)
class Bagian:
    """Handed in of owed, of all assessors and of one person; and how many assessors there are."""

    selesai: int = 0
    jumlah: int = 0
    saya_selesai: int = 0
    saya_jumlah: int = 0
    penilai: int = 0


def shares(rows: Iterable[EvaluasiTPI], user_id: int) -> dict[int, Bagian]:
    """Progress of each evaluation by its pk (three queries, however many evaluations)."""
    rows = list(rows)
    contents = _contents({row.instrumen_id for row in rows})
    of_row = {row.pk: contents[row.instrumen_id] for row in rows}
    done = _handed_in(of_row)
    tasks: dict[int, list[Penugasan]] = defaultdict(list)
    for task in Penugasan.objects.filter(evaluasi__in=of_row, is_active=True).select_related("penilai"):
        tasks[task.evaluasi_id].append(task)
    return {pk: _share(tasks[pk], isi, done, user_id) for pk, isi in of_row.items()}


def _share(tasks: list[Penugasan], isi: IsiInstrumen, done: Counter, user_id: int) -> Bagian:
    owed = {t.penilai.user_id: len(codes_of(t.area, isi)) for t in tasks}
    # Answers outside the areas given now stay, but do not stand for those still owed.
    handed = {t.penilai.user_id: min(done[t.evaluasi_id, t.penilai.user_id], owed[t.penilai.user_id]) for t in tasks}
    return Bagian(sum(handed.values()), sum(owed.values()), handed.get(user_id, 0), owed.get(user_id, 0), len(tasks))


def _contents(pks: Iterable[int]) -> dict[int, IsiInstrumen]:
    return {row.pk: content_of(row)[0] for row in Instrumen.objects.filter(pk__in=pks)}


def _handed_in(evaluasi_pks: Iterable[int]) -> Counter:
    """{(evaluation pk, user pk): answers handed in}."""
    rows = JawabanPenilai.objects.filter(evaluasi__in=evaluasi_pks).exclude(selesai_at=None)
    counted = rows.values_list("evaluasi_id", "penilai_id").annotate(n=Count("pk")).order_by()
    return Counter({(evaluasi, user): n for evaluasi, user, n in counted})


@dataclass(slots=True)
class Beban:
    """What one assessor has to do this year."""

    peran: Peran
    unit: list[str] = field(default_factory=list)
    area: int = 0
    soal: int = 0
    diserahkan: int = 0

    @property
    def user(self) -> User:
        return self.peran.user


def workload(periode: Periode, holders: Iterable[Peran]) -> list[Beban]:
    """Units, areas, questions and handed-in answers of each holder of a TPI role, busiest first (four queries)."""
    found = {peran.pk: Beban(peran) for peran in holders}
    tasks = list(
        Penugasan.objects.filter(is_active=True, evaluasi__pembangunan__periode=periode, penilai__in=found)
        .select_related("penilai", "evaluasi__pembangunan__unit")
        .defer("evaluasi__jendela")
    )
    contents = _contents({task.evaluasi.instrumen_id for task in tasks})
    done = _handed_in({task.evaluasi_id for task in tasks})
    for task in tasks:
        row, isi = found[task.penilai_id], contents[task.evaluasi.instrumen_id]
        codes = codes_of(task.area, isi)
        row.unit.append(task.evaluasi.pembangunan.unit.nama)
        row.area += len({area_of(kode) for kode in codes})
        row.soal += len(codes)
        row.diserahkan += min(done[task.evaluasi_id, task.penilai.user_id], len(codes))
    return sorted(found.values(), key=lambda b: (-b.soal, b.user.nama))


def tpi_roles(instansi_id: int, today):
    """Roles of TPI in force today, leaders first."""
    order = [JenisPeran.KETUA_TPI, JenisPeran.SEKRETARIS_TPI, JenisPeran.ANGGOTA_TPI]
    rows = Peran.objects.active_on(today).filter(instansi_id=instansi_id, jenis__in=order).select_related("user__unit")
    return sorted(rows, key=lambda p: (order.index(p.jenis), p.user.nama))
