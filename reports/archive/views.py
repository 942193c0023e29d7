"""The archive of issued papers: the list, one paper with its files and history, the end of its force."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from reports.archive.filters import TerbitanFilter
from reports.archive.tables import TerbitanTable
from reports.cap import grouped
from reports.issuing_access import may_issue
from reports.kinds import source_of
from reports.models import Terbitan
from reports.services.issuing import revoke_terbitan
from reports.services.register import HIDUP
from reports.signing.buttons import next_step, replace_scan, signed_files
from reports.terbitan_workflow import NADA, WORKFLOW
from reports.views import source_url
from units.halaman import Halaman, Tombol
from units.models import StatusPekerjaan
from units.transitions import Transition
from units.views.common import paged, render_list
from units.views.steps import Pertanyaan, step_page

HISTORY_ROWS = 30
LANGKAH = {
    Terbitan.Status.DISIAPKAN: "Nomor sudah diberikan; berkasnya sedang dibuat.",
    Terbitan.Status.MENUNGGU_TTD: "Nomor sudah diberikan; dokumen berlaku setelah ditandatangani.",
    Terbitan.Status.BERLAKU: "Dokumen sudah ditandatangani dan berlaku.",
    Terbitan.Status.DIGANTI: "Dokumen tidak berlaku lagi karena diganti.",
    Terbitan.Status.DICABUT: "Dokumen tidak berlaku lagi karena dicabut.",
}


@require_safe
def terbitan_list(request: HttpRequest) -> HttpResponse:
    rows = Terbitan.objects.visible_to(request.peran).select_related("pembangunan__unit")
    chosen = TerbitanFilter(request.GET, queryset=rows, request=request)
    table = paged(request, TerbitanTable(chosen.qs))
    halaman = Halaman(
        judul="Arsip dokumen",
        keterangan="Semua dokumen yang terbit dengan nomor, dari semua tahun. Dokumen terbit tidak pernah dihapus.",
    )
    return render_list(request, "reports/terbitan_list.html", {"halaman": halaman, "table": table, "filter": chosen})


def fetch_terbitan(request: HttpRequest, pk: int) -> Terbitan:
    """One paper that this role may see, with what its pages show."""
    rows = Terbitan.objects.visible_to(request.peran).select_related(
        "instansi", "periode", "pembangunan__unit", "pembangunan__periode", "dokumen__berkas", "bertanda",
        "bertanda_oleh__user", "mengganti", "pengganti", "diterbitkan_oleh__user",
    )  # fmt: skip
    return get_object_or_404(rows.defer("dokumen__isi"), pk=pk)


@require_safe
@vary_on_headers("HX-Request")
def terbitan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    terbitan = fetch_terbitan(request, pk)
    if request.htmx:  # asked while the paper is drawn
        return _progress(request, terbitan)
    context = _detail_context(request, terbitan)
    halaman = Halaman(
        judul=terbitan.nomor,
        remah=(("Arsip dokumen", reverse("terbitan_list")),),
        status=(NADA[terbitan.status], terbitan.get_status_display()),
        keterangan=f"{terbitan.perihal}, {terbitan.unit_nama}. {LANGKAH[terbitan.status]}",
        tombol=next_step(request.peran, terbitan),
        menu=tuple(_buttons(request, terbitan)),
    )
    return render(request, "reports/terbitan_detail.html", context | {"halaman": halaman})


def _progress(request: HttpRequest, terbitan: Terbitan) -> HttpResponse:
    """How far the drawing is; once it is done the whole page shows more than before."""
    context = {"terbitan": terbitan, "dokumen": terbitan.dokumen, "ulang_url": _retry_url(request, terbitan)}
    answer = render(request, "reports/_terbitan_kemajuan.html", context)
    if terbitan.dokumen.status == StatusPekerjaan.JADI:
        answer["HX-Refresh"] = "true"
    return answer


def _may_issue(request: HttpRequest, terbitan: Terbitan) -> bool:
    return may_issue(request.peran, terbitan.jenis, terbitan.periode, terbitan.pembangunan)


def _retry_url(request: HttpRequest, terbitan: Terbitan) -> str:
    return reverse("dokumen_retry", args=[terbitan.dokumen_id]) if _may_issue(request, terbitan) else ""


def _detail_context(request: HttpRequest, terbitan: Terbitan) -> dict[str, Any]:
    return {
        "terbitan": terbitan,
        "is_jadi": terbitan.dokumen.status == StatusPekerjaan.JADI,
        "dokumen": terbitan.dokumen,
        "kode": grouped(terbitan.kode),
        "pengganti": getattr(terbitan, "pengganti", None),
        "bertanda_list": signed_files(terbitan),
        "penanda_list": terbitan.penanda_tangan.splitlines(),
        "sumber_url": source_url(terbitan.jenis, source_of(terbitan.dokumen)),
        "ulang_url": _retry_url(request, terbitan),
        "riwayat": terbitan.riwayat.select_related("oleh", "peran")[:HISTORY_ROWS],
    }


def _buttons(request: HttpRequest, terbitan: Terbitan) -> list[Tombol]:
    """What may be done with a paper in force besides bringing it there."""
    if terbitan.status not in HIDUP or not _may_issue(request, terbitan):
        return []
    step = WORKFLOW.get("revoke")
    new = reverse("terbitan_create", args=[terbitan.jenis, source_of(terbitan.dokumen).pk])
    scan = replace_scan(request.peran, terbitan)
    return [
        *([scan] if scan else []),
        Tombol("Terbitkan pengganti", new, ikon="file-plus"),
        Tombol(
            step.label,
            reverse("terbitan_revoke", args=[terbitan.pk]),
            ikon="circle-x",
            metode="post",
            konfirmasi=step.confirm,
            alasan="wajib",
            bahaya=True,
        ),
    ]


def terbitan_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    terbitan = fetch_terbitan(request, pk)
    back = reverse("terbitan_detail", args=[pk])

    def question(step: Transition) -> Pertanyaan:
        remah = (("Arsip dokumen", reverse("terbitan_list")), (terbitan.nomor, back))
        return Pertanyaan(judul=terbitan.nomor, remah=remah, kembali=back, akibat=step.confirm, alasan="wajib")

    return step_page(
        request,
        workflow=WORKFLOW,
        obj=terbitan,
        name="revoke",
        take=lambda alasan: revoke_terbitan(terbitan, by=request.peran, alasan=alasan),
        question=question,
        done=f"Dokumen {terbitan.nomor} dicabut.",
    )
