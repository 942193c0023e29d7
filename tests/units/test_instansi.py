"""The institution's own data, its letterhead and logo, and the command that brings a new one in."""

from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from PIL import Image

from tests.factories import InstansiFactory
from units.choices import JenisPeran as J
from units.models import Instansi, User


@pytest.fixture
def client(world, client_as):
    return client_as(world.peran[J.ADMIN_INSTANSI])


def data_of(instansi: Instansi, **changes) -> dict:
    names = (
        "nama",
        "jenis",
        "wilayah",
        "jabatan_kepala",
        "nama_kepala",
        "ibu_kota",
        "profil",
        "kop_baris",
        "alamat",
        "telepon",
        "surel",
        "situs",
    )
    return {name: getattr(instansi, name) for name in names} | changes


def png(size=(300, 200)) -> bytes:
    out = BytesIO()
    Image.new("RGBA", size, (10, 80, 90, 120)).save(out, "PNG")
    return out.getvalue()


def test_data_and_letterhead_are_saved_with_history(world, client):
    data = data_of(world.instansi, kop_baris="PEMERINTAH KABUPATEN CONTOH\nSEKRETARIAT DAERAH", nama_kepala="Dr. Baru")
    assert client.post(reverse("instansi_edit"), data).status_code == 302
    world.instansi.refresh_from_db()
    assert world.instansi.nama_kepala == "Dr. Baru"
    assert set(world.instansi.riwayat.values_list("kolom", flat=True)) == {"Nama kepala daerah", "Baris kop surat"}
    assert "SEKRETARIAT DAERAH</p>" in client.get(reverse("instansi_edit")).content.decode()


def test_a_refused_form_keeps_what_was_typed_and_previews_it(world, client):
    response = client.post(reverse("instansi_edit"), data_of(world.instansi, surel="salah", kop_baris="BARIS BARU"))
    assert "surel" in response.context["form"].errors
    assert '<p class="kop-baris">BARIS BARU</p>' in response.content.decode()
    world.instansi.refresh_from_db()
    assert world.instansi.kop_baris == ""


def test_the_name_of_another_institution_is_refused(world, client):
    response = client.post(reverse("instansi_edit"), data_of(world.instansi, nama=InstansiFactory().nama))
    assert "nama" in response.context["form"].errors


def test_a_logo_is_stored_served_and_removed(world, client):
    upload = SimpleUploadedFile("../../logo.png", png(), content_type="image/png")
    assert client.post(reverse("instansi_edit"), data_of(world.instansi, logo_baru=upload)).status_code == 302
    world.instansi.refresh_from_db()
    assert world.instansi.logo.nama_asli == "logo.png"
    response = client.get(reverse("instansi_logo", args=[world.instansi.pk]))
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert client.post(reverse("instansi_edit"), data_of(world.instansi, hapus_logo="on")).status_code == 302
    assert client.get(reverse("instansi_logo", args=[world.instansi.pk])).status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("logo.png", b"MZ\x90\x00 program"),
        ("logo.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("logo.pdf", b"%PDF-1.4\n%%EOF"),
        ("logo.png", png()[:60]),
    ],
)
def test_a_logo_that_is_no_picture_is_refused(world, client, name, content):
    response = client.post(
        reverse("instansi_edit"), data_of(world.instansi, logo_baru=SimpleUploadedFile(name, content))
    )
    assert "logo_baru" in response.context["form"].errors
    world.instansi.refresh_from_db()
    assert world.instansi.logo is None


def test_a_logo_that_is_too_large_is_cut_off_and_said_so(world, client, settings):
    settings.MAX_UPLOAD_MB = 1
    upload = SimpleUploadedFile("logo.png", b"\x89PNG\r\n\x1a\n" + b"0" * 1_200_000)
    response = client.post(reverse("instansi_edit"), data_of(world.instansi, logo_baru=upload))
    assert "terlalu besar" in response.context["form"].errors["logo_baru"][0]


# --- a new institution -------------------------------------------------------------------------------------


OPTIONS = {
    "profil": "ketapang-2022", "nama": "Pemerintah Kabupaten Baru", "wilayah": "Kabupaten Baru", "ibu_kota": "Kotabaru",
    "jabatan_kepala": "Bupati Baru", "admin_nama": "Dewi Anggraini", "admin_nip": "19850315 201001 2 007",
}  # fmt: skip


def test_the_command_makes_an_institution_with_a_first_administrator(db):
    out = StringIO()
    call_command("create_instansi", stdout=out, **OPTIONS)
    instansi = Instansi.objects.get(nama="Pemerintah Kabupaten Baru")
    user = User.objects.get(nip="198503152010012007")
    assert (instansi.jenis, user.instansi, user.must_change_password) == ("kabupaten", instansi, True)
    assert user.peran.get().jenis == J.ADMIN_INSTANSI
    sandi = out.getvalue().split("Kata sandi awal: ")[1].split()[0]
    assert user.check_password(sandi)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"profil": "tidak-ada"}, "--profil"),
        ({"admin_nip": "123"}, "18 angka"),
        ({"admin_nip": "", "admin_email": ""}, "--admin-nip"),
        ({"nama": ""}, "Nama pemerintah daerah"),
        ({"admin_email": "salah"}, "Surel"),
    ],
)
def test_the_command_names_what_is_wrong_and_makes_nothing(db, changes, words):
    with pytest.raises(CommandError, match=words):
        call_command("create_instansi", **OPTIONS | changes)
    assert (Instansi.objects.count(), User.objects.count()) == (0, 0)


def test_the_command_asks_for_what_is_missing_only_when_somebody_is_there(db):
    with pytest.raises(CommandError, match="--wilayah"):
        call_command("create_instansi", **{k: v for k, v in OPTIONS.items() if k != "wilayah"})


def test_the_command_refuses_what_exists(db):
    call_command("create_instansi", stdout=StringIO(), **OPTIONS)
    with pytest.raises(CommandError, match="Nama pemerintah daerah"):
        call_command("create_instansi", **OPTIONS | {"admin_nip": "", "admin_email": "lain@contoh.test"})
    with pytest.raises(CommandError, match="NIP"):
        call_command("create_instansi", **OPTIONS | {"nama": "Pemerintah Lain"})
    assert Instansi.objects.count() == 1
