"""The decree that sets up the unit's team, ready to be signed."""

from dataclasses import dataclass

from django.utils import timezone

from reports.data.base import Kop, TandaTangan, empty, head_of, kop_of, missing_in, no_head, no_region_head, signature
from units.findings import Temuan
from units.models import AnggotaTim, PembangunanZI, TimPembangunan, UnitKerja
from units.profiles import ProfilRegulasi, get_profil
from units.templatetags.indonesia import nip, pangkat

KEPALA_UNIT = "Kepala Unit Kerja"


@dataclass(frozen=True, slots=True)
class AnggotaCetak:
    nama: str
    nip: str
    pangkat: str
    jabatan: str
    kedudukan: str
    area: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DataSKTim:
    """`pejabat` is who decides: the head of the unit, or the kepala daerah where the profile says so."""

    tahun: int
    unit: str
    instansi: str
    wilayah: str
    predikat: str
    kop: Kop
    pejabat: str
    oleh_kepala_unit: bool
    nomor: str
    tanggal: str
    aturan: str
    mengingat: tuple[str, ...]
    anggota: tuple[AnggotaCetak, ...]
    tanda_tangan: TandaTangan
    tembusan: tuple[str, ...] = ()

    @property
    def is_draf(self) -> bool:
        return not (self.nomor and self.tanggal)

    @property
    def jumlah_baris(self) -> int:
        return len(self.anggota)

    @property
    def templat(self) -> str:
        return "sk_tim"

    @property
    def sebutan(self) -> str:
        return f"Keputusan Tim Pembangunan Zona Integritas {self.tahun}"

    @property
    def keadaan(self) -> str:
        return "Draf" if self.is_draf else f"Nomor {self.nomor}"

    @property
    def tanggal_berkas(self) -> str:
        return self.tanda_tangan.tanggal

    def kekurangan(self) -> list[Temuan]:
        nameless = no_head(self.unit) if self.oleh_kepala_unit else no_region_head(self.pejabat)
        found = missing_in(self.tanda_tangan, nameless)
        return found if self.anggota else [*found, empty("Tim belum memiliki anggota")]


def read_sk_tim(pembangunan: PembangunanZI) -> DataSKTim:
    """A year without a team row yet gives an empty team, which the check before the job refuses."""
    unit, instansi = pembangunan.unit, pembangunan.unit.instansi
    profil = get_profil(pembangunan.periode.profil)
    tim = TimPembangunan.objects.filter(pembangunan=pembangunan).first() or TimPembangunan(pembangunan=pembangunan)
    by_unit = profil.tim.ditetapkan_oleh == KEPALA_UNIT
    pejabat = unit.jabatan_kepala if by_unit else instansi.jabatan_kepala
    return DataSKTim(
        tahun=pembangunan.periode.tahun,
        unit=unit.nama,
        instansi=instansi.nama,
        wilayah=instansi.wilayah,
        predikat=pembangunan.get_target_display(),
        kop=kop_of(instansi, unit if by_unit else None),
        pejabat=pejabat,
        oleh_kepala_unit=by_unit,
        nomor=tim.nomor_sk.strip(),
        tanggal=tim.tanggal_sk.isoformat() if tim.tanggal_sk else "",
        aturan=profil.nama,
        mengingat=profil.rencana.section("dasar_hukum").teks,
        anggota=_members(tim, profil),
        tanda_tangan=_signature(pembangunan.unit, tim, pejabat, by_unit=by_unit),
    )


def _signature(unit: UnitKerja, tim: TimPembangunan, pejabat: str, *, by_unit: bool) -> TandaTangan:
    if by_unit:
        return signature(unit.instansi, pejabat, head_of(unit, timezone.localdate()), tim.tanggal_sk)
    # An elected head signs without rank and NIP.
    tanggal = tim.tanggal_sk.isoformat() if tim.tanggal_sk else ""
    return TandaTangan(unit.instansi.ibu_kota.strip(), tanggal, pejabat, unit.instansi.nama_kepala.strip())


def _members(tim: TimPembangunan, profil: ProfilRegulasi) -> tuple[AnggotaCetak, ...]:
    """The ketua first, then members by name."""
    if tim.pk is None:
        return ()
    rows = list(AnggotaTim.objects.filter(tim=tim).select_related("user").order_by("user__nama"))
    rows.sort(key=lambda row: row.kedudukan != AnggotaTim.Kedudukan.KETUA)
    return tuple(
        AnggotaCetak(
            nama=row.user.nama,
            nip=nip(row.user.nip),
            pangkat=pangkat(row.user.golongan),
            jabatan=row.user.jabatan,
            kedudukan=row.get_kedudukan_display(),
            area=tuple(profil.laporan.label(area) for area in row.area),
        )
        for row in rows
    )
