"""What TPN's evaluation adds to the apps below when Django starts: rights, readable evidence, conditions of the year."""

from django.urls import reverse

from evaluation import tpn_access
from evaluation.services import tpn
from evaluation.tpn_checks import last_evaluation, not_passed, passed
from units import access
from units import year as unit_year
from units.choices import JenisPeran
from units.models import PembangunanZI
from units.models.evidence import READABLE
from units.services.predicate import AFTER_REVOKE


def result_url(year: PembangunanZI) -> str:
    row = last_evaluation(year)
    return reverse("tpn_detail", args=[row.pk]) if row else ""


def grant_url(year: PembangunanZI) -> str:
    return reverse("predikat_grant", args=[year.pk]) if not passed(year) else ""


def register() -> None:
    access.CAPABILITIES.extend(tpn_access.CAPABILITIES)
    READABLE[JenisPeran.PENILAI_TPN] = tpn_access.readable_evidence
    AFTER_REVOKE.append(tpn.end_wbbm_evaluation)
    unit_year.condition("award", "TPN menyatakan unit memenuhi syarat", passed, result_url)
    unit_year.condition("not_awarded", "TPN menyatakan unit tidak memenuhi syarat", not_passed, result_url)
    unit_year.PLACES["award"] = grant_url
    unit_year.PLACES["not_awarded"] = result_url
