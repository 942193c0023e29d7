"""The assessor's desk as the page draws it: each question with the unit's answer and evidence, and one's own score."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from evaluation import tpi_access as access
from evaluation.access import area_of
from evaluation.answer_input import reason_of
from evaluation.blind import visible_answers
from evaluation.fill_data import SEMUA, Isian, Kelompok, Pilihan, SoalIsian, chips, counts_of, options_of, outcome
from evaluation.lke.answers import read_jawaban
from evaluation.lke.numbers import koma
from evaluation.lke.scoring import Hasil, score
from evaluation.lke.structure import JENIS_INDEKS, Pertanyaan, Simpul
from evaluation.lke.structure import Instrumen as IsiInstrumen
from evaluation.models import EvaluasiTPI, JawabanPenilai, Penilaian, Penugasan, PutusanBukti
from evaluation.result_data import NilaiArea, answer_words, area_nodes, areas, formula_words
from evaluation.services.assessment import content_of
from evaluation.tpi_evidence import BuktiSoal, evidence_by_code, needing_review
from evaluation.tpi_queue import ANTREAN, Antrean, queue
from units.choices import Area
from units.models import Peran
from units.templatetags.ui import status_chip

DISABLED, SELECTED = SafeString(" disabled"), SafeString(" selected")
IKAT = ' data-autosave="{}{}/{}" data-versi="{}"'
NOMOR = ' <span class="redup kecil">versi {}</span>'
BUKTI = (
    '<li><a href="{}" target="_blank" rel="noopener noreferrer">{}{}</a>{}'
    '<a class="kecil" href="{}">Rincian<span class="visually-hidden"> {}</span></a>{}</li>'
)
PILIH = (
    '<select class="form-select form-select-sm" name="bukti.{0}" data-kolom="bukti.{0}" aria-label="Putusan atas {1}"'
    ' id="b-{2}-{0}"{3}>{4}</select>'
)
OPSI_PUTUSAN = '<option value="{}"{}>{}</option>'
PER_HALAMAN = 15  # questions of the queue on one page
TINJAU = "tinjau"


@dataclass(frozen=True, slots=True)
class Alamat:
    """Addresses of evidence without asking the URL table for each piece."""

    lihat: str
    rincian: str

    @classmethod
    def here(cls) -> "Alamat":
        return cls(reverse("data_dukung_preview", args=[0]), reverse("data_dukung_detail", args=[0]))

    def preview(self, versi: int) -> str:
        return self.lihat.replace("/0/", f"/{versi}/")

    def detail(self, data_dukung: int) -> str:
        return self.rincian.replace("/0/", f"/{data_dukung}/")


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
    bukti_soal: str = ""
    rekan: Sequence[Rekan] = ()
    rekomendasi: str = ""
    tak_berlaku: str = ""
    diserahkan: bool = False
    tinjau: bool = False
    ditugaskan: bool = False
    lihat: str = ""
    terbuka: bool = False  # may be scored today, were it not handed in
    ikat: SafeString = DISABLED  # ties a field to the question's own address; it stands inside the question's form

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
    tugas: Penugasan | None

    def soal(self) -> list[SoalPenilai]:
        return [s for _, _, groups in self.kelompok for k in groups for s in k.soal]


@dataclass(slots=True)
class Meja:
    """What is read once for a page: the instrument, one's own answers and their score, evidence."""

    evaluasi: EvaluasiTPI
    peran: Peran
    isi: IsiInstrumen
    codes: frozenset[str]
    own: Mapping[str, JawabanPenilai]
    evidence: Mapping[str, list[BuktiSoal]]
    review: frozenset[str]
    hasil: Hasil
    pohon: tuple[NilaiArea, ...]
    terbuka: bool
    tugas: Penugasan | None


