"""Fill an empty database with three institutions at work, or print how to sign in to them."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from units.models import Instansi, Peran, User
from zi_portal.demo.build import PASSWORD, make_demo

OTHER_DATA = "Basis data ini sudah berisi data; data peragaan hanya dibuat pada basis data kosong. Tidak ada yang diubah."


class Command(BaseCommand):
    help = "Make demo data in an empty database (it refuses any other), or list the demo logins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--logins", action="store_true", help="only print the demo logins")

    def handle(self, *, logins: bool, **options) -> None:
        if not logins:
            if User.objects.exists() or Instansi.objects.exists():
                raise CommandError(OTHER_DATA)
            make_demo()
        self.print_logins()

    def print_logins(self) -> None:
        """Grouped by institution; nothing when the database holds no demo people."""
        held = (
            Peran.objects.filter(user__email__endswith=".example", dasar__in=["Data peragaan"]).exclude(user__email=None)
            | Peran.objects.filter(user__email__endswith=".example", jenis__in=["ketua_tim", "anggota_tim"])
        ).select_related("user", "instansi", "unit").order_by("instansi__pk", "pk")
        if not held:
            return
        self.stdout.write(f"Akun peragaan (kata sandi semuanya: {PASSWORD})")
        title = ""
        for peran in held:
            if peran.instansi.nama != title:
                title = peran.instansi.nama
                self.stdout.write(f"\n{title}")
            place = f", {peran.unit.nama}" if peran.unit else ""
            self.stdout.write(f"  {peran.user.email:<38} {peran.label}{place}")
