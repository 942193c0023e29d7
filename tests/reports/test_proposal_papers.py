"""Papers of the proposal to TPN, of what was done about recommendations, and of a coaching session."""

import json

import pytest
from django.urls import reverse

from action_plans.services import coaching
from evaluation.models import Usulan
from evaluation.services import proposal, recommendation
from reports import pdf, services
from reports.data import from_json, to_json
from reports.layouts import digest_of
from reports.models import Dokumen
from tests.action_plans.coaching_worlds import make_pembinaan
from tests.evaluation import proposals
from tests.evaluation.pleno_worlds import proof, with_recommendation
from tests.factories import World
from tests.reports.conftest import squeeze, text_of
from tests.reports.test_layouts import assert_in_order
from units.choices import JenisPeran
from units.models import Instansi, UnitKerja

J, D = JenisPeran, Dokumen.Jenis
LETTER = [
    "Nomor :", "Sifat :", "Lampiran :", "Hal : Usulan unit kerja", "Yth. Menteri Pendayagunaan Aparatur Negara",
    "Tim Penilai Nasional", "kami usulkan 1 unit kerja", "hasil evaluasi TPI (LHE)", "lembar kerja evaluasi",
    "surat pernyataan tanggung jawab mutlak", "LAMPIRAN", "DAFTAR UNIT KERJA YANG DIUSULKAN", "NO UNIT KERJA NILAI TPI JALUR",
]  # fmt: skip
MINUTES = [
    "CATATAN PEMBINAAN",
    "A. YANG HADIR",
    "1. Tim Pembina ZI",
    "2. Unit kerja",
    "B. PEMBAHASAN DAN SARAN",
    "C. KESEPAKATAN",
]


def read(world: World, jenis: str, pk: int, by: str):
    objek = services.JENIS[jenis].sources(world.peran[by]).get(pk=pk)
    return services.choose(jenis, objek, by=world.peran[by])


def draw(data) -> bytes:
    """As the job does it: from what was stored with the row."""
    stored = from_json(type(data), json.loads(json.dumps(to_json(data))))
    assert stored == data
    return pdf.render(stored, sidik=digest_of(stored)).isi


def seen_by(world: World, jenis: str, pk: int, by: str) -> set[str]:
    objek = services.JENIS[jenis].sources(world.peran[by]).get(pk=pk)
    data = services.choose(jenis, objek, by=world.peran[by])
    made = services.request_dokumen(objek=objek, jenis=jenis, data=data, by=world.peran[by])
    return {j for j, peran in world.peran.items() if Dokumen.objects.visible_to(peran).filter(pk=made.pk)}


# --- letter and SPTJM ---------------------------------------------------------------------------------------------------


def test_letter_to_tpn_names_the_units_and_is_signed_by_the_kepala_daerah(world):
    usulan = proposals.draft(world)
    data = read(world, D.SURAT_USULAN, usulan.pk, J.KETUA_TPI)
    text = text_of(draw(data))
    assert_in_order(text, LETTER)
    assert_in_order(text, ["900/1", world.instansi.nama_kepala, "SURAT", "NOMOR 900/1", world.unit.nama])
    assert "DRAF" not in text
    Usulan.objects.update(nomor_surat="")
    assert read(world, D.SURAT_USULAN, usulan.pk, J.KETUA_TPI).is_draf


def test_sptjm_states_full_responsibility_with_a_place_for_the_meterai(world):
    """Briefing on PermenPANRB 90/2021: each head signs an SPTJM with meterai."""
    row = proposals.draft(world).unit.get()
    text = squeeze(text_of(draw(read(world, D.SPTJM, row.pk, J.KEPALA_UNIT))))
    head = world.peran[J.KEPALA_UNIT].user
    assert_in_order(text, [
        "SURAT PERNYATAAN TANGGUNG JAWAB MUTLAK", "Nama :", head.nama, "NIP :", "Unit kerja :", world.unit.nama,
        "menyatakan dengan sesungguhnya bahwa", "seluruh data", "apabila di kemudian hari", world.instansi.ibu_kota,
        world.unit.jabatan_kepala, "Meterai", head.nama,
    ])  # fmt: skip
    assert "DRAF" not in text


def test_equal_data_give_equal_bytes_and_one_document(world):
    row = proposals.draft(world).unit.get()
    first, again = (read(world, D.SPTJM, row.pk, J.KEPALA_UNIT) for _ in range(2))
    assert draw(first) == draw(again)
    assert seen_by(world, D.SPTJM, row.pk, J.KEPALA_UNIT) == seen_by(world, D.SPTJM, row.pk, J.KETUA_TPI)
    assert Dokumen.objects.count() == 1


def test_a_unit_sees_its_own_sptjm_and_never_the_letter_or_the_neighbours(world):
    usulan = proposals.draft(world)
    letter = seen_by(world, D.SURAT_USULAN, usulan.pk, J.KETUA_TPI)
    assert {J.KETUA_TPI, J.KEPALA_DAERAH, J.ADMIN_INSTANSI} <= letter
    assert not letter & {J.KEPALA_UNIT, J.KETUA_TIM, J.PEGAWAI}
    sptjm = seen_by(world, D.SPTJM, usulan.unit.get().pk, J.KEPALA_UNIT)
    assert {J.KEPALA_UNIT, J.KETUA_TIM, J.KETUA_TPI} <= sptjm
    assert J.PEGAWAI not in sptjm
    neighbour = proposals.second_unit(world)
    assert not Dokumen.objects.visible_to(neighbour.peran[J.KEPALA_UNIT]).exists()


