"""Recommendations: made from what the plenary kept, followed up by the unit, verified by TPI, carried into the next year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from evaluation import pleno_access as access
from evaluation.clarification_workflow import lock_evaluasi
from evaluation.models import EvaluasiTPI, PutusanPleno, Rekomendasi, TindakLanjut
from evaluation.recommendation_workflow import WORKFLOW
from evaluation.services.assessment import content_of
from evaluation.services.signatures import void_signatures
from evaluation.services.versions import check_version
from units.access import require
from units.choices import JenisPeran
from units.errors import Ditolak
from units.history import record
from units.models import DataDukung, Peran, User
from units.notices import holders, notify
from units.templatetags.indonesia import tanggal
from units.transitions import perform

J, S = JenisPeran, Rekomendasi.Status
DITERIMA, DIKEMBALIKAN = TindakLanjut.Verifikasi.DITERIMA, TindakLanjut.Verifikasi.DIKEMBALIKAN
# UU 15/2004 Pasal 20(3): answers to audit recommendations are due within sixty days; the plenary may set other dates.
TENGGAT_HARI = 60
MAKS_TEKS = 10_000
REKOMENDASI = "Rekomendasi"


@dataclass(frozen=True, slots=True)
class DataRekomendasi:
    uraian: str
    penanggung_jawab: str
    tenggat: date
    kode: str = ""


def _locked(evaluasi_id: int, by: Peran, what: str) -> EvaluasiTPI:
    locked = lock_evaluasi(evaluasi_id, access.MEMUTUS)
    require(access.can_decide(by, locked), access.PEMIMPIN_PLENO, what=what)
    return locked


# --- in the plenary ------------------------------------------------------------------------------------------


def without_record(evaluasi: EvaluasiTPI) -> QuerySet[PutusanPleno]:
    """Decisions whose recommendation has no owner and due date yet."""
    known = evaluasi.rekomendasi.exclude(kode="").values("kode")
    return evaluasi.putusan.exclude(rekomendasi="").exclude(kode__in=known)


@transaction.atomic
def prepare_recommendations(*, evaluasi: EvaluasiTPI, by: Peran) -> int:
    """A record for every recommendation of a decision that has none: the Kepala Unit as owner, due in sixty days."""
    locked = _locked(evaluasi.pk, by, "Menyusun rekomendasi")
    unit, due = locked.pembangunan.unit, timezone.localdate() + timedelta(days=TENGGAT_HARI)
    rows = list(without_record(locked))
    for row in rows:
        new = locked.rekomendasi.create(
            unit=unit,
            kode=row.kode,
            uraian=row.rekomendasi,
            penanggung_jawab=unit.jabatan_kepala[:150],
            tenggat=due,
            dibuat_oleh=by,
        )
        record(new, by=by, tindakan="Menyusun rekomendasi", kolom=REKOMENDASI, ke=_said(new))
    if rows:
        void_signatures(locked, by=by, sebab="rekomendasi ditambah")
    return len(rows)


def _check(data: DataRekomendasi, evaluasi: EvaluasiTPI) -> None:
    if not data.uraian.strip() or not data.penanggung_jawab.strip():
        raise Ditolak("Isi rekomendasi dan penanggung jawabnya.")
    if len(data.uraian) > MAKS_TEKS:
        raise Ditolak(f"Rekomendasi paling panjang {MAKS_TEKS} karakter.")
    if data.tenggat <= timezone.localdate():
        raise Ditolak("Tenggat tindak lanjut harus sesudah hari ini.")
    if data.kode and data.kode not in content_of(evaluasi.instrumen)[0].pertanyaan:
        raise Ditolak(f"Pertanyaan {data.kode} tidak ada dalam {evaluasi.instrumen.nama}. Pilih dari daftar.")


def _said(row: Rekomendasi) -> str:
    return f"{row.uraian} ({row.penanggung_jawab}, {tanggal(row.tenggat)})"


@transaction.atomic
def add_recommendation(*, evaluasi: EvaluasiTPI, data: DataRekomendasi, by: Peran) -> Rekomendasi:
    """One that no single question gave rise to, or another one for a question."""
    locked = _locked(evaluasi.pk, by, "Menambah rekomendasi")
    _check(data, locked)
    row = locked.rekomendasi.create(
        unit=locked.pembangunan.unit,
        kode=data.kode,
        uraian=data.uraian.strip(),
        penanggung_jawab=data.penanggung_jawab.strip(),
        tenggat=data.tenggat,
        dibuat_oleh=by,
    )
    record(row, by=by, tindakan="Menyusun rekomendasi", kolom=REKOMENDASI, ke=_said(row))
    void_signatures(locked, by=by, sebab="rekomendasi ditambah")
    return row


@transaction.atomic
def change_recommendation(
    *, rekomendasi: Rekomendasi, data: DataRekomendasi, versi: int | None, by: Peran
) -> Rekomendasi:
    """Raises BenturanPerubahan when somebody else changed it since `versi`; None overwrites by choice."""
    locked = _locked(rekomendasi.evaluasi_id, by, "Mengubah rekomendasi")
    _check(data, locked)
    row = Rekomendasi.objects.select_for_update().get(pk=rekomendasi.pk)
    new = {
        "uraian": data.uraian.strip(),
        "penanggung_jawab": data.penanggung_jawab.strip(),
        "tenggat": data.tenggat,
        "kode": data.kode,
    }
    if all(getattr(row, name) == value for name, value in new.items()):
        return row
    stored = _said(row)
    check_version(row, versi, stored=stored, history=row.riwayat.filter(kolom=REKOMENDASI), by=by)
    for name, value in new.items():
        setattr(row, name, value)
    row.versi += 1
    row.save()
    record(row, by=by, tindakan="Mengubah rekomendasi", kolom=REKOMENDASI, dari=stored, ke=_said(row))
    void_signatures(locked, by=by, sebab="rekomendasi diubah")
    return row


@transaction.atomic
def remove_recommendation(*, rekomendasi: Rekomendasi, alasan: str, by: Peran) -> None:
    """Before anything is signed for good; the evaluation's history keeps its words and the reason.

    A decision that carried its text loses it too, or the record would only come back.
    """
    locked = _locked(rekomendasi.evaluasi_id, by, "Menghapus rekomendasi")
    if not alasan.strip():
        raise Ditolak("Isi alasan menghapus rekomendasi, lalu kirim lagi.")
    row = Rekomendasi.objects.select_for_update().filter(pk=rekomendasi.pk).first()
    if row is None:
        return
    record(locked, by=by, tindakan="Menghapus rekomendasi", kolom=REKOMENDASI, dari=_said(row), alasan=alasan.strip())
    row.riwayat.all().delete()
    row.delete()
    if row.kode and not locked.rekomendasi.filter(kode=row.kode).exists():
        locked.putusan.filter(kode=row.kode).update(rekomendasi="")
    void_signatures(locked, by=by, sebab="rekomendasi dihapus")


# --- after the result ----------------------------------------------------------------------------------------


def carried_into(evaluasi: EvaluasiTPI) -> QuerySet[Rekomendasi]:
    """Recommendations of the unit's earlier evaluations that are still open."""
    year = evaluasi.pembangunan
    rows = Rekomendasi.objects.filter(
        unit_id=year.unit_id,
        evaluasi__status=EvaluasiTPI.Fase.FINAL,
        evaluasi__pembangunan__periode__tahun__lt=year.periode.tahun,
    )
    rows = rows.exclude(status=S.SELESAI).exclude(evaluasi=evaluasi)
    return rows.select_related("evaluasi__pembangunan__periode", "evaluasi__pembangunan__unit")


