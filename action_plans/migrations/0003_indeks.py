from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("action_plans", "0002_pembinaan")]
    operations = []
