from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("units", "0004_indeks")]
    operations = []
