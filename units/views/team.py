"""The team and the agents of change of a unit's year."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from units.access import can_set_agen, can_set_tim, require
from units.choices import Area
from units.errors import BerkasDitolak, Ditolak
from units.evidence import serve
from units.filters_year import PembangunanFilter
from units.forms.team import AgenForm, AnggotaForm, AreaAnggotaForm, KeputusanTimForm, PerubahanForm
from units.halaman import Halaman, Tab, Tombol
from units.models import AgenPerubahan, AnggotaTim, PembangunanZI, PerubahanAgen, TimPembangunan
from units.profiles import get_profil
from units.scope import UNIT_ROLES
from units.services import team
from units.tables_team import TimTable
from units.team_rules import team_findings
from units.views.common import paged, render_list


def _pembangunan(request: HttpRequest, pk: int) -> PembangunanZI:
    rows = PembangunanZI.objects.visible_to(request.peran).select_related("unit__instansi", "periode")
    return get_object_or_404(rows, pk=pk)


def _tabs(pembangunan: PembangunanZI, active: str) -> tuple[Tab, ...]:
    return (
        Tab("Tim Pembangunan ZI", reverse("tim_detail", args=[pembangunan.pk]), active == "tim"),
        Tab("Agen perubahan", reverse("agen_list", args=[pembangunan.pk]), active == "agen"),
    )


def _crumbs(pembangunan: PembangunanZI) -> tuple[tuple[str, str], ...]:
    return (
        ("Unit kerja", reverse("unit_list")),
        (pembangunan.unit.nama, reverse("unit_detail", args=[pembangunan.unit_id])),
    )


def tim_list(request: HttpRequest) -> HttpResponse:
    """Teams of the year; a unit goes straight to its own."""
    rows = (
        PembangunanZI.objects.visible_to(request.peran)
        .filter(periode=request.periode)
        .select_related("unit", "tim")
        .annotate(
            jumlah_anggota=Count("tim__anggota", distinct=True),
            jumlah_ketua=Count("tim__anggota", filter=Q(tim__anggota__kedudukan="ketua"), distinct=True),
            jumlah_agen=Count("agen", distinct=True),
        )
    )
    if request.peran and request.peran.jenis in UNIT_ROLES and (own := rows.first()):
        return redirect("tim_detail", pk=own.pk)
    halaman = Halaman(
        judul="Tim dan agen perubahan", keterangan="Susunan tim setiap unit yang membangun ZI pada tahun ini."
    )
    found = PembangunanFilter(request.GET, queryset=rows)
    table = paged(request, TimTable(found.qs))
    return render_list(request, "units/tim_list.html", {"halaman": halaman, "filter": found, "table": table})


def tim_detail(request: HttpRequest, pk: int) -> HttpResponse:
    pembangunan = _pembangunan(request, pk)
    tim = (
        team.get_or_begin_tim(pembangunan)
        if can_set_tim(request.peran, pembangunan)
        else getattr(pembangunan, "tim", None)
    )
    may_edit = can_set_tim(request.peran, pembangunan)
    findings = team_findings(tim) if tim else []
    errors = [t for t in findings if t.is_galat]
    halaman = Halaman(
        judul=f"Tim Pembangunan ZI {pembangunan.unit.nama}",
        remah=_crumbs(pembangunan),
        status=("merah", "Belum sesuai aturan") if errors or not tim else ("hijau", "Sesuai aturan"),
        keterangan=get_profil(pembangunan.periode.profil).tim.penjelasan,
        tombol=Tombol("Tambah anggota", reverse("anggota_add", args=[pk]), ikon="user-plus") if may_edit else None,
        menu=(Tombol("Isi keputusan tim", reverse("tim_edit", args=[pk]), ikon="pencil"),) if may_edit else (),
        tab=_tabs(pembangunan, "tim"),
    )
    anggota = tim.anggota.select_related("user") if tim else []
    return render(
        request,
        "units/tim_detail.html",
        {
            "halaman": halaman,
            "pembangunan": pembangunan,
            "tim": tim,
            "may_edit": may_edit,
            "temuan": findings,
            "aturan": get_profil(pembangunan.periode.profil).tim,
            "anggota_list": [(a, [Area(x) for x in a.area]) for a in anggota],
            "riwayat": pembangunan.riwayat.select_related("oleh", "peran")[:30],
        },
    )


def tim_edit(request: HttpRequest, pk: int) -> HttpResponse:
    pembangunan = _pembangunan(request, pk)
    require(can_set_tim(request.peran, pembangunan), team.WHO_TIM, what="Mengisi keputusan tim")
    form = KeputusanTimForm(
        request.POST or None, request.FILES or None, instance=getattr(pembangunan, "tim", None), pembangunan=pembangunan
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            team.set_decree(
                pembangunan, nomor=data["nomor_sk"], tanggal=data["tanggal_sk"], upload=data["berkas"], by=request.peran
            )
            messages.success(request, "Keputusan tim disimpan.")
            return redirect("tim_detail", pk=pk)
        except BerkasDitolak as error:
            form.add_error("berkas", str(error))
    halaman = Halaman(
        judul="Keputusan Tim Pembangunan ZI", remah=(*_crumbs(pembangunan), ("Tim", reverse("tim_detail", args=[pk])))
    )
    return render(request, "units/tim_edit.html", {"form": form, "halaman": halaman})


def tim_sk_download(request: HttpRequest, pk: int) -> HttpResponse:
    pembangunan = _pembangunan(request, pk)
    tim = get_object_or_404(TimPembangunan, pembangunan=pembangunan, berkas_sk__isnull=False)
    return serve(tim.berkas_sk)


def anggota_add(request: HttpRequest, pk: int) -> HttpResponse:
    pembangunan = _pembangunan(request, pk)
    require(can_set_tim(request.peran, pembangunan), team.WHO_TIM, what="Menambah anggota tim")
    form = AnggotaForm(request.POST or None, pembangunan=pembangunan)
    if request.method == "POST" and form.is_valid():
        try:
            row = team.add_anggota(pembangunan, by=request.peran, **form.cleaned_data)
            messages.success(request, f"{row.user} masuk dalam tim sebagai {row.get_kedudukan_display().lower()}.")
            return redirect("tim_detail", pk=pk)
        except Ditolak as error:
            form.add_error("user", str(error))
    halaman = Halaman(
        judul="Tambah anggota tim",
        remah=(*_crumbs(pembangunan), ("Tim", reverse("tim_detail", args=[pk]))),
        keterangan="Ketua baru menggantikan ketua yang sekarang; peran yang lama berakhir hari ini.",
    )
    return render(request, "units/anggota_add.html", {"form": form, "halaman": halaman})


def _anggota(request: HttpRequest, pk: int) -> AnggotaTim:
    rows = AnggotaTim.objects.filter(tim__pembangunan__in=PembangunanZI.objects.visible_to(request.peran))
    return get_object_or_404(
        rows.select_related("tim__pembangunan__unit__instansi", "tim__pembangunan__periode", "user", "peran"), pk=pk
    )


def anggota_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = _anggota(request, pk)
    pembangunan = row.tim.pembangunan
    require(can_set_tim(request.peran, pembangunan), team.WHO_TIM, what="Mengubah area anggota tim")
    form = AreaAnggotaForm(request.POST or None, anggota=row)
    if request.method == "POST" and form.is_valid():
        team.change_areas(row, area=form.cleaned_data["area"], by=request.peran)
        messages.success(request, f"Area {row.user} disimpan.")
        return redirect("tim_detail", pk=pembangunan.pk)
    halaman = Halaman(
        judul=f"Area kerja {row.user}",
        remah=(*_crumbs(pembangunan), ("Tim", reverse("tim_detail", args=[pembangunan.pk]))),
    )
    return render(request, "units/anggota_edit.html", {"form": form, "halaman": halaman})


def anggota_remove(request: HttpRequest, pk: int) -> HttpResponse:
    row = _anggota(request, pk)
    pembangunan = row.tim.pembangunan
    require(can_set_tim(request.peran, pembangunan), team.WHO_TIM, what="Mengeluarkan anggota tim")
    if request.method == "POST":
        team.remove_anggota(row, by=request.peran, alasan=request.POST.get("alasan", ""))
        messages.success(request, f"{row.user} tidak lagi dalam tim.")
        return redirect("tim_detail", pk=pembangunan.pk)
    return _ask(
        request,
        judul=f"Keluarkan {row.user} dari tim?",
        tombol="Keluarkan",
        batal_url=reverse("tim_detail", args=[pembangunan.pk]),
        akibat=f"Perannya sebagai {row.get_kedudukan_display().lower()} berakhir sekarang. Pekerjaan dan tanda tangan yang sudah ada tetap tercatat.",
        alasan="boleh",
    )


def _ask(request: HttpRequest, status: int = 200, **context) -> HttpResponse:
    """A confirmation page, see docs/ui.md."""
    return render(request, "units/confirm.html", {"bahaya": True, **context}, status=status)


def agen_list(request: HttpRequest, pk: int) -> HttpResponse:
    pembangunan = _pembangunan(request, pk)
    may_edit = can_set_agen(request.peran, pembangunan)
    halaman = Halaman(
        judul=f"Agen perubahan {pembangunan.unit.nama}",
        remah=_crumbs(pembangunan),
        tab=_tabs(pembangunan, "agen"),
        keterangan="Setiap agen perubahan menghasilkan perubahan konkret tiap tahun; jumlahnya menjadi isian LKE.",
        tombol=Tombol("Tetapkan agen", reverse("agen_add", args=[pk]), ikon="user-plus") if may_edit else None,
    )
    agen = pembangunan.agen.select_related("user").prefetch_related("perubahan__data_dukung")
    return render(
        request,
        "units/agen_list.html",
        {
            "halaman": halaman,
            "pembangunan": pembangunan,
            "agen_list": agen,
            "may_edit": may_edit,
            "hitung": team.count_perubahan(pembangunan),
        },
    )


def agen_add(request: HttpRequest, pk: int) -> HttpResponse:
    pembangunan = _pembangunan(request, pk)
    require(can_set_agen(request.peran, pembangunan), team.WHO_AGEN, what="Menetapkan agen perubahan")
    form = AgenForm(request.POST or None, pembangunan=pembangunan)
    if request.method == "POST" and form.is_valid():
        try:
            team.add_agen(pembangunan, by=request.peran, **form.cleaned_data)
            messages.success(request, "Agen perubahan ditetapkan.")
            return redirect("agen_list", pk=pk)
        except Ditolak as error:
            form.add_error("user", str(error))
    halaman = Halaman(
        judul="Tetapkan agen perubahan",
        remah=(*_crumbs(pembangunan), ("Agen perubahan", reverse("agen_list", args=[pk]))),
    )
    return render(request, "units/agen_add.html", {"form": form, "halaman": halaman})


def _agen(request: HttpRequest, pk: int) -> AgenPerubahan:
    rows = AgenPerubahan.objects.visible_to(request.peran).select_related("pembangunan__unit__instansi", "user")
    return get_object_or_404(rows, pk=pk)


def agen_remove(request: HttpRequest, pk: int) -> HttpResponse:
    agen = _agen(request, pk)
    require(can_set_agen(request.peran, agen.pembangunan), team.WHO_AGEN, what="Menghapus agen perubahan")
    context = {
        "judul": f"Hapus {agen.user} dari agen perubahan?",
        "tombol": "Hapus",
        "alasan": "wajib",
        "akibat": "Penetapan ini dihapus; alasannya tercatat dalam riwayat.",
        "batal_url": reverse("agen_list", args=[agen.pembangunan_id]),
    }
    if request.method != "POST":
        return _ask(request, **context)
    alasan = request.POST.get("alasan", "").strip()
    if not alasan:
        return _ask(request, status=422, **context, galat="Isi alasan penghapusan.")
    try:
        team.remove_agen(agen, by=request.peran, alasan=alasan)
    except Ditolak as error:
        return _ask(request, status=422, **context, galat=str(error), alasan_nilai=alasan)
    messages.success(request, "Agen perubahan dihapus.")
    return redirect("agen_list", pk=agen.pembangunan_id)


def perubahan_add(request: HttpRequest, pk: int) -> HttpResponse:
    return _perubahan_form(request, _agen(request, pk), None)


def perubahan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = _perubahan(request, pk)
    return _perubahan_form(request, row.agen, row)


def _perubahan(request: HttpRequest, pk: int) -> PerubahanAgen:
    rows = PerubahanAgen.objects.filter(agen__in=AgenPerubahan.objects.visible_to(request.peran))
    return get_object_or_404(rows.select_related("agen__pembangunan__unit__instansi", "agen__user"), pk=pk)


def _perubahan_form(request: HttpRequest, agen: AgenPerubahan, row: PerubahanAgen | None) -> HttpResponse:
    require(can_set_agen(request.peran, agen.pembangunan), team.WHO_AGEN, what="Mencatat perubahan")
    form = PerubahanForm(request.POST or None, instance=row, pembangunan=agen.pembangunan)
    if request.method == "POST" and form.is_valid():
        # The form has already written its values on `row`; the service compares with what is stored.
        stored = PerubahanAgen.objects.get(pk=row.pk) if row else None
        team.save_perubahan(agen, by=request.peran, perubahan=stored, **form.cleaned_data)
        messages.success(request, "Perubahan disimpan.")
        return redirect("agen_list", pk=agen.pembangunan_id)
    halaman = Halaman(
        judul=f"Perubahan oleh {agen.user}",
        remah=(*_crumbs(agen.pembangunan), ("Agen perubahan", reverse("agen_list", args=[agen.pembangunan_id]))),
    )
    return render(request, "units/perubahan_edit.html", {"form": form, "halaman": halaman})


def perubahan_remove(request: HttpRequest, pk: int) -> HttpResponse:
    row = _perubahan(request, pk)
    require(can_set_agen(request.peran, row.agen.pembangunan), team.WHO_AGEN, what="Menghapus perubahan")
    context = {
        "judul": "Hapus catatan perubahan ini?",
        "akibat": row.uraian,
        "tombol": "Hapus",
        "alasan": "wajib",
        "batal_url": reverse("agen_list", args=[row.agen.pembangunan_id]),
    }
    if request.method != "POST":
        return _ask(request, **context)
    alasan = request.POST.get("alasan", "").strip()
    if not alasan:
        return _ask(request, status=422, **context, galat="Isi alasan penghapusan.")
    team.remove_perubahan(row, by=request.peran, alasan=alasan)
    messages.success(request, "Catatan perubahan dihapus.")
    return redirect("agen_list", pk=row.agen.pembangunan_id)
