"""The TPI of a programme year."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from evaluation import tpi_access as access
from evaluation.models import AnggotaPenilai, TimPenilai
from evaluation.services import tpi_team
from evaluation.tpi_forms import KeputusanTPIForm, PenilaiForm
from evaluation.tpi_progress import tpi_roles
from evaluation.tpi_team_rules import team_findings
from units.access import has_role, require
from units.errors import BerkasDitolak, Ditolak
from units.evidence import serve
from units.halaman import Halaman, Tombol
from units.models import Periode
from units.profiles import get_profil
from units.scope import INSTANSI_ROLES
from units.views.common import ask, tell_too_large

PEMBACA = "Inspektorat, Kepala Daerah, dan Administrator Instansi"


def _periode(request: HttpRequest, pk: int) -> Periode:
    periode = get_object_or_404(Periode.objects.visible_to(request.peran).select_related("instansi"), pk=pk)
    require(has_role(request.peran, *INSTANSI_ROLES), PEMBACA, what="Membuka Tim Penilai Internal")
    return periode


def _crumbs(request: HttpRequest, periode: Periode, *, with_self: bool = True) -> tuple[tuple[str, str], ...]:
    found = [("Tahun program", reverse("periode_list"))]
    if with_self:
        found.append((f"TPI {periode}", reverse("tim_penilai_detail", args=[periode.pk])))
    return tuple(found)


def tim_penilai_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Who sits in TPI this year, against the composition of the regulation."""
    periode = _periode(request, pk)
    today = timezone.localdate()
    tim = TimPenilai.objects.filter(periode=periode).select_related("berkas_sk").first()
    seats = tpi_team.seats_for(request.peran, periode)
    rows = list(tim.anggota.select_related("user__unit", "peran")) if tim else []
    rows.sort(key=lambda a: (tpi_team.URUTAN.index(a.kedudukan), a.user.nama))
    seated = {row.user_id for row in rows}
    findings = team_findings(tim, profil=periode.profil, today=today)
    halaman = Halaman(
        judul=f"Tim Penilai Internal {periode}",
        remah=_crumbs(request, periode, with_self=False),
        status=("merah", "Belum sesuai aturan") if any(t.is_galat for t in findings) else ("hijau", "Sesuai aturan"),
        keterangan="Kedudukan dalam tim memberi peran; peran berakhir bersama kedudukannya.",
        tombol=Tombol("Tambah anggota", reverse("penilai_add", args=[pk]), ikon="user-plus") if seats else None,
        menu=(Tombol("Isi keputusan", reverse("tim_penilai_edit", args=[pk]), ikon="pencil"),) if seats else (),
    )
    return render(request, "evaluation/tim_penilai_detail.html", {
        "halaman": halaman, "periode": periode, "tim": tim, "anggota": rows, "kursi": seats, "temuan": findings,
        "aturan": get_profil(periode.profil).tpi,
        "tanpa_kursi": [p for p in tpi_roles(periode.instansi_id, today) if p.user_id not in seated] if seats else [],
    })  # fmt: skip


def tim_penilai_edit(request: HttpRequest, pk: int) -> HttpResponse:
    periode = _periode(request, pk)
    require(access.can_set_tim_penilai(request.peran, periode), access.PENYUSUN_TIM, what="Mengisi keputusan TPI")
    back = reverse("tim_penilai_detail", args=[pk])
    tim = TimPenilai.objects.filter(periode=periode).first()
    form = KeputusanTPIForm(request.POST or None, request.FILES or None, instance=tim, cancel_url=back)
    tell_too_large(request, form, "berkas")
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            tpi_team.set_decree(
                periode, nomor=data["nomor_sk"], tanggal=data["tanggal_sk"], upload=data["berkas"], by=request.peran
            )
        except BerkasDitolak as refusal:
            form.add_error("berkas", str(refusal))
        else:
            messages.success(request, "Keputusan TPI disimpan.")
            return redirect(back)
    halaman = Halaman(judul="Keputusan Tim Penilai Internal", remah=_crumbs(request, periode))
    return render(
        request, "evaluation/tim_penilai_edit.html", {"form": form, "halaman": halaman},
        status=422 if form.errors else 200,
    )  # fmt: skip


def tim_penilai_sk(request: HttpRequest, pk: int) -> HttpResponse:
    tim = TimPenilai.objects.filter(periode=_periode(request, pk)).select_related("berkas_sk").first()
    if tim is None or tim.berkas_sk is None:
        raise Http404("Keputusan TPI belum diunggah.")
    return serve(tim.berkas_sk)


def penilai_add(request: HttpRequest, pk: int) -> HttpResponse:
    periode = _periode(request, pk)
    seats = tpi_team.seats_for(request.peran, periode)
    require(bool(seats), access.PENYUSUN_TIM, what="Menambah anggota TPI")
    back = reverse("tim_penilai_detail", args=[pk])
    form = PenilaiForm(request.POST or None, periode=periode, seats=seats, cancel_url=back)
    if form.is_valid():
        data = form.cleaned_data
        try:
            row = tpi_team.add_penilai(
                periode, user=data["user"], kedudukan=data["kedudukan"], unsur=data["unsur"], by=request.peran
            )
        except Ditolak as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{row.user} menjadi {row.get_kedudukan_display().lower()} TPI.")
            return redirect(back)
    halaman = Halaman(judul="Tambah anggota TPI", remah=_crumbs(request, periode))
    return render(
        request, "evaluation/penilai_add.html", {"form": form, "halaman": halaman}, status=422 if form.errors else 200
    )


def penilai_remove(request: HttpRequest, pk: int) -> HttpResponse:
    rows = AnggotaPenilai.objects.filter(tim__periode__in=Periode.objects.visible_to(request.peran))
    row = get_object_or_404(rows.select_related("tim__periode__instansi", "user", "peran"), pk=pk)
    periode = row.tim.periode
    require(
        row.kedudukan in tpi_team.seats_for(request.peran, periode),
        access.PENYUSUN_TIM,
        what="Mengeluarkan anggota TPI",
    )
    context = {
        "judul": f"Keluarkan {row.user} dari TPI?", "tombol": "Keluarkan", "alasan": "wajib", "bahaya": True,
        "akibat": f"Perannya sebagai {row.get_kedudukan_display().lower()} TPI berakhir sekarang. Nilai yang sudah diberikannya tetap tersimpan.",
        "batal_url": reverse("tim_penilai_detail", args=[periode.pk]), "alasan_nilai": request.POST.get("alasan", ""),
    }  # fmt: skip
    if request.method != "POST":
        return ask(request, **context)
    try:
        tpi_team.remove_penilai(row, by=request.peran, alasan=request.POST.get("alasan", ""))
    except Ditolak as refusal:
        return ask(request, status=422, **context, galat=str(refusal))
    messages.success(request, f"{row.user} tidak lagi dalam TPI.")
    return redirect("tim_penilai_detail", pk=periode.pk)
