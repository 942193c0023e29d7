"""A coaching report as it is read: sections, recap, signatory and team; live while worked on, frozen once approved."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from action_plans import narrative
from action_plans.coaching_data import DataPembinaan, collect
from action_plans.models import LaporanPembinaan
from action_plans.narrative import percent
from action_plans.naskah import BagianNaskah, PenandaTangan
from action_plans.report_data import Hitungan, count
from units.models import Peran
from units.profiles import Formulir, get_profil


@dataclass(frozen=True, slots=True)
class BarisRekap:
    """A component of one unit, or a unit among all (then with its coaching)."""

    label: str
    jatuh_tempo: int
    selesai: int
    terlambat: int
    persen: str
    pembinaan: int | None = None
    kesepakatan: str = ""


@dataclass(frozen=True, slots=True)
class NaskahPembinaan:
    judul: tuple[str, ...]
    nama_rentang: str
    per_tanggal: date
    bagian: tuple[BagianNaskah, ...]
    rekap: tuple[BarisRekap, ...]
    per_unit: bool
    tim: tuple[PenandaTangan, ...]
    penanda_tangan: PenandaTangan | None  # the Inspektur; None until approved
    tanggal: date | None

    @property
    def is_beku(self) -> bool:
        return self.penanda_tangan is not None


def form_of(laporan: LaporanPembinaan) -> Formulir:
    """Lampiran III of the profile that the programme year started with, in the report's form."""
    return get_profil(laporan.periode.profil).pembinaan[laporan.bentuk]


def labels_of(laporan: LaporanPembinaan) -> dict[str, str]:
    return area_labels(laporan.periode.profil)


def area_labels(profil: str) -> dict[str, str]:
    """The areas in the words and order of Lampiran III under this profile; its form in chapters names each."""
    return {b.area: b.judul for b in get_profil(profil).pembinaan["bab"].bagian if b.area}


def about(laporan: LaporanPembinaan) -> str:
    """What stands in the place of the unit's name."""
    return laporan.pembangunan.unit.nama if laporan.pembangunan_id else f"Seluruh Unit Kerja {laporan.instansi.wilayah}"


def naskah_of(laporan: LaporanPembinaan, *, today: date) -> NaskahPembinaan:
    """What page and paper show. An approved report is read from its frozen copy alone."""
    if laporan.disetujui_at:
        return from_frozen(laporan, laporan.versi_list.all()[0].isi)
    texts = dict(laporan.bagian.values_list("kode", "isi"))
    return build(laporan, texts, collect(laporan, today=today))


def build(laporan: LaporanPembinaan, texts: dict[str, str], data: DataPembinaan) -> NaskahPembinaan:
    form = form_of(laporan)
    return NaskahPembinaan(
        judul=form.title(unit=about(laporan)),
        nama_rentang=data.nama_rentang,
        per_tanggal=data.per_tanggal,
        bagian=_sections(form, texts),
        rekap=recap(data, labels_of(laporan)),
        per_unit=not data.satu,
        tim=team_of(laporan),
        penanda_tangan=None,
        tanggal=None,
    )


def _sections(form: Formulir, texts: dict[str, str]) -> tuple[BagianNaskah, ...]:
    found = []
    for b in form.bagian:
        isi = texts.get(b.kode, "")
        found.append(BagianNaskah(b, isi, tuple(narrative.blocks(isi, isi=b.isi))))
    return tuple(found)


def recap(data: DataPembinaan, labels: dict[str, str]) -> tuple[BarisRekap, ...]:
    """Components of the one unit, or the units; the sum stands last."""
    if data.satu:
        rows = [_row(labels[area], data.hitungan(area)) for area in labels]
        return (*rows, _row("Jumlah", data.hitungan()))
    rows = [
        _row(u.nama, count(u.due()), len(u.sesi), f"{u.selesai} dari {u.kesepakatan}" if u.kesepakatan else "–")
        for u in data.unit
    ]
    total = sum(u.kesepakatan for u in data.unit)
    done = sum(u.selesai for u in data.unit)
    words = f"{done} dari {total}" if total else "–"
    return (*rows, _row("Jumlah", data.hitungan(), sum(len(u.sesi) for u in data.unit), words))


def _row(label: str, h: Hitungan, pembinaan: int | None = None, kesepakatan: str = "") -> BarisRekap:
    share = "–" if h.persen is None else percent(h.persen)
    return BarisRekap(label, h.jatuh_tempo, h.selesai, h.terlambat, share, pembinaan, kesepakatan)


def team_of(laporan: LaporanPembinaan) -> tuple[PenandaTangan, ...]:
    rows = laporan.tim.select_related("user").order_by("user__nama")
    return tuple(PenandaTangan(p.user.nama, p.user.nip or "", p.user.golongan, p.user.jabatan) for p in rows)


# --- frozen --------------------------------------------------------------------------------------------------


def freeze(laporan: LaporanPembinaan, *, by: Peran, at: datetime) -> dict[str, Any]:
    """Everything the signatures stand under, as JSON."""
    data = collect(laporan, today=timezone.localdate(at))
    texts = dict(laporan.bagian.values_list("kode", "isi"))
    live = build(laporan, texts, data)
    return {
        "judul": list(live.judul),
        "nama_rentang": live.nama_rentang,
        "per_tanggal": live.per_tanggal.isoformat(),
        "bagian": texts,
        "rekap": [asdict(row) for row in live.rekap],
        "per_unit": live.per_unit,
        "tim": [asdict(person) for person in live.tim],
        "penanda_tangan": {
            "nama": by.user.nama,
            "nip": by.user.nip or "",
            "golongan": by.user.golongan,
            "jabatan": by.unit.jabatan_kepala,
        },
        "disetujui_at": at.isoformat(),
    }


def from_frozen(laporan: LaporanPembinaan, raw: dict[str, Any]) -> NaskahPembinaan:
    return NaskahPembinaan(
        judul=tuple(raw["judul"]),
        nama_rentang=raw["nama_rentang"],
        per_tanggal=date.fromisoformat(raw["per_tanggal"]),
        bagian=_sections(form_of(laporan), raw["bagian"]),
        rekap=tuple(BarisRekap(**row) for row in raw["rekap"]),
        per_unit=raw["per_unit"],
        tim=tuple(PenandaTangan(**person) for person in raw["tim"]),
        penanda_tangan=PenandaTangan(**raw["penanda_tangan"]),
        tanggal=timezone.localdate(datetime.fromisoformat(raw["disetujui_at"])),
    )
