from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0004_publik")]
    operations = [
        migrations.AddField(
            model_name="hasilevaluasi",
            name="syarat",
            field=models.JSONField(default=dict),
        ),
    ]
