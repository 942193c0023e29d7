"""What named officers do with a complaint, what the unit's head answers, and what the ketua TPI makes of it."""

from datetime import date

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from units import access
from units.access import require
from units.choices import JenisPeran
from units.complaint_cipher import Pelapor, decrypt
from units.complaint_workflow import PENJAWAB, PENUNJUK, PETUGAS, WORKFLOW, handles
from units.errors import Ditolak
from units.history import record
from units.models import (
    KlarifikasiPengaduan,
    Pengaduan,
    Peran,
    PetugasPengaduan,
    Predikat,
    TinjauanPredikat,
    User,
)
from units.notices import holders, notify
from units.services.complaints import officers_of
from units.services.predicate import open_tinjauan
from units.templatetags.indonesia import tanggal
from units.transitions import perform

J = JenisPeran
S, H = Pengaduan.Status, Pengaduan.Hasil


def examine_pengaduan(*, pengaduan: Pengaduan, by: Peran) -> Pengaduan:
    return perform(WORKFLOW, pengaduan, "examine", by=by)


@transaction.atomic
def ask_unit(*, pengaduan: Pengaduan, permintaan: str, tenggat: date, by: Peran) -> KlarifikasiPengaduan:
    """Ask the unit's head. The head reads `permintaan` and nothing else of the complaint."""
    if tenggat <= timezone.localdate():
        raise Ditolak("Batas waktu jawaban harus sesudah hari ini.")
    permintaan = permintaan.strip()
    if not permintaan:
        raise Ditolak("Tulis apa yang perlu dijelaskan oleh kepala unit.")
    done = perform(WORKFLOW, pengaduan, "ask", by=by)
    try:
        with transaction.atomic():
            row = done.klarifikasi.create(permintaan=permintaan, tenggat=tenggat, diminta_oleh=by)
    except IntegrityError:
        raise Ditolak("Permintaan sebelumnya belum dijawab oleh kepala unit; tunggu jawabannya.") from None
    notify(
        holders(J.KEPALA_UNIT, instansi_id=done.instansi_id, unit_id=done.unit_id),
        judul="Inspektorat meminta penjelasan Anda",
        pesan=f"Jawaban paling lambat {tanggal(tenggat)}.",
        tautan=reverse("klarifikasi_pengaduan_answer", args=[row.pk]),
    )
    return row


@transaction.atomic
def answer_klarifikasi(*, klarifikasi: KlarifikasiPengaduan, tanggapan: str, by: Peran) -> KlarifikasiPengaduan:
    """The head's answer, once; also after its deadline, until the complaint is closed."""
    pengaduan = (
        Pengaduan.objects.select_for_update(of=("self",)).select_related("unit").get(pk=klarifikasi.pengaduan_id)
    )
    row = KlarifikasiPengaduan.objects.get(pk=klarifikasi.pk)
    require(access.can_answer_pengaduan(by, pengaduan.unit), PENJAWAB, what="Menjawab klarifikasi")
    if row.ditanggapi_at:
        raise Ditolak("Permintaan ini sudah dijawab.")
    if pengaduan.status == S.SELESAI:
        raise Ditolak("Penanganan sudah selesai; penjelasan tidak dapat dikirim lagi.")
    if not tanggapan.strip():
        raise Ditolak("Isi penjelasan, lalu kirim lagi.")
    row.tanggapan, row.ditanggapi_oleh, row.ditanggapi_at = tanggapan.strip(), by, timezone.now()
    row.save(update_fields=["tanggapan", "ditanggapi_oleh", "ditanggapi_at"])
    record(pengaduan, by=by, tindakan="Kepala unit menjawab klarifikasi")
    notify(
        officers_of(pengaduan.instansi_id),
        judul=f"Penjelasan unit atas pengaduan {pengaduan.nomor} sudah masuk",
        tautan=reverse("pengaduan_detail", args=[pengaduan.pk]),
    )
    return row


@transaction.atomic
def close_pengaduan(*, pengaduan: Pengaduan, hasil: str, jawaban: str, alasan: str, by: Peran) -> Pengaduan:
    """Close with a result, its reason (for the history) and the answer that the reporter reads with the code."""
    Pengaduan.objects.filter(pk=pengaduan.pk).exclude(status=S.SELESAI).update(hasil=hasil, jawaban=jawaban.strip())
    done = perform(WORKFLOW, pengaduan, "close", by=by, alasan=alasan)
    if done.hasil == H.TERBUKTI and predikat_of(done):
        notify(
            holders(J.KETUA_TPI, instansi_id=done.instansi_id),
            judul=f"Pengaduan {done.nomor} tentang pemegang predikat terbukti"[:200],
            pesan="Pertimbangkan peninjauan predikat unit itu.",
            tautan=reverse("pengaduan_review", args=[done.pk]),
        )
    return done


