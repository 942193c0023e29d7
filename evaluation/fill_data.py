"""The questions of a page as the form draws them, with as many queries however many questions there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from evaluation.access import area_of, fillable_codes
from evaluation.lke.answers import Status, read_jawaban
from evaluation.lke.numbers import koma
from evaluation.lke.scoring import Hasil, NilaiPertanyaan, score
from evaluation.lke.structure import JENIS_INDEKS, JENIS_PERSEN, Pertanyaan, Simpul
from evaluation.lke.structure import Instrumen as IsiInstrumen
from evaluation.models import BuktiJawaban, Jawaban, Penilaian
from evaluation.result_data import HasilLKE, answer_words, area_nodes, build, formula_words
from evaluation.services.assessment import content_of, target_of
from evaluation.services.takeover import JawabanLama, last_answers
from evaluation.suggestions import IsianDiketahui, known_inputs, proven_by_actions
from units.evidence_origins import AsalBukti, origins_of
from units.models import Peran
from units.templatetags.ui import status_chip

SEMUA = "semua"
CENTANG = SafeString(" checked")
OPSI = (
    '<div class="opsi"><input type="radio" id="{}" name="nilai-{}" value="{}" data-tombol="{}" data-kolom="nilai"{}{}>'
    '<label for="{}"><span class="opsi-huruf">{}</span><span class="opsi-teks">{}</span>'
    '<span class="opsi-skor">{}</span></label></div>'
)
LABEL_YA_TIDAK = {"ya": "Ya", "tidak": "Tidak"}
KEADAAN = {
    Status.DIJAWAB: ("hijau", "Dijawab"),
    Status.KOSONG: ("netral", "Belum dijawab"),
    Status.TIDAK_LENGKAP: ("kuning", "Belum lengkap"),
    Status.DITOLAK: ("merah", "Ditolak"),
    Status.TIDAK_BERLAKU: ("netral", "Tidak berlaku"),
}


@dataclass(frozen=True, slots=True)
class Pilihan:
    """A row of the rubric; `tombol` is the key that chooses it."""

    nilai: str
    tombol: str
    teks: str
    skor: str
    terpilih: bool


@dataclass(frozen=True, slots=True)
class Isian:
    """A counted input; `diketahui` is what the portal can offer for it."""

    nama: str
    label: str
    nilai: str
    diketahui: IsianDiketahui | None = None


@dataclass(frozen=True, slots=True)
class HasilSoal:
    """What an answer is worth now, in words: the part of a question that changes with each save."""

    cip: SafeString
    kalimat: str
    catatan: tuple[str, ...]


@dataclass(slots=True)
class SoalIsian:
    """One question of the form. `galat` is filled when a form without scripts comes back."""

    kode: str
    jangkar: str
    teks: str
    jenis: str
    boleh: bool
    versi: int
    url: str
    hasil: HasilSoal
    pilihan: Sequence[Pilihan] = ()
    isian: Sequence[Isian] = ()
    indeks: str = ""
    rumus: str = ""
    catatan: str = ""
    tautan: str = ""
    bukti: Sequence[tuple[int, str]] = ()
    saran: int = 0  # pieces of evidence of the plan's actions that are not shown here yet
    lama: tuple[int, str] | None = None  # year and words of the earlier answer, where it differs
    dijawab: bool = False
    galat: list[str] = field(default_factory=list)

    @property
    def is_persen(self) -> bool:
        return self.jenis == JENIS_PERSEN

    @property
    def is_indeks(self) -> bool:
        return self.jenis == JENIS_INDEKS

    @property
    def url_bukti(self) -> str:
        return f"{self.url}bukti/"

    @property
    def ikat(self) -> SafeString:
        """What ties a field to the form and to the question's own address; who only reads cannot change it."""
        if not self.boleh:
            return SafeString(" disabled")
        return format_html(' form="lke-isi" data-autosave="{}" data-versi="{}"', self.url, self.versi)

    def opsi(self) -> SafeString:
        """The rows of the rubric. Over four hundred on one page: a template needs five times as long for them."""
        ikat = self.ikat
        rows = [
            (f"o-{self.jangkar}-{p.nilai}", self.kode, p.nilai, p.tombol, CENTANG if p.terpilih else "", ikat,
             f"o-{self.jangkar}-{p.nilai}", p.tombol.upper(), p.teks, p.skor)
            for p in self.pilihan
        ]  # fmt: skip
        return format_html_join("\n", OPSI, rows)


@dataclass(frozen=True, slots=True)
class Kelompok:
    """An indicator with its questions, under the heading of its aspect."""

    induk: str
    nama: str
    kode: str
    bobot: str
    soal: tuple[SoalIsian, ...]


