"""Write a report section by section beside its figures, and draft a section again from the data."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from action_plans import access, narrative
from action_plans.due import NADA, Keadaan
from action_plans.forms.report import clean_section
from action_plans.models import BagianLaporan, LaporanTriwulan
from action_plans.naskah import form_of
from action_plans.report_data import DataArea, collect
from action_plans.report_workflow import WORKFLOW, findings_of
from action_plans.services import report
from action_plans.views.report_head import crumbs, fetch_laporan, status_of, step_url, title_of
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
    row: BagianLaporan | None
    angka: DataArea | None
    boleh: bool
    basi: bool

    @property
    def kosong(self) -> bool:
        return self.row is not None and (not self.row.isi.strip() or narrative.ISIAN in self.row.isi)

    @property
    def blok(self) -> list[narrative.Blok]:
        """The text as it will be read, for those who may not write it."""
        return narrative.blocks(self.row.isi, isi=self.bagian.isi)

    @property
    def rows(self) -> int:
        """Height of the text area: as long as its text, within reason."""
        lines = sum(1 + len(line) // 95 for line in self.row.isi.splitlines())
        return min(MAX_ROWS, max(MIN_ROWS, lines + 1))


def laporan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    laporan = fetch_laporan(request, pk)
    if laporan.status != LaporanTriwulan.Status.DRAF:
        messages.info(request, f"Laporan sudah berstatus {laporan.get_status_display()}, sehingga hanya dapat dibaca.")
        return redirect("laporan_detail", pk=pk)
    form = form_of(laporan)
    editable = access.editable_sections(request.peran, laporan, form)
    require(bool(editable), access.PENYUNTING_LAPORAN, what="Menyunting laporan ini")
    data = collect(laporan, today=timezone.localdate())
    fresh = report.draft_texts(laporan, data)
    rows = {row.kode: row for row in laporan.bagian.all()}
    sections = []
    for b in form.bagian:
        row = rows.get(b.kode)
        stale = row is not None and row.isi != fresh.get(b.kode)
        sections.append(BagianSunting(b, row, data.of(b.area) if b.area else None, b.kode in editable, stale))
    empty = [s.bagian.kode for s in sections if s.kosong]
    leads = access.can_prepare_laporan(request.peran, laporan.pembangunan)
    submit = WORKFLOW.get("submit")
    halaman = Halaman(
        judul=title_of(laporan),
        remah=crumbs(laporan, with_self=True),
        status=status_of(laporan),
        keterangan="Setiap bagian tersimpan sendiri. Angka di samping berasal dari realisasi rencana aksi.",
        tombol=Tombol("Ajukan", step_url(laporan, submit), ikon="send") if leads else None,
        menu=(Tombol("Baca sebagai laporan", reverse("laporan_detail", args=[pk]), ikon="eye"),),
    )
    return render(
        request,
        "action_plans/laporan_edit.html",
        {
            "halaman": halaman,
            "laporan": laporan,
            "bagian_list": sections,
            "temuan": findings_of({row.kode: row.isi for row in rows.values()}, data, form=form),
            "leads": leads,
            "jumlah_basi": sum(s.basi and not s.row.disunting for s in sections),
            "nada": {k.value: NADA[k] for k in Keadaan},
            "jumlah_kosong": len(empty),
            "kosong_pertama": empty[0] if empty else "",
            "isian": narrative.ISIAN,
        },
    )


def _section(request: HttpRequest, pk: int, kode: str) -> tuple[LaporanTriwulan, BagianLaporan]:
    laporan = fetch_laporan(request, pk)
    row = laporan.bagian.select_related("updated_by").filter(kode=kode).first()
    if row is None:
        raise Http404
    editable = access.editable_sections(request.peran, laporan, form_of(laporan))
    require(kode in editable, access.PENYUNTING_LAPORAN, what="Menyunting bagian ini")
    return laporan, row


def bagian_save(request: HttpRequest, pk: int, kode: str) -> HttpResponse:
    """A section's text, on its own; without scripts by the button under it."""
    laporan, _ = _section(request, pk, kode)
    if request.method != "POST":
        return redirect(_place(pk, kode))
    if is_autosave(request):
        return answer(lambda: _store(request, laporan, kode, request.POST.get("nilai", "")))
    isi = request.POST.get("isi", "")
    try:
        _store(request, laporan, kode, isi)
    except BenturanPerubahan as other:
        return _not_stored(request, laporan, kode, isi, lain=other)
    except Ditolak as refusal:
        return _not_stored(request, laporan, kode, isi, galat=str(refusal))
    messages.success(request, f"Bagian “{form_of(laporan).section(kode).judul}” tersimpan.")
    return redirect(_place(pk, kode))


