import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0006_templat")]

    operations = [
        migrations.CreateModel(
            name="CetakMassal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("diminta", "Menunggu giliran"),
                            ("dikerjakan", "Sedang dikerjakan"),
                            ("jadi", "Selesai"),
                            ("gagal", "Gagal"),
                        ],
                        db_index=True,
                        default="diminta",
                        max_length=12,
                    ),
                ),
                ("kemajuan", models.PositiveIntegerField(default=0)),
                ("jumlah", models.PositiveIntegerField(default=0)),
                ("langkah", models.CharField(blank=True, max_length=120)),
                ("pesan", models.TextField(blank=True)),
                ("percobaan", models.PositiveSmallIntegerField(default=0)),
                ("detak", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("mulai_at", models.DateTimeField(null=True)),
                ("selesai_at", models.DateTimeField(null=True)),
                (
                    "jenis",
                    models.CharField(
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
                        verbose_name="Jenis dokumen",
                    ),
                ),
                ("triwulan", models.PositiveSmallIntegerField(null=True)),
                ("bernomor", models.BooleanField(default=False)),
                ("merangkum", models.BooleanField(default=False)),
                (
                    "berkas",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cetak_massal",
                        to="units.berkas",
                    ),
                ),
                (
                    "diminta_oleh",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cetak_massal", to="units.peran"
                    ),
                ),
                (
                    "periode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cetak_massal", to="units.periode"
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="BarisCetak",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("urutan", models.PositiveIntegerField()),
                ("objek", models.PositiveBigIntegerField()),
                ("nama", models.CharField(max_length=250)),
                ("galat", models.TextField(blank=True)),
                (
                    "dokumen",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="baris_cetak",
                        to="reports.dokumen",
                    ),
                ),
                (
                    "massal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="baris", to="reports.cetakmassal"
                    ),
                ),
            ],
            options={
                "ordering": ["urutan"],
                "constraints": [models.UniqueConstraint(fields=("massal", "objek"), name="baris_cetak_once_per_objek")],
            },
        ),
    ]
