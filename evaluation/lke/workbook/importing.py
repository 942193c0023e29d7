"""Reads a filled form: the answers, our score beside the file's own, and what was wrong with it.

Nothing is saved here. A damaged form is read as far as it can be; what had to be refused, corrected or left
out is a finding with sheet and cell.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from evaluation.lke.answers import TIDAK_BERLAKU
from evaluation.lke.findings import Berat, Temuan
from evaluation.lke.numbers import full_text, koma, show_value
from evaluation.lke.scoring import Hasil, score
from evaluation.lke.structure import JENIS_PERSEN, Instrumen, Pertanyaan
from evaluation.lke.workbook import layout
from evaluation.lke.workbook.content import IsiLKE, Kunci
from evaluation.lke.workbook.matching import JUMLAH, Cocok, match_rows
from evaluation.lke.workbook.reading import Baris, Lembar, is_number, read_form
from evaluation.lke.workbook.stored import stored_findings
from units.xlsx import BerkasDitolak

HITUNGAN = ("bobot", "nilai", "persen")
COCOK_MINIMUM = Fraction(1, 2)  # fewer questions found: another form


@dataclass(frozen=True, slots=True)
class Impor:
    """A workbook, read. `berkas` holds the value stored in the file for each node and question."""

    hasil: Hasil
    isi: IsiLKE
    berkas: Mapping[str, object]
    temuan: tuple[Temuan, ...]
    tidak_ada: tuple[str, ...]  # questions that have no row in the form
    lembar: str
    kunci: Kunci | None

    @property
    def is_refused_in_part(self) -> bool:
        return any(item.is_galat for item in self.temuan)


def read_workbook(data: bytes, instrumen: Instrumen, *, tidak_berlaku: bool = False) -> Impor:
    """Read a filled form against an instrument; raises BerkasDitolak with one sentence.

    With `tidak_berlaku` the answer "Tidak berlaku" is read, its note being the reason: only TPI may give it.
    """
    return import_form(read_form(data), instrumen, tidak_berlaku=tidak_berlaku)


def import_form(lembar: Lembar, instrumen: Instrumen, *, tidak_berlaku: bool = False) -> Impor:
    cocok = match_rows(instrumen, lembar.baris)
    if len(cocok.pertanyaan) < COCOK_MINIMUM * len(instrumen.pertanyaan):
        share = f"{len(cocok.pertanyaan)} dari {len(instrumen.pertanyaan)}"
        raise BerkasDitolak(
            f"Susunan lembar {lembar.nama} tidak cocok dengan {instrumen.nama}: hanya {share} pertanyaan ditemukan."
        )
    return _Importer(lembar, instrumen, cocok, tidak_berlaku).run()


class _Importer:
    def __init__(self, lembar: Lembar, instrumen: Instrumen, cocok: Cocok, tidak_berlaku: bool):
        self.lembar = lembar
        self.instrumen = instrumen
        self.cocok = cocok
        self.tidak_berlaku = tidak_berlaku
        self.temuan: list[Temuan] = []

    def run(self) -> Impor:
        isi = self._content()
        hasil = score(self.instrumen, isi.jawaban)
        self._form_findings()
        for item in hasil.temuan:
            sel = self._cell_of(item.kode, item.isian)
            self.temuan.append(replace(item, lembar=self.lembar.nama, sel=sel))
        berkas = self._stored()
        self.temuan += stored_findings(hasil, self.cocok, berkas, self.lembar.nama)
        found = self.cocok.pertanyaan
        tidak_ada = tuple(kode for kode in self.instrumen.pertanyaan if kode not in found)
        return Impor(hasil, isi, berkas, tuple(self.temuan), tidak_ada, self.lembar.nama, self.lembar.kunci)

    def _report(self, berat: Berat, kode: str, sel: str, masalah: str, tindakan: str) -> None:
        self.temuan.append(Temuan(berat, kode, masalah, tindakan, self.lembar.nama, sel))

    def _warn(self, kode: str, sel: str, masalah: str, tindakan: str) -> None:
        self._report(Berat.PERINGATAN, kode, sel, masalah, tindakan)

    def _cell_of(self, kode: str, isian: str) -> str:
        row = self.cocok.isian.get((kode, isian)) or self.cocok.pertanyaan.get(kode)
        row = row or self.cocok.simpul.get(kode)
        return row.sel["jawaban"].alamat if row else ""

    # --- content -------------------------------------------------------------------------------------------

    def _content(self) -> IsiLKE:
        jawaban: dict[str, object] = {}
        catatan, bukti, tautan = {}, {}, {}
        for kode, row in self.cocok.pertanyaan.items():
            item = self.instrumen.pertanyaan[kode]
            answer = self._answer(item, row)
            if answer is not None:
                jawaban[kode] = answer
            for name, texts in (("catatan", catatan), ("bukti", bukti)):
                if row.sel[name].teks:
                    texts[kode] = row.sel[name].teks
            if links := tuple(re.split(r"\s+", row.sel["tautan"].teks)) if row.sel["tautan"].teks else ():
                tautan[kode] = links
        return IsiLKE(jawaban, catatan, bukti, tautan)

    def _answer(self, item: Pertanyaan, row: Baris) -> object:
        """The answer as typed; a formula counts as the value it had when the file was saved."""
        sel = row.sel["jawaban"]
        if self.tidak_berlaku and sel.teks.casefold() == layout.TIDAK_BERLAKU.casefold():
            return {TIDAK_BERLAKU: row.sel["catatan"].teks}
        if item.jenis == JENIS_PERSEN:
            return self._counts(item, row)
        return None if sel.teks in ("", "-") else sel.nilai

    def _counts(self, item: Pertanyaan, row: Baris) -> object:
        rows = {name: self.cocok.isian.get((item.kode, name)) for name in item.isian}
        if not any(rows.values()):
            return self._bare_percentage(item, row)
        for name, found in rows.items():
            if not found:
                masalah = f"Baris isian {name} ({item.isian[name]}) tidak ditemukan."
                self._warn(item.kode, row.sel["jawaban"].alamat, masalah, "Isian itu dianggap belum diisi.")
        counts = {
            name: found.sel["jawaban"].nilai
            for name, found in rows.items()
            if found and found.sel["jawaban"].teks not in ("", "-")
        }
        self._check_total(item, counts)
        return counts or None

    def _bare_percentage(self, item: Pertanyaan, row: Baris) -> object:
        """A percentage without its counts cannot be checked, so it is no answer."""
        sel = row.sel["jawaban"]
        if sel.is_number and not sel.rumus:
            masalah = f"Persentase {show_value(sel.nilai)} ditulis tanpa jumlah yang mendasarinya."
            self._report(Berat.GALAT, item.kode, sel.alamat, masalah, "Jawaban ditolak; isi jumlahnya.")
        return None

    def _check_total(self, item: Pertanyaan, counts: Mapping[str, object]) -> None:
        """The obliged total of LHKASN is typed by hand and need not equal its parts."""
        row = self.cocok.isian.get((item.kode, JUMLAH))
        parts = [counts.get(name) for name in item.total.isian] if item.total else []
        if not row or not row.sel["jawaban"].is_number:
            return
        if not all(is_number(part) for part in parts):
            return
        sel, jumlah = row.sel["jawaban"], sum(parts)
        if sel.nilai != jumlah:
            masalah = f"{row.teks.lstrip('- ')}: tertulis {sel.teks}, rinciannya berjumlah {jumlah}."
            self._warn(item.kode, sel.alamat, masalah, "Dihitung dari rinciannya; periksa jumlahnya.")

    # --- the form itself -----------------------------------------------------------------------------------

    def _form_findings(self) -> None:
        for kode in self.instrumen.pertanyaan:
            row = self.cocok.pertanyaan.get(kode)
            if row is None:
                masalah = f"Pertanyaan {kode} tidak ditemukan pada lembar."
                self._warn(kode, "", masalah, "Pertanyaan dianggap belum dijawab.")
            else:
                self._check_choice(self.instrumen.pertanyaan[kode], row)
        for row in self.cocok.lebih:
            masalah = f"Baris {show_value(row.teks)} tidak ada pada {self.instrumen.nama}."
            self._warn("", row.sel["jawaban"].alamat, masalah, "Baris itu tidak dibaca.")
        for kode, row in self.cocok.simpul.items():
            self._check_weight(kode, row)
        self._check_hidden()
        self._check_links()
        for nama in self.lembar.lainnya:
            masalah = f"Lembar {nama} juga berjudul kolom LKE."
            self._warn("", "", masalah, f"Yang dibaca hanya lembar {self.lembar.nama}.")

    def _check_choice(self, item: Pertanyaan, row: Baris) -> None:
        wanted = layout.PILIHAN_JAWABAN[item.jenis]
        if row.pilihan == item.jenis:
            return
        sel = row.sel["pilihan"]
        written = show_value(sel.nilai) if sel.teks else "dikosongkan"
        masalah = f"Pilihan Jawaban {written}, seharusnya {wanted}."
        stored = row.sel["nilai"].teks
        beside = f"; nilai tersimpan {show_value(stored)} tidak dipakai" if stored else ""
        self._warn(item.kode, sel.alamat, masalah, f"Dinilai menurut instrumen ({wanted}){beside}.")

    def _check_weight(self, kode: str, row: Baris) -> None:
        sel, bobot = row.sel["bobot"], self.instrumen.simpul[kode].bobot
        if sel.is_number and abs(Fraction(str(sel.nilai)) - bobot) > Fraction(1, 1000):
            masalah = f"Bobot tertulis {koma(Fraction(str(sel.nilai)))}, pada instrumen {koma(bobot)}."
            self._warn(kode, sel.alamat, masalah, "Dinilai menurut bobot instrumen.")

    def _check_hidden(self) -> None:
        matched = [*self.cocok.pertanyaan.values(), *self.cocok.isian.values()]
        hidden = sorted({row.nomor for row in matched if row.tersembunyi})
        if hidden:
            numbers = ", ".join(map(str, hidden[:10])) + (" dan lainnya" if len(hidden) > 10 else "")
            masalah = f"Baris {numbers} disembunyikan."
            self._warn("", f"A{hidden[0]}", masalah, "Jawaban di dalamnya tetap dibaca.")

    def _check_links(self) -> None:
        """Answers one by one, for they are used; the form's own values together, for they are not."""
        rows = [(kode, row) for kode, row in self.cocok.pertanyaan.items()]
        rows += [(kode, row) for (kode, _), row in self.cocok.isian.items()]
        for kode, row in rows:
            sel = row.sel["jawaban"]
            if sel.is_linked:
                used = f"Dipakai nilai yang tersimpan ({show_value(sel.nilai)})" if sel.teks else "Dianggap kosong"
                masalah = "Jawaban diambil dengan rumus dari berkas lain."
                self._warn(kode, sel.alamat, masalah, f"{used}; berkas lain itu tidak dibuka. Periksa jawabannya.")
        rows += [*self.cocok.simpul.items(), *([("", self.cocok.total)] if self.cocok.total else [])]
        beside = {row.sel[name].alamat: None for _, row in rows for name in HITUNGAN if row.sel[name].is_linked}
        if beside:
            first = ", ".join([*beside][:10]) + (" dan lainnya" if len(beside) > 10 else "")
            masalah = f"Rumus pada {first} mengambil nilai dari berkas lain."
            self._warn("", next(iter(beside)), masalah, "Berkas lain itu tidak dibuka; dinilai menurut instrumen.")

    def _stored(self) -> dict[str, object]:
        """Column Nilai by code; a question of Hasil shares its indicator's row, so its score stands in %."""
        berkas: dict[str, object] = {kode: row.sel["nilai"].nilai for kode, row in self.cocok.simpul.items()}
        own_rows = {row.nomor for row in self.cocok.simpul.values()}
        for kode, row in self.cocok.pertanyaan.items():
            berkas[kode] = row.sel["persen" if row.nomor in own_rows else "nilai"].nilai
        if self.cocok.total:
            berkas[""] = self.cocok.total.sel["nilai"].nilai
        return berkas


def stored_text(value: object) -> str | None:
    """A stored value for JSON: numbers in full, errors and dashes as they stand."""
    if value is None:
        return None
    if is_number(value):
        return full_text(Fraction(str(value)))
    return str(value)
