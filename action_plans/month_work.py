"""The month's work of a unit's plan: what is due now, and what earlier months left open."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max

from action_plans.due import NADA, Keadaan, state_of
from action_plans.models import Aksi, Realisasi, RencanaAksi, RiwayatAksi
from action_plans.services.progress import KOLOM
from units.halaman import Nada
from units.models import User


@dataclass(frozen=True, slots=True)
class ButirBulan:
    """One action due in one month. `versi` is that of the status, as the quick buttons must send it back."""

    aksi: Aksi
    bulan: int
    realisasi: Realisasi
    keadaan: Keadaan
    bukti: int
    versi: int
    boleh: bool

    @property
    def nada(self) -> Nada:
        return NADA[self.keadaan]

    @property
    def lacks_evidence(self) -> bool:
        return self.realisasi.status == Realisasi.Status.SELESAI and not self.bukti


@dataclass(frozen=True, slots=True)
class PekerjaanBulan:
    terlambat: tuple[ButirBulan, ...]
    bulan_ini: tuple[ButirBulan, ...]

    @property
    def jumlah_selesai(self) -> int:
        return sum(t.keadaan == Keadaan.SELESAI for t in self.bulan_ini)


def month_work(
    rencana: RencanaAksi,
    *,
    bulan: int,
    today: date,
    areas: frozenset[str] | None = None,
    pj: User | None = None,
    fillable: frozenset[str] = frozenset(),
) -> PekerjaanBulan:
    """Four queries. `areas` limits to areas, `pj` to one person's actions; None means all."""
    rows = Aksi.objects.filter(rencana=rencana, dihapus_at=None).select_related("penanggung_jawab")
    if areas is not None:
        rows = rows.filter(area__in=areas)
    if pj is not None:
        rows = rows.filter(penanggung_jawab=pj)
    due = [(aksi, n) for aksi in rows for n in sorted(aksi.bulan) if n <= bulan]
    done = {
        (r.aksi_id, r.bulan): r for r in Realisasi.objects.filter(aksi__rencana=rencana, bulan__lte=bulan).order_by()
    }
    proofs = _evidence_counts(rencana, bulan)
    seen = _status_versions(rencana, bulan)
    tahun = rencana.pembangunan.periode.tahun

    def task(aksi: Aksi, n: int) -> ButirBulan:
        row = done.get((aksi.pk, n)) or Realisasi(aksi=aksi, bulan=n)
        state = state_of(row.status, tahun=tahun, bulan=n, today=today)
        key = (aksi.pk, n)
        return ButirBulan(aksi, n, row, state, proofs.get(key, 0), seen.get(key, 0), aksi.area in fillable)

    tasks = [task(aksi, n) for aksi, n in due]
    late = sorted((t for t in tasks if t.bulan < bulan and t.keadaan != Keadaan.SELESAI), key=lambda t: t.bulan)
    return PekerjaanBulan(tuple(late), tuple(t for t in tasks if t.bulan == bulan))


def count_open(rencana: RencanaAksi, *, bulan: int, today: date, areas: frozenset[str]) -> tuple[int, int]:
    """(late targets up to this month, targets of this month not yet done), without building the list: the home page asks.

    Two queries, plain values. Equal to counting `month_work`, which a test holds.
    """
    rows = Aksi.objects.filter(rencana=rencana, dihapus_at=None, area__in=areas).order_by().values_list("pk", "bulan")
    done = {
        (aksi, n): status
        for aksi, n, status in Realisasi.objects.filter(aksi__rencana=rencana, bulan__lte=bulan)
        .order_by()
        .values_list("aksi_id", "bulan", "status")
    }
    tahun = rencana.pembangunan.periode.tahun
    late = open_now = 0
    for aksi, months in rows:
        for n in months:
            if n > bulan:
                continue
            state = state_of(done.get((aksi, n), Realisasi.Status.BELUM), tahun=tahun, bulan=n, today=today)
            late += state == Keadaan.TERLAMBAT
            open_now += n == bulan and state in (Keadaan.BELUM, Keadaan.BERJALAN)
    return late, open_now


def task_of(aksi: Aksi, bulan: int, *, today: date, boleh: bool) -> ButirBulan:
    """One row again, after it was changed."""
    row = Realisasi.objects.filter(aksi=aksi, bulan=bulan).annotate(n=Count("bukti")).first() or Realisasi(
        aksi=aksi, bulan=bulan
    )
    rencana = aksi.rencana
    state = state_of(row.status, tahun=rencana.pembangunan.periode.tahun, bulan=bulan, today=today)
    versi = _status_versions(rencana, bulan).get((aksi.pk, bulan), 0)
    return ButirBulan(aksi, bulan, row, state, getattr(row, "n", 0), versi, boleh)


def _evidence_counts(rencana: RencanaAksi, bulan: int) -> dict[tuple[int, int], int]:
    rows = Realisasi.objects.filter(aksi__rencana=rencana, bulan__lte=bulan).order_by().annotate(n=Count("bukti"))
    return {(aksi, n): count for aksi, n, count in rows.values_list("aksi_id", "bulan", "n")}


def _status_versions(rencana: RencanaAksi, bulan: int) -> dict[tuple[int, int], int]:
    rows = RiwayatAksi.objects.filter(objek__rencana=rencana, bulan__lte=bulan, kolom=KOLOM["status"])
    found = rows.order_by().values_list("objek_id", "bulan").annotate(n=Max("versi"))
    return {(aksi, n): versi for aksi, n, versi in found}
