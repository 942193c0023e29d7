"""Progress of one action in one month, its evidence, and the month's work of a team."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.vary import vary_on_headers

from action_plans import access
from action_plans.due import NADA, state_of
from action_plans.forms.progress import PekerjaanFilter, RealisasiForm, TautanBuktiForm
from action_plans.models import Aksi, BuktiRealisasi, Realisasi, RencanaAksi
from action_plans.month_work import PekerjaanBulan, month_work, task_of
from action_plans.services import progress
from units import evidence
from units.access import TEAM_ROLES, areas_of, has_role, require
from units.autosave import answer, is_autosave, sent_version
from units.choices import BULAN, JenisPeran
from units.errors import BenturanPerubahan, Ditolak
from units.halaman import Halaman
from units.models import DataDukung

J = JenisPeran
PER_PAGE = 50


def find_aksi(request: HttpRequest, pk: int, bulan: int) -> Aksi:
    """The action, if this role may see its plan and the month is one of its targets or has progress already."""
    rows = access.visible_aksi(request.peran).select_related(
        "rencana__pembangunan__unit__instansi", "rencana__pembangunan__periode", "penanggung_jawab"
    )
    aksi = get_object_or_404(rows, pk=pk)
    if bulan not in aksi.bulan and not aksi.realisasi.filter(bulan=bulan).exists():
        raise Http404
    return aksi


@dataclass(frozen=True, slots=True)
class Benturan:
    """A field that two people changed, for the page without scripts: mine stays in the field, theirs is shown."""

    label: str
    nilai: str
    oleh: str
    pada: str


@vary_on_headers("HX-Request")
def realisasi_edit(request: HttpRequest, pk: int, bulan: int) -> HttpResponse:
    """A page, or the panel of a row when htmx asks. A single field saves itself; without scripts the whole form does."""
    aksi = find_aksi(request, pk, bulan)
    if request.method == "POST":
        require(access.can_fill_progress(request.peran, aksi), access.PELAKSANA, what="Mengisi realisasi")
        return (
            answer(lambda: _save_one(request, aksi, bulan))
            if is_autosave(request)
            else _save_form(request, aksi, bulan)
        )
    return _show(request, aksi, bulan)


def _save_one(request: HttpRequest, aksi: Aksi, bulan: int) -> int:
    kolom = request.POST["kolom"]
    nilai = RealisasiForm.clean_one(kolom, request.POST.get("nilai", ""))
    saved = progress.save_field(
        aksi=aksi, bulan=bulan, kolom=kolom, nilai=nilai, versi=sent_version(request), by=request.peran
    )
    return saved.versi[kolom]


def _save_form(request: HttpRequest, aksi: Aksi, bulan: int) -> HttpResponse:
    form = RealisasiForm(request.POST, prefix=_panel(aksi, bulan))
    if not form.is_valid():
        return _show(request, aksi, bulan, form=form, status=422)
    clashes = []
    for kolom in progress.KOLOM:
        nilai = form.cleaned_data[kolom]
        if str(nilai) == request.POST.get(f"awal_{kolom}", ""):
            continue
        raw = request.POST.get(f"versi_{kolom}", "")
        try:
            progress.save_field(
                aksi=aksi,
                bulan=bulan,
                kolom=kolom,
                nilai=nilai,
                versi=int(raw) if raw.isdecimal() else 0,
                by=request.peran,
            )
        except BenturanPerubahan as other:
            clashes.append(Benturan(progress.KOLOM[kolom], other.nilai, other.oleh, other.pada))
        except Ditolak as refusal:
            messages.error(request, str(refusal))
            return redirect(_url("realisasi_edit", aksi, bulan))
    if clashes:
        return _show(request, aksi, bulan, form=form, clashes=clashes, status=409)
    messages.success(request, f"Realisasi bulan {BULAN[bulan - 1]} tersimpan.")
    return redirect(_url("realisasi_edit", aksi, bulan))


def _show(
    request: HttpRequest,
    aksi: Aksi,
    bulan: int,
    *,
    form: RealisasiForm | None = None,
    clashes: list[Benturan] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = _context(request, aksi, bulan, form) | {"benturan": clashes or []}
    if request.htmx and request.GET.get("bagian") == "angka":
        return render(request, "action_plans/_realisasi_angka.html", context)
    if request.htmx:
        return render(request, "action_plans/_realisasi.html", context, status=status)
    unit = aksi.rencana.pembangunan.unit
    works_here = has_role(request.peran, J.KEPALA_UNIT, *TEAM_ROLES)
    month = ("Pekerjaan bulan ini", f"{reverse('progress_month')}?bulan={bulan}")
    context["halaman"] = Halaman(
        judul=f"Realisasi {BULAN[bulan - 1]} {aksi.rencana.pembangunan.periode.tahun}",
        remah=(
            month if works_here else ("Rencana aksi", reverse("rencana_list")),
            ("Aksi", reverse("aksi_detail", args=[aksi.pk])),
        ),
        keterangan=f"{aksi.get_area_display()}, {unit.nama}",
    )
    return render(request, "action_plans/realisasi_edit.html", context, status=status)


def _context(request: HttpRequest, aksi: Aksi, bulan: int, form: RealisasiForm | None = None) -> dict[str, Any]:
    isian = progress.isian_of(aksi, bulan)
    row = isian.realisasi
    if form is None:
        form = RealisasiForm(
            initial={kolom: getattr(row, kolom) for kolom in progress.KOLOM}, prefix=_panel(aksi, bulan)
        )
    keadaan = state_of(
        row.status, tahun=aksi.rencana.pembangunan.periode.tahun, bulan=bulan, today=timezone.localdate()
    )
    return evidence_context(request, aksi, bulan) | {
        "isian": isian,
        "realisasi": row,
        "form": form,
        "keadaan": keadaan,
        "nada": NADA[keadaan],
        "url": _url("realisasi_edit", aksi, bulan),
        "belum_disetujui": aksi.rencana.versi == 0,
        "riwayat": _history(request, aksi, bulan),
    }


def _history(request: HttpRequest, aksi: Aksi, bulan: int) -> QuerySet:
    rows = aksi.riwayat.filter(bulan=bulan).select_related("oleh", "peran")
    if request.peran.jenis == J.PEGAWAI:  # the title of evidence says what the evidence itself may not
        rows = rows.exclude(kolom=progress.BUKTI)
    return rows[:10]


def evidence_context(request: HttpRequest, aksi: Aksi, bulan: int) -> dict[str, Any]:
    """What the list of evidence needs; a role that may not see evidence gets none."""
    row = progress.progress_of(aksi, bulan)
    return {
        "aksi": aksi,
        "bulan": bulan,
        "boleh": access.can_fill_progress(request.peran, aksi),
        "realisasi": row,
        "bukti": _evidence(request, row),
        "bisa_dilihat": evidence.PREVIEWABLE,
        "lihat_bukti": request.peran.jenis != J.PEGAWAI,
        "panel": _panel(aksi, bulan),
        "tautan_form": TautanBuktiForm(),
    }


def _evidence(request: HttpRequest, row: Realisasi) -> list[BuktiRealisasi]:
    """What is shown for the month, each with its versions, newest first."""
    if not row.pk:
        return []
    visible = evidence.with_current_version(DataDukung.objects.visible_to(request.peran))
    found = row.bukti.filter(data_dukung__in=DataDukung.objects.visible_to(request.peran)).select_related("created_by")
    return list(found.prefetch_related(Prefetch("data_dukung", visible)))


def _panel(aksi: Aksi, bulan: int) -> str:
    """Prefix of ids and names: several panels may be open on one page."""
    return f"realisasi-{aksi.pk}-{bulan}"


def _url(name: str, aksi: Aksi, bulan: int) -> str:
    return reverse(name, args=[aksi.pk, bulan])


# --- the month's work ----------------------------------------------------------------------------------------


def progress_month(request: HttpRequest) -> HttpResponse:
    """What is due this month and what is late, of mine, of my areas or of the whole unit."""
    peran = request.peran
    require(
        has_role(peran, J.KEPALA_UNIT, *TEAM_ROLES),
        "Kepala Unit Kerja dan Tim Pembangunan ZI",
        what="Membuka pekerjaan bulan ini",
    )
    rencana = (
        RencanaAksi.objects.visible_to(peran)
        .filter(pembangunan__periode=request.periode)
        .select_related("pembangunan__unit", "pembangunan__periode")
        .first()
    )
    today = timezone.localdate()
    form = PekerjaanFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    bulan = chosen.get("bulan") or _current_month(request, today)
    lingkup = chosen.get("lingkup") or ("area" if peran.jenis == J.ANGGOTA_TIM else "semua")
    work = _work(request, rencana, bulan=bulan, lingkup=lingkup, today=today) if rencana and rencana.versi else None
    late = Paginator(work.terlambat, PER_PAGE).get_page(request.GET.get("page")) if work else None
    halaman = Halaman(
        judul=f"Pekerjaan {BULAN[bulan - 1]} {request.periode or ''}".strip(),
        keterangan="Isi status dan data dukung; yang terlambat dari bulan sebelumnya ada di bawah.",
    )
    return render(
        request,
        "action_plans/progress_month.html",
        {
            "halaman": halaman,
            "rencana": rencana,
            "work": work,
            "terlambat": late,
            "bulan": bulan,
            "lingkup": lingkup,
            "form": PekerjaanFilter(initial={"bulan": bulan, "lingkup": lingkup}),
            "sebelum": bulan - 1 if bulan > 1 else None,
            "sesudah": bulan + 1 if bulan < 12 else None,
        },
    )


def _current_month(request: HttpRequest, today) -> int:
    """This month in the running year; the last month of a year that is over, the first of one to come."""
    tahun = request.periode.tahun if request.periode else today.year
    return today.month if tahun == today.year else 12 if tahun < today.year else 1


def _work(request: HttpRequest, rencana: RencanaAksi, *, bulan: int, lingkup: str, today) -> PekerjaanBulan:
    fillable = access.fillable_areas(request.peran, rencana)
    areas = areas_of(request.peran, rencana.pembangunan) if lingkup == "area" else None
    pj = request.user if lingkup == "saya" else None
    return month_work(rencana, bulan=bulan, today=today, areas=areas, pj=pj, fillable=fillable)


def realisasi_set(request: HttpRequest, pk: int, bulan: int) -> HttpResponse:
    """The quick buttons: one status, seen at one version. A clash is told and nothing is overwritten."""
    aksi = find_aksi(request, pk, bulan)
    require(access.can_fill_progress(request.peran, aksi), access.PELAKSANA, what="Mengisi realisasi")
    if request.method != "POST":
        return _row(request, aksi, bulan) if request.htmx else redirect(_url("realisasi_edit", aksi, bulan))
    try:
        nilai = RealisasiForm.clean_one("status", request.POST.get("status", ""))
        progress.save_field(
            aksi=aksi, bulan=bulan, kolom="status", nilai=nilai, versi=sent_version(request), by=request.peran
        )
        galat = ""
    except BenturanPerubahan as other:
        galat = f"{other} Status di sini sudah diperbarui; tekan lagi bila tetap ingin mengubahnya."
    except Ditolak as refusal:
        galat = str(refusal)
    if request.htmx:
        return _row(request, aksi, bulan, galat)
    if galat:
        messages.error(request, galat)
    else:
        messages.success(request, "Status tersimpan.")
    return redirect(_back(request, aksi, bulan))


def _row(request: HttpRequest, aksi: Aksi, bulan: int, galat: str = "") -> HttpResponse:
    task = task_of(aksi, bulan, today=timezone.localdate(), boleh=True)
    return render(request, "action_plans/_pekerjaan_baris.html", {"tugas": task, "galat": galat})


def _back(request: HttpRequest, aksi: Aksi, bulan: int) -> str:
    target = request.POST.get("kembali", "")
    if url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return target
    return _url("realisasi_edit", aksi, bulan)
