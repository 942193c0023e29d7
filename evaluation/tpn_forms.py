"""How input of TPN's evaluation is cleaned."""

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet

from evaluation.models import EvaluasiTPN
from units.crispy import FormHelperZI
from units.forms.fields import DateInput, layout
from units.models import Peran

S = EvaluasiTPN.Status


class PenilaiForm(forms.Form):
    """Which units of a proposal go to which evaluators."""

    unit = forms.ModelMultipleChoiceField(
        EvaluasiTPN.objects.none(), label="Unit kerja", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih sekurang-kurangnya satu unit kerja."},
    )  # fmt: skip
    penilai = forms.ModelMultipleChoiceField(
        Peran.objects.none(), label="Penilai TPN", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Unit yang dipilih diberikan tepat kepada penilai ini; kosongkan untuk menariknya kembali.",
    )  # fmt: skip

    def __init__(self, *args, units: QuerySet, penilai: QuerySet, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset, self.fields["penilai"].queryset = units, penilai
        self.fields["unit"].label_from_instance = lambda row: row.unit_usulan.pembangunan.unit.nama
        self.fields["penilai"].label_from_instance = lambda peran: f"{peran.user} ({peran.user.jabatan})"
        self.helper = FormHelperZI(submit="Berikan", cancel_url=cancel_url)


class SuratTPNForm(forms.Form):
    """TPN's letter and what it says."""

    hasil = forms.ChoiceField(
        label="Hasil menurut surat",
        choices=[
            (S.LULUS, "Memenuhi syarat"),
            (S.TIDAK_LULUS, "Tidak memenuhi syarat"),
            (S.DITOLAK, "Ditolak pada pra-evaluasi"),
        ],
        widget=forms.RadioSelect,
    )
    nomor = forms.CharField(label="Nomor surat TPN", max_length=100)
    tanggal_surat = forms.DateField(label="Tanggal surat TPN", widget=DateInput)
    nilai_total = forms.DecimalField(
        label="Nilai total menurut surat", required=False, max_digits=5, decimal_places=2, localize=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)], help_text="0 sampai 100. Boleh kosong.",
    )  # fmt: skip
    alasan = forms.CharField(
        label="Alasan menurut surat", required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Wajib bila unit ditolak atau tidak memenuhi syarat.",
    )  # fmt: skip
    berkas = forms.FileField(label="Surat TPN", help_text="PDF, JPG, atau PNG.")

    def __init__(self, *args, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelperZI(self, submit="Catat hasil", cancel_url=cancel_url)
        self.helper.layout = layout(self, ("nomor", "tanggal_surat"))

    def clean(self):
        data = super().clean()
        if data.get("hasil") in (S.DITOLAK, S.TIDAK_LULUS) and not data.get("alasan", "").strip():
            self.add_error("alasan", "Isi alasan menurut surat TPN.")
        return data


class CatatanLapanganForm(forms.Form):
    versi = forms.IntegerField(widget=forms.HiddenInput, required=False, localize=False)
    catatan = forms.CharField(
        label="Catatan verifikasi lapangan", widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Tanggal, yang ditemui, dan apa yang sesuai atau tidak sesuai dengan bukti.",
    )  # fmt: skip

    def __init__(self, *args, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelperZI(submit="Simpan catatan", cancel_url=cancel_url)
