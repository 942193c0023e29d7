"""Lampiran III on paper (Pergub Kalbar 20/2017): the form's headings in order, both signatures, drafts for who writes them."""

import re

import pytest
from django.urls import reverse

from action_plans.coaching_naskah import form_of
from action_plans.models import LaporanPembinaan
from reports import pdf, services
from reports.data import from_json, read_lampiran_iii, to_json
from reports.data.lampiran_iii import DataLampiranIII
from reports.layouts import digest_of
from reports.models import Dokumen
from tests.action_plans.coaching_worlds import inspektur, make_laporan_pembinaan, make_pembinaan
from tests.factories import UnitKerjaFactory, make_world
from tests.reports.conftest import squeeze, text_of
from units.choices import JenisPeran
from units.models import Instansi, PembangunanZI
from units.transitions import SyaratBelumTerpenuhi

J = JenisPeran
KIND = Dokumen.Jenis.LAMPIRAN_III


def draw(data) -> str:
    return squeeze(text_of(pdf.render(data, sidik=digest_of(data)).isi))


def in_order(text: str, words: list[str]) -> list[str]:
    """Those of `words` that do not follow the ones before them; nothing when all stand in their order."""
    place, lost = 0, []
    for word in words:
        found = text.find(squeeze(word), place)
        if found < 0:
            lost.append(word)
        else:
            place = found + len(squeeze(word))
    return lost


@pytest.mark.parametrize("bentuk", LaporanPembinaan.Bentuk.values)
@pytest.mark.parametrize("profil", ["kalbar-2017", "ketapang-2022", "tangerang-2018"])
def test_the_headings_stand_in_the_order_of_the_form(db, profil, bentuk):
    world = make_world(profil=profil)
    laporan = make_laporan_pembinaan(world, status="disetujui", bentuk=bentuk)
    form = form_of(laporan)
    text = draw(read_lampiran_iii(laporan))
    headings = [f"{b.nomor}{'.' if len(b.nomor) == 1 else ''} {b.judul}" for b in form.bagian]
    assert in_order(text, ["LAPORAN TIM PEMBINA ZI", *headings, "Mengetahui,", "Tim Pembina ZI,"]) == []
    assert ("LAMPIRAN III" in text) == (profil == "kalbar-2017")


def test_the_inspektur_takes_note_and_the_team_is_listed(world):
    laporan = make_laporan_pembinaan(world, status="disetujui")
    text = draw(read_lampiran_iii(laporan))
    signer = laporan.disetujui_oleh.user
    member = world.peran[J.TIM_PEMBINA].user
    assert in_order(text, ["Mengetahui,", "Inspektur", signer.nama]) == []
    assert in_order(text, ["Tim Pembina ZI,", member.nama]) == []
    assert world.instansi.ibu_kota in text


def test_the_letter_is_addressed_to_the_kepala_daerah(world):
    text = draw(read_lampiran_iii(make_laporan_pembinaan(world, bentuk="surat")))
    assert f"Kepada Yth. {world.instansi.jabatan_kepala}" in text


def test_a_report_on_all_units_has_a_line_for_each(world):
    other = PembangunanZI.objects.create(unit=UnitKerjaFactory(instansi=world.instansi), periode=world.periode)
    make_pembinaan(world, status="disampaikan")
    text = draw(read_lampiran_iii(make_laporan_pembinaan(world, satu=False)))
    assert in_order(text, ["UNIT KERJA", world.unit.nama, other.unit.nama, "Jumlah"]) == []


def test_the_data_survive_their_way_through_json(world):
    data = read_lampiran_iii(make_laporan_pembinaan(world, status="disetujui"))
    assert from_json(DataLampiranIII, to_json(data)) == data


def test_long_and_missing_texts_make_whole_pages(world):
    laporan = make_laporan_pembinaan(world)
    laporan.bagian.filter(kode="sdm").update(isi="Kegiatan dilaksanakan bertahap. " * 300)
    laporan.bagian.filter(kode="saran").update(isi="")
    result = pdf.render(read_lampiran_iii(laporan), sidik="0" * 64)
    assert result.halaman >= 3
    assert len(re.findall("Kegiatan dilaksanakan bertahap", squeeze(text_of(result.isi)))) == 300


def test_without_an_inspektur_or_a_team_the_paper_is_refused_before_a_job_starts(world):
    laporan = make_laporan_pembinaan(world)
    laporan.tim.clear()
    data = read_lampiran_iii(laporan)
    with pytest.raises(SyaratBelumTerpenuhi) as refused:
        services.request_dokumen(objek=laporan, jenis=KIND, data=data, by=world.peran[J.TIM_PEMBINA])
    assert {t.kode for t in refused.value.temuan} == {"penanda_tangan", "tanpa_tim"}


@pytest.mark.parametrize("satu", [True, False])
def test_drafts_are_for_those_who_write_and_the_sent_one_for_its_readers(world, client_as, satu):
    laporan = make_laporan_pembinaan(world, satu=satu)
    Instansi.objects.filter(pk=world.instansi.pk).update(ibu_kota="Kotabaru")
    head_of_inspektorat, coach = inspektur(world), world.peran[J.TIM_PEMBINA]
    block = reverse("dokumen_block", args=[KIND, laporan.pk])
    page = client_as(coach).get(block).content.decode()
    assert "Buat PDF" in page
    services.request_dokumen(objek=laporan, jenis=KIND, data=read_lampiran_iii(laporan), by=coach)
    seeing = {j for j in J if Dokumen.objects.visible_to(world.peran[j]).filter(jenis=KIND).exists()}
    assert seeing == {J.TIM_PEMBINA}
    assert client_as(world.peran[J.KEPALA_DAERAH]).get(block).status_code == 404
    from action_plans.services import coaching_report

    for name, by in (("submit", coach), ("approve", head_of_inspektorat), ("send", coach)):
        laporan = coaching_report.take_step(laporan=laporan, name=name, by=by)
    services.request_dokumen(objek=laporan, jenis=KIND, data=read_lampiran_iii(laporan), by=coach)
    leader = client_as(world.peran[J.KEPALA_DAERAH])
    (sent,) = Dokumen.objects.visible_to(world.peran[J.KEPALA_DAERAH]).filter(jenis=KIND)
    assert leader.get(reverse("dokumen_detail", args=[sent.pk])).status_code == 200
    assert "Buat PDF" not in leader.get(block).content.decode()
    own_unit = Dokumen.objects.visible_to(world.peran[J.KEPALA_UNIT]).filter(jenis=KIND).exists()
    assert own_unit == satu
