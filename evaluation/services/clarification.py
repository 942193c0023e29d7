"""Ask the unit about a question, take its answer with evidence, close the round or ask again."""

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from evaluation import pleno_access as access
from evaluation.clarification_workflow import WORKFLOW, lock_evaluasi
from evaluation.models import EvaluasiTPI, Klarifikasi
from evaluation.services.assessment import content_of
from evaluation.tpi_workflow import require_window
from units.access import areas_of, require
from units.choices import JenisPeran
from units.errors import BenturanPerubahan, Ditolak
from units.history import record
from units.models import DataDukung, Peran, User
from units.notices import holders, notify
from units.templatetags.indonesia import tanggal, waktu
from units.transitions import perform

J, S = JenisPeran, Klarifikasi.Status
JAWABAN, BUKTI = "Jawaban unit", "Data dukung"
MAKS_TEKS = 10_000
PALING_LAMA = 60  # days that a unit may be given at most


@transaction.atomic
def request_clarification(
    *, evaluasi: EvaluasiTPI, kode: str, alasan: str, permintaan: str, tenggat: date, by: Peran
) -> Klarifikasi:
    """A new round about a question. Raises Ditolak while another round about it is open."""
    locked = lock_evaluasi(evaluasi.pk, access.MEMINTA)
    require(kode in access.askable_codes(by, locked), access.PENILAI_UNIT, what="Meminta klarifikasi")
    require_window(locked)
    row = _new_round(locked, kode, alasan=alasan, permintaan=permintaan, tenggat=tenggat, by=by)
    _tell_unit(row, by, f"TPI meminta klarifikasi {kode}")
    return row


def _new_round(
    evaluasi: EvaluasiTPI, kode: str, *, alasan: str, permintaan: str, tenggat: date, by: Peran
) -> Klarifikasi:
    permintaan = permintaan.strip()
    if kode not in content_of(evaluasi.instrumen)[0].pertanyaan:
        raise Ditolak(f"Pertanyaan {kode} tidak ada dalam {evaluasi.instrumen.nama}. Muat ulang halaman.")
    if alasan not in Klarifikasi.Alasan.values:
        raise Ditolak("Pilih alasan meminta klarifikasi.")
    if not permintaan:
        raise Ditolak("Isi permintaan kepada unit kerja.")
    if len(permintaan) > MAKS_TEKS:
        raise Ditolak(f"Permintaan paling panjang {MAKS_TEKS} karakter.")
    check_deadline(tenggat)
    rounds = evaluasi.klarifikasi.filter(kode=kode)
    if rounds.filter(status__in=(S.DIMINTA, S.DIJAWAB)).exists():
        raise Ditolak(f"Klarifikasi {kode} masih berjalan. Tunggu jawaban unit, atau selesaikan yang sudah dijawab.")
    row = evaluasi.klarifikasi.create(
        kode=kode,
        putaran=rounds.count() + 1,
        alasan=alasan,
        permintaan=permintaan,
        tenggat=tenggat,
        diminta_oleh=by,
    )
    record(row, by=by, tindakan="Meminta klarifikasi", kolom="status", ke=S.DIMINTA.label)
    return row


def check_deadline(tenggat: date) -> None:
    """From today to sixty days ahead."""
    days = (tenggat - timezone.localdate()).days
    if days < 0:
        raise Ditolak("Tenggat menjawab tidak boleh sebelum hari ini.")
    if days > PALING_LAMA:
        raise Ditolak(f"Tenggat menjawab paling lama {PALING_LAMA} hari dari hari ini.")


@transaction.atomic
def ask_again(*, klarifikasi: Klarifikasi, alasan: str, permintaan: str, tenggat: date, by: Peran) -> Klarifikasi:
    """Close an answered round and open the next one about the same question."""
    done = perform(WORKFLOW, klarifikasi, "ask_again", by=by)
    evaluasi = lock_evaluasi(done.evaluasi_id, access.MEMINTA)
    row = _new_round(evaluasi, done.kode, alasan=alasan, permintaan=permintaan, tenggat=tenggat, by=by)
    _tell_unit(row, by, f"TPI meminta klarifikasi {row.kode} sekali lagi")
    return row


@transaction.atomic
def take_step(*, klarifikasi: Klarifikasi, name: str, by: Peran, alasan: str = "") -> Klarifikasi:
    """Answer, close, close without an answer, or withdraw. Raises as `units.transitions.perform`."""
    done = perform(WORKFLOW, klarifikasi, name, by=by, alasan=alasan)
    if name == "answer":
        late = f" Terlambat: {alasan.strip()}" if alasan.strip() else ""
        pesan = f"{done.evaluasi.pembangunan.unit} menjawab klarifikasi {done.kode}.{late}"
        _tell([done.diminta_oleh.user], done, by, f"Klarifikasi {done.kode} sudah dijawab", pesan)
    elif name in ("give_up", "cancel"):
        words = "ditutup tanpa jawaban" if name == "give_up" else "dibatalkan"
        _tell(_people(done), done, by, f"Klarifikasi {done.kode} {words}", f"Alasan: {alasan.strip()}")
    return done


