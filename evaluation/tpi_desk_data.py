"""The assessor's desk as the page draws it: each question with the unit's answer and evidence, and one's own score."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from evaluation import tpi_access as access
from evaluation.access import area_of
from evaluation.answer_input import reason_of
from evaluation.blind import visible_answers
from evaluation.fill_data import Isian, Kelompok, Pilihan, SoalIsian, chips, counts_of, options_of, outcome
from evaluation.lke.answers import read_jawaban
from evaluation.lke.numbers import koma
from evaluation.lke.scoring import Hasil, score
from evaluation.lke.structure import JENIS_INDEKS, Pertanyaan, Simpul
from evaluation.lke.structure import Instrumen as IsiInstrumen
from evaluation.models import EvaluasiTPI, JawabanPenilai, Penilaian, PutusanBukti
from evaluation.result_data import NilaiArea, answer_words, area_nodes, build, formula_words
from evaluation.services.assessment import content_of
from evaluation.tpi_evidence import BuktiSoal, evidence_by_code, needing_review
from evaluation.tpi_queue import ANTREAN, Antrean, queue
from units.choices import Area
from units.models import Peran

PER_HALAMAN = 15  # questions of the queue on one page
TINJAU = "tinjau"


@dataclass(frozen=True, slots=True)
class BuktiPenilai:
    """A piece of evidence in its current version, with the assessor's verdict; `baru`: newer than the score."""

    data_dukung: int
    judul: str
    versi: int
    nomor: int
    tautan: str
    putusan: str
    baru: bool


@dataclass(frozen=True, slots=True)
class Rekan:
    """What a colleague answered, as far as it may be seen."""

    nama: str
    jawaban: str
    catatan: str
    diserahkan: bool


@dataclass(slots=True)
class SoalPenilai(SoalIsian):
    """A question on the desk: the fields of the form, and beside them the unit's answer. `lihat` names the evidence
    versions on the page, to which a score is pinned.
    """

    unit_jawaban: str = ""
    unit_catatan: str = ""
    unit_tautan: str = ""
    bukti_soal: Sequence[BuktiPenilai] = ()
    rekan: Sequence[Rekan] = ()
    rekomendasi: str = ""
    tak_berlaku: str = ""
    diserahkan: bool = False
    tinjau: bool = False
    ditugaskan: bool = False
    lihat: str = ""
    terbuka: bool = field(default=False)  # may be scored today, were it not handed in

    @property
    def ikat(self) -> SafeString:
        """What ties a field to the question's own address; it stands inside the question's form."""
        if not self.boleh:
            return SafeString(" disabled")
        return format_html(' data-autosave="{}{}" data-versi="{}"', self.url, self.lihat, self.versi)

    @property
    def siap(self) -> bool:
        """Can be handed in: complete, and judged on the newest evidence."""
        return self.terbuka and self.dijawab and not self.tinjau and not self.diserahkan


@dataclass(frozen=True, slots=True)
class Ringkas:
    """The bar at the foot: how many are scored and handed in, and what one's own answers are worth."""

    jumlah: int
    dinilai: int
    diserahkan: int
    tinjau: int
    nilai: str
    bobot: str


@dataclass(frozen=True, slots=True)
class HalamanNilai:
    area: str
    kelompok: tuple[tuple[str, str, tuple[Kelompok, ...]], ...]
    pohon: tuple[NilaiArea, ...]
    ringkas: Ringkas
    antrean: Antrean
    sebelum: str
    sesudah: str
    boleh: bool

    def soal(self) -> list[SoalPenilai]:
        return [s for _, _, groups in self.kelompok for k in groups for s in k.soal]


@dataclass(slots=True)
class Meja:
    """What is read once for a page: the instrument, whose answers are seen, evidence, the unit's answers."""

    evaluasi: EvaluasiTPI
    peran: Peran
    isi: IsiInstrumen
    codes: frozenset[str]
    seen: Mapping[str, Mapping[int, JawabanPenilai]]
    own: Mapping[str, JawabanPenilai]
    evidence: Mapping[str, list[BuktiSoal]]
    hasil: Hasil
    terbuka: bool

    @property
    def review(self) -> frozenset[str]:
        return needing_review(self.own.values(), self.evidence)


