"""The PortalRB interface as people see it: tokens, the log, the self-check, the ministry's 2026 workbook."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from evaluation import proposal_access as access
from evaluation.forms_usulan import JawabanFileForm, TokenForm
from evaluation.lke.workbook import jawaban
from evaluation.models import PanggilanPortalRB, Penilaian, TokenPortalRB
from evaluation.services import portalrb
from evaluation.services.assessment import content_of
from evaluation.services.portalrb import Gagal
from evaluation.services.portalrb_check import run_check
from evaluation.tables_portalrb import PanggilanTable
from evaluation.views.head import fetch_pembangunan
from units.access import require
from units.errors import BerkasDitolak, Ditolak
from units.halaman import Halaman, Nada, Tombol
from units.models import PembangunanZI
from units.views.common import ask, paged, tell_too_large

PEMERIKSA = f"{access.ADMIN}, {access.PENYUSUN}"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _require_admin(request: HttpRequest, what: str) -> int:
    instansi_id = request.peran.instansi_id if request.peran else 0
    require(access.can_manage_portalrb(request.peran, instansi_id), access.ADMIN, what=what)
    return instansi_id


def _require_checker(request: HttpRequest, what: str) -> int:
    """The administrator who keeps the interface, and those who prepare the proposal."""
    instansi_id = request.peran.instansi_id if request.peran else 0
    allowed = access.can_manage_portalrb(request.peran, instansi_id) or access.can_prepare_usulan(
        request.peran, instansi_id
    )
    require(allowed, PEMERIKSA, what=what)
    return instansi_id


def portalrb_index(request: HttpRequest) -> HttpResponse:
    instansi_id = _require_admin(request, "Mengelola antarmuka PortalRB")
    today = timezone.localdate()
    tokens = TokenPortalRB.objects.filter(instansi_id=instansi_id).select_related("dibuat_oleh__user")
    calls = PanggilanPortalRB.objects.filter(instansi_id=instansi_id).select_related("token")
    halaman = Halaman(
        judul="Antarmuka PortalRB",
        keterangan="PortalRB Kementerian PANRB menarik unit yang diusulkan dan jawaban LKE-nya dari portal ini.",
        tombol=Tombol("Buat token", reverse("portalrb_token_create"), ikon="key-round"),
        menu=(Tombol("Periksa antarmuka", reverse("portalrb_check"), ikon="shield-check"),),
    )
    return render(request, "evaluation/portalrb_index.html", {
        "halaman": halaman, "alamat": base_url(), "table": paged(request, PanggilanTable(calls)),
        "token_list": [(token, *_state(token, today)) for token in tokens],
    })  # fmt: skip


def base_url() -> str:
    return f"{settings.SITE_URL}/portalrb/v1"


def _state(token: TokenPortalRB, today) -> tuple[Nada, str, str]:
    rights = ", ".join(TokenPortalRB.Hak(hak).label for hak in token.hak)
    if token.dicabut_at:
        return "netral", "Dicabut", rights
    if not portalrb.is_valid(token, today):
        return "merah", "Kedaluwarsa", rights
    return "hijau", "Berlaku", rights


def portalrb_token_create(request: HttpRequest) -> HttpResponse:
    """The answer to the form shows the token: nothing else ever does."""
    _require_admin(request, "Membuat token PortalRB")
    form = TokenForm(request.POST or None, cancel_url=reverse("portalrb_index"))
    crumbs = (("Antarmuka PortalRB", reverse("portalrb_index")),)
    if request.method == "POST" and form.is_valid():
        row, token = portalrb.create_token(instansi=request.peran.instansi, by=request.peran, **form.cleaned_data)
        halaman = Halaman(judul=f"Token {row.nama}", remah=crumbs)
        context = {"halaman": halaman, "token": token, "baris": row, "alamat": base_url()}
        response = render(request, "evaluation/portalrb_token.html", context)
        response["Cache-Control"] = "no-store"
        return response
    halaman = Halaman(
        judul="Buat token PortalRB",
        remah=crumbs,
        keterangan="Token ditampilkan satu kali sesudah dibuat; portal hanya menyimpan sidiknya.",
    )
    context = {"halaman": halaman, "form": form}
    return render(request, "evaluation/portalrb_token_create.html", context, status=422 if form.errors else 200)


def portalrb_token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    instansi_id = _require_admin(request, "Mencabut token PortalRB")
    token = get_object_or_404(TokenPortalRB.objects.filter(instansi_id=instansi_id), pk=pk)
    if request.method == "POST":
        try:
            portalrb.revoke_token(token, by=request.peran)
        except Ditolak as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"Token {token.nama} dicabut.")
        return redirect("portalrb_index")
    return ask(
        request, judul=f"Cabut token {token.nama}?", tombol="Cabut token", bahaya=True,
        akibat="Panggilan dan tautan bukti yang memakai token ini langsung ditolak. Token tidak dapat dipulihkan.",
        batal_url=reverse("portalrb_index"),
        halaman=Halaman(judul="Cabut token", remah=(("Antarmuka PortalRB", reverse("portalrb_index")),)),
    )  # fmt: skip


def portalrb_check(request: HttpRequest) -> HttpResponse:
    """What the ministry would get now, before the window opens."""
    _require_checker(request, "Memeriksa antarmuka PortalRB")
    tahun = request.periode.tahun if request.periode else timezone.localdate().year
    calls, temuan = run_check(request.peran.instansi, tahun)
    admin = access.can_manage_portalrb(request.peran, request.peran.instansi_id)
    halaman = Halaman(
        judul=f"Pemeriksaan antarmuka PortalRB {tahun}",
        remah=(("Antarmuka PortalRB", reverse("portalrb_index")),) if admin else (("Usulan", reverse("usulan_list")),),
        status=("merah", "Ada yang harus dibenahi") if any(t.is_galat for t in temuan) else ("hijau", "Siap ditarik"),
        keterangan="Ketiga panggilan dijalankan terhadap portal ini sendiri; tautan bukti tidak diterbitkan.",
    )
    units = portalrb.served(request.peran.instansi, tahun)
    context = {"halaman": halaman, "panggilan_list": calls, "temuan": temuan, "alamat": base_url(), "unit_list": units}
    return render(request, "evaluation/portalrb_check.html", context)


# --- the 2026 workbook ---------------------------------------------------------------------------------------


def _served(request: HttpRequest, pk: int) -> tuple[PembangunanZI, Penilaian]:
    _require_checker(request, "Membuka buku kerja 2026")
    year = fetch_pembangunan(request, pk)
    return year, portalrb.final_of(year)


def _content(tpi: Penilaian) -> dict[int, dict[str, str | None]]:
    """Evidence by name: a link in a file that is mailed around would have to be open or useless."""
    rows = portalrb.answers_of(tpi, tautan=lambda _, versi: versi.tautan or versi.nama)
    return {row["soal_id"]: row for row in rows}


def portalrb_workbook(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        year, tpi = _served(request, pk)
    except Gagal as failure:
        messages.error(request, failure.message)
        return redirect("portalrb_check")
    isi, _ = content_of(tpi.instrumen)
    content = jawaban.write_sheet(isi, _content(tpi), judul=f"{year.unit.nama} tahun {year.periode.tahun}")
    name = slugify(f"LKE 2026 {year.unit.nama} {year.periode.tahun}")
    return HttpResponse(
        content, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    )


def portalrb_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the ministry's workbook and name every cell that says something else than the portal; nothing is saved."""
    try:
        year, tpi = _served(request, pk)
    except Gagal as failure:
        messages.error(request, failure.message)
        return redirect("portalrb_check")
    back = reverse("portalrb_check")
    form = JawabanFileForm(request.POST or None, request.FILES or None, cancel_url=back)
    tell_too_large(request, form, "berkas")
    beda = None
    if request.method == "POST" and form.is_valid():
        try:
            beda = jawaban.compare(jawaban.read_sheet(form.cleaned_data["berkas"].read()), _content(tpi))
        except BerkasDitolak as refusal:
            form.add_error("berkas", str(refusal))
    halaman = Halaman(
        judul=f"Bandingkan buku kerja 2026: {year.unit.nama}",
        remah=(("Pemeriksaan antarmuka PortalRB", back),),
        keterangan="Isi lembar “Jawaban” dibandingkan dengan jawaban final di portal; tidak ada yang disimpan.",
    )
    context = {"halaman": halaman, "form": form, "beda": beda}
    return render(request, "evaluation/portalrb_compare.html", context, status=422 if form.errors else 200)
