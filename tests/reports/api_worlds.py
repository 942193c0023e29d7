"""Clients of the API and calls with their tokens, for its tests."""

from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from action_plans.models import LaporanPembinaan, LaporanTriwulan
from evaluation.models import Instrumen, Penilaian, RingkasanNilai
from reports.api import clients
from reports.models import Dokumen, KlienAPI, Terbitan
from tests.factories import UnitKerjaFactory, World
from tests.units.predicate_worlds import hold
from units import evidence
from units.choices import JenisPeran
from units.models import PembangunanZI, UnitKerja

J = JenisPeran
SEMUA = tuple(KlienAPI.Cakupan.values)


def make_client(
    world: World,
    role: str = J.ADMIN_INSTANSI,
    *,
    cakupan: tuple[str, ...] = SEMUA,
    nama: str = "Satu Data",
    days: int = 90,
) -> tuple[KlienAPI, str]:
    """A client that reads as the world's person in this role, and its token."""
    return clients.create_client(
        nama=nama, keperluan="Portal data terbuka", peran=world.peran[role], cakupan=cakupan,
        berlaku_sampai=timezone.localdate() + timedelta(days=days), by=world.peran[J.ADMIN_INSTANSI],
    )  # fmt: skip


def call(path: str, token: str = "", method: str = "get", **headers: str):
    """`path` is that below the API, with its parameters."""
    if token:
        headers["Authorization"] = f"Bearer {token}"
    return getattr(Client(raise_request_exception=False), method)(f"/api/v1/{path}", headers=headers)


def read(path: str, token: str) -> dict[str, Any]:
    answer = call(path, token)
    assert answer.status_code == 200, answer.content
    return answer.json()


def refused(answer, status: int, kode: str) -> bool:
    """Every refusal is a problem with a stable code, a title and a sentence."""
    body = answer.json()
    found = (answer.status_code, body["status"], body["kode"], answer["Content-Type"])
    return found == (status, status, kode, "application/problem+json") and bool(body["title"] and body["detail"])


def add_year(world: World, *, unit: UnitKerja | None = None) -> PembangunanZI:
    """A unit's year with a row in every resource of the API, all of it finished work."""
    unit = unit or UnitKerjaFactory(instansi=world.instansi)
    year, _ = PembangunanZI.objects.get_or_create(unit=unit, periode=world.periode)
    _add_result(world, year)
    hold(world, unit=unit)
    now, tim = timezone.now(), world.peran[J.KETUA_TIM]
    report = LaporanTriwulan.objects.create(
        pembangunan=year, triwulan=1, status="disampaikan", disusun_oleh=tim, disetujui_at=now, dikirim_at=now
    )
    LaporanPembinaan.objects.create(
        instansi=world.instansi, periode=world.periode, pembangunan=year, bentuk="surat", rentang="smt1",
        status="disampaikan", disusun_oleh=world.peran[J.TIM_PEMBINA], disampaikan_at=now,
    )  # fmt: skip
    issue(world, report)
    return year


def _add_result(world: World, year: PembangunanZI) -> Penilaian:
    admin = world.peran[J.ADMIN_INSTANSI]
    instrumen, _ = Instrumen.objects.get_or_create(
        instansi=world.instansi, kode="lke-2021", versi=1,
        defaults={"nama": "LKE", "status": "terbit", "sidik": "a" * 64, "dibuat_oleh": admin},
    )  # fmt: skip
    row = Penilaian.objects.create(
        pembangunan=year, instrumen=instrumen, status="diajukan", dibuat_oleh=admin, diajukan_at=timezone.now()
    )
    RingkasanNilai.objects.create(
        penilaian=row, nilai="74.5", kurang_wbk=1, putusan_wbk="Kurang 1,25% di Penguatan Pengawasan.",
        area={"tatalaksana": ["80", True], "pengawasan": ["58.75", False]},
    )  # fmt: skip
    return row


def issue(world: World, report: LaporanTriwulan, **fields: Any) -> Terbitan:
    """The report as a numbered paper in force."""
    admin, year, number = world.peran[J.ADMIN_INSTANSI], report.pembangunan, Terbitan.objects.count() + 1
    berkas = evidence.store_bytes(
        f"%PDF-{number}".encode(), nama="laporan.pdf", ekstensi="pdf", instansi=world.instansi, by=None
    )
    paper = Dokumen.objects.create(
        jenis="lampiran_ii", periode=year.periode, pembangunan=year, laporan=report, sidik=f"{number:064x}", draf=False,
        diminta_oleh=admin, berkas=berkas, status="jadi",
    )  # fmt: skip
    values = {
        "jenis": "lampiran_ii", "perihal": "Laporan", "unit_nama": year.unit.nama, "nomor": f"700/{number}",
        "tahun": year.periode.tahun, "tanggal": date(year.periode.tahun, 4, 5), "kode": f"KODE{number:012d}",
        "penanda_tangan": "Budi, Camat", "status": "berlaku", "diterbitkan_oleh": admin,
    }  # fmt: skip
    return Terbitan.objects.create(
        instansi=world.instansi, periode=year.periode, pembangunan=year, dokumen=paper, **values | fields
    )
