"""One search over what a role may see. Which records there are to find, each app says in its `searchable`."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from action_plans import searchable as plans
from evaluation import searchable as evaluations
from reports import searchable as papers
from units import searchable as master
from units.models import Peran
from units.search import Cuplikan, Sumber, mark, words_of

SUMBER: tuple[Sumber, ...] = (
    master.UNIT,
    papers.TERBITAN,
    papers.DOKUMEN,
    plans.AKSI,
    plans.REALISASI,
    plans.LAPORAN,
    plans.PEMBINAAN,
    plans.KESEPAKATAN,
    plans.KONSULTASI,
    evaluations.PENILAIAN,
    evaluations.KLARIFIKASI,
    evaluations.HASIL,
    evaluations.REKOMENDASI,
    evaluations.TINDAK_LANJUT,
    evaluations.USULAN,
    master.KEPUTUSAN,
    master.DATA_DUKUNG,
    master.ISI_DATA_DUKUNG,
    master.PENGADUAN,
    master.ORANG,
)
MENURUT_KODE = {sumber.kode: sumber for sumber in SUMBER}
SEKILAS, PER_HALAMAN = 4, 20
TERBANYAK = 500  # hits that paging goes through; counting all of a province's would take longer than reading them


@dataclass(frozen=True, slots=True)
class Temuan:
    judul: Cuplikan
    keterangan: str
    cuplikan: Cuplikan
    tautan: str


@dataclass(frozen=True, slots=True)
class Kelompok:
    """Hits of one kind; `lebih` says that more exist than are shown."""

    kode: str
    nama: str
    ikon: str
    temuan: list[Temuan]
    lebih: bool


def search(q: str, *, peran: Peran | None, tahun: int | None = None) -> list[Kelompok]:
    """The newest hits of every kind that has any, in a fixed order; one query a kind."""
    words = words_of(q)
    if peran is None or not words:
        return []
    groups = [_glance(sumber, words, peran, tahun) for sumber in SUMBER]
    return [group for group in groups if group.temuan]


def search_kind(kode: str, q: str, *, peran: Peran | None, tahun: int | None = None, page: str | None = None) -> Page:
    """One page of the hits of one kind (two queries)."""
    words, sumber = words_of(q), MENURUT_KODE[kode]
    if peran is None or not words:
        return Paginator([], PER_HALAMAN).get_page(1)
    found = Paginator(sumber.find(words, peran=peran, tahun=tahun)[:TERBANYAK], PER_HALAMAN).get_page(page)
    found.object_list = [_hit(sumber, row, words) for row in sumber.read(found.object_list, words)]
    return found


def _glance(sumber: Sumber, words: tuple[str, ...], peran: Peran, tahun: int | None) -> Kelompok:
    rows = sumber.read(sumber.find(words, peran=peran, tahun=tahun)[: SEKILAS + 1], words)
    hits = [_hit(sumber, row, words) for row in rows[:SEKILAS]]
    return Kelompok(sumber.kode, sumber.nama, sumber.ikon, hits, len(rows) > SEKILAS)


def _hit(sumber: Sumber, row: object, words: tuple[str, ...]) -> Temuan:
    return Temuan(mark(sumber.judul(row), words), sumber.keterangan(row), sumber.quote(row, words), sumber.tautan(row))
