"""The pages of an evaluation from the first clarification to the last recommendation, and who finds a tab to them."""

from dataclasses import dataclass

from django.urls import reverse

from evaluation import pleno_access as access
from evaluation.models import EvaluasiTPI
from evaluation.tpi_access import PENILAI
from units.access import has_role
from units.halaman import Tombol
from units.models import Peran
from units.scope import INSPEKTORAT_ROLES

F = EvaluasiTPI.Fase


@dataclass(frozen=True, slots=True)
class HalamanEvaluasi:
    """`nama` is the URL name; the tab stands in these phases for these roles."""

    label: str
    nama: str
    fase: frozenset[str]
    peran: frozenset[str] | None = None


PAGES = (
    HalamanEvaluasi(
        "Klarifikasi", "tpi_klarifikasi", frozenset({F.KLARIFIKASI, F.LAPANGAN, F.PLENO, F.FINAL}), INSPEKTORAT_ROLES
    ),
    HalamanEvaluasi("Lapangan", "kunjungan_list", frozenset({F.LAPANGAN, F.PLENO, F.FINAL}), frozenset(PENILAI)),
    HalamanEvaluasi("Pleno", "pleno_detail", frozenset({F.PLENO, F.FINAL}), frozenset(PENILAI)),
    HalamanEvaluasi("Rekomendasi", "tpi_rekomendasi", frozenset({F.PLENO}), frozenset(PENILAI)),
    HalamanEvaluasi("Rekomendasi", "tpi_rekomendasi", frozenset({F.FINAL})),
    HalamanEvaluasi("LHE", "lhe_detail", frozenset({F.PLENO}), frozenset(PENILAI)),
    HalamanEvaluasi("LHE", "lhe_detail", frozenset({F.FINAL})),
)


def pages_of(evaluasi: EvaluasiTPI, peran: Peran | None) -> list[tuple[str, str]]:
    """(label, URL name) of the pages this role may open now."""
    return [
        (page.label, page.nama)
        for page in PAGES
        if evaluasi.status in page.fase and (page.peran is None or has_role(peran, *page.peran))
    ]


def buttons_of(evaluasi: EvaluasiTPI, peran: Peran | None, *, tab: str) -> list[Tombol]:
    """What who leads the plenary does next, the first of them on the page itself."""
    if not access.allows(evaluasi, access.MEMUTUS) or not access.can_decide(peran, evaluasi):
        return []
    sign = Tombol("Tanda tangan dan penetapan", reverse("lhe_sign", args=[evaluasi.pk]), ikon="signature")
    lhe = Tombol("Isi nomor, tanggal, dan catatan LHE", reverse("lhe_edit", args=[evaluasi.pk]), ikon="pencil")
    pleno = Tombol("Pleno", reverse("pleno_detail", args=[evaluasi.pk]), ikon="users")
    return [sign, lhe] if tab in ("pleno_detail", "lhe_detail", "tpi_rekomendasi") else [pleno, sign, lhe]
