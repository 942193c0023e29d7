from io import StringIO

from django.core.management import call_command


def test_models_and_migrations_agree(db):
    """A changed model without its migration would only fail where a database already exists."""
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())
