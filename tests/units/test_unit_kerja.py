"""Work units: who sees and changes them, and what keeps their tree and names sound."""

import pytest
from django.urls import reverse

from tests.factories import InstansiFactory, UnitKerjaFactory, make_peran
from units.choices import JenisPeran as J
from units.models import UnitKerja
from units.services.unit_kerja import finds_itself_above


@pytest.fixture
def client(world, client_as):
    return client_as(world.peran[J.ADMIN_INSTANSI])


def unit(**changes) -> dict:
    return {
        "kode": "9.001", "nama": "Puskesmas Contoh", "induk": "", "jenis_layanan": "kesehatan",
        "jabatan_kepala": "Kepala Puskesmas Contoh", "jumlah_pegawai": "31",
    } | changes  # fmt: skip


def errors(response) -> dict:
    return response.context["form"].errors


def test_a_unit_is_created_with_its_history(world, client):
    response = client.post(reverse("unit_create"), unit(induk=world.unit.pk))
    row = UnitKerja.objects.get(kode="9.001")
    assert response.url == reverse("unit_detail", args=[row.pk])
    assert (row.instansi, row.induk, row.jumlah_pegawai) == (world.instansi, world.unit, 31)
    assert row.riwayat.get().tindakan == "Membuat unit kerja"


def test_a_number_with_a_thousands_point_and_a_wrong_address_are_refused_in_plain_words(client):
    found = errors(client.post(reverse("unit_create"), unit(jumlah_pegawai="1.234", surel="bukan surel")))
    assert found["jumlah_pegawai"] == ["Isi dengan bilangan bulat tanpa titik, misalnya 1234."]
    assert found["surel"] == ["Isi alamat surel yang benar, misalnya nama@contoh.go.id."]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kode": ""}, "kode"),
        ({"nama": ""}, "nama"),
        ({"jabatan_kepala": ""}, "jabatan_kepala"),
        ({"jumlah_pegawai": "-3"}, "jumlah_pegawai"),
        ({"jumlah_pegawai": "banyak"}, "jumlah_pegawai"),
        ({"surel": "bukan surel"}, "surel"),
        ({"jenis_layanan": "terbang"}, "jenis_layanan"),
        ({"is_inspektorat": "on"}, "is_inspektorat"),
    ],
)
def test_bad_input_is_refused_at_its_field_and_the_rest_stays(client, changes, field):
    response = client.post(reverse("unit_create"), unit(alamat="Jalan Mawar 7") | changes)
    assert set(errors(response)) == {field}
    assert "Jalan Mawar 7" in response.content.decode()
    assert not UnitKerja.objects.filter(kode="9.001").exists()


def test_code_and_name_are_used_once_in_an_institution_but_again_in_another(world, other_world, client):
    response = client.post(reverse("unit_create"), unit(kode=world.unit.kode, nama=world.unit.nama.upper()))
    assert set(errors(response)) == {"kode", "nama"}
    assert world.unit.nama in errors(response)["kode"][0]
    assert (
        client.post(reverse("unit_create"), unit(kode=other_world.unit.kode, nama=other_world.unit.nama)).status_code
        == 302
    )


def test_a_parent_of_another_institution_cannot_be_chosen(other_world, client):
    assert "induk" in errors(client.post(reverse("unit_create"), unit(induk=other_world.unit.pk)))


def test_a_unit_never_stands_above_itself(world, client):
    child = UnitKerjaFactory(instansi=world.instansi, induk=world.unit)
    grandchild = UnitKerjaFactory(instansi=world.instansi, induk=child)
    data = unit(kode=world.unit.kode, nama=world.unit.nama, induk=grandchild.pk)
    response = client.post(reverse("unit_edit", args=[world.unit.pk]), data)
    assert "berada di bawah" in errors(response)["induk"][0]
    assert "induk" in errors(client.post(reverse("unit_edit", args=[world.unit.pk]), data | {"induk": world.unit.pk}))
    world.unit.refresh_from_db()
    assert world.unit.induk is None


@pytest.mark.parametrize(
    ("parents", "expected"),
    [({1: None, 2: 1, 3: 2}, True), ({1: None, 2: None, 3: 2}, False), ({1: None, 2: 3, 3: 2}, False), ({}, False)],
)
def test_finds_itself_above(parents, expected):
    assert finds_itself_above(1, 3, parents) is expected


