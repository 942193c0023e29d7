from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0003_indeks")]
    operations = [
        migrations.AddField(
            model_name="survei", name="publik", field=models.BooleanField(default=False, verbose_name="Diumumkan")
        ),
    ]
