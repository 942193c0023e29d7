"""Lampiran I: the plan as it stands, or as it was approved, in one of three forms."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils import timezone

from action_plans.models import RencanaAksi, VersiRencana
from action_plans.narrative import Blok, blocks
from action_plans.plan_data import snapshot
from reports.data.base import Kop, TandaTangan, empty, head_of, is_long, kop_of, missing_in, no_head, signature
from units.choices import BULAN, Area, Aspek
from units.findings import Temuan
from units.profiles import Bagian, Formulir, ProfilRegulasi, all_profiles, get_profil

TATA_LETAK = {
    "s0": "Tabel per area (Pergub Kalbar 20/2017)",
    "s1": "Pemenuhan dan Reform (Perbup Ketapang 49/2022)",
    "s4": "Dokumen berbab dengan langkah dan bukti fisik",
}
# Sections whose text the plan itself carries; all others keep the form's own words.
TEKS_RENCANA = ("dasar_hukum", "maksud_tujuan")


@dataclass(frozen=True, slots=True)
class BarisRencana:
    """One action. `nomor` counts indicators within the area, `nomor_aksi` actions within an indicator (0: the only one)."""

    nomor: int
    nomor_aksi: int
    indikator: str
    aksi: str
    langkah: tuple[str, ...]
    bukti_fisik: tuple[str, ...]
    target_waktu: str
    lanjut: bool  # the row above has the same indicator, which is not printed again
    sambung: bool  # the row below has the same indicator: no line between them in that column
    panjang: bool  # may be broken over pages


@dataclass(frozen=True, slots=True)
class BagianRencana:
    """A heading of the form and what stands under it; `isi` as in `units.profiles.Bagian`."""

    kode: str
    nomor: str
    judul: str
    tingkat: int
    isi: str
    area: str
    blok: tuple[Blok, ...]
    baris: tuple[BarisRencana, ...]


@dataclass(frozen=True, slots=True)
class DataRencana:
    tata_letak: str
    tahun: int
    versi: int  # 0: the draft
    unit: str
    instansi: str
    kop: Kop
    lampiran: tuple[str, ...]
    judul: tuple[str, ...]
    kolom: tuple[str, ...]
    bagian: tuple[BagianRencana, ...]
    tanda_tangan: TandaTangan
    tembusan: tuple[str, ...] = ()

    @property
    def is_draf(self) -> bool:
        return self.versi == 0

    @property
    def jumlah_baris(self) -> int:
        return sum(len(b.baris) for b in self.bagian)

    @property
    def templat(self) -> str:
        return "rencana_bab" if self.tata_letak == "s4" else "rencana"

    @property
    def sebutan(self) -> str:
        return f"Rencana aksi Zona Integritas {self.tahun}"

    @property
    def keadaan(self) -> str:
        return "Draf" if self.is_draf else f"Versi {self.versi}"

    @property
    def tanggal_berkas(self) -> str:
        return self.tanda_tangan.tanggal

    def kekurangan(self) -> list[Temuan]:
        found = missing_in(self.tanda_tangan, no_head(self.unit))
        return found if self.jumlah_baris else [*found, empty("Rencana belum memiliki rencana aksi")]

    @property
    def bab(self) -> list["Bab"]:
        """Sections under the chapter they stand in; a chapter is a heading of the first depth."""
        starts = [i for i, b in enumerate(self.bagian) if b.tingkat == 1] + [len(self.bagian)]
        return [Bab(self.bagian[i], self.bagian[i + 1 : j]) for i, j in pairwise(starts)]


@dataclass(frozen=True, slots=True)
class Bab:
    """A chapter; one with tables is printed on landscape pages, its areas as groups of one table."""

    kepala: BagianRencana
    bagian: tuple[BagianRencana, ...]

    @property
    def tabel(self) -> list[BagianRencana]:
        """A document in chapters leaves out a result without actions, as the printed plan does; an area is never left out."""
        return [b for b in self.bagian if b.isi == "tabel" and (b.baris or b.area in Area.pengungkit())]

    @property
    def teks(self) -> list[BagianRencana]:
        return [b for b in self.bagian if b.isi != "tabel"]


@dataclass(frozen=True, slots=True)
class SumberRencana:
    """What the queries found. `draf` is the live text and rows; `versi` the newest approval, None before the first."""

    rencana: RencanaAksi
    profil: ProfilRegulasi
    kop: Kop
    draf: dict[str, Any]
    draf_tanda_tangan: TandaTangan
    versi: VersiRencana | None

    @property
    def is_disetujui(self) -> bool:
        return self.rencana.status == RencanaAksi.Status.DISETUJUI


def load_rencana(rencana: RencanaAksi) -> SumberRencana:
    """All queries; `build_rencana` then makes any layout without one."""
    unit = rencana.pembangunan.unit
    head = head_of(unit, timezone.localdate())
    versions = rencana.versi_list.select_related("disetujui_oleh__user")
    return SumberRencana(
        rencana=rencana,
        profil=get_profil(rencana.pembangunan.periode.profil),
        kop=kop_of(unit.instansi, unit),
        draf=snapshot(rencana),
        draf_tanda_tangan=signature(unit.instansi, unit.jabatan_kepala, head, None),
        versi=versions.first(),
    )


def build_rencana(sumber: SumberRencana, *, tata_letak: str = "", draf: bool) -> DataRencana:
    """The live draft, or the newest approved version. Without `tata_letak` the form of the year's profile."""
    pembangunan = sumber.rencana.pembangunan
    unit, tahun = pembangunan.unit, pembangunan.periode.tahun
    form, own = form_of(sumber.profil, tata_letak)
    words = {"unit": unit.nama, "instansi": unit.instansi.nama, "tahun": tahun}
    isi, versi, signed = sumber.draf, 0, sumber.draf_tanda_tangan
    if not draf:
        version = sumber.versi
        isi, versi = version.isi, version.nomor
        day = timezone.localdate(version.disetujui_at)
        signed = signature(unit.instansi, unit.jabatan_kepala, version.disetujui_oleh.user, day)
    title = form.title(**words)
    return DataRencana(
        tata_letak=form.tata_letak,
        tahun=tahun,
        versi=versi,
        unit=unit.nama,
        instansi=unit.instansi.nama,
        kop=sumber.kop,
        # The head of another regulation's annex would be a false statement on this institution's paper.
        lampiran=form.lampiran if own else (),
        judul=title if any(str(tahun) in line for line in title) else (*title, f"TAHUN {tahun}"),
        kolom=form.kolom,
        bagian=tuple(_section(b, isi, words) for b in form.bagian),
        tanda_tangan=signed,
    )


