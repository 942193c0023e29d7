"""The demo: three institutions at work, and no other data is ever touched."""

from collections.abc import Iterator
from io import StringIO
from tempfile import TemporaryDirectory

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from action_plans.models import Aksi, Konsultasi, LaporanPembinaan, LaporanTriwulan, Pembinaan, RencanaAksi
from evaluation.decision_data import decision_of
from evaluation.models import HasilEvaluasi, Penilaian, Rekomendasi
from evaluation.services.assessment import score_penilaian
from reports.models import Terbitan
from units.choices import JenisPeran
from units.models import Instansi, Pengaduan, Peran, PetugasPengaduan, Predikat, UnitKerja, User
from units.team_rules import team_findings
from zi_portal.demo.build import PASSWORD


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker) -> Iterator[str]:
    """The demo is made once for all tests here, and taken back at the end."""
    out = StringIO()
    with (
        django_db_blocker.unblock(),
        TemporaryDirectory() as folder,
        override_settings(MEDIA_ROOT=folder),
        transaction.atomic(),
    ):
        call_command("demo", stdout=out)
        yield out.getvalue()
        transaction.set_rollback(True)


@pytest.fixture
def demo(made, db) -> str:
    return made


def test_three_institutions_run_under_three_profiles(demo):
    assert set(Instansi.objects.values_list("profil", flat=True)) == {"kalbar-2017", "tangerang-2018", "ketapang-2022"}


def test_every_role_exists_in_every_institution(demo):
    for instansi in Instansi.objects.all():
        assert set(Peran.objects.filter(instansi=instansi).values_list("jenis", flat=True)) == set(JenisPeran.values)


def test_every_printed_login_works(demo, rf):
    logins = [line.split()[0] for line in demo.splitlines() if "@" in line]
    assert len(logins) > 30
    request = rf.get("/")
    user = authenticate(request, username=logins[0], password=PASSWORD)
    assert user.email == logins[0]
    assert User.objects.filter(email__in=logins).count() == len(set(logins))


def test_the_real_plan_is_carried_into_the_current_year(demo):
    unit = UnitKerja.objects.get(nama="Kecamatan Pekalongan Barat")
    rencana = RencanaAksi.objects.get(pembangunan__unit=unit)
    assert (rencana.status, rencana.versi, rencana.aksi.count()) == ("disetujui", 1, 70)
    assert Aksi.objects.filter(rencana=rencana, penanggung_jawab=None).count() == 0


def test_teams_meet_the_rule_of_their_regulation(demo):
    for rencana in RencanaAksi.objects.select_related("pembangunan__tim", "pembangunan__unit", "pembangunan__periode"):
        assert [t.pesan for t in team_findings(rencana.pembangunan.tim) if t.is_galat] == []


def test_each_institution_has_an_archive_with_papers_in_force_replaced_and_revoked(demo):
    for instansi in Instansi.objects.all():
        rows = Terbitan.objects.filter(instansi=instansi)
        assert {"disiapkan", "diganti", "dicabut"} <= set(rows.values_list("status", flat=True))
        numbers = sorted(rows.exclude(urut=None).values_list("urut", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))


def test_reports_wait_where_somebody_has_to_act(demo):
    assert {"diterima", "disampaikan", "diajukan"} <= set(
        LaporanTriwulan.objects.values_list("status", flat=True)
    ) or not LaporanTriwulan.objects.exists()


def test_other_data_is_never_touched(demo):
    before = Instansi.objects.count(), User.objects.count()
    with pytest.raises(CommandError, match="sudah berisi data"):
        call_command("demo")
    assert (Instansi.objects.count(), User.objects.count()) == before


def test_one_unit_is_filling_the_lke_that_is_in_force(demo):
    penilaian = Penilaian.objects.select_related("instrumen").get(status="draf")
    hasil = score_penilaian(penilaian)
    assert penilaian.instrumen.status == "terbit"
    assert 70 < len(hasil.pertanyaan) - len(hasil.kosong) < 113


def test_one_unit_has_a_signed_lhe_and_recommendations_at_work(demo):
    lhe = HasilEvaluasi.objects.select_related("penilaian").get()
    assert (lhe.penilaian.jenis, lhe.penilaian.status) == ("tpi", "final")
    assert lhe.ketua.user_id != lhe.sekretaris.user_id
    assert set(Rekomendasi.objects.values_list("status", flat=True)) == {"terbuka", "dijawab"}


def test_no_mail_leaves_for_people_who_do_not_exist(demo, mailoutbox):
    assert mailoutbox == []


def test_one_unit_holds_a_predicate_that_is_soon_due_for_re_evaluation(demo):
    row = Predikat.objects.select_related("keputusan", "unit").get()
    assert (row.jenis, row.status, row.keputusan.penanda_tangan) == ("wbk", "berlaku", "Wali Kota Pekalongan")
    assert 0 < (row.reevaluasi_paling_lambat - timezone.localdate()).days <= 21
    assert set(row.penghargaan.values_list("jenis", flat=True)) == {"penghargaan", "replikasi"}


def test_one_institution_is_open_to_the_public_with_complaints_at_each_status(demo):
    (instansi,) = Instansi.objects.filter(halaman_publik=True, pengaduan_dibuka=True)
    assert instansi.slug == "kabupaten-ketapang"
    rows = Pengaduan.objects.filter(instansi=instansi)
    assert set(rows.values_list("status", flat=True)) >= {"diterima", "ditelaah", "diklarifikasi"}
    assert PetugasPengaduan.objects.in_office().filter(instansi=instansi).count() == 2
    assert rows.filter(identitas__isnull=False).count() == 1


def test_coaching_has_sessions_an_open_question_and_a_report_for_the_kepala_daerah(demo):
    today = timezone.localdate()
    if today.month < 8:
        pytest.skip("the year is too young")
    assert set(Pembinaan.objects.values_list("status", flat=True)) == {"disampaikan", "dikonfirmasi"}
    assert Konsultasi.objects.filter(status="ditanyakan").exists()
    assert set(LaporanPembinaan.objects.values_list("bentuk", "status")) == {
        ("bab", "disampaikan"),
        ("surat", "diajukan"),
    }


def test_one_unit_waits_for_the_decision_with_one_requirement_short(demo):
    tpi = Penilaian.objects.select_related("pembangunan__unit__instansi", "pembangunan__periode").get(jenis="tpi")
    found = decision_of(tpi.pembangunan, on=timezone.localdate())
    assert found.nilai
    assert [item.kode for item in found.syarat.kurang if not item.ketentuan.is_computed] == ["lhkasn"]
