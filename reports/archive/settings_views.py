"""Settings of documents: the administrator's list of kinds, one form per kind, an example of the next number."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from reports.archive.settings_forms import PengaturanForm, has_own_number
from reports.choices import Jenis
from reports.closing import Setelan, merged
from reports.issuing_access import TIDAK_TERBIT, can_set_numbering
from reports.models import PengaturanDokumen, Penomoran
from reports.numbering import LEBAR_BAWAAN, POLA_BAWAAN, fill_pattern, pattern_errors
from reports.services.settings import UMUM, save_pengaturan
from units.access import require
from units.errors import Ditolak
from units.halaman import Halaman
from units.models import Instansi, UnitKerja
from units.views.common import ADMIN

SLUG_UMUM = "umum"
CONTOH_KODE = "DINAS"
WHAT = "Mengatur penomoran dokumen"


@dataclass(frozen=True, slots=True)
class BarisPengaturan:
    """A line of the list. `sendiri`: the kind has a row of its own."""

    nama: str
    url: str
    setelan: Setelan
    contoh: str
    sendiri: bool
    nomor_sendiri: bool


def _instansi(request: HttpRequest) -> Instansi:
    allowed = request.peran is not None and can_set_numbering(request.peran, request.peran.instansi_id)
    require(allowed, ADMIN, what=WHAT)
    return request.peran.instansi


def _url(jenis: str) -> str:
    return reverse("pengaturan_dokumen_edit", args=[jenis or SLUG_UMUM])


def _jenis(slug: str) -> str:
    """The kind of an address; "" for the row of all kinds."""
    if slug == SLUG_UMUM:
        return ""
    if slug not in Jenis.values or slug in TIDAK_TERBIT:
        raise Http404
    return slug


@require_safe
def pengaturan_dokumen_list(request: HttpRequest) -> HttpResponse:
    instansi = _instansi(request)
    rows = {row.jenis: row for row in PengaturanDokumen.objects.filter(instansi=instansi)}
    today = timezone.localdate()
    counters = dict(Penomoran.objects.filter(instansi=instansi, tahun=today.year).values_list("deret", "terakhir"))
    kode = _example_code(instansi)
    lines = []
    for jenis in ("", *(j for j in Jenis.values if j not in TIDAK_TERBIT)):
        setelan = merged(jenis, rows.get(jenis), rows.get(""))
        urut = max(counters.get(setelan.deret, 0) + 1, setelan.mulai)
        contoh = fill_pattern(setelan.pola, urut=urut, lebar=setelan.lebar, hari=today, kode_unit=kode)
        nama = Jenis(jenis).label if jenis else UMUM
        lines.append(BarisPengaturan(nama, _url(jenis), setelan, contoh, jenis in rows, has_own_number(jenis)))
    halaman = Halaman(
        judul="Pengaturan dokumen",
        remah=(("Pengaturan instansi", reverse("instansi_edit")),),
        keterangan="Pola nomor, tempat, penanda tangan, tembusan, dan masa simpan dokumen yang diterbitkan.",
    )
    context = {"halaman": halaman, "baris_list": lines, "tempat_instansi": instansi.ibu_kota}
    return render(request, "reports/pengaturan_dokumen_list.html", context)


def pengaturan_dokumen_edit(request: HttpRequest, jenis: str) -> HttpResponse:
    instansi, kind = _instansi(request), _jenis(jenis)
    row = _row(instansi, kind)
    back = reverse("pengaturan_dokumen_list")
    form = PengaturanForm(request.POST or None, instance=row, instansi=instansi, jenis=kind, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        try:
            save_pengaturan(instansi=instansi, jenis=kind, values=form.values(), by=request.peran)
        except Ditolak as refused:
            form.add_error("pola", str(refused))
        else:
            messages.success(request, "Pengaturan dokumen disimpan.")
            return redirect(back)
    nama = Jenis(kind).label if kind else UMUM
    halaman = Halaman(judul=nama, remah=(("Pengaturan dokumen", back),), keterangan=_explained(kind))
    context = {"halaman": halaman, "form": form, "jenis": jenis, "bernomor": not has_own_number(kind)}
    context |= _example(request, instansi, kind, row)
    return render(request, "reports/pengaturan_dokumen_edit.html", context, status=422 if form.errors else 200)


def _row(instansi: Instansi, jenis: str) -> PengaturanDokumen:
    """The row of the kind; a new one begins with the retention of all kinds."""
    rows = {row.jenis: row for row in PengaturanDokumen.objects.filter(instansi=instansi, jenis__in=("", jenis))}
    new = PengaturanDokumen(instansi=instansi, jenis=jenis, pola="" if jenis else POLA_BAWAAN)
    if "" in rows:
        new.retensi_tahun = rows[""].retensi_tahun
    return rows.get(jenis, new)


def _explained(jenis: str) -> str:
    if not jenis:
        return "Berlaku bagi setiap jenis yang tidak mengatur sendiri."
    if has_own_number(jenis):
        return "Nomor jenis ini diambil dari catatannya, bukan dari nomor urut."
    return "Yang dikosongkan mengikuti pengaturan semua jenis."


@require_safe
def pengaturan_dokumen_contoh(request: HttpRequest, jenis: str) -> HttpResponse:
    """The next number of a pattern that is being typed; part of the form's page."""
    instansi, kind = _instansi(request), _jenis(jenis)
    typed = PengaturanDokumen(
        instansi=instansi,
        jenis=kind,
        pola=request.GET.get("pola", "")[:80].strip(),
        lebar=_number(request.GET.get("lebar"), LEBAR_BAWAAN, 6),
        mulai=_number(request.GET.get("mulai"), 1, 999999),
    )
    context = {"jenis": jenis} | _example(request, instansi, kind, typed)
    return render(request, "reports/_pengaturan_contoh.html", context)


def _number(text: str | None, default: int, high: int) -> int:
    return min(int(text), high) if text and text.isdecimal() and int(text) else default


def _example(request: HttpRequest, instansi: Instansi, jenis: str, row: PengaturanDokumen) -> dict[str, Any]:
    """The next number, or why the pattern makes none."""
    if row.pola and (errors := pattern_errors(row.pola)):
        return {"contoh": "", "galat_pola": errors}
    common = PengaturanDokumen.objects.filter(instansi=instansi, jenis="").first() if jenis else None
    setelan, today = merged(jenis, row, common), timezone.localdate()
    counter = Penomoran.objects.filter(instansi=instansi, deret=setelan.deret, tahun=today.year).first()
    urut = max((counter.terakhir if counter else 0) + 1, setelan.mulai)
    words = fill_pattern(setelan.pola, urut=urut, lebar=setelan.lebar, hari=today, kode_unit=_example_code(instansi))
    return {"contoh": words, "galat_pola": []}


def _example_code(instansi: Instansi) -> str:
    unit = UnitKerja.objects.filter(instansi=instansi, is_active=True).first()
    return unit.kode if unit else CONTOH_KODE
