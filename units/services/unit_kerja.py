"""Master data of work units."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from units.errors import Ditolak
from units.history import record, save_with_history
from units.models import Instansi, Peran, UnitKerja

# What the head of a unit may correct without the administrator.
FIELDS_OF_HEAD = ("alamat", "telepon", "jumlah_pegawai")


def finds_itself_above(unit: int, induk: int | None, parents: Mapping[int, int | None]) -> bool:
    """Whether `unit` would stand above itself if `induk` became its parent. `parents` maps each unit to its parent."""
    seen: set[int] = set()
    while induk is not None and induk not in seen:
        if induk == unit:
            return True
        seen.add(induk)
        induk = parents.get(induk)
    return False


def _check_tree(unit: UnitKerja, induk: UnitKerja | None) -> None:
    parents = dict(UnitKerja.objects.filter(instansi=unit.instansi_id).values_list("pk", "induk_id"))
    if induk and finds_itself_above(unit.pk, induk.pk, parents):
        raise Ditolak(
            f"{induk} berada di bawah {unit} atau unit itu sendiri, sehingga tidak dapat menjadi unit induknya."
        )


@transaction.atomic
def create_unit(*, data: dict[str, Any], by: Peran) -> UnitKerja:
    unit = UnitKerja.objects.create(instansi=by.instansi, **data)
    record(unit, by=by, tindakan="Membuat unit kerja", ke=unit.nama)
    return unit


@transaction.atomic
def update_unit(unit: UnitKerja, data: dict[str, Any], *, by: Peran) -> list[str]:
    """Change master data. The institution's row is locked: two moves at once could close a circle that neither sees."""
    Instansi.objects.select_for_update().get(pk=unit.instansi_id)
    unit = UnitKerja.objects.get(pk=unit.pk)
    if "induk" in data:
        _check_tree(unit, data["induk"])
    return save_with_history(unit, data, by=by)


@transaction.atomic
def deactivate_unit(unit: UnitKerja, *, alasan: str, by: Peran) -> None:
    """Take a unit out of new work. Its past, its people and its documents stay."""
    below = list(unit.anak.filter(is_active=True).values_list("nama", flat=True)[:3])
    if below:
        raise Ditolak(
            f"Masih ada unit aktif di bawahnya ({', '.join(below)}). Nonaktifkan atau pindahkan lebih dahulu."
        )
    save_with_history(unit, {"is_active": False}, by=by, tindakan="Menonaktifkan unit", alasan=alasan)


@transaction.atomic
def activate_unit(unit: UnitKerja, *, by: Peran) -> None:
    save_with_history(unit, {"is_active": True}, by=by, tindakan="Mengaktifkan unit")


def consequences(unit: UnitKerja) -> list[str]:
    """What a person should know before a unit is deactivated."""
    today = timezone.localdate()
    lines = ["Data, dokumen, dan riwayat unit tetap tersimpan dan dapat dibaca."]
    roles = Peran.objects.active_on(today).filter(unit=unit).count()
    if roles:
        lines.append(f"{roles} peran yang masih berlaku di unit ini tidak berakhir dengan sendirinya.")
    years = [str(p.periode.tahun) for p in unit.pembangunan.select_related("periode") if p.periode.tahun >= today.year]
    if years:
        lines.append(f"Unit ini terdaftar membangun ZI pada tahun {', '.join(years)} dan tetap terdaftar.")
    return [*lines, "Unit tidak dapat lagi didaftarkan dalam tahun program atau diberi peran baru."]
