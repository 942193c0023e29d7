"""The plan as pages and frozen versions show it: all queries here, frozen dataclasses out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Count

from action_plans.due import Keadaan, state_of
from action_plans.models import Aksi, Realisasi, RencanaAksi
from units.choices import Area, Aspek
from units.profiles import ProfilRegulasi, get_profil

SELESAI, BERJALAN = Realisasi.Status.SELESAI, Realisasi.Status.BERJALAN
SEMUA_BULAN = range(1, 13)
Progress = dict[int, tuple[str, int, int]]  # bulan -> (status, persen, pieces of evidence)


@dataclass(frozen=True, slots=True, eq=False)
class Sel:
    """One month of one action. `keadaan` is a Keadaan, or "" where nothing is due and nothing was done.

    Cells are shared (`_sel`), so that they are compared by identity: what is drawn of them is looked up 1,800 times a page.
    """

    bulan: int
    target: bool
    keadaan: str = ""
    bukti: int = 0


@dataclass(frozen=True, slots=True)
class Capaian:
    """Counts over actions and over their month targets; `jatuh_tempo` are those whose month has begun."""

    aksi: int = 0
    target: int = 0
    jatuh_tempo: int = 0
    selesai: int = 0
    terlambat: int = 0


@dataclass(frozen=True, slots=True)
class BarisAksi:
    """A row of the plan. `pk` and numbers are text: templates print them unlocalised."""

    pk: str
    nomor: str
    versi: str
    area: str
    aspek: str
    indikator: str
    aksi: str
    langkah: str
    bukti_fisik: str
    pj: str
    pj_id: int | None
    prioritas: bool
    target_waktu: str
    bulan: tuple[int, ...]
    sel: tuple[Sel, ...]
    keadaan: str
    persen: int
    bukti: int
    ulang: bool = False  # the row above has the same indicator
    boleh: bool = False  # this role may change it now


@dataclass(frozen=True, slots=True)
class Grup:
    """The rows of one area (and aspect), in the order and under the heading of the regulation's form."""

    kunci: str
    area: str
    aspek: str
    label: str
    label_aspek: str
    capaian: Capaian
    baris: tuple[BarisAksi, ...]
    boleh: bool = False


@dataclass(frozen=True, slots=True)
class Lembar:
    """A whole plan, read once for one page."""

    tahun: int
    berjalan: bool  # approved at least once: progress is shown
    bulan_ini: int  # 0 outside the plan's year
    grup: tuple[Grup, ...]
    capaian: Capaian

    @property
    def baris(self) -> tuple[BarisAksi, ...]:
        return tuple(b for g in self.grup for b in g.baris)


KOLOM_BACA = (
    "pk", "versi", "area", "aspek", "indikator", "aksi", "langkah", "bukti_fisik", "penanggung_jawab_id",
    "penanggung_jawab__nama", "prioritas", "target_waktu", "bulan",
)  # fmt: skip


def profil_of(rencana: RencanaAksi) -> ProfilRegulasi:
    return get_profil(rencana.pembangunan.periode.profil)


def read_plan(rencana: RencanaAksi, *, today: date, areas: frozenset[str] = frozenset()) -> Lembar:
    """Two queries whatever the size. `areas` are those that the reader may change."""
    tahun = rencana.pembangunan.periode.tahun
    berjalan = rencana.versi > 0
    rows = list(Aksi.objects.filter(rencana=rencana, dihapus_at=None).order_by("urutan", "pk").values_list(*KOLOM_BACA))
    done = _progress(rencana) if berjalan else {}
    calendar = _Calendar(tahun, today, berjalan)
    grup, number = [], 0
    for area, aspek, label in sections(profil_of(rencana), {(r[2], r[3]) for r in rows}):
        here = _by_indicator([r for r in rows if r[2] == area and r[3] == aspek])
        boleh = area in areas
        baris, before = [], None
        for r in here:
            number += 1
            sel = calendar.cells(r[12], done.get(r[0]))
            baris.append(_row(r, number, done.get(r[0], {}), sel, ulang=r[4] == before, boleh=boleh))
            before = r[4]
        label_aspek = Aspek(aspek).label if aspek else ""
        grup.append(
            Grup(
                f"{area}-{aspek}".rstrip("-"),
                area,
                aspek,
                label,
                label_aspek,
                count(baris, tahun=tahun, today=today),
                tuple(baris),
                boleh,
            )
        )
    return Lembar(
        tahun,
        berjalan,
        today.month if today.year == tahun else 0,
        tuple(grup),
        count([b for g in grup for b in g.baris], tahun=tahun, today=today),
    )


