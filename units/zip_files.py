"""A zip whose bytes come from its content alone: no dates of the making, nothing compressed (a deflated stream differs
between versions of zlib, and what goes in is compressed already).
"""

import hashlib
import re
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from typing import Any, BinaryIO

EPOCH = (1980, 1, 1, 0, 0, 0)
BLOCK = 1024 * 1024
CORE = "docProps/core.xml"


@dataclass(frozen=True, slots=True)
class IsiZip:
    """One file of a zip; `open` gives its bytes when they are needed."""

    nama: str
    open: Callable[[], BinaryIO]


def from_bytes(nama: str, data: bytes) -> IsiZip:
    return IsiZip(nama, lambda: BytesIO(data))


def add_file(package: zipfile.ZipFile, item: IsiZip) -> dict[str, Any]:
    """Write one file and say what was written: name, SHA-256, size."""
    info = zipfile.ZipInfo(item.nama, date_time=EPOCH)
    info.external_attr = 0o644 << 16
    digest, size = hashlib.sha256(), 0
    # Closed with the file: Windows and the storage both count open handles.
    with closing(item.open()) as source, package.open(info, "w", force_zip64=True) as target:
        while block := source.read(BLOCK):
            digest.update(block)
            size += len(block)
            target.write(block)
    return {"nama": item.nama, "sha256": digest.hexdigest(), "ukuran": size}


def stable_xlsx(data: bytes) -> bytes:
    """The same workbook without the time of its making: in the zip's entries and in its properties."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for name in sorted(source.namelist()):
            content = source.read(name)
            if name == CORE:
                content = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", content)
            target.writestr(zipfile.ZipInfo(name, date_time=EPOCH), content)
    return out.getvalue()
