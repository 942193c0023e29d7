"""Forms of certificates, of an electronic signature and of a scan."""

from django import forms
from django.conf import settings

from reports.models import SertifikatElektronik, Terbitan
from units.crispy import FormHelperZI
from units.models import Instansi, User

P = SertifikatElektronik.Penyedia


def offered() -> list[tuple[str, str]]:
    """The kinds that this installation can use: a device and a service have to be set up on the server first."""
    ready = {P.PKCS12: True, P.PKCS11: bool(settings.PKCS11_MODULE), P.JARAK_JAUH: bool(settings.SIGNER_URL)}
    return [(kind.value, kind.label) for kind in P if ready[kind]]


class SertifikatForm(forms.Form):
    pemegang = forms.ModelChoiceField(
        label="Pemegang",
        queryset=User.objects.none(),
        empty_label="Pilih pegawai",
        help_text="Hanya pemegang yang dapat menandatangani dengan sertifikat ini, dan hanya jenis dokumen yang diterbitkan perannya.",
        error_messages={"required": "Pilih pegawai yang memegang sertifikat ini."},
    )
    penyedia = forms.ChoiceField(label="Tempat kunci", widget=forms.RadioSelect)
    berkas = forms.FileField(
        label="Berkas sertifikat",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".p12,.pfx"}),
        help_text="Berkas .p12 atau .pfx dari penerbit sertifikat, berisi kunci dan sertifikat.",
    )
    sandi = forms.CharField(
        label="Kata sandi berkas",
        required=False,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="Dipakai sekali untuk memeriksa berkas dan tidak disimpan. Pemegang mengetiknya setiap kali menandatangani.",
    )
    label = forms.CharField(
        label="Label sertifikat pada token",
        required=False,
        max_length=150,
        help_text="Nama sertifikat pada token atau HSM.",
    )
    email = forms.EmailField(
        label="Surel pemegang pada layanan",
        required=False,
        max_length=150,
        help_text="Surel yang terdaftar pada layanan penanda tangan jarak jauh.",
    )
    # The field that each kind asks for, and what to say when it is empty.
    NEEDS = {
        P.PKCS12: ("berkas", "Pilih berkas .p12 atau .pfx."),
        P.PKCS11: ("label", "Isi label sertifikat pada token."),
        P.JARAK_JAUH: ("email", "Isi surel pemegang pada layanan."),
    }

    def __init__(self, *args, instansi: Instansi, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["pemegang"].queryset = User.objects.filter(instansi=instansi, is_active=True).order_by("nama")
        kinds = offered()
        self.fields["penyedia"].choices = kinds
        self.fields["penyedia"].initial = kinds[0][0]
        if len(kinds) == 1:
            self.fields["penyedia"].widget = forms.HiddenInput()
        known = {kind for kind, _ in kinds}
        for kind, (name, _) in self.NEEDS.items():
            if kind not in known:
                del self.fields[name]
        self.helper = FormHelperZI(self, submit="Simpan sertifikat", cancel_url=cancel_url)

    def clean(self) -> dict:
        data = super().clean()
        name, words = self.NEEDS.get(data.get("penyedia"), ("", ""))
        if name and not data.get(name) and name not in self.errors:
            self.add_error(name, words)
        return data


class SertifikatChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, obj: SertifikatElektronik) -> str:
        return f"{obj.subjek} ({obj.get_penyedia_display()})"


class TandaTanganElektronikForm(forms.Form):
    sertifikat = SertifikatChoiceField(
        label="Sertifikat", queryset=SertifikatElektronik.objects.none(), empty_label=None
    )
    sandi = forms.CharField(
        label="Kata sandi sertifikat",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="Kata sandi berkas, PIN token, atau passphrase layanan; bukan kata sandi untuk masuk. Tidak disimpan.",
        error_messages={"required": "Isi kata sandi sertifikat Anda."},
    )

    def __init__(self, *args, usable: list[SertifikatElektronik], cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["sertifikat"]
        field.queryset = SertifikatElektronik.objects.filter(pk__in=[row.pk for row in usable])
        field.initial = usable[0]
        if len(usable) == 1:
            field.help_text = "Satu-satunya sertifikat Anda yang aktif."
        self.helper = FormHelperZI(self, submit="Tanda tangani", cancel_url=cancel_url)


class PindaianForm(forms.Form):
    berkas = forms.FileField(
        label="Pindaian dokumen bertanda tangan",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        error_messages={"required": "Pilih berkas pindaian.", "empty": "Berkas kosong (0 byte). Pindai ulang."},
    )
    nomor = forms.CharField(
        label="Nomor yang tercetak",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Diisi hanya bila kode QR pada pindaian tidak terbaca.",
    )
    alasan = forms.CharField(
        label="Alasan mengganti",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Contoh: halaman kedua tertinggal. Pindaian lama tetap tersimpan dalam riwayat.",
        error_messages={"required": "Isi alasan mengganti pindaian."},
    )

    def __init__(self, *args, terbitan: Terbitan, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[
            "berkas"
        ].help_text = f"PDF, JPG, atau PNG, paling besar {settings.MAX_UPLOAD_MB} MB. Pindai semua halaman; pastikan kode QR terlihat utuh."
        if terbitan.bertanda_id is None:
            del self.fields["alasan"]
        submit = "Ganti pindaian" if terbitan.bertanda_id else "Unggah dan berlakukan"
        self.helper = FormHelperZI(self, submit=submit, cancel_url=cancel_url)
