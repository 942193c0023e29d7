"""Evidence through its pages: several files at once, recognised duplicates, refusals, access, versions."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.units.test_evidence import PDF
from units import evidence
from units.models import DataDukung

FETCH = {"x-requested-with": "fetch"}


def pdf(name: str = "surat.pdf", extra: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF + extra)


@pytest.fixture
def url(world) -> str:
    return reverse("data_dukung_add", args=[world.pembangunan.pk])


def test_several_files_arrive_in_one_go_without_scripts(world, client_as, url):
    client_as(world.peran["anggota_tim"]).post(url, {"berkas": [pdf("a.pdf"), pdf("b.pdf", b"%b")]})
    assert sorted(DataDukung.objects.values_list("judul", flat=True)) == ["a.pdf", "b.pdf"]


def test_a_file_already_there_is_recognised_and_said(world, client_as, url):
    client = client_as(world.peran["anggota_tim"])
    assert client.post(url, {"berkas": pdf()}, headers=FETCH).status_code == 201
    again = client.post(url, {"berkas": pdf("salinan.pdf")}, headers=FETCH)
    assert "tidak disimpan dua kali" in again.content.decode()
    assert DataDukung.objects.count() == 1


def test_a_refused_file_is_told_by_name(world, client_as, url):
    bad = SimpleUploadedFile("program.pdf", b"MZ\x90\x00")
    answer = client_as(world.peran["anggota_tim"]).post(url, {"berkas": bad}, headers=FETCH)
    assert answer.status_code == 422
    assert answer.json()["galat"].startswith("“program.pdf” ditolak")


def test_a_file_that_is_too_large_is_cut_off_while_it_arrives(world, client_as, url, settings):
    settings.MAX_UPLOAD_MB = 1
    answer = client_as(world.peran["anggota_tim"]).post(url, {"berkas": pdf(extra=b"0" * 3_000_000)}, headers=FETCH)
    assert (answer.status_code, DataDukung.objects.count()) == (413, 0)


def test_a_link_is_evidence_too(world, client_as, url):
    client = client_as(world.peran["ketua_tim"])
    assert "harus diawali http" in client.post(url, {"tautan": "contoh.test"}).content.decode()
    client.post(url, {"tautan": "https://contoh.test/berita", "judul": "Berita"})
    assert DataDukung.objects.get().judul == "Berita"


def test_the_file_is_served_through_the_access_check_only(world, other_world, client_as):
    row, _ = evidence.add_file(pdf(), pembangunan=world.pembangunan, by=world.peran["ketua_tim"])
    url = reverse("data_dukung_download", args=[row.versi.get().pk])
    answer = client_as(world.peran["tim_pembina"]).get(url)
    assert (b"".join(answer.streaming_content), answer["Content-Disposition"]) == (
        PDF,
        "attachment; filename=\"surat.pdf\"; filename*=UTF-8''surat.pdf",
    )
    assert client_as(other_world.peran["tim_pembina"]).get(url).status_code == 404


def test_a_replacement_keeps_the_old_version_for_download(world, client_as):
    row, _ = evidence.add_file(pdf(), pembangunan=world.pembangunan, by=world.peran["ketua_tim"])
    client = client_as(world.peran["ketua_tim"])
    client.post(
        reverse("data_dukung_replace", args=[row.pk]), {"berkas": pdf("baru.pdf", b"%2"), "alasan": "kurang jelas"}
    )
    page = client.get(reverse("data_dukung_detail", args=[row.pk])).content.decode()
    assert "Versi 2" in page
    assert "Versi 1" in page
    assert "kurang jelas" in page


def test_the_list_asks_the_same_queries_for_one_and_three(world, client_as, django_assert_num_queries):
    client = client_as(world.peran["tim_pembina"])
    evidence.add_file(pdf(), pembangunan=world.pembangunan, by=world.peran["ketua_tim"])
    client.get(reverse("data_dukung_list"))
    for n in range(2):
        with django_assert_num_queries(9):
            assert client.get(reverse("data_dukung_list")).status_code == 200
        for m in range(2):
            evidence.add_file(
                pdf(f"{n}{m}.pdf", f"%{n}{m}".encode()), pembangunan=world.pembangunan, by=world.peran["ketua_tim"]
            )


@pytest.mark.parametrize(
    ("query", "count"),
    [({"q": "notulen"}, 1), ({"jenis": "tautan"}, 1), ({"jenis": "pdf"}, 2), ({"q": "tidak ada"}, 0)],
)
def test_the_list_is_filtered_by_title_and_kind(world, client_as, query, count):
    ketua = world.peran["ketua_tim"]
    evidence.add_file(pdf("notulen rapat.pdf"), pembangunan=world.pembangunan, by=ketua)
    evidence.add_file(pdf("daftar hadir.pdf", b"%2"), pembangunan=world.pembangunan, by=ketua)
    evidence.add_link("https://contoh.test/a", pembangunan=world.pembangunan, by=ketua)
    page = client_as(ketua).get(reverse("data_dukung_list"), query)
    assert page.context["table"].paginator.count == count
