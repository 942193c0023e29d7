"""The declaration is written down with its facts, links, charter and photos until the unit declares.

Perwal Tangerang 72/2018 Bab II A.3-4; Perbup Ketapang 49/2022 Pasal 3(2).
"""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from tests.units.year_worlds import at_stage, declare_facts
from units.choices import JenisPeran as J
from units.choices import Tahap
from units.errors import Ditolak
from units.models import FotoPencanangan, Pencanangan
from units.services import declaration as services
from units.year_conditions import declaration_complete

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def picture(colour: str = "red") -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (20, 20), colour).save(out, "PNG")
    return SimpleUploadedFile("foto.png", out.getvalue())


@pytest.fixture
def year(world):
    return at_stage(world, Tahap.DIIDENTIFIKASI)


@pytest.fixture
def client(world, client_as):
    return client_as(world.peran[J.KEPALA_UNIT])


def facts(**changes) -> dict:
    return {
        "tanggal": timezone.localdate().isoformat(),
        "tempat": "Aula kecamatan",
        "saksi": "Inspektur\nKepala Dinas",
        "tautan": "https://contoh.example/berita",
    } | changes


def url(year) -> str:
    return reverse("pencanangan_edit", args=[year.pk])


def test_the_facts_are_written_down_with_history(world, year, client):
    charter = SimpleUploadedFile("piagam.pdf", PDF)
    assert client.post(url(year), facts(piagam_baru=charter)).url == url(year)
    row = Pencanangan.objects.get(pembangunan=year)
    assert (row.tempat, row.saksi, row.piagam.nama_asli) == ("Aula kecamatan", "Inspektur\nKepala Dinas", "piagam.pdf")
    client.post(url(year), facts(tempat="Alun-alun"))
    rows = {(r.kolom, r.dari, r.ke) for r in year.riwayat.all()}
    assert ("Tempat", "Aula kecamatan", "Alun-alun") in rows
    assert not any(kolom == "Saksi" for kolom, _, _ in rows)
    assert Pencanangan.objects.get(pembangunan=year).piagam.nama_asli == "piagam.pdf"


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"tanggal": ""}, "tanggal", "Isi tanggal"),
        ({"tanggal": "2003-01-01"}, "tanggal", "harus dalam tahun"),
        ({"tempat": ""}, "tempat", "Isi tempat"),
        ({"saksi": " \n "}, "saksi", "satu saksi"),
        ({"tautan": "https://baik.example\njavascript:alert(1)"}, "tautan", "Baris 2: Tautan harus diawali"),
        ({"tautan": "\n".join(f"https://a.example/{n}" for n in range(21))}, "tautan", "Paling banyak 20"),
    ],
)
def test_nonsense_is_refused_at_its_field(year, client, changes, field, words):
    errors = client.post(url(year), facts(**changes)).context["form"].errors
    assert words in errors[field][0]
    assert not Pencanangan.objects.exists()


def test_a_charter_that_is_none_is_refused_and_nothing_is_saved_by_halves(year, client):
    charter = SimpleUploadedFile("piagam.pdf", b"bukan pdf")
    errors = client.post(url(year), facts(piagam_baru=charter)).context["form"].errors
    assert "ditolak" in errors["piagam_baru"][0]
    assert not Pencanangan.objects.exists()


def test_what_somebody_else_changed_meanwhile_is_told(world, year, client):
    client.post(url(year), facts())
    seen = client.get(url(year)).context["form"]["versi"].value()
    data = facts(tempat="Alun-alun") | {"tanggal": timezone.localdate()}
    services.save_pencanangan(year, data, piagam=None, by=world.peran[J.KETUA_TIM])
    errors = client.post(url(year), facts(tempat="Gedung", versi=seen)).context["form"].errors
    assert "“Aula kecamatan” menjadi “Alun-alun”" in errors["__all__"][0]
    assert Pencanangan.objects.get().tempat == "Alun-alun"


@pytest.mark.parametrize("tahap", [Tahap.DICANANGKAN, Tahap.MEMBANGUN])
def test_what_was_declared_is_only_read(world, year, client, tahap):
    row = declare_facts(world, year, tempat="Aula lama")
    year = at_stage(world, tahap)
    page = client.get(url(year))
    assert (page.context["form"], "Aula lama" in page.content.decode()) == (None, True)
    errors = client.post(url(year), facts()).context["form"].errors
    assert "membatalkan pencanangan" in errors["__all__"][0]
    assert Pencanangan.objects.get(pk=row.pk).tempat == "Aula lama"
    with pytest.raises(Ditolak):
        services.add_photo(year, picture(), by=world.peran[J.KEPALA_UNIT])


def test_photos_are_added_shown_and_taken_away(world, year, client):
    add = reverse("pencanangan_foto_add", args=[year.pk])
    declare_facts(world, year)
    answer = client.post(add, {"berkas": picture()}, headers={"X-Requested-With": "fetch"})
    assert (answer.status_code, 'id="foto"' in answer.content.decode()) == (201, True)
    client.post(add, {"berkas": [picture(), picture("blue")]})  # the first is known already
    first, _ = FotoPencanangan.objects.all()
    shown = client.get(reverse("pencanangan_foto", args=[first.pk]))
    assert shown.headers["Content-Type"] == "image/png"
    client.post(reverse("pencanangan_foto_remove", args=[first.pk]))
    assert FotoPencanangan.objects.count() == 1
    assert year.riwayat.first().tindakan == "Menghapus foto pencanangan"


def test_a_photo_needs_the_facts_first_and_must_be_a_picture(world, year, client):
    add = reverse("pencanangan_foto_add", args=[year.pk])
    early = client.post(add, {"berkas": picture()}, headers={"X-Requested-With": "fetch"})
    assert (early.status_code, "lebih dahulu" in early.json()["galat"]) == (422, True)
    declare_facts(world, year)
    wrong = SimpleUploadedFile("foto.png", PDF)
    answer = client.post(add, {"berkas": wrong}, headers={"X-Requested-With": "fetch"})
    assert (answer.status_code, "JPG atau PNG" in answer.json()["galat"]) == (422, True)
    assert not FotoPencanangan.objects.exists()


def kinds(year) -> dict[str, bool]:
    return {t.kode: t.is_galat for t in declaration_complete(year)}


def test_a_declaration_is_complete_with_facts_and_publication(world, year):
    assert kinds(year) == {"pencanangan": True}
    row = declare_facts(world, year, tautan=" ", tanggal=timezone.localdate() + timedelta(days=1))
    assert kinds(year) == {
        "pencanangan_belum": True,
        "tanpa_publikasi": True,
        "tanpa_foto": False,
        "tanpa_piagam": False,
    }
    Pencanangan.objects.filter(pk=row.pk).update(tautan="https://a.example", tanggal=timezone.localdate())
    assert kinds(year) == {"tanpa_foto": False, "tanpa_piagam": False}
