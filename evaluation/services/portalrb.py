"""What PortalRB may fetch: units whose proposal was decided, and the frozen answers of each. Tokens, limits, the log."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from evaluation import proposal_access as access
from evaluation.lke.portalrb import INSTRUMEN, answer_text, not_applicable, soal_list
from evaluation.models import PanggilanPortalRB, Penilaian, TokenPortalRB, UnitUsulan, Usulan
from evaluation.proposal_checks import final_results
from evaluation.services.assessment import content_of
from evaluation.services.shown_evidence import allows, evidence_of, frozen_answers, mandiri_of
from units.access import require
from units.choices import JenisPredikat, Tahap
from units.errors import Ditolak
from units.models import Berkas, Instansi, PembangunanZI, Peran, VersiDataDukung
from units.tokens import digest_of, new_token

Hak = TokenPortalRB.Hak
PER_MENIT = 120  # calls of one token
GAGAL_PER_MENIT = 20  # refused sign-ins from one address
MENIT = timedelta(minutes=1)
TAUTAN_BERLAKU = timedelta(days=7)
GARAM = "evaluation.portalrb.bukti"


class Gagal(Exception):
    """An answer other than 200: its status, a code for programs and a sentence for people."""

    def __init__(self, http: HTTPStatus, code: str, message: str):
        super().__init__(message)
        self.http, self.code, self.message = http, code, message

    def body(self) -> dict[str, Any]:
        return {"error": True, "code": self.code, "message": self.message}


# --- tokens --------------------------------------------------------------------------------------------------


def create_token(
    *, instansi: Instansi, nama: str, hak: list[str], berlaku_sampai: date, by: Peran
) -> tuple[TokenPortalRB, str]:
    """The row and the token itself, which is told this once only."""
    require(access.can_manage_portalrb(by, instansi.pk), access.ADMIN, what="Membuat token PortalRB")
    if not hak or not set(hak) <= set(Hak.values):
        raise Ditolak("Pilih hak token.")
    token = new_token()
    row = TokenPortalRB.objects.create(
        instansi=instansi, nama=nama, awalan=token[:8], sidik=digest_of(token), hak=sorted(hak),
        berlaku_sampai=berlaku_sampai, dibuat_oleh=by,
    )  # fmt: skip
    return row, token


def revoke_token(token: TokenPortalRB, *, by: Peran) -> TokenPortalRB:
    """At once; links that were given out with it end too. Raises Ditolak when it was revoked before."""
    require(access.can_manage_portalrb(by, token.instansi_id), access.ADMIN, what="Mencabut token PortalRB")
    won = TokenPortalRB.objects.filter(pk=token.pk, dicabut_at=None).update(dicabut_at=timezone.now(), dicabut_oleh=by)
    if not won:
        raise Ditolak("Token ini sudah dicabut.")
    token.refresh_from_db()
    return token


def is_valid(token: TokenPortalRB, today: date) -> bool:
    return token.dicabut_at is None and (token.berlaku_sampai is None or token.berlaku_sampai >= today)


def authenticate(header: str) -> TokenPortalRB:
    """The token of `Authorization: Bearer …`. Unknown, revoked and expired look alike from outside."""
    kind, _, secret = header.strip().partition(" ")
    if kind.casefold() != "bearer" or not secret.strip():
        raise Gagal(HTTPStatus.UNAUTHORIZED, "unauthorized", "Sertakan token: Authorization: Bearer <token>.")
    row = TokenPortalRB.objects.filter(sidik=digest_of(secret.strip())).select_related("instansi").first()
    if row is None or not is_valid(row, timezone.localdate()):
        raise Gagal(HTTPStatus.UNAUTHORIZED, "unauthorized", "Token tidak dikenal, sudah dicabut, atau kedaluwarsa.")
    return row


def require_scope(token: TokenPortalRB, hak: str) -> None:
    if hak not in token.hak:
        raise Gagal(HTTPStatus.FORBIDDEN, "forbidden", f"Token ini tidak berhak atas: {Hak(hak).label}.")


# --- limits and log ------------------------------------------------------------------------------------------


def check_rate(token: TokenPortalRB) -> None:
    """The log is the counter: every call is in it, whichever process answered."""
    if _recent().filter(token=token).count() >= PER_MENIT:
        raise _too_many(f"Paling banyak {PER_MENIT} panggilan setiap menit.")


def check_guessing(alamat_ip: str | None) -> None:
    """Stops one address from trying tokens."""
    tries = _recent().filter(token=None, alamat_ip=alamat_ip, status=HTTPStatus.UNAUTHORIZED)
    if tries.count() >= GAGAL_PER_MENIT:
        raise _too_many("Terlalu banyak percobaan dengan token yang tidak dikenal.")


def _recent():
    return PanggilanPortalRB.objects.filter(waktu__gt=timezone.now() - MENIT)


def _too_many(message: str) -> Gagal:
    return Gagal(HTTPStatus.TOO_MANY_REQUESTS, "too_many_requests", f"{message} Coba lagi sesudah satu menit.")


def log_call(
    *, alamat: str, status: int, pesan: str = "", token: TokenPortalRB | None = None, alamat_ip: str | None = None
) -> None:
    """Every call; of a stranger's flood one row a minute says that it was refused, so that it cannot fill the disk."""
    if token is None and status == HTTPStatus.TOO_MANY_REQUESTS:
        told = _recent().filter(token=None, alamat_ip=alamat_ip, status=status)
        if told.exists():
            return
    PanggilanPortalRB.objects.create(
        instansi=token.instansi if token else None, token=token, alamat=alamat[:200], status=status, pesan=pesan[:250],
        alamat_ip=alamat_ip,
    )  # fmt: skip


