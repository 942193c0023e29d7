"""What every page shows around its content: institution, year, role, navigation, notices."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from units.access import KEPALA_DAERAH_ROLES
from units.choices import JenisPeran
from units.models import Notifikasi, Peran
from units.scope import INSPEKTORAT_ROLES, INSTANSI_ROLES, UNIT_ROLES

J = JenisPeran
UNIT_WORKERS = frozenset({J.KEPALA_UNIT, J.KETUA_TIM, J.ANGGOTA_TIM})
READERS = UNIT_ROLES | INSTANSI_ROLES
ADMIN = frozenset({J.ADMIN_INSTANSI})

# label, view, icon, roles that can open it, path prefixes under which it is the active one
NAVIGATION: list[tuple[str, str, str, frozenset[str], tuple[str, ...]]] = [
    ("Beranda", "beranda", "house", frozenset(J.values), ()),
    ("Dasbor", "dasbor", "gauge", INSTANSI_ROLES | UNIT_WORKERS, ("/dasbor/",)),
    ("Unit kerja", "unit_list", "building-2", READERS, ("/unit/",)),
    (
        "Tahun ZI",
        "pembangunan_list",
        "flag",
        READERS,
        ("/pembangunan/", "/identifikasi/", "/pencanangan/", "/pakta/", "/keputusan/"),
    ),
    ("Tim dan agen perubahan", "tim_list", "user-check", READERS, ("/tim/", "/agen/")),
    ("Rencana aksi", "rencana_list", "list-checks", READERS, ("/rencana/", "/aksi/")),
    ("Pekerjaan bulan ini", "progress_month", "calendar-check", UNIT_WORKERS, ("/pekerjaan/", "/realisasi/")),
    ("Laporan triwulan", "laporan_list", "file-text", READERS - {J.PEGAWAI}, ("/laporan/",)),
    (
        "Pembinaan",
        "pembinaan_list",
        "message-square",
        READERS - {J.PEGAWAI},
        ("/pembinaan/", "/kesepakatan/", "/konsultasi/", "/laporan-pembinaan/"),
    ),
    ("Penilaian", "penilaian_list", "clipboard-check", READERS - {J.PEGAWAI}, ("/penilaian/", "/instrumen/")),
    ("Evaluasi TPI", "tpi_list", "clipboard-list", INSPEKTORAT_ROLES, ("/tpi/", "/kunjungan/")),
    ("Klarifikasi TPI", "klarifikasi_list", "message-square", UNIT_WORKERS | INSPEKTORAT_ROLES, ("/klarifikasi/",)),
    ("Rekomendasi TPI", "rekomendasi_list", "list-checks", READERS - {J.PEGAWAI}, ("/rekomendasi/",)),
    ("Syarat pengajuan", "syarat_list", "square-check", READERS - {J.PEGAWAI}, ("/syarat/", "/survei/")),
    ("Keputusan pengusulan", "pengusulan_list", "gavel", INSTANSI_ROLES, ("/pengusulan/",)),
    ("Usulan ke TPN", "usulan_list", "send", READERS - {J.PEGAWAI}, ("/usulan/",)),
    ("Evaluasi TPN", "tpn_list", "landmark", (READERS - {J.PEGAWAI}) | {J.PENILAI_TPN}, ("/tpn/",)),
    ("Predikat", "predikat_list", "award", READERS, ("/predikat/",)),
    ("Petugas pengaduan", "petugas_pengaduan_list", "user-cog", frozenset({J.KETUA_TPI}), ("/petugas-pengaduan/",)),
    ("Data dukung", "data_dukung_list", "folder-open", READERS - {J.PEGAWAI}, ("/data-dukung/",)),
    ("Dokumen", "dokumen_list", "files", READERS, ("/dokumen/",)),
    ("Arsip dokumen", "terbitan_list", "archive", READERS, ("/arsip/",)),
    ("Pegawai dan peran", "orang_list", "users", ADMIN | INSPEKTORAT_ROLES, ("/orang/", "/peran/")),
    ("Tahun program", "periode_list", "calendar-days", INSTANSI_ROLES, ("/periode/",)),
    ("Impor", "impor_list", "file-up", ADMIN, ("/impor/",)),
    ("Antarmuka PortalRB", "portalrb_index", "link", ADMIN, ("/portalrb/",)),
    ("Klien API", "klien_api_list", "key-round", ADMIN, ("/klien-api/",)),
    ("Sertifikat elektronik", "sertifikat_list", "signature", ADMIN, ("/sertifikat/",)),
    ("Pengaturan instansi", "instansi_edit", "settings", ADMIN, ("/instansi/", "/publikasi/")),
    ("Catatan masuk", "catatan_masuk_list", "shield", ADMIN, ("/catatan-masuk/",)),
]


PENGADUAN = ("Pengaduan", "/pengaduan/", "megaphone", ("/pengaduan/",))


# What stands under one heading of the menu; what is named nowhere stands above all headings.
HEADINGS: dict[str, tuple[str, ...]] = {
    "Pembangunan": (
        "Unit kerja", "Tahun ZI", "Tim dan agen perubahan", "Rencana aksi", "Pekerjaan bulan ini", "Laporan triwulan",
        "Pembinaan",
    ),
    "Penilaian": ("Penilaian", "Evaluasi TPI", "Klarifikasi TPI", "Rekomendasi TPI"),
    "Pengusulan": ("Syarat pengajuan", "Keputusan pengusulan", "Usulan ke TPN", "Evaluasi TPN", "Predikat"),
    "Berkas": ("Data dukung", "Dokumen", "Arsip dokumen"),
    "Pengaturan": (
        "Petugas pengaduan", "Pengaduan", "Pegawai dan peran", "Tahun program", "Impor", "Antarmuka PortalRB",
        "Klien API", "Sertifikat elektronik", "Pengaturan instansi", "Catatan masuk",
    ),
}  # fmt: skip
HEADING_OF = {label: heading for heading, labels in HEADINGS.items() for label in labels}


@dataclass(frozen=True)
class Butir:
    label: str
    url: str
    icon: str
    active: bool

    @property
    def kelompok(self) -> str:
        return HEADING_OF.get(self.label, "")


@dataclass(frozen=True)
class PeranRingkas:
    pk: int
    label: str
    tempat: str


@dataclass(frozen=True)
class Shell:
    user: Any = None
    instansi: str = ""
    peran: PeranRingkas | None = None
    peran_list: list[PeranRingkas] = field(default_factory=list)
    periode: Any = None
    periode_list: list = field(default_factory=list)
    nav: list[Butir] = field(default_factory=list)
    jumlah_notifikasi: int = 0


def role_label(peran: Peran) -> str:
    """The role in the institution's own words: "Bupati Ketapang" rather than "Kepala Daerah"."""
    return peran.instansi.jabatan_kepala if peran.jenis in KEPALA_DAERAH_ROLES - {J.DELEGASI} else peran.label