def test_what_letter_and_sptjm_lack_is_named(world):
    usulan = proposals.draft(world)
    world.peran[J.KEPALA_UNIT].selesai = world.periode.created_at.date().replace(year=2020)
    world.peran[J.KEPALA_UNIT].mulai = world.peran[J.KEPALA_UNIT].selesai
    world.peran[J.KEPALA_UNIT].save()
    Instansi.objects.update(nama_kepala="")
    assert "penanda_tangan" in {t.kode for t in read(world, D.SURAT_USULAN, usulan.pk, J.KETUA_TPI).kekurangan()}
    missing = read(world, D.SPTJM, usulan.unit.get().pk, J.KETUA_TPI).kekurangan()
    assert f"Kepala {world.unit.nama} belum ditetapkan" in missing[0].pesan


# --- follow-up of recommendations ---------------------------------------------------------------------------------------


def test_follow_up_shows_each_recommendation_with_what_was_done_and_the_verdict(world):
    row = with_recommendation(world)
    before = read(world, D.TINDAK_LANJUT, row.evaluasi_id, J.KEPALA_UNIT)
    assert [(b.rekomendasi, b.tindak_lanjut) for b in before.baris] == [("Lengkapi SK tim.", "")]
    recommendation.follow_up(
        rekomendasi=row, uraian="SK tim telah dilengkapi.", data_dukung=[proof(world)], by=world.peran[J.KETUA_TIM]
    )
    data = read(world, D.TINDAK_LANJUT, row.evaluasi_id, J.KEPALA_UNIT)
    text = text_of(draw(data))
    assert_in_order(text, [
        "LAPORAN TINDAK LANJUT", "REKOMENDASI TIM PENILAI INTERNAL", world.unit.nama.upper(), "LHE Nomor 700/LHE/1",
        "A. REKOMENDASI TAHUN", "NO REKOMENDASI", "Lengkapi SK tim.", "SK tim telah dilengkapi.", "sk.pdf", "Menunggu verifikasi",
        world.unit.jabatan_kepala, world.peran[J.KEPALA_UNIT].user.nama,
    ])  # fmt: skip
    assert digest_of(data) != digest_of(before)


# --- coaching session ---------------------------------------------------------------------------------------------------


def test_minutes_of_a_session_are_a_draft_until_handed_over_and_hold_what_the_page_shows(world):
    row = make_pembinaan(world)
    assert read(world, D.CATATAN_PEMBINAAN, row.pk, J.TIM_PEMBINA).is_draf
    assert seen_by(world, D.CATATAN_PEMBINAAN, row.pk, J.TIM_PEMBINA) == {J.TIM_PEMBINA}
    row = coaching.take_step(pembinaan=row, name="submit", by=world.peran[J.TIM_PEMBINA])
    data = read(world, D.CATATAN_PEMBINAAN, row.pk, J.KEPALA_UNIT)
    text = text_of(draw(data))
    assert "DRAF" not in text
    assert_in_order(text, [*MINUTES[:3], world.peran[J.TIM_PEMBINA].user.nama, *MINUTES[3:5], "Manajemen Perubahan",
                           "Pembahasan.", "Tim kerja bekerja.", MINUTES[5], "Melengkapi notulen rapat tim"])  # fmt: skip
    assert {J.KEPALA_UNIT, J.KETUA_TIM, J.TIM_PEMBINA} <= seen_by(world, D.CATATAN_PEMBINAAN, row.pk, J.TIM_PEMBINA)


def test_minutes_need_the_inspektorats_letterhead(world):
    row = make_pembinaan(world)
    UnitKerja.objects.update(is_inspektorat=False)
    assert "kop" in {t.kode for t in read(world, D.CATATAN_PEMBINAAN, row.pk, J.TIM_PEMBINA).kekurangan()}


# --- pages --------------------------------------------------------------------------------------------------------------


def test_the_proposal_leads_to_its_papers(world, client_as):
    usulan = proposal_draft_without_papers(world)
    block = reverse("dokumen_block", args=["sptjm", usulan.unit.get().pk])
    letter = reverse("dokumen_block", args=["surat_usulan", usulan.pk])
    page = reverse("usulan_detail", args=[usulan.pk])
    tpi, head = client_as(world.peran[J.KETUA_TPI]), client_as(world.peran[J.KEPALA_UNIT])
    assert letter in tpi.get(page).content.decode()
    shown = head.get(page).content.decode()
    assert (block in shown, letter in shown) == (True, False)
    answer = head.post(
        reverse("dokumen_create"), {"jenis": "sptjm", "objek": usulan.unit.get().pk, "keadaan": "disetujui"}
    )
    made = Dokumen.objects.get()
    assert answer.url == reverse("dokumen_detail", args=[made.pk])
    assert page in head.get(answer.url).content.decode()


def proposal_draft_without_papers(world: World) -> Usulan:
    proposals.decided(world)
    return proposal.create_usulan(
        periode=world.periode, target="wbk", units=[world.pembangunan.pk], by=world.peran[J.KETUA_TPI]
    )


@pytest.mark.parametrize("jenis", [D.TINDAK_LANJUT, D.CATATAN_PEMBINAAN])
def test_session_and_recommendations_lead_to_their_papers(world, client_as, jenis):
    if jenis == D.TINDAK_LANJUT:
        pk, page = with_recommendation(world).evaluasi_id, "tpi_rekomendasi"
    else:
        pk, page = make_pembinaan(world, status="disampaikan").pk, "pembinaan_detail"
    client = client_as(world.peran[J.KEPALA_UNIT])
    block = reverse("dokumen_block", args=[jenis, pk])
    assert block in client.get(reverse(page, args=[pk])).content.decode()
    assert "Pratinjau PDF" in client.get(block).content.decode()
