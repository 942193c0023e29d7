"""The team and the agents of change: what happens when they are set up and changed."""

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from units.access import can_set_agen, can_set_tim, require
from units.choices import Area, JenisPeran
from units.errors import Ditolak
from units.evidence import store_upload
from units.history import record
from units.models import (
    AgenPerubahan,
    AnggotaTim,
    DataDukung,
    PembangunanZI,
    Peran,
    PerubahanAgen,
    TimPembangunan,
    User,
)
from units.notices import holders, notify
from units.services.peran import CalonPeran, give, withdraw
from units.templatetags.indonesia import tanggal as tanggal_id

WHO_TIM = "Kepala Unit Kerja"
WHO_AGEN = "Kepala Unit Kerja atau Ketua Tim Pembangunan ZI"
ROLE_OF = {AnggotaTim.Kedudukan.KETUA: JenisPeran.KETUA_TIM, AnggotaTim.Kedudukan.ANGGOTA: JenisPeran.ANGGOTA_TIM}


def get_or_begin_tim(pembangunan: PembangunanZI) -> TimPembangunan:
    return TimPembangunan.objects.get_or_create(pembangunan=pembangunan)[0]


def _decree(nomor: str, on: date | None) -> str:
    return ", ".join(part for part in (nomor, tanggal_id(on)) if part)


@transaction.atomic
def set_decree(
    pembangunan: PembangunanZI, *, nomor: str, tanggal: date | None, upload: UploadedFile | None, by: Peran
) -> TimPembangunan:
    """Number, date and signed file of the decree that sets up the team."""
    require(can_set_tim(by, pembangunan), WHO_TIM)
    tim = get_or_begin_tim(pembangunan)
    dari = _decree(tim.nomor_sk, tim.tanggal_sk)
    tim.nomor_sk, tim.tanggal_sk = nomor, tanggal
    if upload:
        tim.berkas_sk = store_upload(
            upload, instansi=pembangunan.unit.instansi, by=by.user, accept=frozenset({"pdf", "jpg", "png"})
        )
    tim.save()
    record(
        pembangunan,
        by=by,
        tindakan="Mengisi keputusan tim",
        kolom="Keputusan tim",
        dari=dari,
        ke=_decree(nomor, tanggal),
    )
    return tim


@transaction.atomic
def add_anggota(pembangunan: PembangunanZI, *, user: User, kedudukan: str, area: list[str], by: Peran) -> AnggotaTim:
    """Put a person into the team and give them the role that goes with it. A new ketua takes over from the old one."""
    require(can_set_tim(by, pembangunan), WHO_TIM)
    tim = get_or_begin_tim(pembangunan)
    if user.unit_id != pembangunan.unit_id or not user.is_active:
        raise Ditolak(f"{user} bukan pegawai aktif unit ini. Pilih pegawai unit sendiri.")
    if user in holders("kepala_unit", instansi_id=pembangunan.unit.instansi_id, unit_id=pembangunan.unit_id):
        raise Ditolak("Kepala unit tidak menjadi anggota tim: ia menyetujui hasil kerja tim.")
    if tim.anggota.filter(user=user).exists():
        raise Ditolak(f"{user} sudah ada dalam tim. Ubah keanggotaannya dari daftar.")
    if kedudukan == AnggotaTim.Kedudukan.KETUA:
        for old in tim.anggota.filter(kedudukan=kedudukan):
            remove_anggota(old, by=by, alasan=f"Digantikan oleh {user}")
    row = tim.anggota.create(
        user=user, kedudukan=kedudukan, area=_areas(kedudukan, area), peran=_give_role(tim, user, kedudukan, by=by)
    )
    record(
        pembangunan,
        by=by,
        tindakan="Menambah anggota tim",
        kolom=row.get_kedudukan_display(),
        ke=f"{user} {_names(row.area)}".strip(),
    )
    notify(
        [user],
        judul=f"Anda menjadi {row.get_kedudukan_display().lower()} Tim Pembangunan ZI {pembangunan.unit}",
        pesan=f"Area: {_names(row.area) or 'semua area'}.",
        tautan=reverse("tim_detail", args=[pembangunan.pk]),
    )
    return row


@transaction.atomic
def change_areas(row: AnggotaTim, *, area: list[str], by: Peran) -> None:
    pembangunan = row.tim.pembangunan
    require(can_set_tim(by, pembangunan), WHO_TIM)
    dari, row.area = row.area, _areas(row.kedudukan, area)
    if dari != row.area:
        row.save(update_fields=["area"])
        record(
            pembangunan,
            by=by,
            tindakan="Mengubah area anggota tim",
            kolom=str(row.user),
            dari=_names(dari),
            ke=_names(row.area),
        )


