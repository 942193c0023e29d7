"""The assessor's pages: a desk with answers, evidence and a colleague, among forty assigned units."""

from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from evaluation.models import BuktiJawaban, EvaluasiTPI, Jawaban
from tests.evaluation.tpi_worlds import FIRST, answer_all, assessor, give, make_evaluasi, more_evaluations
from tests.factories import World, make_world
from units import evidence
from units.choices import JenisPeran
from units.models import Peran
from units.notices import without_email

J = JenisPeran
Row = tuple[str, ...]
UNITS = 40


def make_desk() -> tuple[Client, World, EvaluasiTPI]:
    """An assessor with forty units; in the first one everything is scored, evidence stands under every other question."""
    world = make_world(wilayah="Kabupaten Ukur TPI")
    with without_email():
        evaluasi = make_evaluasi(world)
        penilai, rekan = world.peran[J.ANGGOTA_TPI], assessor(world)
        for peran in (penilai, rekan):
            give(world, evaluasi, peran)
        _show_evidence(world, evaluasi)
    answer_all(evaluasi, penilai, handed_in=False)
    answer_all(evaluasi, rekan)
    more_evaluations(world, evaluasi, UNITS - 1, penilai, rekan)
    return signed_in(penilai), world, evaluasi


def _show_evidence(world: World, evaluasi: EvaluasiTPI) -> None:
    by = world.peran[J.KETUA_TIM]
    rows = [
        evidence.add_file(
            SimpleUploadedFile(f"bukti-{n}.pdf", f"%PDF-1.4\n{n}\n%%EOF".encode()), pembangunan=world.pembangunan, by=by
        )[0]
        for n in range(12)
    ]
    answers = Jawaban.objects.filter(penilaian=evaluasi.mandiri)[::2]
    BuktiJawaban.objects.bulk_create(
        BuktiJawaban(jawaban=answer, data_dukung=rows[n % len(rows)], created_by=by.user)
        for n, answer in enumerate(answers)
    )


def signed_in(peran: Peran) -> Client:
    client = Client()
    client.force_login(peran.user, backend="units.auth.NipOrEmailBackend")
    return client


def tpi_page_rows(*, page_row: Callable[..., Row], save_row: Callable[..., Row]) -> list[Row]:
    client, _, evaluasi = make_desk()
    desk = reverse("tpi_score", args=[evaluasi.pk])
    save = reverse("jawaban_penilai_save", args=[evaluasi.pk, FIRST])
    return [
        page_row("assessor's desk, 113 questions on one page", client, f"{desk}?area=semua", 3),
        page_row("assessor's desk, one area of 21", client, f"{desk}?area=sdm", None),
        page_row("TPI's evaluations, 40 units", client, reverse("tpi_list"), None),
        save_row("assessor's desk, saving an answer", client, save, ("ya", "tidak"), 24),
    ]
