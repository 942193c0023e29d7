"""Many papers in one go: who is ready, each once, errors one by one, one zip, and the same zip again."""

import zipfile
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from action_plans.models import LaporanTriwulan
from reports import pdf
from reports.models import BarisCetak, CetakMassal, Dokumen, Penomoran, Terbitan
from reports.services import massal as services
from reports.tasks import render_dokumen_task
from tests.reports.conftest import make_report
from tests.reports.massal_worlds import approved_reports, unit_like
from units import jobs
from units.choices import JenisPeran
from units.errors import Ditolak
from units.models import Berkas, Notifikasi, StatusPekerjaan

J = JenisPeran
S = StatusPekerjaan


@pytest.fixture
def drawn(monkeypatch) -> list[str]:
    """Papers that were drawn, by their digest; the drawing itself is a few bytes."""
    seen: list[str] = []

    def draw(data, *, sidik, **_):
        seen.append(sidik)
        return pdf.Hasil(f"%PDF-{sidik}".encode(), 1)

    monkeypatch.setattr(pdf, "render", draw)
    return seen


@pytest.fixture
def run(django_capture_on_commit_callbacks):
    """Ask for a batch and let the workers run until nothing is left."""

    def start(world, *, by: str = J.TIM_PEMBINA, **fields) -> CetakMassal:
        with django_capture_on_commit_callbacks(execute=True):
            massal = services.request_massal(
                **{"periode": world.periode, "jenis": "lampiran_ii", "triwulan": 2, "by": world.peran[by], **fields}
            )
        massal.refresh_from_db()
        return massal

    return start


def open_zip(massal: CetakMassal) -> zipfile.ZipFile:
    return zipfile.ZipFile(BytesIO(massal.berkas.isi.open("rb").read()))


def listing(massal: CetakMassal) -> list[tuple]:
    sheet = load_workbook(BytesIO(open_zip(massal).read("000-daftar.xlsx"))).active
    return list(sheet.iter_rows(min_row=2, values_only=True))


def test_a_batch_ends_in_one_zip_with_every_paper_and_a_list(world, run, drawn):
    approved_reports(world, 9)  # more than are opened at a time
    massal = run(world)
    assert (massal.status, massal.kemajuan, massal.jumlah) == (S.JADI, 9, 9)
    names = open_zip(massal).namelist()
    assert names == sorted(names)
    assert names[:2] == ["000-daftar.xlsx", "001-kecamatan-massal-001-triwulan-ii.pdf"]
    assert len(names) == 10
    assert [row[0] for row in listing(massal)] == list(range(1, 10))
    assert len(drawn) == len(set(drawn)) == 9


def test_only_the_end_of_a_batch_is_told(world, run, drawn):
    approved_reports(world, 3)
    run(world)
    told = Notifikasi.objects.filter(user=world.peran[J.TIM_PEMBINA].user)
    assert [n.judul for n in told] == ["Cetak massal Laporan triwulan (Lampiran II) Triwulan II selesai"]


def test_the_same_batch_again_draws_nothing_and_is_the_same_file(world, run, drawn):
    approved_reports(world, 3)
    first, again = run(world), run(world)
    assert first.pk != again.pk
    assert first.berkas == again.berkas
    assert len(drawn) == 3


def test_two_clicks_start_one_batch(world):
    approved_reports(world, 2)
    ask = {"periode": world.periode, "jenis": "lampiran_ii", "triwulan": 2, "by": world.peran[J.TIM_PEMBINA]}
    assert services.request_massal(**ask) == services.request_massal(**ask)


def test_numbers_follow_the_list_and_are_not_taken_twice(world, run, drawn):
    approved_reports(world, 8)
    massal = run(world, by=J.KETUA_TPI, bernomor=True)
    issued = list(Terbitan.objects.order_by("urut"))
    assert [t.urut for t in issued] == list(range(1, 9))
    assert [t.unit_nama for t in issued] == [row.dokumen.pembangunan.unit.nama for row in massal.baris.all()]
    assert [row[2] for row in listing(massal)] == [t.nomor for t in issued]
    again = run(world, by=J.KETUA_TPI, bernomor=True)
    assert again.berkas == massal.berkas
    assert Terbitan.objects.count() == 8
    assert Penomoran.objects.get().terakhir == 8


