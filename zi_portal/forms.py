"""The search form."""

from collections.abc import Iterable

from django import forms

from zi_portal.search import SUMBER


class CariForm(forms.Form):
    """Its state is the address. A kind or year that does not exist is simply not chosen."""

    q = forms.CharField(
        label="Kata yang dicari", required=False, max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "class": "form-control"}),
    )  # fmt: skip
    jenis = forms.ChoiceField(
        label="Jenis", required=False, choices=[("", "Semua jenis"), *((s.kode, s.nama) for s in SUMBER)],
        widget=forms.Select(attrs={"class": "form-select"}),
    )  # fmt: skip
    tahun = forms.ChoiceField(label="Tahun", required=False, widget=forms.Select(attrs={"class": "form-select"}))

    def __init__(self, *args, years: Iterable[int], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tahun"].choices = [("", "Semua tahun"), *((str(year), str(year)) for year in years)]
