"""Pages of a self-assessment in its fullest: every question answered, with a note, evidence, last year's answer beside."""

import random
from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from action_plans.models import Aksi, BuktiRealisasi, Realisasi, RencanaAksi
from evaluation.models import BuktiJawaban, Jawaban, Penilaian
from evaluation.services.assessment import freeze_penilaian
from tests.evaluation.lke_cases import LKE_2021, random_answers
from tests.evaluation.worlds import best_answers, fill, make_penilaian, publish
from tests.factories import PeriodeFactory, World
from units.choices import Area
from units.models import DataDukung, PembangunanZI

SHOWN = 2  # pieces of evidence of each answer
QUESTION = "A.I.1.i.b"
Row = tuple[str, ...]


def lke_page_rows(
    client: Client, world: World, rencana: RencanaAksi, *, page_row: Callable[..., Row], save_row: Callable[..., Row]
) -> list[Row]:
    penilaian = fullest(world, rencana)
    form, pk = reverse("penilaian_fill", args=[penilaian.pk]), [penilaian.pk]
    letters = ("b", "c")
    return [
        page_row("LKE form, 113 questions on one page", client, f"{form}?semua=1", 3),
        page_row("LKE form, one area of 22", client, f"{form}?area={Area.PENGAWASAN}", None),
        save_row("LKE, saving an answer", client, reverse("jawaban_save", args=[*pk, QUESTION]), letters, 12),
        page_row("LKE result", client, reverse("penilaian_detail", args=pk), None),
        page_row("LKE, trying other answers", client, reverse("penilaian_try", args=pk), None),
    ]


def fullest(world: World, rencana: RencanaAksi) -> Penilaian:
    instrumen = publish(world)
    ketua = world.peran["ketua_tim"]
    before = PeriodeFactory(instansi=world.instansi, tahun=world.periode.tahun - 1)
    last_year = Penilaian.objects.create(
        pembangunan=PembangunanZI.objects.create(unit=world.unit, periode=before),
        instrumen=instrumen,
        dibuat_oleh=ketua,
        status=Penilaian.Status.DIAJUKAN,
        diajukan_at=ketua.created_at,
    )
    fill(last_year, random_answers(LKE_2021, random.Random(1)))  # noqa: S311 -- answers to measure with, not secrets
    last_year.hasil = freeze_penilaian(last_year, pada="5 Maret", oleh="Kepala Unit")
    last_year.save()
    penilaian = make_penilaian(world, instrumen=instrumen)
    fill(penilaian, best_answers())
    rows = list(Jawaban.objects.filter(penilaian=penilaian))
    Jawaban.objects.filter(penilaian=penilaian).update(catatan="Keputusan dan notulen tersimpan di sekretariat. " * 3)
    proof = DataDukung.objects.bulk_create(
        DataDukung(pembangunan=world.pembangunan, judul=f"Keputusan dan notulen nomor {n}", created_by=ketua.user)
        for n in range(SHOWN * len(rows))
    )
    BuktiJawaban.objects.bulk_create(
        BuktiJawaban(jawaban=row, data_dukung=item, created_by=ketua.user)
        for number, row in enumerate(rows)
        for item in proof[SHOWN * number : SHOWN * (number + 1)]
    )
    done = Realisasi.objects.filter(aksi__in=Aksi.objects.filter(rencana=rencana))
    BuktiRealisasi.objects.bulk_create(
        BuktiRealisasi(realisasi=realisasi, data_dukung=item, created_by=ketua.user)
        for realisasi, item in zip(done, proof, strict=False)
    )
    names = [node.nama for node in LKE_2021.simpul.values() if node.pertanyaan]
    for number, aksi in enumerate(Aksi.objects.filter(rencana=rencana)):
        Aksi.objects.filter(pk=aksi.pk).update(indikator=names[number % len(names)])
    return penilaian
