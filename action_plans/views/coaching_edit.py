"""Write a session: a text per component that saves itself, what was agreed, beside what is known of the unit."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from action_plans import access
from action_plans.coaching_naskah import area_labels
from action_plans.coaching_workflow import check_pembinaan
from action_plans.forms.coaching import MAX_CATATAN, KesepakatanForm
from action_plans.models import CatatanPembinaan, KesepakatanPembinaan, Pembinaan
from action_plans.services import agreements, coaching
from action_plans.tables_coaching import NADA
from action_plans.views.coaching_head import crumbs, fetch_kesepakatan, fetch_pembinaan, title_of
from units.access import require
from units.autosave import answer, is_autosave, sent_version
from units.briefing import Fakta, facts_about
from units.choices import Area
from units.errors import BenturanPerubahan, Ditolak
from units.halaman import Halaman, Tombol

Jenis = CatatanPembinaan.Jenis


@dataclass(frozen=True, slots=True)
class KolomCatatan:
    """One text of a session as the page draws it; `kode` stands in the address."""

    kode: str
    jenis: str
    label: str
    isi: str
    versi: int

    @property
    def rows(self) -> int:
        return min(16, max(3, sum(1 + len(line) // 90 for line in self.isi.splitlines()) + 1))


@dataclass(frozen=True, slots=True)
class BagianSesi:
    kode: str
    area: str
    judul: str
    kolom: tuple[KolomCatatan, ...]
    fakta: tuple[Fakta, ...]

    @property
    def terisi(self) -> bool:
        return any(k.isi.strip() for k in self.kolom)


def pembinaan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    pembinaan = fetch_pembinaan(request, pk)
    if pembinaan.status != Pembinaan.Status.DRAF:
        messages.info(request, f"Pembinaan berstatus {pembinaan.get_status_display()}, sehingga hanya dapat dibaca.")
        return redirect("pembinaan_detail", pk=pk)
    require(access.can_edit_pembinaan(request.peran, pembinaan), access.PEMBINA, what="Menulis catatan pembinaan")
    facts = facts_about(pembinaan.pembangunan)
    sections = _sections(pembinaan, facts)
    halaman = Halaman(
        judul=f"{title_of(pembinaan)} {pembinaan.pembangunan.unit}",
        remah=crumbs(pembinaan),
        status=(NADA[pembinaan.status], pembinaan.get_status_display()),
        keterangan="Setiap catatan tersimpan sendiri. Unit kerja melihatnya setelah disampaikan.",
        tombol=Tombol("Sampaikan ke unit kerja", reverse("pembinaan_submit", args=[pk]), ikon="send"),
        menu=(
            Tombol("Ubah waktu, tempat, dan peserta", reverse("pembinaan_head", args=[pk]), ikon="calendar"),
            Tombol("Baca sebagai catatan", reverse("pembinaan_detail", args=[pk]), ikon="eye"),
        ),
    )
    return render(
        request,
        "action_plans/pembinaan_edit.html",
        {
            "halaman": halaman,
            "pembinaan": pembinaan,
            "bagian_list": sections,
            "jumlah_terisi": sum(s.terisi for s in sections),
            "kesepakatan_list": pembinaan.kesepakatan.select_related("penanggung_jawab"),
            "fakta_list": [f for f in facts if not f.area],
            "temuan": check_pembinaan(pembinaan),
        },
    )


def _sections(pembinaan: Pembinaan, facts: list[Fakta]) -> list[BagianSesi]:
    """The whole first, then the six areas and the two results (Pergub Kalbar 20/2017 Pasal 6(5)-(7))."""
    rows = {(c.area, c.jenis): c for c in pembinaan.catatan.all()}
    labels = {"": "Gambaran umum"} | area_labels(pembinaan.pembangunan.periode.profil)
    found = []
    for area, judul in labels.items():
        columns = []
        for jenis in Jenis:
            row = rows.get((area, jenis.value))
            isi, versi = (row.isi, row.versi) if row else ("", 0)
            columns.append(KolomCatatan(area or coaching.UMUM, jenis.value, jenis.label, isi, versi))
        about = tuple(f for f in facts if area and f.area == area)
        found.append(BagianSesi(area or coaching.UMUM, area, judul, tuple(columns), about))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def catatan_save(request: HttpRequest, pk: int, area: str, jenis: str) -> HttpResponse:
    """One text, on its own; without scripts by the button under it."""
    pembinaan = fetch_pembinaan(request, pk)
    if jenis not in Jenis.values or area not in (coaching.UMUM, *Area.values):
        raise Http404
    require(access.can_coach_session(request.peran, pembinaan), access.PEMBINA, what="Menulis catatan pembinaan")
    place = f"{reverse('pembinaan_edit', args=[pk])}#bagian-{area}"
    if request.method != "POST":
        return redirect(place)
    if is_autosave(request):
        return answer(lambda: _store(request, pembinaan, area, jenis, request.POST.get("nilai", "")))
    isi, lain, galat = request.POST.get("isi", ""), None, ""
    try:
        _store(request, pembinaan, area, jenis, isi)
    except BenturanPerubahan as other:
        lain = other
    except Ditolak as refusal:
        galat = str(refusal)
    else:
        return redirect(place)
    context = {
        "halaman": Halaman(judul="Catatan belum tersimpan", remah=crumbs(pembinaan)),
        "nama_bagian": coaching.title_of("" if area == coaching.UMUM else area, jenis),
        "kembali": place,
        "isi": isi,
        "lain": lain,
        "galat": galat,
        "versi": lain.versi if lain else sent_version(request),
    }
    return render(request, "action_plans/catatan_save.html", context, status=409 if lain else 422)


def _store(request: HttpRequest, pembinaan: Pembinaan, area: str, jenis: str, isi: str) -> int:
    isi = isi.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(isi) > MAX_CATATAN:
        raise Ditolak(f"Catatan paling panjang {MAX_CATATAN} karakter; tulisan Anda {len(isi)} karakter.")
    row = coaching.save_catatan(
        pembinaan=pembinaan,
        area="" if area == coaching.UMUM else area,
        jenis=jenis,
        isi=isi,
        versi=sent_version(request),
        by=request.peran,
    )
    return row.versi


# --- what was agreed -----------------------------------------------------------------------------------------


def kesepakatan_add(request: HttpRequest, pk: int) -> HttpResponse:
    pembinaan = fetch_pembinaan(request, pk)
    require(access.can_edit_pembinaan(request.peran, pembinaan), access.PEMBINA, what="Menambah kesepakatan")
    return _agreement(request, pembinaan, None)


def kesepakatan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch_kesepakatan(request, pk)
    require(access.can_edit_pembinaan(request.peran, row.pembinaan), access.PEMBINA, what="Mengubah kesepakatan")
    return _agreement(request, row.pembinaan, row)


def _agreement(request: HttpRequest, pembinaan: Pembinaan, row: KesepakatanPembinaan | None) -> HttpResponse:
    back = f"{reverse('pembinaan_edit', args=[pembinaan.pk])}#kesepakatan"
    form = KesepakatanForm(request.POST or None, instance=row, pembinaan=pembinaan, submit="Simpan", cancel_url=back)
    if request.method == "POST" and form.is_valid():
        try:
            if row is None:
                agreements.add_kesepakatan(pembinaan=pembinaan, isian=form.cleaned_data, by=request.peran)
            else:
                agreements.update_kesepakatan(
                    kesepakatan=row, isian=form.cleaned_data, versi=form.cleaned_data["versi"] or 0, by=request.peran
                )
        except BenturanPerubahan as other:
            form.tell_conflict(other)
        except Ditolak as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(back)
    judul = "Ubah kesepakatan" if row else "Tambah kesepakatan"
    context = {"halaman": Halaman(judul=judul, remah=crumbs(pembinaan)), "form": form}
    return render(request, f"action_plans/kesepakatan_{'edit' if row else 'add'}.html", context)


def kesepakatan_remove(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch_kesepakatan(request, pk)
    require(access.can_edit_pembinaan(request.peran, row.pembinaan), access.PEMBINA, what="Menghapus kesepakatan")
    back = f"{reverse('pembinaan_edit', args=[row.pembinaan_id])}#kesepakatan"
    if request.method == "POST":
        try:
            agreements.remove_kesepakatan(kesepakatan=row, by=request.peran)
        except Ditolak as refusal:
            messages.error(request, str(refusal))
        return redirect(back)
    context = {
        "halaman": Halaman(judul="Hapus kesepakatan", remah=crumbs(row.pembinaan)),
        "judul": "Hapus kesepakatan ini?",
        "akibat": f"“{row.uraian}” dihapus dari catatan pembinaan.",
        "tombol": "Hapus",
        "batal_url": back,
        "bahaya": True,
    }
    return render(request, "action_plans/kesepakatan_remove.html", context)
