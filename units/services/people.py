"""People of an institution: their data, their account, and the first way in."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from units.choices import JenisPeran
from units.errors import Ditolak
from units.history import record, save_with_history
from units.models import Instansi, Peran, User
from units.notices import notify
from units.services.accounts import make_initial_password, set_initial_password
from units.services.peran import CalonPeran, give, move_pegawai


@transaction.atomic
def create_orang(*, data: dict[str, Any], pegawai: bool, by: Peran) -> tuple[User, str]:
    """A person of the actor's institution, with the role Pegawai when asked and a unit is given.

    Returns the person and the initial password; it is empty for those with an email, who choose their own.
    """
    orang = User.objects.create(instansi=by.instansi, **data)
    record(orang, by=by, tindakan="Membuat akun", ke=orang.nama)
    if pegawai and orang.unit:
        give(CalonPeran(orang, JenisPeran.PEGAWAI, by.instansi, orang.unit, timezone.localdate()), by=by)
    if orang.email:
        orang.set_unusable_password()
        orang.save(update_fields=["password"])
        invite([orang], instansi=by.instansi)
        return orang, ""
    sandi = make_initial_password()
    set_initial_password(orang, sandi)
    return orang, sandi


def invite(people: list[User], *, instansi: Instansi) -> None:
    """Tell new people by email that they have an account. A link that signs in would lie in the mailbox and expire within
    the hour, so the letter leads to the page that sends one when the person is there."""
    notify(
        people,
        judul="Akun Anda di Portal Zona Integritas sudah dibuat",
        tautan=reverse("password_reset"),
        pesan=(
            f"Akun Anda di Portal Zona Integritas {instansi} sudah dibuat. "
            "Untuk membuat kata sandi, buka tautan di bawah ini lalu isi NIP atau surel Anda."
        ),
    )


@transaction.atomic
def update_orang(orang: User, data: dict[str, Any], *, by: Peran, tindakan: str = "Mengubah data") -> list[str]:
    """Change a person's data; the role Pegawai moves along with the unit."""
    orang = User.objects.select_for_update().get(pk=orang.pk)
    old_unit = orang.unit
    changed = save_with_history(orang, data, by=by, tindakan=tindakan)
    if "unit" in changed:
        move_pegawai(orang, dari=old_unit, by=by)
    return changed


@transaction.atomic
def deactivate_orang(orang: User, *, alasan: str, by: Peran) -> None:
    """Close the account; the person's rows and signatures stay."""
    if orang.pk == by.user_id:
        raise Ditolak("Anda tidak dapat menonaktifkan akun Anda sendiri. Minta administrator lain melakukannya.")
    save_with_history(orang, {"is_active": False}, by=by, tindakan="Menonaktifkan akun", alasan=alasan)


@transaction.atomic
def activate_orang(orang: User, *, by: Peran) -> None:
    save_with_history(orang, {"is_active": True}, by=by, tindakan="Mengaktifkan akun")


@transaction.atomic
def reset_password(orang: User, *, by: Peran) -> str:
    """A new initial password, returned once and kept nowhere in clear."""
    sandi = make_initial_password()
    set_initial_password(orang, sandi)
    record(orang, by=by, tindakan="Mengatur ulang kata sandi")
    return sandi
