"""Complaints inside the portal: the officers' list and page, the head's answer, the ketua TPI's review and officers."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.debug import sensitive_variables

from units import access
from units import complaint_workflow as workflow
from units.access import is_admin, require
from units.complaint_list import PengaduanFilter, PengaduanTable, past_due
from units.errors import Ditolak
from units.evidence import serve
from units.forms.complaints import (
    KlarifikasiAnswerForm,
    KlarifikasiAskForm,
    PengaduanCloseForm,
    PengaduanReviewForm,
    PetugasForm,
    PublikForm,
)
from units.halaman import Halaman, Tombol
from units.models import BuktiPengaduan, Instansi, KlarifikasiPengaduan, Pengaduan, PetugasPengaduan
from units.services import complaint_work as services
from units.services.public import set_public
from units.templatetags.indonesia import tanggal
from units.views.common import ADMIN, ask, paged, render_list

S = Pengaduan.Status
HISTORY_ROWS = 30


def _petugas(request: HttpRequest) -> bool:
    return request.peran is not None and access.is_petugas_pengaduan(request.peran, request.peran.instansi_id)


def pengaduan_list(request: HttpRequest) -> HttpResponse:
    require(_petugas(request), workflow.PETUGAS, what="Membuka daftar pengaduan")
    rows = Pengaduan.objects.visible_to(request.peran)
    found = PengaduanFilter(
        request.GET, queryset=rows.select_related("unit").defer("cerita", "jawaban"), instansi=request.peran.instansi
    )
    today = timezone.localdate()
    return render_list(request, "units/pengaduan_list.html", {
        "halaman": Halaman("Pengaduan", keterangan="Pengaduan masyarakat tentang unit kerja. Hanya petugas yang ditunjuk membacanya."),
        "filter": found, "table": paged(request, PengaduanTable(found.qs)),
        "terbuka": past_due(rows, "terbuka", today=today).count(),
        "baru": rows.filter(status=S.DITERIMA).count(),
        "lewat": past_due(rows, "lewat", today=today).count(),
    })  # fmt: skip


def _fetch(request: HttpRequest, pk: int) -> Pengaduan:
    rows = Pengaduan.objects.visible_to(request.peran).select_related("unit__instansi", "instansi", "tinjauan")
    return get_object_or_404(rows, pk=pk)


def _remah(row: Pengaduan) -> tuple[tuple[str, str], ...]:
    return ("Pengaduan", reverse("pengaduan_list")), (row.nomor, reverse("pengaduan_detail", args=[row.pk]))


def pengaduan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    row = _fetch(request, pk)
    bukti = list(row.bukti.select_related("berkas"))
    klarifikasi = list(row.klarifikasi.select_related("diminta_oleh__user", "ditanggapi_oleh__user"))
    buttons = _buttons(request, row, klarifikasi)
    halaman = Halaman(
        f"Pengaduan {row.nomor}",
        remah=_remah(row)[:1],
        status=(workflow.NADA[row.status], row.get_status_display()),
        keterangan=_where(row),
        tombol=buttons[0] if buttons else None,
        menu=tuple(buttons[1:]),
    )
    return render(request, "units/pengaduan_detail.html", {
        "halaman": halaman, "pengaduan": row, "klarifikasi_list": klarifikasi, "hari_ini": timezone.localdate(),
        "bukti_awal": [b for b in bukti if b.tambahan_id is None],
        "tambahan_list": [(t, [b for b in bukti if b.tambahan_id == t.pk]) for t in row.tambahan.all()],
        "bernama": _is_named(row), "telaah_sebelum": workflow.examine_by(row),
        "riwayat": row.riwayat.select_related("oleh", "peran")[:HISTORY_ROWS],
    })  # fmt: skip


def _is_named(row: Pengaduan) -> bool:
    return Pengaduan.objects.filter(pk=row.pk, identitas__isnull=False).exists()


def _where(row: Pengaduan) -> str:
    if row.status == S.SELESAI:
        return f"Selesai {tanggal(timezone.localtime(row.selesai_at).date())}: {row.get_hasil_display().lower()}."
    if row.status == S.DITERIMA:
        return f"Menunggu ditelaah paling lambat {tanggal(workflow.examine_by(row))}."
    return f"Diselesaikan paling lambat {tanggal(row.tenggat)}."


def _buttons(request: HttpRequest, row: Pengaduan, klarifikasi: list[KlarifikasiPengaduan]) -> list[Tombol]:
    url = {name: reverse(f"pengaduan_{name}", args=[row.pk]) for name in ("examine", "ask", "close", "review")}
    waiting = any(not k.ditanggapi_at for k in klarifikasi)
    found = []
    for step in workflow.WORKFLOW.available(request.peran, row):
        if step.name == "examine":
            found.append(Tombol(step.label, url["examine"], ikon="search", metode="post", konfirmasi=step.confirm))
        elif step.name == "ask" and not waiting:
            found.append(Tombol(step.label, url["ask"], ikon="message-square"))
        elif step.name == "close":
            found.append(Tombol(step.label, url["close"], ikon="check"))
    if services.reviewable(request.peran).filter(pk=row.pk).exists():
        found.append(Tombol("Buka peninjauan predikat", url["review"], ikon="shield-alert"))
    return found


def pengaduan_examine(request: HttpRequest, pk: int) -> HttpResponse:
    row, step = _fetch(request, pk), workflow.WORKFLOW.get("examine")
    here = reverse("pengaduan_detail", args=[pk])
    galat, status = "", 200
    if request.method == "POST":
        try:
            services.examine_pengaduan(pengaduan=row, by=request.peran)
        except Ditolak as error:
            galat, status = str(error), 422
        else:
            messages.success(request, "Pengaduan ditelaah.")
            return redirect(here)
    question = {"judul": f"{step.label} {row.nomor}", "akibat": step.confirm, "tombol": step.label}
    return ask(request, status=status, **question, batal_url=here, galat=galat)


def _act(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], Any],
    *,
    halaman: Halaman,
    done: str,
    to: str,
    **context: Any,
) -> HttpResponse:
    """A form of one act: draw it, or do it and go on; what was typed stays when it is refused."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except Ditolak as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect(to)
    status = 422 if form.errors else 200
    return render(request, "units/pengaduan_form.html", {"halaman": halaman, "form": form} | context, status=status)


