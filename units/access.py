"""Who may do what with people, units, teams and evidence. Everything not named here is refused."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from units.choices import Area, JenisPeran
from units.errors import TidakBerwenang
from units.models import AnggotaTim, PembangunanZI, Peran, PetugasPengaduan, UnitKerja
from units.scope import INSPEKTORAT_ROLES, INSTANSI_ROLES, KEPALA_DAERAH_ROLES, PEOPLE_ROLES, UNIT_ROLES

J = JenisPeran
TEAM_ROLES = frozenset({J.KETUA_TIM, J.ANGGOTA_TIM})
ALL_AREAS = frozenset(Area.values)
# A decree in the making: who prepares it and who will sign it.
MELIHAT_RANCANGAN = KEPALA_DAERAH_ROLES | {J.TIUK, J.KETUA_TPI, J.SEKRETARIS_TPI, J.ADMIN_INSTANSI}


def require(allowed: bool, who: str, *, what: str = "Tindakan ini") -> None:
    """Raise TidakBerwenang with the sentence that names who can."""
    if not allowed:
        raise TidakBerwenang(f"{what} hanya dapat dilakukan oleh {who}.")


def has_role(peran: Peran | None, *jenis: str) -> bool:
    """The role is one of these and is in force today."""
    return peran is not None and peran.jenis in jenis and peran.is_active_on(timezone.localdate())


def in_unit(peran: Peran | None, unit_id: int, *jenis: str) -> bool:
    return has_role(peran, *jenis) and peran.unit_id == unit_id


def in_instansi(peran: Peran | None, instansi_id: int, *jenis: str) -> bool:
    return has_role(peran, *jenis) and peran.instansi_id == instansi_id


def is_admin(peran: Peran | None) -> bool:
    return has_role(peran, J.ADMIN_INSTANSI)


def can_see_all_units(peran: Peran | None) -> bool:
    return has_role(peran, *INSTANSI_ROLES)


def can_manage_instansi(peran: Peran | None, instansi_id: int) -> bool:
    """Units, people, roles, calendar: the administrator, who decides nothing else."""
    return in_instansi(peran, instansi_id, J.ADMIN_INSTANSI)


def can_see_people(peran: Peran | None) -> bool:
    return has_role(peran, *PEOPLE_ROLES)


def can_edit_unit(peran: Peran | None, unit: UnitKerja) -> bool:
    """Master data of a unit: the administrator; its own head may correct address and number of employees."""
    return can_manage_instansi(peran, unit.instansi_id) or in_unit(peran, unit.pk, J.KEPALA_UNIT)


def can_set_pembangunan(peran: Peran | None, instansi_id: int) -> bool:
    """Enter a unit into the programme year, from the decree of the kepala daerah."""
    return in_instansi(peran, instansi_id, J.ADMIN_INSTANSI, J.TIUK, J.KETUA_TPI, J.SEKRETARIS_TPI)


def can_identify_units(peran: Peran | None, instansi_id: int) -> bool:
    """Score candidates and record the decree that names them (Pergub 20/2017 Pasal 1(7); Perwal 72/2018 Bab II B)."""
    return in_instansi(peran, instansi_id, J.TIUK, J.KETUA_TPI, J.SEKRETARIS_TPI)


def can_record_pencanangan(peran: Peran | None, pembangunan: PembangunanZI) -> bool:
    """Write down the declaration and the pledges on paper; declaring itself is the head's alone."""
    return in_unit(peran, pembangunan.unit_id, J.KEPALA_UNIT, J.KETUA_TIM)


def can_sign_pakta(peran: Peran | None, pembangunan: PembangunanZI) -> bool:
    """Everybody who works in the unit pledges, its head first (Perbup 49/2022 Pasal 3(1))."""
    return in_unit(peran, pembangunan.unit_id, *UNIT_ROLES)


def can_set_tim(peran: Peran | None, pembangunan: PembangunanZI) -> bool:
    """The team is set up by the Kepala Unit Kerja (Pergub 20/2017 Pasal 3(3))."""
    return in_unit(peran, pembangunan.unit_id, J.KEPALA_UNIT)


def can_set_agen(peran: Peran | None, pembangunan: PembangunanZI) -> bool:
    return in_unit(peran, pembangunan.unit_id, J.KEPALA_UNIT, J.KETUA_TIM)


def can_add_data_dukung(peran: Peran | None, pembangunan: PembangunanZI) -> bool:
    return in_unit(peran, pembangunan.unit_id, J.KEPALA_UNIT, *TEAM_ROLES)


def can_see_tim(peran: Peran | None, pembangunan: PembangunanZI) -> bool:
    return PembangunanZI.objects.visible_to(peran).filter(pk=pembangunan.pk).exists()


def areas_of(peran: Peran | None, pembangunan: PembangunanZI) -> frozenset[str]:
    """Areas of change in which this role may work: all for the ketua, those given to them for members, else none."""
    if in_unit(peran, pembangunan.unit_id, J.KETUA_TIM):
        return ALL_AREAS
    if in_unit(peran, pembangunan.unit_id, J.ANGGOTA_TIM):
        row = (
            AnggotaTim.objects.filter(peran=peran, tim__pembangunan=pembangunan).values_list("area", flat=True).first()
        )
        return frozenset(row or ())
    return frozenset()


def is_inspektorat(peran: Peran | None) -> bool:
    return has_role(peran, *INSPEKTORAT_ROLES)


