"""The figures of a quarterly report: all queries in `collect`, all counting in `summarise`, one shape for page and paper."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import F, Max, Prefetch

from action_plans.due import Keadaan, state_of
from action_plans.models import BuktiRealisasi, LaporanTriwulan, Realisasi, VersiRencana
from units.choices import Area, months_of
from units.models import PembangunanZI

DUA_DESIMAL = Decimal("0.01")
# What people write where a form asks for an obstacle and there was none.
NIHIL = {"", "nihil", "tidak", "tidak ada", "tidak ada kendala", "tidak terdapat kendala", "belum ada", "na"}


@dataclass(frozen=True, slots=True)
class Bukti:
    """A piece of evidence as it was shown: `versi` tells which of its versions, should it be replaced later."""

    data_dukung: int
    judul: str
    versi: int


@dataclass(frozen=True, slots=True)
class Butir:
    """One action due in one month, as it stood when the figures were made."""

    aksi: int
    bulan: int
    area: str
    aspek: str
    indikator: str
    uraian: str
    penanggung_jawab: str = ""
    status: str = Realisasi.Status.BELUM.value
    keadaan: str = Keadaan.BELUM.value
    persen: int = 0
    catatan: str = ""
    kendala: str = ""
    bukti: tuple[Bukti, ...] = ()

    @property
    def is_selesai(self) -> bool:
        return self.status == Realisasi.Status.SELESAI

    @property
    def is_terlambat(self) -> bool:
        return self.keadaan == Keadaan.TERLAMBAT

    @property
    def lacks_evidence(self) -> bool:
        """Reported as done with nothing to show for it."""
        return self.is_selesai and not self.bukti


@dataclass(frozen=True, slots=True)
class Hitungan:
    """Counts over actions due; `terlambat` and `belum`/`berjalan` overlap: late is told of what is not done."""

    jatuh_tempo: int = 0
    selesai: int = 0
    berjalan: int = 0
    belum: int = 0
    terlambat: int = 0
    dengan_bukti: int = 0

    @property
    def persen(self) -> Decimal | None:
        """Share done, 0..100 with two decimals; None when nothing was due, for no share exists then."""
        if not self.jatuh_tempo:
            return None
        return (Decimal(self.selesai) * 100 / self.jatuh_tempo).quantize(DUA_DESIMAL, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class DataArea:
    """What was due in the quarter in one area, and what earlier months of the year left open (`tunggakan`)."""

    area: str
    hitungan: Hitungan
    butir: tuple[Butir, ...]
    tunggakan: tuple[Butir, ...]

    @property
    def kendala(self) -> tuple[Butir, ...]:
        return tuple(b for b in (*self.butir, *self.tunggakan) if b.kendala)


@dataclass(frozen=True, slots=True)
class DataTriwulan:
    tahun: int
    triwulan: int
    per_tanggal: str  # ISO date the figures were made on
    total: Hitungan
    area: tuple[DataArea, ...]  # every area, in the order of the regulation's vocabulary

    def of(self, area: str) -> DataArea:
        return next(item for item in self.area if item.area == area)

    @property
    def tunggakan(self) -> tuple[Butir, ...]:
        return tuple(b for item in self.area for b in item.tunggakan)

    @property
    def kendala(self) -> tuple[Butir, ...]:
        return tuple(b for item in self.area for b in item.kendala)


def count(butir: Iterable[Butir]) -> Hitungan:
    rows = list(butir)
    by_status = [b.status for b in rows]
    return Hitungan(
        jatuh_tempo=len(rows),
        selesai=by_status.count(Realisasi.Status.SELESAI),
        berjalan=by_status.count(Realisasi.Status.BERJALAN),
        belum=by_status.count(Realisasi.Status.BELUM),
        terlambat=sum(b.is_terlambat for b in rows),
        dengan_bukti=sum(bool(b.bukti) for b in rows),
    )


def summarise(butir: Iterable[Butir], *, tahun: int, triwulan: int, today: date) -> DataTriwulan:
    """Group the actions of the year up to the quarter's end. Plain data in, plain data out."""
    months = months_of(triwulan)
    rows = [b for b in butir if b.bulan <= months[-1]]
    areas = []
    for area in Area.values:
        here = [b for b in rows if b.area == area]
        due = tuple(b for b in here if b.bulan in months)
        left = tuple(b for b in here if b.bulan < months[0] and not b.is_selesai)
        areas.append(DataArea(area, count(due), due, left))
    total = count(b for b in rows if b.bulan in months)
    return DataTriwulan(tahun, triwulan, today.isoformat(), total, tuple(areas))


