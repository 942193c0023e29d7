"""Rows of a plan as wholes: added, copied, moved, struck and brought back.

Every act holds the plan's row first, so that rows are numbered by one person at a time.
"""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Case, IntegerField, Value, When
from django.utils import timezone

from action_plans import access
from action_plans.models import Aksi, RencanaAksi
from action_plans.plan_data import profil_of, sections
from action_plans.services.plan import lock
from action_plans.services.plan_cells import change_cell, note, rows_of
from units.access import require
from units.choices import Area, Aspek
from units.errors import BenturanPerubahan, Ditolak
from units.history import record
from units.models import Peran
from units.templatetags.indonesia import waktu


@transaction.atomic
def create_aksi(
    *, rencana: RencanaAksi, by: Peran, setelah: Aksi | None = None, area: str = "", aspek: str = "",
    indikator: str = "", aksi: str = "",
) -> Aksi:  # fmt: skip
    """An empty row below `setelah`, with its area, aspect and indicator; or the first row of an area."""
    rencana = lock(rencana)
    if setelah is not None:
        area, aspek, indikator = setelah.area, setelah.aspek, indikator or setelah.indikator
    _require_place(rencana, area, aspek, by=by)
    row = Aksi(
        rencana=rencana, area=area, aspek=aspek, indikator=indikator or "Indikator baru", aksi=aksi, updated_by=by.user
    )
    return _insert_after(rencana, row, setelah, by=by, tindakan="Menambah aksi")


@transaction.atomic
def copy_aksi(*, aksi: Aksi, by: Peran) -> Aksi:
    """The same row once more, right below."""
    rencana = lock(aksi.rencana)
    _require_place(rencana, aksi.area, aksi.aspek, by=by)
    fields = (
        "area",
        "aspek",
        "indikator",
        "aksi",
        "langkah",
        "bukti_fisik",
        "penanggung_jawab",
        "prioritas",
        "target_waktu",
        "bulan",
    )
    row = Aksi(rencana=rencana, updated_by=by.user, **{name: getattr(aksi, name) for name in fields})
    return _insert_after(rencana, row, aksi, by=by, tindakan="Menyalin aksi")


def _require_place(rencana: RencanaAksi, area: str, aspek: str, *, by: Peran) -> None:
    require(area in access.editable_areas(by, rencana), access.PENYUSUN, what="Menambah aksi pada area ini")
    known = {(a, s) for a, s, _ in sections(profil_of(rencana))}
    if (area, aspek) not in known:
        words = " ".join(filter(None, [Area(area).label, aspek and Aspek(aspek).label]))
        raise Ditolak(f"Bagian {words} tidak ada dalam bentuk rencana aksi tahun ini.")


def _insert_after(rencana: RencanaAksi, row: Aksi, setelah: Aksi | None, *, by: Peran, tindakan: str) -> Aksi:
    order = _ordered(rencana)
    at = next((i + 1 for i, a in enumerate(order) if setelah and a.pk == setelah.pk), len(order))
    row.urutan = at + 1
    row.save()
    order.insert(at, row)
    _renumber(order)
    note(row, by=by, tindakan=tindakan, ke=row.aksi[:200])
    record(rencana, by=by, tindakan=tindakan, kolom=_section(row), ke=_title(row))
    return row


def _ordered(rencana: RencanaAksi) -> list[Aksi]:
    """Live rows in the order of the page: by the form's sections, indicators together."""
    rows = list(rencana.aksi.filter(dihapus_at=None).order_by("urutan", "pk"))
    first: dict[tuple[str, str, str], int] = {}
    for place, row in enumerate(rows):
        first.setdefault((row.area, row.aspek, row.indikator), place)
    rank = {(a, s): n for n, (a, s, _) in enumerate(sections(profil_of(rencana), {(r.area, r.aspek) for r in rows}))}
    return sorted(rows, key=lambda r: (rank[r.area, r.aspek], first[r.area, r.aspek, r.indikator]))


def _renumber(order: Sequence[Aksi]) -> None:
    """Write the order, in one statement, for rows whose number changed."""
    moved = {row.pk: place for place, row in enumerate(order, start=1) if row.urutan != place}
    if moved:
        cases = [When(pk=pk, then=Value(place)) for pk, place in moved.items()]
        Aksi.objects.filter(pk__in=moved).update(urutan=Case(*cases, output_field=IntegerField()))


