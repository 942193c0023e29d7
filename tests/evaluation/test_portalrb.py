"""The contract with PortalRB (technical guide 1.0.0): three endpoints, every status code, all 127 numbers."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from evaluation.lke.instrument import shipped_instrumen
from evaluation.lke.portalrb import JUMLAH, answer_text, label_of, soal_list
from evaluation.models import PanggilanPortalRB, Penilaian, TokenPortalRB, UnitUsulan
from evaluation.services import portalrb, proposal
from evaluation.services.assessment import attach_bukti
from evaluation.services.steps import take_step
from tests.evaluation.proposals import PDF, decided, draft, freeze_tpi, record_requirements, sent
from tests.evaluation.worlds import best_answers, fill, make_penilaian
from units import evidence
from units.choices import JenisPeran, Tahap
from units.models import PembangunanZI

J = JenisPeran
WBK, WBBM = "/portalrb/v1/pengusulan/unit-wbk", "/portalrb/v1/pengusulan/unit-wbbm"


def answers_url(world) -> str:
    return f"/portalrb/v1/lke/jawaban-unit/{world.unit.pk}"


def make_token(world, hak=("usulan", "jawaban"), **fields) -> tuple[TokenPortalRB, str]:
    row, secret = portalrb.create_token(
        instansi=world.instansi, nama="PortalRB", hak=list(hak),
        berlaku_sampai=timezone.localdate() + timedelta(days=30), by=world.peran[J.ADMIN_INSTANSI],
    )  # fmt: skip
    TokenPortalRB.objects.filter(pk=row.pk).update(**fields)
    return row, secret


def call(url: str, secret: str = "", method: str = "get"):
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    return getattr(Client(raise_request_exception=False), method)(url, headers=headers)


def refused(answer, status: int, code: str) -> bool:
    """Every answer but 2xx has the guide's body."""
    body = answer.json()
    return (answer.status_code, body["error"], body["code"], bool(body["message"])) == (status, True, code, True)


# --- the mapping ---------------------------------------------------------------------------------------------


def test_the_127_numbers_are_the_113_questions_with_each_percentage_replaced_by_its_counts():
    isi = shipped_instrumen("lke-2021")
    wanted = [(kode, name) for kode, item in isi.pertanyaan.items() for name in (item.isian if item.isian else [""])]
    assert [(s.kode, s.isian) for s in soal_list()] == wanted
    assert len(wanted) == JUMLAH


@pytest.mark.parametrize("soal", soal_list(), ids=lambda s: str(s.soal_id))
def test_the_answer_type_of_each_number_is_that_of_our_question(soal):
    item = shipped_instrumen("lke-2021").pertanyaan[soal.kode]
    kinds = {"ya_tidak": "YA_TIDAK", "persen": "JUMLAH", "indeks4": "0-4"}
    assert soal.jenis == kinds.get(item.jenis, item.jenis.upper())
    assert label_of(shipped_instrumen("lke-2021"), soal)


@pytest.mark.parametrize(
    ("kode", "nilai", "isian", "text"),
    [
        ("A.I.1.i.a", "ya", "", "Ya"),
        ("A.I.1.i.a", "tidak", "", "Tidak"),
        ("A.I.1.i.b", "b", "", "B"),
        ("A.II.1.i.a", {"agen": 7, "perubahan": 0}, "perubahan", "0"),
        ("A.II.1.i.a", {"agen": 7}, "perubahan", None),
        ("B.I.i.a", "3.6", "", "3.6"),
        ("B.I.i.a", "4", "", "4"),
        ("A.I.1.i.a", None, "", None),
        ("A.I.1.i.a", {"tidak_berlaku": "Bukan unit layanan."}, "", None),
    ],
)
def test_answers_are_letters_ya_tidak_counts_and_indices_as_text(kode, nilai, isian, text):
    assert answer_text(shipped_instrumen("lke-2021").pertanyaan[kode], nilai, isian) == text


# --- 200 -----------------------------------------------------------------------------------------------------


def test_the_decided_units_of_the_year_and_nothing_else(world):
    _, secret = make_token(world)
    decided(world)
    answer = call(WBK, secret)
    assert answer.status_code == 200
    assert answer.json() == {
        "tahun": world.periode.tahun,
        "units": [{"id": str(world.unit.pk), "nama": world.unit.nama, "kategori": "WBK", "afirmasi": False}],
    }
    assert call(WBBM, secret).json() == {"tahun": world.periode.tahun, "units": []}


@pytest.mark.parametrize("tahap", sorted(set(Tahap.values) - {Tahap.DIUSULKAN}))
def test_a_unit_that_nobody_proposed_is_not_served_at_any_stage(world, tahap):
    _, secret = make_token(world)
    decided(world)
    PembangunanZI.objects.update(tahap=tahap)
    assert call(WBK, secret).json()["units"] == []
    assert call(answers_url(world), secret).status_code == 404


