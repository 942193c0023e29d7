"""A plan from an Excel file: first what it would do, cell by cell, then all of it or nothing."""

from dataclasses import dataclass

from django.db import transaction

from action_plans import access, workbook
from action_plans.models import Aksi, RencanaAksi
from action_plans.plan_data import snapshot
from action_plans.services.plan import BarisBaru, add_rows, create_rencana, lock, people_of
from action_plans.services.plan_cells import LABEL, Sunting, save_cells
from units.access import require
from units.errors import Ditolak
from units.findings import Temuan, galat, has_galat
from units.models import PembangunanZI, Peran, User
from units.profiles import get_profil

SUMBER = "berkas Excel"
KOLOM_SUNTING = ("indikator", "aksi", "langkah", "bukti_fisik", "prioritas", "target_waktu")


@dataclass(frozen=True, slots=True)
class Impor:
    """What a file would do: new rows, changed cells of known rows, and everything that is wrong with it."""

    baru: tuple[BarisBaru, ...]
    sunting: tuple[Sunting, ...]
    sama: int
    temuan: tuple[Temuan, ...]

    @property
    def is_ready(self) -> bool:
        return not has_galat(self.temuan) and bool(self.baru or self.sunting)

    @property
    def jumlah_ubah(self) -> int:
        return len({s.aksi for s in self.sunting})


def read_file(data: bytes, *, pembangunan: PembangunanZI, rencana: RencanaAksi | None) -> Impor:
    """The dry run. A row that carries the key of a row of this very plan changes it; any other is new.

    Raises BerkasDitolak when the file may not be opened.
    """
    profil = get_profil(pembangunan.periode.profil)
    found = workbook.read_plan(data, profil=profil, tahun=pembangunan.periode.tahun)
    staff = {u.nip: u for u in people_of(pembangunan) if u.nip}
    known = (
        {str(a.pk): a for a in rencana.aksi.filter(dihapus_at=None).select_related("penanggung_jawab")}
        if rencana
        else {}
    )
    temuan, baru, sunting, sama = list(found.temuan), [], [], 0
    for row in found.rows:
        temuan += _person_findings(row, staff)
        pk, _, versi = row.kunci.partition(":")
        aksi = known.get(pk)
        if aksi is None or not versi.isdigit() or int(versi) > aksi.versi:
            baru.append(_new_row(row, staff))
        elif (row.area, row.aspek) != (aksi.area, aksi.aspek):
            temuan.append(
                galat(
                    "pindah_area",
                    "Area atau aspek baris ini diubah. Pindahkan lewat halaman aksi, lalu unggah lagi.",
                    row.tempat,
                )
            )
        else:
            cells = _changed_cells(row, aksi, int(versi), staff)
            sunting += cells
            sama += not cells
    return Impor(tuple(baru), tuple(sunting), sama, tuple(temuan))


def _person_findings(row: workbook.BarisRencana, staff: dict[str, User]) -> list[Temuan]:
    if not row.nip or row.nip in staff:
        return []
    return [galat("bukan_pegawai", f"NIP {row.nip} bukan pegawai unit ini.", row.tempat)]


def _new_row(row: workbook.BarisRencana, staff: dict[str, User]) -> BarisBaru:
    return BarisBaru(
        row.area,
        row.aspek,
        row.indikator,
        row.aksi,
        row.langkah,
        row.bukti_fisik,
        staff.get(row.nip),
        row.prioritas,
        row.target_waktu,
    )


def _changed_cells(row: workbook.BarisRencana, aksi: Aksi, versi: int, staff: dict[str, User]) -> list[Sunting]:
    written = _as_written(aksi)
    new = {name: _text(getattr(row, name)) for name in KOLOM_SUNTING} | {"penanggung_jawab": row.nip}
    if tuple(aksi.bulan) == row.bulan:  # months chosen apart from the text stand in the file as a text of their own
        written["target_waktu"] = new["target_waktu"]
    return [Sunting(aksi.pk, name, value, versi) for name, value in new.items() if value != written[name]]


def _as_written(aksi: Aksi) -> dict[str, str]:
    """The row's cells as an export would carry them."""
    return {name: _text(getattr(aksi, name)) for name in KOLOM_SUNTING} | {
        "penanggung_jawab": (aksi.penanggung_jawab.nip or "") if aksi.penanggung_jawab else ""
    }


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    """Excel and the reader of workbooks keep line breaks and drop doubled spaces."""
    return "\n".join(" ".join(line.split()) for line in str(value).splitlines()).strip()


@transaction.atomic
def apply_file(
    data: bytes, *, pembangunan: PembangunanZI, rencana: RencanaAksi | None, by: Peran
) -> tuple[RencanaAksi, Impor]:
    """Do what the dry run showed. One refused cell or one conflict takes everything back."""
    require(access.can_prepare_rencana(by, pembangunan), access.KETUA, what="Mengisi rencana dari berkas")
    if rencana is not None:
        rencana = lock(rencana)
    plan = read_file(data, pembangunan=pembangunan, rencana=rencana)
    if not plan.is_ready:
        raise Ditolak("Berkas belum dapat diterapkan. Perbaiki galat yang tercantum, lalu unggah lagi.")
    if rencana is None:
        return create_rencana(pembangunan=pembangunan, baris=plan.baru, by=by, sumber=SUMBER), plan
    if plan.baru:
        add_rows(rencana=rencana, baris=plan.baru, by=by, sumber=SUMBER)
    if plan.sunting:
        _save_all(rencana, plan.sunting, by=by)
    return rencana, plan


def _save_all(rencana: RencanaAksi, sunting: tuple[Sunting, ...], *, by: Peran) -> None:
    for found in save_cells(rencana=rencana, sunting=sunting, by=by):
        if found.benturan:
            raise Ditolak(
                f"{LABEL[found.sunting.kolom]} pada “{found.aksi.aksi[:80]}” sudah diubah oleh {found.benturan.oleh}, "
                f"{found.benturan.pada}, setelah berkas diunduh. Unduh lagi, sesuaikan, lalu unggah. Tidak ada yang disimpan."
            )
        if found.galat:
            raise Ditolak(f"{found.galat} Tidak ada yang disimpan.")


def export_row(row: dict, *, nip: str, versi: int) -> workbook.BarisRencana:
    """A row of a frozen or live plan in the shape of the workbook; the key lets it come back as an update."""
    return workbook.BarisRencana(
        area=row["area"],
        aspek=row["aspek"],
        indikator=row["indikator"],
        aksi=row["aksi"],
        langkah=row["langkah"],
        bukti_fisik=row["bukti_fisik"],
        nip=nip,
        prioritas=row["prioritas"],
        target_waktu=row["target_waktu"],
        bulan=tuple(row["bulan"]),
        kunci=f"{row['pk']}:{versi}",
    )


def write_file(rencana: RencanaAksi) -> bytes:
    """The rows as they are now, in the portal's form."""
    live = {
        pk: (nip or "", versi)
        for pk, nip, versi in rencana.aksi.filter(dihapus_at=None).values_list("pk", "penanggung_jawab__nip", "versi")
    }
    rows = [export_row(row, nip=live[row["pk"]][0], versi=live[row["pk"]][1]) for row in snapshot(rencana)["aksi"]]
    pembangunan = rencana.pembangunan
    judul = f"Rencana aksi {pembangunan.unit.nama} tahun {pembangunan.periode.tahun}"
    return workbook.write_plan(
        rows, profil=get_profil(pembangunan.periode.profil), judul=judul, meta={"rencana": str(rencana.pk)}
    )
