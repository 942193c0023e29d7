"""The zip around a Word document: the same parts give the same bytes."""

import zipfile
from datetime import date, datetime
from io import BytesIO

from docx.document import Document as Dokumen

EPOCH = (1980, 1, 1, 0, 0, 0)  # the oldest that a zip can say
NO_DAY = date(2000, 1, 1)  # of a paper that carries no date yet


def frozen(content: bytes) -> bytes:
    """The same zip without the hour at which it was written, parts by name after the list of types."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name != "_rels/.rels", name))
        for name in names:
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, old.read(name))
    return out.getvalue()


def write_properties(document: Dokumen, *, title: str, author: str, subject: str, day: str) -> None:
    """What the file says of itself; its dates are those of the paper and not of the machine."""
    moment = datetime.combine(date.fromisoformat(day) if day else NO_DAY, datetime.min.time())
    properties = document.core_properties
    properties.title, properties.author, properties.subject = title[:255], author[:255], subject[:255]
    properties.last_modified_by, properties.comments, properties.keywords = "Portal Zona Integritas", "", ""
    properties.created = properties.modified = moment
    properties.last_printed = moment
    properties.revision = 1
    properties.language = "id-ID"
