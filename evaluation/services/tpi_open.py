"""Open TPI's evaluation of a unit's year, move the windows of its phases, take it a step on."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from evaluation import tpi_access as access
from evaluation.models import EvaluasiTPI, Penilaian
from evaluation.tpi_workflow import BERJENDELA, WORKFLOW, window_of
from units.access import require
from units.choices import JenisPeran
from units.errors import Ditolak
from units.history import record
from units.models import Peran, Periode, Predikat, User
from units.notices import holders, notify
from units.profiles import get_profil
from units.templatetags.indonesia import tanggal
from units.transitions import perform
from units.year import move_year

J, F = JenisPeran, EvaluasiTPI.Fase
Jendela = dict[str, tuple[date, date]]

KALENDER = "evaluasi_tpi"  # the deadline of the year's calendar that the phases share
# How much of the calendar's span each phase gets; whoever opens the evaluation may choose other days.
BAGIAN = {F.MEJA: 0.4, F.KLARIFIKASI: 0.2, F.LAPANGAN: 0.25, F.PLENO: 0.15}
PALING_SINGKAT = 14  # days; where less is left of the calendar's span, the phases take its whole length from today
SEBUTAN = {"clarify": "memasuki klarifikasi", "visit": "memasuki evaluasi lapangan", "deliberate": "memasuki pleno"}


def waiting(instansi_id: int, periode: Periode | None) -> QuerySet[Penilaian]:
    """Submitted self-assessments of the year that no evaluation has begun from; not for units without one yet."""
    opened = EvaluasiTPI.objects.filter(pembangunan=OuterRef("pembangunan"))
    rows = Penilaian.objects.filter(
        jenis=Penilaian.Jenis.MANDIRI,
        status=Penilaian.Status.DIAJUKAN,
        pembangunan__periode=periode,
        pembangunan__unit__instansi_id=instansi_id,
    )
    return rows.exclude(Exists(opened)).select_related("pembangunan__unit", "pembangunan__periode").defer("hasil")


def default_windows(periode: Periode, today: date) -> Jendela:
    """The calendar's span of TPI's evaluation, divided among the phases without gap (two queries).

    What lies in the past is not offered: the phases then begin today.
    """
    rule = next(item for item in get_profil(periode.profil).tenggat if item.kode == KALENDER)
    row = periode.tenggat.filter(kode=KALENDER).first()
    end = row.tanggal if row else rule.on(periode.tahun)
    start = min(rule.starts_on(periode.tahun) or end, end)
    length = max((end - start).days, PALING_SINGKAT)
    begin = max(start, today)
    if (end - begin).days < PALING_SINGKAT:
        end = begin + timedelta(days=length)
    return _divided(begin, end)


def _divided(begin: date, end: date) -> Jendela:
    days, used, first, found = (end - begin).days + 1, 0.0, begin, {}
    for fase, share in BAGIAN.items():
        used += share
        last = begin + timedelta(days=round(days * used) - 1)
        found[fase] = (first, last)
        first = last + timedelta(days=1)
    return found


def check_windows(jendela: Jendela) -> str:
    """Why these windows cannot stand; "" when they can: each ends after it begins, and none begins before the last."""
    before: tuple[str, date] | None = None
    for fase in BERJENDELA:
        first, last = jendela[fase]
        label = F(fase).label
        if last < first:
            return f"{label}: hari terakhir mendahului hari pertama. Perbaiki tanggalnya."
        if before and first < before[1]:
            return f"{label} dimulai sebelum {before[0]} dimulai. Urutkan tanggalnya menurut fase."
        before = (label, first)
    return ""


def default_jenis(penilaian: Penilaian) -> str:
    """A holder that builds towards no higher predicate is evaluated again; everyone else is evaluated for a proposal."""
    year = penilaian.pembangunan
    held = Predikat.objects.filter(unit_id=year.unit_id, jenis=year.target).exclude(status=Predikat.Status.DICABUT)
    return EvaluasiTPI.Jenis.REEVALUASI if held.exists() else EvaluasiTPI.Jenis.PENGUSULAN


@transaction.atomic
def open_evaluasi(*, penilaian: Penilaian, jenis: str, jendela: Jendela, buta: bool, by: Peran) -> EvaluasiTPI:
    """Begin at the desk from a submitted self-assessment; its instrument is the one TPI scores with.

    The self-assessment is locked, so that it is not returned to the unit in the same moment. Raises Ditolak when it is
    no longer submitted, when the evaluation is there already, or when the year's own step is refused.
    """
    locked = _submitted(penilaian)
    require(access.can_open(by, locked), access.KETUA_TPI, what="Membuka evaluasi TPI")
    if refusal := check_windows(jendela):
        raise Ditolak(refusal)
    if EvaluasiTPI.objects.filter(pembangunan=locked.pembangunan).exists():
        raise Ditolak("Evaluasi TPI unit ini untuk tahun ini sudah dibuka. Muat ulang halaman.")
    evaluasi = EvaluasiTPI.objects.create(
        pembangunan=locked.pembangunan,
        jenis=jenis,
        instrumen=locked.instrumen,
        mandiri=locked,
        buta=buta,
        jendela=_stored(jendela),
        dibuka_oleh=by,
    )
    move_year(locked.pembangunan, "evaluate", by=by)
    record(evaluasi, by=by, tindakan="Membuka evaluasi", kolom="status", ke=F.MEJA.label)
    unit = locked.pembangunan.unit
    people = holders(J.KEPALA_UNIT, J.KETUA_TIM, instansi_id=unit.instansi_id, unit_id=unit.pk)
    _tell(
        people, by, f"{unit} mulai dievaluasi TPI", "TPI memeriksa penilaian mandiri yang diajukan.", "penilaian_list"
    )
    return evaluasi


def _submitted(penilaian: Penilaian) -> Penilaian:
    rows = Penilaian.objects.select_related("pembangunan__unit", "pembangunan__periode", "instrumen").defer("hasil")
    locked = rows.select_for_update(of=("self",)).get(pk=penilaian.pk)
    if locked.jenis != Penilaian.Jenis.MANDIRI or locked.status != Penilaian.Status.DIAJUKAN:
        raise Ditolak("Penilaian mandiri ini tidak lagi berstatus Diajukan. Minta unit kerja mengajukannya kembali.")
    return locked


def _stored(jendela: Jendela) -> dict[str, list[str]]:
    return {fase: [first.isoformat(), last.isoformat()] for fase, (first, last) in jendela.items()}


def windows_of(evaluasi: EvaluasiTPI) -> Jendela:
    return {fase: days for fase in BERJENDELA if (days := window_of(evaluasi, fase))}


@transaction.atomic
def change_windows(*, evaluasi: EvaluasiTPI, jendela: Jendela, alasan: str, by: Peran) -> list[str]:
    """Move windows, with the reason in the history. Returns the phases that moved."""
    locked = EvaluasiTPI.objects.select_for_update().get(pk=evaluasi.pk)
    require(access.can_lead(by, locked), access.KETUA_TPI, what="Mengubah jendela fase")
    if not access.allows(locked, access.MENGUBAH_JENDELA):
        raise Ditolak(f"Evaluasi sudah {locked.get_status_display()}; jendelanya tidak dapat diubah lagi.")
    if refusal := check_windows(jendela):
        raise Ditolak(refusal)
    old = windows_of(locked)
    moved = [fase for fase in BERJENDELA if old.get(fase) != jendela[fase]]
    if not moved:
        return []
    if not alasan.strip():
        raise Ditolak("Isi alasan mengubah jendela, lalu kirim lagi.")
    locked.jendela = _stored(jendela)
    locked.save(update_fields=["jendela"])
    for fase in moved:
        record(
            locked,
            by=by,
            tindakan="Mengubah jendela fase",
            kolom=F(fase).label,
            dari=_days(old.get(fase)),
            ke=_days(jendela[fase]),
            alasan=alasan.strip(),
        )
    users = [t.penilai.user for t in locked.penugasan.filter(is_active=True).select_related("penilai__user")]
    words = "; ".join(f"{F(fase).label} {_days(jendela[fase])}" for fase in moved)
    _tell(users, by, f"Jendela evaluasi {locked.pembangunan.unit} diubah", f"{words}.", "tpi_detail", locked.pk)
    return moved


def _days(window: tuple[date, date] | None) -> str:
    return f"{tanggal(window[0])} sampai {tanggal(window[1])}" if window else ""


@transaction.atomic
def take_step(*, evaluasi: EvaluasiTPI, name: str, by: Peran, alasan: str = "") -> EvaluasiTPI:
    """One step of the workflow; the assessors are told. Raises as `units.transitions.perform`.

    Saving an answer locks the assessor's task and then reads the phase: with all tasks locked here, an answer is either
    in before the step or meets the new phase. Tasks come before the evaluation's own row, as they do for an answer,
    whose foreign key asks for that row; the other way round the two would wait for each other.
    """
    step = WORKFLOW.get(name)
    list(evaluasi.penugasan.select_for_update().values_list("pk"))
    done = perform(WORKFLOW, evaluasi, name, by=by, alasan=alasan)
    users = [t.penilai.user for t in done.penugasan.filter(is_active=True).select_related("penilai__user")]
    words = SEBUTAN.get(name, f"kembali ke {done.get_status_display().lower()}")
    pesan = f"{step.label}. Alasan: {alasan.strip()}" if alasan.strip() else f"{step.label}."
    _tell(users, by, f"Evaluasi {done.pembangunan.unit} {words}", pesan, "tpi_detail", done.pk)
    return done


def _tell(users: list[User], by: Peran, judul: str, pesan: str, view: str, *args: int) -> None:
    others = [u for u in users if u.pk != by.user_id]
    notify(others, judul=judul[:200], pesan=pesan, tautan=reverse(view, args=args))
