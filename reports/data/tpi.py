"""TPI's own papers: the minutes of the plenary and the LHE, from the same data as their pages."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from evaluation import lhe_data, plenary_data
from evaluation.models import AnggotaPenilai, EvaluasiTPI, HasilEvaluasi, Pleno
from evaluation.services.requirements import SyaratUnit
from evaluation.templatetags.lke import dua, tanda
from reports.data.base import TandaTangan, is_long
from reports.data.lke import BELUM, MEMENUHI, TabelAmbang, thresholds
from reports.data.surat import Surat, kop_inspektorat, no_letterhead, seat
from units.findings import Temuan, galat
from units.models import Peran, User
from units.templatetags.indonesia import tanggal

K = AnggotaPenilai.Kedudukan
KETUA, SEKRETARIS = "Ketua TPI", "Sekretaris TPI"
TIDAK_DIJAWAB, BELUM_DIPUTUS = "Tidak dijawab", "Belum diputus"


@dataclass(frozen=True, slots=True)
class BarisPutusan:
    """One question the plenary spoke about. `pihak` are lines of who said what."""

    kode: str
    teks: str
    pihak: tuple[str, ...]
    putusan: str
    alasan: str
    panjang: bool


@dataclass(frozen=True, slots=True)
class BarisRekomendasi:
    kode: str
    uraian: str
    penanggung_jawab: str
    tenggat: str
    panjang: bool


@dataclass(frozen=True, slots=True)
class BarisKesepakatan:
    area: str
    jumlah: int
    persen: str
    kappa: str


@dataclass(frozen=True, slots=True)
class SuratTPI(Surat):
    """A paper under the Inspektorat's letterhead, signed by ketua and sekretaris."""

    def nameless(self, signed: TandaTangan) -> Temuan:
        return galat(
            "penanda_tangan",
            f"{signed.jabatan} tahun {self.tahun} belum ditetapkan pada susunan TPI.",
            signed.jabatan,
        )

    def also_missing(self) -> list[Temuan]:
        return [] if self.kop.nama else [no_letterhead()]


@dataclass(frozen=True, slots=True)
class DataBeritaAcara(SuratTPI):
    instrumen: str
    tanggal: str
    tempat: str
    hadir: tuple[tuple[str, str], ...]
    jumlah: int
    sepakat: int
    diputus: int
    nilai: str
    putusan: str
    catatan: str
    berbeda: tuple[BarisPutusan, ...]
    lain_unit: tuple[BarisPutusan, ...]
    kesepakatan: tuple[BarisKesepakatan, ...]
    rekomendasi: tuple[BarisRekomendasi, ...]

    @property
    def templat(self) -> str:
        return "berita_acara"

    @property
    def sebutan(self) -> str:
        return f"Berita acara pleno TPI {self.tahun}"

    @property
    def keadaan(self) -> str:
        return "Draf" if self.draf else f"Pleno {self.tanggal}"


@dataclass(frozen=True, slots=True)
class BarisArea:
    """`nilai_unit` and `selisih` are "" where the unit's own form has no such area."""

    nama: str
    bobot: str
    minimum: str
    nilai_unit: str
    nilai: str
    persen: str
    selisih: str
    hasil: str


@dataclass(frozen=True, slots=True)
class BarisSyarat:
    nama: str
    nilai: str
    minimum: str
    hasil: str
    dasar: str


@dataclass(frozen=True, slots=True)
class SimpulanCetak:
    """The requirements of one predicate and the sentence that concludes."""

    predikat: str
    kalimat: str
    syarat: tuple[BarisSyarat, ...]


@dataclass(frozen=True, slots=True)
class DataLHE(SuratTPI):
    nomor: str
    tanggal: str
    identitas: tuple[tuple[str, str], ...]
    nilai: str
    bobot: str
    nilai_unit: str
    kosong: int
    target: str
    area: tuple[BarisArea, ...]
    ambang: tuple[TabelAmbang, ...]
    simpulan: tuple[SimpulanCetak, ...]
    perbedaan: tuple[BarisPutusan, ...]
    catatan: str
    rekomendasi: tuple[BarisRekomendasi, ...]

    @property
    def templat(self) -> str:
        return "lhe"

    @property
    def sebutan(self) -> str:
        return f"Laporan hasil evaluasi Zona Integritas {self.tahun}"

    @property
    def keadaan(self) -> str:
        return "Draf" if self.draf else f"Nomor {self.nomor}"


