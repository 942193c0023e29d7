"""Who keeps the clients of the API, and in the name of which roles a program may read."""

from units.access import in_instansi
from units.choices import JenisPeran
from units.models import Peran

J = JenisPeran
ADMIN = "Administrator Instansi"
# Roles that read finished work. Those that work on it see drafts and assessors' notes, which no program needs.
PERAN_KLIEN = frozenset({J.ADMIN_INSTANSI, J.KEPALA_DAERAH, J.DELEGASI, J.KEPALA_UNIT})


def can_manage_klien_api(peran: Peran | None, instansi_id: int) -> bool:
    return in_instansi(peran, instansi_id, J.ADMIN_INSTANSI)


CAPABILITIES = [
    ("Mengelola klien API dan tokennya", can_manage_klien_api, frozenset({J.ADMIN_INSTANSI})),
]
