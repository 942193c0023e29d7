"""Sessions of Tim Pembina: the list, which units were reached, one session, its head and its steps."""

from django.db.models import Count, F, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django_tables2 import RequestConfig

from action_plans import access
from action_plans.coaching_naskah import area_labels
from action_plans.coaching_workflow import PEMBINAAN, check_pembinaan
from action_plans.filters_coaching import PembinaanFilter
from action_plans.forms.coaching import PembinaanForm
from action_plans.models import CatatanPembinaan, KesepakatanPembinaan, Pembinaan
from action_plans.services import coaching
from action_plans.tables_coaching import CakupanTable, PembinaanTable
from action_plans.views.coaching_head import (
    READERS,
    WHO_READS,
    compares,
    crumbs,
    fetch_pembinaan,
    session_head,
    tabs,
    title_of,
)
from units.access import has_role, require
from units.briefing import facts_about
from units.choices import JenisPeran
from units.errors import Ditolak
from units.halaman import Halaman, Tombol
from units.models import PembangunanZI
from units.transitions import Transition
from units.views.common import render_list
from units.views.steps import Pertanyaan, step_page

J = JenisPeran
S = Pembinaan.Status
DONE = {
    "submit": "Catatan pembinaan disampaikan kepada unit kerja.",
    "confirm": "Pembinaan dikonfirmasi.",
    "send_back": "Catatan dikembalikan kepada Tim Pembina ZI.",
}


# --- lists ---------------------------------------------------------------------------------------------------


def pembinaan_list(request: HttpRequest) -> HttpResponse:
    require(has_role(request.peran, *READERS), WHO_READS, what="Membuka pembinaan")
    rows = (
        Pembinaan.objects.visible_to(request.peran)
        .filter(pembangunan__periode=request.periode)
        .select_related("pembangunan__unit")
        .prefetch_related("pembina__user")
        .annotate(
            jumlah=Count("kesepakatan"),
            terbuka=Count("kesepakatan", filter=Q(kesepakatan__status=KesepakatanPembinaan.Status.TERBUKA)),
        )
        .order_by("-tanggal", "-pk")  # counting drops the model's own order
    )
    chosen = PembinaanFilter(request.GET, queryset=rows, request=request)
    table = PembinaanTable(chosen.qs)
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    may = has_role(request.peran, J.TIM_PEMBINA)
    halaman = Halaman(
        judul=f"Pembinaan {request.periode or ''}".strip(),
        keterangan="Asistensi, konsultasi, serta monitoring dan evaluasi oleh Tim Pembina ZI.",
        tombol=Tombol("Catat pembinaan", reverse("pembinaan_coverage"), ikon="plus") if may else None,
        tab=tabs(request.peran, "pembinaan_list"),
    )
    context = {"halaman": halaman, "table": table, "filter": chosen}
    return render_list(request, "action_plans/pembinaan_list.html", context)


def pembinaan_coverage(request: HttpRequest) -> HttpResponse:
    """How often each unit of the year was coached; those never reached stand first."""
    require(
        has_role(request.peran, *READERS) and compares(request.peran),
        "Inspektorat, Kepala Daerah, dan Administrator Instansi",
        what="Membandingkan pembinaan antarunit",
    )
    table = CakupanTable(_covered(request), may_coach=has_role(request.peran, J.TIM_PEMBINA))
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    never = sum(row.jumlah == 0 for row in table.data.data)
    halaman = Halaman(
        judul=f"Cakupan pembinaan {request.periode or ''}".strip(),
        keterangan=f"{never} dari {len(table.data)} unit kerja belum pernah dibina pada tahun ini.",
        menu=(
            Tombol("Unduh Excel", "?unduh=xlsx", ikon="download", unduh=True),
            Tombol("Unduh CSV", "?unduh=csv", ikon="download", unduh=True),
        ),
        tab=tabs(request.peran, "pembinaan_coverage"),
    )
    return render_list(request, "action_plans/pembinaan_coverage.html", {"halaman": halaman, "table": table})


def _covered(request: HttpRequest):
    held = ~Q(pembinaan__status=S.DRAF)
    kinds = {
        f"jumlah_{jenis.value}": Count("pembinaan", filter=held & Q(pembinaan__jenis=jenis), distinct=True)
        for jenis in Pembinaan.Jenis
    }
    owed = Q(pembinaan__kesepakatan__status=KesepakatanPembinaan.Status.TERBUKA)
    return (
        PembangunanZI.objects.filter(unit__instansi_id=request.peran.instansi_id, periode=request.periode)
        .select_related("unit")
        .annotate(
            **kinds,
            jumlah=Count("pembinaan", filter=held, distinct=True),
            terakhir=Max("pembinaan__tanggal", filter=held),
            terbuka=Count("pembinaan__kesepakatan", filter=held & owed, distinct=True),
        )
        .order_by("jumlah", F("terakhir").asc(nulls_first=True), "unit__kode")
    )


# --- one session ---------------------------------------------------------------------------------------------


