"""The kinds of documents, by the names that people give them."""

from django.db.models import TextChoices


class Jenis(TextChoices):
    LAMPIRAN_I = "lampiran_i", "Rencana aksi (Lampiran I)"
    LAMPIRAN_II = "lampiran_ii", "Laporan triwulan (Lampiran II)"
    LAMPIRAN_III = "lampiran_iii", "Laporan Tim Pembina (Lampiran III)"
    SK_TIM = "sk_tim", "Keputusan Tim Pembangunan ZI"
    LKE = "lke", "Lembar Kerja Evaluasi (LKE)"
    BERITA_ACARA = "berita_acara", "Berita acara pleno TPI"
    LHE = "lhe", "Laporan hasil evaluasi (LHE)"
    RANCANGAN_PENETAPAN = "rancangan_penetapan", "Rancangan keputusan penetapan"
    RANCANGAN_PREDIKAT = "rancangan_predikat", "Rancangan keputusan predikat"
    RANCANGAN_PENCABUTAN = "rancangan_pencabutan", "Rancangan keputusan pencabutan"
    KEPUTUSAN = "keputusan", "Keputusan kepala daerah"
    PAKTA = "pakta", "Pakta integritas"
    PAKTA_MASSAL = "pakta_massal", "Pakta integritas bersama"
    PIAGAM = "piagam", "Piagam pencanangan"
    SURAT_USULAN = "surat_usulan", "Surat usulan ke TPN"
    SPTJM = "sptjm", "SPTJM"
    SK_AGEN = "sk_agen", "Keputusan agen perubahan"
    TINDAK_LANJUT = "tindak_lanjut", "Tindak lanjut rekomendasi"
    CATATAN_PEMBINAAN = "catatan_pembinaan", "Catatan pembinaan"
    DASBOR = "dasbor", "Dasbor kepala daerah"
    REKAP_UNIT = "rekap_unit", "Rekap semua unit kerja"
