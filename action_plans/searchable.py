"""What the search finds in plans, progress, reports and coaching."""

from django.db.models import Q, QuerySet
from django.urls import reverse

from action_plans.models import (
    Aksi,
    BagianLaporan,
    CatatanPembinaan,
    KesepakatanPembinaan,
    Konsultasi,
    LaporanTriwulan,
    Pembinaan,
    PesanKonsultasi,
    Realisasi,
    RencanaAksi,
)
from units.choices import BULAN
from units.models import Peran
from units.scope import UNIT_ROLES
from units.search import Sumber
from units.templatetags.indonesia import tanggal


def _actions(peran: Peran) -> QuerySet:
    return Aksi.objects.filter(rencana__in=RencanaAksi.objects.visible_to(peran), dihapus_at=None)


def _progress(peran: Peran) -> QuerySet:
    """Only rows with words; a Pegawai reads the plan, not how it goes."""
    if peran.jenis == "pegawai":
        return Realisasi.objects.none()
    said = Realisasi.objects.filter(~Q(catatan="", kendala=""), aksi__dihapus_at=None)
    return said.filter(aksi__rencana__in=RencanaAksi.objects.visible_to(peran))


def _sections(peran: Peran) -> QuerySet:
    """A report that the unit is mending is the unit's own business: the others read on its page what was last sent."""
    reports = LaporanTriwulan.objects.visible_to(peran)
    if peran.jenis not in UNIT_ROLES:
        reports = reports.filter(status__in=(LaporanTriwulan.Status.DISAMPAIKAN, LaporanTriwulan.Status.DITERIMA))
    return BagianLaporan.objects.filter(laporan__in=reports)


AKSI = Sumber(
    "aksi", "Rencana aksi", "list-checks", _actions, ("aksi", "indikator", "langkah", "bukti_fisik"),
    lambda a: a.aksi, lambda a: f"{a.indikator} · {a.rencana.pembangunan}", lambda a: reverse("aksi_detail", args=[a.pk]),
    "rencana__pembangunan__periode__tahun", ("rencana__pembangunan__unit", "rencana__pembangunan__periode"),
)  # fmt: skip
REALISASI = Sumber(
    "realisasi", "Catatan realisasi", "calendar-check", _progress, ("catatan", "kendala"),
    lambda r: f"{r.aksi.aksi}, {BULAN[r.bulan - 1]}", lambda r: str(r.aksi.rencana.pembangunan),
    lambda r: reverse("aksi_detail", args=[r.aksi_id]), "aksi__rencana__pembangunan__periode__tahun",
    ("aksi__rencana__pembangunan__unit", "aksi__rencana__pembangunan__periode"),
)  # fmt: skip
LAPORAN = Sumber(
    "laporan", "Laporan triwulan", "file-text",
    _sections, ("isi",),
    lambda b: b.laporan.get_triwulan_display(), lambda b: str(b.laporan.pembangunan),
    lambda b: reverse("laporan_detail", args=[b.laporan_id]), "laporan__pembangunan__periode__tahun",
    ("laporan__pembangunan__unit", "laporan__pembangunan__periode"),
    tanpa=("laporan__data",),
)  # fmt: skip
PEMBINAAN = Sumber(
    "pembinaan", "Catatan pembinaan", "message-square",
    lambda peran: CatatanPembinaan.objects.filter(pembinaan__in=Pembinaan.objects.visible_to(peran)), ("isi",),
    lambda c: f"{c.pembinaan.get_jenis_display()} {tanggal(c.pembinaan.tanggal)}",
    lambda c: f"{c.pembinaan.pembangunan}, {c.get_jenis_display().lower()} {c.get_area_display()}".strip(),
    lambda c: reverse("pembinaan_detail", args=[c.pembinaan_id]), "pembinaan__pembangunan__periode__tahun",
    ("pembinaan__pembangunan__unit", "pembinaan__pembangunan__periode"),
)  # fmt: skip
KESEPAKATAN = Sumber(
    "kesepakatan", "Kesepakatan pembinaan", "check", KesepakatanPembinaan.objects.visible_to, ("uraian", "catatan"),
    lambda k: k.uraian, lambda k: f"{k.pembinaan.pembangunan}, {k.get_status_display()}",
    lambda k: reverse("kesepakatan_detail", args=[k.pk]), "pembinaan__pembangunan__periode__tahun",
    ("pembinaan__pembangunan__unit", "pembinaan__pembangunan__periode"),
)  # fmt: skip
KONSULTASI = Sumber(
    "konsultasi", "Konsultasi", "message-square",
    lambda peran: PesanKonsultasi.objects.filter(konsultasi__in=Konsultasi.objects.visible_to(peran)),
    ("isi", "konsultasi__judul"),
    lambda p: p.konsultasi.judul, lambda p: f"{p.konsultasi.pembangunan}, {p.konsultasi.get_status_display()}",
    lambda p: reverse("konsultasi_detail", args=[p.konsultasi_id]), "konsultasi__pembangunan__periode__tahun",
    ("konsultasi__pembangunan__unit", "konsultasi__pembangunan__periode"),
)  # fmt: skip
