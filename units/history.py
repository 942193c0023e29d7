"""Write and read history rows of master data. Workflow steps write theirs in `units.transitions`."""

from typing import Any

from django.db.models import Model

from units.models import Peran


def record(objek: Any, *, by: Peran | None, tindakan: str, kolom: str = "", dari: Any = "", ke: Any = "", alasan: str = "") -> None:
    """One history row; `by` is None only for what the system itself did."""
    objek.riwayat.create(
        oleh=by.user if by else None, peran=by, tindakan=tindakan, kolom=kolom,
        dari=_text(dari), ke=_text(ke), alasan=alasan,
    )


def save_with_history(objek: Model, changes: dict[str, Any], *, by: Peran | None, tindakan: str = "Mengubah data") -> list[str]:
    """Set the fields, save, and write one history row per field that changed. Returns their names."""
    changed = []
    for name, value in changes.items():
        old = getattr(objek, name)
        if old == value:
            continue
        label = str(objek._meta.get_field(name).verbose_name).capitalize()
        setattr(objek, name, value)
        changed.append(name)
        record(objek, by=by, tindakan=tindakan, kolom=label, dari=old, ke=value)
    if changed:
        objek.save(update_fields=changed)
    return changed


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, (list, tuple)):
        return ", ".join(str(v) for v in value)
    return str(value)
