"""One agreement of a session: carried out and shown by the unit, confirmed by the coach."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from action_plans import access
from action_plans.coaching_workflow import KESEPAKATAN
from action_plans.models import KesepakatanPembinaan
from action_plans.services import agreements
from action_plans.views.coaching_head import crumbs, fetch_kesepakatan
from units.access import require
from units.errors import BerkasDitolak, Ditolak
from units.halaman import Halaman, Nada, Tombol
from units.models import DataDukung
from units.templatetags.indonesia import tanggal
from units.transitions import SyaratBelumTerpenuhi

K = KesepakatanPembinaan.Status
IKON = {"confirm": "check", "reopen": "undo-2"}
DONE = {"confirm": "Kesepakatan dinyatakan selesai.", "reopen": "Kesepakatan dikembalikan kepada unit kerja."}
TOO_LARGE = "Berkas terlalu besar sehingga pengunggahannya dihentikan. Perkecil berkasnya, lalu kirim lagi."


def state_of(row: KesepakatanPembinaan) -> tuple[Nada, str]:
    if row.status == K.DIKONFIRMASI:
        return "hijau", row.get_status_display()
    if row.status == K.DILAKSANAKAN:
        return "biru", row.get_status_display()
    late = row.tenggat < timezone.localdate()
    return ("merah", "Lewat tenggat") if late else ("kuning", row.get_status_display())


def kesepakatan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, fetch_kesepakatan(request, pk))


def _page(
    request: HttpRequest, row: KesepakatanPembinaan, *, galat: str = "", catatan: str | None = None, status: int = 200
) -> HttpResponse:
    steps = [
        Tombol(
            t.label,
            reverse(f"kesepakatan_{t.name}", args=[row.pk]),
            ikon=IKON[t.name],
            metode="post",
            konfirmasi=t.confirm,
            alasan="wajib" if t.reason_required else "",
        )
        for t in KESEPAKATAN.available(request.peran, row)
        if t.name != "done"
    ]
    owner = row.penanggung_jawab or "Tim Pembangunan ZI unit ini"
    last = row.riwayat.filter(kolom="status").select_related("oleh", "peran").first()
    halaman = Halaman(
        judul="Kesepakatan pembinaan",
        remah=crumbs(row.pembinaan),
        status=state_of(row),
        keterangan=f"{row.pembinaan.pembangunan.unit}, tenggat {tanggal(row.tenggat)}. Penanggung jawab: {owner}",
        tombol=steps[0] if steps else None,
        menu=tuple(steps[1:]),
    )
    shown = DataDukung.objects.visible_to(request.peran).filter(kesepakatan=row)
    return render(
        request,
        "action_plans/kesepakatan_detail.html",
        {
            "halaman": halaman,
            "kesepakatan": row,
            "bukti_list": shown,
            "boleh": row.status == K.TERBUKA and access.can_do_kesepakatan(request.peran, row),
            "dikembalikan": last if last and row.status == K.TERBUKA and last.alasan else None,
            "galat": galat,
            "catatan": row.catatan if catatan is None else catatan,
            "tautan": request.POST.get("tautan", ""),
            "riwayat": row.riwayat.select_related("oleh", "peran"),
        },
        status=status,
    )


@require_POST
def kesepakatan_done(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit reports: a note, files or a link. What was typed stays on the page when it is refused."""
    row = fetch_kesepakatan(request, pk)
    require(
        access.can_do_kesepakatan(request.peran, row), access.PELAKSANA_KESEPAKATAN, what="Melaporkan kesepakatan ini"
    )
    catatan = request.POST.get("catatan", "")
    if getattr(request, "upload_too_large", False):
        return _page(request, row, galat=TOO_LARGE, catatan=catatan, status=422)
    try:
        agreements.report_done(
            kesepakatan=row,
            catatan=catatan,
            berkas=request.FILES.getlist("berkas"),
            tautan=request.POST.get("tautan", ""),
            by=request.peran,
        )
    except (SyaratBelumTerpenuhi, BerkasDitolak) as refusal:
        return _page(request, fetch_kesepakatan(request, pk), galat=str(refusal), catatan=catatan, status=422)
    except Ditolak as refusal:
        return _page(request, fetch_kesepakatan(request, pk), galat=str(refusal), catatan=catatan, status=409)
    messages.success(request, "Kesepakatan dilaporkan selesai; Tim Pembina ZI mengonfirmasinya.")
    return redirect("kesepakatan_detail", pk=pk)


def kesepakatan_step(request: HttpRequest, pk: int, langkah: str) -> HttpResponse:
    row = fetch_kesepakatan(request, pk)
    step = KESEPAKATAN.get(langkah)
    require(step.can(request.peran, row), step.who, what=f"“{step.label}”")
    alasan, galat = request.POST.get("alasan", ""), ""
    if request.method == "POST":
        try:
            agreements.take_step(kesepakatan=row, name=langkah, by=request.peran, alasan=alasan)
        except Ditolak as refusal:
            if row.status not in step.sources:
                messages.error(request, str(refusal))
                return redirect("kesepakatan_detail", pk=pk)
            galat = str(refusal)
        else:
            messages.success(request, DONE[langkah])
            return redirect("kesepakatan_detail", pk=pk)
    context = {
        "halaman": Halaman(judul=step.label, remah=crumbs(row.pembinaan)),
        "judul": f"{step.label}?",
        "akibat": f"“{row.uraian}”. {step.confirm}",
        "tombol": step.label,
        "batal_url": reverse("kesepakatan_detail", args=[pk]),
        "alasan": "wajib" if step.reason_required else "",
        "alasan_nilai": alasan,
        "galat": galat,
        "bahaya": step.reason_required,
    }
    return render(request, "action_plans/kesepakatan_step.html", context, status=422 if galat else 200)
