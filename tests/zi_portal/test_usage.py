"""The page of a piece of evidence says where it is shown."""

from django.urls import reverse

from action_plans.models import BuktiRealisasi, Realisasi
from tests.action_plans.coaching_worlds import make_kesepakatan
from tests.factories import AksiFactory, RencanaFactory
from tests.units.access_table_team import data_dukung


def test_evidence_names_the_actions_and_months_it_proves(world, client_as):
    row = data_dukung(world)
    aksi = AksiFactory(
        rencana=RencanaFactory(pembangunan=world.pembangunan, versi=1), bulan=[3, 4], aksi="Menyusun SOP"
    )
    for bulan in (3, 4):
        realisasi = Realisasi.objects.create(aksi=aksi, bulan=bulan)
        BuktiRealisasi.objects.create(realisasi=realisasi, data_dukung=row, created_by=world.peran["ketua_tim"].user)
    page = client_as(world.peran["tim_pembina"]).get(reverse("data_dukung_usage", args=[row.pk])).content.decode()
    assert page.count("Menyusun SOP") == 2
    assert "Penyusunan Tim Kerja, April" in page


def test_evidence_names_the_agreements_and_questions_it_goes_with(world, client_as):
    from action_plans.services import agreements

    agreed = make_kesepakatan(world)
    agreements.report_done(
        kesepakatan=agreed, catatan="Lengkap.", tautan="https://contoh.test/notulen", by=world.peran["ketua_tim"]
    )
    row = agreed.data_dukung.get()
    url = reverse("data_dukung_usage", args=[row.pk])
    page = client_as(world.peran["tim_pembina"]).get(url).content.decode()
    assert agreed.uraian in page
    assert reverse("kesepakatan_detail", args=[agreed.pk]) in page


def test_unused_evidence_says_so(world, client_as):
    page = client_as(world.peran["ketua_tim"]).get(reverse("data_dukung_usage", args=[data_dukung(world).pk]))
    assert "Belum dilampirkan" in page.content.decode()


def test_many_uses_cost_the_same_queries(world, client_as, django_assert_num_queries):
    row, rencana = data_dukung(world), RencanaFactory(pembangunan=world.pembangunan, versi=1)
    client = client_as(world.peran["ketua_tim"])
    url = reverse("data_dukung_usage", args=[row.pk])
    client.get(url)
    for _ in range(2):
        with django_assert_num_queries(10):
            client.get(url)
        for _ in range(3):
            realisasi = Realisasi.objects.create(aksi=AksiFactory(rencana=rencana), bulan=3)
            BuktiRealisasi.objects.create(
                realisasi=realisasi, data_dukung=row, created_by=world.peran["ketua_tim"].user
            )
