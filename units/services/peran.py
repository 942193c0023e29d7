"""Roles: given from a day, ended on a day, never deleted, because signatures of the past point to them."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from units.choices import JenisPeran
from units.errors import Ditolak
from units.history import record
from units.models import Instansi, Peran, UnitKerja, User
from units.notices import notify
from units.scope import UNIT_ROLES
from units.templatetags.indonesia import tanggal

J = JenisPeran
TEAM_ROLES = frozenset({J.KETUA_TIM, J.ANGGOTA_TIM})
ONE_PER_UNIT = frozenset({J.KEPALA_UNIT})
ONE_PER_INSTANSI = frozenset({J.KEPALA_DAERAH, J.KETUA_TPI, J.SEKRETARIS_TPI})
ON_TEAM_PAGE = "Ketua dan anggota tim ditetapkan oleh Kepala Unit Kerja pada halaman Tim, bersama keputusannya."


@dataclass(frozen=True)
class CalonPeran:
    """A role as it is asked for, before it exists."""

    user: User
    jenis: str
    instansi: Instansi
    unit: UnitKerja | None
    mulai: date
    selesai: date | None = None
    dasar: str = ""


def refusal(calon: CalonPeran) -> str:
    """Why this role cannot be given; empty when it can."""
    return _wrong_place(calon) or _clash(calon)


def _wrong_place(calon: CalonPeran) -> str:
    if calon.jenis in TEAM_ROLES:
        return ON_TEAM_PAGE
    if calon.user.instansi_id != calon.instansi.pk:
        return "Orang ini bukan pegawai instansi Anda."
    if not calon.user.is_active:
        return "Akun orang ini nonaktif. Aktifkan akunnya lebih dahulu."
    if calon.selesai and calon.selesai < calon.mulai:
        return "Tanggal selesai mendahului tanggal mulai."
    return _wrong_unit(calon)


def _wrong_unit(calon: CalonPeran) -> str:
    label = J(calon.jenis).label
    if calon.jenis not in UNIT_ROLES:
        return f"Peran {label} berlaku untuk seluruh instansi; kosongkan isian Unit kerja." if calon.unit else ""
    if calon.unit is None:
        return f"Peran {label} memerlukan unit kerja. Pilih unitnya."
    if calon.unit.instansi_id != calon.instansi.pk:
        return "Unit kerja itu bukan bagian dari instansi Anda."
    return "" if calon.unit.is_active else f"{calon.unit} sudah nonaktif; peran baru tidak dapat diberikan di sana."


def _clash(calon: CalonPeran) -> str:
    """The same role of the same person twice at once, or a second holder of a role that has one."""
    label = J(calon.jenis).label
    sejenis = overlapping(calon.mulai, calon.selesai).filter(jenis=calon.jenis, instansi=calon.instansi)
    own = sejenis.filter(user=calon.user, unit=calon.unit).first()
    if own:
        return f"{calon.user} sudah memegang peran {label} {_masa(own)}. Akhiri peran itu lebih dahulu, atau ubah tanggalnya."
    if calon.jenis in ONE_PER_UNIT | ONE_PER_INSTANSI:
        other = sejenis.filter(
            user__is_active=True, **({"unit": calon.unit} if calon.jenis in ONE_PER_UNIT else {})
        ).first()
        where = calon.unit if calon.jenis in ONE_PER_UNIT else calon.instansi
        if other:
            return (
                f"{label} {where} sudah dijabat {other.user} {_masa(other)}; hanya boleh satu pada waktu yang sama. "
                "Akhiri peran itu lebih dahulu."
            )
    return ""


def overlapping(mulai: date, selesai: date | None):
    """Roles in force on at least one day of the span; no end means without end. One taken back never was in force."""
    rows = Peran.objects.select_related("user").exclude(selesai__lt=mulai).exclude(selesai__lt=F("mulai"))
    return rows.filter(mulai__lte=selesai) if selesai else rows


def _masa(peran: Peran) -> str:
    return f"sejak {tanggal(peran.mulai)}" + (f" sampai {tanggal(peran.selesai)}" if peran.selesai else "")


@transaction.atomic
def add_peran(calon: CalonPeran, *, by: Peran) -> Peran:
    """Give a role. The institution's row is locked, so that of two administrators at once one is told about the other."""
    Instansi.objects.select_for_update().get(pk=calon.instansi.pk)
    reason = refusal(calon)
    if reason:
        raise Ditolak(reason)
    peran = give(calon, by=by)
    notify([peran.user], judul=f"Anda mendapat peran {peran.label}", pesan=f"{words(peran)}.", tautan=reverse("profil"))
    return peran