# --- the unit's answer ---------------------------------------------------------------------------------------


def _open_round(klarifikasi: Klarifikasi, by: Peran) -> Klarifikasi:
    """The round, locked, while this role may still write its answer."""
    rows = Klarifikasi.objects.select_related("evaluasi__pembangunan__unit__instansi")
    locked = rows.select_for_update(of=("self",)).get(pk=klarifikasi.pk)
    require(access.can_answer_klarifikasi(by, locked), access.PENJAWAB, what="Menjawab klarifikasi ini")
    if refusal := access.phase_refusal(locked.evaluasi, access.MENJAWAB):
        raise Ditolak(refusal)
    if locked.status != S.DIMINTA:
        raise Ditolak(f"Klarifikasi ini berstatus “{locked.get_status_display()}”; jawabannya tidak dapat diubah lagi.")
    return locked


@transaction.atomic
def save_answer(*, klarifikasi: Klarifikasi, teks: str, versi: int | None, by: Peran) -> Klarifikasi:
    """The draft of the answer as one writes it; the assessor reads it once it is sent.

    Raises BenturanPerubahan when somebody else of the unit has changed it since `versi`; None overwrites by choice.
    """
    row = _open_round(klarifikasi, by)
    teks = teks.replace("\r\n", "\n").strip()
    if len(teks) > MAKS_TEKS:
        raise Ditolak(f"Jawaban paling panjang {MAKS_TEKS} karakter.")
    if teks == row.jawaban:
        return row
    if versi is not None and versi < row.versi:
        last = row.riwayat.filter(kolom=JAWABAN).select_related("oleh").first()
        if last and last.oleh_id != by.user_id:
            raise BenturanPerubahan(versi=row.versi, nilai=row.jawaban, oleh=str(last.oleh), pada=waktu(last.waktu))
    record(row, by=by, tindakan="Menulis jawaban", kolom=JAWABAN, dari=row.jawaban, ke=teks)
    row.jawaban, row.versi = teks, row.versi + 1
    row.save(update_fields=["jawaban", "versi"])
    return row


@transaction.atomic
def attach(*, klarifikasi: Klarifikasi, data_dukung: DataDukung, by: Peran) -> bool:
    """Show evidence of the evaluated year with the answer. Returns whether it is new there."""
    row = _open_round(klarifikasi, by)
    if data_dukung.pembangunan_id != row.evaluasi.pembangunan_id:
        raise Ditolak("Data dukung harus milik unit ini pada tahun yang dievaluasi.")
    if row.data_dukung.filter(pk=data_dukung.pk).exists():
        return False
    row.data_dukung.add(data_dukung)
    record(row, by=by, tindakan="Melampirkan data dukung", kolom=BUKTI, ke=str(data_dukung))
    return True


@transaction.atomic
def detach(*, klarifikasi: Klarifikasi, data_dukung: DataDukung, by: Peran) -> bool:
    """Take evidence off the answer before it is sent; the evidence itself stays."""
    row = _open_round(klarifikasi, by)
    if not row.data_dukung.filter(pk=data_dukung.pk).exists():
        return False
    row.data_dukung.remove(data_dukung)
    record(row, by=by, tindakan="Melepas data dukung", kolom=BUKTI, dari=str(data_dukung))
    return True


# --- telling -------------------------------------------------------------------------------------------------


def _people(row: Klarifikasi) -> list[User]:
    """The head, the ketua, and the members in whose area the question lies."""
    year = row.evaluasi.pembangunan
    unit = year.unit
    people = holders(J.KEPALA_UNIT, J.KETUA_TIM, instansi_id=unit.instansi_id, unit_id=unit.pk)
    area = access.area_of(row.kode)
    members = Peran.objects.active_on(timezone.localdate()).filter(jenis=J.ANGGOTA_TIM, unit=unit)
    return [*people, *(m.user for m in members.select_related("user") if area in areas_of(m, year))]


def _tell_unit(row: Klarifikasi, by: Peran, judul: str) -> None:
    pesan = f"{row.get_alasan_display()}: {row.permintaan}\nDijawab paling lambat {tanggal(row.tenggat)}."
    _tell(_people(row), row, by, judul, pesan)


def _tell(users: list[User], row: Klarifikasi, by: Peran, judul: str, pesan: str) -> None:
    others = [u for u in users if u.pk != by.user_id]
    notify(others, judul=judul[:200], pesan=pesan, tautan=reverse("klarifikasi_detail", args=[row.pk]))
