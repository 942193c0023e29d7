"""Write a coaching report section by section, choose its team, and draft a section again from the data."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from action_plans import access
from action_plans.coaching_data import collect
from action_plans.coaching_narrative import ISIAN
from action_plans.coaching_naskah import BarisRekap, form_of, labels_of, recap, team_of
from action_plans.coaching_report_workflow import check_laporan
from action_plans.forms.coaching_report import TimLaporanForm
from action_plans.forms.report import clean_section
from action_plans.models import BagianLaporanPembinaan, LaporanPembinaan
from action_plans.services import coaching_report
from action_plans.tables_coaching import NADA_LAPORAN
from action_plans.views.coaching_report import crumbs, fetch_laporan, title_of
from units.access import require
from units.autosave import answer, is_autosave, sent_version
from units.errors import BenturanPerubahan, Ditolak
from units.halaman import Halaman, Tombol
from units.profiles import Bagian

MIN_ROWS, MAX_ROWS = 4, 24


@dataclass(frozen=True, slots=True)
class BagianSunting:
    """A heading of the form; `row` is None under a mere heading. `basi`: the data would say something else today."""

    bagian: Bagian
    row: BagianLaporanPembinaan | None
    angka: BarisRekap | None
    basi: bool

    @property
    def kosong(self) -> bool:
        return self.row is not None and (not self.row.isi.strip() or bool(self.isian))

    @property
    def isian(self) -> list[str]:
        """Marks that only people can replace."""
        return ISIAN.findall(self.row.isi) if self.row else []

    @property
    def rows(self) -> int:
        lines = sum(1 + len(line) // 95 for line in self.row.isi.splitlines())
        return min(MAX_ROWS, max(MIN_ROWS, lines + 1))


def _fetch_editable(request: HttpRequest, pk: int) -> LaporanPembinaan:
    laporan = fetch_laporan(request, pk)
    require(
        access.can_submit_pembinaan(request.peran, laporan), access.PENYUSUN_PEMBINAAN, what="Menyunting laporan ini"
    )
    return laporan


def laporan_pembinaan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    laporan = _fetch_editable(request, pk)
    if laporan.status != LaporanPembinaan.Status.DRAF:
        messages.info(request, f"Laporan sudah berstatus {laporan.get_status_display()}, sehingga hanya dapat dibaca.")
        return redirect("laporan_pembinaan_detail", pk=pk)
    form, data = form_of(laporan), collect(laporan, today=timezone.localdate())
    fresh = coaching_report.draft_texts(laporan, data)
    rows = {row.kode: row for row in laporan.bagian.all()}
    labels = labels_of(laporan)
    figures = recap(data, labels)
    by_area = dict(zip(labels, figures, strict=False)) if data.satu else {}
    sections = [
        BagianSunting(b, row := rows.get(b.kode), by_area.get(b.area), row is not None and row.isi != fresh.get(b.kode))
        for b in form.bagian
    ]
    empty = [s.bagian.kode for s in sections if s.kosong]
    halaman = Halaman(
        judul=title_of(laporan),
        remah=crumbs(laporan),
        status=(NADA_LAPORAN[laporan.status], laporan.get_status_display()),
        keterangan=f"{laporan.get_bentuk_display()}. Setiap bagian tersimpan sendiri.",
        tombol=Tombol("Ajukan", reverse("laporan_pembinaan_submit", args=[pk]), ikon="send"),
        menu=(
            Tombol("Baca sebagai laporan", reverse("laporan_pembinaan_detail", args=[pk]), ikon="eye"),
            Tombol("Susunan tim", reverse("laporan_pembinaan_tim", args=[pk]), ikon="users"),
        ),
    )
    return render(
        request,
        "action_plans/laporan_pembinaan_edit.html",
        {
            "halaman": halaman,
            "laporan": laporan,
            "bagian_list": sections,
            "temuan": check_laporan(laporan),
            "tim_list": team_of(laporan),
            "rekap": figures,
            "per_unit": not data.satu,
            "nama_rentang": data.nama_rentang,
            "jumlah_basi": sum(s.basi and not s.row.disunting for s in sections),
            "jumlah_kosong": len(empty),
            "kosong_pertama": empty[0] if empty else "",
        },
    )


def laporan_pembinaan_tim(request: HttpRequest, pk: int) -> HttpResponse:
    laporan = _fetch_editable(request, pk)
    back = reverse("laporan_pembinaan_edit", args=[pk])
    form = TimLaporanForm(request.POST or None, laporan=laporan, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        try:
            coaching_report.set_tim(laporan=laporan, tim=form.cleaned_data["tim"], by=request.peran)
        except Ditolak as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(back)
    context = {"halaman": Halaman(judul="Susunan Tim Pembina ZI", remah=crumbs(laporan)), "form": form}
    return render(request, "action_plans/laporan_pembinaan_tim.html", context)


# --- one section ---------------------------------------------------------------------------------------------


def _section(request: HttpRequest, pk: int, kode: str) -> tuple[LaporanPembinaan, BagianLaporanPembinaan]:
    laporan = _fetch_editable(request, pk)
    row = laporan.bagian.select_related("updated_by").filter(kode=kode).first()
    if row is None:
        raise Http404
    return laporan, row


def bagian_pembinaan_save(request: HttpRequest, pk: int, kode: str) -> HttpResponse:
    """A section's text, on its own; without scripts by the button under it."""
    laporan, _ = _section(request, pk, kode)
    if request.method != "POST":
        return redirect(_place(pk, kode))
    if is_autosave(request):
        return answer(lambda: _store(request, laporan, kode, request.POST.get("nilai", "")))
    isi, lain, galat = request.POST.get("isi", ""), None, ""
    try:
        _store(request, laporan, kode, isi)
    except BenturanPerubahan as other:
        lain = other
    except Ditolak as refusal:
        galat = str(refusal)
    else:
        return redirect(_place(pk, kode))
    context = {
        "halaman": Halaman(judul="Bagian belum tersimpan", remah=crumbs(laporan)),
        "nama_bagian": form_of(laporan).section(kode).judul,
        "kembali": _place(pk, kode),
        "isi": isi,
        "lain": lain,
        "galat": galat,
        "versi": lain.versi if lain else sent_version(request),
    }
    return render(request, "action_plans/bagian_pembinaan_save.html", context, status=409 if lain else 422)


