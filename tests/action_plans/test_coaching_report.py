"""Lampiran III (Pergub Kalbar 20/2017 Pasal 7): drafted from the data, written, approved by the Inspektur, sent."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from action_plans.coaching_data import DataPembinaan, DataUnit, span_of
from action_plans.coaching_narrative import ISIAN, draft_sections, text_sections
from action_plans.coaching_naskah import form_of, naskah_of
from action_plans.coaching_report_workflow import WORKFLOW, check_laporan
from action_plans.coaching_todo import coaching_tasks
from action_plans.models import LaporanPembinaan
from action_plans.services import coaching, coaching_report
from tests.action_plans.coaching_worlds import (
    complete,
    head,
    inspektur,
    make_laporan_pembinaan,
    make_pembinaan,
    second_coach,
)
from tests.action_plans.worlds import fill, plan_with
from tests.factories import UnitKerjaFactory
from units.choices import Area, JenisPeran
from units.errors import BenturanPerubahan, Ditolak, TidakBerwenang
from units.models import Notifikasi, PembangunanZI
from units.profiles import get_profil
from units.transitions import SyaratBelumTerpenuhi

J = JenisPeran
S = LaporanPembinaan.Status
B = LaporanPembinaan.Bentuk


@pytest.fixture
def coached(world):
    """A unit with one action done and one late in January, and one session with advice, held today."""
    _, (done, _) = plan_with(
        world,
        {"bulan": [1], "area": Area.SDM, "aksi": "Menyusun peta jabatan"},
        {"bulan": [1], "area": Area.SDM, "aksi": "Mengukur kinerja individu"},
    )
    fill(world, done, 1, status="selesai")
    row = make_pembinaan(world)
    coaching.save_catatan(
        pembinaan=row,
        area=Area.SDM,
        jenis="saran",
        isi="1. Tetapkan jadwal penilaian\n2. Libatkan atasan langsung",
        versi=0,
        by=world.peran[J.TIM_PEMBINA],
    )
    coaching.take_step(pembinaan=row, name="submit", by=world.peran[J.TIM_PEMBINA])
    return world


def text(laporan, kode):
    return laporan.bagian.get(kode=kode).isi


in_january = pytest.mark.skipif(timezone.localdate().month == 1, reason="nothing is late in January")


# --- drafted from the data -----------------------------------------------------------------------------------


@in_january
def test_an_area_tells_progress_late_actions_and_what_was_said(coached):
    laporan = make_laporan_pembinaan(coached)
    tahun = coached.periode.tahun
    assert text(laporan, "sdm") == (
        f"Pada Tahun {tahun}, 1 dari 2 target area Penataan Sistem Manajemen SDM yang jatuh tempo telah selesai (50%), "
        "dan 1 target terlambat.\n\n"
        "Rencana aksi yang terlambat:\n1. Mengukur kinerja individu.\n\n"
        "Saran Tim Pembina ZI:\n1. Tetapkan jadwal penilaian.\n2. Libatkan atasan langsung."
    )
    assert text(laporan, "pengawasan") == (
        f"Pada Tahun {tahun} tidak ada target area Penguatan Pengawasan yang jatuh tempo."
    )


@in_january
def test_conclusion_and_advice_come_from_sessions_and_figures(coached):
    laporan = make_laporan_pembinaan(coached)
    assert f"membina {coached.unit.nama} sebanyak 1 kali, yaitu asistensi 1 kali pada" in text(laporan, "simpulan")
    assert "disepakati 1 tindak lanjut; 0 telah selesai dilaksanakan." in text(laporan, "simpulan")
    assert text(laporan, "saran").splitlines() == [
        "1. Tetapkan jadwal penilaian.",
        "2. Libatkan atasan langsung.",
        "3. Menyelesaikan target rencana aksi yang terlambat pada Penataan Sistem Manajemen SDM (1).",
        "4. Melengkapi data dukung 1 target yang dilaporkan selesai tanpa data dukung.",
    ]


@in_january
def test_the_letter_judges_every_component_in_the_words_of_the_profile(coached):
    laporan = make_laporan_pembinaan(coached, bentuk="surat")
    lines = text(laporan, "penilaian").splitlines()
    bab = get_profil(coached.periode.profil).pembinaan["bab"]
    assert [b.judul for b in bab.bagian if b.area and not any(b.judul in line for line in lines)] == []
    assert "3. Penataan Sistem Manajemen SDM: 1 dari 2 target selesai (50%), 1 target terlambat." in lines


def test_a_report_on_all_units_names_them_and_those_never_coached(coached):
    never = PembangunanZI.objects.create(unit=UnitKerjaFactory(instansi=coached.instansi), periode=coached.periode)
    laporan = make_laporan_pembinaan(coached, satu=False)
    assert f"Unit kerja yang belum dibina: {never.unit.nama}." in text(laporan, "simpulan")
    assert f"Menjadwalkan pembinaan bagi {never.unit.nama}." in text(laporan, "saran")
    assert f"{coached.unit.nama}: Tetapkan jadwal penilaian." in text(laporan, "sdm")
    naskah = naskah_of(laporan, today=timezone.localdate())
    assert [(r.label, r.pembinaan, r.kesepakatan) for r in naskah.rekap] == [
        (coached.unit.nama, 1, "0 dari 1"),
        (never.unit.nama, 0, "–"),
        ("Jumlah", 1, "0 dari 1"),
    ]


def test_what_several_sessions_advised_alike_is_told_once(coached):
    by = coached.peran[J.TIM_PEMBINA]
    row = coaching.create_pembinaan(pembangunan=coached.pembangunan, isian=head(), pembina=[by], by=by)
    for jenis in ("bahasan", "saran"):
        isi = "- Tetapkan jadwal penilaian"
        coaching.save_catatan(pembinaan=row, area=Area.SDM, jenis=jenis, isi=isi, versi=0, by=by)
    coaching.take_step(pembinaan=row, name="submit", by=by)
    laporan = make_laporan_pembinaan(coached)
    assert text(laporan, "saran").count("Tetapkan jadwal penilaian") == 1
    assert text(laporan, "sdm").count("Tetapkan jadwal penilaian") == 2, "once as discussed, once as advised"


def test_a_session_in_draft_is_nobodys_fact_yet(world):
    make_pembinaan(world)
    assert "belum ada pembinaan" in text(make_laporan_pembinaan(world), "simpulan")


@pytest.mark.parametrize("kode", ["kalbar-2017", "ketapang-2022", "tangerang-2018"])
@pytest.mark.parametrize("bentuk", B.values)
def test_every_section_has_words_even_where_there_is_nothing_to_tell(kode, bentuk):
    form = get_profil(kode).pembinaan[bentuk]
    labels = {b.area: b.judul for b in get_profil(kode).pembinaan["bab"].bagian if b.area}
    start, end = span_of(2026, "tw2")
    empty = DataUnit("RSUD", (), 0, 0, 0, (), (), (), ())
    data = DataPembinaan(2026, "tw2", start, end, date(2026, 7, 3), True, (empty,))
    texts = draft_sections(data, form=form, labels=labels, kepala="Bupati Ketapang", instansi="Pemerintah")
    assert set(texts) == {b.kode for b in text_sections(form)}
    assert all(t.strip() and "{" not in t for t in texts.values())


@pytest.mark.parametrize(
    ("rentang", "mulai", "selesai"),
    [
        ("tw1", (1, 1), (3, 31)),
        ("tw4", (10, 1), (12, 31)),
        ("smt1", (1, 1), (6, 30)),
        ("smt2", (7, 1), (12, 31)),
        ("tahun", (1, 1), (12, 31)),
    ],
)
def test_the_days_of_a_period(rentang, mulai, selesai):
    assert span_of(2026, rentang) == (date(2026, *mulai), date(2026, *selesai))


def test_a_period_that_has_not_begun_has_no_report(world):
    tahun = world.periode.tahun
    world.periode.tahun = tahun + 1
    world.periode.save()
    with pytest.raises(Ditolak, match="belum mulai"):
        make_laporan_pembinaan(world)


def test_the_same_report_is_made_once(world):
    first, again = make_laporan_pembinaan(world), make_laporan_pembinaan(world)
    everywhere = make_laporan_pembinaan(world, satu=False)
    assert first == again != everywhere
    assert make_laporan_pembinaan(world, satu=False) == everywhere


# --- separation of duty and steps ----------------------------------------------------------------------------


def test_a_coach_from_the_unit_does_not_report_on_it(world):
    own = second_coach(world)
    own.user.unit = world.unit
    own.user.save()
    with pytest.raises(TidakBerwenang):
        coaching_report.create_laporan(
            periode=world.periode, pembangunan=world.pembangunan, bentuk="bab", rentang="tahun", by=own
        )


TAKES = {
    ("submit", S.DRAF): {"pembina"},
    ("approve", S.DIAJUKAN): {"inspektur"},
    ("send_back", S.DIAJUKAN): {"inspektur"},
    ("send_back", S.DISETUJUI): {"inspektur"},
    ("send", S.DISETUJUI): {"pembina", "inspektur"},
}


@pytest.mark.parametrize("status", S.values)
@pytest.mark.parametrize("name", [t.name for t in WORKFLOW.transitions])
def test_who_takes_which_step_in_which_status(world, status, name):
    laporan = make_laporan_pembinaan(world, status=status)
    others = {j.value: world.peran[j] for j in J if j != J.TIM_PEMBINA}
    people = others | {"pembina": world.peran[J.TIM_PEMBINA], "inspektur": inspektur(world)}
    able = {who for who, peran in people.items() if name in [t.name for t in WORKFLOW.available(peran, laporan)]}
    assert able == TAKES.get((name, status), set())


def test_who_prepared_or_signs_as_the_team_does_not_approve(world):
    laporan = make_laporan_pembinaan(world, status="diajukan")
    head_of_inspektorat = inspektur(world)
    both = second_coach(world)
    both.user = head_of_inspektorat.user
    both.save()
    laporan.tim.add(both)
    with pytest.raises(TidakBerwenang, match="selama bukan ia yang menyusun"):
        coaching_report.take_step(laporan=laporan, name="approve", by=head_of_inspektorat)
    laporan.tim.remove(both)
    assert coaching_report.take_step(laporan=laporan, name="approve", by=head_of_inspektorat).status == S.DISETUJUI


def test_the_inspektur_of_another_institution_has_no_say(world, other_world):
    laporan = make_laporan_pembinaan(world, status="diajukan")
    with pytest.raises(TidakBerwenang):
        coaching_report.take_step(laporan=laporan, name="approve", by=inspektur(other_world))


def test_marks_that_only_people_can_replace_stand_against_submitting(world):
    laporan = coaching_report.create_laporan(
        periode=world.periode,
        pembangunan=world.pembangunan,
        bentuk="bab",
        rentang="tahun",
        by=world.peran[J.TIM_PEMBINA],
    )
    assert {t.kode for t in check_laporan(laporan) if t.is_galat} == {"isian_belum_lengkap"}
    with pytest.raises(SyaratBelumTerpenuhi, match="nomor dan tanggal surat penugasan"):
        coaching_report.take_step(laporan=laporan, name="submit", by=world.peran[J.TIM_PEMBINA])
    complete(laporan)
    laporan.bagian.filter(kode="saran").update(isi="  ")
    laporan.tim.clear()
    assert {t.kode for t in check_laporan(laporan) if t.is_galat} == {"bagian_kosong", "tanpa_tim"}


def test_what_was_approved_no_longer_changes(coached):
    laporan = make_laporan_pembinaan(coached, status="disetujui")
    before = naskah_of(laporan, today=timezone.localdate())
    coached.unit.nama = "Kecamatan Baru"
    coached.unit.save()
    laporan.bagian.filter(kode="simpulan").update(isi="Diubah")
    second = second_coach(coached)
    laporan.tim.add(second)
    laporan = LaporanPembinaan.objects.get(pk=laporan.pk)
    assert naskah_of(laporan, today=timezone.localdate() + timedelta(days=40)) == before
    assert before.penanda_tangan.jabatan == "Inspektur"


def test_sent_back_it_is_written_again_and_the_signed_text_is_kept(coached, client_as):
    laporan = make_laporan_pembinaan(coached, status="disetujui")
    with pytest.raises(Ditolak, match="memerlukan alasan"):
        coaching_report.take_step(laporan=laporan, name="send_back", by=inspektur(coached))
    laporan = coaching_report.take_step(
        laporan=laporan, name="send_back", by=inspektur(coached), alasan="Saran kurang."
    )
    assert (laporan.status, laporan.disetujui_at) == (S.DRAF, None)
    client = client_as(coached.peran[J.TIM_PEMBINA])
    page = client.get(reverse("laporan_pembinaan_detail", args=[laporan.pk])).content.decode()
    assert "Saran kurang." in page
    old = reverse("laporan_pembinaan_version", args=[laporan.pk, 1])
    assert old in page
    assert client.get(old).status_code == 200
    for name, by in (("submit", coached.peran[J.TIM_PEMBINA]), ("approve", inspektur(coached))):
        laporan = coaching_report.take_step(laporan=laporan, name=name, by=by)
    assert [v.nomor for v in laporan.versi_list.all()] == [2, 1]


def test_the_kepala_daerah_is_told_and_reads_what_was_sent_and_nothing_before(coached, client_as):
    laporan = make_laporan_pembinaan(coached, status="disetujui", satu=False)
    leader = coached.peran[J.KEPALA_DAERAH]
    url = reverse("laporan_pembinaan_detail", args=[laporan.pk])
    assert client_as(leader).get(url).status_code == 404
    coaching_report.take_step(laporan=laporan, name="send", by=coached.peran[J.TIM_PEMBINA])
    page = client_as(leader).get(url).content.decode()
    assert "Mengetahui," in page
    assert "Sunting" not in page
    assert Notifikasi.objects.filter(user=leader.user, tautan=url).exists()
    assert url in client_as(leader).get(reverse("laporan_pembinaan_list")).content.decode()


# --- writing -------------------------------------------------------------------------------------------------


def save(laporan, isi, *, versi, by, kode="saran"):
    return coaching_report.save_section(laporan=laporan, kode=kode, isi=isi, versi=versi, by=by)


def test_two_writers_at_one_section_one_wins_and_the_other_is_told(world):
    laporan, by = make_laporan_pembinaan(world), world.peran[J.TIM_PEMBINA]
    versi = laporan.bagian.get(kode="saran").versi
    save(laporan, "Satu", versi=versi, by=by)
    with pytest.raises(BenturanPerubahan) as lost:
        save(laporan, "Dua", versi=versi, by=second_coach(world))
    assert lost.value.nilai == "Satu"
    with pytest.raises(BenturanPerubahan):
        coaching_report.redraft_section(laporan=laporan, kode="saran", versi=versi, by=by)


def test_refreshing_spares_what_a_person_wrote(coached):
    laporan, by = make_laporan_pembinaan(coached), coached.peran[J.TIM_PEMBINA]
    save(laporan, "Tulisan saya", versi=None, by=by, kode="simpulan")
    row = coaching.create_pembinaan(pembangunan=coached.pembangunan, isian=head(), pembina=[by], by=by)
    coaching.save_catatan(pembinaan=row, area=Area.SDM, jenis="bahasan", isi="Rapat kedua", versi=0, by=by)
    coaching.take_step(pembinaan=row, name="submit", by=by)
    assert coaching_report.redraft_untouched(laporan=laporan, by=by) == 1
    assert text(laporan, "simpulan") == "Tulisan saya"
    assert "Rapat kedua." in text(laporan, "sdm")
    coaching_report.redraft_section(laporan=laporan, kode="simpulan", versi=None, by=by)
    assert "sebanyak 2 kali" in text(laporan, "simpulan")
    assert laporan.riwayat.filter(dari="Tulisan saya").exists(), "what a person wrote stays in the history"


def test_nothing_is_written_after_submitting(world):
    laporan = make_laporan_pembinaan(world, status="diajukan")
    with pytest.raises(Ditolak, match="tidak dapat disunting lagi"):
        save(laporan, "Terlambat", versi=None, by=world.peran[J.TIM_PEMBINA])


def test_a_section_saves_itself_and_says_the_conflict_as_the_page_expects(world, client_as):
    laporan = make_laporan_pembinaan(world)
    client, url = client_as(world.peran[J.TIM_PEMBINA]), reverse("bagian_pembinaan_save", args=[laporan.pk, "tujuan"])
    assert client.post(url, {"kolom": "isi", "nilai": "Baru", "versi": "1"}).json()["versi"] == 2
    assert client.post(url, {"kolom": "isi", "nilai": "Lain", "versi": "1"}).status_code == 409
    plain = client.post(url, {"isi": "Lain", "versi": "1"})
    assert plain.status_code == 409
    assert "Lain</textarea>" in plain.content.decode()
    unknown = reverse("bagian_pembinaan_save", args=[laporan.pk, "bab_1"])
    assert client.post(unknown, {"isi": "x"}).status_code == 404, "a mere heading has no text"


def test_the_team_is_chosen_among_those_who_may_sign(world, client_as):
    laporan, other = make_laporan_pembinaan(world), second_coach(world)
    own = second_coach(world)
    own.user.unit = world.unit
    own.user.save()
    client, url = client_as(world.peran[J.TIM_PEMBINA]), reverse("laporan_pembinaan_tim", args=[laporan.pk])
    offered = {p.pk for p in client.get(url).context["form"].fields["tim"].queryset}
    assert offered == {world.peran[J.TIM_PEMBINA].pk, other.pk}
    client.post(url, {"tim": [other.pk]})
    assert [p.pk for p in laporan.tim.all()] == [other.pk]
    with pytest.raises(Ditolak, match=own.user.nama):
        coaching_report.set_tim(laporan=laporan, tim=[own], by=world.peran[J.TIM_PEMBINA])


def test_the_writing_page_shows_each_heading_in_the_forms_order(coached, client_as):
    laporan = make_laporan_pembinaan(coached)
    page = client_as(coached.peran[J.TIM_PEMBINA]).get(reverse("laporan_pembinaan_edit", args=[laporan.pk]))
    body = page.content.decode()
    places = [body.index(f'id="bagian-{b.kode}"') for b in form_of(laporan).bagian]
    assert places == sorted(places)
    assert body.count("data-autosave") == len(text_sections(form_of(laporan)))
    assert not ISIAN.search(text(laporan, "dasar"))


@pytest.mark.parametrize("count", [1, 3])
def test_list_and_writing_page_ask_the_same_number_of_queries(world, client_as, django_assert_num_queries, count):
    for _ in range(count):
        PembangunanZI.objects.create(unit=UnitKerjaFactory(instansi=world.instansi), periode=world.periode)
    for rentang in ("tahun", "tw1", "smt1")[:count]:
        laporan = make_laporan_pembinaan(world, rentang=rentang, satu=False)
    client = client_as(world.peran[J.TIM_PEMBINA])
    client.get(reverse("laporan_pembinaan_list"))
    with django_assert_num_queries(9):
        client.get(reverse("laporan_pembinaan_list"))
    with django_assert_num_queries(19):
        client.get(reverse("laporan_pembinaan_edit", args=[laporan.pk]))


def test_the_inspektur_finds_and_approves_the_report_in_the_portal(coached, client_as):
    laporan, chief = make_laporan_pembinaan(coached, status="diajukan"), inspektur(coached)
    client = client_as(chief)
    detail = reverse("laporan_pembinaan_detail", args=[laporan.pk])
    assert detail in client.get(reverse("laporan_pembinaan_list")).content.decode()
    assert coached.unit.nama in client.get(reverse("pembinaan_coverage")).content.decode()
    (task,) = coaching_tasks(chief, coached.periode, today=timezone.localdate())
    assert (task.tautan, task.judul.split(":")[0]) == (detail, "Periksa dan setujui")
    client.post(reverse("laporan_pembinaan_approve", args=[laporan.pk]))
    laporan.refresh_from_db()
    assert (laporan.status, laporan.disetujui_oleh) == (S.DISETUJUI, chief)
