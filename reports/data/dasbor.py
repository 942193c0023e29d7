"""The dashboard of the kepala daerah on paper, and the recap of all units: the same figures as on the pages."""

from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from evaluation.lke.numbers import koma
from reports.dashboard import charts, figures
from reports.dashboard.recap import TRIWULAN, predicate_of, recap_rows, score_of, verdict_of
from reports.dashboard.trend import trend
from reports.data.base import Kop, empty, head_of, kop_of, no_head, signature
from reports.data.surat import Surat, inspektorat_of, kop_inspektorat, no_letterhead
from units.choices import Area, Tahap
from units.findings import Temuan
from units.models import PembangunanZI, Peran, Periode
from units.templatetags.indonesia import tanggal

PANAS = 40  # rows of the heat map on paper
NAMA = 8  # names behind each stage


@dataclass(frozen=True, slots=True)
class BarisAngka:
    """A figure with its words."""

    label: str
    jumlah: int
    keterangan: str = ""


@dataclass(frozen=True, slots=True)
class BarisUnit:
    """A unit with what is said of it."""

    unit: str
    nilai: str
    keterangan: str


@dataclass(frozen=True, slots=True)
class BarisPanas:
    unit: str
    sel: tuple[charts.Sel, ...]
    nilai: str


@dataclass(frozen=True, slots=True)
class BarisTren:
    """One year; `rata` as printed, "" without scores."""

    tahun: int
    unit: int
    dinilai: int
    rata: str
    memenuhi: int
    predikat: int


class PerHari:
    """A paper that shows how things stood on one day, an ISO date."""

    __slots__ = ()
    per_tanggal: str

    @property
    def keadaan(self) -> str:
        return f"Keadaan per {self.per_tanggal_cetak}"

    @property
    def tanggal_berkas(self) -> str:
        return self.per_tanggal

    @property
    def per_tanggal_cetak(self) -> str:
        return tanggal(date.fromisoformat(self.per_tanggal))


@dataclass(frozen=True, slots=True)
class DataDasbor(PerHari):
    """What the page of the kepala daerah shows on one day. No one signs it: it is a view, not a report."""

    sumber: str
    tahun: int
    unit: str
    instansi: str
    kop: Kop
    per_tanggal: str
    angka: tuple[BarisAngka, ...]
    tahap: tuple[BarisAngka, ...]
    memenuhi: tuple[BarisUnit, ...]
    kurang: tuple[BarisUnit, ...]
    keputusan: tuple[BarisUnit, ...]
    terlambat: tuple[BarisUnit, ...]
    panas: tuple[BarisPanas, ...]
    tren_tahun: tuple[BarisTren, ...]
    pemegang: str
    reevaluasi: tuple[BarisUnit, ...]
    tembusan: tuple[str, ...] = field(default=(), kw_only=True)

    @property
    def is_draf(self) -> bool:
        return False

    @property
    def templat(self) -> str:
        return "dasbor"

    @property
    def sebutan(self) -> str:
        return f"Dasbor Zona Integritas {self.tahun}"

    @property
    def corong(self) -> list[tuple[BarisAngka, str]]:
        """Each stage with the length of its bar."""
        most = max((row.jumlah for row in self.tahap), default=0) or 1
        return [(row, charts.width_of(row.jumlah * 100 / most)) for row in self.tahap]

    @property
    def area(self) -> list[str]:
        return [a.label for a in Area.pengungkit()]

    @property
    def tren(self) -> charts.Tren | None:
        years = [
            figures.Tahun(r.tahun, r.unit, r.dinilai, _number(r.rata), r.memenuhi, r.predikat) for r in self.tren_tahun
        ]
        return charts.trend_line(years)

    def kekurangan(self) -> list[Temuan]:
        return [] if any(row.jumlah for row in self.tahap) else [empty("Belum ada unit kerja pada tahun ini")]


def _number(printed: str) -> float | None:
    return float(printed.replace(",", ".")) if printed else None


def read_dasbor(periode: Periode, peran: Peran | None) -> DataDasbor | None:
    """As the page shows it to this role today."""
    if peran is None:
        return None
    today = timezone.localdate()
    rows = figures.unit_years(peran, periode, today=today)
    counts, held = figures.count_all(rows), figures.holders(peran, today=today)
    return DataDasbor(
        sumber=f"periode {periode.pk}",
        tahun=periode.tahun,
        unit=periode.instansi.nama,
        instansi=periode.instansi.nama,
        kop=kop_of(periode.instansi, None),
        per_tanggal=today.isoformat(),
        angka=tuple(
            BarisAngka(label, counts[kode], note.format(counts["semua"])) for kode, label, note, _ in figures.UTAMA
        ),
        tahap=_stages(rows, counts),
        memenuhi=tuple(_met(row) for row in figures.first_of(rows, "memenuhi")),
        kurang=tuple(_said(row) for row in figures.first_of(rows, "kurang")),
        keputusan=tuple(_said(row) for row in figures.first_of(rows, "keputusan")),
        terlambat=tuple(_late(row) for row in figures.first_of(rows, "terlambat")),
        panas=tuple(
            BarisPanas(row.unit.nama, charts.heat_cells(row.area), koma(row.nilai))
            for row in figures.weakest_last(rows)[:PANAS]
        ),
        tren_tahun=tuple(
            BarisTren(
                y.tahun,
                y.unit,
                y.dinilai,
                "" if y.rata is None else f"{y.rata:.2f}".replace(".", ","),
                y.memenuhi,
                y.predikat,
            )
            for y in trend(peran, sampai=periode.tahun)
        ),
        pemegang=_holders(held),
        reevaluasi=tuple(
            BarisUnit(p.unit.nama, p.get_jenis_display(), tanggal(p.reevaluasi_paling_lambat)) for p in held.jatuh_tempo
        ),
    )