@pytest.mark.parametrize("tahap", [Tahap.EVALUASI_TPN, Tahap.BERPREDIKAT, Tahap.DIBINA])
def test_what_was_sent_stays_served_whatever_comes_of_it(world, tahap):
    _, secret = make_token(world)
    sent(world)
    PembangunanZI.objects.update(tahap=tahap)
    assert len(call(WBK, secret).json()["units"]) == 1


def test_the_affirmative_track_is_told(world):
    _, secret = make_token(world)
    draft(world)
    UnitUsulan.objects.update(afirmasi=True)
    (unit,) = call(WBK, secret).json()["units"]
    assert (unit["kategori"], unit["afirmasi"]) == ("WBK-AFIRMASI", True)


def test_another_institution_gets_nothing_of_ours(world, other_world):
    decided(world)
    _, secret = make_token(other_world)
    assert call(WBK, secret).json()["units"] == []
    assert call(answers_url(world), secret).status_code == 404


def test_all_127_answers_of_unit_and_tpi_from_the_frozen_copies(world):
    _, secret = make_token(world)
    decided(world)
    Penilaian.objects.get(jenis="tpi").jawaban.update(nilai=None)  # what is served is what was frozen
    body = call(answers_url(world), secret).json()
    assert (body["unit_id"], body["nama_unit"], body["tahun"]) == (
        str(world.unit.pk), world.unit.nama, world.periode.tahun
    )  # fmt: skip
    assert [row["soal_id"] for row in body["answers"]] == list(range(1, 128))
    isi, best = shipped_instrumen("lke-2021"), best_answers()
    for soal, row in zip(soal_list(), body["answers"], strict=True):
        expected = answer_text(isi.pertanyaan[soal.kode], best[soal.kode], soal.isian)
        assert (row["jawaban_unit"], row["jawaban_tpi"]) == (expected, expected)
        assert isinstance(row["jawaban_unit"], str)


def test_a_question_that_tpi_found_not_applicable_has_the_reason_as_note(world):
    _, secret = make_token(world)
    mandiri = submitted_with_evidence(world)[0]
    freeze_tpi(world, mandiri, best_answers() | {"A.I.1.i.b": {"tidak_berlaku": "Unit baru."}})
    propose(world)
    row = call(answers_url(world), secret).json()["answers"][1]
    assert (row["jawaban_unit"], row["jawaban_tpi"], row["catatan_tpi"]) == ("A", None, "Tidak berlaku: Unit baru.")


# --- the errors ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", [WBK, WBBM, "/portalrb/v1/lke/jawaban-unit/1"])
def test_401_without_a_token_that_is_in_force(world, url):
    _expired, old = make_token(world, berlaku_sampai=timezone.localdate() - timedelta(days=1))
    revoked, gone = make_token(world)
    portalrb.revoke_token(revoked, by=world.peran[J.ADMIN_INSTANSI])
    for secret in ("", "salah", old, gone):
        answer = call(url, secret)
        assert refused(answer, 401, "unauthorized")
        assert answer["WWW-Authenticate"] == "Bearer"


def test_the_last_day_of_a_token_is_in_force(world):
    _, secret = make_token(world, berlaku_sampai=timezone.localdate())
    assert call(WBK, secret).status_code == 200


def test_401_for_a_session_and_for_another_scheme(world, client_as):
    _, secret = make_token(world)
    assert client_as(world.peran[J.ADMIN_INSTANSI]).get(WBK).status_code == 401
    assert Client().get(WBK, headers={"Authorization": f"Basic {secret}"}).status_code == 401


def test_403_where_the_token_lacks_the_right(world):
    decided(world)
    _, lists = make_token(world, hak=["usulan"])
    _, answers = make_token(world, hak=["jawaban"])
    assert refused(call(answers_url(world), lists), 403, "forbidden")
    assert refused(call(WBK, answers), 403, "forbidden")
    assert call(answers_url(world), answers).status_code == 200


def test_404_for_an_unknown_unit_and_an_unknown_address(world):
    _, secret = make_token(world)
    assert refused(call("/portalrb/v1/lke/jawaban-unit/999999", secret), 404, "not_found")
    assert refused(call("/portalrb/v1/lain", secret), 404, "not_found")


@pytest.mark.parametrize("query", ["?tahun=dua", "?tahun=26", "?tahun="])
def test_422_for_a_year_that_is_none(world, query):
    _, secret = make_token(world)
    assert refused(call(WBK + query, secret), 422, "bad_request")


