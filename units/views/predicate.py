"""The register of predicates: list, page of one, grant, entry of old ones, awards, decrees as files."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from units import access
from units import predicate_workflow as workflow
from units.access import has_role, require
from units.choices import JenisPredikat
from units.errors import BerkasDitolak, Ditolak
from units.evidence import serve
from units.forms.predicate import PenghargaanForm, PredikatEnterForm, PredikatGrantForm
from units.halaman import Halaman, Tombol
from units.models import Keputusan, PembangunanZI, Peran, Predikat, TinjauanPredikat
from units.predicate import earliest_proposal
from units.predicate_list import BATAS_PERSEN, NADA, SEGERA, PredikatFilter, PredikatTable, due, due_chip, share_of
from units.scope import INSTANSI_ROLES, UNIT_ROLES
from units.services import predicate as services
from units.templatetags.indonesia import tanggal
from units.views.common import paged, render_list, tell_too_large

READERS = INSTANSI_ROLES | UNIT_ROLES
WHO_READS = "Pegawai unit kerja dan pejabat instansi"
S = Predikat.Status
HISTORY_ROWS = 30


def fetch_predikat(request: HttpRequest, pk: int) -> Predikat:
    rows = Predikat.objects.visible_to(request.peran).select_related(
        "unit__instansi", "keputusan__berkas", "pencabutan__berkas", "pembangunan__periode"
    )
    return get_object_or_404(rows, pk=pk)


def predikat_list(request: HttpRequest) -> HttpResponse:
    require(has_role(request.peran, *READERS), WHO_READS, what="Membuka daftar predikat")
    rows = Predikat.objects.visible_to(request.peran).select_related("unit", "keputusan")
    found = PredikatFilter(request.GET, queryset=rows)
    today = timezone.localdate()
    peran = request.peran
    halaman = Halaman(
        "Predikat WBK dan WBBM",
        keterangan="Unit yang memegang predikat, dan kapan masing-masing dievaluasi ulang.",
        tombol=Tombol("Catat predikat lama", reverse("predikat_enter"), ikon="plus")
        if access.can_enter_predikat(peran, peran.instansi_id)
        else None,
    )
    return render_list(request, "units/predikat_list.html", {
        "halaman": halaman, "filter": found, "table": paged(request, PredikatTable(found.qs)),
        "porsi": share_of(peran.instansi), "batas": BATAS_PERSEN, "hari": SEGERA,
        "jatuh_tempo": due(rows, today=today, days=SEGERA).count(),
        "ditinjau": rows.filter(status=S.DITINJAU).count(),
    })  # fmt: skip


def sees_tinjauan(peran: Peran, predikat: Predikat) -> bool:
    """A complaint is no public matter: the institution's roles and those who lead the unit."""
    if has_role(peran, *INSTANSI_ROLES):
        return True
    return access.in_unit(peran, predikat.unit_id, "kepala_unit", "ketua_tim", "anggota_tim")


def predikat_detail(request: HttpRequest, pk: int) -> HttpResponse:
    predikat, today = fetch_predikat(request, pk), timezone.localdate()
    seen = sees_tinjauan(request.peran, predikat)
    tinjauan = list(
        predikat.tinjauan.select_related("dibuka_oleh__user", "ditanggapi_oleh__user", "diputus_oleh__user")
    )
    terbuka = next((t for t in tinjauan if not t.putusan), None)
    buttons = _buttons(request.peran, predikat, terbuka)
    halaman = Halaman(
        f"{predikat.get_jenis_display()} {predikat.unit}",
        remah=(("Predikat", reverse("predikat_list")),),
        status=(NADA[predikat.status], predikat.get_status_display()),
        keterangan=_where(predikat, terbuka if seen else None, today),
        tombol=buttons[0] if buttons else None,
        menu=tuple(buttons[1:]),
    )
    return render(request, "units/predikat_detail.html", {
        "halaman": halaman, "predikat": predikat, "jatuh_tempo": due_chip(predikat, today=today),
        "tinjauan_list": tinjauan if seen else [], "boleh_tinjauan": seen, "hari_ini": today,
        "boleh_rancangan": terbuka and has_role(request.peran, *access.MELIHAT_RANCANGAN),
        "penghargaan_list": predikat.penghargaan.select_related("unit_replikasi"),
        "lain": Predikat.objects.filter(unit=predikat.unit).exclude(pk=pk).select_related("keputusan"),
        "usulan_mulai": earliest_proposal(predikat.unit) if predikat.status == S.DICABUT else None,
        "riwayat": predikat.riwayat.select_related("oleh", "peran")[:HISTORY_ROWS] if seen else None,
    })  # fmt: skip