def _stages(rows, counts) -> tuple[BarisAngka, ...]:
    """All stages in their order, with the first names behind each number (one query)."""
    names: dict[str, list[str]] = {}
    for tahap, nama in rows.order_by("unit__kode").values_list("tahap", "unit__nama"):
        names.setdefault(tahap, []).append(nama)
    found = []
    for t in Tahap:
        behind = names.get(t.value, [])
        more = f"; dan {len(behind) - NAMA} lainnya" if len(behind) > NAMA else ""
        found.append(BarisAngka(t.label, counts[t.value], "; ".join(behind[:NAMA]) + more))
    return tuple(found)


def _met(row: PembangunanZI) -> BarisUnit:
    return BarisUnit(row.unit.nama, score_of(row), f"Memenuhi ambang batas {row.target.upper()}")


def _said(row: PembangunanZI) -> BarisUnit:
    return BarisUnit(row.unit.nama, score_of(row), row.putusan)


def _late(row: PembangunanZI) -> BarisUnit:
    parts = (
        f"{row.laporan_terlambat} laporan triwulan terlambat" if row.laporan_terlambat else "",
        "" if row.disetujui else "rencana aksi belum disetujui",
        "tindak lanjut rekomendasi terlambat" if row.rekomendasi_terlambat else "",
    )
    return BarisUnit(row.unit.nama, score_of(row), "; ".join(part for part in parts if part))


def _holders(held: figures.Pemegang) -> str:
    share = held.porsi
    percent = f"{share.persen:.1f}".replace(".", ",")
    words = f"{share.berpredikat} dari {share.unit} unit kerja ({percent}%) memegang predikat."
    if share.melewati_batas:
        words += " Lebih dari 30%: instansi tidak perlu lagi mengusulkan WBK; usulan tetap dapat dibuat."
    return words


# --- the recap -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BarisRekapUnit:
    nomor: str
    unit: str
    target: str
    tahap: str
    rencana: str
    laporan: str
    sel: tuple[charts.Sel, ...]
    nilai: str
    putusan: str
    predikat: str


@dataclass(frozen=True, slots=True)
class DataRekapUnit(PerHari, Surat):
    """All units of the year, signed by the Inspektur for the kepala daerah."""

    per_tanggal: str
    kepada: str
    baris: tuple[BarisRekapUnit, ...]

    @property
    def templat(self) -> str:
        return "rekap_unit"

    @property
    def sebutan(self) -> str:
        return f"Rekap unit kerja Zona Integritas {self.tahun}"

    @property
    def area(self) -> list[str]:
        return [a.label for a in Area.pengungkit()]

    def nameless(self, signed) -> Temuan:
        return no_head("Inspektorat")

    def also_missing(self) -> list[Temuan]:
        found = [] if self.kop.nama else [no_letterhead()]
        return found if self.baris else [*found, empty("Belum ada unit kerja pada tahun ini")]


def read_rekap_unit(periode: Periode, peran: Peran | None) -> DataRekapUnit | None:
    if peran is None:
        return None
    today, instansi = timezone.localdate(), periode.instansi
    inspektorat = inspektorat_of(instansi)
    head = head_of(inspektorat, today) if inspektorat else None
    return DataRekapUnit(
        sumber=f"periode {periode.pk}",
        tahun=periode.tahun,
        unit=instansi.nama,
        instansi=instansi.nama,
        kop=kop_inspektorat(instansi),
        draf=False,
        penanda=(signature(instansi, inspektorat.jabatan_kepala if inspektorat else "", head, None),),
        per_tanggal=today.isoformat(),
        kepada=instansi.jabatan_kepala,
        baris=tuple(_recap(n, row) for n, row in enumerate(recap_rows(peran, periode, today=today), 1)),
    )


def _recap(n: int, row: PembangunanZI) -> BarisRekapUnit:
    late = f", {row.laporan_terlambat} terlambat" if row.laporan_terlambat else ""
    return BarisRekapUnit(
        nomor=str(n),
        unit=row.unit.nama,
        target=row.target.upper(),
        tahap=row.get_tahap_display(),
        rencana="Disetujui" if row.disetujui else "Belum",
        laporan=f"{row.laporan_masuk} dari {TRIWULAN}{late}",
        sel=charts.heat_cells(row.area),
        nilai=score_of(row) or "–",
        putusan=verdict_of(row),
        predikat=predicate_of(row) or "–",
    )
