"""The questions of TPN's desk with the unit's and TPI's answers beside them, and the three results beside each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse

from evaluation.access import area_of
from evaluation.fill_data import SoalIsian, chips, counts_of, options_of, outcome
from evaluation.lke.scoring import NilaiPertanyaan
from evaluation.lke.structure import JENIS_INDEKS, Simpul
from evaluation.models import BuktiJawaban, EvaluasiTPN, JawabanTPN, Penilaian
from evaluation.result_data import HasilLKE, NilaiArea, Soal, area_nodes, build, formula_words, thaw
from evaluation.services.assessment import content_of, target_of
from evaluation.tpn_access import can_answer
from evaluation.tpn_answers import score_tpn
from units.models import Peran


@dataclass(frozen=True, slots=True)
class JawabanLain:
    """What the unit or TPI answered: words and note as they were frozen, and the points."""

    soal: Soal | None
    catatan: str

    @property
    def jawaban(self) -> str:
        return self.soal.jawaban if self.soal and self.soal.jawaban else ""


@dataclass(frozen=True, slots=True)
class SoalTPN:
    """One question: TPN's own answer as the form draws it, beside the unit's and TPI's."""

    isi: SoalIsian
    unit: JawabanLain
    tpi: JawabanLain
    bukti: tuple[tuple[int, str], ...]
    tautan: str

    @property
    def berbeda(self) -> bool:
        """The unit and TPI do not say the same: what TPN looks at first."""
        return self.unit.jawaban != self.tpi.jawaban


@dataclass(frozen=True, slots=True)
class KelompokTPN:
    """An indicator under the heading of its aspect."""

    induk: str
    kode: str
    nama: str
    soal: tuple[SoalTPN, ...]


@dataclass(frozen=True, slots=True)
class HalamanMeja:
    """One area of the desk."""

    area: str
    nama: str
    hasil: HasilLKE
    kelompok: tuple[KelompokTPN, ...]
    sebelum: str
    sesudah: str
    boleh: bool


def self_assessment_of(evaluasi: EvaluasiTPN) -> Penilaian | None:
    """The unit's own assessment of the proposed year; None only where it was never submitted in the portal."""
    rows = Penilaian.objects.filter(pembangunan=evaluasi.unit_usulan.pembangunan_id, jenis=Penilaian.Jenis.MANDIRI)
    return rows.exclude(diajukan_at=None).first()


def read_desk(evaluasi: EvaluasiTPN, *, area: str, peran: Peran) -> HalamanMeja:
    """`area` is an area of change; an unknown one shows the first. Seven queries, however many questions there are."""
    tpi = evaluasi.unit_usulan.penilaian
    isi, ambang = content_of(tpi.instrumen)
    nodes = area_nodes(isi)
    area = area if area in nodes else next(iter(nodes))
    order = list(nodes)
    at = order.index(area)
    hasil = score_tpn(evaluasi)
    own = {row.kode: row for row in evaluasi.jawaban.all()}
    boleh, mandiri = can_answer(peran, evaluasi), self_assessment_of(evaluasi)
    frozen = tuple((_questions(p), (p.hasil if p else {}).get("jawaban", {})) for p in (mandiri, tpi))
    shown = _evidence(p for p in (mandiri, tpi) if p)
    url = reverse("jawaban_tpn_save", args=[evaluasi.pk, "-"]).removesuffix("-/")

    def draw(nilai: NilaiPertanyaan) -> SoalTPN:
        kode = nilai.kode
        beside = [JawabanLain(soal.get(kode), said.get(kode, {}).get("catatan", "")) for soal, said in frozen]
        tautan = frozen[0][1].get(kode, {}).get("tautan", "")
        return SoalTPN(_own(nilai, own.get(kode), boleh, url), *beside, bukti=tuple(shown.get(kode, ())), tautan=tautan)

    groups = []
    for node in nodes[area]:
        head = isi.simpul[node.kode.rpartition(".")[0]].nama if len(nodes[area]) > 1 else ""
        groups += [
            _group(child, head, [draw(hasil.pertanyaan[q.kode]) for q in child.pertanyaan])
            for child in node.walk()
            if child.pertanyaan
        ]
    return HalamanMeja(
        area=area,
        nama=nodes[area][0].nama,
        hasil=build(hasil, ambang, versi=tpi.instrumen.versi, target=target_of(tpi)),
        kelompok=tuple(groups),
        sebelum=order[at - 1] if at else "",
        sesudah=order[at + 1] if at + 1 < len(order) else "",
        boleh=boleh,
    )