def collect(laporan: LaporanTriwulan, *, today: date) -> DataTriwulan:
    """The figures of the report's quarter as the plan and its progress stand now (three queries)."""
    pembangunan = laporan.pembangunan
    butir = items_of([pembangunan], today=today)[pembangunan.pk]
    return summarise(butir, tahun=pembangunan.periode.tahun, triwulan=laporan.triwulan, today=today)


def items_of(pembangunan: Iterable[PembangunanZI], *, today: date) -> dict[int, list[Butir]]:
    """Every action of these units' plans, once for each month in which it is due (three queries for any number).

    The plan is the one last approved: a revision that is still being written is not yet owed by anyone.
    """
    tahun = {p.pk: p.periode.tahun for p in pembangunan}
    approved = VersiRencana.objects.filter(rencana__pembangunan__in=tahun, nomor=F("rencana__versi"))
    plans = dict(approved.order_by().values_list("rencana__pembangunan_id", "isi"))
    rows = {pk: plans[pk]["aksi"] if pk in plans else [] for pk in tahun}
    progress = _progress_of(row["pk"] for plan in rows.values() for row in plan)
    return {
        pk: [b for row in plan for b in _items(row, progress, tahun=tahun[pk], today=today)]
        for pk, plan in rows.items()
    }


def _progress_of(aksi: Iterable[int]) -> dict[tuple[int, int], Realisasi]:
    evidence = BuktiRealisasi.objects.select_related("data_dukung").annotate(nomor=Max("data_dukung__versi__nomor"))
    found = Realisasi.objects.filter(aksi__in=list(aksi)).prefetch_related(
        Prefetch("bukti", evidence, to_attr="bukti_list")
    )
    return {(r.aksi_id, r.bulan): r for r in found.order_by()}


def _items(
    row: dict[str, Any], progress: dict[tuple[int, int], Realisasi], *, tahun: int, today: date
) -> Iterable[Butir]:
    """The action of a frozen plan, once for each month in which it is due."""
    for bulan in sorted(row["bulan"]):
        r = progress.get((row["pk"], bulan)) or Realisasi(bulan=bulan)
        yield Butir(
            aksi=row["pk"],
            bulan=bulan,
            area=row["area"],
            aspek=row["aspek"],
            indikator=row["indikator"],
            uraian=row["aksi"],
            penanggung_jawab=(row["penanggung_jawab"] or {}).get("nama", ""),
            status=str(r.status),
            keadaan=str(state_of(r.status, tahun=tahun, bulan=bulan, today=today)),
            persen=r.persen,
            catatan=r.catatan.strip(),
            kendala=_obstacle(r.kendala),
            bukti=tuple(_evidence(r)) if r.pk else (),
        )


def _obstacle(text: str) -> str:
    """The obstacle, or nothing where "-" or "tidak ada" was written."""
    return "" if re.sub(r"[^\w ]", "", text).strip().casefold() in NIHIL else text.strip()


def _evidence(r: Realisasi) -> Iterable[Bukti]:
    return (Bukti(b.data_dukung_id, b.data_dukung.judul, b.nomor or 0) for b in r.bukti_list)


def to_json(data: DataTriwulan) -> dict[str, Any]:
    return asdict(data)


def from_json(raw: dict[str, Any]) -> DataTriwulan:
    """Read frozen figures back; the counts are the frozen ones, not counted again."""
    return DataTriwulan(
        tahun=raw["tahun"],
        triwulan=raw["triwulan"],
        per_tanggal=raw["per_tanggal"],
        total=Hitungan(**raw["total"]),
        area=tuple(
            DataArea(
                item["area"],
                Hitungan(**item["hitungan"]),
                tuple(_item_from(b) for b in item["butir"]),
                tuple(_item_from(b) for b in item["tunggakan"]),
            )
            for item in raw["area"]
        ),
    )


def _item_from(raw: dict[str, Any]) -> Butir:
    return Butir(**{**raw, "bukti": tuple(Bukti(**b) for b in raw["bukti"])})
