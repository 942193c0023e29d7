"""What TPI adds to the apps below when Django starts: rights in words, and where the year's step is taken."""

from django.urls import reverse

from evaluation import tpi_access
from evaluation.models import EvaluasiTPI, Penilaian
from units import access
from units import year as unit_year
from units.findings import Temuan, galat
from units.models import PembangunanZI


def opened(year: PembangunanZI) -> list[Temuan]:
    """The year enters TPI's evaluation by opening one; the row stands before the step is taken."""
    if EvaluasiTPI.objects.filter(pembangunan=year).exists():
        return []
    return [galat("evaluasi_belum_dibuka", "Evaluasi TPI belum dibuka dari penilaian mandiri yang diajukan.")]


def open_url(year: PembangunanZI) -> str:
    """The page on which the evaluation of a submitted self-assessment is opened; "" while there is none."""
    row = Penilaian.objects.mandiri().filter(pembangunan=year, status=Penilaian.Status.DIAJUKAN).first()
    return reverse("tpi_open", args=[row.pk]) if row else ""


def register() -> None:
    """Called once, when the app starts."""
    access.CAPABILITIES.extend(tpi_access.CAPABILITIES)
    unit_year.condition("evaluate", "Evaluasi TPI dibuka", opened, open_url)
    unit_year.PLACES["evaluate"] = open_url
