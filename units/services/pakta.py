"""Signing the pakta integritas in the portal, entering signatures on paper, taking a wrong entry back."""

from collections.abc import Iterable

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from units.access import can_record_pencanangan, can_sign_pakta, require
from units.choices import Tahap
from units.errors import Ditolak
from units.evidence import store_upload
from units.findings import Temuan, has_galat
from units.history import record
from units.models import PaktaIntegritas, PembangunanZI, Peran, User
from units.pakta import BarisPakta, Cakupan, Pegawai, Tercatat, check_rows
from units.profiles import get_profil
from units.scope import UNIT_ROLES
from units.templatetags.indonesia import tanggal

WHO_SIGN = "orang yang berperan di unit ini"
WHO_PAPER = "Kepala Unit Kerja atau Ketua Tim Pembangunan ZI unit ini"
SCAN = frozenset({"pdf", "jpg", "png"})


def employees(year: PembangunanZI) -> QuerySet[User]:
    """People who hold a role in the unit today."""
    roles = Peran.objects.active_on(timezone.localdate()).filter(unit=year.unit_id, jenis__in=UNIT_ROLES)
    return User.objects.filter(pk__in=roles.values("user_id"))


def coverage(year: PembangunanZI) -> Cakupan:
    """Signatures of this year; employees as the unit's data says, and never fewer than hold a role. Two queries."""
    return Cakupan(year.pakta.count(), max(year.unit.jumlah_pegawai, employees(year).count()))


def pledge_text(year: PembangunanZI, user: User) -> str:
    """What this person signs."""
    return get_profil(year.periode.profil).pakta.text(
        nama=user.nama,
        jabatan=user.jabatan or "pegawai",
        unit=year.unit.nama,
        instansi=year.unit.instansi.nama,
        tahun=year.periode.tahun,
    )


def signatures_of(user: User) -> QuerySet[PaktaIntegritas]:
    """The person's signatures of all years, in the portal or on paper; a paper list may know the NIP only."""
    return PaktaIntegritas.objects.filter(Q(user=user) | (Q(nip=user.nip) if user.nip else Q(user=user)))


def signature_of(year: PembangunanZI, user: User) -> PaktaIntegritas | None:
    return signatures_of(user).filter(pembangunan=year).first()


def sign(year: PembangunanZI, *, by: Peran) -> PaktaIntegritas:
    """Sign in the portal; the caller has checked the password. Signed once, never withdrawn."""
    require(can_sign_pakta(by, year), WHO_SIGN, what="Menandatangani pakta integritas unit ini")
    done = signature_of(year, by.user)
    if done is None:
        try:
            with transaction.atomic():
                return year.pakta.create(
                    user=by.user,
                    nama=by.user.nama,
                    nip=by.user.nip or "",
                    cara=PaktaIntegritas.Cara.PORTAL,
                    tanggal=timezone.localdate(),
                    teks=pledge_text(year, by.user),
                    dicatat_oleh=by,
                )
        except IntegrityError:  # sent twice at once
            done = signature_of(year, by.user)
    where = done.get_cara_display().lower()
    raise Ditolak(f"Pakta integritas Anda tahun ini sudah ditandatangani {where} pada {tanggal(done.tanggal)}.")


def import_paper(
    year: PembangunanZI, rows: Iterable[BarisPakta], *, scan: UploadedFile, by: Peran
) -> tuple[list[PaktaIntegritas], list[Temuan]]:
    """Enter signatures on paper with the scan of the list: all rows, or none and the findings."""
    require(can_record_pencanangan(by, year), WHO_PAPER, what="Mencatat pakta integritas di atas kertas")
    with transaction.atomic():
        year = (
            PembangunanZI.objects.select_for_update(of=("self",))
            .select_related("unit__instansi", "periode")
            .get(pk=year.pk)
        )
        read, found = check_rows(
            rows,
            unit_id=year.unit_id,
            people=_people(year),
            signed=_signed(year),
            tahun=year.periode.tahun,
            today=timezone.localdate(),
        )
        if has_galat(found):
            return [], found
        berkas = store_upload(scan, instansi=year.unit.instansi, by=by.user, accept=SCAN)
        made = PaktaIntegritas.objects.bulk_create(
            PaktaIntegritas(
                pembangunan=year,
                user_id=row.user,
                nama=row.nama,
                nip=row.nip,
                cara=PaktaIntegritas.Cara.KERTAS,
                tanggal=row.tanggal,
                berkas=berkas,
                dicatat_oleh=by,
            )
            for row in read
        )
        record(
            year,
            by=by,
            tindakan="Mencatat pakta integritas di atas kertas",
            kolom="Pakta integritas",
            ke=f"{len(made)} orang",
        )
    return made, found


def _people(year: PembangunanZI) -> list[Pegawai]:
    rows = User.objects.filter(instansi=year.unit.instansi_id).values_list("pk", "nama", "nip", "unit_id")
    return [Pegawai(pk, nama, nip or "", unit) for pk, nama, nip, unit in rows]


def _signed(year: PembangunanZI) -> Tercatat:
    rows = list(year.pakta.values_list("user_id", "nip", "nama"))
    return Tercatat(
        frozenset(user for user, _, _ in rows if user),
        frozenset(nip for _, nip, _ in rows if nip),
        frozenset(nama for _, _, nama in rows),
    )


@transaction.atomic
def remove_paper(row: PaktaIntegritas, *, alasan: str, by: Peran) -> None:
    """Take back an entry of a paper list made by mistake. After the declaration the signatures it counted on stay."""
    year = PembangunanZI.objects.select_for_update().get(pk=row.pembangunan_id)
    require(can_record_pencanangan(by, year), WHO_PAPER, what="Menghapus catatan pakta integritas")
    if row.cara != PaktaIntegritas.Cara.KERTAS:
        raise Ditolak("Pakta integritas yang ditandatangani di portal tidak dapat ditarik kembali.")
    if year.tahap != Tahap.DIIDENTIFIKASI:
        raise Ditolak(
            "Catatan ini menjadi dasar pencanangan dan tidak dapat dihapus lagi. Bila pencanangannya keliru, minta Tim "
            "Identifikasi Unit Kerja atau Ketua TPI membatalkannya lebih dahulu."
        )
    if not alasan.strip():
        raise Ditolak("Isi alasan penghapusan.")
    record(
        year,
        by=by,
        tindakan="Menghapus catatan pakta integritas",
        kolom="Pakta integritas",
        dari=f"{row.nama}, {tanggal(row.tanggal)}",
        alasan=alasan.strip(),
    )
    row.delete()
