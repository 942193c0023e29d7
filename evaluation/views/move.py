"""Move an assessment to the version of its LKE in force: what changes first, then the act."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from evaluation import access
from evaluation.services import move
from evaluation.views.head import crumbs, fetch_penilaian
from units.access import require
from units.errors import Ditolak
from units.halaman import Halaman


def penilaian_move(request: HttpRequest, pk: int) -> HttpResponse:
    penilaian = fetch_penilaian(request, pk)
    require(access.can_prepare(request.peran, penilaian), access.KETUA, what="Memindahkan penilaian ke versi lain")
    here = reverse("penilaian_detail", args=[pk])
    plan = move.plan_move(penilaian) if move.can_move(request.peran, penilaian) else None
    if plan is None:
        messages.info(request, "Penilaian ini sudah memakai versi LKE yang berlaku, atau tidak lagi berstatus Draf.")
        return redirect(here)
    if request.method == "POST":
        sent = request.POST.get("versi", "")
        try:
            move.move_penilaian(penilaian, baru=int(sent) if sent.isdecimal() else 0, by=request.peran)
        except Ditolak as refusal:
            messages.error(request, str(refusal))
            return redirect("penilaian_move", pk=pk)
        messages.success(request, f"Penilaian memakai {plan.baru}.")
        return redirect(here)
    halaman = Halaman(judul=f"Pindah ke {plan.baru}", remah=crumbs(request, penilaian))
    gugur = f" {len(plan.gugur)} jawaban harus diisi lagi." if plan.gugur else " Semua jawaban tetap."
    return render(request, "evaluation/penilaian_move.html", {
        "halaman": halaman, "penilaian": penilaian, "plan": plan, "nilai_versi": plan.baru.pk, "batal_url": here,
        "judul": f"Pindahkan penilaian ke {plan.baru}?", "tombol": "Pindahkan",
        "akibat": f"Penilaian dihitung menurut {plan.baru}.{gugur} Catatan dan data dukung tidak berubah.",
    })  # fmt: skip
