from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0008_klien_api")]
    operations = []
