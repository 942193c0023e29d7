"""Issue a paper under a number, replace it, revoke it. Number, register row and job are written together or not at all."""

from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from reports.cap import Cap, check_url, new_code
from reports.closing import Setelan, dated, setelan_of, signers_of
from reports.data import Isi
from reports.issuing_access import PENERBIT, may_issue
from reports.kinds import Tempat, place_of
from reports.models import Terbitan
from reports.services.dokumen import request_dokumen
from reports.services.numbering import Nomor, preview_number, take_number
from reports.services.register import live_of, shows
from reports.terbitan_workflow import WORKFLOW
from units.access import require
from units.choices import JenisPeran
from units.errors import Ditolak
from units.history import record
from units.models import Instansi, Peran
from units.notices import holders, notify
from units.transitions import SyaratBelumTerpenuhi, perform

S = Terbitan.Status


class SudahTerbit(Ditolak):
    """These very data stand under a number already; carries the paper."""

    def __init__(self, terbitan: Terbitan):
        super().__init__(f"Isi yang sama sudah terbit dengan nomor {terbitan.nomor}.")
        self.terbitan = terbitan


def issue_dokumen(
    *,
    objek: Any,
    jenis: str,
    data: Isi,
    by: Peran,
    cara: str = Terbitan.Cara.BASAH,
    mengganti: Terbitan | None = None,
    alasan: str = "",
) -> Terbitan:
    """Give the paper its number and have it drawn. Newer data of the same source replace what was issued, with a reason.

    Raises SyaratBelumTerpenuhi naming each missing part, SudahTerbit for equal data, Ditolak for a draft or without reason.
    """
    place = place_of(objek)
    require(may_issue(by, jenis, place.periode, place.pembangunan), PENERBIT, what="Menerbitkan dokumen ini")
    if data.is_draf:
        raise Ditolak("Isi dokumen ini masih draf. Hanya isi yang sudah disetujui atau ditetapkan dapat diterbitkan.")
    if missing := data.kekurangan():
        raise SyaratBelumTerpenuhi(missing)
    with transaction.atomic():
        # One issue at a time in an institution: two people never issue the same source twice.
        Instansi.objects.select_for_update(no_key=True).get(pk=place.periode.instansi_id)
        before = live_of(objek, jenis)
        _check_replacing(before, data, mengganti, alasan)
        terbitan = _write(objek, jenis, data, place, by, cara, before)
        if before:
            perform(WORKFLOW, before, "replace", by=by, alasan=alasan)
        _tell(terbitan, before, by)
    return terbitan


def _check_replacing(before: Terbitan | None, data: Isi, mengganti: Terbitan | None, alasan: str) -> None:
    if before and shows(before, data):
        raise SudahTerbit(before)
    if mengganti is not None and before != mengganti:
        raise Ditolak(f"Dokumen {mengganti.nomor} sudah diganti atau dicabut. Muat ulang halaman ini.")
    if before and not alasan.strip():
        raise Ditolak(f"Dokumen ini sudah terbit dengan nomor {before.nomor}. Isi alasan penggantiannya.")


def _write(objek: Any, jenis: str, data: Isi, place: Tempat, by: Peran, cara: str, before: Terbitan | None) -> Terbitan:
    setelan = setelan_of(place.periode.instansi_id, jenis)
    nomor, hari = number_for(data, setelan, place, timezone.localdate())
    kode = new_code()
    cap = Cap(nomor=nomor.teks, tanggal=hari.isoformat(), kode=kode, url=check_url(kode), cara=str(cara))
    shown = dated(data, cap.tanggal)
    terbitan = Terbitan.objects.create(
        instansi_id=place.periode.instansi_id,
        periode=place.periode,
        pembangunan=place.pembangunan,
        dokumen=request_dokumen(objek=objek, jenis=jenis, data=shown, by=by, cap=cap),
        jenis=jenis,
        perihal=data.sebutan[:250],
        unit_nama=data.unit[:200],
        nomor=nomor.teks,
        deret=nomor.deret,
        urut=nomor.urut,
        tahun=hari.year,
        tanggal=hari,
        kode=kode,
        penanda_tangan=signers_of(shown),
        cara=cara,
        mengganti=before,
        retensi_sampai=date(hari.year + setelan.retensi_tahun, 12, 31),
        diterbitkan_oleh=by,
    )
    words = f"Menggantikan {before.nomor}" if before else ""
    record(terbitan, by=by, tindakan="Menerbitkan", kolom="status", ke=S.DISIAPKAN.label, alasan=words)
    return terbitan


def number_for(data: Isi, setelan: Setelan, place: Tempat, hari: date) -> tuple[Nomor, date]:
    """The number and day that the record carries, else the next of the series and today."""
    own = getattr(data, "nomor", "")
    if own:
        return Nomor(own, "", None), date.fromisoformat(data.tanggal_berkas) if data.tanggal_berkas else hari
    return take_number(setelan, place, hari), hari


def next_number(data: Isi, setelan: Setelan, place: Tempat) -> str:
    """The number that the paper would get now; none is taken."""
    return getattr(data, "nomor", "") or preview_number(setelan, place, timezone.localdate())


@transaction.atomic
def revoke_terbitan(terbitan: Terbitan, *, by: Peran, alasan: str) -> Terbitan:
    """Take an issued paper out of force; number, file and history stay."""
    done = perform(WORKFLOW, terbitan, "revoke", by=by, alasan=alasan)
    _notify(done, by, f"Dokumen {done.nomor} dicabut", f"{done.perihal}. Alasan: {done.alasan}")
    return done


def _tell(terbitan: Terbitan, before: Terbitan | None, by: Peran) -> None:
    note = f" Menggantikan {before.nomor}." if before else ""
    _notify(terbitan, by, f"Dokumen terbit: {terbitan.nomor}", f"{terbitan.perihal}, {terbitan.unit_nama}.{note}")


def _notify(terbitan: Terbitan, by: Peran, judul: str, pesan: str) -> None:
    """The unit's head and ketua of a unit's paper, else the leaders of TPI; and who issued it, when another acts."""
    if terbitan.pembangunan:
        people = holders(
            JenisPeran.KEPALA_UNIT,
            JenisPeran.KETUA_TIM,
            instansi_id=terbitan.instansi_id,
            unit_id=terbitan.pembangunan.unit_id,
        )
    else:
        people = holders(JenisPeran.KETUA_TPI, JenisPeran.SEKRETARIS_TPI, instansi_id=terbitan.instansi_id)
    people = [*people, terbitan.diterbitkan_oleh.user]
    notify(
        [user for user in people if user.pk != by.user_id],
        judul=judul,
        pesan=pesan,
        tautan=reverse("terbitan_detail", args=[terbitan.pk]),
    )
