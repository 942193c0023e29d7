"""Disiapkan -> menunggu tanda tangan -> berlaku; then replaced or revoked, with a reason. Nothing issued is deleted."""

from reports.choices import Jenis
from reports.issuing_access import PENERBIT, may_issue
from reports.models import Terbitan
from units.access import in_instansi
from units.findings import Temuan, galat
from units.halaman import Nada
from units.models import Peran
from units.scope import KEPALA_DAERAH_ROLES
from units.transitions import Transition, Workflow

S = Terbitan.Status
TTD_KEPALA_DAERAH = frozenset({Jenis.KEPUTUSAN, Jenis.SURAT_USULAN})
PENANDA = f"{PENERBIT}; keputusan dan surat usulan juga oleh Kepala Daerah"
BELUM_SAH = (S.DISIAPKAN, S.MENUNGGU_TTD)
NADA: dict[str, Nada] = {
    S.DISIAPKAN: "biru",
    S.MENUNGGU_TTD: "kuning",
    S.BERLAKU: "hijau",
    S.DIGANTI: "netral",
    S.DICABUT: "merah",
}


def can_manage(peran: Peran | None, terbitan: Terbitan) -> bool:
    """Who may issue this kind may also replace and revoke it."""
    return may_issue(peran, terbitan.jenis, terbitan.periode, terbitan.pembangunan)


def can_sign(peran: Peran | None, terbitan: Terbitan) -> bool:
    """Who issued it brings the signature; what the kepala daerah signs, the kepala daerah may sign in the portal too."""
    if terbitan.jenis in TTD_KEPALA_DAERAH and in_instansi(peran, terbitan.instansi_id, *KEPALA_DAERAH_ROLES):
        return True
    return can_manage(peran, terbitan)


def _is_drawn(terbitan: Terbitan) -> list[Temuan]:
    if terbitan.dokumen.berkas_id:
        return []
    return [galat("belum_jadi", "Berkas bernomor belum selesai dibuat. Tunggu sebentar, lalu coba lagi.", "Berkas")]


def _is_signed(terbitan: Terbitan) -> list[Temuan]:
    if terbitan.bertanda_id:
        return []
    return [galat("tanpa_tanda", "Berkas bertanda tangan belum disimpan.", "Berkas bertanda tangan")]


def _note_reason(terbitan: Terbitan, *, by: Peran, alasan: str) -> None:
    terbitan.alasan = alasan


WORKFLOW = Workflow(
    name="Dokumen terbit",
    labels=dict(S.choices),
    transitions=(
        Transition(
            "ready", "Siap ditandatangani", (S.DISIAPKAN,), S.MENUNGGU_TTD, can_manage, PENERBIT, check=_is_drawn
        ),
        # `bertanda` is set in the same transaction by the service that checks the signed file.
        Transition("sign", "Berlakukan", BELUM_SAH, S.BERLAKU, can_sign, PENANDA, check=_is_signed),
        Transition(
            "replace",
            "Ganti",
            (*BELUM_SAH, S.BERLAKU),
            S.DIGANTI,
            can_manage,
            PENERBIT,
            effect=_note_reason,
            reason_required=True,
        ),
        Transition(
            "revoke",
            "Cabut",
            (*BELUM_SAH, S.BERLAKU),
            S.DICABUT,
            can_manage,
            PENERBIT,
            effect=_note_reason,
            reason_required=True,
            confirm="Dokumen tidak berlaku lagi dan pemeriksaan publik menampilkannya sebagai dicabut. Nomornya tidak "
            "dipakai lagi. Pencabutan tidak dapat dibatalkan.",
        ),
    ),
)
