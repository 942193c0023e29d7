"""How progress, links and the filter of the month's work are cleaned."""

from typing import Any

from django import forms

from action_plans.models import Realisasi
from units.choices import BULAN_CHOICES
from units.errors import Ditolak

PERSEN_SALAH = "Persen diisi bilangan bulat 0 sampai 100."
MAX_TEKS = 4000


class RealisasiForm(forms.Form):
    """Progress of one action in one month; also cleans a single field that saves itself."""

    status = forms.ChoiceField(
        label="Status",
        choices=Realisasi.Status.choices,
        error_messages={"required": "Pilih status.", "invalid_choice": "Pilih status dari daftar yang tersedia."},
    )
    persen = forms.IntegerField(
        label="Persen",
        min_value=0,
        max_value=100,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), PERSEN_SALAH),
    )
    catatan = forms.CharField(
        label="Catatan",
        required=False,
        max_length=MAX_TEKS,
        help_text="Apa yang sudah dikerjakan pada bulan ini.",
        error_messages={"max_length": f"Catatan paling panjang {MAX_TEKS} karakter."},
    )
    kendala = forms.CharField(
        label="Kendala",
        required=False,
        max_length=MAX_TEKS,
        help_text="Kendala terkumpul dengan sendirinya dalam laporan triwulan.",
        error_messages={"max_length": f"Kendala paling panjang {MAX_TEKS} karakter."},
    )

    @classmethod
    def clean_one(cls, kolom: str, nilai: str) -> Any:
        """One field's value; raises Ditolak with a sentence."""
        field = cls.base_fields.get(kolom)
        if field is None:
            raise Ditolak("Isian ini tidak dikenal. Muat ulang halaman.")
        try:
            return field.clean(nilai)
        except forms.ValidationError as exc:
            raise Ditolak(" ".join(exc.messages)) from exc


class TautanBuktiForm(forms.Form):
    tautan = forms.CharField(
        label="Alamat tautan", max_length=500, error_messages={"required": "Isi alamat tautan, diawali https://"}
    )
    judul = forms.CharField(label="Judul data dukung", max_length=200, required=False)


class PekerjaanFilter(forms.Form):
    """State of the page "Pekerjaan bulan ini", kept in its address."""

    LINGKUP = [("saya", "Yang menjadi tanggung jawab saya"), ("area", "Area saya"), ("semua", "Semua area")]

    bulan = forms.TypedChoiceField(label="Bulan", choices=BULAN_CHOICES, coerce=int, required=False)
    lingkup = forms.ChoiceField(label="Tampilkan", choices=LINGKUP, required=False)
