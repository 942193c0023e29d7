"""Lampiran III: the report of Tim Pembina ZI as a letter or in chapters, live while a draft and frozen once approved."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from action_plans.coaching_naskah import NaskahPembinaan, about, form_of, naskah_of
from action_plans.models import LaporanPembinaan
from action_plans.narrative import Blok
from action_plans.naskah import BagianNaskah, PenandaTangan
from reports.data.base import TandaTangan, head_of
from reports.data.surat import Surat, inspektorat_of, kop_inspektorat, no_letterhead
from units.findings import Temuan, galat
from units.models import Instansi
from units.templatetags.indonesia import nip, pangkat, tanggal

INSPEKTUR = "Inspektur"


@dataclass(frozen=True, slots=True)
class BagianPembinaan:
    """A heading of the form with its text."""

    kode: str
    nomor: str
    judul: str
    tingkat: int
    blok: tuple[Blok, ...]


@dataclass(frozen=True, slots=True)
class BarisPembinaan:
    """A line of the recap; `pembinaan` and `kesepakatan` are "" where components are compared, not units."""

    label: str
    pembinaan: str
    kesepakatan: str
    jatuh_tempo: int
    selesai: int
    terlambat: int
    persen: str


@dataclass(frozen=True, slots=True)
class DataLampiranIII(Surat):
    """`penanda` is the Inspektur, who takes note; `tim` are those who report."""

    bentuk: str
    rentang: str
    versi: int
    per_tanggal: str
    kepada: str
    lampiran: tuple[str, ...]
    judul: tuple[str, ...]
    bagian: tuple[BagianPembinaan, ...]
    per_unit: bool
    rekap: tuple[BarisPembinaan, ...]
    total: BarisPembinaan
    tim: tuple[TandaTangan, ...]

    @property
    def templat(self) -> str:
        return "lampiran_iii"

    @property
    def sebutan(self) -> str:
        return f"Laporan Tim Pembina ZI {self.rentang}"

    @property
    def keadaan(self) -> str:
        return "Draf" if self.draf else f"Disetujui {self.ttd.tanggal_cetak}"

    @property
    def per_tanggal_cetak(self) -> str:
        return tanggal(date.fromisoformat(self.per_tanggal))

    def nameless(self, signed: TandaTangan) -> Temuan:
        return galat(
            "penanda_tangan",
            "Inspektur belum ditetapkan. Administrator menambahkan peran Kepala Unit Kerja pada Inspektorat.",
            "Inspektur",
        )

    def also_missing(self) -> list[Temuan]:
        found = [] if self.kop.nama else [no_letterhead()]
        if not self.tim:
            found.append(galat("tanpa_tim", "Susunan Tim Pembina ZI belum dipilih pada laporan.", "Susunan tim"))
        return found


def read_lampiran_iii(laporan: LaporanPembinaan) -> DataLampiranIII:
    """The frozen report once approved; before that the draft as it stands today."""
    naskah = naskah_of(laporan, today=timezone.localdate())
    instansi = laporan.instansi
    *rows, total = (
        BarisPembinaan(
            r.label,
            "" if r.pembinaan is None else str(r.pembinaan),
            r.kesepakatan,
            r.jatuh_tempo,
            r.selesai,
            r.terlambat,
            r.persen,
        )
        for r in naskah.rekap
    )
    return DataLampiranIII(
        sumber=f"laporan_pembinaan/{laporan.pk}",
        tahun=laporan.periode.tahun,
        unit=about(laporan),
        instansi=instansi.nama,
        kop=kop_inspektorat(instansi),
        draf=not naskah.is_beku,
        penanda=(_inspektur(instansi, naskah),),
        bentuk=laporan.bentuk,
        rentang=naskah.nama_rentang,
        versi=laporan.versi_list.count(),
        per_tanggal=naskah.per_tanggal.isoformat(),
        kepada=instansi.jabatan_kepala,
        lampiran=form_of(laporan).lampiran,
        judul=(*naskah.judul, naskah.nama_rentang),
        bagian=tuple(_section(item) for item in naskah.bagian),
        per_unit=naskah.per_unit,
        rekap=tuple(rows),
        total=total,
        tim=tuple(_block(instansi, person) for person in naskah.tim),
    )


def _section(item: BagianNaskah) -> BagianPembinaan:
    b = item.bagian
    return BagianPembinaan(b.kode, b.nomor, b.judul, b.tingkat, item.blok)


def _block(instansi: Instansi, person: PenandaTangan, signed: date | None = None) -> TandaTangan:
    day = signed.isoformat() if signed else ""
    return TandaTangan(
        instansi.ibu_kota.strip(), day, person.jabatan, person.nama, pangkat(person.golongan), nip(person.nip)
    )


def _inspektur(instansi: Instansi, naskah: NaskahPembinaan) -> TandaTangan:
    if naskah.penanda_tangan:
        return _block(instansi, naskah.penanda_tangan, naskah.tanggal)
    unit = inspektorat_of(instansi)
    head = head_of(unit, timezone.localdate()) if unit else None
    if head is None:
        return TandaTangan(instansi.ibu_kota.strip(), "", INSPEKTUR, "")
    return _block(instansi, PenandaTangan(head.nama, head.nip or "", head.golongan, unit.jabatan_kepala))
