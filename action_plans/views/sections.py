"""The pages of one section of a report: save it, draft it again. Lampiran II and Lampiran III share them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from action_plans.forms.report import clean_section
from action_plans.services.sections import Penulisan
from units.autosave import answer, is_autosave, sent_version
from units.errors import BenturanPerubahan, Ditolak
from units.halaman import Halaman

MIN_ROWS, MAX_ROWS = 4, 24


def text_rows(isi: str) -> int:
    """Height of a text area: as long as its text, within reason."""
    return min(MAX_ROWS, max(MIN_ROWS, sum(1 + len(line) // 95 for line in isi.splitlines()) + 1))


@dataclass(frozen=True, slots=True)
class HalamanBagian:
    """`fetch(request, pk, kode)` gives the report and the section for who may write it; names are those of URLs."""

    penulisan: Penulisan
    fetch: Callable[[HttpRequest, int, str], tuple[Any, Any]]
    remah: Callable[[Any], tuple[tuple[str, str], ...]]
    edit: str
    detail: str
    redraft_url: str

    def place(self, pk: int, kode: str) -> str:
        return f"{reverse(self.edit, args=[pk])}#bagian-{kode}"

    def save(self, request: HttpRequest, pk: int, kode: str) -> HttpResponse:
        """A section's text, on its own; without scripts by the button under it, and nothing typed is lost."""
        laporan, _ = self.fetch(request, pk, kode)
        if request.method != "POST":
            return redirect(self.place(pk, kode))
        if is_autosave(request):
            return answer(lambda: self._store(request, laporan, kode, request.POST.get("nilai", "")))
        isi, lain, galat = request.POST.get("isi", ""), None, ""
        bagian = self.penulisan.form_of(laporan).section(kode)
        try:
            self._store(request, laporan, kode, isi)
        except BenturanPerubahan as other:
            lain = other
        except Ditolak as refusal:
            galat = str(refusal)
        else:
            messages.success(request, f"Bagian “{bagian.judul}” tersimpan.")
            return redirect(self.place(pk, kode))
        judul = "Bagian ini juga diubah orang lain" if lain else "Bagian ini belum tersimpan"
        context = {
            "halaman": Halaman(judul=judul, remah=self.remah(laporan)),
            "nama_bagian": bagian.judul,
            "kembali": self.place(pk, kode),
            "isi": isi,
            "lain": lain,
            "galat": galat,
            "versi": lain.versi if lain else sent_version(request),
        }
        return render(request, "action_plans/bagian_save.html", context, status=409 if lain else 422)

    def _store(self, request: HttpRequest, laporan: Any, kode: str, isi: str) -> int:
        row = self.penulisan.save_section(
            laporan=laporan, kode=kode, isi=clean_section(isi), versi=sent_version(request), by=request.peran
        )
        return row.versi

    def redraft(self, request: HttpRequest, pk: int, kode: str) -> HttpResponse:
        """Shows the text as it is and as the data would have it; replacing is the person's choice."""
        laporan, row = self.fetch(request, pk, kode)
        if request.method == "POST":
            return self._replace(request, laporan, kode)
        baru = self.penulisan.draft_texts(laporan).get(kode, "")
        halaman = Halaman(
            judul=f"Susun ulang {self.penulisan.form_of(laporan).section(kode).judul}",
            remah=self.remah(laporan),
            keterangan="Bandingkan teks sekarang dengan susunan baru dari data hari ini, lalu pilih.",
        )
        context = {
            "halaman": halaman, "row": row, "baru": baru, "sama": baru == row.isi, "kembali": self.place(pk, kode),
        }  # fmt: skip
        return render(request, "action_plans/bagian_redraft.html", context)

    def _replace(self, request: HttpRequest, laporan: Any, kode: str) -> HttpResponse:
        try:
            self.penulisan.redraft_section(laporan=laporan, kode=kode, versi=sent_version(request), by=request.peran)
        except BenturanPerubahan as other:
            messages.warning(request, f"{other} Periksa lagi teks sekarang sebelum menggantinya.")
            return redirect(self.redraft_url, pk=laporan.pk, kode=kode)
        except Ditolak as refusal:
            messages.error(request, str(refusal))
            return redirect(self.detail, pk=laporan.pk)
        messages.success(request, "Bagian disusun ulang dari data; teks sebelumnya tersimpan dalam riwayat.")
        return redirect(self.place(laporan.pk, kode))

    def refresh(self, request: HttpRequest, laporan: Any) -> HttpResponse:
        """Draft again every section that no person has edited."""
        if request.method == "POST":
            try:
                count = self.penulisan.redraft_untouched(laporan=laporan, by=request.peran)
            except Ditolak as refusal:
                messages.error(request, str(refusal))
                return redirect(self.detail, pk=laporan.pk)
            messages.success(request, f"{count} bagian diperbarui dari data; bagian yang Anda sunting tidak berubah.")
        return redirect(self.edit, pk=laporan.pk)
