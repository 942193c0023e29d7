"""Who belongs to whom: the one filter by which a role sees rows of its own institution and unit."""

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from units.choices import JenisPeran

if TYPE_CHECKING:
    from units.models import Peran

UNIT_ROLES = frozenset({JenisPeran.KEPALA_UNIT, JenisPeran.KETUA_TIM, JenisPeran.ANGGOTA_TIM, JenisPeran.PEGAWAI})
INSPEKTORAT_ROLES = frozenset(
    {JenisPeran.TIM_PEMBINA, JenisPeran.TIUK, JenisPeran.KETUA_TPI, JenisPeran.SEKRETARIS_TPI, JenisPeran.ANGGOTA_TPI}
)
KEPALA_DAERAH_ROLES = frozenset({JenisPeran.KEPALA_DAERAH, JenisPeran.DELEGASI})
INSTANSI_ROLES = INSPEKTORAT_ROLES | KEPALA_DAERAH_ROLES | {JenisPeran.ADMIN_INSTANSI}
# NIP, email and roles of others are for those who have to do with people.
PEOPLE_ROLES = INSPEKTORAT_ROLES | {JenisPeran.ADMIN_INSTANSI, JenisPeran.KEPALA_UNIT, JenisPeran.KETUA_TIM}
# Penilai TPN stands in neither set: it sees only what was proposed to it, which no rule of this module grants.


def is_inspektur(peran: "Peran") -> bool:
    """The head of the Inspektorat, acting as such: he reads what his teams do in all units of the institution."""
    return peran.jenis == JenisPeran.KEPALA_UNIT and peran.unit_id is not None and peran.unit.is_inspektorat


class ScopedQuerySet(QuerySet):
    """`in_scope(peran)` for models that reach a unit and an institution by a fixed path."""

    def in_scope(self, peran: "Peran | None", *, unit: str = "unit", instansi: str = "instansi") -> "QuerySet":
        """Rows of the role's institution, and of its unit when the role belongs to a unit; nothing for any other
        role.
        """
        if peran is None:
            return self.none()
        if peran.jenis in INSTANSI_ROLES:
            return self.filter(Q(**{f"{instansi}_id" if instansi else "pk": peran.instansi_id}))
        if peran.jenis in UNIT_ROLES and peran.unit_id:
            return self.filter(Q(**{f"{unit}_id" if unit else "pk": peran.unit_id}))
        return self.none()
