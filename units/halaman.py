"""What a view hands to the page head: title, where the object stands, and what can be done with it."""

from dataclasses import dataclass
from typing import Literal

Nada = Literal["hijau", "kuning", "merah", "biru", "netral"]


@dataclass(frozen=True, slots=True)
class Tombol:
    """One action. `metode="post"` with `konfirmasi` needs a page at `url` that answers GET with the question.

    Without JavaScript that page is what the person sees; with it a dialog asks, and posts to the same `url`.
    """

    label: str
    url: str
    ikon: str = ""
    metode: Literal["get", "post"] = "get"
    konfirmasi: str = ""
    alasan: Literal["", "boleh", "wajib"] = ""
    bahaya: bool = False
    unduh: bool = False


@dataclass(frozen=True, slots=True)
class Tab:
    """A sibling page of the same object."""

    label: str
    url: str
    aktif: bool = False
    jumlah: int | None = None


@dataclass(frozen=True, slots=True)
class Halaman:
    """Context variable `halaman` of every page inside the portal."""

    judul: str
    remah: tuple[tuple[str, str], ...] = ()
    status: tuple[Nada, str] | None = None
    keterangan: str = ""
    tombol: Tombol | None = None
    menu: tuple[Tombol, ...] = ()
    tab: tuple[Tab, ...] = ()
