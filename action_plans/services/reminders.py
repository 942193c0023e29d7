"""Remind of a quarterly report before its deadline, and tell when it has passed. Each is told once."""

from datetime import date

from django.urls import reverse

from action_plans.models import LaporanTriwulan
from action_plans.report_status import KeadaanLaporan, deadlines, states_of
from action_plans.services.report import PENERIMA
from units.choices import JenisPeran
from units.models import PembangunanZI, Periode
from units.notices import holders, notify
from units.templatetags.indonesia import tanggal

J = JenisPeran
DAYS_BEFORE = (1, 7, 30)


def send_reminders(*, today: date) -> int:
    """For every institution: this year's reports and last year's, whose fourth is due in January. Returns notices made."""
    told = 0
    for periode in Periode.objects.filter(tahun__in=(today.year, today.year - 1)).select_related("instansi"):
        units = PembangunanZI.objects.filter(periode=periode, unit__is_active=True).select_related("unit", "periode")
        reports = LaporanTriwulan.objects.filter(pembangunan__periode=periode)
        states = states_of(units, reports, due=deadlines(periode), today=today)
        told += sum(_remind(k) for k in states if not k.is_sent and k.is_owed)
    return told


def _remind(k: KeadaanLaporan) -> int:
    days = (k.tenggat - k.today).days
    if days < 0:
        return _tell(k, f"Laporan {k.nama} {k.pembangunan.unit} terlambat", "lewat", with_inspektorat=True)
    stage = next((n for n in DAYS_BEFORE if days <= n), None)
    if stage is None:
        return 0
    when = "jatuh tempo hari ini" if days == 0 else f"jatuh tempo {days} hari lagi"
    return _tell(k, f"Laporan {k.nama} {k.pembangunan.unit} {when}", f"h{stage}", with_inspektorat=False)


def _tell(k: KeadaanLaporan, judul: str, stage: str, *, with_inspektorat: bool) -> int:
    unit = k.pembangunan.unit
    users = holders(J.KETUA_TIM, J.KEPALA_UNIT, instansi_id=unit.instansi_id, unit_id=unit.pk)
    if with_inspektorat:
        users += holders(*PENERIMA, instansi_id=unit.instansi_id)
    pesan = f"Tenggat penyampaian ke Inspektorat: {tanggal(k.tenggat)}."
    kunci = f"laporan:{k.pembangunan.pk}:{k.triwulan}:{stage}"
    return len(notify(users, judul=judul[:200], pesan=pesan, tautan=reverse("laporan_list"), kunci=kunci))
