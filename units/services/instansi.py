"""The institution itself: letterhead, logo, profile; and how a new one comes into an installation."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from units.choices import JenisPeran
from units.evidence import store_logo
from units.history import record, save_with_history
from units.models import Instansi, Peran, User
from units.services.accounts import make_initial_password, set_initial_password
from units.services.peran import CalonPeran, give


@transaction.atomic
def update_instansi(
    instansi: Instansi, data: dict[str, Any], *, by: Peran, logo: UploadedFile | None = None, hapus_logo: bool = False
) -> list[str]:
    """Change data, letterhead and logo. Years that have begun keep the profile they began with.

    Raises BerkasDitolak for a logo that is no picture.
    """
    instansi = Instansi.objects.select_for_update().get(pk=instansi.pk)
    if logo:
        data = data | {"logo": store_logo(logo, instansi=instansi, by=by.user)}
    elif hapus_logo:
        data = data | {"logo": None}
    return save_with_history(instansi, data, by=by)


@transaction.atomic
def create_instansi(*, data: dict[str, Any], admin: dict[str, Any], today: date) -> tuple[Instansi, User, str]:
    """A new institution with its first administrator. Returns both and the administrator's initial password."""
    instansi = Instansi.objects.create(**data)
    record(instansi, by=None, tindakan="Membuat instansi", ke=instansi.nama)
    user = User.objects.create(instansi=instansi, **admin)
    give(CalonPeran(user, JenisPeran.ADMIN_INSTANSI, instansi, None, today), by=None)
    sandi = make_initial_password()
    set_initial_password(user, sandi)
    return instansi, user, sandi