def test_the_head_corrects_three_fields_and_nothing_else(world, client_as):
    client = client_as(world.peran[J.KEPALA_UNIT])
    url = reverse("unit_edit", args=[world.unit.pk])
    data = unit(nama="Nama Lain", kode="0", alamat="Jalan Melati 1", telepon="0711", jumlah_pegawai="40")
    assert client.post(url, data).status_code == 302
    before = world.unit
    after = UnitKerja.objects.get(pk=before.pk)
    assert (after.alamat, after.telepon, after.jumlah_pegawai) == ("Jalan Melati 1", "0711", 40)
    assert (after.nama, after.kode) == (before.nama, before.kode)
    assert set(after.riwayat.values_list("kolom", flat=True)) == {"Alamat", "Telepon", "Jumlah pegawai"}
    assert client.get(reverse("unit_edit", args=[world.inspektorat.pk])).status_code == 404


def test_deactivating_asks_a_reason_says_what_happens_and_deletes_nothing(world, client):
    url = reverse("unit_deactivate", args=[world.unit.pk])
    page = client.get(url).content.decode()
    assert "4 peran yang masih berlaku" in page
    assert str(world.periode.tahun) in page
    assert client.post(url, {"alasan": ""}).status_code == 422
    client.post(url, {"alasan": "Digabung dengan unit lain"})
    row = UnitKerja.objects.get(pk=world.unit.pk)
    assert (row.is_active, row.riwayat.get().alasan) == (False, "Digabung dengan unit lain")
    client.post(reverse("unit_activate", args=[row.pk]))
    row.refresh_from_db()
    assert row.is_active


def test_a_unit_with_active_units_below_cannot_be_deactivated(world, client):
    child = UnitKerjaFactory(instansi=world.instansi, induk=world.unit, nama="UPT Bawahan")
    url = reverse("unit_deactivate", args=[world.unit.pk])
    assert "UPT Bawahan" in client.post(url, {"alasan": "x"}).content.decode()
    child.is_active = False
    child.save()
    assert client.post(url, {"alasan": "x"}).status_code == 302


def test_each_role_lists_its_own_scope(world, other_world, client_as):
    def listed(jenis) -> list[UnitKerja]:
        return list(client_as(world.peran[jenis]).get(reverse("unit_list")).context["table"].data)

    both = sorted([world.unit, world.inspektorat], key=lambda u: u.kode)
    assert listed(J.ADMIN_INSTANSI) == both
    assert listed(J.KEPALA_DAERAH) == both
    own = reverse("unit_detail", args=[world.unit.pk])
    assert client_as(world.peran[J.PEGAWAI]).get(reverse("unit_list")).url == own
    assert listed(J.PENILAI_TPN) == []


def test_an_institution_without_units_is_shown_the_next_step(db, client_as):
    admin = make_peran(J.ADMIN_INSTANSI, instansi=InstansiFactory())
    page = client_as(admin).get(reverse("unit_list")).content.decode()
    assert "Belum ada unit kerja" in page
    assert f"{reverse('impor_create')}?jenis=unit" in page


def test_the_list_is_filtered_by_words_service_and_state(world, client):
    target = UnitKerjaFactory(
        instansi=world.instansi, nama="RSUD Sehat", kode="R.1", jenis_layanan="kesehatan", is_active=False
    )

    def found(**query) -> list[UnitKerja]:
        return list(client.get(reverse("unit_list"), query).context["table"].data)

    assert found(q="sehat") == found(q="r.1") == found(jenis_layanan="kesehatan") == found(aktif="tidak") == [target]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_queries_for_any_number_of_rows(world, client, rows, django_assert_num_queries):
    for _ in range(rows):
        UnitKerjaFactory(instansi=world.instansi, induk=UnitKerjaFactory(instansi=world.instansi))
    with django_assert_num_queries(8):
        client.get(reverse("unit_list"))


@pytest.mark.parametrize("rows", [1, 3])
def test_a_units_page_asks_the_same_queries_for_any_number_of_rows(world, client, rows, django_assert_num_queries):
    for _ in range(rows):
        UnitKerjaFactory(instansi=world.instansi, induk=world.unit)
        world.unit.riwayat.create(
            tindakan="Contoh", oleh=world.peran[J.ADMIN_INSTANSI].user, peran=world.peran[J.ADMIN_INSTANSI]
        )
    with django_assert_num_queries(11):
        client.get(reverse("unit_detail", args=[world.unit.pk]))
