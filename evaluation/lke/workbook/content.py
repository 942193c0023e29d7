"""What a workbook carries besides the form: answers, notes, evidence, links, and the key to come back in."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class IsiLKE:
    """The filled part of a form, by question code."""

    jawaban: Mapping[str, object] = field(default_factory=dict)
    catatan: Mapping[str, str] = field(default_factory=dict)
    bukti: Mapping[str, str] = field(default_factory=dict)
    tautan: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kunci:
    """Which assessment a file belongs to, and what it held when it left the portal."""

    penilaian: str
    instrumen: str
    versi: str
    sidik: str
    isi: IsiLKE = field(default_factory=IsiLKE)
