"""The plan as a whole: list, making, overview, texts, steps, versions and their differences."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.views.decorators.http import require_POST
from django_tables2 import RequestConfig

from action_plans import access
from action_plans.checks import check_plan
from action_plans.diff import RENCANA_KOSONG, TEKS, compare
from action_plans.filters import RencanaFilter
from action_plans.forms.plan import KOSONG, TAHUN_LALU, TEMPLAT, RencanaCreateForm
from action_plans.models import RencanaAksi, RiwayatRencana
from action_plans.plan_data import profil_of, read_plan, snapshot
from action_plans.plan_list import DaftarRencana
from action_plans.services import plan as services
from action_plans.tables_plan import RencanaTable
from action_plans.views.plan_head import fetch_pembangunan, fetch_rencana, plan_head
from action_plans.workflow import RENCANA
from units.access import require
from units.autosave import answer, is_autosave, sent_version
from units.errors import BenturanPerubahan, Ditolak
from units.halaman import Halaman, Tombol
from units.models import PembangunanZI
from units.profiles import get_profil
from units.scope import UNIT_ROLES
from units.templatetags.indonesia import waktu
from units.transitions import SyaratBelumTerpenuhi
from units.views.common import render_list

RIWAYAT_DIBACA, RIWAYAT_TAMPIL, PANJANG_RIWAYAT = 300, 30, 240


def rencana_list(request: HttpRequest) -> HttpResponse:
    """Plans of the year. Unit roles go straight to their own."""
    rows = (
        PembangunanZI.objects.visible_to(request.peran).filter(periode=request.periode)
        .select_related("unit", "periode", "rencana").order_by("unit__kode")
    )  # fmt: skip
    if request.peran and request.peran.jenis in UNIT_ROLES:
        return _own_plan(request, rows.first())
    chosen = RencanaFilter(request.GET, queryset=rows, request=request)
    data = DaftarRencana(chosen.qs, today=timezone.localdate())
    table = RencanaTable(data)
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    tahun = request.periode.tahun if request.periode else ""
    halaman = Halaman(
        judul=f"Rencana aksi {tahun}".strip(),
        keterangan=f"{data.dengan_rencana} dari {data.semua} unit kerja sudah menyusun rencana aksi."
        if data.semua
        else "",
    )
    context = {"halaman": halaman, "table": table, "filter": chosen, "jumlah": data.semua}
    return render_list(request, "action_plans/rencana_list.html", context)


def _own_plan(request: HttpRequest, pembangunan: PembangunanZI | None) -> HttpResponse:
    """A unit has one plan a year: the plan itself, or the way to it."""
    rencana = (
        RencanaAksi.objects.visible_to(request.peran).filter(pembangunan=pembangunan).first() if pembangunan else None
    )
    if rencana:
        return redirect("rencana_detail", pk=rencana.pk)
    may = pembangunan is not None and access.can_prepare_rencana(request.peran, pembangunan)
    halaman = Halaman(judul=f"Rencana aksi {request.periode.tahun}" if request.periode else "Rencana aksi")
    return render(request, "action_plans/rencana_list.html", {
        "halaman": halaman, "pembangunan": pembangunan, "boleh": may, "kosong_unit": True,
    })  # fmt: skip


def rencana_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose where the rows of the new plan come from."""
    pembangunan = fetch_pembangunan(request, pk)
    require(access.can_prepare_rencana(request.peran, pembangunan), access.KETUA, what="Menyusun rencana aksi")
    existing = RencanaAksi.objects.filter(pembangunan=pembangunan).first()
    if existing:
        return redirect("rencana_detail", pk=existing.pk)
    before = services.previous_plan(pembangunan)
    form = RencanaCreateForm(
        request.POST or None, choices=_sources(pembangunan, before), cancel_url=reverse("rencana_list")
    )
    if form.is_valid():
        rows, words = _rows_of(form.cleaned_data["sumber"], pembangunan, before)
        try:
            rencana = services.create_rencana(pembangunan=pembangunan, baris=rows, by=request.peran, sumber=words)
        except Ditolak as error:
            messages.error(request, str(error))
            return redirect("rencana_list")
        messages.success(
            request,
            f"Rencana aksi disusun dengan {len(rows)} aksi. Lengkapi target waktu, penanggung jawab, dan bukti fisiknya.",
        )
        return redirect("rencana_grid", pk=rencana.pk)
    halaman = Halaman(
        judul=f"Susun rencana aksi {pembangunan.periode.tahun}", remah=(("Rencana aksi", reverse("rencana_list")),),
        keterangan=pembangunan.unit.nama,
    )  # fmt: skip
    return render(
        request, "action_plans/rencana_create.html", {"halaman": halaman, "form": form, "pembangunan": pembangunan}
    )


