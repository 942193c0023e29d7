"""What decisions and proposals add to the apps below when Django starts: rights and conditions of the year."""

from django.urls import reverse

from evaluation import proposal_access, proposal_checks
from units import access
from units import year as unit_year
from units.models import PembangunanZI


def proposals_url(year: PembangunanZI) -> str:
    return reverse("usulan_list")


def register() -> None:
    access.CAPABILITIES.extend(proposal_access.CAPABILITIES)
    for name, label, check in proposal_checks.CONDITIONS:
        unit_year.condition(name, label, check, proposal_checks.decision_url)
    for name in ("propose", "coach_again", "undo_decision", "undo_propose"):
        unit_year.PLACES[name] = proposal_checks.decision_url
    unit_year.PLACES["hand_over"] = unit_year.PLACES["undo_hand_over"] = proposals_url
