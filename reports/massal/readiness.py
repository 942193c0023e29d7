"""Which papers a batch would hold, and what each one lacks: said before the start, and asked again when its turn comes."""

import logging
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from action_plans.models import LaporanTriwulan, Pembinaan
from reports.issuing_access import PENERBIT, may_issue
from reports.kinds import JENIS, place_of
from reports.layouts import DataDokumen
from reports.models import Terbitan
from reports.services.dokumen import LAYOUT_ERRORS, printable
from reports.services.issuing import live_of, shows
from units.models import PaktaIntegritas, PembangunanZI, Peran, Periode
from units.scope import UNIT_ROLES
from units.templatetags.indonesia import tanggal

log = logging.getLogger(__name__)
# Of these every unit has one or several a year; a decree or the year's letter is one paper.
OF_UNITS = ("pembangunan__", "")
BELUM_FINAL = "Isinya belum disetujui atau ditetapkan; sampai saat itu hanya penyusunnya yang dapat mencetaknya."
BELUM_SAH = "Isinya masih draf. Nomor hanya diberikan pada isi yang sudah disetujui atau ditetapkan."
RUSAK = "Data sumbernya tidak dapat dibaca. Buka halaman sumbernya; bila tetap gagal, hubungi administrator."


@dataclass(frozen=True, slots=True)
class Calon:
    """One paper that could be made: its data, or the reasons why not; `terbitan` where it has its number already."""

    objek: Any
    nama: str
    data: DataDokumen | None = None
    alasan: tuple[str, ...] = ()
    terbitan: Terbitan | None = None

    @property
    def is_ready(self) -> bool:
        return not self.alasan

    @property
    def takes_number(self) -> bool:
        """Of the register: neither issued before nor numbered on the record, as a decree is."""
        return self.is_ready and self.terbitan is None and not getattr(self.data, "nomor", "")


def kinds_for(peran: Peran | None, periode: Periode | None) -> list[str]:
    """Kinds of which this role may make several papers."""
    if peran is None or periode is None:
        return []
    own = peran.jenis in UNIT_ROLES and PembangunanZI.objects.filter(periode=periode, unit=peran.unit_id).first()
    return [
        jenis
        for jenis, kind in JENIS.items()
        if kind.path in OF_UNITS and any(kind.maker.boleh(peran, periode, own or None, draf) for draf in (False, True))
    ]


def sources(
    jenis: str, *, periode: Periode, by: Peran, triwulan: int | None = None, objek: Collection[int] | None = None
) -> QuerySet:
    """Sources of this kind in the programme year that the role sees, by unit."""
    path = JENIS[jenis].path
    rows = JENIS[jenis].sources(by).filter(**{f"{path}periode": periode})
    if triwulan and JENIS[jenis].model is LaporanTriwulan:
        rows = rows.filter(triwulan=triwulan)
    if objek is not None:
        rows = rows.filter(pk__in=objek)
    return rows.order_by(f"{path}unit__nama", "pk")


def years_without(rows: QuerySet, jenis: str, *, periode: Periode, by: Peran) -> list[str]:
    """Units of the year that have no such source yet."""
    if JENIS[jenis].model is PembangunanZI:
        return []
    years = PembangunanZI.objects.visible_to(by).filter(periode=periode)
    return list(
        years.exclude(pk__in=rows.order_by().values("pembangunan"))
        .order_by("unit__nama")
        .values_list("unit__nama", flat=True)
    )


def candidates(rows: QuerySet, jenis: str, *, by: Peran, bernomor: bool) -> Iterator[Calon]:
    for objek in rows:
        yield check(jenis, objek, by=by, bernomor=bernomor)


def check(jenis: str, objek: Any, *, by: Peran, bernomor: bool) -> Calon:
    """The data of the paper that this role would get now, or all that stands in its way."""
    nama = name_of(objek)
    place = place_of(objek)
    kind = JENIS[jenis]
    try:
        found = printable(jenis, objek, by=by)
    except LAYOUT_ERRORS:
        log.exception("%s %s could not be read", jenis, objek.pk)
        return Calon(objek, nama, alasan=(RUSAK,))
    if not found:
        return Calon(objek, nama, alasan=(kind.hampa,))
    is_draft = all(item.draf for item in found)
    found = [item for item in found if kind.maker.boleh(by, place.periode, place.pembangunan, item.draf)]
    if not found:
        return Calon(objek, nama, alasan=(BELUM_FINAL if is_draft else f"Dokumen ini dibuat oleh {kind.maker.siapa}.",))
    if bernomor:
        return _numbered(jenis, objek, nama, [item.data[""] for item in found if not item.draf], by)
    data = found[0].data[""]
    return Calon(objek, nama, data, tuple(str(t) for t in data.kekurangan()))


def _numbered(jenis: str, objek: Any, nama: str, final: list[DataDokumen], by: Peran) -> Calon:
    if not final:
        return Calon(objek, nama, alasan=(BELUM_SAH,))
    data, place = final[0], place_of(objek)
    if not may_issue(by, jenis, place.periode, place.pembangunan):
        return Calon(objek, nama, alasan=(f"Nomor diberikan oleh {PENERBIT}.",))
    before = live_of(objek, jenis)
    if before and shows(before, data):
        return Calon(objek, nama, data, terbitan=before)
    if before:
        words = (
            f"Sudah terbit dengan nomor {before.nomor} dan isinya berubah sejak itu. "
            "Penggantian memerlukan alasan: buka dokumennya, lalu terbitkan penggantinya."
        )
        return Calon(objek, nama, alasan=(words,))
    return Calon(objek, nama, data, tuple(str(t) for t in data.kekurangan()))


def name_of(objek: Any) -> str:
    """What tells this source from the others of its kind: unit, quarter, person or day."""
    year = place_of(objek).pembangunan
    parts = [year.unit.nama if year else str(objek)]
    if isinstance(objek, LaporanTriwulan):
        parts.append(objek.get_triwulan_display())
    if isinstance(objek, PaktaIntegritas):
        parts.append(objek.user.nama)
    if isinstance(objek, Pembinaan):
        parts.append(tanggal(objek.tanggal))
    return ", ".join(parts)[:250]
