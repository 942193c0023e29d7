"""Papers that wait for a signature or a scan of this person, and certificates that will soon end."""

from datetime import date, timedelta

from django.db.models import Exists, Q
from django.urls import reverse
from django.utils import timezone

from reports.issuing_access import MENERBITKAN
from reports.models import SertifikatElektronik, Terbitan
from reports.signing.access import may_bring_scan
from reports.signing.tables import SEGERA_HARI
from units.choices import JenisPeran
from units.models import Peran
from units.scope import KEPALA_DAERAH_ROLES, UNIT_ROLES
from units.templatetags.indonesia import tanggal
from units.tugas import Tugas

S, C = Terbitan.Status, Terbitan.Cara
PENANDA = MENERBITKAN | KEPALA_DAERAH_ROLES
# More than anybody signs in a day; the archive shows them all.
SHOWN = 100


def todo_for(peran: Peran, *, today: date) -> list[Tugas]:
    """One query."""
    if peran.jenis == JenisPeran.ADMIN_INSTANSI:
        return _ending(SertifikatElektronik.objects.filter(instansi_id=peran.instansi_id, dinonaktifkan_at=None), today)
    if peran.jenis not in PENANDA:
        return []
    return _papers(peran)


def _papers(peran: Peran) -> list[Tugas]:
    """Electronic ones wait for whoever holds a certificate that can sign them, those on paper for who issued them."""
    now = timezone.now()
    held = SertifikatElektronik.objects.usable_by(peran).exclude(berlaku_sampai__lt=now).exclude(berlaku_dari__gt=now)
    rows = Terbitan.objects.filter(
        Q(cara=C.BASAH, diterbitkan_oleh__user_id=peran.user_id) | Q(Exists(held), cara=C.ELEKTRONIK),
        instansi_id=peran.instansi_id,
        status=S.MENUNGGU_TTD,
    )
    if peran.jenis in UNIT_ROLES:
        rows = rows.filter(Q(pembangunan__unit_id=peran.unit_id) | Q(pembangunan=None))
    rows = rows.select_related("periode", "pembangunan").order_by("tanggal", "pk")[:SHOWN]
    mine = [row for row in rows if may_bring_scan(peran, row)]
    return [
        *_task(
            [row for row in mine if row.cara == C.ELEKTRONIK], "menunggu tanda tangan elektronik Anda", "terbitan_sign"
        ),
        *_task([row for row in mine if row.cara == C.BASAH], "menunggu pindaian bertanda tangan", "terbitan_scan"),
    ]


def _task(rows: list[Terbitan], words: str, page: str) -> list[Tugas]:
    if not rows:
        return []
    first = rows[0]
    if len(rows) == 1:
        return [Tugas(f"{first.nomor} {words}", f"{first.perihal}, {first.unit_nama}", reverse(page, args=[first.pk]))]
    note = f"Yang terlama {first.nomor}, terbit {tanggal(first.tanggal)}."
    return [Tugas(f"{len(rows)} dokumen {words}", note, f"{reverse('terbitan_list')}?status={S.MENUNGGU_TTD}")]


def _ending(rows, today: date) -> list[Tugas]:
    """For the administrator, who gets a new one in time."""
    soon = (
        rows.filter(berlaku_sampai__date__lte=today + timedelta(days=SEGERA_HARI))
        .select_related("pemegang")
        .defer("isi")
    )
    return [
        Tugas(
            f"Sertifikat {row.pemegang} {'sudah berakhir' if row.is_expired else 'segera berakhir'}",
            "Minta sertifikat baru kepada penerbitnya, unggah, lalu nonaktifkan yang lama.",
            reverse("sertifikat_detail", args=[row.pk]),
            tenggat=timezone.localtime(row.berlaku_sampai).date(),
            nada="merah" if row.is_expired else "kuning",
        )
        for row in soon.order_by("berlaku_sampai")
    ]
