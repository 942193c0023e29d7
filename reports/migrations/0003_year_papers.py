import django.db.models.deletion
from django.db import migrations, models


def fill_periode(apps, schema_editor):
    """Every document made so far is of one unit's year."""
    Dokumen = apps.get_model("reports", "Dokumen")
    Year = apps.get_model("units", "PembangunanZI")
    periode = Year.objects.filter(pk=models.OuterRef("pembangunan_id")).values("periode_id")
    Dokumen.objects.update(periode_id=models.Subquery(periode))


def link(to):
    return models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="dokumen", to=to)


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0002_year"),
        ("evaluation", "0002_tpi_tpn"),
        ("action_plans", "0002_pembinaan"),
        ("reports", "0002_lke"),
    ]

    operations = [
        migrations.AddField("dokumen", "periode", link("units.periode")),
        migrations.RunPython(fill_periode, migrations.RunPython.noop),
        migrations.AlterField(
            "dokumen",
            "periode",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="dokumen", to="units.periode"
            ),
        ),
        migrations.AlterField("dokumen", "pembangunan", link("units.pembangunanzi")),
        migrations.AddField("dokumen", "evaluasi", link("evaluation.evaluasitpi")),
        migrations.AddField("dokumen", "keputusan", link("units.keputusan")),
        migrations.AddField("dokumen", "pakta", link("units.paktaintegritas")),
        migrations.AddField("dokumen", "usulan", link("evaluation.usulan")),
        migrations.AddField("dokumen", "unit_usulan", link("evaluation.unitusulan")),
        migrations.AddField("dokumen", "pembinaan", link("action_plans.pembinaan")),
        migrations.AddConstraint(
            "dokumen",
            models.UniqueConstraint(
                condition=models.Q(("pembangunan__isnull", True)),
                fields=("jenis", "periode", "tata_letak", "sidik"),
                name="dokumen_of_units_once_per_data",
            ),
        ),
        migrations.AlterField(
            "dokumen",
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
                    ("keputusan", "Keputusan kepala daerah"),
                    ("pakta", "Pakta integritas"),
                    ("pakta_massal", "Pakta integritas bersama"),
                    ("piagam", "Piagam pencanangan"),
                    ("surat_usulan", "Surat usulan ke TPN"),
                    ("sptjm", "SPTJM"),
                    ("sk_agen", "Keputusan agen perubahan"),
                    ("tindak_lanjut", "Tindak lanjut rekomendasi"),
                    ("catatan_pembinaan", "Catatan pembinaan"),
                ],
                max_length=20,
            ),
        ),
    ]
