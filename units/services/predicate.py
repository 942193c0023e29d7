"""Grant a predicate, enter one from before the portal, put it under review, decide, and record what came of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from units import access, predicate_workflow
from units.access import require
from units.choices import JenisPeran, JenisPredikat, Tahap
from units.errors import Ditolak
from units.evidence import store_upload
from units.history import record
from units.models import Instansi, Keputusan, PembangunanZI, Penghargaan, Peran, Predikat, TinjauanPredikat, UnitKerja
from units.notices import holders, notify
from units.predicate import end_of_wait, wbbm_findings
from units.profiles import get_profil
from units.templatetags.indonesia import tanggal
from units.transitions import perform
from units.year import move_year

J, T = JenisPeran, Tahap
MENTERI = "Menteri PANRB"
BERKAS_KEPUTUSAN = frozenset({"pdf", "jpg", "png"})
# What the apps above must end when a predicate is revoked, in the same transaction, because this app does not know them.
AFTER_REVOKE: list[Callable[..., None]] = []


@dataclass(frozen=True, slots=True)
class DataKeputusan:
    """A decree as it was typed in."""

    nomor: str
    tanggal: date
    penanda_tangan: str
    tentang: str = ""
    berkas: UploadedFile | None = None


def signer_of(instansi: Instansi, jenis: str, *, profil: str = "") -> str:
    """Who signs the decree: WBBM always the minister, WBK as the profile says (Pergub 20/2017 Pasal 9(3); Perwal 72/2018
    Bab III 4.1; PermenPANRB 90/2021). The kepala daerah is named with the region.
    """
    if jenis == JenisPredikat.WBBM:
        return MENTERI
    oleh = get_profil(profil or instansi.profil).wbk.oleh
    return instansi.jabatan_kepala if instansi.jabatan_kepala.startswith(oleh) else oleh


def reevaluation_due(on: date) -> date:
    """Two years after the grant or the last re-evaluation (briefing on PermenPANRB 90/2021, "Pemantauan")."""
    return end_of_wait(on)


# --- grant -------------------------------------------------------------------------------------------------------


@transaction.atomic
def grant_predikat(*, year: PembangunanZI, keputusan: DataKeputusan, mulai: date, by: Peran) -> Predikat:
    """The predicate that the unit's year was built towards; the year goes on to its monitoring.

    Raises Ditolak: dates that cannot be, WBBM without a WBK in force, a predicate already held, or (from the year's own
    checks) no evaluation that was passed.
    """
    require(access.can_grant_predikat(by, year.unit.instansi_id), predicate_workflow.PENCATAT, what="Mencatat predikat")
    year = (
        PembangunanZI.objects.select_for_update(of=("self",))
        .select_related("unit__instansi", "periode")
        .get(pk=year.pk)
    )
    _check_dates(keputusan, mulai)
    _check_wbk_held(year.unit, year.target)
    decree = _decree(keputusan, jenis=Keputusan.Jenis.PREDIKAT, instansi=year.unit.instansi, by=by)
    predikat = _create(year.unit, year.target, decree, mulai, by=by, pembangunan=year)
    move_year(year, "award", by=by)
    move_year(year, "monitor", by=by)
    _tell_unit(predikat, f"{year.unit} memperoleh predikat {predikat.get_jenis_display()}", str(decree))
    return predikat


@transaction.atomic
def enter_predikat(*, unit: UnitKerja, jenis: str, keputusan: DataKeputusan, mulai: date, reevaluasi: date | None,
                   by: Peran) -> Predikat:  # fmt: skip
    """A predicate held from before the portal, with its decree. `reevaluasi` is the due date where one was held since."""
    require(
        access.can_enter_predikat(by, unit.instansi_id), predicate_workflow.PENCATAT_LAMA, what="Mencatat predikat lama"
    )
    _check_dates(keputusan, mulai)
    _check_wbk_held(unit, jenis)
    if reevaluasi and reevaluasi <= mulai:
        raise Ditolak("Evaluasi ulang paling lambat harus sesudah predikat mulai berlaku.")
    decree = _decree(keputusan, jenis=Keputusan.Jenis.PREDIKAT, instansi=unit.instansi, by=by, need_file=False)
    return _create(unit, jenis, decree, mulai, by=by, reevaluasi=reevaluasi, tindakan="Mencatat predikat lama")


def _check_dates(keputusan: DataKeputusan, mulai: date) -> None:
    if keputusan.tanggal > timezone.localdate():
        raise Ditolak("Tanggal keputusan tidak boleh sesudah hari ini.")
    if mulai < keputusan.tanggal:
        raise Ditolak(f"Predikat berlaku paling awal pada tanggal keputusannya, {tanggal(keputusan.tanggal)}.")


def _check_wbk_held(unit: UnitKerja, jenis: str) -> None:
    if found := wbbm_findings([unit], jenis):
        raise Ditolak(
            f"Predikat Menuju WBBM memerlukan predikat Menuju WBK yang masih berlaku (Pergub 20/2017 Pasal 8 ayat (2)). "
            f"Catat dahulu predikat Menuju WBK {found[0].tempat}."
        )


def _create(
    unit: UnitKerja,
    jenis: str,
    decree: Keputusan,
    mulai: date,
    *,
    by: Peran,
    pembangunan: PembangunanZI | None = None,
    reevaluasi: date | None = None,
    tindakan: str = "Memberikan predikat",
) -> Predikat:
    try:
        with transaction.atomic():
            row = Predikat.objects.create(
                unit=unit,
                pembangunan=pembangunan,
                jenis=jenis,
                keputusan=decree,
                mulai=mulai,
                reevaluasi_paling_lambat=reevaluasi or reevaluation_due(mulai),
            )
    except IntegrityError:
        label = JenisPredikat(jenis).label
        raise Ditolak(f"{unit} sudah memegang predikat {label}. Buka predikat itu dalam daftar.") from None
    record(row, by=by, tindakan=tindakan, ke=f"{decree}, {tanggal(decree.tanggal)}")
    return row


def _decree(data: DataKeputusan, *, jenis: str, instansi: Instansi, by: Peran, need_file: bool = True) -> Keputusan:
    """The decree, or the one stored before under this number: one decree may name several units."""
    known = Keputusan.objects.filter(instansi=instansi, jenis=jenis, nomor=data.nomor).first()
    if known:
        if known.tanggal != data.tanggal:
            raise Ditolak(
                f"{known} sudah tercatat dengan tanggal {tanggal(known.tanggal)}. Periksa nomor atau tanggalnya."
            )
        return known
    if need_file and not data.berkas:
        raise Ditolak("Unggah berkas keputusan yang sudah ditandatangani.")
    berkas = store_upload(data.berkas, instansi=instansi, by=by.user, accept=BERKAS_KEPUTUSAN) if data.berkas else None
    return Keputusan.objects.create(
        instansi=instansi,
        jenis=jenis,
        nomor=data.nomor,
        tanggal=data.tanggal,
        tentang=data.tentang,
        penanda_tangan=data.penanda_tangan,
        berkas=berkas,
        created_by=by,
    )


def _tell_unit(predikat: Predikat, judul: str, pesan: str) -> None:
    unit = predikat.unit
    people = holders(J.KEPALA_UNIT, J.KETUA_TIM, instansi_id=unit.instansi_id, unit_id=unit.pk)
    people += holders(J.KEPALA_DAERAH, J.DELEGASI, instansi_id=unit.instansi_id)
    notify(people, judul=judul[:200], pesan=pesan, tautan=reverse("predikat_detail", args=[predikat.pk]))


# --- review ------------------------------------------------------------------------------------------------------


@transaction.atomic
def open_tinjauan(*, predikat: Predikat, sebab: str, uraian: str, tenggat: date, by: Peran) -> TinjauanPredikat:
    """Put the predicate under review and ask the unit's head for a clarification until `tenggat`."""
    if tenggat <= timezone.localdate():
        raise Ditolak("Batas waktu klarifikasi harus sesudah hari ini.")
    predikat = perform(predicate_workflow.WORKFLOW, predikat, "review", by=by, alasan=uraian)
    row = predikat.tinjauan.create(sebab=sebab, uraian=uraian.strip(), tenggat=tenggat, dibuka_oleh=by)
    unit = predikat.unit
    notify(
        holders(J.KEPALA_UNIT, instansi_id=unit.instansi_id, unit_id=unit.pk),
        judul=f"Predikat {predikat.get_jenis_display()} {unit} ditinjau: klarifikasi Anda diminta"[:200],
        pesan=f"{row.get_sebab_display()}. Klarifikasi paling lambat {tanggal(tenggat)}.\n{row.uraian}",
        tautan=reverse("predikat_detail", args=[predikat.pk]),
    )
    return row


