"""What assessments say of a unit, for those who prepare a coaching session or its report: last scores, open recommendations."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils import timezone

from evaluation.models import Penilaian, Rekomendasi, RingkasanNilai
from units import briefing
from units.briefing import Fakta
from units.choices import JenisPredikat
from units.models import PembangunanZI
from units.templatetags.indonesia import angka, tanggal

SHOWN = 5


def register() -> None:
    briefing.SOURCES.append(read_facts)


def read_facts(years: Sequence[PembangunanZI]) -> dict[int, list[Fakta]]:
    """Two queries for any number of units."""
    scores, open_ = _scores(years), _recommendations(years)
    today = timezone.localdate()
    return {year.pk: [*_told(year, scores.get(year.unit_id, [])), *_owed(open_, year, today)] for year in years}


def _scores(years: Sequence[PembangunanZI]) -> dict[int, list[RingkasanNilai]]:
    """Frozen figures of each unit, newest year first; within a year TPN, TPI, the unit's own."""
    rows = RingkasanNilai.objects.filter(penilaian__pembangunan__unit__in={y.unit_id for y in years})
    rows = rows.select_related("penilaian__pembangunan__periode").defer("penilaian__hasil")
    found: dict[int, list[RingkasanNilai]] = {}
    for row in rows.order_by("-penilaian__pembangunan__periode__tahun", "-penilaian__jenis"):
        found.setdefault(row.penilaian.pembangunan.unit_id, []).append(row)
    return found


def _told(year: PembangunanZI, rows: list[RingkasanNilai]) -> list[Fakta]:
    """The last year up to this one in which the unit was assessed; the areas from its most authoritative assessment."""
    known = [r for r in rows if _tahun(r) <= year.periode.tahun]
    last = [r for r in known if _tahun(r) == _tahun(known[0])] if known else []
    if not last:
        return [Fakta("Nilai LKE", "Belum ada penilaian yang diajukan")]
    best = min(last, key=lambda r: _RANK[r.penilaian.jenis])
    whole = [_whole(row, year) for row in last]
    return [*whole, *(_area(best, area, *figures) for area, figures in best.area.items())]


_RANK = {Penilaian.Jenis.TPN: 0, Penilaian.Jenis.TPI: 1, Penilaian.Jenis.MANDIRI: 2}


def _tahun(row: RingkasanNilai) -> int:
    return row.penilaian.pembangunan.periode.tahun


def _name(row: RingkasanNilai) -> str:
    return f"{row.penilaian.get_jenis_display()} {_tahun(row)}"


def _whole(row: RingkasanNilai, year: PembangunanZI) -> Fakta:
    missing = row.kurang_wbbm if year.target == JenisPredikat.WBBM else row.kurang_wbk
    nada = "netral" if missing is None else "merah" if missing else "hijau"
    verdict = row.putusan_wbbm if year.target == JenisPredikat.WBBM else row.putusan_wbk
    url = reverse("penilaian_detail", args=[row.penilaian_id])
    total = angka(row.nilai)
    kalimat = f"{_name(row)} menghasilkan nilai {total}.{f' {verdict}' if verdict else ''}"
    return Fakta(f"Nilai {_name(row)}", f"{total}{f'. {verdict}' if verdict else ''}", nada, url, "", kalimat)


def _area(row: RingkasanNilai, area: str, persen: str, memenuhi: bool | None) -> Fakta:
    nada = "netral" if memenuhi is None else "hijau" if memenuhi else "merah"
    share = f"{angka(persen)}%"
    verdict = {True: " dan memenuhi batas minimal", False: " dan belum memenuhi batas minimal", None: ""}[memenuhi]
    url = reverse("penilaian_detail", args=[row.penilaian_id])
    kalimat = f"{_name(row)} memberi nilai {share} dari bobotnya{verdict}."
    return Fakta(f"Nilai {_name(row)}", f"{share} dari bobot", nada, url, area, kalimat)


def _recommendations(years: Sequence[PembangunanZI]) -> list[Rekomendasi]:
    """Of final results only: what is still being settled is not told outside TPI."""
    rows = Rekomendasi.objects.filter(unit__in={y.unit_id for y in years}, evaluasi__status="final")
    return list(rows.exclude(status=Rekomendasi.Status.SELESAI))


def _owed(rows: list[Rekomendasi], year: PembangunanZI, today: date) -> list[Fakta]:
    own = [r for r in rows if r.unit_id == year.unit_id]
    if not own:
        return []
    late = sum(r.tenggat < today for r in own)
    words = f"{len(own)}{f', {late} lewat tenggat' if late else ''}"
    told = f"Terdapat {len(own)} rekomendasi TPI yang belum selesai ditindaklanjuti."
    found = [Fakta("Rekomendasi TPI terbuka", words, "merah" if late else "kuning", "", "", told)]
    return found + [
        Fakta(f"Rekomendasi, tenggat {tanggal(r.tenggat)}", r.uraian[:200], "merah" if r.tenggat < today else "netral")
        for r in own[:SHOWN]
    ]
