"""The rows of a plan in three views (grid, year, list), and as an Excel file in and out."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from action_plans import access, workbook
from action_plans.filters import SORTS, AksiFilterForm, sort_rows
from action_plans.forms.plan import BerkasRencanaForm
from action_plans.models import RencanaAksi
from action_plans.plan_data import profil_of, read_plan, section_label
from action_plans.services import plan_import
from action_plans.services.plan import people_of
from action_plans.views.plan_head import fetch_pembangunan, fetch_rencana, plan_head
from units import evidence
from units.access import require
from units.choices import BULAN
from units.errors import BerkasDitolak, Ditolak
from units.halaman import Halaman
from units.models import Berkas, PembangunanZI
from units.profiles import get_profil
from units.views.common import tell_too_large

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SINGKAT = [b[:3] for b in BULAN]
PER_HALAMAN = 50


def rencana_grid(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan like a spreadsheet. Without scripts each row leads to its own page."""
    rencana = fetch_rencana(request, pk)
    areas = access.editable_areas(request.peran, rencana)
    lembar = read_plan(rencana, today=timezone.localdate(), areas=areas)
    return render(request, "action_plans/rencana_grid.html", {
        "halaman": plan_head(request, rencana, "rencana_grid"), "rencana": rencana, "lembar": lembar,
        "boleh": bool(areas), "orang": people_of(rencana.pembangunan) if areas else [], "bulan": month_heads(lembar.bulan_ini),
        "url_aksi": row_prefix(),
    })  # fmt: skip


def row_prefix() -> str:
    """`/aksi/`: rows put their number behind it; reversing 150 addresses would cost more than the rows."""
    return reverse("aksi_detail", args=[0]).removesuffix("0/")


def month_heads(now: int) -> list[tuple[str, str, bool]]:
    """(short, long, is the current month)"""
    return [(SINGKAT[n - 1], BULAN[n - 1], n == now) for n in range(1, 13)]


def rencana_year(request: HttpRequest, pk: int) -> HttpResponse:
    """Actions x months."""
    rencana = fetch_rencana(request, pk)
    lembar = read_plan(rencana, today=timezone.localdate())
    return render(request, "action_plans/rencana_year.html", {
        "halaman": plan_head(request, rencana, "rencana_year"), "rencana": rencana, "lembar": lembar,
        "bulan": month_heads(lembar.bulan_ini), "url_aksi": row_prefix(),
    })  # fmt: skip


def aksi_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Rows with filters, sorting and paging; the state is the address."""
    rencana = fetch_rencana(request, pk)
    lembar = read_plan(rencana, today=timezone.localdate())
    form = AksiFilterForm(request.GET, baris=lembar.baris, aspek=profil_of(rencana).aspek, saya=request.user.pk)
    sort = request.GET.get("sort", "")
    found = sort_rows(form.choose(lembar.baris), sort)
    page = Paginator(found, PER_HALAMAN).get_page(request.GET.get("page"))
    return render(request, "action_plans/aksi_list.html", {
        "halaman": plan_head(request, rencana, "aksi_list"), "rencana": rencana, "form": form, "page": page,
        "jumlah": len(found), "lembar": lembar, "kepala": _sortable(request, sort), "url_aksi": row_prefix(),
    })  # fmt: skip


def _sortable(request: HttpRequest, sort: str) -> list[tuple[str, str, str]]:
    """(heading, address that sorts by it, "ascending", "descending" or "")"""
    found = []
    for name, (label, _) in SORTS.items():
        query = request.GET.copy()
        query.pop("page", None)
        query["sort"] = f"-{name}" if sort == name else name
        state = {name: "ascending", f"-{name}": "descending"}.get(sort, "")
        found.append((label, f"?{query.urlencode()}", state))
    return found


# --- Excel ---------------------------------------------------------------------------------------------------


def rencana_template(request: HttpRequest, pk: int) -> HttpResponse:
    """The empty form of the year's regulation as a workbook."""
    pembangunan = fetch_pembangunan(request, pk)
    profil = get_profil(pembangunan.periode.profil)
    return _workbook(workbook.write_template(profil), f"templat-rencana-aksi-{profil.kode}")


def rencana_export(request: HttpRequest, pk: int) -> HttpResponse:
    rencana = fetch_rencana(request, pk)
    name = f"rencana-aksi-{slugify(rencana.pembangunan.unit.nama)}-{rencana.pembangunan.periode.tahun}"
    return _workbook(plan_import.write_file(rencana), name)


