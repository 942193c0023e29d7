"""Forms of a unit's year: a candidate's scores, the declaration, the pledge, signatures on paper, the decree."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from units.choices import JenisPredikat
from units.crispy import FormHelperZI
from units.errors import Ditolak
from units.evidence import check_link
from units.forms.fields import DateInput, HistoryGuard, layout
from units.forms.periode import decree_date
from units.models import Keputusan, PembangunanZI, Pencanangan
from units.pakta import KOLOM as KOLOM_PAKTA
from units.pakta import BarisPakta, read_lines, read_rows
from units.profiles import AturanIdentifikasi
from units.xlsx import BerkasDitolak, open_workbook_safely, read_table

SCAN_HELP = "PDF, JPG, atau PNG; paling besar 20 MB."
MAX_LINKS = 20


class SkorForm(forms.Form):
    """All criteria of one candidate with the words of their levels; the page for those without scripts or on a phone."""

    def __init__(
        self,
        *args,
        rule: AturanIdentifikasi,
        nilai: dict[str, int],
        catatan: str,
        versi: int,
        cancel_url: str,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        for item in rule.kriteria:
            choices = [("", "Belum dinilai"), *((str(n), f"{n}: {words}") for n, words in enumerate(item.tingkat))]
            self.fields[item.kode] = forms.ChoiceField(
                label=item.nama,
                choices=choices,
                required=False,
                widget=forms.RadioSelect,
                initial=str(nilai.get(item.kode, "")),
                help_text=f"Bobot {item.bobot}. {item.pasal}.",
            )
        self.fields["catatan"] = forms.CharField(
            label="Catatan",
            required=False,
            initial=catatan,
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        self.fields["versi"] = forms.IntegerField(widget=forms.HiddenInput, initial=versi, localize=False)
        self.helper = FormHelperZI(self, submit="Simpan nilai", cancel_url=cancel_url)


class CalonForm(forms.Form):
    """What is posted when ticked units become candidates."""

    target = forms.ChoiceField(choices=JenisPredikat)


class PencananganForm(HistoryGuard, forms.ModelForm):
    piagam_baru = forms.FileField(
        label="Piagam pencanangan yang ditandatangani",
        required=False,
        help_text=f"{SCAN_HELP} Kosongkan bila tidak diganti.",
    )

    class Meta:
        model = Pencanangan
        fields = ["tanggal", "tempat", "saksi", "tautan"]
        widgets = {
            "tanggal": DateInput,
            "saksi": forms.Textarea(attrs={"rows": 4}),
            "tautan": forms.Textarea(attrs={"rows": 3, "inputmode": "url"}),
        }
        help_texts = {
            "saksi": "Satu baris per saksi: nama dan jabatannya.",
            "tautan": "Satu alamat per baris, misalnya berita di situs web atau media sosial resmi.",
        }
        error_messages = {
            "tanggal": {"required": "Isi tanggal pencanangan.", "invalid": "Isi tanggal yang benar."},
            "tempat": {"required": "Isi tempat pencanangan."},
            "saksi": {"required": "Isi paling sedikit satu saksi."},
        }

    def __init__(self, *args, pembangunan: PembangunanZI, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.tahun = pembangunan.periode.tahun
        self.helper = FormHelperZI(self, submit="Simpan", cancel_url=cancel_url)
        self.helper.layout = layout(self, ("tanggal", "tempat"))
        self.guard(pembangunan, [self._meta.model._meta.get_field(n).verbose_name for n in self._meta.fields])

    def clean_tanggal(self) -> date:
        tgl = self.cleaned_data["tanggal"]
        if not self.tahun - 1 <= tgl.year <= self.tahun:
            raise forms.ValidationError(f"Tanggal pencanangan harus dalam tahun {self.tahun - 1} atau {self.tahun}.")
        return tgl

    def clean_saksi(self) -> str:
        lines = [line.strip() for line in self.cleaned_data["saksi"].splitlines()]
        return "\n".join(line for line in lines if line)

    def clean_tautan(self) -> str:
        lines = [line.strip() for line in self.cleaned_data["tautan"].splitlines() if line.strip()]
        if len(lines) > MAX_LINKS:
            raise forms.ValidationError(f"Paling banyak {MAX_LINKS} tautan.")
        for number, line in enumerate(lines, start=1):
            try:
                check_link(line)
            except Ditolak as refusal:
                raise forms.ValidationError(f"Baris {number}: {refusal}") from None
        return "\n".join(lines)

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields}


class TandaTanganForm(forms.Form):
    setuju = forms.BooleanField(
        label="Saya sudah membaca dan menyetujui seluruh isi pakta integritas di atas.",
        error_messages={"required": "Centang pernyataan ini sebelum menandatangani."},
    )
    sandi = forms.CharField(
        label="Kata sandi Anda",
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text="Kata sandi yang dipakai untuk masuk; berlaku sebagai tanda tangan Anda.",
        error_messages={"required": "Isi kata sandi Anda."},
    )

    def __init__(self, *args, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelperZI(self, submit="Tanda tangani", cancel_url=cancel_url)


class PaktaKertasForm(forms.Form):
    daftar = forms.CharField(
        label="Daftar penanda tangan",
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text="Satu baris per orang: nama; NIP; tanggal. Boleh ditempel dari Excel. NIP boleh kosong.",
    )
    berkas = forms.FileField(
        label="Atau buku kerja Excel", required=False, help_text="Kolom Nama, NIP, dan Tanggal tanda tangan."
    )
    pindaian = forms.FileField(
        label="Pindaian lembar yang ditandatangani",
        help_text=SCAN_HELP,
        error_messages={"required": "Unggah pindaian lembar yang ditandatangani."},
    )

    def __init__(self, *args, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelperZI(self, submit="Periksa dan simpan", cancel_url=cancel_url)
        self.rows: list[BarisPakta] = []

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        text, upload = data.get("daftar", "").strip(), data.get("berkas")
        if bool(text) == bool(upload):
            self.add_error("daftar", "Isi daftarnya, atau unggah buku kerja Excel; salah satu saja.")
        elif upload:
            self._read_workbook(upload)
        else:
            self.rows = read_lines(text)
        return data

    def _read_workbook(self, upload) -> None:
        try:
            tabel = read_table(open_workbook_safely(upload.read()), KOLOM_PAKTA)
        except BerkasDitolak as refusal:
            self.add_error("berkas", str(refusal))
            return
        for found in tabel.temuan:
            if found.is_galat:
                self.add_error("berkas", str(found))
        self.rows = read_rows(tabel)


class KeputusanPenetapanForm(forms.ModelForm):
    """One decree; the units and their targets stand in a table under its fields."""

    berkas_baru = forms.FileField(label="Berkas keputusan yang ditandatangani", required=False, help_text=SCAN_HELP)

    class Meta:
        model = Keputusan
        fields = ["nomor", "tanggal", "penanda_tangan", "tentang"]
        widgets = {"tanggal": DateInput}
        error_messages = {
            "nomor": {"required": "Isi nomor keputusan."},
            "tanggal": {"required": "Isi tanggal keputusan.", "invalid": "Isi tanggal yang benar."},
            "penanda_tangan": {"required": "Isi siapa yang menandatangani."},
        }

    def __init__(self, *args, tahun: int, years: list[PembangunanZI], **kwargs):
        super().__init__(*args, **kwargs)
        self.tahun = tahun
        self.helper = FormHelperZI(self)
        self.helper.layout = layout(self, ("nomor", "tanggal"))
        self.years = [(year, *self._posted(year)) for year in years]

    def _posted(self, year: PembangunanZI) -> tuple[bool, str]:
        """Whether the unit is ticked, and its target: as sent, else all ticked with the targets they have."""
        if not self.is_bound:
            return True, year.target
        target = self.data.get(f"target_{year.pk}", "")
        return str(year.pk) in self.data.getlist("unit"), target if target in JenisPredikat.values else year.target

    def clean_tanggal(self) -> date | None:
        tgl = decree_date(self.cleaned_data["tanggal"], self.tahun)
        if tgl and tgl > timezone.localdate():
            raise forms.ValidationError("Tanggal keputusan belum tiba.")
        return tgl

    def chosen(self) -> dict[PembangunanZI, str]:
        return {year: target for year, ticked, target in self.years if ticked}
