"""How input of assessments and instruments is cleaned."""

from django import forms
from django.utils import timezone

from evaluation.lke.instrument import BAWAAN, shipped_instrumen
from evaluation.lke.threshold import BAWAAN as AMBANG_BAWAAN
from evaluation.models import Instrumen
from units.crispy import FormHelperZI
from units.forms.fields import DateInput
from units.forms.imports import ImporForm


class PenilaianCreateForm(forms.Form):
    """Choose the LKE; several can be in force, for units that began under an older one."""

    instrumen = forms.ModelChoiceField(
        label="LKE yang dipakai",
        queryset=Instrumen.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        help_text="LKE ditetapkan dengan Keputusan Inspektur. Penilaian tetap memakai versi yang dipilih di sini.",
        error_messages={"required": "Pilih LKE yang dipakai."},
    )

    def __init__(self, *args, queryset, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["instrumen"].queryset = queryset
        self.helper = FormHelperZI(submit="Mulai penilaian", cancel_url=cancel_url)


class InstrumenAdoptForm(forms.Form):
    kode = forms.ChoiceField(
        label="Instrumen bawaan", widget=forms.RadioSelect, error_messages={"required": "Pilih instrumen."}
    )

    def __init__(self, *args, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kode"].choices = [
            (kode, f"{shipped_instrumen(kode).nama} ({shipped_instrumen(kode).dasar})") for kode in BAWAAN
        ]
        self.helper = FormHelperZI(submit="Buat draf", cancel_url=cancel_url)


class InstrumenPublishForm(forms.Form):
    """The Keputusan Inspektur that lays the LKE down."""

    nomor = forms.CharField(label="Nomor Keputusan Inspektur", max_length=100)
    tanggal = forms.DateField(label="Tanggal keputusan", widget=DateInput)
    berkas = forms.FileField(label="Berkas keputusan", required=False, help_text="PDF, JPG, atau PNG.")

    def __init__(self, *args, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelperZI(submit="Terbitkan", cancel_url=cancel_url)

    def clean_tanggal(self):
        tanggal = self.cleaned_data["tanggal"]
        if tanggal > timezone.localdate():
            raise forms.ValidationError("Tanggal keputusan tidak boleh sesudah hari ini.")
        return tanggal


class ImporLKEForm(ImporForm):
    """The same guard as every other workbook; what is imported needs no choice."""

    jenis = None

    def __init__(self, *args, cancel_url: str, **kwargs):
        super().__init__(*args, cancel_url=cancel_url, **kwargs)
        field = self.fields["berkas"]
        field.label = "Buku kerja LKE"
        field.help_text = "Unduhan dari portal atau formulir kementerian (.xlsx)."


class InstrumenImportForm(ImporForm):
    """An LKE of an earlier regulation, from its workbook."""

    jenis = None
    kode = forms.RegexField(
        label="Kode",
        regex=r"^[a-z0-9][a-z0-9-]{1,39}$",
        help_text="Huruf kecil, angka, dan tanda hubung; contoh: lke-2019.",
        error_messages={"invalid": "Kode hanya boleh huruf kecil, angka, dan tanda hubung, paling panjang 40."},
    )
    nama = forms.CharField(label="Nama", max_length=150)
    dasar = forms.CharField(label="Dasar", max_length=200, help_text="Contoh: PermenPANRB 10/2019")
    ambang = forms.ChoiceField(
        label="Ambang batas awal",
        choices=[(kode, f"Seperti {kode.replace('lke-', 'LKE ')}") for kode in AMBANG_BAWAAN],
        help_text="Dapat disunting sesudah draf dibuat.",
    )
    field_order = ("berkas", "kode", "nama", "dasar", "ambang")

    def __init__(self, *args, cancel_url: str, **kwargs):
        super().__init__(*args, cancel_url=cancel_url, **kwargs)
        self.fields["berkas"].help_text = "Formulir LKE dalam bentuk .xlsx; jawabannya tidak dibaca."
        self.helper = FormHelperZI(self, submit="Buat draf", cancel_url=cancel_url)