def sections(profil: ProfilRegulasi, used: Iterable[tuple[str, str]] = ()) -> list[tuple[str, str, str]]:
    """(area, aspek, heading) in the order of the profile's form; rows that fit no heading come last, never lost."""
    # Some forms print the areas in capitals, which on a screen would shout.
    found = [
        (b.area, b.aspek, Area(b.area).label if b.judul.isupper() else b.judul) for b in profil.rencana.bagian if b.area
    ]
    known = {(area, aspek) for area, aspek, _ in found}
    return found + [(area, aspek, Area(area).label) for area, aspek in sorted(set(used) - known)]


def section_label(profil: ProfilRegulasi, area: str, aspek: str) -> str:
    return next(judul for a, s, judul in sections(profil, [(area, aspek)]) if (a, s) == (area, aspek))


def _progress(rencana: RencanaAksi) -> dict[int, Progress]:
    found: dict[int, Progress] = {}
    rows = Realisasi.objects.filter(aksi__rencana=rencana, aksi__dihapus_at=None).order_by().annotate(n=Count("bukti"))
    for aksi, bulan, status, persen, n in rows.values_list("aksi_id", "bulan", "status", "persen", "n"):
        found.setdefault(aksi, {})[bulan] = (status, persen, n)
    return found


def _by_indicator(rows: Sequence[tuple]) -> list[tuple]:
    """Rows of one indicator stand together, in the order in which indicators first appear."""
    groups: dict[str, list[tuple]] = {}
    for row in rows:
        groups.setdefault(row[4], []).append(row)
    return [row for group in groups.values() for row in group]


def _row(r: tuple, number: int, done: Progress, sel: tuple[Sel, ...], *, ulang: bool, boleh: bool) -> BarisAksi:
    pk, versi, area, aspek, indikator, aksi, langkah, bukti_fisik, pj_id, pj, prioritas, target_waktu, bulan = r
    status = [s for s, _, _ in done.values()]
    return BarisAksi(
        str(pk), str(number), str(versi), area, aspek, indikator, aksi, langkah, bukti_fisik, pj or "", pj_id,
        prioritas, target_waktu, tuple(bulan), sel, overall(sel, status),
        round(sum(p for _, p, _ in done.values()) / max(len(bulan), len(done), 1)), sum(n for _, _, n in done.values()),
        ulang, boleh,
    )  # fmt: skip


class _Calendar:
    """The twelve cells of a row. Rows with the same months and no progress share theirs."""

    def __init__(self, tahun: int, today: date, berjalan: bool) -> None:
        self.tahun, self.today = tahun, today
        waiting = {b: self._state("", b) if berjalan else Keadaan.MENDATANG for b in SEMUA_BULAN}
        self.empty = {b: _sel(b, False, "", 0) for b in SEMUA_BULAN}
        self.target = {b: _sel(b, True, waiting[b].value, 0) for b in SEMUA_BULAN}
        self.known: dict[tuple[int, ...], tuple[Sel, ...]] = {}

    def cells(self, bulan: list[int], done: Progress | None) -> tuple[Sel, ...]:
        key = tuple(bulan)
        if key not in self.known:
            self.known[key] = tuple((self.target if b in key else self.empty)[b] for b in SEMUA_BULAN)
        plain = self.known[key]
        return tuple(self._with_progress(s, done[s.bulan]) if s.bulan in done else s for s in plain) if done else plain

    def _with_progress(self, sel: Sel, done: tuple[str, int, int]) -> Sel:
        """Work in a month that is no longer a target is shown, but it cannot be late."""
        status, _, bukti = done
        if sel.target:
            keadaan = self._state(status, sel.bulan).value
        else:
            keadaan = status if status in (SELESAI, BERJALAN) else ""
        return _sel(sel.bulan, sel.target, keadaan, bukti)

    def _state(self, status: str, bulan: int) -> Keadaan:
        return state_of(status, tahun=self.tahun, bulan=bulan, today=self.today)


@cache
def _sel(bulan: int, target: bool, keadaan: str, bukti: int) -> Sel:
    """The same few cells fill every plan."""
    return Sel(bulan, target, str(keadaan), bukti)


def overall(sel: Iterable[Sel], status: Sequence[str]) -> str:
    """An action as a whole: late when one of its months is, done when all of them are."""
    targets = [s.keadaan for s in sel if s.target]
    if Keadaan.TERLAMBAT in targets:
        return Keadaan.TERLAMBAT.value
    # Without months an action is done when all that was recorded of it is.
    if all(k == Keadaan.SELESAI for k in targets) if targets else status and set(status) == {SELESAI}:
        return Keadaan.SELESAI.value
    started = any(s in (SELESAI, BERJALAN) for s in status)
    return Keadaan.BERJALAN.value if started else Keadaan.BELUM.value


