"""What the action plan has to do with the stage of the unit's year."""

from django.urls import reverse

from action_plans.models import RencanaAksi
from units.findings import Temuan, galat
from units.models import PembangunanZI
from units.year import condition


def plan_approved(year: PembangunanZI) -> list[Temuan]:
    """Building follows a plan (Pergub Kalbar 20/2017 Pasal 3(2)); one under revision has been approved before."""
    if RencanaAksi.objects.filter(pembangunan=year, versi__gt=0).exists():
        return []
    return [galat("rencana", "Rencana aksi belum disetujui Kepala Unit Kerja.")]


def _link(year: PembangunanZI) -> str:
    plan = RencanaAksi.objects.filter(pembangunan=year).first()
    return reverse("rencana_detail", args=[plan.pk]) if plan else reverse("rencana_list")


def register() -> None:
    """Called once, when the app starts."""
    condition("start", "Rencana aksi disetujui", plan_approved, _link)
