"""What waits for a role in TPN's evaluation."""

from django.urls import reverse

from evaluation.models import EvaluasiTPN
from evaluation.tpn_access import SELESAI
from evaluation.tpn_workflow import BERJALAN
from units.choices import JenisPeran, Tahap
from units.models import Peran
from units.tugas import Tugas

J, S = JenisPeran, EvaluasiTPN.Status
MENUNGGU = {
    S.PRA_EVALUASI: ("Pra-evaluasi {}", "Periksa syarat pengusulan, lalu terima atau tolak.", "tpn_detail"),
    S.MEJA: ("Evaluasi meja {}", "Jawab setiap pertanyaan di samping jawaban unit dan TPI.", "tpn_desk"),
    S.SURVEI: ("Catat survei eksternal {}", "Kedua hasil survei diperlukan sebelum verifikasi lapangan.", "tpn_detail"),
    S.LAPANGAN: ("Verifikasi lapangan {}", "Isi catatan lapangan, lalu tetapkan hasilnya.", "tpn_detail"),
}


def todo_for(peran: Peran) -> list[Tugas]:
    """At most two queries; none for roles that TPN's evaluation asks nothing of."""
    if peran.jenis == J.PENILAI_TPN:
        rows = EvaluasiTPN.objects.visible_to(peran).filter(status__in=BERJALAN)
        return [_to_evaluate(row) for row in rows.select_related("unit_usulan__pembangunan__unit")]
    if peran.jenis in (J.KETUA_TPI, J.SEKRETARIS_TPI):
        return _leading(peran)
    return []


def _to_evaluate(row: EvaluasiTPN) -> Tugas:
    judul, keterangan, view = MENUNGGU[row.status]
    return Tugas(judul.format(row.unit_usulan.pembangunan.unit), keterangan, reverse(view, args=[row.pk]))


def _leading(peran: Peran) -> list[Tugas]:
    """Units that nobody at TPN has, and results that the unit's year does not follow yet."""
    seen = EvaluasiTPN.objects.visible_to(peran).select_related("unit_usulan__pembangunan__unit")
    waiting = seen.filter(status=S.PRA_EVALUASI, penilai=None).count()
    found = []
    if waiting:
        found.append(
            Tugas(
                f"{waiting} unit menunggu penilai TPN",
                "Berikan kepada penilai TPN, atau catat surat TPN bila hasilnya datang dengan surat.",
                f"{reverse('tpn_list')}?penilai=belum",
                nada="kuning",
            )
        )
    for row in seen.filter(status__in=SELESAI, unit_usulan__pembangunan__tahap=Tahap.EVALUASI_TPN):
        unit = row.unit_usulan.pembangunan.unit
        passed = row.status == S.LULUS
        judul = f"Catat keputusan predikat {unit}" if passed else f"Bina kembali {unit} setelah evaluasi TPN"
        keterangan = "TPN menyatakan unit memenuhi syarat." if passed else row.get_status_display()
        found.append(Tugas(judul, keterangan, reverse("tpn_detail", args=[row.pk]), nada="kuning"))
    return found