def pengaduan_ask(request: HttpRequest, pk: int) -> HttpResponse:
    row, here = _fetch(request, pk), reverse("pengaduan_detail", args=[pk])
    return _act(
        request,
        KlarifikasiAskForm(request.POST or None, cancel_url=here),
        lambda data: services.ask_unit(pengaduan=row, by=request.peran, **data),
        halaman=Halaman("Minta klarifikasi", remah=_remah(row), keterangan=f"Kepada kepala {row.unit}."),
        done="Permintaan dikirim kepada kepala unit.",
        to=here,
    )


def pengaduan_close(request: HttpRequest, pk: int) -> HttpResponse:
    row, here = _fetch(request, pk), reverse("pengaduan_detail", args=[pk])
    return _act(
        request,
        PengaduanCloseForm(request.POST or None, cancel_url=here),
        lambda data: services.close_pengaduan(pengaduan=row, by=request.peran, **data),
        halaman=Halaman(
            "Selesaikan pengaduan", remah=_remah(row), keterangan="Pengaduan yang selesai tidak dapat diubah lagi."
        ),
        done="Pengaduan selesai; pelapor dapat membaca jawabannya.",
        to=here,
    )


@sensitive_variables()
def pengaduan_identity(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for a reason first; the answer itself is the only page that ever shows the identity, and nobody keeps it."""
    row, here = _fetch(request, pk), reverse("pengaduan_detail", args=[pk])
    galat = ""
    if request.method == "POST":
        try:
            pelapor = services.open_identity(pengaduan=row, alasan=request.POST.get("alasan", ""), by=request.peran)
        except Ditolak as error:
            galat = str(error)
        else:
            halaman = Halaman(f"Identitas pelapor {row.nomor}", remah=_remah(row))
            response = render(
                request, "units/pengaduan_identity.html", {"halaman": halaman, "pelapor": pelapor, "kembali": here}
            )
            patch_cache_control(response, no_store=True, private=True)
            return response
    return ask(
        request,
        status=422 if galat else 200,
        judul="Buka identitas pelapor",
        akibat="Pembukaan identitas dan alasannya dicatat dalam riwayat pengaduan ini.",
        tombol="Buka identitas",
        batal_url=here,
        alasan="wajib",
        alasan_nilai=request.POST.get("alasan", ""),
        galat=galat,
    )


def pengaduan_bukti(request: HttpRequest, pk: int) -> HttpResponse:
    rows = BuktiPengaduan.objects.filter(pengaduan__in=Pengaduan.objects.visible_to(request.peran))
    row = get_object_or_404(rows.select_related("berkas"), pk=pk)
    return serve(row.berkas, nama=row.nama)


def pengaduan_review(request: HttpRequest, pk: int) -> HttpResponse:
    """For the ketua TPI, who sees the number and the unit of a proven complaint and no more."""
    row = get_object_or_404(services.reviewable(request.peran), pk=pk)
    return _act(
        request,
        PengaduanReviewForm(request.POST or None, cancel_url=reverse("predikat_list")),
        lambda data: services.review_predikat(pengaduan=row, by=request.peran, **data),
        halaman=Halaman(
            f"Buka peninjauan predikat {row.unit}",
            remah=(("Predikat", reverse("predikat_list")),),
            keterangan=f"Pengaduan {row.nomor} terbukti. Predikat tetap berlaku sampai Ketua TPI memutus.",
        ),
        done="Peninjauan dibuka; kepala unit diminta memberi klarifikasi.",
        to=reverse("predikat_list"),
    )


def klarifikasi_pengaduan_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The head reads the officer's question, not the complaint."""
    rows = KlarifikasiPengaduan.objects.none()
    if access.has_role(request.peran, "kepala_unit"):
        rows = KlarifikasiPengaduan.objects.filter(pengaduan__unit_id=request.peran.unit_id)
    row = get_object_or_404(rows, pk=pk)
    here = reverse("klarifikasi_pengaduan_answer", args=[pk])
    return _act(
        request,
        KlarifikasiAnswerForm(request.POST or None, cancel_url=reverse("beranda")),
        lambda data: services.answer_klarifikasi(klarifikasi=row, by=request.peran, **data),
        halaman=Halaman(
            "Permintaan penjelasan dari Inspektorat", keterangan=f"Jawaban paling lambat {tanggal(row.tenggat)}."
        ),
        done="Penjelasan terkirim kepada Inspektorat.",
        to=here,
        klarifikasi=row,
    )


def petugas_pengaduan_list(request: HttpRequest) -> HttpResponse:
    peran = request.peran
    allowed = peran is not None and access.can_name_petugas(peran, peran.instansi_id)
    require(allowed, workflow.PENUNJUK, what="Mengatur petugas pengaduan")
    form = PetugasForm(request.POST or None, instansi=peran.instansi)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.name_petugas(by=peran, **form.cleaned_data)
        except Ditolak as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{row.user} ditunjuk sebagai petugas pengaduan.")
            return redirect("petugas_pengaduan_list")
    rows = PetugasPengaduan.objects.visible_to(peran).select_related(
        "user__unit", "ditunjuk_oleh__user", "diakhiri_oleh__user"
    )
    halaman = Halaman(
        "Petugas pengaduan",
        keterangan="Pegawai Inspektorat yang boleh membaca pengaduan. Tidak seorang pun lainnya, apa pun perannya, membacanya.",
    )
    context = {"halaman": halaman, "form": form, "petugas_list": rows, "aktif": sum(not r.diakhiri_at for r in rows)}
    return render(request, "units/petugas_pengaduan_list.html", context, status=422 if form.errors else 200)


def petugas_pengaduan_end(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(PetugasPengaduan.objects.visible_to(request.peran).select_related("user"), pk=pk)
    here, galat = reverse("petugas_pengaduan_list"), ""
    if request.method == "POST":
        try:
            services.dismiss_petugas(petugas=row, alasan=request.POST.get("alasan", ""), by=request.peran)
        except Ditolak as error:
            galat = str(error)
        else:
            messages.success(request, f"Tugas {row.user} sebagai petugas pengaduan diakhiri.")
            return redirect(here)
    return ask(
        request, status=422 if galat else 200, judul=f"Akhiri tugas {row.user}", tombol="Akhiri tugas", batal_url=here,
        akibat="Petugas tidak dapat lagi membaca pengaduan.", alasan="boleh", galat=galat, bahaya=True,
    )  # fmt: skip


def instansi_publik(request: HttpRequest) -> HttpResponse:
    """The switches of the public page and of the complaint channel, with the address."""
    require(is_admin(request.peran), ADMIN, what="Mengatur layanan publik")
    instansi = Instansi.objects.get(pk=request.peran.instansi_id)
    here = reverse("instansi_publik")
    form = PublikForm(request.POST or None, instance=instansi, cancel_url=reverse("instansi_edit"))
    if request.method == "POST" and form.is_valid():
        set_public(instansi=instansi, by=request.peran, **form.cleaned_data)
        messages.success(request, "Layanan publik disimpan.")
        return redirect(here)
    stored = Instansi.objects.get(pk=instansi.pk)
    officers = PetugasPengaduan.objects.in_office().filter(instansi=stored).count()
    return render(request, "units/instansi_publik.html", {
        "halaman": Halaman("Layanan publik", remah=(("Pengaturan instansi", reverse("instansi_edit")),),
                           keterangan="Apa yang dapat dibuka siapa pun tanpa masuk."),
        "form": form, "instansi": stored, "petugas": officers,
        "riwayat": stored.riwayat.filter(tindakan="Mengatur layanan publik").select_related("oleh", "peran")[:HISTORY_ROWS],
    }, status=422 if form.errors else 200)  # fmt: skip
