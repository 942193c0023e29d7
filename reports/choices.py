"""The kinds of documents, by the names that people give them."""

from django.db.models import TextChoices


class Jenis(TextChoices):
    LAMPIRAN_I = "lampiran_i", "Rencana aksi (Lampiran I)"
    LAMPIRAN_II = "lampiran_ii", "Laporan triwulan (Lampiran II)"
    SK_TIM = "sk_tim", "Keputusan Tim Pembangunan ZI"
    LKE = "lke", "Lembar Kerja Evaluasi (LKE)"
    BERITA_ACARA = "berita_acara", "Berita acara pleno TPI"
    LHE = "lhe", "Laporan hasil evaluasi (LHE)"
