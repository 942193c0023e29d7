"""The search: what stands in a text is found by those who may read it, and by nobody else."""

import re
from datetime import date

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from action_plans.models import Aksi, BagianLaporan, LaporanTriwulan, Realisasi
from evaluation.models import HasilEvaluasi
from reports.models import Dokumen
from tests.action_plans.coaching_worlds import make_pembinaan
from tests.evaluation.tpi_worlds import make_evaluasi
from tests.factories import AksiFactory, PembangunanFactory, PeriodeFactory, RencanaFactory, World, make_peran
from units.choices import JenisPeran
from units.models import Berkas, DataDukung, Pengaduan, Peran, TeksBerkas, VersiDataDukung
from units.search import mark, words_of
from zi_portal import search as searching
from zi_portal.demo.scale import PembuatSkala, Ukuran
from zi_portal.search import MENURUT_KODE, SUMBER, search, search_kind

J = JenisPeran
TODAY = date(2026, 11, 2)


@pytest.fixture
def rencana(world):
    return RencanaFactory(pembangunan=world.pembangunan, versi=1)


def kinds(q: str, peran: Peran, **options) -> list[str]:
    return [group.kode for group in search(q, peran=peran, **options)]


def titles(kode: str, q: str, peran: Peran, **options) -> list[str]:
    found = search_kind(kode, q, peran=peran, **options).object_list
    return ["".join(text for text, _ in hit.judul) for hit in found]


def add_file(world: World, text: str, *, evidence: DataDukung | None = None) -> DataDukung:
    number = Berkas.objects.count()
    by = world.peran[J.KETUA_TIM].user
    berkas = Berkas.objects.create(
        instansi=world.instansi, isi="x.pdf", nama_asli="x.pdf", ekstensi="pdf", mime="application/pdf", ukuran=9,
        sha256=f"{number:064d}",
    )  # fmt: skip
    TeksBerkas.objects.create(berkas=berkas, teks=text)
    evidence = evidence or DataDukung.objects.create(pembangunan=world.pembangunan, judul="Notulen", created_by=by)
    VersiDataDukung.objects.create(
        data_dukung=evidence, nomor=evidence.versi.count() + 1, berkas=berkas, nama="x.pdf", created_by=by
    )
    return evidence


# --- what is found ------------------------------------------------------------------------------------------------------


def test_every_kind_finds_its_own_words_and_its_page_opens(db, client_as):
    """On data with rows of every kind: a word of the newest record of each leads to a page that its finder may read."""
    first, second = PembuatSkala(today=TODAY).make(Ukuran(2, 12, 3))
    for sumber in SUMBER:
        readers = [
            peran
            for peran in Peran.objects.filter(instansi=first, jenis__in=(J.KETUA_TPI, J.TIM_PEMBINA)).order_by("pk")
            if sumber.rows(peran).exists()
        ]
        assert readers, f"{sumber.kode}: the data have no row"
        row = sumber.rows(readers[0]).order_by("-pk").values_list(sumber.kolom[0], flat=True)
        text = next(value for value in row if value)
        word = max(re.findall(r"[\w/.-]+", text), key=len)
        found = search_kind(sumber.kode, word, peran=readers[0])
        assert found.paginator.count > 0, (sumber.kode, word)
        assert client_as(readers[0]).get(found.object_list[0].tautan).status_code == 200, sumber.kode
        stranger = Peran.objects.filter(instansi=second, jenis=readers[0].jenis).first()
        own = {hit.tautan for hit in search_kind(sumber.kode, word, peran=stranger).object_list}
        assert not own & {hit.tautan for hit in found.object_list}, sumber.kode


def test_all_words_must_be_there_in_any_order_and_case(world, rencana):
    AksiFactory(rencana=rencana, aksi="Menyusun maklumat pelayanan", langkah="Rapat dengan warga")
    AksiFactory(rencana=rencana, aksi="Menyusun peta proses")
    ketua = world.peran[J.KETUA_TIM]
    assert titles("aksi", "MAKLUMAT menyusun", ketua) == ["Menyusun maklumat pelayanan"]
    assert titles("aksi", "maklumat warga", ketua) == ["Menyusun maklumat pelayanan"]  # one word in each column
    assert titles("aksi", "aklum", ketua) == ["Menyusun maklumat pelayanan"]
    assert titles("aksi", "maklumat proses", ketua) == []


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("  ", ()),
        ("a", ()),
        ("SOP a SOP", ("sop",)),
        ("19850101 201001 1 007", ("198501012010011007",)),
        ("700/1/LKE 2026", ("700/1/lke", "2026")),
        ("a\0b", ("ab",)),
        (" ".join(f"kata{n}" for n in range(30)), tuple(f"kata{n}" for n in range(8))),
    ],
)
def test_the_words_that_are_looked_for(q, expected):
    assert words_of(q) == expected


