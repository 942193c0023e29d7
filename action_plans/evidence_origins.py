"""For the apps beside this one: which action of the plan a piece of evidence proves."""

from action_plans.models import BuktiRealisasi
from units.evidence_origins import AsalBukti
from units.models import PembangunanZI


def read_origins(pembangunan: PembangunanZI) -> list[AsalBukti]:
    """Evidence of the actions that stand in the plan, in its order, once per action (one query)."""
    rows = (
        BuktiRealisasi.objects.filter(
            realisasi__aksi__rencana__pembangunan=pembangunan, realisasi__aksi__dihapus_at=None
        )
        .order_by("realisasi__aksi__urutan", "realisasi__aksi", "data_dukung")
        .values_list(
            "data_dukung", "realisasi__aksi__area", "realisasi__aksi__indikator", "realisasi__aksi__aksi",
            "realisasi__aksi__urutan", "realisasi__aksi",
        )
        .distinct()
    )  # fmt: skip
    return [AsalBukti(*row[:4]) for row in rows]
