from django import forms

from reports.cap import PANJANG_KODE, grouped, plain_code

EXAMPLE = grouped("K7MPQ2XW9HTD")


class PeriksaForm(forms.Form):
    kode = forms.CharField(
        label="Kode dokumen",
        help_text=f"Tercetak di samping kode QR dan di kaki halaman, {PANJANG_KODE} huruf dan angka, misalnya {EXAMPLE}. Huruf kecil dan tanda hubung boleh diabaikan.",
        error_messages={"required": "Ketik kode yang tercetak pada dokumen."},
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_kode(self) -> str:
        kode = plain_code(self.cleaned_data["kode"])
        if len(kode) != PANJANG_KODE:
            raise forms.ValidationError(
                f"Kode terdiri atas {PANJANG_KODE} huruf dan angka tanpa I, O, 0, dan 1; yang Anda ketik {len(kode)}. Periksa lagi."
            )
        return kode
