"""What the import tests write into workbooks and read from results."""

from units.models import Impor

NIP = "199001022015012003"
NIP2 = "199203042019031005"


def states(impor: Impor) -> dict[str, str]:
    return {row["label"]: row["keadaan"] for row in impor.hasil["baris"]}


def refusals(impor: Impor) -> dict[str, str]:
    """Sentence by cell."""
    return {tempat: pesan for row in impor.hasil["baris"] for tempat, pesan in row["temuan"]}


def unit_row(**changes) -> dict:
    return {"kode": "8.001", "nama": "Puskesmas Satu", "jabatan_kepala": "Kepala Puskesmas Satu"} | changes


def person(**changes) -> dict:
    return {"nip": NIP, "nama": "Sari Wulandari"} | changes
