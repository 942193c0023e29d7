import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("action_plans", "0002_pembinaan"),
        ("reports", "0003_year_papers"),
    ]

    operations = [
        migrations.AddField(
            model_name="dokumen",
            name="laporan_pembinaan",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="dokumen",
                to="action_plans.laporanpembinaan",
            ),
        ),
    ]
