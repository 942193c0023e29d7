"""Documents that the portal has made, and what becomes of them."""

from reports.models.dokumen import Dokumen, DokumenQuerySet
from reports.models.klien_api import KlienAPI, KlienAPIQuerySet, PemakaianAPI, RiwayatKlienAPI, TokenAPI
from reports.models.massal import BarisCetak, CetakMassal
from reports.models.ringkasan import RingkasanBulanan
from reports.models.tanda_tangan import BerkasBertanda, RiwayatSertifikat, SertifikatElektronik
from reports.models.templat import TemplatDokumen
from reports.models.terbitan import PengaturanDokumen, Penomoran, RiwayatTerbitan, Terbitan

__all__ = [
    "BarisCetak",
    "BerkasBertanda",
    "CetakMassal",
    "Dokumen",
    "DokumenQuerySet",
    "KlienAPI",
    "KlienAPIQuerySet",
    "PemakaianAPI",
    "PengaturanDokumen",
    "Penomoran",
    "RingkasanBulanan",
    "RiwayatKlienAPI",
    "RiwayatSertifikat",
    "RiwayatTerbitan",
    "SertifikatElektronik",
    "TemplatDokumen",
    "Terbitan",
    "TokenAPI",
]