@transaction.atomic
def answer_tinjauan(*, tinjauan: TinjauanPredikat, tanggapan: str, by: Peran) -> TinjauanPredikat:
    """The head's clarification. It may be corrected, also after its deadline, until the review is decided."""
    row, predikat = _open(tinjauan)
    require(access.can_answer_tinjauan(by, predikat.unit), predicate_workflow.PENJAWAB, what="Memberi klarifikasi")
    tanggapan = tanggapan.strip()
    if not tanggapan:
        raise Ditolak("Isi klarifikasi, lalu kirim lagi.")
    record(predikat, by=by, tindakan="Memberi klarifikasi", kolom="Klarifikasi", dari=row.tanggapan, ke=tanggapan)
    row.tanggapan, row.ditanggapi_oleh, row.ditanggapi_at = tanggapan, by, timezone.now()
    row.save(update_fields=["tanggapan", "ditanggapi_oleh", "ditanggapi_at"])
    notify(
        holders(J.KETUA_TPI, instansi_id=predikat.unit.instansi_id),
        judul=f"Klarifikasi {predikat.unit} atas peninjauan predikat sudah masuk"[:200],
        tautan=reverse("predikat_detail", args=[predikat.pk]),
    )
    return row


@transaction.atomic
def keep_predikat(*, tinjauan: TinjauanPredikat, alasan: str, by: Peran) -> Predikat:
    """Decide that the predicate stays. A review that came from a re-evaluation settles it: the next is due in two years."""
    row, predikat = _open(tinjauan)
    done = perform(predicate_workflow.WORKFLOW, predikat, "keep", by=by, alasan=alasan)
    _decide(row, TinjauanPredikat.Putusan.TETAP, alasan, by=by)
    if row.sebab == TinjauanPredikat.Sebab.REEVALUASI:
        set_next_due(predikat=done, on=reevaluation_due(timezone.localdate()), by=by)
    _tell_unit(done, f"Predikat {done.get_jenis_display()} {done.unit} tetap berlaku", alasan)
    return done


