import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0010_dasbor"), ("units", "0003_pengaduan")]
    operations = [
        migrations.AddField(
            model_name="dokumen",
            name="predikat",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="dokumen", to="units.predikat"
            ),
        ),
        migrations.AlterField(
            model_name="dokumen",
            name="jenis",
            field=models.CharField(
                choices=[
                    ("lampiran_i", "Rencana aksi (Lampiran I)"),
                    ("lampiran_ii", "Laporan triwulan (Lampiran II)"),
                    ("lampiran_iii", "Laporan Tim Pembina (Lampiran III)"),
                    ("sk_tim", "Keputusan Tim Pembangunan ZI"),
                    ("lke", "Lembar Kerja Evaluasi (LKE)"),
                    ("berita_acara", "Berita acara pleno TPI"),
                    ("lhe", "Laporan hasil evaluasi (LHE)"),
                    ("rancangan_penetapan", "Rancangan keputusan penetapan"),
                    ("rancangan_predikat", "Rancangan keputusan predikat"),
                    ("rancangan_pencabutan", "Rancangan keputusan pencabutan"),
                    ("keputusan", "Keputusan kepala daerah"),
                    ("pakta", "Pakta integritas"),
                    ("pakta_massal", "Pakta integritas bersama"),
                    ("piagam", "Piagam pencanangan"),
                    ("surat_usulan", "Surat usulan ke TPN"),
                    ("sptjm", "SPTJM"),
                    ("sk_agen", "Keputusan agen perubahan"),
                    ("tindak_lanjut", "Tindak lanjut rekomendasi"),
                    ("catatan_pembinaan", "Catatan pembinaan"),
                    ("dasbor", "Dasbor kepala daerah"),
                    ("rekap_unit", "Rekap semua unit kerja"),
                ],
                max_length=20,
            ),
        ),
    ]
