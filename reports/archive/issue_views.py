"""Give a paper its number: the question with all that will be printed, then the act."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from reports import services
from reports.archive.forms import TerbitkanForm
from reports.closing import blocks_of, setelan_of
from reports.data import Isi
from reports.issuing_access import PENERBIT, may_issue
from reports.kinds import Tempat, place_of
from reports.layouts import digest_of
from reports.models import Dokumen, SertifikatElektronik, Terbitan
from reports.services.issuing import SudahTerbit, issue_dokumen, live_of, next_number, shows
from reports.views import find_source, owner_of, source_url
from units.access import require
from units.errors import Ditolak
from units.findings import Temuan, galat
from units.halaman import Halaman, Tombol
from units.transitions import SyaratBelumTerpenuhi

DRAF = "Isi dokumen ini masih draf. Hanya isi yang sudah disetujui atau ditetapkan dapat diterbitkan."


def terbitan_create(request: HttpRequest, jenis: str, pk: int) -> HttpResponse:
    """GET shows number, signatories and copies as they would be printed; POST issues."""
    objek = find_source(request, jenis, pk)
    place = place_of(objek)
    require(may_issue(request.peran, jenis, place.periode, place.pembangunan), PENERBIT, what="Menerbitkan dokumen ini")
    try:
        data = services.choose(jenis, objek, by=request.peran, draf=False)
    except Ditolak as refused:
        return _refused(request, jenis, objek, [galat("ditolak", str(refused))])
    missing = [galat("draf", DRAF)] if data.is_draf else data.kekurangan()
    if missing:
        return _refused(request, jenis, objek, missing)
    before = live_of(objek, jenis)
    if before and shows(before, data):
        return _already(request, before)
    back = source_url(jenis, objek)
    certificates = SertifikatElektronik.objects.filter(instansi=place.periode.instansi_id, dinonaktifkan_at=None)
    form = TerbitkanForm(
        request.POST or None,
        sidik=digest_of(data),
        mengganti=before,
        elektronik=certificates.exists(),
        cancel_url=back,
    )
    if request.method == "POST" and form.is_valid():
        try:
            terbitan = issue_dokumen(
                objek=objek,
                jenis=jenis,
                data=data,
                by=request.peran,
                cara=form.cleaned_data["cara"],
                mengganti=before,
                alasan=form.cleaned_data.get("alasan", ""),
            )
        except SudahTerbit as refused:
            return _already(request, refused.terbitan)
        except SyaratBelumTerpenuhi as refused:
            return _refused(request, jenis, objek, refused.temuan)
        except Ditolak as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Dokumen terbit dengan nomor {terbitan.nomor}.")
            return redirect("terbitan_detail", pk=terbitan.pk)
    context = _context(jenis, objek, data, place, before) | {"form": form}
    return render(request, "reports/terbitan_create.html", context, status=422 if form.errors else 200)


def _context(jenis: str, objek: Any, data: Isi, place: Tempat, before: Terbitan | None) -> dict[str, Any]:
    setelan = setelan_of(place.periode.instansi_id, jenis)
    label = Dokumen.Jenis(jenis).label
    return {
        "halaman": Halaman(
            judul=f"{'Terbitkan pengganti' if before else 'Terbitkan'}: {label}",
            remah=((owner_of(objek), source_url(jenis, objek)),),
            keterangan="Nomor yang sudah diberikan tidak dapat ditarik kembali; dokumen hanya dapat diganti atau dicabut.",
        ),
        "jenis": jenis,
        "objek": objek,
        "data": data,
        "nomor": next_number(data, setelan, place),
        "nomor_sendiri": bool(getattr(data, "nomor", "")),
        "penanda_list": blocks_of(data),
        "retensi_tahun": setelan.retensi_tahun,
        "mengganti": before,
    }


def _already(request: HttpRequest, terbitan: Terbitan) -> HttpResponse:
    messages.info(request, f"Isi yang sama sudah terbit dengan nomor {terbitan.nomor}. Inilah dokumennya.")
    return redirect("terbitan_detail", pk=terbitan.pk)


def _refused(request: HttpRequest, jenis: str, objek: Any, temuan: list[Temuan]) -> HttpResponse:
    back = source_url(jenis, objek)
    halaman = Halaman(
        judul=f"{Dokumen.Jenis(jenis).label} belum dapat diterbitkan",
        remah=((owner_of(objek), back),),
        tombol=Tombol("Kembali", back, ikon="arrow-left"),
    )
    return render(request, "reports/dokumen_create.html", {"halaman": halaman, "temuan": temuan}, status=422)
