"""Decrees: the list of all kinds, and the one that names the units of the year."""

from django.contrib import messages
from django.db.models import Case, Count, F, IntegerField, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from units.access import can_identify_units, require
from units.choices import JenisPredikat, Tahap
from units.errors import BerkasDitolak, Ditolak
from units.evidence import serve
from units.filters_year import KeputusanFilter
from units.forms.year import KeputusanPenetapanForm
from units.halaman import Halaman, Tombol
from units.models import Keputusan, PembangunanZI
from units.services import decrees as services
from units.tables_year import KeputusanTable
from units.views.common import paged, render_list, tell_too_large
from units.views.year import year_tabs
from units.year import TPI_ATAU_TIUK

LIST = (("Tahun ZI", "pembangunan_list"), ("Keputusan", "keputusan_list"))


def _remah() -> tuple[tuple[str, str], ...]:
    return tuple((label, reverse(name)) for label, name in LIST)


def _visible(request: HttpRequest):
    return Keputusan.objects.visible_to(request.peran)


def keputusan_list(request: HttpRequest) -> HttpResponse:
    units = Case(
        When(jenis="penetapan", then=F("n_tetap")),
        When(jenis="predikat", then=F("n_predikat")),
        default=F("n_cabut"),
        output_field=IntegerField(),
    )
    rows = _visible(request).annotate(
        n_tetap=Count("pembangunan", distinct=True),
        n_predikat=Count("predikat", distinct=True),
        n_cabut=Count("pencabutan_dari", distinct=True),
    )
    found = KeputusanFilter(request.GET, queryset=rows.annotate(jumlah_unit=units))
    may = bool(request.peran and can_identify_units(request.peran, request.peran.instansi_id))
    halaman = Halaman(
        "Keputusan",
        keterangan="Keputusan yang menetapkan unit kerja, memberi predikat, atau mencabutnya.",
        tombol=Tombol("Catat keputusan penetapan", reverse("keputusan_create"), ikon="stamp") if may else None,
        tab=year_tabs(request, "keputusan", peran=request.peran),
    )
    table = paged(request, KeputusanTable(found.qs))
    return render_list(request, "units/keputusan_list.html", {"halaman": halaman, "filter": found, "table": table})


def keputusan_create(request: HttpRequest) -> HttpResponse:
    """One decree for the declared units that are ticked, with the target of each."""
    allowed = request.peran is not None and can_identify_units(request.peran, request.peran.instansi_id)
    require(allowed, TPI_ATAU_TIUK, what="Mencatat keputusan penetapan")
    rows = PembangunanZI.objects.visible_to(request.peran).filter(periode=request.periode, tahap=Tahap.DICANANGKAN)
    years = list(rows.select_related("unit__instansi", "periode", "pencanangan"))
    form = None
    if request.periode:
        instansi = request.periode.instansi
        form = KeputusanPenetapanForm(
            request.POST or None,
            request.FILES or None,
            initial={
                "penanda_tangan": services.default_signatory(instansi),
                "tentang": f"Penetapan unit kerja pembangunan Zona Integritas tahun {request.periode}",
            },
            tahun=request.periode.tahun,
            years=years,
        )
        tell_too_large(request, form, "berkas_baru")
    if form and request.method == "POST" and form.is_valid() and (decree := _designated(request, form)):
        return redirect("keputusan_detail", pk=decree.pk)
    halaman = Halaman(
        "Catat keputusan penetapan",
        remah=_remah(),
        keterangan="Satu keputusan dapat menetapkan beberapa unit yang sudah mencanangkan.",
    )
    context = {"halaman": halaman, "form": form, "years": years, "target_list": JenisPredikat.choices}
    return render(request, "units/keputusan_create.html", context)


def _designated(request: HttpRequest, form: KeputusanPenetapanForm) -> Keputusan | None:
    data = form.cleaned_data
    try:
        decree = services.designate(
            form.chosen(),
            nomor=data["nomor"],
            tanggal=data["tanggal"],
            tentang=data["tentang"],
            penanda_tangan=data["penanda_tangan"],
            upload=data["berkas_baru"],
            by=request.peran,
        )
    except BerkasDitolak as refusal:
        form.add_error("berkas_baru", str(refusal))
        return None
    except Ditolak as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, f"{decree} dicatat; {len(form.chosen())} unit ditetapkan. Kepala unitnya diberi tahu.")
    return decree


def keputusan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(_visible(request).select_related("created_by__user"), pk=pk)
    halaman = Halaman(
        f"{row.get_jenis_display()} {row.nomor}",
        remah=_remah(),
        keterangan=row.tentang,
        tombol=Tombol("Unduh keputusan", reverse("keputusan_file", args=[pk]), ikon="download", unduh=True)
        if row.berkas_id
        else None,
    )
    return render(
        request,
        "units/keputusan_detail.html",
        {
            "halaman": halaman,
            "row": row,
            "years": row.pembangunan.select_related("unit", "periode").order_by("unit__kode"),
            "predikat_list": row.predikat.select_related("unit"),
            "dicabut_list": row.pencabutan_dari.select_related("unit"),
        },
    )


def keputusan_file(request: HttpRequest, pk: int) -> HttpResponse:
    return serve(get_object_or_404(_visible(request), pk=pk, berkas__isnull=False).berkas)