@transaction.atomic
def revoke_predikat(*, tinjauan: TinjauanPredikat, keputusan: DataKeputusan, alasan: str, by: Peran) -> Predikat:
    """Decide that the predicate is revoked, by decree. The unit must have been heard: it has answered, or let the
    deadline pass. Ends the years that stand on the predicate, and every WBBM proposal of a unit that loses its WBK.
    """
    row, predikat = _open(tinjauan)
    if not was_heard(row, today=timezone.localdate()):
        raise Ditolak(
            f"Unit masih dapat memberi klarifikasi sampai {tanggal(row.tenggat)}. Predikat dapat dicabut setelah "
            "klarifikasi masuk atau batas waktunya lewat."
        )
    _check_revocation(predikat, keputusan)
    if not predicate_workflow.can_decide(by, predikat):
        require(False, predicate_workflow.PEMUTUS, what="“Cabut predikat”")
    decree = _decree(keputusan, jenis=Keputusan.Jenis.PENCABUTAN, instansi=predikat.unit.instansi, by=by)
    Predikat.objects.filter(pk=predikat.pk).update(pencabutan=decree, dicabut_pada=decree.tanggal)
    done = perform(predicate_workflow.WORKFLOW, predikat, "revoke", by=by, alasan=alasan)
    _decide(row, TinjauanPredikat.Putusan.CABUT, alasan, by=by)
    for effect in AFTER_REVOKE:
        effect(done, by=by, alasan=alasan)
    _end_years(done, alasan=alasan, by=by)
    _tell_unit(done, f"Predikat {done.get_jenis_display()} {done.unit} dicabut", f"{decree}.\n{alasan}")
    return done


def was_heard(tinjauan: TinjauanPredikat, *, today: date) -> bool:
    """The unit has answered, or let its deadline pass: before that nothing is revoked."""
    return tinjauan.ditanggapi_at is not None or tinjauan.tenggat < today


def _check_revocation(predikat: Predikat, keputusan: DataKeputusan) -> None:
    if keputusan.tanggal > timezone.localdate():
        raise Ditolak("Tanggal keputusan pencabutan tidak boleh sesudah hari ini.")
    if keputusan.tanggal < predikat.mulai:
        raise Ditolak(f"Tanggal pencabutan tidak boleh mendahului berlakunya predikat, {tanggal(predikat.mulai)}.")


