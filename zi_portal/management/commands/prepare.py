"""Brings the data directory and the database up to this version of the code; run before every start."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

# The fonts of paper are for WeasyPrint; a browser never asks for them and compressing them takes seconds.
NOT_FOR_BROWSERS = ["fonts/paper/*"]


class Command(BaseCommand):
    help = "Makes directories, migrates, collects changed static files; with --demo fills an empty database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="fill an empty database, list demo logins")

    def handle(self, *args: object, demo: bool, verbosity: int, **options: object) -> None:
        make_directories()
        call_command("migrate", interactive=False, verbosity=verbosity)
        call_command("createcachetable", verbosity=verbosity)
        collect_static(verbosity)
        if demo:
            self.show_demo()

    def show_demo(self) -> None:
        """Here and not in a process of its own, which would double the time of this one."""
        empty = not get_user_model().objects.exists()
        if empty:
            self.stdout.write("Making demo data.")
        call_command("demo", logins=not empty)


def make_directories() -> None:
    """Evidence is nobody's business on this machine but the portal's."""
    for folder in (settings.DATA_DIR, settings.MEDIA_ROOT, settings.DATA_DIR / "celery"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def collect_static(verbosity: int) -> None:
    """Compressing takes most of a start, so it is skipped while the files are those collected last time."""
    if settings.DEBUG:
        return  # the development server finds them where they are
    root = Path(settings.STATIC_ROOT)
    stamp = root / ".collected"
    digest = static_digest()
    if stamp.exists() and stamp.read_text() == digest:
        return
    # what the last version collected stays: pages that are open now still ask for it
    call_command("collectstatic", interactive=False, ignore_patterns=NOT_FOR_BROWSERS, verbosity=verbosity)
    stamp.write_text(digest)


def static_digest() -> str:
    found = sorted(
        (path, Path(storage.path(path))) for finder in get_finders() for path, storage in finder.list(NOT_FOR_BROWSERS)
    )
    digest = hashlib.sha256()
    for path, source in found:
        stat = source.stat()
        digest.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