def _where(predikat: Predikat, terbuka: TinjauanPredikat | None, today: date) -> str:
    if predikat.status == S.DICABUT:
        return f"Dicabut {tanggal(predikat.dicabut_pada)} dengan {predikat.pencabutan}."
    if terbuka is None:
        when = "lewat dari" if predikat.reevaluasi_paling_lambat < today else "paling lambat"
        return f"Berlaku sejak {tanggal(predikat.mulai)}; evaluasi ulang {when} {tanggal(predikat.reevaluasi_paling_lambat)}."
    if terbuka.ditanggapi_at:
        return "Klarifikasi unit sudah masuk; Ketua TPI memutus apakah predikat tetap berlaku."
    if terbuka.tenggat < today:
        return f"Unit tidak memberi klarifikasi sampai {tanggal(terbuka.tenggat)}; Ketua TPI dapat memutus."
    return f"Kepala unit memberi klarifikasi paling lambat {tanggal(terbuka.tenggat)}."


def _buttons(peran: Peran, predikat: Predikat, terbuka: TinjauanPredikat | None) -> list[Tombol]:
    found: list[Tombol] = []
    if terbuka:
        if access.can_answer_tinjauan(peran, predikat.unit):
            label = "Ubah klarifikasi" if terbuka.ditanggapi_at else "Beri klarifikasi"
            found.append(Tombol(label, reverse("tinjauan_answer", args=[terbuka.pk]), ikon="message-square"))
        if access.can_decide_tinjauan(peran, predikat.unit):
            keep = workflow.WORKFLOW.get("keep")
            url = reverse("tinjauan_keep", args=[terbuka.pk])
            found.append(Tombol(keep.label, url, ikon="check", metode="post", konfirmasi=keep.confirm, alasan="wajib"))
            if services.was_heard(terbuka, today=timezone.localdate()):
                url = reverse("tinjauan_revoke", args=[terbuka.pk])
                found.append(Tombol("Cabut predikat", url, ikon="gavel", bahaya=True))
    if predikat.status != S.DICABUT and access.can_grant_predikat(peran, predikat.unit.instansi_id):
        found.append(Tombol("Evaluasi ulang", reverse("reevaluation_outcome", args=[predikat.pk]), ikon="refresh-cw"))
    if predikat.status == S.BERLAKU and access.can_open_tinjauan(peran, predikat.unit.instansi_id):
        found.append(Tombol("Tinjau predikat", reverse("tinjauan_open", args=[predikat.pk]), ikon="shield-alert"))
    if access.can_enter_predikat(peran, predikat.unit.instansi_id):
        url = reverse("penghargaan_add", args=[predikat.pk])
        found.append(Tombol("Catat penghargaan atau replikasi", url, ikon="award"))
    return found


