"""The list of the year and the beginning of an assessment."""

import pytest
from django.urls import reverse

from evaluation.models import Penilaian
from evaluation.services import assessment, instruments
from evaluation.services.steps import take_step
from tests.evaluation.worlds import at_step, best_answers, fill, make_penilaian, publish
from tests.factories import UnitKerjaFactory, make_peran
from units.choices import JenisPeran
from units.errors import Ditolak
from units.models import PembangunanZI

J = JenisPeran
LIST = "/penilaian/"


def another_unit(world, nama: str, **changes) -> Penilaian:
    """A second unit with a submitted assessment."""
    unit = UnitKerjaFactory(instansi=world.instansi, nama=nama)
    pembangunan = PembangunanZI.objects.create(unit=unit, periode=world.periode)
    ketua = make_peran(J.KETUA_TIM, instansi=world.instansi, unit=unit)
    kepala = make_peran(J.KEPALA_UNIT, instansi=world.instansi, unit=unit)
    instrumen = instruments.published(world.instansi.pk).get()
    row = assessment.create_penilaian(pembangunan=pembangunan, instrumen=instrumen, by=ketua)
    fill(row, best_answers() | changes)
    take_step(penilaian=row, name="prepare", by=ketua)
    return take_step(penilaian=row, name="submit", by=kepala, setuju=True)


def test_the_list_asks_the_same_queries_for_one_and_three(world, client_as, django_assert_num_queries):
    client = client_as(world.peran[J.KETUA_TPI])
    at_step(world, "diajukan")
    client.get(LIST)
    with django_assert_num_queries(8):
        client.get(LIST)
    another_unit(world, "Puskesmas Satu")
    another_unit(world, "Puskesmas Dua")
    with django_assert_num_queries(8):
        assert client.get(LIST).context["table"].paginator.count == 3


@pytest.mark.parametrize(
    ("query", "units"),
    [
        ({"status": "diajukan"}, ["Puskesmas"]), ({"status": "belum"}, ["sendiri"]), ({"hasil": "wbk"}, []),
        ({"hasil": "bukan_wbk"}, ["Puskesmas"]), ({"q": "puskes"}, ["Puskesmas"]), ({"hasil": "wbbm"}, []),
    ],
)  # fmt: skip
def test_the_list_is_filtered(world, client_as, query, units):
    make_penilaian(world)
    another_unit(world, "Puskesmas", **{"B.I.i.a": "1"})
    table = client_as(world.peran[J.TIM_PEMBINA]).get(LIST, query).context["table"]
    names = ["sendiri" if row.record.unit == world.unit else row.record.unit.nama for row in table.rows]
    assert names == units


def test_the_list_shows_the_signed_figures(world, client_as):
    publish(world)
    another_unit(world, "Puskesmas", **{"B.I.i.a": "1"})
    html = client_as(world.peran[J.KEPALA_DAERAH]).get(LIST).content.decode()
    # 100 less 17,50 x 3/4
    assert "86,88" in html
    assert "Belum diajukan" in html


def test_a_unit_is_led_to_its_own(world, client_as):
    client = client_as(world.peran[J.KETUA_TIM])
    assert "Mulai penilaian mandiri" in client.get(LIST).content.decode()
    penilaian = make_penilaian(world)
    assert client.get(LIST).url == reverse("penilaian_detail", args=[penilaian.pk])


def test_an_assessment_begins_empty_on_the_chosen_instrument(world, client_as):
    instrumen = publish(world)
    client, url = client_as(world.peran[J.KETUA_TIM]), reverse("penilaian_create", args=[world.pembangunan.pk])
    assert " checked" not in client.get(url).content.decode()
    client.post(url, {"instrumen": instrumen.pk})
    row = Penilaian.objects.get()
    assert (row.instrumen, row.status, row.jawaban.count()) == (instrumen, "draf", 0)
    assert client.get(url).url == reverse("penilaian_fill", args=[row.pk])


def test_a_draft_instrument_and_another_institutions_are_no_choice(world, other_world, client_as):
    foreign = publish(other_world)
    draft = instruments.begin_from_shipped("lke-2021", instansi=world.instansi, by=world.peran[J.ADMIN_INSTANSI])
    client, url = client_as(world.peran[J.KETUA_TIM]), reverse("penilaian_create", args=[world.pembangunan.pk])
    assert "Belum ada LKE yang terbit" in client.get(url).content.decode()
    for row in (foreign, draft):
        client.post(url, {"instrumen": row.pk})
        with pytest.raises(Ditolak, match="belum terbit"):
            assessment.create_penilaian(pembangunan=world.pembangunan, instrumen=row, by=world.peran[J.KETUA_TIM])
    assert not Penilaian.objects.exists()


def test_a_unit_has_one_assessment_a_year(world):
    make_penilaian(world)
    with pytest.raises(Ditolak, match="sudah ada"):
        make_penilaian(world)


def test_the_institution_sees_what_was_submitted_only(world, other_world):
    penilaian = at_step(world, "disiapkan")
    assert not Penilaian.objects.visible_to(world.peran[J.KETUA_TPI]).exists()
    take_step(penilaian=penilaian, name="submit", by=world.peran[J.KEPALA_UNIT], setuju=True)
    assert Penilaian.objects.visible_to(world.peran[J.KETUA_TPI]).exists()
    assert not Penilaian.objects.visible_to(other_world.peran[J.KETUA_TPI]).exists()
    assert not Penilaian.objects.visible_to(world.peran[J.PEGAWAI]).exists()
