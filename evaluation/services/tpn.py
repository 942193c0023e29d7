"""TPN's evaluation: who evaluates, its steps, surveys, field notes, the ministry's letter, and what follows for the unit."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from evaluation import tpn_access as access
from evaluation.models import EvaluasiTPN, Survei, Usulan
from evaluation.services.tpn_scoring import answer_from_survey, lock_open
from evaluation.tpn_checks import last_evaluation
from evaluation.tpn_workflow import BERJALAN, WORKFLOW
from units.access import require
from units.choices import JenisPeran, JenisPredikat
from units.errors import BenturanPerubahan, Ditolak
from units.evidence import store_upload
from units.history import record
from units.models import PembangunanZI, Peran, Predikat, User
from units.notices import holders, notify
from units.templatetags.indonesia import tanggal, waktu
from units.transitions import perform
from units.year import move_year

J, S = JenisPeran, EvaluasiTPN.Status
SURAT = frozenset({"pdf", "jpg", "png"})
LAPORAN = frozenset({"pdf", "jpg", "png", "docx", "xlsx"})
LANGKAH_SURAT = {S.LULUS: "letter_pass", S.TIDAK_LULUS: "letter_fail", S.DITOLAK: "letter_refuse"}
CATATAN_LAPANGAN = "Catatan lapangan"
MAKS_CATATAN = 20_000


def evaluators_of(instansi_id: int):
    """Roles of TPN's evaluators in force today."""
    rows = Peran.objects.active_on(timezone.localdate()).filter(jenis=J.PENILAI_TPN, instansi_id=instansi_id)
    return rows.select_related("user").order_by("user__nama")


@transaction.atomic
def assign(*, usulan: Usulan, units: Collection[int], penilai: Collection[Peran], by: Peran) -> int:
    """Give units of a sent proposal (pks of their evaluations) to exactly these evaluators. Returns how many changed.

    Raises Ditolak for a proposal that was not sent, for units whose evaluation has ended, and for taking the last
    evaluator from one that is being evaluated. The history stands with the proposal: an evaluation without history of
    its own is one that nobody has begun.
    """
    instansi_id = usulan.periode.instansi_id
    require(access.can_lead_tpn(by, instansi_id), access.PEMIMPIN, what="Memberikan unit kepada penilai TPN")
    if usulan.status != Usulan.Status.DIKIRIM:
        raise Ditolak(
            "Usulan ini belum dikirim atau sudah ditarik; penilai TPN diberikan pada usulan yang sudah dikirim."
        )
    allowed = set(evaluators_of(instansi_id).values_list("pk", flat=True))
    if not {p.pk for p in penilai} <= allowed:
        raise Ditolak("Peran salah satu penilai sudah berakhir. Pilih lagi dari daftar.")
    rows = EvaluasiTPN.objects.select_for_update(of=("self",)).filter(unit_usulan__usulan=usulan, pk__in=units)
    changed = 0
    for row in rows.select_related("unit_usulan__pembangunan__unit"):
        changed += _set_evaluators(row, penilai, usulan, by=by)
    return changed


def _set_evaluators(row: EvaluasiTPN, penilai: Collection[Peran], usulan: Usulan, *, by: Peran) -> bool:
    unit = row.unit_usulan.pembangunan.unit
    before = list(row.penilai.select_related("user"))
    if {p.pk for p in before} == {p.pk for p in penilai}:
        return False
    if row.status not in BERJALAN:
        raise Ditolak(f"Evaluasi TPN {unit} sudah selesai; penilainya tidak diubah lagi.")
    if not penilai and row.status != S.PRA_EVALUASI:
        raise Ditolak(f"Evaluasi TPN {unit} sedang berjalan; paling sedikit seorang penilai harus tetap.")
    row.penilai.set(penilai)
    record(
        usulan, by=by, tindakan="Memberikan penilai TPN", kolom=unit.nama[:60],
        dari=[str(p.user) for p in before], ke=[str(p.user) for p in penilai],
    )  # fmt: skip
    known = {p.pk for p in before}
    notify(
        [p.user for p in penilai if p.pk not in known],
        judul=f"Evaluasi TPN {unit} diberikan kepada Anda"[:200],
        pesan="Mulailah dengan pra-evaluasi.",
        tautan=reverse("tpn_detail", args=[row.pk]),
    )
    return True


@transaction.atomic
def take_step(*, evaluasi: EvaluasiTPN, name: str, by: Peran, alasan: str = "") -> EvaluasiTPN:
    """One step of the workflow; those who act next are told. Raises as `units.transitions.perform`."""
    done = perform(WORKFLOW, evaluasi, name, by=by, alasan=alasan)
    if done.status in access.SELESAI:
        _tell_result(done, alasan, by=by)
    return done


def _tell_result(evaluasi: EvaluasiTPN, alasan: str, *, by: Peran) -> None:
    unit = evaluasi.unit_usulan.pembangunan.unit
    people = [
        *holders(J.KETUA_TPI, J.SEKRETARIS_TPI, J.KEPALA_DAERAH, J.DELEGASI, instansi_id=unit.instansi_id),
        *holders(J.KEPALA_UNIT, J.KETUA_TIM, instansi_id=unit.instansi_id, unit_id=unit.pk),
    ]
    judul = f"Evaluasi TPN {unit}: {evaluasi.get_status_display().lower()}"
    _notify_others(
        people, by, judul=judul[:200], pesan=alasan.strip(), tautan=reverse("tpn_detail", args=[evaluasi.pk])
    )


def _notify_others(people: Collection[User], by: Peran, **notice: Any) -> None:
    notify([user for user in people if user.pk != by.user_id], **notice)


