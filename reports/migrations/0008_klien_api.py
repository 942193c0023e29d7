import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0007_massal"),
        ("units", "0005_publik"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KlienAPI",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("nama", models.CharField(max_length=100, verbose_name="Nama klien")),
                ("keperluan", models.CharField(max_length=200, verbose_name="Keperluan")),
                ("cakupan", models.JSONField(default=list, verbose_name="Cakupan")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("dicabut_at", models.DateTimeField(null=True)),
                (
                    "dibuat_oleh",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.peran"),
                ),
                (
                    "dicabut_oleh",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.peran"
                    ),
                ),
                (
                    "instansi",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="klien_api", to="units.instansi"
                    ),
                ),
                (
                    "peran",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="klien_api",
                        to="units.peran",
                        verbose_name="Membaca sebagai",
                    ),
                ),
            ],
            options={
                "ordering": ["nama", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PemakaianAPI",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tanggal", models.DateField()),
                ("panggilan", models.PositiveIntegerField(default=0)),
                ("ditolak", models.PositiveIntegerField(default=0)),
                ("terakhir_at", models.DateTimeField()),
                (
                    "klien",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pemakaian", to="reports.klienapi"
                    ),
                ),
            ],
            options={
                "ordering": ["-tanggal"],
            },
        ),
        migrations.CreateModel(
            name="RiwayatKlienAPI",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("waktu", models.DateTimeField(auto_now_add=True)),
                ("tindakan", models.CharField(max_length=80)),
                ("kolom", models.CharField(blank=True, max_length=60)),
                ("dari", models.TextField(blank=True)),
                ("ke", models.TextField(blank=True)),
                ("alasan", models.TextField(blank=True)),
                (
                    "objek",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="riwayat", to="reports.klienapi"
                    ),
                ),
                (
                    "oleh",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "peran",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.peran"
                    ),
                ),
            ],
            options={
                "ordering": ["-waktu", "-pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TokenAPI",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("awalan", models.CharField(max_length=16)),
                ("sidik", models.CharField(max_length=64, unique=True)),
                ("berlaku_sampai", models.DateField(verbose_name="Berlaku sampai")),
                ("berakhir_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "dibuat_oleh",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.peran"),
                ),
                (
                    "klien",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="token", to="reports.klienapi"
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="klienapi",
            constraint=models.UniqueConstraint(
                condition=models.Q(("dicabut_at__isnull", True)),
                fields=("instansi", "nama"),
                name="klien_api_nama_unique",
            ),
        ),
        migrations.AddConstraint(
            model_name="pemakaianapi",
            constraint=models.UniqueConstraint(fields=("klien", "tanggal"), name="pemakaian_api_once_a_day"),
        ),
    ]
