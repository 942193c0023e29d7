"""A running assessment stays on its version; moving it shows first what changes, and is recorded."""

from datetime import date

import pytest
from django.urls import reverse

from evaluation import instrument_edit
from evaluation.models import Instrumen, Penilaian
from evaluation.services import assessment, instruments
from tests.evaluation.worlds import best_answers, fill, make_penilaian
from units.choices import JenisPeran

J = JenisPeran
CHANGED, GONE = "A.I.1.i.b", "A.I.1.ii.c"


@pytest.fixture
def penilaian(world) -> Penilaian:
    row = make_penilaian(world)
    fill(row, best_answers())
    return row


def new_version(world, penilaian: Penilaian) -> Instrumen:
    """One question on another scale, one gone, one new; laid down by decree."""
    by = world.peran[J.KETUA_TPI]
    copy = instruments.copy_instrumen(penilaian.instrumen, by=by)
    sent = {
        f"teks-{CHANGED}": "Anggota dipilih terbuka", f"jenis-{CHANGED}": "ya_tidak", f"hapus-{GONE}": "ya",
        "baru-A.I.1.i": "Tim bertemu tiap bulan",
    }  # fmt: skip
    data = instrument_edit.apply_section(instrument_edit.read_data(copy.isi), "A.I.1", sent)
    copy = instruments.edit_instrumen(
        copy, isi=instrument_edit.dump(data), ambang=copy.ambang, isi_versi=1, by=by, tindakan="Menyunting instrumen"
    )
    return instruments.publish_instrumen(copy, nomor="700/2", tanggal=date(2026, 2, 2), upload=None, by=by)


@pytest.fixture
def ketua(world, client_as):
    return client_as(world.peran[J.KETUA_TIM])


def test_a_running_assessment_stays_on_its_version(world, penilaian, ketua):
    before = assessment.result_of(penilaian).nilai
    new_version(world, penilaian)
    penilaian.refresh_from_db()
    assert (penilaian.instrumen.versi, assessment.result_of(penilaian).nilai) == (1, before)
    html = ketua.get(reverse("penilaian_detail", args=[penilaian.pk])).content.decode()
    assert "Pindah ke versi LKE yang berlaku" in html


def test_what_changes_is_shown_before_and_nothing_moves(world, penilaian, ketua):
    new_version(world, penilaian)
    html = ketua.get(reverse("penilaian_move", args=[penilaian.pk])).content.decode()
    for words in (
        f"Pertanyaan {GONE} tidak ada lagi.",
        "Pertanyaan A.I.1.i.c baru.",
        f"menjawab atau menghitung {CHANGED} berubah",
    ):
        assert words in html
    penilaian.refresh_from_db()
    assert penilaian.instrumen.versi == 1


def test_moving_keeps_what_still_means_the_same_and_is_recorded(world, penilaian, ketua):
    new = new_version(world, penilaian)
    penilaian.jawaban.filter(kode=CHANGED).update(catatan="Lihat SK")
    ketua.post(reverse("penilaian_move", args=[penilaian.pk]), {"versi": new.pk})
    penilaian.refresh_from_db()
    answers = assessment.answers_of(penilaian)
    assert (penilaian.instrumen, len(answers), CHANGED in answers, GONE in answers) == (new, 111, False, False)
    row = penilaian.jawaban.get(kode=CHANGED)
    assert (row.catatan, row.riwayat.get().tindakan) == ("Lihat SK", "Pindah versi LKE")
    assert f"{CHANGED}, {GONE}" in penilaian.riwayat.get(kolom="LKE").alasan
    assert assessment.result_of(penilaian).kosong == (CHANGED, "A.I.1.i.c")


def test_what_was_seen_is_what_is_moved_to(world, penilaian, ketua):
    new_version(world, penilaian)
    html = ketua.post(reverse("penilaian_move", args=[penilaian.pk]), {"versi": "0"}, follow=True).content.decode()
    assert "Periksa lagi perubahannya" in html
    penilaian.refresh_from_db()
    assert penilaian.instrumen.versi == 1


def test_on_the_version_in_force_there_is_nothing_to_move(penilaian, ketua):
    html = ketua.get(reverse("penilaian_move", args=[penilaian.pk]), follow=True).content.decode()
    assert "sudah memakai versi LKE yang berlaku" in html
