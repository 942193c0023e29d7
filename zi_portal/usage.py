"""Where a piece of evidence is shown: in which actions and months, and for which answers of the LKE."""

from dataclasses import dataclass

from django.urls import reverse

from action_plans.models import Aksi, BuktiRealisasi
from evaluation.models import BuktiJawaban, Penilaian
from units.choices import BULAN
from units.models import DataDukung, PembangunanZI, Peran


@dataclass(frozen=True)
class Pemakaian:
    judul: str
    keterangan: str
    tautan: str


def usage_of(row: DataDukung, *, peran: Peran) -> list[Pemakaian]:
    """Actions first, then answers; each for those who may see the plan or the assessment. Two queries."""
    plans = PembangunanZI.objects.visible_to(peran)
    actions = (
        BuktiRealisasi.objects.filter(
            data_dukung=row, realisasi__aksi__dihapus_at=None, realisasi__aksi__rencana__pembangunan__in=plans
        )
        .select_related("realisasi__aksi")
        .order_by("realisasi__aksi__urutan", "realisasi__bulan")
    )
    answers = (
        BuktiJawaban.objects.filter(data_dukung=row, jawaban__penilaian__in=Penilaian.objects.visible_to(peran))
        .select_related("jawaban")
        .order_by("jawaban__kode")
    )
    return [
        *(_action(b.realisasi.aksi, b.realisasi.bulan) for b in actions),
        *(
            Pemakaian(
                f"Pertanyaan LKE {b.jawaban.kode}",
                "Penilaian mandiri",
                reverse("penilaian_detail", args=[b.jawaban.penilaian_id]),
            )
            for b in answers
        ),
    ]


def _action(aksi: Aksi, bulan: int) -> Pemakaian:
    return Pemakaian(
        aksi.aksi, f"{aksi.indikator}, {BULAN[bulan - 1]}", reverse("realisasi_edit", args=[aksi.pk, bulan])
    )
