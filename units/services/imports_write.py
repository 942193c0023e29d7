"""Writing the rows of a checked import. Called inside the import's own transaction."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from units.choices import JenisPeran
from units.history import save_with_history
from units.importing import BARU, BERUBAH, HasilBaris
from units.models import Peran, RiwayatUnitKerja, RiwayatUser, UnitKerja, User
from units.services.people import invite, update_orang
from units.services.peran import words

IMPORTED = "Impor dari Excel"


def write_units(rows: list[HasilBaris], *, by: Peran) -> None:
    """New units first and without parents, because a parent may stand further down in the file."""
    made = UnitKerja.objects.bulk_create(
        UnitKerja(instansi=by.instansi, **{k: v for k, v in row.nilai.items() if k != "induk"})
        for row in rows
        if row.keadaan == BARU
    )
    RiwayatUnitKerja.objects.bulk_create(
        RiwayatUnitKerja(objek=unit, oleh=by.user, peran=by, tindakan=IMPORTED, ke=unit.nama) for unit in made
    )
    units = {unit.kode: unit for unit in UnitKerja.objects.filter(instansi=by.instansi)}
    moved = []
    for row in rows:
        unit, induk = units[row.kunci], units.get(row.nilai.get("induk", ""))
        if row.keadaan == BARU and induk:
            unit.induk = induk
            moved.append(unit)
        elif row.keadaan == BERUBAH:
            save_with_history(unit, _with(row.nilai, "induk", induk), by=by, tindakan=IMPORTED)
    UnitKerja.objects.bulk_update(moved, ["induk"])


def _with(nilai: Mapping[str, Any], name: str, value: Any) -> dict[str, Any]:
    """The values with the object in place of its code, where the file names one."""
    return {**nilai, name: value} if name in nilai else dict(nilai)


def write_people(rows: list[HasilBaris], *, hashes: Mapping[str, str], by: Peran) -> None:
    """New people get a hash from `hashes` (by key) or an invitation by email; changed ones keep their password."""
    units = {unit.kode: unit for unit in UnitKerja.objects.filter(instansi=by.instansi)}
    new = [_new_person(row, units, hashes, by) for row in rows if row.keadaan == BARU]
    made = User.objects.bulk_create(new)
    RiwayatUser.objects.bulk_create(
        RiwayatUser(objek=user, oleh=by.user, peran=by, tindakan=IMPORTED, ke=user.nama) for user in made
    )
    _make_pegawai([user for user in made if user.unit], by)
    invite([user for user in made if user.email], instansi=by.instansi)
    _change_people([row for row in rows if row.keadaan == BERUBAH], units, by)


def _new_person(row: HasilBaris, units: Mapping[str, UnitKerja], hashes: Mapping[str, str], by: Peran) -> User:
    nilai = _with(row.nilai, "unit", units.get(row.nilai.get("unit", "")))
    return User(
        instansi=by.instansi,
        password=hashes.get(row.kunci) or make_password(None),
        must_change_password=row.kunci in hashes,
        **nilai,
    )


def _make_pegawai(users: list[User], by: Peran) -> None:
    roles = Peran.objects.bulk_create(
        Peran(
            user=user,
            jenis=JenisPeran.PEGAWAI,
            instansi=by.instansi,
            unit=user.unit,
            mulai=timezone.localdate(),
            dasar=IMPORTED,
        )
        for user in users
    )
    RiwayatUser.objects.bulk_create(
        RiwayatUser(
            objek=p.user, oleh=by.user, peran=by, tindakan="Memberi peran", kolom="Peran", ke=words(p), alasan=IMPORTED
        )
        for p in roles
    )


def _change_people(rows: list[HasilBaris], units: Mapping[str, UnitKerja], by: Peran) -> None:
    people = User.objects.filter(instansi=by.instansi).select_related("unit", "instansi")
    known = {user.nip or (user.email or "").lower(): user for user in people}
    for row in rows:
        nilai = _with(row.nilai, "unit", units.get(row.nilai.get("unit", "")))
        update_orang(known[row.kunci], nilai, by=by, tindakan=IMPORTED)
