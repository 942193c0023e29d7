"""Edit a draft instrument in the browser: one part per page, with everything that is still wrong beside it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from evaluation import access, instrument_edit
from evaluation.instrument_edit import AMBANG, LABEL_JENIS, UMUM
from evaluation.models import Instrumen
from evaluation.services import instruments
from evaluation.views.instruments import crumb, fetch_instrumen
from units.access import require
from units.autosave import sent_version
from units.errors import BenturanPerubahan, Ditolak
from units.halaman import Halaman

PENYUNTING = f"{access.PENGELOLA}, selama masih draf"


@dataclass(frozen=True, slots=True)
class Suntingan:
    """The instrument as the form would have it: plain data, and the texts that would be stored."""

    data: dict
    ambang: dict
    isi_teks: str
    ambang_teks: str


def instrumen_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch_instrumen(request, pk)
    require(access.can_edit_instrumen(request.peran, row), PENYUNTING, what="Menyunting instrumen")
    parts = [part.kode for part in instrument_edit.sections(instrument_edit.read_data(row.isi))]
    bagian = request.GET.get("bagian", UMUM)
    bagian = bagian if bagian in parts else UMUM
    edited = _edited(row, bagian, request.POST)
    if request.htmx:
        found = instruments.problems(edited.isi_teks, edited.ambang_teks)
        return render(request, "evaluation/_masalah.html", {"masalah": found})
    if request.method != "POST":
        return _page(request, row, bagian, edited, versi=row.isi_versi)
    try:
        changed = _store(request, row, bagian, edited)
    except BenturanPerubahan as other:
        messages.warning(
            request, f"{other} Isian Anda masih ada di bawah; simpan lagi untuk memakainya pada bagian ini."
        )
        return _page(request, row, bagian, edited, versi=other.versi, status=409)
    except Ditolak as refusal:
        messages.error(request, str(refusal))
        return _page(request, row, bagian, edited, versi=row.isi_versi, status=422)
    messages.success(request, f"{changed} isian tersimpan." if changed else "Tidak ada isian yang berubah.")
    return redirect(f"{reverse('instrumen_edit', args=[pk])}?bagian={bagian}")


def _edited(row: Instrumen, bagian: str, sent) -> Suntingan:
    data, ambang = instrument_edit.read_data(row.isi), instrument_edit.read_data(row.ambang)
    if not sent:
        return Suntingan(data, ambang, row.isi, row.ambang)
    if bagian == AMBANG:
        ambang = instrument_edit.apply_thresholds(ambang, sent)
        return Suntingan(data, ambang, row.isi, instrument_edit.dump(ambang))
    data = instrument_edit.apply_section(data, bagian, sent)
    return Suntingan(data, ambang, instrument_edit.dump(data), row.ambang)


def _store(request: HttpRequest, row: Instrumen, bagian: str, edited: Suntingan) -> int:
    before = {"isi": instrument_edit.read_data(row.isi), "ambang": instrument_edit.read_data(row.ambang)}
    changes = instrument_edit.differences(before, {"isi": edited.data, "ambang": edited.ambang})
    if changes:
        instruments.edit_instrumen(
            row, isi=edited.isi_teks, ambang=edited.ambang_teks, isi_versi=sent_version(request), by=request.peran,
            tindakan="Menyunting instrumen", kolom=bagian, dari="\n".join(f"{place}: {old}" for place, old, _ in changes),
            ke="\n".join(f"{place}: {new}" for place, _, new in changes),
        )  # fmt: skip
    return len(changes)


def _page(
    request: HttpRequest, row: Instrumen, bagian: str, edited: Suntingan, *, versi: int, status: int = 200
) -> HttpResponse:
    here = reverse("instrumen_detail", args=[row.pk])
    context = {
        "halaman": Halaman(judul=f"Sunting {row}", remah=(crumb(), (str(row), here)), status=("kuning", "Draf")),
        "instrumen": row, "bagian": bagian, "bagian_list": instrument_edit.sections(edited.data), "versi": versi,
        "data": edited.data, "jenis_list": LABEL_JENIS.items(),
        "masalah": instruments.problems(edited.isi_teks, edited.ambang_teks),
        "ambang_list": instrument_edit.read_thresholds(edited.ambang) if bagian == AMBANG else [],
        "simpul_list": instrument_edit.read_section(edited.data, bagian) if bagian != AMBANG else [],
    }  # fmt: skip
    return render(request, "evaluation/instrumen_edit.html", context, status=status)
