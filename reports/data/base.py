"""Parts that every document has, and the way of its data through JSON and back."""

from dataclasses import asdict, dataclass, fields, is_dataclass
from datetime import date
from types import UnionType
from typing import Any, Protocol, TypeVar, Union, get_args, get_origin, get_type_hints

from units.choices import JenisPeran
from units.findings import Temuan, galat
from units.models import Instansi, Peran, UnitKerja, User
from units.templatetags.indonesia import nip, pangkat, tanggal

T = TypeVar("T")
# A row with more text than this is taller than the rest of most pages; keeping it whole would leave white half pages.
LONG_ROW = 900


@dataclass(frozen=True, slots=True)
class Kop:
    """Letterhead. `logo` is the sha256 of the institution's logo file, "" without one."""

    baris: tuple[str, ...]
    nama: str
    alamat: str
    kontak: tuple[str, ...]
    logo: str = ""


@dataclass(frozen=True, slots=True)
class TandaTangan:
    """Signature block. `tanggal` is an ISO date, "" until the day is known; texts are as printed."""

    tempat: str
    tanggal: str
    jabatan: str
    nama: str
    pangkat: str = ""
    nip: str = ""

    @property
    def tanggal_cetak(self) -> str:
        return tanggal(date.fromisoformat(self.tanggal)) if self.tanggal else ""


class Isi(Protocol):
    """What every document's data say of themselves; the layout, the job and the pages ask nothing else."""

    tahun: int
    unit: str
    instansi: str
    kop: Kop
    tembusan: tuple[str, ...]

    @property
    def is_draf(self) -> bool: ...

    @property
    def templat(self) -> str:
        """Name of the template under `reports/kertas/`."""

    @property
    def sebutan(self) -> str:
        """The kind with its year, as titles and footers have it."""

    @property
    def keadaan(self) -> str:
        """Which state of the source this is, in a list of documents."""

    @property
    def tanggal_berkas(self) -> str:
        """ISO date for the file's own properties, "" until there is one."""

    def kekurangan(self) -> list[Temuan]:
        """What an official paper cannot be without; said before a job starts, so that none fails for it."""


def missing_in(signed: TandaTangan, nameless: Temuan) -> list[Temuan]:
    """What a signature block lacks; `nameless` says who must be named."""
    found = [] if signed.nama else [nameless]
    if not signed.jabatan:
        found.append(
            galat("jabatan", "Jabatan penanda tangan belum diisi pada data unit kerja.", "Jabatan penanda tangan")
        )
    if not signed.tempat:
        found.append(
            galat("tempat", "Tempat penandatanganan belum diisi pada data instansi.", "Tempat penandatanganan")
        )
    return found


def no_head(unit: str) -> Temuan:
    return galat(
        "penanda_tangan",
        f"Kepala {unit} belum ditetapkan. Administrator menambahkan peran Kepala Unit Kerja.",
        "Kepala unit",
    )


def no_region_head(jabatan: str) -> Temuan:
    return galat("penanda_tangan", f"Nama {jabatan} belum diisi pada data instansi.", "Nama kepala daerah")


def empty(what: str) -> Temuan:
    return galat("kosong", f"{what}, sehingga tidak ada yang dicetak.", "Isi")


def kop_of(instansi: Instansi, unit: UnitKerja | None) -> Kop:
    """The unit's letterhead under the institution's lines; without a unit, the institution's own."""
    lines = tuple(line.strip() for line in instansi.kop_baris.splitlines() if line.strip()) or (instansi.nama.upper(),)
    place = unit or instansi
    contact = (("Telepon", place.telepon), ("Surel", place.surel), ("Situs", place.situs))
    return Kop(
        baris=lines if unit else lines[:-1],
        nama=unit.nama if unit else lines[-1],
        alamat=place.alamat or instansi.alamat,
        kontak=tuple(f"{label} {value}" for label, value in contact if value),
        logo=instansi.logo.sha256 if instansi.logo else "",
    )


def head_of(unit: UnitKerja, today: date) -> User | None:
    """Who heads the unit today; the newest role when a deputy overlaps."""
    roles = Peran.objects.active_on(today).filter(unit=unit, jenis=JenisPeran.KEPALA_UNIT).select_related("user")
    newest = roles.order_by("-mulai", "-pk").first()
    return newest.user if newest else None


def signature(instansi: Instansi, jabatan: str, user: User | None, signed: date | None) -> TandaTangan:
    return TandaTangan(
        tempat=instansi.ibu_kota.strip(),
        tanggal=signed.isoformat() if signed else "",
        jabatan=jabatan.strip(),
        nama=user.nama if user else "",
        pangkat=pangkat(user.golongan) if user else "",
        nip=nip(user.nip) if user else "",
    )


def is_long(*texts: str) -> bool:
    """The longest cell decides how tall a row is."""
    return max(len(text) + 40 * text.count("\n") for text in texts) > LONG_ROW


def to_json(data: Any) -> dict[str, Any]:
    return asdict(data)


def from_json(kind: type[T], raw: dict[str, Any]) -> T:
    """The dataclass that `to_json` was given; fields are dataclasses, tuples of one kind, or plain values.

    A field that is younger than the stored data keeps its default.
    """
    hints = get_type_hints(kind)
    known = [field.name for field in fields(kind) if field.name in raw]
    return kind(**{name: _decode(hints[name], raw[name]) for name in known})


def _decode(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(hint) in (Union, UnionType):
        hint = next(arg for arg in get_args(hint) if arg is not type(None))
    if get_origin(hint) is tuple:
        return tuple(_decode(get_args(hint)[0], item) for item in value)
    return from_json(hint, value) if is_dataclass(hint) else value
