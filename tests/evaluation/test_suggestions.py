"""Suggested evidence comes from actions of the plan with the same indicator first, then from its title's words."""

import pytest
from django.urls import reverse

from action_plans.models import Aksi, BuktiRealisasi, Realisasi
from evaluation.models import Penilaian
from evaluation.suggestions import is_same_indicator
from tests.evaluation.worlds import FIRST, make_penilaian
from tests.factories import AksiFactory, RencanaFactory, World
from units import evidence
from units.choices import Area, JenisPeran
from units.models import DataDukung

J = JenisPeran


@pytest.fixture
def penilaian(world) -> Penilaian:
    return make_penilaian(world)


@pytest.fixture
def rencana(world):
    return RencanaFactory(pembangunan=world.pembangunan, versi=1)


def link(world: World, judul: str) -> DataDukung:
    by = world.peran[J.KETUA_TIM]
    return evidence.add_link(f"https://contoh.test/{judul}", pembangunan=world.pembangunan, by=by, judul=judul)[0]


def proves(row: DataDukung, aksi: Aksi, *, bulan: int = 3) -> None:
    realisasi, _ = Realisasi.objects.get_or_create(aksi=aksi, bulan=bulan)
    BuktiRealisasi.objects.create(realisasi=realisasi, data_dukung=row, created_by=row.created_by)


def panel(client_as, world: World, penilaian: Penilaian, kode: str = FIRST):
    url = reverse("jawaban_bukti", args=[penilaian.pk, kode])
    return client_as(world.peran[J.KETUA_TIM]).get(url)


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        # names of the shipped plans beside those of LKE 2021
        ("Penyusunan Tim Kerja", "Penyusunan Tim Kerja", True),
        ("Penyusunan Tim Kerja", "Tim Kerja", True),
        ("Rencana Pembangunan Zona Integritas", "Dokumen Rencana Pembangunan ZI menuju WBK/WBBM", True),
        ("Penerapan SPIP", "Penerapan Sistem Pengendalian Internal Pemerintah (SPIP)", True),
        ("Whistle-Blowing System", "Whistle Blowing System", True),
        (
            "Prosedur Operasional Tetap (SOP) Kegiatan Utama",
            "Prosedur Organisasi tetap (SOP) Kegiatan Utama",
            True,
        ),
        ("Standar Pelayanan", "Budaya Pelayanan Prima", False),
        ("Komitmen dalam Perubahan", "Komitmen Pimpinan", False),
        ("Pemantauan dan Evaluasi Pembangunan WBK/WBBM", "Perubahan Pola Pikir dan Budaya Kerja", False),
        ("Penyusunan Tim Kerja", "", False),
    ],
)
def test_one_indicator_under_two_names(ours, theirs, same):
    assert is_same_indicator(ours, theirs) is same


def test_evidence_of_the_same_indicators_actions_comes_first_and_says_why(world, penilaian, rencana, client_as):
    by_title, by_action = link(world, "Keputusan tim pembangunan ZI"), link(world, "Berkas 7")
    aksi = AksiFactory(rencana=rencana, indikator="Tim Kerja", aksi="Menetapkan tim")
    for bulan in (3, 4):
        proves(by_action, aksi, bulan=bulan)
    answer = panel(client_as, world, penilaian)
    assert [tuple(s) for s in answer.context["saran"]] == [
        (by_action.pk, "Berkas 7", "dari aksi: Menetapkan tim"),
        (by_title.pk, "Keputusan tim pembangunan ZI", "judulnya menyebut hal yang ditanyakan"),
    ]
    assert "dari aksi: Menetapkan tim" in answer.content.decode()


def test_several_actions_are_counted(world, penilaian, rencana, client_as):
    row = link(world, "Berkas 7")
    for name in ("Menetapkan tim", "Membagi tugas", "Menyusun jadwal"):
        proves(row, AksiFactory(rencana=rencana, aksi=name))
    (saran,) = panel(client_as, world, penilaian).context["saran"]
    assert saran.alasan == "dari aksi: Menetapkan tim (dan 2 aksi lain)"


@pytest.mark.parametrize(
    "other",
    [
        {"indikator": "Keterbukaan Informasi Publik"},
        {"area": Area.TATALAKSANA},
        {"dihapus_at": "2026-02-01T00:00:00Z"},
    ],
    ids=["another indicator", "another area", "an action taken out of the plan"],
)
def test_evidence_of_other_actions_is_not_suggested(world, penilaian, rencana, client_as, other):
    proves(link(world, "Berkas 7"), AksiFactory(rencana=rencana, **other))
    assert panel(client_as, world, penilaian).context["saran"] == []


def test_another_units_plan_suggests_nothing(world, other_world, penilaian, client_as):
    theirs = RencanaFactory(pembangunan=other_world.pembangunan, versi=1)
    proves(link(other_world, "Keputusan tim"), AksiFactory(rencana=theirs))
    assert panel(client_as, world, penilaian).context["saran"] == []


def test_the_form_says_how_much_evidence_waits_and_asks_once(
    world, penilaian, rencana, client_as, django_assert_num_queries
):
    client = client_as(world.peran[J.KETUA_TIM])
    url = reverse("penilaian_fill", args=[penilaian.pk]) + "?semua=1"
    client.get(url)
    for count in (1, 3):
        for _ in range(count - DataDukung.objects.count()):
            proves(link(world, f"Berkas {DataDukung.objects.count()}"), AksiFactory(rencana=rencana))
        with django_assert_num_queries(15):
            html = client.get(url).content.decode()
        # two questions of the indicator Penyusunan Tim Kerja
        assert html.count(f"Lampirkan data dukung ({count} saran dari rencana aksi)") == 2
