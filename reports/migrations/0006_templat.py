import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_terbitan")]

    operations = [
        migrations.CreateModel(
            name="TemplatDokumen",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("jenis", models.CharField(blank=True, max_length=20)),
                ("versi", models.PositiveIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "berkas",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="templat_dokumen",
                        to="units.berkas",
                    ),
                ),
                (
                    "diganti_oleh",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="templat_dokumen", to="units.peran"
                    ),
                ),
                (
                    "instansi",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="templat_dokumen", to="units.instansi"
                    ),
                ),
            ],
            options={"ordering": ["-versi"]},
        ),
        migrations.AddConstraint(
            model_name="templatdokumen",
            constraint=models.UniqueConstraint(
                fields=("instansi", "jenis", "versi"), name="templat_dokumen_once_per_versi"
            ),
        ),
    ]
