"""Record a session of Tim Pembina, write what was said, and hand it to the unit."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse

from action_plans import access
from action_plans.coaching_workflow import PEMBINAAN
from action_plans.models import CatatanPembinaan, KesepakatanPembinaan, Pembinaan
from units.access import require
from units.choices import Area, JenisPeran
from units.errors import BenturanPerubahan, Ditolak
from units.history import label_of, record, save_with_history
from units.models import PembangunanZI, Peran, User
from units.notices import holders, notify
from units.templatetags.indonesia import tanggal, waktu
from units.transitions import perform

J = JenisPeran
HEAD = ("jenis", "tanggal", "daring", "tempat", "peserta")
UMUM = "umum"  # the whole, where an address needs a word for no area
MENULIS = "Menulis catatan"


@transaction.atomic
def create_pembinaan(
    *, pembangunan: PembangunanZI, isian: dict[str, Any], pembina: Iterable[Peran], by: Peran
) -> Pembinaan:
    """A new session as a draft. `isian` holds the fields of HEAD; `pembina` are those who were there."""
    require(access.can_coach(by, pembangunan), access.PEMBINA, what="Mencatat pembinaan")
    _check_date(isian["tanggal"], pembangunan)
    coaches = _checked_coaches(pembina, pembangunan)
    row = Pembinaan.objects.create(pembangunan=pembangunan, dibuat_oleh=by, **{name: isian[name] for name in HEAD})
    row.pembina.set(coaches)
    record(row, by=by, tindakan="Mencatat pembinaan", ke=tanggal(row.tanggal))
    return row


@transaction.atomic
def update_pembinaan(*, pembinaan: Pembinaan, isian: dict[str, Any], pembina: Iterable[Peran], by: Peran) -> list[str]:
    """Change when, where and who. Returns the names of what changed."""
    locked = lock_draft(pembinaan, by=by)
    _check_date(isian["tanggal"], locked.pembangunan)
    coaches = _checked_coaches(pembina, locked.pembangunan)
    changed = save_with_history(locked, {name: isian[name] for name in HEAD}, by=by)
    old = list(locked.pembina.select_related("user"))
    if {p.pk for p in old} != {p.pk for p in coaches}:
        locked.pembina.set(coaches)
        field = label_of(Pembinaan._meta.get_field("pembina"))
        record(locked, by=by, tindakan="Mengubah data", kolom=field, dari=_names(old), ke=_names(coaches))
        changed.append("pembina")
    return changed


def _names(roles: Iterable[Peran]) -> str:
    return ", ".join(sorted(p.user.nama for p in roles))


def _check_date(day: date, pembangunan: PembangunanZI) -> None:
    tahun = pembangunan.periode.tahun
    if day.year != tahun:
        raise Ditolak(f"Tanggal pembinaan harus dalam tahun program {tahun}.")


def _checked_coaches(pembina: Iterable[Peran], pembangunan: PembangunanZI) -> list[Peran]:
    """Nobody coaches their own unit, also not beside others."""
    coaches = list(pembina)
    if not coaches:
        raise Ditolak("Pilih paling sedikit satu anggota Tim Pembina yang hadir.")
    for coach in coaches:
        if not access.can_coach(coach, pembangunan):
            raise Ditolak(f"{coach.user} tidak dapat membina unit ini. Yang dapat: {access.PEMBINA}.")
    return coaches


def lock_draft(pembinaan: Pembinaan, *, by: Peran) -> Pembinaan:
    """The session's row is the lock of its texts and agreements: nobody writes while it is handed over."""
    rows = Pembinaan.objects.select_for_update(of=("self",)).select_related(
        "pembangunan__unit__instansi", "pembangunan__periode"
    )
    locked = rows.get(pk=pembinaan.pk)
    require(access.can_coach_session(by, locked), access.PEMBINA, what="Mengubah catatan pembinaan")
    if locked.status != Pembinaan.Status.DRAF:
        raise Ditolak(f"Pembinaan ini berstatus “{locked.get_status_display()}” dan tidak dapat diubah lagi.")
    return locked


# --- texts ---------------------------------------------------------------------------------------------------


@transaction.atomic
def save_catatan(
    *, pembinaan: Pembinaan, area: str, jenis: str, isi: str, versi: int | None, by: Peran
) -> CatatanPembinaan:
    """Store the text that a person wrote over `versi` (0 = nothing yet); None overwrites: the person has chosen."""
    locked = lock_draft(pembinaan, by=by)
    row, _ = CatatanPembinaan.objects.select_related("updated_by").get_or_create(
        pembinaan=locked, area=area, jenis=jenis, defaults={"updated_by": by.user}
    )
    if row.isi == isi:
        return row
    if versi is not None and versi != row.versi:
        raise BenturanPerubahan(versi=row.versi, nilai=row.isi, oleh=str(row.updated_by), pada=waktu(row.updated_at))
    _note_edit(locked, row, by=by)
    row.isi, row.updated_by = isi, by.user
    row.versi += 1
    row.save()
    return row


def title_of(area: str, jenis: str) -> str:
    return f"{CatatanPembinaan.Jenis(jenis).label} {Area(area).label if area else 'umum'}"[:60]


def _note_edit(pembinaan: Pembinaan, row: CatatanPembinaan, *, by: Peran) -> None:
    """One history row per person and text in a stretch of work: autosave stores every few words."""
    title = title_of(row.area, row.jenis)
    last = pembinaan.riwayat.first()
    if not last or (last.oleh_id, last.kolom, last.tindakan) != (by.user_id, title, MENULIS):
        record(pembinaan, by=by, tindakan=MENULIS, kolom=title)


# --- steps ---------------------------------------------------------------------------------------------------


@transaction.atomic
def take_step(*, pembinaan: Pembinaan, name: str, by: Peran, alasan: str = "") -> Pembinaan:
    """One step of the session, and word of it to those who act next."""
    done = perform(PEMBINAAN, pembinaan, name, by=by, alasan=alasan)
    judul, users = _news(done, name)
    pesan = f"{done.get_jenis_display()} tanggal {tanggal(done.tanggal)}."
    if alasan.strip():
        pesan += f"\nAlasan: {alasan.strip()}"
    tell(users, judul=judul, pesan=pesan, tautan=reverse("pembinaan_detail", args=[done.pk]), by=by)
    return done


def tell(users: Iterable[User], *, judul: str, pesan: str, tautan: str, by: Peran) -> None:
    """To everybody but who did it."""
    notify([u for u in users if u.pk != by.user_id], judul=judul[:200], pesan=pesan, tautan=tautan)


def team_of(pembangunan: PembangunanZI, *jenis: str) -> list[User]:
    return holders(*jenis, instansi_id=pembangunan.unit.instansi_id, unit_id=pembangunan.unit_id)


def _news(pembinaan: Pembinaan, name: str) -> tuple[str, list[User]]:
    unit = pembinaan.pembangunan.unit
    coaches = [p.user for p in pembinaan.pembina.select_related("user")]
    if name == "submit":
        owners = KesepakatanPembinaan.objects.filter(pembinaan=pembinaan).select_related("penanggung_jawab")
        people = team_of(pembinaan.pembangunan, J.KEPALA_UNIT, J.KETUA_TIM)
        return (
            f"Catatan pembinaan {unit.nama} menunggu konfirmasi Kepala Unit Kerja",
            [*people, *(k.penanggung_jawab for k in owners if k.penanggung_jawab)],
        )
    if name == "confirm":
        return f"Pembinaan dikonfirmasi {unit.nama}", coaches
    return f"{unit.nama} meminta perbaikan catatan pembinaan", coaches