@transaction.atomic
def follow_up(*, rekomendasi: Rekomendasi, uraian: str, data_dukung: Iterable[DataDukung], by: Peran) -> TindakLanjut:
    """What the unit did, with evidence of the unit (of any year: the work may end in the next one)."""
    uraian = uraian.replace("\r\n", "\n").strip()
    if not uraian:
        raise Ditolak("Tulis tindak lanjut yang dilakukan.")
    if len(uraian) > MAKS_TEKS:
        raise Ditolak(f"Tindak lanjut paling panjang {MAKS_TEKS} karakter.")
    shown = list(data_dukung)
    if any(item.pembangunan.unit_id != rekomendasi.unit_id for item in shown):
        raise Ditolak("Data dukung harus milik unit ini.")
    done = perform(WORKFLOW, rekomendasi, "follow_up", by=by)
    row = done.tindak_lanjut.create(uraian=uraian, oleh=by)
    row.data_dukung.set(shown)
    record(done, by=by, tindakan="Menulis tindak lanjut", kolom="Tindak lanjut", ke=uraian)
    _tell(_verifiers(done), done, by, f"Tindak lanjut {done.unit} menunggu verifikasi", uraian)
    return row


@transaction.atomic
def verify(*, rekomendasi: Rekomendasi, name: str, alasan: str = "", by: Peran) -> Rekomendasi:
    """`accept` or `send_back` the last follow-up. Raises as `units.transitions.perform`."""
    done = perform(WORKFLOW, rekomendasi, name, by=by, alasan=alasan)
    last = done.tindak_lanjut.first()
    last.verifikasi = DITERIMA if name == "accept" else DIKEMBALIKAN
    last.catatan, last.diverifikasi_oleh, last.diverifikasi_at = alasan.strip(), by, timezone.now()
    last.save(update_fields=["verifikasi", "catatan", "diverifikasi_oleh", "diverifikasi_at"])
    words = "diterima" if name == "accept" else "dikembalikan"
    people = holders(J.KEPALA_UNIT, J.KETUA_TIM, instansi_id=done.unit.instansi_id, unit_id=done.unit_id)
    _tell([*people, last.oleh.user], done, by, f"Tindak lanjut rekomendasi {words} TPI", alasan.strip() or done.uraian)
    return done


def _verifiers(row: Rekomendasi) -> list[User]:
    tasks = row.evaluasi.penugasan.filter(is_active=True).select_related("penilai__user")
    leaders = holders(J.KETUA_TPI, J.SEKRETARIS_TPI, instansi_id=row.unit.instansi_id)
    return [*leaders, *(t.penilai.user for t in tasks)]


def _tell(users: list[User], row: Rekomendasi, by: Peran, judul: str, pesan: str) -> None:
    others = [u for u in users if u.pk != by.user_id]
    notify(others, judul=judul[:200], pesan=pesan, tautan=reverse("rekomendasi_detail", args=[row.pk]))
