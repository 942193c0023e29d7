"""One row of the plan: its page and panel, its cells, and what is done with the row as a whole.

Scripts of the grid get JSON with the row or its whole section drawn anew; everyone else gets pages.
"""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers

from action_plans import access
from action_plans.forms.plan import AksiCreateForm, AksiForm, split_section
from action_plans.models import Aksi, Realisasi, RencanaAksi, RiwayatAksi
from action_plans.plan_data import BarisAksi, Sel, profil_of, read_plan, section_label
from action_plans.services import plan_cells, plan_rows
from action_plans.services.plan_cells import LABEL, HasilSunting, Sunting
from action_plans.views.plan_grid import month_heads, row_prefix
from action_plans.views.plan_head import fetch_rencana
from units.access import require
from units.choices import JenisPeran
from units.errors import BenturanPerubahan, Ditolak
from units.halaman import Halaman, Tombol
from units.templatetags.indonesia import waktu

RIWAYAT_TAMPIL = 20


def fetch_aksi(request: HttpRequest, pk: int) -> Aksi:
    rows = access.visible_aksi(request.peran).select_related(
        "rencana__pembangunan__unit__instansi", "rencana__pembangunan__periode", "penanggung_jawab"
    )
    return get_object_or_404(rows, pk=pk)


def is_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


