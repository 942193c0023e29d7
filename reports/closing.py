"""What an institution has set for a kind of paper, and the one place where it meets the paper's data.

Place, signatory and copies become part of the data, so that page, preview, PDF and DOCX show the same.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any

from reports.choices import Jenis
from reports.data import Isi, TandaTangan
from reports.models import PengaturanDokumen
from reports.numbering import LEBAR_BAWAAN, POLA_BAWAAN
from units.templatetags.indonesia import nip

# What a person signs for themselves: nobody else's name may be set under it.
PENANDA_SENDIRI = frozenset({Jenis.PAKTA, Jenis.LKE, Jenis.SPTJM})
# A charter hangs on a wall: it is sent to nobody.
TANPA_TEMBUSAN = frozenset({Jenis.PIAGAM})
RETENSI_BAWAAN = 10


@dataclass(frozen=True, slots=True)
class Setelan:
    """What holds for one kind: its own row, completed by the row for all kinds and by defaults.

    `deret` names the series that the number is taken from: the kind, or "" where it counts with all others.
    """

    pola: str = POLA_BAWAAN
    lebar: int = LEBAR_BAWAAN
    mulai: int = 1
    deret: str = ""
    tempat: str = ""
    penanda: TandaTangan | None = None
    tembusan: tuple[str, ...] = ()
    retensi_tahun: int = RETENSI_BAWAAN


def setelan_of(instansi_id: int, jenis: str) -> Setelan:
    """One query."""
    rows = {row.jenis: row for row in PengaturanDokumen.objects.filter(instansi_id=instansi_id, jenis__in=("", jenis))}
    return merged(jenis, rows.get(jenis), rows.get(""))


def merged(jenis: str, own: PengaturanDokumen | None, common: PengaturanDokumen | None) -> Setelan:
    """The kind's own row wins where it says something; a pattern comes with its own width and first number, and nobody
    signs all kinds.
    """
    found = [row for row in (own, common) if row is not None]
    numbers = next((row for row in found if row.pola), None)
    return Setelan(
        pola=numbers.pola if numbers else POLA_BAWAAN,
        lebar=numbers.lebar if numbers else LEBAR_BAWAAN,
        mulai=numbers.mulai if numbers else 1,
        deret=jenis if numbers is not None and numbers is own else "",
        tempat=next((row.tempat for row in found if row.tempat), ""),
        penanda=_signer(own) if own and own.penanda_nama and jenis not in PENANDA_SENDIRI else None,
        tembusan=() if jenis in TANPA_TEMBUSAN else next((c for row in found if (c := copies_of(row.tembusan))), ()),
        retensi_tahun=found[0].retensi_tahun if found else RETENSI_BAWAAN,
    )


def copies_of(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _signer(row: PengaturanDokumen) -> TandaTangan:
    number = nip(row.penanda_nip) if row.penanda_nip else ""
    return TandaTangan("", "", row.penanda_jabatan, row.penanda_nama, row.penanda_pangkat, number)


def closed(data: Isi, setelan: Setelan) -> Isi:
    """The data with the institution's place, signatory and copies. The first signature is the paper's own signatory."""
    first = setelan.penanda

    def block(number: int, signed: TandaTangan) -> TandaTangan:
        place = setelan.tempat or signed.tempat
        if first is None or number:
            return replace(signed, tempat=place)
        return replace(first, tempat=place, tanggal=signed.tanggal)

    return replace(_with_blocks(data, block), tembusan=setelan.tembusan)


def dated(data: Isi, hari: str) -> Isi:
    """The data with the day of issue under each signature that has no day yet."""
    return _with_blocks(data, lambda number, signed: replace(signed, tanggal=signed.tanggal or hari))


def blocks_of(data: Isi) -> list[TandaTangan]:
    """Who signs the paper, the paper's own signatory first."""
    return [signed for name in _signature_fields(data) for signed in _as_tuple(getattr(data, name))]


def signers_of(data: Isi) -> str:
    """One line a signatory, as the register keeps them."""
    return "\n".join(f"{signed.nama}, {signed.jabatan}" for signed in blocks_of(data))


def _signature_fields(data: Isi) -> list[str]:
    """Names of the fields with signature blocks: `penanda` or `tanda_tangan`, then `tim` of those who report."""
    names = {field.name for field in fields(data)}
    return [name for name in ("penanda", "tanda_tangan", "tim") if name in names]


def _as_tuple(value: TandaTangan | tuple[TandaTangan, ...] | None) -> tuple[TandaTangan, ...]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def _with_blocks(data: Isi, change: Callable[[int, TandaTangan], TandaTangan]) -> Isi:
    """`change` gets each block with its place; 0 is the paper's own signatory, who is never one of a team."""
    changed: dict[str, Any] = {}
    for name in _signature_fields(data):
        value = getattr(data, name)
        if isinstance(value, tuple):
            start = 1 if name == "tim" else 0
            changed[name] = tuple(change(number, signed) for number, signed in enumerate(value, start))
        elif value is not None:
            changed[name] = change(0, value)
    return replace(data, **changed)