def _end_years(predikat: Predikat, *, alasan: str, by: Peran) -> None:
    """Years of the unit that stand at this predicate are over with it; so is a proposal for WBBM of a unit that loses its
    WBK (Perwal Tangerang 72/2018 Bab III C).
    """
    years = PembangunanZI.objects.filter(unit_id=predikat.unit_id)
    for year in years.filter(target=predikat.jenis, tahap__in=(T.BERPREDIKAT, T.PEMANTAUAN)):
        move_year(year, "revoke", by=by, alasan=alasan)
    if predikat.jenis == JenisPredikat.WBK:
        for year in years.filter(target=JenisPredikat.WBBM, tahap__in=(T.DIUSULKAN, T.EVALUASI_TPN)):
            step = "not_awarded" if year.tahap == T.EVALUASI_TPN else "stop_proposal"
            move_year(year, step, by=by, alasan=f"Predikat Menuju WBK dicabut. {alasan}")


def _open(tinjauan: TinjauanPredikat) -> tuple[TinjauanPredikat, Predikat]:
    """The review and its predicate, locked in this order by everybody who touches them."""
    predikat = (
        Predikat.objects.select_for_update(of=("self",)).select_related("unit__instansi").get(pk=tinjauan.predikat_id)
    )
    row = TinjauanPredikat.objects.select_related("diputus_oleh__user").get(pk=tinjauan.pk)
    if row.putusan:
        raise Ditolak(f"Peninjauan ini sudah diputus oleh {row.diputus_oleh.user}: {row.get_putusan_display()}.")
    return row, predikat


def _decide(row: TinjauanPredikat, putusan: str, alasan: str, *, by: Peran) -> None:
    row.putusan, row.alasan, row.diputus_oleh, row.diputus_at = putusan, alasan.strip(), by, timezone.now()
    row.save(update_fields=["putusan", "alasan", "diputus_oleh", "diputus_at"])


# --- re-evaluation and what came of it -----------------------------------------------------------------------------


@transaction.atomic
def set_next_due(*, predikat: Predikat, on: date, by: Peran, alasan: str = "") -> Predikat:
    """The next re-evaluation, after one that was held."""
    require(
        access.can_grant_predikat(by, predikat.unit.instansi_id),
        predicate_workflow.PENCATAT,
        what="Mencatat evaluasi ulang",
    )
    row = Predikat.objects.select_for_update(of=("self",)).select_related("unit__instansi").get(pk=predikat.pk)
    if row.status == Predikat.Status.DICABUT:
        raise Ditolak("Predikat ini sudah dicabut; tidak ada evaluasi ulang lagi.")
    if on != row.reevaluasi_paling_lambat:
        record(
            row, by=by, tindakan="Mencatat evaluasi ulang", kolom="Evaluasi ulang paling lambat",
            dari=tanggal(row.reevaluasi_paling_lambat), ke=tanggal(on), alasan=alasan,
        )  # fmt: skip
        row.reevaluasi_paling_lambat = on
        row.save(update_fields=["reevaluasi_paling_lambat"])
    return row


@transaction.atomic
def add_penghargaan(*, predikat: Predikat, jenis: str, uraian: str, tanggal_: date, unit_replikasi: UnitKerja | None,
                    by: Peran) -> Penghargaan:  # fmt: skip
    """An internal award, or a unit that took over the holder's practice."""
    instansi_id = predikat.unit.instansi_id
    require(access.can_enter_predikat(by, instansi_id), predicate_workflow.PENCATAT_LAMA, what="Mencatat penghargaan")
    if jenis == Penghargaan.Jenis.REPLIKASI:
        if unit_replikasi is None:
            raise Ditolak("Pilih unit yang mereplikasi praktik baik ini.")
        if unit_replikasi.pk == predikat.unit_id or unit_replikasi.instansi_id != instansi_id:
            raise Ditolak("Replikasi dilakukan oleh unit lain dalam instansi ini.")
    if tanggal_ > timezone.localdate():
        raise Ditolak("Tanggal tidak boleh sesudah hari ini.")
    row = predikat.penghargaan.create(
        jenis=jenis, uraian=uraian, tanggal=tanggal_, dicatat_oleh=by,
        unit_replikasi=unit_replikasi if jenis == Penghargaan.Jenis.REPLIKASI else None,
    )  # fmt: skip
    record(predikat, by=by, tindakan=f"Mencatat {row.get_jenis_display().lower()}", ke=uraian)
    return row