def give(calon: CalonPeran, *, by: Peran | None) -> Peran:
    """Write the role and its history; the caller has asked `refusal` or has another rule that allows it."""
    peran = Peran.objects.create(
        user=calon.user,
        jenis=calon.jenis,
        instansi=calon.instansi,
        unit=calon.unit,
        mulai=calon.mulai,
        selesai=calon.selesai,
        dasar=calon.dasar,
    )
    record(calon.user, by=by, tindakan="Memberi peran", kolom="Peran", ke=words(peran), alasan=calon.dasar)
    return peran


@transaction.atomic
def end_peran(peran: Peran, *, selesai: date, alasan: str, by: Peran) -> Peran:
    """Set the last day of a role. It stays in force on that day."""
    peran = _end(peran, selesai=selesai, alasan=alasan, by=by)
    notify(
        [peran.user],
        judul=f"Peran {peran.label} Anda diakhiri",
        pesan=f"{words(peran)}. {alasan}",
        tautan=reverse("profil"),
    )
    return peran


def withdraw(peran: Peran, *, alasan: str, by: Peran) -> None:
    """Out of force at once, its last day is yesterday: for the roles of a team, which end with the seat."""
    before, peran.selesai = words(peran), timezone.localdate() - timedelta(days=1)
    peran.save(update_fields=["selesai"])
    record(peran.user, by=by, tindakan="Mengakhiri peran", kolom="Peran", dari=before, ke=words(peran), alasan=alasan)


def _end(peran: Peran, *, selesai: date, alasan: str, by: Peran) -> Peran:
    Instansi.objects.select_for_update().get(pk=peran.instansi_id)
    peran = Peran.objects.select_for_update(of=("self",)).select_related("user", "unit", "instansi").get(pk=peran.pk)
    _check_end(peran, selesai)
    before, peran.selesai = words(peran), selesai
    peran.save(update_fields=["selesai"])
    record(peran.user, by=by, tindakan="Mengakhiri peran", kolom="Peran", dari=before, ke=words(peran), alasan=alasan)
    return peran


def _check_end(peran: Peran, selesai: date) -> None:
    today = timezone.localdate()
    if peran.jenis in TEAM_ROLES:
        raise Ditolak(ON_TEAM_PAGE)
    if peran.selesai and peran.selesai < peran.mulai:
        raise Ditolak("Peran ini sudah dibatalkan.")
    if peran.selesai and selesai > peran.selesai:  # longer is a new role: somebody else may hold it by then
        raise Ditolak(
            f"Peran ini berakhir pada {tanggal(peran.selesai)}; hari terakhirnya hanya dapat dimajukan. "
            "Untuk memperpanjang, beri peran baru mulai hari berikutnya."
        )
    if peran.selesai and peran.selesai < today:
        raise Ditolak(f"Peran ini sudah berakhir pada {tanggal(peran.selesai)}.")
    if selesai < peran.mulai - timedelta(
        days=1
    ):  # the day before it begins takes a role back that was given by mistake
        raise Ditolak(
            f"Peran dimulai pada {tanggal(peran.mulai)}. Hari terakhir paling awal sehari sebelumnya; peran itu lalu dibatalkan."
        )
    if peran.jenis == J.ADMIN_INSTANSI and not _other_admins(peran, selesai):
        raise Ditolak("Ini administrator terakhir instansi. Berikan peran itu kepada orang lain lebih dahulu.")


def _other_admins(peran: Peran, day: date) -> bool:
    """Somebody can still let people in on the day after the last one."""
    later = max(day, timezone.localdate()) + timedelta(days=1)
    others = Peran.objects.active_on(later).filter(jenis=J.ADMIN_INSTANSI, instansi=peran.instansi_id)
    return others.exclude(user=peran.user_id).exists()


def move_pegawai(user: User, *, dari: UnitKerja | None, by: Peran) -> None:
    """The role Pegawai follows the person to the new unit; other roles are ended by hand, with their own decree."""
    today = timezone.localdate()
    for peran in Peran.objects.active_on(today).filter(user=user, jenis=J.PEGAWAI, unit=dari).select_related("unit"):
        _end(peran, selesai=today - timedelta(days=1), alasan="Pindah unit kerja", by=by)
        if user.unit:
            calon = CalonPeran(user, J.PEGAWAI, user.instansi, user.unit, today, dasar="Pindah unit kerja")
            if not refusal(calon):
                give(calon, by=by)


def words(peran: Peran) -> str:
    """The role as one line for the history."""
    where = f", {peran.unit}" if peran.unit else ""
    return f"{peran.label}{where}, {_masa(peran)}"
