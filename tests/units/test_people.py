"""People, their accounts and their roles."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from tests.factories import PASSWORD, UnitKerjaFactory, UserFactory, make_peran
from units.choices import JenisPeran
from units.errors import Ditolak
from units.models import Peran, User
from units.services import people
from units.services.peran import CalonPeran, add_peran, end_peran, refusal

J = JenisPeran
TODAY = timezone.localdate
DAY = timedelta(days=1)


@pytest.fixture
def admin(world):
    return world.peran[J.ADMIN_INSTANSI]


@pytest.fixture
def client(admin, client_as):
    return client_as(admin)


def person(world, **changes) -> dict:
    return {
        "nama": "Sari Wulandari, S.E.", "nip": "19900102 201501 2 003", "email": "", "golongan": "III/a", "jabatan": "Analis",
        "eselon": "", "unit": world.unit.pk, "pegawai": "on",
    } | changes  # fmt: skip


def errors(response) -> dict:
    return response.context["form"].errors


# --- data --------------------------------------------------------------------------------------------------


def test_a_person_without_email_gets_an_initial_password_shown_once(world, client, admin):
    response = client.post(reverse("orang_create"), person(world))
    orang = User.objects.get(nip="199001022015012003")
    sandi = response.context["sandi"]
    assert sandi in response.content.decode()
    assert (orang.check_password(sandi), orang.must_change_password) == (True, True)
    assert sandi not in client.get(reverse("orang_detail", args=[orang.pk])).content.decode()
    assert [(p.jenis, p.unit, p.mulai) for p in orang.peran.all()] == [("pegawai", world.unit, TODAY())]
    assert list(orang.riwayat.values_list("tindakan", "oleh")) == [
        ("Memberi peran", admin.user_id),
        ("Membuat akun", admin.user_id),
    ]


def test_a_person_with_email_is_invited_and_has_no_password(world, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("orang_create"), person(world, email="Sari@Contoh.test", pegawai=""))
    orang = User.objects.get(email="sari@contoh.test")
    assert response.url == reverse("orang_detail", args=[orang.pk])
    assert (orang.has_usable_password(), orang.peran.count()) == (False, 0)
    assert mail.outbox[0].to == ["sari@contoh.test"]
    assert reverse("password_reset") in mail.outbox[0].body


@pytest.mark.parametrize(
    ("nip", "words"),
    [
        ("1990010220150120031", "18 angka"),
        ("19900102", "18 angka"),
        ("199013022015012003", "tanggal lahir"),
        ("199001022015132003", "bulan pengangkatan"),
        ("199001022015013003", "laki-laki"),
        ("19900102201501200X", "18 angka"),
    ],
)
def test_a_wrong_nip_is_refused_and_what_was_typed_stays(world, client, nip, words):
    response = client.post(reverse("orang_create"), person(world, nip=nip))
    assert words in errors(response)["nip"][0]
    page = response.content.decode()
    assert nip in page
    assert "Sari Wulandari, S.E." in page


def test_nip_and_email_are_used_once_in_the_whole_portal(world, other_world, client):
    taken = other_world.peran[J.PEGAWAI].user
    response = client.post(reverse("orang_create"), person(world, nip=taken.nip, email=taken.email))
    assert set(errors(response)) == {"nip", "email"}
    assert "hubungi pengelola portal" in errors(response)["nip"][0]
    assert taken.nama not in response.content.decode()


@pytest.mark.parametrize("nama", ["Sari Wulandari, S.E.", ""])
def test_nip_or_email_is_needed(world, client, nama):
    response = client.post(reverse("orang_create"), person(world, nip="", nama=nama))
    assert "Isi NIP atau surel" in errors(response)["nip"][0]
    assert "__all__" not in errors(response)


def test_units_of_another_institution_cannot_be_chosen(world, other_world, client):
    response = client.post(reverse("orang_create"), person(world, unit=other_world.unit.pk))
    assert "unit" in errors(response)


def test_editing_writes_one_history_row_per_field(world, client, admin):
    orang = world.peran[J.PEGAWAI].user
    data = person(world, nip=orang.nip, email=orang.email, nama=orang.nama, golongan="IV/a", jabatan="Analis Madya")
    assert client.post(reverse("orang_edit", args=[orang.pk]), data).status_code == 302
    rows = {r.kolom: (r.dari, r.ke) for r in orang.riwayat.all()}
    assert rows == {"Pangkat/golongan": ("Penata (III/c)", "Pembina (IV/a)"), "Jabatan": ("Analis", "Analis Madya")}


def test_a_change_that_somebody_else_made_meanwhile_is_told_before_it_is_overwritten(world, client, admin):
    orang = world.peran[J.PEGAWAI].user
    url = reverse("orang_edit", args=[orang.pk])
    seen = client.get(url).context["form"]["versi"].value()
    people.update_orang(orang, {"jabatan": "Arsiparis"}, by=admin)
    data = person(
        world,
        nip=orang.nip,
        email=orang.email,
        nama=orang.nama,
        golongan=orang.golongan,
        jabatan="Analis Muda",
        versi=seen,
    )
    response = client.post(url, data)
    assert "“Analis” menjadi “Arsiparis”" in errors(response)["__all__"][0]
    orang.refresh_from_db()
    assert orang.jabatan == "Arsiparis"
    assert "Analis Muda" in response.content.decode()
    again = client.post(url, data | {"versi": response.context["form"]["versi"].value()})
    assert again.status_code == 302
    orang.refresh_from_db()
    assert orang.jabatan == "Analis Muda"


@pytest.mark.parametrize(
    ("service", "url_name", "data"),
    [
        ("units.services.people.create_orang", "orang_create", {"nama": "A", "nip": "19900102 201501 2 003"}),
        ("units.services.unit_kerja.create_unit", "unit_create", {"kode": "9", "nama": "A", "jabatan_kepala": "B", "jenis_layanan": "umum", "jumlah_pegawai": "1"}),
        ("units.services.periode.create_periode", "periode_create", {"tahun": "2040"}),
    ],
)  # fmt: skip
def test_of_two_who_save_the_same_at_once_the_second_is_told(client, monkeypatch, service, url_name, data):
    def lose(**_):
        raise IntegrityError

    monkeypatch.setattr(service, lose)
    response = client.post(reverse(url_name), data)
    assert response.status_code == 200
    assert "baru saja disimpan" in errors(response)["__all__"][0]


def test_moving_to_another_unit_moves_the_role_pegawai_and_no_other(world, admin):
    orang = world.peran[J.PEGAWAI].user
    Peran.objects.create(user=orang, jenis=J.TIUK, instansi=world.instansi, mulai=date(2020, 1, 1))
    there = UnitKerjaFactory(instansi=world.instansi)
    people.update_orang(orang, {"unit": there}, by=admin)
    rows = Peran.objects.active_on(TODAY()).filter(user=orang)
    assert {(p.jenis, p.unit) for p in rows} == {("pegawai", there), ("tiuk", None)}
    assert Peran.objects.get(pk=world.peran[J.PEGAWAI].pk).selesai == TODAY() - DAY


def test_a_deactivated_person_is_out_at_once_and_keeps_what_was_theirs(world, client, client_as):
    peran = world.peran[J.PEGAWAI]
    theirs = client_as(peran)
    assert theirs.get(reverse("profil")).status_code == 200
    url = reverse("orang_deactivate", args=[peran.user_id])
    assert "Isi alasan" in client.post(url, {"alasan": " "}).content.decode()
    assert client.post(url, {"alasan": "Pensiun"}).status_code == 302
    assert theirs.get(reverse("profil")).status_code == 302
    assert peran.user.riwayat.get().alasan == "Pensiun"
    assert Peran.objects.filter(pk=peran.pk).exists()
    client.post(reverse("orang_activate", args=[peran.user_id]))
    assert client_as(peran).get(reverse("profil")).status_code == 200


def test_an_administrator_cannot_shut_himself_out(client, admin):
    page = client.post(reverse("orang_deactivate", args=[admin.user_id]), {"alasan": "coba"}).content.decode()
    assert "akun Anda sendiri" in page
    admin.user.refresh_from_db()
    assert admin.user.is_active


def test_resetting_a_password_asks_first_and_ends_the_old_one(world, client):
    orang = world.peran[J.PEGAWAI].user
    url = reverse("orang_password_reset", args=[orang.pk])
    client.get(url)
    orang.refresh_from_db()
    assert orang.check_password(PASSWORD)
    response = client.post(url)
    orang.refresh_from_db()
    assert orang.check_password(response.context["sandi"])
    assert (orang.must_change_password, orang.check_password(PASSWORD)) == (True, False)
    assert response["Cache-Control"].startswith("max-age=0, no-cache, no-store")


# --- who sees whom -----------------------------------------------------------------------------------------


def test_the_list_shows_the_institution_to_the_inspektorat_and_the_unit_to_its_head(world, other_world, client_as):
    def seen(jenis) -> set[int]:
        table = client_as(world.peran[jenis]).get(reverse("orang_list")).context["table"]
        return {user.pk for user in table.data}

    everyone = set(User.objects.filter(instansi=world.instansi).values_list("pk", flat=True))
    assert seen(J.ADMIN_INSTANSI) == everyone
    assert seen(J.KETUA_TPI) == everyone
    assert seen(J.KEPALA_UNIT) == {
        world.peran[j].user_id for j in (J.KEPALA_UNIT, J.KETUA_TIM, J.ANGGOTA_TIM, J.PEGAWAI)
    }


def test_another_institutions_person_does_not_exist_here(other_world, client):
    orang = other_world.peran[J.PEGAWAI].user
    for name in ("orang_detail", "orang_edit", "orang_deactivate", "orang_password_reset", "peran_add"):
        assert client.get(reverse(name, args=[orang.pk])).status_code == 404
    assert client.post(reverse("peran_end", args=[other_world.peran[J.PEGAWAI].pk])).status_code == 404


def test_the_list_is_found_by_name_nip_role_unit_and_state(world, client):
    target = UserFactory(
        instansi=world.instansi, unit=world.inspektorat, nama="Bagas Prakoso", nip="197703032000031009", is_active=False
    )

    def found(**query) -> list[User]:
        return list(client.get(reverse("orang_list"), query).context["table"].data)

    assert found(q="prakoso") == [target]
    assert found(q="19770303 200003 1") == [target]
    assert found(aktif="tidak") == [target]
    assert target in found(unit=world.inspektorat.pk)
    assert found(peran="kepala_unit") == [world.peran[J.KEPALA_UNIT].user]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_queries_for_any_number_of_rows(world, client, rows, django_assert_num_queries):
    for _ in range(rows):
        make_peran(J.PEGAWAI, instansi=world.instansi, unit=UnitKerjaFactory(instansi=world.instansi))
    with django_assert_num_queries(10):
        client.get(reverse("orang_list"))


@pytest.mark.parametrize("rows", [1, 3])
def test_a_persons_page_asks_the_same_queries_for_any_number_of_roles(world, client, rows, django_assert_num_queries):
    orang = UserFactory(instansi=world.instansi)
    for n in range(rows):
        unit = UnitKerjaFactory(instansi=world.instansi)
        Peran.objects.create(
            user=orang, jenis=J.PEGAWAI, instansi=world.instansi, unit=unit, mulai=date(2020 + n, 1, 1)
        )
    with django_assert_num_queries(8):
        client.get(reverse("orang_detail", args=[orang.pk]))


# --- roles -------------------------------------------------------------------------------------------------


def calon(world, jenis, *, user=None, unit=None, mulai=None, selesai=None) -> CalonPeran:
    user = user or UserFactory(instansi=world.instansi)
    return CalonPeran(user, jenis, world.instansi, unit, mulai or TODAY(), selesai)


def test_a_role_is_given_from_the_page(world, client, admin):
    orang = UserFactory(instansi=world.instansi)
    data = {"jenis": "tim_pembina", "unit": "", "mulai": TODAY().isoformat(), "selesai": "", "dasar": "SK 12/2026"}
    assert client.post(reverse("peran_add", args=[orang.pk]), data).status_code == 302
    peran = orang.peran.get()
    assert (peran.jenis, peran.unit, peran.dasar, peran.mulai) == ("tim_pembina", None, "SK 12/2026", TODAY())
    assert orang.riwayat.get().tindakan == "Memberi peran"


def test_a_refused_role_keeps_what_was_typed(world, client):
    data = {"jenis": "kepala_unit", "unit": world.unit.pk, "mulai": TODAY().isoformat(), "dasar": "SK 13/2026"}
    response = client.post(reverse("peran_add", args=[UserFactory(instansi=world.instansi).pk]), data)
    assert "sudah dijabat" in errors(response)["__all__"][0]
    assert "SK 13/2026" in response.content.decode()


def test_team_roles_are_given_on_the_team_page_only(world, client):
    response = client.post(reverse("peran_add", args=[world.peran[J.PEGAWAI].user_id]), {"jenis": "ketua_tim"})
    assert "jenis" in errors(response)
    assert "halaman Tim" in refusal(calon(world, J.KETUA_TIM, unit=world.unit))
    with pytest.raises(Ditolak, match="halaman Tim"):
        end_peran(world.peran[J.ANGGOTA_TIM], selesai=TODAY(), alasan="x", by=world.peran[J.ADMIN_INSTANSI])


@pytest.mark.parametrize(
    ("jenis", "unit", "words"),
    [
        (J.KEPALA_UNIT, None, "memerlukan unit kerja"),
        (J.TIUK, "own", "berlaku untuk seluruh instansi"),
        (J.PEGAWAI, "foreign", "bukan bagian dari instansi"),
        (J.PEGAWAI, "inactive", "sudah nonaktif"),
    ],
)
def test_a_role_stands_in_the_right_place(world, other_world, jenis, unit, words):
    units = {
        "own": world.unit,
        "foreign": other_world.unit,
        "inactive": UnitKerjaFactory(instansi=world.instansi, is_active=False),
    }
    assert words in refusal(calon(world, jenis, unit=units.get(unit)))


def test_people_of_another_institution_and_closed_accounts_get_no_role(world, other_world):
    assert "bukan pegawai" in refusal(calon(world, J.TIUK, user=other_world.peran[J.PEGAWAI].user))
    assert "nonaktif" in refusal(calon(world, J.TIUK, user=UserFactory(instansi=world.instansi, is_active=False)))


@pytest.mark.parametrize("jenis", [J.KEPALA_UNIT, J.KEPALA_DAERAH, J.KETUA_TPI, J.SEKRETARIS_TPI])
def test_these_roles_have_one_holder_at_a_time(world, admin, jenis):
    unit = world.unit if jenis == J.KEPALA_UNIT else None
    assert "hanya boleh satu" in refusal(calon(world, jenis, unit=unit))
    assert "hanya boleh satu" in refusal(calon(world, jenis, unit=unit, mulai=date(2020, 1, 1)))
    before = date(TODAY().year - 1, 1, 1)
    assert refusal(calon(world, jenis, unit=unit, mulai=before, selesai=before + DAY)) == ""
    end_peran(world.peran[jenis], selesai=TODAY(), alasan="Mutasi", by=admin)
    assert refusal(calon(world, jenis, unit=unit, mulai=TODAY() + DAY)) == ""


def test_each_unit_has_its_own_head_and_several_admins_are_allowed(world):
    assert refusal(calon(world, J.KEPALA_UNIT, unit=world.inspektorat)) == ""
    assert refusal(calon(world, J.ADMIN_INSTANSI)) == ""


def test_a_closed_account_does_not_hold_a_chair(world):
    user = world.peran[J.KEPALA_UNIT].user
    user.is_active = False
    user.save()
    assert refusal(calon(world, J.KEPALA_UNIT, unit=world.unit)) == ""


def test_the_same_role_does_not_overlap_with_itself(world):
    user = world.peran[J.TIUK].user
    assert "sudah memegang peran" in refusal(calon(world, J.TIUK, user=user))
    assert "mendahului" in refusal(calon(world, J.TIUK, mulai=TODAY(), selesai=TODAY() - DAY))


def test_ending_a_role_keeps_the_row_with_its_last_day_and_reason(world, client):
    peran = world.peran[J.TIUK]
    data = {"selesai": (TODAY() - DAY).isoformat(), "alasan": "Mutasi ke unit lain"}
    assert client.post(reverse("peran_end", args=[peran.pk]), data).status_code == 302
    peran.refresh_from_db()
    assert peran.selesai == TODAY() - DAY
    assert not peran.is_active_on(TODAY())
    assert peran.user.riwayat.get().alasan == "Mutasi ke unit lain"
    assert "sudah berakhir" in errors(client.post(reverse("peran_end", args=[peran.pk]), data))["selesai"][0]


def test_a_role_given_by_mistake_today_is_taken_back_and_stands_in_nobodys_way(world, client, admin):
    unit = UnitKerjaFactory(instansi=world.instansi)
    peran = add_peran(calon(world, J.KEPALA_UNIT, unit=unit), by=admin)
    data = {"selesai": (TODAY() - DAY).isoformat(), "alasan": "Salah orang"}
    assert client.post(reverse("peran_end", args=[peran.pk]), data).status_code == 302
    peran.refresh_from_db()
    assert not peran.is_active_on(TODAY())
    assert refusal(calon(world, J.KEPALA_UNIT, unit=unit, mulai=date(2020, 1, 1))) == ""
    assert "Dibatalkan" in client.get(reverse("orang_detail", args=[peran.user_id])).content.decode()


def test_ending_a_role_never_makes_it_longer_over_its_successor(world, admin):
    unit = UnitKerjaFactory(instansi=world.instansi)
    head = add_peran(calon(world, J.KEPALA_UNIT, unit=unit, selesai=TODAY() + 5 * DAY), by=admin)
    later = add_peran(calon(world, J.KEPALA_UNIT, unit=unit, mulai=TODAY() + 6 * DAY), by=admin)
    with pytest.raises(Ditolak, match="dimajukan"):
        end_peran(head, selesai=TODAY() + 90 * DAY, alasan="Diperpanjang", by=admin)
    end_peran(later, selesai=TODAY() + 5 * DAY, alasan="Batal dilantik", by=admin)
    with pytest.raises(Ditolak, match="sudah dibatalkan"):
        end_peran(later, selesai=TODAY() + 90 * DAY, alasan="Jadi dilantik", by=admin)


def test_a_role_that_begins_later_is_cancelled_with_the_date_that_stands_in_the_form(world, client, admin):
    peran = add_peran(calon(world, J.TIM_PEMBINA, mulai=TODAY() + 40 * DAY), by=admin)
    url = reverse("peran_end", args=[peran.pk])
    assert "paling awal" in errors(client.post(url, {"selesai": TODAY().isoformat(), "alasan": "x"}))["selesai"][0]
    day = client.get(url).context["form"]["selesai"].value()
    assert client.post(url, {"selesai": day.isoformat(), "alasan": "Batal dilantik"}).status_code == 302
    peran.refresh_from_db()
    assert peran.selesai == TODAY() + 39 * DAY


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"selesai": "2001-01-01", "alasan": "x"}, "selesai"),
        ({"selesai": "kapan-kapan", "alasan": "x"}, "selesai"),
        ({"selesai": "2099-01-01", "alasan": ""}, "alasan"),
    ],
)
def test_ending_a_role_asks_for_a_sensible_day_and_a_reason(world, client, data, field):
    peran = world.peran[J.TIUK]
    assert field in errors(client.post(reverse("peran_end", args=[peran.pk]), data))
    peran.refresh_from_db()
    assert peran.selesai is None


def test_an_end_that_is_set_can_come_sooner_but_not_later(world, admin):
    peran = world.peran[J.KEPALA_UNIT]
    end_peran(peran, selesai=TODAY() + 5 * DAY, alasan="Mutasi", by=admin)
    add_peran(calon(world, J.KEPALA_UNIT, unit=world.unit, mulai=TODAY() + 6 * DAY), by=admin)
    with pytest.raises(Ditolak, match="beri peran baru"):
        end_peran(peran, selesai=TODAY() + 9 * DAY, alasan="Diperpanjang", by=admin)
    assert end_peran(peran, selesai=TODAY(), alasan="Dipercepat", by=admin).selesai == TODAY()


def test_the_person_is_told_of_a_role_given_and_ended(world, admin):
    peran = add_peran(calon(world, J.TIUK), by=admin)
    end_peran(peran, selesai=TODAY(), alasan="Mutasi", by=admin)
    told = list(peran.user.notifikasi.order_by("pk").values_list("judul", flat=True))
    assert told == [
        "Anda mendapat peran Tim Identifikasi Unit Kerja",
        "Peran Tim Identifikasi Unit Kerja Anda diakhiri",
    ]


def test_the_last_administrator_cannot_go(world, admin):
    with pytest.raises(Ditolak, match="administrator terakhir"):
        end_peran(admin, selesai=TODAY(), alasan="x", by=admin)
    add_peran(calon(world, J.ADMIN_INSTANSI), by=admin)
    end_peran(admin, selesai=TODAY(), alasan="x", by=admin)
    admin.refresh_from_db()
    assert admin.selesai == TODAY()


def test_an_administrator_who_leaves_soon_does_not_count_as_another(world, admin):
    add_peran(calon(world, J.ADMIN_INSTANSI, selesai=TODAY()), by=admin)
    with pytest.raises(Ditolak, match="administrator terakhir"):
        end_peran(admin, selesai=TODAY(), alasan="x", by=admin)


def test_the_page_of_rights_names_every_role(client):
    page = client.get(reverse("peran_hak")).content.decode()
    assert [label for label in J.labels if label not in page] == []
    assert "Menetapkan Tim Pembangunan ZI" in page
