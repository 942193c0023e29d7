"""Who moves a quarterly report, from which status, and what each step leaves behind."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from action_plans import naskah
from action_plans.models import BagianLaporan, LaporanTriwulan
from action_plans.naskah import NASKAH
from action_plans.report_workflow import WORKFLOW, check_complete
from action_plans.services import report
from tests.action_plans.worlds import complete, fill, make_laporan, plan_with
from tests.factories import make_peran
from units.choices import Area, JenisPeran
from units.errors import Ditolak, TidakBerwenang
from units.models import Notifikasi, Peran
from units.transitions import SyaratBelumTerpenuhi

J = JenisPeran
S = LaporanTriwulan.Status
INSPEKTORAT = {J.TIM_PEMBINA, J.KETUA_TPI, J.SEKRETARIS_TPI}
# status -> step -> (who takes it, status after it)
TABLE = {
    S.DRAF: {"submit": ({J.KETUA_TIM}, S.DIAJUKAN)},
    S.DIAJUKAN: {"approve": ({J.KEPALA_UNIT}, S.DISETUJUI), "send_back": ({J.KEPALA_UNIT}, S.DRAF)},
    S.DISETUJUI: {"send": ({J.KEPALA_UNIT}, S.DISAMPAIKAN), "send_back": ({J.KEPALA_UNIT}, S.DRAF)},
    S.DISAMPAIKAN: {"receive": (INSPEKTORAT, S.DITERIMA), "refuse": (INSPEKTORAT, S.DRAF)},
    S.DITERIMA: {},
}
STEPS = [t.name for t in WORKFLOW.transitions]
ALASAN = "Lengkapi data dukung area Pengawasan."


@pytest.fixture
def planned(world):
    plan_with(world, {"bulan": [1], "area": Area.MANAJEMEN_PERUBAHAN})
    return world


def step(laporan, name, by, alasan=ALASAN):
    return report.take_step(laporan=laporan, name=name, by=by, alasan=alasan)


@pytest.mark.parametrize("status", TABLE)
@pytest.mark.parametrize("name", STEPS)
def test_each_step_in_each_status_by_each_role(planned, status, name):
    """Every status x step x role: the table above, and nothing else."""
    laporan = make_laporan(planned, status=status)
    allowed, after = TABLE[status].get(name, (set(), None))
    got = {}
    for jenis, peran in planned.peran.items():
        fresh = LaporanTriwulan.objects.get(pk=laporan.pk)
        got[jenis] = name in [t.name for t in WORKFLOW.available(peran, fresh)]
    assert {jenis for jenis, may in got.items() if may} == allowed
    if allowed:
        assert step(laporan, name, planned.peran[min(allowed)]).status == after


@pytest.mark.parametrize("name", STEPS)
def test_a_step_out_of_turn_says_where_the_report_stands(planned, name):
    laporan = make_laporan(planned, status=S.DITERIMA)
    who = {"submit": J.KETUA_TIM, "receive": J.TIM_PEMBINA, "refuse": J.TIM_PEMBINA}.get(name, J.KEPALA_UNIT)
    with pytest.raises(Ditolak, match="status sekarang “Diterima”"):
        step(laporan, name, planned.peran[who])


def test_who_prepared_or_submitted_does_not_approve(planned):
    """The ketua who became acting head of the unit cannot approve what they submitted."""
    laporan = make_laporan(planned, status=S.DIAJUKAN)
    ketua = planned.peran[J.KETUA_TIM]
    acting = Peran.objects.create(
        user=ketua.user, jenis=J.KEPALA_UNIT, instansi=planned.instansi, unit=planned.unit, mulai=ketua.mulai
    )
    with pytest.raises(TidakBerwenang, match="selama bukan ia yang menyusun"):
        step(laporan, "approve", acting)
    assert step(laporan, "approve", planned.peran[J.KEPALA_UNIT]).status == S.DISETUJUI


def test_who_approved_does_not_take_it_in(planned):
    laporan = make_laporan(planned, status=S.DISAMPAIKAN)
    head = planned.peran[J.KEPALA_UNIT]
    both = Peran.objects.create(user=head.user, jenis=J.KETUA_TPI, instansi=planned.instansi, mulai=head.mulai)
    with pytest.raises(TidakBerwenang):
        step(laporan, "receive", both)


def test_a_role_that_ended_yesterday_does_nothing(planned):
    laporan = make_laporan(planned, status=S.DIAJUKAN)
    head = planned.peran[J.KEPALA_UNIT]
    head.selesai = timezone.localdate() - timedelta(days=1)
    head.save()
    with pytest.raises(TidakBerwenang):
        step(laporan, "approve", head)


def test_of_two_heads_who_approve_at_once_one_wins_and_the_other_is_told(planned):
    laporan = make_laporan(planned, status=S.DIAJUKAN)
    second = make_peran(J.KEPALA_UNIT, instansi=planned.instansi, unit=planned.unit)
    mine, theirs = (LaporanTriwulan.objects.get(pk=laporan.pk) for _ in range(2))
    step(mine, "approve", planned.peran[J.KEPALA_UNIT])
    with pytest.raises(Ditolak, match=f"status sekarang “Disetujui” oleh {planned.peran[J.KEPALA_UNIT].user}"):
        step(theirs, "approve", second)
    assert laporan.riwayat.filter(kolom=NASKAH).count() == 1


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets in one writer at a time: no two can meet")
@pytest.mark.django_db(transaction=True)
def test_two_heads_in_the_same_moment(planned):
    laporan = make_laporan(planned, status=S.DIAJUKAN)
    heads = [planned.peran[J.KEPALA_UNIT], make_peran(J.KEPALA_UNIT, instansi=planned.instansi, unit=planned.unit)]
    together = Barrier(2)

    def approve(head: Peran) -> str:
        mine = LaporanTriwulan.objects.get(pk=laporan.pk)
        together.wait(timeout=10)
        try:
            return step(mine, "approve", head).status
        except Ditolak as refusal:
            return str(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        told, done = sorted(pool.map(approve, heads), key=lambda words: words == S.DISETUJUI)
    assert done == S.DISETUJUI
    assert "status sekarang “Disetujui”" in told
    assert laporan.riwayat.filter(kolom=NASKAH).count() == 1


@pytest.mark.parametrize(
    ("status", "name", "who"), [(S.DIAJUKAN, "send_back", J.KEPALA_UNIT), (S.DISAMPAIKAN, "refuse", J.TIM_PEMBINA)]
)
def test_sending_back_needs_a_reason(planned, status, name, who):
    laporan = make_laporan(planned, status=status)
    with pytest.raises(Ditolak, match="memerlukan alasan"):
        step(laporan, name, planned.peran[who], alasan="  ")
    assert step(laporan, name, planned.peran[who]).riwayat.filter(kolom="status").first().alasan == ALASAN


# --- what stands against submitting --------------------------------------------------------------------------


def test_every_section_must_be_filled(planned):
    laporan = make_laporan(planned)
    BagianLaporan.objects.filter(laporan=laporan, kode="penutup").update(isi="  ")
    with pytest.raises(SyaratBelumTerpenuhi, match=r"Bagian “E\. PENUTUP” belum diisi\."):
        step(laporan, "submit", planned.peran[J.KETUA_TIM])


def test_sentences_to_complete_must_be_completed(planned):
    laporan = report.create_laporan(pembangunan=planned.pembangunan, triwulan=1, by=planned.peran[J.KETUA_TIM])
    assert [t.kode for t in check_complete(laporan) if t.is_galat] == ["isian_belum_lengkap"], (
        "the action of January is late"
    )
    complete(laporan)
    assert not [t for t in check_complete(laporan) if t.is_galat]


def test_targets_without_progress_or_evidence_are_warnings(world):
    _, (_, done) = plan_with(world, {"bulan": [1], "area": Area.SDM}, {"bulan": [1, 2], "area": Area.SDM})
    fill(world, done, 1, status="selesai")
    laporan = make_laporan(world)
    assert [(t.kode, t.pesan) for t in check_complete(laporan)] == [
        ("tanpa_realisasi", "2 dari 3 target triwulan ini belum ada realisasinya."),
        ("tanpa_bukti", "1 target berstatus selesai tanpa data dukung."),
    ]
    assert step(laporan, "submit", world.peran[J.KETUA_TIM]).status == S.DIAJUKAN


def test_a_quarter_that_still_runs_is_a_warning(planned):
    """The quarter of today has never ended, whatever the day the tests run on."""
    triwulan = (timezone.localdate().month - 1) // 3 + 1
    laporan = make_laporan(planned, triwulan)
    assert "triwulan_berjalan" in [t.kode for t in check_complete(laporan)]


# --- what a step leaves behind -------------------------------------------------------------------------------


def test_returning_clears_the_frozen_figures_and_keeps_what_was_signed(planned):
    laporan = make_laporan(planned, status=S.DISAMPAIKAN)
    signed, sent = laporan.data, laporan.dikirim_at
    laporan = step(laporan, "refuse", planned.peran[J.KETUA_TPI])
    assert (laporan.data, laporan.disetujui_oleh, laporan.disetujui_at) == ({}, None, None)
    assert laporan.dikirim_at == sent, "the first time it was sent stays"

    kept = laporan.riwayat.get(kolom=NASKAH)
    assert json.loads(kept.ke) == signed
    old = naskah.from_frozen(laporan, json.loads(kept.ke))
    assert old.penanda_tangan.nama == planned.peran[J.KEPALA_UNIT].user.nama


def test_after_a_return_the_report_goes_round_again_and_has_two_signed_texts(planned):
    laporan = make_laporan(planned, status=S.DISAMPAIKAN)
    step(laporan, "refuse", planned.peran[J.TIM_PEMBINA])
    for name, jenis in (
        ("submit", J.KETUA_TIM),
        ("approve", J.KEPALA_UNIT),
        ("send", J.KEPALA_UNIT),
        ("receive", J.SEKRETARIS_TPI),
    ):
        laporan = step(laporan, name, planned.peran[jenis])
    assert laporan.status == S.DITERIMA
    assert laporan.diterima_at
    assert laporan.riwayat.filter(kolom=NASKAH).count() == 2


def test_while_the_unit_mends_its_report_the_inspektorat_reads_what_was_sent(planned, client_as):
    laporan = make_laporan(planned, status=S.DISAMPAIKAN)
    sent = laporan.data["bagian"]["penutup"]
    laporan = step(laporan, "refuse", planned.peran[J.TIM_PEMBINA])
    BagianLaporan.objects.filter(laporan=laporan, kode="penutup").update(isi="Sedang disunting.")
    url = reverse("laporan_detail", args=[laporan.pk])
    outside = client_as(planned.peran[J.TIM_PEMBINA]).get(url)
    assert outside.context["naskah"].bagian[-1].isi == sent
    assert "sedang memperbaiki laporan ini" in outside.content.decode()
    assert client_as(planned.peran[J.KETUA_TIM]).get(url).context["naskah"].bagian[-1].isi == "Sedang disunting."


def test_a_text_that_was_approved_but_never_sent_stays_in_the_unit(planned, client_as):
    laporan = make_laporan(planned, status=S.DISETUJUI)
    unsent = laporan.riwayat.get(kolom=NASKAH)
    laporan = step(laporan, "send_back", planned.peran[J.KEPALA_UNIT])
    for name, jenis in (("submit", J.KETUA_TIM), ("approve", J.KEPALA_UNIT), ("send", J.KEPALA_UNIT)):
        laporan = step(laporan, name, planned.peran[jenis])
    url = reverse("laporan_version", args=[laporan.pk, unsent.pk])
    assert client_as(planned.peran[J.KETUA_TIM]).get(url).status_code == 200
    assert client_as(planned.peran[J.TIM_PEMBINA]).get(url).status_code == 404


@pytest.mark.parametrize(
    ("status", "name", "by", "told"),
    [
        (S.DRAF, "submit", J.KETUA_TIM, {J.KEPALA_UNIT}),
        (S.DIAJUKAN, "approve", J.KEPALA_UNIT, {J.KETUA_TIM}),
        (S.DIAJUKAN, "send_back", J.KEPALA_UNIT, {J.KETUA_TIM}),
        (S.DISETUJUI, "send", J.KEPALA_UNIT, INSPEKTORAT | {J.KETUA_TIM}),
        (S.DISAMPAIKAN, "receive", J.TIM_PEMBINA, {J.KEPALA_UNIT, J.KETUA_TIM}),
        (S.DISAMPAIKAN, "refuse", J.TIM_PEMBINA, {J.KEPALA_UNIT, J.KETUA_TIM}),
    ],
)
def test_each_step_is_told_to_those_who_act_next_or_wait(planned, other_world, status, name, by, told):
    laporan = make_laporan(planned, status=status)
    Notifikasi.objects.all().delete()
    step(laporan, name, planned.peran[by])
    users = {row.user_id for row in Notifikasi.objects.all()}
    assert users == {planned.peran[jenis].user_id for jenis in told}
    notice = Notifikasi.objects.first()
    assert notice.tautan == reverse("laporan_detail", args=[laporan.pk])
    assert ALASAN in notice.pesan


def test_a_long_unit_name_still_fits_a_notice(planned):
    type(planned.unit).objects.filter(pk=planned.unit.pk).update(nama="K" * 200)
    laporan = report.create_laporan(pembangunan=planned.pembangunan, triwulan=1, by=planned.peran[J.KETUA_TIM])
    complete(laporan)
    step(laporan, "submit", planned.peran[J.KETUA_TIM])
    assert all(len(n.judul) <= 200 for n in Notifikasi.objects.all())


# --- pages of the steps --------------------------------------------------------------------------------------


def test_the_page_of_a_step_asks_and_acts(planned, client_as):
    laporan = make_laporan(planned, status=S.DIAJUKAN)
    client = client_as(planned.peran[J.KEPALA_UNIT])
    url = reverse("laporan_approve", args=[laporan.pk])
    assert "dibekukan" in client.get(url).content.decode()
    assert client.post(url).status_code == 302
    laporan.refresh_from_db()
    assert laporan.status == S.DISETUJUI


@pytest.mark.parametrize(
    ("status", "jenis", "primary", "menu"),
    [
        (S.DRAF, J.KETUA_TIM, "Ajukan", ["Sunting laporan"]),
        (S.DIAJUKAN, J.KEPALA_UNIT, "Setujui", ["Kembalikan"]),
        (S.DISETUJUI, J.KEPALA_UNIT, "Sampaikan ke Inspektorat", ["Kembalikan"]),
        (S.DISAMPAIKAN, J.TIM_PEMBINA, "Terima", ["Kembalikan untuk diperbaiki"]),
        (S.DITERIMA, J.TIM_PEMBINA, None, []),
        (S.DISAMPAIKAN, J.KEPALA_DAERAH, None, []),
    ],
)
def test_the_way_forward_is_the_primary_button(planned, client_as, status, jenis, primary, menu):
    laporan = make_laporan(planned, status=status)
    halaman = client_as(planned.peran[jenis]).get(reverse("laporan_detail", args=[laporan.pk])).context["halaman"]
    assert (halaman.tombol and halaman.tombol.label) == primary
    assert [t.label for t in halaman.menu] == menu


def test_a_double_submit_acts_once_and_says_so(planned, client_as):
    laporan = make_laporan(planned, status=S.DIAJUKAN)
    client = client_as(planned.peran[J.KEPALA_UNIT])
    url = reverse("laporan_approve", args=[laporan.pk])
    client.post(url)
    again = client.post(url, follow=True)
    assert "tidak dapat dilakukan: status sekarang “Disetujui”" in again.content.decode()
    assert laporan.riwayat.filter(tindakan="Setujui").count() == 1


def test_a_missing_reason_keeps_the_page_and_says_what_to_do(planned, client_as):
    laporan = make_laporan(planned, status=S.DIAJUKAN)
    answer = client_as(planned.peran[J.KEPALA_UNIT]).post(
        reverse("laporan_send_back", args=[laporan.pk]), {"alasan": " "}
    )
    assert answer.status_code == 422
    assert "memerlukan alasan" in answer.content.decode()


def test_submitting_lists_what_is_missing_instead_of_a_button(planned, client_as):
    laporan = make_laporan(planned)
    BagianLaporan.objects.filter(laporan=laporan, kode="penutup").update(isi="")
    client = client_as(planned.peran[J.KETUA_TIM])
    for answer in (
        client.get(reverse("laporan_submit", args=[laporan.pk])),
        client.post(reverse("laporan_submit", args=[laporan.pk])),
    ):
        assert "Bagian “E. PENUTUP” belum diisi." in answer.content.decode()
        assert 'class="konfirmasi' not in answer.content.decode()
    laporan.refresh_from_db()
    assert laporan.status == S.DRAF


def test_the_refusal_names_who_can(planned, client_as):
    laporan = make_laporan(planned, status=S.DIAJUKAN)
    answer = client_as(planned.peran[J.KETUA_TIM]).post(reverse("laporan_approve", args=[laporan.pk]))
    assert answer.status_code == 403
    assert "hanya dapat dilakukan oleh Kepala Unit Kerja" in answer.content.decode()
