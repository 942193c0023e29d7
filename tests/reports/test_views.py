"""The pages: ask once, watch, take the file; refused in words; the same number of queries for one and for many."""

import pytest
from django.urls import reverse

from reports import services
from reports.models import Dokumen
from tests.factories import AksiFactory
from tests.reports.conftest import approve_plan, approve_report, make_plan, make_report
from units.choices import JenisPeran
from units.models import StatusPekerjaan

J = JenisPeran
S = StatusPekerjaan


@pytest.fixture
def plan(world):
    row = make_plan(world)
    AksiFactory(rencana=row)
    return row


@pytest.fixture
def dokumen(world, plan) -> Dokumen:
    data = services.choose("lampiran_i", plan, by=None)
    return services.request_dokumen(objek=plan, jenis=Dokumen.Jenis.LAMPIRAN_I, data=data, by=world.peran[J.KETUA_TIM])


def ask(client, plan, **fields):
    return client.post(
        reverse("dokumen_create"), {"jenis": "lampiran_i", "objek": plan.pk, "keadaan": "draf", **fields}
    )


def test_two_clicks_lead_to_the_same_document(world, plan, client_as):
    client = client_as(world.peran[J.KETUA_TIM])
    first, second = ask(client, plan), ask(client, plan)
    made = Dokumen.objects.get()
    assert first.url == second.url == reverse("dokumen_detail", args=[made.pk])


def test_detail_shows_progress_and_then_the_file_with_its_facts(world, dokumen, client_as):
    client = client_as(world.peran[J.KETUA_TIM])
    url = reverse("dokumen_detail", args=[dokumen.pk])
    waiting = client.get(url).content.decode()
    assert "Menunggu giliran" in waiting
    assert "<iframe" not in waiting
    services.render_dokumen(dokumen.pk)
    fragment = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    dokumen.refresh_from_db()
    for fact in (reverse("dokumen_preview", args=[dokumen.pk]), dokumen.berkas.sha256, dokumen.sidik, "Draf"):
        assert fact in fragment


def test_the_file_comes_as_attachment_and_as_preview(world, dokumen, client_as):
    client = client_as(world.peran[J.KETUA_TIM])
    assert client.get(reverse("dokumen_download", args=[dokumen.pk])).status_code == 404
    services.render_dokumen(dokumen.pk)
    saved = client.get(reverse("dokumen_download", args=[dokumen.pk]))
    shown = client.get(reverse("dokumen_preview", args=[dokumen.pk]))
    assert saved["Content-Disposition"].startswith("attachment")
    assert ".pdf" in saved["Content-Disposition"]
    assert shown["Content-Disposition"].startswith("inline")
    assert saved["X-Content-Type-Options"] == "nosniff"
    assert b"".join(saved.streaming_content).startswith(b"%PDF-1.7")


def test_a_failed_document_says_why_and_can_be_tried_again(world, dokumen, client_as):
    Dokumen.objects.update(status=S.GAGAL, pesan="Berkas lambang instansi tidak ditemukan.")
    page = client_as(world.peran[J.KETUA_TIM]).get(reverse("dokumen_detail", args=[dokumen.pk])).content.decode()
    assert "Berkas lambang instansi tidak ditemukan." in page
    assert reverse("dokumen_retry", args=[dokumen.pk]) in page
    client_as(world.peran[J.KETUA_TIM]).post(reverse("dokumen_retry", args=[dokumen.pk]))
    dokumen.refresh_from_db()
    assert dokumen.status == S.DIMINTA


def test_a_reader_is_not_offered_to_try_again(world, plan, client_as):
    approve_plan(plan, world)
    data = services.choose("lampiran_i", plan, by=None, draf=False)
    made = services.request_dokumen(objek=plan, jenis="lampiran_i", data=data, by=world.peran[J.KETUA_TIM])
    Dokumen.objects.update(status=S.GAGAL, pesan="Sebab.")
    page = client_as(world.peran[J.PEGAWAI]).get(reverse("dokumen_detail", args=[made.pk])).content.decode()
    assert "Sebab." in page
    assert reverse("dokumen_retry", args=[made.pk]) not in page


def test_missing_parts_are_a_page_with_sentences(world, plan, client_as):
    world.peran[J.KEPALA_UNIT].delete()
    answer = ask(client_as(world.peran[J.KETUA_TIM]), plan)
    assert answer.status_code == 422
    assert f"Kepala {world.unit.nama} belum ditetapkan." in answer.content.decode()


@pytest.mark.parametrize("fields", [
    {"jenis": "surat"}, {"objek": "x"}, {"objek": "999999"}, {"tata_letak": "s9"}, {"keadaan": "lain"}, {"jenis": "lampiran_ii"},
])  # fmt: skip
def test_nonsense_is_not_found(world, plan, client_as, fields):
    assert ask(client_as(world.peran[J.KETUA_TIM]), plan, **fields).status_code == 404
    assert not Dokumen.objects.exists()


def test_create_and_retry_are_post_only(world, dokumen, client_as):
    client = client_as(world.peran[J.KETUA_TIM])
    assert client.get(reverse("dokumen_create")).status_code == 405
    assert client.get(reverse("dokumen_retry", args=[dokumen.pk])).status_code == 405


def block(client, jenis, pk, *, htmx=True) -> str:
    headers = {"HX-Request": "true"} if htmx else {}
    return client.get(reverse("dokumen_block", args=[jenis, pk]), headers=headers).content.decode()