def _store(request: HttpRequest, laporan: LaporanPembinaan, kode: str, isi: str) -> int:
    row = coaching_report.save_section(
        laporan=laporan, kode=kode, isi=clean_section(isi), versi=sent_version(request), by=request.peran
    )
    return row.versi


def bagian_pembinaan_redraft(request: HttpRequest, pk: int, kode: str) -> HttpResponse:
    """Shows the text as it is and as the data would have it; replacing is the person's choice."""
    laporan, row = _section(request, pk, kode)
    if request.method == "POST":
        try:
            coaching_report.redraft_section(laporan=laporan, kode=kode, versi=sent_version(request), by=request.peran)
            messages.success(request, "Bagian disusun ulang dari data; teks sebelumnya tersimpan dalam riwayat.")
            return redirect(_place(pk, kode))
        except BenturanPerubahan as other:
            messages.warning(request, f"{other} Periksa lagi teks sekarang sebelum menggantinya.")
            return redirect("bagian_pembinaan_redraft", pk=pk, kode=kode)
        except Ditolak as refusal:
            messages.error(request, str(refusal))
            return redirect("laporan_pembinaan_detail", pk=pk)
    bagian = form_of(laporan).section(kode)
    baru = coaching_report.draft_texts(laporan).get(kode, "")
    halaman = Halaman(
        judul=f"Susun ulang {bagian.judul}",
        remah=crumbs(laporan),
        keterangan="Bandingkan teks sekarang dengan susunan baru dari data hari ini, lalu pilih.",
    )
    return render(
        request,
        "action_plans/bagian_redraft.html",
        {
            "halaman": halaman,
            "row": row,
            "baru": baru,
            "sama": baru == row.isi,
            "kembali": _place(pk, kode),
        },
    )


def laporan_pembinaan_refresh(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft again every section that no person has edited."""
    laporan = _fetch_editable(request, pk)
    if request.method == "POST":
        try:
            count = coaching_report.redraft_untouched(laporan=laporan, by=request.peran)
            messages.success(request, f"{count} bagian diperbarui dari data; bagian yang Anda sunting tidak berubah.")
        except Ditolak as refusal:
            messages.error(request, str(refusal))
            return redirect("laporan_pembinaan_detail", pk=pk)
    return redirect("laporan_pembinaan_edit", pk=pk)


def _place(pk: int, kode: str) -> str:
    return f"{reverse('laporan_pembinaan_edit', args=[pk])}#bagian-{kode}"