def read_desk(evaluasi: EvaluasiTPI, peran: Peran, *, terbuka: bool) -> Meja:
    """Six queries. `terbuka`: the window of the phase is open today."""
    isi = content_of(evaluasi.instrumen)[0]
    seen = visible_answers(evaluasi, peran)
    own = {kode: rows[peran.user_id] for kode, rows in seen.items() if peran.user_id in rows}
    hasil = score(isi, {kode: row.nilai for kode, row in own.items() if row.nilai is not None})
    codes = access.scorable_codes(peran, evaluasi)
    return Meja(evaluasi, peran, isi, codes, seen, own, evidence_by_code(evaluasi), hasil, terbuka)


def read_page(evaluasi: EvaluasiTPI, peran: Peran, *, area: str, terbuka: bool) -> HalamanNilai:
    """`area` is an area of change or ANTREAN; who scores nothing sees areas only. Eight queries at most."""
    meja = read_desk(evaluasi, peran, terbuka=terbuka)
    nodes = _nodes(meja)
    waiting = queue(meja.isi, meja.codes, meja.own, meja.review)
    if area != ANTREAN and area not in nodes:
        area = ANTREAN if meja.codes else next(iter(nodes))
    if area == ANTREAN:
        sections = _queue_sections(nodes, waiting)
    else:
        sections = [(area, nodes[area][0].nama, [q.kode for node in nodes[area] for q in node.walk_pertanyaan()])]
    drawn = draw(meja, [kode for _, _, codes in sections for kode in codes])
    order = list(nodes)
    at = order.index(area) if area in nodes else -1
    return HalamanNilai(
        area=area,
        kelompok=tuple((key, nama, _groups(meja.isi, codes, drawn)) for key, nama, codes in sections),
        pohon=tree(meja),
        ringkas=summary(meja),
        antrean=waiting,
        sebelum=order[at - 1] if at > 0 else "",
        sesudah=order[at + 1] if 0 <= at < len(order) - 1 else "",
        boleh=bool(meja.codes) and terbuka,
    )


def _nodes(meja: Meja) -> dict[str, tuple[Simpul, ...]]:
    """Areas given to the assessor; all areas for who leads or only reads."""
    given = {area_of(kode) for kode in meja.codes}
    return {area: nodes for area, nodes in area_nodes(meja.isi).items() if not given or area in given}


def _queue_sections(nodes: Iterable[str], waiting: Antrean) -> list[tuple[str, str, list[str]]]:
    """The first questions of the queue: those to look at again apart, the others under their areas."""
    shown = waiting.semua[:PER_HALAMAN]
    first = [kode for kode in shown if kode in waiting.tinjau]
    sections = [(TINJAU, "Perlu ditinjau: ada bukti baru", first)] if first else []
    for area in nodes:
        codes = [kode for kode in shown if kode not in first and area_of(kode) == area]
        if codes:
            sections.append((area, Area(area).label, codes))
    return sections


def _groups(isi: IsiInstrumen, codes: Sequence[str], drawn: Mapping[str, SoalPenilai]) -> tuple[Kelompok, ...]:
    """Questions under their indicators, in the order given."""
    by_node: dict[str, list[SoalPenilai]] = {}
    for kode in codes:
        by_node.setdefault(kode.rpartition(".")[0], []).append(drawn[kode])
    found = []
    for node_kode, items in by_node.items():
        node = isi.simpul[node_kode]
        found.append(Kelompok(_aspect(isi, node_kode), node.nama, node.kode, koma(node.bobot), tuple(items)))
    return tuple(found)


def _aspect(isi: IsiInstrumen, kode: str) -> str:
    """The heading between component and area (Pemenuhan, Reform), where the form has one."""
    parts = kode.split(".")
    top = ".".join(parts[:2])
    return isi.simpul[top].nama if top in isi.simpul and not area_of(top) else ""


def draw(meja: Meja, codes: Sequence[str]) -> dict[str, SoalPenilai]:
    """The questions of one page (two queries: the unit's answers and the verdicts)."""
    rows = Penilaian.objects.filter(pk=meja.evaluasi.mandiri_id).values_list("hasil__jawaban", flat=True)
    unit = rows.first() or {}
    pks = [meja.own[kode].pk for kode in codes if kode in meja.own]
    verdicts = {
        (jawaban, versi): putusan
        for jawaban, versi, putusan in PutusanBukti.objects.filter(jawaban__in=pks).values_list(
            "jawaban_id", "versi_id", "putusan"
        )
    }
    cips, url, review = chips(), answers_url(meja.evaluasi), meja.review
    return {kode: _draw(meja, kode, unit.get(kode, {}), verdicts, cips, url, kode in review) for kode in codes}


