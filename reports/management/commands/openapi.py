"""Write docs/openapi.json from the code, after a change of the API."""

from django.core.management.base import BaseCommand

from reports.api.openapi import FILE, schema_text


class Command(BaseCommand):
    help = "Menulis uraian API ke docs/openapi.json."

    def handle(self, *args, **options) -> None:
        FILE.write_text(schema_text())
        self.stdout.write(str(FILE))
