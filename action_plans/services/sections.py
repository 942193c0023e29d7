"""Write a report section by section. Lampiran II and Lampiran III are written alike; what differs stands in `Penulisan`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from units.errors import BenturanPerubahan
from units.history import record
from units.models import Peran
from units.profiles import Formulir
from units.templatetags.indonesia import waktu

MENYUNTING, MENYUSUN_ULANG = "Menyunting bagian", "Menyusun ulang bagian dari data"
ALL = ""


@dataclass(frozen=True, slots=True)
class Penulisan:
    """A kind of report as its sections are written.

    `lock(report, by, kode)` gives the report's row locked, the lock of all its sections; `kode` is a section or ALL. It
    raises Ditolak once the report has left the draft, and TidakBerwenang for who may not write there.
    """

    lock: Callable[[Any, Peran, str], Any]
    form_of: Callable[[Any], Formulir]
    draft_texts: Callable[[Any], dict[str, str]]

    @transaction.atomic
    def save_section(self, *, laporan: Any, kode: str, isi: str, versi: int | None, by: Peran) -> Any:
        """Store the text that a person wrote over `versi`; None overwrites (the person has chosen between both)."""
        row = self._section(laporan, kode, versi=versi, isi=isi, by=by)
        if row.isi != isi:
            self._note_edit(laporan, kode, by=by)
            _store(row, isi, disunting=True, by=by)
        return row

    @transaction.atomic
    def redraft_section(self, *, laporan: Any, kode: str, versi: int | None, by: Peran) -> Any:
        """Replace the text by a new draft; the old text, when a person wrote it, stays in the history."""
        row = self._section(laporan, kode, versi=versi, by=by)
        isi = self.draft_texts(laporan)[kode]
        if row.isi != isi:
            old = row.isi if row.disunting else ""
            record(laporan, by=by, tindakan=MENYUSUN_ULANG, kolom=self._title(laporan, kode), dari=old)
        if row.isi != isi or row.disunting:
            _store(row, isi, disunting=False, by=by)
        return row

    @transaction.atomic
    def redraft_untouched(self, *, laporan: Any, by: Peran) -> int:
        """Draft again, from the data of today, the sections no person has edited. Returns how many changed."""
        locked = self.lock(laporan, by, ALL)
        texts = self.draft_texts(locked)
        stale = [row for row in locked.bagian.filter(disunting=False) if row.isi != texts[row.kode]]
        for row in stale:
            _store(row, texts[row.kode], disunting=False, by=by)
        if stale:
            record(locked, by=by, tindakan="Memperbarui bagian dari data", ke=f"{len(stale)} bagian")
        return len(stale)

    def _section(self, laporan: Any, kode: str, *, versi: int | None, by: Peran, isi: str | None = None) -> Any:
        """The section; refused when somebody else wrote something else meanwhile."""
        row = self.lock(laporan, by, kode).bagian.select_related("updated_by").get(kode=kode)
        if versi is not None and versi != row.versi and row.isi != isi:
            raise BenturanPerubahan(
                versi=row.versi, nilai=row.isi, oleh=str(row.updated_by), pada=waktu(row.updated_at)
            )
        return row

    def _note_edit(self, laporan: Any, kode: str, *, by: Peran) -> None:
        """One history row per person and section in a stretch of work: autosave stores every few words."""
        title, last = self._title(laporan, kode), laporan.riwayat.first()
        if not last or (last.oleh_id, last.kolom, last.tindakan) != (by.user_id, title, MENYUNTING):
            record(laporan, by=by, tindakan=MENYUNTING, kolom=title)

    def _title(self, laporan: Any, kode: str) -> str:
        return self.form_of(laporan).section(kode).judul[:60]


def _store(row: Any, isi: str, *, disunting: bool, by: Peran) -> None:
    row.isi, row.disunting, row.updated_by = isi, disunting, by.user
    row.versi += 1
    row.save()
