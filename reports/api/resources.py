"""What can be read. Which rows there are is asked of `visible_to`, as on the pages; what a row says stands in `rows`."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from ninja import Query

from action_plans.models import LaporanPembinaan, LaporanTriwulan
from evaluation.models import Penilaian
from reports.api import rows, schemas
from reports.api.schemas import Daftar
from reports.api.service import endpoint, one_of, page_of, reader
from reports.models import KlienAPI, Terbitan
from units.models import PembangunanZI, Peran, Predikat, UnitKerja

C = KlienAPI.Cakupan
Jawaban = dict[str, Any]


def _chosen(found: QuerySet, **wanted: Any) -> QuerySet:
    """Filters that the caller gave."""
    return found.filter(**{field: value for field, value in wanted.items() if value is not None})


@endpoint("/instansi", cakupan=C.INSTANSI, nama="api_instansi", jawaban=schemas.Instansi, judul="Instansi klien")
def instansi(request: HttpRequest) -> Jawaban:
    return rows.instansi(request.token_api.klien.instansi)


# --- units -----------------------------------------------------------------------------------------------------------


@endpoint(
    "/unit", cakupan=C.UNIT, nama="api_unit_list", jawaban=Daftar[schemas.Unit], judul="Daftar unit kerja",
    saringan=schemas.SaringanUnit,
)  # fmt: skip
def unit_list(request: HttpRequest, q: Query[schemas.SaringanUnit]) -> Jawaban:
    found = _chosen(
        UnitKerja.objects.visible_to(reader(request)),
        jenis_layanan=q.layanan,
        is_active=None if q.aktif is None else q.aktif == "ya",
    )
    return page_of(request, found, q, rows.unit)


@endpoint("/unit/{int:id}", cakupan=C.UNIT, nama="api_unit", jawaban=schemas.Unit, judul="Satu unit kerja")
def unit(request: HttpRequest, id: int) -> Jawaban:
    return one_of(UnitKerja.objects.visible_to(reader(request)), id, rows.unit)


# --- stages ----------------------------------------------------------------------------------------------------------


def _years(peran: Peran) -> QuerySet[PembangunanZI]:
    return PembangunanZI.objects.visible_to(peran).select_related("unit", "periode")


@endpoint(
    "/tahap", cakupan=C.TAHAP, nama="api_tahap_list", jawaban=Daftar[schemas.TahapUnit], judul="Daftar tahap unit per tahun",
    saringan=schemas.SaringanTahap,
)  # fmt: skip
def tahap_list(request: HttpRequest, q: Query[schemas.SaringanTahap]) -> Jawaban:
    found = _chosen(_years(reader(request)), periode__tahun=q.tahun, unit=q.unit, tahap=q.tahap, target=q.target)
    return page_of(request, found, q, rows.tahap)


@endpoint(
    "/tahap/{int:id}", cakupan=C.TAHAP, nama="api_tahap", jawaban=schemas.TahapUnit, judul="Satu unit pada satu tahun"
)
def tahap(request: HttpRequest, id: int) -> Jawaban:
    return one_of(_years(reader(request)), id, rows.tahap)


# --- results ---------------------------------------------------------------------------------------------------------


def _results(peran: Peran) -> QuerySet[Penilaian]:
    """Submitted and frozen; a draft is nobody's result, not even its own unit's."""
    found = Penilaian.objects.visible_to(peran).filter(diajukan_at__isnull=False, ringkasan__isnull=False)
    found = found.select_related("pembangunan__unit", "pembangunan__periode", "instrumen", "ringkasan")
    return found.defer("hasil", "pernyataan", "instrumen__isi", "instrumen__ambang")


@endpoint(
    "/hasil", cakupan=C.HASIL, nama="api_hasil_list", jawaban=Daftar[schemas.Hasil], judul="Daftar hasil penilaian",
    saringan=schemas.SaringanHasil,
)  # fmt: skip
def hasil_list(request: HttpRequest, q: Query[schemas.SaringanHasil]) -> Jawaban:
    found = _chosen(
        _results(reader(request)), pembangunan__periode__tahun=q.tahun, pembangunan__unit=q.unit, jenis=q.jenis
    )
    return page_of(request, found, q, rows.hasil)


@endpoint("/hasil/{int:id}", cakupan=C.HASIL, nama="api_hasil", jawaban=schemas.Hasil, judul="Satu hasil penilaian")
def hasil(request: HttpRequest, id: int) -> Jawaban:
    return one_of(_results(reader(request)), id, rows.hasil)


# --- predicates ------------------------------------------------------------------------------------------------------


def _predicates(peran: Peran) -> QuerySet[Predikat]:
    return Predikat.objects.visible_to(peran).select_related("unit", "keputusan", "pencabutan")


@endpoint(
    "/predikat", cakupan=C.PREDIKAT, nama="api_predikat_list", jawaban=Daftar[schemas.PredikatUnit],
    judul="Daftar predikat unit", saringan=schemas.SaringanPredikat,
)  # fmt: skip
def predikat_list(request: HttpRequest, q: Query[schemas.SaringanPredikat]) -> Jawaban:
    found = _chosen(_predicates(reader(request)), unit=q.unit, jenis=q.jenis, status=q.status)
    return page_of(request, found, q, rows.predikat)


@endpoint(
    "/predikat/{int:id}", cakupan=C.PREDIKAT, nama="api_predikat", jawaban=schemas.PredikatUnit, judul="Satu predikat"
)
def predikat(request: HttpRequest, id: int) -> Jawaban:
    return one_of(_predicates(reader(request)), id, rows.predikat)


# --- reports ---------------------------------------------------------------------------------------------------------


def _reports(peran: Peran) -> QuerySet[LaporanTriwulan]:
    found = LaporanTriwulan.objects.visible_to(peran).select_related("pembangunan__unit", "pembangunan__periode")
    return found.defer("data")


@endpoint(
    "/laporan", cakupan=C.LAPORAN, nama="api_laporan_list", jawaban=Daftar[schemas.Laporan],
    judul="Daftar laporan triwulan", saringan=schemas.SaringanLaporan,
)  # fmt: skip
def laporan_list(request: HttpRequest, q: Query[schemas.SaringanLaporan]) -> Jawaban:
    found = _chosen(
        _reports(reader(request)),
        pembangunan__periode__tahun=q.tahun, pembangunan__unit=q.unit, triwulan=q.triwulan, status=q.status,
    )  # fmt: skip
    return page_of(request, found, q, rows.laporan)


@endpoint(
    "/laporan/{int:id}", cakupan=C.LAPORAN, nama="api_laporan", jawaban=schemas.Laporan, judul="Satu laporan triwulan"
)
def laporan(request: HttpRequest, id: int) -> Jawaban:
    return one_of(_reports(reader(request)), id, rows.laporan)


def _coaching_reports(peran: Peran) -> QuerySet[LaporanPembinaan]:
    return LaporanPembinaan.objects.visible_to(peran).select_related("periode", "pembangunan__unit")


@endpoint(
    "/laporan-pembinaan", cakupan=C.LAPORAN, nama="api_laporan_pembinaan_list", jawaban=Daftar[schemas.LaporanTimPembina],
    judul="Daftar laporan Tim Pembina", saringan=schemas.SaringanPembinaan,
)  # fmt: skip
def laporan_pembinaan_list(request: HttpRequest, q: Query[schemas.SaringanPembinaan]) -> Jawaban:
    found = _chosen(
        _coaching_reports(reader(request)),
        periode__tahun=q.tahun, pembangunan__unit=q.unit, rentang=q.rentang, status=q.status,
    )  # fmt: skip
    return page_of(request, found, q, rows.laporan_pembinaan)


@endpoint(
    "/laporan-pembinaan/{int:id}", cakupan=C.LAPORAN, nama="api_laporan_pembinaan", jawaban=schemas.LaporanTimPembina,
    judul="Satu laporan Tim Pembina",
)  # fmt: skip
def laporan_pembinaan(request: HttpRequest, id: int) -> Jawaban:
    return one_of(_coaching_reports(reader(request)), id, rows.laporan_pembinaan)


# --- issued papers ---------------------------------------------------------------------------------------------------


def _issued(peran: Peran) -> QuerySet[Terbitan]:
    """Of the institution; who sees the paper itself sees its line in the register."""
    found = Terbitan.objects.visible_to(peran).filter(Q(instansi_id=peran.instansi_id))
    return found.select_related("pembangunan__unit", "dokumen__berkas", "bertanda").defer(
        "dokumen__isi", "dokumen__cap"
    )


@endpoint(
    "/terbitan", cakupan=C.TERBITAN, nama="api_terbitan_list", jawaban=Daftar[schemas.DokumenTerbitan],
    judul="Register dokumen terbitan", saringan=schemas.SaringanTerbitan,
)  # fmt: skip
def terbitan_list(request: HttpRequest, q: Query[schemas.SaringanTerbitan]) -> Jawaban:
    found = _chosen(
        _issued(reader(request)), tahun=q.tahun, pembangunan__unit=q.unit, jenis=q.jenis, status=q.status
    )  # fmt: skip
    return page_of(request, found, q, rows.terbitan)


@endpoint(
    "/terbitan/{int:id}", cakupan=C.TERBITAN, nama="api_terbitan", jawaban=schemas.DokumenTerbitan,
    judul="Satu dokumen terbitan",
)  # fmt: skip
def terbitan(request: HttpRequest, id: int) -> Jawaban:
    return one_of(_issued(reader(request)), id, rows.terbitan)
