"""The minutes of one coaching session: what was discussed and advised per component, and what was agreed."""

from dataclasses import dataclass

from action_plans.coaching_naskah import area_labels
from action_plans.models import CatatanPembinaan, Pembinaan
from reports.data.base import TandaTangan, head_of, is_long, no_head, signature
from reports.data.surat import Surat, kop_inspektorat, no_letterhead
from units.findings import Temuan, galat
from units.templatetags.indonesia import tanggal

C = CatatanPembinaan.Jenis
UMUM = "Gambaran umum"


@dataclass(frozen=True, slots=True)
class CatatanCetak:
    """A component that something was written about."""

    judul: str
    bahasan: str
    saran: str


@dataclass(frozen=True, slots=True)
class BarisSepakat:
    komponen: str
    uraian: str
    penanggung_jawab: str
    tenggat: str
    panjang: bool


@dataclass(frozen=True, slots=True)
class DataPembinaan(Surat):
    """Signed by the unit's head and by the first coach; `hadir` are coaches, `peserta` people of the unit."""

    jenis: str
    tanggal: str
    tempat: str
    hadir: tuple[str, ...]
    peserta: tuple[str, ...]
    catatan: tuple[CatatanCetak, ...]
    kesepakatan: tuple[BarisSepakat, ...]

    @property
    def templat(self) -> str:
        return "pembinaan"

    @property
    def sebutan(self) -> str:
        return f"Catatan {self.jenis[:1].lower()}{self.jenis[1:]} Zona Integritas {self.tahun}"

    @property
    def keadaan(self) -> str:
        return f"Draf, {self.tanggal}" if self.draf else self.tanggal

    def nameless(self, signed: TandaTangan) -> Temuan:
        if signed == self.penanda[0]:
            return galat("pembina", "Tim Pembina yang hadir belum dicatat pada pembinaan ini.", "Tim Pembina")
        return no_head(self.unit)

    def also_missing(self) -> list[Temuan]:
        return [] if self.kop.nama else [no_letterhead()]


def read_pembinaan(row: Pembinaan) -> DataPembinaan:
    """A draft until Tim Pembina has handed the minutes to the unit."""
    year, unit = row.pembangunan, row.pembangunan.unit
    coaches = list(row.pembina.select_related("user").order_by("user__nama"))
    first = coaches[0].user if coaches else None
    labels = area_labels(year.periode.profil)
    return DataPembinaan(
        sumber=f"pembinaan {row.pk}",
        tahun=year.periode.tahun,
        unit=unit.nama,
        instansi=unit.instansi.nama,
        kop=kop_inspektorat(unit.instansi),
        draf=row.status == Pembinaan.Status.DRAF,
        penanda=(
            signature(unit.instansi, "Tim Pembina ZI", first, row.tanggal),
            signature(unit.instansi, unit.jabatan_kepala, head_of(unit, row.tanggal), row.tanggal),
        ),
        jenis=row.get_jenis_display(),
        tanggal=tanggal(row.tanggal),
        tempat=f"{row.tempat} (daring)" if row.daring else row.tempat,
        hadir=tuple(f"{p.user.nama}, {p.user.jabatan or 'Tim Pembina ZI'}" for p in coaches),
        peserta=tuple(line.strip() for line in row.peserta.splitlines() if line.strip()),
        catatan=_notes(row, labels),
        kesepakatan=tuple(
            BarisSepakat(
                labels.get(k.area, "") if k.area else "Seluruh unit kerja",
                k.uraian.strip(),
                k.penanggung_jawab.nama if k.penanggung_jawab else "Tim Pembangunan ZI",
                tanggal(k.tenggat),
                is_long(k.uraian),
            )
            for k in row.kesepakatan.select_related("penanggung_jawab")
        ),
    )


def _notes(row: Pembinaan, labels: dict[str, str]) -> tuple[CatatanCetak, ...]:
    texts = {(c.area, c.jenis): c.isi.strip() for c in row.catatan.all() if c.isi.strip()}
    return tuple(
        CatatanCetak(judul, texts.get((area, C.BAHASAN), ""), texts.get((area, C.SARAN), ""))
        for area, judul in ({"": UMUM} | labels).items()
        if (area, C.BAHASAN) in texts or (area, C.SARAN) in texts
    )
