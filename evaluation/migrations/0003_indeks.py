"""What the search needs to find a word in a province's notes and recommendations quickly."""

from django.db import migrations

from units.trigram import trigram_index


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0002_tpi_tpn"), ("units", "0004_indeks")]
    operations = [
        trigram_index("evaluation_jawaban", "catatan", where="catatan <> ''"),
        trigram_index("evaluation_rekomendasi", "uraian"),
    ]