def test_percent_and_underscore_are_letters_like_any_other(world, rencana):
    AksiFactory(rencana=rencana, aksi="Capaian 100% tercatat")
    AksiFactory(rencana=rencana, aksi="Capaian 100 persen")
    assert titles("aksi", "100%", world.peran[J.KETUA_TIM]) == ["Capaian 100% tercatat"]
    assert titles("aksi", "__", world.peran[J.KETUA_TIM]) == []


def test_a_paper_is_found_by_its_words_and_by_its_kind(world, rencana):
    evidence = add_file(world, "Lampiran tentang gratifikasi")
    paper = Dokumen.objects.create(
        jenis=Dokumen.Jenis.LAMPIRAN_I, periode=world.periode, pembangunan=world.pembangunan, rencana=rencana, draf=False,
        sidik="0" * 64, status="jadi", berkas=evidence.versi.get().berkas, diminta_oleh=world.peran[J.KETUA_TIM],
    )  # fmt: skip
    for q in ("gratifikasi", "rencana aksi"):
        page = search_kind("dokumen", q, peran=world.peran[J.KETUA_TPI])
        assert [hit.tautan for hit in page.object_list] == [reverse("dokumen_detail", args=[paper.pk])]


def test_a_file_that_was_replaced_is_found_by_its_new_words_only(world):
    evidence = add_file(world, "Rapat bulan Maret")
    add_file(world, "Rapat bulan April", evidence=evidence)
    ketua = world.peran[J.KETUA_TIM]
    assert titles("isi_data_dukung", "maret", ketua) == []
    assert titles("isi_data_dukung", "april", ketua) == ["Notulen"]


# --- who finds it -------------------------------------------------------------------------------------------------------


def test_a_pegawai_finds_the_approved_plan_but_not_how_it_goes(world, rencana):
    aksi = AksiFactory(rencana=rencana, aksi="Menyusun maklumat")
    Realisasi.objects.create(aksi=aksi, bulan=3, catatan="Maklumat belum dicetak")
    assert kinds("maklumat", world.peran[J.PEGAWAI]) == ["aksi"]
    assert kinds("maklumat", world.peran[J.KETUA_TIM]) == ["aksi", "realisasi"]
    rencana.versi = 0
    rencana.save()
    assert kinds("maklumat", world.peran[J.PEGAWAI]) == []


def test_a_removed_action_is_not_found(world, rencana):
    aksi = AksiFactory(rencana=rencana, aksi="Menyusun maklumat")
    Aksi.objects.filter(pk=aksi.pk).update(dihapus_at=aksi.updated_at)
    assert kinds("maklumat", world.peran[J.KETUA_TIM]) == []


def test_a_report_is_found_by_the_inspektorat_once_it_was_sent(world):
    laporan = LaporanTriwulan.objects.create(pembangunan=world.pembangunan, triwulan=1)
    BagianLaporan.objects.create(laporan=laporan, kode="A", isi="Gratifikasi nihil")
    assert kinds("gratifikasi", world.peran[J.KETUA_TPI]) == []
    assert kinds("gratifikasi", world.peran[J.KETUA_TIM]) == ["laporan"]
    laporan.status, laporan.dikirim_at = LaporanTriwulan.Status.DISAMPAIKAN, laporan.created_at
    laporan.save()
    assert kinds("gratifikasi", world.peran[J.KETUA_TPI]) == ["laporan"]