@vary_on_headers("HX-Request")
def aksi_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The row with steps, evidence, progress and history: a page, or the side panel of the grid."""
    aksi = fetch_aksi(request, pk)
    may = access.can_edit_aksi(request.peran, aksi) and aksi.dihapus_at is None
    lembar = read_plan(aksi.rencana, today=timezone.localdate())
    baris = next((b for b in lembar.baris if b.pk == str(aksi.pk)), None)
    context = {
        "aksi": aksi, "baris": baris, "lembar": lembar, "boleh": may, "bulan": month_heads(lembar.bulan_ini),
        "boleh_pulih": access.can_edit_aksi(request.peran, aksi) and aksi.dihapus_at is not None,
        "label": section_label(profil_of(aksi.rencana), aksi.area, aksi.aspek), "bulan_realisasi": _months(aksi, baris),
        "riwayat": _history(request, aksi),
        "boleh_isi": access.can_fill_progress(request.peran, aksi),
    }  # fmt: skip
    if request.htmx:
        return render(request, "action_plans/_aksi_panel.html", context)
    return render(request, "action_plans/aksi_detail.html", context | {"halaman": _head(aksi, baris, may)})


def _history(request: HttpRequest, aksi: Aksi) -> list[RiwayatAksi]:
    """A Pegawai reads the plan but not the evidence, whose names stand in the history of the months."""
    rows = aksi.riwayat.select_related("oleh", "peran")
    if request.peran.jenis == JenisPeran.PEGAWAI:
        rows = rows.filter(bulan=None)
    return list(rows[:RIWAYAT_TAMPIL])


def _months(aksi: Aksi, baris: BarisAksi | None) -> list[tuple[int, Realisasi | None, Sel]]:
    """Months that are due or have progress, once the plan is being carried out."""
    if baris is None or not aksi.rencana.versi:
        return []
    rows = {r.bulan: r for r in aksi.realisasi.all()}
    return [(s.bulan, rows.get(s.bulan), s) for s in baris.sel if s.target or s.bulan in rows]


def _head(aksi: Aksi, baris: BarisAksi | None, may: bool) -> Halaman:
    nomor = f" nomor {baris.nomor}" if baris else ""
    menu = (Tombol("Hapus aksi", reverse("aksi_remove", args=[aksi.pk]), ikon="trash-2", bahaya=True),) if may else ()
    return Halaman(
        judul=f"Aksi{nomor}", remah=_crumbs(aksi.rencana),
        status=("merah", "Dihapus dari rencana") if aksi.dihapus_at else None,
        tombol=Tombol("Ubah", reverse("aksi_edit", args=[aksi.pk]), ikon="pencil") if may else None, menu=menu,
    )  # fmt: skip


def _crumbs(rencana: RencanaAksi) -> tuple[tuple[str, str], ...]:
    return (
        (
            f"Rencana aksi {rencana.pembangunan.unit.nama} {rencana.pembangunan.periode.tahun}",
            reverse("rencana_detail", args=[rencana.pk]),
        ),
        ("Tabel rencana", reverse("rencana_grid", args=[rencana.pk])),
    )


# --- cells ---------------------------------------------------------------------------------------------------


@require_POST
def aksi_save(request: HttpRequest, pk: int) -> HttpResponse:
    """Autosave of one cell (protocol in docs/ui.md); every answer carries the whole row, so that the grid shows merges."""
    aksi = fetch_aksi(request, pk)
    require(access.can_edit_aksi(request.peran, aksi), access.PENYUSUN, what="Mengubah aksi ini")
    try:
        found = plan_cells.save_cell(
            aksi=aksi, kolom=request.POST.get("kolom", ""), nilai=request.POST.get("nilai", ""),
            versi=int(request.POST.get("versi", "")), by=request.peran,
        )  # fmt: skip
    except ValueError:
        return JsonResponse({"galat": "Versi baris tidak terbaca. Muat ulang halaman."}, status=400)
    except Ditolak as error:
        return JsonResponse({"galat": str(error)}, status=400)
    except BenturanPerubahan as clash:
        fresh = fetch_aksi(request, pk)
        return JsonResponse(_clash(clash) | {"baris": row_json(fresh)}, status=409)
    return JsonResponse({"versi": found.aksi.versi, "pada": _now(), "baris": row_json(found.aksi)} | _notes(found))


@require_POST
def aksi_save_many(request: HttpRequest, pk: int) -> HttpResponse:
    """A pasted block or a change of ticked rows: `sel` is JSON, a list of [aksi, kolom, nilai, versi]."""
    rencana = fetch_rencana(request, pk)
    require(bool(access.editable_areas(request.peran, rencana)), access.PENYUSUN, what="Mengubah aksi")
    try:
        block = [Sunting(int(a), str(k), str(n), int(v)) for a, k, n, v in json.loads(request.POST.get("sel", ""))]
        found = plan_cells.save_cells(rencana=rencana, sunting=block, by=request.peran)
    except (ValueError, TypeError):
        return JsonResponse(
            {"galat": "Sel yang dikirim tidak terbaca. Muat ulang halaman, lalu tempel lagi."}, status=400
        )
    except Ditolak as error:
        return JsonResponse({"galat": str(error)}, status=400)
    rows = {r.aksi.pk: row_json(r.aksi) for r in found}
    return JsonResponse({"pada": _now(), "hasil": [_outcome(r) for r in found], "baris": list(rows.values())})


def _outcome(found: HasilSunting) -> dict[str, Any]:
    base = {"aksi": found.aksi.pk, "kolom": found.sunting.kolom, "nilai_saya": found.sunting.nilai}
    if found.benturan:
        return base | {"status": "konflik"} | _clash(found.benturan)
    if found.galat:
        return base | {"status": "galat", "galat": found.galat}
    return base | {"status": "tersimpan"} | _notes(found)


def _notes(found: HasilSunting) -> dict[str, Any]:
    """What the person should know of a saved cell: how it was read, and which other cells someone changed meanwhile."""
    kolom = {label: name for name, label in LABEL.items() if name != "bulan"}
    others = [
        {"kolom": kolom.get(r.kolom, ""), "label": r.kolom, "oleh": str(r.oleh or "Sistem"), "pada": waktu(r.waktu)}
        for r in found.digabung
    ]
    return {"pesan": found.pesan, "digabung": others}


def _clash(clash: BenturanPerubahan) -> dict[str, Any]:
    return {"versi": clash.versi, "nilai": clash.nilai, "oleh": clash.oleh, "pada": clash.pada}


def _now() -> str:
    return timezone.localtime().strftime("%H.%M")


def row_json(aksi: Aksi) -> dict[str, Any]:
    """A row as the grid's script keeps it."""
    return {
        "pk": aksi.pk, "versi": aksi.versi, "indikator": aksi.indikator, "aksi": aksi.aksi, "langkah": aksi.langkah,
        "bukti_fisik": aksi.bukti_fisik, "penanggung_jawab": aksi.penanggung_jawab.nama if aksi.penanggung_jawab else "",
        "prioritas": aksi.prioritas, "target_waktu": aksi.target_waktu, "bulan": aksi.bulan,
    }  # fmt: skip


@require_POST
def aksi_bulk(request: HttpRequest, pk: int) -> HttpResponse:
    """Set one field of the ticked rows, for people without scripts. Each tick carries the version that was seen."""
    rencana = fetch_rencana(request, pk)
    require(bool(access.editable_areas(request.peran, rencana)), access.PENYUSUN, what="Mengubah aksi")
    back = redirect("rencana_grid", pk=rencana.pk)
    kolom = request.POST.get("kolom", "")
    ticked = [item.partition(":") for item in request.POST.getlist("aksi")]
    if not ticked or not all(a.isdigit() and v.isdigit() for a, _, v in ticked):
        messages.error(request, "Centang sekurang-kurangnya satu aksi, lalu pilih isian yang akan disamakan.")
        return back
    nilai = request.POST.get(f"nilai_{kolom}", "").strip()
    if not nilai:
        messages.error(request, "Isi dahulu nilai yang akan disamakan pada aksi yang dicentang.")
        return back
    block = [Sunting(int(a), kolom, nilai, int(v)) for a, _, v in ticked]
    try:
        found = plan_cells.save_cells(rencana=rencana, sunting=block, by=request.peran)
    except Ditolak as error:
        messages.error(request, str(error))
        return back
    saved = sum(r.is_saved for r in found)
    if saved:
        messages.success(request, f"{LABEL[kolom]} pada {saved} aksi disimpan.")
    for sentence in dict.fromkeys(r.galat or f"“{r.aksi.aksi[:60]}”: {r.benturan}" for r in found if not r.is_saved):
        messages.error(request, sentence)
    return back