@transaction.atomic
def open_identity(*, pengaduan: Pengaduan, alasan: str, by: Peran) -> Pelapor:
    """Read who complained: an act of its own, with a reason, that leaves a history row. Raises Ditolak when anonymous."""
    require(handles(by, pengaduan), PETUGAS, what="Membuka identitas pelapor")
    alasan = alasan.strip()
    if not alasan:
        raise Ditolak("Membuka identitas pelapor memerlukan alasan. Isi alasan, lalu kirim lagi.")
    identitas = getattr(Pengaduan.objects.select_related("identitas").get(pk=pengaduan.pk), "identitas", None)
    if identitas is None:
        raise Ditolak("Pengaduan ini anonim; tidak ada identitas yang disimpan.")
    pelapor = decrypt(identitas.isi)
    record(pengaduan, by=by, tindakan="Membuka identitas pelapor", alasan=alasan)
    return pelapor


# --- the predicate that the complaint puts in doubt ------------------------------------------------------------------


def predikat_of(pengaduan: Pengaduan) -> Predikat | None:
    """The predicate in force of the unit, WBBM before WBK, not yet under review. One query."""
    rows = Predikat.objects.filter(unit_id=pengaduan.unit_id, status=Predikat.Status.BERLAKU)
    return rows.select_related("unit__instansi").order_by("jenis").first()


def reviewable(peran: Peran | None):
    """Proven complaints that put no predicate under review yet, for the ketua TPI: number and unit, not the story."""
    if not access.has_role(peran, J.KETUA_TPI):
        return Pengaduan.objects.none()
    held = Predikat.objects.filter(status=Predikat.Status.BERLAKU).values("unit")
    rows = Pengaduan.objects.filter(instansi_id=peran.instansi_id, hasil=H.TERBUKTI, status=S.SELESAI, tinjauan=None)
    return rows.filter(unit__in=held).select_related("unit").defer("cerita", "jawaban")


@transaction.atomic
def review_predikat(*, pengaduan: Pengaduan, uraian: str, tenggat: date, by: Peran) -> TinjauanPredikat:
    """Put the unit's predicate under review because of a proven complaint; the review carries its number."""
    row = Pengaduan.objects.select_for_update(of=("self",)).select_related("unit").get(pk=pengaduan.pk)
    require(access.can_decide_tinjauan(by, row.unit), PENUNJUK, what="Membuka peninjauan predikat dari pengaduan")
    if row.tinjauan_id:
        raise Ditolak("Peninjauan predikat karena pengaduan ini sudah dibuka.")
    predikat = predikat_of(row)
    if row.hasil != H.TERBUKTI or row.status != S.SELESAI or predikat is None:
        raise Ditolak("Peninjauan predikat dibuka dari pengaduan yang terbukti tentang pemegang predikat.")
    tinjauan = open_tinjauan(
        predikat=predikat,
        sebab=TinjauanPredikat.Sebab.PENGADUAN,
        uraian=f"Pengaduan {row.nomor}. {uraian.strip()}",
        tenggat=tenggat,
        by=by,
    )
    Pengaduan.objects.filter(pk=row.pk).update(tinjauan=tinjauan)
    record(row, by=by, tindakan="Membuka peninjauan predikat", ke=predikat.get_jenis_display())
    return tinjauan


# --- officers --------------------------------------------------------------------------------------------------------


@transaction.atomic
def name_petugas(*, user: User, dasar: str, by: Peran) -> PetugasPengaduan:
    """Name an employee of the Inspektorat. From then on they read every complaint of the institution."""
    require(access.can_name_petugas(by, user.instansi_id), PENUNJUK, what="Menunjuk petugas pengaduan")
    if not (user.is_active and user.unit_id and user.unit.is_inspektorat):
        raise Ditolak("Petugas pengaduan haruslah pegawai aktif Inspektorat. Pilih orang lain.")
    if not dasar.strip():
        raise Ditolak("Isi dasar penunjukan, misalnya nomor surat tugas.")
    try:
        with transaction.atomic():
            row = PetugasPengaduan.objects.create(
                instansi_id=user.instansi_id, user=user, dasar=dasar.strip(), ditunjuk_oleh=by
            )
    except IntegrityError:
        raise Ditolak(f"{user} sudah menjadi petugas pengaduan.") from None
    record(row.instansi, by=by, tindakan="Menunjuk petugas pengaduan", ke=user, alasan=row.dasar)
    notify([user], judul="Anda ditunjuk sebagai petugas pengaduan", tautan=reverse("pengaduan_list"))
    return row


@transaction.atomic
def dismiss_petugas(*, petugas: PetugasPengaduan, alasan: str, by: Peran) -> PetugasPengaduan:
    row = PetugasPengaduan.objects.select_for_update(of=("self",)).select_related("user", "instansi").get(pk=petugas.pk)
    require(access.can_name_petugas(by, row.instansi_id), PENUNJUK, what="Mengakhiri tugas petugas pengaduan")
    if row.diakhiri_at:
        raise Ditolak(f"Tugas {row.user} sudah diakhiri.")
    row.diakhiri_oleh, row.diakhiri_at = by, timezone.now()
    row.save(update_fields=["diakhiri_oleh", "diakhiri_at"])
    record(row.instansi, by=by, tindakan="Mengakhiri tugas petugas pengaduan", dari=row.user, alasan=alasan.strip())
    return row
