"""The filled LKE on paper: the figures of the result page, the unit's own words, and nothing cut off."""

import re
from datetime import date

import pytest
from django.urls import reverse

from evaluation.models import BuktiJawaban, Instrumen, Penilaian
from evaluation.services import instruments
from evaluation.services.steps import take_step
from evaluation.templatetags.lke import dua, tanda
from reports import pdf, services
from reports.data import DataLKE, from_json, read_lke, to_json
from reports.layouts import digest_of, html_of
from reports.models import Dokumen
from tests.evaluation.worlds import at_step, best_answers, fill, make_penilaian
from tests.factories import World
from tests.reports.conftest import squeeze, text_of
from tests.reports.paper_geometry import problems
from tests.reports.test_layouts import assert_in_order
from tests.reports.test_pdf import assert_inside, last_rows
from units.choices import JenisPeran
from units.models import DataDukung, StatusPekerjaan

J = JenisPeran
S = StatusPekerjaan
KIND = Dokumen.Jenis.LKE
HEADINGS_2021 = [
    "LEMBAR KERJA EVALUASI ZONA INTEGRITAS",
    "I. RINGKASAN NILAI",
    "II. AMBANG BATAS",
    "1. Menuju WBK",
    "2. Menuju WBBM",
    "III. JAWABAN DAN DATA DUKUNG",
    "A PENGUNGKIT",
    "A.I Pemenuhan",
    "A.I.1 Manajemen Perubahan",
    "Jumlah A.I.1 Manajemen Perubahan",
    "A.I.6 Peningkatan Kualitas Pelayanan Publik",
    "A.II Reform",
    "A.II.1 Manajemen Perubahan",
    "A.II.6 Peningkatan Kualitas Pelayanan Publik",
    "B HASIL",
    "B.I Birokrasi yang Bersih dan Akuntabel",
    "B.II Pelayanan Publik yang Prima",
    "IV. PERNYATAAN",
]


@pytest.fixture
def draft(world) -> Penilaian:
    return make_penilaian(world)


def draw(data: DataLKE) -> bytes:
    return pdf.render(data, sidik=digest_of(data)).isi


def ask(world: World, penilaian: Penilaian, by: str = J.KETUA_TIM) -> Dokumen:
    data = services.choose(KIND, penilaian, by=world.peran[by])
    return services.request_dokumen(objek=penilaian, jenis=KIND, data=data, by=world.peran[by])


def publish_2014(world: World) -> Instrumen:
    """LKE 2014 as an Inspektorat lays it down, its assumed answer types confirmed."""
    draf = instruments.begin_from_shipped("lke-2014", instansi=world.instansi, by=world.peran[J.ADMIN_INSTANSI])
    Instrumen.objects.filter(pk=draf.pk).update(isi=draf.isi.replace(", dugaan: true", ""))
    return instruments.publish_instrumen(
        draf, nomor="700/1", tanggal=date(world.periode.tahun, 1, 5), upload=None, by=world.peran[J.KETUA_TPI]
    )


# --- content -------------------------------------------------------------------------------------------------


def test_a_submitted_lke_has_the_headings_of_the_form_in_order_and_is_signed_by_the_head(world):
    penilaian = at_step(world, "diajukan")
    text = text_of(draw(read_lke(penilaian)))
    assert_in_order(text, HEADINGS_2021)
    tail = squeeze(text.split("\f")[-2])
    head = world.peran[J.KEPALA_UNIT].user
    assert_in_order(
        tail, ["PERNYATAAN", penilaian.pernyataan, world.instansi.ibu_kota, world.unit.jabatan_kepala, head.nama]
    )
    assert "DRAF" not in text


def test_the_form_is_named_with_decree_and_digest(world):
    penilaian = at_step(world, "diajukan")
    text = squeeze(text_of(draw(read_lke(penilaian)))).replace(" ", "")
    assert penilaian.instrumen.sidik in text
    assert "LKEZonaIntegritas2021versi1,PermenPANRB90/2021" in text
    assert f"KeputusanInspekturNomor{penilaian.instrumen.nomor_keputusan}" in text


