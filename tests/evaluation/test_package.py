"""The package of a proposal: what is in it, its hashes, the same bytes each time, and its job."""

import hashlib
import json
import zipfile
from io import BytesIO
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from evaluation.models import Klarifikasi, PaketUsulan, UnitUsulan
from evaluation.services import package, proposal
from evaluation.services.assessment import attach_bukti
from evaluation.services.steps import take_step
from evaluation.tasks import build_paket_usulan
from tests.access import ROLES
from tests.evaluation.proposals import PDF, draft, freeze_tpi, record_requirements
from tests.evaluation.worlds import best_answers, fill, make_penilaian
from units import evidence
from units.choices import JenisPeran
from units.errors import TidakBerwenang
from units.models import Berkas, Notifikasi

J = JenisPeran


def made(usulan) -> bytes:
    out = BytesIO()
    package.write_package(usulan, out, step=lambda *_: None)
    return out.getvalue()


def opened(data: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(BytesIO(data))


def with_evidence(world):
    """One file under two questions, a link, a file that came by a clarification, and one that no answer shows."""
    ketua = world.peran[J.KETUA_TIM]
    mandiri = make_penilaian(world)
    fill(mandiri, best_answers())

    def add(name: str, extra: bytes):
        return evidence.add_file(SimpleUploadedFile(name, PDF + extra), pembangunan=world.pembangunan, by=ketua)[0]

    sk, asked = add("SK Tim (1).pdf", b"1"), add("Foto.pdf", b"2")
    add("lain.pdf", b"3")
    link, _ = evidence.add_link("https://contoh.test/berita", pembangunan=world.pembangunan, by=ketua)
    for kode, row in (("A.I.1.i.a", sk), ("A.I.1.i.b", sk), ("A.I.1.i.b", link)):
        attach_bukti(penilaian=mandiri, kode=kode, data_dukung=row, by=ketua)
    mandiri = take_step(penilaian=mandiri, name="prepare", by=ketua)
    mandiri = take_step(penilaian=mandiri, name="submit", by=world.peran[J.KEPALA_UNIT], setuju=True)
    tpi = freeze_tpi(world, mandiri, best_answers())
    question = Klarifikasi.objects.create(
        evaluasi=tpi.lhe.evaluasi, kode="A.I.1.ii.a", alasan="tidak_ada", permintaan="Lampirkan foto.",
        tenggat=world.periode.created_at.date(), status="selesai", diminta_oleh=world.peran[J.KETUA_TPI],
    )  # fmt: skip
    question.data_dukung.add(asked)
    record_requirements(world)
    proposal.propose(world.pembangunan, by=world.peran[J.KEPALA_DAERAH])


def proposed(world):
    with_evidence(world)
    return proposal.create_usulan(
        periode=world.periode, target="wbk", units=[world.pembangunan.pk], by=world.peran[J.KETUA_TPI]
    )


def test_letter_sptjm_both_workbooks_result_and_manifest(world):
    usulan = draft(world)
    names = {name.partition("/")[2] or name for name in opened(made(usulan)).namelist()}
    assert names == {
        "surat-usulan.pdf", "sptjm.pdf", "lke-penilaian-mandiri.xlsx", "lke-tpi.xlsx", "lhe.json", "bukti.json",
        "manifest.json", "manifest.txt",
    }  # fmt: skip


def test_the_manifest_has_the_hash_of_every_file_as_sha256sum_reads_it(world):
    found = opened(made(draft(world)))
    listed = {f["nama"]: f for f in json.loads(found.read("manifest.json"))["berkas"]}
    assert set(listed) == set(found.namelist()) - {"manifest.json", "manifest.txt"}
    lines = found.read("manifest.txt").decode().splitlines()
    for name, item in listed.items():
        digest = hashlib.sha256(found.read(name)).hexdigest()
        assert (item["sha256"], item["ukuran"]) == (digest, len(found.read(name)))
        assert f"{digest}  {name}" in lines


def test_the_same_proposal_gives_the_same_bytes_whenever_it_is_made(world):
    """openpyxl writes the time of the making into workbooks; the package must not carry it."""
    usulan = draft(world)
    first = made(usulan)
    with patch("time.time", lambda: 2_000_000_000.0):
        assert made(usulan) == first
    assert {info.date_time for info in opened(first).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_evidence_of_the_assessment_once_per_file_with_an_index_by_question(world):
    with_evidence(world)
    usulan = proposal.create_usulan(
        periode=world.periode, target="wbk", units=[world.pembangunan.pk], by=world.peran[J.KETUA_TPI]
    )
    found = opened(made(usulan))
    files = {name.partition("/")[2]: found.read(name) for name in found.namelist() if "/bukti/" in name}
    assert files == {"bukti/A.I.1.i.a/01-sk-tim-1.pdf": PDF + b"1", "bukti/A.I.1.ii.a/01-foto.pdf": PDF + b"2"}
    (index,) = (json.loads(found.read(name)) for name in found.namelist() if name.endswith("bukti.json"))
    assert index == {
        "A.I.1.i.a": ["bukti/A.I.1.i.a/01-sk-tim-1.pdf"],
        "A.I.1.i.b": ["bukti/A.I.1.i.a/01-sk-tim-1.pdf", "https://contoh.test/berita"],
        "A.I.1.ii.a": ["bukti/A.I.1.ii.a/01-foto.pdf"],
    }


def test_the_result_as_data_says_who_signed_what_is_required_and_why_it_goes_nevertheless(world):
    usulan = draft(world)
    UnitUsulan.objects.update(alasan_teknis="SAKIP terbit Juni.")
    found = opened(made(usulan))
    (data,) = (json.loads(found.read(name)) for name in found.namelist() if name.endswith("lhe.json"))
    assert data["lhe"]["nomor"] == "700/LHE/1"
    assert data["lhe"]["ketua"] == str(world.peran[J.KETUA_TPI].user)
    assert data["pertimbangan_teknis"] == "SAKIP terbit Juni."
    assert data["hasil"]["ringkas"]["WBK"] is True
    assert all(item["memenuhi"] for item in data["syarat"] if item["kode"] != "persen_berpredikat")


# --- the job -------------------------------------------------------------------------------------------------


def test_asked_for_in_the_browser_made_and_downloaded(world, client_as, django_capture_on_commit_callbacks):
    usulan = draft(world)
    client = client_as(world.peran[J.KETUA_TPI])
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("paket_create", args=[usulan.pk]))
    job = PaketUsulan.objects.get()
    assert job.status == "jadi"
    assert "Unduh paket" in client.get(reverse("paket_detail", args=[job.pk])).content.decode()
    answer = client.get(reverse("paket_download", args=[job.pk]))
    data = b"".join(answer.streaming_content)
    assert answer["Content-Type"] == "application/zip"
    assert hashlib.sha256(data).hexdigest() == job.berkas.sha256
    assert opened(data).testzip() is None
    assert Notifikasi.objects.filter(user=world.peran[J.KETUA_TPI].user, judul__contains="siap diunduh").count() == 1


def test_one_that_is_being_made_is_not_asked_for_twice(world):
    usulan = draft(world)
    first = package.request_package(usulan, by=world.peran[J.KETUA_TPI])
    assert package.request_package(usulan, by=world.peran[J.SEKRETARIS_TPI]) == first


def test_a_job_delivered_twice_stores_the_file_once(world):
    usulan = draft(world)
    job = package.request_package(usulan, by=world.peran[J.KETUA_TPI])
    before = Berkas.objects.count()
    build_paket_usulan(job.pk)
    build_paket_usulan(job.pk)
    assert Berkas.objects.count() == before + 1


def test_a_lost_file_fails_the_job_with_a_sentence(world):
    usulan = draft(world)
    job = package.request_package(usulan, by=world.peran[J.KETUA_TPI])
    usulan.berkas_surat.isi.storage.delete(usulan.berkas_surat.isi.name)
    build_paket_usulan(job.pk)
    job.refresh_from_db()
    assert job.status == "gagal"
    assert "tidak ada lagi di penyimpanan" in job.pesan


@pytest.mark.parametrize("jenis", sorted(ROLES - {J.KETUA_TPI, J.SEKRETARIS_TPI}))
def test_only_those_who_prepare_the_proposal_have_it_packed(world, jenis):
    with pytest.raises(TidakBerwenang):
        package.request_package(proposed(world), by=world.peran[jenis])
