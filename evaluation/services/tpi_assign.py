"""Give units to assessors, by area or whole, and take tasks back. What an assessor has answered always stays."""

from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse

from evaluation import tpi_access as access
from evaluation.models import EvaluasiTPI, Penugasan
from evaluation.services.assessment import content_of
from evaluation.tpi_access import codes_of
from evaluation.tpi_workflow import WORKFLOW
from units.access import has_role, require
from units.choices import Area
from units.coaching import coaches_of
from units.errors import Ditolak
from units.history import record
from units.models import Peran
from units.notices import notify

F = EvaluasiTPI.Fase


def refusal(penilai: Peran, evaluasi: EvaluasiTPI, *, area: Sequence[str], alasan_ketua: str) -> str:
    """Why this person cannot be given these questions; "" when they can."""
    if not has_role(penilai, *access.PENILAI) or not penilai.user.is_active:
        return f"{penilai.user} tidak memegang peran TPI yang masih berlaku. Pilih penilai lain."
    if penilai.instansi_id != evaluasi.pembangunan.unit.instansi_id:
        return f"{penilai.user} bukan penilai instansi ini."
    if access.is_own_unit(penilai, evaluasi):
        return f"{penilai.user} adalah pegawai {evaluasi.pembangunan.unit}; tidak seorang pun menilai unitnya sendiri. Pilih penilai lain."
    if penilai.user_id in coaches_of(evaluasi.pembangunan) and not alasan_ketua.strip():
        return (
            f"{penilai.user} membina {evaluasi.pembangunan.unit} pada tahun {evaluasi.pembangunan.periode.tahun}. "
            "Isi alasan Ketua TPI menugaskannya, atau pilih penilai lain."
        )
    return _leader_saw(penilai, evaluasi, area)


def _leader_saw(penilai: Peran, evaluasi: EvaluasiTPI, area: Sequence[str]) -> str:
    """Ketua and sekretaris see what all assessors of a question handed in; from then on they cannot score it blind."""
    if penilai.jenis not in access.PEMIMPIN or not evaluasi.buta or evaluasi.status != F.MEJA:
        return ""
    codes = codes_of(area, content_of(evaluasi.instrumen)[0])
    handed_in = evaluasi.jawaban_penilai.exclude(selesai_at=None).exclude(penilai_id=penilai.user_id)
    if handed_in.filter(kode__in=codes).exists():
        return (
            f"Sudah ada nilai yang diserahkan pada area itu dan {penilai.user} sebagai {penilai.label} dapat melihatnya, "
            "sehingga tidak lagi menilai tertutup. Tugaskan penilai lain, atau tugaskan setelah klarifikasi dimulai."
        )
    return ""


@transaction.atomic
def assign(
    *, evaluasi: EvaluasiTPI, penilai: Peran, area: Sequence[str], alasan_ketua: str = "", by: Peran
) -> Penugasan:
    """Give the areas (all when none is named) to an assessor; a task taken back before is taken up again."""
    locked = _lock(evaluasi, by=by, what="Menugaskan penilai")
    if reason := refusal(penilai, locked, area=area, alasan_ketua=alasan_ketua):
        raise Ditolak(reason)
    if locked.penugasan.filter(penilai__user_id=penilai.user_id, is_active=True).exists():
        raise Ditolak(f"{penilai.user} sudah ditugasi pada evaluasi ini. Ubah areanya dari daftar penugasan.")
    task = locked.penugasan.filter(penilai=penilai).first() or Penugasan(evaluasi=locked, penilai=penilai)
    task.area, task.is_active, task.ditugaskan_oleh = _in_order(area), True, by
    task.pernah_membina = penilai.user_id in coaches_of(locked.pembangunan)
    task.alasan_ketua = alasan_ketua.strip()
    task.save()
    record(
        locked,
        by=by,
        tindakan="Menugaskan penilai",
        kolom=str(penilai.user),
        ke=names(task.area),
        alasan=task.alasan_ketua,
    )
    _tell(task, by, f"Anda ditugasi menilai {locked.pembangunan.unit}", f"{names(task.area)}.")
    return task


@transaction.atomic
def change_areas(*, task: Penugasan, area: Sequence[str], alasan_ketua: str = "", by: Peran) -> None:
    """Give other areas; the row is locked, so that no answer passes the change."""
    task = _locked_task(task)
    locked = _lock(task.evaluasi, by=by, what="Mengubah penugasan")
    if not task.is_active:
        raise Ditolak("Penugasan ini sudah diakhiri. Tugaskan penilai itu kembali.")
    if reason := refusal(task.penilai, locked, area=area, alasan_ketua=alasan_ketua or task.alasan_ketua):
        raise Ditolak(reason)
    dari, task.area = task.area, _in_order(area)
    task.alasan_ketua = alasan_ketua.strip() or task.alasan_ketua
    task.pernah_membina = task.penilai.user_id in coaches_of(locked.pembangunan)
    task.save(update_fields=["area", "alasan_ketua", "pernah_membina"])
    if dari != task.area:
        record(
            locked,
            by=by,
            tindakan="Mengubah area penilai",
            kolom=str(task.penilai.user),
            dari=names(dari),
            ke=names(task.area),
            alasan=alasan_ketua.strip(),
        )
        _tell(task, by, f"Area Anda pada evaluasi {locked.pembangunan.unit} diubah", f"{names(task.area)}.")


@transaction.atomic
def end_task(*, task: Penugasan, alasan: str, by: Peran) -> None:
    """Take the task back, with a reason; answers stay and count as before."""
    task = _locked_task(task)
    locked = _lock(task.evaluasi, by=by, what="Mengakhiri penugasan")
    if not task.is_active:
        raise Ditolak("Penugasan ini sudah diakhiri oleh orang lain.")
    if not alasan.strip():
        raise Ditolak("Isi alasan mengakhiri penugasan, lalu kirim lagi.")
    task.is_active = False
    task.save(update_fields=["is_active"])
    record(
        locked,
        by=by,
        tindakan="Mengakhiri penugasan",
        kolom=str(task.penilai.user),
        dari=names(task.area),
        alasan=alasan.strip(),
    )
    _tell(task, by, f"Penugasan Anda pada evaluasi {locked.pembangunan.unit} diakhiri", alasan.strip())


def _lock(evaluasi: EvaluasiTPI, *, by: Peran, what: str) -> EvaluasiTPI:
    locked = EvaluasiTPI.objects.select_for_update().get(pk=evaluasi.pk)
    require(access.can_lead(by, locked), access.KETUA_TPI, what=what)
    if not access.allows(locked, access.MENUGASKAN):
        raise Ditolak(f"Fase sekarang {WORKFLOW.labels[locked.status]}: penugasan tidak dapat diubah lagi.")
    return locked


def _locked_task(task: Penugasan) -> Penugasan:
    """Before the evaluation's row, in the order in which an answer asks for the two."""
    rows = Penugasan.objects.select_for_update(of=("self",)).select_related("penilai__user")
    return rows.get(pk=task.pk)


def _in_order(area: Sequence[str]) -> list[str]:
    """In the order of the form; all areas are written as none."""
    chosen = [a for a in Area.values if a in area]
    return [] if len(chosen) == len(Area.values) else chosen


def names(area: Sequence[str]) -> str:
    return ", ".join(Area(a).label for a in area) or "Seluruh area"


def _tell(task: Penugasan, by: Peran, judul: str, pesan: str) -> None:
    if task.penilai.user_id != by.user_id:
        notify(
            [task.penilai.user], judul=judul[:200], pesan=pesan, tautan=reverse("tpi_detail", args=[task.evaluasi_id])
        )