def _workbook(data: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(data, content_type=XLSX, headers=headers)


def rencana_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Upload, see what the file would do, then do it. Makes the plan, or adds to its draft."""
    pembangunan = fetch_pembangunan(request, pk)
    rencana = RencanaAksi.objects.filter(pembangunan=pembangunan).first()
    may = (
        access.can_edit_text(request.peran, rencana)
        if rencana
        else access.can_prepare_rencana(request.peran, pembangunan)
    )
    require(may, f"{access.KETUA} selama rencana berstatus Draf", what="Mengisi rencana dari berkas")
    back = reverse("rencana_detail", args=[rencana.pk]) if rencana else reverse("rencana_create", args=[pembangunan.pk])
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = BerkasRencanaForm(*sent, cancel_url=back)
    tell_too_large(request, form, "berkas")
    if "setuju" in request.POST:
        return _apply(request, pembangunan, rencana)
    if request.method == "POST" and form.is_valid():
        try:
            stored = evidence.store_upload(
                form.cleaned_data["berkas"],
                instansi=pembangunan.unit.instansi,
                by=request.user,
                accept=frozenset({"xlsx"}),
            )
        except BerkasDitolak as error:
            form.add_error("berkas", str(error))
        else:
            request.session[_key(pembangunan)] = stored.pk
            return _dry_run(request, pembangunan, rencana, stored, back)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "action_plans/rencana_import.html", {
        "halaman": _import_head(pembangunan, back), "form": form, "pembangunan": pembangunan, "rencana": rencana,
    }, status=status)  # fmt: skip


def _key(pembangunan: PembangunanZI) -> str:
    return f"impor_rencana_{pembangunan.pk}"


def _import_head(pembangunan: PembangunanZI, back: str) -> Halaman:
    return Halaman(
        judul=f"Rencana aksi {pembangunan.periode.tahun} dari Excel", keterangan=pembangunan.unit.nama,
        remah=(("Rencana aksi", reverse("rencana_list")), (str(pembangunan), back)),
    )  # fmt: skip


def _dry_run(
    request: HttpRequest,
    pembangunan: PembangunanZI,
    rencana: RencanaAksi | None,
    stored: Berkas,
    back: str,
    galat: str = "",
) -> HttpResponse:
    try:
        plan = plan_import.read_file(evidence.read_bytes(stored), pembangunan=pembangunan, rencana=rencana)
    except BerkasDitolak as error:
        form = BerkasRencanaForm({}, {}, cancel_url=back)
        form.add_error("berkas", str(error))
        context = {
            "halaman": _import_head(pembangunan, back),
            "form": form,
            "pembangunan": pembangunan,
            "rencana": rencana,
        }
        return render(request, "action_plans/rencana_import.html", context, status=422)
    berat = [t.berat for t in plan.temuan]
    return render(request, "action_plans/rencana_import.html", {
        "halaman": _import_head(pembangunan, back), "impor": plan, "berkas": stored, "pembangunan": pembangunan,
        "rencana": rencana, "galat": galat, "jumlah_galat": berat.count("galat"), "jumlah_peringatan": berat.count("peringatan"),
        "temuan": sorted(plan.temuan, key=lambda t: not t.is_galat), "batal_url": back,
        "aksi_baru": [(section_label(get_profil(pembangunan.periode.profil), b.area, b.aspek), b) for b in plan.baru],
        "form": BerkasRencanaForm(cancel_url=back),
    }, status=200 if plan.is_ready and not galat else 422)  # fmt: skip


def _apply(request: HttpRequest, pembangunan: PembangunanZI, rencana: RencanaAksi | None) -> HttpResponse:
    """The file is the one of the dry run: its number is kept in the session, not in the form."""
    stored = get_object_or_404(Berkas, pk=request.session.get(_key(pembangunan)), instansi=pembangunan.unit.instansi)
    back = reverse("rencana_detail", args=[rencana.pk]) if rencana else reverse("rencana_create", args=[pembangunan.pk])
    try:
        rencana, plan = plan_import.apply_file(
            evidence.read_bytes(stored), pembangunan=pembangunan, rencana=rencana, by=request.peran
        )
    except Ditolak as error:
        return _dry_run(request, pembangunan, rencana, stored, back, galat=str(error))
    del request.session[_key(pembangunan)]
    words = [f"{len(plan.baru)} aksi ditambahkan"] if plan.baru else []
    words += [f"{plan.jumlah_ubah} aksi diubah"] if plan.sunting else []
    messages.success(request, f"Berkas diterapkan: {', '.join(words)}.")
    return redirect("rencana_grid", pk=rencana.pk)
