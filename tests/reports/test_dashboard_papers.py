"""The dashboard and the recap on paper: the figures of the pages, for those who see the whole institution."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from action_plans.models import RencanaAksi
from reports import pdf, services
from reports.data import read_dasbor, read_rekap_unit
from reports.kinds import JENIS
from reports.layouts import digest_of, html_of
from reports.models import Dokumen
from tests.factories import World
from tests.reports.conftest import squeeze, text_of
from tests.reports.test_dashboard import add_unit, held, score
from units.choices import Area, JenisPeran, Tahap

J = JenisPeran
WEAK = {a.value: ["58.33", False] for a in Area.pengungkit()}


@pytest.fixture
def leader(world):
    """Two units: one meets its minima and holds a predicate, one misses two and waits in TPI's hands."""
    score(world, world.pembangunan, nilai="76.10", kurang=0)
    score(world, add_unit(world, tahap=Tahap.EVALUASI_TPI), nilai="71.00", kurang=2, area=WEAK)
    RencanaAksi.objects.create(pembangunan=world.pembangunan, versi=1, status="disetujui")
    held(world, world.unit, due=timezone.localdate() + timedelta(days=30))
    return world.peran[J.KEPALA_DAERAH]


def drawn(data) -> str:
    return squeeze(text_of(pdf.render(data, sidik=digest_of(data)).isi))


def test_the_paper_has_the_figures_of_the_page(world, leader, client_as):
    data = read_dasbor(world.periode, leader)
    page = client_as(leader).get(reverse("dasbor")).context
    assert [(a.label, a.jumlah) for a in data.angka] == [(u.label, u.jumlah) for u in page["ubin_list"]]
    assert [t.jumlah for t in data.tahap] == [c.jumlah for c in page["corong"]]
    assert [r.unit for r in data.panas] == [row.unit.nama for row, _ in page["panas"]]
    assert sum(t.jumlah for t in data.tahap) == page["jumlah"]


def test_the_stages_name_who_stands_there(world, leader):
    by_label = {t.label: t for t in read_dasbor(world.periode, leader).tahap}
    assert by_label["Membangun"].keterangan == world.unit.nama
    assert by_label["Dicanangkan"].keterangan == ""


def test_many_names_are_cut_with_the_rest_counted(world, leader):
    for _ in range(9):
        add_unit(world, tahap=Tahap.DICANANGKAN)
    by_label = {t.label: t for t in read_dasbor(world.periode, leader).tahap}
    assert by_label["Dicanangkan"].keterangan.endswith("; dan 1 lainnya")


def test_the_dashboard_is_drawn_and_never_called_unissued(world, leader):
    words = drawn(read_dasbor(world.periode, leader))
    for part in ("Siapa yang terlambat?", "Belum memenuhi WBK: kurang 2", "* 58,33", "1 dari 3 unit kerja (33,3%)"):
        assert part in words
    assert "Belum diterbitkan" not in words


def test_the_recap_has_a_row_for_every_unit_and_a_place_to_sign(world, leader):
    data = read_rekap_unit(world.periode, leader)
    assert [r.unit for r in data.baris] == [
        p.unit.nama for p in world.periode.pembangunan.select_related("unit").order_by("unit__kode")
    ]
    assert (data.baris[0].predikat, data.baris[0].rencana, data.baris[1].rencana) == (
        "Menuju WBK",
        "Disetujui",
        "Belum",
    )
    assert [t.pesan for t in data.kekurangan()] == [
        "Kepala Inspektorat belum ditetapkan. Administrator menambahkan peran Kepala Unit Kerja."
    ]
    assert world.instansi.jabatan_kepala in html_of(data)


def test_a_year_without_units_is_not_printed(other_world: World):
    other_world.tim.delete()
    other_world.pembangunan.delete()
    found = read_dasbor(other_world.periode, other_world.peran[J.KEPALA_DAERAH]).kekurangan()
    assert ["Belum ada unit kerja pada tahun ini" in t.pesan for t in found] == [True]


@pytest.mark.parametrize("jenis", ["dasbor", "rekap_unit"])
def test_only_those_who_see_all_units_read_it(world, leader, client_as, jenis):
    url = reverse("dokumen_block", args=[jenis, world.periode.pk])
    for role, status in ((J.KEPALA_DAERAH, 200), (J.ANGGOTA_TPI, 200), (J.KEPALA_UNIT, 404), (J.PEGAWAI, 404)):
        assert client_as(world.peran[role]).get(url).status_code == status, role


def test_a_document_of_one_role_is_read_by_the_institution_and_by_no_unit(world, leader):
    data = services.choose("dasbor", world.periode, by=leader)
    dokumen = services.request_dokumen(objek=world.periode, jenis="dasbor", data=data, by=leader)
    for role, sees in ((J.DELEGASI, True), (J.KETUA_TPI, True), (J.KETUA_TIM, False), (J.PEGAWAI, False)):
        assert Dokumen.objects.visible_to(world.peran[role]).filter(pk=dokumen.pk).exists() == sees, role


def test_asked_for_twice_a_day_it_is_one_document(world, leader):
    first, second = (
        services.request_dokumen(
            objek=world.periode, jenis="dasbor", data=JENIS["dasbor"].read(world.periode, leader), by=leader
        )
        for _ in range(2)
    )
    assert first.pk == second.pk
