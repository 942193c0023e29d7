"""Write and read history rows of master data. Workflow steps write theirs in `units.transitions`."""

from datetime import date
from typing import Any

from django.db.models import Field, Model

from units.models import Peran
from units.templatetags.indonesia import tanggal


def record(
    objek: Any, *, by: Peran | None, tindakan: str, kolom: str = "", dari: Any = "", ke: Any = "", alasan: str = ""
) -> None:
    """One history row; `by` is None only for what the system itself did."""
    objek.riwayat.create(
        oleh=by.user if by else None,
        peran=by,
        tindakan=tindakan,
        kolom=kolom,
        dari=_text(dari),
        ke=_text(ke),
        alasan=alasan,
    )


def save_with_history(
    objek: Model, changes: dict[str, Any], *, by: Peran | None, tindakan: str = "Mengubah data", alasan: str = ""
) -> list[str]:
    """Set the fields, save, and write one history row per field that changed. Returns their names."""
    changed = []
    for name, value in changes.items():
        old = getattr(objek, name)
        if old == value:
            continue
        field = objek._meta.get_field(name)
        setattr(objek, name, value)
        changed.append(name)
        record(
            objek,
            by=by,
            tindakan=tindakan,
            kolom=label_of(field),
            alasan=alasan,
            dari=_words(field, old),
            ke=_words(field, value),
        )
    if changed:
        objek.save(update_fields=changed)
    return changed


def label_of(field: Field) -> str:
    """Capital first letter, the rest as written: "NIP" stays "NIP"."""
    name = str(field.verbose_name)
    return name[:1].upper() + name[1:]


def _words(field: Field, value: Any) -> Any:
    """The label of a choice; any other value as it is."""
    return dict(field.flatchoices).get(value, value) if field.choices else value


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, date):
        return tanggal(value)
    if isinstance(value, (list, tuple)):
        return ", ".join(str(v) for v in value)
    return str(value)