# --- what is served ------------------------------------------------------------------------------------------


def read_year(raw: str | None) -> int:
    """`?tahun=`; without it the current year."""
    if raw is None:
        return timezone.localdate().year
    if not re.fullmatch(r"[0-9]{4}", raw):
        raise Gagal(HTTPStatus.UNPROCESSABLE_ENTITY, "bad_request", "Parameter tahun harus empat angka.")
    return int(raw)


def served(instansi: Instansi, tahun: int):
    """Years of units whose proposal was decided: they wait for the letter, or stand in one that was sent."""
    return (
        PembangunanZI.objects.filter(unit__instansi=instansi, periode__tahun=tahun)
        .filter(Q(tahap=Tahap.DIUSULKAN) | Q(unit_usulan__usulan__status=Usulan.Status.DIKIRIM))
        .select_related("unit", "periode")
        .order_by("unit__kode")
        .distinct()
    )


def units_payload(instansi: Instansi, target: str, tahun: int) -> dict[str, Any]:
    """The list of proposed units; three queries at most."""
    years = list(served(instansi, tahun).filter(target=target))
    affirmed = set(
        UnitUsulan.objects.filter(pembangunan__in=years, afirmasi=True)
        .exclude(usulan__status=Usulan.Status.DITARIK)
        .values_list("pembangunan_id", flat=True)
    )
    return {"tahun": tahun, "units": [_unit(year, year.pk in affirmed) for year in years]}


def _unit(year: PembangunanZI, afirmasi: bool) -> dict[str, Any]:
    kategori = year.get_target_display().removeprefix("Menuju ")
    if afirmasi and year.target == JenisPredikat.WBK:
        kategori = f"{kategori}-AFIRMASI"
    return {"id": str(year.unit_id), "nama": year.unit.nama, "kategori": kategori, "afirmasi": afirmasi}


Tautan = Callable[[Penilaian, VersiDataDukung], str]


def answers_payload(instansi: Instansi, unit_id: str, tahun: int, *, tautan: Tautan) -> dict[str, Any]:
    """All 127 answers of one unit, from the frozen copies; `tautan` makes the link of a piece of evidence."""
    if not re.fullmatch(r"[0-9]{1,12}", unit_id):
        raise Gagal(HTTPStatus.UNPROCESSABLE_ENTITY, "bad_request", "unit_id harus berupa angka dari daftar unit.")
    year = served(instansi, tahun).filter(unit_id=int(unit_id)).first()
    if year is None:
        raise Gagal(HTTPStatus.NOT_FOUND, "not_found", f"Unit {unit_id} tidak diusulkan pada tahun {tahun}.")
    return {
        "unit_id": str(year.unit_id),
        "nama_unit": year.unit.nama,
        "tahun": tahun,
        "answers": answers_of(final_of(year), tautan=tautan),
    }


