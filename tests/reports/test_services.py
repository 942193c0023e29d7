"""A document is made once per data, by one worker, and says why when it cannot be made."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reports import pdf, services
from reports.models import Dokumen
from reports.services import dokumen
from tests.factories import AksiFactory
from tests.reports.conftest import approve_plan, make_plan, make_report
from units import evidence, jobs
from units.errors import Ditolak
from units.models import Berkas, Notifikasi, StatusPekerjaan, TimPembangunan
from units.transitions import SyaratBelumTerpenuhi

S = StatusPekerjaan
J = Dokumen.Jenis


@pytest.fixture
def plan(world):
    row = make_plan(world)
    AksiFactory(rencana=row)
    return row


def ask(world, objek, jenis=J.LAMPIRAN_I, *, tata_letak="", draf=True, by="ketua_tim") -> Dokumen:
    data = services.choose(jenis, objek, by=world.peran[by], tata_letak=tata_letak, draf=draf)
    return services.request_dokumen(objek=objek, jenis=jenis, data=data, by=world.peran[by])


def test_the_same_data_are_one_document_whoever_asks(world, plan, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = ask(world, plan)
        again = ask(world, plan, by="kepala_unit")
    assert first.pk == again.pk
    first.refresh_from_db()
    assert (first.status, first.percobaan) == (S.JADI, 1)
    assert (first.halaman > 1, first.berkas.mime) == (True, "application/pdf")
    assert ask(world, plan).berkas == first.berkas


def test_changed_data_or_another_layout_is_another_document(world, plan):
    first = ask(world, plan)
    other_layout = ask(world, plan, tata_letak="s4")
    plan.aksi.update(aksi="Diubah")
    changed = ask(world, plan)
    assert len({first.pk, other_layout.pk, changed.pk}) == 3


def test_what_was_asked_for_is_drawn_even_if_the_plan_changes_meanwhile(world, plan):
    from tests.reports.conftest import text_of

    made = ask(world, plan)
    plan.aksi.update(aksi="Diubah sesudah diminta")
    services.render_dokumen(made.pk)
    made.refresh_from_db()
    assert "Diubah sesudah diminta" not in text_of(evidence.read_bytes(made.berkas))


def test_a_job_runs_once_however_often_it_is_delivered(world, plan):
    made = ask(world, plan)
    services.render_dokumen(made.pk)
    made.refresh_from_db()
    finished = made.selesai_at
    services.render_dokumen(made.pk)
    made.refresh_from_db()
    assert (made.selesai_at, made.percobaan) == (finished, 1)


def test_two_workers_leave_one_file(world, plan, monkeypatch):
    """The first worker is slow, so its row is given to a second; the first one's late result changes nothing."""
    made = ask(world, plan)
    real = pdf.render

    def slow_once(data, **kwargs):
        monkeypatch.setattr(pdf, "render", real)
        Dokumen.objects.filter(pk=made.pk).update(detak=timezone.now() - jobs.STALE_AFTER - timedelta(seconds=1))
        services.render_dokumen(made.pk)
        return real(data, **kwargs)

    monkeypatch.setattr(pdf, "render", slow_once)
    services.render_dokumen(made.pk)
    made.refresh_from_db()
    assert (made.status, made.percobaan) == (S.JADI, 2)
    assert Berkas.objects.filter(ekstensi="pdf").count() == 1
    assert Notifikasi.objects.filter(user=made.diminta_oleh.user, judul__endswith="siap diunduh").count() == 1


def test_a_dead_workers_job_is_queued_again_and_finished(world, plan, django_capture_on_commit_callbacks):
    made = ask(world, plan)
    jobs.claim(Dokumen, made.pk)
    Dokumen.objects.filter(pk=made.pk).update(detak=timezone.now() - timedelta(minutes=2))
    assert jobs.requeue_stale() == 1
    made.refresh_from_db()
    assert (made.status, made.percobaan) == (S.JADI, 2)


