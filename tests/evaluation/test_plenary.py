"""The plenary: what is taken over, what is decided with which reason, conflicts, agreement, minutes."""

from decimal import Decimal

import pytest

from evaluation.lke.numbers import dua_desimal
from evaluation.models import EvaluasiTPI, JawabanPenilai, Pleno, PutusanPleno
from evaluation.plenary_data import BELUM, BERBEDA, LAIN_UNIT, read_minutes, read_plenary
from evaluation.services import plenary
from evaluation.services.tpi_open import take_step
from tests.evaluation.pleno_worlds import (
    SECOND,
    assessor_says,
    at_pleno_phase,
    decide,
    in_plenary,
    meeting,
    own_answer,
    reread,
)
from tests.evaluation.tpi_worlds import COUNTED, FIRST
from units.choices import JenisPeran
from units.errors import BenturanPerubahan, Ditolak, TidakBerwenang

J, F = JenisPeran, EvaluasiTPI.Fase
LEADERS = {J.KETUA_TPI, J.SEKRETARIS_TPI}


def second_assessor(evaluasi):
    return evaluasi.penugasan.order_by("-pk").first().penilai


# --- the meeting and what all agree on ------------------------------------------------------------------------


def test_opening_takes_over_what_all_agree_on_with_their_notes(world):
    evaluasi = at_pleno_phase(world, F.PLENO, A_I_1_i_a="tidak")
    JawabanPenilai.objects.filter(evaluasi=evaluasi, kode=SECOND).update(
        catatan="SK lengkap.", rekomendasi="Pertahankan."
    )
    row = plenary.open_pleno(evaluasi=evaluasi, data=meeting(world), by=world.peran[J.KETUA_TPI])
    agreed = evaluasi.putusan.get(kode=SECOND)
    assert (agreed.nilai, agreed.sepakat, agreed.alasan, agreed.rekomendasi) == (
        "a",
        True,
        "SK lengkap.",
        "Pertahankan.",
    )
    assert evaluasi.putusan.count() == 112
    assert not evaluasi.putusan.filter(kode=FIRST).exists()
    assert row.hadir.count() == 2


def test_counts_agree_by_what_they_say_not_by_their_order(world):
    evaluasi = in_plenary(world, A_II_1_i_a={"perubahan": 2, "agen": 2})
    assert evaluasi.putusan.get(kode=COUNTED).sepakat


def test_answers_that_were_not_handed_in_do_not_count(world):
    evaluasi = at_pleno_phase(world, F.PLENO, A_I_1_i_a="tidak")
    assessor_says(evaluasi, second_assessor(evaluasi), FIRST, selesai_at=None)
    plenary.open_pleno(evaluasi=evaluasi, data=meeting(world), by=world.peran[J.KETUA_TPI])
    assert evaluasi.putusan.get(kode=FIRST).nilai == "ya"


@pytest.mark.parametrize("fase", [F.MEJA, F.KLARIFIKASI, F.LAPANGAN])
def test_the_plenary_waits_for_its_phase(world, fase):
    with pytest.raises(Ditolak, match="hanya dalam fase Pleno"):
        plenary.open_pleno(evaluasi=at_pleno_phase(world, fase), data=meeting(world), by=world.peran[J.KETUA_TPI])


def test_two_people_who_open_the_plenary_get_one(world):
    evaluasi = in_plenary(world)
    with pytest.raises(Ditolak, match="sudah dibuka"):
        plenary.open_pleno(evaluasi=evaluasi, data=meeting(world), by=world.peran[J.SEKRETARIS_TPI])
    assert Pleno.objects.count() == 1


def test_who_leads_the_plenary(world):
    evaluasi = at_pleno_phase(world, F.PLENO)
    for jenis in set(J) - LEADERS:
        with pytest.raises(TidakBerwenang):
            plenary.open_pleno(evaluasi=evaluasi, data=meeting(world), by=world.peran[jenis])


def test_a_ketua_who_belongs_to_the_unit_decides_nothing(world):
    evaluasi = in_plenary(world)
    user = world.peran[J.KETUA_TPI].user
    user.unit = world.unit
    user.save()
    with pytest.raises(TidakBerwenang):
        decide(world, evaluasi)


def test_nobody_present_is_refused(world):
    evaluasi = at_pleno_phase(world, F.PLENO)
    with pytest.raises(Ditolak, match="yang hadir"):
        plenary.open_pleno(evaluasi=evaluasi, data=meeting(world, hadir=()), by=world.peran[J.KETUA_TPI])


