import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("evaluation", "0001_initial"),
        ("reports", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="dokumen",
            name="penilaian",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="dokumen",
                to="evaluation.penilaian",
            ),
        ),
        migrations.AlterField(
            model_name="dokumen",
            name="jenis",
            field=models.CharField(
                choices=[
                    ("lampiran_i", "Rencana aksi (Lampiran I)"),
                    ("lampiran_ii", "Laporan triwulan (Lampiran II)"),
                    ("sk_tim", "Keputusan Tim Pembangunan ZI"),
                    ("lke", "Lembar Kerja Evaluasi (LKE)"),
                ],
                max_length=20,
            ),
        ),
    ]
