"""The declaration's papers: the pledge of one employee, the pledge of all on one list, the charter."""

from dataclasses import dataclass

from django.utils import timezone

from reports.data.base import TandaTangan, empty, head_of, kop_of, no_head, signature
from reports.data.surat import Surat
from units.findings import Temuan
from units.models import PaktaIntegritas, PembangunanZI, Pencanangan
from units.profiles import TeksPakta, fill, get_profil
from units.services.pakta import employees
from units.templatetags.indonesia import nip, tanggal
from units.templatetags.indonesia import waktu as jam

SEMUA_NAMA = "yang namanya tercantum dalam daftar"


@dataclass(frozen=True, slots=True)
class DataPakta(Surat):
    """One employee's pledge, word for word as it was signed in the portal."""

    nama: str
    judul: str
    pembuka: str
    butir: tuple[str, ...]
    penutup: str
    keterangan_tanda: str

    @property
    def templat(self) -> str:
        return "pakta"

    @property
    def sebutan(self) -> str:
        return f"Pakta integritas {self.nama} {self.tahun}"

    @property
    def keadaan(self) -> str:
        return f"{self.nama}, ditandatangani {self.ttd.tanggal_cetak}"


def read_pakta(row: PaktaIntegritas) -> DataPakta:
    """The text that was signed, split at its own lines: heading, opening, numbered promises, closing."""
    year, user = row.pembangunan, row.user
    judul, _, rest = row.teks.partition("\n")
    lines = [line for line in rest.splitlines() if line.strip()]
    promises = tuple(line.partition(". ")[2] for line in lines if line[:1].isdigit())
    others = [line for line in lines if not line[:1].isdigit()]
    instansi = year.unit.instansi
    signed = signature(instansi, user.jabatan or "Pegawai", user, row.tanggal)
    return DataPakta(
        sumber=f"pakta {row.pk}",
        tahun=year.periode.tahun,
        unit=year.unit.nama,
        instansi=instansi.nama,
        kop=kop_of(instansi, year.unit),
        draf=False,
        penanda=(
            TandaTangan(
                signed.tempat, signed.tanggal, "Yang menyatakan", row.nama, "", nip(row.nip) if row.nip else ""
            ),
        ),
        nama=row.nama,
        judul=judul,
        pembuka=others[0] if others else "",
        butir=promises,
        penutup="\n".join(others[1:]),
        keterangan_tanda=f"Ditandatangani di portal dengan kata sandi pada {jam(row.created_at)}.",
    )


@dataclass(frozen=True, slots=True)
class DataPaktaMassal(Surat):
    """`pegawai` are name, NIP, office, and how and when the person signed in the portal ("" for a line to sign on)."""

    judul: str
    pembuka: str
    butir: tuple[str, ...]
    penutup: str
    pegawai: tuple[tuple[str, str, str, str], ...]

    @property
    def templat(self) -> str:
        return "pakta_massal"

    @property
    def sebutan(self) -> str:
        return f"Pakta integritas bersama {self.tahun}"

    @property
    def keadaan(self) -> str:
        return f"{len(self.pegawai)} pegawai"

    def nameless(self, signed: TandaTangan) -> Temuan:
        return no_head(self.unit)

    def also_missing(self) -> list[Temuan]:
        return [] if self.pegawai else [empty("Belum ada pegawai dengan peran di unit ini")]


def read_pakta_massal(year: PembangunanZI) -> DataPaktaMassal:
    """Every employee with a role in the unit, the head first; those who signed in the portal have it beside their name."""
    unit, instansi, today = year.unit, year.unit.instansi, timezone.localdate()
    pledge = get_profil(year.periode.profil).pakta
    head = head_of(unit, today)
    signed = {row.user_id: row for row in year.pakta.filter(cara=PaktaIntegritas.Cara.PORTAL)}
    people = sorted(employees(year), key=lambda user: (user != head, user.nama))
    return DataPaktaMassal(
        sumber=f"pembangunan {year.pk}",
        tahun=year.periode.tahun,
        unit=unit.nama,
        instansi=instansi.nama,
        kop=kop_of(instansi, unit),
        draf=False,
        penanda=(signature(instansi, unit.jabatan_kepala, head, None),),
        judul=pledge.judul,
        pembuka=_for_all(pledge, year),
        butir=fill(pledge.butir, **_words(year)),
        penutup=fill((pledge.penutup,), **_words(year))[0],
        pegawai=tuple(
            (
                user.nama,
                nip(user.nip) if user.nip else "",
                user.jabatan,
                f"Di portal, {tanggal(signed[user.pk].tanggal)}" if user.pk in signed else "",
            )
            for user in people
        ),
    )


def _words(year: PembangunanZI) -> dict[str, object]:
    return {"unit": year.unit.nama, "instansi": year.unit.instansi.nama, "tahun": year.periode.tahun}


def _for_all(pledge: TeksPakta, year: PembangunanZI) -> str:
    """The opening of one pledge names a person and an office; here the list names them."""
    return fill((pledge.pembuka,), nama=SEMUA_NAMA, jabatan="pegawai", **_words(year))[0]


@dataclass(frozen=True, slots=True)
class DataPiagam(Surat):
    """The charter. `tanggal` is written out; the last signature blocks are of witnesses."""

    predikat: str
    tempat: str
    tanggal: str
    saksi: tuple[tuple[str, str], ...]

    @property
    def templat(self) -> str:
        return "piagam"

    @property
    def sebutan(self) -> str:
        return f"Piagam pencanangan Zona Integritas {self.tahun}"

    @property
    def keadaan(self) -> str:
        return f"Dicanangkan {self.tanggal}"

    def nameless(self, signed: TandaTangan) -> Temuan:
        return no_head(self.unit)


def read_piagam(year: PembangunanZI) -> DataPiagam | None:
    """None before date and place are written down: the charter is signed at the declaration itself."""
    row = Pencanangan.objects.filter(pembangunan=year).first()
    if row is None:
        return None
    unit, instansi = year.unit, year.unit.instansi
    return DataPiagam(
        sumber=f"pembangunan {year.pk}",
        tahun=year.periode.tahun,
        unit=unit.nama,
        instansi=instansi.nama,
        kop=kop_of(instansi, unit),
        draf=False,
        penanda=(signature(instansi, unit.jabatan_kepala, head_of(unit, row.tanggal), row.tanggal),),
        predikat=year.get_target_display(),
        tempat=row.tempat,
        tanggal=tanggal(row.tanggal),
        saksi=tuple(_witness(line) for line in row.saksi.splitlines() if line.strip()),
    )


def _witness(line: str) -> tuple[str, str]:
    """Name and office, as "one line per witness" asks for; a line without a comma is a name."""
    nama, _, jabatan = line.strip().partition(",")
    return nama.strip(), jabatan.strip()
