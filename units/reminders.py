"""Reminders of the year's deadlines: whom each concerns, and while which stages it is still to be met.

Plain data and one pure function; `units.services.reminders` sends. The quarterly reports have reminders of their own in
`action_plans`. Deadlines: S2 (PermenPANRB 90/2021), each date a setting of the year.
"""

from dataclasses import dataclass
from datetime import date

from units.choices import JenisPeran, Tahap
from units.templatetags.indonesia import tanggal

J, T = JenisPeran, Tahap
DAYS_BEFORE = (1, 7, 30)
# A deadline that passed longer ago is history: a portal set up in autumn does not scold for the spring.
OVERDUE_DAYS = 30
PENGARAH = (J.KETUA_TPI, J.SEKRETARIS_TPI)
PIMPINAN = (J.KEPALA_DAERAH, J.DELEGASI)


@dataclass(frozen=True)
class Pengingat:
    """`peran` are roles of the institution, `peran_unit` those of the units that still have it to do.

    A unit has it to do while its year stands at one of `terbuka`; with `tanpa_unit` also a year without any unit.
    """

    terbuka: tuple[str, ...]
    peran: tuple[str, ...] = ()
    peran_unit: tuple[str, ...] = ()
    tanpa_unit: bool = False


PENGINGAT: dict[str, Pengingat] = {
    "usulan_calon": Pengingat(
        (T.DIIDENTIFIKASI, T.DICANANGKAN), (J.TIUK, *PENGARAH), (J.KEPALA_UNIT,), tanpa_unit=True
    ),
    "bimbingan_teknis": Pengingat((T.DITETAPKAN, T.MEMBANGUN), (J.TIM_PEMBINA,), (J.KEPALA_UNIT, J.KETUA_TIM)),
    "evaluasi_tpi": Pengingat(
        (T.MEMBANGUN, T.PENILAIAN_MANDIRI, T.EVALUASI_TPI), (*PENGARAH, J.ANGGOTA_TPI), (J.KEPALA_UNIT, J.KETUA_TIM)
    ),
    "usulan_tpn": Pengingat((T.EVALUASI_TPI, T.DIUSULKAN), (*PIMPINAN, *PENGARAH), (J.KEPALA_UNIT,)),
    "pemantauan_tpi": Pengingat((T.DIUSULKAN, T.EVALUASI_TPN, T.PEMANTAUAN), PENGARAH),
    "desk_tpn": Pengingat((T.EVALUASI_TPN,), PENGARAH, (J.KEPALA_UNIT, J.KETUA_TIM)),
    "verifikasi_lapangan": Pengingat((T.EVALUASI_TPN,), PENGARAH, (J.KEPALA_UNIT, J.KETUA_TIM)),
    "penghargaan": Pengingat((T.EVALUASI_TPN, T.BERPREDIKAT), (*PIMPINAN, *PENGARAH)),
}


def stage_of(due: date, today: date) -> str:
    """h30, h7, h1 or lewat: the nearest reminder that is due today; "" when none is."""
    days = (due - today).days
    if days < 0:
        return "lewat" if days >= -OVERDUE_DAYS else ""
    nearest = next((n for n in DAYS_BEFORE if days <= n), None)
    return f"h{nearest}" if nearest else ""


def sentence(nama: str, due: date, today: date) -> str:
    days = (due - today).days
    if days < 0:
        return f"{nama} sudah lewat tenggat ({tanggal(due)})"
    when = "jatuh tempo hari ini" if days == 0 else f"jatuh tempo {days} hari lagi"
    return f"{nama} {when} ({tanggal(due)})"
