"""Clients of the API: made, their token exchanged, revoked; who calls with a token, and how often."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from reports.api.access import ADMIN, PERAN_KLIEN, can_manage_klien_api
from reports.models import KlienAPI, PemakaianAPI, TokenAPI
from units.access import require
from units.errors import Ditolak
from units.history import record
from units.models import Peran
from units.notices import notify
from units.templatetags.indonesia import tanggal
from units.tokens import digest_of, new_token

AWALAN = "ziapi_"
TAMPIL = 12  # characters of a token that stay known
MASA_PALING_LAMA = timedelta(days=366)
TENGGANG_PALING_LAMA = 30  # days in which the old token works beside the new one


def roles_to_read_as(instansi_id: int) -> QuerySet[Peran]:
    """Roles in force in whose name a program may read."""
    rows = Peran.objects.active_on(timezone.localdate()).filter(instansi_id=instansi_id, jenis__in=PERAN_KLIEN)
    return rows.select_related("user", "unit").order_by("jenis", "unit__kode", "user__nama")


@transaction.atomic
def create_client(
    *, nama: str, keperluan: str, peran: Peran, cakupan: Iterable[str], berlaku_sampai: date, by: Peran
) -> tuple[KlienAPI, str]:
    """The client and its token, which is told this once only. The holder of the role is told that a program reads so."""
    require(can_manage_klien_api(by, peran.instansi_id), ADMIN, what="Membuat klien API")
    wanted = sorted(set(cakupan))
    if not wanted or not set(wanted) <= set(KlienAPI.Cakupan.values):
        raise Ditolak("Pilih paling sedikit satu cakupan.")
    if peran.jenis not in PERAN_KLIEN or not peran.is_active_on(timezone.localdate()):
        raise Ditolak("Klien API hanya membaca sebagai peran yang berlaku dan membaca pekerjaan yang sudah selesai.")
    try:
        with transaction.atomic():
            klien = KlienAPI.objects.create(
                instansi=peran.instansi, nama=nama, keperluan=keperluan, peran=peran, cakupan=wanted, dibuat_oleh=by
            )
    except IntegrityError:
        raise Ditolak(f"Klien bernama {nama} sudah ada. Pakai nama lain, atau ganti tokennya.") from None
    token = _give_token(klien, berlaku_sampai=berlaku_sampai, by=by)
    labels = ", ".join(KlienAPI.Cakupan(kode).label for kode in wanted)
    record(klien, by=by, tindakan="Membuat klien", kolom="Cakupan", ke=labels)
    if peran.user_id != by.user_id:
        notify(
            [peran.user], judul=f"Klien API {nama} membaca sebagai {peran.label}",
            pesan=f"{by.user} membuat klien API {nama} ({keperluan}). Klien ini membaca data yang dapat Anda lihat sebagai "
            f"{peran.label}: {labels}. Bila tidak sesuai, hubungi {ADMIN}.",
            tautan=reverse("beranda"),
        )  # fmt: skip
    return klien, token


@transaction.atomic
def exchange_token(klien: KlienAPI, *, berlaku_sampai: date, tenggang: int, by: Peran) -> str:
    """A new token; the old ones end at once or after `tenggang` days. Raises Ditolak when the client was revoked."""
    require(can_manage_klien_api(by, klien.instansi_id), ADMIN, what="Mengganti token klien API")
    if not 0 <= tenggang <= TENGGANG_PALING_LAMA:
        raise Ditolak(f"Token lama berlaku paling lama {TENGGANG_PALING_LAMA} hari sesudah penggantian.")
    klien = _locked(klien)
    ends = timezone.now() + timedelta(days=tenggang)
    klien.token.filter(Q(berakhir_at=None) | Q(berakhir_at__gt=ends)).update(berakhir_at=ends)
    token = _give_token(klien, berlaku_sampai=berlaku_sampai, by=by)
    words = f"Token lama berlaku {tenggang} hari lagi." if tenggang else "Token lama berakhir seketika."
    record(klien, by=by, tindakan="Mengganti token", kolom="Berlaku sampai", ke=tanggal(berlaku_sampai), alasan=words)
    return token


@transaction.atomic
def revoke_client(klien: KlienAPI, *, by: Peran, alasan: str = "") -> KlienAPI:
    """At once and for good. Raises Ditolak when it was revoked before."""
    require(can_manage_klien_api(by, klien.instansi_id), ADMIN, what="Mencabut klien API")
    klien = _locked(klien)
    klien.dicabut_at, klien.dicabut_oleh = timezone.now(), by
    klien.save(update_fields=["dicabut_at", "dicabut_oleh"])
    record(klien, by=by, tindakan="Mencabut klien", alasan=alasan)
    return klien


def _locked(klien: KlienAPI) -> KlienAPI:
    """Of two administrators who act at once the second is told."""
    fresh = KlienAPI.objects.select_for_update().get(pk=klien.pk)
    if fresh.dicabut_at:
        raise Ditolak("Klien ini sudah dicabut.")
    return fresh


def _give_token(klien: KlienAPI, *, berlaku_sampai: date, by: Peran) -> str:
    today = timezone.localdate()
    if not today <= berlaku_sampai <= today + MASA_PALING_LAMA:
        raise Ditolak("Token berlaku paling cepat sampai hari ini dan paling lama satu tahun.")
    token = new_token(AWALAN)
    TokenAPI.objects.create(
        klien=klien, awalan=token[:TAMPIL], sidik=digest_of(token), berlaku_sampai=berlaku_sampai, dibuat_oleh=by
    )
    return token


# --- calls -----------------------------------------------------------------------------------------------------------


def find_token(secret: str) -> TokenAPI | None:
    """The token with client and role (one query); None when there is no such token."""
    rows = TokenAPI.objects.select_related("klien__instansi", "klien__peran__user", "klien__peran__unit")
    return rows.filter(sidik=digest_of(secret)).first()


def works(token: TokenAPI, now: datetime) -> bool:
    """The token has not ended, its client was not revoked, and the role it reads as is still held."""
    klien, today = token.klien, timezone.localdate(now)
    if klien.dicabut_at or token.berlaku_sampai < today or (token.berakhir_at and token.berakhir_at <= now):
        return False
    return klien.peran.is_active_on(today) and klien.peran.user.is_active


def count_use(klien: KlienAPI, *, ditolak: bool) -> None:
    """One more call of today."""
    now = timezone.now()
    row = PemakaianAPI.objects.filter(klien=klien, tanggal=timezone.localdate(now))
    more = {"panggilan": F("panggilan") + 1, "ditolak": F("ditolak") + int(ditolak), "terakhir_at": now}
    if row.update(**more):
        return
    first, created = PemakaianAPI.objects.get_or_create(
        klien=klien, tanggal=timezone.localdate(now),
        defaults={"panggilan": 1, "ditolak": int(ditolak), "terakhir_at": now},
    )  # fmt: skip
    if not created:
        PemakaianAPI.objects.filter(pk=first.pk).update(**more)
