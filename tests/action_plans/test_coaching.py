"""Sessions of Tim Pembina (Pergub Kalbar 20/2017 Pasal 6): who may record them, how they reach the unit, what is told."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from action_plans import access
from action_plans.coaching_todo import coaching_tasks
from action_plans.coaching_workflow import PEMBINAAN, check_pembinaan
from action_plans.models import CatatanPembinaan, Pembinaan
from action_plans.services import coaching
from tests.action_plans.coaching_worlds import (
    agree,
    head,
    inspektur,
    make_konsultasi,
    make_laporan_pembinaan,
    make_pembinaan,
    second_coach,
)
from tests.action_plans.worlds import fill, plan_with
from tests.factories import UnitKerjaFactory, make_peran
from units.briefing import facts_about
from units.choices import Area, JenisPeran
from units.coaching import coaches_of
from units.errors import BenturanPerubahan, Ditolak, TidakBerwenang
from units.models import Notifikasi, PembangunanZI
from units.transitions import SyaratBelumTerpenuhi

J = JenisPeran
S = Pembinaan.Status


def save(world, row, isi, *, versi, area=Area.SDM, by=None):
    by = by or world.peran[J.TIM_PEMBINA]
    return coaching.save_catatan(pembinaan=row, area=area, jenis="bahasan", isi=isi, versi=versi, by=by)


# --- separation of duty --------------------------------------------------------------------------------------


def test_nobody_coaches_the_unit_they_belong_to(world):
    own = world.peran[J.TIM_PEMBINA]
    own.user.unit = world.unit
    own.user.save()
    with pytest.raises(TidakBerwenang, match="bukan pegawai unit ini"):
        coaching.create_pembinaan(pembangunan=world.pembangunan, isian=head(), pembina=[own], by=own)


def test_nobody_coaches_a_unit_in_which_they_held_a_role_this_year(world):
    coach = world.peran[J.TIM_PEMBINA]
    tahun = world.periode.tahun
    role = make_peran(J.KETUA_TIM, instansi=world.instansi, unit=world.unit)
    role.user = coach.user
    role.selesai = date(tahun, 2, 1)
    role.save()
    assert not access.can_coach(coach, world.pembangunan)
    role.mulai, role.selesai = date(tahun - 1, 1, 1), date(tahun - 1, 12, 31)
    role.save()
    assert access.can_coach(coach, world.pembangunan), "a role of last year does not bind"


def test_a_colleague_of_the_unit_cannot_be_entered_as_coach_by_another(world):
    colleague = second_coach(world)
    colleague.user.unit = world.unit
    colleague.user.save()
    by = world.peran[J.TIM_PEMBINA]
    with pytest.raises(Ditolak, match=colleague.user.nama):
        coaching.create_pembinaan(pembangunan=world.pembangunan, isian=head(), pembina=[by, colleague], by=by)
    assert not Pembinaan.objects.exists()


def test_the_other_apps_learn_who_coached_the_unit_this_year(world):
    """The registry that the assignment of assessors asks; a planned session and the unit itself do not count."""
    assert coaches_of(world.pembangunan) == set()
    make_pembinaan(world)
    assert coaches_of(world.pembangunan) == {world.peran[J.TIM_PEMBINA].user_id}
    answering = second_coach(world)
    thread = make_konsultasi(world)
    from action_plans.services import consultation

    consultation.reply(konsultasi=thread, isi="Ya.", by=answering)
    assert coaches_of(world.pembangunan) == {world.peran[J.TIM_PEMBINA].user_id, answering.user_id}


def test_a_session_that_is_still_to_come_has_coached_nobody(world):
    row = make_pembinaan(world)
    Pembinaan.objects.filter(pk=row.pk).update(tanggal=timezone.localdate() + timedelta(days=1))
    assert coaches_of(world.pembangunan) == set()


# --- the workflow --------------------------------------------------------------------------------------------

TAKES = {
    ("submit", S.DRAF): {J.TIM_PEMBINA},
    ("confirm", S.DISAMPAIKAN): {J.KEPALA_UNIT},
    ("send_back", S.DISAMPAIKAN): {J.KEPALA_UNIT},
}


@pytest.mark.parametrize("status", S.values)
@pytest.mark.parametrize("name", [t.name for t in PEMBINAAN.transitions])
def test_who_takes_which_step_in_which_status(world, status, name):
    row = make_pembinaan(world, status=status)
    able = {j for j in J if name in [t.name for t in PEMBINAAN.available(world.peran[j], row)]}
    assert able == TAKES.get((name, status), set())


def test_what_stands_against_handing_over(world):
    by = world.peran[J.TIM_PEMBINA]
    row = coaching.create_pembinaan(pembangunan=world.pembangunan, isian=head(peserta=""), pembina=[by], by=by)
    assert {t.kode: t.is_galat for t in check_pembinaan(row)} == {
        "tanpa_bahasan": True,
        "tanpa_saran": False,
        "tanpa_kesepakatan": False,
        "tanpa_peserta": False,
    }
    with pytest.raises(SyaratBelumTerpenuhi, match="Isi pembahasan"):
        coaching.take_step(pembinaan=row, name="submit", by=by)


def test_a_session_of_tomorrow_cannot_be_handed_over_today(world):
    row = make_pembinaan(world)
    Pembinaan.objects.filter(pk=row.pk).update(tanggal=timezone.localdate() + timedelta(days=1))
    with pytest.raises(SyaratBelumTerpenuhi, match="belum berlangsung"):
        coaching.take_step(pembinaan=row, name="submit", by=world.peran[J.TIM_PEMBINA])


def test_the_head_asks_for_mending_with_a_reason_and_the_coaches_are_told(world):
    row = make_pembinaan(world, status="disampaikan")
    kepala = world.peran[J.KEPALA_UNIT]
    with pytest.raises(Ditolak, match="memerlukan alasan"):
        coaching.take_step(pembinaan=row, name="send_back", by=kepala)
    coaching.take_step(pembinaan=row, name="send_back", by=kepala, alasan="Peserta belum lengkap.")
    row.refresh_from_db()
    told = Notifikasi.objects.get(user=world.peran[J.TIM_PEMBINA].user)
    assert row.status == S.DRAF
    assert "meminta perbaikan" in told.judul
    assert "Peserta belum lengkap." in told.pesan


def test_the_session_is_not_taken_apart_once_an_agreement_is_carried_out(world):
    from action_plans.services import agreements

    row = make_pembinaan(world, status="disampaikan")
    agreements.report_done(kesepakatan=row.kesepakatan.get(), catatan="Selesai.", by=world.peran[J.KETUA_TIM])
    with pytest.raises(SyaratBelumTerpenuhi, match="1 kesepakatan sudah dilaporkan selesai"):
        coaching.take_step(pembinaan=row, name="send_back", by=world.peran[J.KEPALA_UNIT], alasan="Keliru.")


# --- texts ---------------------------------------------------------------------------------------------------


def test_two_coaches_at_one_text_one_wins_and_the_other_is_told(world):
    row, other = make_pembinaan(world), second_coach(world)
    save(world, row, "Punya saya", versi=0)
    with pytest.raises(BenturanPerubahan) as lost:
        save(world, row, "Punya lain", versi=0, by=other)
    assert (lost.value.nilai, lost.value.versi) == ("Punya saya", 1)
    save(world, row, "Punya lain", versi=1, by=other)
    assert CatatanPembinaan.objects.get(pembinaan=row, area=Area.SDM).isi == "Punya lain"


def test_two_coaches_at_two_components_do_not_disturb_each_other(world):
    row, other = make_pembinaan(world), second_coach(world)
    save(world, row, "SDM", versi=0)
    assert save(world, row, "Pengawasan", versi=0, area=Area.PENGAWASAN, by=other).versi == 1


def test_nothing_is_written_after_it_reached_the_unit(world):
    row = make_pembinaan(world, status="disampaikan")
    with pytest.raises(Ditolak, match="tidak dapat diubah lagi"):
        save(world, row, "Terlambat", versi=0)


def test_a_text_saves_itself_and_says_the_conflict_as_the_page_expects(world, client_as):
    row = make_pembinaan(world)
    client = client_as(world.peran[J.TIM_PEMBINA])
    url = reverse("catatan_save", args=[row.pk, "sdm", "saran"])
    assert client.post(url, {"kolom": "isi", "nilai": "Susun peta jabatan.", "versi": "0"}).json()["versi"] == 1
    lost = client.post(url, {"kolom": "isi", "nilai": "Lain", "versi": "0"})
    assert (lost.status_code, lost.json()["nilai"]) == (409, "Susun peta jabatan.")
    plain = client.post(url, {"isi": "Lain", "versi": "0"})
    assert plain.status_code == 409
    assert "Susun peta jabatan." in plain.content.decode()
    assert "Lain</textarea>" in plain.content.decode()


def test_a_text_that_is_too_long_is_refused_and_kept_on_the_page(world, client_as):
    row = make_pembinaan(world)
    url = reverse("catatan_save", args=[row.pk, "umum", "bahasan"])
    answer = client_as(world.peran[J.TIM_PEMBINA]).post(url, {"isi": "a" * 20_001, "versi": "0"})
    assert answer.status_code == 422
    assert "paling panjang 20000 karakter" in answer.content.decode()


def test_an_unknown_component_is_no_page(world, client_as):
    row = make_pembinaan(world)
    client = client_as(world.peran[J.TIM_PEMBINA])
    assert client.post(reverse("catatan_save", args=[row.pk, "dapur", "saran"]), {"isi": "x"}).status_code == 404


# --- when, where, who ----------------------------------------------------------------------------------------


def test_the_date_must_be_of_the_programme_year(world, client_as):
    data = {"jenis": "asistensi", "tempat": "Aula", "pembina": [world.peran[J.TIM_PEMBINA].pk]}
    data["tanggal"] = f"{world.periode.tahun - 1}-12-31"
    page = client_as(world.peran[J.TIM_PEMBINA]).post(reverse("pembinaan_create", args=[world.pembangunan.pk]), data)
    assert f"harus dalam tahun program {world.periode.tahun}" in page.content.decode()
    assert not Pembinaan.objects.exists()


def test_a_change_of_place_by_another_coach_is_shown_before_it_is_overwritten(world, client_as):
    row = make_pembinaan(world)
    other = second_coach(world)
    client = client_as(world.peran[J.TIM_PEMBINA])
    url = reverse("pembinaan_head", args=[row.pk])
    seen = client.get(url).context["form"]["versi"].value()
    coaching.update_pembinaan(pembinaan=row, isian=head(tempat="Ruang rapat"), pembina=row.pembina.all(), by=other)
    data = {**head(tempat="Balai desa"), "tanggal": timezone.localdate().isoformat(), "versi": seen}
    data["pembina"] = [world.peran[J.TIM_PEMBINA].pk]
    page = client.post(url, data)
    assert "Ruang rapat" in page.content.decode()
    row.refresh_from_db()
    assert row.tempat == "Ruang rapat"


# --- seen by whom --------------------------------------------------------------------------------------------


def test_a_draft_is_the_coaches_own_and_the_inspektur_reads_it(world):
    row = make_pembinaan(world)
    head_of_inspektorat = inspektur(world)
    seeing = {j for j in J if Pembinaan.objects.visible_to(world.peran[j]).exists()}
    assert seeing == {J.TIM_PEMBINA}
    assert Pembinaan.objects.visible_to(head_of_inspektorat).get() == row


def test_the_unit_gets_its_tasks_and_the_head_is_asked_to_confirm(world):
    row = make_pembinaan(world, status="disampaikan", tenggat_hari=0)
    today = timezone.localdate() + timedelta(days=1)

    def titles(jenis):
        return [(t.judul, t.nada) for t in coaching_tasks(world.peran[jenis], world.periode, today=today)]

    owed = ("Laksanakan kesepakatan: Melengkapi notulen rapat tim", "merah")
    assert titles(J.KETUA_TIM) == [owed]
    assert titles(J.ANGGOTA_TIM) == [owed], "the agreement is of an area given to this member"
    assert [nada for _, nada in titles(J.KEPALA_UNIT)] == ["kuning", "merah"]
    assert titles(J.PEGAWAI) == []
    assert row.kesepakatan.get().status == "terbuka"


def test_a_member_is_not_shown_agreements_of_other_areas(world):
    row = make_pembinaan(world)
    agree(world, row, area=Area.PENGAWASAN, uraian="Peta risiko")
    agree(world, row, area=Area.PENGAWASAN, uraian="Punya anggota", penanggung_jawab=world.peran[J.ANGGOTA_TIM].user)
    coaching.take_step(pembinaan=row, name="submit", by=world.peran[J.TIM_PEMBINA])
    tasks = coaching_tasks(world.peran[J.ANGGOTA_TIM], world.periode, today=timezone.localdate())
    assert {t.judul for t in tasks} == {
        "Laksanakan kesepakatan: Melengkapi notulen rapat tim",
        "Laksanakan kesepakatan: Punya anggota",
    }


# --- what is known of the unit -------------------------------------------------------------------------------


def test_the_briefing_names_progress_late_actions_and_open_agreements(world):
    year = world.periode.tahun
    _, (done, late) = plan_with(
        world,
        {"bulan": [1], "area": Area.SDM, "aksi": "Menyusun peta jabatan"},
        {"bulan": [1], "area": Area.SDM, "aksi": "Mengukur kinerja"},
    )
    fill(world, done, 1, status="selesai")
    make_pembinaan(world, status="disampaikan")
    facts = {(f.judul, f.area): f.nilai for f in facts_about(world.pembangunan)}
    if timezone.localdate().month == 1:
        pytest.skip("nothing is late in January")
    assert facts["Target sampai bulan ini", ""] == "1 dari 2 selesai (50%), 1 terlambat"
    assert facts["Target sampai bulan ini", Area.SDM] == "1 dari 2 selesai (50%), 1 terlambat"
    assert facts["Terlambat", ""] == late.aksi
    assert facts["Kesepakatan terbuka", ""] == "1"
    assert str(year) in facts["Pembinaan terakhir", ""]


def test_the_briefing_of_a_unit_without_a_plan_says_so(world):
    facts = [(f.judul, f.nilai, f.nada) for f in facts_about(world.pembangunan)]
    assert ("Rencana aksi", "Belum disusun", "merah") in facts


# --- lists ---------------------------------------------------------------------------------------------------


def more_units(world, count):
    return [
        PembangunanZI.objects.create(unit=UnitKerjaFactory(instansi=world.instansi), periode=world.periode)
        for _ in range(count)
    ]


def test_the_newest_session_stands_first(world, client_as):
    first = date(world.periode.tahun, 1, 1)
    rows = [make_pembinaan(world, tanggal=first), make_pembinaan(world)]
    rows.append(make_pembinaan(world, tanggal=first))
    page = client_as(world.peran[J.TIM_PEMBINA]).get(reverse("pembinaan_list"))
    days = [row.tanggal for row in page.context["table"].data.data]
    assert days == sorted((row.tanggal for row in rows), reverse=True)


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_ask_the_same_number_of_queries(world, client_as, django_assert_num_queries, count):
    by = world.peran[J.TIM_PEMBINA]
    for year in more_units(world, count):
        row = coaching.create_pembinaan(pembangunan=year, isian=head(), pembina=[by, second_coach(world)], by=by)
        coaching.save_catatan(pembinaan=row, area="", jenis="bahasan", isi="Umum", versi=0, by=by)
        agree(world, row)
        coaching.take_step(pembinaan=row, name="submit", by=by)
    client = client_as(by)
    client.get(reverse("pembinaan_list"))
    with django_assert_num_queries(11):
        client.get(reverse("pembinaan_list"))
    with django_assert_num_queries(9):
        client.get(reverse("pembinaan_coverage"))


def test_units_that_were_never_coached_stand_first(world, client_as):
    make_pembinaan(world, status="disampaikan")
    (never,) = more_units(world, 1)
    page = client_as(world.peran[J.KEPALA_DAERAH]).get(reverse("pembinaan_coverage"))
    rows = list(page.context["table"].data.data)
    assert [(r.unit, r.jumlah, r.jumlah_asistensi, r.terbuka) for r in rows] == [
        (never.unit, 0, 0, 0),
        (world.unit, 1, 1, 1),
    ]
    assert "1 dari 2 unit kerja belum pernah dibina" in page.content.decode()
    assert "Catat pembinaan" not in page.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", True),
        ("jenis=asistensi", True),
        ("jenis=monitoring", False),
        ("status=dikonfirmasi", False),
        ("kesepakatan=terbuka", True),
        ("kesepakatan=terlambat", False),
    ],
)
def test_the_list_is_filtered_by_its_address(world, client_as, query, found):
    row = make_pembinaan(world, status="disampaikan")
    for query_ in (query, f"{query}&bulan={row.tanggal.month}", f"{query}&unit={world.unit.pk}"):
        page = client_as(world.peran[J.KETUA_TPI]).get(f"{reverse('pembinaan_list')}?{query_}").content.decode()
        assert (reverse("pembinaan_detail", args=[row.pk]) in page) == found
    other = row.tanggal.month % 12 + 1
    page = client_as(world.peran[J.KETUA_TPI]).get(f"{reverse('pembinaan_list')}?bulan={other}").content.decode()
    assert reverse("pembinaan_detail", args=[row.pk]) not in page


def test_the_writing_page_shows_facts_beside_the_texts(world, client_as):
    plan_with(world, {"bulan": [1], "area": Area.SDM})
    row = make_pembinaan(world)
    page = client_as(world.peran[J.TIM_PEMBINA]).get(reverse("pembinaan_edit", args=[row.pk])).content.decode()
    assert "Tim kerja bekerja.</textarea>" in page
    assert "Target sampai bulan ini" in page
    assert page.count("data-autosave") == 18, "two texts for the whole, six areas and two results"


def test_another_institution_sees_nothing(world, other_world):
    make_pembinaan(world, status="disampaikan")
    assert not Pembinaan.objects.visible_to(other_world.peran[J.TIM_PEMBINA]).exists()
    assert not Pembinaan.objects.visible_to(inspektur(other_world)).exists()


@pytest.mark.parametrize("name", ["pembinaan_list", "pembinaan_coverage", "konsultasi_list", "laporan_pembinaan_list"])
def test_the_lists_go_to_excel_and_csv_as_they_are_shown(world, client_as, name):
    make_pembinaan(world, status="disampaikan")
    make_konsultasi(world)
    make_laporan_pembinaan(world)
    client, url = client_as(world.peran[J.TIM_PEMBINA]), reverse(name)
    assert "unduh=xlsx" in client.get(url).content.decode()
    head, row = client.get(url, {"unduh": "csv"}).content.decode("utf-8-sig").splitlines()
    assert "Unit kerja" in head
    assert world.unit.nama in row
    assert "Catat pembinaan" not in row
