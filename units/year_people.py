"""Who takes a step of a unit's year: the people who hold the roles that the step's rule admits."""

from units.models import PembangunanZI, User
from units.notices import holders
from units.transitions import Transition
from units.year import J, can_decide, can_identify, can_lead_tpi, can_lead_unit

ROLES = {
    can_lead_unit: (J.KEPALA_UNIT,),
    can_lead_tpi: (J.KETUA_TPI, J.SEKRETARIS_TPI),
    can_identify: (J.TIUK, J.KETUA_TPI, J.SEKRETARIS_TPI),
    can_decide: (J.KEPALA_DAERAH, J.DELEGASI),
}
SHOWN = 2


def holders_of(year: PembangunanZI, step: Transition) -> list[User]:
    """People who may take this step today; one query."""
    unit_id = year.unit_id if step.can is can_lead_unit else None
    return holders(*ROLES[step.can], instansi_id=year.unit.instansi_id, unit_id=unit_id)


def next_actors(year: PembangunanZI, step: Transition) -> str:
    """The role in words with the names of those who hold it, so that one knows whom to call."""
    names = list(dict.fromkeys(str(user) for user in holders_of(year, step)))
    if not names:
        return f"{step.who} (belum ada yang memegang peran itu)"
    more = f", dan {len(names) - SHOWN} lainnya" if len(names) > SHOWN else ""
    return f"{step.who} ({', '.join(names[:SHOWN])}{more})"