def form_of(profil: ProfilRegulasi, tata_letak: str = "") -> tuple[Formulir, bool]:
    """The form of a layout and whether it is the profile's own."""
    if tata_letak in ("", profil.rencana.tata_letak):
        return profil.rencana, True
    return next(p.rencana for p in all_profiles().values() if p.rencana.tata_letak == tata_letak), False


def _section(b: Bagian, isi: dict[str, Any], words: dict[str, Any]) -> BagianRencana:
    blok: Sequence[Blok] = ()
    if b.isi in ("daftar", "paragraf"):
        texts = {"dasar_hukum": isi["dasar"], "maksud_tujuan": isi["maksud_tujuan"]}
        text = texts[b.kode] if b.kode in TEKS_RENCANA else "\n".join(b.default_text(**words))
        blok = blocks(text, isi=b.isi)
    rows = _rows(_belonging(isi["aksi"], b)) if b.isi == "tabel" else ()
    return BagianRencana(b.kode, b.nomor, b.judul, b.tingkat, b.isi, b.area, tuple(blok), tuple(rows))


def _belonging(aksi: Iterable[dict[str, Any]], b: Bagian) -> list[dict[str, Any]]:
    """Rows of the heading's area; a plan without aspects counts as Pemenuhan in a form that has them."""
    here = [a for a in aksi if a["area"] == b.area]
    return [a for a in here if (a["aspek"] or Aspek.PEMENUHAN) == b.aspek] if b.aspek else here


def _rows(aksi: Sequence[dict[str, Any]]) -> list[BarisRencana]:
    """Rows of one indicator stand together, in the order in which indicators first appear."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in aksi:
        groups.setdefault(row["indikator"], []).append(row)
    return [
        BarisRencana(
            nomor=number,
            nomor_aksi=place if len(group) > 1 else 0,
            indikator=row["indikator"],
            aksi=row["aksi"].strip(),
            langkah=_lines(row["langkah"]),
            bukti_fisik=_lines(row["bukti_fisik"]),
            target_waktu=row["target_waktu"].strip() or month_words(row["bulan"]),
            lanjut=place > 1,
            sambung=place < len(group),
            panjang=is_long(row["indikator"], row["aksi"], row["langkah"], row["bukti_fisik"]),
        )
        for number, group in enumerate(groups.values(), 1)
        for place, row in enumerate(group, 1)
    ]


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def month_words(bulan: Sequence[int]) -> str:
    """Januari s.d. Desember; Maret, Juni, Desember"""
    months = sorted(set(bulan))
    if len(months) > 2 and months[-1] - months[0] == len(months) - 1:
        return f"{BULAN[months[0] - 1]} s.d. {BULAN[months[-1] - 1]}"
    return ", ".join(BULAN[m - 1] for m in months)