def count(baris: Sequence[BarisAksi], *, tahun: int, today: date) -> Capaian:
    targets = [s for b in baris for s in b.sel if s.target]
    states = [s.keadaan for s in targets]
    return Capaian(
        aksi=len(baris),
        target=len(targets),
        jatuh_tempo=sum((tahun, s.bulan) <= (today.year, today.month) for s in targets),
        selesai=states.count(Keadaan.SELESAI.value),
        terlambat=states.count(Keadaan.TERLAMBAT.value),
    )


def snapshot(rencana: RencanaAksi) -> dict[str, Any]:
    """`isi` of a VersiRencana: texts and rows, readable without the live rows."""
    profil = profil_of(rencana)
    rows = list(Aksi.objects.filter(rencana=rencana, dihapus_at=None).order_by("urutan", "pk").values_list(*KOLOM_BACA))
    ordered = [
        row
        for area, aspek, _ in sections(profil, {(r[2], r[3]) for r in rows})
        for row in _by_indicator([r for r in rows if r[2] == area and r[3] == aspek])
    ]
    return {
        "dasar": rencana.dasar,
        "maksud_tujuan": rencana.maksud_tujuan,
        "aksi": [_frozen(row) for row in ordered],
    }


def _frozen(r: tuple) -> dict[str, Any]:
    pk, _, area, aspek, indikator, aksi, langkah, bukti_fisik, pj_id, pj, prioritas, target_waktu, bulan = r
    return {
        "pk": pk,
        "area": area,
        "aspek": aspek,
        "indikator": indikator,
        "aksi": aksi,
        "langkah": langkah,
        "bukti_fisik": bukti_fisik,
        "penanggung_jawab": {"pk": pj_id, "nama": pj} if pj_id else None,
        "prioritas": prioritas,
        "target_waktu": target_waktu,
        "bulan": list(bulan),
    }


@dataclass(frozen=True, slots=True)
class Ringkas:
    """One unit's plan in the list of an institution."""

    pembangunan_pk: int
    unit: str
    rencana_pk: int | None
    status: str
    versi: int
    aksi: int
    dengan_waktu: int
    dengan_pj: int
    dengan_bukti_fisik: int
    capaian: Capaian


def summarise_plans(pembangunan: Iterable[Any], *, today: date) -> list[Ringkas]:
    """Figures of many plans in two queries. `pembangunan` rows carry unit, periode and rencana selected."""
    units = list(pembangunan)
    plans = {p.rencana.pk: p for p in units if hasattr(p, "rencana")}
    rows: dict[int, list[tuple]] = {pk: [] for pk in plans}
    for row in (
        Aksi.objects.filter(rencana__in=plans, dihapus_at=None)
        .order_by()
        .values_list("rencana_id", "pk", "bulan", "penanggung_jawab_id", "bukti_fisik")
    ):
        rows[row[0]].append(row)
    done: dict[int, dict[int, str]] = {}
    for aksi, bulan, status in (
        Realisasi.objects.filter(aksi__rencana__in=plans, aksi__dihapus_at=None)
        .order_by()
        .values_list("aksi_id", "bulan", "status")
    ):
        done.setdefault(aksi, {})[bulan] = status
    return [_summary(p, rows.get(p.rencana.pk if hasattr(p, "rencana") else 0, []), done, today) for p in units]


def _summary(pembangunan: Any, rows: list[tuple], done: dict[int, dict[int, str]], today: date) -> Ringkas:
    rencana = getattr(pembangunan, "rencana", None)
    tahun = pembangunan.periode.tahun
    states = [
        (b, state_of(done.get(pk, {}).get(b, ""), tahun=tahun, bulan=b, today=today))
        for _, pk, bulan, _, _ in rows
        for b in bulan
    ]
    running = rencana is not None and rencana.versi > 0
    return Ringkas(
        pembangunan.pk,
        pembangunan.unit.nama,
        rencana.pk if rencana else None,
        rencana.status if rencana else "",
        rencana.versi if rencana else 0,
        len(rows),
        sum(bool(r[2]) for r in rows),
        sum(bool(r[3]) for r in rows),
        sum(bool(r[4].strip()) for r in rows),
        Capaian(
            aksi=len(rows),
            target=len(states),
            jatuh_tempo=sum((tahun, b) <= (today.year, today.month) for b, _ in states),
            selesai=sum(k == Keadaan.SELESAI for _, k in states),
            terlambat=sum(k == Keadaan.TERLAMBAT for _, k in states) if running else 0,
        ),
    )
