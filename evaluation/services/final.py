"""LHE: number and date, the two signatures, and the step that makes TPI's result final."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from evaluation import pleno_access as access
from evaluation.clarification_workflow import lock_evaluasi
from evaluation.digest import digest_of
from evaluation.final_checks import check_signable
from evaluation.final_workflow import WORKFLOW
from evaluation.lke.scoring import score
from evaluation.models import EvaluasiTPI, HasilEvaluasi
from evaluation.result_data import HasilLKE, build
from evaluation.services.assessment import content_of
from evaluation.services.signatures import TANDA_TANGAN, void_signatures
from evaluation.services.versions import check_version
from units.access import require
from units.choices import JenisPeran
from units.errors import Ditolak
from units.history import record
from units.models import Peran, User
from units.notices import holders, notify
from units.templatetags.indonesia import tanggal
from units.transitions import SyaratBelumTerpenuhi, perform

J = JenisPeran
LHE = "LHE"
SLOT = {J.KETUA_TPI: ("ketua", "Ketua TPI"), J.SEKRETARIS_TPI: ("sekretaris", "Sekretaris TPI")}
SYARAT_BERUBAH = (
    "Syarat pengajuan berubah sesudah {other} menandatangani. {other} menarik tanda tangannya, lalu Ketua dan Sekretaris "
    "menandatangani lagi."
)
BERUBAH = "Isi LHE berubah sejak halaman ini dibuka. Periksa isi yang sekarang, lalu tanda tangani."


def decided_answers(evaluasi: EvaluasiTPI) -> dict[str, Any]:
    """{question code: decided value}, as `evaluation.lke.scoring.score` takes them (one query)."""
    return {kode: nilai for kode, nilai in evaluasi.putusan.values_list("kode", "nilai") if nilai is not None}


def preview(evaluasi: EvaluasiTPI, answers: Mapping[str, Any] | None = None) -> HasilLKE | None:
    """What the decisions give so far; None where an indicator has no question left and cannot be judged."""
    isi, ambang = content_of(evaluasi.instrumen)
    hasil = score(isi, decided_answers(evaluasi) if answers is None else answers)
    if hasil.tak_ternilai:
        return None
    return build(hasil, ambang, versi=evaluasi.instrumen.versi, target=evaluasi.pembangunan.target.upper())


def _locked(evaluasi: EvaluasiTPI, by: Peran, what: str) -> EvaluasiTPI:
    locked = lock_evaluasi(evaluasi.pk, access.MEMUTUS)
    require(access.can_decide(by, locked), access.PEMIMPIN_PLENO, what=what)
    return locked


@transaction.atomic
def change_lhe(
    *, evaluasi: EvaluasiTPI, nomor: str, tanggal_lhe: date | None, catatan: str, versi: int | None, by: Peran
) -> HasilEvaluasi:
    """Number, date and general notes of the LHE; changing them voids signatures. `versi` is 0 for a new one."""
    locked = _locked(evaluasi, by, "Mengisi LHE")
    if tanggal_lhe and tanggal_lhe > timezone.localdate():
        raise Ditolak("Tanggal LHE tidak boleh sesudah hari ini.")
    row = HasilEvaluasi.objects.filter(evaluasi=locked).first() or HasilEvaluasi(evaluasi=locked, versi=0)
    new = {"nomor": nomor.strip(), "tanggal": tanggal_lhe, "catatan": catatan.replace("\r\n", "\n").strip()}
    old = {name: getattr(row, name) for name in new}
    if row.pk and old == new:
        return row
    if row.pk:
        check_version(row, versi, stored=_said(old), history=locked.riwayat.filter(kolom=LHE), by=by)
    for name, value in new.items():
        setattr(row, name, value)
    row.versi += 1
    row.save()
    record(locked, by=by, tindakan="Mengisi LHE", kolom=LHE, dari=_said(old), ke=_said(new))
    void_signatures(locked, by=by, sebab="nomor, tanggal, atau catatan LHE diubah")
    return row


def _said(values: Mapping[str, Any]) -> str:
    parts = (values["nomor"], tanggal(values["tanggal"]), values["catatan"])
    return "; ".join(part for part in parts if part)


@transaction.atomic
def sign(*, evaluasi: EvaluasiTPI, sidik: str, by: Peran) -> HasilEvaluasi:
    """Sign as ketua or as sekretaris under the digest that the page showed; the caller has checked the password.

    Raises SyaratBelumTerpenuhi while something is missing, and Ditolak when the content has changed since, this seat
    has signed already, or the same person signed in the other seat.
    """
    locked = lock_evaluasi(evaluasi.pk, access.MEMUTUS)
    require(access.can_sign(by, locked), access.PENANDA_TANGAN, what="Menandatangani LHE")
    errors = [t for t in check_signable(locked) if t.is_galat]
    if errors:
        raise SyaratBelumTerpenuhi(errors)
    now_signed = digest_of(locked)
    if sidik != now_signed:
        raise Ditolak(BERUBAH)
    row = HasilEvaluasi.objects.select_related("ketua__user", "sekretaris__user").get(evaluasi=locked)
    slot, label = SLOT[by.jenis]
    if mine := getattr(row, slot):
        raise Ditolak(f"LHE ini sudah ditandatangani {mine.user} sebagai {label}.")
    other = row.sekretaris if slot == "ketua" else row.ketua
    if other and other.user_id == by.user_id:
        raise Ditolak("Ketua dan Sekretaris TPI harus dua orang yang berbeda. Anda sudah menandatangani LHE ini.")
    if other and row.sidik != now_signed:
        raise Ditolak(SYARAT_BERUBAH.format(other=other.user))
    setattr(row, slot, by)
    setattr(row, f"{slot}_at", timezone.now())
    row.sidik = now_signed
    row.save(update_fields=[slot, f"{slot}_at", "sidik"])
    record(locked, by=by, tindakan=f"Menandatangani LHE sebagai {label}", kolom=TANDA_TANGAN, ke=now_signed)
    _tell_next(locked, row, by)
    return row


def _tell_next(evaluasi: EvaluasiTPI, row: HasilEvaluasi, by: Peran) -> None:
    """The other seat is asked to sign; with both, whoever leads is told that the result can be made final."""
    unit = evaluasi.pembangunan.unit
    if row.ketua_id and row.sekretaris_id:
        judul, pesan = f"LHE {unit} lengkap ditandatangani", "Hasil akhir dapat ditetapkan."
    else:
        judul, pesan = f"LHE {unit} menunggu tanda tangan Anda", f"{by.user} sudah menandatangani."
    people = [u for u in holders(J.KETUA_TPI, J.SEKRETARIS_TPI, instansi_id=unit.instansi_id) if u.pk != by.user_id]
    notify(people, judul=judul[:200], pesan=pesan, tautan=reverse("lhe_sign", args=[evaluasi.pk]))


@transaction.atomic
def withdraw_signature(*, evaluasi: EvaluasiTPI, alasan: str, by: Peran) -> None:
    """Take one's own signature back before the result is final, with the reason; both then sign anew."""
    locked = lock_evaluasi(evaluasi.pk, access.MEMUTUS)
    require(access.can_sign(by, locked), access.PENANDA_TANGAN, what="Menarik tanda tangan")
    if not alasan.strip():
        raise Ditolak("Isi alasan menarik tanda tangan, lalu kirim lagi.")
    row = HasilEvaluasi.objects.filter(evaluasi=locked).first()
    if row is None or getattr(row, f"{SLOT[by.jenis][0]}_id") != by.pk:
        raise Ditolak("Anda belum menandatangani LHE ini.")
    void_signatures(locked, by=by, sebab=f"tanda tangan ditarik kembali: {alasan.strip()}")


