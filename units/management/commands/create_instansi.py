"""A new institution with its first administrator, in an installation that is in use.

Everything can be given as an option; what is missing is asked when a person is there to answer.
"""

import sys

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.forms import ModelForm, modelform_factory
from django.utils import timezone

from units.forms.fields import NipField
from units.models import Instansi, User
from units.profiles import PROFIL_CHOICES, get_profil
from units.services.instansi import create_instansi

INSTANSI = {
    "profil": "Profil regulasi",
    "nama": "Nama pemerintah daerah (Pemerintah Kabupaten ...)",
    "wilayah": "Nama wilayah (Kabupaten ...)",
    "ibu_kota": "Tempat penandatanganan",
    "jabatan_kepala": "Jabatan kepala daerah (Bupati ...)",
}
ADMIN = {"admin_nama": "Nama administrator", "admin_nip": "NIP administrator", "admin_email": "Surel administrator"}
MAY_BE_EMPTY = {"admin_nip", "admin_email"}


class Command(BaseCommand):
    help = "Membuat instansi baru beserta administrator pertamanya."

    def add_arguments(self, parser: CommandParser) -> None:
        for name, words in (INSTANSI | ADMIN).items():
            parser.add_argument(f"--{name.replace('_', '-')}", dest=name, help=words)

    def handle(self, *args, **options) -> None:
        answers = {name: self._answer(name, words, options[name]) for name, words in (INSTANSI | ADMIN).items()}
        if answers["profil"] not in dict(PROFIL_CHOICES):
            raise CommandError(f"--profil: pilih salah satu dari {', '.join(dict(PROFIL_CHOICES))}.")
        data = self._clean(
            Instansi, {n: answers[n] for n in INSTANSI} | {"jenis": get_profil(answers["profil"]).jenis_instansi}
        )
        if not any(answers[name] for name in MAY_BE_EMPTY):
            raise CommandError("Isi --admin-nip atau --admin-email: salah satunya dipakai untuk masuk.")
        admin = self._clean(
            User,
            {name.removeprefix("admin_"): answers[name] for name in ADMIN},
            nip=NipField(label="NIP", required=False),
        )
        admin = {name: value or None for name, value in admin.items()}
        instansi, user, sandi = create_instansi(data=data, admin=admin, today=timezone.localdate())
        self.stdout.write(f"{instansi} dibuat. Administrator: {user} ({user.nip or user.email}).")
        self.stdout.write(f"Kata sandi awal: {sandi} (diganti saat pertama kali masuk; tidak ditampilkan lagi).")

    def _answer(self, name: str, words: str, given: str | None) -> str:
        if given is not None or (name in MAY_BE_EMPTY and not sys.stdin.isatty()):
            return given or ""
        if not sys.stdin.isatty():
            raise CommandError(f"--{name.replace('_', '-')} belum diisi: {words}.")
        hint = f" [{', '.join(dict(PROFIL_CHOICES))}]" if name == "profil" else ""
        return input(f"{words}{hint}: ").strip()

    def _clean(self, model: type, values: dict[str, str], **fields) -> dict:
        """The same rules as the forms of the portal; uniqueness among them."""
        form_class = modelform_factory(model, fields=list(values), form=type("Form", (ModelForm,), fields))
        form = form_class(values)
        if not form.is_valid():
            raise CommandError(
                " ".join(f"{form.fields[n].label}: {' '.join(e)}" for n, e in form.errors.items() if n in form.fields)
            )
        return form.cleaned_data
