"""What waits for a role in plans, progress and reports. `units.todo` tells of people and teams; the home page shows both."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from action_plans import access
from action_plans.coaching_todo import coaching_tasks
from action_plans.models import LaporanTriwulan, RencanaAksi
from action_plans.month_work import count_open
from action_plans.report_status import KeadaanLaporan, count_overdue, states_for
from action_plans.services.report import PENERIMA
from units.choices import BULAN, JenisPeran
from units.models import PembangunanZI, Peran, Periode
from units.scope import KEPALA_DAERAH_ROLES
from units.tugas import Tugas

J = JenisPeran
L, R = LaporanTriwulan.Status, RencanaAksi.Status
SHOWN = 5


def todo_for(peran: Peran, periode: Periode, *, today: date) -> list[Tugas]:
    """At most fifteen queries, however much waits."""
    return [*_plans_and_reports(peran, periode, today), *coaching_tasks(peran, periode, today=today)]


def _plans_and_reports(peran: Peran, periode: Periode, today: date) -> list[Tugas]:
    if peran.jenis in (J.KETUA_TIM, J.ANGGOTA_TIM, J.KEPALA_UNIT):
        rencana = _own_plan(peran, periode)
        states = states_for(peran, periode, today=today)
        reports = _own_reports(peran, states) if rencana and rencana.versi else _reports_to_come(peran, states)
        return [*_plan(peran, periode, rencana, today), *reports]
    if peran.jenis in PENERIMA:
        return _to_receive(peran, periode, today)
    if peran.jenis in KEPALA_DAERAH_ROLES:
        return _overdue_of_all(peran, periode, today)
    return []


# --- the plan and its progress -------------------------------------------------------------------------------


def _own_plan(peran: Peran, periode: Periode) -> RencanaAksi | None:
    rows = RencanaAksi.objects.visible_to(peran).filter(pembangunan__periode=periode)
    return rows.select_related("pembangunan__periode", "pembangunan__unit", "disusun_oleh", "diajukan_oleh").first()


def _plan(peran: Peran, periode: Periode, rencana: RencanaAksi | None, today: date) -> list[Tugas]:
    if rencana is None:
        return _plan_to_begin(peran, periode)
    url = reverse("rencana_detail", args=[rencana.pk])
    found = []
    if rencana.status == R.DRAF and peran.jenis == J.KETUA_TIM:
        last = rencana.riwayat.filter(kolom="status").first()
        returned = last.alasan if last and last.dari == R.DIAJUKAN.label else ""
        if returned:
            found.append(Tugas("Rencana aksi dikembalikan", returned, url, nada="merah"))
        else:
            found.append(Tugas("Lengkapi dan ajukan rencana aksi", "Rencana masih berstatus Draf.", url, nada="kuning"))
    if rencana.status == R.DIAJUKAN and access.can_decide_rencana(peran, rencana):
        found.append(
            Tugas(
                "Rencana aksi menunggu persetujuan Anda", "Periksa, lalu setujui atau kembalikan.", url, nada="kuning"
            )
        )
    return [*found, *_progress(peran, rencana, today)]


def _plan_to_begin(peran: Peran, periode: Periode) -> list[Tugas]:
    own = PembangunanZI.objects.visible_to(peran).filter(periode=periode).first()
    if own is None or peran.jenis != J.KETUA_TIM:
        return []
    url = reverse("rencana_create", args=[own.pk])
    return [Tugas(f"Susun rencana aksi {periode.tahun}", "Rencana aksi tahun ini belum dimulai.", url, nada="merah")]


def _progress(peran: Peran, rencana: RencanaAksi, today: date) -> list[Tugas]:
    """Targets of the areas that the person fills in."""
    areas = access.fillable_areas(peran, rencana)
    tahun = rencana.pembangunan.periode.tahun
    if not areas or tahun > today.year:
        return []
    bulan = today.month if tahun == today.year else 12
    late, open_now = count_open(rencana, bulan=bulan, today=today, areas=areas)
    url = reverse("progress_month")
    found = []
    if late:
        found.append(
            Tugas(f"{late} target rencana aksi terlambat", "Isi realisasi dan data dukungnya.", url, nada="merah")
        )
    if open_now:
        judul = f"{open_now} target {BULAN[bulan - 1]} belum selesai"
        end = date(tahun, bulan, _last_day(tahun, bulan))
        found.append(
            Tugas(judul, "Isi status dan data dukung sebelum bulan berakhir.", url, tenggat=end, nada="kuning")
        )
    return found


def _last_day(tahun: int, bulan: int) -> int:
    return (date(tahun + bulan // 12, bulan % 12 + 1, 1) - date(tahun, bulan, 1)).days


# --- reports -------------------------------------------------------------------------------------------------


def _reports_to_come(peran: Peran, states: Sequence[KeadaanLaporan]) -> list[Tugas]:
    """No report can be begun before the plan was approved once: one line tells what is late, the plan itself is the task."""
    late = sum(k.is_overdue for k in states)
    if not late or peran.jenis == J.ANGGOTA_TIM:
        return []
    judul, sebab = f"{late} laporan triwulan terlambat", "Laporan baru dapat disusun setelah rencana aksi disetujui."
    return [Tugas(judul, sebab, reverse("laporan_list"), nada="merah")]


def _own_reports(peran: Peran, states: Sequence[KeadaanLaporan]) -> list[Tugas]:
    reader = {J.KETUA_TIM: _for_ketua, J.KEPALA_UNIT: _for_head}.get(peran.jenis)
    return [task for k in states if reader and (task := reader(k))]


def _for_ketua(k: KeadaanLaporan) -> Tugas | None:
    nada = "merah" if k.is_overdue else "kuning"
    if k.laporan is None:
        if not (k.has_ended and k.is_owed):
            return None
        url = reverse("laporan_create", args=[k.pembangunan.pk, k.triwulan])
        return Tugas(f"Susun Laporan {k.nama}", _lateness(k), url, tenggat=k.tenggat, nada=nada)
    if k.laporan.status != L.DRAF:
        return None
    url = reverse("laporan_edit", args=[k.laporan.pk])
    if k.is_returned:
        return Tugas(f"Laporan {k.nama} dikembalikan Inspektorat", "Perbaiki, lalu ajukan lagi.", url, nada="merah")
    return Tugas(f"Lengkapi dan ajukan Laporan {k.nama}", _lateness(k), url, tenggat=k.tenggat, nada=nada)


def _for_head(k: KeadaanLaporan) -> Tugas | None:
    url = reverse("laporan_detail", args=[k.laporan.pk]) if k.laporan else reverse("laporan_list")
    status = k.laporan.status if k.laporan else ""
    nada = "merah" if k.is_overdue else "kuning"
    if status == L.DIAJUKAN:
        return Tugas(
            f"Laporan {k.nama} menunggu persetujuan Anda",
            "Periksa, lalu setujui atau kembalikan.",
            url,
            tenggat=k.tenggat,
            nada=nada,
        )
    if status == L.DISETUJUI:
        return Tugas(f"Sampaikan Laporan {k.nama} ke Inspektorat", _lateness(k), url, tenggat=k.tenggat, nada=nada)
    if k.is_overdue:
        return Tugas(
            f"Laporan {k.nama} terlambat", "Ketua Tim belum mengajukan laporan.", url, tenggat=k.tenggat, nada="merah"
        )
    return None


def _lateness(k: KeadaanLaporan) -> str:
    return f"Terlambat {k.days_late} hari." if k.is_overdue else "Sampaikan ke Inspektorat sebelum tenggat."


def _to_receive(peran: Peran, periode: Periode, today: date) -> list[Tugas]:
    rows = LaporanTriwulan.objects.visible_to(peran).filter(pembangunan__periode=periode, status=L.DISAMPAIKAN)
    first = rows.select_related("pembangunan__unit").defer("data").order_by("pembangunan__unit__kode", "triwulan")
    shown = list(first[: SHOWN + 1])
    found = [
        Tugas(
            f"Terima Laporan {row.get_triwulan_display()} {row.pembangunan.unit}",
            "Periksa, lalu terima atau kembalikan untuk diperbaiki.",
            reverse("laporan_detail", args=[row.pk]),
            nada="kuning",
        )
        for row in shown[:SHOWN]
    ]
    if len(shown) > SHOWN:
        url = f"{reverse('laporan_list')}?tampilan=daftar&keadaan=disampaikan"
        found.append(
            Tugas(f"{rows.count() - SHOWN} laporan lain menunggu penerimaan", "Buka daftarnya.", url, nada="kuning")
        )
    return [*found, *_overdue_of_all(peran, periode, today)]


def _overdue_of_all(peran: Peran, periode: Periode, today: date) -> list[Tugas]:
    late, units = count_overdue(peran, periode, today=today)
    if not late:
        return []
    url = f"{reverse('laporan_list')}?tampilan=daftar&keadaan=terlambat"
    return [Tugas(f"{late} laporan triwulan terlambat", f"Dari {units} unit kerja.", url, nada="merah")]
