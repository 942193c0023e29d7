"""Write a report section by section beside its figures, and draft a section again from the data."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from action_plans import access, narrative
from action_plans.due import NADA, Keadaan
from action_plans.models import BagianLaporan, LaporanTriwulan
from action_plans.naskah import form_of
from action_plans.report_data import DataArea, collect
from action_plans.report_workflow import WORKFLOW, findings_of
from action_plans.services import report
from action_plans.views.report_head import crumbs, fetch_laporan, status_of, step_url, title_of
from action_plans.views.sections import HalamanBagian, text_rows
from units.access import require
from units.halaman import Halaman, Tombol
from units.profiles import Bagian


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
        return text_rows(self.row.isi)


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


_bagian = HalamanBagian(
    report.penulisan,
    _section,
    lambda laporan: crumbs(laporan, with_self=True),
    edit="laporan_edit",
    detail="laporan_detail",
    redraft_url="bagian_redraft",
)
bagian_save = _bagian.save
bagian_redraft = _bagian.redraft


def laporan_refresh(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft again every section that no person has edited."""
    laporan = fetch_laporan(request, pk)
    may = access.can_prepare_laporan(request.peran, laporan.pembangunan)
    require(may, access.PENYUSUN_LAPORAN, what="Memperbarui laporan dari data")
    return _bagian.refresh(request, laporan)
