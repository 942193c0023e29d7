"""Job rows: a killed worker loses nothing, a doubled message does nothing twice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reports.models import Dokumen
from tests.factories import RencanaFactory
from units import jobs
from units.models import StatusPekerjaan

S = StatusPekerjaan


@pytest.fixture
def job(world):
    rencana = RencanaFactory(pembangunan=world.pembangunan)
    return Dokumen.objects.create(
        jenis="lampiran_i",
        pembangunan=world.pembangunan,
        periode=world.periode,
        rencana=rencana,
        sidik="a" * 64,
        diminta_oleh=world.peran["ketua_tim"],
    )


@pytest.fixture
def sent(monkeypatch):
    """Which rows were put in the queue."""
    queued = []
    monkeypatch.setattr(jobs, "_send", lambda job: queued.append(job.pk))
    return queued


def test_a_row_is_claimed_once(job):
    first = jobs.claim(Dokumen, job.pk)
    assert (first.status, first.percobaan) == (S.DIKERJAKAN, 1)
    assert jobs.claim(Dokumen, job.pk) is None


def test_a_row_whose_heart_stopped_can_be_claimed_again(job):
    jobs.claim(Dokumen, job.pk)
    Dokumen.objects.update(detak=timezone.now() - jobs.STALE_AFTER - timedelta(seconds=1))
    assert jobs.claim(Dokumen, job.pk).percobaan == 2


def test_only_the_last_claimant_finishes(job):
    slow = jobs.claim(Dokumen, job.pk)
    Dokumen.objects.update(detak=timezone.now() - jobs.STALE_AFTER - timedelta(seconds=1))
    quick = jobs.claim(Dokumen, job.pk)
    assert jobs.finish(slow) is False
    assert jobs.finish(quick, halaman=3) is True
    job.refresh_from_db()
    assert (job.status, job.halaman) == (S.JADI, 3)


def test_the_sweeper_queues_lost_rows_again_and_leaves_living_ones(job, sent):
    assert jobs.requeue_stale() == 0
    Dokumen.objects.update(created_at=timezone.now() - timedelta(minutes=5))
    assert (jobs.requeue_stale(), sent) == (1, [job.pk])
    assert jobs.requeue_stale() == 0, "a row just queued again waits its turn"
    jobs.claim(Dokumen, job.pk)
    assert jobs.requeue_stale() == 0, "a living worker keeps its row"
    Dokumen.objects.update(detak=timezone.now() - timedelta(minutes=2))
    assert (jobs.requeue_stale(), sent) == (1, [job.pk, job.pk])


def test_a_job_that_kills_its_worker_every_time_is_given_up_with_a_reason(job, sent):
    Dokumen.objects.update(
        status=S.DIKERJAKAN, percobaan=jobs.MAX_ATTEMPTS, detak=timezone.now() - timedelta(minutes=2)
    )
    assert jobs.requeue_stale() == 0
    job.refresh_from_db()
    assert (job.status, job.pesan) == (S.GAGAL, "Pekerjaan terhenti 4 kali. Hubungi administrator bila terulang.")


def test_a_failed_job_can_be_run_again_once(job, sent, django_capture_on_commit_callbacks):
    claimed = jobs.claim(Dokumen, job.pk)
    jobs.fail(claimed, "Kepala unit belum diisi.")
    with django_capture_on_commit_callbacks(execute=True):
        jobs.restart(claimed)
        jobs.restart(claimed)
    assert sent == [job.pk]
