"""A proposal: which units, which papers, when it can be sent, and how it is taken back (S2; S1 Lampiran II)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from evaluation.models import EvaluasiTPN, Syarat, UnitUsulan, Usulan
from evaluation.proposal_checks import checklist, deadline_finding
from evaluation.proposal_workflow import WORKFLOW
from evaluation.services import proposal
from tests.access import ROLES
from tests.evaluation.proposals import (
    decided,
    draft,
    freeze_tpi,
    pdf,
    record_requirements,
    second_unit,
    sent,
    with_ground,
)
from tests.evaluation.worlds import at_step, best_answers
from units.choices import JenisPeran, Tahap
from units.errors import Ditolak, TidakBerwenang
from units.models import Notifikasi, PembangunanZI
from units.transitions import SyaratBelumTerpenuhi

J = JenisPeran
LEADERS = {J.KETUA_TPI, J.SEKRETARIS_TPI}
FROM_TO = {"send": (("draf",), "dikirim"), "withdraw": (("draf", "dikirim"), "ditarik")}


def new(world, **options) -> Usulan:
    values = {
        "periode": world.periode,
        "target": "wbk",
        "units": [world.pembangunan.pk],
        "by": world.peran[J.KETUA_TPI],
    }
    return proposal.create_usulan(**values | options)


# --- the table of steps --------------------------------------------------------------------------------------


def test_the_table_of_steps_is_the_one_that_is_tested():
    assert {t.name: (t.sources, t.target) for t in WORKFLOW.transitions} == FROM_TO


@pytest.mark.parametrize("name", FROM_TO)
@pytest.mark.parametrize("status", Usulan.Status.values)
def test_every_step_by_every_role_in_every_status(world, name, status):
    usulan = sent(world) if status == "dikirim" else draft(world)
    if status == "ditarik":
        usulan = proposal.move_usulan(usulan, "withdraw", by=world.peran[J.KETUA_TPI], alasan="Keliru.")
    sources, target = FROM_TO[name]
    for jenis in sorted(ROLES - LEADERS):
        with pytest.raises(TidakBerwenang):
            proposal.move_usulan(usulan, name, by=world.peran[jenis], alasan="x")
    for jenis in sorted(LEADERS):
        if status not in sources:
            with pytest.raises(Ditolak, match="status sekarang"):
                proposal.move_usulan(usulan, name, by=world.peran[jenis], alasan="x")
    if status in sources:
        assert proposal.move_usulan(usulan, name, by=world.peran[J.SEKRETARIS_TPI], alasan="x").status == target


def test_sending_hands_each_unit_over_to_tpn_and_freezes_the_grounds(world):
    usulan = draft(world)
    with_ground(world)
    usulan = proposal.move_usulan(usulan, "send", by=world.peran[J.KETUA_TPI])
    row = usulan.unit.get()
    assert PembangunanZI.objects.get().tahap == Tahap.EVALUASI_TPN
    assert EvaluasiTPN.objects.get().unit_usulan == row
    assert row.alasan_teknis == "Predikat SAKIP terbit Juni."
    assert usulan.dikirim_at is not None
    told = set(Notifikasi.objects.filter(judul__contains="dikirim ke TPN").values_list("user", flat=True))
    assert world.peran[J.KEPALA_UNIT].user_id in told
    assert world.peran[J.KEPALA_DAERAH].user_id in told


def test_withdrawing_puts_the_units_back_under_the_decision_that_still_stands(world):
    usulan = sent(world)
    proposal.move_usulan(usulan, "withdraw", by=world.peran[J.KETUA_TPI], alasan="Salah lampiran.")
    assert PembangunanZI.objects.get().tahap == Tahap.DIUSULKAN
    assert not EvaluasiTPN.objects.exists()
    assert new(world).unit.count() == 1  # free for another letter


def test_what_tpn_has_begun_cannot_be_withdrawn(world):
    usulan = sent(world)
    EvaluasiTPN.objects.update(status="meja")
    with pytest.raises(SyaratBelumTerpenuhi, match=world.unit.nama):
        proposal.move_usulan(usulan, "withdraw", by=world.peran[J.KETUA_TPI], alasan="Salah lampiran.")
    assert PembangunanZI.objects.get().tahap == Tahap.EVALUASI_TPN


# --- what must be there --------------------------------------------------------------------------------------

SPOIL = {
    "nomor": (lambda w, u: Usulan.objects.update(nomor_surat=""), "Nomor dan tanggal surat"),
    "tanggal": (lambda w, u: Usulan.objects.update(tanggal_surat=None), "Nomor dan tanggal surat"),
    "surat": (lambda w, u: Usulan.objects.update(berkas_surat=None), "belum diunggah"),
    "sptjm": (lambda w, u: UnitUsulan.objects.update(sptjm=None), "SPTJM Kepala Unit Kerja belum"),
    "unit": (lambda w, u: UnitUsulan.objects.all().delete(), "Belum ada unit kerja"),
    "syarat unit": (lambda w, u: Syarat.objects.filter(kode="tlhp").update(nilai="99"), "minimum 100%"),
    "syarat instansi": (lambda w, u: Syarat.objects.filter(kode="opini_bpk").update(nilai="WDP"), "minimum WTP"),
    "tenggat": (lambda w, u: late(w, alasan=""), "sudah lewat"),
    "keputusan": (lambda w, u: PembangunanZI.objects.update(tahap=Tahap.DIBINA), "tidak lagi berstatus diusulkan"),
}


def late(world, *, alasan: str) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    world.periode.tenggat.update_or_create(kode="usulan_tpn", defaults={"nama": "Pengusulan", "tanggal": yesterday})
    Usulan.objects.update(alasan_lewat_tenggat=alasan)


@pytest.mark.parametrize("name", SPOIL)
def test_nothing_is_sent_while_a_paper_a_threshold_or_a_requirement_is_missing(world, name):
    usulan = draft(world)
    spoil, words = SPOIL[name]
    spoil(world, usulan)
    with pytest.raises(SyaratBelumTerpenuhi, match=words):
        proposal.move_usulan(usulan, "send", by=world.peran[J.KETUA_TPI])
    assert Usulan.objects.get().status == "draf"
    assert not EvaluasiTPN.objects.exists()


def test_a_requirement_that_came_to_fail_needs_a_ground_that_the_kepala_daerah_records(world):
    usulan = draft(world)
    Syarat.objects.filter(kode="tlhp").update(nilai="99")
    row = usulan.unit.select_related("usulan", "pembangunan__unit").get()
    with pytest.raises(TidakBerwenang):
        proposal.record_ground(row, alasan="Sisa 1%.", by=world.peran[J.KETUA_TPI])
    proposal.record_ground(row, alasan="Sisa 1%.", by=world.peran[J.KEPALA_DAERAH])
    assert proposal.move_usulan(usulan, "send", by=world.peran[J.KETUA_TPI]).status == "dikirim"
    assert row.usulan.unit.get().alasan_teknis == "Sisa 1%."


def test_a_late_proposal_goes_with_its_reason(world):
    usulan = draft(world)
    late(world, alasan="Surat menunggu tanda tangan Bupati yang bertugas di luar daerah.")
    assert proposal.move_usulan(usulan, "send", by=world.peran[J.KETUA_TPI]).status == "dikirim"


@pytest.mark.parametrize(
    ("today", "alasan", "berat"),
    [
        (date(2026, 4, 30), "", None),
        (date(2026, 5, 1), "", "peringatan"),
        (date(2026, 5, 31), "", "peringatan"),
        (date(2026, 6, 1), "", "galat"),
        (date(2026, 6, 1), "  ", "galat"),
        (date(2026, 6, 1), "Bencana banjir.", "peringatan"),
    ],
)
def test_warned_before_the_last_day_and_stopped_after_it(today, alasan, berat):
    found = deadline_finding(date(2026, 5, 31), today, alasan=alasan)
    assert (found.berat if found else None) == berat


def test_a_year_without_a_deadline_says_so():
    assert "belum diatur" in deadline_finding(None, date(2026, 5, 1)).pesan


# --- units in it ---------------------------------------------------------------------------------------------


def test_only_decided_units_of_the_same_target_get_in(world):
    decided(world)
    with pytest.raises(Ditolak, match="tidak lagi menunggu"):
        new(world, target="wbbm")
    PembangunanZI.objects.update(tahap=Tahap.EVALUASI_TPI)
    with pytest.raises(Ditolak, match="tidak lagi menunggu"):
        new(world)


def test_of_two_proposals_with_the_same_unit_the_second_is_refused(world):
    decided(world)
    new(world)
    with pytest.raises(Ditolak, match="sudah masuk usulan lain"):
        new(world, by=world.peran[J.SEKRETARIS_TPI])
    assert Usulan.objects.count() == 1


def test_a_unit_in_a_proposal_keeps_its_decision(world):
    decided(world)
    new(world)
    with pytest.raises(SyaratBelumTerpenuhi, match="ada dalam usulan"):
        proposal.reconsider(PembangunanZI.objects.get(), by=world.peran[J.KEPALA_DAERAH], alasan="Batal.")


def test_units_come_and_go_while_it_is_a_draft(world):
    usulan = draft(world)
    other = second_unit(world)
    freeze_tpi(other, at_step(other, "diajukan"), best_answers())
    record_requirements(other)
    proposal.propose(other.pembangunan, by=world.peran[J.KEPALA_DAERAH])
    proposal.change_units(usulan, units=[other.pembangunan.pk], by=world.peran[J.KETUA_TPI])
    assert [row.pembangunan_id for row in usulan.unit.all()] == [other.pembangunan.pk]
    assert list(usulan.riwayat.values_list("tindakan", flat=True)[:2]) == [
        "Menambah unit kerja",
        "Mengeluarkan unit kerja",
    ]
    with pytest.raises(Ditolak, match="paling sedikit satu"):
        proposal.change_units(usulan, units=[], by=world.peran[J.KETUA_TPI])


@pytest.mark.parametrize("jenis", sorted(ROLES - {J.KEPALA_UNIT}))
def test_nobody_gives_the_sptjm_for_the_head(world, jenis):
    decided(world)
    row = new(world).unit.get()
    with pytest.raises(TidakBerwenang):
        proposal.give_sptjm(row, tanggal=timezone.localdate(), upload=pdf(), by=world.peran[jenis])


def test_what_was_sent_does_not_change(world):
    usulan = sent(world)
    row = usulan.unit.get()
    leader, head = world.peran[J.KETUA_TPI], world.peran[J.KEPALA_UNIT]
    today = timezone.localdate()
    for act in (
        lambda: proposal.save_letter(usulan, nomor="2", tanggal=today, upload=None, by=leader),
        lambda: proposal.change_units(usulan, units=[row.pembangunan_id], by=leader),
        lambda: proposal.give_sptjm(row, tanggal=today, upload=pdf(), by=head),
        lambda: proposal.set_afirmasi(row, afirmasi=True, by=leader),
        lambda: proposal.record_ground(row, alasan="x", by=world.peran[J.KEPALA_DAERAH]),
    ):
        with pytest.raises(Ditolak, match="sudah dikirim ke tpn"):
            act()


# --- pages ---------------------------------------------------------------------------------------------------


def test_from_the_decided_unit_to_the_sent_proposal_in_the_browser(world, client_as):
    decided(world)
    leader, head = client_as(world.peran[J.KETUA_TPI]), client_as(world.peran[J.KEPALA_UNIT])
    leader.post(reverse("usulan_create") + "?target=wbk", {"unit": [world.pembangunan.pk]})
    usulan = Usulan.objects.get()
    send = reverse("usulan_send", args=[usulan.pk])
    assert "Surat usulan yang ditandatangani belum diunggah" in leader.get(send).content.decode()
    today = timezone.localdate()
    letter = {"nomor_surat": "900/12", "tanggal_surat": today.isoformat(), "berkas": pdf()}
    leader.post(reverse("usulan_letter_edit", args=[usulan.pk]), letter)
    statement = {"tanggal": today.isoformat(), "berkas": pdf("sptjm.pdf", b"2"), "setuju": "on"}
    head.post(reverse("sptjm_give", args=[usulan.unit.get().pk]), statement)
    assert "Usulan lengkap dan dapat dikirim" in leader.get(reverse("usulan_detail", args=[usulan.pk])).content.decode()
    assert "Usulan dikirim ke TPN" in leader.post(send, follow=True).content.decode()
    assert Usulan.objects.get().status == "dikirim"


def test_two_who_fill_in_the_letter_do_not_overwrite_each_other(world, client_as):
    usulan = draft(world)
    client = client_as(world.peran[J.SEKRETARIS_TPI])
    url = reverse("usulan_letter_edit", args=[usulan.pk])
    seen = client.get(url).context["form"]["versi"].value()
    proposal.save_letter(usulan, nomor="900/77", tanggal=usulan.tanggal_surat, upload=None, by=world.peran[J.KETUA_TPI])
    answer = client.post(
        url, {"nomor_surat": "900/78", "tanggal_surat": usulan.tanggal_surat.isoformat(), "versi": seen}
    )
    assert answer.status_code == 422
    assert "900/77" in answer.content.decode()
    assert Usulan.objects.get().nomor_surat == "900/77"


def test_a_unit_sees_its_own_part_of_the_proposal_only(world, client_as):
    usulan = draft(world)
    other = second_unit(world)
    freeze_tpi(other, at_step(other, "diajukan"), best_answers())
    record_requirements(other)
    proposal.propose(other.pembangunan, by=world.peran[J.KEPALA_DAERAH])
    both = [world.pembangunan.pk, other.pembangunan.pk]
    proposal.change_units(usulan, units=both, by=world.peran[J.KETUA_TPI])
    page = client_as(world.peran[J.KEPALA_UNIT]).get(reverse("usulan_detail", args=[usulan.pk])).content.decode()
    assert world.unit.nama in page
    assert other.unit.nama not in page


@pytest.mark.parametrize("units", [1, 3])
def test_the_checklist_asks_the_database_the_same_for_one_and_for_three_units(world, django_assert_num_queries, units):
    usulan = draft(world)
    others = [second_unit(world) for _ in range(units - 1)]
    for other in others:
        freeze_tpi(other, at_step(other, "diajukan"), best_answers())
        record_requirements(other)
        proposal.propose(other.pembangunan, by=world.peran[J.KEPALA_DAERAH])
    pks = [world.pembangunan.pk, *(other.pembangunan.pk for other in others)]
    proposal.change_units(usulan, units=pks, by=world.peran[J.KETUA_TPI])
    usulan = Usulan.objects.select_related("periode").get()
    with django_assert_num_queries(8):
        found = checklist(usulan, today=timezone.localdate())
    assert len(found.unit) == units


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_the_same_for_one_and_for_three(world, client_as, django_assert_num_queries, count):
    draft(world)
    for _ in range(count - 1):
        Usulan.objects.create(periode=world.periode, target="wbk", dibuat_oleh=world.peran[J.KETUA_TPI])
    client = client_as(world.peran[J.KEPALA_DAERAH])
    client.get(reverse("usulan_list"))
    with django_assert_num_queries(11):
        client.get(reverse("usulan_list"))
