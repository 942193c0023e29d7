"""From draft to submitted and back: who, when, what stands against it, and what is frozen."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from evaluation import checks
from evaluation.lke.numbers import dua_desimal
from evaluation.models import Penilaian, RingkasanNilai
from evaluation.services import assessment
from evaluation.services.steps import take_step
from evaluation.workflow import BEKU, WORKFLOW
from tests.access import ROLES
from tests.evaluation.worlds import FIRST, at_step, best_answers, fill, make_penilaian, save
from tests.factories import PeriodeFactory
from units import evidence
from units.choices import JenisPeran
from units.errors import Ditolak, TidakBerwenang
from units.models import Notifikasi, PembangunanZI, Peran
from units.transitions import SyaratBelumTerpenuhi

J = JenisPeran
MAY = {
    "prepare": {J.KETUA_TIM},
    "submit": {J.KEPALA_UNIT},
    "reopen": {J.KETUA_TIM, J.KEPALA_UNIT},
    "return": {J.KETUA_TPI, J.SEKRETARIS_TPI},
}
FROM_TO = {
    "prepare": ("draf", "disiapkan"),
    "submit": ("disiapkan", "diajukan"),
    "reopen": ("disiapkan", "draf"),
    "return": ("diajukan", "draf"),
}


def test_the_table_of_steps_is_the_one_that_is_tested():
    assert {t.name: (*t.sources, t.target) for t in WORKFLOW.transitions} == FROM_TO


@pytest.mark.parametrize("status", ["draf", "disiapkan", "diajukan"])
@pytest.mark.parametrize("name", FROM_TO)
def test_every_step_by_every_role_in_every_status(world, name, status):
    penilaian = at_step(world, status)
    source, target = FROM_TO[name]
    for jenis in sorted(ROLES):
        Penilaian.objects.filter(pk=penilaian.pk).update(status=status)
        options = {"penilaian": penilaian, "name": name, "by": world.peran[jenis], "alasan": "Perbaiki", "setuju": True}
        if jenis not in MAY[name]:
            with pytest.raises(TidakBerwenang):
                take_step(**options)
        elif status != source:
            with pytest.raises(Ditolak, match="status sekarang"):
                take_step(**options)
        else:
            Penilaian.objects.filter(pk=penilaian.pk).update(disiapkan_oleh=None)
            assert take_step(**options).status == target


@pytest.mark.parametrize("jenis", [J.KETUA_TIM, J.KEPALA_UNIT, J.KETUA_TPI])
@pytest.mark.parametrize("name", FROM_TO)
def test_nobody_acts_in_another_institution(world, other_world, name, jenis):
    penilaian = at_step(world, FROM_TO[name][0])
    with pytest.raises(TidakBerwenang):
        take_step(penilaian=penilaian, name=name, by=other_world.peran[jenis], alasan="x", setuju=True)


def test_who_prepared_it_does_not_submit_it_in_another_role(world):
    penilaian = at_step(world, "disiapkan")
    ketua = world.peran[J.KETUA_TIM]
    head = Peran.objects.create(
        user=ketua.user, jenis=J.KEPALA_UNIT, instansi=world.instansi, unit=world.unit, mulai=timezone.localdate()
    )
    with pytest.raises(TidakBerwenang):
        take_step(penilaian=penilaian, name="submit", by=head, setuju=True)


@pytest.mark.parametrize("name", ["reopen", "return"])
def test_a_way_back_needs_a_reason(world, name):
    penilaian = at_step(world, FROM_TO[name][0])
    with pytest.raises(Ditolak, match="memerlukan alasan"):
        take_step(penilaian=penilaian, name=name, by=world.peran[min(MAY[name])], alasan="  ")


# --- checks --------------------------------------------------------------------------------------------------


def test_a_missing_answer_stands_in_the_way_and_is_named(world, client_as):
    penilaian = make_penilaian(world)
    answers = best_answers()
    del answers["A.I.5.i.a"]
    fill(penilaian, answers)
    with pytest.raises(
        SyaratBelumTerpenuhi, match=r"Penguatan Pengawasan: 1 pertanyaan belum dijawab lengkap \(A.I.5.i.a\)"
    ):
        take_step(penilaian=penilaian, name="prepare", by=world.peran[J.KETUA_TIM])
    url = reverse("penilaian_prepare", args=[penilaian.pk])
    html = client_as(world.peran[J.KETUA_TIM]).post(url).content.decode()
    assert "#soal-A-I-5-i-a" in html


def test_an_incomplete_count_is_a_missing_answer(world):
    penilaian = make_penilaian(world)
    fill(penilaian, best_answers() | {"A.II.1.i.a": {"agen": 3}})
    assert [t.kode for t in checks.check_complete(penilaian) if t.is_galat] == ["belum_dijawab"]


def found(penilaian: Penilaian, kode: str) -> list[str]:
    return [t.pesan for t in checks.check_complete(penilaian) if t.kode == kode]


def test_only_answers_above_the_lowest_need_evidence(world):
    penilaian = make_penilaian(world)
    fill(penilaian, {"A.I.1.i.a": "tidak", "A.I.1.i.b": "b", "A.I.1.ii.a": "ya"})
    save(world, penilaian, "A.I.1.ii.a", "https://contoh.test/rencana", kolom="tautan")
    assert found(penilaian, "tanpa_bukti") == [
        "Manajemen Perubahan: 1 jawaban di atas nilai terendah tanpa data dukung (A.I.1.i.b)."
    ]


def show(world, penilaian: Penilaian, codes: list[str], *, pembangunan: PembangunanZI | None = None) -> None:
    row, _ = evidence.add_file(
        SimpleUploadedFile("sk.pdf", b"%PDF-1.4\n%%EOF"),
        pembangunan=pembangunan or world.pembangunan,
        by=world.peran[J.KETUA_TIM],
    )
    for kode in codes:
        assessment.attach_bukti(penilaian=penilaian, kode=kode, data_dukung=row, by=world.peran[J.KETUA_TIM])


@pytest.mark.parametrize(("count", "warned"), [(5, False), (6, True)])
def test_the_same_evidence_under_many_questions_is_pointed_out(world, count, warned):
    penilaian = make_penilaian(world)
    show(world, penilaian, list(best_answers())[:count])
    assert bool(found(penilaian, "bukti_berulang")) is warned


def test_evidence_of_an_earlier_year_is_pointed_out(world):
    penilaian = make_penilaian(world)
    tahun = world.periode.tahun
    before = PembangunanZI.objects.create(
        unit=world.unit, periode=PeriodeFactory(instansi=world.instansi, tahun=tahun - 1)
    )
    show(world, penilaian, [FIRST], pembangunan=before)
    assert found(penilaian, "bukti_lama") == [
        f"A.I.1.i.a: “sk.pdf” adalah data dukung tahun {tahun - 1}, bukan {tahun}."
    ]


def test_counts_that_contradict_each_other_are_pointed_out(world):
    penilaian = make_penilaian(world)
    fill(penilaian, {"A.II.1.i.a": {"agen": 7, "perubahan": 9}, "A.II.1.i.b": {"perubahan": 6, "terintegrasi": 5}})
    assert found(penilaian, "jumlah_bertentangan") == [
        "Jumlah yang seharusnya sama berbeda: A.II.1.i.a.perubahan (9) dan A.II.1.i.b.perubahan (6)."
    ]


def test_warnings_do_not_stand_in_the_way(world):
    penilaian = at_step(world, "disiapkan")  # no evidence at all
    assert found(penilaian, "tanpa_bukti")


# --- frozen --------------------------------------------------------------------------------------------------


def test_submitting_freezes_answers_result_thresholds_and_instrument(world):
    penilaian = at_step(world, "diajukan")
    frozen = penilaian.hasil
    assert frozen["instrumen"]["sidik"] == penilaian.instrumen.sidik
    assert frozen["ringkas"] == {"nilai": "100,00", "WBK": True, "WBBM": True}
    assert len(frozen["jawaban"]) == 113
    assert world.unit.nama in penilaian.pernyataan
    # Even a change behind the portal's back does not reach what was signed.
    penilaian.jawaban.filter(kode=FIRST).update(nilai="tidak")
    assert assessment.result_of(Penilaian.objects.get(pk=penilaian.pk)).nilai == 100


def test_the_frozen_result_reads_back_as_it_was(world):
    penilaian = make_penilaian(world)
    fill(penilaian, best_answers() | {"A.I.1.ii.b": "b", "A.II.4.i.a": {"sasaran": 3, "tercapai": 1}})
    live = assessment.result_of(penilaian)
    take_step(penilaian=penilaian, name="prepare", by=world.peran[J.KETUA_TIM])
    done = take_step(penilaian=penilaian, name="submit", by=world.peran[J.KEPALA_UNIT], setuju=True)
    again = assessment.result_of(Penilaian.objects.get(pk=done.pk))
    assert (again.akar, again.predikat, again.area) == (live.akar, live.predikat, live.area)


def test_lists_read_the_figures_that_the_frozen_result_says(world):
    penilaian = at_step(world, "diajukan")
    result, row = assessment.result_of(penilaian), penilaian.ringkasan
    assert row.nilai == dua_desimal(result.nilai)
    assert row.kurang_wbk == len(result.predikat[0].kurang)
    assert row.putusan_wbk == result.predikat[0].verdict()
    assert row.area == {a.area: [str(dua_desimal(a.persen)), a.memenuhi] for a in result.area}


def test_a_returned_assessment_has_no_figures_for_lists(world):
    penilaian = at_step(world, "diajukan")
    take_step(penilaian=penilaian, name="return", by=world.peran[J.KETUA_TPI], alasan="Perbaiki")
    assert not RingkasanNilai.objects.exists()


def test_the_statement_must_be_confirmed(world, client_as):
    penilaian = at_step(world, "disiapkan")
    client, url = client_as(world.peran[J.KEPALA_UNIT]), reverse("penilaian_submit", args=[penilaian.pk])
    assert "menyatakan bahwa penilaian mandiri" in client.get(url).content.decode()
    answer = client.post(url)
    assert (answer.status_code, "Centang pernyataan" in answer.content.decode()) == (422, True)
    client.post(url, {"setuju": "ya"})
    penilaian.refresh_from_db()
    assert (penilaian.status, penilaian.diajukan_oleh) == ("diajukan", world.peran[J.KEPALA_UNIT])


def test_a_return_reopens_the_draft_and_keeps_what_was_signed(world, client_as):
    penilaian = at_step(world, "diajukan")
    client = client_as(world.peran[J.SEKRETARIS_TPI])
    answer = client.post(
        reverse("penilaian_return", args=[penilaian.pk]), {"alasan": "Bukti area 5 keliru"}, follow=True
    )
    assert answer.status_code == 200
    penilaian.refresh_from_db()
    assert (penilaian.status, penilaian.hasil, penilaian.diajukan_at) == ("draf", {}, None)
    assert '"100,00"' in penilaian.riwayat.get(kolom=BEKU).ke
    html = client_as(world.peran[J.KETUA_TIM]).get(reverse("penilaian_detail", args=[penilaian.pk])).content.decode()
    assert "Bukti area 5 keliru" in html
    assert client.get(reverse("penilaian_detail", args=[penilaian.pk])).status_code == 404


@pytest.mark.parametrize(
    ("status", "told"),
    [("disiapkan", {J.KEPALA_UNIT}), ("diajukan", {J.KEPALA_UNIT, J.KETUA_TPI, J.SEKRETARIS_TPI, J.KETUA_TIM})],
)
def test_those_who_act_next_are_told(world, status, told):
    at_step(world, status)
    users = set(Notifikasi.objects.values_list("user", flat=True))
    assert users == {world.peran[jenis].user_id for jenis in told}


def test_two_who_act_at_once_the_second_is_told(world, client_as):
    penilaian = at_step(world, "diajukan")
    url = reverse("penilaian_return", args=[penilaian.pk])
    take_step(penilaian=penilaian, name="return", by=world.peran[J.KETUA_TPI], alasan="a")
    assert client_as(world.peran[J.SEKRETARIS_TPI]).post(url, {"alasan": "b"}).status_code == 404
    prepared = at_step_again(world, penilaian)
    reopen = reverse("penilaian_reopen", args=[prepared.pk])
    take_step(penilaian=prepared, name="reopen", by=world.peran[J.KETUA_TIM], alasan="c")
    html = client_as(world.peran[J.KEPALA_UNIT]).post(reopen, {"alasan": "d"}, follow=True).content.decode()
    assert "status sekarang “Draf”" in html


def at_step_again(world, penilaian: Penilaian) -> Penilaian:
    return take_step(penilaian=penilaian, name="prepare", by=world.peran[J.KETUA_TIM])
