"""A filled LKE on paper: the frozen result once it was submitted, before that the draft as it stands.

Every number is the result page's own (`assessment.result_of`), rounded by the same filters and nowhere before.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils import timezone

from evaluation.access import area_of
from evaluation.charts import GrafikBatang, Radar, bars, radar
from evaluation.lke.answers import Status
from evaluation.models import Penilaian
from evaluation.result_data import Aturan, Cabang, HasilLKE, NilaiArea, Predikat, Soal
from evaluation.services import assessment
from evaluation.templatetags.lke import dua, indeks, tanda
from reports.data.base import Kop, TandaTangan, empty, is_long, kop_of, missing_in, no_head, signature
from units.findings import Temuan
from units.models import User
from units.templatetags.indonesia import tanggal

MEMENUHI, BELUM = "Memenuhi", "Belum"
KOSONG = "Belum dijawab"
BETWEEN_COUNTS = re.compile(r"(?<=\d); ")
PLAIN_PERCENTAGE = re.compile(r"[^;]+ = [\d,]+%\.")
JUDUL = ("LEMBAR KERJA EVALUASI", "ZONA INTEGRITAS")


@dataclass(frozen=True, slots=True)
class BarisNilai:
    """A line of the summary. `bagian` are the points of each aspect (Pemenuhan, Reform) where the LKE has them."""

    tingkat: str  # komponen, area or total
    nomor: str
    nama: str
    bobot: str
    bagian: tuple[str, ...]
    nilai: str
    persen: str
    minimum: str
    hasil: str


@dataclass(frozen=True, slots=True)
class BarisAmbang:
    nama: str
    nilai: str
    minimum: str
    selisih: str
    hasil: str
    dasar: str


@dataclass(frozen=True, slots=True)
class TabelAmbang:
    """The rules of one predicate; `putusan` says in a sentence whether they are met."""

    predikat: str
    putusan: str
    baris: tuple[BarisAmbang, ...]


@dataclass(frozen=True, slots=True)
class BarisSoal:
    """A question with its answer, counts one by one; `arti` is what the letter stands for, or how it was scored."""

    kode: str
    teks: str
    jawaban: tuple[str, ...]
    arti: tuple[str, ...]
    bobot: str
    nilai: str
    persen: str
    catatan: str
    tautan: str
    bukti: tuple[str, ...]
    panjang: bool

    @property
    def ada_keterangan(self) -> bool:
        return bool(self.catatan or self.tautan or self.bukti)


@dataclass(frozen=True, slots=True)
class IndikatorCetak:
    kode: str
    nama: str
    bobot: str
    nilai: str
    persen: str
    soal: tuple[BarisSoal, ...]


@dataclass(frozen=True, slots=True)
class BagianLKE:
    """A node above the indicators: a heading, with a table where its children are indicators."""

    kode: str
    nama: str
    tingkat: int  # 1: komponen
    bobot: str
    nilai: str
    persen: str
    indikator: tuple[IndikatorCetak, ...]


@dataclass(frozen=True, slots=True)
class DataLKE:
    """`tanda_tangan` is None and `pernyataan` empty while nobody has declared anything."""

    tahun: int
    draf: bool
    unit: str
    instansi: str
    kop: Kop
    judul: tuple[str, ...]
    identitas: tuple[tuple[str, str], ...]
    nilai: str
    bobot: str
    kosong: int
    target: str
    aspek: tuple[str, ...]
    ringkasan: tuple[BarisNilai, ...]
    radar: Radar
    batang: GrafikBatang
    ambang: tuple[TabelAmbang, ...]
    bagian: tuple[BagianLKE, ...]
    pernyataan: str
    tanda_tangan: TandaTangan | None
    tembusan: tuple[str, ...] = ()

    @property
    def is_draf(self) -> bool:
        return self.draf

    @property
    def jumlah_baris(self) -> int:
        return sum(len(i.soal) for b in self.bagian for i in b.indikator)

    @property
    def templat(self) -> str:
        return "lke"

    @property
    def sebutan(self) -> str:
        return f"Lembar Kerja Evaluasi Zona Integritas {self.tahun}"

    @property
    def keadaan(self) -> str:
        return f"Diajukan {self.tanda_tangan.tanggal_cetak}" if self.tanda_tangan else "Draf"

    @property
    def tanggal_berkas(self) -> str:
        return self.tanda_tangan.tanggal if self.tanda_tangan else ""

    def kekurangan(self) -> list[Temuan]:
        """A draft that nobody signs lacks nothing."""
        if self.tanda_tangan is None:
            return []
        found = missing_in(self.tanda_tangan, no_head(self.unit))
        return found if self.jumlah_baris else [*found, empty("LKE belum memiliki pertanyaan")]


@dataclass(frozen=True, slots=True)
class _Keterangan:
    """What the unit wrote and showed beside an answer."""

    catatan: str = ""
    tautan: str = ""
    bukti: tuple[str, ...] = ()


def read_lke(penilaian: Penilaian) -> DataLKE:
    """select_related("instrumen", "diajukan_oleh__user", and the unit's year with its institution) before asking."""
    hasil = assessment.result_of(penilaian)
    pembangunan = penilaian.pembangunan
    unit, tahun = pembangunan.unit, pembangunan.periode.tahun
    aspek = _aspects(hasil.akar)
    return DataLKE(
        tahun=tahun,
        draf=not penilaian.hasil,
        unit=unit.nama,
        instansi=unit.instansi.nama,
        kop=kop_of(unit.instansi, unit),
        judul=(*JUDUL, unit.nama, f"Tahun {tahun}"),
        identitas=tuple(_identity(penilaian, hasil)),
        nilai=dua(hasil.nilai),
        bobot=dua(hasil.akar.bobot),
        kosong=len(hasil.kosong),
        target=hasil.of_target().kode,
        aspek=tuple(a.nama for a in aspek),
        ringkasan=tuple(_summary(hasil, aspek, _minima(penilaian, hasil.of_target()))),
        radar=radar(hasil.area),
        batang=bars(hasil.area),
        ambang=tuple(thresholds(p) for p in hasil.predikat),
        bagian=tuple(_sections(hasil.akar, _beside(penilaian))),
        pernyataan=penilaian.pernyataan,
        tanda_tangan=_signature(penilaian, hasil) if penilaian.hasil else None,
    )


def _identity(penilaian: Penilaian, hasil: HasilLKE) -> Iterator[tuple[str, str]]:
    """Which form was filled, by whom, and the digest that proves the form."""
    instrumen = penilaian.instrumen
    isi, _ = assessment.content_of(instrumen)
    yield "Unit kerja", penilaian.pembangunan.unit.nama
    yield "Penilaian", f"{penilaian.get_jenis_display()} tahun {penilaian.pembangunan.periode.tahun}"
    yield "Predikat yang dituju", hasil.of_target().kode
    yield "Instrumen", f"{hasil.nama} versi {hasil.versi}, {isi.dasar}"
    if instrumen.nomor_keputusan:
        day = f" tanggal {tanggal(instrumen.tanggal_keputusan)}" if instrumen.tanggal_keputusan else ""
        yield "Ditetapkan dengan", f"Keputusan Inspektur Nomor {instrumen.nomor_keputusan}{day}"
    yield "Sidik instrumen", hasil.sidik
    state = f"Diajukan {hasil.pada} oleh {hasil.oleh}" if penilaian.hasil else "Draf, belum diajukan"
    yield "Keadaan", state


def _signature(penilaian: Penilaian, hasil: HasilLKE) -> TandaTangan:
    """The head as they submitted: the name is frozen with the result."""
    unit, signed = penilaian.pembangunan.unit, penilaian.diajukan_oleh.user
    as_signed = User(nama=hasil.oleh, nip=signed.nip, golongan=signed.golongan)
    return signature(unit.instansi, unit.jabatan_kepala, as_signed, timezone.localdate(penilaian.diajukan_at))


# --- summary and thresholds ----------------------------------------------------------------------------------


def _aspects(akar: Cabang) -> tuple[Cabang, ...]:
    """The nodes that part an area in two: Pemenuhan and Reform of LKE 2021, none of LKE 2014."""
    return tuple(
        aspek for komponen in akar.anak for aspek in komponen.anak if any(area.tingkat == "area" for area in aspek.anak)
    )


def _minima(penilaian: Penilaian, predikat: Predikat) -> dict[frozenset[str], Aturan]:
    """The applied rules of the predicate by the nodes they sum."""
    _, ambang = assessment.content_of(penilaian.instrumen)
    applied = {rule.kode: rule for rule in predikat.aturan}
    rules = ambang.predikat.get(predikat.kode, ())
    return {frozenset(rule.simpul): applied[rule.kode] for rule in rules if rule.kode in applied}


def _summary(
    hasil: HasilLKE, aspek: tuple[Cabang, ...], minima: Mapping[frozenset[str], Aturan]
) -> Iterator[BarisNilai]:
    """Each component with its areas, then the total; areas carry the numbers of the radar's axes."""
    areas = {item.area: (number, item) for number, item in enumerate(hasil.area, 1)}
    for komponen in hasil.akar.anak:
        tops = _area_nodes(komponen)
        own = tuple(a for a in aspek if a in komponen.anak)
        yield _line("komponen", komponen.kode, komponen, _shares(own, aspek), minima.get(frozenset({komponen.kode})))
        for area, nodes in tops.items():
            number, item = areas[area]
            rule = minima.get(frozenset(node.kode for node in nodes))
            yield _line("area", str(number), item, _shares(nodes, aspek), rule)
    yield _line("total", "", hasil.akar, ("",) * len(aspek), minima.get(frozenset({hasil.akar.kode})), nama="Jumlah")


def _area_nodes(komponen: Cabang) -> dict[str, tuple[Cabang, ...]]:
    """The highest nodes of each area within a component."""
    found: dict[str, list[Cabang]] = {}

    def look(node: Cabang) -> None:
        if area := area_of(node.kode):
            found.setdefault(area, []).append(node)
            return
        for child in node.anak:
            look(child)

    look(komponen)
    return {area: tuple(nodes) for area, nodes in found.items()}


def _shares(nodes: tuple[Cabang, ...], aspek: tuple[Cabang, ...]) -> tuple[str, ...]:
    """The points that the nodes bring within each aspect; "" where they have no part in it."""
    return tuple(
        dua(sum((n.nilai for n in within), Fraction(0))) if within else ""
        for a in aspek
        for within in [[n for n in nodes if n.kode == a.kode or n.kode.startswith(f"{a.kode}.")]]
    )


def _line(
    tingkat: str, nomor: str, item: Cabang | NilaiArea, bagian: tuple[str, ...], rule: Aturan | None, *, nama: str = ""
) -> BarisNilai:
    return BarisNilai(
        tingkat=tingkat,
        nomor=nomor,
        nama=nama or item.nama,
        bobot=dua(item.bobot),
        bagian=bagian,
        nilai=dua(item.nilai),
        persen=_percent(item.nilai, item.bobot),
        minimum=f"{dua(rule.minimum)}{rule.satuan}" if rule else "",
        hasil="" if rule is None else MEMENUHI if rule.memenuhi else BELUM,
    )


def _percent(nilai: Fraction, bobot: Fraction) -> str:
    return f"{dua(nilai / bobot * 100 if bobot else Fraction(0))}%"


def thresholds(predikat: Predikat) -> TabelAmbang:
    rows = tuple(
        BarisAmbang(
            nama=f"{rule.nama} (indeks {indeks(rule.indeks)})" if rule.indeks else rule.nama,
            nilai=f"{dua(rule.dinilai)}{rule.satuan}",
            minimum=f"{dua(rule.minimum)}{rule.satuan}",
            selisih=f"{tanda(rule.selisih)}{rule.satuan}",
            hasil=MEMENUHI if rule.memenuhi else BELUM,
            dasar=rule.dasar,
        )
        for rule in predikat.aturan
    )
    return TabelAmbang(predikat.kode, f"{predikat.verdict()}.", rows)


# --- the form ------------------------------------------------------------------------------------------------


def _beside(penilaian: Penilaian) -> dict[str, _Keterangan]:
    """Notes, links and titles of evidence by question: the frozen ones of a submitted assessment."""
    if penilaian.hasil:
        return {
            kode: _Keterangan(row["catatan"], row["tautan"], tuple(b["judul"] for b in row["bukti"]))
            for kode, row in penilaian.hasil["jawaban"].items()
        }
    return {
        row.kode: _Keterangan(row.catatan, row.tautan, tuple(b.data_dukung.judul for b in row.bukti.all()))
        for row in penilaian.jawaban.prefetch_related("bukti__data_dukung")
    }


def _sections(node: Cabang, beside: Mapping[str, _Keterangan], depth: int = 0) -> Iterator[BagianLKE]:
    """Every node above the indicators, in the order of the form."""
    if depth:
        rows = tuple(_indicator(child, beside) for child in node.anak if child.soal)
        yield BagianLKE(node.kode, node.nama, depth, *_figures(node.bobot, node.nilai), rows)
    for child in node.anak:
        if not child.soal:
            yield from _sections(child, beside, depth + 1)


def _indicator(node: Cabang, beside: Mapping[str, _Keterangan]) -> IndikatorCetak:
    rows = tuple(_question(item, beside.get(item.kode, _Keterangan())) for item in node.soal)
    return IndikatorCetak(node.kode, node.nama, *_figures(node.bobot, node.nilai), rows)


def _figures(bobot: Fraction, nilai: Fraction) -> tuple[str, str, str]:
    return dua(bobot), dua(nilai), _percent(nilai, bobot)


def _meaning(item: Soal) -> tuple[str, ...]:
    """The rubric or the arithmetic, without a quotient that the column of percentages already gives."""
    return tuple(n.replace("_", " ") for n in item.catatan if not PLAIN_PERCENTAGE.fullmatch(n))


def _question(item: Soal, beside: _Keterangan) -> BarisSoal:
    answered = item.status != Status.KOSONG
    notes, links = beside.catatan.strip(), beside.tautan.strip()
    return BarisSoal(
        kode=item.kode,
        teks=item.teks,
        jawaban=tuple(BETWEEN_COUNTS.split(item.jawaban)) if answered else (KOSONG,),
        arti=_meaning(item) if answered else (),
        bobot=dua(item.bobot),
        nilai=dua(item.nilai),
        persen=f"{dua(item.skor * 100)}%",
        catatan=notes,
        tautan=links,
        bukti=beside.bukti,
        panjang=is_long("\n".join([notes, links, *beside.bukti])),
    )