@pytest.mark.parametrize("status", [LaporanTriwulan.Status.DRAF, LaporanTriwulan.Status.DISETUJUI])
def test_what_a_unit_writes_into_a_returned_report_is_found_by_the_unit_only(world, status):
    """Until it is sent again, the others read on its page what was last sent."""
    report = LaporanTriwulan.objects.create(
        pembangunan=world.pembangunan, triwulan=1, status=status, dikirim_at=timezone.now()
    )
    BagianLaporan.objects.create(laporan=report, kode="penutup", isi="Kalimat yang sedang diperbaiki")
    assert titles("laporan", "diperbaiki", world.peran[J.KETUA_TIM]) == ["Triwulan I"]
    for role in (J.TIM_PEMBINA, J.KEPALA_DAERAH, J.ADMIN_INSTANSI):
        assert titles("laporan", "diperbaiki", world.peran[role]) == []


def test_an_lhe_in_the_making_is_found_by_tpi_only(world):
    HasilEvaluasi.objects.create(evaluasi=make_evaluasi(world), nomor="700/LHE/77", catatan="Simpulan sementara")
    assert titles("hasil", "sementara", world.peran[J.KETUA_TPI]) == ["LHE 700/LHE/77"]
    for role in (J.TIM_PEMBINA, J.TIUK, J.KEPALA_DAERAH, J.KEPALA_UNIT):
        assert titles("hasil", "sementara", world.peran[role]) == []


def test_a_coachs_draft_is_found_by_coaches_only(world):
    session = make_pembinaan(world)
    session.catatan.create(area="", jenis="saran", isi="Susun peta risiko", updated_by=session.dibuat_oleh.user)
    assert "pembinaan" in kinds("risiko", world.peran[J.TIM_PEMBINA])
    assert "pembinaan" not in kinds("risiko", world.peran[J.KETUA_TIM])


def test_what_an_assessor_noted_is_found_by_nobody(world):
    evaluasi = make_evaluasi(world)
    evaluasi.jawaban_penilai.create(penilai=world.peran[J.ANGGOTA_TPI].user, kode="A", catatan="Bukti meragukan")
    assert {jenis: kinds("meragukan", peran) for jenis, peran in world.peran.items()} == {
        jenis: [] for jenis in world.peran
    }


def test_complaints_are_found_by_named_officers_only(world):
    row = Pengaduan.objects.create(
        instansi=world.instansi, unit=world.unit, nomor="P-1", kode_hash="a", kiriman_hash="b", kategori="pungli",
        cerita="Diminta uang rokok", tenggat=world.pembangunan.created_at,
    )  # fmt: skip
    inspektur = world.peran[J.KETUA_TPI]
    assert kinds("rokok", inspektur) == []
    world.instansi.petugas_pengaduan.create(user=inspektur.user, dasar="ST", ditunjuk_oleh=inspektur)
    assert titles("pengaduan", "rokok", inspektur) == [row.nomor]


def test_another_institution_is_not_searched(world, other_world, rencana):
    AksiFactory(rencana=rencana, aksi="Menyusun maklumat")
    assert kinds("maklumat", other_world.peran[J.KETUA_TPI]) == []
    assert kinds("maklumat", world.peran[J.KETUA_TPI]) == ["aksi"]


def test_without_a_role_nothing_is_found(world):
    assert search("kecamatan", peran=None) == []
    assert search_kind("unit", "kecamatan", peran=None).paginator.count == 0


# --- the page -----------------------------------------------------------------------------------------------------------


def open_page(client, **query):
    return client.get(reverse("search"), query)


def test_the_year_narrows_and_what_has_no_year_steps_back(world, rencana, client_as):
    last = PembangunanFactory(
        unit=world.unit, periode=PeriodeFactory(instansi=world.instansi, tahun=world.periode.tahun - 1)
    )
    AksiFactory(rencana=rencana, aksi="Kecamatan menyusun maklumat")
    AksiFactory(rencana=RencanaFactory(pembangunan=last, versi=1), aksi="Kecamatan lama menyusun")
    client = client_as(world.peran[J.KETUA_TPI])
    groups = open_page(client, q="kecamatan").context["kelompok_list"]
    assert {g.kode: len(g.temuan) for g in groups}["aksi"] == 2
    assert "unit" in {g.kode for g in groups}
    (group,) = open_page(client, q="kecamatan", tahun=last.periode.tahun).context["kelompok_list"]
    assert (group.kode, len(group.temuan)) == ("aksi", 1)