def scope_words(jenis: str) -> str:
    """How far a role sees, as `ScopedQuerySet.in_scope` decides it."""
    if jenis in INSTANSI_ROLES:
        return "Seluruh instansi"
    return "Unit kerjanya sendiri" if jenis in UNIT_ROLES else "Hanya yang diusulkan kepadanya"


def is_kepala_daerah(peran: Peran | None) -> bool:
    return has_role(peran, *KEPALA_DAERAH_ROLES)


def can_grant_predikat(peran: Peran | None, instansi_id: int) -> bool:
    """Record the decree of a predicate, or what a re-evaluation came to."""
    return in_instansi(peran, instansi_id, J.KETUA_TPI, J.SEKRETARIS_TPI)


def can_enter_predikat(peran: Peran | None, instansi_id: int) -> bool:
    """Enter predicates held from before the portal, and what came of a predicate."""
    return in_instansi(peran, instansi_id, J.ADMIN_INSTANSI, J.KETUA_TPI, J.SEKRETARIS_TPI)


def can_open_tinjauan(peran: Peran | None, instansi_id: int) -> bool:
    return in_instansi(peran, instansi_id, J.KETUA_TPI, J.SEKRETARIS_TPI, J.ANGGOTA_TPI)


def can_answer_tinjauan(peran: Peran | None, unit: UnitKerja) -> bool:
    return in_unit(peran, unit.pk, J.KEPALA_UNIT)


def can_decide_tinjauan(peran: Peran | None, unit: UnitKerja) -> bool:
    """The ketua TPI, but nobody about the unit they belong to."""
    return in_instansi(peran, unit.instansi_id, J.KETUA_TPI) and peran.user.unit_id != unit.pk


def is_petugas_pengaduan(peran: Peran | None, instansi_id: int) -> bool:
    """Named in person by the ketua TPI; no role brings it. One query."""
    return (
        in_instansi(peran, instansi_id, *J.values)
        and PetugasPengaduan.objects.in_office().filter(instansi_id=instansi_id, user_id=peran.user_id).exists()
    )


def can_name_petugas(peran: Peran | None, instansi_id: int) -> bool:
    return in_instansi(peran, instansi_id, J.KETUA_TPI)


def can_answer_pengaduan(peran: Peran | None, unit: UnitKerja) -> bool:
    """The unit's head, who reads the officer's question and nothing else of a complaint."""
    return in_unit(peran, unit.pk, J.KEPALA_UNIT)


# The rights of each role in words, for the page "Peran dan haknya": one line per capability function above.
# The apps above add their own lines when they start, because this app does not know them.
CAPABILITIES: list[tuple[str, Callable[..., Any], frozenset[str]]] = [
    ("Mengelola unit, pegawai, peran, dan kalender", can_manage_instansi, frozenset({J.ADMIN_INSTANSI})),
    (
        "Membetulkan alamat, telepon, dan jumlah pegawai unitnya",
        can_edit_unit,
        frozenset({J.ADMIN_INSTANSI, J.KEPALA_UNIT}),
    ),
    ("Melihat daftar pegawai", can_see_people, PEOPLE_ROLES),
    (
        "Mendaftarkan unit dalam tahun program",
        can_set_pembangunan,
        frozenset({J.ADMIN_INSTANSI, J.TIUK, J.KETUA_TPI, J.SEKRETARIS_TPI}),
    ),
    (
        "Menilai calon unit dan mencatat keputusan penetapan",
        can_identify_units,
        frozenset({J.TIUK, J.KETUA_TPI, J.SEKRETARIS_TPI}),
    ),
    (
        "Mencatat pencanangan dan pakta integritas di atas kertas",
        can_record_pencanangan,
        frozenset({J.KEPALA_UNIT, J.KETUA_TIM}),
    ),
    ("Menandatangani pakta integritas", can_sign_pakta, UNIT_ROLES),
    ("Menetapkan Tim Pembangunan ZI", can_set_tim, frozenset({J.KEPALA_UNIT})),
    ("Menetapkan agen perubahan", can_set_agen, frozenset({J.KEPALA_UNIT, J.KETUA_TIM})),
    ("Menambah data dukung", can_add_data_dukung, frozenset({J.KEPALA_UNIT}) | TEAM_ROLES),
    (
        "Mencatat keputusan predikat dan hasil evaluasi ulang",
        can_grant_predikat,
        frozenset({J.KETUA_TPI, J.SEKRETARIS_TPI}),
    ),
    (
        "Mencatat predikat lama, penghargaan, dan replikasi",
        can_enter_predikat,
        frozenset({J.ADMIN_INSTANSI, J.KETUA_TPI, J.SEKRETARIS_TPI}),
    ),
    (
        "Membuka peninjauan predikat",
        can_open_tinjauan,
        frozenset({J.KETUA_TPI, J.SEKRETARIS_TPI, J.ANGGOTA_TPI}),
    ),
    ("Memberi klarifikasi atas peninjauan predikat unitnya", can_answer_tinjauan, frozenset({J.KEPALA_UNIT})),
    ("Memutus peninjauan predikat", can_decide_tinjauan, frozenset({J.KETUA_TPI})),
    ("Menunjuk petugas pengaduan", can_name_petugas, frozenset({J.KETUA_TPI})),
    ("Menjawab klarifikasi pengaduan tentang unitnya", can_answer_pengaduan, frozenset({J.KEPALA_UNIT})),
    ("Membaca pengaduan (hanya petugas yang ditunjuk, apa pun perannya)", is_petugas_pengaduan, frozenset()),
]
