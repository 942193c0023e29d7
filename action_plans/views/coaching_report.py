"""Reports of Tim Pembina (Lampiran III): the list, one report read as it is or as it was signed, its steps."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django_tables2 import RequestConfig

from action_plans import access
from action_plans.coaching_naskah import NaskahPembinaan, from_frozen, naskah_of
from action_plans.coaching_report_workflow import WORKFLOW, check_laporan
from action_plans.filters_coaching import LaporanPembinaanFilter
from action_plans.forms.coaching_report import LaporanPembinaanForm
from action_plans.models import LaporanPembinaan
from action_plans.services import coaching_report
from action_plans.tables_coaching import NADA_LAPORAN, LaporanPembinaanTable
from action_plans.views.coaching_head import READERS, WHO_READS, tabs
from units.access import has_role, require
from units.choices import JenisPeran
from units.errors import Ditolak, TidakBerwenang
from units.halaman import Halaman, Tombol
from units.templatetags.indonesia import tanggal
from units.transitions import Transition
from units.views.common import render_list
from units.views.steps import Pertanyaan, step_page

J = JenisPeran
S = LaporanPembinaan.Status
IKON = {"submit": "send", "approve": "check", "send_back": "undo-2", "send": "send"}
DONE_WORDS = {"submit": "Diajukan", "approve": "Disetujui", "send_back": "Dikembalikan", "send": "Disampaikan"}
DONE = {
    "submit": "Laporan diajukan kepada Inspektur.",
    "approve": "Laporan disetujui dan isinya dibekukan. Langkah berikutnya: sampaikan kepada kepala daerah.",
    "send_back": "Laporan dikembalikan kepada Tim Pembina.",
    "send": "Laporan disampaikan kepada kepala daerah.",
}
LANGKAH = {
    S.DRAF: "Tim Pembina melengkapi dan mengajukan laporan.",
    S.DIAJUKAN: "Menunggu persetujuan Inspektur.",
    S.DISETUJUI: "Disampaikan kepada kepala daerah oleh Tim Pembina atau Inspektur.",
    S.DISAMPAIKAN: "Selesai.",
}


def laporan_pembinaan_list(request: HttpRequest) -> HttpResponse:
    require(has_role(request.peran, *READERS), WHO_READS, what="Membuka laporan Tim Pembina")
    rows = (
        LaporanPembinaan.objects.visible_to(request.peran)
        .filter(periode=request.periode)
        .select_related("pembangunan__unit", "disusun_oleh__user")
    )
    chosen = LaporanPembinaanFilter(request.GET, queryset=rows, request=request)
    table = LaporanPembinaanTable(chosen.qs)
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    may = has_role(request.peran, J.TIM_PEMBINA)
    halaman = Halaman(
        judul=f"Laporan Tim Pembina {request.periode or ''}".strip(),
        keterangan="Hasil pembinaan yang disampaikan kepada kepala daerah (Lampiran III).",
        tombol=Tombol("Susun laporan", reverse("laporan_pembinaan_create"), ikon="file-plus") if may else None,
        tab=tabs(request.peran, "laporan_pembinaan_list"),
    )
    context = {"halaman": halaman, "table": table, "filter": chosen}
    return render_list(request, "action_plans/laporan_pembinaan_list.html", context)


def laporan_pembinaan_create(request: HttpRequest) -> HttpResponse:
    """Choose unit, period and form; the report that exists already is opened."""
    require(
        has_role(request.peran, J.TIM_PEMBINA) and request.periode is not None,
        access.PENYUSUN_PEMBINAAN,
        what="Menyusun laporan Tim Pembina",
    )
    back = reverse("laporan_pembinaan_list")
    form = LaporanPembinaanForm(
        request.POST or None, peran=request.peran, periode=request.periode, cancel_url=back, initial=request.GET.dict()
    )
    if request.method == "POST" and form.is_valid():
        try:
            laporan = coaching_report.create_laporan(
                periode=request.periode, by=request.peran, **{n: form.cleaned_data[n] for n in form.fields}
            )
        except (Ditolak, TidakBerwenang) as refusal:
            form.add_error(None, str(refusal))
        else:
            where = "laporan_pembinaan_edit" if laporan.status == S.DRAF else "laporan_pembinaan_detail"
            return redirect(where, pk=laporan.pk)
    halaman = Halaman(
        judul="Susun laporan Tim Pembina",
        remah=(("Laporan Tim Pembina", back),),
        keterangan="Setiap bagian diisi portal dari catatan pembinaan, realisasi, dan penilaian, lalu dapat Anda sunting.",
    )
    return render(request, "action_plans/laporan_pembinaan_create.html", {"halaman": halaman, "form": form})


# --- one report ----------------------------------------------------------------------------------------------


def fetch_laporan(request: HttpRequest, pk: int) -> LaporanPembinaan:
    rows = LaporanPembinaan.objects.visible_to(request.peran).select_related(
        "instansi",
        "periode",
        "pembangunan__unit__instansi",
        "pembangunan__periode",
        "disusun_oleh__user",
        "diajukan_oleh__user",
        "disetujui_oleh__user",
    )
    return get_object_or_404(rows, pk=pk)


def title_of(laporan: LaporanPembinaan) -> str:
    label = "" if laporan.rentang == LaporanPembinaan.Rentang.TAHUN else f"{laporan.get_rentang_display()} "
    return f"Laporan Tim Pembina {label}{laporan.periode}"


def crumbs(laporan: LaporanPembinaan, *, with_self: bool = True) -> tuple[tuple[str, str], ...]:
    found = [("Laporan Tim Pembina", reverse("laporan_pembinaan_list"))]
    if with_self:
        found.append((title_of(laporan), reverse("laporan_pembinaan_detail", args=[laporan.pk])))
    return tuple(found)


def laporan_pembinaan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    laporan = fetch_laporan(request, pk)
    may_edit = access.can_edit_laporan_pembinaan(request.peran, laporan)
    inside = request.peran.jenis == J.TIM_PEMBINA or access.can_return_pembinaan(request.peran, laporan)
    rows = laporan.riwayat.all() if inside else laporan.riwayat.filter(kolom="status")
    signed = list(laporan.versi_list.select_related("disetujui_oleh__user").defer("isi")) if inside else []
    return render(
        request,
        "action_plans/laporan_pembinaan_detail.html",
        {
            **_reading(laporan, naskah_of(laporan, today=timezone.localdate())),
            "halaman": _head(request, laporan, may_edit=may_edit),
            "temuan": check_laporan(laporan) if may_edit else [],
            "dikembalikan": _returned_because(laporan),
            "naskah_lama": signed[1:] if laporan.disetujui_at else signed,
            "riwayat": rows.select_related("oleh", "peran"),
        },
    )


def _reading(laporan: LaporanPembinaan, naskah: NaskahPembinaan) -> dict:
    return {"laporan": laporan, "naskah": naskah}


def _head(request: HttpRequest, laporan: LaporanPembinaan, *, may_edit: bool) -> Halaman:
    steps = [_button(laporan, t) for t in WORKFLOW.available(request.peran, laporan)]
    steps.sort(key=lambda t: t.alasan == "wajib")
    if may_edit:
        steps.insert(0, Tombol("Sunting laporan", reverse("laporan_pembinaan_edit", args=[laporan.pk]), ikon="pencil"))
    subject = laporan.pembangunan.unit.nama if laporan.pembangunan_id else "seluruh unit kerja"
    return Halaman(
        judul=f"{title_of(laporan)} {subject}",
        remah=crumbs(laporan, with_self=False),
        status=(NADA_LAPORAN[laporan.status], laporan.get_status_display()),
        keterangan=_where_it_stands(laporan),
        tombol=steps[0] if steps else None,
        menu=tuple(steps[1:]),
    )


def _button(laporan: LaporanPembinaan, step: Transition) -> Tombol:
    url = reverse(f"laporan_pembinaan_{step.name}", args=[laporan.pk])
    if step.name == "submit":
        return Tombol(step.label, url, ikon=IKON[step.name])
    alasan = "wajib" if step.reason_required else ""
    return Tombol(step.label, url, ikon=IKON[step.name], metode="post", konfirmasi=step.confirm, alasan=alasan)


def _where_it_stands(laporan: LaporanPembinaan) -> str:
    last = laporan.riwayat.filter(kolom="status").select_related("oleh").first()
    if last is None:
        return f"{laporan.get_bentuk_display()}. Sedang disusun. {LANGKAH[laporan.status]}"
    step = next((t.name for t in WORKFLOW.transitions if t.label == last.tindakan), "")
    done = DONE_WORDS.get(step, last.tindakan)
    where = f"{done} oleh {last.oleh} pada {tanggal(last.waktu)}."
    return f"{laporan.get_bentuk_display()}. {where} {LANGKAH[laporan.status]}"


def _returned_because(laporan: LaporanPembinaan) -> object | None:
    last = laporan.riwayat.filter(kolom="status").select_related("oleh", "peran").first()
    return last if last and laporan.status == S.DRAF and last.alasan else None


def laporan_pembinaan_version(request: HttpRequest, pk: int, nomor: int) -> HttpResponse:
    """A text that was approved once and returned later, as it was signed: the business of those who made it."""
    laporan = fetch_laporan(request, pk)
    require(
        request.peran.jenis == J.TIM_PEMBINA or access.can_return_pembinaan(request.peran, laporan),
        f"Tim Pembina ZI dan {access.INSPEKTUR}",
        what="Membaca naskah lama",
    )
    row = get_object_or_404(laporan.versi_list, nomor=nomor)
    halaman = Halaman(
        judul=f"Naskah {nomor} {title_of(laporan)}",
        remah=crumbs(laporan),
        status=("netral", "Naskah lama"),
        keterangan=f"Disetujui {tanggal(row.disetujui_at)} dan disimpan sebagaimana ditandatangani.",
    )
    context = {**_reading(laporan, from_frozen(laporan, row.isi)), "halaman": halaman}
    return render(request, "action_plans/laporan_pembinaan_version.html", context)


# --- steps ---------------------------------------------------------------------------------------------------


def laporan_pembinaan_step(request: HttpRequest, pk: int, langkah: str) -> HttpResponse:
    """Each step has a URL of its own, and this one view."""
    laporan = fetch_laporan(request, pk)

    def question(step: Transition) -> Pertanyaan:
        return Pertanyaan(
            judul=title_of(laporan),
            remah=crumbs(laporan),
            kembali=reverse("laporan_pembinaan_detail", args=[pk]),
            akibat=f"{laporan}. {step.confirm}",
            temuan=tuple(check_laporan(laporan)) if step.name == "submit" else (),
            lengkapi=Tombol("Lengkapi laporan", reverse("laporan_pembinaan_edit", args=[pk]), ikon="pencil"),
            alasan="wajib" if step.reason_required else "",
        )

    return step_page(
        request,
        workflow=WORKFLOW,
        obj=laporan,
        name=langkah,
        take=lambda alasan: coaching_report.take_step(laporan=laporan, name=langkah, by=request.peran, alasan=alasan),
        question=question,
        done=DONE[langkah],
    )