def test_a_failed_job_says_why_and_runs_again(world, plan, monkeypatch, django_capture_on_commit_callbacks):
    made = ask(world, plan)

    def broken(*args, **kwargs):
        raise ValueError("layout")

    with monkeypatch.context() as patch:
        patch.setattr(pdf, "render", broken)
        services.render_dokumen(made.pk)
    made.refresh_from_db()
    assert made.status == S.GAGAL
    assert "Halaman tidak dapat disusun" in made.pesan
    assert Notifikasi.objects.filter(judul__endswith="gagal dibuat").exists()
    with django_capture_on_commit_callbacks(execute=True):
        services.retry_dokumen(made)
    made.refresh_from_db()
    assert (made.status, made.pesan) == (S.JADI, "")


def test_asking_for_a_failed_one_tries_it_again(world, plan, django_capture_on_commit_callbacks):
    made = ask(world, plan)
    Dokumen.objects.filter(pk=made.pk).update(status=S.GAGAL)
    with django_capture_on_commit_callbacks(execute=True):
        again = ask(world, plan)
    again.refresh_from_db()
    assert (again.pk, again.status) == (made.pk, S.JADI)


def test_a_lost_logo_is_named(world, plan):
    instansi = world.instansi
    instansi.logo = evidence.store_bytes(b"gambar", nama="logo.png", ekstensi="png", instansi=instansi, by=None)
    instansi.save()
    plan.pembangunan.unit.instansi.refresh_from_db()
    made = ask(world, plan)
    instansi.logo.isi.storage.delete(instansi.logo.isi.name)
    services.render_dokumen(made.pk)
    made.refresh_from_db()
    assert (made.status, "lambang instansi" in made.pesan) == (S.GAGAL, True)


def test_missing_parts_are_named_before_a_job_exists(world, plan):
    world.peran["kepala_unit"].delete()
    instansi = plan.pembangunan.unit.instansi
    instansi.ibu_kota = " "
    instansi.save()
    with pytest.raises(SyaratBelumTerpenuhi) as refused:
        ask(world, plan)
    assert [t.kode for t in refused.value.temuan] == ["penanda_tangan", "tempat"]
    assert world.unit.nama in str(refused.value)
    assert not Dokumen.objects.exists()


def test_an_empty_plan_and_an_empty_team_are_not_printed(world):
    empty = make_plan(world)
    with pytest.raises(SyaratBelumTerpenuhi, match="belum memiliki rencana aksi"):
        ask(world, empty)
    TimPembangunan.objects.get().anggota.all().delete()
    with pytest.raises(SyaratBelumTerpenuhi, match="belum memiliki anggota"):
        ask(world, world.pembangunan, J.SK_TIM)


def test_kepala_daerah_without_a_name_is_named(profile_world):
    world, _ = profile_world("tangerang-2018")
    world.instansi.nama_kepala = ""
    world.pembangunan.unit.instansi = world.instansi
    with pytest.raises(SyaratBelumTerpenuhi, match=world.instansi.jabatan_kepala):
        ask(world, world.pembangunan, J.SK_TIM)


def test_states_that_do_not_exist_are_refused(world, plan):
    with pytest.raises(Ditolak, match="belum pernah disetujui"):
        ask(world, plan, draf=False)
    approve_plan(plan, world)
    with pytest.raises(Ditolak, match="sudah disetujui"):
        ask(world, plan, draf=True)


def test_each_kind_knows_its_source(world, plan):
    report = make_report(world)
    made = [ask(world, plan), ask(world, report, J.LAMPIRAN_II), ask(world, world.pembangunan, J.SK_TIM)]
    assert [(d.rencana, d.laporan, d.keterangan, d.draf) for d in made] == [
        (plan, None, "Draf", True), (None, report, "Draf", True), (None, None, "Draf", True),
    ]  # fmt: skip


def test_the_job_beats_while_it_draws(world, plan, monkeypatch):
    monkeypatch.setattr(dokumen, "BEAT_SECONDS", 0)
    said = []
    monkeypatch.setattr(dokumen.jobs, "beat", lambda job, **kwargs: said.append(kwargs["langkah"]))
    services.render_dokumen(ask(world, plan).pk)
    assert "Menata halaman 1" in said
    assert "Menulis berkas" in said
