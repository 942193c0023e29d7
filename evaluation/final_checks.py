"""What stands against signing TPI's result, and against making it final."""

from evaluation.digest import digest_of
from evaluation.lke.findings import Berat
from evaluation.lke.scoring import score
from evaluation.models import EvaluasiTPI, HasilEvaluasi, Klarifikasi, Pleno
from evaluation.services.assessment import content_of
from evaluation.services.plenary import stale_codes
from units.findings import Temuan, galat, peringatan

SEBUT = 8  # codes named in one sentence


def check_signable(evaluasi: EvaluasiTPI) -> list[Temuan]:
    """Everything but the signatures; warnings last. Seven queries."""
    putusan = {row.kode: row for row in evaluasi.putusan.all()}
    return [
        *_meeting(evaluasi),
        *_undecided(evaluasi, putusan),
        *_not_judgeable(evaluasi, putusan),
        *_outdated(evaluasi, putusan),
        *_recommendations(evaluasi, putusan),
        *_lhe(evaluasi),
        *_open_clarifications(evaluasi),
    ]


def check_final(evaluasi: EvaluasiTPI) -> list[Temuan]:
    """What `check_signable` says, and both signatures."""
    return [*check_signable(evaluasi), *_unsigned(evaluasi)]


def _codes(kode: list[str]) -> str:
    more = f" dan {len(kode) - SEBUT} lagi" if len(kode) > SEBUT else ""
    return ", ".join(kode[:SEBUT]) + more


def _meeting(evaluasi: EvaluasiTPI) -> list[Temuan]:
    if Pleno.objects.filter(evaluasi=evaluasi, hadir__isnull=False).exists():
        return []
    return [galat("pleno", "Tanggal, tempat, dan yang hadir dalam pleno belum dicatat.")]


def _undecided(evaluasi: EvaluasiTPI, putusan) -> list[Temuan]:
    """An assessment with missing answers cannot be finalised."""
    questions = content_of(evaluasi.instrumen)[0].pertanyaan
    missing = [kode for kode in questions if kode not in putusan or putusan[kode].nilai is None]
    if not missing:
        return []
    return [galat("belum_diputus", f"{len(missing)} pertanyaan belum diputus ({_codes(missing)}).", missing[0])]


def _not_judgeable(evaluasi: EvaluasiTPI, putusan) -> list[Temuan]:
    """An indicator with no question left is an error, never a full score."""
    isi = content_of(evaluasi.instrumen)[0]
    hasil = score(isi, {kode: row.nilai for kode, row in putusan.items() if row.nilai is not None})
    return [
        galat("tidak_dapat_dinilai", f"{t.masalah} {t.tindakan}", t.kode)
        for t in hasil.temuan
        if t.berat == Berat.GALAT
    ]


def _outdated(evaluasi: EvaluasiTPI, putusan) -> list[Temuan]:
    stale = stale_codes(evaluasi, putusan)
    if not stale:
        return []
    sentence = f"{len(stale)} jawaban yang diambil alih sudah diubah penilai ({_codes(stale)}). Ambil alih sekali lagi."
    return [galat("sudah_berubah", sentence, stale[0])]


def _recommendations(evaluasi: EvaluasiTPI, putusan) -> list[Temuan]:
    known = set(evaluasi.rekomendasi.values_list("kode", flat=True))
    missing = [kode for kode, row in putusan.items() if row.rekomendasi and kode not in known]
    if not missing:
        return []
    sentence = f"{len(missing)} rekomendasi belum memiliki penanggung jawab dan tenggat ({_codes(missing)})."
    return [galat("rekomendasi", sentence, missing[0])]


def _lhe(evaluasi: EvaluasiTPI) -> list[Temuan]:
    row = HasilEvaluasi.objects.filter(evaluasi=evaluasi).first()
    if row and row.nomor and row.tanggal:
        return []
    return [galat("lhe", "Nomor dan tanggal LHE belum diisi.")]


def _open_clarifications(evaluasi: EvaluasiTPI) -> list[Temuan]:
    """The plenary may do without, but should know."""
    waiting = evaluasi.klarifikasi.filter(status__in=(Klarifikasi.Status.DIMINTA, Klarifikasi.Status.DIJAWAB))
    codes = list(waiting.values_list("kode", flat=True))
    if not codes:
        return []
    return [peringatan("klarifikasi_terbuka", f"{len(codes)} klarifikasi belum selesai ({_codes(codes)}).", codes[0])]


def _unsigned(evaluasi: EvaluasiTPI) -> list[Temuan]:
    row = HasilEvaluasi.objects.filter(evaluasi=evaluasi).first()
    missing = [
        label
        for label, signed in (("Ketua", row and row.ketua_id), ("Sekretaris", row and row.sekretaris_id))
        if not signed
    ]
    if missing:
        return [galat("tanda_tangan", f"{' dan '.join(missing)} TPI belum menandatangani LHE.")]
    if row.sidik != digest_of(evaluasi):
        return [galat("sidik", "Isi LHE berubah sesudah ditandatangani. Ketua dan Sekretaris menandatangani lagi.")]
    return []
