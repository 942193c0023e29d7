"""TPI's papers: the minutes of the plenary and the LHE, with the figures of their pages and who reads them."""

import json

import pytest
from django.urls import reverse

from evaluation.models import AnggotaPenilai, EvaluasiTPI, TimPenilai
from evaluation.services import recommendation
from evaluation.templatetags.lke import dua
from reports import pdf, services
from reports.data import from_json, to_json
from reports.layouts import digest_of
from reports.models import Dokumen
from tests.evaluation.pleno_worlds import decide, finalised, in_plenary, recommend_data, reread
from tests.evaluation.tpi_worlds import FIRST
from tests.factories import World
from tests.reports.conftest import squeeze, text_of
from tests.reports.test_layouts import assert_in_order
from units.choices import JenisPeran

J, D = JenisPeran, Dokumen.Jenis
MINUTES = [
    "BERITA ACARA",
    "PLENO TIM PENILAI INTERNAL",
    "A. YANG HADIR",
    "B. PUTUSAN",
    "1. Pertanyaan yang penilainya berbeda",
    "2. Pertanyaan yang putusannya berbeda dari jawaban unit kerja",
    "C. KESEPAKATAN PENILAI",
    "D. REKOMENDASI",
]
LHE = [
    "LAPORAN HASIL EVALUASI",
    "PEMBANGUNAN ZONA INTEGRITAS",
    "Nomor",
    "A. NILAI PER AREA",
    "NO AREA Bobot Minimum",
    "Jumlah",
    "B. AMBANG BATAS",
    "1. Menuju WBK",
    "2. Menuju WBBM",
    "C. SYARAT PENGAJUAN",
    "1. Menuju WBK",
    "2. Menuju WBBM",
    "D. PENILAIAN YANG BERBEDA DARI PENILAIAN MANDIRI",
    "E. REKOMENDASI",
    "F. SIMPULAN",
]


def seat_team(world: World) -> None:
    """The year's TPI by decree: who will sign before anybody has."""
    tim = TimPenilai.objects.create(periode=world.periode)
    for jenis in (J.KETUA_TPI, J.SEKRETARIS_TPI):
        peran = world.peran[jenis]
        AnggotaPenilai.objects.create(tim=tim, user=peran.user, kedudukan=jenis, peran=peran)


def read(world: World, jenis: str, evaluasi: EvaluasiTPI, by: str = J.KETUA_TPI):
    source = services.JENIS[jenis].sources(world.peran[by]).get(pk=evaluasi.pk)
    return services.choose(jenis, source, by=world.peran[by])


def draw(data) -> bytes:
    """As the job does it: from what was stored with the row."""
    stored = from_json(type(data), json.loads(json.dumps(to_json(data))))
    assert stored == data
    return pdf.render(stored, sidik=digest_of(stored)).isi


def disputed(world: World) -> EvaluasiTPI:
    """A plenary with one question on which the assessors differed, decided, with a recommendation."""
    evaluasi = in_plenary(world, A_I_1_i_a="tidak")
    decide(world, evaluasi)
    recommendation.add_recommendation(evaluasi=evaluasi, data=recommend_data(), by=world.peran[J.KETUA_TPI])
    return reread(evaluasi)


# --- forms --------------------------------------------------------------------------------------------------------------


def test_minutes_have_their_headings_and_are_signed_by_ketua_and_sekretaris(world):
    seat_team(world)
    evaluasi = disputed(world)
    text = text_of(draw(read(world, D.BERITA_ACARA, evaluasi)))
    assert_in_order(text, MINUTES)
    assert all("DRAF" in page for page in text.split("\f")[:-1])
    assert_in_order(text, ["Penilai Kedua: Tidak", "Bukti tidak cukup.", "Lengkapi SK tim."])
    tail = squeeze(text.split("\f")[-2])
    assert_in_order(tail, [world.instansi.ibu_kota, "Sekretaris TPI,", "Ketua TPI,"])
    assert {world.peran[j].user.nama in tail for j in (J.KETUA_TPI, J.SEKRETARIS_TPI)} == {True}


def test_lhe_has_its_headings_and_the_figures_of_the_page(world, client_as):
    """Perbup Ketapang 49/2022 Pasal 9: scores, minima, thresholds with their article, requirements, conclusion."""
    evaluasi = finalised(world)
    data = read(world, D.LHE, evaluasi)
    text = text_of(draw(data))
    assert_in_order(text, LHE)
    assert "DRAF" not in text
    page = client_as(world.peran[J.KETUA_TPI]).get(reverse("lhe_detail", args=[evaluasi.pk])).context["lhe"]
    assert [(a.nama, a.bobot, a.minimum, a.nilai) for a in data.area] == [
        (a.nama, dua(a.bobot), a.minimum, dua(a.nilai)) for a in page.area
    ]
    assert [s.kalimat for s in data.simpulan] == [s.kalimat for s in page.simpulan]
    assert all(row.dasar for table in data.ambang for row in table.baris)
    assert "belum memenuhi kriteria untuk diajukan" in squeeze(text)
    assert_in_order(text, ["700/LHE/1", "SIMPULAN", "Sekretaris TPI,", "Ketua TPI,"])