def test_422_for_a_unit_id_that_is_none(world):
    _, secret = make_token(world)
    assert refused(call("/portalrb/v1/lke/jawaban-unit/abc", secret), 422, "bad_request")


def test_422_for_another_instrument_than_lke_2021(world):
    """The ministry's numbers are about LKE 2021 only; anything else must not look like answers."""
    _, secret = make_token(world)
    decided(world)
    row = Penilaian.objects.get(jenis="tpi")
    row.hasil["instrumen"] |= {"kode": "lke-2014", "nama": "LKE Zona Integritas 2014"}
    row.save()
    answer = call(answers_url(world), secret)
    assert refused(answer, 422, "instrument_not_supported")
    assert "LKE Zona Integritas 2014" in answer.json()["message"]


def test_429_for_a_token_that_calls_too_often(world):
    token, secret = make_token(world)
    PanggilanPortalRB.objects.bulk_create(
        PanggilanPortalRB(instansi=world.instansi, token=token, alamat="/x", status=200)
        for _ in range(portalrb.PER_MENIT - 1)
    )
    assert call(WBK, secret).status_code == 200
    answer = call(WBK, secret)
    assert refused(answer, 429, "too_many_requests")
    assert answer["Retry-After"] == "60"
    PanggilanPortalRB.objects.update(waktu=timezone.now() - timedelta(seconds=61))
    assert call(WBK, secret).status_code == 200


def test_429_for_an_address_that_tries_tokens_and_its_flood_does_not_fill_the_log(world):
    for _ in range(portalrb.GAGAL_PER_MENIT):
        assert call(WBK, "tebakan").status_code == 401
    for _ in range(3):
        assert refused(call(WBK, "tebakan"), 429, "too_many_requests")
    assert PanggilanPortalRB.objects.filter(status=429).count() == 1


def test_500_is_json_too_and_tells_nothing_of_the_inside(world):
    _, secret = make_token(world)
    with patch("evaluation.services.portalrb.units_payload", side_effect=RuntimeError("rahasia")):
        answer = call(WBK, secret)
    assert refused(answer, 500, "server_error")
    assert "rahasia" not in answer.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_405_for_anything_but_reading(world, method):
    _, secret = make_token(world)
    assert refused(call(WBK, secret, method), 405, "method_not_allowed")


def test_every_call_is_logged_with_token_status_and_address_and_never_the_secret(world):
    token, secret = make_token(world, hak=["usulan"])
    call(WBK, secret)
    call(answers_url(world), secret)
    call(WBK, "salah")
    rows = list(PanggilanPortalRB.objects.order_by("pk").values_list("token", "status", "alamat", "alamat_ip"))
    assert rows == [
        (token.pk, 200, "/pengusulan/unit-wbk", "127.0.0.1"),
        (token.pk, 403, f"/lke/jawaban-unit/{world.unit.pk}", "127.0.0.1"),
        (None, 401, "/pengusulan/unit-wbk", "127.0.0.1"),
    ]


# --- tokens --------------------------------------------------------------------------------------------------


def test_a_token_is_shown_once_and_kept_as_a_hash(world, client_as):
    client = client_as(world.peran[J.ADMIN_INSTANSI])
    day = (timezone.localdate() + timedelta(days=90)).isoformat()
    data = {"nama": "PortalRB", "hak": ["usulan", "jawaban"], "berlaku_sampai": day}
    page = client.post(reverse("portalrb_token_create"), data)
    row = TokenPortalRB.objects.get()
    (secret,) = {word for word in page.content.decode().replace('"', " ").replace("<", " ").replace(">", " ").split()
                 if word.startswith(row.awalan) and len(word) > 20}  # fmt: skip
    assert row.sidik == portalrb.digest_of(secret)
    assert secret not in client.get(reverse("portalrb_index")).content.decode()
    assert call(WBK, secret).status_code == 200


def test_a_revoked_token_is_revoked_once(world, client_as):
    token, secret = make_token(world)
    client = client_as(world.peran[J.ADMIN_INSTANSI])
    url = reverse("portalrb_token_revoke", args=[token.pk])
    assert client.get(url).status_code == 200
    assert "dicabut" in client.post(url, follow=True).content.decode()
    assert "sudah dicabut" in client.post(url, follow=True).content.decode()
    assert call(WBK, secret).status_code == 401


# --- evidence ------------------------------------------------------------------------------------------------


