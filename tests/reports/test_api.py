"""The API answers what the role sees on the pages, to who may ask, in pages and without sending twice."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from action_plans.models import LaporanPembinaan, LaporanTriwulan
from evaluation.models import Penilaian
from reports.api import limits, resources
from reports.models import Dokumen, KlienAPI, PemakaianAPI, Terbitan, TokenAPI
from tests.evaluation.proposals import decided
from tests.reports.api_worlds import SEMUA, add_year, call, issue, make_client, read, refused
from units.choices import JenisPeran
from units.models import Peran, Predikat, User

J = JenisPeran
DAFTAR = ("unit", "tahap", "hasil", "predikat", "laporan", "laporan-pembinaan", "terbitan")


@pytest.fixture(autouse=True)
def _fresh_minute():
    """What other tests called counts for nothing here."""
    cache.clear()


@pytest.fixture
def rows(world):
    """The world's own unit and another one, each with a row everywhere."""
    add_year(world, unit=world.unit)
    add_year(world)
    return world


# --- what is told -----------------------------------------------------------------------------------------------------


def test_the_institution_is_that_of_the_client(rows, other_world):
    assert read("instansi", make_client(rows)[1])["nama"] == rows.instansi.nama


def test_a_frozen_result_is_told_with_verdict_and_areas_as_printed(rows):
    token = make_client(rows)[1]
    row = read(f"hasil?unit={rows.unit.pk}", token)["data"][0]
    assert (row["nilai"], row["tahun"], row["unit"]["nama"]) == ("74.50", rows.periode.tahun, rows.unit.nama)
    assert row["putusan"] == [
        {"predikat": "wbk", "memenuhi": False, "kurang": 1, "putusan": "Kurang 1,25% di Penguatan Pengawasan."}
    ]
    assert [(a["area"], a["persen"], a["memenuhi"]) for a in row["area"]] == [
        ("tatalaksana", "80.00", True),
        ("pengawasan", "58.75", False),
    ]
    assert read(f"hasil/{row['id']}", token) == row


def test_results_frozen_by_the_steps_themselves_are_told(world):
    decided(world)
    found = read("hasil", make_client(world)[1])["data"]
    assert [(row["jenis"], row["nilai"]) for row in found] == [("mandiri", "100.00"), ("tpi", "100.00")]


def test_an_issued_paper_is_told_by_number_state_and_hash_but_not_by_who_signed(rows):
    row = read(f"terbitan?unit={rows.unit.pk}", make_client(rows)[1])["data"][0]
    paper = Terbitan.objects.get(pembangunan=rows.pembangunan)
    assert (row["nomor"], row["status"], row["kode"]) == (paper.nomor, "berlaku", paper.kode)
    assert (row["sidik"], row["sidik_bertanda"]) == (paper.dokumen.berkas.sha256, None)
    assert "Budi" not in str(row)


def test_no_answer_names_a_person(rows):
    token = make_client(rows)[1]
    people = [name for user in User.objects.all() for name in (user.nama, user.nip, user.email) if name]
    told = "".join(call(path, token).content.decode() for path in ("instansi", *DAFTAR))
    assert [name for name in people if name in told] == []


# --- what is seen -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", DAFTAR)
@pytest.mark.parametrize("role", [J.ADMIN_INSTANSI, J.KEPALA_DAERAH, J.DELEGASI, J.KEPALA_UNIT])
def test_a_client_sees_the_rows_that_its_role_sees_on_the_pages(rows, role, path):
    LaporanTriwulan.objects.create(pembangunan=rows.pembangunan, triwulan=2)
    token = make_client(rows, role)[1]
    peran = rows.peran[role]
    seen = {
        "unit": rows.instansi.unit.model.objects.visible_to(peran),
        "tahap": rows.pembangunan.__class__.objects.visible_to(peran),
        "hasil": Penilaian.objects.visible_to(peran),
        "predikat": Predikat.objects.visible_to(peran),
        "laporan": LaporanTriwulan.objects.visible_to(peran),
        "laporan-pembinaan": LaporanPembinaan.objects.visible_to(peran),
        "terbitan": Terbitan.objects.filter(dokumen__in=Dokumen.objects.visible_to(peran)),
    }
    found = read(path, token)
    assert {row["id"] for row in found["data"]} == set(seen[path].values_list("pk", flat=True)) != set()