def test_a_paper_that_fails_is_named_and_made_again_alone(
    world, run, drawn, monkeypatch, django_capture_on_commit_callbacks
):
    approved_reports(world, 3)
    draw = pdf.render

    def trip(data, **kwargs):
        if data.unit.endswith("002"):
            raise ValueError("no layout")
        return draw(data, **kwargs)

    monkeypatch.setattr(pdf, "render", trip)
    massal = run(world)
    assert massal.status == S.JADI
    assert massal.pesan.startswith("1 dari 3 dokumen gagal")
    assert [row[7] for row in listing(massal)] == [
        None, "Halaman tidak dapat disusun. Coba lagi; bila berulang, hubungi administrator.", None,
    ]  # fmt: skip
    assert len(open_zip(massal).namelist()) == 3

    monkeypatch.setattr(pdf, "render", draw)
    with django_capture_on_commit_callbacks(execute=True):
        services.retry_massal(massal)
    massal.refresh_from_db()
    assert (massal.status, massal.pesan) == (S.JADI, "")
    assert len(open_zip(massal).namelist()) == 4
    assert len(drawn) == len(set(drawn)) == 3


def test_what_is_no_longer_ready_when_its_turn_comes_is_said_on_its_row(
    world, drawn, django_capture_on_commit_callbacks
):
    approved_reports(world, 2)
    with django_capture_on_commit_callbacks(execute=False) as waiting:
        massal = services.request_massal(
            periode=world.periode, jenis="lampiran_ii", triwulan=2, by=world.peran[J.TIM_PEMBINA]
        )
    world.instansi.ibu_kota = ""
    world.instansi.save()
    for callback in waiting:
        with django_capture_on_commit_callbacks(execute=True):
            callback()
    massal.refresh_from_db()
    assert massal.status == S.JADI
    assert all("Tempat penandatanganan" in row.galat for row in massal.baris.all())
    assert drawn == []


def test_a_cancelled_batch_opens_no_more_papers_and_goes_on_when_asked(
    world, drawn, django_capture_on_commit_callbacks
):
    approved_reports(world, 9)
    with django_capture_on_commit_callbacks(execute=False) as waiting:
        massal = services.request_massal(
            periode=world.periode, jenis="lampiran_ii", triwulan=2, by=world.peran[J.TIM_PEMBINA]
        )
    with django_capture_on_commit_callbacks(execute=False):
        for callback in waiting:
            callback()
    assert massal.baris.in_work().count() == services.WINDOW
    services.cancel_massal(massal)
    for row in massal.baris.in_work():
        render_dokumen_task(row.dokumen_id)
    assert massal.baris.waiting().count() == 9 - services.WINDOW
    massal.refresh_from_db()
    assert massal.status == S.GAGAL
    with pytest.raises(Ditolak):
        services.cancel_massal(massal)

    with django_capture_on_commit_callbacks(execute=True):
        services.retry_massal(massal)
    massal.refresh_from_db()
    assert massal.status == S.JADI
    assert len(drawn) == len(set(drawn)) == 9


def test_a_batch_that_fell_silent_goes_on_where_its_rows_are(world, drawn, django_capture_on_commit_callbacks):
    """Worker and broker are gone after the papers were opened: the sweeper queues papers and batch again."""
    approved_reports(world, 8)
    with django_capture_on_commit_callbacks(execute=False) as waiting:
        massal = services.request_massal(
            periode=world.periode, jenis="lampiran_ii", triwulan=2, by=world.peran[J.TIM_PEMBINA]
        )
    with django_capture_on_commit_callbacks(execute=False):
        for callback in waiting:
            callback()  # its messages to the papers are never sent
    long_ago = timezone.now() - 2 * jobs.STALE_AFTER
    for model in (Dokumen, CetakMassal):
        model.objects.update(detak=long_ago, created_at=long_ago)
    with django_capture_on_commit_callbacks(execute=True):
        jobs.requeue_stale()
    massal.refresh_from_db()
    assert massal.status == S.JADI
    assert len(drawn) == len(set(drawn)) == 8
    assert Berkas.objects.filter(ekstensi="zip").count() == 1


def test_a_batch_that_waits_long_for_its_papers_is_not_given_up(world, django_capture_on_commit_callbacks):
    approved_reports(world, 2)
    with django_capture_on_commit_callbacks(execute=False):
        massal = services.request_massal(
            periode=world.periode, jenis="lampiran_ii", triwulan=2, by=world.peran[J.TIM_PEMBINA]
        )
    for _ in range(3 * jobs.MAX_ATTEMPTS):
        CetakMassal.objects.update(detak=timezone.now() - 2 * jobs.STALE_AFTER)
        with django_capture_on_commit_callbacks(execute=False):
            services.run_massal(massal.pk)
    massal.refresh_from_db()
    assert (massal.status, massal.percobaan) == (S.DIKERJAKAN, 0)
    assert Dokumen.objects.count() == 2


