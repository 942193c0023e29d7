"""Forms of the team and the agents of change."""

from django import forms
from django.urls import reverse

from units.choices import Area
from units.crispy import FormHelperZI
from units.errors import Ditolak
from units.evidence import check_link
from units.models import AgenPerubahan, AnggotaTim, DataDukung, PembangunanZI, PerubahanAgen, TimPembangunan, User

DATE = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
AREA_CHOICES = [(a.value, a.label) for a in Area]


def colleagues(pembangunan: PembangunanZI):
    """Active people of the unit."""
    return User.objects.filter(unit_id=pembangunan.unit_id, is_active=True)


class KeputusanTimForm(forms.ModelForm):
    berkas = forms.FileField(
        label="Berkas keputusan yang ditandatangani",
        required=False,
        help_text="PDF, JPG, atau PNG; paling besar 20 MB. Kosongkan bila tidak diganti.",
    )

    class Meta:
        model = TimPembangunan
        fields = ["nomor_sk", "tanggal_sk"]
        widgets = {"tanggal_sk": DATE}

    def __init__(self, *args, pembangunan: PembangunanZI, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["nomor_sk"].required = self.fields["tanggal_sk"].required = True
        self.helper = FormHelperZI(submit="Simpan", cancel_url=reverse("tim_detail", args=[pembangunan.pk]))


class AnggotaForm(forms.Form):
    user = forms.ModelChoiceField(
        User.objects.none(),
        label="Pegawai",
        empty_label="Pilih pegawai",
        help_text="Hanya pegawai aktif unit ini yang belum masuk tim.",
    )
    kedudukan = forms.ChoiceField(
        choices=AnggotaTim.Kedudukan.choices, label="Kedudukan", initial=AnggotaTim.Kedudukan.ANGGOTA
    )
    area = forms.MultipleChoiceField(
        choices=AREA_CHOICES,
        label="Area yang dikerjakan",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Untuk anggota. Ketua mengerjakan semua area.",
    )

    def __init__(self, *args, pembangunan: PembangunanZI, **kwargs):
        super().__init__(*args, **kwargs)
        taken = AnggotaTim.objects.filter(tim__pembangunan=pembangunan).values("user")
        heads = pembangunan.unit.peran.filter(jenis="kepala_unit", selesai=None).values("user")
        self.fields["user"].queryset = colleagues(pembangunan).exclude(pk__in=taken).exclude(pk__in=heads)
        self.helper = FormHelperZI(submit="Tambahkan", cancel_url=reverse("tim_detail", args=[pembangunan.pk]))

    def clean(self):
        data = super().clean()
        if data.get("kedudukan") == AnggotaTim.Kedudukan.ANGGOTA and not data.get("area"):
            self.add_error("area", "Pilih sekurang-kurangnya satu area untuk anggota.")
        return data


class AreaAnggotaForm(forms.Form):
    area = forms.MultipleChoiceField(
        choices=AREA_CHOICES, label="Area yang dikerjakan", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, anggota: AnggotaTim, **kwargs):
        super().__init__(*args, initial={"area": anggota.area}, **kwargs)
        self.helper = FormHelperZI(submit="Simpan", cancel_url=reverse("tim_detail", args=[anggota.tim.pembangunan_id]))


class AgenForm(forms.ModelForm):
    class Meta:
        model = AgenPerubahan
        fields = ["user", "nomor_sk", "tanggal_sk"]
        widgets = {"tanggal_sk": DATE}

    def __init__(self, *args, pembangunan: PembangunanZI, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = colleagues(pembangunan).exclude(pk__in=pembangunan.agen.values("user"))
        self.fields["user"].empty_label = "Pilih pegawai"
        self.helper = FormHelperZI(submit="Tetapkan", cancel_url=reverse("agen_list", args=[pembangunan.pk]))


class PerubahanForm(forms.ModelForm):
    class Meta:
        model = PerubahanAgen
        fields = ["uraian", "tanggal", "terintegrasi", "data_dukung"]
        widgets = {"tanggal": DATE, "uraian": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, pembangunan: PembangunanZI, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["data_dukung"].queryset = DataDukung.objects.filter(pembangunan=pembangunan)
        self.fields["data_dukung"].empty_label = "Tanpa data dukung"
        self.helper = FormHelperZI(submit="Simpan", cancel_url=reverse("agen_list", args=[pembangunan.pk]))


class TautanForm(forms.Form):
    tautan = forms.CharField(label="Tautan", max_length=500, help_text="Alamat lengkap, diawali https://")
    judul = forms.CharField(label="Judul", max_length=200, required=False)

    def __init__(self, *args, cancel_url: str, submit: str = "Simpan tautan", **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelperZI(submit=submit, cancel_url=cancel_url)

    def clean_tautan(self) -> str:
        try:
            return check_link(self.cleaned_data["tautan"])
        except Ditolak as error:
            raise forms.ValidationError(str(error)) from None


class JudulForm(forms.Form):
    judul = forms.CharField(label="Judul", max_length=200)

    def __init__(self, *args, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelperZI(submit="Simpan", cancel_url=cancel_url)