def final_of(year: PembangunanZI) -> Penilaian:
    """TPI's frozen result on the LKE that the ministry's numbers are about."""
    tpi = final_results().filter(pembangunan=year).select_related("instrumen").first()
    if tpi is None:
        raise Gagal(HTTPStatus.NOT_FOUND, "not_found", "Hasil evaluasi TPI unit ini belum final.")
    if tpi.hasil["instrumen"]["kode"] != INSTRUMEN:
        raise Gagal(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "instrument_not_supported",
            f"Unit ini dinilai dengan {tpi.hasil['instrumen']['nama']}; antarmuka ini hanya melayani LKE 2021.",
        )
    return tpi


def answers_of(tpi: Penilaian, *, tautan: Tautan) -> list[dict[str, Any]]:
    mandiri = mandiri_of(tpi)
    isi, _ = content_of(tpi.instrumen)
    unit, assessed, shown = frozen_answers(mandiri), frozen_answers(tpi), evidence_of(tpi, mandiri)
    rows = []
    for soal in soal_list():
        item, own, theirs = isi.pertanyaan[soal.kode], unit.get(soal.kode, {}), assessed.get(soal.kode, {})
        links = [*(tautan(tpi, versi) for versi in shown.get(soal.kode, ())), *str(own.get("tautan", "")).split()]
        reason = not_applicable(theirs.get("nilai"))
        rows.append({
            "soal_id": soal.soal_id,
            "jawaban_unit": answer_text(item, own.get("nilai"), soal.isian),
            "jawaban_tpi": answer_text(item, theirs.get("nilai"), soal.isian),
            "catatan_unit": own.get("catatan") or None,
            "bukti_dukung_unit": "\n".join(dict.fromkeys(links)) or None,
            "catatan_tpi": " ".join(filter(None, (reason, theirs.get("catatan")))) or None,
        })  # fmt: skip
    return rows


# --- evidence ------------------------------------------------------------------------------------------------


def signed_link(token: TokenPortalRB) -> Tautan:
    """Links that end after a week or with the token, and open one version of one assessment's evidence."""

    def link(tpi: Penilaian, versi: VersiDataDukung) -> str:
        if versi.berkas_id is None:
            return versi.tautan
        key = signing.dumps({"t": token.pk, "p": tpi.pk, "v": versi.pk}, salt=GARAM)
        return f"{settings.SITE_URL}{reverse('portalrb_bukti', args=[key])}"

    return link


def open_link(key: str) -> tuple[TokenPortalRB, Berkas]:
    """The token it was given out with and the file, while both the link and the proposal stand."""
    gone = Gagal(HTTPStatus.NOT_FOUND, "not_found", "Tautan bukti ini tidak dikenal.")
    try:
        data: Mapping[str, int] = signing.loads(key, salt=GARAM, max_age=TAUTAN_BERLAKU)
    except signing.SignatureExpired:
        raise Gagal(
            HTTPStatus.FORBIDDEN, "link_expired", "Tautan bukti kedaluwarsa; tarik lagi jawaban unit."
        ) from None
    except signing.BadSignature:
        raise gone from None
    token = TokenPortalRB.objects.select_related("instansi").filter(pk=data["t"]).first()
    if token is None or not is_valid(token, timezone.localdate()):
        raise Gagal(HTTPStatus.FORBIDDEN, "link_expired", "Token asal tautan ini sudah dicabut atau kedaluwarsa.")
    tpi = final_results().select_related("pembangunan__periode").filter(pk=data["p"]).first()
    versi = VersiDataDukung.objects.select_related("berkas").filter(pk=data["v"]).first()
    if tpi is None or versi is None or versi.berkas is None:
        raise gone
    year = tpi.pembangunan
    if not served(token.instansi, year.periode.tahun).filter(pk=year.pk).exists():
        raise gone
    if not allows(tpi, mandiri_of(tpi), versi):
        raise gone
    return token, versi.berkas