@transaction.atomic
def move_aksi(*, aksi: Aksi, naik: bool, by: Peran) -> Aksi:
    """One place up or down. At the edge of its indicator the row joins the neighbouring one of the same section."""
    rencana = lock(aksi.rencana)
    require(aksi.area in access.editable_areas(by, rencana), access.PENYUSUN, what="Memindahkan aksi")
    order = _ordered(rencana)
    at = next((i for i, a in enumerate(order) if a.pk == aksi.pk), None)
    if at is None:
        raise Ditolak("Baris ini sudah dihapus. Pulihkan dahulu bila ingin memindahkannya.")
    row, to = order[at], at - 1 if naik else at + 1
    other = order[to] if 0 <= to < len(order) else None
    if other is None or (other.area, other.aspek) != (row.area, row.aspek):
        raise Ditolak("Baris sudah berada di ujung areanya. Untuk pindah area, ubah area pada halaman aksi.")
    row.rencana = rencana
    if other.indikator == row.indikator:
        order[at], order[to] = other, row
        note(row, by=by, tindakan="Memindahkan aksi", ke="ke atas" if naik else "ke bawah")
    else:
        change_cell(row, "indikator", {"indikator": other.indikator}, by=by)
        row.updated_by = by.user
        row.save()
    _renumber(order)
    row.refresh_from_db(fields=["urutan"])
    return row


@transaction.atomic
def relocate_aksi(*, aksi: Aksi, area: str, aspek: str, versi: int, by: Peran) -> Aksi:
    """To another section of the form; the person must be allowed to work in both."""
    rencana = lock(aksi.rencana)
    row = rows_of(rencana, [aksi.pk])[aksi.pk]
    if (row.area, row.aspek) == (area, aspek):
        return row
    require(row.area in access.editable_areas(by, rencana), access.PENYUSUN, what="Memindahkan aksi dari area ini")
    _require_place(rencana, area, aspek, by=by)
    newer = row.riwayat.filter(kolom="Area", versi__gt=versi).select_related("oleh").first()
    if newer:
        raise BenturanPerubahan(versi=row.versi, nilai=_section(row), oleh=str(newer.oleh), pada=waktu(newer.waktu))
    dari = _section(row)
    row.area, row.aspek, row.updated_by = area, aspek, by.user
    row.versi += 1
    row.save()
    note(row, by=by, tindakan="Memindahkan aksi", kolom="Area", dari=dari, ke=_section(row))
    return row


def _title(aksi: Aksi) -> str:
    return aksi.aksi[:200] or f"(baris baru pada {aksi.indikator})"


def _section(aksi: Aksi) -> str:
    return ", ".join(filter(None, [aksi.get_area_display(), aksi.get_aspek_display()]))


@transaction.atomic
def remove_aksi(*, aksi: Aksi, by: Peran, alasan: str = "") -> Aksi:
    """Strike a row: it leaves the plan, stays in the database and can be brought back.

    A row with recorded progress is part of what was reported; striking it needs a reason.
    """
    rencana = lock(aksi.rencana)
    row = rows_of(rencana, [aksi.pk])[aksi.pk]
    require(row.area in access.editable_areas(by, rencana), access.PENYUSUN, what="Menghapus aksi")
    alasan = alasan.strip()
    if row.dihapus_at:
        return row
    if not alasan and row.realisasi.exists():
        raise Ditolak(
            "Aksi ini sudah mempunyai realisasi. Isi alasan penghapusannya; aksi dan realisasinya tetap tersimpan dalam riwayat."
        )
    row.dihapus_at, row.updated_by = timezone.now(), by.user
    row.versi += 1
    row.save()
    note(row, by=by, tindakan="Menghapus aksi", dari=row.aksi[:200], alasan=alasan)
    record(rencana, by=by, tindakan="Menghapus aksi", kolom=_section(row), dari=_title(row), alasan=alasan)
    return row


@transaction.atomic
def restore_aksi(*, aksi: Aksi, by: Peran) -> Aksi:
    """Bring a struck row back to its place."""
    rencana = lock(aksi.rencana)
    row = rows_of(rencana, [aksi.pk])[aksi.pk]
    require(row.area in access.editable_areas(by, rencana), access.PENYUSUN, what="Memulihkan aksi")
    if row.dihapus_at is None:
        return row
    row.dihapus_at, row.updated_by = None, by.user
    row.versi += 1
    row.save()
    note(row, by=by, tindakan="Memulihkan aksi", ke=row.aksi[:200])
    record(rencana, by=by, tindakan="Memulihkan aksi", kolom=_section(row), ke=_title(row))
    return row