def test_a_kind_is_paged_and_capped(world, rencana, client_as, monkeypatch):
    for number in range(23):
        AksiFactory(rencana=rencana, aksi=f"Menyusun maklumat {number}")
    client = client_as(world.peran[J.KETUA_TIM])
    glance = open_page(client, q="maklumat")
    (group,) = glance.context["kelompok_list"]
    assert (len(group.temuan), group.lebih) == (searching.SEKILAS, True)
    assert "?q=maklumat&amp;jenis=aksi" in glance.content.decode()
    page = open_page(client, q="maklumat", jenis="aksi", page=2)
    assert (page.context["page"].paginator.count, len(page.context["page"].object_list)) == (23, 3)
    monkeypatch.setattr(searching, "TERBANYAK", 20)
    assert "Hanya 20 hasil terbaru" in open_page(client, q="maklumat", jenis="aksi").content.decode()


def test_the_hit_is_marked_and_nothing_of_it_becomes_markup(world, rencana, client_as):
    AksiFactory(rencana=rencana, aksi="Uji <b>tebal</b>", langkah=f"{'kata ' * 60}maklumat layanan {'lagi ' * 60}")
    text = open_page(client_as(world.peran[J.KETUA_TIM]), q="maklumat tebal").content.decode()
    assert "Uji &lt;b&gt;<mark>tebal</mark>&lt;/b&gt;" in text
    assert re.search(r"… kata [^<]*<mark>maklumat</mark> layanan [^<]*lagi …", text)


def test_marking_keeps_the_text():
    assert mark("Peta, peta.", ("peta",)) == (("Peta", True), (", ", False), ("peta", True), (".", False))


def test_an_unknown_kind_or_year_is_not_chosen(world, rencana, client_as):
    AksiFactory(rencana=rencana, aksi="Menyusun maklumat")
    page = open_page(client_as(world.peran[J.KETUA_TIM]), q="maklumat", jenis="apa", tahun="x")
    assert [group.kode for group in page.context["kelompok_list"]] == ["aksi"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({}, "Ketik sekurang-kurangnya dua huruf"),
        ({"q": "x"}, "Ketik sekurang-kurangnya dua huruf"),
        ({"q": "tidakadasamasekali"}, "Tidak ditemukan"),
        ({"q": "tidakada", "jenis": "aksi"}, "Tidak ditemukan"),
    ],
)
def test_an_empty_page_says_what_to_do(world, client_as, query, words):
    assert words in open_page(client_as(world.peran[J.KETUA_TIM]), **query).content.decode()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("query", "queries"), [({}, 25), ({"jenis": "aksi"}, 7)])
def test_pages_need_the_same_queries_for_one_and_for_three(
    world, rencana, client_as, django_assert_num_queries, query, queries, count
):
    for number in range(count):
        AksiFactory(rencana=rencana, aksi=f"Menyusun maklumat {number}")
        add_file(world, "Maklumat pelayanan")
    client = client_as(world.peran[J.KETUA_TPI])
    open_page(client, q="maklumat")
    with django_assert_num_queries(queries):
        open_page(client, q="maklumat", **query)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the index is PostgreSQL's")
@pytest.mark.parametrize(
    ("kode", "index"),
    [
        ("aksi", "action_plans_aksi_trgm"),
        ("pembinaan", "action_plans_catatanpembinaan_trgm"),
        ("isi_data_dukung", "units_teksberkas_trgm"),
    ],
)
def test_the_condition_is_one_that_the_index_answers(world, kode, index):
    """An index on another expression than `icontains` compiles to would never be used, silently."""
    sumber = MENURUT_KODE[kode]
    model = sumber.rows(world.peran[J.KETUA_TPI]).model
    path = sumber.kolom[0]
    rows = model.objects.filter(**{f"{path}__icontains": "maklumat"}).order_by()
    if kode == "isi_data_dukung":
        rows = TeksBerkas.objects.filter(teks__icontains="maklumat")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        assert index in rows.explain()


def test_people_are_found_by_those_who_have_to_do_with_them(world):
    person = make_peran(J.PEGAWAI, instansi=world.instansi, unit=world.unit, nama="Raden Wirabumi").user
    assert titles("orang", "wirabumi", world.peran[J.KETUA_TPI]) == [person.nama]
    assert titles("orang", person.nip, world.peran[J.KETUA_TIM]) == [person.nama]
    assert titles("orang", "wirabumi", world.peran[J.PEGAWAI]) == []
