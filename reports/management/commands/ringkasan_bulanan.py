"""Send the monthly summaries that are due, or show what they would say."""

from datetime import date

from django.core.management.base import BaseCommand
from django.utils import timezone

from reports.dashboard import summary


class Command(BaseCommand):
    help = "Kirim ringkasan bulanan kepada kepala daerah dan delegasinya; --coba hanya menampilkannya."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--tanggal", type=date.fromisoformat, help="seolah-olah hari ini, mis. 2026-11-01")
        parser.add_argument("--coba", action="store_true", help="tampilkan, jangan kirim")

    def handle(self, *args, tanggal: date | None = None, coba: bool = False, **options) -> None:
        today = tanggal or timezone.localdate()
        if coba:
            for peran in summary.readers(today):
                found = summary.build(peran, today=today)
                self.stdout.write(f"=== {peran.user.email}\n{found.teks if found else 'Tidak ada yang diringkas.'}")
            return
        sent = sum(summary.send(pk, today=today) for pk in summary.prepare(today))
        self.stdout.write(f"{sent} ringkasan dikirim.")
