"""What waits for a role in coaching: sessions to hand over or confirm, agreements, questions."""

from datetime import date

from django.db.models import Q
from django.urls import reverse

from action_plans.models import KesepakatanPembinaan, Konsultasi, LaporanPembinaan, Pembinaan
from action_plans.services.consultation import url_of
from units.access import areas_of
from units.choices import JenisPeran
from units.models import PembangunanZI, Peran, Periode
from units.scope import is_inspektur
from units.templatetags.indonesia import tanggal
from units.tugas import Tugas

J = JenisPeran
S, K, T = Pembinaan.Status, KesepakatanPembinaan.Status, Konsultasi.Status
L = LaporanPembinaan.Status
SHOWN = 5


def coaching_tasks(peran: Peran, periode: Periode, *, today: date) -> list[Tugas]:
    """At most five queries, however much waits."""
    if peran.jenis == J.TIM_PEMBINA:
        return [*_for_coach(peran, periode), *_questions(peran, periode), *_reports(peran, periode)]
    if is_inspektur(peran):
        return _reports(peran, periode)
    if peran.jenis in (J.KEPALA_UNIT, J.KETUA_TIM, J.ANGGOTA_TIM):
        return [*_to_confirm(peran, periode), *_agreed(peran, periode, today), *_answers(peran, periode)]
    return []


def _of_year(periode: Periode) -> Q:
    return Q(pembangunan__periode=periode)


# --- the coach -----------------------------------------------------------------------------------------------


def _for_coach(peran: Peran, periode: Periode) -> list[Tugas]:
    """Drafts of one's own sessions, and agreements that a unit reports as done."""
    own = Pembinaan.objects.filter(_of_year(periode), pembina__user=peran.user_id, pembina__jenis=J.TIM_PEMBINA)
    drafts = own.filter(status=S.DRAF).select_related("pembangunan__unit").distinct()[:SHOWN]
    found = [
        Tugas(
            f"Sampaikan catatan pembinaan {row.pembangunan.unit}",
            f"{row.get_jenis_display()} {tanggal(row.tanggal)} masih berstatus Draf.",
            reverse("pembinaan_edit", args=[row.pk]),
            nada="kuning",
        )
        for row in drafts
    ]
    reported = KesepakatanPembinaan.objects.filter(pembinaan__in=own, status=K.DILAKSANAKAN)
    rows = reported.select_related("pembinaan__pembangunan__unit").distinct()[:SHOWN]
    return found + [
        Tugas(
            f"Konfirmasi kesepakatan {row.pembinaan.pembangunan.unit}",
            row.uraian[:160],
            reverse("kesepakatan_detail", args=[row.pk]),
            nada="kuning",
        )
        for row in rows
    ]


def _questions(peran: Peran, periode: Periode) -> list[Tugas]:
    waiting = list(
        Konsultasi.objects.visible_to(peran)
        .filter(_of_year(periode), status=T.DITANYAKAN)
        .exclude(pembangunan__unit_id=peran.user.unit_id)
        .select_related("pembangunan__unit")
        .order_by("pesan_terakhir_at")[: SHOWN + 1]
    )
    found = [
        Tugas(f"Jawab pertanyaan {row.pembangunan.unit}", row.judul, url_of(row.pk), nada="kuning")
        for row in waiting[:SHOWN]
    ]
    if len(waiting) > SHOWN:
        url = f"{reverse('konsultasi_list')}?status={T.DITANYAKAN}"
        found.append(Tugas("Pertanyaan lain menunggu jawaban", "Buka daftarnya.", url, nada="kuning"))
    return found


# --- the report of the team -----------------------------------------------------------------------------------

WAITS = {
    L.DRAF: "Lengkapi dan ajukan",
    L.DIAJUKAN: "Periksa dan setujui",
    L.DISETUJUI: "Sampaikan kepada kepala daerah",
}


def _reports(peran: Peran, periode: Periode) -> list[Tugas]:
    """The team's own drafts and what the Inspektur has approved; for the Inspektur what waits for him."""
    rows = LaporanPembinaan.objects.filter(periode=periode).select_related("periode", "pembangunan__unit")
    if peran.jenis == J.TIM_PEMBINA:
        rows = rows.filter(Q(tim__user=peran.user_id) | Q(disusun_oleh__user=peran.user_id)).distinct()
        rows = rows.filter(status__in=[L.DRAF, L.DISETUJUI])
    else:
        rows = rows.filter(status=L.DIAJUKAN)
    return [
        Tugas(
            f"{WAITS[row.status]}: {row}"[:200],
            f"Berstatus {row.get_status_display()}.",
            reverse("laporan_pembinaan_detail", args=[row.pk]),
            nada="kuning",
        )
        for row in rows[:SHOWN]
    ]


# --- the unit ------------------------------------------------------------------------------------------------


def _to_confirm(peran: Peran, periode: Periode) -> list[Tugas]:
    if peran.jenis != J.KEPALA_UNIT:
        return []
    rows = Pembinaan.objects.filter(_of_year(periode), pembangunan__unit_id=peran.unit_id, status=S.DISAMPAIKAN)
    return [
        Tugas(
            f"Konfirmasi {row.get_jenis_display().lower()} Tim Pembina {tanggal(row.tanggal)}",
            "Baca catatannya, lalu konfirmasi atau minta perbaikan.",
            reverse("pembinaan_detail", args=[row.pk]),
            nada="kuning",
        )
        for row in rows[:SHOWN]
    ]


def _agreed(peran: Peran, periode: Periode, today: date) -> list[Tugas]:
    """What the unit owes: all of it for head and ketua; for a member what is theirs by name or by area."""
    rows = KesepakatanPembinaan.objects.open().filter(
        pembinaan__pembangunan__periode=periode, pembinaan__pembangunan__unit_id=peran.unit_id
    )
    if peran.jenis == J.ANGGOTA_TIM:
        own = PembangunanZI.objects.filter(unit_id=peran.unit_id, periode=periode).first()
        areas = areas_of(peran, own) if own else frozenset()
        rows = rows.filter(Q(penanggung_jawab=peran.user_id) | Q(area__in=areas))
    return [
        Tugas(
            f"Laksanakan kesepakatan: {row.uraian[:100]}",
            "Lewat tenggat." if row.tenggat < today else "Laporkan setelah dilaksanakan.",
            reverse("kesepakatan_detail", args=[row.pk]),
            tenggat=row.tenggat,
            nada="merah" if row.tenggat < today else "kuning",
        )
        for row in rows[:SHOWN]
    ]


def _answers(peran: Peran, periode: Periode) -> list[Tugas]:
    """To the one who asked."""
    rows = Konsultasi.objects.filter(_of_year(periode), dibuat_oleh__user=peran.user_id, status=T.DIJAWAB)
    rows = rows.filter(pembangunan__unit_id=peran.unit_id)
    return [
        Tugas(f"Pertanyaan dijawab: {row.judul}", "Baca jawabannya, lalu tandai selesai.", url_of(row.pk))
        for row in rows[:SHOWN]
    ]
