"""Change how an institution numbers and closes a kind of document."""

from typing import Any

from django.db import transaction

from reports.choices import Jenis
from reports.issuing_access import can_set_numbering
from reports.models import PengaturanDokumen
from units.access import require
from units.errors import Ditolak
from units.history import label_of, record
from units.models import Instansi, Peran

UMUM = "Semua jenis"


def column_of(jenis: str, name: str) -> str:
    """A field's name in the institution's history."""
    label = label_of(PengaturanDokumen._meta.get_field(name))
    return f"{label} ({jenis or 'umum'})"


@transaction.atomic
def save_pengaturan(*, instansi: Instansi, jenis: str, values: dict[str, Any], by: Peran) -> PengaturanDokumen:
    """Write the row of one kind, "" for all others, with one history row of the institution per field that changed."""
    require(can_set_numbering(by, instansi.pk), "Administrator Instansi", what="Mengatur penomoran dokumen")
    Instansi.objects.select_for_update(no_key=True).get(pk=instansi.pk)
    row = PengaturanDokumen.objects.filter(instansi=instansi, jenis=jenis).first()
    row = row or PengaturanDokumen(instansi=instansi, jenis=jenis)
    _check_pattern_is_free(row, values.get("pola", ""))
    for name, value in values.items():
        old = getattr(row, name)
        if old == value:
            continue
        setattr(row, name, value)
        words = f"Pengaturan dokumen: {Jenis(jenis).label if jenis else UMUM}"
        record(instansi, by=by, tindakan=words[:80], kolom=column_of(jenis, name), dari=old, ke=value)
    row.save()
    return row


def _check_pattern_is_free(row: PengaturanDokumen, pola: str) -> None:
    """Two series of the same pattern would give the same number twice."""
    if not pola:
        return
    others = PengaturanDokumen.objects.filter(instansi=row.instansi, pola=pola).exclude(jenis=row.jenis)
    other = others.first()
    if other:
        name = other.get_jenis_display() if other.jenis else UMUM
        raise Ditolak(
            f"Pola ini sudah dipakai untuk {name}. Kosongkan pola agar nomor urutnya bersama, atau tulis pola yang berbeda."
        )
