"""Pages of the register: what they show to whom, how they are filtered, and what a refused form says."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import UnitKerjaFactory
from tests.units.predicate_worlds import answered, hold, pdf, review, revoked
from units.choices import JenisPeran
from units.models import PembangunanZI, Predikat
from units.services import predicate as services
from units.year import CHECKS

J = JenisPeran


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_queries_for_one_and_three(world, client_as, django_assert_num_queries, count):
    for _ in range(count):
        hold(world, unit=UnitKerjaFactory(instansi=world.instansi))
    client = client_as(world.peran[J.KETUA_TPI])
    client.get(reverse("predikat_list"))
    with django_assert_num_queries(12):
        page = client.get(reverse("predikat_list")).content.decode()
    assert f"{count} dari {count + 2}" in page


def test_the_list_is_filtered_by_due_date_kind_and_unit(world, client_as):
    today = timezone.localdate()
    late = hold(
        world, unit=UnitKerjaFactory(instansi=world.instansi, nama="Dinas Lama"), mulai=today - timedelta(days=800)
    )
    hold(world, unit=late.unit, jenis="wbbm")
    hold(world, unit=UnitKerjaFactory(instansi=world.instansi, nama="Dinas Muda"))
    client = client_as(world.peran[J.PEGAWAI])

    def shown(query: str) -> set[str]:
        rows = client.get(reverse("predikat_list") + query).context["table"].rows
        return {f"{row.record.jenis} {row.record.unit.nama}" for row in rows}

    assert shown("?reevaluasi=lewat") == {"wbk Dinas Lama"}
    assert shown("?jenis=wbbm") == {"wbbm Dinas Lama"}
    assert shown("?q=muda") == {"wbk Dinas Muda"}
    assert shown("?status=dicabut") == set()


def test_a_complaint_is_not_shown_to_other_units(world, other_world, client_as):
    row = review(world)
    url = reverse("predikat_detail", args=[row.predikat_id])
    assert "Pungutan di loket" in client_as(world.peran[J.KEPALA_UNIT]).get(url).content.decode()
    assert "Pungutan di loket" in client_as(world.peran[J.KEPALA_DAERAH]).get(url).content.decode()
    assert "Pungutan di loket" not in client_as(world.peran[J.PEGAWAI]).get(url).content.decode()
    assert client_as(other_world.peran[J.KEPALA_UNIT]).get(url).status_code == 404


def test_the_page_says_from_when_a_revoked_unit_may_be_proposed(world, client_as):
    row = revoked(world)
    page = client_as(world.peran[J.KEPALA_UNIT]).get(reverse("predikat_detail", args=[row.pk])).content.decode()
    assert "dapat diusulkan lagi untuk Menuju WBK mulai" in page
    assert "188/9" in page


def test_the_grant_names_the_signer_of_the_profile_whatever_is_sent(world, client_as, monkeypatch):
    monkeypatch.setitem(CHECKS, "award", [])  # what TPN's result must be, evaluation tests
    PembangunanZI.objects.filter(pk=world.pembangunan.pk).update(tahap="evaluasi_tpn")
    today = timezone.localdate().isoformat()
    data = {"nomor": "1", "tanggal": today, "mulai": today, "penanda_tangan": "Saya sendiri", "berkas": pdf()}
    client_as(world.peran[J.KETUA_TPI]).post(reverse("predikat_grant", args=[world.pembangunan.pk]), data)
    assert Predikat.objects.get().keputusan.penanda_tangan == "Menteri PANRB"


def test_a_refused_review_keeps_what_was_typed(world, client_as):
    row = hold(world)
    data = {"sebab": "pengaduan", "uraian": "Aduan panjang", "tenggat": timezone.localdate().isoformat()}
    page = client_as(world.peran[J.KETUA_TPI]).post(reverse("tinjauan_open", args=[row.pk]), data).content.decode()
    assert "Batas waktu klarifikasi harus sesudah hari ini." in page
    assert "Aduan panjang" in page


def test_a_second_decision_from_an_old_page_is_told(world, client_as):
    row = answered(world)
    client = client_as(world.peran[J.KETUA_TPI])
    url = reverse("tinjauan_keep", args=[row.pk])
    assert client.post(url, {"alasan": "Tidak terbukti."}).status_code == 302
    again = client.post(url, {"alasan": "Tidak terbukti."})
    assert (again.status_code, "sudah diputus oleh" in again.content.decode()) == (422, True)


def test_the_revocation_is_offered_only_after_the_unit_was_heard(world, client_as):
    row = review(world)
    client, ketua_url = client_as(world.peran[J.KETUA_TPI]), reverse("tinjauan_revoke", args=[row.pk])
    detail = reverse("predikat_detail", args=[row.predikat_id])
    assert ketua_url not in client.get(detail).content.decode()
    waiting = client.get(ketua_url).content.decode()
    assert "setelah klarifikasi unit masuk" in waiting
    assert 'name="nomor"' not in waiting
    services.answer_tinjauan(tinjauan=row, tanggapan="Sudah ditindak.", by=world.peran[J.KEPALA_UNIT])
    assert ketua_url in client.get(detail).content.decode()
    assert 'name="nomor"' in client.get(ketua_url).content.decode()


def test_the_page_of_the_unit_names_its_predicates(world, client_as):
    row = hold(world)
    page = client_as(world.peran[J.PEGAWAI]).get(reverse("unit_detail", args=[world.unit.pk])).content.decode()
    assert reverse("predikat_detail", args=[row.pk]) in page
