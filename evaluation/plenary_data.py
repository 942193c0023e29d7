"""The plenary as pages and minutes show it: every question with all answers, the figures of agreement, who was there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from evaluation.access import area_of
from evaluation.agreement import Kesepakatan, measure
from evaluation.blind import visible_answers
from evaluation.lke.answers import Status, read_jawaban
from evaluation.lke.numbers import koma
from evaluation.lke.scoring import Hasil, score
from evaluation.lke.structure import Pertanyaan
from evaluation.models import EvaluasiTPI, Jawaban, JawabanPenilai, Pleno, PutusanPleno
from evaluation.result_data import HasilLKE
from evaluation.services.assessment import content_of
from evaluation.services.final import preview
from evaluation.services.plenary import meaning, words
from evaluation.tpi_access import PENILAI
from units.choices import Area
from units.models import Peran

BERBEDA, LAIN_UNIT, BELUM, SEMUA = "berbeda", "unit", "belum", "semua"
TAMPILAN = {
    BERBEDA: "Penilai berbeda",
    LAIN_UNIT: "Berbeda dari unit",
    BELUM: "Belum diputus",
    SEMUA: "Semua pertanyaan",
}
TIDAK_BERLAKU = "tidak berlaku"  # the category of a question that does not apply


@dataclass(frozen=True, slots=True)
class NilaiPenilai:
    """One assessor's answer; `skor` is None for a question that does not apply."""

    nama: str
    jawaban: str
    skor: Fraction | None
    catatan: str = ""
    rekomendasi: str = ""
    diserahkan: bool = True


@dataclass(frozen=True, slots=True)
class BarisPleno:
    """One question. `rentang` are the points between the highest and the lowest answer."""

    kode: str
    area: str
    teks: str
    unit: str
    penilai: tuple[NilaiPenilai, ...]
    rentang: Fraction
    berbeda: bool
    lain_unit: bool
    putusan: str = ""
    alasan: str = ""
    rekomendasi: str = ""
    sepakat: bool = False
    diputus: bool = False
    versi: int = 0

    @property
    def jangkar(self) -> str:
        return self.kode.replace(".", "-")

    @property
    def siap(self) -> bool:
        """Undecided although all who handed in say the same: it can be taken over."""
        return not self.diputus and not self.berbeda and any(p.diserahkan for p in self.penilai)


@dataclass(frozen=True, slots=True)
class KesepakatanArea:
    """Agreement in one area; the area is empty for all together."""

    area: str
    angka: Kesepakatan

    @property
    def persen(self) -> str:
        return f"{koma(self.angka.persen)}%" if self.angka.persen is not None else "–"

    @property
    def kappa(self) -> str:
        return koma(self.angka.kappa.nilai) if self.angka.kappa.nilai is not None else "–"


@dataclass(frozen=True, slots=True)
class RapatPleno:
    """Everything the plenary looks at."""

    baris: tuple[BarisPleno, ...]
    kesepakatan: tuple[KesepakatanArea, ...]

    def shown(self, tampil: str) -> tuple[BarisPleno, ...]:
        """The rows of a view; those with the most points at stake first where assessors differ."""
        if tampil == BERBEDA:
            return tuple(sorted((b for b in self.baris if b.berbeda), key=lambda b: -b.rentang))
        if tampil == LAIN_UNIT:
            return tuple(b for b in self.baris if b.lain_unit)
        return tuple(b for b in self.baris if not b.diputus) if tampil == BELUM else self.baris

    @property
    def jumlah(self) -> dict[str, int]:
        return {tampil: len(self.shown(tampil)) for tampil in TAMPILAN}


def read_plenary(evaluasi: EvaluasiTPI, *, peran: Peran) -> RapatPleno:
    """Five queries, however many questions and assessors."""
    isi = content_of(evaluasi.instrumen)[0]
    answers = visible_answers(evaluasi, peran)
    own = dict(Jawaban.objects.filter(penilaian_id=evaluasi.mandiri_id).values_list("kode", "nilai"))
    decided = {row.kode: row for row in evaluasi.putusan.all()}
    weights = score(isi, {})
    rows = tuple(
        _row(item, list(answers.get(kode, {}).values()), own.get(kode), decided.get(kode), weights)
        for kode, item in isi.pertanyaan.items()
    )
    return RapatPleno(rows, agreement(isi.pertanyaan, answers))