def _sources(pembangunan: PembangunanZI, before: RencanaAksi | None) -> list[tuple[str, str]]:
    profil = get_profil(pembangunan.periode.profil)
    count = len(services.rows_from_template(pembangunan))
    found = [(TEMPLAT, f"Templat {profil.nama} ({count} aksi)")]
    if before:
        year = before.pembangunan.periode.tahun
        found.append((TAHUN_LALU, f"Rencana aksi tahun {year} ({before.aksi.filter(dihapus_at=None).count()} aksi)"))
    return [*found, (KOSONG, "Rencana kosong")]


def _rows_of(
    sumber: str, pembangunan: PembangunanZI, before: RencanaAksi | None
) -> tuple[list[services.BarisBaru], str]:
    if sumber == TAHUN_LALU and before:
        return services.rows_from_plan(
            before, pembangunan=pembangunan
        ), f"rencana tahun {before.pembangunan.periode.tahun}"
    if sumber == TEMPLAT:
        return services.rows_from_template(pembangunan), f"templat {get_profil(pembangunan.periode.profil).nama}"
    return [], "rencana kosong"


def rencana_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the plan stands, what is missing, the two texts, its versions and history."""
    rencana = fetch_rencana(request, pk)
    may_write = access.can_edit_text(request.peran, rencana)
    areas = access.editable_areas(request.peran, rencana)
    lembar = read_plan(rencana, today=timezone.localdate(), areas=areas)
    temuan = check_plan(snapshot(rencana), profil_of(rencana)) if areas else []
    versi = list(rencana.versi_list.select_related("disetujui_oleh__user").defer("isi"))
    return render(request, "action_plans/rencana_detail.html", {
        "halaman": plan_head(request, rencana, "rencana_detail"), "rencana": rencana, "lembar": lembar,
        "temuan": temuan, "versi_list": versi, "riwayat": _history(rencana), "boleh": may_write, "boleh_aksi": bool(areas),
        "kembali": _last_return(rencana), "bagian_teks": _texts(rencana),
        "dihapus": rencana.aksi.filter(dihapus_at__isnull=False).select_related("updated_by").order_by("-dihapus_at") if areas else [],
    })  # fmt: skip


def _texts(rencana: RencanaAksi) -> list[tuple[str, str, str]]:
    """(field, heading as on the form, text)"""
    form = profil_of(rencana).rencana
    kinds = (("dasar", "dasar_hukum"), ("maksud_tujuan", "maksud_tujuan"))
    return [
        (kolom, f"{b.nomor}. {b.judul}", getattr(rencana, kolom))
        for kolom, b in ((k, form.section(kode)) for k, kode in kinds)
    ]


def _history(rencana: RencanaAksi) -> list[RiwayatRencana]:
    """Newest first. A text saved many times in a row by one person is one line, and long texts are shortened."""
    shown: list[RiwayatRencana] = []
    for row in rencana.riwayat.select_related("oleh", "peran")[:RIWAYAT_DIBACA]:
        later = shown[-1] if shown else None
        if later and row.kolom in TEKS.values() and (later.kolom, later.oleh_id) == (row.kolom, row.oleh_id):
            later.dari = row.dari
        else:
            shown.append(row)
    for row in shown:
        row.dari, row.ke = Truncator(row.dari).chars(PANJANG_RIWAYAT), Truncator(row.ke).chars(PANJANG_RIWAYAT)
    return shown[:RIWAYAT_TAMPIL]


def _last_return(rencana: RencanaAksi):
    """The reason of the Kepala Unit, as long as the plan is a draft because of it."""
    if rencana.status != RencanaAksi.Status.DRAF:
        return None
    last = rencana.riwayat.filter(kolom="status").select_related("oleh").first()
    return last if last and last.tindakan in ("Kembalikan", "Revisi") else None


@require_POST
def rencana_text_save(request: HttpRequest, pk: int) -> HttpResponse:
    """Autosave of text A or B (protocol in docs/ui.md); without scripts both texts at once."""
    rencana = fetch_rencana(request, pk)
    require(
        access.can_edit_text(request.peran, rencana), access.KETUA, what="Mengubah teks rencana yang berstatus Draf"
    )
    versi = sent_version(request)

    def save(kolom: str, nilai: str) -> int:
        saved = services.save_text(rencana=rencana, kolom=kolom, nilai=nilai, versi=versi, by=request.peran)
        return saved.teks_versi

    if is_autosave(request):
        return answer(lambda: save(request.POST["kolom"], request.POST.get("nilai", "")))
    for kolom, judul, _ in _texts(rencana):
        try:
            save(kolom, request.POST.get(kolom, ""))
        except (Ditolak, BenturanPerubahan) as error:
            messages.error(request, f"{judul}: {error} Isian Anda: {request.POST.get(kolom, '')}")
    return redirect("rencana_detail", pk=rencana.pk)


# --- steps ---------------------------------------------------------------------------------------------------


def rencana_submit(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, pk, "submit", "Rencana aksi diajukan kepada Kepala Unit Kerja.")


def rencana_approve(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, pk, "approve", "Rencana aksi disetujui dan dibekukan sebagai versi baru.")


def rencana_send_back(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, pk, "send_back", "Rencana aksi dikembalikan kepada Ketua Tim.")


def rencana_revise(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, pk, "revise", "Rencana aksi dibuka untuk direvisi.")


def _step(request: HttpRequest, pk: int, name: str, done: str) -> HttpResponse:
    """Question on GET, the step on POST. What stands against it is listed on the same page."""
    rencana = fetch_rencana(request, pk)
    step = RENCANA.get(name)
    require(step.can(request.peran, rencana), step.who, what=f"“{step.label}”")
    alasan, galat, temuan, status = request.POST.get("alasan", ""), "", [], 200
    if request.method == "POST":
        try:
            services.take_step(rencana=rencana, name=name, by=request.peran, alasan=alasan)
        except SyaratBelumTerpenuhi as error:
            temuan, status = error.temuan, 422
        except Ditolak as error:
            galat, status = str(error), 422
        else:
            messages.success(request, done)
            return redirect("rencana_detail", pk=rencana.pk)
    elif rencana.status not in step.sources:
        messages.warning(
            request, f"“{step.label}” tidak dapat dilakukan: rencana berstatus {rencana.get_status_display()}."
        )
        return redirect("rencana_detail", pk=rencana.pk)
    else:
        temuan = step.check(rencana)
    return render(request, f"action_plans/rencana_{name}.html", {
        "halaman": Halaman(judul=f"{step.label} rencana aksi", remah=_crumbs(rencana)), "rencana": rencana, "step": step,
        "temuan": temuan, "terhalang": any(t.is_galat for t in temuan), "galat": galat, "alasan_nilai": alasan,
        "judul": f"{step.label} rencana aksi {rencana.pembangunan.unit.nama} tahun {rencana.pembangunan.periode.tahun}?",
        "batal_url": reverse("rencana_detail", args=[rencana.pk]),
        "alasan": "wajib" if step.reason_required else "boleh" if name in ("submit", "approve") else "",
    }, status=status)  # fmt: skip


def _crumbs(rencana: RencanaAksi) -> tuple[tuple[str, str], ...]:
    return (
        ("Rencana aksi", reverse("rencana_list")),
        (
            f"{rencana.pembangunan.unit.nama} {rencana.pembangunan.periode.tahun}",
            reverse("rencana_detail", args=[rencana.pk]),
        ),
    )


# --- versions ------------------------------------------------------------------------------------------------


def rencana_version(request: HttpRequest, pk: int, nomor: int) -> HttpResponse:
    """An approved version as it was signed."""
    rencana = fetch_rencana(request, pk)
    versi = get_object_or_404(rencana.versi_list.select_related("disetujui_oleh__user"), nomor=nomor)
    profil = profil_of(rencana)
    rows = list(enumerate(versi.isi["aksi"], start=1))
    grup = [
        (b.judul, b.aspek, [(n, r) for n, r in rows if (r["area"], r["aspek"]) == (b.area, b.aspek)])
        for b in profil.rencana.bagian
        if b.area
    ]
    halaman = Halaman(
        judul=f"Rencana aksi versi {nomor}", remah=_crumbs(rencana), status=("hijau", "Disetujui"),
        keterangan=f"Disetujui {versi.disetujui_oleh.user} pada {waktu(versi.disetujui_at)}. Isi ini tidak dapat diubah.",
        menu=(Tombol("Bandingkan dengan isi sekarang", f"{reverse('rencana_diff', args=[rencana.pk])}?dari={nomor}", ikon="git-compare"),),
    )  # fmt: skip
    return render(request, "action_plans/rencana_version.html", {
        "halaman": halaman, "rencana": rencana, "versi": versi, "grup": [g for g in grup if g[2]],
        "teks": [(judul, versi.isi[kolom]) for kolom, judul, _ in _texts(rencana)],
    })  # fmt: skip


def rencana_diff(request: HttpRequest, pk: int) -> HttpResponse:
    """Differences between two versions, or between a version and the rows as they are now (`ke` = 0)."""
    rencana = fetch_rencana(request, pk)
    known = {v.nomor: v for v in rencana.versi_list.all()}
    dari = _number(request.GET.get("dari"), known, max(known, default=0))
    ke = _number(request.GET.get("ke"), known, 0)
    lama = known[dari].isi if dari in known else RENCANA_KOSONG
    baru = known[ke].isi if ke in known else snapshot(rencana)
    halaman = Halaman(
        judul="Perbedaan versi rencana aksi", remah=_crumbs(rencana),
        keterangan=f"{_name(dari, 'Rencana kosong')} dibandingkan dengan {_name(ke, 'isi sekarang')}.",
    )  # fmt: skip
    return render(request, "action_plans/rencana_diff.html", {
        "halaman": halaman, "rencana": rencana, "beda": compare(lama, baru), "dari": dari, "ke": ke,
        "pilihan": sorted(known), "profil": profil_of(rencana),
    })  # fmt: skip


def _number(text: str | None, known: dict, default: int) -> int:
    return int(text) if text and text.isdigit() and (int(text) in known or text == "0") else default


def _name(nomor: int, otherwise: str) -> str:
    return f"Versi {nomor}" if nomor else otherwise
