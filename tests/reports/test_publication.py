"""Survey results and documents on the public page: none by default, chosen by the administrator, without persons."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from evaluation.models import Survei
from reports.models import Terbitan
from tests.factories import World
from tests.reports.trust_worlds import issued
from tests.units import complaint_worlds as worlds
from units.choices import JenisPeran

J = JenisPeran


def survey(world: World, **fields) -> Survei:
    values = {
        "pembangunan": world.pembangunan, "jenis": "ipak", "indeks": "3.72", "responden": 212, "tanggal": date(2026, 6, 1),
        "pelaksana": "Rina Kartika", "dicatat_oleh": world.peran[J.KETUA_TIM],
    }  # fmt: skip
    return Survei.objects.create(**values | fields)


def decree(world: World, **fields) -> Terbitan:
    row = issued(world, status=fields.pop("status", Terbitan.Status.BERLAKU))
    Terbitan.objects.filter(pk=row.pk).update(**{"jenis": "keputusan", "perihal": "Keputusan predikat"} | fields)
    row.refresh_from_db()
    return row


@pytest.fixture
def slug(world) -> str:
    return worlds.open_channel(world).slug


def page(slug: str) -> str:
    return Client().get(reverse("publik_instansi", args=[slug])).content.decode()


def choose(client, isi: str, action: str, *rows) -> None:
    client.post(f"{reverse('publikasi_list')}?isi={isi}", {"pilih": [row.pk for row in rows], "tindakan": action})


def test_nothing_is_published_until_the_administrator_chooses_it(world, slug, client_as):
    found, paper = survey(world), decree(world)
    assert "Hasil survei" not in page(slug)
    assert Client().get(reverse("publik_dokumen", args=[slug, paper.kode])).status_code == 404
    admin = client_as(world.peran[J.ADMIN_INSTANSI])
    choose(admin, "survei", "umumkan", found)
    choose(admin, "dokumen", "umumkan", paper)
    shown = page(slug)
    assert "3,72" in shown
    assert "212" in shown
    assert paper.nomor in shown
    file = Client().get(reverse("publik_dokumen", args=[slug, paper.kode]))
    assert b"".join(file.streaming_content).startswith(b"%PDF")
    assert file["Cache-Control"] == "public, max-age=300"


def test_what_was_taken_back_is_gone_and_both_stand_in_the_history(world, slug, client_as):
    found, paper = survey(world), decree(world)
    admin = client_as(world.peran[J.ADMIN_INSTANSI])
    for action in ("umumkan", "tarik"):
        choose(admin, "survei", action, found)
        choose(admin, "dokumen", action, paper)
    assert "3,72" not in page(slug)
    assert paper.nomor not in page(slug)
    words = list(paper.riwayat.order_by("pk").values_list("tindakan", flat=True))
    assert words[-2:] == ["Mengumumkan dokumen", "Menarik pengumuman dokumen"]
    assert world.pembangunan.riwayat.filter(tindakan="Mengumumkan hasil survei").count() == 1


def test_no_person_stands_on_the_page(world, slug, client_as):
    survey(world, publik=True)
    decree(world, publik=True, perihal="Keputusan predikat")
    shown = page(slug)
    people = [peran.user for peran in world.peran.values()]
    assert [u.nama for u in people if u.nama in shown or (u.nip and u.nip in shown)] == []
    assert "Rina Kartika" not in shown
    assert "Murniati" not in shown


@pytest.mark.parametrize("fields", [{"status": "dicabut"}, {"status": "diganti"}, {"jenis": "sk_tim"}])
def test_what_is_not_in_force_or_names_people_is_never_public(world, slug, fields):
    """A list of employees may not be published even by mistake, and a revoked decree disappears by itself."""
    paper = decree(world, publik=True)
    Terbitan.objects.filter(pk=paper.pk).update(**fields)
    assert paper.nomor not in page(slug)
    assert Client().get(reverse("publik_dokumen", args=[slug, paper.kode])).status_code == 404


def test_another_institutions_rows_cannot_be_chosen(world, other_world, client_as):
    found, paper = survey(other_world), decree(other_world)
    admin = client_as(world.peran[J.ADMIN_INSTANSI])
    choose(admin, "survei", "umumkan", found)
    choose(admin, "dokumen", "umumkan", paper)
    found.refresh_from_db()
    paper.refresh_from_db()
    assert (found.publik, paper.publik) == (False, False)


def test_nothing_ticked_is_said(world, client_as):
    answer = client_as(world.peran[J.ADMIN_INSTANSI]).post(
        reverse("publikasi_list"), {"tindakan": "umumkan"}, follow=True
    )
    assert "Pilih sekurang-kurangnya satu baris." in answer.content.decode()


def test_a_closed_public_page_shows_no_file(world, slug):
    paper = decree(world, publik=True)
    world.instansi.refresh_from_db()
    world.instansi.halaman_publik = False
    world.instansi.save()
    assert Client().get(reverse("publik_dokumen", args=[slug, paper.kode])).status_code == 404


def test_the_page_is_the_same_for_all_and_may_be_kept(world, slug, client_as):
    survey(world, publik=True)
    url = reverse("publik_instansi", args=[slug])
    mine, theirs = client_as(world.peran[J.ADMIN_INSTANSI]).get(url), Client().get(url)
    assert mine.content == theirs.content
    assert (theirs["Cache-Control"], theirs.cookies) == ("public, max-age=300", {})


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("isi", "queries"), [("survei", 9), ("dokumen", 9)])
def test_the_lists_need_the_same_queries_for_one_and_for_three(
    world, client_as, django_assert_num_queries, isi, queries, count
):
    for _ in range(count):
        survey(world)
        decree(world)
    client = client_as(world.peran[J.ADMIN_INSTANSI])
    client.get(reverse("publikasi_list"), {"isi": isi})
    with django_assert_num_queries(queries):
        client.get(reverse("publikasi_list"), {"isi": isi})


@pytest.mark.parametrize("count", [1, 3])
def test_the_public_page_needs_the_same_queries_for_one_and_for_three(world, slug, django_assert_num_queries, count):
    for _ in range(count):
        survey(world, publik=True)
        decree(world, publik=True)
    with django_assert_num_queries(8):
        page(slug)
