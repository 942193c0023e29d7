"""Pages of complaints inside the portal: what they show, what they never show, and what a refused form says."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import UnitKerjaFactory
from tests.units import complaint_worlds as worlds
from tests.units.predicate_worlds import hold, pdf
from units.choices import JenisPeran
from units.models import Pengaduan, PetugasPengaduan, TinjauanPredikat
from units.services.complaint_work import name_petugas
from zi_portal.search import search

J = JenisPeran


def page(client, name: str, *args, query: str = "") -> str:
    return client.get(reverse(name, args=args) + query).content.decode()


def secrets_in(text: str) -> list[str]:
    return [s for s in (worlds.PELAPOR.nama, worlds.PELAPOR.kontak) if s in text]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_queries_for_one_and_three(world, client_as, django_assert_num_queries, count):
    for _ in range(count):
        worlds.complaint(world, unit=UnitKerjaFactory(instansi=world.instansi))
    client = client_as(worlds.officer(world))
    client.get(reverse("pengaduan_list"))
    with django_assert_num_queries(13):
        shown = client.get(reverse("pengaduan_list"))
    assert len(shown.context["table"].rows) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_queries_for_one_and_three_questions(world, client_as, django_assert_num_queries, count):
    row = worlds.examined(world)
    for _ in range(count):
        row = worlds.answered(world, row)
    client = client_as(worlds.officer(world))
    client.get(reverse("pengaduan_detail", args=[row.pk]))
    with django_assert_num_queries(13):
        client.get(reverse("pengaduan_detail", args=[row.pk]))


@pytest.mark.parametrize("count", [1, 3])
def test_the_officers_page_asks_the_same_queries_for_one_and_three(world, client_as, django_assert_num_queries, count):
    for jenis in (J.TIUK, J.ANGGOTA_TPI, J.TIM_PEMBINA)[:count]:
        name_petugas(user=world.peran[jenis].user, dasar="ST 700/4", by=world.peran[J.KETUA_TPI])
    client = client_as(world.peran[J.KETUA_TPI])
    client.get(reverse("petugas_pengaduan_list"))
    with django_assert_num_queries(7):
        page = client.get(reverse("petugas_pengaduan_list"))
    assert page.context["aktif"] == count


def test_the_list_is_filtered(world, client_as):
    worlds.complaint(world, unit=UnitKerjaFactory(instansi=world.instansi, nama="Dinas Satu"), kategori="korupsi")
    worlds.examined(world, unit=UnitKerjaFactory(instansi=world.instansi, nama="Dinas Dua"))
    worlds.closed(world)
    late = worlds.complaint(world, unit=UnitKerjaFactory(instansi=world.instansi, nama="Dinas Lambat"))
    long_ago = timezone.now() - timedelta(days=70)
    Pengaduan.objects.filter(pk=late.pk).update(tenggat=long_ago.date(), diterima_at=long_ago)
    client = client_as(worlds.officer(world))

    def shown(query: str) -> set[str]:
        rows = client.get(reverse("pengaduan_list") + query).context["table"].rows
        return {row.record.unit.nama for row in rows}

    assert shown("?kategori=korupsi") == {"Dinas Satu"}
    assert shown("?status=ditelaah") == {"Dinas Dua"}
    assert shown("?hasil=terbukti") == {world.unit.nama}
    assert shown("?keadaan=terbuka") == {"Dinas Satu", "Dinas Dua", "Dinas Lambat"}
    assert shown("?keadaan=lewat") == shown("?keadaan=belum_ditelaah") == {"Dinas Lambat"}
    assert shown("?q=dua") == {"Dinas Dua"}


def test_the_identity_stands_on_the_one_page_that_was_asked_for_it(world, client_as):
    """Not in the list, the page, its history, the export, the search, nor the question that precedes it."""
    row, officer = worlds.complaint(world, named=True), worlds.officer(world)
    client = client_as(officer)
    url = reverse("pengaduan_identity", args=[row.pk])
    opened = client.post(url, {"alasan": "Memanggil saksi."})
    assert len(secrets_in(opened.content.decode())) == 2
    assert "no-store" in opened["Cache-Control"]
    elsewhere = [
        page(client, "pengaduan_list"),
        page(client, "pengaduan_list", query="?unduh=csv"),
        page(client, "pengaduan_detail", row.pk),
        page(client, "pengaduan_identity", row.pk),
        page(client, "beranda"),
        page(client, "search", query="?q=Rahasia"),
    ]
    assert [secrets_in(text) for text in elsewhere] == [[]] * 6
    assert "Memanggil saksi." in page(client, "pengaduan_detail", row.pk)


def test_the_export_holds_no_story(world, client_as):
    worlds.complaint(world)
    answer = client_as(worlds.officer(world)).get(reverse("pengaduan_list") + "?unduh=csv")
    text = b"".join(answer).decode("utf-8-sig")
    assert len(list(csv.reader(StringIO(text)))) >= 2
    assert worlds.CERITA not in text


def test_search_finds_no_complaint_for_anybody(world):
    worlds.complaint(world)
    for jenis in J:
        assert worlds.CERITA not in str(search("loket", peran=world.peran[jenis]))


def test_the_menu_leads_the_officer_and_nobody_else_to_complaints(world, client_as):
    worlds.complaint(world)
    link = f'href="{reverse("pengaduan_list")}"'
    assert link in page(client_as(worlds.officer(world)), "beranda")
    assert link not in page(client_as(world.peran[J.ANGGOTA_TPI]), "beranda")


def test_the_home_page_says_what_waits_and_for_whom(world, client_as):
    hold(world)
    worlds.asked(world)
    assert "1 pengaduan sedang ditangani" in page(client_as(worlds.officer(world)), "beranda")
    assert "Jawab permintaan penjelasan" in page(client_as(world.peran[J.KEPALA_UNIT]), "beranda")
    worlds.closed(world)
    assert "Pertimbangkan peninjauan predikat" in page(client_as(world.peran[J.KETUA_TPI]), "beranda")


def test_the_head_reads_the_officers_words_and_nothing_of_the_complaint(world, client_as):
    asked = worlds.asked(world)
    text = page(client_as(world.peran[J.KEPALA_UNIT]), "klarifikasi_pengaduan_answer", asked.pk)
    assert asked.permintaan in text
    assert worlds.CERITA not in text
    assert asked.pengaduan.nomor not in text
    assert "Pungutan liar" not in text


def test_the_ketua_tpi_who_reviews_reads_number_and_unit_only(world, client_as):
    hold(world)
    row = worlds.closed(world)
    client = client_as(world.peran[J.KETUA_TPI])
    text = page(client, "pengaduan_review", row.pk)
    assert row.nomor in text
    assert worlds.CERITA not in text
    assert "Petugas itu sudah diberi sanksi." not in text
    data = {"uraian": "Pungutan di loket.", "tenggat": (timezone.localdate() + timedelta(days=7)).isoformat()}
    assert client.post(reverse("pengaduan_review", args=[row.pk]), data).status_code == 302
    assert row.nomor in TinjauanPredikat.objects.get().uraian


def test_evidence_is_served_under_the_name_it_was_sent_with(world, client_as):
    row, _ = worlds.complaint_and_code(world, files=[pdf("kuitansi.pdf")])
    url = reverse("pengaduan_bukti", args=[row.bukti.get().pk])
    assert "kuitansi.pdf" in client_as(worlds.officer(world)).get(url)["Content-Disposition"]


def test_a_refused_form_keeps_what_was_typed(world, client_as):
    row = worlds.examined(world)
    data = {"hasil": "terbukti", "alasan": "Alasan panjang", "jawaban": "Jawaban panjang"}
    answer = client_as(worlds.officer(world)).post(reverse("pengaduan_close", args=[row.pk]), data)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Minta klarifikasi kepada kepala unit sebelum" in text
    assert "Alasan panjang" in text


def test_the_ketua_names_an_officer_and_ends_the_task(world, client_as):
    client, user = client_as(world.peran[J.KETUA_TPI]), world.peran[J.TIUK].user
    assert "Belum ada petugas" in page(client, "petugas_pengaduan_list")
    client.post(reverse("petugas_pengaduan_list"), {"user": user.pk, "dasar": "ST 700/3"})
    assert "ST 700/3" in page(client, "petugas_pengaduan_list")
    client.post(reverse("petugas_pengaduan_end", args=[PetugasPengaduan.objects.get().pk]), {"alasan": ""})
    assert "Berakhir" in page(client, "petugas_pengaduan_list")