def submitted_with_evidence(world) -> tuple:
    """A self-assessment with one piece of evidence, and another piece that belongs to no answer."""
    ketua = world.peran[J.KETUA_TIM]
    penilaian = make_penilaian(world)
    fill(penilaian, best_answers())
    shown, _ = evidence.add_file(SimpleUploadedFile("sk.pdf", PDF), pembangunan=world.pembangunan, by=ketua)
    other, _ = evidence.add_file(SimpleUploadedFile("lain.pdf", PDF + b"2"), pembangunan=world.pembangunan, by=ketua)
    attach_bukti(penilaian=penilaian, kode="A.I.1.i.a", data_dukung=shown, by=ketua)
    penilaian = take_step(penilaian=penilaian, name="prepare", by=ketua)
    penilaian = take_step(penilaian=penilaian, name="submit", by=world.peran[J.KEPALA_UNIT], setuju=True)
    return penilaian, shown, other


def propose(world) -> None:
    record_requirements(world)
    proposal.propose(world.pembangunan, by=world.peran[J.KEPALA_DAERAH])


def with_evidence(world) -> tuple:
    mandiri, shown, other = submitted_with_evidence(world)
    tpi = freeze_tpi(world, mandiri, best_answers())
    propose(world)
    return tpi, shown, other


def first_link(world, secret: str) -> str:
    link = call(answers_url(world), secret).json()["answers"][0]["bukti_dukung_unit"]
    return link.partition("/portalrb/")[1] + link.partition("/portalrb/")[2]


def test_evidence_goes_out_as_a_link_that_opens_the_file(world):
    _, secret = make_token(world)
    with_evidence(world)
    answer = Client().get(first_link(world, secret))
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == PDF
    log = PanggilanPortalRB.objects.latest("pk")
    assert (log.alamat, log.status) == ("bukti", 200)


def test_a_version_that_came_after_the_result_is_not_served(world):
    _, secret = make_token(world)
    _, shown, _ = with_evidence(world)
    evidence.replace(shown, by=world.peran[J.KETUA_TIM], upload=SimpleUploadedFile("baru.pdf", PDF + b"baru"))
    assert b"".join(Client().get(first_link(world, secret)).streaming_content) == PDF


def test_a_link_ends_with_its_time_with_its_token_and_with_the_proposal(world):
    token, secret = make_token(world)
    with_evidence(world)
    link = first_link(world, secret)
    with patch("evaluation.services.portalrb.TAUTAN_BERLAKU", timedelta(seconds=-1)):
        assert refused(call(link), 403, "link_expired")
    PembangunanZI.objects.update(tahap=Tahap.EVALUASI_TPI)
    assert refused(call(link), 404, "not_found")
    PembangunanZI.objects.update(tahap=Tahap.DIUSULKAN)
    portalrb.revoke_token(token, by=world.peran[J.ADMIN_INSTANSI])
    assert refused(call(link), 403, "link_expired")


def test_a_link_to_evidence_of_no_answer_opens_nothing(world):
    """Even one that we signed ourselves: a link is limited to the assessment."""
    token, _ = make_token(world)
    tpi, _, other = with_evidence(world)
    link = portalrb.signed_link(token)(tpi, other.versi.first())
    assert refused(call(link.partition("/portalrb/")[1] + link.partition("/portalrb/")[2]), 404, "not_found")


def test_a_forged_link_opens_nothing(world):
    assert refused(call("/portalrb/v1/bukti/eyJ0IjoxfQ:1abc:xyz"), 404, "not_found")


# --- self-check ----------------------------------------------------------------------------------------------


def test_the_self_check_shows_what_the_ministry_would_get(world, client_as, settings):
    settings.SITE_URL = "https://zi.contoh.test"
    make_token(world)
    decided(world)
    page = client_as(world.peran[J.ADMIN_INSTANSI]).get(reverse("portalrb_check")).content.decode()
    assert "Siap ditarik" in page
    assert f"{world.unit.nama}: 127 dari 127 jawaban unit" in page
    assert PanggilanPortalRB.objects.count() == 0


def test_the_self_check_names_each_missing_answer_and_what_else_is_wrong(world, client_as):
    decided(world)
    mandiri = Penilaian.objects.get(jenis="mandiri")
    del mandiri.hasil["jawaban"]["A.II.1.i.a"]
    mandiri.save()
    page = client_as(world.peran[J.KETUA_TPI]).get(reverse("portalrb_check")).content.decode()
    assert "Tidak ada token yang berlaku" in page
    assert "bukan HTTPS" in page
    assert "125 dari 127" in page
    assert "Soal 88 (A.II.1.i.a)" in page


@pytest.mark.parametrize("calls", [1, 3])
def test_the_log_asks_the_database_the_same_for_one_and_for_three(world, client_as, django_assert_num_queries, calls):
    _token, secret = make_token(world)
    for _ in range(calls):
        call(WBK, secret)
    client = client_as(world.peran[J.ADMIN_INSTANSI])
    client.get(reverse("portalrb_index"))
    with django_assert_num_queries(9):
        client.get(reverse("portalrb_index"))
