"""Pages that belong to no app: the home page and the search."""

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from action_plans import todo as plan_todo
from evaluation import todo as evaluation_todo
from evaluation import todo_pleno, todo_proposal, tpi_todo, tpn_todo
from reports.signing import todo as signing_todo
from units import complaint_todo, predicate_todo
from units import todo as unit_todo
from units.choices import JenisPeran
from units.halaman import Halaman
from units.models import DataDukung, Notifikasi
from units.tugas import Tugas
from zi_portal import search as searching
from zi_portal.forms import CariForm
from zi_portal.usage import usage_of

URGENCY = {"merah": 0, "kuning": 1}
TUGAS_TAMPIL = 30  # the most urgent; an inspector of a thousand units has hundreds
EXPLAINED = {
    JenisPeran.PENILAI_TPN: (
        "Unit yang diberikan kepada Anda tampil di sini selama evaluasinya berjalan; yang sudah selesai ada pada menu "
        "Evaluasi TPN."
    ),
    JenisPeran.PEGAWAI: "Anda dapat membaca rencana aksi unit Anda pada menu Rencana aksi.",
}


def beranda(request: HttpRequest) -> HttpResponse:
    """Everyone's home: what waits for them in the role they act in, the next deadlines, the latest notices."""
    today = timezone.localdate()
    periode = request.periode
    if periode:
        prefetch_related_objects([periode], "tenggat")  # asked for by the reports' deadlines and by the calendar
    tasks = _todo(request, today)
    return render(
        request,
        "zi_portal/beranda.html",
        {
            "halaman": Halaman(judul=f"Selamat bekerja, {request.user.nama}"),
            "tugas_list": tasks if request.GET.get("semua") else tasks[:TUGAS_TAMPIL],
            "jumlah_tugas": len(tasks),
            "penjelasan": EXPLAINED.get(request.peran.jenis, "") if request.peran else "",
            "hari_ini": today,
            "tenggat_list": [t for t in periode.tenggat.all() if t.tanggal >= today][:4] if periode else [],
            "kabar_list": Notifikasi.objects.filter(user=request.user)[:5],
        },
    )


def _todo(request: HttpRequest, today) -> list[Tugas]:
    """Most urgent first; within the same urgency by deadline."""
    if request.peran is None:
        return []
    found = unit_todo.todo_for(request.peran, request.periode, today=today)
    found = [*found, *predicate_todo.todo_for(request.peran, today=today), *tpn_todo.todo_for(request.peran)]
    found = [*found, *complaint_todo.todo_for(request.peran, today=today)]
    found = [*found, *signing_todo.todo_for(request.peran, today=today)]
    if request.periode:
        found = [*found, *plan_todo.todo_for(request.peran, request.periode, today=today)]
        found = [*found, *evaluation_todo.todo_for(request.peran, request.periode, today=today)]
        found = [*found, *tpi_todo.todo_for(request.peran, request.periode, today=today)]
        found = [*found, *todo_pleno.todo_for(request.peran, request.periode, today=today)]
        found = [*found, *todo_proposal.todo_for(request.peran, request.periode, today=today)]
    return sorted(found, key=lambda t: (URGENCY.get(t.nada, 2), t.tenggat or today.max))


def data_dukung_usage(request: HttpRequest, pk: int) -> HttpResponse:
    """Part of the evidence page, which belongs to an app that knows no plans and no assessments."""
    row = get_object_or_404(DataDukung.objects.visible_to(request.peran), pk=pk)
    rows = usage_of(row, peran=request.peran)
    return render(request, "zi_portal/data_dukung_usage.html", {"pemakaian": rows})


def search(request: HttpRequest) -> HttpResponse:
    """A glance at every kind of hit; with a kind chosen, all of that kind page by page."""
    q, form = request.GET.get("q", "").strip(), CariForm(request.GET, years=[p.tahun for p in request.periode_list])
    chosen = form.cleaned_data if form.is_valid() else {}
    kind, year = chosen.get("jenis") or "", int(chosen.get("tahun") or 0) or None
    context = {"form": form, "q": q, "halaman": Halaman(judul=f"Hasil pencarian “{q}”" if q else "Pencarian")}
    if kind:
        page = searching.search_kind(kind, q, peran=request.peran, tahun=year, page=request.GET.get("page"))
        context |= {"page": page, "sumber": searching.MENURUT_KODE[kind], "terbanyak": searching.TERBANYAK}
    else:
        context["kelompok_list"] = searching.search(q, peran=request.peran, tahun=year)
    return render(request, "zi_portal/search.html", context)
