"""What stands against a step of TPN's evaluation (galat) and what the evaluator should look at (peringatan)."""

from evaluation.access import area_of
from evaluation.lke.structure import JENIS_INDEKS
from evaluation.models import EvaluasiTPN, Penilaian, Survei
from evaluation.result_data import build
from evaluation.services.assessment import content_of, target_of
from evaluation.tpn_answers import score_tpn
from units.choices import Area, JenisPredikat, Tahap
from units.findings import Temuan, galat, peringatan
from units.models import PembangunanZI
from units.predicate import wbbm_findings

SEBUT = 8  # codes named in one sentence
SELESAI_TAHAP = "Tahun unit ini sudah pada tahap “{}”; hasil evaluasi TPN tidak dapat diubah lagi."


def check_desk(evaluasi: EvaluasiTPN) -> list[Temuan]:
    """Every question answered, except those that the external survey answers."""
    isi, _ = content_of(evaluasi.unit_usulan.penilaian.instrumen)
    missing = [k for k in score_tpn(evaluasi).kosong if isi.pertanyaan[k].jenis != JENIS_INDEKS]
    return _missing(missing)


def check_surveys(evaluasi: EvaluasiTPN) -> list[Temuan]:
    """Both external surveys are recorded."""
    year = evaluasi.unit_usulan.pembangunan_id
    known = set(Survei.objects.filter(pembangunan=year, sumber=Survei.Sumber.TPN).values_list("jenis", flat=True))
    return [
        galat("survei", f"Hasil survei eksternal “{label}” belum dicatat.", str(jenis))
        for jenis, label in Survei.Jenis.choices
        if jenis not in known
    ]


def check_result(evaluasi: EvaluasiTPN) -> list[Temuan]:
    """All that a final result needs, and the thresholds it misses: TPN decides, but sees them."""
    found = [] if evaluasi.catatan_lapangan else [galat("lapangan", "Catatan verifikasi lapangan belum diisi.")]
    hasil = score_tpn(evaluasi)
    found += _missing(list(hasil.kosong))
    row = evaluasi.unit_usulan
    if Penilaian.objects.filter(pembangunan=row.pembangunan_id, jenis=Penilaian.Jenis.TPN).exists():
        found.append(galat("sudah_ada", "Penilaian TPN unit ini untuk tahun ini sudah ada."))
    if not found:
        found += _thresholds(row.penilaian, hasil)
    return found


def _thresholds(penilaian: Penilaian, hasil) -> list[Temuan]:
    _, ambang = content_of(penilaian.instrumen)
    verdict = build(hasil, ambang, versi=penilaian.instrumen.versi, target=target_of(penilaian)).of_target()
    return [] if verdict.memenuhi else [peringatan("ambang", f"{verdict.verdict()}.")]


def _missing(codes: list[str]) -> list[Temuan]:
    by_area: dict[str, list[str]] = {}
    for kode in codes:
        by_area.setdefault(area_of(kode), []).append(kode)
    return [
        galat(
            "belum_dijawab", f"{Area(area).label}: {len(found)} pertanyaan belum dijawab ({_named(found)}).", found[0]
        )
        for area, found in by_area.items()
    ]


def _named(codes: list[str]) -> str:
    return ", ".join(codes[:SEBUT]) + (f" dan {len(codes) - SEBUT} lagi" if len(codes) > SEBUT else "")


def check_letter(evaluasi: EvaluasiTPN) -> list[Temuan]:
    """The institution records TPN's result only where no evaluator signs in, and from a letter."""
    found = []
    if evaluasi.penilai.exists():
        found.append(
            galat(
                "penilai",
                "Unit ini diberikan kepada penilai TPN, yang mencatat hasilnya sendiri. Kosongkan penilainya lebih dahulu.",
            )
        )
    if not evaluasi.nomor_surat or not evaluasi.tanggal_surat:
        found.append(galat("surat", "Isi nomor dan tanggal surat TPN."))
    return found


def check_still_open(evaluasi: EvaluasiTPN) -> list[Temuan]:
    """A result is reconsidered only until the unit's year has moved on because of it."""
    year = evaluasi.unit_usulan.pembangunan
    return [] if year.tahap == Tahap.EVALUASI_TPN else [galat("tahap", SELESAI_TAHAP.format(year.get_tahap_display()))]


def check_letter_result(evaluasi: EvaluasiTPN) -> list[Temuan]:
    found = check_still_open(evaluasi)
    if evaluasi.penilaian_id:
        found.append(galat("beku", "Hasil ini ditetapkan oleh penilai TPN dan sudah dibekukan."))
    return found


def check_wbk_lost(evaluasi: EvaluasiTPN) -> list[Temuan]:
    """A proposal for WBBM ends early only because the WBK was revoked (Perwal Tangerang 72/2018 Bab III C)."""
    year = evaluasi.unit_usulan.pembangunan
    if year.target == JenisPredikat.WBBM and wbbm_findings([year.unit], year.target):
        return []
    return [galat("wbk_berlaku", "Evaluasi hanya dihentikan bila predikat Menuju WBK unit ini sudah dicabut.")]


# --- conditions of the unit's year ---------------------------------------------------------------------------------


def last_evaluation(year: PembangunanZI) -> EvaluasiTPN | None:
    return EvaluasiTPN.objects.filter(unit_usulan__pembangunan=year).order_by("-pk").first()


def passed(year: PembangunanZI) -> list[Temuan]:
    """A predicate is recorded for a unit that TPN found to qualify (Pergub Kalbar 20/2017 Pasal 9(3))."""
    row = last_evaluation(year)
    if row and row.status == EvaluasiTPN.Status.LULUS:
        return []
    return [galat("tpn", "Evaluasi TPN unit ini belum menyatakan bahwa unit memenuhi syarat.")]


def not_passed(year: PembangunanZI) -> list[Temuan]:
    row = last_evaluation(year)
    if row and row.status in (EvaluasiTPN.Status.TIDAK_LULUS, EvaluasiTPN.Status.DITOLAK):
        return []
    return [galat("tpn", "Evaluasi TPN unit ini belum berakhir dengan hasil tidak memenuhi syarat.")]
