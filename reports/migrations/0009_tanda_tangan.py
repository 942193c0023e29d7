import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0008_klien_api"),
        ("units", "0005_publik"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SertifikatElektronik",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "penyedia",
                    models.CharField(
                        choices=[
                            ("pkcs12", "Berkas sertifikat (.p12 atau .pfx)"),
                            ("pkcs11", "Token atau HSM (PKCS#11)"),
                            ("jarak_jauh", "Layanan penanda tangan jarak jauh"),
                        ],
                        default="pkcs12",
                        max_length=12,
                    ),
                ),
                ("isi", models.BinaryField(null=True)),
                ("kunci", models.CharField(blank=True, max_length=150)),
                ("subjek", models.CharField(max_length=300)),
                ("penerbit", models.CharField(blank=True, max_length=300)),
                ("nomor_seri", models.CharField(blank=True, max_length=80)),
                ("sidik", models.CharField(blank=True, max_length=64)),
                ("berlaku_dari", models.DateTimeField(null=True)),
                ("berlaku_sampai", models.DateTimeField(null=True)),
                ("dinonaktifkan_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.peran"
                    ),
                ),
                (
                    "instansi",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sertifikat", to="units.instansi"
                    ),
                ),
                (
                    "pemegang",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sertifikat",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["dinonaktifkan_at", "-created_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("dinonaktifkan_at", None), models.Q(("sidik", ""), _negated=True)),
                        fields=("instansi", "sidik"),
                        name="sertifikat_aktif_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RiwayatSertifikat",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="riwayat",
                        to="reports.sertifikatelektronik",
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
            name="BerkasBertanda",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cocok",
                    models.CharField(
                        choices=[
                            ("tanda_tangan", "Ditandatangani di portal"),
                            ("qr", "Kode QR terbaca"),
                            ("teks", "Nomor atau kode terbaca dalam teks"),
                            ("diketik", "Nomor diketik pengunggah"),
                        ],
                        max_length=14,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("alasan", models.TextField(blank=True)),
                (
                    "berkas",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.berkas"
                    ),
                ),
                (
                    "oleh",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.peran"
                    ),
                ),
                (
                    "sertifikat",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="berkas",
                        to="reports.sertifikatelektronik",
                    ),
                ),
                (
                    "terbitan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="berkas_bertanda",
                        to="reports.terbitan",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("terbitan", "berkas"), name="berkas_bertanda_once")
                ],
            },
        ),
    ]
