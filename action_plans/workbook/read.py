"""Reading a plan from an Excel file, whichever of the two forms it is in."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise

from django.core.exceptions import ValidationError
from openpyxl import Workbook

from action_plans.schedule import parse_schedule
from action_plans.workbook.form import (
    LEMBAR_META,
    MAX_INDIKATOR,
    MAX_TARGET,
    MAX_TEKS,
    RENCANA_KERJA,
    BarisRencana,
    HasilBaca,
    find_area,
    portal_columns,
)
from units.choices import BULAN, Area, Aspek
from units.findings import Temuan, galat, peringatan
from units.profiles import ProfilRegulasi
from units.validators import clean_nip, validate_nip
from units.xlsx import Baris, cell_text, normalize, open_workbook_safely, read_table

YA = {"ya", "y", "v", "x", "✓", "✔", "√", "prioritas", "1", "true"}
TIDAK = {"", "tidak", "t", "-", "0", "false", "bukan"}


def read_plan(data: bytes, *, profil: ProfilRegulasi | None = None, tahun: int | None = None) -> HasilBaca:
    """Read either form. Raises BerkasDitolak when the file may not be opened; all else is a finding."""
    workbook = open_workbook_safely(data)
    tabel, bentuk = read_table(workbook, portal_columns()), "portal"
    if not tabel.kolom:
        tabel, bentuk = read_table(workbook, RENCANA_KERJA), "rencana_kerja"
    if not tabel.kolom:
        return HasilBaca((), (_no_header(tabel.lembar),))
    reader = _Reader(profil, tahun)
    for baris in tabel.baris:
        reader.take(baris)
    temuan = [*tabel.temuan, *reader.finish()]
    if not reader.rows:
        temuan.append(galat("tanpa_baris", "Tidak ada rencana aksi yang terbaca.", tabel.lembar))
    return HasilBaca(tuple(reader.rows), tuple(temuan), bentuk, _read_meta(workbook))


def _no_header(lembar: str) -> Temuan:
    pesan = (
        "Baris judul tidak ditemukan. Yang dikenal: AREA, INDIKATOR, RENCANA AKSI (templat portal) "
        "atau KOMPONEN, INDIKATOR, LANGKAH AKSI, BUKTI FISIK, TARGET WAKTU (bentuk rencana kerja)."
    )
    return galat("judul_kolom", pesan, lembar)


def _read_meta(workbook: Workbook) -> dict[str, str]:
    if LEMBAR_META not in workbook.sheetnames:
        return {}
    rows = workbook[LEMBAR_META].iter_rows(max_row=20, max_col=2, values_only=True)
    return {cell_text(key): cell_text(value) for key, value in rows if key}


class _Reader:
    """Walks the rows in order and remembers what an empty cell refers to."""

    def __init__(self, profil: ProfilRegulasi | None, tahun: int | None) -> None:
        self.profil, self.tahun = profil, tahun
        self.rows: list[BarisRencana] = []
        self.temuan: list[Temuan] = []
        self.area = self.aspek = self.indikator = ""
        self.skipping = False  # below an area that is not known
        self.last = 0
        self.without_aspek: list[str] = []
        self.without_target: list[str] = []

    def take(self, baris: Baris) -> None:
        nilai = baris.nilai
        if _is_empty(nilai) or _is_decoration(nilai):
            return
        if "area" in nilai:
            self._take_area_cells(baris)
        elif self._take_area_row(baris):
            return
        if self.skipping:
            return
        if nilai["indikator"]:
            self.indikator = nilai["indikator"]
        if nilai["aksi"]:
            self._add(baris)
        elif any(nilai.get(key) for key in ("langkah", "bukti_fisik", "target_waktu", "nip")):
            self._continue_last(baris)
        elif "area" in nilai:
            self.temuan.append(galat("aksi_kosong", "Rencana aksi belum diisi.", baris.tempat("aksi")))

    def finish(self) -> list[Temuan]:
        if self.without_aspek:
            pesan = f"{len(self.without_aspek)} baris tanpa aspek dibaca sebagai Pemenuhan."
            self.temuan.append(peringatan("aspek_kosong", pesan, self.without_aspek[0]))
        if self.without_target:
            pesan = f"{len(self.without_target)} baris belum mempunyai target waktu."
            self.temuan.append(peringatan("target_kosong", pesan, self.without_target[0]))
        self._check_doubles()
        return self.temuan

    # --- where a row belongs

    def _take_area_cells(self, baris: Baris) -> None:
        text = baris.nilai["area"]
        if text:
            area = find_area(text)
            self.skipping = area is None
            if area is None:
                pesan = f"Area “{text}” tidak dikenal; baris ini tidak dibaca. Pilih dari daftar pada kolom AREA."
                self.temuan.append(galat("area_tak_dikenal", pesan, baris.tempat("area")))
            elif area != self.area:
                self.area, self.aspek, self.indikator = area, "", ""
        elif not self.area and not self.skipping:
            self.skipping = True
            self.temuan.append(galat("area_kosong", "Area belum diisi.", baris.tempat("area")))
        self._take_aspek(baris)

    def _take_aspek(self, baris: Baris) -> None:
        text = baris.nilai.get("aspek", "")
        kode = normalize(text)
        if kode in Aspek.values:
            if kode != self.aspek:
                self.aspek, self.indikator = kode, ""
        elif text:
            pesan = f"Aspek “{text}” tidak dikenal; pilih Pemenuhan atau Reform."
            self.temuan.append(galat("aspek_tak_dikenal", pesan, baris.tempat("aspek")))

    def _take_area_row(self, baris: Baris) -> bool:
        """In the offices' form an area has a row of its own; True when this row is one."""
        nilai = baris.nilai
        if any(nilai.get(key) for key in ("aksi", "langkah", "bukti_fisik", "target_waktu")):
            return False
        nomor, title = nilai.get("nomor", ""), nilai["indikator"]
        area = find_area(title) or find_area(nomor)
        if area:
            self.area, self.indikator, self.skipping = area, "", False
        elif re.fullmatch(r"[IVX]+\.?", nomor):
            self.skipping = True
            pesan = f"Area “{title}” tidak dikenal; baris di bawahnya tidak dibaca."
            self.temuan.append(galat("area_tak_dikenal", pesan, baris.tempat("indikator")))
        else:
            return False
        return True

    # --- rows

    def _add(self, baris: Baris) -> None:
        nilai = baris.nilai
        if not self.area:
            self.skipping = True
            pesan = "Baris ini berada sebelum judul area; area tidak diketahui."
            self.temuan.append(galat("area_kosong", pesan, baris.tempat("aksi")))
            return
        if not self.indikator:
            self.temuan.append(galat("indikator_kosong", "Indikator belum diisi.", baris.tempat("indikator")))
        target, bulan = self._schedule(baris)
        row = BarisRencana(
            area=self.area,
            aspek=self._aspek_of_row(baris),
            indikator=self.indikator,
            aksi=nilai["aksi"],
            langkah=nilai.get("langkah", ""),
            bukti_fisik=nilai.get("bukti_fisik", ""),
            nip=self._nip(baris),
            prioritas=self._priority(baris),
            target_waktu=target,
            bulan=bulan,
            kunci=nilai.get("kunci", ""),
            tempat=baris.tempat("aksi"),
        )
        self._check_lengths(row, baris)
        self.rows.append(row)
        self.last = baris.nomor

    def _continue_last(self, baris: Baris) -> None:
        """Steps of one action spread over several rows; anything after a gap is a signature or a note."""
        if not self.rows or baris.nomor != self.last + 1:
            pesan = "Baris ini tidak memuat rencana aksi dan tidak dibaca."
            self.temuan.append(peringatan("baris_lain", pesan, baris.tempat("aksi")))
            return
        row = self.rows[-1]
        extra = {key: _join(getattr(row, key), baris.nilai.get(key, "")) for key in ("langkah", "bukti_fisik")}
        if baris.nilai.get("target_waktu"):
            target, _ = self._schedule(baris)
            jadwal = parse_schedule(_join(row.target_waktu, target, ", "), tahun=self.tahun)
            extra |= {"target_waktu": jadwal.teks, "bulan": jadwal.bulan}
        self.rows[-1] = replace(row, **extra)
        self.last = baris.nomor
        pesan = "Isi baris ini digabungkan ke rencana aksi di atasnya."
        self.temuan.append(peringatan("baris_lanjutan", pesan, baris.tempat("langkah")))

    def _aspek_of_row(self, baris: Baris) -> str:
        if self.profil is None:
            return self.aspek
        expected = bool(self.profil.aspek) and self.area in Area.pengungkit()
        if expected and not self.aspek:
            self.without_aspek.append(baris.tempat("aspek"))
            return Aspek.PEMENUHAN.value
        if self.aspek and not expected:
            pesan = "Aspek tidak dipakai untuk baris ini menurut bentuk rencana instansi; isinya diabaikan."
            self.temuan.append(peringatan("aspek_diabaikan", pesan, baris.tempat("aspek")))
            return ""
        return self.aspek

    # --- cells

    def _schedule(self, baris: Baris) -> tuple[str, tuple[int, ...]]:
        text = baris.nilai.get("target_waktu", "")
        if not text:
            self.without_target.append(baris.tempat("target_waktu"))
            return "", ()
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):  # a date cell
            day = date.fromisoformat(text)
            text = f"{BULAN[day.month - 1]} {day.year}"
        jadwal = parse_schedule(text, tahun=self.tahun, tempat=baris.tempat("target_waktu"))
        self.temuan += jadwal.temuan
        return jadwal.teks, jadwal.bulan

    def _nip(self, baris: Baris) -> str:
        text = baris.nilai.get("nip", "")
        if not text:
            return ""
        found = re.search(r"(?<!\d)\d{18}(?!\d)", clean_nip(text))
        nip = found[0] if found else clean_nip(text)
        if not re.search(r"\d", nip):
            pesan = f"“{text}” bukan NIP; penanggung jawab dikosongkan."
            self.temuan.append(peringatan("bukan_nip", pesan, baris.tempat("nip")))
            return ""
        try:
            validate_nip(nip)
        except ValidationError as exc:
            self.temuan.append(galat("nip_salah", " ".join(exc.messages), baris.tempat("nip")))
            return ""
        return nip

    def _priority(self, baris: Baris) -> bool:
        text = baris.nilai.get("prioritas", "").casefold()
        if text not in YA | TIDAK:
            pesan = f"Prioritas “{text}” tidak dikenal; isi Ya atau Tidak."
            self.temuan.append(galat("prioritas_salah", pesan, baris.tempat("prioritas")))
        return text in YA

    # --- the whole

    def _check_lengths(self, row: BarisRencana, baris: Baris) -> None:
        limits = {
            "indikator": MAX_INDIKATOR,
            "aksi": MAX_TEKS,
            "langkah": MAX_TEKS,
            "bukti_fisik": MAX_TEKS,
            "target_waktu": MAX_TARGET,
        }
        for key, limit in limits.items():
            if (length := len(getattr(row, key))) > limit:
                pesan = f"Isi sel {length} karakter; paling banyak {limit}."
                self.temuan.append(galat("terlalu_panjang", pesan, baris.tempat(key)))

    def _check_doubles(self) -> None:
        seen: dict[tuple[str, ...], str] = {}
        keys: set[str] = set()
        for number, row in enumerate(self.rows):
            same = seen.setdefault((row.area, row.aspek, row.indikator, row.aksi), row.tempat)
            if same != row.tempat:
                pesan = f"Rencana aksi ini sama dengan {same}."
                self.temuan.append(peringatan("baris_ganda", pesan, row.tempat))
            if row.kunci and row.kunci in keys:
                pesan = "Baris ini salinan dari baris lain; dibaca sebagai baris baru."
                self.temuan.append(peringatan("kunci_ganda", pesan, row.tempat))
                self.rows[number] = replace(row, kunci="")
            keys.add(row.kunci)


def _is_empty(nilai: Mapping[str, str]) -> bool:
    """A row that was cleared keeps its hidden key and often its drop-down."""
    return not any(text for key, text in nilai.items() if key not in ("kunci", "prioritas"))


def _is_decoration(nilai: Mapping[str, str]) -> bool:
    """A header repeated on the next page, or the row of column numbers under it."""
    texts = [text for text in nilai.values() if text]
    titles = {normalize(item.judul) for item in (*portal_columns(), *RENCANA_KERJA)}
    numbers = [re.sub(r"\D", "", text) for text in texts if re.fullmatch(r"\(?\d+\)?", text)]
    in_order = all(int(b) - int(a) == 1 for a, b in pairwise(numbers))
    counted = len(numbers) == len(texts) > 2 and in_order
    return counted or all(normalize(text) in titles for text in texts)


def _join(first: str, second: str, by: str = "\n") -> str:
    return by.join(text for text in (first, second) if text)
