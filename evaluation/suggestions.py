"""What the portal can offer beside a question: evidence of the plan's actions, and counts it knows already."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.urls import reverse

from evaluation.access import area_of
from evaluation.lke.structure import JENIS_PERSEN, Pertanyaan, Simpul
from units.choices import Area
from units.evidence_origins import AsalBukti
from units.models import DataDukung, Instansi, PembangunanZI
from units.services.complaints import count_pengaduan
from units.services.team import count_perubahan

SARAN = 6
ISIAN_PENGADUAN = frozenset({"harus", "diproses", "selesai"})
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
        "dan",
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


class Saran(NamedTuple):
    """Evidence offered for an answer, and why."""

    pk: int
    judul: str
    alasan: str


def words_of(text: str) -> frozenset[str]:
    return frozenset(_KATA.findall(text.casefold())) - _UMUM


@lru_cache(maxsize=1024)
def is_same_indicator(ours: str, theirs: str) -> bool:
    """Whether two names mean one indicator: two thirds of the words of the shorter one stand in the other.

    Plans write "Tim Kerja" or "Penerapan Sistem Pengendalian Internal Pemerintah (SPIP)" where the LKE has
    "Penyusunan Tim Kerja" and "Penerapan SPIP".
    """
    a, b = words_of(ours), words_of(theirs)
    return 3 * len(a & b) >= 2 * (min(len(a), len(b)) or 1)


def proven_by_actions(indikator: Simpul, origins: Iterable[AsalBukti]) -> dict[int, list[str]]:
    """Evidence (pk) of the actions of this indicator in its area, with the names of those actions."""
    area = area_of(indikator.kode)
    found: dict[int, list[str]] = {}
    for item in origins:
        if item.area == area and is_same_indicator(indikator.nama, item.indikator):
            found.setdefault(item.data_dukung, []).append(item.aksi)
    return found


def suggest_evidence(
    teks: str, rows: Iterable[tuple[int, str]], actions: Mapping[int, list[str]] | None = None
) -> list[Saran]:
    """Of (pk, title) pairs: first those of actions of the same indicator, then those whose title shares words with
    the question; within each, what shares most first.
    """
    wanted, proven = words_of(teks), actions or {}
    scored = [(pk not in proven, -len(wanted & words_of(judul)), judul, pk) for pk, judul in rows]
    fit = sorted(row for row in scored if row[1] or not row[0])[:SARAN]
    return [Saran(pk, judul, _reason(proven.get(pk, ()))) for _, _, judul, pk in fit]


def _reason(actions: Iterable[str]) -> str:
    first, *rest = [*actions] or [""]
    if not first:
        return "judulnya menyebut hal yang ditanyakan"
    return f"dari aksi: {first}" + (f" (dan {len(rest)} aksi lain)" if rest else "")


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
    """By question code and input name; none where nothing is known. Three queries for agents of change; one for
    complaints, or two where the institution takes them.
    """
    counted = [q for q in pertanyaan if q.jenis == JENIS_PERSEN]
    return {
        (q.kode, name): IsianDiketahui(counts[name], sumber, url)
        for area, read in ((Area.MANAJEMEN_PERUBAHAN, _perubahan), (Area.PENGAWASAN, _pengaduan))
        if (about := [q for q in counted if area_of(q.kode) == area])
        for counts, sumber, url in read(pembangunan, about)
        for q in about
        if set(q.isian) <= set(counts)
        for name in q.isian
    }


Hitungan = tuple[dict[str, int], str, str]  # counts by input name, where they come from, that page


def _perubahan(pembangunan: PembangunanZI, about: Iterable[Pertanyaan]) -> list[Hitungan]:
    url = reverse("agen_list", args=[pembangunan.pk])
    return [(count_perubahan(pembangunan), "daftar agen perubahan unit ini", url)]


def _pengaduan(pembangunan: PembangunanZI, about: Iterable[Pertanyaan]) -> list[Hitungan]:
    """Counts alone: what was complained, only the named officers read. Nothing where complaints come in elsewhere."""
    if not any(set(q.isian) <= ISIAN_PENGADUAN for q in about):
        return []
    channel = Instansi.objects.filter(unit=pembangunan.unit_id, pengaduan_dibuka=True).values_list("slug", flat=True)
    return [
        (count_pengaduan(pembangunan), "kanal pengaduan instansi ini", reverse("publik_pengaduan", args=[slug]))
        for slug in channel
    ]
