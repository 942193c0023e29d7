"""The kepala daerah decides: propose or coach again (S0 Pasal 9; S1 Lampiran II), once, and by nobody else."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from evaluation.decision_data import decision_of, units_to_decide
from evaluation.models import PertimbanganTeknis, Survei
from evaluation.services import proposal
from tests.access import ROLES
from tests.evaluation.proposals import MET, decided, final_tpi, freeze_tpi, ready, record_requirements, second_unit
from tests.evaluation.worlds import at_step, best_answers
from units.choices import JenisPeran, Tahap
from units.errors import Ditolak, TidakBerwenang
from units.models import Keputusan, Notifikasi, PembangunanZI, Predikat
from units.transitions import SyaratBelumTerpenuhi

J = JenisPeran
DECIDERS = {J.KEPALA_DAERAH, J.DELEGASI}
ACTS = {
    "propose": (lambda year, by: proposal.propose(year, by=by), Tahap.EVALUASI_TPI, Tahap.DIUSULKAN),
    "coach_again": (
        lambda year, by: proposal.coach_again(year, by=by, catatan="Perkuat pengawasan."),
        Tahap.EVALUASI_TPI,
        Tahap.DIBINA,
    ),
    "undo_propose": (
        lambda year, by: proposal.reconsider(year, by=by, alasan="Data baru."),
        Tahap.DIUSULKAN,
        Tahap.EVALUASI_TPI,
    ),
    "undo_coach": (
        lambda year, by: proposal.reconsider(year, by=by, alasan="Data baru."),
        Tahap.DIBINA,
        Tahap.EVALUASI_TPI,
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_only_the_kepala_daerah_or_the_delegate_decides_and_only_at_its_stage(world, name):
    act, source, target = ACTS[name]
    ready(world)
    for jenis in sorted(ROLES):
        for tahap in Tahap.values:
            PembangunanZI.objects.filter(pk=world.pembangunan.pk).update(tahap=tahap)
            year = PembangunanZI.objects.select_related("unit", "periode").get(pk=world.pembangunan.pk)
            if jenis not in DECIDERS:
                with pytest.raises(TidakBerwenang):
                    act(year, world.peran[jenis])
            elif tahap == source:
                assert act(year, world.peran[jenis]).tahap == target
            elif not (name.startswith("undo") and tahap in (Tahap.DIUSULKAN, Tahap.DIBINA)):
                with pytest.raises(Ditolak):
                    act(year, world.peran[jenis])


def test_a_decision_leaves_who_when_and_why_and_tells_unit_and_tpi(world):
    decided(world)
    row = world.pembangunan.riwayat.filter(kolom="tahap").first()
    assert (row.tindakan, row.oleh, row.ke) == (
        "Usulkan ke TPN", world.peran[J.KEPALA_DAERAH].user, "Diusulkan ke TPN"
    )  # fmt: skip
    told = set(Notifikasi.objects.filter(judul__contains="diusulkan ke TPN").values_list("user", flat=True))
    assert told == {world.peran[j].user_id for j in (J.KEPALA_UNIT, J.KETUA_TIM, J.KETUA_TPI, J.SEKRETARIS_TPI)}


def test_coaching_again_needs_its_reason(world):
    ready(world)
    with pytest.raises(Ditolak, match="memerlukan alasan"):
        proposal.coach_again(world.pembangunan, by=world.peran[J.KEPALA_DAERAH], catatan=" ")


def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told(world):
    """Both opened the page; the second holds an object that still says it waits."""
    ready(world)
    stale = PembangunanZI.objects.get(pk=world.pembangunan.pk)
    proposal.propose(world.pembangunan, by=world.peran[J.KEPALA_DAERAH])
    with pytest.raises(Ditolak, match="status sekarang “Diusulkan ke TPN” oleh"):
        proposal.coach_again(stale, by=world.peran[J.DELEGASI], catatan="Belum siap.")
    assert PembangunanZI.objects.get(pk=stale.pk).tahap == Tahap.DIUSULKAN


def test_the_loser_of_the_race_leaves_no_technical_ground_behind(world):
    ready(world, sakip_instansi="CC")
    stale = PembangunanZI.objects.get(pk=world.pembangunan.pk)
    proposal.coach_again(world.pembangunan, by=world.peran[J.KEPALA_DAERAH], catatan="SAKIP CC.")
    with pytest.raises(Ditolak):
        proposal.propose(stale, by=world.peran[J.DELEGASI], pertimbangan="SAKIP terbit Juni.")
    assert not PertimbanganTeknis.objects.exists()


# --- what must be true ---------------------------------------------------------------------------------------


def test_no_technical_ground_excuses_the_two_years_after_a_revocation(world, client_as):
    """PermenPANRB 90/2021: a unit whose predicate was revoked waits, whatever its result."""
    ready(world)
    revoked_yesterday(world)
    head = world.peran[J.KEPALA_DAERAH]
    with pytest.raises(SyaratBelumTerpenuhi, match="dapat diajukan lagi mulai"):
        proposal.propose(world.pembangunan, by=head, pertimbangan="Mendesak.")
    page = client_as(head).get(reverse("pengusulan_propose", args=[world.pembangunan.pk]))
    assert "form" in page.context
    assert page.context["buntu"]
    assert "Pertimbangan teknis" not in page.content.decode()


def revoked_yesterday(world) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    decree = Keputusan.objects.create(
        instansi=world.instansi, jenis="pencabutan", nomor="9", tanggal=yesterday, penanda_tangan="Bupati",
        created_by=world.peran[J.KETUA_TPI],
    )  # fmt: skip
    Predikat.objects.create(
        unit=world.unit, jenis="wbk", status="dicabut", keputusan=decree, pencabutan=decree, dicabut_pada=yesterday,
        mulai=yesterday - timedelta(days=400), reevaluasi_paling_lambat=yesterday,
    )  # fmt: skip


def test_nothing_is_decided_before_the_result_of_tpi_is_final(world):
    at_step(world, "diajukan")
    record_requirements(world)
    PembangunanZI.objects.update(tahap=Tahap.EVALUASI_TPI)
    year = PembangunanZI.objects.get()
    head = world.peran[J.KEPALA_DAERAH]
    for act in (
        lambda: proposal.propose(year, by=head, pertimbangan="Mendesak."),
        lambda: proposal.coach_again(year, by=head, catatan="Belum."),
    ):
        with pytest.raises(SyaratBelumTerpenuhi, match="belum final"):
            act()


@pytest.mark.parametrize("kode", sorted(MET))
def test_each_missing_requirement_stands_in_the_way_and_is_named(world, kode):
    ready(world, **{kode: ""})
    with pytest.raises(SyaratBelumTerpenuhi) as refused:
        proposal.propose(world.pembangunan, by=world.peran[J.KEPALA_DAERAH])
    assert [t.kode for t in refused.value.temuan] == [f"syarat_{kode}"]


def test_a_missed_threshold_of_the_frozen_result_stands_in_the_way_with_value_and_minimum(world):
    """IPAK 3,59 makes 15,71 of 17,5: under the 15,75 of WBK (PermenPANRB 90/2021)."""
    final_tpi(world, best_answers() | {"B.I.i.a": "3.59"})
    record_requirements(world)
    with pytest.raises(SyaratBelumTerpenuhi, match=r"15,71, minimum 15,75"):
        proposal.propose(world.pembangunan, by=world.peran[J.KEPALA_DAERAH])


def test_a_technical_ground_lets_the_unit_go_and_stays_on_record(world):
    ready(world, sakip_instansi="CC")
    head = world.peran[J.KEPALA_DAERAH]
    proposal.propose(world.pembangunan, by=head, pertimbangan="Predikat baru terbit Juni.")
    ground = PertimbanganTeknis.objects.get()
    assert (ground.alasan, ground.dicatat_oleh) == ("Predikat baru terbit Juni.", head)
    found = decision_of(PembangunanZI.objects.get(), on=timezone.localdate()).temuan
    assert {t.berat for t in found if t.kode == "syarat_sakip_instansi"} == {"peringatan"}


def test_taking_the_decision_back_takes_the_ground_with_it(world):
    ready(world, sakip_instansi="CC")
    head = world.peran[J.KEPALA_DAERAH]
    year = proposal.propose(world.pembangunan, by=head, pertimbangan="Predikat baru terbit Juni.")
    proposal.reconsider(year, by=head, alasan="Hasil keluar: tetap CC.")
    assert not PertimbanganTeknis.objects.exists()
    assert year.riwayat.filter(tindakan="Mencabut pertimbangan teknis", dari="Predikat baru terbit Juni.").exists()


def test_a_survey_that_says_another_index_than_the_lke_is_shown_and_stops_nothing(world):
    ready(world)
    Survei.objects.create(
        pembangunan=world.pembangunan, jenis="ipak", indeks="3.61", tanggal=timezone.localdate(),
        dicatat_oleh=world.peran[J.KETUA_TIM],
    )  # fmt: skip
    found = decision_of(PembangunanZI.objects.get(), on=timezone.localdate())
    assert [t.pesan for t in found.halangan] == [
        "Persepsi anti korupsi: survei terakhir 3,61, LKE hasil TPI memakai 4,00."
    ]
    assert not found.terhalang


# --- pages ---------------------------------------------------------------------------------------------------


def test_closest_to_the_predicate_comes_first(world):
    ready(world)
    near, far = second_unit(world), second_unit(world)
    for other, answers in ((near, {"B.I.i.a": "3.5"}), (far, {"B.I.i.a": "1", "B.II.i.a": "1"})):
        freeze_tpi(other, at_step(other, "diajukan"), best_answers() | answers)
        record_requirements(other)
    years = list(PembangunanZI.objects.select_related("unit__instansi", "periode").order_by("-pk"))
    found = [row.pembangunan.pk for row in units_to_decide(years, on=timezone.localdate())]
    assert found == [world.pembangunan.pk, near.pembangunan.pk, far.pembangunan.pk]


@pytest.mark.parametrize("units", [1, 3])
def test_the_list_asks_the_database_the_same_for_one_and_for_three_units(
    world, client_as, django_assert_num_queries, units
):
    ready(world)
    for _ in range(units - 1):
        other = second_unit(world)
        freeze_tpi(other, at_step(other, "diajukan"), best_answers())
        record_requirements(other)
    client = client_as(world.peran[J.KEPALA_DAERAH])
    client.get(reverse("pengusulan_list"))
    with django_assert_num_queries(11):
        page = client.get(reverse("pengusulan_list")).content.decode()
    assert page.count("Layak diusulkan") == units


def test_from_the_list_to_the_decision_in_the_browser(world, client_as):
    ready(world)
    client = client_as(world.peran[J.DELEGASI])
    assert "Layak diusulkan" in client.get(reverse("pengusulan_list")).content.decode()
    page = client.get(reverse("pengusulan_detail", args=[world.pembangunan.pk])).content.decode()
    assert "Memenuhi semua ambang batas WBK" in page
    assert "Pertahankan." in page  # TPI's conclusion
    answer = client.post(
        reverse("pengusulan_propose", args=[world.pembangunan.pk]), {"catatan": "Setuju."}, follow=True
    )
    assert "diputuskan untuk diusulkan ke TPN" in answer.content.decode()
    assert PembangunanZI.objects.get().tahap == Tahap.DIUSULKAN


def test_the_page_asks_for_the_ground_where_something_fails(world, client_as):
    ready(world, tlhp="80")
    client = client_as(world.peran[J.KEPALA_DAERAH])
    url = reverse("pengusulan_propose", args=[world.pembangunan.pk])
    refused = client.post(url, {"catatan": "Setuju."})
    assert refused.status_code == 422
    assert "Isi pertimbangan teknis" in refused.content.decode()
    client.post(url, {"catatan": "", "pertimbangan": "Sisa TLHP dalam proses kasasi."})
    assert PembangunanZI.objects.get().tahap == Tahap.DIUSULKAN


def test_coaching_again_asks_why_on_its_own_page(world, client_as):
    ready(world)
    client = client_as(world.peran[J.KEPALA_DAERAH])
    url = reverse("pengusulan_coach_again", args=[world.pembangunan.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"alasan": ""}).status_code == 422
    client.post(url, {"alasan": "Perkuat pengawasan."})
    assert PembangunanZI.objects.get().tahap == Tahap.DIBINA
