"""Upload of a workbook to import."""

from django import forms

from units.crispy import FormHelperZI
from units.file_types import check_content
from units.models import Impor
from units.xlsx_guard import MAX_BYTES, BerkasDitolak, check_xlsx, megabytes


class ImporForm(forms.Form):
    jenis = forms.ChoiceField(label="Yang diimpor", choices=Impor.Jenis, widget=forms.RadioSelect)
    berkas = forms.FileField(
        label="Buku kerja Excel",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        help_text=f"Berkas .xlsx dari templat, paling besar {megabytes(MAX_BYTES)}.",
        error_messages={"required": "Pilih berkas Excel yang akan diimpor.", "empty": "Berkas kosong (0 byte)."},
    )

    def __init__(self, *args, cancel_url: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelperZI(self, submit="Unggah dan periksa", cancel_url=cancel_url)

    def clean_berkas(self):
        """Refused here, before anything is kept: what is too large, no workbook, or not safe to open."""
        upload = self.cleaned_data["berkas"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError(f"Ukuran berkas {megabytes(upload.size)}; paling besar {megabytes(MAX_BYTES)}.")
        try:
            check_content(upload, name=upload.name, accept=frozenset({"xlsx"}))
            upload.seek(0)
            check_xlsx(upload.read())
        except BerkasDitolak as exc:
            raise forms.ValidationError(str(exc)) from exc
        upload.seek(0)
        return upload
