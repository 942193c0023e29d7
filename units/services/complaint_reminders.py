"""Remind of complaints that wait too long: the named officers once a week, the unit's head of an answer that is owed.

Emails leave the portal: they carry numbers and days, no word of a complaint and none of who complained.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from units.choices import JenisPeran
from units.complaint_list import past_due
from units.complaint_workflow import TELAAH_HARI
from units.models import KlarifikasiPengaduan, Pengaduan
from units.notices import holders, notify
from units.services.complaints import officers_of
from units.templatetags.indonesia import tanggal

J, S = JenisPeran, Pengaduan.Status
DISEBUT = 5  # numbers named; the list has them all
HARI_SEBELUM = 1


def send_complaint_reminders(*, today: date) -> int:
    """All institutions, also those whose channel was closed since. Returns the number of notices made."""
    waiting = {
        keadaan: _by_instansi(past_due(_open(), keadaan, today=today)) for keadaan in ("belum_ditelaah", "lewat")
    }
    found = sorted({pk for rows in waiting.values() for pk in rows})
    told = sum(
        _tell_officers(pk, waiting["belum_ditelaah"].get(pk, []), waiting["lewat"].get(pk, []), today) for pk in found
    )
    return told + sum(_tell_head(row, today) for row in _owed())


def _open() -> QuerySet[Pengaduan]:
    """Numbers alone: the story is not even read."""
    return Pengaduan.objects.order_by("diterima_at", "pk")


def _by_instansi(rows: QuerySet[Pengaduan]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for instansi_id, nomor in rows.values_list("instansi_id", "nomor"):
        found.setdefault(instansi_id, []).append(nomor)
    return found


def _tell_officers(instansi_id: int, unread: list[str], late: list[str], today: date) -> int:
    year, week, _ = today.isocalendar()
    parts = [
        f"Belum ditelaah sesudah {TELAAH_HARI} hari: {_numbers(unread)}." if unread else "",
        f"Lewat batas penyelesaian: {_numbers(late)}." if late else "",
    ]
    told = notify(
        officers_of(instansi_id),
        judul=f"{len({*unread, *late})} pengaduan menunggu terlalu lama",
        pesan=" ".join(part for part in parts if part),
        tautan=f"{reverse('pengaduan_list')}?keadaan={'belum_ditelaah' if unread else 'lewat'}",
        kunci=f"pengaduan_lama:{instansi_id}:{year}-{week}",
    )
    return len(told)


def _numbers(nomor: list[str]) -> str:
    more = f", dan {len(nomor) - DISEBUT} lainnya" if len(nomor) > DISEBUT else ""
    return f"{', '.join(nomor[:DISEBUT])}{more}"


def _owed() -> Iterable[KlarifikasiPengaduan]:
    rows = KlarifikasiPengaduan.objects.filter(ditanggapi_at=None).exclude(pengaduan__status=S.SELESAI)
    return rows.select_related("pengaduan").defer("pengaduan__cerita", "pengaduan__jawaban").order_by("pk")


def _tell_head(row: KlarifikasiPengaduan, today: date) -> int:
    """A day before the answer is due and once when it is late; not on the day on which it was asked."""
    days = (row.tenggat - today).days
    if days > HARI_SEBELUM or timezone.localdate(row.diminta_at) == today:
        return 0
    late = days < 0
    told = notify(
        holders(J.KEPALA_UNIT, instansi_id=row.pengaduan.instansi_id, unit_id=row.pengaduan.unit_id),
        judul="Penjelasan kepada Inspektorat " + ("sudah lewat batas waktu" if late else "segera jatuh tempo"),
        pesan=f"Jawaban paling lambat {tanggal(row.tenggat)}.",
        tautan=reverse("klarifikasi_pengaduan_answer", args=[row.pk]),
        kunci=f"klarifikasi_pengaduan:{row.pk}:{'lewat' if late else 'segera'}",
    )
    return len(told)
