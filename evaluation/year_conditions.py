"""What the self-assessment has to do with the stage of the unit's year."""

from django.urls import reverse

from evaluation.checks import check_complete
from evaluation.models import Penilaian
from units.choices import Tahap
from units.errors import Ditolak
from units.findings import Temuan, galat
from units.models import PembangunanZI, Peran
from units.year import PLACES, condition, has_reached, move_year, step_missing_before

S = Penilaian.Status


def self_assessment_prepared(year: PembangunanZI) -> list[Temuan]:
    """The ketua has prepared it: while the head submits, the row itself still says so."""
    if Penilaian.objects.mandiri().filter(pembangunan=year, status__in=(S.DISIAPKAN, S.DIAJUKAN)).exists():
        return []
    return [galat("mandiri", "Penilaian mandiri belum disiapkan Ketua Tim Pembangunan ZI.")]


def check_submit(penilaian: Penilaian) -> list[Temuan]:
    """All answers, and a unit that has got as far as building; the missing step is named."""
    missing = step_missing_before(penilaian.pembangunan, Tahap.MEMBANGUN)
    found = [galat("tahap", f"{missing} Penilaian mandiri dapat diajukan sesudahnya.")] if missing else []
    return [*found, *check_complete(penilaian)]


def on_submitted(penilaian: Penilaian, *, by: Peran) -> None:
    """The year goes on with its self-assessment; one that was returned and submitted again stands there again."""
    move_year(penilaian.pembangunan, "self_assess", by=by)


def on_returned(penilaian: Penilaian, *, by: Peran, alasan: str) -> None:
    """The year goes back with it. Units that submitted before there were stages are building still.

    Raises Ditolak once TPI has begun: what it assesses must not change under its hands.
    """
    year = PembangunanZI.objects.get(pk=penilaian.pembangunan_id)
    if year.tahap == Tahap.PENILAIAN_MANDIRI:
        move_year(year, "return_self", by=by, alasan=alasan)
    elif has_reached(year, Tahap.EVALUASI_TPI):
        raise Ditolak(
            f"Penilaian mandiri tidak dapat dikembalikan: tahun unit ini sudah pada tahap “{year.get_tahap_display()}”. "
            "Mintalah perbaikan melalui klarifikasi TPI."
        )


def register() -> None:
    """Called once, when the app starts."""

    def link(year: PembangunanZI) -> str:
        return reverse("penilaian_list")

    def submitted(year: PembangunanZI) -> str:
        row = Penilaian.objects.mandiri().filter(pembangunan=year, status=S.DIAJUKAN).only("pk").first()
        return reverse("penilaian_detail", args=[row.pk]) if row else ""

    condition("self_assess", "Penilaian mandiri disiapkan Ketua Tim", self_assessment_prepared, link)
    PLACES["self_assess"] = link
    PLACES["return_self"] = submitted
