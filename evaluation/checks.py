"""What stands against preparing a self-assessment (galat) and what the unit should look at first (peringatan)."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from evaluation.access import area_of
from evaluation.lke.findings import Berat as BeratLke
from evaluation.lke.scoring import Hasil
from evaluation.models import BuktiJawaban, Penilaian
from evaluation.services.assessment import score_penilaian
from units.choices import Area
from units.findings import Temuan, galat, peringatan

SERING = 5  # one piece of evidence under more questions than this is worth a look
SEBUT = 8  # codes named in one sentence


@dataclass(frozen=True, slots=True)
class Bukti:
    """A piece of evidence shown for a question, with the programme year it was stored in."""

    kode: str
    data_dukung_id: int
    judul: str
    tahun: int


def check_complete(penilaian: Penilaian) -> list[Temuan]:
    """Both kinds, errors first; three queries."""
    hasil = score_penilaian(penilaian)
    rows = BuktiJawaban.objects.filter(jawaban__penilaian=penilaian).values_list(
        "jawaban__kode", "data_dukung_id", "data_dukung__judul", "data_dukung__pembangunan__periode__tahun"
    )
    bukti = [Bukti(*row) for row in rows]
    linked = set(penilaian.jawaban.exclude(tautan="").values_list("kode", flat=True))
    return findings(hasil, bukti=bukti, bertautan=linked, tahun=penilaian.pembangunan.periode.tahun)


def findings(hasil: Hasil, *, bukti: Iterable[Bukti], bertautan: Iterable[str], tahun: int) -> list[Temuan]:
    """Plain data in, findings out. `tempat` is the code of the first question concerned."""
    bukti = list(bukti)
    shown = {b.kode for b in bukti} | set(bertautan)
    return [
        *_missing(hasil),
        *_refused(hasil),
        *_without_evidence(hasil, shown),
        *_old(bukti, tahun),
        *_often(bukti),
        *_contradictions(hasil),
    ]


def _codes(kode: list[str]) -> str:
    more = f" dan {len(kode) - SEBUT} lagi" if len(kode) > SEBUT else ""
    return ", ".join(kode[:SEBUT]) + more


def _by_area(codes: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for kode in codes:
        found[area_of(kode)].append(kode)
    return {area: found[area] for area in Area.values if area in found}


def _missing(hasil: Hasil) -> list[Temuan]:
    return [
        galat(
            "belum_dijawab",
            f"{Area(area).label}: {len(kode)} pertanyaan belum dijawab lengkap ({_codes(kode)}).",
            kode[0],
        )
        for area, kode in _by_area(hasil.kosong).items()
    ]


def _refused(hasil: Hasil) -> list[Temuan]:
    """Answers and indicators that cannot be judged at all."""
    return [galat("ditolak", t.masalah, t.kode) for t in hasil.temuan if t.berat == BeratLke.GALAT]


def _without_evidence(hasil: Hasil, shown: set[str]) -> list[Temuan]:
    bare = [kode for kode, item in hasil.pertanyaan.items() if item.skor > 0 and kode not in shown]
    return [
        peringatan(
            "tanpa_bukti",
            f"{Area(area).label}: {len(kode)} jawaban di atas nilai terendah tanpa data dukung ({_codes(kode)}).",
            kode[0],
        )
        for area, kode in _by_area(bare).items()
    ]


def _old(bukti: list[Bukti], tahun: int) -> list[Temuan]:
    return [
        peringatan("bukti_lama", f"{b.kode}: “{b.judul}” adalah data dukung tahun {b.tahun}, bukan {tahun}.", b.kode)
        for b in bukti
        if b.tahun < tahun
    ]


def _often(bukti: list[Bukti]) -> list[Temuan]:
    first = {b.data_dukung_id: b for b in reversed(bukti)}
    counts = Counter(b.data_dukung_id for b in bukti)
    return [
        peringatan(
            "bukti_berulang",
            f"“{first[pk].judul}” dipakai untuk {n} pertanyaan. Pastikan isinya memang membuktikan semuanya.",
            first[pk].kode,
        )
        for pk, n in counts.items()
        if n > SERING
    ]


def _contradictions(hasil: Hasil) -> list[Temuan]:
    return [
        peringatan("jumlah_bertentangan", t.masalah, t.kode)
        for t in hasil.temuan
        if t.berat == BeratLke.PERINGATAN and not hasil.pertanyaan[t.kode].jawaban.is_missing
    ]