def test_a_draft_is_marked_on_every_page_and_declares_nothing(draft):
    pages = text_of(draw(read_lke(draft))).split("\f")[:-1]
    assert all("DRAF" in page for page in pages)
    assert "PERNYATAAN" not in "".join(pages)
    assert "Draf, belum diajukan" in pages[0]


def test_figures_are_those_of_the_result_page(world, draft, client_as):
    """Areas, components, thresholds and every question, as the page has them."""
    fill(draft, best_answers() | {"A.I.1.i.b": "b", "A.II.4.i.a": {"sasaran": 3, "tercapai": 1}, "B.II.i.a": "3.2"})
    shown = client_as(world.peran[J.KETUA_TIM]).get(reverse("penilaian_detail", args=[draft.pk])).context["hasil"]
    data = read_lke(draft)
    areas = [r for r in data.ringkasan if r.tingkat == "area"]
    assert [(r.nama, r.bobot, r.nilai, r.persen) for r in areas] == [
        (a.nama, dua(a.bobot), dua(a.nilai), f"{dua(a.persen)}%") for a in shown.area
    ]
    assert data.ringkasan[-1].nilai == data.nilai == dua(shown.nilai)
    assert [[(r.nilai, r.selisih, r.hasil) for r in t.baris] for t in data.ambang] == [
        [
            (f"{dua(a.dinilai)}{a.satuan}", f"{tanda(a.selisih)}{a.satuan}", "Memenuhi" if a.memenuhi else "Belum")
            for a in p.aturan
        ]
        for p in shown.predikat
    ]
    printed = [s for b in data.bagian for i in b.indikator for s in i.soal]
    assert [(s.kode, "; ".join(s.jawaban), s.nilai) for s in printed] == [
        (q.kode, q.jawaban, dua(q.nilai)) for q in shown.soal().values()
    ]


def test_pemenuhan_and_reform_stand_beside_each_area_with_the_minimum_of_the_target(world, draft):
    """Ambang batas of WBK: 60% of each area, Pemenuhan and Reform together (Perbup Ketapang 49/2022 Lampiran II huruf B)."""
    fill(draft, best_answers() | {"A.I.1.i.b": "b"})
    data = read_lke(draft)
    rows = {(r.tingkat, r.nomor): r for r in data.ringkasan}
    assert data.aspek == ("Pemenuhan", "Reform")
    first = rows["area", "1"]
    assert (first.bagian, first.nilai, first.minimum, first.hasil) == (("3,88", "4,00"), "7,88", "60,00%", "Memenuhi")
    assert (rows["komponen", "A"].bagian, rows["komponen", "A"].minimum) == (("29,88", "30,00"), "40,00")
    assert (rows["area", "7"].bagian, rows["area", "7"].minimum) == (("", ""), "18,25")
    assert (rows["komponen", "B"].minimum, rows["total", ""].minimum) == ("", "75,00")


def test_a_letter_is_printed_with_its_meaning_a_count_with_its_labels_and_a_gap_as_a_gap(draft):
    none = {"tahun_lalu": 0, "tahun_ini": 0, "disanksi": 0}
    fill(draft, {"A.I.1.i.b": "b", "A.II.4.i.a": {"sasaran": 3, "tercapai": 1}, "A.II.3.iii.a": none})
    rows = {s.kode: s for b in read_lke(draft).bagian for i in b.indikator for s in i.soal}
    letter, counts, by_rule = rows["A.I.1.i.b"], rows["A.II.4.i.a"], rows["A.II.3.iii.a"]
    assert letter.jawaban == ("B",)
    assert letter.arti == ("Prosedur dipakai sebagian; anggota mewakili sebagian besar unsur",)
    assert [re.sub(r".*: ", "", n) for n in counts.jawaban] == ["3", "1"]
    assert (counts.arti, counts.persen) == ((), "33,33%")
    assert "menurut instrumen skornya 1" in by_rule.arti[0]  # 0 of 0: the percentage alone would not explain itself
    assert (rows["A.I.1.i.a"].jawaban, rows["A.I.1.i.a"].arti) == (("Belum dijawab",), ())


