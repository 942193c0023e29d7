"""Lampiran II: the quarterly report's text with its figures, live while a draft and frozen once approved."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from action_plans.due import Keadaan
from action_plans.models import LaporanTriwulan
from action_plans.narrative import Blok
from action_plans.naskah import BagianNaskah, Naskah, form_of, naskah_of
from action_plans.report_data import Butir, DataArea, Hitungan
from reports.data.base import Kop, TandaTangan, head_of, is_long, kop_of, missing_in, no_head, signature
from units.choices import BULAN, ROMAN
from units.findings import Temuan
from units.models import User
from units.templatetags.indonesia import angka, tanggal


@dataclass(frozen=True, slots=True)
class BarisCapaian:
    """One action in one month. `lanjut` and `sambung`: the row above or below is the same action in another month."""

    nomor: int
    indikator: str  # "" when the row above has the same
    uraian: str
    bulan: str
    keadaan: str
    persen: str
    bukti: tuple[str, ...]
    catatan: str
    lanjut: bool
    sambung: bool
    panjang: bool


@dataclass(frozen=True, slots=True)
class BarisRekap:
    """A line of the summary table."""

    label: str
    jatuh_tempo: int
    selesai: int
    berjalan: int
    belum: int
    terlambat: int
    dengan_bukti: int
    persen: str


@dataclass(frozen=True, slots=True)
class BagianCetak:
    """A heading with its text; the rows are those of the heading's area."""

    kode: str
    nomor: str
    judul: str
    tingkat: int
    blok: tuple[Blok, ...]
    area: str
    baris: tuple[BarisCapaian, ...]
    tunggakan: tuple[BarisCapaian, ...]


@dataclass(frozen=True, slots=True)
class DataLaporan:
    tahun: int
    triwulan: int
    per_tanggal: str
    draf: bool
    unit: str
    instansi: str
    kop: Kop
    lampiran: tuple[str, ...]
    judul: tuple[str, ...]
    bagian: tuple[BagianCetak, ...]
    rekap: tuple[BarisRekap, ...]
    total: BarisRekap
    tanda_tangan: TandaTangan
    tembusan: tuple[str, ...] = ()

    @property
    def is_draf(self) -> bool:
        return self.draf

    @property
    def templat(self) -> str:
        return "laporan"

    @property
    def sebutan(self) -> str:
        return f"Laporan ZI Triwulan {ROMAN[self.triwulan]} Tahun {self.tahun}"

    @property
    def keadaan(self) -> str:
        return "Draf" if self.is_draf else f"Disetujui {self.tanda_tangan.tanggal_cetak}"

    @property
    def tanggal_berkas(self) -> str:
        return self.tanda_tangan.tanggal

    def kekurangan(self) -> list[Temuan]:
        return missing_in(self.tanda_tangan, no_head(self.unit))

    @property
    def per_tanggal_cetak(self) -> str:
        return tanggal(date.fromisoformat(self.per_tanggal))

    @property
    def jumlah_baris(self) -> int:
        return sum(len(b.baris) + len(b.tunggakan) for b in self.bagian)


def read_laporan(laporan: LaporanTriwulan) -> DataLaporan:
    """The frozen report once approved; before that the draft as it stands today."""
    today = timezone.localdate()
    naskah = naskah_of(laporan, today=today)
    pembangunan = laporan.pembangunan
    instansi = pembangunan.unit.instansi
    form = form_of(laporan)
    data = naskah.data
    labels = {b.area: b.judul for b in form.bagian if b.area}
    return DataLaporan(
        tahun=data.tahun,
        triwulan=data.triwulan,
        per_tanggal=data.per_tanggal,
        draf=not naskah.is_beku,
        unit=naskah.unit,
        instansi=instansi.nama,
        kop=kop_of(instansi, pembangunan.unit),
        lampiran=form.lampiran,
        judul=(*naskah.judul, f"TRIWULAN {ROMAN[data.triwulan]} TAHUN {data.tahun}"),
        bagian=tuple(_section(item, data.of(item.bagian.area) if item.bagian.area else None) for item in naskah.bagian),
        rekap=tuple(_summary(labels[area], data.of(area).hitungan) for area in labels),
        total=_summary("Jumlah", data.total),
        tanda_tangan=_signature(laporan, naskah),
    )


def _signature(laporan: LaporanTriwulan, naskah: Naskah) -> TandaTangan:
    unit = laporan.pembangunan.unit
    signed = naskah.penanda_tangan
    if signed is None:
        return signature(unit.instansi, unit.jabatan_kepala, head_of(unit, timezone.localdate()), None)
    as_signed = User(nama=signed.nama, nip=signed.nip or None, golongan=signed.golongan)
    return signature(unit.instansi, signed.jabatan, as_signed, naskah.tanggal)


def _section(item: BagianNaskah, figures: DataArea | None) -> BagianCetak:
    b = item.bagian
    return BagianCetak(
        b.kode,
        b.nomor,
        b.judul,
        b.tingkat,
        item.blok,
        b.area,
        tuple(_rows(figures.butir)) if figures else (),
        tuple(_rows(figures.tunggakan)) if figures else (),
    )


def _rows(butir: Iterable[Butir]) -> list[BarisCapaian]:
    """Months of one action stand together; actions keep the plan's order."""
    groups: dict[int, list[Butir]] = {}
    for b in butir:
        groups.setdefault(b.aksi, []).append(b)
    rows, before = [], None
    for number, group in enumerate(groups.values(), 1):
        for place, b in enumerate(group, 1):
            rows.append(_row(b, number, place, len(group), shown=b.indikator == before))
            before = b.indikator
    return rows


def _row(b: Butir, number: int, place: int, size: int, *, shown: bool) -> BarisCapaian:
    notes = [text.strip() for text in (b.catatan, f"Kendala: {b.kendala.strip()}" if b.kendala.strip() else "")]
    proofs = tuple(dict.fromkeys(e.judul for e in b.bukti))
    return BarisCapaian(
        nomor=number,
        indikator="" if shown else b.indikator,
        uraian=b.uraian,
        bulan=BULAN[b.bulan - 1],
        keadaan=Keadaan(b.keadaan).label,
        persen=f"{b.persen}%" if b.persen and not b.is_selesai else "",
        bukti=proofs,
        catatan="\n".join(filter(None, notes)),
        lanjut=place > 1,
        sambung=place < size,
        panjang=is_long(b.uraian, "\n".join([*proofs, *notes])),
    )


def _summary(label: str, h: Hitungan) -> BarisRekap:
    share = "–" if h.persen is None else f"{angka(h.persen)}%"
    return BarisRekap(label, h.jatuh_tempo, h.selesai, h.berjalan, h.belum, h.terlambat, h.dengan_bukti, share)