@pytest.mark.parametrize("path", ["unit", "tahap", "hasil", "laporan", "laporan-pembinaan", "terbitan"])
def test_a_client_of_a_unit_sees_that_unit_only(rows, path):
    all_of_it = read(path, make_client(rows)[1])
    own = read(path, make_client(rows, J.KEPALA_UNIT, nama="Situs unit")[1])
    units = {row["id"] if path == "unit" else row["unit"]["id"] for row in own["data"]}
    assert units == {rows.unit.pk}
    assert own["total"] < all_of_it["total"]
    foreign = next(row for row in all_of_it["data"] if row not in own["data"])
    token = make_client(rows, J.KEPALA_UNIT, nama="Lagi")[1]
    assert refused(call(f"{path}/{foreign['id']}", token), 404, "tidak_ditemukan")


@pytest.mark.parametrize("path", DAFTAR)
def test_another_institution_sees_nothing_of_ours(rows, other_world, path):
    token = make_client(other_world)[1]
    mine = read(path, make_client(rows)[1])["data"][0]
    assert mine["id"] not in {row["id"] for row in read(path, token)["data"]}
    assert refused(call(f"{path}/{mine['id']}", token), 404, "tidak_ditemukan")


def test_a_draft_is_no_result_for_anybody_not_even_for_its_unit(rows):
    row = Penilaian.objects.get(pembangunan=rows.pembangunan)
    Penilaian.objects.filter(pk=row.pk).update(status="draf", diajukan_at=None)
    for role in (J.ADMIN_INSTANSI, J.KEPALA_UNIT):
        token = make_client(rows, role, nama=role)[1]
        assert row.pk not in {found["id"] for found in read("hasil", token)["data"]}
        assert refused(call(f"hasil/{row.pk}", token), 404, "tidak_ditemukan")


# --- who may ask ------------------------------------------------------------------------------------------------------


def test_without_a_token_there_is_nothing(rows):
    answer = call("unit")
    assert refused(answer, 401, "token_tidak_sah")
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("wrong", ["Bearer", "Bearer ", "Bearer salah", "Basic {token}", "{token}", "Bearer {token}x"])
def test_a_wrong_token_opens_nothing(rows, wrong):
    token = make_client(rows)[1]
    assert refused(call("unit", Authorization=wrong.format(token=token)), 401, "token_tidak_sah")


def test_the_address_is_no_place_for_a_token(rows):
    token = make_client(rows)[1]
    assert refused(call(f"unit?token={token}"), 401, "token_tidak_sah")
    assert refused(call(f"unit?access_token={token}"), 401, "token_tidak_sah")


def test_a_session_of_the_portal_is_none_here(rows, client_as):
    assert client_as(rows.peran[J.ADMIN_INSTANSI]).get("/api/v1/unit").status_code == 401


def test_who_must_change_the_password_first_is_not_sent_there_by_the_api(rows, client_as):
    peran = rows.peran[J.ADMIN_INSTANSI]
    client = client_as(peran)
    User.objects.filter(pk=peran.user_id).update(must_change_password=True)
    assert client.get("/api/v1/unit").status_code == 401


def test_each_scope_opens_its_own_addresses_only(rows):
    addresses = {
        "instansi": ["instansi"], "unit": ["unit"], "tahap": ["tahap"], "hasil": ["hasil"], "predikat": ["predikat"],
        "laporan": ["laporan", "laporan-pembinaan"], "terbitan": ["terbitan"],
    }  # fmt: skip
    assert set(addresses) == set(SEMUA)
    for scope in addresses:
        token = make_client(rows, cakupan=(scope,), nama=scope)[1]
        opened = {path for paths in addresses.values() for path in paths if call(path, token).status_code == 200}
        assert opened == set(addresses[scope])
    assert refused(call("unit", token), 403, "cakupan_kurang")
    assert refused(call("unit/1", token), 403, "cakupan_kurang")


@pytest.mark.parametrize(
    "ended",
    [
        lambda token: {"berlaku_sampai": timezone.localdate() - timedelta(days=1)},
        lambda token: {"berakhir_at": timezone.now()},
    ],
)
def test_a_token_ends_with_its_day(rows, ended):
    klien, token = make_client(rows)
    assert call("unit", token).status_code == 200
    TokenAPI.objects.filter(klien=klien).update(**ended(token))
    assert refused(call("unit", token), 401, "token_tidak_sah")


def test_a_token_works_on_its_last_day(rows):
    assert call("unit", make_client(rows, days=0)[1]).status_code == 200


def test_a_revoked_client_is_told_nothing_more(rows):
    klien, token = make_client(rows)
    KlienAPI.objects.filter(pk=klien.pk).update(dicabut_at=timezone.now())
    assert refused(call("unit", token), 401, "token_tidak_sah")


def test_the_token_stops_with_the_role_it_reads_as(rows):
    klien, token = make_client(rows, J.KEPALA_UNIT)
    yesterday = timezone.localdate() - timedelta(days=1)
    Peran.objects.filter(pk=klien.peran_id).update(selesai=yesterday)
    assert refused(call("unit", token), 401, "token_tidak_sah")


