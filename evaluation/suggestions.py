"""What the portal can offer beside a question: evidence whose title speaks of it, and counts it knows already."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from evaluation.access import area_of
from evaluation.lke.structure import JENIS_PERSEN, Pertanyaan
from units.choices import Area
from units.models import DataDukung, PembangunanZI
from units.services.team import count_perubahan

SARAN = 6
_KATA = re.compile(r"[a-z]{3,}")
# Words that stand in almost every question or title and tell nothing.
_UMUM = frozenset(
    [
        "unit",
        "kerja",
        "sudah",
        "telah",
        "dalam",
        "pada",
        "yang",
        "dengan",
        "untuk",
        "atau",
        "dari",
        "serta",
        "tidak",
        "agar",
        "oleh",
        "dapat",
        "secara",
        "berkala",
        "ada",
        "adalah",
        "dilakukan",
        "dibuat",
        "tahun",
        "tentang",
        "seluruh",
        "sebagian",
        "zona",
        "integritas",
        "pembangunan",
        "terhadap",
        "sesuai",
        "kepada",
        "akan",
    ]
)


def words_of(text: str) -> frozenset[str]:
    return frozenset(_KATA.findall(text.casefold())) - _UMUM


def suggest_evidence(teks: str, rows: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    """(pk, title) pairs that share words with the question and its indicator, those that share most first."""
    wanted = words_of(teks)
    scored = [(len(wanted & words_of(judul)), pk, judul) for pk, judul in rows]
    return [(pk, judul) for shared, pk, judul in sorted(scored, key=lambda row: (-row[0], row[2])) if shared][:SARAN]


def evidence_of(pembangunan: PembangunanZI) -> list[tuple[int, str]]:
    """All evidence of the unit's year, newest first."""
    return list(DataDukung.objects.filter(pembangunan=pembangunan).values_list("pk", "judul"))


@dataclass(frozen=True, slots=True)
class IsianDiketahui:
    """A count the portal knows, with the page it comes from."""

    nilai: int
    sumber: str
    url: str


def known_inputs(pembangunan: PembangunanZI, pertanyaan: Iterable[Pertanyaan]) -> dict[tuple[str, str], IsianDiketahui]:
    """By question code and input name; at most three queries, none where nothing is known."""
    about = [q for q in pertanyaan if q.jenis == JENIS_PERSEN and area_of(q.kode) == Area.MANAJEMEN_PERUBAHAN]
    if not about:
        return {}
    counts = count_perubahan(pembangunan)
    url = reverse("agen_list", args=[pembangunan.pk])
    return {
        (q.kode, name): IsianDiketahui(counts[name], "daftar agen perubahan unit ini", url)
        for q in about
        if set(q.isian) <= set(counts)
        for name in q.isian
    }