def _store(request: HttpRequest, laporan: LaporanTriwulan, kode: str, isi: str) -> int:
    row = report.save_section(
        laporan=laporan, kode=kode, isi=clean_section(isi), versi=sent_version(request), by=request.peran
    )
    return row.versi


def _not_stored(
    request: HttpRequest,
    laporan: LaporanTriwulan,
    kode: str,
    isi: str,
    *,
    lain: BenturanPerubahan | None = None,
    galat: str = "",
) -> HttpResponse:
    """Without scripts: my text stays in the field, beside what someone else stored or under the reason of the refusal."""
    judul = "Bagian ini juga diubah orang lain" if lain else "Bagian ini belum tersimpan"
    return render(
        request,
        "action_plans/bagian_save.html",
        {
            "halaman": Halaman(judul=judul, remah=crumbs(laporan, with_self=True)),
            "laporan": laporan,
            "bagian": form_of(laporan).section(kode),
            "isi": isi,
            "lain": lain,
            "galat": galat,
            "versi": lain.versi if lain else sent_version(request),
        },
        status=409 if lain else 422,
    )


def bagian_redraft(request: HttpRequest, pk: int, kode: str) -> HttpResponse:
    """Shows the text as it is and as the data would have it; replacing is the person's choice."""
    laporan, row = _section(request, pk, kode)
    if request.method == "POST":
        try:
            report.redraft_section(laporan=laporan, kode=kode, versi=sent_version(request), by=request.peran)
            messages.success(request, "Bagian disusun ulang dari data; teks sebelumnya tersimpan dalam riwayat.")
            return redirect(_place(pk, kode))
        except BenturanPerubahan as other:
            messages.warning(request, f"{other} Periksa lagi teks sekarang sebelum menggantinya.")
            return redirect("bagian_redraft", pk=pk, kode=kode)
        except Ditolak as refusal:
            messages.error(request, str(refusal))
            return redirect("laporan_detail", pk=pk)
    bagian = form_of(laporan).section(kode)
    baru = report.draft_texts(laporan)[kode]
    halaman = Halaman(
        judul=f"Susun ulang {bagian.judul}",
        remah=crumbs(laporan, with_self=True),
        keterangan="Bandingkan teks sekarang dengan susunan baru dari data hari ini, lalu pilih.",
    )
    return render(
        request,
        "action_plans/bagian_redraft.html",
        {
            "halaman": halaman,
            "laporan": laporan,
            "bagian": bagian,
            "row": row,
            "baru": baru,
            "sama": baru == row.isi,
            "kembali": _place(pk, kode),
        },
    )


def laporan_refresh(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft again every section that no person has edited."""
    laporan = fetch_laporan(request, pk)
    require(
        access.can_prepare_laporan(request.peran, laporan.pembangunan),
        access.PENYUSUN_LAPORAN,
        what="Memperbarui laporan dari data",
    )
    if request.method == "POST":
        try:
            count = report.redraft_untouched(laporan=laporan, by=request.peran)
            messages.success(request, f"{count} bagian diperbarui dari data; bagian yang Anda sunting tidak berubah.")
        except Ditolak as refusal:
            messages.error(request, str(refusal))
            return redirect("laporan_detail", pk=pk)
    return redirect("laporan_edit", pk=pk)


def _place(pk: int, kode: str) -> str:
    return f"{reverse('laporan_edit', args=[pk])}#bagian-{kode}"
