"""Read the words of files that were stored before the search knew them, or whose reading was lost."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from units.file_text import read_now, unread


class Command(BaseCommand):
    help = "Read the words of stored files for the search; safe to stop and to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--paling-banyak", type=int, default=None, help="stop after so many files")

    def handle(self, *, paling_banyak: int | None, **options: object) -> None:
        count = 0
        for berkas in unread()[:paling_banyak]:
            read_now(berkas)
            count += 1
        self.stdout.write(f"{count} files read.")