@transaction.atomic
def record_letter(
    *,
    evaluasi: EvaluasiTPN,
    hasil: str,
    nomor: str,
    tanggal_surat: date,
    upload: UploadedFile | None,
    nilai_total: Decimal | None,
    alasan: str,
    by: Peran,
) -> EvaluasiTPN:
    """TPN's result from its letter, where no evaluator signs in; `hasil` is the status that the letter gives.

    Raises Ditolak for a date to come, a missing file, a missing reason of a bad result, or evaluators at work.
    """
    locked = EvaluasiTPN.objects.select_for_update(of=("self",)).get(pk=evaluasi.pk)
    require(access.can_lead(by, locked), access.PEMIMPIN, what="Mencatat surat TPN")
    if hasil not in LANGKAH_SURAT:
        raise Ditolak("Pilih hasil evaluasi menurut surat TPN.")
    if tanggal_surat > timezone.localdate():
        raise Ditolak("Tanggal surat TPN tidak boleh sesudah hari ini.")
    if upload is None:
        raise Ditolak("Unggah surat TPN.")
    instansi = locked.unit_usulan.pembangunan.unit.instansi
    locked.nomor_surat, locked.tanggal_surat, locked.nilai_total = nomor.strip(), tanggal_surat, nilai_total
    locked.berkas_surat = store_upload(upload, instansi=instansi, by=by.user, accept=SURAT)
    locked.save(update_fields=["nomor_surat", "tanggal_surat", "nilai_total", "berkas_surat"])
    record(locked, by=by, tindakan="Mencatat surat TPN", kolom="Surat TPN", ke=f"{nomor}, {tanggal(tanggal_surat)}")
    return take_step(evaluasi=locked, name=LANGKAH_SURAT[hasil], by=by, alasan=alasan)


@transaction.atomic
def record_survei(*, evaluasi: EvaluasiTPN, data: dict[str, Any], upload: UploadedFile | None, by: Peran) -> Survei:
    """TPN's external survey: `data` are jenis, indeks, responden, tanggal, pelaksana of `Survei`.

    Its index becomes TPN's answer to the survey questions; a later survey of the same kind takes its place.
    """
    locked = lock_open(evaluasi, by=by)
    year = locked.unit_usulan.pembangunan
    berkas = store_upload(upload, instansi=year.unit.instansi, by=by.user, accept=LAPORAN) if upload else None
    row = Survei.objects.create(pembangunan=year, sumber=Survei.Sumber.TPN, berkas=berkas, dicatat_oleh=by, **data)
    record(locked, by=by, tindakan="Mencatat survei eksternal", kolom=row.get_jenis_display(), ke=str(row.indeks))
    answer_from_survey(locked, row, by=by)
    return row


@transaction.atomic
def save_field_notes(*, evaluasi: EvaluasiTPN, catatan: str, versi: int, by: Peran) -> EvaluasiTPN:
    """Notes of the field verification. `versi` is the history row that the page was drawn from (0 = none).

    Raises BenturanPerubahan when another evaluator saved notes since.
    """
    locked = lock_open(evaluasi, by=by)
    if locked.status != S.LAPANGAN:
        raise Ditolak("Catatan lapangan diisi pada tahap verifikasi lapangan.")
    catatan = catatan.replace("\r\n", "\n").strip()
    if len(catatan) > MAKS_CATATAN:
        raise Ditolak(f"Catatan lapangan paling panjang {MAKS_CATATAN} karakter; sekarang {len(catatan)}.")
    if catatan == locked.catatan_lapangan:
        return locked
    newer = (
        locked.riwayat.filter(kolom=CATATAN_LAPANGAN, pk__gt=versi).exclude(oleh=by.user).select_related("oleh").first()
    )
    if newer:
        raise BenturanPerubahan(
            versi=newer.pk, nilai=locked.catatan_lapangan, oleh=str(newer.oleh), pada=waktu(newer.waktu)
        )
    dari, locked.catatan_lapangan = locked.catatan_lapangan, catatan
    locked.save(update_fields=["catatan_lapangan"])
    record(locked, by=by, tindakan="Mengisi catatan lapangan", kolom=CATATAN_LAPANGAN, dari=dari, ke=catatan)
    return locked


@transaction.atomic
def coach_after(*, evaluasi: EvaluasiTPN, alasan: str, by: Peran) -> PembangunanZI:
    """TPN found that the unit does not qualify: its year goes back to coaching (Pergub 20/2017 Pasal 9(7))."""
    year = move_year(evaluasi.unit_usulan.pembangunan, "not_awarded", by=by, alasan=alasan)
    unit = year.unit
    people = holders(J.KEPALA_UNIT, J.KETUA_TIM, instansi_id=unit.instansi_id, unit_id=unit.pk)
    people += holders(J.TIM_PEMBINA, instansi_id=unit.instansi_id)
    link = reverse("tpn_detail", args=[evaluasi.pk])
    _notify_others(people, by, judul=f"{unit} dibina kembali setelah evaluasi TPN"[:200], pesan=alasan, tautan=link)
    return year


def end_wbbm_evaluation(predikat: Predikat, *, by: Peran, alasan: str) -> None:
    """A revoked WBK ends TPN's evaluation of the unit towards WBBM (Perwal Tangerang 72/2018 Bab III C).

    Called by `units.services.predicate` inside the revocation.
    """
    if predikat.jenis != JenisPredikat.WBK:
        return
    years = PembangunanZI.objects.filter(unit_id=predikat.unit_id, target=JenisPredikat.WBBM)
    for year in years:
        row = last_evaluation(year)
        if row and row.status in BERJALAN:
            take_step(evaluasi=row, name="stop", by=by, alasan=f"Predikat Menuju WBK dicabut. {alasan}")
