"""Documents that the portal has made, and what becomes of them."""

from reports.models.dokumen import Dokumen, DokumenQuerySet
from reports.models.klien_api import KlienAPI, KlienAPIQuerySet, PemakaianAPI, RiwayatKlienAPI, TokenAPI
from reports.models.terbitan import PengaturanDokumen, Penomoran, RiwayatTerbitan, Terbitan

__all__ = [
    "BarisCetak",
    "Dokumen",
    "DokumenQuerySet",
    "KlienAPI",
    "KlienAPIQuerySet",
    "PemakaianAPI",
    "PengaturanDokumen",
    "Penomoran",
    "RiwayatKlienAPI",
    "RiwayatTerbitan",
    "Terbitan",
    "TokenAPI",
]
