"""A paper gets its number once: drawn with number, code and QR, replaced or revoked with a reason, never deleted."""

import subprocess
from dataclasses import replace
from datetime import date, timedelta

import pytest
import zxingcpp
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from reports import pdf, services
from reports.archive.settings_forms import has_own_number
from reports.cap import Cap, grouped, new_code, plain_code, qr_of
from reports.closing import closed, dated, setelan_of, signers_of
from reports.contoh import contoh
from reports.issuing_access import TIDAK_TERBIT
from reports.models import Dokumen, PengaturanDokumen, Penomoran, SertifikatElektronik, Terbitan
from reports.services.issuing import SudahTerbit, issue_dokumen, revoke_terbitan
from reports.services.register import live_of
from tests.factories import AksiFactory, World, make_peran
from tests.reports.conftest import approve_plan, make_plan, squeeze, text_of
from units import evidence
from units.choices import JenisPeran
from units.complaint_cipher import ALFABET
from units.errors import Ditolak, TidakBerwenang
from units.models import Notifikasi, Peran, StatusPekerjaan
from units.transitions import SyaratBelumTerpenuhi

J, S = Dokumen.Jenis, Terbitan.Status
KIND = J.LAMPIRAN_I


@pytest.fixture
def plan(world):
    row = make_plan(world)
    AksiFactory(rencana=row)
    approve_plan(row, world)
    return row


def data_of(world: World, plan, jenis=KIND):
    return services.choose(jenis, plan, by=world.peran["kepala_unit"], draf=False)


def issue(world: World, plan, *, by="kepala_unit", **how) -> Terbitan:
    return issue_dokumen(objek=plan, jenis=KIND, data=data_of(world, plan), by=world.peran[by], **how)


def change(world: World, plan) -> None:
    """A newer approved version of the plan."""
    plan.aksi.update(aksi="Menyusun ulang standar pelayanan")
    approve_plan(plan, world)


# --- issuing ------------------------------------------------------------------------------------------------------------


