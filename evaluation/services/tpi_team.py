"""The TPI of a programme year: its decree, and seats that give roles and end them."""

from datetime import date, timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from evaluation import tpi_access as access
from evaluation.models import AnggotaPenilai, TimPenilai
from units.access import has_role, require
from units.choices import JenisPeran
from units.errors import Ditolak
from units.evidence import store_upload
from units.history import record
from units.models import Instansi, Peran, Periode, User
from units.notices import notify
from units.services.peran import CalonPeran, give, overlapping, refusal, withdraw
from units.templatetags.indonesia import tanggal as tanggal_id

J, K = JenisPeran, AnggotaPenilai.Kedudukan
URUTAN = [K.KETUA, K.SEKRETARIS, K.ANGGOTA]
PEMIMPIN_OLEH_ADMIN = "Administrator Instansi, menurut keputusan kepala daerah"


def seats_for(peran: Peran, periode: Periode) -> list[str]:
    """Seats this role may fill or empty: the administrator all; ketua and sekretaris do not choose themselves."""
    if not access.can_set_tim_penilai(peran, periode):
        return []
    return list(URUTAN) if has_role(peran, J.ADMIN_INSTANSI) else [K.ANGGOTA]


def get_or_begin_tim(periode: Periode) -> TimPenilai:
    return TimPenilai.objects.get_or_create(periode=periode)[0]


@transaction.atomic
def set_decree(periode: Periode, *, nomor: str, tanggal: date, upload: UploadedFile | None, by: Peran) -> TimPenilai:
    """Number, date and signed file of the decree that sets up TPI."""
    require(access.can_set_tim_penilai(by, periode), access.PENYUSUN_TIM, what="Mengisi keputusan TPI")
    tim = get_or_begin_tim(periode)
    dari = _decree(tim.nomor_sk, tim.tanggal_sk)
    tim.nomor_sk, tim.tanggal_sk = nomor, tanggal
    if upload:
        accept = frozenset({"pdf", "jpg", "png"})
        tim.berkas_sk = store_upload(upload, instansi=periode.instansi, by=by.user, accept=accept)
    tim.save()
    _record(periode, by, "Mengisi keputusan TPI", f"Keputusan TPI {periode}", dari=dari, ke=_decree(nomor, tanggal))
    return tim


def _decree(nomor: str, on: date | None) -> str:
    return ", ".join(part for part in (nomor, tanggal_id(on)) if part)


def _record(periode: Periode, by: Peran, tindakan: str, kolom: str, **rest: str) -> None:
    record(periode.instansi, by=by, tindakan=tindakan, kolom=kolom[:60], **rest)


@transaction.atomic
def add_penilai(periode: Periode, *, user: User, kedudukan: str, unsur: str, by: Peran) -> AnggotaPenilai:
    """Seat a person and give them the role of the seat; one they hold already is tied to it.

    A new ketua or sekretaris takes over from the old one. The institution's row is locked, as for every role that only
    one person holds.
    """
    require(
        kedudukan in seats_for(by, periode),
        access.PENYUSUN_TIM if kedudukan == K.ANGGOTA else PEMIMPIN_OLEH_ADMIN,
        what="Menetapkan kursi ini",
    )
    Instansi.objects.select_for_update().get(pk=periode.instansi_id)
    tim = get_or_begin_tim(periode)
    if tim.anggota.filter(user=user).exists():
        raise Ditolak(f"{user} sudah ada dalam TPI tahun ini. Keluarkan dahulu untuk mengganti kedudukannya.")
    if kedudukan != K.ANGGOTA:
        for old in tim.anggota.filter(kedudukan=kedudukan).select_related("peran", "user"):
            _unseat(old, by=by, alasan=f"Digantikan oleh {user}")
    row = tim.anggota.create(
        user=user, kedudukan=kedudukan, unsur=unsur.strip(), peran=_role_for(periode, user, kedudukan, by=by)
    )
    _record(periode, by, "Menambah anggota TPI", row.get_kedudukan_display(), ke=f"{user} {unsur}".strip())
    notify(
        [user],
        judul=f"Anda menjadi {row.get_kedudukan_display()} TPI {periode}",
        pesan=f"{row.peran.label} sejak {tanggal_id(row.peran.mulai)}.",
        tautan=reverse("tim_penilai_detail", args=[periode.pk]),
    )
    return row


def _role_for(periode: Periode, user: User, kedudukan: str, *, by: Peran) -> Peran:
    """The role in force, or a new one from today; who held the seat's one role without a seat has to be ended first."""
    today = timezone.localdate()
    held = overlapping(today, today).filter(user=user, jenis=kedudukan, instansi=periode.instansi).first()
    if held:
        return held
    calon = CalonPeran(
        user=user, jenis=kedudukan, instansi=periode.instansi, unit=None, mulai=today, dasar=f"TPI {periode}"
    )
    if reason := refusal(calon):
        raise Ditolak(reason)
    return give(calon, by=by)


@transaction.atomic
def remove_penilai(row: AnggotaPenilai, *, by: Peran, alasan: str) -> None:
    """Empty a seat, with a reason: its role ends at once unless a seat of another year carries it. Answers stay."""
    periode = row.tim.periode
    require(
        row.kedudukan in seats_for(by, periode),
        access.PENYUSUN_TIM if row.kedudukan == K.ANGGOTA else PEMIMPIN_OLEH_ADMIN,
        what="Mengeluarkan anggota TPI",
    )
    if not alasan.strip():
        raise Ditolak("Isi alasannya, lalu kirim lagi.")
    Instansi.objects.select_for_update().get(pk=periode.instansi_id)
    _unseat(row, by=by, alasan=alasan.strip())


def _unseat(row: AnggotaPenilai, *, by: Peran, alasan: str) -> None:
    periode, user, peran = row.tim.periode, row.user, row.peran
    yesterday = timezone.localdate() - timedelta(days=1)
    kedudukan = row.get_kedudukan_display()
    row.delete()
    elsewhere = AnggotaPenilai.objects.filter(peran=peran).exists()
    if not elsewhere and (peran.selesai is None or peran.selesai > yesterday):
        withdraw(peran, alasan=alasan, by=by)
    _record(periode, by, "Mengeluarkan anggota TPI", kedudukan, dari=str(user), alasan=alasan)
    if user.pk != by.user_id:
        notify([user], judul=f"Kedudukan Anda dalam TPI {periode} diakhiri", pesan=alasan, tautan=reverse("profil"))
