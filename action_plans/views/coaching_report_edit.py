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
from action_plans.models import BagianLaporanPembinaan, LaporanPembinaan
from action_plans.services import coaching_report
from action_plans.tables_coaching import NADA_LAPORAN
from action_plans.views.coaching_report import crumbs, fetch_laporan, title_of
from action_plans.views.sections import HalamanBagian, text_rows
from units.access import require
from units.errors import Ditolak
from units.halaman import Halaman, Tombol
from units.profiles import Bagian


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
        return text_rows(self.row.isi)


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


_bagian = HalamanBagian(
    coaching_report.penulisan,
    _section,
    crumbs,
    edit="laporan_pembinaan_edit",
    detail="laporan_pembinaan_detail",
    redraft_url="bagian_pembinaan_redraft",
)
bagian_pembinaan_save = _bagian.save
bagian_pembinaan_redraft = _bagian.redraft


def laporan_pembinaan_refresh(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft again every section that no person has edited."""
    return _bagian.refresh(request, _fetch_editable(request, pk))
