"""Filling in the LKE through its pages: nothing preselected, saved at once, nobody's answer lost, nonsense refused."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluation.models import BuktiJawaban, Jawaban, Penilaian
from evaluation.services import assessment
from tests.evaluation.worlds import FIRST, at_step, best_answers, fill, make_penilaian, save
from tests.factories import PeriodeFactory, make_peran, make_world
from tests.units import complaint_worlds
from units import evidence
from units.choices import Area, JenisPeran
from units.models import AgenPerubahan, AnggotaTim, DataDukung, PembangunanZI, PerubahanAgen

J = JenisPeran
FETCH = {"x-requested-with": "fetch"}
AGEN, TERINTEGRASI = "A.II.1.i.a", "A.II.1.i.b"
INDEKS = "B.I.i.a"
PDF = b"%PDF-1.4\n%%EOF"


@pytest.fixture
def penilaian(world) -> Penilaian:
    return make_penilaian(world)


@pytest.fixture
def ketua(world, client_as) -> Client:
    return client_as(world.peran[J.KETUA_TIM])


@pytest.fixture
def anggota(world, client_as) -> Client:
    return client_as(world.peran[J.ANGGOTA_TIM])


def send(client: Client, penilaian: Penilaian, kode: str, nilai: str, *, kolom: str = "nilai", versi: int = 0):
    url = reverse("jawaban_save", args=[penilaian.pk, kode])
    return client.post(url, {"kolom": kolom, "nilai": nilai, "versi": versi}, headers=FETCH)


def page(client: Client, penilaian: Penilaian, query: str = "") -> str:
    return client.get(reverse("penilaian_fill", args=[penilaian.pk]) + query).content.decode()


def stored(penilaian: Penilaian, kode: str) -> Jawaban:
    return penilaian.jawaban.get(kode=kode)


# --- what the page shows -------------------------------------------------------------------------------------


def test_nothing_is_preselected(penilaian, ketua):
    html = page(ketua, penilaian, "?semua=1")
    assert html.count("data-soal") == 113
    assert " checked" not in html


def test_one_area_per_page_and_the_first_own_area_first(penilaian, ketua, anggota):
    assert page(ketua, penilaian, f"?area={Area.PENGAWASAN}").count("data-soal") == 22
    assert 'id="soal-A-I-1-i-a"' in page(anggota, penilaian)


def test_the_formula_stands_beside_the_counts_in_words(penilaian, ketua):
    assert "“Jumlah perubahan yang dibuat” ÷ “Jumlah agen perubahan”" in page(ketua, penilaian)


def test_counts_that_the_portal_knows_are_offered_with_their_source(world, penilaian, ketua):
    agen = AgenPerubahan.objects.create(pembangunan=world.pembangunan, user=world.peran[J.PEGAWAI].user)
    PerubahanAgen.objects.create(agen=agen, uraian="Antrean daring", terintegrasi=True)
    html = page(ketua, penilaian)
    assert 'data-pakai="1" data-untuk="i-A-II-1-i-a-agen"' in html
    assert reverse("agen_list", args=[world.pembangunan.pk]) in html
    assert stored_or_none(penilaian, AGEN) is None  # offered, not filled in


def test_counts_of_complaints_are_offered_where_the_institution_takes_them(
    world, penilaian, ketua, django_assert_num_queries
):
    """A.II.5.ii.a: owed, in process, done; the counts alone, for nobody but the named officers reads a complaint."""
    url = reverse("penilaian_fill", args=[penilaian.pk]) + f"?area={Area.PENGAWASAN}"
    offer = 'data-pakai="{}" data-untuk="i-A-II-5-ii-a-{}"'
    assert "i-A-II-5-ii-a-harus" in ketua.get(url).content.decode()
    assert offer.format(0, "harus") not in ketua.get(url).content.decode()
    complaint_worlds.closed(world)
    complaint_worlds.examined(world)
    complaint_worlds.complaint(world)
    with django_assert_num_queries(13):
        html = ketua.get(url).content.decode()
    assert [offer.format(n, name) in html for n, name in ((3, "harus"), (1, "diproses"), (1, "selesai"))] == [True] * 3
    assert "kanal pengaduan instansi ini" in html
    assert complaint_worlds.CERITA not in html


def stored_or_none(penilaian: Penilaian, kode: str) -> Jawaban | None:
    return penilaian.jawaban.filter(kode=kode).first()


def test_who_may_only_read_gets_no_field_to_change(world, penilaian, client_as):
    html = page(client_as(world.peran[J.KEPALA_UNIT]), penilaian)
    assert "data-autosave" not in html
    assert "Jawaban diisi oleh" in html


@pytest.mark.parametrize(("query", "count"), [("?semua=1", 15), (f"?area={Area.PENGAWASAN}", 12)])
def test_the_page_asks_the_same_queries_however_much_is_filled(
    world, penilaian, ketua, django_assert_num_queries, query, count
):
    url = reverse("penilaian_fill", args=[penilaian.pk]) + query
    ketua.get(url)
    save(world, penilaian, FIRST, "ya")
    attach(world, penilaian, FIRST, 1)
    with django_assert_num_queries(count):
        ketua.get(url)
    fill(penilaian, {kode: nilai for kode, nilai in best_answers().items() if kode != FIRST})
    for kode in ("A.I.5.i.a", "A.I.5.i.b", FIRST):
        attach(world, penilaian, kode, 2)
    with django_assert_num_queries(count):
        ketua.get(url)


def attach(world, penilaian: Penilaian, kode: str, count: int) -> None:
    for n in range(count):
        row, _ = evidence.add_file(
            SimpleUploadedFile(f"{kode}-{n}.pdf", PDF + f"{kode}{n}".encode()),
            pembangunan=world.pembangunan,
            by=world.peran[J.KETUA_TIM],
        )
        assessment.attach_bukti(penilaian=penilaian, kode=kode, data_dukung=row, by=world.peran[J.KETUA_TIM])


# --- one answer as one goes ----------------------------------------------------------------------------------


def test_an_answer_is_stored_and_the_page_shows_exactly_it(penilaian, ketua):
    answer = send(ketua, penilaian, FIRST, "ya").json()
    assert answer["versi"] == 1
    assert answer["bagian"]["dijawab"] is True
    # Two questions in an indicator of 0,50: "ya" brings half of it.
    assert "Bobot 0,25 x skor 1,00 = 0,25." in answer["bagian"]["nilai-A-I-1-i-a"]
    assert "0,25" in answer["bagian"]["lke-bilah"]
    html = page(ketua, penilaian)
    assert html.count(" checked") == 1
    assert 'value="ya" data-tombol="y" data-kolom="nilai" checked' in html


def test_an_answer_can_be_taken_back(penilaian, ketua):
    send(ketua, penilaian, FIRST, "ya")
    assert send(ketua, penilaian, FIRST, "", versi=1).json()["bagian"]["dijawab"] is False
    assert stored(penilaian, FIRST).nilai is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("jenis", "count"), [(J.KETUA_TIM, 11), (J.ANGGOTA_TIM, 12)])
@pytest.mark.parametrize(
    ("kode", "kolom", "nilai", "other"),
    [(FIRST, "nilai", "ya", "tidak"), (AGEN, "isian.agen", "3", "4"), (FIRST, "catatan", "SK 12", "SK 13")],
)
def test_saving_costs_few_queries(client_as, jenis, count, kode, kolom, nilai, other):
    """A whole request with its session and role, and with the BEGIN and COMMIT of its own transaction (the goal is 12);
    the first answer costs what a changed one does.
    """
    world = make_world()
    penilaian, client = make_penilaian(world), client_as(world.peran[jenis])
    for versi, value in enumerate((nilai, other)):
        with CaptureQueriesContext(connection) as queries:
            assert send(client, penilaian, kode, value, kolom=kolom, versi=versi).status_code == 200
        assert len(queries) == count


@pytest.mark.parametrize(
    ("kode", "kolom", "nilai", "words"),
    [
        (FIRST, "nilai", "x", "bukan salah satu dari"),
        (FIRST, "nilai", "e", "bukan salah satu dari"),
        (INDEKS, "nilai", "4,1", "di luar 0 sampai 4"),
        (INDEKS, "nilai", "bagus", "bukan angka"),
        (AGEN, "isian.agen", "-1", "kurang dari 0"),
        (AGEN, "isian.agen", "tujuh", "bukan angka"),
        (AGEN, "isian.agen", "1,5", "bukan bilangan bulat"),
        (AGEN, "isian.pegawai", "1", "tidak ada pada pertanyaan ini"),
        (AGEN, "nilai", "7", "harus berupa jumlah per isian"),
        (FIRST, "pk", "1", "tidak dikenal"),
        (FIRST, "catatan", "x" * 10_001, "paling panjang 10000 karakter"),
    ],
)  # fmt: skip
def test_nonsense_is_refused_in_a_sentence_and_nothing_is_kept(penilaian, ketua, kode, kolom, nilai, words):
    answer = send(ketua, penilaian, kode, nilai, kolom=kolom)
    assert answer.status_code == 400
    assert words in answer.json()["galat"]
    assert not penilaian.jawaban.exists()


def test_counts_are_saved_one_by_one_and_judged_together(penilaian, ketua):
    send(ketua, penilaian, TERINTEGRASI, "6", kolom="isian.perubahan")
    refused = send(ketua, penilaian, TERINTEGRASI, "7", kolom="isian.terintegrasi", versi=1)
    assert "7 melebihi perubahan (6)" in refused.json()["galat"]
    answer = send(ketua, penilaian, TERINTEGRASI, "3", kolom="isian.terintegrasi", versi=1).json()
    assert "50,00%" in answer["bagian"]["nilai-A-II-1-i-b"]
    assert stored(penilaian, TERINTEGRASI).nilai == {"perubahan": 6, "terintegrasi": 3}
    send(ketua, penilaian, TERINTEGRASI, "", kolom="isian.terintegrasi", versi=2)
    send(ketua, penilaian, TERINTEGRASI, "", kolom="isian.perubahan", versi=3)
    assert stored(penilaian, TERINTEGRASI).nilai is None


def test_an_index_is_read_as_it_is_written_here(penilaian, ketua):
    # Weight 17,50 x 3,60 / 4
    assert "15,75" in send(ketua, penilaian, INDEKS, "3,6").json()["bagian"]["nilai-B-I-i-a"]
    assert 'value="3,6"' in page(ketua, penilaian, f"?area={Area.HASIL_BERSIH}")


def test_a_member_answers_the_areas_given_to_them_only(penilaian, anggota):
    assert send(anggota, penilaian, FIRST, "ya").status_code == 200
    assert send(anggota, penilaian, "A.I.5.i.a", "a").status_code == 403
    assert send(anggota, penilaian, INDEKS, "4").status_code == 403


@pytest.mark.parametrize("status", ["disiapkan", "diajukan"])
def test_nothing_is_answered_after_the_draft(world, client_as, status):
    penilaian = at_step(world, status)
    answer = send(client_as(world.peran[J.KETUA_TIM]), penilaian, FIRST, "tidak", versi=1)
    assert answer.status_code == 403
    assert stored(penilaian, FIRST).nilai == "ya"


def test_an_expired_session_is_told_so_and_keeps_the_answer(penilaian):
    assert send(Client(), penilaian, FIRST, "ya").status_code == 401


# --- two people ----------------------------------------------------------------------------------------------


def test_the_same_question_twice_shows_both_answers_and_loses_none(world, penilaian, ketua, anggota):
    send(anggota, penilaian, FIRST, "ya")
    answer = send(ketua, penilaian, FIRST, "tidak")  # still sees version 0
    assert answer.status_code == 409
    other = answer.json()
    assert (other["versi"], other["nilai"], other["oleh"]) == (1, "ya", str(world.peran[J.ANGGOTA_TIM].user))
    assert other["pada"]
    assert stored(penilaian, FIRST).nilai == "ya"
    assert send(ketua, penilaian, FIRST, "tidak", versi=other["versi"]).status_code == 200  # by choice
    assert list(stored(penilaian, FIRST).riwayat.values_list("dari", "ke")) == [("ya", "tidak"), ("", "ya")]


def test_a_note_and_an_answer_do_not_stand_in_each_others_way(penilaian, ketua, anggota):
    send(anggota, penilaian, FIRST, "SK sudah terbit", kolom="catatan")
    kept = send(ketua, penilaian, FIRST, "ya").json()
    assert kept["versi"] == 0  # the note of version 1 has not been seen yet
    assert send(ketua, penilaian, FIRST, "catatan lain", kolom="catatan", versi=kept["versi"]).status_code == 409
    assert send(ketua, penilaian, FIRST, "tidak", versi=kept["versi"]).status_code == 200  # one's own is no conflict
    row = stored(penilaian, FIRST)
    assert (row.nilai, row.catatan) == ("tidak", "SK sudah terbit")


def test_different_counts_of_one_question_are_different_fields(penilaian, ketua, anggota):
    send(anggota, penilaian, AGEN, "7", kolom="isian.agen")
    assert send(ketua, penilaian, AGEN, "9", kolom="isian.perubahan").status_code == 200
    assert send(ketua, penilaian, AGEN, "8", kolom="isian.agen").status_code == 409
    assert stored(penilaian, AGEN).nilai == {"agen": 7, "perubahan": 9}


def test_the_same_answer_by_two_is_no_conflict(penilaian, ketua, anggota):
    send(anggota, penilaian, FIRST, "ya")
    assert send(ketua, penilaian, FIRST, "ya").status_code == 200


# --- without scripts -----------------------------------------------------------------------------------------


def test_a_plain_form_saves_a_whole_area(penilaian, ketua):
    data = {f"nilai-{FIRST}": "ya", f"versi-{FIRST}": "0", f"catatan-{FIRST}": "SK 12/2026",
            f"isian-{AGEN}-agen": "7", f"isian-{AGEN}-perubahan": "7"}  # fmt: skip
    url = reverse("penilaian_fill", args=[penilaian.pk]) + f"?area={Area.MANAJEMEN_PERUBAHAN}"
    answer = ketua.post(url, data, follow=True)
    assert "3 isian tersimpan." in answer.content.decode()
    assert (stored(penilaian, FIRST).nilai, stored(penilaian, FIRST).catatan) == ("ya", "SK 12/2026")
    assert stored(penilaian, AGEN).nilai == {"agen": 7, "perubahan": 7}
    assert "Tidak ada isian yang berubah." in ketua.post(url, data, follow=True).content.decode()


def test_a_plain_form_keeps_what_was_refused_and_saves_the_rest(penilaian, ketua):
    url = reverse("penilaian_fill", args=[penilaian.pk]) + f"?area={Area.MANAJEMEN_PERUBAHAN}"
    answer = ketua.post(url, {f"nilai-{FIRST}": "ya", f"isian-{AGEN}-agen": "banyak"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="banyak"' in html
    assert "bukan angka" in html
    assert stored(penilaian, FIRST).nilai == "ya"


def test_a_plain_form_tells_of_somebody_elses_newer_answer(penilaian, ketua, anggota):
    send(anggota, penilaian, FIRST, "ya")
    url = reverse("penilaian_fill", args=[penilaian.pk]) + f"?area={Area.MANAJEMEN_PERUBAHAN}"
    data = {f"nilai-{FIRST}": "tidak", f"versi-{FIRST}": "0"}
    html = ketua.post(url, data).content.decode()
    assert "Yang tersimpan: “ya”" in html
    assert stored(penilaian, FIRST).nilai == "ya"
    ketua.post(url, data | {f"versi-{FIRST}": "1"})
    assert stored(penilaian, FIRST).nilai == "tidak"


# --- evidence ------------------------------------------------------------------------------------------------


def bukti_url(penilaian: Penilaian, name: str = "jawaban_bukti", *more) -> str:
    return reverse(name, args=[penilaian.pk, FIRST, *more])


def test_a_dropped_file_becomes_evidence_of_the_unit_and_of_the_answer(penilaian, ketua):
    answer = ketua.post(
        bukti_url(penilaian, "jawaban_bukti_add"), {"berkas": SimpleUploadedFile("SK tim.pdf", PDF)}, headers=FETCH
    )
    assert "SK tim.pdf" in answer.content.decode()
    assert BuktiJawaban.objects.get().data_dukung == DataDukung.objects.get()
    again = ketua.post(
        bukti_url(penilaian, "jawaban_bukti_add"), {"berkas": SimpleUploadedFile("lain.pdf", PDF)}, headers=FETCH
    )
    assert "tidak disimpan dua kali" in again.content.decode()
    assert DataDukung.objects.count() == 1


def test_a_refused_file_is_told_by_name(penilaian, ketua):
    bad = SimpleUploadedFile("program.pdf", b"MZ\x90\x00")
    answer = ketua.post(bukti_url(penilaian, "jawaban_bukti_add"), {"berkas": bad}, headers=FETCH)
    assert (answer.status_code, answer.json()["galat"].startswith("“program.pdf” ditolak")) == (422, True)


def test_evidence_whose_title_speaks_of_the_question_is_suggested_first(world, penilaian, ketua):
    by = world.peran[J.KETUA_TIM]
    for judul in ("Foto kegiatan senam", "Keputusan tim pembangunan ZI"):
        evidence.add_link(f"https://contoh.test/{len(judul)}", pembangunan=world.pembangunan, by=by, judul=judul)
    saran = ketua.get(bukti_url(penilaian)).context["saran"]
    assert [(s.judul, s.alasan) for s in saran] == [
        ("Keputusan tim pembangunan ZI", "judulnya menyebut hal yang ditanyakan")
    ]


def test_evidence_is_attached_found_by_title_and_taken_off(world, penilaian, ketua):
    row, _ = evidence.add_link(
        "https://contoh.test/a", pembangunan=world.pembangunan, by=world.peran[J.KETUA_TIM], judul="Notulen"
    )
    assert ketua.get(bukti_url(penilaian), {"q": "notul"}).context["rows"] == [(row.pk, "Notulen")]
    ketua.post(bukti_url(penilaian, "jawaban_bukti_attach", row.pk))
    assert "Notulen" in page(ketua, penilaian)
    assert ketua.get(bukti_url(penilaian)).context["rows"] == []
    ketua.post(bukti_url(penilaian, "jawaban_bukti_detach", row.pk))
    assert not BuktiJawaban.objects.exists()
    assert DataDukung.objects.filter(pk=row.pk).exists()


def test_another_units_evidence_is_not_to_be_had(world, other_world, penilaian, ketua):
    row, _ = evidence.add_link(
        "https://contoh.test/a", pembangunan=other_world.pembangunan, by=other_world.peran[J.KETUA_TIM], judul="Rahasia"
    )
    assert ketua.post(bukti_url(penilaian, "jawaban_bukti_attach", row.pk)).status_code == 404
    assert not BuktiJawaban.objects.exists()


def test_a_second_member_of_another_area_reads_and_does_not_write(world, penilaian, client_as):
    peran = make_peran(J.ANGGOTA_TIM, instansi=world.instansi, unit=world.unit)
    AnggotaTim.objects.create(tim=world.tim, user=peran.user, kedudukan="anggota", area=[Area.SDM], peran=peran)
    html = page(client_as(peran), penilaian, f"?area={Area.MANAJEMEN_PERUBAHAN}")
    assert "data-autosave" not in html
    assert "data-autosave" in page(client_as(peran), penilaian, f"?area={Area.SDM}")


# --- the year before -----------------------------------------------------------------------------------------


@pytest.fixture
def last_year(world) -> Penilaian:
    """Submitted a year ago: everything as good as can be."""
    this_year = world.pembangunan
    periode = PeriodeFactory(instansi=world.instansi, tahun=world.periode.tahun - 1)
    world.pembangunan = PembangunanZI.objects.create(unit=world.unit, periode=periode)
    row = at_step(world, "diajukan")
    world.pembangunan = this_year
    return row


def take(client: Client, penilaian: Penilaian, kode: str, **headers):
    return client.post(reverse("jawaban_take_over", args=[penilaian.pk, kode]), headers=headers)


def test_last_years_answers_are_offered_and_taken_over_one_by_one(world, last_year, penilaian, ketua):
    html = page(ketua, penilaian)
    assert html.count('class="soal-lama"') == 16  # all of the area
    assert " checked" not in html
    take(ketua, penilaian, FIRST)
    take(ketua, penilaian, AGEN)
    assert assessment.answers_of(penilaian) == {FIRST: "ya", AGEN: {"agen": 2, "perubahan": 2}}
    assert stored(penilaian, FIRST).riwayat.get().tindakan == f"Memakai jawaban {world.periode.tahun - 1}"
    assert page(ketua, penilaian).count('class="soal-lama"') == 14  # nothing to take over where it says the same


def test_with_scripts_the_question_comes_back_with_the_new_figures(last_year, penilaian, ketua):
    html = take(ketua, penilaian, FIRST, **{"hx-request": "true"}).content.decode()
    assert 'value="ya" data-tombol="y" data-kolom="nilai" checked' in html
    assert 'data-versi="1"' in html
    assert 'id="lke-bilah" hx-swap-oob="innerHTML"' in html


def test_without_an_earlier_assessment_nothing_is_offered(penilaian, ketua):
    assert 'class="soal-lama"' not in page(ketua, penilaian)
    answer = ketua.post(reverse("jawaban_take_over", args=[penilaian.pk, FIRST]), follow=True)
    assert "Tidak ada jawaban tahun sebelumnya" in answer.content.decode()


def test_another_units_answers_are_not_offered(world, other_world, penilaian, ketua):
    other_world.pembangunan.periode.tahun = world.periode.tahun - 1
    other_world.pembangunan.periode.save()
    at_step(other_world, "diajukan")
    assert 'class="soal-lama"' not in page(ketua, penilaian)