def test_lhe_is_a_draft_until_the_evaluation_is_final(world):
    seat_team(world)
    data = read(world, D.LHE, disputed(world))
    assert data.is_draf
    pages = text_of(draw(data)).split("\f")[:-1]
    assert all("DRAF" in page for page in pages)
    assert "Penilaian yang berbeda".upper() in squeeze("".join(pages))
    assert [(p.kode, p.pihak) for p in data.perbedaan] == [(FIRST, ("Unit: Ya", "TPI: Tidak"))]


# --- before a job -------------------------------------------------------------------------------------------------------


def test_missing_seats_and_letterhead_are_named_before_a_job_starts(world):
    data = read(world, D.LHE, disputed(world))
    assert {t.pesan for t in data.kekurangan()} == {
        f"Ketua TPI tahun {world.periode} belum ditetapkan pada susunan TPI.",
        f"Sekretaris TPI tahun {world.periode} belum ditetapkan pada susunan TPI.",
    }
    world.inspektorat.is_inspektorat = False
    world.inspektorat.save()
    assert "kop" in {t.kode for t in read(world, D.LHE, EvaluasiTPI.objects.get()).kekurangan()}


@pytest.mark.parametrize("jenis", [D.BERITA_ACARA, D.LHE])
def test_nothing_is_printed_before_the_plenary(world, client_as, jenis):
    from tests.evaluation.tpi_worlds import make_evaluasi

    evaluasi = make_evaluasi(world)
    page = client_as(world.peran[J.KETUA_TPI]).get(reverse("dokumen_block", args=[jenis, evaluasi.pk])).content.decode()
    assert services.JENIS[jenis].hampa in page
    assert "Buat PDF" not in page


# --- who ----------------------------------------------------------------------------------------------------------------


def ask(world: World, jenis: str, evaluasi: EvaluasiTPI) -> Dokumen:
    source = services.JENIS[jenis].sources(world.peran[J.KETUA_TPI]).get(pk=evaluasi.pk)
    data = services.choose(jenis, source, by=world.peran[J.KETUA_TPI])
    return services.request_dokumen(objek=source, jenis=jenis, data=data, by=world.peran[J.KETUA_TPI])


def seen_by(world: World, made: Dokumen) -> set[str]:
    return {jenis for jenis, peran in world.peran.items() if Dokumen.objects.visible_to(peran).filter(pk=made.pk)}


def test_before_the_end_only_tpi_sees_the_papers_and_assessors_notes_only_its_heads(world):
    seat_team(world)
    evaluasi = disputed(world)
    assert seen_by(world, ask(world, D.LHE, evaluasi)) == {J.KETUA_TPI, J.SEKRETARIS_TPI, J.ANGGOTA_TPI}
    assert seen_by(world, ask(world, D.BERITA_ACARA, evaluasi)) == {J.KETUA_TPI, J.SEKRETARIS_TPI}


def test_the_final_lhe_is_seen_by_who_sees_the_evaluation_and_the_minutes_by_tpi(world):
    evaluasi = finalised(world)
    lhe = seen_by(world, ask(world, D.LHE, evaluasi))
    assert lhe == {j for j, p in world.peran.items() if EvaluasiTPI.objects.visible_to(p).filter(pk=evaluasi.pk)}
    assert J.KEPALA_UNIT in lhe
    assert seen_by(world, ask(world, D.BERITA_ACARA, evaluasi)) == {J.KETUA_TPI, J.SEKRETARIS_TPI, J.ANGGOTA_TPI}


def test_the_same_final_data_are_one_document(world, django_capture_on_commit_callbacks):
    evaluasi = finalised(world)
    with django_capture_on_commit_callbacks(execute=True):
        first, again = ask(world, D.LHE, evaluasi), ask(world, D.LHE, evaluasi)
    first.refresh_from_db()
    assert (first.pk, first.percobaan, first.status, first.draf) == (again.pk, 1, "jadi", False)


def test_the_pages_lead_to_their_papers(world, client_as):
    evaluasi = finalised(world)
    client = client_as(world.peran[J.KETUA_TPI])
    for page, jenis in (("lhe_detail", "lhe"), ("pleno_minutes", "berita_acara")):
        block = reverse("dokumen_block", args=[jenis, evaluasi.pk])
        assert block in client.get(reverse(page, args=[evaluasi.pk])).content.decode()
        assert "Pratinjau PDF" in client.get(block).content.decode()
