"""The monthly summary for the kepala daerah and delegates: figures and links, no names of people.

Sent once a month to each of them, from a day of the month on; who does not want it says so in the profile.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from reports.dashboard import figures
from reports.models import RingkasanBulanan
from units.choices import BULAN
from units.models import Peran, Periode
from units.scope import KEPALA_DAERAH_ROLES

TERLAMBAT = timedelta(days=7)  # a summary that could not be sent for a week waits for the next month
AREA_LEMAH = 3


@dataclass(frozen=True, slots=True)
class BarisRingkasan:
    """A figure in words, with the absolute address of the list behind it."""

    label: str
    jumlah: int
    url: str


@dataclass(frozen=True, slots=True)
class Ringkasan:
    """The mail of one month, as text and HTML show it."""

    judul: str
    kepada: str
    tahun: int
    unit: int
    angka: tuple[BarisRingkasan, ...]
    terdekat: tuple[str, ...]
    pemegang: str
    dasbor_url: str
    profil_url: str

    @property
    def teks(self) -> str:
        return render_to_string("reports/surel/ringkasan.txt", {"r": self})

    @property
    def html(self) -> str:
        return render_to_string("reports/surel/ringkasan.html", {"r": self})


def build(peran: Peran, *, today: date) -> Ringkasan | None:
    """What the mail says on this day; None without a programme year or units (eight queries)."""
    periode = _year(peran, today)
    if periode is None:
        return None
    rows = figures.unit_years(peran, periode, today=today)
    counts, held = figures.count_all(rows), figures.holders(peran, today=today)
    if not counts["semua"]:
        return None
    lines = [(label, counts[kode], list_of(kode)) for kode, label, _, _ in figures.UTAMA]
    lines.append(("Evaluasi ulang jatuh tempo atau lewat", held.dekat, f"{reverse('predikat_list')}?reevaluasi=segera"))
    percent = f"{held.porsi.persen:.1f}".replace(".", ",")
    notice = " Lebih dari 30%: tidak perlu lagi mengusulkan WBK." if held.porsi.melewati_batas else ""
    return Ringkasan(
        judul=f"Ringkasan Zona Integritas {BULAN[today.month - 1]} {today.year}, {peran.instansi.wilayah}",
        kepada=peran.instansi.jabatan_kepala,
        tahun=periode.tahun,
        unit=counts["semua"],
        angka=tuple(BarisRingkasan(label, n, f"{settings.SITE_URL}{url}") for label, n, url in lines),
        terdekat=tuple(f"{row.unit.nama}: {row.putusan}" for row in figures.first_of(rows, "kurang")[:AREA_LEMAH]),
        pemegang=f"{held.porsi.berpredikat} dari {held.porsi.unit} unit kerja ({percent}%) memegang predikat.{notice}",
        dasbor_url=f"{settings.SITE_URL}{reverse('dasbor')}",
        profil_url=f"{settings.SITE_URL}{reverse('profil')}",
    )


def list_of(kode: str) -> str:
    return f"{reverse('dasbor_unit_list')}?kriteria={kode}"


def _year(peran: Peran, today: date) -> Periode | None:
    """This year's programme, before it is opened the newest one."""
    return Periode.objects.visible_to(peran).filter(tahun__lte=today.year).order_by("-tahun").first()


def readers(today: date) -> list[Peran]:
    """Who gets the summary of this month: in office, with an address, and not switched off (one query)."""
    held = Peran.objects.active_on(today).filter(
        jenis__in=KEPALA_DAERAH_ROLES,
        user__is_active=True,
        user__ringkasan_bulanan=True,
    )
    held = held.exclude(user__email=None).exclude(user__email="")
    return list(held.select_related("user", "instansi").order_by("pk"))


def prepare(today: date) -> list[int]:
    """Rows of this month that still have to be sent; made on the first run from the day on. Safe to run every hour."""
    if today.day < settings.SUMMARY_DAY:
        return []
    month = today.replace(day=1)
    # Rows are made within a week of the day: a portal set up later in the month begins with the next one.
    if today < month + timedelta(days=settings.SUMMARY_DAY - 1) + TERLAMBAT:
        for peran in readers(today):
            RingkasanBulanan.objects.get_or_create(
                user=peran.user, instansi=peran.instansi, bulan=month, defaults={"peran": peran}
            )
    waiting = RingkasanBulanan.objects.filter(bulan=month, terkirim_at=None)
    return list(waiting.filter(created_at__gte=timezone.now() - TERLAMBAT).values_list("pk", flat=True))


@transaction.atomic
def send(pk: int, *, today: date) -> bool:
    """Send one summary, once: the row is locked until it is marked. False when there is nothing to send any more."""
    row = RingkasanBulanan.objects.select_for_update().select_related("user", "peran__instansi").get(pk=pk)
    wanted = row.user.is_active and row.user.email and row.user.ringkasan_bulanan and row.peran.is_active_on(today)
    found = build(row.peran, today=today) if wanted and row.terkirim_at is None else None
    if found is None:
        return False
    mail = EmailMultiAlternatives(f"[Zona Integritas] {found.judul}", found.teks, None, [row.user.email])
    mail.attach_alternative(found.html, "text/html")
    mail.send()
    row.terkirim_at = timezone.now()
    row.save(update_fields=["terkirim_at"])
    return True
