"""The LHE as page and paper show it: TPI's result beside the unit's own, thresholds, requirements, conclusion, recommendations.

After the last step everything is read from the frozen assessment and LHE; before it, from the decisions and records.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from evaluation.access import area_of
from evaluation.lke.numbers import koma
from evaluation.lke.threshold import Ambang
from evaluation.models import EvaluasiTPI, HasilEvaluasi, Rekomendasi
from evaluation.result_data import HasilLKE, area_nodes, thaw
from evaluation.services.assessment import content_of, result_of
from evaluation.services.final import preview
from evaluation.services.requirements import SyaratUnit, judge_towards
from evaluation.services.requirements import thaw as thaw_syarat
from units.choices import JenisPredikat


@dataclass(frozen=True, slots=True)
class NilaiLHE:
    """One area: weight, minimum in words ("60%", "18,25" or ""), TPI's points and the unit's own."""

    area: str
    nama: str
    bobot: Fraction
    minimum: str
    nilai: Fraction
    persen: Fraction
    memenuhi: bool | None
    nilai_unit: Fraction | None

    @property
    def selisih(self) -> Fraction | None:
        return None if self.nilai_unit is None else self.nilai - self.nilai_unit


@dataclass(frozen=True, slots=True)
class PerbedaanLHE:
    """A question on which TPI decided other than the unit, with the reason."""

    kode: str
    area: str
    teks: str
    unit: str
    tpi: str
    selisih: Fraction
    catatan: str


@dataclass(frozen=True, slots=True)
class SimpulanLHE:
    """Whether the unit meets the criteria to be put forward to TPN for one predicate (thresholds and requirements)."""

    predikat: str
    nama: str
    ambang: bool
    syarat: SyaratUnit
    kalimat: str

    @property
    def memenuhi(self) -> bool:
        return self.ambang and self.syarat.memenuhi


@dataclass(frozen=True, slots=True)
class TandaTangan:
    jabatan: str
    nama: str
    nip: str
    pada: datetime | None


@dataclass(frozen=True, slots=True)
class LHE:
    unit: str
    instansi: str
    tahun: int
    nomor: str
    tanggal: date | None
    catatan: str
    final: bool
    sidik: str
    hasil: HasilLKE
    mandiri: HasilLKE
    area: tuple[NilaiLHE, ...]
    perbedaan: tuple[PerbedaanLHE, ...]
    simpulan: tuple[SimpulanLHE, ...]
    rekomendasi: tuple[Rekomendasi, ...]
    tanda_tangan: tuple[TandaTangan, ...]


def read_lhe(evaluasi: EvaluasiTPI, *, today: date) -> LHE | None:
    """None while an indicator cannot be judged, because all its questions were found not to apply."""
    row = (
        HasilEvaluasi.objects.select_related("penilaian", "ketua__user", "sekretaris__user")
        .filter(evaluasi=evaluasi)
        .first()
    )
    frozen = row.penilaian if row else None
    hasil = thaw(frozen.hasil) if frozen else preview(evaluasi)
    if hasil is None:
        return None
    year, mandiri = evaluasi.pembangunan, result_of(evaluasi.mandiri)
    return LHE(
        unit=year.unit.nama,
        instansi=year.unit.instansi.nama,
        tahun=year.periode.tahun,
        nomor=row.nomor if row else "",
        tanggal=row.tanggal if row else None,
        catatan=row.catatan if row else "",
        final=frozen is not None,
        sidik=row.sidik if row else "",
        hasil=hasil,
        mandiri=mandiri,
        area=_areas(evaluasi, hasil, mandiri),
        perbedaan=_differences(hasil, mandiri, _notes(evaluasi)),
        simpulan=tuple(_conclusions(evaluasi, hasil, row, today)),
        rekomendasi=tuple(evaluasi.rekomendasi.order_by("kode", "pk")),
        tanda_tangan=_signatures(row),
    )


def _notes(evaluasi: EvaluasiTPI) -> dict[str, str]:
    return dict(evaluasi.putusan.values_list("kode", "alasan"))


def _areas(evaluasi: EvaluasiTPI, hasil: HasilLKE, mandiri: HasilLKE) -> tuple[NilaiLHE, ...]:
    isi, ambang = content_of(evaluasi.instrumen)
    own = {item.area: item.nilai for item in mandiri.area}
    whole = {area: frozenset(node.kode for node in nodes) for area, nodes in area_nodes(isi).items()}
    minima = area_minima(ambang, hasil.target, whole)
    return tuple(
        NilaiLHE(a.area, a.nama, a.bobot, minima.get(a.area, ""), a.nilai, a.persen, a.memenuhi, own.get(a.area))
        for a in hasil.area
    )


def area_minima(ambang: Ambang, target: str, whole: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """The minimum that concerns exactly one whole area, in words."""
    rules = ambang.predikat.get(target) or next(iter(ambang.predikat.values()))
    found = {}
    for rule in rules:
        area = next((area for area, nodes in whole.items() if nodes == frozenset(rule.simpul)), "")
        if area:
            found[area] = f"{koma(rule.minimum)}{'%' if rule.ukuran == 'persen' else ''}"
    return found


def _differences(hasil: HasilLKE, mandiri: HasilLKE, notes: Mapping[str, str]) -> tuple[PerbedaanLHE, ...]:
    own = mandiri.soal()
    rows = []
    for kode, item in hasil.soal().items():
        theirs = own.get(kode)
        if theirs and (theirs.jawaban, theirs.status) != (item.jawaban, item.status):
            tpi = item.jawaban or (item.catatan[0] if item.catatan else "")
            rows.append(
                PerbedaanLHE(
                    kode, area_of(kode), item.teks, theirs.jawaban, tpi, item.nilai - theirs.nilai, notes.get(kode, "")
                )
            )
    return tuple(rows)


def _conclusions(
    evaluasi: EvaluasiTPI, hasil: HasilLKE, row: HasilEvaluasi | None, today: date
) -> Iterator[SimpulanLHE]:
    """One per predicate of the thresholds; requirements as of the day of the LHE (S1 Pasal 9, S2)."""
    year = evaluasi.pembangunan
    for item in hasil.predikat:
        kode = item.kode.lower()
        if kode not in JenisPredikat.values:
            continue
        if row and kode in row.syarat:
            syarat = thaw_syarat(row.syarat[kode], kode, year.periode)
        else:
            syarat = judge_towards(year, kode, on=(row and row.tanggal) or today)
        yield SimpulanLHE(
            item.kode, JenisPredikat(kode).label, item.memenuhi, syarat, conclusion(year.unit.nama, item, syarat, kode)
        )


def conclusion(unit: str, predikat, syarat: SyaratUnit, kode: str) -> str:
    """The regulation's words: TPI concludes whether the unit meets the criteria to be put forward to TPN (S2)."""
    verb = "memenuhi" if predikat.memenuhi and syarat.memenuhi else "belum memenuhi"
    limits = (
        "semua ambang batas terpenuhi" if predikat.memenuhi else f"{len(predikat.kurang)} ambang batas belum terpenuhi"
    )
    rest = (
        "semua syarat pengajuan terpenuhi"
        if syarat.memenuhi
        else f"{len(syarat.kurang)} syarat pengajuan belum terpenuhi"
    )
    name = JenisPredikat(kode).label
    return f"{unit} {verb} kriteria untuk diajukan evaluasi ke TPN dengan predikat {name}: {limits}, {rest}."


def _signatures(row: HasilEvaluasi | None) -> tuple[TandaTangan, ...]:
    return tuple(
        TandaTangan(jabatan, str(peran.user) if peran else "", peran.user.nip or "" if peran else "", pada)
        for jabatan, peran, pada in (
            ("Ketua TPI", row.ketua if row else None, row.ketua_at if row else None),
            ("Sekretaris TPI", row.sekretaris if row else None, row.sekretaris_at if row else None),
        )
    )
