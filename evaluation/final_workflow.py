"""The last step of an evaluation: pleno -> final. What was signed becomes TPI's assessment, and nothing changes any more."""

from django.utils import timezone

from evaluation import pleno_access as access
from evaluation.final_checks import check_final
from evaluation.models import EvaluasiTPI, HasilEvaluasi, Jawaban, Penilaian
from evaluation.services.assessment import freeze_penilaian
from evaluation.services.requirements import freeze, judge_towards
from units.choices import JenisPredikat
from units.history import record
from units.models import Peran
from units.templatetags.indonesia import tanggal, waktu
from units.transitions import Transition, Workflow

F = EvaluasiTPI.Fase


def _finalised(evaluasi: EvaluasiTPI, *, by: Peran, alasan: str) -> None:
    """TPI's assessment is born final: decided values, result, thresholds, instrument and its digest are frozen in it."""
    now = timezone.now()
    lhe = HasilEvaluasi.objects.select_related("ketua__user", "sekretaris__user").get(evaluasi=evaluasi)
    row = Penilaian.objects.create(
        pembangunan=evaluasi.pembangunan,
        jenis=Penilaian.Jenis.TPI,
        instrumen=evaluasi.instrumen,
        status=Penilaian.Status.FINAL,
        pernyataan=f"LHE Nomor {lhe.nomor} tanggal {tanggal(lhe.tanggal)}, sidik {lhe.sidik}.",
        dibuat_oleh=by,
        disiapkan_oleh=lhe.sekretaris,
        diajukan_oleh=lhe.ketua,
        diajukan_at=now,
    )
    Jawaban.objects.bulk_create(
        Jawaban(penilaian=row, kode=kode, nilai=nilai, catatan=note, updated_by=by.user)
        for kode, nilai, note in evaluasi.putusan.order_by("pk").values_list("kode", "nilai", "alasan")
    )
    row.hasil = freeze_penilaian(row, pada=waktu(now), oleh=f"{lhe.ketua.user} dan {lhe.sekretaris.user}")
    row.save(update_fields=["hasil"])
    record(row, by=by, tindakan="Menetapkan penilaian TPI", kolom="status", ke=row.get_status_display())
    lhe.penilaian = row
    lhe.syarat = {
        kode: freeze(judge_towards(evaluasi.pembangunan, kode, on=lhe.tanggal)) for kode in JenisPredikat.values
    }
    lhe.save(update_fields=["penilaian", "syarat"])


WORKFLOW = Workflow(
    name="Hasil evaluasi TPI",
    labels=dict(F.choices),
    transitions=(
        Transition(
            "finalise",
            "Tetapkan hasil akhir",
            (F.PLENO,),
            F.FINAL,
            access.can_decide,
            access.PEMIMPIN_PLENO,
            check=check_final,
            effect=_finalised,
            confirm="Nilai TPI dibekukan, unit kerja dapat membacanya, dan tidak ada lagi yang dapat diubah.",
        ),
    ),
)
