"""An LKE that the portal does not know comes in through its page and becomes a draft to complete."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from evaluation.lke.instrument import load_instrumen, shipped_instrumen
from evaluation.lke.threshold import load_ambang
from evaluation.models import Instrumen
from evaluation.services import instruments
from tests.evaluation.ministry_form import build_form
from tests.evaluation.worlds import publish
from units.choices import JenisPeran

J = JenisPeran
URL = "/instrumen/impor/"


@pytest.fixture
def client(world, client_as):
    return client_as(world.peran[J.SEKRETARIS_TPI])


def send(client, data: bytes, **changes):
    fields = {"kode": "lke-lama", "nama": "LKE Lama", "dasar": "Peraturan Lama", "ambang": "lke-2021"} | changes
    return client.post(URL, fields | {"berkas": SimpleUploadedFile("lke.xlsx", data)})


def empty_book() -> bytes:
    out = BytesIO()
    Workbook().save(out)
    return out.getvalue()


def test_the_ministrys_form_becomes_a_draft_with_the_thresholds_chosen(world, client):
    answer = send(client, build_form({}).save())
    row = Instrumen.objects.get()
    assert answer.url == reverse("instrumen_detail", args=[row.pk])
    assert (row.status, row.kode, row.versi) == ("draf", "lke-lama", 1)
    assert list(load_instrumen(row.isi).pertanyaan) == list(shipped_instrumen("lke-2021").pertanyaan)
    assert instruments.problems(row.isi, row.ambang) == []
    notes = row.riwayat.get(tindakan="Mengimpor instrumen dari buku kerja").alasan
    assert "Formulir tidak menyebut nilai bila penyebutnya 0." in notes  # what the person should look at


@pytest.mark.parametrize("kode", ["lke-2014", "lke-2019", "lke-2021"])
def test_the_draft_begins_with_the_thresholds_that_were_chosen_and_can_be_edited(client, kode):
    send(client, build_form({}).save(), ambang=kode)
    row = Instrumen.objects.get()
    assert load_ambang(row.ambang).instrumen == kode
    assert client.get(reverse("instrumen_edit", args=[row.pk])).status_code == 200


@pytest.mark.parametrize(
    ("data", "changes", "words"),
    [
        (b"bukan excel", {}, "ditolak"),
        (empty_book(), {}, "bukan LKE"),
        (build_form({}).save(), {"kode": "LKE 2019"}, "Kode hanya boleh huruf kecil"),
        (build_form({}).save(), {"nama": ""}, "id_nama"),
    ],
    ids=["text", "no form", "code", "name"],
)
def test_what_cannot_become_an_instrument_is_refused_with_a_sentence(client, data, changes, words):
    html = send(client, data, **changes).content.decode()
    assert words in html
    assert not Instrumen.objects.exists()


def test_a_code_in_use_becomes_its_next_version(world, client):
    publish(world)
    send(client, build_form({}).save(), kode="lke-2021")
    assert Instrumen.objects.get(status="draf").versi == 2
    html = send(client, build_form({}).save(), kode="lke-2021").content.decode()
    assert "Sudah ada draf untuk lke-2021" in html
