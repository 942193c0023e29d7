"""The home page says what waits for a person in the role they act in; the search finds only what they may see."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.action_plans.coaching_worlds import make_konsultasi, make_pembinaan
from tests.factories import AksiFactory, PeriodeFactory, RencanaFactory, UnitKerjaFactory, make_peran
from units import todo
from units.models import Notifikasi, Tenggat
from units.services import team
from units.tugas import Tugas
from zi_portal.search import search


def titles(page) -> list[str]:
    return [t.judul for t in page.context["tugas_list"]]


def test_the_administrator_is_told_of_units_without_a_head(world, client_as):
    UnitKerjaFactory(instansi=world.instansi)
    page = client_as(world.peran["admin_instansi"]).get(reverse("beranda"))
    # the new unit and the Inspektorat, which has no head in this world
    assert "2 unit belum memiliki kepala" in titles(page)


def test_the_administrator_is_told_to_open_the_new_year(world):
    found = todo.todo_for(world.peran["admin_instansi"], world.periode, today=date(world.periode.tahun + 1, 1, 2))
    assert found[0].judul == f"Buka tahun program {world.periode.tahun + 1}"


def test_the_administrator_is_told_to_register_units_in_a_year_that_has_none(world, client_as):
    admin, judul = world.peran["admin_instansi"], f"Daftarkan unit pada tahun {world.periode.tahun}"
    assert judul not in titles(client_as(admin).get(reverse("beranda")))
    empty = PeriodeFactory(instansi=world.instansi, tahun=world.periode.tahun + 1)
    found = todo.todo_for(admin, empty, today=date(world.periode.tahun, 12, 1))
    assert found[0].judul == f"Daftarkan unit pada tahun {empty.tahun}"


def test_the_head_is_told_to_set_up_the_team_first(world, client_as):
    kepala = world.peran["kepala_unit"]
    client = client_as(kepala)
    assert "Isi keputusan tim" in titles(client.get(reverse("beranda")))
    team.remove_anggota(world.tim.anggota.get(kedudukan="ketua"), by=kepala)
    assert "Bentuk Tim Pembangunan ZI" in titles(client.get(reverse("beranda")))


def test_late_things_come_first(world, client_as):
    page = client_as(world.peran["ketua_tim"]).get(reverse("beranda"))
    urgency = [{"merah": 0, "kuning": 1}.get(t.nada, 2) for t in page.context["tugas_list"]]
    assert urgency == sorted(urgency)


def test_the_next_deadlines_are_shown_and_past_ones_are_not(world, client_as):
    today = timezone.localdate()
    for days in (-1, 0, 5):
        Tenggat.objects.create(
            periode=world.periode, kode=f"t{days}", nama=f"Tenggat {days}", tanggal=today + timedelta(days=days)
        )
    page = client_as(world.peran["ketua_tim"]).get(reverse("beranda"))
    assert [t.nama for t in page.context["tenggat_list"]] == ["Tenggat 0", "Tenggat 5"]


def test_a_person_without_a_role_is_told_whom_to_ask(world, client):
    peran = make_peran("pegawai", instansi=world.instansi, unit=world.unit)
    peran.selesai = timezone.localdate() - timedelta(days=1)
    peran.save()
    client.force_login(peran.user, backend="units.auth.NipOrEmailBackend")
    page = client.get(reverse("beranda"))
    assert "Minta Administrator Instansi memberikan peran" in page.content.decode()


def test_the_home_page_asks_the_same_queries_however_much_waits(world, client_as, django_assert_num_queries):
    ketua = world.peran["ketua_tim"]
    rencana = RencanaFactory(pembangunan=world.pembangunan, versi=1, status="disetujui")
    client = client_as(ketua)
    client.get(reverse("beranda"))
    for _ in range(2):
        with django_assert_num_queries(HOME_QUERIES):
            client.get(reverse("beranda"))
        for _ in range(3):
            AksiFactory(rencana=rencana, bulan=[1])
            Notifikasi.objects.create(user=ketua.user, judul="Kabar")


HOME_QUERIES = 21


def test_only_the_most_urgent_tasks_are_shown_at_first_and_none_is_lost(world, client_as, monkeypatch):
    tasks = [Tugas(f"Tugas {n}", "", "/", nada="merah" if n == 34 else "") for n in range(35)]
    monkeypatch.setattr(todo, "todo_for", lambda *args, **options: tasks)
    client = client_as(world.peran["admin_instansi"])
    page = client.get(reverse("beranda"))
    assert (len(page.context["tugas_list"]), titles(page)[0]) == (30, "Tugas 34")
    assert f"Tampilkan semua {page.context['jumlah_tugas']} tugas" in page.content.decode()
    everything = client.get(reverse("beranda"), {"semua": 1})
    assert {f"Tugas {n}" for n in range(35)} <= set(titles(everything))
    assert "Tampilkan semua" not in everything.content.decode()


def found(q: str, peran) -> list[tuple[str, str]]:
    return [(k.nama, "".join(piece for piece, _ in t.judul)) for k in search(q, peran=peran) for t in k.temuan]


@pytest.fixture
def aksi(world):
    return AksiFactory(
        rencana=RencanaFactory(pembangunan=world.pembangunan, versi=1), aksi="Menyusun maklumat pelayanan"
    )


def test_search_finds_actions_units_and_people(world, aksi):
    assert found("maklumat", world.peran["ketua_tim"]) == [("Rencana aksi", "Menyusun maklumat pelayanan")]
    assert ("Unit kerja", world.unit.nama) in found(world.unit.kode, world.peran["tim_pembina"])
    assert ("Pegawai", world.peran["pegawai"].user.nama) in found(
        world.peran["pegawai"].user.nip, world.peran["admin_instansi"]
    )


def test_search_never_shows_what_a_role_may_not_see(world, other_world, aksi):
    assert found("maklumat", other_world.peran["tim_pembina"]) == []
    assert found("maklumat", world.peran["penilai_tpn"]) == []
    assert found(world.peran["pegawai"].user.nip, world.peran["pegawai"]) == []
    assert found("maklumat", None) == []


def test_a_single_letter_finds_nothing(world, aksi):
    assert found("m", world.peran["ketua_tim"]) == []


def test_the_search_page_says_what_to_do_when_nothing_is_found(world, client_as):
    page = client_as(world.peran["ketua_tim"]).get(reverse("search"), {"q": "<script>zzz"})
    assert "Tidak ditemukan" in page.content.decode()
    assert "<script>zzz" not in page.content.decode()


def test_the_search_finds_sessions_and_questions_by_their_words(world):
    make_pembinaan(world, status="disampaikan")
    make_konsultasi(world)
    coach, pegawai = world.peran["tim_pembina"], world.peran["pegawai"]
    assert [nama for nama, _ in found("notulen rapat", coach)] == ["Kesepakatan pembinaan"]
    assert found("laporan nihil", coach) == [("Konsultasi", "Laporan gratifikasi")]
    assert found("laporan nihil", pegawai) == found("notulen rapat", pegawai) == []
