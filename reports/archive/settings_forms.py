"""The form of one kind's settings."""

from typing import Any

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms

from reports.closing import PENANDA_SENDIRI, TANPA_TEMBUSAN
from reports.kinds import JENIS
from reports.models import PengaturanDokumen
from reports.numbering import POLA_BAWAAN, RUAS, pattern_errors
from reports.services.settings import column_of
from units.crispy import FormHelperZI
from units.forms.fields import HistoryGuard, NipField
from units.models import Instansi

NOMOR = ("pola", "lebar", "mulai")
PENANDA = ("penanda_jabatan", "penanda_nama", "penanda_pangkat", "penanda_nip")
MAX_WIDTH, MAX_YEARS = 6, 100


def has_own_number(jenis: str) -> bool:
    """Papers whose record carries the number: it is never taken from a series."""
    return bool(jenis) and "nomor" in JENIS[jenis].data.__dataclass_fields__


class PengaturanForm(HistoryGuard, forms.ModelForm):
    penanda_nip = NipField(label="NIP penanda tangan", required=False)

    class Meta:
        model = PengaturanDokumen
        fields = [*NOMOR, "tempat", *PENANDA, "tembusan", "retensi_tahun"]
        widgets = {"tembusan": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "lebar": "Angka 3 menulis 7 sebagai 007.",
            "mulai": "Isi bila nomor sebelumnya sudah diberikan di luar portal. Nomor yang sudah terbit tidak diulang.",
            "tempat": "Kosongkan untuk memakai tempat pada data instansi.",
            "retensi_tahun": "Dihitung sampai akhir tahun kalender. Arsip tidak dihapus sesudahnya.",
        }

    def __init__(self, *args, instansi: Instansi, jenis: str, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.jenis = jenis
        if has_own_number(jenis):
            for name in NOMOR:
                del self.fields[name]
        if not jenis or jenis in PENANDA_SENDIRI:
            for name in PENANDA:
                del self.fields[name]
        if jenis in TANPA_TEMBUSAN:
            del self.fields["tembusan"]
        self._describe()
        self.guard(instansi, [column_of(jenis, name) for name in self.fields])
        self.helper = FormHelperZI(self, submit="Simpan", cancel_url=cancel_url)
        self.helper.layout = self._layout()

    def _describe(self) -> None:
        if "pola" in self.fields:
            known = ", ".join(f"{{{name}}} ({words})" for name, words in RUAS.items())
            own = f"Contoh: {POLA_BAWAAN}." if not self.jenis else "Kosongkan untuk bernomor urut bersama jenis lain."
            self.fields["pola"].required = False
            self.fields["pola"].help_text = f"{own} Ruas: {known}."
            self.fields["lebar"].max_value = MAX_WIDTH
        if "penanda_jabatan" in self.fields:
            self.fields["penanda_jabatan"].help_text = "Contoh: a.n. Bupati, Sekretaris Daerah"
            self.fields["penanda_nama"].help_text = "Kosongkan agar penanda tangan diambil dari data dokumennya."

    def _layout(self) -> Layout:
        groups = (
            ("Nomor", ("pola", _pair("lebar", "mulai"))),
            ("Penanda tangan", (_pair("penanda_jabatan", "penanda_nama"), _pair("penanda_pangkat", "penanda_nip"))),
        )
        shown = [
            Fieldset(title, *rows)
            for title, rows in groups
            if (title == "Nomor" and "pola" in self.fields) or (title != "Nomor" and "penanda_nama" in self.fields)
        ]
        closing = [name for name in ("tempat", "tembusan") if name in self.fields]
        return Layout(*shown, Fieldset("Tempat dan tembusan", *closing), "retensi_tahun", "versi")

    def clean_pola(self) -> str:
        pola = self.cleaned_data["pola"].strip()
        if pola and (errors := pattern_errors(pola)):
            raise forms.ValidationError(errors)
        return pola

    def clean_lebar(self) -> int:
        return _between(self.cleaned_data["lebar"], 1, MAX_WIDTH)

    def clean_mulai(self) -> int:
        return _between(self.cleaned_data["mulai"], 1, 999999)

    def clean_retensi_tahun(self) -> int:
        return _between(self.cleaned_data["retensi_tahun"], 1, MAX_YEARS)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if bool(data.get("penanda_nama")) != bool(data.get("penanda_jabatan")):
            missing = "penanda_jabatan" if data.get("penanda_nama") else "penanda_nama"
            self.add_error(missing, "Isi jabatan dan nama penanda tangan bersama, atau kosongkan keduanya.")
        return data

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields if name in self.cleaned_data}


def _pair(*names: str) -> Row:
    return Row(*map(Column, names), css_class="align-items-end")


def _between(value: int, low: int, high: int) -> int:
    if not low <= value <= high:
        raise forms.ValidationError(f"Isi bilangan dari {low} sampai {high}.")
    return value