def test_block_tells_present_data_from_outdated(world, plan, dokumen, client_as):
    client = client_as(world.peran[J.KETUA_TIM])
    services.render_dokumen(dokumen.pk)
    assert "Cetakan terkini" in block(client, "lampiran_i", plan.pk)
    plan.aksi.update(aksi="Diubah")
    after = block(client, "lampiran_i", plan.pk)
    assert "Ada yang lebih baru" in after
    assert "Cetakan terkini" not in after


def test_block_offers_the_approved_version_and_the_draft_of_a_revision(world, plan, client_as):
    approve_plan(plan, world)
    type(plan).objects.update(status="draf")
    ketua = block(client_as(world.peran[J.KETUA_TIM]), "lampiran_i", plan.pk)
    pembina = block(client_as(world.peran[J.TIM_PEMBINA]), "lampiran_i", plan.pk)
    assert "Versi 1 (disetujui)" in ketua
    assert "Draf sekarang" in ketua
    assert "Draf sekarang" not in pembina
    assert 'value="disetujui"' in pembina


def test_block_of_readers_has_no_form(world, plan, client_as):
    approve_plan(plan, world)
    for jenis in (J.PEGAWAI, J.KEPALA_DAERAH, J.ADMIN_INSTANSI):
        assert "<form" not in block(client_as(world.peran[jenis]), "lampiran_i", plan.pk)


def test_block_is_a_whole_page_without_scripts(world, plan, client_as):
    page = block(client_as(world.peran[J.KETUA_TIM]), "lampiran_i", plan.pk, htmx=False)
    assert "<html" in page
    assert reverse("dokumen_create") in page


def test_block_names_what_is_missing_instead_of_a_button(world, plan, client_as):
    world.peran[J.KEPALA_UNIT].delete()
    page = block(client_as(world.peran[J.KETUA_TIM]), "lampiran_i", plan.pk)
    assert "belum ditetapkan" in page
    assert "<form" not in page


def test_block_of_report_and_team(world, plan, client_as):
    client = client_as(world.peran[J.KETUA_TIM])
    report = make_report(world)
    assert "Buat PDF" in block(client, "lampiran_ii", report.pk)
    assert "Buat PDF" in block(client, "sk_tim", world.pembangunan.pk)
    assert client.get(reverse("dokumen_block", args=["surat", 1])).status_code == 404


def test_inspektorat_prints_a_report_that_was_sent(world, plan, client_as):
    from django.utils import timezone

    approve_plan(plan, world)
    report = approve_report(make_report(world), world)
    type(report).objects.update(status="disampaikan", dikirim_at=timezone.now())
    answer = client_as(world.peran[J.SEKRETARIS_TPI]).post(
        reverse("dokumen_create"), {"jenis": "lampiran_ii", "objek": report.pk}
    )
    assert answer.status_code == 302
    assert Dokumen.objects.get().draf is False


def test_draft_documents_stay_with_the_unit_after_approval(world, plan, dokumen):
    approve_plan(plan, world)
    seen = {jenis for jenis in J if Dokumen.objects.visible_to(world.peran[jenis]).exists()}
    assert seen == {J.KEPALA_UNIT, J.KETUA_TIM, J.ANGGOTA_TIM}


def test_list_filters_by_kind_status_and_unit(world, plan, dokumen, client_as):
    approve_plan(plan, world)
    made = services.request_dokumen(
        objek=world.pembangunan,
        jenis="sk_tim",
        data=services.choose("sk_tim", world.pembangunan, by=None),
        by=world.peran[J.KEPALA_UNIT],
    )
    services.render_dokumen(made.pk)
    client = client_as(world.peran[J.KETUA_TIM])
    url = reverse("dokumen_list")

    def links(query: str) -> list[int]:
        page = client.get(f"{url}?{query}").content.decode()
        return [d.pk for d in (dokumen, made) if reverse("dokumen_detail", args=[d.pk]) in page]

    assert links("") == [dokumen.pk, made.pk]
    assert links("jenis=sk_tim") == [made.pk]
    assert links("status=diminta") == [dokumen.pk]
    assert "Belum ada dokumen" in client.get(f"{url}?status=gagal").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_needs_the_same_queries_for_one_and_for_three(world, plan, client_as, django_assert_num_queries, count):
    for n in range(count):
        plan.aksi.update(aksi=f"Isi {n}")
        data = services.choose("lampiran_i", plan, by=None)
        services.request_dokumen(objek=plan, jenis="lampiran_i", data=data, by=world.peran[J.KETUA_TIM])
    client = client_as(world.peran[J.KETUA_TIM])
    client.get(reverse("dokumen_list"))
    with django_assert_num_queries(8):
        page = client.get(reverse("dokumen_list"))
    assert page.content.decode().count("Rencana aksi (Lampiran I)</a>") == count


@pytest.mark.parametrize("count", [1, 3])
def test_block_needs_the_same_queries_for_one_and_for_three(world, plan, client_as, django_assert_num_queries, count):
    for n in range(count):
        plan.aksi.update(aksi=f"Isi {n}")
        data = services.choose("lampiran_i", plan, by=None)
        services.request_dokumen(objek=plan, jenis="lampiran_i", data=data, by=world.peran[J.KETUA_TIM])
    client = client_as(world.peran[J.KETUA_TIM])
    with django_assert_num_queries(12):
        block(client, "lampiran_i", plan.pk)