def _draw(
    meja: Meja, kode: str, unit: Mapping, verdicts: Mapping, cips: Mapping, url: str, tinjau: bool
) -> SoalPenilai:
    nilai, row = meja.hasil.pertanyaan[kode], meja.own.get(kode)
    item, raw = nilai.pertanyaan, row.nilai if row else None
    bukti, closed = meja.evidence.get(kode, []), bool(row and row.selesai_at)
    tak_berlaku, mine = reason_of(raw), kode in meja.codes
    shown = None if tak_berlaku else raw
    return SoalPenilai(
        kode=kode,
        jangkar=kode.replace(".", "-"),
        teks=item.teks,
        jenis=item.jenis,
        boleh=mine and meja.terbuka and not closed,
        versi=row.versi if row else 0,
        url=f"{url}{kode}/",
        hasil=outcome(nilai, cips),
        pilihan=options_of(item, shown),
        isian=counts_of(item, shown, {}),
        indeks=str(shown).replace(".", ",") if item.jenis == JENIS_INDEKS and shown is not None else "",
        rumus=formula_words(item),
        catatan=row.catatan if row else "",
        dijawab=not nilai.jawaban.is_missing,
        unit_jawaban=words_of(item, unit.get("nilai")) or "Belum dijawab",
        unit_catatan=unit.get("catatan", ""),
        unit_tautan=unit.get("tautan", ""),
        bukti_soal=[_evidence(b, row, verdicts) for b in bukti],
        rekan=_colleagues(meja, item),
        rekomendasi=row.rekomendasi if row else "",
        tak_berlaku=tak_berlaku,
        diserahkan=closed,
        tinjau=tinjau,
        ditugaskan=mine,
        lihat="?bukti=" + ",".join(str(b.versi) for b in bukti),
        terbuka=mine and meja.terbuka,
    )


def _evidence(item: BuktiSoal, row: JawabanPenilai | None, verdicts: Mapping) -> BuktiPenilai:
    putusan = verdicts.get((row.pk, item.versi), "") if row else ""
    new = bool(row and row.nilai is not None and item.versi not in row.dasar_versi)
    return BuktiPenilai(item.data_dukung, item.judul, item.versi, item.nomor, item.tautan, putusan, new)


def _colleagues(meja: Meja, item: Pertanyaan) -> list[Rekan]:
    rows = meja.seen.get(item.kode, {})
    return [
        Rekan(row.penilai.nama, words_of(item, row.nilai) or "Belum dinilai", row.catatan, bool(row.selesai_at))
        for user, row in rows.items()
        if user != meja.peran.user_id
    ]


def words_of(item: Pertanyaan, raw: object) -> str:
    """A raw answer as people read it; "" when there is none."""
    if alasan := reason_of(raw):
        return f"Tidak berlaku: {alasan}"
    return answer_words(item, read_jawaban(item, raw).isi)


def retyped(item: Isian, typed: Mapping[str, str]) -> Isian:
    """A counted input with what was typed instead of what is stored."""
    return replace(item, nilai=typed.get(item.nama, ""))


def rechosen(item: Pilihan, chosen: str) -> Pilihan:
    return replace(item, terpilih=item.nilai == chosen)


def tree(meja: Meja) -> tuple[NilaiArea, ...]:
    """The areas of the page with one's own score in each."""
    ambang = content_of(meja.evaluasi.instrumen)[1]
    target = meja.evaluasi.pembangunan.target.upper()
    whole = build(meja.hasil, ambang, versi=meja.evaluasi.instrumen.versi, target=target)
    shown = _nodes(meja)
    return tuple(a for a in whole.area if a.area in shown)


def summary(meja: Meja) -> Ringkas:
    areas = tree(meja)
    mine = [row for kode, row in meja.own.items() if kode in meja.codes]
    scored = sum(not meja.hasil.pertanyaan[row.kode].jawaban.is_missing for row in mine)
    return Ringkas(
        jumlah=len(meja.codes),
        dinilai=scored,
        diserahkan=sum(bool(row.selesai_at) for row in mine),
        tinjau=len(meja.review & meja.codes),
        nilai=koma(sum((a.nilai for a in areas), start=0)),
        bobot=koma(sum((a.bobot for a in areas), start=0)),
    )


def answers_url(evaluasi: EvaluasiTPI) -> str:
    """The address under which every question has its own."""
    return reverse("jawaban_penilai_save", args=[evaluasi.pk, "-"]).removesuffix("-/")
