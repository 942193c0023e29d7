import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0009_tanda_tangan"),
        ("units", "0005_publik"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            model_name="terbitan", name="publik", field=models.BooleanField(default=False, verbose_name="Diumumkan")
        ),
        migrations.CreateModel(
            name="RingkasanBulanan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("bulan", models.DateField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("terkirim_at", models.DateTimeField(null=True)),
                (
                    "instansi",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ringkasan_bulanan",
                        to="units.instansi",
                    ),
                ),
                (
                    "peran",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.peran"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ringkasan_bulanan_set",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-bulan", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "instansi", "bulan"), name="ringkasan_once_a_month")
                ],
            },
        ),
    ]