@dataclass(frozen=True, slots=True)
class HalamanIsi:
    """One page of the form: the chosen area, or all of them."""

    area: str
    hasil: HasilLKE
    kelompok: tuple[tuple[str, str, tuple[Kelompok, ...]], ...]  # (area, name, indicators)
    sebelum: str
    sesudah: str
    boleh: bool

    def soal(self) -> list[SoalIsian]:
        return [s for _, _, groups in self.kelompok for k in groups for s in k.soal]


def read_page(penilaian: Penilaian, *, area: str, peran: Peran) -> HalamanIsi:
    """`area` is an area of change or SEMUA; an unknown one shows the first. As many queries for all areas as for one,
    but for the counts that the portal knows."""
    isi, ambang = content_of(penilaian.instrumen)
    rows, bukti = {row.kode: row for row in penilaian.jawaban.all()}, _evidence(penilaian)
    hasil = score(isi, {kode: row.nilai for kode, row in rows.items() if row.nilai is not None})
    nodes = area_nodes(isi)
    area = area if area == SEMUA or area in nodes else next(iter(nodes))
    shown = nodes if area == SEMUA else {area: nodes[area]}
    allowed = fillable_codes(peran, penilaian, isi)
    questions = [q for group in shown.values() for node in group for q in node.walk_pertanyaan()]
    known = known_inputs(penilaian.pembangunan, [q for q in questions if q.kode in allowed])
    cips, url = chips(), answers_url(penilaian)
    drawn = {
        q.kode: _soal(
            hasil.pertanyaan[q.kode], rows.get(q.kode), bukti.get(q.kode, ()), q.kode in allowed, known, cips, url
        )
        for q in questions
    }
    if allowed:
        _offer_earlier(drawn, hasil, last_answers(penilaian))
        _count_suggested(isi, drawn, origins_of(penilaian.pembangunan))
    order = list(nodes)
    at = order.index(area) if area != SEMUA else -1
    return HalamanIsi(
        area=area,
        hasil=build(hasil, ambang, versi=penilaian.instrumen.versi, target=target_of(penilaian), rinci=False),
        kelompok=tuple((name, group[0].nama, _groups(isi, group, drawn)) for name, group in shown.items()),
        sebelum=order[at - 1] if at > 0 else "",
        sesudah=order[at + 1] if 0 <= at < len(order) - 1 else "",
        boleh=bool(allowed),
    )


def _evidence(penilaian: Penilaian) -> dict[str, list[tuple[int, str]]]:
    """(pk, title) of what is shown for each question."""
    rows = BuktiJawaban.objects.filter(jawaban__penilaian=penilaian)
    found: dict[str, list[tuple[int, str]]] = {}
    for kode, pk, judul in rows.values_list("jawaban__kode", "data_dukung_id", "data_dukung__judul"):
        found.setdefault(kode, []).append((pk, judul))
    return found


def _groups(isi: IsiInstrumen, nodes: Sequence[Simpul], drawn: Mapping[str, SoalIsian]) -> tuple[Kelompok, ...]:
    """Indicators of an area; the heading above them is the node they lie in, when the area has several."""
    found = []
    for node in nodes:
        head = isi.simpul[node.kode.rpartition(".")[0]].nama if len(nodes) > 1 else ""
        for child in node.walk():
            if child.pertanyaan:
                items = tuple(drawn[q.kode] for q in child.pertanyaan)
                found.append(Kelompok(head, child.nama, child.kode, koma(child.bobot), items))
    return tuple(found)


def _soal(
    nilai: NilaiPertanyaan,
    row: Jawaban | None,
    bukti: Sequence[tuple[int, str]],
    boleh: bool,
    known: Mapping[tuple[str, str], IsianDiketahui],
    cips: Mapping[Status, SafeString],
    url: str,
) -> SoalIsian:
    item, raw = nilai.pertanyaan, row.nilai if row else None
    return SoalIsian(
        kode=item.kode,
        jangkar=item.kode.replace(".", "-"),
        teks=item.teks,
        jenis=item.jenis,
        boleh=boleh,
        versi=row.versi if row else 0,
        url=f"{url}{item.kode}/",
        hasil=outcome(nilai, cips),
        pilihan=options_of(item, raw),
        isian=counts_of(item, raw, known),
        indeks=str(raw).replace(".", ",") if item.jenis == JENIS_INDEKS and raw is not None else "",
        rumus=formula_words(item),
        catatan=row.catatan if row else "",
        tautan=row.tautan if row else "",
        bukti=bukti,
        dijawab=not nilai.jawaban.is_missing,
    )


