"""The years of all units by stage, and the page of one unit's year: where it stands, what is missing, who is next."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from units.access import can_identify_units, require
from units.choices import Tahap
from units.errors import Ditolak
from units.filters_year import PembangunanFilter
from units.halaman import Halaman, Tab, Tombol
from units.models import PembangunanZI, Peran, RiwayatPembangunan
from units.notices import holders, notify
from units.predicate import wait_sentence
from units.scope import UNIT_ROLES
from units.services.pakta import coverage, signature_of
from units.tables_year import TahunTable
from units.transitions import Transition
from units.views.common import ask, paged, render_list
from units.year import (
    BESIDE,
    HERE,
    LINE,
    NADA,
    PLACES,
    WORKFLOW,
    Keadaan,
    conditions_of,
    forward_steps,
    is_forward,
    move_year,
)
from units.year_people import holders_of, next_actors

HISTORY_ROWS = 60
CONSEQUENCES = {
    "declare": "Tanggal, saksi, dan pakta integritas yang menjadi dasarnya tidak dapat diubah lagi. TIUK dan TPI diberi tahu.",
    "start": "Unit kerja resmi membangun Zona Integritas: rencana aksi dijalankan dan dilaporkan setiap triwulan.",
    "monitor": "Predikat unit dipantau dan dinilai kembali paling lambat dua tahun sejak ditetapkan.",
    "undo_declare": "Unit kembali menjadi calon; catatan pencanangan dapat diperbaiki, lalu dicanangkan lagi.",
    "undo_designate": "Unit kembali pada tahap Dicanangkan dan nomor keputusannya dilepas. Keputusannya tetap tercatat.",
    "undo_start": "Unit kembali pada tahap Ditetapkan. Rencana aksi dan realisasinya tetap tersimpan.",
}


@dataclass(frozen=True)
class Titik:
    """One stage on the line; `pada` is when the year reached it last."""

    label: str
    selesai: bool
    sekarang: bool
    pada: datetime | None


@dataclass(frozen=True)
class Langkah:
    """A step that could come next: its conditions, whether this role takes it, and where."""

    step: Transition
    syarat: list[Keadaan]
    boleh: bool
    tautan: str
    orang: str

    @property
    def is_ready(self) -> bool:
        return all(s.is_met for s in self.syarat)


def year_tabs(request: HttpRequest, active: str, *, peran: Peran | None) -> tuple[Tab, ...]:
    """Siblings of the list of years; candidates only for those who score them."""
    tabs = [Tab("Unit kerja", reverse("pembangunan_list"), active == "unit")]
    if peran and can_identify_units(peran, peran.instansi_id):
        tabs.append(Tab("Identifikasi calon", reverse("identifikasi_list"), active == "calon"))
    return (*tabs, Tab("Keputusan", reverse("keputusan_list"), active == "keputusan"))


def fetch_year(request: HttpRequest, pk: int) -> PembangunanZI:
    """A year this role may see, else 404."""
    rows = PembangunanZI.objects.visible_to(request.peran)
    return get_object_or_404(rows.select_related("unit__instansi", "periode__instansi", "penetapan", "tim"), pk=pk)


def crumbs(year: PembangunanZI, *, own: bool = True) -> tuple[tuple[str, str], ...]:
    first = ("Tahun ZI", reverse("pembangunan_list"))
    return (first, (year.unit.nama, reverse("pembangunan_detail", args=[year.pk]))) if own else (first,)


def with_since(rows: QuerySet[PembangunanZI]) -> QuerySet[PembangunanZI]:
    """Each year with the moment it reached its stage, `sejak`."""
    last = RiwayatPembangunan.objects.filter(objek=OuterRef("pk"), kolom=WORKFLOW.field).order_by("-pk")
    return rows.annotate(sejak=Subquery(last.values("waktu")[:1]))


def pembangunan_list(request: HttpRequest) -> HttpResponse:
    """Years of all units; a unit goes straight to its own."""
    rows = PembangunanZI.objects.visible_to(request.peran).filter(periode=request.periode).select_related("unit")
    if request.peran and request.peran.jenis in UNIT_ROLES and (own := rows.first()):
        return redirect("pembangunan_detail", pk=own.pk)
    found = PembangunanFilter(request.GET, queryset=with_since(rows))
    table = paged(request, TahunTable(found.qs))
    may = bool(request.peran and can_identify_units(request.peran, request.peran.instansi_id))
    halaman = Halaman(
        f"Tahun ZI {request.periode}" if request.periode else "Tahun ZI",
        keterangan="Sampai di mana setiap unit, sejak kapan, dan siapa yang melakukan langkah berikutnya.",
        tombol=Tombol("Catat keputusan penetapan", reverse("keputusan_create"), ikon="stamp") if may else None,
        tab=year_tabs(request, "unit", peran=request.peran),
    )
    return render_list(request, "units/pembangunan_list.html", {"halaman": halaman, "filter": found, "table": table})


def pembangunan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    year = fetch_year(request, pk)
    steps = [_step(year, step, request.peran) for step in forward_steps(year)]
    back = [s for s in WORKFLOW.available(request.peran, year) if not is_forward(s)]
    main = steps[0] if steps and steps[0].boleh and steps[0].tautan and steps[0].is_ready else None
    label = Tahap(year.tahap).label
    halaman = Halaman(
        f"{year.unit.nama} {year.periode}",
        remah=crumbs(year, own=False),
        status=(NADA.get(year.tahap, "biru"), label),
        keterangan=_where(year, steps),
        tombol=_button(year, main) if main else None,
        menu=tuple(button for step in back if (button := _back_button(year, step))),
    )
    return render(
        request,
        "units/pembangunan_detail.html",
        {
            "halaman": halaman,
            "year": year,
            "garis": _line(year),
            "langkah": steps,
            "pencanangan": getattr(year, "pencanangan", None),
            "cakupan": coverage(year),
            "tanda_tangan": signature_of(year, request.user),
            "milik_unit": request.peran.jenis in UNIT_ROLES,
            "tunggu": wait_sentence(year.unit, today=timezone.localdate()),
            "riwayat": year.riwayat.select_related("oleh", "peran")[:HISTORY_ROWS],
        },
    )


def _where(year: PembangunanZI, steps: list[Langkah]) -> str:
    if not steps:
        return f"Target: {year.get_target_display()}. Tidak ada langkah berikutnya pada tahun ini."
    return f"Target: {year.get_target_display()}. Langkah berikutnya: {steps[0].step.label}, oleh {steps[0].orang}."


def _step(year: PembangunanZI, step: Transition, peran: Peran) -> Langkah:
    conditions = conditions_of(step.name, year)
    return Langkah(step, conditions, step.can(peran, year), place_of(year, step), next_actors(year, step))


def place_of(year: PembangunanZI, step: Transition) -> str:
    """Where the step is taken: here, on a page of another app, or "" for nowhere this year."""
    if step.name in HERE:
        return reverse("pembangunan_step", args=[year.pk, step.name])
    return PLACES[step.name](year) if step.name in PLACES else ""


def _button(year: PembangunanZI, langkah: Langkah) -> Tombol:
    step = langkah.step
    if step.name not in HERE:
        return Tombol(step.label, langkah.tautan, ikon="arrow-right")
    return Tombol(step.label, langkah.tautan, ikon="check", metode="post", konfirmasi=CONSEQUENCES[step.name])


def _back_button(year: PembangunanZI, step: Transition) -> Tombol | None:
    """The way back here, or the way to the page where it is taken; None when there is none this year."""
    if step.name not in HERE:
        url = place_of(year, step)
        return Tombol(step.label, url, ikon="undo-2") if url else None
    return Tombol(
        step.label,
        reverse("pembangunan_step", args=[year.pk, step.name]),
        ikon="undo-2",
        metode="post",
        konfirmasi=CONSEQUENCES[step.name],
        alasan="wajib",
    )


def _line(year: PembangunanZI) -> list[Titik]:
    """The ten stages; a year coached again or without its predicate ends where it left the line."""
    moments = dict(
        RiwayatPembangunan.objects.filter(objek=year, kolom=WORKFLOW.field).order_by("pk").values_list("ke", "waktu")
    )
    here = LINE.index(BESIDE.get(year.tahap, year.tahap))
    on_line = year.tahap in LINE
    points = [
        Titik(t.label, n < here or (n == here and not on_line), n == here and on_line, _moment(moments, t, n <= here))
        for n, t in enumerate(LINE)
    ]
    if on_line:
        return points
    end = Titik(Tahap(year.tahap).label, False, True, moments.get(Tahap(year.tahap).label))
    return [*points[: here + 1], end]


def _moment(moments: dict[str, datetime], tahap: Tahap, reached: bool) -> datetime | None:
    """A stage that was taken back has a row in the history but no date on the line."""
    return moments.get(tahap.label) if reached else None


def pembangunan_step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The question on GET, the step on POST; findings are told as sentences."""
    year = fetch_year(request, pk)
    step = WORKFLOW.get(name)
    require(step.can(request.peran, year), step.who, what=f"“{step.label}”")
    alasan, galat = request.POST.get("alasan", "").strip(), ""
    if request.method == "POST":
        try:
            done = move_year(year, name, by=request.peran, alasan=alasan)
        except Ditolak as refusal:
            galat = str(refusal)
        else:
            _tell(done, step, request.peran, alasan)
            messages.success(request, f"{done.unit} sekarang pada tahap “{done.get_tahap_display()}”.")
            return redirect("pembangunan_detail", pk=pk)
    return ask(
        request,
        judul=f"{step.label}: {year.unit}?",
        akibat=CONSEQUENCES[name],
        butir=_points(name, year),
        tombol=step.label,
        batal_url=reverse("pembangunan_detail", args=[pk]),
        alasan="wajib" if step.reason_required else "",
        alasan_nilai=alasan,
        galat=galat,
        bahaya=not is_forward(step),
        status=422 if galat else 200,
    )


def _points(name: str, year: PembangunanZI) -> list[str]:
    """What is missing; when nothing is, the conditions that were looked at."""
    found = conditions_of(name, year)
    missing = [t.pesan for s in found for t in s.temuan if t.is_galat]
    return missing or [s.label for s in found]


def _tell(year: PembangunanZI, step: Transition, by: Peran, alasan: str) -> None:
    """Those who take the next step, and the unit itself when a step was taken back."""
    people = [user for coming in forward_steps(year) for user in holders_of(year, coming)]
    if not is_forward(step):
        people += holders("kepala_unit", "ketua_tim", instansi_id=year.unit.instansi_id, unit_id=year.unit_id)
    notify(
        [user for user in people if user.pk != by.user_id],
        judul=f"{year.unit}: {year.get_tahap_display()}"[:200],
        pesan=f"{step.label} oleh {by.user}.{f' Alasan: {alasan}' if alasan else ''}",
        tautan=reverse("pembangunan_detail", args=[year.pk]),
    )