def test_changing_the_record_keeps_both_versions_apart(world):
    evaluasi = in_plenary(world)
    plenary.change_pleno(
        evaluasi=evaluasi, data=meeting(world, catatan="Dari ketua"), versi=1, by=world.peran[J.KETUA_TPI]
    )
    with pytest.raises(BenturanPerubahan) as other:
        plenary.change_pleno(
            evaluasi=evaluasi, data=meeting(world, catatan="Lain"), versi=1, by=world.peran[J.SEKRETARIS_TPI]
        )
    assert "Dari ketua" in other.value.nilai


def test_agreement_is_taken_over_anew_after_the_evaluation_went_back(world):
    """Agreed before, no longer agreed now: waits for a decision. Disagreed before, agreed now: taken over."""
    evaluasi = in_plenary(world, A_I_1_i_a="tidak")
    ketua, second = world.peran[J.KETUA_TPI], second_assessor(evaluasi)
    take_step(evaluasi=evaluasi, name="back_to_field", by=ketua, alasan="Bukti baru.")
    assessor_says(evaluasi, second, FIRST, nilai="ya")
    assessor_says(evaluasi, second, SECOND, nilai="c")
    take_step(evaluasi=evaluasi, name="deliberate", by=ketua)
    evaluasi = reread(evaluasi)
    assert plenary.take_over_agreed(evaluasi=evaluasi, by=ketua) == 2
    assert evaluasi.putusan.get(kode=FIRST).nilai == "ya"
    assert evaluasi.putusan.get(kode=SECOND).nilai is None
    assert plenary.take_over_agreed(evaluasi=evaluasi, by=ketua) == 0


# --- decisions -----------------------------------------------------------------------------------------------


def test_a_disagreement_is_decided_with_a_reason(world):
    evaluasi = in_plenary(world, A_I_1_i_a="tidak")
    with pytest.raises(Ditolak, match="Isi alasan putusan"):
        decide(world, evaluasi, alasan="")
    row = decide(world, evaluasi, alasan="SK belum ditandatangani.")
    assert (row.nilai, row.sepakat, row.versi) == ("tidak", False, 1)
    last = row.riwayat.first()
    assert (last.tindakan, last.ke, last.alasan) == ("Memutus dalam pleno", "Tidak", "SK belum ditandatangani.")


def test_the_agreed_value_needs_no_reason_another_one_does(world):
    evaluasi = in_plenary(world)
    with pytest.raises(Ditolak, match="Isi alasan putusan"):
        decide(world, evaluasi, nilai="tidak", alasan="")
    row = decide(world, evaluasi, nilai="ya", alasan="", rekomendasi="Perbarui SK.")
    assert (row.sepakat, row.rekomendasi) == (True, "Perbarui SK.")


def test_only_tpi_says_that_a_question_does_not_apply_and_why(world):
    evaluasi = in_plenary(world)
    row = decide(world, evaluasi, nilai={"tidak_berlaku": "Tidak ada layanan langsung."}, alasan="Lihat nilai.")
    assert row.nilai == {"tidak_berlaku": "Tidak ada layanan langsung."}
    with pytest.raises(Ditolak, match="alasan"):
        decide(world, evaluasi, kode=SECOND, nilai={"tidak_berlaku": " "})


@pytest.mark.parametrize(
    ("kode", "nilai"),
    [
        (FIRST, "mungkin"),
        (FIRST, ""),
        (COUNTED, {"agen": "-1", "perubahan": "2"}),
        (COUNTED, {"agen": "2"}),
        ("X", "ya"),
    ],
)
def test_a_value_that_cannot_be_judged_is_refused(world, kode, nilai):
    evaluasi = in_plenary(world)
    before = list(evaluasi.putusan.values_list("kode", "nilai"))
    with pytest.raises(Ditolak):
        decide(world, evaluasi, kode=kode, nilai=nilai)
    assert list(evaluasi.putusan.values_list("kode", "nilai")) == before


def test_the_second_of_two_who_decide_at_once_is_told(world):
    evaluasi = in_plenary(world, A_I_1_i_a="tidak")
    decide(world, evaluasi, nilai="tidak", versi=0)
    with pytest.raises(BenturanPerubahan) as other:
        decide(world, evaluasi, nilai="ya", versi=0, by=world.peran[J.SEKRETARIS_TPI])
    assert (other.value.nilai, other.value.versi) == ("Tidak", 1)
    row = decide(world, evaluasi, nilai="ya", versi=1, by=world.peran[J.SEKRETARIS_TPI])
    assert [h.ke for h in row.riwayat.all()] == ["Ya", "Tidak"]


def test_the_same_decision_twice_is_one(world):
    evaluasi = in_plenary(world, A_I_1_i_a="tidak")
    decide(world, evaluasi)
    assert decide(world, evaluasi, versi=0, by=world.peran[J.SEKRETARIS_TPI]).versi == 1


