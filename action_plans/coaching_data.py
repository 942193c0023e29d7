"""The figures of a coaching report: sessions, agreements, progress per component, last scores. All queries in `collect`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from action_plans.models import CatatanPembinaan, KesepakatanPembinaan, LaporanPembinaan, Pembinaan
from action_plans.report_data import Butir, Hitungan, count, items_of
from units.briefing import Fakta, briefing_of
from units.choices import Area
from units.models import PembangunanZI

R = LaporanPembinaan.Rentang
BULAN_RENTANG: dict[str, tuple[int, int]] = {
    R.TW1: (1, 3),
    R.TW2: (4, 6),
    R.TW3: (7, 9),
    R.TW4: (10, 12),
    R.SMT1: (1, 6),
    R.SMT2: (7, 12),
    R.TAHUN: (1, 12),
}


@dataclass(frozen=True, slots=True)
class Catatan:
    """A text of a session about a component ("" for the whole)."""

    area: str
    jenis: str
    isi: str


@dataclass(frozen=True, slots=True)
class DataUnit:
    """One unit in the period. `butir` are its targets due in the period and what was left open from before it."""

    nama: str
    sesi: tuple[tuple[str, date], ...]  # kind and day, in order
    kesepakatan: int
    selesai: int
    lewat: int
    butir: tuple[Butir, ...]
    tunggakan: tuple[Butir, ...]
    catatan: tuple[Catatan, ...]
    fakta: tuple[Fakta, ...]

    def due(self, area: str = "") -> list[Butir]:
        return [b for b in self.butir if not area or b.area == area]

    def late(self, area: str = "") -> list[Butir]:
        return [b for b in (*self.butir, *self.tunggakan) if b.is_terlambat and (not area or b.area == area)]

    def texts(self, area: str, jenis: str) -> list[str]:
        return [c.isi for c in self.catatan if c.area == area and c.jenis == jenis]


@dataclass(frozen=True, slots=True)
class DataPembinaan:
    """`satu` tells whether the report is about one unit; then `unit` holds that one."""

    tahun: int
    rentang: str
    mulai: date
    selesai: date
    per_tanggal: date
    satu: bool
    unit: tuple[DataUnit, ...]

    @property
    def nama_rentang(self) -> str:
        label = R(self.rentang).label
        return f"Tahun {self.tahun}" if self.rentang == R.TAHUN else f"{label} Tahun {self.tahun}"

    def hitungan(self, area: str = "") -> Hitungan:
        return count(b for unit in self.unit for b in unit.due(area))


def span_of(tahun: int, rentang: str) -> tuple[date, date]:
    first, last = BULAN_RENTANG[rentang]
    end = date(tahun + last // 12, last % 12 + 1, 1)
    return date(tahun, first, 1), date.fromordinal(end.toordinal() - 1)


def units_of(laporan: LaporanPembinaan) -> list[PembangunanZI]:
    """The one unit, or every unit of the year in the order of their codes."""
    rows = PembangunanZI.objects.select_related("unit__instansi", "periode")
    if laporan.pembangunan_id:
        return list(rows.filter(pk=laporan.pembangunan_id))
    return list(rows.filter(periode=laporan.periode_id).order_by("unit__kode"))


def collect(laporan: LaporanPembinaan, *, today: date) -> DataPembinaan:
    """What is known today about the report's units in its period; a fixed number of queries for any number of units."""
    tahun = laporan.periode.tahun
    mulai, selesai = span_of(tahun, laporan.rentang)
    years = units_of(laporan)
    items, facts = items_of(years, today=today), briefing_of(years)
    held = _sessions(years, mulai, selesai)
    agreed = _agreements(held)
    texts = _texts(held)
    months = BULAN_RENTANG[laporan.rentang]
    units = []
    for year in years:
        own = [row for row in held if row.pembangunan_id == year.pk]
        owed = [k for row in own for k in agreed.get(row.pk, ())]
        units.append(
            DataUnit(
                nama=year.unit.nama,
                sesi=tuple((row.jenis, row.tanggal) for row in own),
                kesepakatan=len(owed),
                selesai=sum(k.status == KesepakatanPembinaan.Status.DIKONFIRMASI for k in owed),
                lewat=sum(k.status == KesepakatanPembinaan.Status.TERBUKA and k.tenggat < today for k in owed),
                butir=tuple(b for b in items[year.pk] if months[0] <= b.bulan <= months[1]),
                tunggakan=tuple(b for b in items[year.pk] if b.bulan < months[0] and not b.is_selesai),
                catatan=tuple(c for row in own for c in texts.get(row.pk, ())),
                fakta=tuple(f for f in facts[year.pk] if f.kalimat),
            )
        )
    return DataPembinaan(tahun, laporan.rentang, mulai, selesai, today, bool(laporan.pembangunan_id), tuple(units))


def _sessions(years: Sequence[PembangunanZI], mulai: date, selesai: date) -> list[Pembinaan]:
    """Those the unit knows of: a draft is nobody's fact yet."""
    rows = Pembinaan.objects.filter(pembangunan__in=years, tanggal__range=(mulai, selesai))
    return list(rows.exclude(status=Pembinaan.Status.DRAF).order_by("tanggal", "pk"))


def _agreements(held: Iterable[Pembinaan]) -> dict[int, list[KesepakatanPembinaan]]:
    found: dict[int, list[KesepakatanPembinaan]] = {}
    for row in KesepakatanPembinaan.objects.filter(pembinaan__in=held):
        found.setdefault(row.pembinaan_id, []).append(row)
    return found


def _texts(held: Iterable[Pembinaan]) -> dict[int, list[Catatan]]:
    found: dict[int, list[Catatan]] = {}
    order = ["", *Area.values]
    rows = CatatanPembinaan.objects.filter(pembinaan__in=held).exclude(isi="")
    for row in sorted(rows, key=lambda c: (order.index(c.area), c.pk)):
        found.setdefault(row.pembinaan_id, []).append(Catatan(row.area, row.jenis, row.isi))
    return found
