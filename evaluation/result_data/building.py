"""From a score and its thresholds to the result as it is shown."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from evaluation.access import area_of
from evaluation.lke.scoring import Hasil, NilaiPertanyaan, NilaiSimpul
from evaluation.lke.structure import Instrumen as IsiInstrumen
from evaluation.lke.structure import Simpul
from evaluation.lke.threshold import Ambang, HasilAturan, HasilPredikat, judge
from evaluation.result_data.data import Aturan, Cabang, HasilLKE, NilaiArea, Predikat, Soal
from evaluation.result_data.words import answer_words
from units.choices import Area


def area_nodes(isi: IsiInstrumen) -> dict[str, tuple[Simpul, ...]]:
    """The highest nodes of each area of change, in the order of the form: A.I.1 and A.II.1 together."""
    found: dict[str, list[Simpul]] = {area: [] for area in Area.values}

    def look(node: Simpul) -> None:
        area = area_of(node.kode)
        if area:
            found[area].append(node)
            return
        for child in node.anak:
            look(child)

    look(isi.akar)
    return {area: tuple(nodes) for area, nodes in found.items() if nodes}


def build(hasil: Hasil, ambang: Ambang, *, versi: int, target: str, rinci: bool = True) -> HasilLKE:
    """`target` is the predicate the unit builds towards, as the thresholds write it: WBK or WBBM.

    Without `rinci` the tree is its root alone: all that a bar or a comparison of areas shows.
    """
    isi = hasil.instrumen
    rules = judge(ambang, hasil)
    return HasilLKE(
        kode=isi.kode,
        nama=isi.nama,
        versi=versi,
        sidik=isi.sidik,
        target=target,
        akar=_cabang(hasil.akar, rinci=rinci),
        predikat=tuple(_predikat(item) for item in rules.values()),
        area=_areas(hasil, rules, target),
        kosong=hasil.kosong,
    )


def areas(hasil: Hasil, ambang: Ambang, *, target: str) -> tuple[NilaiArea, ...]:
    return _areas(hasil, judge(ambang, hasil), target)


def _areas(hasil: Hasil, rules: Mapping[str, HasilPredikat], target: str) -> tuple[NilaiArea, ...]:
    marks = _marks(rules[target] if target in rules else next(iter(rules.values())))
    return tuple(_area(area, nodes, hasil, marks.get(area)) for area, nodes in area_nodes(hasil.instrumen).items())


def _marks(predikat: HasilPredikat) -> dict[str, bool]:
    """Whether an area meets all minima that concern it alone."""
    found: dict[str, bool] = {}
    for rule in predikat.aturan:
        touched = {area_of(kode) for kode in rule.aturan.simpul}
        if len(touched) == 1 and (area := touched.pop()):
            found[area] = found.get(area, True) and rule.memenuhi
    return found


def _area(area: str, nodes: Sequence[Simpul], hasil: Hasil, memenuhi: bool | None) -> NilaiArea:
    scored = [hasil.simpul[node.kode] for node in nodes]
    jumlah = sum(1 for node in nodes for _ in node.walk_pertanyaan())
    kosong = sum(len(item.kosong) for item in scored)
    return NilaiArea(
        area,
        nodes[0].nama,
        sum((n.bobot for n in nodes), Fraction(0)),
        sum((s.nilai for s in scored), Fraction(0)),
        jumlah - kosong,
        jumlah,
        memenuhi,
    )


def _predikat(item: HasilPredikat) -> Predikat:
    return Predikat(item.predikat, item.memenuhi, tuple(_aturan(rule) for rule in item.aturan))


def _aturan(item: HasilAturan) -> Aturan:
    rule = item.aturan
    return Aturan(rule.kode, rule.nama, rule.ukuran, item.dinilai, rule.minimum, item.memenuhi, rule.dasar, rule.indeks)


def _cabang(item: NilaiSimpul, *, rinci: bool = True) -> Cabang:
    node = item.simpul
    return Cabang(
        node.kode,
        node.nomor,
        node.nama,
        node.tingkat,
        node.bobot,
        item.nilai,
        item.explain(),
        len(item.kosong),
        tuple(_cabang(child) for child in item.anak) if rinci else (),
        tuple(soal_of(q) for q in item.pertanyaan) if rinci else (),
    )


def soal_of(item: NilaiPertanyaan) -> Soal:
    return Soal(
        item.kode,
        item.pertanyaan.teks,
        str(item.jawaban.status),
        answer_words(item.pertanyaan, item.jawaban.isi),
        item.skor,
        item.bobot,
        item.nilai,
        item.explain(),
        item.jawaban.catatan,
    )