# --- pages ---------------------------------------------------------------------------------------------------


def aksi_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """All fields of a row in an ordinary form; saved by the same service as the cells of the grid."""
    aksi = fetch_aksi(request, pk)
    require(
        access.can_edit_aksi(request.peran, aksi) and aksi.dihapus_at is None, access.PENYUSUN, what="Mengubah aksi ini"
    )
    back = reverse("aksi_detail", args=[aksi.pk])
    areas = access.editable_areas(request.peran, aksi.rencana)
    profil = profil_of(aksi.rencana)
    form = AksiForm(request.POST or None, instance=aksi, profil=profil, areas=areas, cancel_url=back)
    benturan: list[HasilSunting] = []
    if form.is_valid():
        fresh = fetch_aksi(request, pk)
        benturan = _save_form(request, fresh, form)
        if not benturan and not form.errors:
            messages.success(request, "Aksi disimpan.")
            return redirect(f"{reverse('rencana_grid', args=[aksi.rencana_id])}#aksi-{aksi.pk}")
        # What is typed stays; sending again, now on the version just shown, is the person's choice.
        form.data = form.data.copy()
        form.data["versi"] = str(fetch_aksi(request, pk).versi)
    halaman = Halaman(
        judul="Ubah aksi", remah=_crumbs(aksi.rencana), keterangan=section_label(profil, aksi.area, aksi.aspek)
    )
    status = 409 if benturan else 422 if form.errors else 200
    return render(request, "action_plans/aksi_edit.html", {
        "halaman": halaman, "form": form, "aksi": aksi, "benturan": [(LABEL[b.sunting.kolom], b) for b in benturan],
    }, status=status)  # fmt: skip


def _save_form(request: HttpRequest, aksi: Aksi, form: AksiForm) -> list[HasilSunting]:
    """Save what was changed on the form. Returns the conflicts; refusals become errors of their fields."""
    data, versi = form.cleaned_data, form.cleaned_data["versi"]
    block = [
        Sunting(aksi.pk, name, _as_text(data[name]), versi)
        for name in (
            "indikator",
            "aksi",
            "langkah",
            "bukti_fisik",
            "penanggung_jawab",
            "prioritas",
            "target_waktu",
            "bulan",
        )
        if name in form.changed_data
    ]
    try:
        found = plan_cells.save_cells(rencana=aksi.rencana, sunting=block, by=request.peran) if block else []
        area, aspek = split_section(data["bagian"])
        plan_rows.relocate_aksi(aksi=aksi, area=area, aspek=aspek, versi=versi, by=request.peran)
    except (Ditolak, BenturanPerubahan) as error:
        form.add_error(None, str(error))
        return []
    for refused in (r for r in found if r.galat):
        form.add_error(refused.sunting.kolom, refused.galat)
    return [r for r in found if r.benturan]


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, list):
        return ",".join(str(v) for v in value)
    return getattr(value, "nip", "") or str(value)


def aksi_create(request: HttpRequest, pk: int) -> HttpResponse:
    """A new row: below another one from the grid, or from a form of its own."""
    rencana = fetch_rencana(request, pk)
    areas = access.editable_areas(request.peran, rencana)
    require(bool(areas), access.PENYUSUN, what="Menambah aksi")
    if request.method == "POST" and is_script(request):
        return _answer(request, rencana, lambda: _create_in_grid(request, rencana))
    back = reverse("rencana_grid", args=[rencana.pk])
    start = {"bagian": request.GET.get("bagian", ""), "indikator": request.GET.get("indikator", "")}
    form = AksiCreateForm(request.POST or None, initial=start, profil=profil_of(rencana), areas=areas, cancel_url=back)
    if form.is_valid():
        area, aspek = split_section(form.cleaned_data["bagian"])
        try:
            aksi = plan_rows.create_aksi(
                rencana=rencana, by=request.peran, area=area, aspek=aspek,
                indikator=" ".join(form.cleaned_data["indikator"].split()), aksi=form.cleaned_data["aksi"].strip(),
            )  # fmt: skip
        except Ditolak as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Aksi ditambahkan. Lengkapi isian lainnya.")
            return redirect("aksi_edit", pk=aksi.pk)
    halaman = Halaman(judul="Tambah aksi", remah=_crumbs(rencana))
    status = 422 if form.errors else 200
    return render(
        request, "action_plans/aksi_create.html", {"halaman": halaman, "form": form, "rencana": rencana}, status=status
    )


