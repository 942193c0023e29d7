from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("units", "0004_indeks")]
    operations = [
        migrations.AddField(
            model_name="user",
            name="ringkasan_bulanan",
            field=models.BooleanField(
                default=True, verbose_name="Ringkasan bulanan bagi kepala daerah dan delegasinya"
            ),
        ),
    ]
