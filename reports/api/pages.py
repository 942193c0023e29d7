"""Pages of the administrator: clients of the API, their tokens, and the guide for those who write the programs."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from reports.api import clients
from reports.api.access import ADMIN, can_manage_klien_api
from reports.api.forms import KlienForm, TokenForm
from reports.api.guide import guide
from reports.api.openapi import DASAR
from reports.api.tables import KlienTable, role_words, state_of, with_state
from reports.models import KlienAPI, TokenAPI
from units.access import require
from units.errors import Ditolak
from units.halaman import Halaman, Tombol
from units.views.common import ask, paged, render_list

HARI_TAMPIL = 30
REMAH = "Klien API"


def base_url() -> str:
    return f"{settings.SITE_URL}/{DASAR}".rstrip("/")


def _require_admin(request: HttpRequest, what: str) -> int:
    instansi_id = request.peran.instansi_id if request.peran else 0
    require(can_manage_klien_api(request.peran, instansi_id), ADMIN, what=what)
    return instansi_id


def _klien(request: HttpRequest, pk: int, what: str) -> KlienAPI:
    _require_admin(request, what)
    return get_object_or_404(with_state(KlienAPI.objects.visible_to(request.peran)), pk=pk)


def _crumbs(klien: KlienAPI | None = None) -> tuple[tuple[str, str], ...]:
    first = (REMAH, reverse("klien_api_list"))
    return (first, (klien.nama, reverse("klien_api_detail", args=[klien.pk]))) if klien else (first,)


@require_safe
def klien_api_list(request: HttpRequest) -> HttpResponse:
    _require_admin(request, "Mengelola klien API")
    rows = with_state(KlienAPI.objects.visible_to(request.peran)).order_by("dicabut_at", "nama", "pk")
    halaman = Halaman(
        judul=REMAH,
        keterangan="Program lain yang membaca data portal ini dengan tokennya sendiri; tidak ada yang dapat mengubah data.",
        tombol=Tombol("Buat klien", reverse("klien_api_create"), ikon="key-round"),
        menu=(
            Tombol("Panduan API", reverse("klien_api_guide"), ikon="circle-help"),
            Tombol("Unduh Excel", "?unduh=xlsx", ikon="file-spreadsheet", unduh=True),
        ),
    )
    context = {"halaman": halaman, "table": paged(request, KlienTable(rows)), "alamat": base_url()}
    return render_list(request, "reports/klien_api_list.html", context)


def klien_api_create(request: HttpRequest) -> HttpResponse:
    """The answer to the form shows the token: nothing else ever does."""
    instansi_id = _require_admin(request, "Membuat klien API")
    form = KlienForm(request.POST or None, instansi_id=instansi_id, cancel_url=reverse("klien_api_list"))
    if request.method == "POST" and form.is_valid():
        try:
            klien, token = clients.create_client(by=request.peran, **form.cleaned_data)
        except Ditolak as refusal:
            form.add_error(None, str(refusal))
        else:
            return _show_token(request, klien, token, f"Token {klien.nama}")
    halaman = Halaman(
        judul="Buat klien API",
        remah=_crumbs(),
        keterangan="Token ditampilkan satu kali sesudah dibuat; portal hanya menyimpan sidiknya.",
    )
    context = {"halaman": halaman, "form": form}
    return render(request, "reports/klien_api_create.html", context, status=422 if form.errors else 200)


def _show_token(request: HttpRequest, klien: KlienAPI, token: str, judul: str) -> HttpResponse:
    row = TokenAPI.objects.filter(klien=klien).first()
    halaman = Halaman(judul=judul, remah=_crumbs(klien))
    context = {
        "halaman": halaman, "token": token, "alamat": base_url(), "sampai": row.berlaku_sampai,
        "lanjut": reverse("klien_api_detail", args=[klien.pk]),
    }  # fmt: skip
    response = render(request, "reports/klien_api_token.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def klien_api_detail(request: HttpRequest, pk: int) -> HttpResponse:
    klien = _klien(request, pk, "Membuka klien API")
    now = timezone.now()
    nada, kata = state_of(klien, timezone.localdate(now))
    halaman = Halaman(
        judul=klien.nama,
        remah=_crumbs(),
        status=(nada, kata),
        keterangan=klien.keperluan,
        tombol=None if klien.dicabut_at else Tombol(
            "Ganti token", reverse("klien_api_exchange", args=[pk]), ikon="refresh-cw"
        ),
        menu=() if klien.dicabut_at else (
            Tombol("Panduan API", reverse("klien_api_guide"), ikon="circle-help"),
            Tombol(
                "Cabut klien", reverse("klien_api_revoke", args=[pk]), ikon="circle-x", metode="post", bahaya=True,
                alasan="boleh", konfirmasi="Semua token klien ini langsung ditolak. Klien tidak dapat dipulihkan.",
            ),
        ),
    )  # fmt: skip
    context = {
        "halaman": halaman, "klien": klien, "peran": role_words(klien.peran), "alamat": base_url(),
        "cakupan_list": [(kode, KlienAPI.Cakupan(kode).label) for kode in klien.cakupan],
        "token_list": [(row, *_token_state(klien, row, now)) for row in klien.token.select_related("dibuat_oleh__user")],
        "pemakaian_list": klien.pemakaian.all()[:HARI_TAMPIL],
        "riwayat": klien.riwayat.select_related("oleh", "peran"),
    }  # fmt: skip
    return render(request, "reports/klien_api_detail.html", context)


def _token_state(klien: KlienAPI, row: TokenAPI, now) -> tuple[str, str]:
    row.klien = klien
    if clients.works(row, now):
        return ("kuning", "Segera berakhir") if row.berakhir_at else ("hijau", "Berlaku")
    return "netral", "Berakhir"


def klien_api_exchange(request: HttpRequest, pk: int) -> HttpResponse:
    """A new token for the same client; shown once, like the first."""
    klien = _klien(request, pk, "Mengganti token klien API")
    back = reverse("klien_api_detail", args=[pk])
    form = TokenForm(request.POST or None, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        try:
            token = clients.exchange_token(klien, by=request.peran, **form.cleaned_data)
        except Ditolak as refusal:
            form.add_error(None, str(refusal))
        else:
            return _show_token(request, klien, token, f"Token baru {klien.nama}")
    halaman = Halaman(
        judul="Ganti token",
        remah=_crumbs(klien),
        keterangan="Token baru ditampilkan satu kali. Token lama dapat tetap berlaku beberapa hari selama pemasangan.",
    )
    context = {"halaman": halaman, "form": form}
    return render(request, "reports/klien_api_exchange.html", context, status=422 if form.errors else 200)


def klien_api_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    klien = _klien(request, pk, "Mencabut klien API")
    back = reverse("klien_api_detail", args=[pk])
    if request.method == "POST":
        try:
            clients.revoke_client(klien, by=request.peran, alasan=request.POST.get("alasan", "").strip())
        except Ditolak as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"Klien {klien.nama} dicabut.")
        return redirect(back)
    return ask(
        request, judul=f"Cabut klien {klien.nama}?", tombol="Cabut klien", bahaya=True, alasan="boleh",
        akibat="Semua token klien ini langsung ditolak. Klien tidak dapat dipulihkan.",
        batal_url=back, halaman=Halaman(judul="Cabut klien", remah=_crumbs(klien)),
    )  # fmt: skip


@require_safe
def klien_api_guide(request: HttpRequest) -> HttpResponse:
    """How to call the API, made from the schema itself."""
    _require_admin(request, "Membuka panduan API")
    halaman = Halaman(
        judul="Panduan API",
        remah=_crumbs(),
        keterangan="Untuk penulis program yang membaca data portal ini.",
        tombol=Tombol("Unduh openapi.json", reverse("api_schema"), ikon="download", unduh=True),
    )
    return render(request, "reports/klien_api_guide.html", {
        "halaman": halaman, "panduan": guide(), "alamat": base_url(), "situs": settings.SITE_URL,
        "per_menit": settings.API_CALLS_PER_MINUTE, "gagal_per_menit": settings.API_FAILURES_PER_MINUTE,
    })  # fmt: skip