def test_a_paper_is_numbered_drawn_and_waits_for_its_signature(world, plan, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        terbitan = issue(world, plan)
    terbitan.refresh_from_db()
    year = terbitan.tanggal.year
    assert (terbitan.nomor, terbitan.urut, terbitan.status) == (f"700/001/ZI/{year}", 1, S.MENUNGGU_TTD)
    assert terbitan.dokumen.status == StatusPekerjaan.JADI
    text = squeeze(text_of(evidence.read_bytes(terbitan.dokumen.berkas)))
    assert f"Nomor 700/001/ZI/{year}" in text
    assert grouped(terbitan.kode) in text
    assert "Belum diterbitkan" not in text
    assert terbitan.penanda_tangan == f"{world.peran['kepala_unit'].user.nama}, {world.unit.jabatan_kepala}"
    assert (terbitan.retensi_sampai.year, terbitan.retensi_sampai.month) == (year + 10, 12)
    assert [row.tindakan for row in terbitan.riwayat.all()] == ["Siap ditandatangani", "Menerbitkan"]


def test_the_code_is_short_random_and_without_letters_that_look_alike():
    codes = {new_code() for _ in range(50)}
    assert len(codes) == 50
    assert all(len(code) == 12 and set(code) <= set(ALFABET) for code in codes)
    assert plain_code(" abcd-efgh jkmn ") == "ABCDEFGHJKMN"


def test_a_draft_is_never_numbered(world):
    plan = make_plan(world)
    AksiFactory(rencana=plan)
    draft = services.choose(KIND, plan, by=None, draf=True)
    with pytest.raises(Ditolak, match="masih draf"):
        issue_dokumen(objek=plan, jenis=KIND, data=draft, by=world.peran["kepala_unit"])
    assert not Penomoran.objects.exists()


@pytest.mark.parametrize("by", ["anggota_tim", "pegawai", "admin_instansi", "kepala_daerah"])
def test_who_sees_a_paper_may_not_therefore_issue_it(world, plan, by):
    with pytest.raises(TidakBerwenang):
        issue(world, plan, by=by)


def test_missing_parts_are_named_before_a_number_is_taken(world, plan):
    nameless = data_of(world, plan)
    nameless = replace(nameless, tanda_tangan=replace(nameless.tanda_tangan, nama=""))
    with pytest.raises(SyaratBelumTerpenuhi, match="belum ditetapkan"):
        issue_dokumen(objek=plan, jenis=KIND, data=nameless, by=world.peran["kepala_unit"])
    assert not Penomoran.objects.exists()


def test_a_number_stays_with_its_paper_when_drawing_fails(world, plan, monkeypatch, django_capture_on_commit_callbacks):
    def broken(*args, **kwargs):
        raise ValueError("layout")

    terbitan = issue(world, plan)
    with monkeypatch.context() as patch:
        patch.setattr(pdf, "render", broken)
        services.render_dokumen(terbitan.dokumen_id)
    terbitan.dokumen.refresh_from_db()
    assert (terbitan.dokumen.status, terbitan.status) == (StatusPekerjaan.GAGAL, S.DISIAPKAN)
    with django_capture_on_commit_callbacks(execute=True):
        services.retry_dokumen(terbitan.dokumen)
    terbitan.refresh_from_db()
    assert terbitan.status == S.MENUNGGU_TTD
    assert terbitan.nomor in squeeze(text_of(evidence.read_bytes(terbitan.dokumen.berkas)))
    assert Penomoran.objects.get().terakhir == 1


def test_a_paper_whose_issuer_has_left_meanwhile_is_ready_in_the_name_of_the_successor(world, plan):
    terbitan, today = issue(world, plan), timezone.localdate()
    left = world.peran["kepala_unit"]
    Peran.objects.filter(pk=left.pk).update(mulai=today - timedelta(days=9), selesai=today - timedelta(days=1))
    successor = make_peran(left.jenis, instansi=world.instansi, unit=world.unit)
    services.render_dokumen(terbitan.dokumen_id)
    terbitan.refresh_from_db()
    assert (terbitan.status, terbitan.riwayat.first().peran) == (S.MENUNGGU_TTD, successor)


def test_equal_data_under_an_equal_number_are_equal_bytes():
    data = dated(contoh(J.SPTJM), "2026-11-21")
    cap = Cap("700/012/ZI/2026", "2026-11-21", "7GQ2M9KXPA4T", "https://zi.contoh.go.id/periksa/7GQ2M9KXPA4T/", "basah")
    first, again = (pdf.render(data, sidik="0" * 64, cap=cap) for _ in range(2))
    assert first.isi == again.isi
    assert first.isi != pdf.render(data, sidik="0" * 64, cap=replace(cap, nomor="700/013/ZI/2026")).isi


# --- numbers of the record ----------------------------------------------------------------------------------------------


def test_a_paper_whose_record_carries_a_number_keeps_it(world):
    tim = world.pembangunan.tim
    tim.nomor_sk, tim.tanggal_sk = "188/15/2026", date(world.periode.tahun, 1, 12)
    tim.save()
    by = world.peran["kepala_unit"]
    objek = services.JENIS[J.SK_TIM].sources(by).get(pk=world.pembangunan.pk)
    data = services.choose(J.SK_TIM, objek, by=by, draf=False)
    terbitan = issue_dokumen(objek=objek, jenis=J.SK_TIM, data=data, by=by)
    assert (terbitan.nomor, terbitan.urut, terbitan.tanggal) == ("188/15/2026", None, tim.tanggal_sk)
    assert not Penomoran.objects.exists()


# --- the same, newer, revoked -------------------------------------------------------------------------------------------


def test_the_same_data_are_not_issued_twice(world, plan):
    first = issue(world, plan)
    with pytest.raises(SudahTerbit) as refused:
        issue(world, plan, by="ketua_tim")
    assert refused.value.terbitan == first
    assert Penomoran.objects.get().terakhir == 1


def test_newer_data_replace_what_was_issued_with_a_reason(world, plan):
    first = issue(world, plan)
    change(world, plan)
    with pytest.raises(Ditolak, match="Isi alasan"):
        issue(world, plan)
    second = issue(world, plan, mengganti=first, alasan="Target waktu diperbarui")
    first.refresh_from_db()
    assert (first.status, first.alasan, first.pengganti) == (S.DIGANTI, "Target waktu diperbarui", second)
    assert (second.mengganti, second.urut, live_of(plan, KIND)) == (first, 2, second)
    newest = first.riwayat.first()
    assert (newest.tindakan, newest.alasan) == ("Ganti", "Target waktu diperbarui")


def test_who_replaces_what_another_has_replaced_already_is_told(world, plan):
    first = issue(world, plan)
    change(world, plan)
    issue(world, plan, mengganti=first, alasan="Diperbarui")
    change(world, plan)
    with pytest.raises(Ditolak, match="sudah diganti atau dicabut"):
        issue(world, plan, mengganti=first, alasan="Diperbarui lagi")


def test_a_paper_is_revoked_with_a_reason_and_its_number_is_not_given_again(world, plan):
    first = issue(world, plan)
    with pytest.raises(Ditolak, match="alasan"):
        revoke_terbitan(first, by=world.peran["kepala_unit"], alasan=" ")
    done = revoke_terbitan(first, by=world.peran["kepala_unit"], alasan="Salah unit")
    assert (done.status, done.alasan) == (S.DICABUT, "Salah unit")
    assert issue(world, plan).urut == 2
    assert Terbitan.objects.count() == 2


def test_only_who_may_issue_may_revoke(world, plan):
    with pytest.raises(TidakBerwenang):
        revoke_terbitan(issue(world, plan), by=world.peran["anggota_tim"], alasan="Salah")


def test_the_people_concerned_are_told(world, plan):
    terbitan = issue(world, plan, by="ketua_tim")
    told = Notifikasi.objects.filter(judul=f"Dokumen terbit: {terbitan.nomor}")
    assert [n.user for n in told] == [world.peran["kepala_unit"].user]


# --- what the institution sets ------------------------------------------------------------------------------------------


def test_place_signatory_and_copies_of_the_institution_are_part_of_the_data(world, plan):
    PengaturanDokumen.objects.create(
        instansi=world.instansi, jenis=KIND, tempat="Sukadana", penanda_jabatan="a.n. Bupati, Sekretaris Daerah",
        penanda_nama="Ratna Dewi", penanda_nip="198001012005012001", tembusan="Bupati\nArsip",
    )  # fmt: skip
    data = data_of(world, plan)
    assert (data.tanda_tangan.tempat, data.tembusan) == ("Sukadana", ("Bupati", "Arsip"))
    assert signers_of(data) == "Ratna Dewi, a.n. Bupati, Sekretaris Daerah"
    assert data.tanda_tangan.nip == "19800101 200501 2 001"
    assert data.tanda_tangan.tanggal != ""  # the day stays the paper's own


def test_the_second_signature_and_the_team_keep_their_names(world):
    PengaturanDokumen.objects.create(
        instansi=world.instansi, jenis=J.BERITA_ACARA, penanda_jabatan="Pelaksana Harian", penanda_nama="Ratna Dewi"
    )
    setelan = setelan_of(world.instansi.pk, J.BERITA_ACARA)
    before = contoh(J.BERITA_ACARA)
    after = closed(before, setelan)
    assert [p.nama for p in after.penanda] == ["Ratna Dewi", *(p.nama for p in before.penanda[1:])]
    report = contoh(J.LAMPIRAN_III)
    assert [p.nama for p in closed(report, setelan).tim] == [p.nama for p in report.tim]


# --- paper --------------------------------------------------------------------------------------------------------------

CAP = Cap(
    "700/012/ZI/2026", "2026-11-21", "7GQ2M9KXPA4T", "https://zi.contoh.go.id/periksa/7GQ2M9KXPA4T/", "elektronik"
)


def test_the_code_is_drawn_with_a_quiet_zone_and_survives_damage():
    qr = qr_of(CAP.url)
    assert qr.error in ("M", "Q", "H")
    side = qr.symbol_size(border=4)[0]
    assert f'viewBox="0 0 {side} {side}"' in CAP.qr_svg
    assert f"<title>Kode QR menuju {CAP.url}</title>" in CAP.qr_svg


@pytest.mark.parametrize("jenis", [J.SPTJM, J.PIAGAM, J.BERITA_ACARA, J.KEPUTUSAN])
def test_a_numbered_paper_shows_number_code_copies_and_electronic_signature(jenis):
    data = replace(dated(contoh(jenis), CAP.tanggal), draf=False, tembusan=("Bupati Contoh",))
    drawn = pdf.render(data, sidik="0" * 64, cap=CAP)
    text = squeeze(text_of(drawn.isi))
    assert CAP.nomor in text
    assert CAP.kode_cetak in text
    assert CAP.url in text.replace(" ", "")
    assert "Ditandatangani secara elektronik" in text
    assert ("Bupati Contoh" in text) == (jenis != J.PIAGAM)  # a charter has no copies
    assert not [page for page in text_of(drawn.isi).split("\f")[:-1] if not page.strip()]


@pytest.mark.parametrize("jenis", [J.SPTJM, J.PIAGAM])
def test_a_preview_says_that_it_has_no_number(jenis):
    data = replace(contoh(jenis), draf=False)
    text = squeeze(text_of(pdf.render(data, sidik="0" * 64).isi))
    assert CAP.kode_cetak not in text
    assert ("Belum diterbitkan" in text) == (jenis != J.PIAGAM)


@pytest.mark.parametrize("jenis", [J.SPTJM, J.PIAGAM])
def test_a_reader_finds_the_address_in_the_printed_code(jenis, tmp_path):
    """As a phone sees it: the last page as a picture."""
    data = replace(dated(contoh(jenis), CAP.tanggal), draf=False)
    drawn = pdf.render(data, sidik="0" * 64, cap=CAP)
    command = ["pdftoppm", "-r", "120", "-png", "-", str(tmp_path / "halaman")]
    subprocess.run(command, input=drawn.isi, check=True)
    last = sorted(tmp_path.glob("*.png"))[-1]
    assert [code.text for code in zxingcpp.read_barcodes(Image.open(last))] == [CAP.url]


def test_the_kinds_whose_record_carries_the_number_are_known():
    own = {J.SK_TIM, J.LHE, J.KEPUTUSAN, J.SURAT_USULAN, J.SK_AGEN}
    assert {jenis for jenis in services.JENIS if has_own_number(jenis)} - TIDAK_TERBIT == own


# --- pages --------------------------------------------------------------------------------------------------------------


def test_the_page_asks_with_number_signatories_and_copies_before_it_issues(world, plan, client_as):
    PengaturanDokumen.objects.create(
        instansi=world.instansi, jenis="", pola="700/{urut}/ITKAB/{tahun}", tembusan="Bupati"
    )
    client = client_as(world.peran[JenisPeran.KEPALA_UNIT])
    url = reverse("terbitan_create", args=[KIND, plan.pk])
    page = client.get(url)
    shown = page.content.decode()
    for words in ("700/001/ITKAB/", world.peran["kepala_unit"].user.nama, "Bupati"):
        assert words in shown
    assert not Terbitan.objects.exists()
    sidik = page.context["form"]["sidik"].value()
    done = client.post(url, {"cara": "basah", "sidik": sidik})
    terbitan = Terbitan.objects.get()
    assert done.url == reverse("terbitan_detail", args=[terbitan.pk])
    again = client.post(url, {"cara": "basah", "sidik": sidik}, follow=True)
    assert "sudah terbit dengan nomor" in again.content.decode()
    assert Terbitan.objects.count() == 1


def test_an_electronic_signature_is_offered_where_the_institution_has_a_certificate(world, plan, client_as):
    client, url = client_as(world.peran[JenisPeran.KEPALA_UNIT]), reverse("terbitan_create", args=[KIND, plan.pk])
    page = client.get(url)
    assert [key for key, _ in page.context["form"].fields["cara"].choices] == ["basah"]
    assert "mendaftarkan sertifikat elektronik" in page.content.decode()
    sidik = page.context["form"]["sidik"].value()
    assert client.post(url, {"cara": "elektronik", "sidik": sidik}).status_code == 422
    SertifikatElektronik.objects.create(
        instansi=world.instansi, pemegang=world.peran["kepala_unit"].user, subjek="CN=Kepala",
        created_by=world.peran["admin_instansi"],
    )  # fmt: skip
    client.post(url, {"cara": "elektronik", "sidik": sidik})
    assert Terbitan.objects.get().cara == "elektronik"


def test_data_that_changed_while_the_page_was_open_are_looked_at_again(world, plan, client_as):
    client = client_as(world.peran[JenisPeran.KEPALA_UNIT])
    url = reverse("terbitan_create", args=[KIND, plan.pk])
    sidik = client.get(url).context["form"]["sidik"].value()
    change(world, plan)
    refused = client.post(url, {"cara": "basah", "sidik": sidik})
    assert refused.status_code == 422
    assert "berubah sejak halaman ini dibuka" in refused.content.decode()
    assert not Terbitan.objects.exists()


def test_a_preview_is_marked_as_such_and_leads_to_the_number(world, plan, client_as):
    by = world.peran["ketua_tim"]
    preview = services.request_dokumen(objek=plan, jenis=KIND, data=data_of(world, plan), by=by)
    services.render_dokumen(preview.pk)
    url, issuing = reverse("dokumen_detail", args=[preview.pk]), reverse("terbitan_create", args=[KIND, plan.pk])
    page = client_as(by).get(url).content.decode()
    assert "Pratinjau, belum bernomor" in page
    assert issuing in page
    assert issuing not in client_as(world.peran[JenisPeran.ANGGOTA_TIM]).get(url).content.decode()


def test_the_block_leads_to_the_issued_paper_and_offers_its_replacement(world, plan, client_as):
    client = client_as(world.peran[JenisPeran.KEPALA_UNIT])
    block = reverse("dokumen_block", args=[KIND, plan.pk])
    assert reverse("terbitan_create", args=[KIND, plan.pk]) in client.get(block).content.decode()
    terbitan = issue(world, plan)
    page = client.get(block).content.decode()
    assert terbitan.nomor in page
    assert reverse("terbitan_create", args=[KIND, plan.pk]) not in page
    change(world, plan)
    assert "Terbitkan pengganti" in client.get(block).content.decode()