def test_a_submitted_lke_is_printed_from_its_frozen_copy(world):
    penilaian = make_penilaian(world)
    fill(penilaian, best_answers())
    row = penilaian.jawaban.get(kode="A.I.1.i.a")
    row.catatan = "Catatan saat diajukan"
    row.save()
    user = world.peran[J.KETUA_TIM].user
    shown = DataDukung.objects.create(pembangunan=world.pembangunan, judul="SK Tim 2026", created_by=user)
    BuktiJawaban.objects.create(jawaban=row, data_dukung=shown, created_by=user)
    take_step(penilaian=penilaian, name="prepare", by=world.peran[J.KETUA_TIM])
    penilaian = take_step(penilaian=penilaian, name="submit", by=world.peran[J.KEPALA_UNIT], setuju=True)
    before = read_lke(penilaian)
    penilaian.jawaban.update(nilai=None, catatan="Diubah sesudahnya")
    DataDukung.objects.filter(pk=shown.pk).update(judul="Diganti")
    after = read_lke(Penilaian.objects.get(pk=penilaian.pk))
    assert digest_of(after) == digest_of(before)
    printed = next(s for b in after.bagian for i in b.indikator for s in i.soal if s.kode == "A.I.1.i.a")
    assert (printed.catatan, printed.bukti) == ("Catatan saat diajukan", ("SK Tim 2026",))


def test_lke_2014_has_its_own_tree_without_pemenuhan_and_reform(world):
    penilaian = make_penilaian(world, instrumen=publish_2014(world))
    fill(penilaian, best_answers("lke-2014"))
    data = read_lke(penilaian)
    assert data.aspek == ()
    assert data.jumlah_baris == 76
    assert [r.nomor for r in data.ringkasan] == ["A", "1", "2", "3", "4", "5", "6", "B", "7", "8", ""]
    # Perwal Tangerang 72/2018 sets no minimum for the areas of Pengungkit
    assert [r.minimum for r in data.ringkasan] == [""] * 8 + ["18,00", "", "75,00"]
    content = draw(data)
    assert_inside(content)
    assert_in_order(text_of(content), [
        "A PENGUNGKIT", "A.1 Manajemen Perubahan", "A.6 Peningkatan Kualitas Pelayanan Publik", "B HASIL",
        "B.I Terwujudnya Pemerintahan yang Bersih dan Bebas KKN", "B.II Terwujudnya Peningkatan Kualitas",
    ])  # fmt: skip


# --- geometry ------------------------------------------------------------------------------------------------


def test_a_single_answer_makes_a_whole_form(draft):
    fill(draft, {"A.I.1.i.a": "ya"})
    data = read_lke(draft)
    content = draw(data)
    assert_inside(content)
    assert (data.kosong, data.jumlah_baris) == (112, 113)
    assert "112 pertanyaan belum dijawab" in squeeze(text_of(content))


@pytest.mark.parametrize("length", [0, 180, 420, 800])
def test_no_indicator_stands_without_its_first_question_and_no_frame_is_left_open(draft, length):
    """Different lengths of the notes move every page's end to another place."""
    fill(draft, best_answers())
    draft.jawaban.update(catatan=("Catatan " * 100)[:length])
    html = html_of(read_lke(draft))
    document = pdf.layout(html, draf=True, logo=None)
    assert problems(document, html) == {}
    assert [over for _, over in last_rows(document) if over] == []


# --- the file and the job ------------------------------------------------------------------------------------


def test_equal_data_give_equal_bytes(world):
    data = read_lke(at_step(world, "diajukan"))
    again = from_json(DataLKE, to_json(data))
    assert again == data
    assert draw(again) == draw(data)


def test_a_changed_answer_changes_the_digest(draft):
    fill(draft, {"A.I.1.i.a": "ya"})
    before = digest_of(read_lke(draft))
    draft.jawaban.update(nilai="tidak")
    assert digest_of(read_lke(draft)) != before


def test_the_same_lke_is_drawn_once_whoever_asks(world, django_capture_on_commit_callbacks):
    penilaian = at_step(world, "diajukan")
    with django_capture_on_commit_callbacks(execute=True):
        first, again = ask(world, penilaian), ask(world, penilaian, by=J.KETUA_TPI)
    assert first.pk == again.pk
    first.refresh_from_db()
    assert first.percobaan == 1
    assert (first.status, first.penilaian, first.draf, first.berkas.mime) == (
        S.JADI,
        penilaian,
        False,
        "application/pdf",
    )
    assert first.keterangan.startswith("Diajukan ")


