"""Agreements of a session: written in the draft, carried out by the unit with note and evidence, confirmed by the coach."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from action_plans.coaching_workflow import KESEPAKATAN
from action_plans.models import KesepakatanPembinaan
from action_plans.services import agreements, coaching
from tests.action_plans.coaching_worlds import agree, make_kesepakatan, make_pembinaan, second_coach
from tests.factories import make_peran
from units.choices import Area, JenisPeran
from units.errors import BerkasDitolak, Ditolak, TidakBerwenang
from units.models import Notifikasi
from units.transitions import SyaratBelumTerpenuhi

J = JenisPeran
K = KesepakatanPembinaan.Status
TEAM = {J.KEPALA_UNIT, J.KETUA_TIM, J.ANGGOTA_TIM}
TAKES = {
    ("done", K.TERBUKA): TEAM,
    ("confirm", K.DILAKSANAKAN): {J.TIM_PEMBINA},
    ("reopen", K.DILAKSANAKAN): {J.TIM_PEMBINA},
}


@pytest.mark.parametrize("status", K.values)
@pytest.mark.parametrize("name", [t.name for t in KESEPAKATAN.transitions])
def test_who_takes_which_step_in_which_status(world, status, name):
    row = make_kesepakatan(world, status=status)
    able = {j for j in J if name in [t.name for t in KESEPAKATAN.available(world.peran[j], row)]}
    assert able == TAKES.get((name, status), set())


def test_a_member_reports_only_what_is_theirs_by_name_or_area(world):
    row = make_pembinaan(world)
    foreign = agree(world, row, area=Area.PENGAWASAN)
    named = agree(world, row, area=Area.PENGAWASAN, penanggung_jawab=world.peran[J.ANGGOTA_TIM].user)
    coaching.take_step(pembinaan=row, name="submit", by=world.peran[J.TIM_PEMBINA])
    anggota = world.peran[J.ANGGOTA_TIM]
    with pytest.raises(TidakBerwenang):
        agreements.report_done(kesepakatan=_fresh(foreign), catatan="Selesai.", by=anggota)
    assert agreements.report_done(kesepakatan=_fresh(named), catatan="Selesai.", by=anggota).status == K.DILAKSANAKAN


def _fresh(row):
    return KesepakatanPembinaan.objects.get(pk=row.pk)


def test_nothing_is_carried_out_before_the_session_reached_the_unit(world):
    row = make_pembinaan(world).kesepakatan.get()
    with pytest.raises(TidakBerwenang):
        agreements.report_done(kesepakatan=row, catatan="Selesai.", by=world.peran[J.KETUA_TIM])


def test_the_report_needs_a_note_and_keeps_nothing_by_halves(world):
    row = make_kesepakatan(world)
    upload = SimpleUploadedFile("notulen.txt", b"bukan berkas yang diterima")
    with pytest.raises(BerkasDitolak):
        agreements.report_done(kesepakatan=row, catatan="Selesai.", berkas=[upload], by=world.peran[J.KETUA_TIM])
    with pytest.raises(SyaratBelumTerpenuhi, match="Tulis apa yang telah dilaksanakan"):
        agreements.report_done(kesepakatan=row, catatan="  ", by=world.peran[J.KETUA_TIM])
    row.refresh_from_db()
    assert (row.status, row.catatan, row.data_dukung.count()) == (K.TERBUKA, "", 0)


def test_evidence_goes_to_the_units_evidence_and_the_coach_is_told(world, client_as):
    row = make_kesepakatan(world)
    url = reverse("kesepakatan_done", args=[row.pk])
    data = {"catatan": "Notulen lengkap.", "tautan": "https://contoh.test/notulen"}
    assert client_as(world.peran[J.KETUA_TIM]).post(url, data).status_code == 302
    shown = row.data_dukung.get()
    assert shown.pembangunan == world.pembangunan
    assert Notifikasi.objects.filter(
        user=world.peran[J.TIM_PEMBINA].user, judul__contains="menunggu konfirmasi Anda"
    ).exists()
    page = client_as(world.peran[J.TIM_PEMBINA]).get(reverse("kesepakatan_detail", args=[row.pk])).content.decode()
    assert reverse("data_dukung_detail", args=[shown.pk]) in page


def test_what_was_typed_stays_on_the_page_when_it_is_refused(world, client_as):
    row = make_kesepakatan(world)
    data = {"catatan": "Notulen lengkap.", "tautan": "ftp://contoh.test"}
    page = client_as(world.peran[J.KETUA_TIM]).post(reverse("kesepakatan_done", args=[row.pk]), data)
    assert "Notulen lengkap.</textarea>" in page.content.decode()
    assert "Tautan harus diawali" in page.content.decode()


def test_sent_back_it_is_a_task_again_with_the_reason(world, client_as):
    row = make_kesepakatan(world, status="dilaksanakan")
    coach = world.peran[J.TIM_PEMBINA]
    with pytest.raises(Ditolak, match="memerlukan alasan"):
        agreements.take_step(kesepakatan=row, name="reopen", by=coach)
    agreements.take_step(kesepakatan=row, name="reopen", by=coach, alasan="Notulen Mei belum ada.")
    page = client_as(world.peran[J.KETUA_TIM]).get(reverse("kesepakatan_detail", args=[row.pk])).content.decode()
    assert "Notulen Mei belum ada." in page
    assert "Laporkan selesai" in page
    row.refresh_from_db()
    assert (row.status, row.dilaksanakan_at) == (K.TERBUKA, None)


def test_two_reports_at_once_one_wins_and_the_other_is_told(world, client_as):
    row = make_kesepakatan(world, status="dilaksanakan")
    page = client_as(world.peran[J.KEPALA_UNIT]).post(reverse("kesepakatan_done", args=[row.pk]), {"catatan": "Lain"})
    assert page.status_code == 409
    assert "status sekarang “Menunggu konfirmasi”" in page.content.decode()
    row.refresh_from_db()
    assert row.catatan == "Notulen dilengkapi."


def test_a_change_by_another_coach_is_shown_before_it_is_overwritten(world, client_as):
    row = make_pembinaan(world).kesepakatan.get()
    isian = {"area": "", "uraian": "Notulen dan daftar hadir", "penanggung_jawab": None, "tenggat": row.tenggat}
    agreements.update_kesepakatan(kesepakatan=row, isian=isian, versi=1, by=second_coach(world))
    data = {"uraian": "Notulen saja", "area": "", "tenggat": row.tenggat.isoformat(), "versi": "1"}
    client, url = client_as(world.peran[J.TIM_PEMBINA]), reverse("kesepakatan_edit", args=[row.pk])
    page = client.post(url, data)
    assert "Notulen dan daftar hadir" in page.content.decode()
    assert client.post(url, data | {"versi": page.context["form"]["versi"].value()}).status_code == 302
    row.refresh_from_db()
    assert row.uraian == "Notulen saja"


def test_an_agreement_is_due_after_the_session_and_owned_by_somebody_of_the_team(world):
    row = make_pembinaan(world)
    with pytest.raises(Ditolak, match="sebelum tanggal pembinaan"):
        agree(world, row, tenggat=row.tanggal - timedelta(days=1))
    stranger = make_peran(J.PEGAWAI, instansi=world.instansi, unit=world.unit).user
    with pytest.raises(Ditolak, match="tidak lagi menjadi kepala unit atau anggota tim"):
        agree(world, row, penanggung_jawab=stranger)


def test_an_agreement_leaves_a_draft_only_and_its_words_stay_in_the_history(world):
    row = make_pembinaan(world)
    agreed = row.kesepakatan.get()
    agreements.remove_kesepakatan(kesepakatan=agreed, by=world.peran[J.TIM_PEMBINA])
    assert not row.kesepakatan.exists()
    assert row.riwayat.get(tindakan="Menghapus kesepakatan").dari == "Melengkapi notulen rapat tim"
    kept = make_kesepakatan(world)
    with pytest.raises(Ditolak, match="tidak dapat diubah lagi"):
        agreements.remove_kesepakatan(kesepakatan=kept, by=world.peran[J.TIM_PEMBINA])


def test_what_the_unit_once_carried_out_cannot_be_removed_later(world):
    row = make_kesepakatan(world, status="dilaksanakan")
    agreements.take_step(kesepakatan=row, name="reopen", by=world.peran[J.TIM_PEMBINA], alasan="Belum lengkap.")
    coaching.take_step(
        pembinaan=row.pembinaan, name="send_back", by=world.peran[J.KEPALA_UNIT], alasan="Tanggal keliru."
    )
    with pytest.raises(Ditolak, match="pernah dikerjakan"):
        agreements.remove_kesepakatan(kesepakatan=_fresh(row), by=world.peran[J.TIM_PEMBINA])


def test_a_late_agreement_says_so(world, client_as):
    row = make_kesepakatan(world)
    KesepakatanPembinaan.objects.filter(pk=row.pk).update(tenggat=timezone.localdate() - timedelta(days=1))
    page = client_as(world.peran[J.KETUA_TIM]).get(reverse("kesepakatan_detail", args=[row.pk])).content.decode()
    assert "Lewat tenggat" in page
