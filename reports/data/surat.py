"""What letters, minutes and decrees share: a letterhead, one or more signatures, and the row they were read from."""

from dataclasses import dataclass, field

from reports.data.base import Kop, TandaTangan, kop_of, missing_in, signature
from units.findings import Temuan, galat
from units.models import Instansi, UnitKerja, User
from units.templatetags.indonesia import nip


@dataclass(frozen=True, slots=True)
class Surat:
    """`sumber` names the row, so that equal words of two rows are two documents; `penanda` are the signature blocks."""

    sumber: str
    tahun: int
    unit: str
    instansi: str
    kop: Kop
    draf: bool
    penanda: tuple[TandaTangan, ...]
    tembusan: tuple[str, ...] = field(default=(), kw_only=True)

    @property
    def is_draf(self) -> bool:
        return self.draf

    @property
    def tanggal_berkas(self) -> str:
        return next((p.tanggal for p in self.penanda if p.tanggal), "")

    @property
    def ttd(self) -> TandaTangan:
        return self.penanda[0]

    def nameless(self, signed: TandaTangan) -> Temuan:
        return galat("penanda_tangan", f"Nama {signed.jabatan or 'penanda tangan'} belum ada.", "Penanda tangan")

    def kekurangan(self) -> list[Temuan]:
        found: dict[str, Temuan] = {}
        for signed in self.penanda:
            found |= {t.pesan: t for t in missing_in(signed, self.nameless(signed))}
        return [*self.also_missing(), *found.values()]

    def also_missing(self) -> list[Temuan]:
        """What this kind of paper lacks besides signatures."""
        return []


def inspektorat_of(instansi: Instansi) -> UnitKerja | None:
    return UnitKerja.objects.filter(instansi=instansi, is_inspektorat=True).first()


def kop_inspektorat(instansi: Instansi) -> Kop:
    """The Inspektorat's letterhead; without such a unit its name stays empty, which the check before the job names."""
    unit = inspektorat_of(instansi)
    return kop_of(instansi, unit or UnitKerja(instansi=instansi, nama=""))


def no_letterhead() -> Temuan:
    return galat(
        "kop",
        "Kop surat memakai nama Inspektorat, tetapi belum ada unit kerja yang ditandai sebagai Inspektorat. "
        "Administrator menandainya pada data unit kerja.",
        "Kop surat",
    )


def region_head(instansi: Instansi, tanggal: str = "") -> TandaTangan:
    """The kepala daerah, who signs without rank and NIP."""
    return TandaTangan(
        instansi.ibu_kota.strip(), tanggal, instansi.jabatan_kepala.strip(), instansi.nama_kepala.strip()
    )


def seat(instansi: Instansi, jabatan: str, user: User | None, nama: str = "", nomor: str = "") -> TandaTangan:
    """A signature block by office; `nama` and `nomor` win where they were frozen with what was signed."""
    block = signature(instansi, jabatan, user, None)
    if not nama:
        return block
    return TandaTangan(block.tempat, "", jabatan, nama, block.pangkat, nip(nomor) if nomor else block.nip)