def test_the_token_stops_with_the_account_of_the_holder(rows):
    klien, token = make_client(rows, J.KEPALA_UNIT)
    User.objects.filter(pk=klien.peran.user_id).update(is_active=False)
    assert refused(call("unit", token), 401, "token_tidak_sah")


# --- methods, addresses, faults ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_only_get_and_head_are_answered(rows, method):
    answer = call("unit", make_client(rows)[1], method)
    assert refused(answer, 405, "metode_tidak_didukung")
    assert answer["Allow"] == "GET, HEAD"


def test_head_answers_the_headers_of_get_without_a_body(rows):
    token = make_client(rows)[1]
    get, head = call("unit", token), call("unit", token, "head")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", get["ETag"])


@pytest.mark.parametrize("path", ["unit/abc", "unit/-1", "unit/", "lain", "unit/99999999999999999999999999", ""])
def test_an_address_that_is_none_is_told_as_json(rows, path):
    assert refused(call(path, make_client(rows)[1]), 404, "tidak_ditemukan")


def test_a_fault_of_ours_is_told_as_json_without_its_cause(rows, monkeypatch):
    token = make_client(rows)[1]
    monkeypatch.setattr(resources.rows, "unit", lambda row: 1 / 0)
    answer = call("unit", token)
    assert refused(answer, 500, "kesalahan_portal")
    assert b"division" not in answer.content


# --- parameters -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("warna=merah", ["warna"]),
        ("warna=1&bentuk=2", ["warna", "bentuk"]),
        ("tahun=2026&tahun=2025", ["tahun"]),
        ("tahun=dua", ["tahun"]),
        ("tahun=2026.0", ["tahun"]),
        ("tahun=1", ["tahun"]),
        ("tahap=selesai", ["tahap"]),
        ("ukuran=201", ["ukuran"]),
        ("ukuran=0&halaman=0", ["halaman", "ukuran"]),
        ("unit=", ["unit"]),
    ],
)
def test_a_parameter_that_is_not_understood_is_refused_by_its_name(rows, query, names):
    answer = call(f"tahap?{query}", make_client(rows)[1])
    assert refused(answer, 422, "parameter_tidak_sah")
    assert [item["parameter"] for item in answer.json()["galat"]] == names


def test_a_single_row_takes_no_parameters(rows):
    assert refused(call(f"unit/{rows.unit.pk}?tahun=2026", make_client(rows)[1]), 422, "parameter_tidak_sah")


def test_filters_leave_what_was_asked_for(rows):
    token, year, unit = make_client(rows)[1], rows.periode.tahun, rows.unit.pk

    def total(path: str) -> int:
        return read(path, token)["total"]

    assert (total("unit?aktif=ya"), total("unit?aktif=tidak"), total("unit?layanan=kesehatan")) == (3, 0, 0)
    assert (total(f"tahap?tahun={year}"), total(f"tahap?tahun={year - 1}"), total(f"tahap?unit={unit}")) == (2, 0, 1)
    assert (total("tahap?tahap=membangun&target=wbk"), total("tahap?target=wbbm")) == (2, 0)
    assert (total("hasil?jenis=mandiri"), total("hasil?jenis=tpi"), total(f"hasil?tahun={year - 1}")) == (2, 0, 0)
    assert (total("predikat?jenis=wbk&status=berlaku"), total("predikat?status=dicabut")) == (2, 0)
    assert (total("laporan?triwulan=1"), total("laporan?triwulan=2"), total("laporan?status=draf")) == (2, 0, 0)
    assert (total("laporan-pembinaan?rentang=smt1"), total("laporan-pembinaan?rentang=tahun")) == (2, 0)
    assert (total("terbitan?jenis=lampiran_ii"), total("terbitan?jenis=lhe"), total("terbitan?status=dicabut")) == (
        2,
        0,
        0,
    )


# --- paging -----------------------------------------------------------------------------------------------------------


def test_the_pages_of_a_list_hold_every_row_once_in_one_order(rows):
    add_year(rows)
    token = make_client(rows)[1]
    path, seen, pages = "terbitan?ukuran=2", [], 0
    while path:
        found = read(path.removeprefix("/api/v1/"), token)
        assert (found["total"], found["jumlah_halaman"], found["ukuran"]) == (3, 2, 2)
        seen += [row["id"] for row in found["data"]]
        path, pages = found["tautan"]["berikutnya"], pages + 1
    assert (pages, seen) == (2, [row["id"] for row in read("terbitan", token)["data"]])
    assert found["tautan"]["sebelumnya"] == "/api/v1/terbitan?halaman=1&ukuran=2"
    assert found["tautan"]["terakhir"] == found["tautan"]["ini"]