def pembinaan_create(request: HttpRequest, pk: int) -> HttpResponse:
    """When, where and who, beside what is known of the unit; the texts follow on the writing page."""
    rows = PembangunanZI.objects.visible_to(request.peran).select_related("unit__instansi", "periode")
    pembangunan = get_object_or_404(rows, pk=pk)
    require(access.can_coach(request.peran, pembangunan), access.PEMBINA, what="Mencatat pembinaan")
    form = PembinaanForm(
        request.POST or None,
        pembangunan=pembangunan,
        initial={"pembina": [request.peran.pk]},
        submit="Simpan dan tulis catatan",
        cancel_url=reverse("pembinaan_coverage"),
    )
    if request.method == "POST" and form.is_valid():
        try:
            row = coaching.create_pembinaan(
                pembangunan=pembangunan, isian=form.isian(), pembina=form.cleaned_data["pembina"], by=request.peran
            )
        except Ditolak as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("pembinaan_edit", pk=row.pk)
    halaman = Halaman(
        judul="Catat pembinaan",
        remah=(("Pembinaan", reverse("pembinaan_list")), ("Cakupan", reverse("pembinaan_coverage"))),
        keterangan=pembangunan.unit.nama,
    )
    return render(
        request,
        "action_plans/pembinaan_create.html",
        {"halaman": halaman, "form": form, "fakta_list": [f for f in facts_about(pembangunan) if not f.area]},
    )


def pembinaan_head(request: HttpRequest, pk: int) -> HttpResponse:
    pembinaan = fetch_pembinaan(request, pk)
    require(access.can_edit_pembinaan(request.peran, pembinaan), access.PEMBINA, what="Mengubah pembinaan ini")
    here = reverse("pembinaan_edit", args=[pk])
    form = PembinaanForm(
        request.POST or None,
        instance=fetch_pembinaan(request, pk),
        pembangunan=pembinaan.pembangunan,
        submit="Simpan",
        cancel_url=here,
    )
    if request.method == "POST" and form.is_valid():
        try:
            coaching.update_pembinaan(
                pembinaan=pembinaan, isian=form.isian(), pembina=form.cleaned_data["pembina"], by=request.peran
            )
        except Ditolak as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(here)
    halaman = Halaman(judul="Waktu, tempat, dan peserta", remah=crumbs(pembinaan))
    return render(request, "action_plans/pembinaan_head.html", {"halaman": halaman, "form": form})


def pembinaan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The record as it is read by both sides."""
    pembinaan = fetch_pembinaan(request, pk)
    agreed = pembinaan.kesepakatan.select_related("penanggung_jawab")
    return render(
        request,
        "action_plans/pembinaan_detail.html",
        {
            "halaman": session_head(request, pembinaan),
            "pembinaan": pembinaan,
            "pembina_list": pembinaan.pembina.select_related("user").order_by("user__nama"),
            "peserta_list": [line.strip() for line in pembinaan.peserta.splitlines() if line.strip()],
            "bagian_list": _written(pembinaan),
            "kesepakatan_list": [(k, k.status == k.Status.TERBUKA) for k in agreed],
            "dikembalikan": _returned_because(pembinaan),
            "riwayat": pembinaan.riwayat.select_related("oleh", "peran"),
        },
    )


def _written(pembinaan: Pembinaan) -> list[tuple[str, str, str, str]]:
    """(area, heading, what was discussed, advice) of the components that something was written about."""
    texts = {(c.area, c.jenis): c.isi for c in pembinaan.catatan.all() if c.isi.strip()}
    labels = {"": "Gambaran umum"} | area_labels(pembinaan.pembangunan.periode.profil)
    kinds = CatatanPembinaan.Jenis
    found = []
    for area, judul in labels.items():
        said, advice = texts.get((area, kinds.BAHASAN), ""), texts.get((area, kinds.SARAN), "")
        if said or advice:
            found.append((area, judul, said, advice))
    return found


def _returned_because(pembinaan: Pembinaan) -> object | None:
    last = pembinaan.riwayat.filter(kolom="status").select_related("oleh", "peran").first()
    return last if last and pembinaan.status == S.DRAF and last.alasan else None


def pembinaan_step(request: HttpRequest, pk: int, langkah: str) -> HttpResponse:
    """Each step has a URL of its own, and this one view."""
    pembinaan = fetch_pembinaan(request, pk)

    def question(step: Transition) -> Pertanyaan:
        return Pertanyaan(
            judul=title_of(pembinaan),
            remah=crumbs(pembinaan),
            kembali=reverse("pembinaan_detail", args=[pk]),
            akibat=f"{pembinaan}. {step.confirm}",
            temuan=tuple(check_pembinaan(pembinaan)) if step.name == "submit" else (),
            lengkapi=Tombol("Lengkapi catatan", reverse("pembinaan_edit", args=[pk]), ikon="pencil"),
            alasan="wajib" if step.reason_required else "",
        )

    return step_page(
        request,
        workflow=PEMBINAAN,
        obj=pembinaan,
        name=langkah,
        take=lambda alasan: coaching.take_step(pembinaan=pembinaan, name=langkah, by=request.peran, alasan=alasan),
        question=question,
        done=DONE[langkah],
    )