def shell(request: HttpRequest) -> dict[str, Shell]:
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {"shell": Shell()}
    peran = getattr(request, "peran", None)
    others = [_short(p) for p in getattr(request, "peran_list", []) if peran and p.pk != peran.pk]
    return {
        "shell": Shell(
            user=request.user,
            instansi=peran.instansi.nama if peran else "",
            peran=_short(peran) if peran else None,
            peran_list=others,
            periode=getattr(request, "periode", None),
            periode_list=getattr(request, "periode_list", []),
            nav=_navigation(request, peran),
            jumlah_notifikasi=Notifikasi.objects.filter(user=request.user, dibaca_at=None).count(),
        )
    }


def _short(peran: Peran) -> PeranRingkas:
    return PeranRingkas(peran.pk, role_label(peran), peran.unit.nama if peran.unit else peran.instansi.nama)


def _navigation(request: HttpRequest, peran: Peran | None) -> list[Butir]:
    if peran is None:
        return [Butir("Beranda", reverse("beranda"), "house", request.path == "/")]
    menu = _menu(peran.jenis)
    if getattr(peran, "is_petugas", False):  # a person is named, not a role
        menu = [*menu, PENGADUAN]
    order = list(HEADINGS)
    menu = sorted(menu, key=lambda row: order.index(HEADING_OF[row[0]]) if row[0] in HEADING_OF else -1)
    return [
        Butir(label, url, icon, request.path == url or request.path.startswith(prefixes or ("\0",)))
        for label, url, icon, prefixes in menu
    ]


@cache
def _menu(jenis: str) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """The role's menu with its addresses: they are the same on every page."""
    return [
        (label, reverse(view), icon, prefixes) for label, view, icon, roles, prefixes in NAVIGATION if jenis in roles
    ]
