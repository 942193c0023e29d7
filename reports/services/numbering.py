"""Take the next number of a series: gapless, and never the same one twice."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from reports.closing import Setelan
from reports.data.surat import inspektorat_of
from reports.kinds import Tempat
from reports.models import Penomoran, Terbitan
from reports.numbering import fill_pattern
from units.errors import Ditolak
from units.models import Instansi

TANPA_UNIT = "PEMDA"  # code of a paper of several units where no unit is the Inspektorat


@dataclass(frozen=True, slots=True)
class Nomor:
    """`urut` is None where the record carried its number before."""

    teks: str
    deret: str
    urut: int | None


def take_number(setelan: Setelan, place: Tempat, hari: date) -> Nomor:
    """The next number, taken for good when the surrounding transaction commits and never without it.

    The counter's row stays locked until then: who comes second waits, and a number whose paper was not written is free again.
    """
    instansi = place.periode.instansi
    counter = _locked_counter(instansi, setelan.deret, hari.year)
    counter.terakhir = _next(counter, setelan)
    counter.save(update_fields=["terakhir"])
    nomor = _write(setelan, place, counter.terakhir, hari)
    if Terbitan.objects.filter(instansi=instansi, nomor=nomor, urut__isnull=False).exists():
        raise Ditolak(
            f"Nomor {nomor} sudah dipakai dokumen lain, karena dua pola menghasilkan nomor yang sama. "
            "Administrator Instansi mengubah pola nomor jenis dokumen ini."
        )
    return Nomor(nomor, setelan.deret, counter.terakhir)


def preview_number(setelan: Setelan, place: Tempat, hari: date) -> str:
    """What the next number would be; nothing is taken, so that another paper may get it first."""
    counter = Penomoran.objects.filter(
        instansi_id=place.periode.instansi_id, deret=setelan.deret, tahun=hari.year
    ).first()
    return _write(setelan, place, _next(counter or Penomoran(), setelan), hari)


def _next(counter: Penomoran, setelan: Setelan) -> int:
    """An institution that numbered by hand before starts behind its last number."""
    return max(counter.terakhir + 1, setelan.mulai)


def _write(setelan: Setelan, place: Tempat, urut: int, hari: date) -> str:
    return fill_pattern(setelan.pola, urut=urut, lebar=setelan.lebar, hari=hari, kode_unit=_unit_code(place))


def _unit_code(place: Tempat) -> str:
    if place.pembangunan:
        return place.pembangunan.unit.kode
    unit = inspektorat_of(place.periode.instansi)
    return unit.kode if unit else TANPA_UNIT


def _locked_counter(instansi: Instansi, deret: str, tahun: int) -> Penomoran:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a number is taken in the transaction that writes its paper")
    Penomoran.objects.get_or_create(instansi=instansi, deret=deret, tahun=tahun)
    return Penomoran.objects.select_for_update().get(instansi=instansi, deret=deret, tahun=tahun)