def read_question(penilaian: Penilaian, kode: str) -> tuple[SoalIsian, HasilLKE]:
    """One question that its reader may answer, and the result it stands in."""
    isi, ambang = content_of(penilaian.instrumen)
    rows, bukti = {row.kode: row for row in penilaian.jawaban.all()}, _evidence(penilaian)
    hasil = score(isi, {code: row.nilai for code, row in rows.items() if row.nilai is not None})
    item = isi.pertanyaan[kode]
    known = known_inputs(penilaian.pembangunan, [item])
    shown = bukti.get(kode, ())
    soal = _soal(hasil.pertanyaan[kode], rows.get(kode), shown, True, known, chips(), answers_url(penilaian))
    _offer_earlier({kode: soal}, hasil, last_answers(penilaian))
    _count_suggested(isi, {kode: soal}, origins_of(penilaian.pembangunan))
    return soal, build(hasil, ambang, versi=penilaian.instrumen.versi, target=target_of(penilaian), rinci=False)


def _offer_earlier(drawn: Mapping[str, SoalIsian], hasil: Hasil, before: JawabanLama | None) -> None:
    """The answer of the year before beside each question that now says something else, or nothing yet."""
    for kode, soal in drawn.items():
        if before is None or kode not in before.jawaban or not soal.boleh:
            continue
        item, now = hasil.pertanyaan[kode].pertanyaan, hasil.pertanyaan[kode].jawaban
        old = read_jawaban(item, before.jawaban[kode]).isi
        if old != now.isi:
            soal.lama = (before.tahun, answer_words(item, old))


def _count_suggested(isi: IsiInstrumen, drawn: Mapping[str, SoalIsian], origins: Sequence[AsalBukti]) -> None:
    """How much evidence of the same indicator's actions waits beside each question."""
    by_area: dict[str, list[AsalBukti]] = {}
    for item in origins:
        by_area.setdefault(item.area, []).append(item)
    proven: dict[str, frozenset[int]] = {}
    for kode, soal in drawn.items():
        parent = kode.rpartition(".")[0]
        if parent not in proven:
            proven[parent] = frozenset(proven_by_actions(isi.simpul[parent], by_area.get(area_of(kode), ())))
        if soal.boleh:
            soal.saran = len(proven[parent] - {pk for pk, _ in soal.bukti})


def chips() -> dict[Status, SafeString]:
    """The chip of each state, drawn once per page: there are over a hundred on it."""
    return {status: status_chip(*words) for status, words in KEADAAN.items()}


def outcome(nilai: NilaiPertanyaan, cips: Mapping[Status, SafeString]) -> HasilSoal:
    """State and arithmetic of one question; the rubric's own sentence is not repeated."""
    read = nilai.jawaban
    counted = nilai.pertanyaan.jenis in (JENIS_PERSEN, JENIS_INDEKS) and read.isi is not None
    doubts = tuple(f"{t.masalah} {t.tindakan}" for t in read.temuan)
    notes = tuple(note for note in read.catatan if not any(d.startswith(note) for d in doubts)) if counted else ()
    kalimat = "" if read.status == Status.KOSONG else nilai.explain()
    return HasilSoal(cips[read.status], kalimat, (*notes, *doubts))


def options_of(item: Pertanyaan, raw: Any) -> tuple[Pilihan, ...]:
    chosen = str(raw).strip().casefold() if isinstance(raw, str) else ""
    return tuple(
        Pilihan(huruf, huruf[0], _rubric_words(item, huruf), koma(skor), huruf == chosen)
        for huruf, skor in item.skala.items()
    )


def _rubric_words(item: Pertanyaan, huruf: str) -> str:
    """The rubric; before it the word that the key stands for, where the answer is a word."""
    word, rubrik = LABEL_YA_TIDAK.get(huruf, ""), item.rubrik.get(huruf, "")
    return f"{word}: {rubrik}" if word and rubrik else word or rubrik


def counts_of(item: Pertanyaan, raw: Any, known: Mapping[tuple[str, str], IsianDiketahui]) -> tuple[Isian, ...]:
    counts = raw if isinstance(raw, Mapping) else {}
    return tuple(
        Isian(name, label, "" if counts.get(name) is None else str(counts[name]), known.get((item.kode, name)))
        for name, label in item.isian.items()
    )


def answers_url(penilaian: Penilaian) -> str:
    """The address under which every question has its own."""
    return reverse("jawaban_save", args=[penilaian.pk, "-"]).removesuffix("-/")


def area_url(penilaian: Penilaian, area: str) -> str:
    return f"{reverse('penilaian_fill', args=[penilaian.pk])}?" + ("semua=1" if area == SEMUA else f"area={area}")


def question_url(penilaian: Penilaian, kode: str) -> str:
    """The page of the form with this question in view."""
    return f"{area_url(penilaian, area_of(kode))}#soal-{kode.replace('.', '-')}"