def test_a_batch_without_a_ready_paper_is_refused(world):
    make_report(world, triwulan=2)
    with pytest.raises(Ditolak, match="Belum ada dokumen yang siap"):
        services.request_massal(periode=world.periode, jenis="lampiran_ii", triwulan=2, by=world.peran[J.TIM_PEMBINA])


# --- the pages ----------------------------------------------------------------------------------------------------------


def test_the_choice_names_what_is_ready_what_is_not_and_who_has_nothing(world, client_as):
    approved_reports(world, 2)
    draft = make_report(world, triwulan=2)
    LaporanTriwulan.objects.filter(pk=draft.pk).update(dikirim_at=timezone.now())  # was sent, and came back
    unit_like(world, 99)
    page = client_as(world.peran[J.KETUA_TPI]).get(
        reverse("massal_create"), {"jenis": "lampiran_ii", "triwulan": "2", "bernomor": "on"}
    )
    text = page.content.decode()
    assert "Siap dicetak (2)" in text
    assert "Belum siap (1)" in text
    assert "Isinya belum disetujui atau ditetapkan" in text
    assert "Kecamatan Massal 099" in text
    assert "2 dokumen berikut belum bernomor" in text


def test_only_what_was_ticked_is_printed(world, client_as):
    reports = approved_reports(world, 3)
    client = client_as(world.peran[J.TIM_PEMBINA])
    asked = {"jenis": "lampiran_ii", "triwulan": "2"}
    nothing = client.post(reverse("massal_create"), asked)
    assert nothing.status_code == 422
    assert "Pilih paling sedikit satu" in nothing.content.decode()
    foreign = client.post(reverse("massal_create"), asked | {"objek": [reports[0].pk, 999_999]})
    assert foreign.status_code == 422
    started = client.post(reverse("massal_create"), asked | {"objek": [reports[0].pk, reports[2].pk]})
    massal = CetakMassal.objects.get()
    assert started.url == reverse("massal_detail", args=[massal.pk])
    assert list(massal.baris.values_list("objek", flat=True)) == [reports[0].pk, reports[2].pk]


def test_progress_asks_for_the_whole_page_once_it_has_ended(world, run, drawn, client_as):
    approved_reports(world, 2)
    client = client_as(world.peran[J.TIM_PEMBINA])
    with_progress = services.request_massal(
        periode=world.periode, jenis="lampiran_ii", triwulan=2, by=world.peran[J.TIM_PEMBINA]
    )
    url = reverse("massal_detail", args=[with_progress.pk])
    running = client.get(url, headers={"HX-Request": "true"})
    assert "<html" not in running.content.decode()
    assert "HX-Refresh" not in running
    CetakMassal.objects.all().delete()
    done = run(world)
    url = reverse("massal_detail", args=[done.pk])
    assert client.get(url, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    page = client.get(url).content.decode()
    assert "Unduh zip" in page
    assert page.count("Kecamatan Massal") >= 2
    assert client.get(reverse("massal_download", args=[done.pk]))["Content-Type"] == "application/zip"


def test_a_batch_is_its_requesters_own(world, run, drawn, client_as):
    approved_reports(world, 1)
    massal = run(world)
    stranger = client_as(world.peran[J.KETUA_TPI])
    assert stranger.get(reverse("massal_detail", args=[massal.pk])).status_code == 404
    assert stranger.get(reverse("massal_download", args=[massal.pk])).status_code == 404


@pytest.mark.parametrize("page", ["massal_list", "massal_detail"])
def test_pages_ask_the_same_number_of_queries_for_one_and_for_many(
    world, run, drawn, client_as, page, django_assert_num_queries
):
    approved_reports(world, 1)
    client = client_as(world.peran[J.TIM_PEMBINA])

    def address() -> str:
        return reverse(page, args=[massal.pk] if page == "massal_detail" else [])

    massal = run(world)
    client.get(address())
    wanted = {"massal_list": 8, "massal_detail": 11}[page]
    with django_assert_num_queries(wanted):
        client.get(address())
    BarisCetak.objects.bulk_create(
        BarisCetak(massal=massal, urutan=n, objek=n, nama=f"Unit {n}", dokumen=Dokumen.objects.first())
        for n in (900_002, 900_003)
    )
    CetakMassal.objects.bulk_create(
        CetakMassal(periode=world.periode, jenis="lampiran_ii", diminta_oleh=world.peran[J.TIM_PEMBINA])
        for _ in range(2)
    )
    with django_assert_num_queries(wanted):
        client.get(address())