def predikat_enter(request: HttpRequest) -> HttpResponse:
    """A predicate held from before the portal."""
    peran = request.peran
    allowed = peran is not None and access.can_enter_predikat(peran, peran.instansi_id)
    require(allowed, workflow.PENCATAT_LAMA, what="Mencatat predikat lama")
    form = PredikatEnterForm(
        request.POST or None, request.FILES or None, instansi=peran.instansi, cancel_url=reverse("predikat_list")
    )
    tell_too_large(request, form, "berkas")
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            row = services.enter_predikat(
                unit=data["unit"], jenis=data["jenis"], keputusan=form.decree(), mulai=data["mulai"],
                reevaluasi=data["reevaluasi"], by=peran,
            )  # fmt: skip
        except BerkasDitolak as error:
            form.add_error("berkas", str(error))
        except Ditolak as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Predikat {row} dicatat.")
            return redirect("predikat_detail", pk=row.pk)
    halaman = Halaman(
        "Catat predikat lama",
        remah=(("Predikat", reverse("predikat_list")),),
        keterangan="Untuk predikat yang diberikan sebelum unit memakai portal ini.",
    )
    return render(request, "units/predikat_form.html", {"halaman": halaman, "form": form})


def predikat_grant(request: HttpRequest, pk: int) -> HttpResponse:
    """The decree of a unit that TPN found to qualify."""
    years = PembangunanZI.objects.visible_to(request.peran).select_related("unit__instansi", "periode")
    year = get_object_or_404(years, pk=pk)
    require(
        access.can_grant_predikat(request.peran, year.unit.instansi_id), workflow.PENCATAT, what="Mencatat predikat"
    )
    signer = services.signer_of(year.unit.instansi, year.target, profil=year.periode.profil)
    form = PredikatGrantForm(
        request.POST or None, request.FILES or None, penanda_tangan=signer, cancel_url=reverse("predikat_list")
    )
    tell_too_large(request, form, "berkas")
    if request.method == "POST" and form.is_valid():
        try:
            row = services.grant_predikat(
                year=year, keputusan=form.decree(), mulai=form.cleaned_data["mulai"], by=request.peran
            )
        except BerkasDitolak as error:
            form.add_error("berkas", str(error))
        except Ditolak as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Predikat {row} dicatat; unit masuk tahap pemantauan.")
            return redirect("predikat_detail", pk=row.pk)
    halaman = Halaman(
        f"Catat predikat {JenisPredikat(year.target).label}",
        remah=(("Predikat", reverse("predikat_list")),),
        keterangan=f"{year.unit}, tahun {year.periode.tahun}.",
    )
    context = {"halaman": halaman, "form": form, "rancangan": year.periode_id}
    return render(request, "units/predikat_form.html", context)


def penghargaan_add(request: HttpRequest, pk: int) -> HttpResponse:
    predikat = fetch_predikat(request, pk)
    instansi = predikat.unit.instansi
    require(access.can_enter_predikat(request.peran, instansi.pk), workflow.PENCATAT_LAMA, what="Mencatat penghargaan")
    here = reverse("predikat_detail", args=[pk])
    form = PenghargaanForm(request.POST or None, instansi=instansi, unit=predikat.unit, cancel_url=here)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.add_penghargaan(
                predikat=predikat, jenis=data["jenis"], uraian=data["uraian"], tanggal_=data["tanggal"],
                unit_replikasi=data["unit_replikasi"], by=request.peran,
            )  # fmt: skip
        except Ditolak as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Tercatat.")
            return redirect(here)
    halaman = Halaman(
        "Catat penghargaan atau replikasi",
        remah=(("Predikat", reverse("predikat_list")), (str(predikat), here)),
    )
    return render(request, "units/predikat_form.html", {"halaman": halaman, "form": form})


def predikat_decree(request: HttpRequest, pk: int) -> HttpResponse:
    return _serve(fetch_predikat(request, pk).keputusan)


def predikat_revocation(request: HttpRequest, pk: int) -> HttpResponse:
    return _serve(fetch_predikat(request, pk).pencabutan)


def _serve(keputusan: Keputusan | None) -> HttpResponse:
    if keputusan is None or keputusan.berkas is None:
        raise Http404("Berkas keputusan tidak ada.")
    return serve(keputusan.berkas)
