"""Pra-evaluasi -> meja -> survei -> lapangan -> lulus or tidak lulus; or TPN's letter, recorded by the institution.

Source: briefing on PermenPANRB 90/2021, stages of TPN's evaluation. Whoever evaluates decides; the institution records.
"""

from django.utils import timezone

from evaluation import tpn_access as access
from evaluation import tpn_checks as checks
from evaluation.models import EvaluasiTPN, Jawaban, Penilaian
from evaluation.services.assessment import freeze_penilaian
from evaluation.tpn_answers import answers_tpn
from units.history import record
from units.models import Peran
from units.templatetags.indonesia import waktu
from units.transitions import Transition, Workflow

S = EvaluasiTPN.Status
BERJALAN = (S.PRA_EVALUASI, S.MEJA, S.SURVEI, S.LAPANGAN)
BERSURAT = (S.PRA_EVALUASI,)


def can_reconsider(peran: Peran | None, evaluasi: EvaluasiTPN) -> bool:
    """Whoever refused: the evaluators, or the institution where there are none."""
    return access.can_evaluate(peran, evaluasi) or (access.can_lead(peran, evaluasi) and not evaluasi.penilai.exists())


def _accepted(evaluasi: EvaluasiTPN, *, by: Peran, alasan: str) -> None:
    evaluasi.alasan_pra, evaluasi.dengan_pertimbangan_teknis = "", False


def _accepted_technically(evaluasi: EvaluasiTPN, *, by: Peran, alasan: str) -> None:
    evaluasi.alasan_pra, evaluasi.dengan_pertimbangan_teknis = alasan, True


def _refused(evaluasi: EvaluasiTPN, *, by: Peran, alasan: str) -> None:
    evaluasi.alasan_pra, evaluasi.dengan_pertimbangan_teknis = alasan, False


def _letter_gone(evaluasi: EvaluasiTPN, *, by: Peran, alasan: str) -> None:
    """The letter stays in the history; the next one takes its place."""
    evaluasi.nomor_surat, evaluasi.tanggal_surat, evaluasi.berkas_surat, evaluasi.nilai_total = "", None, None, None
    evaluasi.alasan_pra = ""


def _frozen(evaluasi: EvaluasiTPN, *, by: Peran, alasan: str) -> None:
    """TPN's assessment is born final: answers, result, thresholds, instrument and its digest are frozen in it."""
    now, source = timezone.now(), evaluasi.unit_usulan.penilaian
    row = Penilaian.objects.create(
        pembangunan=source.pembangunan,
        jenis=Penilaian.Jenis.TPN,
        instrumen=source.instrumen,
        status=Penilaian.Status.FINAL,
        dibuat_oleh=by,
        diajukan_oleh=by,
        diajukan_at=now,
    )
    notes = dict(evaluasi.jawaban.values_list("kode", "catatan"))
    Jawaban.objects.bulk_create(
        Jawaban(penilaian=row, kode=kode, nilai=nilai, catatan=notes.get(kode, ""), updated_by=by.user)
        for kode, nilai in answers_tpn(evaluasi).items()
    )
    row.hasil = freeze_penilaian(row, pada=waktu(now), oleh=str(by.user))
    row.save(update_fields=["hasil"])
    record(row, by=by, tindakan="Menetapkan penilaian TPN", kolom="status", ke=row.get_status_display())
    evaluasi.penilaian = row


def _step(name: str, label: str, sources: tuple[str, ...], target: str, confirm: str, **options) -> Transition:
    """A step of the evaluators."""
    return Transition(name, label, sources, target, access.can_evaluate, access.PENILAI, confirm=confirm, **options)


def _letter(name: str, label: str, target: str, confirm: str, **options) -> Transition:
    """A result that the institution takes from TPN's letter."""
    return Transition(
        name,
        label,
        BERSURAT,
        target,
        access.can_lead,
        access.PEMIMPIN,
        check=checks.check_letter,
        confirm=confirm,
        **options,
    )


