"""Documents that the portal has made, and what becomes of them."""

from reports.models.dokumen import Dokumen, DokumenQuerySet
from reports.models.terbitan import PengaturanDokumen, Penomoran, Terbitan

__all__ = ["Dokumen", "DokumenQuerySet", "PengaturanDokumen", "Penomoran", "Terbitan"]
