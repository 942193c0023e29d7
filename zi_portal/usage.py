"""Where a piece of evidence is shown: in which actions and months, for which answers of the LKE, and in coaching."""

from dataclasses import dataclass

from django.urls import reverse

from action_plans.models import Aksi, BuktiRealisasi, KesepakatanPembinaan, Konsultasi
from evaluation.models import BuktiJawaban, Penilaian
from units.choices import BULAN
from units.models import DataDukung, PembangunanZI, Peran


@dataclass(frozen=True)
class Pemakaian:
    judul: str
    keterangan: str
    tautan: str


def usage_of(row: DataDukung, *, peran: Peran) -> list[Pemakaian]:
    """Actions first, then answers; then coaching; each for those who may see the object itself. Four queries."""
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
        *_coaching(row, peran),
    ]


def _coaching(row: DataDukung, peran: Peran) -> list[Pemakaian]:
    agreed = KesepakatanPembinaan.objects.visible_to(peran).filter(data_dukung=row)
    threads = Konsultasi.objects.visible_to(peran).filter(pesan__data_dukung=row).distinct()
    return [
        *(Pemakaian(k.uraian, "Kesepakatan pembinaan", reverse("kesepakatan_detail", args=[k.pk])) for k in agreed),
        *(Pemakaian(t.judul, "Konsultasi", reverse("konsultasi_detail", args=[t.pk])) for t in threads),
    ]


def _action(aksi: Aksi, bulan: int) -> Pemakaian:
    return Pemakaian(
        aksi.aksi, f"{aksi.indikator}, {BULAN[bulan - 1]}", reverse("realisasi_edit", args=[aksi.pk, bulan])
    )
