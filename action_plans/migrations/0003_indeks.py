"""What the search needs to find a word in a province's plans and reports quickly."""

from django.db import migrations

from units.trigram import trigram_index


class Migration(migrations.Migration):
    dependencies = [("action_plans", "0002_pembinaan"), ("units", "0004_indeks")]
    operations = [
        trigram_index("action_plans_aksi", "aksi", "indikator", "langkah", "bukti_fisik"),
        trigram_index("action_plans_realisasi", "catatan", "kendala", where="catatan <> '' OR kendala <> ''"),
        trigram_index("action_plans_bagianlaporan", "isi"),
        trigram_index("action_plans_catatanpembinaan", "isi"),
    ]