def _row(
    item: Pertanyaan, given: Sequence[JawabanPenilai], own: Any, putusan: PutusanPleno | None, weights: Hasil
) -> BarisPleno:
    given = sorted((row for row in given if row.nilai is not None), key=lambda row: str(row.penilai))
    values = tuple(_answer(item, row) for row in given)
    counted = {meaning(item, row.nilai) for row in given if row.selesai_at}
    skor = [v.skor for v in values if v.skor is not None and v.diserahkan]
    spread = (max(skor) - min(skor)) * weights.pertanyaan[item.kode].bobot if skor else Fraction(0)
    nilai = putusan.nilai if putusan else None
    theirs = {meaning(item, nilai)} if nilai is not None else counted
    return BarisPleno(
        kode=item.kode,
        area=Area(area_of(item.kode)).label if area_of(item.kode) else "",
        teks=item.teks,
        unit=words(item, own),
        penilai=values,
        rentang=spread,
        berbeda=len(counted) > 1,
        lain_unit=bool(theirs) and theirs != {meaning(item, own)},
        putusan=words(item, nilai) if nilai is not None else "",
        alasan=putusan.alasan if putusan else "",
        rekomendasi=putusan.rekomendasi if putusan else "",
        sepakat=bool(putusan and putusan.sepakat),
        diputus=nilai is not None,
        versi=putusan.versi if putusan else 0,
    )


def _answer(item: Pertanyaan, row: JawabanPenilai) -> NilaiPenilai:
    read = read_jawaban(item, row.nilai)
    skor = None if read.status == Status.TIDAK_BERLAKU else read.skor
    return NilaiPenilai(
        str(row.penilai), words(item, row.nilai), skor, row.catatan, row.rekomendasi, row.selesai_at is not None
    )


def agreement(
    questions: Mapping[str, Pertanyaan], answers: Mapping[str, Mapping[int, JawabanPenilai]]
) -> tuple[KesepakatanArea, ...]:
    """All together first, then each area. Two answers agree when they score the same, or both say not applicable.

    The score is the category, because "ya" of one question and "A" of another are the same judgement; only answers
    that were handed in count.
    """
    rated = {kode: _categories(questions[kode], given.values()) for kode, given in answers.items() if kode in questions}
    areas: dict[str, list[dict[int, object]]] = {}
    for kode, item in rated.items():
        areas.setdefault(area_of(kode), []).append(item)
    whole = KesepakatanArea("", measure(rated.values()))
    return (whole, *(KesepakatanArea(Area(area).label, measure(areas[area])) for area in Area.values if area in areas))


def _categories(item: Pertanyaan, rows: Iterable[JawabanPenilai]) -> dict[int, object]:
    found: dict[int, object] = {}
    for row in rows:
        if row.selesai_at and row.nilai is not None:
            read = read_jawaban(item, row.nilai)
            found[row.penilai_id] = TIDAK_BERLAKU if read.status == Status.TIDAK_BERLAKU else read.skor
    return found


# --- minutes -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Peserta:
    nama: str
    kedudukan: str


@dataclass(frozen=True, slots=True)
class BeritaAcaraPleno:
    """The minutes, page and paper alike. `berbeda` and `lain_unit` are the rows the plenary spoke about."""

    unit: str
    instansi: str
    tahun: int
    instrumen: str
    tanggal: date
    tempat: str
    hadir: tuple[Peserta, ...]
    catatan: str
    jumlah: int
    sepakat: int
    diputus: int
    berbeda: tuple[BarisPleno, ...]
    lain_unit: tuple[BarisPleno, ...]
    kesepakatan: tuple[KesepakatanArea, ...]
    hasil: HasilLKE | None
    rekomendasi: tuple[tuple[str, str, str, date], ...]  # (code, words, owner, due)
    ketua: str = ""
    sekretaris: str = ""


def read_minutes(evaluasi: EvaluasiTPI, *, peran: Peran) -> BeritaAcaraPleno | None:
    """None before the plenary was recorded. Eleven queries."""
    pleno = Pleno.objects.filter(evaluasi=evaluasi).first()
    if pleno is None:
        return None
    rapat, year = read_plenary(evaluasi, peran=peran), evaluasi.pembangunan
    lhe = getattr(evaluasi, "hasil", None)
    people = sorted(pleno.hadir.select_related("user"), key=lambda p: (PENILAI.index(p.jenis), str(p.user)))
    return BeritaAcaraPleno(
        unit=year.unit.nama,
        instansi=year.unit.instansi.nama,
        tahun=year.periode.tahun,
        instrumen=str(evaluasi.instrumen),
        tanggal=pleno.tanggal,
        tempat=pleno.tempat,
        hadir=tuple(Peserta(str(p.user), p.label) for p in people),
        catatan=pleno.catatan,
        jumlah=len(rapat.baris),
        sepakat=sum(1 for b in rapat.baris if b.sepakat),
        diputus=sum(1 for b in rapat.baris if b.diputus and not b.sepakat),
        berbeda=rapat.shown(BERBEDA),
        lain_unit=rapat.shown(LAIN_UNIT),
        kesepakatan=rapat.kesepakatan,
        hasil=preview(evaluasi),
        rekomendasi=tuple(
            evaluasi.rekomendasi.order_by("kode", "pk").values_list("kode", "uraian", "penanggung_jawab", "tenggat")
        ),
        ketua=str(lhe.ketua.user) if lhe and lhe.ketua else "",
        sekretaris=str(lhe.sekretaris.user) if lhe and lhe.sekretaris else "",
    )
