"""Pages that belong to no app: the home page and the search."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zi_portal import search as searching


def beranda(request: HttpRequest) -> HttpResponse:
    return render(request, "zi_portal/beranda.html", {})


def search(request: HttpRequest) -> HttpResponse:
    q = request.GET.get("q", "")
    groups = searching.search(q, peran=request.peran)
    return render(request, "zi_portal/search.html", {"q": q, "kelompok_list": groups})