def test_nothing_is_decided_before_the_meeting_is_recorded(world):
    with pytest.raises(Ditolak, match="yang hadir dalam pleno"):
        decide(world, at_pleno_phase(world, F.PLENO))


# --- what the page shows -------------------------------------------------------------------------------------


def test_the_views_of_the_plenary(world):
    evaluasi = in_plenary(world, A_I_1_i_a="tidak")
    own_answer(evaluasi, SECOND, "c")
    rapat = read_plenary(evaluasi, peran=world.peran[J.KETUA_TPI])
    assert rapat.jumlah == {"berbeda": 1, "unit": 2, "belum": 1, "semua": 113}
    (differing,) = rapat.shown(BERBEDA)
    assert [(p.nama != "", p.jawaban) for p in differing.penilai] in (
        [(True, "Ya"), (True, "Tidak")],
        [(True, "Tidak"), (True, "Ya")],
    )
    assert {b.kode for b in rapat.shown(LAIN_UNIT)} == {FIRST, SECOND}
    assert [b.kode for b in rapat.shown(BELUM)] == [FIRST]


def test_the_spread_is_in_points_of_the_instrument(world):
    """A.I.1.i weighs 0.5 and has two questions: ya against tidak moves 0.25 points."""
    evaluasi = in_plenary(world, A_I_1_i_a="tidak")
    (row,) = read_plenary(evaluasi, peran=world.peran[J.KETUA_TPI]).shown(BERBEDA)
    isi = plenary.content_of(evaluasi.instrumen)[0]
    indicator = isi.simpul["A.I.1.i"]
    assert row.rentang == indicator.bobot / len(indicator.pertanyaan)


def test_a_decided_question_that_equals_the_unit_is_no_difference(world):
    evaluasi = in_plenary(world, A_I_1_i_a="tidak")
    decide(world, evaluasi, nilai="ya")
    assert read_plenary(evaluasi, peran=world.peran[J.KETUA_TPI]).shown(LAIN_UNIT) == ()


def test_agreement_per_area_and_in_all(world):
    """Two assessors, 113 questions, one disagreement in the first area."""
    evaluasi = in_plenary(world, A_I_1_i_a="tidak")
    whole, first, *others = read_plenary(evaluasi, peran=world.peran[J.KETUA_TPI]).kesepakatan
    assert (whole.area, whole.angka.dinilai, whole.angka.cara) == ("", 113, "Cohen")
    assert dua_desimal(whole.angka.persen) == Decimal("99.12")
    assert first.angka.persen < 100
    assert all(k.angka.persen == 100 for k in others)
    assert all(k.angka.kappa.nilai is None or k.angka.kappa.nilai == 1 for k in others)


def test_members_without_the_lead_read_the_plenary_but_do_not_decide(world):
    evaluasi = in_plenary(world, A_I_1_i_a="tidak")
    assert read_plenary(evaluasi, peran=world.peran[J.ANGGOTA_TPI]).shown(BERBEDA)[0].penilai
    with pytest.raises(TidakBerwenang):
        decide(world, evaluasi, by=world.peran[J.ANGGOTA_TPI])


def test_the_minutes_say_who_was_there_and_what_was_decided(world):
    evaluasi = in_plenary(world, A_I_1_i_a="tidak")
    assert read_minutes(reread(evaluasi), peran=world.peran[J.KETUA_TPI]).diputus == 0
    decide(world, evaluasi, alasan="SK belum berlaku.")
    acara = read_minutes(reread(evaluasi), peran=world.peran[J.KETUA_TPI])
    assert (acara.jumlah, acara.sepakat, acara.diputus) == (113, 112, 1)
    assert {p.kedudukan for p in acara.hadir} == {"Ketua TPI", "Sekretaris TPI"}
    assert [(b.kode, b.putusan, b.alasan) for b in acara.berbeda] == [(FIRST, "Tidak", "SK belum berlaku.")]


def test_reading_the_plenary_costs_the_same_with_every_disagreement(world, django_assert_num_queries):
    evaluasi = in_plenary(world, A_I_1_i_a="tidak")
    with django_assert_num_queries(4):
        read_plenary(evaluasi, peran=world.peran[J.KETUA_TPI])
    PutusanPleno.objects.filter(kode__startswith="A.I").update(sepakat=False)
    for kode in ("A.I.2.i.a", "A.I.3.i.a"):
        assessor_says(evaluasi, second_assessor(evaluasi), kode, nilai="b")
    with django_assert_num_queries(4):
        read_plenary(evaluasi, peran=world.peran[J.KETUA_TPI])
