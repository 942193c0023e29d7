"""Fill an empty database with three institutions at work, or print how to sign in to them."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from units.models import Instansi, Peran, User
from zi_portal.demo.build import PASSWORD, make_demo
from zi_portal.demo.scale import UKURAN, make_scale

OTHER_DATA = (
    "Basis data ini sudah berisi data; data peragaan hanya dibuat pada basis data kosong. Tidak ada yang diubah."
)


class Command(BaseCommand):
    help = "Make demo data in an empty database (it refuses any other), or list the demo logins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--logins", action="store_true", help="only print the demo logins")
        parser.add_argument("--skala", choices=UKURAN, help="believable data of a size instead of the three stories")

    def handle(self, *, logins: bool, skala: str | None, **options) -> None:
        if not logins:
            if User.objects.exists() or Instansi.objects.exists():
                raise CommandError(OTHER_DATA)
            if skala:
                return self.make_scale(skala)
            make_demo()
        self.print_logins()

    def make_scale(self, skala: str) -> None:
        """One line per institution as it is stored; its people sign in as kepala.daerah@skala1.example and so on."""
        for number, instansi in enumerate(make_scale(skala), start=1):
            self.stdout.write(f"{number}/{UKURAN[skala].instansi} {instansi}: kepala.daerah@skala{number}.example")
        self.stdout.write(f"Kata sandi semuanya: {PASSWORD}")

    def print_logins(self) -> None:
        """One account per role and institution; nothing when the database holds no demo people.

        Further members and units follow the pattern anggota2@..., kepala.702@... and are left out here.
        """
        held = (
            Peran.objects.filter(user__email__regex=r"^[a-z.]+@[a-z]+\.example$")
            .filter(selesai=None)
            .select_related("user", "instansi", "unit")
            .order_by("instansi__pk", "pk")
        )
        if not held:
            return
        self.stdout.write(f"Akun peragaan; kata sandi semuanya: {PASSWORD}")
        title = ""
        for peran in held:
            if peran.instansi.nama != title:
                title = peran.instansi.nama
                self.stdout.write(f"\n{title}")
            place = f", {peran.unit.nama}" if peran.unit else ""
            self.stdout.write(f"  {peran.user.email:<34} {peran.label}{place}")
