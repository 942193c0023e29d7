"""Target time of an action: the text that people write in the plan, read as months of the year.

Offices write "April, Juli, Oktober, Desember 2020", "Januari s/d Desember", "Feb-2020", "Triwulan II",
"Setiap bulan", and also what has no month at all ("apabila ada perubahan kebijakan"). Nothing is refused: the
text is kept, and what could not be read is a finding.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from enum import StrEnum

from units.choices import BULAN
from units.findings import Temuan, peringatan

SETAHUN = tuple(range(1, 13))
MAX_TEKS = 500


class JenisJadwal(StrEnum):
    SEKALI = "sekali"
    BEBERAPA = "beberapa"
    SETIAP_BULAN = "setiap_bulan"
    RENTANG = "rentang"
    INSIDENTAL = "insidental"


@dataclass(frozen=True, slots=True)
class Jadwal:
    """`bulan` is sorted and without doubles; `teks` is what was written; an empty `bulan` is INSIDENTAL."""

    bulan: tuple[int, ...]
    jenis: JenisJadwal
    teks: str
    temuan: tuple[Temuan, ...] = ()


def parse_schedule(nilai: object, *, tahun: int | None = None, tempat: str = "") -> Jadwal:
    """Read a text, a date or an Excel date number; with `tahun`, other years are pointed out."""
    if isinstance(nilai, date):  # a datetime is one too
        nilai = nilai.strftime("%Y-%m-%d")
    teks = " ".join(str(nilai or "").split())[:MAX_TEKS]
    reading = _Reading(tahun)
    for token in _tokens(teks):
        reading.take(token)
    bulan = tuple(sorted(reading.months()))
    return Jadwal(bulan, reading.kind(bulan), teks, tuple(reading.findings(bulan, tempat)))


def describe(bulan: Iterable[int]) -> str:
    """The months as an Indonesian text that `parse_schedule` reads back to the same months."""
    months = sorted(set(bulan))
    if not months:
        return "Insidental"
    if len(months) == len(SETAHUN):
        return "Setiap bulan"
    first, last = months[0], months[-1]
    if len(months) > 2 and len(months) == last - first + 1:
        return f"{BULAN[first - 1]} s.d. {BULAN[last - 1]}"
    return ", ".join(BULAN[month - 1] for month in months)


# --- words -------------------------------------------------------------------------------------------------

MONTH_NAMES = (
    ("januari", "january", "jan"),
    ("februari", "pebruari", "febuari", "february", "feb", "peb"),
    ("maret", "march", "mar", "mrt"),
    ("april", "apr"),
    ("mei", "may"),
    ("juni", "june", "jun"),
    ("juli", "july", "jul"),
    ("agustus", "august", "agust", "agu", "ags", "agt", "aug"),
    ("september", "sept", "sep"),
    ("oktober", "october", "okt", "oct"),
    ("november", "nopember", "nov", "nop"),
    ("desember", "december", "des", "dec"),
)
MONTH_WORDS = {word: number for number, words in enumerate(MONTH_NAMES, start=1) for word in words}
# short names are too close to other words (maret, market) to guess at
GUESSABLE = [name.casefold() for name in BULAN if len(name) >= 7]
PERIODS = {"triwulan": 3, "tw": 3, "kuartal": 3, "caturwulan": 4, "semester": 6, "smt": 6}
ORDINALS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
COUNTS = {"dua": 2, "tiga": 3, "empat": 4, "enam": 6, "2": 2, "3": 3, "4": 4, "6": 6}
SILENT = {
    *(
        "bulan",
        "bln",
        "minggu",
        "tahun",
        "thn",
        "th",
        "tanggal",
        "tgl",
        "pada",
        "di",
        "dan",
        "serta",
        "ke",
        "dari",
    ),
    *("awal", "pertengahan", "akhir", "sekali"),
    *ORDINALS,
}

PERIOD = r"triwulan|caturwulan|semester|kuartal|smt|tw"
COUNT = r"dua|tiga|empat|enam|[2346]"
TOKEN = re.compile(
    rf"""
      (?P<iso>\d{{4}}-\d{{1,2}}(?:-\d{{1,2}})?(?!\d))(?:T[\d:]+)?
    | (?P<dmy>\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{4}})
    | (?P<my>\d{{1,2}}/\d{{4}})
    | (?P<span_of_years>\d{{4}}\s*[-–/]\s*\d{{4}})
    | (?P<year>(?:19|20)\d\d(?!\d))
    | (?P<every>(?:setiap|tiap|per)\s+(?:bulan|minggu|pekan|hari)(?:nya)?\b
        | (?:bulanan|mingguan|harian|monthly|sepanjang\s+tahun)\b)
    | (?P<each>(?:setiap|tiap|per)\s+(?:{PERIOD})\b | (?:triwulanan|semesteran)\b)
    | (?:setiap|tiap|per)\s+(?P<count>{COUNT})\s*(?:\(\w+\)\s*)?bulan(?:\s+sekali)?
    | (?P<count_once>{COUNT})\s*bulan\s+sekali
    | (?P<period>(?:{PERIOD})\b)
    | (?P<until>s\s*[/.]\s*d\.?(?!\w)|sd\b|sampai(?:\s+dengan)?\b|hingga\b|to\b|[-–—~])
    | (?P<from>(?:mulai|sejak)\b)
    | (?P<word>[^\W\d_]+)
    | (?P<number>\d+)
    """,
    re.X | re.I,
)


def _tokens(teks: str) -> Iterator[tuple[str, str]]:
    if re.fullmatch(r"\d{5}(?:\.0)?", teks):  # a date cell that lost its format: days since 30 December 1899
        yield "iso", (datetime(1899, 12, 30) + timedelta(days=int(teks[:5]))).strftime("%Y-%m-%d")  # noqa: DTZ001
    elif re.fullmatch(r"\d{1,2}(?:[\s,;]+\d{1,2})*", teks):
        yield from (("month_number", number) for number in re.findall(r"\d+", teks))
    else:
        yield from ((found.lastgroup or "", found[found.lastgroup or 0]) for found in TOKEN.finditer(teks))


@dataclass(slots=True)
class _Span:
    first: int
    last: int
    years: list[int] = field(default_factory=list)


class _Reading:
    """Collects spans of months from left to right; one span may be widened by a following range."""

    def __init__(self, tahun: int | None) -> None:
        self.tahun = tahun
        self.spans: list[_Span] = []
        self.cycles: list[int] = []  # every n months
        self.rest: list[str] = []
        self.guessed: list[tuple[str, int]] = []
        self.invalid: list[str] = []
        self.crosses_year = False
        self._open_range = self._open_start = False
        self._period = 0  # months in the unit named last: lets "Triwulan I dan III" go on

    def take(self, token: tuple[str, str]) -> None:
        kind, text = token
        getattr(self, f"_take_{kind}")(text)

    # --- tokens

    def _take_iso(self, text: str) -> None:
        year, month = (int(part) for part in text.split("-")[:2])
        self._add_month(month, year)

    def _take_dmy(self, text: str) -> None:
        _, month, year = (int(part) for part in re.split(r"[/.-]", text))
        self._add_month(month, year)

    def _take_my(self, text: str) -> None:
        month, year = (int(part) for part in text.split("/"))
        self._add_month(month, year)

    def _take_month_number(self, text: str) -> None:
        self._add_month(int(text), None)

    def _take_span_of_years(self, text: str) -> None:
        """The life of a Renstra ("2016-2021"), no target time."""

    def _take_year(self, text: str) -> None:
        if self.spans and not self._open_range:
            self.spans[-1].years.append(int(text))

    def _take_every(self, text: str) -> None:
        self.cycles.append(1)

    def _take_each(self, text: str) -> None:
        name = text.split()[-1].casefold()
        self.cycles.append(PERIODS[name] if name in PERIODS else PERIODS[name.removesuffix("an")])

    def _take_count(self, text: str) -> None:
        self.cycles.append(COUNTS[text.casefold()])

    _take_count_once = _take_count

    def _take_period(self, text: str) -> None:
        self._period = PERIODS[text.casefold()]

    def _take_until(self, text: str) -> None:
        if self.spans:
            self._open_range = True

    def _take_from(self, text: str) -> None:
        self._open_start = True

    def _take_number(self, text: str) -> None:
        """A day of the month says nothing here, but "Triwulan 2" does."""
        if self._period and text in ORDINALS:
            self._add_period(ORDINALS[text])

    def _take_word(self, text: str) -> None:
        word = text.casefold()
        if self._period and word in ORDINALS:
            self._add_period(ORDINALS[word])
        elif month := self._month(text):
            self._add_month(month, None)
        else:
            if word not in SILENT:
                self.rest.append(text)
                self._open_range = False

    def _month(self, text: str) -> int | None:
        word = text.casefold()
        if word in MONTH_WORDS:
            return MONTH_WORDS[word]
        close = get_close_matches(word, GUESSABLE, n=1, cutoff=0.85)
        if close:
            self.guessed.append((text, MONTH_WORDS[close[0]]))
        return MONTH_WORDS[close[0]] if close else None

    # --- spans

    def _add_period(self, number: int) -> None:
        first = (number - 1) * self._period + 1
        if first > len(SETAHUN):
            self.invalid.append(str(number))
        else:
            self._add(_Span(first, first + self._period - 1))

    def _add_month(self, month: int, year: int | None) -> None:
        if month not in SETAHUN:
            self.invalid.append(str(month))
            return
        self._period = 0
        last = len(SETAHUN) if self._open_start else month
        self._add(_Span(month, last, [year] if year else []))

    def _add(self, span: _Span) -> None:
        if self._open_range and self.spans:
            start = self.spans[-1]
            start.last, start.years = span.last, [*start.years, *span.years]
        else:
            self.spans.append(span)
        self._open_range = self._open_start = False

    def _inside_year(self, span: _Span) -> Iterable[int]:
        """Months of the plan's year; a range that runs over New Year is cut there."""
        starts_before = len(span.years) > 1 and span.years[0] < span.years[-1]
        if not starts_before and span.first <= span.last:
            return range(span.first, span.last + 1)
        self.crosses_year = True
        ends_here = self.tahun is not None and span.years[-1:] == [self.tahun] and starts_before
        return range(1, span.last + 1) if ends_here else range(span.first, 13)

    # --- results

    def months(self) -> set[int]:
        found = {month for span in self.spans for month in self._inside_year(span)}
        is_range = any(span.first != span.last for span in self.spans)
        for cycle in self.cycles:
            if not (cycle == 1 and is_range):  # "setiap bulan, Maret s.d. Desember" is the range
                found.update(range(cycle, 13, cycle))
        return found

    def kind(self, bulan: tuple[int, ...]) -> JenisJadwal:
        if not bulan:
            return JenisJadwal.INSIDENTAL
        if len(bulan) == 1:
            return JenisJadwal.SEKALI
        if len(self.spans) == 1 and set(self._inside_year(self.spans[0])) == set(bulan):
            return JenisJadwal.RENTANG
        return JenisJadwal.SETIAP_BULAN if len(bulan) == len(SETAHUN) else JenisJadwal.BEBERAPA

    def findings(self, bulan: tuple[int, ...], tempat: str) -> Iterator[Temuan]:
        for text in self.invalid:
            yield peringatan("bulan_salah", f"{text} bukan bulan atau periode dalam setahun.", tempat)
        for text, month in self.guessed:
            yield peringatan("bulan_ditebak", f"“{text}” dibaca sebagai {BULAN[month - 1]}.", tempat)
        if not bulan:
            pesan = "Target waktu tidak menyebut bulan; pilih bulannya atau biarkan sebagai kegiatan insidental."
            yield peringatan("bulan_kosong", pesan, tempat)
            return
        if self.crosses_year:
            pesan = f"Rentang melewati akhir tahun; yang dicatat {describe(bulan)}."
            yield peringatan("lintas_tahun", pesan, tempat)
        elif years := self._other_years():
            pesan = f"Tahun {', '.join(map(str, years))} berbeda dari tahun rencana {self.tahun}."
            yield peringatan("tahun_lain", pesan, tempat)
        if self.rest:
            rest = " ".join(self.rest)
            pesan = f"Dibaca sebagai {describe(bulan)}; keterangan “{rest}” tidak menentukan bulan."
            yield peringatan("keterangan_lain", pesan, tempat)

    def _other_years(self) -> list[int]:
        if self.tahun is None:
            return []
        return sorted({year for span in self.spans for year in span.years} - {self.tahun})
