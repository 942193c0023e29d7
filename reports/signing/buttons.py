"""What the page of an issued paper offers of signatures."""

from django.urls import reverse

from reports.models import BerkasBertanda, Terbitan
from reports.signing.access import may_bring_scan
from units.halaman import Tombol
from units.models import Peran

S, C = Terbitan.Status, Terbitan.Cara


def next_step(peran: Peran | None, terbitan: Terbitan) -> Tombol | None:
    """The one step that brings the paper into force, for who may take it."""
    if terbitan.status != S.MENUNGGU_TTD or not may_bring_scan(peran, terbitan):
        return None
    if terbitan.cara == C.ELEKTRONIK:
        return Tombol("Tanda tangani", reverse("terbitan_sign", args=[terbitan.pk]), ikon="signature")
    return Tombol("Unggah pindaian", reverse("terbitan_scan", args=[terbitan.pk]), ikon="file-up")


def replace_scan(peran: Peran | None, terbitan: Terbitan) -> Tombol | None:
    if terbitan.status != S.BERLAKU or terbitan.cara != C.BASAH or not may_bring_scan(peran, terbitan):
        return None
    return Tombol("Ganti pindaian", reverse("terbitan_scan", args=[terbitan.pk]), ikon="file-up")


def signed_files(terbitan: Terbitan) -> list[BerkasBertanda]:
    """Newest first; the one in use is the first."""
    rows = terbitan.berkas_bertanda.select_related("berkas", "sertifikat", "oleh__user")
    return list(rows.defer("sertifikat__isi"))