def test_links_keep_the_filters(rows):
    found = read("tahap?ukuran=1&target=wbk", make_client(rows)[1])
    assert found["tautan"]["berikutnya"] == "/api/v1/tahap?halaman=2&target=wbk&ukuran=1"


def test_a_page_after_the_last_is_empty_and_leads_back(rows):
    found = read("tahap?halaman=9", make_client(rows)[1])
    assert (found["data"], found["total"], found["tautan"]["berikutnya"]) == ([], 2, None)
    assert found["tautan"]["sebelumnya"] == found["tautan"]["terakhir"]


def test_an_empty_list_has_one_empty_page(world):
    found = read("predikat", make_client(world)[1])
    assert (found["data"], found["total"], found["jumlah_halaman"]) == ([], 0, 1)


# --- not twice --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["instansi", *DAFTAR])
def test_what_did_not_change_is_not_sent_again(rows, path):
    token = make_client(rows)[1]
    first = call(path, token)
    again = call(path, token, **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert (first["Cache-Control"], first["Vary"]) == ("private, no-cache", "Authorization")


def test_a_changed_row_has_another_etag(rows):
    token = make_client(rows)[1]
    path = f"unit/{rows.unit.pk}"
    before = call(path, token)["ETag"]
    rows.unit.telepon = "021-1"
    rows.unit.save()
    answer = call(path, token, **{"If-None-Match": before})
    assert (answer.status_code, answer.json()["telepon"]) == (200, "021-1")
    assert refused(call(path, token, **{"If-Match": before}), 412, "prasyarat_tidak_terpenuhi")


# --- limits and counts ------------------------------------------------------------------------------------------------


def at(second: float):
    """The minute in which calls are counted stands still."""
    return patch.object(limits.time, "time", lambda: second)


def test_a_client_that_calls_too_often_is_told_when_to_come_back(rows, settings):
    settings.API_CALLS_PER_MINUTE = 2
    token, other = make_client(rows)[1], make_client(rows, nama="Lain")[1]
    with at(90):
        assert [call("unit", token).status_code for _ in range(2)] == [200, 200]
        answer = call("unit", token)
        assert refused(answer, 429, "terlalu_sering")
        assert answer["Retry-After"] == "30"
        assert call("unit", other).status_code == 200
    with at(120):
        assert call("unit", token).status_code == 200


def test_an_address_that_tries_tokens_is_slowed_and_a_good_token_from_there_still_works(rows, settings):
    settings.API_FAILURES_PER_MINUTE = 2
    with at(90):
        assert [call("unit", "salah").status_code for _ in range(3)] == [401, 401, 429]
        assert call("unit", make_client(rows)[1]).status_code == 200


def test_calls_are_counted_by_client_and_day_and_nothing_else_is_kept(rows):
    klien, token = make_client(rows, cakupan=("unit",))
    call("unit", token)
    call("hasil", token)
    call("unit", token)
    day = PemakaianAPI.objects.get(klien=klien)
    assert (day.tanggal, day.panggilan, day.ditolak) == (timezone.localdate(), 3, 1)
    assert {field.name for field in PemakaianAPI._meta.fields} == {
        "id", "klien", "tanggal", "panggilan", "ditolak", "terakhir_at",
    }  # fmt: skip


@pytest.mark.parametrize("path", DAFTAR)
def test_a_list_asks_as_many_queries_for_three_rows_as_for_one(world, path):
    add_year(world, unit=world.unit)
    token = make_client(world, J.KEPALA_DAERAH)[1]
    call(path, token)  # the first call of the day makes its count

    def queries() -> int:
        with CaptureQueriesContext(connection) as done:
            read(path, token)
        return len(done)

    one = queries()
    add_year(world)
    add_year(world)
    assert (one, queries()) == (4, 4)


def test_the_api_reads_no_session(rows, client_as):
    token = make_client(rows)[1]
    client: Client = client_as(rows.peran[J.KETUA_TPI])
    with CaptureQueriesContext(connection) as done:
        answer = client.get(reverse("api_unit_list"), headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    assert [q["sql"] for q in done if "django_session" in q["sql"]] == []


def test_a_paper_that_was_replaced_names_the_one_it_replaced(rows):
    old = Terbitan.objects.get(pembangunan=rows.pembangunan)
    new = issue(rows, old.dokumen.laporan, mengganti=old)
    assert read(f"terbitan/{new.pk}", make_client(rows)[1])["menggantikan"] == old.pk
