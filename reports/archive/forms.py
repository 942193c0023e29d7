"""What a person decides when a paper is issued."""

from django import forms

from reports.models import Terbitan
from units.crispy import FormHelperZI

CARA = [
    (Terbitan.Cara.BASAH, "Tanda tangan basah: dicetak, ditandatangani, lalu dipindai dan diunggah"),
    (Terbitan.Cara.ELEKTRONIK, "Tanda tangan elektronik: ditandatangani di portal dengan sertifikat"),
]
TANPA_SERTIFIKAT = "Tanda tangan elektronik dapat dipilih setelah instansi mendaftarkan sertifikat elektronik."


class TerbitkanForm(forms.Form):
    """`sidik` is the digest of the data that the page showed: what changed since is looked at again before it is issued."""

    cara = forms.ChoiceField(label="Cara penandatanganan", choices=CARA, widget=forms.RadioSelect)
    alasan = forms.CharField(
        label="Alasan penggantian",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Tampil pada riwayat dokumen lama, yang sesudah ini berstatus diganti.",
    )
    sidik = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, sidik: str, mengganti: Terbitan | None, elektronik: bool, cancel_url: str, **kwargs):
        super().__init__(*args, initial={"cara": Terbitan.Cara.BASAH, "sidik": sidik}, **kwargs)
        self.sidik = sidik
        if not elektronik:
            self.fields["cara"].choices = CARA[:1]
            self.fields["cara"].help_text = TANPA_SERTIFIKAT
        if mengganti is None:
            del self.fields["alasan"]
        label = "Terbitkan pengganti" if mengganti else "Terbitkan"
        self.helper = FormHelperZI(self, submit=label, cancel_url=cancel_url, guard=False)

    def clean_sidik(self) -> str:
        if self.cleaned_data["sidik"] != self.sidik:
            self.data = self.data.copy()
            self.data["sidik"] = self.sidik
            self.add_error(None, "Isi dokumen berubah sejak halaman ini dibuka. Periksa lagi, lalu terbitkan.")
        return self.sidik