@transaction.atomic
def finalise(*, evaluasi: EvaluasiTPI, by: Peran) -> EvaluasiTPI:
    """Make the signed result final and tell the unit, the head of region and TPI. Raises as `units.transitions.perform`."""
    done = perform(WORKFLOW, evaluasi, "finalise", by=by)
    unit = done.pembangunan.unit
    unit_people = holders(J.KEPALA_UNIT, J.KETUA_TIM, J.ANGGOTA_TIM, instansi_id=unit.instansi_id, unit_id=unit.pk)
    others = holders(J.KEPALA_DAERAH, J.DELEGASI, J.KETUA_TPI, J.SEKRETARIS_TPI, instansi_id=unit.instansi_id)
    _tell([*unit_people, *others, *_assessors(done)], done, by)
    return done


def _assessors(evaluasi: EvaluasiTPI) -> list[User]:
    return [t.penilai.user for t in evaluasi.penugasan.filter(is_active=True).select_related("penilai__user")]


def _tell(users: list[User], done: EvaluasiTPI, by: Peran) -> None:
    lhe = HasilEvaluasi.objects.get(evaluasi=done)
    notify(
        [u for u in users if u.pk != by.user_id],
        judul=f"Hasil evaluasi TPI {done.pembangunan.unit} ditetapkan"[:200],
        pesan=f"LHE Nomor {lhe.nomor} tanggal {tanggal(lhe.tanggal)}.",
        tautan=reverse("lhe_detail", args=[done.pk]),
    )
