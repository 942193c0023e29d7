"""Services of the reports app: `dokumen` asks for and draws papers, `issuing` numbers them."""

from reports.kinds import JENIS
from reports.services.dokumen import (
    Cetakan,
    choose,
    printable,
    render_dokumen,
    request_dokumen,
    retry_dokumen,
)

__all__ = ["JENIS", "Cetakan", "choose", "printable", "render_dokumen", "request_dokumen", "retry_dokumen"]
