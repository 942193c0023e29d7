"""The words of stored files, and what the search needs to find a word quickly."""

import django.db.models.deletion
from django.db import migrations, models

from units.trigram import trigram_extension, trigram_index


class Migration(migrations.Migration):
    dependencies = [("units", "0003_pengaduan")]
    operations = [
        migrations.CreateModel(
            name="TeksBerkas",
            fields=[
                (
                    "berkas",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="teks",
                        serialize=False,
                        to="units.berkas",
                    ),
                ),
                ("teks", models.TextField()),
            ],
        ),
        trigram_extension(),
        trigram_index("units_teksberkas", "teks"),
        trigram_index("units_datadukung", "judul"),
    ]