WORKFLOW = Workflow(
    name="Evaluasi TPN",
    labels=dict(S.choices),
    transitions=(
        _step(
            "accept", "Terima", (S.PRA_EVALUASI,), S.MEJA, effect=_accepted,
            confirm="Unit memenuhi syarat pengusulan dan dievaluasi di meja.",
        ),
        _step(
            "accept_technical", "Terima dengan pertimbangan teknis", (S.PRA_EVALUASI,), S.MEJA, effect=_accepted_technically,
            reason_required=True, confirm="Ada syarat yang tidak dipenuhi, tetapi unit tetap dievaluasi. Tulis pertimbangannya.",
        ),
        _step(
            "refuse", "Tolak", (S.PRA_EVALUASI,), S.DITOLAK, effect=_refused, reason_required=True,
            confirm="Unit tidak dievaluasi lebih lanjut. Tulis syarat yang tidak dipenuhi.",
        ),
        Transition(
            "reconsider", "Buka kembali pra-evaluasi", (S.DITOLAK,), S.PRA_EVALUASI, can_reconsider,
            f"{access.PENILAI}, atau {access.PEMIMPIN} bila unit tidak diberikan kepada penilai", check=checks.check_still_open,
            effect=_letter_gone, reason_required=True, confirm="Penolakan dibatalkan dan pra-evaluasi diulang.",
        ),
        _step(
            "to_survey", "Selesai evaluasi meja", (S.MEJA,), S.SURVEI, check=checks.check_desk,
            confirm="Berikutnya hasil survei eksternal. Jawaban masih dapat diperbaiki.",
        ),
        _step(
            "to_field", "Mulai verifikasi lapangan", (S.SURVEI,), S.LAPANGAN, check=checks.check_surveys,
            confirm="Catatan lapangan diisi dan jawaban masih dapat diperbaiki menurut keadaan di lapangan.",
        ),
        _step(
            "pass", "Nyatakan memenuhi syarat", (S.LAPANGAN,), S.LULUS, check=checks.check_result, effect=_frozen,
            confirm="Jawaban dan nilai TPN dibekukan; unit kerja dan instansi dapat membacanya.",
        ),
        _step(
            "fail", "Nyatakan tidak memenuhi syarat", (S.LAPANGAN,), S.TIDAK_LULUS, check=checks.check_result, effect=_frozen,
            reason_required=True, confirm="Jawaban dan nilai TPN dibekukan; unit kerja dan instansi dapat membacanya.",
        ),
        _letter("letter_pass", "Catat memenuhi syarat", S.LULUS, "Menurut surat TPN unit memenuhi syarat."),
        _letter(
            "letter_fail", "Catat tidak memenuhi syarat", S.TIDAK_LULUS, "Menurut surat TPN unit tidak memenuhi syarat.",
            reason_required=True,
        ),
        _letter(
            "letter_refuse", "Catat penolakan pra-evaluasi", S.DITOLAK, "Menurut surat TPN unit ditolak pada pra-evaluasi.",
            effect=_refused, reason_required=True,
        ),
        Transition(
            "withdraw_letter", "Batalkan hasil menurut surat", (S.LULUS, S.TIDAK_LULUS), S.PRA_EVALUASI, access.can_lead,
            access.PEMIMPIN, check=checks.check_letter_result, effect=_letter_gone, reason_required=True,
            confirm="Hasil yang dicatat dari surat dihapus; suratnya tetap tersimpan dalam riwayat.",
        ),
        Transition(
            "stop", "Hentikan evaluasi", BERJALAN, S.TIDAK_LULUS, access.can_lead, access.PEMIMPIN,
            check=checks.check_wbk_lost, reason_required=True,
            confirm="Predikat Menuju WBK unit dicabut, sehingga usulan Menuju WBBM berakhir.",
        ),
    ),
)  # fmt: skip
