"""The report as it is read: its sections and figures, live while it is worked on and frozen once it is approved."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from action_plans import narrative, report_data
from action_plans.models import LaporanTriwulan, RiwayatLaporan
from action_plans.report_data import DataTriwulan
from units.models import Peran
from units.profiles import Bagian, Formulir, get_profil

NASKAH = "naskah"  # history rows that carry a whole approved report, read on a page of their own


@dataclass(frozen=True, slots=True)
class PenandaTangan:
    """Who signed, as they were on that day: a later promotion does not change an old signature."""

    nama: str
    nip: str
    golongan: str
    jabatan: str


@dataclass(frozen=True, slots=True)
class BagianNaskah:
    """A heading of the form; `isi` is empty under a mere heading."""

    bagian: Bagian
    isi: str
    blok: tuple[narrative.Blok, ...]


@dataclass(frozen=True, slots=True)
class Naskah:
    unit: str
    judul: tuple[str, ...]
    data: DataTriwulan
    bagian: tuple[BagianNaskah, ...]
    penanda_tangan: PenandaTangan | None  # None until approved
    tanggal: date | None  # day of approval

    @property
    def is_beku(self) -> bool:
        return self.penanda_tangan is not None


def form_of(laporan: LaporanTriwulan) -> Formulir:
    """Lampiran II of the profile that the programme year started with."""
    return get_profil(laporan.pembangunan.periode.profil).laporan


def naskah_of(laporan: LaporanTriwulan, *, today: date) -> Naskah:
    """What page and paper show. An approved report is read from its frozen copy alone."""
    if laporan.data:
        return from_frozen(laporan, laporan.data)
    texts = dict(laporan.bagian.values_list("kode", "isi"))
    data = report_data.collect(laporan, today=today)
    return _build(laporan, laporan.pembangunan.unit.nama, data, texts, None, None)


def signed_rows(laporan: LaporanTriwulan, *, internal: bool) -> list[RiwayatLaporan]:
    """Every text that was approved, newest first; outside the unit only those that were sent."""
    approved = laporan.riwayat.filter(kolom=NASKAH).select_related("oleh")
    if internal:
        return list(approved)
    sent = Q(kolom="status", ke=LaporanTriwulan.Status.DISAMPAIKAN.label)
    kept, last = [], None
    for row in laporan.riwayat.filter(Q(kolom=NASKAH) | sent).select_related("oleh").order_by("pk"):
        if row.kolom == NASKAH:
            last = row
        elif last:
            kept.insert(0, last)
    return kept


def naskah_for(laporan: LaporanTriwulan, *, internal: bool, today: date) -> Naskah:
    """The unit reads the report as it stands; the others what was last sent, also while the unit mends it."""
    if internal or laporan.status in (LaporanTriwulan.Status.DISAMPAIKAN, LaporanTriwulan.Status.DITERIMA):
        return naskah_of(laporan, today=today)
    sent = signed_rows(laporan, internal=False)
    return from_frozen(laporan, json.loads(sent[0].ke)) if sent else naskah_of(laporan, today=today)


def freeze(laporan: LaporanTriwulan, *, by: Peran, at: datetime) -> dict[str, Any]:
    """Everything the signature stands under, as JSON."""
    unit = laporan.pembangunan.unit
    return {
        "unit": unit.nama,
        "data": report_data.to_json(report_data.collect(laporan, today=timezone.localdate(at))),
        "bagian": dict(laporan.bagian.values_list("kode", "isi")),
        "penanda_tangan": {
            "nama": by.user.nama,
            "nip": by.user.nip or "",
            "golongan": by.user.golongan,
            "jabatan": unit.jabatan_kepala,
        },
        "disetujui_at": at.isoformat(),
    }


def from_frozen(laporan: LaporanTriwulan, raw: dict[str, Any]) -> Naskah:
    signed = timezone.localdate(datetime.fromisoformat(raw["disetujui_at"]))
    data = report_data.from_json(raw["data"])
    return _build(laporan, raw["unit"], data, raw["bagian"], PenandaTangan(**raw["penanda_tangan"]), signed)


def _build(
    laporan: LaporanTriwulan,
    unit: str,
    data: DataTriwulan,
    texts: dict[str, str],
    signer: PenandaTangan | None,
    signed: date | None,
) -> Naskah:
    form = form_of(laporan)
    sections = []
    for b in form.bagian:
        text = texts.get(b.kode, "")
        sections.append(BagianNaskah(b, text, tuple(narrative.blocks(text, isi=b.isi))))
    return Naskah(unit, form.title(unit=unit), data, tuple(sections), signer, signed)