def read_desk(evaluasi: EvaluasiTPI, peran: Peran, *, terbuka: bool) -> Meja:
    """Five queries. `terbuka`: the window of the phase is open today."""
    isi, ambang = content_of(evaluasi.instrumen)
    own = {row.kode: row for row in evaluasi.jawaban_penilai.filter(penilai_id=peran.user_id)}
    hasil = score(isi, {kode: row.nilai for kode, row in own.items() if row.nilai is not None})
    task = access.assignment_of(peran, evaluasi)
    codes = access.codes_under(task, peran, evaluasi)
    evidence = evidence_by_code(evaluasi)
    given = {area_of(kode) for kode in codes}
    target = evaluasi.pembangunan.target.upper()
    pohon = tuple(a for a in areas(hasil, ambang, target=target) if not given or a.area in given)
    review = needing_review(own.values(), evidence)
    return Meja(evaluasi, peran, isi, codes, own, evidence, review, hasil, pohon, terbuka, task)


def read_page(evaluasi: EvaluasiTPI, peran: Peran, *, area: str, terbuka: bool) -> HalamanNilai:
    """`area` is an area of change, SEMUA or ANTREAN; who scores nothing has no queue. Nine queries at most."""
    meja = read_desk(evaluasi, peran, terbuka=terbuka)
    nodes = _nodes(meja)
    waiting = queue(meja.isi, meja.codes, meja.own, meja.review)
    if area not in (ANTREAN, SEMUA) and area not in nodes:
        area = ANTREAN if meja.codes else next(iter(nodes))
    if area == ANTREAN:
        sections = _queue_sections(nodes, waiting)
    else:
        shown = nodes if area == SEMUA else {area: nodes[area]}
        sections = [
            (key, group[0].nama, [q.kode for node in group for q in node.walk_pertanyaan()])
            for key, group in shown.items()
        ]
    drawn = draw(meja, [kode for _, _, codes in sections for kode in codes])
    order = list(nodes)
    at = order.index(area) if area in nodes else -1
    return HalamanNilai(
        area=area,
        kelompok=tuple((key, nama, _groups(meja.isi, codes, drawn)) for key, nama, codes in sections),
        pohon=meja.pohon,
        ringkas=summary(meja),
        antrean=waiting,
        sebelum=order[at - 1] if at > 0 else "",
        sesudah=order[at + 1] if 0 <= at < len(order) - 1 else "",
        boleh=bool(meja.codes) and terbuka,
        tugas=meja.tugas,
    )


def _nodes(meja: Meja) -> dict[str, tuple[Simpul, ...]]:
    """Areas given to the assessor; all areas for who leads or only reads."""
    nodes = area_nodes(meja.isi)
    return {a.area: nodes[a.area] for a in meja.pohon}


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


def draw_own(meja: Meja, kode: str) -> SoalPenilai:
    """One question without what others say about it: enough for what one's own saved answer changes (no query)."""
    page = Lembar(meja, {}, {}, chips(), answers_url(meja.evaluasi), Alamat.here(), SafeString(""))
    return page.draw(kode, {})


def draw(meja: Meja, codes: Sequence[str]) -> dict[str, SoalPenilai]:
    """The questions of one page (four queries: the unit's answers, the verdicts, whose answers are seen)."""
    rows = Penilaian.objects.filter(pk=meja.evaluasi.mandiri_id).values_list("hasil__jawaban", flat=True)
    unit = rows.first() or {}
    pks = [meja.own[kode].pk for kode in codes if kode in meja.own]
    found = PutusanBukti.objects.filter(jawaban__in=pks).values_list("jawaban_id", "versi_id", "putusan")
    verdicts = {(jawaban, versi): putusan for jawaban, versi, putusan in found}
    seen = visible_answers(meja.evaluasi, meja.peran, codes=codes)
    page = Lembar(
        meja, verdicts, seen, chips(), answers_url(meja.evaluasi), Alamat.here(), status_chip("kuning", "Baru")
    )
    return {kode: page.draw(kode, unit.get(kode, {})) for kode in codes}