def _group(node: Simpul, induk: str, soal: Sequence[SoalTPN]) -> KelompokTPN:
    return KelompokTPN(induk, node.kode, node.nama, tuple(soal))


def _questions(penilaian: Penilaian | None) -> Mapping[str, Soal]:
    return thaw(penilaian.hasil).soal() if penilaian and penilaian.hasil else {}


def _evidence(rows) -> dict[str, list[tuple[int, str]]]:
    """Evidence under these assessments by question code (one query)."""
    found: dict[str, list[tuple[int, str]]] = {}
    shown = BuktiJawaban.objects.filter(jawaban__penilaian__in=list(rows)).order_by("pk")
    for kode, pk, judul in shown.values_list("jawaban__kode", "data_dukung_id", "data_dukung__judul"):
        if (pk, judul) not in found.setdefault(kode, []):
            found[kode].append((pk, judul))
    return found


def _own(nilai: NilaiPertanyaan, row: JawabanTPN | None, boleh: bool, url: str) -> SoalIsian:
    item, raw = nilai.pertanyaan, row.nilai if row else None
    return SoalIsian(
        kode=item.kode,
        jangkar=item.kode.replace(".", "-"),
        teks=item.teks,
        jenis=item.jenis,
        boleh=boleh,
        versi=row.versi if row else 0,
        url=f"{url}{item.kode}/",
        hasil=outcome(nilai, chips()),
        pilihan=options_of(item, raw),
        isian=counts_of(item, raw, {}),
        indeks=str(raw).replace(".", ",") if item.jenis == JENIS_INDEKS and raw is not None else "",
        rumus=formula_words(item),
        catatan=row.catatan if row else "",
        dijawab=not nilai.jawaban.is_missing,
    )


def desk_url(evaluasi: EvaluasiTPN, kode: str) -> str:
    """The desk with this question in view."""
    return f"{reverse('tpn_desk', args=[evaluasi.pk])}?area={area_of(kode)}#soal-{kode.replace('.', '-')}"


# --- three results beside each other -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BarisArea:
    """One area: the three values (None where there is no result), their weight, and whether they differ."""

    area: str
    nama: str
    bobot: Fraction
    nilai: tuple[NilaiArea | None, NilaiArea | None, NilaiArea | None]

    @property
    def berbeda(self) -> bool:
        return len({item.nilai for item in self.nilai if item}) > 1


@dataclass(frozen=True, slots=True)
class BarisSoal:
    """One question: the three answers."""

    kode: str
    teks: str
    area: str
    soal: tuple[Soal | None, Soal | None, Soal | None]

    @property
    def berbeda(self) -> bool:
        return len({item.jawaban for item in self.soal if item}) > 1


@dataclass(frozen=True, slots=True)
class Perbandingan:
    """Unit, TPI and TPN, from frozen results only."""

    hasil: tuple[HasilLKE | None, HasilLKE | None, HasilLKE | None]
    area: tuple[BarisArea, ...]
    soal: tuple[BarisSoal, ...]

    @property
    def jumlah_berbeda(self) -> int:
        return sum(1 for row in self.soal if row.berbeda)


def compare(evaluasi: EvaluasiTPN, *, hanya_beda: bool = False) -> Perbandingan:
    """Three columns in the order of the form. Answers stand side by side only where the instrument is the same."""
    papers = (self_assessment_of(evaluasi), evaluasi.unit_usulan.penilaian, evaluasi.penilaian)
    results = tuple(thaw(p.hasil) if p and p.hasil else None for p in papers)
    base = results[1]
    same = tuple(r.soal() if r and r.kode == base.kode else {} for r in results)
    by_area = tuple({a.area: a for a in r.area} if r else {} for r in results)
    areas = tuple(BarisArea(a.area, a.nama, a.bobot, tuple(found.get(a.area) for found in by_area)) for a in base.area)
    rows = (
        BarisSoal(kode, item.teks, area_of(kode), tuple(s.get(kode) for s in same))
        for kode, item in base.soal().items()
    )
    return Perbandingan(results, areas, tuple(row for row in rows if row.berbeda or not hanya_beda))