# --- minutes ------------------------------------------------------------------------------------------------------------


def read_berita_acara(evaluasi: EvaluasiTPI, peran: Peran | None) -> DataBeritaAcara | None:
    """None before the plenary is open. `peran` is who asks: assessors' answers are read under the rule of blind scoring."""
    acara = plenary_data.read_minutes(evaluasi, peran=peran)
    if acara is None:
        return None
    pleno = Pleno.objects.get(evaluasi=evaluasi)
    signed = HasilEvaluasi.objects.select_related("ketua__user", "sekretaris__user").filter(evaluasi=evaluasi).first()
    instansi = evaluasi.pembangunan.unit.instansi
    return DataBeritaAcara(
        sumber=f"evaluasi {evaluasi.pk}",
        tahun=acara.tahun,
        unit=acara.unit,
        instansi=acara.instansi,
        kop=kop_inspektorat(instansi),
        draf=evaluasi.status != EvaluasiTPI.Fase.FINAL,
        penanda=_signatures(evaluasi, pleno.tanggal.isoformat(), signed),
        instrumen=acara.instrumen,
        tanggal=tanggal(acara.tanggal),
        tempat=acara.tempat,
        hadir=tuple((p.nama, p.kedudukan) for p in acara.hadir),
        jumlah=acara.jumlah,
        sepakat=acara.sepakat,
        diputus=acara.diputus,
        nilai=dua(acara.hasil.nilai) if acara.hasil else "",
        putusan=f"{acara.hasil.of_target().verdict()}." if acara.hasil else "",
        catatan=acara.catatan.strip(),
        berbeda=tuple(_discussed(b, [f"{p.nama}: {p.jawaban}" for p in b.penilai]) for b in acara.berbeda),
        lain_unit=tuple(_discussed(b, [b.unit or TIDAK_DIJAWAB]) for b in acara.lain_unit),
        kesepakatan=tuple(
            BarisKesepakatan(k.area or "Semua area", k.angka.dinilai, k.persen, k.kappa) for k in acara.kesepakatan
        ),
        rekomendasi=tuple(_recommended(*row) for row in acara.rekomendasi),
    )


def _discussed(row: plenary_data.BarisPleno, pihak: list[str]) -> BarisPutusan:
    long = is_long(row.teks, row.alasan, "\n".join(pihak))
    return BarisPutusan(row.kode, row.teks, tuple(pihak), row.putusan or BELUM_DIPUTUS, row.alasan.strip(), long)


def _recommended(kode: str, uraian: str, pemilik: str, tenggat) -> BarisRekomendasi:
    return BarisRekomendasi(kode, uraian.strip(), pemilik, tanggal(tenggat), is_long(uraian))


def _signatures(evaluasi: EvaluasiTPI, pada: str, signed: HasilEvaluasi | None) -> tuple[TandaTangan, ...]:
    """Who signed, else who holds the seats of this year's TPI; the ketua signs under place and date."""
    instansi = evaluasi.pembangunan.unit.instansi
    seats: dict[str, User] = {}
    if signed is None or not (signed.ketua_id and signed.sekretaris_id):
        rows = AnggotaPenilai.objects.filter(
            tim__periode=evaluasi.pembangunan.periode, kedudukan__in=(K.KETUA, K.SEKRETARIS)
        ).select_related("user")
        seats = {row.kedudukan: row.user for row in rows}
    ketua = signed.ketua.user if signed and signed.ketua else seats.get(K.KETUA)
    sekretaris = signed.sekretaris.user if signed and signed.sekretaris else seats.get(K.SEKRETARIS)
    blocks = (seat(instansi, KETUA, ketua), seat(instansi, SEKRETARIS, sekretaris))
    return tuple(TandaTangan(b.tempat, pada, b.jabatan, b.nama, b.pangkat, b.nip) for b in blocks)


