"""One's own notices."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from units.halaman import Halaman, Tombol
from units.models import Notifikasi
from units.views.common import safe_next

PER_PAGE = 25


def notifikasi_list(request: HttpRequest) -> HttpResponse:
    rows = Notifikasi.objects.filter(user=request.user)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    unread = rows.filter(dibaca_at=None).count()
    tombol = (
        Tombol("Tandai semua sudah dibaca", reverse("notifikasi_read_all"), ikon="check-check", metode="post")
        if unread
        else None
    )
    halaman = Halaman(
        "Pemberitahuan", keterangan=f"{unread} belum dibaca." if unread else "Semua sudah dibaca.", tombol=tombol
    )
    return render(request, "units/notifikasi_list.html", {"halaman": halaman, "page": page})


def notifikasi_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Go to what the notice is about; having opened it is having read it."""
    notice = get_object_or_404(Notifikasi, pk=pk, user=request.user)
    _mark(request, pk)
    local = url_has_allowed_host_and_scheme(notice.tautan, allowed_hosts={request.get_host()})
    return redirect(notice.tautan if local else reverse("notifikasi_list"))


@require_POST
def notifikasi_read(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(Notifikasi, pk=pk, user=request.user)
    _mark(request, pk)
    return redirect(safe_next(request, reverse("notifikasi_list")))


@require_POST
def notifikasi_read_all(request: HttpRequest) -> HttpResponse:
    _mark(request)
    return redirect("notifikasi_list")


def _mark(request: HttpRequest, pk: int | None = None) -> None:
    rows = Notifikasi.objects.filter(user=request.user, dibaca_at=None)
    (rows if pk is None else rows.filter(pk=pk)).update(dibaca_at=timezone.now())
