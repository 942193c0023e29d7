"""Forms around the plan. The grid has none: its cells are cleaned by the service that saves them."""

from django import forms
from django.core.files.uploadedfile import UploadedFile

from action_plans.models import Aksi
from action_plans.plan_data import sections
from action_plans.services.plan import people_of
from units.choices import BULAN_CHOICES, Area, Aspek
from units.crispy import FormHelperZI
from units.models import User
from units.profiles import ProfilRegulasi

TEMPLAT, TAHUN_LALU, KOSONG = "templat", "tahun_lalu", "kosong"


class RencanaCreateForm(forms.Form):
    """Where the rows of a new plan come from. An Excel file has a page of its own, for it is checked first."""

    sumber = forms.ChoiceField(label="Isi awal rencana", widget=forms.RadioSelect)

    def __init__(self, *args, choices: list[tuple[str, str]], cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sumber"].choices = choices
        self.fields["sumber"].initial = choices[0][0]
        self.helper = FormHelperZI(submit="Susun rencana", cancel_url=cancel_url)


class BerkasRencanaForm(forms.Form):
    berkas = forms.FileField(
        label="Berkas Excel",
        help_text="Berkas .xlsx dari templat portal, atau tabel dengan judul kolom yang sama.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )

    def __init__(self, *args, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelperZI(submit="Periksa berkas", cancel_url=cancel_url)

    def clean_berkas(self) -> UploadedFile:
        berkas = self.cleaned_data["berkas"]
        if not berkas.name.casefold().endswith(".xlsx"):
            raise forms.ValidationError("Berkas harus .xlsx. Simpan sebagai Excel Workbook (.xlsx), lalu unggah lagi.")
        return berkas


class AksiForm(forms.ModelForm):
    """One row of the plan on a page of its own, for people without scripts and for long texts."""

    bagian = forms.ChoiceField(label="Area")
    bulan = forms.TypedMultipleChoiceField(
        label="Bulan target",
        choices=BULAN_CHOICES,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Diisi dari teks target waktu bila dibiarkan.",
    )
    versi = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Aksi
        fields = ["indikator", "aksi", "langkah", "bukti_fisik", "penanggung_jawab", "prioritas", "target_waktu"]
        widgets = {
            "aksi": forms.Textarea(attrs={"rows": 3}),
            "langkah": forms.Textarea(attrs={"rows": 5}),
            "bukti_fisik": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "target_waktu": "Contoh: “April, Juli, Oktober”, “setiap bulan”, “Januari s.d. Desember”, atau “apabila ada pengaduan”.",
            "langkah": "Satu langkah per baris.",
        }

    field_order = ["bagian"]

    def __init__(self, *args, profil: ProfilRegulasi, areas: frozenset[str], cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        aksi = self.instance
        self.fields["bagian"].choices = section_choices(profil, areas)
        self.fields["bagian"].initial = f"{aksi.area}:{aksi.aspek}"
        self.fields["bulan"].initial = aksi.bulan
        self.fields["versi"].initial = aksi.versi
        self.fields["aksi"].required = False
        staff = [u.pk for u in people_of(aksi.rencana.pembangunan)]
        self.fields["penanggung_jawab"].empty_label = "Belum ditunjuk"
        self.fields["penanggung_jawab"].queryset = User.objects.filter(
            pk__in={*staff, aksi.penanggung_jawab_id} - {None}
        )
        self.helper = FormHelperZI(submit="Simpan", cancel_url=cancel_url)


def section_choices(profil: ProfilRegulasi, areas: frozenset[str]) -> list[tuple[str, str]]:
    """The sections of the plan's form in which the person may work."""
    return [
        (f"{area}:{aspek}", f"{judul} ({Aspek(aspek).label})" if aspek else judul)
        for area, aspek, judul in sections(profil)
        if area in areas
    ]


class AksiCreateForm(forms.Form):
    """A new row: its section and indicator; the rest follows on the row's own page."""

    bagian = forms.ChoiceField(label="Area")
    indikator = forms.CharField(label="Indikator", max_length=300)
    aksi = forms.CharField(label="Rencana aksi", widget=forms.Textarea(attrs={"rows": 3}), max_length=5000)

    def __init__(self, *args, profil: ProfilRegulasi, areas: frozenset[str], cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["bagian"].choices = section_choices(profil, areas)
        self.helper = FormHelperZI(submit="Tambah aksi", cancel_url=cancel_url)


def split_section(value: str) -> tuple[str, str]:
    area, _, aspek = value.partition(":")
    return Area(area).value, Aspek(aspek).value if aspek else ""
