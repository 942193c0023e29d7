"""The institution and its letterhead."""

from django import forms
from django.conf import settings

from units.crispy import FormHelperZI
from units.forms.fields import GuardedModelForm, layout
from units.models import Instansi


class InstansiForm(GuardedModelForm):
    logo_baru = forms.FileField(
        label="Logo baru",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg"}),
        help_text="PNG atau JPG. Gambar dengan latar tembus pandang paling baik.",
    )
    hapus_logo = forms.BooleanField(label="Hapus logo", required=False)

    class Meta:
        model = Instansi
        fields = [
            "nama", "jenis", "wilayah", "jabatan_kepala", "nama_kepala", "ibu_kota", "profil",
            "kop_baris", "alamat", "telepon", "surel", "situs",
        ]  # fmt: skip
        widgets = {"kop_baris": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "ibu_kota": "Tempat yang tercetak di atas tanda tangan, misalnya Ketapang.",
            "profil": "Berlaku bagi tahun program yang dibuka sesudah ini; tahun yang sudah berjalan memakai profilnya semula.",
        }

    def __init__(self, *args, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.logo_id:
            del self.fields["hapus_logo"]
        self.helper = FormHelperZI(self, submit="Simpan", cancel_url=cancel_url)
        self.helper.layout = layout(self, ("jenis", "wilayah"), ("jabatan_kepala", "nama_kepala"), ("telepon", "surel"))

    def clean_logo_baru(self):
        upload = self.cleaned_data["logo_baru"]
        if upload and upload.size > settings.MAX_UPLOAD_MB * 1024 * 1024:
            raise forms.ValidationError(f"Berkas lebih dari {settings.MAX_UPLOAD_MB} MB. Perkecil gambarnya.")
        return upload