@dataclass(frozen=True, slots=True)
class Lembar:
    """What all questions of one page are drawn with."""

    meja: Meja
    verdicts: Mapping[tuple[int, int], str]
    seen: Mapping[str, Mapping[int, JawabanPenilai]]
    cips: Mapping
    url: str
    alamat: Alamat
    baru: SafeString

    def draw(self, kode: str, unit: Mapping) -> SoalPenilai:
        meja = self.meja
        nilai, row = meja.hasil.pertanyaan[kode], meja.own.get(kode)
        item, raw = nilai.pertanyaan, row.nilai if row else None
        bukti, closed = meja.evidence.get(kode, []), bool(row and row.selesai_at)
        tak_berlaku, mine = reason_of(raw), kode in meja.codes
        shown = None if tak_berlaku else raw
        lihat = "?bukti=" + ",".join(str(b.versi) for b in bukti)
        boleh, versi = mine and meja.terbuka and not closed, row.versi if row else 0
        ikat = format_html(IKAT, self.url, kode, lihat, versi) if boleh else DISABLED
        return SoalPenilai(
            kode=kode,
            jangkar=kode.replace(".", "-"),
            teks=item.teks,
            jenis=item.jenis,
            boleh=boleh,
            versi=versi,
            url=f"{self.url}{kode}/",
            hasil=outcome(nilai, self.cips),
            pilihan=options_of(item, shown),
            isian=counts_of(item, shown, {}),
            indeks=str(shown).replace(".", ",") if item.jenis == JENIS_INDEKS and shown is not None else "",
            rumus=formula_words(item),
            catatan=row.catatan if row else "",
            dijawab=not nilai.jawaban.is_missing,
            unit_jawaban=words_of(item, unit.get("nilai")) or "Belum dijawab",
            unit_catatan=unit.get("catatan", ""),
            unit_tautan=unit.get("tautan", ""),
            bukti_soal=self.evidence(bukti, row, ikat=ikat if mine else None, kode=kode),
            rekan=self.colleagues(item),
            rekomendasi=row.rekomendasi if row else "",
            tak_berlaku=tak_berlaku,
            diserahkan=closed,
            tinjau=kode in meja.review,
            ditugaskan=mine,
            lihat=lihat,
            terbuka=mine and meja.terbuka,
            ikat=ikat,
        )

    def evidence(
        self, bukti: Sequence[BuktiSoal], row: JawabanPenilai | None, *, ikat: SafeString | None, kode: str
    ) -> SafeString:
        """Evidence with the verdict on each piece; no verdict without a task. A template needs five times as long."""
        parts = []
        for item in bukti:
            new = bool(row and row.nilai is not None and item.versi not in row.dasar_versi)
            where = item.tautan or self.alamat.preview(item.versi)
            nomor = format_html(NOMOR, item.nomor) if item.nomor > 1 else ""
            putusan = self.verdicts.get((row.pk, item.versi), "") if row else ""
            select = (
                format_html(PILIH, item.versi, item.judul, kode.replace(".", "-"), ikat, _choices(putusan))
                if ikat is not None
                else ""
            )
            detail = self.alamat.detail(item.data_dukung)
            parts.append((where, item.judul, nomor, self.baru if new else "", detail, item.judul, select))
        return format_html_join("\n", BUKTI, parts)

    def colleagues(self, item: Pertanyaan) -> list[Rekan]:
        rows = self.seen.get(item.kode, {})
        return [
            Rekan(row.penilai.nama, words_of(item, row.nilai) or "Belum dinilai", row.catatan, bool(row.selesai_at))
            for user, row in rows.items()
            if user != self.meja.peran.user_id
        ]


@cache
def _choices(putusan: str) -> SafeString:
    """The options of a verdict with one of them chosen."""
    rows = [("", "Belum diputus"), *PutusanBukti.Putusan.choices]
    return format_html_join("", OPSI_PUTUSAN, [(v, SELECTED if v == putusan else "", label) for v, label in rows])


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


def summary(meja: Meja) -> Ringkas:
    mine = [row for kode, row in meja.own.items() if kode in meja.codes]
    scored = sum(not meja.hasil.pertanyaan[row.kode].jawaban.is_missing for row in mine)
    return Ringkas(
        jumlah=len(meja.codes),
        dinilai=scored,
        diserahkan=sum(bool(row.selesai_at) for row in mine),
        tinjau=len(meja.review & meja.codes),
        nilai=koma(sum((a.nilai for a in meja.pohon), start=0)),
        bobot=koma(sum((a.bobot for a in meja.pohon), start=0)),
    )


def answers_url(evaluasi: EvaluasiTPI) -> str:
    """The address under which every question has its own."""
    return reverse("jawaban_penilai_save", args=[evaluasi.pk, "-"]).removesuffix("-/")
