"""The upload of a Word template."""

from django import forms
from django.urls import reverse

from reports.docx.guard import MAX_BYTES
from units.crispy import FormHelperZI
from units.xlsx_guard import megabytes


class TemplatForm(forms.Form):
    berkas = forms.FileField(
        label="Templat Word",
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        help_text=f"Dokumen Word (.docx) tanpa makro, paling besar {megabytes(MAX_BYTES)}.",
        error_messages={"required": "Pilih berkas .docx yang akan menjadi templat."},
    )

    def __init__(self, *args, slug: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelperZI(self, submit="Periksa dan pakai")
        self.helper.form_action = reverse("templat_detail", args=[slug])