def test_a_draft_needs_no_head_but_a_submitted_one_needs_a_place_to_sign(world, draft):
    world.peran[J.KEPALA_UNIT].delete()
    world.instansi.ibu_kota = ""
    world.instansi.save()
    draft = Penilaian.objects.get(pk=draft.pk)
    assert ask(world, draft).draf
    assert read_lke(draft).kekurangan() == []


# --- who sees it ---------------------------------------------------------------------------------------------


def test_a_draft_on_paper_is_the_units_own(world, draft):
    made = ask(world, draft)
    seen = {jenis for jenis, peran in world.peran.items() if Dokumen.objects.visible_to(peran).filter(pk=made.pk)}
    assert seen == {J.KEPALA_UNIT, J.KETUA_TIM, J.ANGGOTA_TIM}


def test_a_submitted_lke_is_seen_by_whoever_sees_the_assessment(world):
    penilaian = at_step(world, "diajukan")
    made = ask(world, penilaian)
    for peran in world.peran.values():
        may = Penilaian.objects.visible_to(peran).filter(pk=penilaian.pk).exists()
        assert Dokumen.objects.visible_to(peran).filter(pk=made.pk).exists() == may


def test_what_was_sent_back_is_the_units_own_again(world):
    penilaian = at_step(world, "diajukan")
    made = ask(world, penilaian)
    take_step(penilaian=penilaian, name="return", by=world.peran[J.KETUA_TPI], alasan="Bukti kurang")
    assert not Dokumen.objects.visible_to(world.peran[J.KETUA_TPI]).filter(pk=made.pk).exists()
    assert Dokumen.objects.visible_to(world.peran[J.KEPALA_UNIT]).filter(pk=made.pk).exists()


# --- pages ---------------------------------------------------------------------------------------------------


def test_the_assessment_leads_to_its_papers(world, draft, client_as):
    client = client_as(world.peran[J.KETUA_TIM])
    block = reverse("dokumen_block", args=["lke", draft.pk])
    page = client.get(reverse("penilaian_detail", args=[draft.pk]))
    assert block in {button.url for button in page.context["halaman"].menu if button.label == "Cetak PDF"}
    assert "Buat PDF" in client.get(block).content.decode()
    answer = client.post(reverse("dokumen_create"), {"jenis": "lke", "objek": draft.pk, "keadaan": "draf"})
    made = Dokumen.objects.get()
    assert answer.url == reverse("dokumen_detail", args=[made.pk])
    detail = client.get(answer.url).content.decode()
    assert reverse("penilaian_detail", args=[draft.pk]) in detail


def test_the_paper_of_the_unit_is_not_made_of_another_kind_of_assessment(world, client_as):
    """Its statement and signature are the Kepala Unit's; nobody signs so for TPI."""
    penilaian = at_step(world, "diajukan")
    Penilaian.objects.filter(pk=penilaian.pk).update(jenis="tpi")
    client = client_as(world.peran[J.KETUA_TPI])
    assert client.get(reverse("dokumen_block", args=["lke", penilaian.pk])).status_code == 404


def test_the_block_says_whether_a_paper_is_still_current(world, draft, client_as):
    client = client_as(world.peran[J.KETUA_TIM])
    services.render_dokumen(ask(world, draft).pk)
    block = reverse("dokumen_block", args=["lke", draft.pk])
    assert "Cetakan terkini" in client.get(block).content.decode()
    fill(draft, {"A.I.1.i.a": "ya"})
    assert "Ada yang lebih baru" in client.get(block).content.decode()


def test_reading_costs_the_same_queries_for_one_answer_and_for_all(world, draft, django_assert_num_queries):
    for answers in ({"A.I.1.i.a": "ya"}, {k: v for k, v in best_answers().items() if k != "A.I.1.i.a"}):
        fill(draft, answers)
        row = Penilaian.objects.select_related(
            "instrumen", "pembangunan__periode", "pembangunan__unit__instansi__logo", "diajukan_oleh__user"
        ).get(pk=draft.pk)
        with django_assert_num_queries(3):
            read_lke(row)
