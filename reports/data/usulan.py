"""The proposal to TPN: the letter of the kepala daerah and each head's statement of full responsibility (SPTJM)."""

from dataclasses import dataclass

from django.utils import timezone

from evaluation.models import UnitUsulan, Usulan
from evaluation.result_data import thaw
from evaluation.templatetags.lke import dua
from reports.data.base import TandaTangan, empty, head_of, kop_of, no_head, no_region_head, signature
from reports.data.surat import Surat, region_head
from units.findings import Temuan
from units.profiles import get_profil
from units.templatetags.indonesia import tanggal

TUJUAN = ("Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi", "c.q. Tim Penilai Nasional")
LAMPIRAN_SURAT = (
    "hasil evaluasi TPI (LHE) setiap unit kerja;",
    "lembar kerja evaluasi yang telah diisi beserta data dukungnya; dan",
    "surat pernyataan tanggung jawab mutlak (SPTJM) setiap Kepala Unit Kerja.",
)


@dataclass(frozen=True, slots=True)
class DataSuratUsulan(Surat):
    """`baris` are number, unit, TPI's total and whether by affirmation."""

    nomor: str
    tanggal: str
    hal: str
    tujuan: tuple[str, ...]
    predikat: str
    aturan: str
    butir: tuple[str, ...]
    baris: tuple[tuple[str, str, str, str], ...]

    @property
    def templat(self) -> str:
        return "surat_usulan"

    @property
    def sebutan(self) -> str:
        return f"Surat usulan Zona Integritas {self.tahun}"

    @property
    def keadaan(self) -> str:
        return "Draf" if self.draf else f"Nomor {self.nomor}"

    def nameless(self, signed: TandaTangan) -> Temuan:
        return no_region_head(signed.jabatan or "kepala daerah")

    def also_missing(self) -> list[Temuan]:
        return [] if self.baris else [empty("Usulan belum memuat unit kerja")]


def read_surat_usulan(usulan: Usulan) -> DataSuratUsulan:
    """A draft until number and date stand: what is printed to be signed carries both."""
    instansi, day = usulan.periode.instansi, usulan.tanggal_surat
    rows = usulan.unit.select_related("pembangunan__unit", "pembangunan__pertimbangan_teknis", "penilaian").order_by(
        "pembangunan__unit__kode"
    )
    return DataSuratUsulan(
        sumber=f"usulan {usulan.pk}",
        tahun=usulan.periode.tahun,
        unit=instansi.nama,
        instansi=instansi.nama,
        kop=kop_of(instansi, None),
        draf=not (usulan.nomor_surat and day),
        penanda=(region_head(instansi, day.isoformat() if day else ""),),
        nomor=usulan.nomor_surat.strip(),
        tanggal=tanggal(day) if day else "",
        hal=f"Usulan unit kerja berpredikat {usulan.get_target_display()} tahun {usulan.periode.tahun}",
        tujuan=TUJUAN,
        predikat=usulan.get_target_display(),
        aturan=get_profil(usulan.periode.profil).wbk.pasal,
        butir=LAMPIRAN_SURAT,
        baris=tuple(
            (str(n), row.pembangunan.unit.nama, dua(thaw(row.penilaian.hasil).nilai), _way(row))
            for n, row in enumerate(rows, 1)
        ),
    )


def _way(row: UnitUsulan) -> str:
    """How the unit is proposed; a technical ground says that a rule is not met (Perbup 49/2022 Lampiran II huruf B)."""
    ground = row.alasan_teknis or getattr(row.pembangunan, "pertimbangan_teknis", None)
    return (
        ", ".join(word for word, holds in (("Afirmasi", row.afirmasi), ("Pertimbangan teknis", ground)) if holds) or "–"
    )


@dataclass(frozen=True, slots=True)
class DataSPTJM(Surat):
    """What the head states with meterai; `identitas` names who states it."""

    identitas: tuple[tuple[str, str], ...]
    pernyataan: tuple[str, ...]

    @property
    def templat(self) -> str:
        return "sptjm"

    @property
    def sebutan(self) -> str:
        return f"SPTJM usulan Zona Integritas {self.tahun}"

    @property
    def keadaan(self) -> str:
        return "Untuk ditandatangani"

    def nameless(self, signed: TandaTangan) -> Temuan:
        return no_head(self.unit)


def read_sptjm(row: UnitUsulan) -> DataSPTJM:
    """The form to sign on paper; the scan is what counts, so that it has neither date nor draft."""
    year, instansi = row.pembangunan, row.pembangunan.unit.instansi
    unit = year.unit
    signed = signature(instansi, unit.jabatan_kepala, head_of(unit, timezone.localdate()), None)
    predikat = row.usulan.get_target_display()
    return DataSPTJM(
        sumber=f"unit_usulan {row.pk}",
        tahun=year.periode.tahun,
        unit=unit.nama,
        instansi=instansi.nama,
        kop=kop_of(instansi, unit),
        draf=False,
        penanda=(signed,),
        identitas=(
            ("Nama", signed.nama),
            ("NIP", signed.nip or "–"),
            ("Pangkat", signed.pangkat or "–"),
            ("Jabatan", signed.jabatan),
            ("Unit kerja", unit.nama),
            ("Nilai TPI", dua(thaw(row.penilaian.hasil).nilai)),
        ),
        pernyataan=(
            f"seluruh data, informasi, dan data dukung yang disampaikan untuk pengusulan {unit.nama} dengan predikat "
            f"{predikat} tahun {year.periode.tahun} adalah benar dan dapat dipertanggungjawabkan;",
            "data dukung tersebut menggambarkan keadaan unit kerja yang sesungguhnya dan tidak dibuat semata-mata untuk "
            "keperluan evaluasi;",
            "kami bersedia dievaluasi dan diverifikasi oleh Tim Penilai Nasional, termasuk melalui survei; dan",
            "apabila di kemudian hari pernyataan ini terbukti tidak benar, kami bersedia menerima akibatnya menurut "
            "peraturan perundang-undangan, termasuk pembatalan usulan atau pencabutan predikat.",
        ),
    )