# --- LHE ----------------------------------------------------------------------------------------------------------------


def read_lhe(evaluasi: EvaluasiTPI) -> DataLHE | None:
    """None before the plenary and while an indicator cannot be judged. Requirements are judged as of the LHE's own day."""
    if evaluasi.status not in (EvaluasiTPI.Fase.PLENO, EvaluasiTPI.Fase.FINAL):
        return None
    row = HasilEvaluasi.objects.select_related("ketua__user", "sekretaris__user").filter(evaluasi=evaluasi).first()
    lhe = lhe_data.read_lhe(evaluasi, today=timezone.localdate())
    if lhe is None:
        return None
    return DataLHE(
        sumber=f"evaluasi {evaluasi.pk}",
        tahun=lhe.tahun,
        unit=lhe.unit,
        instansi=lhe.instansi,
        kop=kop_inspektorat(evaluasi.pembangunan.unit.instansi),
        draf=not lhe.final,
        penanda=_signatures(evaluasi, lhe.tanggal.isoformat() if lhe.tanggal else "", row),
        nomor=lhe.nomor,
        tanggal=tanggal(lhe.tanggal) if lhe.tanggal else "",
        identitas=tuple(_identity(evaluasi, lhe)),
        nilai=dua(lhe.hasil.nilai),
        bobot=dua(lhe.hasil.akar.bobot),
        nilai_unit=dua(lhe.mandiri.nilai),
        kosong=len(lhe.hasil.kosong),
        target=lhe.hasil.of_target().kode,
        area=tuple(_area(a) for a in lhe.area),
        ambang=tuple(thresholds(p) for p in lhe.hasil.predikat),
        simpulan=tuple(SimpulanCetak(s.predikat, s.kalimat, _requirements(s.syarat)) for s in lhe.simpulan),
        perbedaan=tuple(_difference(p) for p in lhe.perbedaan),
        catatan=lhe.catatan.strip(),
        rekomendasi=tuple(_recommended(r.kode, r.uraian, r.penanggung_jawab, r.tenggat) for r in lhe.rekomendasi),
    )


def _identity(evaluasi: EvaluasiTPI, lhe: lhe_data.LHE) -> Iterable[tuple[str, str]]:
    yield "Unit kerja", lhe.unit
    yield "Evaluasi", f"{evaluasi.get_jenis_display()} tahun {lhe.tahun}"
    yield "Predikat yang dituju", lhe.hasil.of_target().kode
    yield "Instrumen", f"{lhe.hasil.nama} versi {lhe.hasil.versi}"
    yield "Sidik instrumen", lhe.hasil.sidik
    if lhe.sidik:
        yield "Sidik yang ditandatangani", lhe.sidik


def _area(a: lhe_data.NilaiLHE) -> BarisArea:
    own = a.nilai_unit is not None
    return BarisArea(
        nama=a.nama,
        bobot=dua(a.bobot),
        minimum=a.minimum,
        nilai_unit=dua(a.nilai_unit) if own else "",
        nilai=dua(a.nilai),
        persen=f"{dua(a.persen)}%",
        selisih=tanda(a.selisih) if own else "",
        hasil="" if a.memenuhi is None else MEMENUHI if a.memenuhi else BELUM,
    )


def _requirements(syarat: SyaratUnit) -> tuple[BarisSyarat, ...]:
    return tuple(
        BarisSyarat(
            nama=item.ketentuan.nama,
            nilai=item.nilai or "Belum dicatat",
            minimum=item.minimum,
            hasil=MEMENUHI if item.memenuhi else BELUM if item.menghalangi else "Informasi",
            dasar=item.ketentuan.dasar,
        )
        for item in syarat.semua
    )


def _difference(p: lhe_data.PerbedaanLHE) -> BarisPutusan:
    pihak = (f"Unit: {p.unit or TIDAK_DIJAWAB.lower()}", f"TPI: {p.tpi or BELUM_DIPUTUS.lower()}")
    return BarisPutusan(p.kode, p.teks, pihak, tanda(p.selisih), p.catatan.strip(), is_long(p.teks, p.catatan))