@transaction.atomic
def remove_anggota(row: AnggotaTim, *, by: Peran, alasan: str = "") -> None:
    """Take a person out of the team: their role ends, what they signed stays."""
    pembangunan = row.tim.pembangunan
    require(can_set_tim(by, pembangunan), WHO_TIM)
    withdraw(row.peran, alasan=alasan or "Keluar dari tim", by=by)
    record(
        pembangunan,
        by=by,
        tindakan="Mengeluarkan anggota tim",
        kolom=row.get_kedudukan_display(),
        dari=str(row.user),
        alasan=alasan,
    )
    row.delete()


def _give_role(tim: TimPembangunan, user: User, kedudukan: str, *, by: Peran) -> Peran:
    pembangunan = tim.pembangunan
    calon = CalonPeran(
        user=user,
        jenis=ROLE_OF[kedudukan],
        instansi=pembangunan.unit.instansi,
        unit=pembangunan.unit,
        mulai=timezone.localdate(),
        dasar=f"Tim Pembangunan ZI {pembangunan.periode}",
    )
    return give(calon, by=by)


def _areas(kedudukan: str, area: list[str]) -> list[str]:
    """In the regulation's order; a ketua works on all areas and needs no list."""
    return [] if kedudukan == AnggotaTim.Kedudukan.KETUA else [a for a in Area.values if a in area]


def _names(area: list[str]) -> str:
    return ", ".join(Area(a).label for a in area)


@transaction.atomic
def add_agen(
    pembangunan: PembangunanZI, *, user: User, nomor_sk: str, tanggal_sk: date | None, by: Peran
) -> AgenPerubahan:
    require(can_set_agen(by, pembangunan), WHO_AGEN)
    if user.unit_id != pembangunan.unit_id:
        raise Ditolak(f"{user} bukan pegawai unit ini. Pilih pegawai unit sendiri.")
    if pembangunan.agen.filter(user=user).exists():
        raise Ditolak(f"{user} sudah menjadi agen perubahan tahun ini.")
    agen = pembangunan.agen.create(user=user, nomor_sk=nomor_sk, tanggal_sk=tanggal_sk)
    record(pembangunan, by=by, tindakan="Menetapkan agen perubahan", ke=f"{user} {nomor_sk}".strip())
    return agen


@transaction.atomic
def remove_agen(agen: AgenPerubahan, *, by: Peran, alasan: str) -> None:
    require(can_set_agen(by, agen.pembangunan), WHO_AGEN)
    if agen.perubahan.exists():
        raise Ditolak("Agen ini sudah mencatat perubahan. Hapus dahulu catatan perubahannya bila memang keliru.")
    record(agen.pembangunan, by=by, tindakan="Menghapus agen perubahan", dari=str(agen.user), alasan=alasan)
    agen.delete()


@transaction.atomic
def save_perubahan(
    agen: AgenPerubahan,
    *,
    uraian: str,
    tanggal: date | None,
    terintegrasi: bool,
    data_dukung: DataDukung | None,
    by: Peran,
    perubahan: PerubahanAgen | None = None,
) -> PerubahanAgen:
    """Record or correct a concrete change of an agent."""
    require(can_set_agen(by, agen.pembangunan), WHO_AGEN)
    if data_dukung and data_dukung.pembangunan_id != agen.pembangunan_id:
        raise Ditolak("Data dukung harus dari unit dan tahun yang sama.")
    row = perubahan or PerubahanAgen(agen=agen)
    dari = row.uraian if row.pk else ""
    row.uraian, row.tanggal, row.terintegrasi, row.data_dukung = uraian, tanggal, terintegrasi, data_dukung
    row.save()
    record(
        agen.pembangunan,
        by=by,
        tindakan="Mencatat perubahan oleh agen",
        kolom=str(agen.user),
        dari=dari,
        ke=f"{uraian} ({'terintegrasi' if terintegrasi else 'belum terintegrasi'})",
    )
    return row


@transaction.atomic
def remove_perubahan(row: PerubahanAgen, *, by: Peran, alasan: str) -> None:
    require(can_set_agen(by, row.agen.pembangunan), WHO_AGEN)
    record(
        row.agen.pembangunan,
        by=by,
        tindakan="Menghapus perubahan oleh agen",
        kolom=str(row.agen.user),
        dari=row.uraian,
        alasan=alasan,
    )
    row.delete()


def count_perubahan(pembangunan: PembangunanZI) -> dict[str, int]:
    """`agen`, `perubahan`, `terintegrasi`: the counted inputs of the LKE's questions on agents of change (A.II.1.i)."""
    rows = PerubahanAgen.objects.filter(agen__pembangunan=pembangunan)
    return {
        "agen": pembangunan.agen.count(),
        "perubahan": rows.count(),
        "terintegrasi": rows.filter(terintegrasi=True).count(),
    }
