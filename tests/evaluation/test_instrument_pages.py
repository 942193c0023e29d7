"""Instruments through their pages: adopted, laid down by decree, never changed, copied to a new version."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from evaluation.models import Instrumen
from evaluation.services import instruments
from tests.evaluation.worlds import publish
from units.choices import JenisPeran
from units.errors import Ditolak

J = JenisPeran


@pytest.fixture
def inspektur(world, client_as):
    return client_as(world.peran[J.KETUA_TPI])


def adopt(client, kode: str = "lke-2021") -> Instrumen:
    client.post(reverse("instrumen_adopt"), {"kode": kode})
    return Instrumen.objects.filter(status="draf").latest("pk")


def decree(**changes) -> dict:
    return {"nomor": "700/12/ITKAB", "tanggal": "2026-01-05"} | changes


def test_a_shipped_instrument_becomes_a_draft_and_is_laid_down_by_decree(world, inspektur):
    row = adopt(inspektur)
    upload = SimpleUploadedFile("keputusan.pdf", b"%PDF-1.4\n%%EOF")
    inspektur.post(reverse("instrumen_publish", args=[row.pk]), decree(berkas=upload))
    row.refresh_from_db()
    assert (row.status, row.nomor_keputusan, len(row.sidik)) == ("terbit", "700/12/ITKAB", 64)
    served = inspektur.get(reverse("instrumen_decree", args=[row.pk]))
    assert "keputusan.pdf" in served["Content-Disposition"]
    html = inspektur.get(reverse("instrumen_detail", args=[row.pk])).content.decode()
    assert "Nomor 700/12/ITKAB tanggal 5 Januari 2026" in html


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"nomor": ""}, "id_nomor"),
        ({"tanggal": ""}, "id_tanggal"),
        ({"tanggal": "2999-01-01"}, "tidak boleh sesudah hari ini"),
    ],
)
def test_a_decree_needs_number_and_date(inspektur, changes, words):
    row = adopt(inspektur)
    html = inspektur.post(reverse("instrumen_publish", args=[row.pk]), decree(**changes)).content.decode()
    assert words in html
    assert "galat" in html
    row.refresh_from_db()
    assert row.status == "draf"


def test_assumed_answer_types_stand_against_publishing(inspektur):
    row = adopt(inspektur, "lke-2014")
    html = inspektur.get(reverse("instrumen_detail", args=[row.pk])).content.decode()
    assert "58 hal harus diselesaikan" in html
    assert reverse("instrumen_publish", args=[row.pk]) not in html
    answer = inspektur.post(reverse("instrumen_publish", args=[row.pk]), decree(), follow=True)
    assert "masih dugaan" in answer.content.decode()
    row.refresh_from_db()
    assert row.status == "draf"


def test_what_is_published_is_not_published_again(world, inspektur):
    row = publish(world)
    answer = inspektur.post(reverse("instrumen_publish", args=[row.pk]), decree(nomor="lain"), follow=True)
    assert "sudah terbit dan tidak berubah lagi" in answer.content.decode()
    row.refresh_from_db()
    assert row.nomor_keputusan == "700/12/ITKAB"


def test_a_new_version_replaces_the_one_before(world, inspektur):
    first = publish(world)
    inspektur.post(reverse("instrumen_copy", args=[first.pk]))
    second = Instrumen.objects.get(versi=2)
    assert (second.status, second.asal, second.isi) == ("draf", first, first.isi)
    inspektur.post(reverse("instrumen_publish", args=[second.pk]), decree())
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status, first.sidik) == ("diganti", "terbit", second.sidik)
    assert list(instruments.published(world.instansi.pk)) == [second]


def test_one_draft_of_a_code_at_a_time(world, inspektur):
    adopt(inspektur)
    html = inspektur.post(reverse("instrumen_adopt"), {"kode": "lke-2021"}).content.decode()
    assert "Sudah ada draf untuk lke-2021" in html
    with pytest.raises(Ditolak):
        instruments.begin_from_shipped("lke-2021", instansi=world.instansi, by=world.peran[J.KETUA_TPI])


def test_the_list_asks_the_same_queries_for_one_and_three(world, inspektur, django_assert_num_queries):
    row = publish(world)
    url = reverse("instrumen_list")
    inspektur.get(url)
    with django_assert_num_queries(8):
        inspektur.get(url)
    instruments.copy_instrumen(row, by=world.peran[J.KETUA_TPI])
    instruments.copy_instrumen(row, by=world.peran[J.KETUA_TPI], kode="lke-sendiri", nama="LKE Sendiri")
    with django_assert_num_queries(8):
        assert inspektur.get(url).context["table"].paginator.count == 3


@pytest.mark.parametrize(
    ("query", "count"), [({"q": "2021"}, 1), ({"q": "2014"}, 1), ({"status": "terbit"}, 1), ({"q": "x"}, 0)]
)
def test_the_list_is_filtered(world, inspektur, query, count):
    publish(world)
    adopt(inspektur, "lke-2014")
    assert inspektur.get(reverse("instrumen_list"), query).context["table"].paginator.count == count


def test_a_draft_is_hidden_from_those_who_do_not_work_on_it(world, inspektur, client_as):
    row = adopt(inspektur)
    unit = client_as(world.peran[J.KETUA_TIM])
    assert unit.get(reverse("instrumen_detail", args=[row.pk])).status_code == 404
    assert unit.get(reverse("instrumen_list")).context["table"].paginator.count == 0


def test_a_decree_of_today_is_no_future(inspektur):
    row = adopt(inspektur)
    today = timezone.localdate()
    inspektur.post(reverse("instrumen_publish", args=[row.pk]), decree(tanggal=(today + timedelta(days=1)).isoformat()))
    row.refresh_from_db()
    assert row.status == "draf"
    inspektur.post(reverse("instrumen_publish", args=[row.pk]), decree(tanggal=today.isoformat()))
    row.refresh_from_db()
    assert row.status == "terbit"
