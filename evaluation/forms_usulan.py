"""How input of requirements, decisions, proposals and tokens is cleaned."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from evaluation.lke.numbers import BukanAngka, dua_desimal, read_number
from evaluation.lke.structure import INDEKS_MAKS
from evaluation.models import Survei, Usulan
from evaluation.requirements import PERSEN, SKALA, YA_TIDAK, Ketentuan
from units.crispy import FormHelperZI
from units.forms.fields import DateInput, GuardedModelForm

BUKTI = "PDF, JPG, PNG, DOCX, atau XLSX. Kosongkan bila tidak diganti."
HAK_SEMUA = ("usulan", "jawaban")


def not_after_today(value, what: str):
    if value and value > timezone.localdate():
        raise forms.ValidationError(f"{what} tidak boleh sesudah hari ini.")
    return value


class SyaratForm(forms.Form):
    """The checked value of one requirement; the field follows its kind, the service reads the value."""

    sumber = forms.CharField(
        label="Sumber", max_length=200, help_text="Dokumen asal nilai ini, misalnya nomor dan tanggal surat."
    )
    berkas = forms.FileField(label="Bukti", required=False, help_text=BUKTI)
    versi = forms.IntegerField(widget=forms.HiddenInput, min_value=0, localize=False)

    def __init__(self, *args, item: Ketentuan, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields = {"nilai": _value_field(item), **self.fields}
        self.helper = FormHelperZI(self, submit="Simpan hasil pemeriksaan", cancel_url=cancel_url)


def _value_field(item: Ketentuan) -> forms.Field:
    wanted = ", ".join(f"{target.upper()} minimal {item.words(value)}" for target, value in item.minimum.items())
    text = f"{item.bantuan} {wanted}.".strip()
    empty = {"required": f"Isi {item.nama}."}
    if item.jenis == SKALA:
        choices = [(value, value) for value in reversed(item.skala)]
        return forms.ChoiceField(
            label=item.nama, choices=choices, widget=forms.RadioSelect, help_text=text, error_messages=empty
        )
    if item.jenis == YA_TIDAK:
        choices = [("ya", "Ya"), ("tidak", "Tidak")]
        return forms.ChoiceField(
            label=item.nama, choices=choices, widget=forms.RadioSelect, help_text=text, error_messages=empty
        )
    label = f"{item.nama} (%)" if item.jenis == PERSEN else item.nama
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return forms.CharField(label=label, max_length=12, widget=widget, help_text=text, error_messages=empty)


class SurveiForm(forms.ModelForm):
    """The index is typed as printed, with a comma or a point."""

    indeks = forms.CharField(
        label="Indeks (0-4)",
        max_length=6,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text="Contoh: 3,60.",
    )
    berkas = forms.FileField(label="Laporan survei", required=False, help_text="PDF, JPG, PNG, DOCX, atau XLSX.")

    class Meta:
        model = Survei
        fields = ("jenis", "indeks", "responden", "tanggal", "pelaksana")
        widgets = {"tanggal": DateInput}

    def __init__(self, *args, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(("jenis", "indeks", "responden", "tanggal", "pelaksana", "berkas"))
        self.helper = FormHelperZI(self, submit="Catat hasil survei", cancel_url=cancel_url)

    def clean_indeks(self) -> Decimal:
        try:
            number = read_number(self.cleaned_data["indeks"])
        except BukanAngka:
            number = None
        if number is None or not 0 <= number <= INDEKS_MAKS:
            raise forms.ValidationError("Isi indeks dengan angka 0 sampai 4, misalnya 3,60.")
        return dua_desimal(number)

    def clean_responden(self) -> int:
        value = self.cleaned_data["responden"]
        if not value:
            raise forms.ValidationError("Isi jumlah responden, paling sedikit 1.")
        return value

    def clean_tanggal(self):
        return not_after_today(self.cleaned_data["tanggal"], "Tanggal selesai survei")


class PutusanForm(forms.Form):
    """The decision to propose; a failing rule needs its technical ground."""

    catatan = forms.CharField(label="Catatan", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    pertimbangan = forms.CharField(
        label="Pertimbangan teknis",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Alasan mengusulkan meskipun ada ambang batas atau syarat yang belum dipenuhi "
        "(Perbup Ketapang 49/2022 Lampiran II huruf B). Dikirim bersama usulan.",
    )

    def __init__(self, *args, terhalang: bool, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        if not terhalang:
            del self.fields["pertimbangan"]
        else:
            self.fields["pertimbangan"].required = True
            self.fields["pertimbangan"].error_messages["required"] = (
                "Isi pertimbangan teknis: ada ambang batas atau syarat yang belum dipenuhi."
            )
        self.helper = FormHelperZI(self, submit="Usulkan ke TPN", cancel_url=cancel_url)


class UsulanForm(forms.Form):
    """Begin a proposal: which of the decided units it carries."""

    unit = forms.MultipleChoiceField(
        label="Unit kerja",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih paling sedikit satu unit kerja."},
    )

    def __init__(self, *args, pilihan: list[tuple[int, str]], submit: str, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = pilihan
        self.helper = FormHelperZI(self, submit=submit, cancel_url=cancel_url)

    def clean_unit(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data["unit"]]


class SuratForm(GuardedModelForm):
    """The letter of proposal, signed by the kepala daerah."""

    berkas = forms.FileField(
        label="Surat yang ditandatangani", required=False, help_text="PDF, JPG, atau PNG. Kosongkan bila tidak diganti."
    )

    class Meta:
        model = Usulan
        fields = ("nomor_surat", "tanggal_surat", "alasan_lewat_tenggat")
        widgets = {"tanggal_surat": DateInput, "alasan_lewat_tenggat": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, lewat: bool, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["nomor_surat"].required = self.fields["tanggal_surat"].required = True
        if not lewat:
            del self.fields["alasan_lewat_tenggat"]
        self.helper = FormHelperZI(self, submit="Simpan surat", cancel_url=cancel_url)

    def clean_tanggal_surat(self):
        return not_after_today(self.cleaned_data["tanggal_surat"], "Tanggal surat")


class PertimbanganForm(forms.Form):
    """A technical ground that is recorded after the decision."""

    pertimbangan = forms.CharField(
        label="Pertimbangan teknis",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Alasan tetap mengusulkan unit ini (Perbup Ketapang 49/2022 Lampiran II huruf B).",
        error_messages={"required": "Isi pertimbangan teknis."},
    )

    def __init__(self, *args, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelperZI(self, submit="Catat pertimbangan", cancel_url=cancel_url)


class SPTJMForm(forms.Form):
    """The head's statement of absolute responsibility, signed on paper over a meterai."""

    tanggal = forms.DateField(label="Tanggal SPTJM", widget=DateInput)
    berkas = forms.FileField(
        label="SPTJM yang ditandatangani di atas meterai",
        help_text="PDF, JPG, atau PNG.",
        error_messages={"required": "Unggah SPTJM yang sudah ditandatangani di atas meterai."},
    )
    setuju = forms.BooleanField(
        label="Saya bertanggung jawab mutlak atas kebenaran data dan bukti usulan unit kerja saya",
        error_messages={"required": "Centang pernyataan tanggung jawab."},
    )

    def __init__(self, *args, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelperZI(self, submit="Sampaikan SPTJM", cancel_url=cancel_url)

    def clean_tanggal(self):
        return not_after_today(self.cleaned_data["tanggal"], "Tanggal SPTJM")


class TokenForm(forms.Form):
    """A consumer of the PortalRB interface and what it may fetch."""

    nama = forms.CharField(label="Nama pemakai", max_length=100, help_text="Contoh: PortalRB Kementerian PANRB")
    hak = forms.MultipleChoiceField(
        label="Hak",
        choices=[("usulan", "Daftar unit yang diusulkan"), ("jawaban", "Jawaban LKE unit")],
        widget=forms.CheckboxSelectMultiple,
        initial=HAK_SEMUA,
        error_messages={"required": "Pilih paling sedikit satu hak."},
    )
    berlaku_sampai = forms.DateField(label="Berlaku sampai", widget=DateInput)

    def __init__(self, *args, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelperZI(self, submit="Buat token", cancel_url=cancel_url)

    def clean_berlaku_sampai(self) -> Any:
        day = self.cleaned_data["berlaku_sampai"]
        if day < timezone.localdate():
            raise forms.ValidationError("Tanggal berlaku tidak boleh sudah lewat.")
        return day


class JawabanFileForm(forms.Form):
    """The ministry's 2026 workbook, to be compared with what the portal serves."""

    berkas = forms.FileField(label="Buku kerja 2026", help_text="Buku kerja .xlsx dengan lembar “Jawaban”.")

    def __init__(self, *args, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelperZI(self, submit="Bandingkan", cancel_url=cancel_url)
