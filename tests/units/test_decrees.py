"""One decree designates several units with the target of each (Pergub Kalbar 20/2017 Pasal 8; Perbup 49/2022 Pasal 4)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests.factories import UnitKerjaFactory, make_peran
from tests.units.year_worlds import at_stage, declare_facts, make_keputusan, make_predikat, new_year
from units.choices import JenisPeran as J
from units.choices import Tahap
from units.errors import Ditolak, TidakBerwenang
from units.models import Keputusan, PembangunanZI
from units.services.decrees import designate

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
TODAY = timezone.localdate


@pytest.fixture
def two(world) -> list[PembangunanZI]:
    """Two units that have declared."""
    other = new_year(world, UnitKerjaFactory(instansi=world.instansi), Tahap.DICANANGKAN)
    found = [at_stage(world, Tahap.DICANANGKAN), other]
    for year in found:
        declare_facts(world, year)
    return found


def decree(world, years: dict, *, nomor: str = "188/1", jenis=J.TIUK, tanggal=None) -> Keputusan:
    return designate(
        years,
        nomor=nomor,
        tanggal=tanggal or TODAY(),
        tentang="Penetapan",
        penanda_tangan="Bupati",
        upload=SimpleUploadedFile("sk.pdf", PDF),
        by=world.peran[jenis],
    )


def stages(*years: PembangunanZI) -> list[str]:
    return [PembangunanZI.objects.get(pk=year.pk).tahap for year in years]


def test_one_decree_designates_several_units_and_their_heads_are_told(world, two):
    make_predikat(world, two[1].unit)
    row = decree(world, {two[0]: "wbk", two[1]: "wbbm"})
    for year, target in zip(two, ("wbk", "wbbm"), strict=True):
        year.refresh_from_db()
        assert (year.tahap, year.target, year.penetapan, year.nomor_penetapan, year.tanggal_penetapan) == (
            "ditetapkan", target, row, "188/1", TODAY(),
        )  # fmt: skip
    assert (row.jenis, row.berkas.nama_asli, row.created_by) == ("penetapan", "sk.pdf", world.peran[J.TIUK])
    notice = world.peran[J.KEPALA_UNIT].user.notifikasi.get()
    assert "membangun Zona Integritas" in notice.judul
    assert two[0].riwayat.filter(kolom="tahap").get().alasan.startswith("Keputusan 188/1")


def test_when_one_unit_stands_in_the_way_none_is_designated(world, two):
    with pytest.raises(Ditolak, match=f"{two[1].unit}.*belum memegang predikat Menuju WBK"):
        decree(world, {two[0]: "wbk", two[1]: "wbbm"})
    assert stages(*two) == ["dicanangkan", "dicanangkan"]
    assert not Keputusan.objects.filter(jenis="penetapan").exists()


def test_of_two_who_designate_the_same_unit_the_second_is_told(world, two):
    decree(world, {two[0]: "wbk"}, jenis=J.KETUA_TPI)
    with pytest.raises(Ditolak, match=f"{two[0].unit}: .*status sekarang “Ditetapkan”"):
        decree(world, {two[0]: "wbk", two[1]: "wbk"}, nomor="188/2")
    assert stages(*two) == ["ditetapkan", "dicanangkan"]
    assert Keputusan.objects.count() == 1


def test_a_number_names_one_decree_and_a_decree_names_a_unit(world, two):
    decree(world, {two[0]: "wbk"})
    with pytest.raises(Ditolak, match="nomor 188/1 sudah tercatat"):
        decree(world, {two[1]: "wbk"})
    with pytest.raises(Ditolak, match="paling sedikit satu unit"):
        decree(world, {}, nomor="188/3")


@pytest.mark.parametrize("jenis", [J.ADMIN_INSTANSI, J.KEPALA_UNIT, J.KEPALA_DAERAH, J.ANGGOTA_TPI])
def test_only_those_who_identify_record_the_decree(world, two, jenis):
    with pytest.raises(TidakBerwenang):
        decree(world, {two[0]: "wbk"}, jenis=jenis)


# --- pages -------------------------------------------------------------------------------------------------


@pytest.fixture
def client(world, client_as):
    return client_as(world.peran[J.SEKRETARIS_TPI])


def sent(*years: PembangunanZI, **changes) -> dict:
    targets = {f"target_{year.pk}": "wbk" for year in years}
    data = {"unit": [y.pk for y in years], "nomor": "188/9", "tanggal": TODAY().isoformat(), "penanda_tangan": "Bupati"}
    return data | targets | changes


def test_the_page_offers_declared_units_and_the_signatory_of_the_institution(world, two, client):
    new_year(world, UnitKerjaFactory(instansi=world.instansi), Tahap.DIIDENTIFIKASI)
    page = client.get(reverse("keputusan_create"))
    assert page.context["years"] == two
    assert (
        page.context["form"]["penanda_tangan"].value()
        == f"{world.instansi.nama_kepala}, {world.instansi.jabatan_kepala}"
    )


def test_ticked_units_are_designated_and_the_decree_opens(world, two, client):
    upload = SimpleUploadedFile("sk.pdf", PDF)
    response = client.post(reverse("keputusan_create"), sent(two[0], berkas_baru=upload))
    row = Keputusan.objects.get()
    assert response.url == reverse("keputusan_detail", args=[row.pk])
    assert stages(*two) == ["ditetapkan", "dicanangkan"]
    page = client.get(response.url).content.decode()
    assert two[0].unit.nama in page
    assert client.get(reverse("keputusan_file", args=[row.pk])).headers["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"nomor": ""}, "nomor", "Isi nomor"),
        ({"tanggal": ""}, "tanggal", "Isi tanggal"),
        ({"tanggal": "2003-01-01"}, "tanggal", "harus dalam tahun"),
        ({"tanggal": "besok"}, "tanggal", "tanggal yang benar"),
        ({"penanda_tangan": ""}, "penanda_tangan", "menandatangani"),
        ({"unit": []}, "__all__", "paling sedikit satu unit"),
    ],
)
def test_bad_input_is_said_at_its_field_and_ticks_are_kept(two, client, changes, field, words):
    response = client.post(reverse("keputusan_create"), sent(two[1], **changes))
    form = response.context["form"]
    assert words in form.errors[field][0]
    ticked = [year.pk for year, on, _ in form.years if on]
    assert ticked == ([two[1].pk] if changes.get("unit", True) else [])
    assert stages(*two) == ["dicanangkan", "dicanangkan"]


def test_a_decree_of_tomorrow_is_refused(two, client):
    tomorrow = TODAY() + timedelta(days=1)
    errors = client.post(reverse("keputusan_create"), sent(*two, tanggal=tomorrow.isoformat())).context["form"].errors
    assert "tanggal" in errors


def test_a_file_that_is_no_decree_is_refused_and_nothing_moves(two, client):
    wrong = SimpleUploadedFile("sk.pdf", b"teks")
    response = client.post(reverse("keputusan_create"), sent(*two, berkas_baru=wrong))
    assert "ditolak" in response.context["form"].errors["berkas_baru"][0]
    assert stages(*two) == ["dicanangkan", "dicanangkan"]


def test_without_a_declared_unit_the_page_says_why_it_is_empty(client):
    assert "Belum ada unit yang siap ditetapkan" in client.get(reverse("keputusan_create")).content.decode()


def test_decrees_are_filtered_by_kind_year_and_words(world, two, client):
    decree(world, {two[0]: "wbk"}, nomor="188/A")
    make_predikat(world, two[1].unit)
    url = reverse("keputusan_list")

    def numbers(query: str) -> set[str]:
        return {row.record.nomor for row in client.get(f"{url}?{query}").context["table"].rows}

    assert numbers("jenis=penetapan") == {"188/A"}
    assert numbers(f"q={two[1].unit.nama}") == {Keputusan.objects.get(jenis="predikat").nomor}
    assert numbers(f"tahun={TODAY().year}") == {"188/A", Keputusan.objects.get(jenis="predikat").nomor}
    assert numbers("tahun=2001") == set()
    counted = {row.record.nomor: row.record.jumlah_unit for row in client.get(url).context["table"].rows}
    assert set(counted.values()) == {1}


def test_a_search_for_one_unit_does_not_thin_out_the_count(world, two, client):
    decree(world, dict.fromkeys(two, "wbk"))
    page = client.get(reverse("keputusan_list"), {"q": two[1].unit.nama})
    assert [row.record.jumlah_unit for row in page.context["table"].rows] == [2]


def test_evaluators_of_tpn_and_other_institutions_see_no_decree(world, other_world, two, client_as):
    row = decree(world, {two[0]: "wbk"})
    url = reverse("keputusan_detail", args=[row.pk])
    for peran in (
        world.peran[J.PENILAI_TPN],
        other_world.peran[J.KETUA_TPI],
        make_peran(J.PEGAWAI, instansi=other_world.instansi),
    ):
        assert client_as(peran).get(url).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_queries_for_any_number_of_decrees(world, client, rows, django_assert_num_queries):
    for _ in range(rows):
        make_keputusan(world, "penetapan")
    with django_assert_num_queries(8):
        client.get(reverse("keputusan_list"))
