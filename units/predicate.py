"""What a unit's predicates of other years allow it this year."""

from collections.abc import Iterable
from datetime import date

from units.choices import JenisPredikat
from units.findings import Temuan, galat
from units.models import Predikat, UnitKerja
from units.templatetags.indonesia import tanggal

WAIT_YEARS = 2


def earliest_proposal(unit: UnitKerja) -> date | None:
    """The first day on which a revoked unit may be proposed for WBK again: two years after the newest revocation.

    None for a unit whose predicate was never revoked; a date in the past holds nothing up any more. One query.
    Source: briefing on PermenPANRB 90/2021, "Pencabutan Predikat" point 3.
    """
    last = (
        Predikat.objects.filter(unit=unit, status=Predikat.Status.DICABUT)
        .order_by("-dicabut_pada")
        .values_list("dicabut_pada", flat=True)
        .first()
    )
    return end_of_wait(last) if last else None


def end_of_wait(dicabut_pada: date) -> date:
    """The same day two years later; 1 March for a 29 February."""
    year = dicabut_pada.year + WAIT_YEARS
    try:
        return dicabut_pada.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def wait_sentence(unit: UnitKerja, *, today: date) -> str:
    """Why the unit may not be proposed for WBK yet, with the day from which it may; "" when nothing holds it up."""
    free = earliest_proposal(unit)
    if free is None or free <= today:
        return ""
    return (
        f"Predikat {unit} pernah dicabut; usulan Menuju WBK yang baru dapat diajukan mulai {tanggal(free)}, "
        f"{WAIT_YEARS} tahun setelah penetapan pencabutan (PermenPANRB 90/2021)."
    )


def wbbm_findings(units: Iterable[UnitKerja], target: str) -> list[Temuan]:
    """Units that may not build towards `target`: WBBM is for units that hold WBK (Pergub Kalbar 20/2017 Pasal 8(2)).

    A WBK under review is still in force. One query; none for WBK.
    """
    if target != JenisPredikat.WBBM:
        return []
    units = list(units)
    holders = set(
        Predikat.objects.filter(unit__in=units, jenis=JenisPredikat.WBK)
        .exclude(status=Predikat.Status.DICABUT)
        .values_list("unit_id", flat=True)
    )
    return [
        galat(
            "wbbm_tanpa_wbk",
            f"{unit} belum memegang predikat Menuju WBK yang berlaku, sehingga targetnya belum dapat Menuju WBBM "
            "(Pergub Kalbar 20/2017 Pasal 8 ayat (2); Perwal Tangerang 72/2018). Pilih target Menuju WBK.",
            str(unit),
        )
        for unit in units
        if unit.pk not in holders
    ]
