"""The LKE in the demo: adopted by Keputusan Inspektur, and a self-assessment that the unit is still filling."""

from datetime import date
from random import Random

from evaluation.access import area_of
from evaluation.lke.structure import JENIS_INDEKS, JENIS_PERSEN
from evaluation.models import Instrumen, Penilaian
from evaluation.services.assessment import attach_bukti, content_of, create_penilaian, save_jawaban
from evaluation.services.instruments import begin_from_shipped, publish_instrumen
from units.models import DataDukung, Peran
from zi_portal.demo import files
from zi_portal.demo.clock import on

KODE = "lke-2021"
# How likely an answered question has the best answer, the next one, and so on; the last takes what is left.
BEST = (0.62, 0.9)
ANSWERED = 0.85


def adopt(by: Peran, *, today: date) -> Instrumen:
    """LKE 2021 in force by Keputusan Inspektur (Perbup Ketapang 49/2022 Pasal 7(4))."""
    tanggal = min(today, date(today.year, 2, 2))
    with on(tanggal):
        draft = begin_from_shipped(KODE, instansi=by.instansi, by=by)
        decree = files.page("Keputusan Inspektur tentang LKE", [by.instansi.nama, f"Tahun {today.year}"])
        return publish_instrumen(draft, nomor=f"700/21/ITKAB/{today.year}", tanggal=tanggal, upload=decree, by=by)


def begin_assessment(tokoh, instrumen: Instrumen, *, today: date) -> Penilaian:
    """Most questions answered by those to whom their area was given; percentages and surveys are still to come."""
    random = Random(instrumen.kode)  # noqa: S311  believable, not secret
    with on(min(today, date(today.year, 2, 16))):
        penilaian = create_penilaian(pembangunan=tokoh.pembangunan, instrumen=instrumen, by=tokoh.ketua)
        proof = list(DataDukung.objects.filter(pembangunan=tokoh.pembangunan).select_related("pembangunan"))
        for kode, soal in content_of(instrumen)[0].pertanyaan.items():
            if soal.jenis in (JENIS_PERSEN, JENIS_INDEKS) or random.random() > ANSWERED:
                continue
            by = tokoh.worker_of(area_of(kode))
            letters = list(soal.skala)
            chance = random.random()
            place = min(sum(chance > limit for limit in BEST), len(letters) - 1)
            save_jawaban(penilaian=penilaian, kode=kode, kolom="nilai", nilai=letters[place], versi=None, by=by)
            if proof and random.random() < 0.6:
                attach_bukti(penilaian=penilaian, kode=kode, data_dukung=random.choice(proof), by=by)
    return penilaian