def _create_in_grid(request: HttpRequest, rencana: RencanaAksi) -> Aksi:
    below = request.POST.get("setelah", "")
    if below.isdigit():
        setelah = get_object_or_404(rencana.aksi.filter(dihapus_at=None), pk=int(below))
        return plan_rows.create_aksi(rencana=rencana, by=request.peran, setelah=setelah)
    area, aspek = request.POST.get("area", ""), request.POST.get("aspek", "")
    return plan_rows.create_aksi(rencana=rencana, by=request.peran, area=area, aspek=aspek)


@require_POST
def aksi_copy(request: HttpRequest, pk: int) -> HttpResponse:
    aksi = fetch_aksi(request, pk)
    require(access.can_edit_aksi(request.peran, aksi), access.PENYUSUN, what="Menyalin aksi ini")
    return _answer(request, aksi.rencana, lambda: plan_rows.copy_aksi(aksi=aksi, by=request.peran))


@require_POST
def aksi_move(request: HttpRequest, pk: int) -> HttpResponse:
    aksi = fetch_aksi(request, pk)
    require(access.can_edit_aksi(request.peran, aksi), access.PENYUSUN, what="Memindahkan aksi ini")
    naik = request.POST.get("arah") == "naik"
    return _answer(request, aksi.rencana, lambda: plan_rows.move_aksi(aksi=aksi, naik=naik, by=request.peran))


def aksi_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Question on GET, striking on POST. With recorded progress a reason is required."""
    aksi = fetch_aksi(request, pk)
    require(access.can_edit_aksi(request.peran, aksi), access.PENYUSUN, what="Menghapus aksi ini")
    galat = ""
    if request.method == "POST":
        alasan = request.POST.get("alasan", "")
        if is_script(request):
            return _answer(
                request, aksi.rencana, lambda: plan_rows.remove_aksi(aksi=aksi, by=request.peran, alasan=alasan)
            )
        try:
            plan_rows.remove_aksi(aksi=aksi, by=request.peran, alasan=alasan)
        except Ditolak as error:
            galat = str(error)
        else:
            messages.success(request, "Aksi dihapus dari rencana. Aksi ini masih dapat dipulihkan dari halamannya.")
            return redirect("aksi_detail", pk=aksi.pk)
    wajib = aksi.realisasi.exists()
    return render(request, "action_plans/aksi_remove.html", {
        "halaman": Halaman(judul="Hapus aksi", remah=_crumbs(aksi.rencana)), "aksi": aksi, "galat": galat,
        "alasan": "wajib" if wajib else "boleh", "batal_url": reverse("aksi_detail", args=[aksi.pk]),
        "judul": "Hapus aksi ini dari rencana?", "butir": REMOVE_WORDS[wajib],
    }, status=422 if galat else 200)  # fmt: skip


REMOVE_WORDS = {
    False: ["Aksi tidak lagi tampil di tabel rencana, dan tetap dapat dipulihkan selama rencana berstatus Draf."],
    True: [
        "Aksi ini sudah mempunyai realisasi. Realisasi dan data dukungnya tetap tersimpan dalam riwayat.",
        "Laporan yang sudah disetujui tidak berubah.",
    ],
}


@require_POST
def aksi_restore(request: HttpRequest, pk: int) -> HttpResponse:
    aksi = fetch_aksi(request, pk)
    require(access.can_edit_aksi(request.peran, aksi), access.PENYUSUN, what="Memulihkan aksi ini")
    return _answer(request, aksi.rencana, lambda: plan_rows.restore_aksi(aksi=aksi, by=request.peran))


def _answer(request: HttpRequest, rencana: RencanaAksi, act: Any) -> HttpResponse:
    """Do it; scripts get the row's section drawn anew, others the grid at the row."""
    try:
        aksi = act()
    except Ditolak as error:
        if is_script(request):
            return JsonResponse({"galat": str(error)}, status=400)
        messages.error(request, str(error))
        return redirect("rencana_grid", pk=rencana.pk)
    if not is_script(request):
        return redirect(f"{reverse('rencana_grid', args=[rencana.pk])}#aksi-{aksi.pk}")
    fresh = fetch_rencana(request, rencana.pk)
    lembar = read_plan(fresh, today=timezone.localdate(), areas=access.editable_areas(request.peran, fresh))
    grup = next((g for g in lembar.grup if (g.area, g.aspek) == (aksi.area, aksi.aspek)), None)
    html = render_to_string(
        "action_plans/_rencana_grup.html",
        {"g": grup, "lembar": lembar, "boleh": True, "url_aksi": row_prefix(), "rencana": fresh},
        request=request,
    )
    return JsonResponse({"aksi": aksi.pk, "grup": grup.kunci, "html": html, "pada": _now()})
