"""What an institution shows without sign-in: switched on by its administrator, then read by everybody."""

from collections.abc import Callable

from django.core.paginator import Page, Paginator
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import slugify

from units.access import can_manage_instansi, require
from units.choices import Tahap
from units.history import save_with_history
from units.models import Instansi, PembangunanZI, Peran, Predikat

PER_PAGE = 50
# What the apps above add to the public page when they start, because this app does not know them: institution and request
# in, markup without any person's name out, "" for nothing.
SECTIONS: list[Callable[[Instansi, HttpRequest], str]] = []
# From the declaration, which is public (Pergub Kalbar 20/2017 Pasal 3), until the predicate; candidates are not.
MEMBANGUN = (
    Tahap.DICANANGKAN,
    Tahap.DITETAPKAN,
    Tahap.MEMBANGUN,
    Tahap.PENILAIAN_MANDIRI,
    Tahap.EVALUASI_TPI,
    Tahap.DIUSULKAN,
    Tahap.EVALUASI_TPN,
)


@transaction.atomic
def set_public(*, instansi: Instansi, halaman_publik: bool, pengaduan_dibuka: bool, by: Peran) -> Instansi:
    """Open or close the public page and the complaint channel. The address is given once and stays: it gets printed."""
    require(can_manage_instansi(by, instansi.pk), "Administrator Instansi", what="Mengatur layanan publik")
    row = Instansi.objects.select_for_update().get(pk=instansi.pk)
    changes = {"halaman_publik": halaman_publik, "pengaduan_dibuka": pengaduan_dibuka}
    if row.slug is None and any(changes.values()):
        changes = {"slug": free_slug(row.wilayah)} | changes
    save_with_history(row, changes, by=by, tindakan="Mengatur layanan publik")
    return row


def free_slug(wilayah: str) -> str:
    """ "Kabupaten Ketapang" becomes "kabupaten-ketapang", or "kabupaten-ketapang-2" when that is taken."""
    base = slugify(wilayah)[:50] or "instansi"
    taken = set(Instansi.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(s for s in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if s not in taken)


def holders_page(instansi: Instansi, number: str | None) -> Page:
    """Predicates in force with their decrees; one under review is in force until it is decided. Two queries."""
    rows = Predikat.objects.filter(unit__instansi=instansi).exclude(status=Predikat.Status.DICABUT)
    rows = rows.select_related("unit", "keputusan").order_by("unit__nama", "jenis")
    return Paginator(rows, PER_PAGE).get_page(number)


def building_page(instansi: Instansi, number: str | None) -> Page:
    """Units that build in this programme year, with their stage. Two queries."""
    year = timezone.localdate().year
    rows = PembangunanZI.objects.filter(unit__instansi=instansi, periode__tahun=year, tahap__in=MEMBANGUN)
    return Paginator(rows.select_related("unit").order_by("unit__nama"), PER_PAGE).get_page(number)
