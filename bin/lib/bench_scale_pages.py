"""The pages measured at every size: who opens them, and which row of the first institution they show."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.api.clients import create_client
from reports.models import KlienAPI
from units.models import Instansi, PembangunanZI, Peran


@dataclass(frozen=True)
class Halaman:
    """`args` finds the row of a page about one thing; `role` "" is everybody, "api" a program with a token."""

    name: str
    role: str
    url: str
    query: str = ""
    args: Callable[[Instansi], list[object]] = lambda instansi: []


def _first_unit(instansi: Instansi) -> list[object]:
    rows = PembangunanZI.objects.filter(unit__instansi=instansi, periode__tahun=timezone.localdate().year)
    return [rows.filter(penilaian__jenis="tpi").order_by("pk").values_list("unit", flat=True)[0]]


H = Halaman
PAGES = [
    H("dashboard, kepala daerah", "kepala_daerah", "dasbor"),
    H("dashboard, kepala daerah, counted anew", "kepala_daerah", "dasbor", "?segar=1"),
    H("dashboard, Inspektorat", "ketua_tpi", "dasbor_inspektorat"),
    H("dashboard, Inspektorat, counted anew", "ketua_tpi", "dasbor_inspektorat", "?segar=1"),
    H("dashboard, unit", "ketua_tpi", "dasbor_unit", args=_first_unit),
    H("units behind a number", "kepala_daerah", "dasbor_unit_list", "?kriteria=kurang"),
    H("recap of all units", "kepala_daerah", "rekap_unit"),
    H("home, kepala daerah", "kepala_daerah", "beranda"),
    H("home, Inspektorat", "ketua_tpi", "beranda"),
    H("home, head of a unit", "kepala_unit", "beranda"),
    H("units", "admin_instansi", "unit_list"),
    H("years of the units", "ketua_tpi", "pembangunan_list"),
    H("candidates", "tiuk", "identifikasi_list"),
    H("teams", "ketua_tpi", "tim_list"),
    H("people", "admin_instansi", "orang_list"),
    H("plans", "ketua_tpi", "rencana_list"),
    H("quarterly reports", "ketua_tpi", "laporan_list"),
    H("quarterly reports as a list", "ketua_tpi", "laporan_list", "?tampilan=daftar"),
    H("coaching sessions", "tim_pembina", "pembinaan_list"),
    H("coverage of coaching", "tim_pembina", "pembinaan_coverage"),
    H("consultations", "tim_pembina", "konsultasi_list"),
    H("self-assessments", "ketua_tpi", "penilaian_list"),
    H("TPI evaluations", "ketua_tpi", "tpi_list"),
    H("clarifications", "ketua_tpi", "klarifikasi_list"),
    H("recommendations", "ketua_tpi", "rekomendasi_list"),
    H("requirements", "tiuk", "syarat_list"),
    H("decisions", "kepala_daerah", "pengusulan_list"),
    H("proposals", "kepala_daerah", "usulan_list"),
    H("TPN evaluations", "ketua_tpi", "tpn_list"),
    H("register of predicates", "kepala_daerah", "predikat_list"),
    H("decrees", "ketua_tpi", "keputusan_list"),
    H("complaints", "tim_pembina", "pengaduan_list"),
    H("evidence", "ketua_tpi", "data_dukung_list"),
    H("papers", "ketua_tpi", "dokumen_list"),
    H("issued papers", "ketua_tpi", "terbitan_list"),
    H("search", "ketua_tpi", "search", "?q=standar+pelayanan"),
    H("search, a rare word", "ketua_tpi", "search", "?q=LHE+0017"),
    H("search, everywhere", "ketua_tpi", "search", "?q=pelayanan"),
    H("search, one kind", "ketua_tpi", "search", "?q=gratifikasi&jenis=isi_data_dukung"),
    H("search, nothing", "ketua_tpi", "search", "?q=tidakadasamasekali"),
    H("public page", "", "publik_instansi", args=lambda instansi: [instansi.slug]),
    H("API, units", "api", "api_unit_list"),
    H("API, stages", "api", "api_tahap_list"),
    H("API, results", "api", "api_hasil_list"),
    H("API, predicates", "api", "api_predikat_list"),
    H("API, reports", "api", "api_laporan_list"),
]


def open_client(page: Halaman) -> tuple[Client, str]:
    """A browser signed in, or a program's client, and the address it asks for."""
    instansi = Instansi.objects.order_by("pk")[0]
    address = reverse(page.url, args=page.args(instansi)) + page.query
    if page.role == "api":
        return Client(headers={"authorization": f"Bearer {_token(instansi)}"}), address
    client = Client()
    if page.role:
        peran = Peran.objects.filter(instansi=instansi, jenis=page.role).order_by("pk")[0]
        client.force_login(peran.user, backend="units.auth.NipOrEmailBackend")
    return client, address


def _token(instansi: Instansi) -> str:
    """A client of its own for every page: each has its own limit of calls."""
    admin, reader = (
        Peran.objects.filter(instansi=instansi, jenis=jenis).order_by("pk")[0]
        for jenis in ("admin_instansi", "kepala_daerah")
    )
    name = f"Pengukuran {timezone.now().isoformat()}"
    ends = timezone.localdate() + timedelta(days=2)
    return create_client(
        nama=name, keperluan="Mengukur", peran=reader, cakupan=KlienAPI.Cakupan.values, berlaku_sampai=ends, by=admin
    )[1]
