"""Write the portal's own Word template again, after its styles were changed."""

from django.core.management.base import BaseCommand

from reports.docx.styles import TEMPLATE
from reports.docx.template import make_template


class Command(BaseCommand):
    help = "Menulis ulang templat Word bawaan portal."

    def handle(self, *args: object, **options: object) -> None:
        TEMPLATE.write_bytes(make_template())
        self.stdout.write(f"{TEMPLATE.name}: {TEMPLATE.stat().st_size} byte")
