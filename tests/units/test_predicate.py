"""Predicates: granted by decree, held, reviewed, revoked (briefing on PermenPANRB 90/2021; Pergub 20/2017 Pasal 8-9)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.factories import PembangunanFactory, PeriodeFactory, UnitKerjaFactory
from tests.units.predicate_worlds import answered, decree, hold, review, revoked
from units.choices import JenisPeran, Tahap
from units.errors import Ditolak, TidakBerwenang
from units.models import Notifikasi, PembangunanZI, Predikat
from units.predicate import earliest_proposal, wait_sentence
from units.predicate_list import due, share_of
from units.predicate_workflow import WORKFLOW
from units.services import predicate as services
from units.transitions import perform
from units.year import CHECKS

J, T, S = JenisPeran, Tahap, Predikat.Status
TODAY = timezone.localdate


@pytest.fixture
def no_checks(monkeypatch):
    """Conditions of the year that other apps add are theirs to test."""
    for name in ("award", "not_awarded", "revoke"):
        monkeypatch.setitem(CHECKS, name, [])


@pytest.fixture
def evaluated(world, no_checks) -> PembangunanZI:
    PembangunanZI.objects.filter(pk=world.pembangunan.pk).update(tahap=T.EVALUASI_TPN)
    world.pembangunan.refresh_from_db()
    return world.pembangunan


def grant(world, year, *, by=J.KETUA_TPI, mulai=None, **fields) -> Predikat:
    return services.grant_predikat(year=year, keputusan=decree(**fields), mulai=mulai or TODAY(), by=world.peran[by])


# --- grant -------------------------------------------------------------------------------------------------------


def test_a_grant_records_the_decree_and_takes_the_year_on_to_monitoring(world, evaluated):
    row = grant(world, evaluated)
    evaluated.refresh_from_db()
    assert (row.jenis, row.status, row.pembangunan, evaluated.tahap) == ("wbk", "berlaku", evaluated, T.PEMANTAUAN)
    assert (row.keputusan.nomor, row.keputusan.berkas is not None) == ("188/1", True)
    assert row.riwayat.get().tindakan == "Memberikan predikat"


def test_re_evaluation_is_due_two_years_after_the_grant(world, evaluated):
    assert grant(world, evaluated, tanggal=date(2024, 2, 29), mulai=date(2024, 2, 29)).reevaluasi_paling_lambat == date(
        2026, 3, 1
    )


@pytest.mark.parametrize("tahap", [t for t in T if t != T.EVALUASI_TPN])
def test_only_a_year_that_tpn_evaluated_can_be_awarded(world, evaluated, tahap):
    PembangunanZI.objects.filter(pk=evaluated.pk).update(tahap=tahap)
    with pytest.raises(Ditolak, match="Catat predikat"):
        grant(world, evaluated)
    assert not Predikat.objects.exists()


def test_wbbm_needs_a_wbk_in_force(world, evaluated):
    """Pergub 20/2017 Pasal 8(2)."""
    PembangunanZI.objects.filter(pk=evaluated.pk).update(target="wbbm")
    with pytest.raises(Ditolak, match="memerlukan predikat Menuju WBK"):
        grant(world, evaluated)
    hold(world, "wbk")
    assert grant(world, evaluated).jenis == "wbbm"


@pytest.mark.parametrize(
    ("profil", "jenis", "signer"),
    [
        ("ketapang-2022", "wbk", "Menteri PANRB"),
        ("tangerang-2018", "wbk", "Wali Kota Contoh"),
        ("kalbar-2017", "wbk", "Gubernur Contoh"),
        ("kalbar-2017", "wbbm", "Menteri PANRB"),
    ],
)
def test_who_signs_is_what_the_profile_says(world, profil, jenis, signer):
    """Pergub 20/2017 Pasal 9(3) and (5); Perwal 72/2018 Bab III 4.1; PermenPANRB 90/2021."""
    world.instansi.jabatan_kepala = {"tangerang-2018": "Wali Kota Contoh"}.get(profil, "Gubernur Contoh")
    assert services.signer_of(world.instansi, jenis, profil=profil) == signer


def test_one_decree_may_name_several_units_and_carries_one_date(world, evaluated):
    other = PembangunanFactory(
        unit=UnitKerjaFactory(instansi=world.instansi), periode=world.periode, tahap=T.EVALUASI_TPN
    )
    third = PembangunanFactory(
        unit=UnitKerjaFactory(instansi=world.instansi), periode=world.periode, tahap=T.EVALUASI_TPN
    )
    first, second = grant(world, evaluated), grant(world, other, berkas=None)
    assert first.keputusan == second.keputusan
    with pytest.raises(Ditolak, match="sudah tercatat dengan tanggal"):
        grant(world, third, tanggal=TODAY() - timedelta(days=1))


def test_a_decree_needs_its_file_and_a_date_that_has_come(world, evaluated):
    with pytest.raises(Ditolak, match="Unggah berkas keputusan"):
        grant(world, evaluated, berkas=None)
    tomorrow = TODAY() + timedelta(days=1)
    with pytest.raises(Ditolak, match="sesudah hari ini"):
        grant(world, evaluated, tanggal=tomorrow, mulai=tomorrow)
    with pytest.raises(Ditolak, match="paling awal pada tanggal keputusannya"):
        grant(world, evaluated, mulai=TODAY() - timedelta(days=1))


def test_of_two_who_grant_at_once_the_second_is_told(world, evaluated):
    grant(world, evaluated)
    with pytest.raises(Ditolak, match="sudah memegang predikat"):
        grant(world, evaluated)
    assert Predikat.objects.count() == 1


@pytest.mark.parametrize("jenis", sorted(set(J.values) - {J.KETUA_TPI, J.SEKRETARIS_TPI}))
def test_nobody_else_grants(world, evaluated, jenis):
    with pytest.raises(TidakBerwenang):
        grant(world, evaluated, by=jenis)


def test_a_role_that_ended_yesterday_grants_nothing(world, evaluated):
    peran = world.peran[J.KETUA_TPI]
    peran.selesai = TODAY() - timedelta(days=1)
    peran.save()
    with pytest.raises(TidakBerwenang):
        grant(world, evaluated)


def test_a_predicate_from_before_the_portal_is_entered_with_its_decree(world):
    long_ago = date(2021, 12, 20)
    row = services.enter_predikat(
        unit=world.unit, jenis="wbk", keputusan=decree(tanggal=long_ago, berkas=None), mulai=long_ago,
        reevaluasi=None, by=world.peran[J.ADMIN_INSTANSI],
    )  # fmt: skip
    assert (row.pembangunan, row.reevaluasi_paling_lambat) == (None, date(2023, 12, 20))
    with pytest.raises(Ditolak, match="harus sesudah predikat mulai berlaku"):
        services.enter_predikat(
            unit=UnitKerjaFactory(instansi=world.instansi), jenis="wbk", keputusan=decree(tanggal=long_ago), mulai=long_ago,
            reevaluasi=long_ago, by=world.peran[J.ADMIN_INSTANSI],
        )  # fmt: skip


# --- review ------------------------------------------------------------------------------------------------------

WHO = {
    "review": {J.KETUA_TPI, J.SEKRETARIS_TPI, J.ANGGOTA_TPI},
    "keep": {J.KETUA_TPI},
    "revoke": {J.KETUA_TPI},
}
FROM = {"review": {S.BERLAKU}, "keep": {S.DITINJAU}, "revoke": {S.DITINJAU}}


@pytest.mark.parametrize("jenis", J.values)
@pytest.mark.parametrize("status", S.values)
@pytest.mark.parametrize("step", WHO)
def test_status_and_role_of_every_step(world, step, status, jenis):
    row = hold(world)
    Predikat.objects.filter(pk=row.pk).update(
        status=status, pencabutan=row.keputusan, dicabut_pada=TODAY()
    )  # whether a step is open to a role is asked, not whether its decree is there
    row.refresh_from_db()
    allowed, expected = False, jenis in WHO[step] and status in FROM[step]
    try:
        with transaction.atomic():
            done = perform(WORKFLOW, row, step, by=world.peran[jenis], alasan="Karena diuji.")
            allowed = done.riwayat.get().alasan == "Karena diuji."
    except TidakBerwenang:
        assert jenis not in WHO[step]
    except Ditolak:
        assert status not in FROM[step]
    assert allowed == expected


def test_the_unit_is_asked_and_answers(world):
    row = answered(world)
    assert row.ditanggapi_oleh == world.peran[J.KEPALA_UNIT]
    assert row.predikat.status == S.DITINJAU
    told = Notifikasi.objects.filter(user=world.peran[J.KEPALA_UNIT].user, judul__contains="klarifikasi Anda diminta")
    assert told.exists()


def test_only_the_head_of_this_unit_answers(world, other_world):
    row = review(world)
    for peran in (world.peran[J.KETUA_TIM], other_world.peran[J.KEPALA_UNIT], world.peran[J.KETUA_TPI]):
        with pytest.raises(TidakBerwenang):
            services.answer_tinjauan(tinjauan=row, tanggapan="Tidak benar.", by=peran)


def test_nobody_decides_about_the_unit_they_belong_to(world):
    row = answered(world)
    ketua = world.peran[J.KETUA_TPI]
    ketua.user.unit = world.unit
    ketua.user.save()
    with pytest.raises(TidakBerwenang, match="bukan pegawai unit itu"):
        services.keep_predikat(tinjauan=row, alasan="Tidak terbukti.", by=ketua)


def test_a_predicate_is_not_revoked_before_the_unit_was_heard(world):
    row = review(world)
    with pytest.raises(Ditolak, match="masih dapat memberi klarifikasi"):
        services.revoke_predikat(tinjauan=row, keputusan=decree(nomor="2"), alasan="x", by=world.peran[J.KETUA_TPI])
    type(row).objects.filter(pk=row.pk).update(tenggat=TODAY() - timedelta(days=1))
    done = services.revoke_predikat(tinjauan=row, keputusan=decree(nomor="2"), alasan="x", by=world.peran[J.KETUA_TPI])
    assert done.status == S.DICABUT


def test_keeping_ends_the_review_and_another_may_follow(world):
    row = answered(world)
    kept = services.keep_predikat(tinjauan=row, alasan="Tidak terbukti.", by=world.peran[J.KETUA_TPI])
    row.refresh_from_db()
    assert (kept.status, row.putusan, row.alasan) == (S.BERLAKU, "tetap", "Tidak terbukti.")
    assert review(world, kept).predikat_id == kept.pk


def test_of_two_who_decide_at_once_one_is_told_what_happened(world):
    row = answered(world)
    ketua = world.peran[J.KETUA_TPI]
    services.keep_predikat(tinjauan=row, alasan="Tidak terbukti.", by=ketua)
    with pytest.raises(Ditolak, match=f"sudah diputus oleh {ketua.user}: Predikat tetap berlaku"):
        services.revoke_predikat(tinjauan=row, keputusan=decree(nomor="2"), alasan="x", by=ketua)
    with pytest.raises(Ditolak, match="sudah diputus"):
        services.answer_tinjauan(tinjauan=row, tanggapan="Terlambat.", by=world.peran[J.KEPALA_UNIT])


def test_only_one_review_is_open(world):
    row = review(world)
    with pytest.raises(Ditolak, match="status sekarang “Sedang ditinjau”"):
        review(world, row.predikat)


def test_a_revocation_cannot_stand_without_its_decree(world):
    row = hold(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Predikat.objects.filter(pk=row.pk).update(status=S.DICABUT)


def test_a_refused_revocation_leaves_nothing_behind(world):
    row = answered(world)
    with pytest.raises(Ditolak, match="memerlukan alasan"):
        services.revoke_predikat(tinjauan=row, keputusan=decree(nomor="2"), alasan=" ", by=world.peran[J.KETUA_TPI])
    predikat = Predikat.objects.get()
    assert (predikat.status, predikat.pencabutan, predikat.dicabut_pada) == (S.DITINJAU, None, None)


# --- after a revocation --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tahap", [T.BERPREDIKAT, T.PEMANTAUAN])
def test_a_revocation_ends_the_year_that_stands_on_the_predicate(world, no_checks, tahap):
    PembangunanZI.objects.filter(pk=world.pembangunan.pk).update(tahap=tahap)
    done = revoked(world)
    world.pembangunan.refresh_from_db()
    assert (world.pembangunan.tahap, done.pencabutan.nomor) == (T.DICABUT, "188/9")


@pytest.mark.parametrize("tahap", [T.MEMBANGUN, T.EVALUASI_TPI, T.DIBINA])
def test_a_year_at_work_is_left_alone(world, no_checks, tahap):
    PembangunanZI.objects.filter(pk=world.pembangunan.pk).update(tahap=tahap)
    revoked(world)
    world.pembangunan.refresh_from_db()
    assert world.pembangunan.tahap == tahap


@pytest.mark.parametrize("tahap", [T.DIUSULKAN, T.EVALUASI_TPN])
def test_a_revoked_wbk_ends_the_wbbm_proposal(world, no_checks, tahap):
    """Perwal Tangerang 72/2018 Bab III C: such a unit cannot be proposed for WBBM."""
    year = PembangunanFactory(
        unit=world.unit, periode=PeriodeFactory(instansi=world.instansi, tahun=2020), tahap=tahap, target="wbbm"
    )
    revoked(world)
    year.refresh_from_db()
    assert (year.tahap, year.riwayat.first().alasan) == (T.DIBINA, "Predikat Menuju WBK dicabut. Pungutan terbukti.")


def test_a_new_wbk_proposal_waits_two_years_to_the_day(world):
    """Briefing on PermenPANRB 90/2021, "Pencabutan Predikat" point 3."""
    row = hold(world, mulai=date(2023, 1, 1))
    revoked(world, row, on=date(2024, 6, 15))
    assert earliest_proposal(world.unit) == date(2026, 6, 15)
    assert "15 Juni 2026" in wait_sentence(world.unit, today=date(2026, 6, 14))
    assert wait_sentence(world.unit, today=date(2026, 6, 15)) == ""


def test_after_a_revocation_the_same_predicate_can_be_granted_again(world):
    revoked(world)
    Predikat.objects.create(
        unit=world.unit, jenis="wbk", keputusan=Predikat.objects.get().keputusan, mulai=TODAY(),
        reevaluasi_paling_lambat=TODAY() + timedelta(days=700),
    )  # fmt: skip
    assert Predikat.objects.filter(unit=world.unit).count() == 2


# --- register ------------------------------------------------------------------------------------------------------


def test_share_counts_units_with_a_predicate_in_force_and_says_over_30_percent(world):
    """Shown, never blocking (briefing on PermenPANRB 90/2021)."""
    units = [UnitKerjaFactory(instansi=world.instansi) for _ in range(8)]  # with unit and Inspektorat: ten
    for unit in units[:3]:
        hold(world, unit=unit)
    hold(world, "wbbm", unit=units[0])
    assert (share_of(world.instansi).berpredikat, share_of(world.instansi).unit) == (3, 10)
    assert not share_of(world.instansi).melewati_batas
    hold(world, unit=units[3])
    assert share_of(world.instansi).melewati_batas
    Predikat.objects.filter(unit=units[3]).update(
        status=S.DICABUT, dicabut_pada=TODAY(), pencabutan_id=Predikat.objects.first().keputusan_id
    )
    assert not share_of(world.instansi).melewati_batas


def test_due_within_days_counts_the_overdue_and_leaves_the_revoked(world):
    today = date(2026, 3, 1)
    units = [UnitKerjaFactory(instansi=world.instansi) for _ in range(3)]
    late = hold(world, unit=units[0], reevaluasi_paling_lambat=date(2026, 2, 28))
    soon = hold(world, unit=units[1], reevaluasi_paling_lambat=date(2026, 3, 31))
    hold(world, unit=units[2], reevaluasi_paling_lambat=date(2026, 4, 1))
    assert set(due(Predikat.objects.all(), today=today, days=30)) == {late, soon}
    assert set(due(Predikat.objects.all(), today=today, days=-1)) == {late}


def test_replication_names_another_unit(world):
    row = hold(world)
    data = {"predikat": row, "uraian": "Studi tiru loket", "tanggal_": TODAY(), "by": world.peran[J.ADMIN_INSTANSI]}
    for unit in (None, world.unit):
        with pytest.raises(Ditolak):
            services.add_penghargaan(jenis="replikasi", unit_replikasi=unit, **data)
    done = services.add_penghargaan(jenis="replikasi", unit_replikasi=world.inspektorat, **data)
    assert done.unit_replikasi == world.inspektorat


def test_the_next_re_evaluation_of_a_revoked_predicate_is_refused(world):
    done = revoked(world)
    with pytest.raises(Ditolak, match="sudah dicabut"):
        services.set_next_due(predikat=done, on=TODAY(), by=world.peran[J.KETUA_TPI])
